//! The rulebook: every number of law, guidance and programmes, with the days it holds and the clause it comes from.
//! A day that no entry covers, or a value nobody has found, is refused, never guessed from its neighbours.

mod overlay;
mod providers;
mod read;

pub use overlay::{Overlay, OverlayFile};
pub use providers::{Breakdown, Provider};

use super::{CannotTell, Settle};
use crate::model::figure::{AnyFigure, Clause, Figure};
use crate::model::units::{Count, Days, Minutes, Pence, Ratio, Share, Terms, Unit};
use chrono::NaiveDate;
use read::File;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Each family's values; those of the last are facts of the field that no rule uses.
const FAMILIES: &[(&str, &str, bool)] = &[
    ("protected_time.toml", include_str!("protected_time.toml"), true),
    ("mentoring.toml", include_str!("mentoring.toml"), true),
    ("training.toml", include_str!("training.toml"), true),
    ("induction.toml", include_str!("induction.toml"), true),
    ("reviews.toml", include_str!("reviews.toml"), true),
    ("funding.toml", include_str!("funding.toml"), true),
    ("background.toml", include_str!("background.toml"), false),
];

/// The month in which the values of this edition were last checked.
const EDITION: &str = "2026-11";

/// Why a rulebook could not be read: file, line, what is wrong and what to write.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {message}")]
pub struct Error {
    /// The file.
    pub file: String,
    /// Its line.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// A value and the days it holds.
#[derive(Clone, Debug)]
pub struct Dated {
    /// What it is, in words.
    pub what: String,
    /// Its unit; `list` or `words` where it is no number.
    pub unit: String,
    /// Rules that use it besides the one it stands under.
    pub also: Vec<String>,
    /// False if it is kept for reference and no rule uses it.
    pub in_use: bool,
    /// Entries, earliest first.
    pub entries: Vec<Entry>,
}

/// One value from one day on.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The value as written; empty where it is not known, and the note says why.
    pub text: String,
    /// Last day, if it was replaced by a different regime.
    pub until: Option<NaiveDate>,
    /// Its note says where sources differ.
    pub conflict: bool,
    /// What an appropriate body or trust asks, not law, guidance or programme.
    pub local: bool,
    /// Clause; its `in_force` is the first day.
    pub clause: Arc<Clause>,
}

/// All dated values, by name.
#[derive(Clone, Debug)]
pub struct Rulebook {
    values: BTreeMap<String, Dated>,
    providers: Vec<Provider>,
    edition: String,
    hash: String,
    overlay: Option<Overlay>,
    beneath: Option<Box<Rulebook>>,
}

impl Rulebook {
    /// The edition that comes with the program.
    ///
    /// # Errors
    /// If a family's file is not of the expected shape; a test makes sure that it is.
    pub fn embedded() -> Result<Rulebook, Error> {
        let mut values = BTreeMap::new();
        let mut hash = Sha256::new();
        for (name, text, in_use) in FAMILIES {
            let file = File { name, text };
            for (key, raw) in file.values()? {
                let value = file.whole(&key, &raw, *in_use)?;
                if values.insert(key.get_ref().clone(), value).is_some() {
                    return Err(file.fault(key.span().start, format!("“{}” stands twice.", key.get_ref())));
                }
            }
            hash.update(name);
            hash.update(text);
        }
        let providers = providers::embedded()?;
        hash.update(providers::FILE.text);
        Ok(Rulebook {
            values,
            providers,
            edition: EDITION.to_owned(),
            hash: base16ct::lower::encode_string(&hash.finalize()),
            overlay: None,
            beneath: None,
        })
    }

    /// `2026-11`, and the overlay if there is one.
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// SHA-256 of all families, and of the overlay if there is one, in lower-case hex.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// What was laid over it.
    pub fn overlay(&self) -> Option<&Overlay> {
        self.overlay.as_ref()
    }

    /// The same without local values, if it has any.
    pub fn beneath(&self) -> Option<&Rulebook> {
        self.beneath.as_deref()
    }

    /// Names and values, by name.
    pub fn values(&self) -> impl Iterator<Item = (&str, &Dated)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Names and values of a rule: its own, and those it shares with others.
    pub fn values_of<'a>(&'a self, rule: &'a str) -> impl Iterator<Item = (&'a str, &'a Dated)> {
        self.values().filter(move |(_, value)| value.rules().any(|code| code == rule))
    }

    /// What is known of lead providers' programmes, by name.
    pub fn providers(&self) -> &[Provider] {
        &self.providers
    }

    /// The first day on which it holds a value, whether or not it still does.
    pub fn begins(&self, name: &str) -> Option<NaiveDate> {
        self.values.get(name)?.entries.first().map(|entry| entry.clause.in_force)
    }

    /// The entry of a value on a day.
    ///
    /// # Errors
    /// If no entry covers the day, or the value is not known.
    pub fn entry(&self, name: &str, day: NaiveDate) -> Result<&Entry, CannotTell> {
        let Some(dated) = self.values.get(name) else {
            return Err(CannotTell {
                why: format!("the rulebook has no value named {name}"),
                settle: vec![Settle::Do(format!("Add {name} to the rulebook"))],
            });
        };
        let Some(entry) = dated.on(day) else {
            return Err(CannotTell {
                why: format!(
                    "the rulebook does not say what {} is on {}",
                    dated.what,
                    day.format("%-d %B %Y")
                ),
                settle: vec![Settle::Do(format!(
                    "Check the date; rulebook {} holds {} from {}",
                    self.edition,
                    dated.what,
                    dated.entries.first().map_or(day, |e| e.clause.in_force).format("%-d %B %Y")
                ))],
            });
        };
        if entry.text.is_empty() {
            return Err(CannotTell {
                why: format!("{} is not configured: {}", dated.what, entry.clause.note.trim_end_matches('.')),
                settle: vec![Settle::Do(format!(
                    "Find {name} at its source, and name a folder that holds it with --rulebook"
                ))],
            });
        }
        Ok(entry)
    }

    /// The value on a day, as a figure.
    ///
    /// # Errors
    /// If no entry covers the day, or the value is not known.
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

    /// Every number in force on a day, by name.
    pub fn in_force(&self, day: NaiveDate) -> BTreeMap<String, AnyFigure> {
        let known = self.values.iter().filter_map(|(name, value)| {
            let figure = match value.unit.as_str() {
                Minutes::NAME => self.on::<Minutes>(name, day).ok()?.any(),
                Days::NAME => self.on::<Days>(name, day).ok()?.any(),
                Terms::NAME => self.on::<Terms>(name, day).ok()?.any(),
                Share::NAME => self.on::<Share>(name, day).ok()?.any(),
                Count::NAME => self.on::<Count>(name, day).ok()?.any(),
                Pence::NAME => self.on::<Pence>(name, day).ok()?.any(),
                _ => return None,
            };
            Some((name.clone(), figure))
        });
        known.collect()
    }
}

impl Dated {
    /// The entry in force on a day, if any.
    pub fn on(&self, day: NaiveDate) -> Option<&Entry> {
        self.entries
            .iter()
            .rev()
            .find(|entry| entry.clause.in_force <= day)
            .filter(|entry| entry.until.is_none_or(|until| day <= until))
    }

    /// Codes of the rules that use it.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        let own = self.entries.first().map(|entry| entry.clause.rule.as_str());
        own.into_iter().chain(self.also.iter().map(String::as_str))
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
    fn every_number_in_force_is_listed_whatever_its_unit() {
        let numbers = Rulebook::embedded().unwrap().in_force(day("2025-09-01"));
        for (name, unit) in [
            ("training_minutes", "minutes"),
            ("absence_days", "days"),
            ("induction_terms", "terms"),
            ("teaching_cap_part_1", "ratio"),
            ("training_terms", "count"),
            ("year_2_ect_rest_of_england", "pence"),
        ] {
            assert_eq!(numbers.get(name).map(AnyFigure::unit), Some(unit), "{name}");
        }
        assert!(!numbers.contains_key("absence_excluded"), "a list is no number");
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

    #[test]
    fn a_value_nobody_has_found_is_refused_with_what_to_do() {
        let book = Rulebook::embedded().unwrap();
        let refused = book.entry("absence_excluded_neonatal", day("2026-09-01")).unwrap_err();
        assert!(refused.why.contains("is not configured"), "{}", refused.why);
        assert!(!refused.settle.is_empty());
    }
}
