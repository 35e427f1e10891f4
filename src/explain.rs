//! Back from what a report says to what it rests on: a rule and its clauses, a code and what to do, a figure and its
//! arithmetic down to the cells.

mod figure;
mod reference;

pub use figure::figure;
pub(crate) use figure::{amount, places};
pub use reference::reference;

use crate::model::figure::Evidence;
use crate::model::finding;
use crate::model::units::Ratio;
use crate::rules::rulebook::{Entry, Rulebook};
use crate::rules::{Rule, rule};
use crate::tables::{values, words};
use chrono::NaiveDate;
use std::fmt::Write as _;

/// Why there is nothing to explain.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is no rule, code or figure.
    #[error("{0} is not a rule (PT01), a code (E-EMPTY) or a figure (f12).{1}")]
    Unknown(String, String),
    /// A figure needs the output it stands in.
    #[error("{0}")]
    NotFound(String),
}

/// A rule or a code, in words.
///
/// # Errors
/// If there is no such rule or code.
pub fn word(name: &str, rulebook: &Rulebook) -> Result<String, Error> {
    if let Some(rule) = rule(name) {
        return Ok(explained(rule, rulebook));
    }
    if let Some(code) = finding::code(name) {
        let level = crate::write::csv::level(code.level);
        return Ok(format!("{} ({}): {}\n\n{}\n", code.code, level.to_lowercase(), code.title, code.text));
    }
    Err(Error::Unknown(name.to_owned(), nearest(name)))
}

/// ` Did you mean PT01?`
fn nearest(name: &str) -> String {
    let name = name.to_ascii_uppercase();
    let known = crate::rules::rules().map(|rule| rule.code);
    let known = known.chain(crate::model::CODES.iter().map(|code| code.code));
    let near = known.map(|known| (strsim::damerau_levenshtein(&name, known), known)).min();
    match near {
        Some((distance, known)) if distance <= 2 => format!(" Did you mean {known}?"),
        _ => String::new(),
    }
}

fn explained(rule: &Rule, rulebook: &Rulebook) -> String {
    let values = rulebook.in_force(NaiveDate::MAX);
    let question = values::filled(rule.question, &values);
    let mut text = format!("{}: {}\n\n{question}\n", rule.code, rule.title);
    let _ =
        writeln!(text, "If it is not met, reports say: {}.", words::falls_short(rule.code, rule.strength));
    if !rule.doc().is_empty() {
        let _ = write!(text, "\n{}\n", values::filled(rule.doc().trim(), &values));
    }
    let (own, other): (Vec<_>, Vec<_>) = rulebook
        .values_of(rule.code)
        .filter(|(_, value)| value.in_use)
        .partition(|(name, _)| rule.clauses.contains(name));
    for (name, value) in own.into_iter().chain(other) {
        let _ = write!(text, "\n{name}: {}\n", value.what);
        for entry in &value.entries {
            text.push_str(&dated(entry, &value.unit));
        }
    }
    text
}

/// The rulebook: every value, or those in force on a day.
pub fn rulebook(rulebook: &Rulebook, on: Option<NaiveDate>) -> String {
    let mut text = format!("Rulebook, edition {}", rulebook.edition());
    if let Some(day) = on {
        let _ = write!(text, ", as in force on {}", long(day));
    }
    text.push('\n');
    let mut values: Vec<_> = rulebook.values().collect();
    let code = |entries: &[Entry]| entries.first().map(|entry| entry.clause.rule.clone());
    values.sort_by_key(|(name, value)| (!value.in_use, code(&value.entries), *name));
    let mut in_use = true;
    for (name, value) in values {
        let entries: Vec<&Entry> = match on {
            Some(day) => value.on(day).into_iter().collect(),
            None => value.entries.iter().collect(),
        };
        if entries.is_empty() {
            continue;
        }
        if in_use && !value.in_use {
            text.push_str("\nKept for reference; no rule uses these.\n");
            in_use = false;
        }
        let rule = code(&value.entries).filter(|_| in_use).unwrap_or_default();
        let _ = write!(text, "\n{}  ({name})\n", format!("{rule}  {}", value.what).trim_start());
        for entry in entries {
            text.push_str(&dated(entry, &value.unit));
        }
    }
    text
}

/// The value with its unit. A share, a count and words say what they are by themselves.
fn value(entry: &Entry, unit: &str) -> String {
    match (entry.text.trim(), unit) {
        ("", _) => "not configured".to_owned(),
        (text, "list" | "words" | "count") => text.to_owned(),
        (text, "ratio") => match Ratio::parse(text) {
            Some(share) => format!("{text} ({}%)", words::number(share * Ratio::whole(100))),
            None => text.to_owned(),
        },
        (text, "minutes") => match text.parse::<i64>() {
            Ok(minutes) if minutes > 60 => format!("{text} minutes ({})", words::duration(minutes)),
            _ => format!("{text} minutes"),
        },
        (text, "pence") => match Ratio::parse(text) {
            Some(pence) => format!("{text} pence ({})", words::pounds(pence)),
            None => text.to_owned(),
        },
        (text, unit) => format!("{text} {unit}"),
    }
}

/// A value, the days it holds, and where it is written.
fn dated(entry: &Entry, unit: &str) -> String {
    let clause = &entry.clause;
    let mut text = format!("  from {}", long(clause.in_force));
    if let Some(until) = entry.until {
        let _ = write!(text, " to {}", long(until));
    }
    let _ = writeln!(text, ": {}", value(entry, unit));
    let para = if clause.para.is_empty() { String::new() } else { format!(", {}", clause.para) };
    let _ = writeln!(text, "    {}{para}", clause.title);
    if !clause.url.is_empty() {
        let _ = writeln!(text, "    {}", clause.url);
    }
    if !clause.quote.is_empty() {
        let _ = writeln!(text, "    “{}”", clause.quote);
    }
    let _ = writeln!(text, "    {}, checked on {}", evidence(clause.evidence), long(clause.checked));
    if !clause.note.is_empty() {
        let _ = writeln!(text, "    {}", clause.note);
    }
    text
}

/// From the best to the least.
const KINDS: [Evidence; 5] = [
    Evidence::Official,
    Evidence::OfficialInPart,
    Evidence::Secondary,
    Evidence::Derived,
    Evidence::Unconfirmed,
];

fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Official => "read in full in an official source",
        Evidence::OfficialInPart => "seen in an official source of which only part was at hand",
        Evidence::Secondary => "known from a secondary source only, not from an official one",
        Evidence::Derived => "follows from other values by arithmetic",
        Evidence::Unconfirmed => "not confirmed",
    }
}

fn long(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}
