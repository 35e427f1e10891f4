//! Whose answers change between two rulebooks, and by how much.

use crate::ingest::{self, Reading};
use crate::model::figure::AnyFigure;
use crate::model::settings::Settings;
use crate::overlay;
use crate::packs;
use crate::rules::rulebook::Rulebook;
use crate::rules::{Assessed, Assessment, Outcome, assess};
use crate::run::Error;
use crate::tables::{titles, words};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The word for the rulebook without an overlay.
const EMBEDDED: &str = "embedded";

/// The answers of the packs that differ between two rulebooks, each `embedded` or a folder, in words.
///
/// # Errors
/// If a rulebook or a pack cannot be read.
pub fn diff(a: &Path, b: &Path, packs: &[PathBuf], overrides: &Settings) -> Result<String, Error> {
    let (a, b) = (named(a)?, named(b)?);
    let mut text = String::new();
    if packs.is_empty() {
        text.push_str("No pack was named, so this is the sample that comes with ringfence.\n\n");
    }
    let _ = writeln!(text, "From rulebook {}\n  to rulebook {}", title(&a), title(&b));
    let (mut answers, mut changed, mut schools, mut touched) = (0, 0, 0, 0);
    for files in packs::schools(packs, None)? {
        let Reading { school, settings } = ingest::read(&files, overrides);
        if !packs::is_readable(&school) {
            continue;
        }
        let (before, after) = (assess(&school, &settings, &a), assess(&school, &settings, &b));
        let lines = changes(&before, &after);
        answers += before.assessments.len();
        changed += lines.len();
        schools += 1;
        if !lines.is_empty() {
            touched += 1;
            let urn = school.about.urn.value.as_ref().map(|urn| format!(" ({urn})")).unwrap_or_default();
            let _ = write!(text, "\n{}{urn}\n{}", school.name(), lines.concat());
        }
    }
    if schools == 0 {
        return Err(Error::NothingToRead { why: String::new() });
    }
    let (of_answers, of_schools) = (
        words::tally(answers_of(answers), "answer", "answers"),
        words::counted(schools, "school", "schools"),
    );
    let _ = match changed {
        0 => {
            write!(text, "\nNothing changes: each of {of_answers} in {of_schools} is the same under both.\n")
        }
        n => write!(text, "\n{n} of {of_answers} change, in {} of {of_schools}.\n", words::count(touched)),
    };
    Ok(text)
}

fn answers_of(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn named(rulebook: &Path) -> Result<Rulebook, Error> {
    overlay::rulebook(Some(rulebook).filter(|path| path.as_os_str() != EMBEDDED))
}

/// `2026-11 (SHA-256 begins 9f3a61c0)`
fn title(rulebook: &Rulebook) -> String {
    let hash: String = rulebook.hash().chars().take(8).collect();
    format!("{} (SHA-256 begins {hash})", rulebook.edition())
}

/// A line for each answer that is not the same.
fn changes(before: &Assessed, after: &Assessed) -> Vec<String> {
    let mut lines = Vec::new();
    for old in &before.assessments {
        let mut same =
            after.assessments.iter().filter(|new| (new.rule, new.subject) == (old.rule, old.subject));
        if let Some(new) = same.next().filter(|new| differs(old, new)) {
            let who = &before.school.person(old.subject).name;
            let parts = [
                from_to(&called(old), &called(new)),
                figures("measured", old.measured.as_ref(), new.measured.as_ref()),
                figures("required", old.required.as_ref(), new.required.as_ref()),
            ];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            lines.push(format!("  {}, {who}: {}\n", titles::coded(old.rule), parts.join("; ")));
        }
    }
    lines
}

fn differs(old: &Assessment, new: &Assessment) -> bool {
    let values = |answer: &Assessment| {
        [&answer.measured, &answer.required].map(|figure| figure.as_ref().map(AnyFigure::value))
    };
    (called(old), values(old)) != (called(new), values(new))
}

/// `Met`; `Breach`, where it is not met.
fn called(answer: &Assessment) -> String {
    match answer.outcome {
        Outcome::NotMet => format!("Not met ({})", words::strength(answer.strength)),
        other => words::outcome(other).to_string(),
    }
}

/// `measured 2,460 min; required 2,376 min -> 2,112 min`
fn figures(word: &str, old: Option<&AnyFigure>, new: Option<&AnyFigure>) -> String {
    let said = |figure: Option<&AnyFigure>| figure.map_or_else(|| "no figure".to_string(), words::exact);
    if old.or(new).is_none() { String::new() } else { format!("{word} {}", from_to(&said(old), &said(new))) }
}

fn from_to(old: &str, new: &str) -> String {
    if old == new { old.to_string() } else { format!("{old} -> {new}") }
}
