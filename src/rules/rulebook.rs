//! The rulebook: every number of law, guidance and programmes, with the days it holds and the clause it comes from.
//! A day that no entry covers is refused, never guessed from its neighbours.

use super::{CannotTell, Settle};
use crate::model::figure::{Clause, Evidence, Figure};
use crate::model::units::{Ratio, Unit};
use chrono::NaiveDate;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

const FAMILIES: [(&str, &str); 6] = [
    ("protected_time.toml", include_str!("protected_time.toml")),
    ("mentoring.toml", include_str!("mentoring.toml")),
    ("training.toml", include_str!("training.toml")),
    ("induction.toml", include_str!("induction.toml")),
    ("reviews.toml", include_str!("reviews.toml")),
    ("funding.toml", include_str!("funding.toml")),
];

/// The month in which the values of this edition were last checked.
const EDITION: &str = "2026-11";

/// Why a rulebook could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not the expected shape.
    #[error("{file}: {message}")]
    Shape {
        /// The family's file.
        file: String,
        /// What is wrong.
        message: String,
    },
}

/// A value and the days it holds.
#[derive(Clone, Debug)]
pub struct Dated {
    /// What it is, in words.
    pub what: String,
    /// Its unit, or `list`.
    pub unit: String,
    /// Entries, earliest first.
    pub entries: Vec<Entry>,
}

/// One value from one day on.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The value as written.
    pub text: String,
    /// Last day, if it was replaced by a different regime.
    pub until: Option<NaiveDate>,
    /// Clause; its `in_force` is the first day.
    pub clause: Arc<Clause>,
}

/// All dated values, by name.
#[derive(Clone, Debug)]
pub struct Rulebook {
    values: BTreeMap<String, Dated>,
    hash: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawValue {
    what: String,
    unit: String,
    from: Vec<RawEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    date: NaiveDate,
    until: Option<NaiveDate>,
    value: String,
    rule: String,
    title: String,
    para: String,
    url: String,
    quote: String,
    evidence: Evidence,
    checked: NaiveDate,
    note: String,
}

impl Rulebook {
    /// The edition that comes with the program.
    ///
    /// # Errors
    /// If a family's file is not of the expected shape; a test makes sure that it is.
    pub fn embedded() -> Result<Rulebook, Error> {
        let mut values = BTreeMap::new();
        let mut hash = Sha256::new();
        for (file, text) in FAMILIES {
            let shape = |message: String| Error::Shape { file: file.to_owned(), message };
            let family: BTreeMap<String, RawValue> =
                toml::from_str(text).map_err(|e| shape(e.to_string()))?;
            for (name, raw) in family {
                values.insert(name.clone(), Dated::new(raw).map_err(|m| shape(format!("{name}: {m}")))?);
            }
            hash.update(file);
            hash.update(text);
        }
        Ok(Rulebook { values, hash: hex(&hash.finalize()) })
    }

    /// `2026-11`.
    pub fn edition(&self) -> &'static str {
        EDITION
    }

    /// SHA-256 of all families, in lower-case hex.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Names and values, by name.
    pub fn values(&self) -> impl Iterator<Item = (&str, &Dated)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The entry of a value on a day.
    ///
    /// # Errors
    /// If no entry covers the day.
    pub fn entry(&self, name: &str, day: NaiveDate) -> Result<&Entry, CannotTell> {
        let Some(dated) = self.values.get(name) else {
            return Err(CannotTell {
                why: format!("the rulebook has no value named {name}"),
                settle: vec![Settle::Do(format!("Add {name} to the rulebook"))],
            });
        };
        dated.on(day).ok_or_else(|| CannotTell {
            why: format!("the rulebook does not say what {} is on {}", dated.what, day.format("%-d %B %Y")),
            settle: vec![Settle::Do(format!(
                "Check the date; rulebook {EDITION} holds {} from {}",
                dated.what,
                dated.entries.first().map_or(day, |e| e.clause.in_force).format("%-d %B %Y")
            ))],
        })
    }

    /// The value on a day, as a figure.
    ///
    /// # Errors
    /// If no entry covers the day.
    pub fn on<U: Unit>(&self, name: &str, day: NaiveDate) -> Result<Figure<U>, CannotTell> {
        let entry = self.entry(name, day)?;
        let dated = &self.values[name];
        let value =
            Ratio::parse(&entry.text).filter(|_| dated.unit == U::NAME).ok_or_else(|| CannotTell {
                why: format!("the rulebook’s {name} is not a number of {}", U::NAME),
                settle: vec![Settle::Do(format!("Correct {name} in the rulebook"))],
            })?;
        Ok(Figure::ruled(value, dated.what.clone(), Arc::clone(&entry.clause)))
    }
}

/// Lower-case hex.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Dated {
    fn new(raw: RawValue) -> Result<Dated, String> {
        let mut entries: Vec<Entry> = Vec::new();
        for e in raw.from {
            if raw.unit != "list" && Ratio::parse(&e.value).is_none() {
                return Err(format!("“{}” is not a number", e.value));
            }
            if entries.last().is_some_and(|last| last.clause.in_force >= e.date) {
                return Err("entries are not in order of date".to_owned());
            }
            let clause = Clause {
                rule: e.rule,
                title: e.title,
                para: e.para,
                url: e.url,
                in_force: e.date,
                quote: e.quote,
                evidence: e.evidence,
                checked: e.checked,
                note: e.note,
            };
            entries.push(Entry { text: e.value, until: e.until, clause: Arc::new(clause) });
        }
        if entries.is_empty() {
            return Err("no entry".to_owned());
        }
        Ok(Dated { what: raw.what, unit: raw.unit, entries })
    }

    /// The entry in force on a day, if any.
    pub fn on(&self, day: NaiveDate) -> Option<&Entry> {
        self.entries
            .iter()
            .rev()
            .find(|entry| entry.clause.in_force <= day)
            .filter(|entry| entry.until.is_none_or(|until| day <= until))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::units::{Minutes, Share};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_training_regime_changes_on_1_september_2025() {
        let book = Rulebook::embedded().unwrap();
        for (start, minutes) in [("2025-08-31", 2160), ("2025-09-01", 1200)] {
            let figure = book.on::<Minutes>("training_minutes", day(start)).unwrap();
            assert_eq!(figure.value(), Ratio::whole(minutes), "{start}");
        }
    }

    #[test]
    fn a_day_no_one_has_formalised_is_refused() {
        let book = Rulebook::embedded().unwrap();
        assert!(book.on::<Share>("teaching_cap_part_2", day("2021-09-01")).is_ok());
        let refused = book.on::<Share>("teaching_cap_part_2", day("2021-08-31")).unwrap_err();
        assert!(refused.why.contains("31 August 2021"), "{}", refused.why);
        assert!(!refused.settle.is_empty());
    }

    #[test]
    fn a_value_is_never_read_in_another_unit() {
        let book = Rulebook::embedded().unwrap();
        assert!(book.on::<Share>("training_minutes", day("2025-09-01")).is_err());
    }
}
