//! `findings.csv`: everything noticed while reading and judging, one line a place, for a spreadsheet.

use super::key::OfSchool;
use super::{Error, json};
use crate::model::finding::{Finding, Level};
use crate::model::pseudonyms::Secret;
use crate::model::school::School;
use crate::model::text::{begins_like_a_formula, visible_lines};
use crate::tables::schools::Due;

const HEADERS: [&str; 9] =
    ["School", "URN", "Level", "Code", "File", "Sheet", "Cell", "Message", "What to do"];

/// How the file begins: its headers. The mark at the front tells Excel that this is UTF-8.
///
/// # Errors
/// Never in practice: memory takes every byte.
pub fn start() -> Result<String, Error> {
    let mut rows = quoting(Vec::new());
    rows.write_record(HEADERS)?;
    text(rows).map(|headers| format!("\u{feff}{headers}"))
}

const ACTIONS: [&str; 8] =
    ["By", "School", "URN", "Do this", "Who it is about", "Rule", "Strength", "Report"];

/// How `actions.csv` begins, which says what to do in every school: its headers, as [`start`].
///
/// # Errors
/// As [`start`].
pub fn start_of_actions() -> Result<String, Error> {
    let mut rows = quoting("\u{feff}".as_bytes().to_vec());
    rows.write_record(ACTIONS)?;
    text(rows)
}

/// The next lines of it, one an action. A day is written so that any program sorts it.
///
/// # Errors
/// As [`start`].
pub fn actions(due: &[Due]) -> Result<String, Error> {
    let mut rows = quoting(Vec::new());
    for Due { school, todo } in due {
        rows.write_record(
            [
                todo.by.map(|by| by.to_string()).unwrap_or_default().as_str(),
                &school.name,
                school.urn.as_deref().unwrap_or_default(),
                &todo.what,
                &todo.who.join(", "),
                &todo.rules.join(", "),
                &todo.strength,
                &school.opens().unwrap_or_default(),
            ]
            .map(inert),
        )?;
    }
    text(rows)
}

/// The lines of one school. A finding without a place still gets its line.
///
/// # Errors
/// As [`start`].
pub fn findings(school: &School, findings: &[Finding]) -> Result<String, Error> {
    let urn = school.about.urn.value.as_deref().unwrap_or_default();
    let mut rows = quoting(Vec::new());
    for finding in findings {
        let mut places: Vec<json::At> =
            finding.at.iter().map(|place| json::at(*place, &school.sources)).collect();
        if places.is_empty() {
            places.push(json::At::default());
        }
        for place in places {
            rows.write_record(
                [
                    school.name(),
                    urn,
                    level(finding.level),
                    finding.code,
                    &place.file,
                    &place.sheet,
                    &place.cell,
                    &finding.message,
                    &finding.help,
                ]
                .map(inert),
            )?;
        }
    }
    text(rows)
}

fn text(rows: csv::Writer<Vec<u8>>) -> Result<String, Error> {
    let bytes = rows.into_inner().map_err(|e| Error::Csv(e.into_error().into()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Every field in quotes: a program that takes another separator for the comma must not find a field inside a field.
fn quoting(start: Vec<u8>) -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(start)
}

/// Someone's lines as they were, but inert, all of one length, and a last column of our own.
///
/// # Errors
/// As [`start`].
pub fn with_last_column(lines: &[(Vec<String>, String)]) -> Result<Vec<u8>, Error> {
    let width = lines.iter().map(|(fields, _)| fields.len()).max().unwrap_or(0);
    // Excel takes a file for UTF-8 only if it begins with this mark.
    let start = "\u{feff}".as_bytes().to_vec();
    let mut rows = quoting(start);
    for (fields, last) in lines {
        let padding = std::iter::repeat_n("", width - fields.len());
        let line = fields.iter().map(String::as_str).chain(padding).chain([last.as_str()]);
        rows.write_record(line.map(inert))?;
    }
    rows.into_inner().map_err(|e| Error::Csv(e.into_error().into()))
}

/// The key to the pseudonyms of a run.
///
/// # Errors
/// As [`start`].
pub fn key(schools: &[OfSchool]) -> Result<String, Error> {
    let mut rows = quoting(Vec::new());
    rows.write_record(["School", "URN", "Pseudonym", "Stands for", "Name", "TRN"])?;
    for of in schools {
        let urn = of.urn.as_deref().unwrap_or_default();
        for secret in &of.secrets {
            let Secret { pseudonym, stands_for, name, trn } = secret;
            rows.write_record([of.school.as_str(), urn, pseudonym, stands_for, name, trn].map(inert))?;
        }
    }
    text(rows).map(|lines| format!("\u{feff}{lines}"))
}

/// As a reader calls it.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "Error",
        Level::Warning => "Warning",
        Level::Note => "Note",
    }
}

/// A spreadsheet must not run what begins like a formula.
fn inert(text: &str) -> String {
    let text = visible_lines(text);
    if begins_like_a_formula(&text) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_as_they_were_but_nothing_in_them_runs() {
        let lines = [
            (vec!["=1".to_owned(), " a".to_owned()], "=2".to_owned()),
            (vec!["said \"no\"".to_owned()], String::new()),
        ];
        let text = String::from_utf8(with_last_column(&lines).unwrap()).unwrap();
        assert_eq!(text, "\u{feff}\"'=1\",\" a\",\"'=2\"\r\n\"said \"\"no\"\"\",\"\",\"\"\r\n");
    }

    #[test]
    fn actions_stand_a_line_each_and_nothing_in_them_runs() {
        use crate::tables::schools::{School, Todo};
        let todo = Todo {
            by: chrono::NaiveDate::from_ymd_opt(2026, 12, 4),
            what: "=HYPERLINK(1)".to_owned(),
            who: vec!["Amara Okafor".to_owned(), "Priya \"P\" Raman".to_owned()],
            rules: vec!["PT01".to_owned()],
            strength: "Breach".to_owned(),
        };
        let school = School {
            name: "Alderbrook".into(),
            folder: "1-a".into(),
            reports: vec!["head.html".into()],
            ..School::default()
        };
        let lines = actions(&[Due { school: &school, todo: &todo }]).unwrap();
        let text = [start_of_actions().unwrap(), lines].concat();
        let line = "\"2026-12-04\",\"Alderbrook\",\"\",\"'=HYPERLINK(1)\",\"Amara Okafor, Priya \"\"P\"\" Raman\",\
                    \"PT01\",\"Breach\",\"1-a/head.html\"";
        assert_eq!(text.lines().nth(1), Some(line));
        assert!(text.starts_with('\u{feff}') && text.ends_with("\r\n"));
    }

    #[test]
    fn what_begins_like_a_formula_is_quoted() {
        assert_eq!(inert("=1+1"), "'=1+1");
        assert_eq!(inert("-5 minutes"), "'-5 minutes");
        assert_eq!(inert("\t=1"), "'\t=1");
        assert_eq!(inert("Smith-Jones"), "Smith-Jones");
        assert_eq!(inert("a\u{1b}[2J"), "aU+001B[2J");
    }
}
