//! Back from what a report says to what it rests on: a rule and its clauses, a code and what to do, a figure and its
//! arithmetic down to the cells.

mod figure;

pub use figure::figure;

use crate::model::finding;
use crate::model::units::Ratio;
use crate::rules::rulebook::{Entry, Rulebook};
use crate::rules::{Rule, rule};
use crate::tables::words;
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
    /// A fault in the program.
    #[error(transparent)]
    Rulebook(#[from] crate::rules::rulebook::Error),
}

/// A rule or a code, in words.
///
/// # Errors
/// If there is no such rule or code.
pub fn word(name: &str) -> Result<String, Error> {
    if let Some(rule) = rule(name) {
        return Ok(explained(rule, &Rulebook::embedded()?));
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
    let mut text = format!("{}: {}\n\n{}\n", rule.code, rule.title, rule.question);
    let _ =
        writeln!(text, "If it is not met, reports say: {}.", words::falls_short(rule.code, rule.strength));
    if !rule.doc().is_empty() {
        let _ = write!(text, "\n{}\n", rule.doc().trim());
    }
    for (name, value) in rulebook.values().filter(|(name, _)| rule.clauses.contains(name)) {
        let _ = write!(text, "\n{name}: {}\n", value.what);
        for entry in &value.entries {
            text.push_str(&dated(entry, &value.unit));
        }
    }
    text
}

/// The rulebook: every value, or those in force on a day.
///
/// # Errors
/// If the rulebook inside the program cannot be read.
pub fn rulebook(on: Option<NaiveDate>) -> Result<String, Error> {
    let rulebook = Rulebook::embedded()?;
    let mut text = format!("Rulebook, edition {}", rulebook.edition());
    if let Some(day) = on {
        let _ = write!(text, ", as in force on {}", long(day));
    }
    text.push('\n');
    let mut values: Vec<_> = rulebook.values().collect();
    let code = |entries: &[Entry]| entries.first().map(|entry| entry.clause.rule.clone());
    values.sort_by_key(|(name, value)| (code(&value.entries), *name));
    for (name, value) in values {
        let entries: Vec<&Entry> = match on {
            Some(day) => value.on(day).into_iter().collect(),
            None => value.entries.iter().collect(),
        };
        if entries.is_empty() {
            continue;
        }
        let rule = code(&value.entries).unwrap_or_default();
        let _ = write!(text, "\n{rule}  {}  ({name})\n", value.what);
        for entry in entries {
            text.push_str(&dated(entry, &value.unit));
        }
    }
    Ok(text)
}

/// A value, the days it holds, and where it is written.
fn dated(entry: &Entry, unit: &str) -> String {
    let clause = &entry.clause;
    // A share, a count and a list say what they are by themselves.
    let pounds = Ratio::parse(&entry.text).filter(|_| unit == "pence").map(words::pounds);
    let unit = match (&pounds, unit) {
        (Some(pounds), _) => format!(" pence ({pounds})"),
        (None, "list" | "ratio" | "count") => String::new(),
        (None, unit) => format!(" {unit}"),
    };
    let mut text = format!("  from {}", long(clause.in_force));
    if let Some(until) = entry.until {
        let _ = write!(text, " to {}", long(until));
    }
    let _ = writeln!(text, ": {}{unit}", entry.text.trim());
    let _ = writeln!(text, "    {}, {}", clause.title, clause.para);
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

fn evidence(evidence: crate::model::figure::Evidence) -> &'static str {
    use crate::model::figure::Evidence;
    match evidence {
        Evidence::Official => "read in full in an official source",
        Evidence::OfficialInPart => "seen in an official source of which only part was at hand",
        Evidence::Secondary => "known from a secondary source only",
        Evidence::Derived => "follows from other values by arithmetic",
        Evidence::Unconfirmed => "not confirmed",
    }
}

fn long(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}
