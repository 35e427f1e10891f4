//! The house layout as a school gets it to fill in: records and headers in the order of `layouts/house.toml`, which of
//! them a row needs, and the words a column knows.

use super::parse::word;
use super::settings;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// A record and its columns.
#[derive(Clone, Debug)]
pub struct Record {
    /// The record, `timetable`.
    pub name: String,
    /// Its columns, left to right.
    pub columns: Vec<Column>,
}

/// A column of a record.
#[derive(Clone, Debug)]
pub struct Column {
    /// The field, `pay_area`.
    pub field: String,
    /// The header we write, `Pay area`.
    pub heading: String,
    /// Whether a row needs it.
    pub need: Need,
    /// The words it knows, if there is a list of them.
    pub words: Option<Words>,
}

/// Whether a row needs a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// Every row.
    Always,
    /// One of these ways to say it: `Period, or Start and End`.
    OneOf(String),
    /// No row.
    No,
}

/// Words that a column knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// As a school should write them.
    pub all: Vec<String>,
    /// No other word can be read.
    pub closed: bool,
}

/// Fields that say what another column already says in another way; the blank pack asks for one of them.
const SAID_OTHERWISE: [&str; 4] = ["forename", "surname", "hours", "duration"];

/// As much of the layouts as is needed here.
#[derive(Default, Deserialize)]
struct Layouts {
    layout: Vec<House>,
}

#[derive(Deserialize)]
struct House {
    record: String,
    #[serde(default)]
    needs: Vec<String>,
    columns: BTreeMap<Spanned<String>, Vec<String>>,
}

/// The records of the house layout, in its order.
pub fn records() -> Vec<Record> {
    let all: Layouts = toml::from_str(include_str!("layouts/house.toml")).unwrap_or_default();
    all.layout.iter().map(record).collect()
}

/// Keys and values as they stand in the file.
fn in_order<T>(map: &BTreeMap<Spanned<String>, T>) -> Vec<(&str, &T)> {
    let mut all: Vec<_> = map.iter().collect();
    all.sort_by_key(|(key, _)| key.span().start);
    all.into_iter().map(|(key, value)| (key.get_ref().as_str(), value)).collect()
}

fn record(house: &House) -> Record {
    let columns: Vec<(&str, &str)> = in_order(&house.columns)
        .into_iter()
        .filter(|(field, _)| !SAID_OTHERWISE.contains(field))
        .map(|(field, headings)| (field, headings.first().map_or(field, String::as_str)))
        .collect();
    let needs = needs(&house.needs, &columns);
    Record {
        name: house.record.clone(),
        columns: columns
            .iter()
            .map(|(field, heading)| Column {
                field: (*field).to_owned(),
                heading: (*heading).to_owned(),
                need: needs.get(field).cloned().unwrap_or(Need::No),
                words: words(&house.record, field),
            })
            .collect(),
    }
}

/// What each group of `a | b + c` asks of the columns that are written.
fn needs<'a>(groups: &'a [String], columns: &[(&'a str, &str)]) -> BTreeMap<&'a str, Need> {
    let heading =
        |field: &str| columns.iter().find(|(known, _)| *known == field).map(|(_, heading)| *heading);
    let mut needs = BTreeMap::new();
    for group in groups {
        let mut ways: Vec<Vec<&str>> =
            group.split('|').map(|way| way.split('+').map(str::trim).collect()).collect();
        ways.retain(|way| way.iter().all(|field| heading(field).is_some()));
        let said: Vec<String> = ways
            .iter()
            .map(|way| way.iter().filter_map(|field| heading(field)).collect::<Vec<_>>().join(" and "))
            .collect();
        let need = if ways.len() == 1 { Need::Always } else { Need::OneOf(said.join(", or ")) };
        for field in ways.into_iter().flatten() {
            if needs.get(field) != Some(&Need::Always) {
                needs.insert(field, need.clone());
            }
        }
    }
    needs
}

fn words(record: &str, field: &str) -> Option<Words> {
    let (all, closed) = match (record, field) {
        ("school", "pay_area") => (word::firsts(word::PAY_AREAS), true),
        ("staff", "qts") => (word::firsts(word::YES_NO), false),
        ("induction" | "mentors", "programme") => (word::firsts(word::PROGRAMMES), true),
        ("periods" | "timetable", "week") => (vec!["A", "B", "C", "D"], true),
        ("periods" | "timetable", "day") => return Some(Words { all: weekdays(), closed: true }),
        ("periods", "teaching") | ("training", "attended") => (word::firsts(word::YES_NO), true),
        ("timetable", "activity") => (activities(), false),
        ("calendar", "kind") => (word::firsts(word::CALENDAR_KINDS), true),
        ("cover", "kind") => (word::firsts(word::COVER_KINDS), true),
        ("meetings", "kind") => (word::firsts(word::MEETING_KINDS), true),
        ("meetings", "status") => (word::firsts(word::STATUSES), true),
        ("training", "element") => ([word::firsts(word::ELEMENTS), vec!["other"]].concat(), false),
        ("reviews", "kind") => (word::firsts(word::REVIEW_KINDS), true),
        ("payments", "scheme") => (SCHEMES.to_vec(), false),
        _ => return None,
    };
    Some(Words { all: all.into_iter().map(str::to_owned).collect(), closed })
}

/// The two grants, in words by which they are known.
const SCHEMES: [&str; 2] = ["year 2 grant", "mentor training"];

/// Monday to Friday.
fn weekdays() -> Vec<String> {
    let capital = |day: &str| day[..1].to_uppercase() + &day[1..];
    word::DAYS.iter().take(5).map(|(day, _)| capital(day)).collect()
}

/// What the settings call activities; “taught” is “teaching”, said otherwise.
fn activities() -> Vec<&'static str> {
    settings::ACTIVITIES.iter().map(|(name, _)| *name).filter(|name| *name != "taught").collect()
}

#[cfg(test)]
mod tests {
    use super::super::{layout, vocabulary};
    use super::*;
    use crate::model::settings::Settings;

    fn column(record: &str, heading: &str) -> Column {
        let records = records();
        let record = records.iter().find(|one| one.name == record).unwrap();
        record.columns.iter().find(|one| one.heading == heading).unwrap().clone()
    }

    #[test]
    fn the_records_stand_in_the_order_of_the_layout() {
        let records = records();
        let names: Vec<&str> = records.iter().map(|record| record.name.as_str()).collect();
        assert_eq!(names.len(), 16);
        assert_eq!(names[..4], ["school", "staff", "service", "induction"]);
        let staff: Vec<&str> = records[1].columns.iter().map(|column| column.heading.as_str()).collect();
        assert_eq!(staff[..4], ["Staff code", "Name", "TRN", "Email"]);
    }

    #[test]
    fn headings_are_those_of_the_layout() {
        for record in records() {
            let layout = layout::Layouts::built_in()
                .all
                .iter()
                .find(|layout| layout.is_house() && layout.record == record.name)
                .unwrap();
            for column in &record.columns {
                assert_eq!(column.heading, layout.heading(&column.field));
            }
        }
    }

    #[test]
    fn what_a_row_needs_is_told_by_the_headings_that_are_written() {
        for (record, heading, need) in [
            ("staff", "Name", Need::Always),
            ("staff", "TRN", Need::No),
            ("timetable", "Period", Need::OneOf("Period, or Start and End".into())),
            ("meetings", "End", Need::OneOf("Start and End, or Minutes".into())),
            ("training", "Minutes", Need::OneOf("Minutes, or Start and End".into())),
        ] {
            assert_eq!(column(record, heading).need, need, "{record} {heading}");
        }
    }

    #[test]
    fn a_list_holds_the_words_that_are_understood() {
        assert_eq!(
            column("meetings", "Status").words.unwrap().all,
            ["held", "cancelled", "missed", "rescheduled"]
        );
        assert_eq!(column("timetable", "Day").words.unwrap().all[..2], ["Monday", "Tuesday"]);
        for scheme in SCHEMES {
            assert!(word::scheme(scheme).is_some(), "{scheme}");
        }
    }

    #[test]
    fn every_activity_offered_is_understood_as_the_settings_mean_it() {
        let vocabulary = vocabulary::Vocabulary::new(&Settings::default());
        for (name, meant) in settings::ACTIVITIES {
            let found = vocabulary.activity([Some(name), None, None, None], vocabulary::Classes::Words);
            assert_eq!((found.activity, found.unknown), (meant, None), "{name}");
        }
    }
}
