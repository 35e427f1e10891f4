//! A calendar file (.ics) → [`Sheet`]: one row for each date of each event, in the columns of Outlook's own CSV.
//!
//! All times are those of a clock in England, whatever zone the event is written in. The row of the sheet is the line on
//! which the event begins, so a figure leads to it.

mod event;
mod repeat;
mod zone;

use super::notes::{Refusal, Remark};
use super::sheet::Sheet;
use super::shelter::sheltered;
use super::text;
use calcard::icalendar::{ICalendar, ICalendarComponentType};
use calcard::{Entry, Parser};
use event::{Event, headings};
use repeat::Cut;

/// Most rows that are read, as of a text file.
const ROWS: usize = 200_000;
const AGAIN: &str = "Export the calendar again.";

/// True for a calendar, whatever the file is called.
pub fn is_calendar(bytes: &[u8]) -> bool {
    let (head, _) = text::head(bytes).decode_with_bom_removal(&bytes[..bytes.len().min(100)]);
    head.trim_start().get(..15).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR"))
}

/// The events of the calendar, and what to say of those that repeat.
///
/// # Errors
/// `E-ENCODING` if its letters cannot be decoded, `E-ICS` if it is cut short or broken, `E-LIMIT` if it holds more
/// than any school's.
pub fn read(bytes: &[u8]) -> Result<(Sheet, Vec<Remark>), Refusal> {
    let (text, mut remarks) = text::decode(bytes)?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (sheet, more) = sheltered(|| sheet(&text)).unwrap_or_else(|| {
        let message = "This calendar is damaged in a way that stopped the reader.";
        Err(Refusal::new("E-READER-STOPPED", message, AGAIN))
    })?;
    remarks.extend(more);
    Ok((sheet, remarks))
}

fn sheet(text: &str) -> Result<(Sheet, Vec<Remark>), Refusal> {
    let lines = event_lines(text)?;
    let calendars = calendars(text);
    let components = |calendar: &ICalendar| {
        calendar
            .components
            .iter()
            .filter(|part| part.component_type == ICalendarComponentType::VEvent)
            .count()
    };
    if calendars.iter().map(components).sum::<usize>() != lines.len() {
        let message = "This calendar is broken: its events cannot be told from one another.";
        return Err(Refusal::new("E-ICS", message, AGAIN));
    }
    let mut lines = lines.into_iter();
    let mut sheet = Sheet { name: Some("events".to_owned()), ..Sheet::default() };
    sheet.rows.push(headings());
    let mut cuts = Vec::new();
    for calendar in &calendars {
        let events: Vec<Event> = Event::all(calendar, &mut lines);
        for (event, times) in repeat::occurrences(&events, &mut cuts) {
            if sheet.rows.len() + times.len() > ROWS {
                return Err(Refusal::new(
                    "E-LIMIT",
                    format!("This calendar has more than {ROWS} dates."),
                    "If this is the right file, export one year at a time.",
                ));
            }
            sheet.rows.extend(times.iter().map(|time| event.row(time)));
        }
        if cuts.iter().filter(|cut| **cut == Cut::Unreadable).count() > repeat::HOPELESS {
            let message =
                "This calendar is broken: many of its events repeat by rules that cannot be followed.";
            return Err(Refusal::new("E-ICS", message, AGAIN));
        }
    }
    Ok((sheet, remarks(&cuts)))
}

/// The calendars of the file; most hold one.
fn calendars(text: &str) -> Vec<ICalendar> {
    let mut parser = Parser::new(text);
    let mut calendars = Vec::new();
    loop {
        match parser.entry() {
            Entry::ICalendar(calendar) => calendars.push(calendar),
            Entry::Eof => return calendars,
            // Whatever else stands between calendars is none; events are counted against their lines.
            _ => {}
        }
    }
}

/// The rows on which events begin, from zero. The parser forgives a part that is never closed; here it is an error,
/// because what followed it is lost.
fn event_lines(text: &str) -> Result<Vec<u32>, Refusal> {
    let broken = |line: usize, what: String| {
        Err(Refusal::new(
            "E-ICS",
            format!("This calendar is broken or was cut short: {what} line {line}."),
            AGAIN,
        ))
    };
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut events = Vec::new();
    for (number, line) in (1_usize..).zip(text.split('\n')) {
        let Some((word, name)) = line.split_once(':') else { continue };
        let name = name.trim_end().to_ascii_uppercase();
        match word.to_ascii_uppercase().as_str() {
            "BEGIN" => {
                if name == "VEVENT" {
                    events.push(u32::try_from(number - 1).unwrap_or(u32::MAX));
                }
                open.push((name, number));
            }
            "END" if open.last().is_some_and(|(last, _)| *last == name) => {
                open.pop();
            }
            "END" => return broken(number, format!("“END:{name}” closes nothing on")),
            _ => {}
        }
    }
    match open.last() {
        Some((name, number)) => {
            broken(*number, format!("“END:{name}” is missing for the part that begins on"))
        }
        None => Ok(events),
    }
}

/// Said once a file for each way in which a repeating event ended early.
fn remarks(cuts: &[Cut]) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let count = |wanted: fn(&Cut) -> bool| match cuts.iter().filter(|cut| wanted(cut)).count() {
        1 => "1 event of this calendar repeats".to_owned(),
        count => format!("{count} events of this calendar repeat"),
    };
    if let Some(last) = cuts.iter().copied().filter_map(Cut::followed_to).max() {
        remarks.push(Remark::new(
            "W-REPEAT",
            format!(
                "{} without an end, or very often; {} years or 1,000 dates were taken, the last on {}.",
                count(|cut| cut.followed_to().is_some()),
                repeat::YEARS,
                last.format("%-d %b %Y"),
            ),
            "Nothing to do, if later dates do not matter; else give the event an end in the calendar.",
        ));
    }
    if cuts.contains(&Cut::Unreadable) {
        remarks.push(Remark::new(
            "W-REPEAT",
            format!(
                "{} by a rule that cannot be followed; only the first date was taken.",
                count(|cut| *cut == Cut::Unreadable)
            ),
            "Write the other dates into a register of meetings.",
        ));
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::super::parse::shown;
    use super::super::sheet::Row;
    use super::*;

    fn calendar(events: &str) -> String {
        format!("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//made up//EN\n{events}END:VCALENDAR\n")
    }

    fn event(lines: &str) -> String {
        format!("BEGIN:VEVENT\nSUMMARY:Mentor meeting\n{lines}\nEND:VEVENT\n")
    }

    fn read_all(bytes: &[u8]) -> (Vec<Row>, Vec<String>) {
        match read(bytes) {
            Ok((sheet, remarks)) => {
                let remark = |remark: &Remark| format!("{}: {}", remark.code, remark.message);
                (sheet.rows[1..].to_vec(), remarks.iter().map(remark).collect())
            }
            Err(refusal) => (Vec::new(), vec![format!("{}: {}", refusal.code, refusal.message)]),
        }
    }

    /// Line, start and end of each row, and what is said.
    fn times(text: &str) -> Vec<String> {
        let (rows, remarks) = read_all(text.as_bytes());
        let time = |row: &Row| {
            let [date, start, end_date, end] = [1, 2, 3, 4].map(|col| shown(row.cell(col)));
            let end_date = if end_date == date { String::new() } else { format!("{end_date} ") };
            format!("{}: {date} {start} to {end_date}{end}", row.index + 1)
        };
        rows.iter().map(time).chain(remarks).collect()
    }

    #[test]
    fn an_event_is_a_row_in_the_columns_of_outlook() {
        let text = calendar(
            &("BEGIN:VTIMEZONE\nTZID:GMT Standard Time\nEND:VTIMEZONE\n".to_owned()
                + "BEGIN:VEVENT\nUID:1\nSUMMARY:Mentor meeting\\, week 3 of the pro\n gramme\n"
                + "DTSTART;TZID=GMT Standard Time:20260914T150000\nDTEND;TZID=GMT Standard Time:20260914T160000\n"
                + "ORGANIZER;CN=\"Barr, Ann\":mailto:a.barr@school.example\n"
                + "ATTENDEE;ROLE=REQ-PARTICIPANT;CN=Tomi Okafor:MAILTO:to@school.example\n"
                + "ATTENDEE;ROLE=REQ-PARTICIPANT:mailto:js@school.example\n"
                + "ATTENDEE;ROLE=OPT-PARTICIPANT;CN='Lee Moss':invalid:nomail\n"
                + "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@school.example\n"
                + "ATTENDEE;PARTSTAT=DECLINED;CN=Sam Fry:mailto:s.fry@school.example\n"
                + "LOCATION:Room 4\nSTATUS:CONFIRMED\nBEGIN:VALARM\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT\n"),
        );
        let (rows, remarks) = read_all(text.as_bytes());
        assert_eq!((rows.len(), remarks.len(), rows[0].index + 1), (1, 0, 7));
        let told: Vec<String> = (0..11).map(|col| shown(rows[0].cell(col))).collect();
        assert_eq!(
            told,
            [
                "Mentor meeting, week 3 of the programme",
                "14 Sep 2026",
                "15:00",
                "14 Sep 2026",
                "16:00",
                "False",
                "Barr, Ann <a.barr@school.example>",
                "Tomi Okafor <to@school.example>; js@school.example",
                "Lee Moss",
                "Room 4",
                "CONFIRMED",
            ]
        );
    }

    #[test]
    fn every_time_is_that_of_a_clock_in_england() {
        for (start, end, expected) in [
            (":20260914T140000Z", ":20260914T150000Z", "14 Sep 2026 15:00 to 16:00"),
            (":20261116T150000Z", ":20261116T160000Z", "16 Nov 2026 15:00 to 16:00"),
            (":20260914T150000", ":20260914T160000", "14 Sep 2026 15:00 to 16:00"),
            (
                ";TZID=Europe/London:20260914T150000",
                ";TZID=Europe/London:20260914T160000",
                "14 Sep 2026 15:00 to 16:00",
            ),
            (";TZID=GMT Standard Time:20260914T150000", ":20260914T150000Z", "14 Sep 2026 15:00 to 16:00"),
            (
                ";TZID=Romance Standard Time:20260914T160000",
                ";TZID=Europe/Paris:20260914T170000",
                "14 Sep 2026 15:00 to 16:00",
            ),
            (";VALUE=DATE:20260914", ";VALUE=DATE:20260915", "14 Sep 2026 00:00 to 15 Sep 2026 00:00"),
            (
                ";TZID=Mars/Phobos:20260914T150000",
                ":20260914T160000",
                "14 Sep 2026 15:00 in the time zone Mars/Phobos to  ",
            ),
            (":20260231T150000", ":20260231T160000", "2026-02-31  to  "),
        ] {
            let text = calendar(&event(&format!("DTSTART{start}\nDTEND{end}")));
            assert_eq!(times(&text), [format!("4: {expected}")]);
        }
        let one = |lines: &str| times(&calendar(&event(lines)));
        assert_eq!(one("DTSTART:20260914T150000\nDURATION:PT45M"), ["4: 14 Sep 2026 15:00 to 15:45"]);
        assert_eq!(one("DTSTART:20260914T150000"), ["4: 14 Sep 2026 15:00 to  "]);
        assert_eq!(one("DTSTART;VALUE=DATE:20260914"), ["4: 14 Sep 2026 00:00 to 15 Sep 2026 00:00"]);
        assert_eq!(one("DTSTAMP:20260901T120000Z"), ["4:   to "]);
    }

    #[test]
    fn a_series_is_a_row_for_each_date_that_is_left() {
        let series = "UID:1\nDTSTART;TZID=GMT Standard Time:20261012T150000\nDURATION:PT1H\n\
            RRULE:FREQ=WEEKLY;UNTIL=20261109T150000Z;BYDAY=MO\n\
            EXDATE;TZID=GMT Standard Time:20261026T150000\nRDATE:20261029T150000Z";
        let changed = "UID:1\nRECURRENCE-ID:20261019T140000Z\nDTSTART:20261020T080000Z\nDURATION:PT30M";
        let other = "UID:2\nRECURRENCE-ID:20261012T140000Z\nDTSTART:20261013T080000Z\nDURATION:PT30M";
        assert_eq!(
            times(&calendar(&(event(series) + &event(changed) + &event(other)))),
            [
                "4: 12 Oct 2026 15:00 to 16:00",
                "4: 29 Oct 2026 15:00 to 16:00",
                "4: 2 Nov 2026 15:00 to 16:00",
                "4: 9 Nov 2026 15:00 to 16:00",
                "13: 20 Oct 2026 09:00 to 09:30",
                "20: 13 Oct 2026 09:00 to 09:30",
            ]
        );
    }

    #[test]
    fn the_last_date_of_a_series_is_in_it_however_its_end_is_written() {
        let last = |until: &str| {
            let rule = format!("DTSTART;TZID=Europe/London:20260601T093000\nRRULE:FREQ=DAILY;UNTIL={until}");
            times(&calendar(&event(&rule))).len()
        };
        for until in ["20260603T083000Z", "20260603T093000", "20260603"] {
            assert_eq!(last(until), 3, "{until}");
        }
        assert_eq!(last("20260603T082900Z"), 2);
    }

    #[test]
    fn a_change_may_hold_for_all_later_dates() {
        let series = "UID:1\nDTSTART:20260907T150000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=4";
        let later = "UID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260921T150000\nDTSTART:20260922T090000\nDURATION:PT30M";
        assert_eq!(
            times(&calendar(&(event(series) + &event(later)))),
            [
                "4: 7 Sep 2026 15:00 to 16:00",
                "4: 14 Sep 2026 15:00 to 16:00",
                "11: 22 Sep 2026 09:00 to 09:30",
                "11: 29 Sep 2026 09:00 to 09:30",
            ]
        );
    }

    #[test]
    fn a_series_without_an_end_is_followed_so_far_and_no_further() {
        let one = |rule: &str| times(&calendar(&event(&format!("DTSTART:20260907T150000\nRRULE:{rule}"))));
        let weekly = one("FREQ=WEEKLY");
        assert_eq!(weekly.len(), 261 + 1);
        assert_eq!(
            weekly.last().unwrap(),
            "W-REPEAT: 1 event of this calendar repeats without an end, or very often; 5 years or 1,000 dates were taken, the last on 1 Sep 2031."
        );
        assert_eq!(one("FREQ=SECONDLY").len(), 1000 + 1);
        assert_eq!(one("FREQ=DAILY;COUNT=4000000000").len(), 1000 + 1);
        for rule in ["FREQ=SOMETIMES", "FREQ=WEEKLY;BYHOUR=99", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"] {
            let told = one(rule);
            assert_eq!(told[0], "4: 7 Sep 2026 15:00 to  ", "{rule}");
            assert!(told[1].contains("cannot be followed"), "{rule}");
        }
    }

    #[test]
    fn what_cannot_be_counted_is_not_waited_for() {
        let events = |start: &str, length: &str, rule: &str, count: usize| {
            times(&calendar(
                &event(&format!("DTSTART:{start}\nDURATION:{length}\nRRULE:{rule}")).repeat(count),
            ))
        };
        assert_eq!(
            events("20260907T150000", "P999999999W", "FREQ=DAILY;COUNT=1", 1),
            ["4: 7 Sep 2026 15:00 to  "]
        );
        assert!(events("99991231T235959", "PT1H", "FREQ=DAILY", 1)[0].starts_with("4: "));
        assert!(events("20260907T150000", "PT1H", "FREQ=SOMETIMES", 21)[0].starts_with("E-ICS"));
        assert!(events("20260907T150000", "PT1H", "FREQ=DAILY", 201)[0].starts_with("E-LIMIT"));
    }

    #[test]
    fn a_cancelled_calendar_cancels_its_events() {
        let text = calendar(&event("DTSTART:20260907T150000\nSTATUS:CONFIRMED"));
        let status = |text: &str| shown(read_all(text.as_bytes()).0[0].cell(10));
        assert_eq!(status(&text), "CONFIRMED");
        assert_eq!(status(&text.replace("VERSION:2.0", "METHOD:CANCEL")), "CANCELLED");
        assert_eq!(status(&text.replace("CONFIRMED", "CANCELLED")), "CANCELLED");
    }

    #[test]
    fn a_calendar_is_known_and_counted_by_its_lines_however_they_end() {
        let text = calendar(&(event("DTSTART:20260907T150000") + &event("DTSTART:20260914T150000")));
        let expected = ["4: 7 Sep 2026 15:00 to  ", "8: 14 Sep 2026 15:00 to  "];
        for text in
            [text.clone(), format!("\u{feff}{text}"), text.replace('\n', "\r\n"), text.replace('\n', "\r")]
        {
            assert!(is_calendar(text.as_bytes()));
            assert_eq!(times(&text), expected);
        }
        let utf_16: Vec<u8> =
            "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert!(is_calendar(&utf_16));
        assert_eq!(read_all(&utf_16).0.len(), 2);
        assert!(!is_calendar(b"Subject,Start Date\nBEGIN:VCALENDAR"));
    }

    #[test]
    fn half_a_calendar_is_no_calendar() {
        let text = calendar(&(event("DTSTART:20260907T150000") + &event("DTSTART:20260914T150000")));
        for (at, _) in text.match_indices('\n').filter(|(at, _)| at + 1 < text.len()) {
            assert!(times(&text[..at])[0].starts_with("E-ICS"), "{at}");
        }
        assert_eq!(
            times(&text.replacen("END:VEVENT\n", "", 1)),
            ["E-ICS: This calendar is broken or was cut short: “END:VCALENDAR” closes nothing on line 11."]
        );
    }
}
