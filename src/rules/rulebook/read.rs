//! TOML → values. What is wrong is named with its file and line, and with what to write instead.

use super::{Dated, Entry, Error};
use crate::model::figure::{Clause, Evidence};
use crate::model::units::{Ratio, Share, Unit};
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::Spanned;

/// Units whose values are words, not numbers.
const WORDS: [&str; 2] = ["list", "words"];

/// A value as a file writes it. An overlay may leave out what the rulebook already says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawValue {
    pub what: Option<String>,
    pub unit: Option<Spanned<String>>,
    #[serde(default)]
    pub also: Vec<String>,
    pub from: Vec<Spanned<RawEntry>>,
}

/// One entry as a file writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEntry {
    pub date: Spanned<String>,
    until: Option<Spanned<String>>,
    value: Option<Spanned<String>>,
    rule: Option<String>,
    title: String,
    #[serde(default)]
    para: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    quote: String,
    evidence: Option<Evidence>,
    checked: Spanned<String>,
    #[serde(default)]
    note: String,
    #[serde(default)]
    conflict: bool,
    #[serde(default)]
    pub local: bool,
}

/// A file that is being read.
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    pub name: &'a str,
    pub text: &'a str,
}

impl File<'_> {
    /// What is wrong at a place in the text.
    pub fn fault(self, at: usize, message: impl Into<String>) -> Error {
        let line = self.text.get(..at).map_or(0, |before| before.matches('\n').count()) + 1;
        Error { file: self.name.to_owned(), line, message: message.into() }
    }

    /// Its values, by name.
    pub fn values(self) -> Result<BTreeMap<Spanned<String>, RawValue>, Error> {
        toml::from_str(self.text)
            .map_err(|error| self.fault(error.span().map_or(0, |span| span.start), error.message()))
    }

    /// A day.
    fn day(self, text: &Spanned<String>) -> Result<NaiveDate, Error> {
        NaiveDate::parse_from_str(text.get_ref(), "%Y-%m-%d").map_err(|_| {
            let said =
                format!("“{}” is not a date. Write year, month and day: \"2026-09-01\".", text.get_ref());
            self.fault(text.span().start, said)
        })
    }

    /// The value of the program itself, which says everything.
    pub fn whole(self, name: &Spanned<String>, raw: &RawValue, in_use: bool) -> Result<Dated, Error> {
        let missing = |what| self.fault(name.span().start, format!("“{}” has no {what}.", name.get_ref()));
        let what = raw.what.clone().ok_or_else(|| missing("what"))?;
        let unit = raw.unit.as_ref().ok_or_else(|| missing("unit"))?.get_ref().clone();
        let mut value = Dated { what, unit, also: raw.also.clone(), in_use, entries: Vec::new() };
        value.entries = self.entries(raw, &value, &|_| true)?;
        if value.entries.is_empty() {
            return Err(missing("entry"));
        }
        Ok(value)
    }

    /// The entries of a value, in order of date; only those that are wanted.
    pub fn entries(
        self,
        raw: &RawValue,
        value: &Dated,
        wanted: &dyn Fn(&RawEntry) -> bool,
    ) -> Result<Vec<Entry>, Error> {
        let mut entries: Vec<Entry> = Vec::new();
        for spanned in &raw.from {
            let entry = self.entry(spanned, value)?;
            if !wanted(spanned.get_ref()) {
                continue;
            }
            if entries.last().is_some_and(|last| last.clause.in_force >= entry.clause.in_force) {
                let at = spanned.get_ref().date.span().start;
                return Err(
                    self.fault(at, "this entry is not later than the one before it. Put the earliest first.")
                );
            }
            entries.push(entry);
        }
        Ok(entries)
    }

    fn entry(self, spanned: &Spanned<RawEntry>, value: &Dated) -> Result<Entry, Error> {
        let raw = spanned.get_ref();
        let in_force = self.day(&raw.date)?;
        let until = raw.until.as_ref().map(|until| self.day(until)).transpose()?;
        if until.is_some_and(|until| until < in_force) {
            return Err(self.fault(raw.date.span().start, "“until” comes before “date”."));
        }
        if let Some(text) = &raw.value {
            number(text.get_ref(), &value.unit).map_err(|said| self.fault(text.span().start, said))?;
        }
        if raw.value.is_none() && raw.note.is_empty() {
            let said = "an entry without a value needs a note that says why it is not known.";
            return Err(self.fault(raw.date.span().start, said));
        }
        let known = value.entries.first().map(|first| first.clause.rule.clone());
        let clause = Clause {
            rule: raw.rule.clone().or(known).unwrap_or_default(),
            title: raw.title.clone(),
            para: raw.para.clone(),
            url: raw.url.clone(),
            in_force,
            quote: raw.quote.clone(),
            evidence: raw.evidence.unwrap_or(Evidence::Unconfirmed),
            checked: self.day(&raw.checked)?,
            note: raw.note.clone(),
        };
        let text = raw.value.as_ref().map(|text| text.get_ref().clone());
        Ok(Entry {
            text: text.unwrap_or_default(),
            until,
            conflict: raw.conflict,
            local: raw.local,
            clause: Arc::new(clause),
        })
    }
}

/// A value that is no words is a number; a share is not above the whole.
fn number(text: &str, unit: &str) -> Result<(), String> {
    if WORDS.contains(&unit) {
        return Ok(());
    }
    match Ratio::parse(text) {
        None => {
            let write = "Write a whole number or a fraction, such as \"60\" or \"9/10\".";
            Err(format!("“{text}” is not a number. {write}"))
        }
        Some(number) if unit == Share::NAME && number > Ratio::ONE => {
            Err(format!("“{text}” is more than the whole. Write a share as a fraction: 90% is \"9/10\"."))
        }
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_the_program_itself_says_what_it_is_in_which_unit_and_since_when() {
        let whole = "\n[lunch]\nwhat = \"lunch\"\nunit = \"minutes\"\nalso = [\"PT02\"]\n[[lunch.from]]\ndate = \"2021-09-01\"\n\
                     value = \"30\"\nrule = \"PT01\"\ntitle = \"The Act\"\nchecked = \"2026-11-01\"\n";
        let read = |text: &str| -> Result<Dated, String> {
            let file = File { name: "lunch.toml", text };
            let (key, raw) = file.values().map_err(|error| error.to_string())?.pop_first().unwrap();
            file.whole(&key, &raw, true).map_err(|error| error.to_string())
        };
        let value = read(whole).unwrap();
        assert_eq!((value.what.as_str(), value.unit.as_str(), value.in_use), ("lunch", "minutes", true));
        assert_eq!(value.rules().collect::<Vec<_>>(), ["PT01", "PT02"]);
        assert_eq!(value.entries[0].text, "30");
        let said = |left_out: &str| read(&whole.replace(left_out, "")).unwrap_err();
        assert_eq!(said("what = \"lunch\"\n"), "lunch.toml, line 2: “lunch” has no what.");
        assert_eq!(said("unit = \"minutes\"\n"), "lunch.toml, line 2: “lunch” has no unit.");
        let (head, _) = whole.split_once("[[").unwrap();
        assert_eq!(
            read(&format!("{head}from = []\n")).unwrap_err(),
            "lunch.toml, line 2: “lunch” has no entry."
        );
    }
}
