//! `calendar.ics`: a day for everything that is due, for the calendar of whoever does it. Nothing in it rings: when to be
//! reminded is for the owner of the calendar. The same run gives the same bytes, and a later one the same identity to
//! the same action, so that bringing it in again does not double it.

use super::Error;
use crate::model::text::visible_lines;
use crate::tables::schools::{Due, Todo};
use crate::tables::words;
use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarParameter, ICalendarParameterName,
    ICalendarParameterValue, ICalendarProperty as Property, ICalendarValue, ICalendarValueType,
};
use chrono::{Datelike, NaiveDate};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Its name.
pub const NAME: &str = "calendar.ics";

/// Longest subject and description, in characters; what is cut ends with a mark.
const LONGEST: usize = 400;

/// The actions that have a day; nothing if none has.
///
/// # Errors
/// Never in practice: memory takes every byte.
pub fn calendar(due: &[Due], tool: &str) -> Result<Option<String>, Error> {
    let events = Events::default().of(due)?;
    if events.is_empty() {
        return Ok(None);
    }
    let [before, after] = around(tool)?;
    Ok(Some([before, events, after].concat()))
}

/// What stands in a calendar before its events, and after them.
///
/// # Errors
/// As [`calendar`].
pub fn around(tool: &str) -> Result<[String; 2], Error> {
    let mut head = ICalendarComponent::new(ICalendarComponentType::VCalendar);
    head.add_property(Property::Version, text("2.0"));
    head.add_property(Property::Prodid, text(&format!("-//{tool}//EN")));
    head.add_property(Property::Calscale, text("GREGORIAN"));
    head.add_property(Property::Method, text("PUBLISH"));
    head.add_property(Property::Name, text("Early career teachers"));
    head.add_property(Property::Other("X-WR-CALNAME".to_owned()), text("Early career teachers"));
    let whole = written(head)?;
    let end = "END:VCALENDAR\r\n";
    let before = whole.strip_suffix(end).unwrap_or(&whole);
    Ok([before.to_owned(), end.to_owned()])
}

/// The events of one calendar.
#[derive(Debug, Default)]
pub struct Events {
    /// How many there were of each action, by the hash of what makes it the same one.
    seen: BTreeMap<[u8; 32], usize>,
}

impl Events {
    /// The next of them: of the actions that have a day.
    ///
    /// # Errors
    /// As [`calendar`].
    pub fn of(&mut self, due: &[Due]) -> Result<String, Error> {
        let mut events = String::new();
        for one in due {
            let Some(by) = one.todo.by else { continue };
            let key = key(one);
            let hash = Sha256::digest(key.as_bytes()).into();
            let nth = self.seen.entry(hash).and_modify(|n| *n += 1).or_insert(0);
            events.push_str(&written(event(one, by, &uid(&key, *nth)))?);
        }
        Ok(events)
    }
}

fn written(component: ICalendarComponent) -> Result<String, Error> {
    let mut out = String::new();
    ICalendar { components: vec![component] }.write_to(&mut out)?;
    Ok(out)
}

fn event(due: &Due, by: NaiveDate, uid: &str) -> ICalendarComponent {
    let Due { school, todo } = due;
    let mut event = ICalendarComponent::new(ICalendarComponentType::VEvent);
    event.add_uid(uid);
    event.add_dtstamp(PartialDateTime {
        hour: Some(0),
        minute: Some(0),
        second: Some(0),
        tz_hour: Some(0),
        tz_minute: Some(0),
        // The day the reports speak of, so that the same run gives the same bytes.
        ..date(school.as_of.unwrap_or(by))
    });
    for (name, day) in [(Property::Dtstart, Some(by)), (Property::Dtend, by.succ_opt())] {
        let kind = ICalendarParameterValue::Value(ICalendarValueType::Date);
        let whole_day = ICalendarParameter { name: ICalendarParameterName::Value, value: kind };
        if let Some(day) = day {
            let value = ICalendarValue::PartialDateTime(Box::new(date(day)));
            event.add_property_with_params(name, [whole_day], value);
        }
    }
    event.add_property(Property::Summary, text(&format!("{}: {}", school.name, todo.what)));
    event.add_property(Property::Description, text(&description(due)));
    // It is no appointment, and it names people.
    event.add_property(Property::Transp, text("TRANSPARENT"));
    event.add_property(Property::Class, text("PRIVATE"));
    event
}

fn description(Due { school, todo }: &Due) -> String {
    let Todo { rules, strength, who, .. } = todo;
    let mut lines = vec![words::stopped(&todo.what)];
    if !who.is_empty() {
        lines.push(format!("About: {}", who.join(", ")));
    }
    lines.push(format!("{strength}: {}", rules.join(", ")));
    let urn = school.urn.as_ref().map(|urn| format!(", URN {urn}")).unwrap_or_default();
    lines.push(format!("{}{urn}. The reasons stand in the school’s report.", school.name));
    lines.join("\n")
}

/// What makes an action the same one in a later run: the school, the term, the people and the rules; not its day.
fn key(Due { school, todo }: &Due) -> String {
    let whose = school.urn.as_ref().unwrap_or(&school.name);
    [whose.as_str(), &school.term, &todo.who.join("\n"), &todo.rules.join(" ")].join("\u{0}")
}

fn uid(key: &str, nth: usize) -> String {
    let hash = base16ct::lower::encode_string(&Sha256::digest(format!("{key}\u{0}{nth}").as_bytes()));
    format!("{}@ringfence", &hash[..32])
}

fn date(day: NaiveDate) -> PartialDateTime {
    PartialDateTime {
        year: u16::try_from(day.year()).ok(),
        month: u8::try_from(day.month()).ok(),
        day: u8::try_from(day.day()).ok(),
        ..PartialDateTime::default()
    }
}

/// Text that stays text: the library escapes what separates, and nothing acts on whatever shows it.
fn text(words: &str) -> ICalendarValue {
    let words = visible_lines(words).replace("\r\n", "\n");
    let mut cut: String = words.chars().take(LONGEST).collect();
    if cut.len() < words.len() {
        cut.push('…');
    }
    ICalendarValue::Text(cut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::schools::School;

    fn day(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, m, d).unwrap()
    }

    fn todo(what: &str, by: Option<NaiveDate>) -> Todo {
        Todo {
            by,
            what: what.to_owned(),
            who: vec!["Amara Okafor".to_owned()],
            rules: vec!["PT01".to_owned(), "PT03".to_owned()],
            strength: "Breach".to_owned(),
        }
    }

    fn of(todos: &[Todo], term: &str) -> String {
        let (name, term) = ("Alderbrook; Academy, North".to_owned(), term.to_owned());
        let school = School { name, term, as_of: Some(day(11, 27)), ..School::default() };
        let due: Vec<Due> = todos.iter().map(|todo| Due { school: &school, todo }).collect();
        calendar(&due, "ringfence 0.1.0").unwrap().unwrap_or_default()
    }

    /// Lines as RFC 5545 unfolds them.
    fn unfolded(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn an_action_becomes_a_whole_day_that_rings_no_bell() {
        let lines = unfolded(&of(&[todo("Release Amara Okafor", Some(day(12, 4)))], "Autumn 2026"));
        for line in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "METHOD:PUBLISH",
            "BEGIN:VEVENT",
            "DTSTAMP:20261127T000000Z",
            "DTSTART;VALUE=DATE:20261204",
            "DTEND;VALUE=DATE:20261205",
            "SUMMARY:Alderbrook\\; Academy\\, North: Release Amara Okafor",
            "TRANSP:TRANSPARENT",
            "CLASS:PRIVATE",
            "END:VEVENT",
            "END:VCALENDAR",
        ] {
            assert_eq!(lines.iter().filter(|found| *found == line).count(), 1, "{line} in {lines:#?}");
        }
        assert!(!lines.iter().any(|line| line.contains("VALARM")));
    }

    #[test]
    fn lines_end_as_the_standard_says_and_none_is_longer_than_75_bytes() {
        let long = "Löse Unterrichtsstunden 🐟 ".repeat(30);
        let text = of(&[todo(&long, Some(day(12, 4)))], "Autumn 2026");
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        assert!(text.ends_with("END:VCALENDAR\r\n"), "{text}");
        let longest = text.split("\r\n").map(str::len).max();
        assert!(longest.is_some_and(|bytes| bytes <= 75), "{longest:?}");
    }

    #[test]
    fn nothing_in_a_name_becomes_a_line_of_its_own() {
        let text = of(&[todo("x\r\nBEGIN:VALARM\nACTION:AUDIO\\,;", Some(day(12, 4)))], "Autumn 2026");
        let lines = unfolded(&text);
        assert!(
            !lines.iter().any(|line| line.starts_with("BEGIN:VALARM") || line.starts_with("ACTION")),
            "{text}"
        );
        assert_eq!(lines.iter().filter(|line| line.starts_with("BEGIN:")).count(), 2);
    }

    #[test]
    fn the_same_action_keeps_its_identity_when_its_day_moves_and_no_two_share_one() {
        let ids = |todos: &[Todo], term: &str| -> Vec<String> {
            unfolded(&of(todos, term)).into_iter().filter(|line| line.starts_with("UID:")).collect()
        };
        let (early, late) = (todo("Release", Some(day(12, 4))), todo("Release", Some(day(12, 11))));
        assert_eq!(
            ids(std::slice::from_ref(&early), "Autumn 2026"),
            ids(std::slice::from_ref(&late), "Autumn 2026")
        );
        assert_ne!(
            ids(std::slice::from_ref(&early), "Autumn 2026"),
            ids(std::slice::from_ref(&early), "Spring 2027")
        );
        let two = ids(&[early, late], "Autumn 2026");
        assert!(two.len() == 2 && two[0] != two[1], "{two:?}");
    }

    #[test]
    fn events_that_come_in_two_goes_are_as_if_they_had_come_in_one() {
        let todos = [todo("Release", Some(day(12, 4))), todo("Release", Some(day(12, 11)))];
        let school = School::default();
        let due = todos.each_ref().map(|todo| Due { school: &school, todo });
        let mut events = Events::default();
        let two = [events.of(&due[..1]).unwrap(), events.of(&due[1..]).unwrap()].concat();
        assert_eq!(two, Events::default().of(&due).unwrap());
    }

    #[test]
    fn what_has_no_day_stands_in_no_calendar() {
        assert_eq!(of(&[todo("When you can", None)], "Autumn 2026"), "");
    }
}
