//! The XML of aSc TimeTables → [`Sheet`]: one row for each teacher of a placed card, each of its periods, days and weeks.
//!
//! A lesson says who teaches whom what; a card places one meeting of a lesson on a period, days and weeks. The row of the
//! sheet is the line of the card, so a figure leads to it.

mod export;

use super::notes::{Refusal, Remark};
use super::sheet::Sheet;
use super::shelter::sheltered;
use encoding_rs::{Encoding, UTF_8};
use export::{Export, Placed, row};
use roxmltree::{Document, Error, ParsingOptions};

const HEADINGS: [&str; 10] =
    ["Teacher", "Teacher name", "Day", "Period", "Start", "End", "Week", "Class", "Subject", "Room"];
/// Most rows that are read, as of a text file.
const ROWS: usize = 200_000;
/// Bytes at the top among which the first element stands.
const HEAD: usize = 4096;

/// True for a timetable as aSc TimeTables exports it, whatever the file is called.
pub fn is_timetable(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let (head, _) = encoding(head).decode_with_bom_removal(head);
    let head = head.trim_start();
    let Some((before, root)) = head.split_once("<timetable") else { return false };
    let tag = root.split('>').next().unwrap_or_default();
    let starts = before.is_empty() || before.starts_with("<?xml") || before.starts_with("<!");
    let ours = ["ascttversion", "aSc Timetables", "importtype"].iter().any(|word| tag.contains(word));
    starts && root.starts_with([' ', '\t', '\r', '\n', '>']) && (ours || root.contains("<cards"))
}

/// The cards of the timetable, and what to say of those that are no rows.
///
/// # Errors
/// `E-DOCTYPE` if it declares a document type, `E-ENCODING` if its letters cannot be decoded, `E-XML` if it is no
/// complete XML, `E-FORMAT` if it has no cards or is of the older form, `E-LIMIT` if it is larger than any school's.
pub fn read(bytes: &[u8]) -> Result<(Sheet, Vec<Remark>), Refusal> {
    let text = decode(bytes)?;
    sheltered(|| sheet(&text)).unwrap_or_else(|| {
        Err(Refusal::new(
            "E-READER-STOPPED",
            "This timetable is damaged in a way that stopped the reader.",
            AGAIN,
        ))
    })
}

const AGAIN: &str = "Export it again from aSc TimeTables as “aSc Timetables 2012 XML”.";

/// By the mark at the start, else by the declaration, else UTF-8.
fn encoding(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    // A declaration that can be read as it stands is not UTF-16, whatever it says.
    let declared = declared(bytes).and_then(|name| Encoding::for_label(name.as_bytes()));
    declared.filter(|encoding| encoding.is_ascii_compatible()).unwrap_or(UTF_8)
}

/// The name of the encoding in `<?xml version="1.0" encoding="windows-1250"?>`.
fn declared(bytes: &[u8]) -> Option<String> {
    let line: Vec<u8> = bytes.iter().copied().take(200).take_while(|b| *b != b'>').collect();
    let line = String::from_utf8_lossy(&line).into_owned();
    let rest = line.trim_start().strip_prefix("<?xml")?.split_once("encoding")?.1;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next().map(str::to_owned)
}

fn decode(bytes: &[u8]) -> Result<String, Refusal> {
    if let (None, Some(name)) = (Encoding::for_bom(bytes), declared(bytes))
        && Encoding::for_label(name.as_bytes()).is_none()
    {
        let message = format!(
            "This file says that it is stored as “{name}”, which is no known way of storing letters."
        );
        return Err(Refusal::new("E-ENCODING", message, AGAIN));
    }
    let encoding = encoding(bytes);
    let (text, broken) = encoding.decode_with_bom_removal(bytes);
    if broken {
        let message = format!(
            "This file says that it is stored as {}, but some of its letters are not.",
            encoding.name()
        );
        return Err(Refusal::new("E-ENCODING", message, AGAIN));
    }
    Ok(text.into_owned())
}

fn sheet(text: &str) -> Result<(Sheet, Vec<Remark>), Refusal> {
    // Without a document type there are no entities, so the tree is never larger than the text.
    let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| refusal(&error, text))?;
    let export = Export::new(text, &document)?;
    let mut sheet = Sheet { name: Some("cards".to_owned()), ..Sheet::default() };
    sheet.rows.push(row(0, HEADINGS));
    let (mut unplaced, mut partly) = (0_u64, 0_u64);
    let too_many = || {
        Refusal::new(
            "E-LIMIT",
            "This timetable has more than 200,000 lessons, or one on more days than any school has.",
            "If this is the right file, export one part of the school at a time.",
        )
    };
    for card in &export.cards {
        match export.placed(*card) {
            Placed::Rows(rows) => sheet.rows.extend(rows),
            Placed::Nowhere => unplaced += 1,
            Placed::SomeTerms => partly += 1,
            Placed::TooMany => return Err(too_many()),
        }
        if sheet.rows.len() > ROWS {
            return Err(too_many());
        }
    }
    let mut remarks = Vec::new();
    let cards = |count: u64| if count == 1 { "1 card".to_owned() } else { format!("{count} cards") };
    if unplaced > 0 {
        let is = if unplaced == 1 { "is" } else { "are" };
        remarks.push(Remark::new(
            "W-UNPLACED",
            format!(
                "{} of this timetable {is} on no day or period, and so in nobody’s week.",
                cards(unplaced)
            ),
            "Place them in aSc TimeTables and export again, if they are taught.",
        ));
    }
    if partly > 0 {
        let (hold, was) = if partly == 1 { ("holds", "it was") } else { ("hold", "they were") };
        remarks.push(Remark::new(
            "W-TERMS",
            format!(
                "{} of this timetable {hold} in some terms of the year only; {was} not read.",
                cards(partly)
            ),
            "Export the timetable of one term at a time.",
        ));
    }
    Ok((sheet, remarks))
}

fn refusal(error: &Error, text: &str) -> Refusal {
    if matches!(error, Error::DtdDetected) {
        return Refusal::new(
            "E-DOCTYPE",
            "This XML file declares a document type, in which texts of any size can hide; no timetable needs one.",
            AGAIN,
        );
    }
    let message = if matches!(error, Error::UnexpectedEndOfStream | Error::UnclosedRootNode) {
        format!(
            "This XML file was cut short: it ends at line {}, in the middle of the timetable.",
            text.lines().count()
        )
    } else {
        let at = error.pos();
        format!("This XML file is broken: it cannot be read on from line {}, character {}.", at.row, at.col)
    };
    Refusal::new("E-XML", message, AGAIN)
}

#[cfg(test)]
mod tests {
    use super::super::parse::shown;
    use super::super::sheet::Row;
    use super::*;

    /// Two weeks, Monday and Tuesday; TOK and ABA teach; cards from line 20.
    fn file(lessons: &str, cards: &str) -> String {
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<timetable importtype="database" options="idprefix:XML" displayname="aSc Timetables 2012 XML">
<periods columns="name,short,period,starttime,endtime">
<period name="Reg" short="R" period="0" starttime="8:40" endtime="9:00"/>
<period name="P1" short="1" period="1" starttime="9:00" endtime="10:00"/>
<period name="P2" short="2" period="2" starttime="10:00" endtime="11:00"/>
</periods>
<daysdefs><daysdef name="Any day" days="10,01"/><daysdef name="Every day" days="11"/>
<daysdef name="Monday" short="Mo" days="10"/><daysdef name="Tuesday" short="Tu" days="01"/></daysdefs>
<weeksdefs><weeksdef name="All weeks" weeks="11"/><weeksdef name="Week A" short="A" weeks="10"/>
<weeksdef name="Week B" short="B" weeks="01"/></weeksdefs>
<subjects><subject id="S1" name="Mathematics" short="Ma"/></subjects>
<teachers><teacher id="T1" firstname="Tomi" lastname="Okafor" short="TOK"/>
<teacher id="T2" name="Ann Barr" short="ABA"/></teachers>
<classrooms><classroom id="R1" name="Room 4" short="4"/></classrooms>
<classes><class id="C1" name="9A"/><class id="C2" name="9B"/></classes>
<lessons>
{lessons}
</lessons><cards>
{cards}
</cards></timetable>
"#
        )
    }

    fn told(bytes: &[u8]) -> Vec<String> {
        match read(bytes) {
            Ok((sheet, remarks)) => {
                let line = |row: &Row| {
                    let cells: Vec<String> = (0..10).map(|col| shown(row.cell(col))).collect();
                    format!("{}: {}", row.index + 1, cells.join("|"))
                };
                let remark = |remark: &Remark| format!("{}: {}", remark.code, remark.message);
                sheet.rows[1..].iter().map(line).chain(remarks.iter().map(remark)).collect()
            }
            Err(refusal) => vec![format!("{}: {}", refusal.code, refusal.message)],
        }
    }

    const LESSON: &str = r#"<lesson id="L1" classids="C1" subjectid="S1" periodspercard="1" teacherids="T1" classroomids="R1"/>"#;

    #[test]
    fn a_card_is_a_row_for_each_teacher_day_and_week() {
        let lesson = r#"<lesson id="L1" classids="C1,C2" subjectid="S1" teacherids="T1,T2"/>"#;
        let cards = r#"<card lessonid="L1" classroomids="R1" period="1" weeks="11" days="10"/>
<card lessonid="L1" classroomids="" period="2" weeks="01" days="11"/>"#;
        assert_eq!(
            told(file(lesson, cards).as_bytes()),
            [
                "20: TOK|Tomi Okafor|Monday|P1|9:00|10:00||9A, 9B|Mathematics|Room 4",
                "20: ABA|Ann Barr|Monday|P1|9:00|10:00||9A, 9B|Mathematics|Room 4",
                "21: TOK|Tomi Okafor|Monday|P2|10:00|11:00|Week B|9A, 9B|Mathematics|",
                "21: TOK|Tomi Okafor|Tuesday|P2|10:00|11:00|Week B|9A, 9B|Mathematics|",
                "21: ABA|Ann Barr|Monday|P2|10:00|11:00|Week B|9A, 9B|Mathematics|",
                "21: ABA|Ann Barr|Tuesday|P2|10:00|11:00|Week B|9A, 9B|Mathematics|",
            ]
        );
    }

    #[test]
    fn a_double_lesson_is_two_periods_also_where_each_has_a_card() {
        let lesson =
            |a_week: &str| LESSON.replace(r#"card="1""#, &format!(r#"card="2" periodsperweek="{a_week}""#));
        let periods = |a_week: &str, cards: &str| -> Vec<String> {
            let rows = told(file(&lesson(a_week), cards).as_bytes());
            rows.iter().map(|row| row.split('|').skip(3).take(4).collect::<Vec<_>>().join(" ")).collect()
        };
        let card = |period: &str, weeks: &str| {
            format!(r#"<card lessonid="L1" period="{period}" weeks="{weeks}" days="10"/>"#)
        };
        assert_eq!(periods("2.0", &card("0", "11")), ["Reg 8:40 9:00 ", "P1 9:00 10:00 "]);
        assert_eq!(
            periods("1.0", &card("1", "10")),
            ["P1 9:00 10:00 Week A", "P2 10:00 11:00 Week A"],
            "fortnightly"
        );
        let both = card("1", "11") + &card("2", "11");
        assert_eq!(periods("2.0", &both), ["P1 9:00 10:00 ", "P2 10:00 11:00 "], "a card for each period");
        assert_eq!(
            periods("2.0", &card("2", "11")),
            ["P2 10:00 11:00 ", "3   "],
            "past the last period of the file"
        );
    }

    #[test]
    fn what_the_file_leaves_open_is_told_and_not_guessed() {
        let lessons = r#"<lesson id="L1" classids="C1" subjectid="S1" teacherids=""/>
<lesson id="L2" classids="C9" subjectid="S1" teacherids="T9"/>"#;
        let cards = r#"<card lessonid="L1" period="1" weeks="11" days="10"/>
<card lessonid="L2" period="1" weeks="11" days="001"/>
<card lessonid="L7" period="1" days="10"/>
<card lessonid="L1" period="" weeks="" days=""/>
<card lessonid="L2" period="1" weeks="11" days="10" terms="10"/>"#;
        assert_eq!(
            told(file(lessons, cards).as_bytes()),
            [
                "21: ||Monday|P1|9:00|10:00||9A|Mathematics|",
                "22: T9||Day 3|P1|9:00|10:00||C9|Mathematics|",
                "23: L7||Monday|P1|9:00|10:00||||",
                "W-UNPLACED: 1 card of this timetable is on no day or period, and so in nobody’s week.",
                "W-TERMS: 1 card of this timetable holds in some terms of the year only; it was not read.",
            ]
        );
    }

    #[test]
    fn letters_are_decoded_as_the_file_says() {
        let text = file(LESSON, r#"<card lessonid="L1" period="1" days="10"/>"#).replace("Tomi", "Zoë");
        let row = "20: TOK|Zoë Okafor|Monday|P1|9:00|10:00||9A|Mathematics|Room 4";
        let as_1252 = |declared: &str| {
            encoding_rs::WINDOWS_1252.encode(&text.replace("UTF-8", declared)).0.into_owned()
        };
        let utf_16: Vec<u8> =
            "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [
            text.clone().into_bytes(),
            format!("\u{feff}{text}").into_bytes(),
            text.replace("UTF-8", "utf-16").into_bytes(),
            as_1252("windows-1252"),
            utf_16,
        ] {
            assert!(is_timetable(&bytes));
            assert_eq!(told(&bytes), [row]);
        }
        assert!(told(&as_1252("UTF-8"))[0].starts_with("E-ENCODING"));
        assert!(told(&as_1252("letters"))[0].starts_with("E-ENCODING"));
    }

    #[test]
    fn what_is_no_plain_and_whole_timetable_is_refused() {
        let whole = file(LESSON, r#"<card lessonid="L1" period="1" days="10"/>"#);
        assert_eq!(
            told(&whole.as_bytes()[..whole.len() - 30]),
            ["E-XML: This XML file was cut short: it ends at line 20, in the middle of the timetable."]
        );
        let typed = whole.replace("?>\n", "?>\n<!DOCTYPE timetable [<!ENTITY a \"aaaa\">]>\n");
        assert!(is_timetable(typed.as_bytes()));
        assert!(told(typed.as_bytes())[0].starts_with("E-DOCTYPE"));
        assert!(told(whole.replace("Tomi", "&a;").as_bytes())[0].starts_with("E-XML"));
        let older = file(LESSON, r#"<card lessonid="L1" period="1" day="0"/>"#);
        assert!(told(older.as_bytes())[0].starts_with("E-FORMAT"));
        let long = whole.replace(r#"days="10""#, &format!(r#"days="{}""#, "1".repeat(100_000)));
        assert!(told(long.as_bytes())[0].starts_with("E-LIMIT"));
        let deep = whole.replace("<cards>", &"<a>".repeat(200_000));
        assert!(told(deep.as_bytes())[0].starts_with("E-XML"));
    }

    #[test]
    fn another_xml_is_no_timetable() {
        assert!(is_timetable(b"<timetable ascttversion=\"2021.6.2\">"));
        assert!(!is_timetable(b"<?xml version=\"1.0\"?><timetables ascttversion=\"1\">"));
        assert!(!is_timetable(b"<?xml version=\"1.0\"?><timetable><row/></timetable>"));
        assert!(!is_timetable(b"Teacher,Day\n<timetable importtype=\"\">"));
    }
}
