//! A blank pack: a workbook in the house layout, settings that are explained and switched off, and a page to read.

use crate::ingest::blank::{self, Need, Record};
use crate::run::{Error, TOOL};
use crate::write::xlsx::form::{Column, Entry, Form, Sheet, Value, write};
use crate::write::{self, fresh};
use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The settings, each explained and switched off.
const SETTINGS: &str = include_str!("../templates/pack/ringfence.toml");
const README: &str = include_str!("../templates/pack/README.md");
const SHEETS: &str = include_str!("../templates/pack/sheets.toml");

/// What `sheets.toml` says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    title: String,
    lines: Vec<String>,
    sheets: BTreeMap<String, About>,
}

/// What is said of a sheet.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    name: String,
    /// What a row of it is.
    #[serde(rename = "about")]
    row: String,
    columns: BTreeMap<String, Said>,
}

/// What is said of a column.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    #[serde(default)]
    is: String,
    #[serde(default)]
    note: String,
    example: String,
}

/// Writes a blank pack and gives the names of its files.
///
/// # Errors
/// If one of its files stands there already, or the file system refuses.
pub fn init(folder: &Path) -> Result<Vec<String>, Error> {
    let text = |text: &str| text.replace("\r\n", "\n").into_bytes();
    let files = [
        ("school.xlsx".to_owned(), write(&form()?)?),
        ("ringfence.toml".to_owned(), text(SETTINGS)),
        ("README.md".to_owned(), text(README)),
    ];
    fresh::put(folder, &files).map_err(write::Error::from)?;
    Ok(files.into_iter().map(|(name, _)| name).collect())
}

fn form() -> Result<Form, Error> {
    let words: Words = toml::from_str(SHEETS).map_err(|error| Error::Blank(error.to_string()))?;
    let sheets =
        blank::records().iter().map(|record| sheet(record, words.sheets.get(&record.name))).collect();
    Ok(Form { title: words.title, tool: TOOL.to_owned(), lines: words.lines, sheets })
}

fn sheet(record: &Record, about: Option<&About>) -> Sheet {
    let (name, text) = about.map_or((record.name.as_str(), ""), |about| (&about.name, &about.row));
    let nothing = Said::default();
    let columns = record.columns.iter().zip(0..).map(|(column, place)| {
        let said = about.and_then(|about| about.columns.get(&column.field)).unwrap_or(&nothing);
        let example = value(&said.is, &said.example);
        Column {
            header: column.heading.clone(),
            mark: match column.need {
                Need::Always => "needed",
                Need::OneOf(_) => "either/or",
                Need::No => "",
            },
            note: note(column, said),
            entry: entry(&said.is),
            words: column.words.as_ref().map_or_else(Vec::new, |words| words.all.clone()),
            closed: column.words.as_ref().is_some_and(|words| words.closed),
            example: if place == 0 { marked(&example) } else { example },
        }
    });
    Sheet { name: name.to_owned(), about: text.to_owned(), columns: columns.collect() }
}

/// What a note on a header says: whether it is needed, what goes in, and how it is written.
fn note(column: &blank::Column, said: &Said) -> String {
    let needed = match &column.need {
        Need::Always => "Needed on every row.".to_owned(),
        Need::OneOf(ways) => format!("Needed in one way: {ways}."),
        Need::No => String::new(),
    };
    let words = column.words.as_ref().map_or_else(String::new, |words| {
        let list = words.all.join(", ");
        if words.closed { format!("Choose: {list}.") } else { format!("For instance: {list}.") }
    });
    let written = match said.is.as_str() {
        "date" | "long-ago date" => "A date, such as 04/11/2026.",
        "time" => "A time, such as 09:05 or 13:20.",
        "minutes" => "Whole minutes, such as 60.",
        "fte" => "1 for full time, or the share worked, such as 0.6.",
        "trn" => "Teacher reference number: seven digits, zeros at the front kept.",
        "urn" => "Six digits.",
        "money" => "Pounds and pence, such as 1234.50.",
        _ => "",
    };
    let parts = [needed.as_str(), &said.note, &words, written];
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if said.is_empty() { "Text.".to_owned() } else { said.join(" ") }
}

fn entry(is: &str) -> Entry {
    match is {
        "date" => Entry::Date(2000),
        "long-ago date" => Entry::Date(1920),
        "time" => Entry::Time,
        "minutes" => Entry::Whole(1, 720),
        "number" => Entry::Decimal(0.0, 1000.0),
        "fte" => Entry::Decimal(0.0, 1.0),
        "trn" | "urn" => Entry::Digits,
        "money" => Entry::Money,
        _ => Entry::Text,
    }
}

fn value(is: &str, text: &str) -> Value {
    let read = match is {
        "date" | "long-ago date" => text.parse::<NaiveDate>().ok().map(Value::Date),
        "time" => NaiveTime::parse_from_str(text, "%H:%M").ok().map(Value::Time),
        "minutes" | "number" | "fte" | "money" => text.parse::<f64>().ok().map(Value::Number),
        _ => None,
    };
    match read {
        Some(value) => value,
        None if text.is_empty() => Value::Blank,
        None => Value::Text(text.to_owned()),
    }
}

/// The first cell says that the row is an example, which is never counted.
fn marked(value: &Value) -> Value {
    let shown = match value {
        Value::Blank => String::new(),
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Date(day) => day.format("%d/%m/%Y").to_string(),
        Value::Time(time) => time.format("%H:%M").to_string(),
    };
    Value::Text(format!("Example: {shown}").trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_told_about_and_no_other() {
        let words: Words = toml::from_str(SHEETS).unwrap();
        let records = blank::records();
        assert_eq!(words.sheets.len(), records.len());
        for record in records {
            let about = &words.sheets[&record.name];
            let told: Vec<&String> = about.columns.keys().collect();
            let mut fields: Vec<&String> = record.columns.iter().map(|column| &column.field).collect();
            fields.sort();
            assert_eq!(told, fields, "{}", record.name);
        }
    }

    #[test]
    fn a_kind_of_entry_and_its_example_agree() {
        let words: Words = toml::from_str(SHEETS).unwrap();
        for (name, said) in words.sheets.values().flat_map(|about| &about.columns) {
            let is_text = entry(&said.is) == Entry::Text;
            assert_eq!(is_text, said.is.is_empty(), "{name}: “{}” is no kind of entry", said.is);
            let read = value(&said.is, &said.example);
            let is_read = matches!(read, Value::Blank) || is_text || said.is.ends_with("rn");
            assert_ne!(is_read, matches!(read, Value::Number(_) | Value::Date(_) | Value::Time(_)), "{name}");
        }
    }

    #[test]
    fn a_closed_list_holds_its_example() {
        let words: Words = toml::from_str(SHEETS).unwrap();
        for record in blank::records() {
            for column in record.columns {
                let Some(list) = column.words.filter(|list| list.closed) else { continue };
                let example = &words.sheets[&record.name].columns[&column.field].example;
                assert!(example.is_empty() || list.all.contains(example), "{} {example}", record.name);
            }
        }
    }
}
