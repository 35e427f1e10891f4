//! The rulebook: dated values, each with its clause. (Stand-in.)

use crate::model::figure::Clause;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

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

impl Dated {
    /// The entry in force on a day, if any.
    pub fn on(&self, day: NaiveDate) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.clause.in_force <= day)
    }
}

/// All dated values.
pub struct Rulebook {
    values: BTreeMap<String, Dated>,
}

/// The rulebook cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the rulebook cannot be read")]
pub struct Error;

impl Rulebook {
    /// The rulebook inside the program.
    ///
    /// # Errors
    /// If it does not hold together.
    pub fn embedded() -> Result<Rulebook, Error> {
        Ok(Rulebook { values: BTreeMap::new() })
    }

    /// `2026-11`.
    pub fn edition(&self) -> &'static str {
        "2026-11"
    }

    /// SHA-256 of all families, in lower-case hex.
    pub fn hash(&self) -> &'static str {
        ""
    }

    /// Names and values, by name.
    pub fn values(&self) -> impl Iterator<Item = (&str, &Dated)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value))
    }
}
