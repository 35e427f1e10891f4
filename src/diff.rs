//! Whose answers change between two rulebooks, and by how much.

use crate::ingest::layout::Layouts;
use crate::ingest::{self, Reading};
use crate::model::figure::AnyFigure;
use crate::model::school::{PersonId, Scheme};
use crate::model::settings::Settings;
use crate::overlay;
use crate::packs;
use crate::rules::rulebook::Rulebook;
use crate::rules::{Assessed, Assessment, Outcome, Subject, assess, rule, rules};
use crate::run::Error;
use crate::tables::{titles, words};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The word for the rulebook without an overlay.
const EMBEDDED: &str = "embedded";

/// The answers of the packs that differ between two rulebooks, each `embedded` or a folder, in words.
///
/// # Errors
/// If a rulebook or a pack cannot be read.
pub fn diff(
    (a, b): (&Path, &Path),
    packs: &[PathBuf],
    overrides: &Settings,
    layouts: &Layouts,
) -> Result<String, Error> {
    let (a, b) = (named(a)?, named(b)?);
    let mut text = String::new();
    if packs.is_empty() {
        text.push_str("No pack was named, so this is the sample that comes with ringfence.\n\n");
    }
    let _ = writeln!(text, "From rulebook {}\n  to rulebook {}", title(&a), title(&b));
    let (mut answers, mut changed, mut schools, mut touched) = (0, 0, 0, 0);
    for files in packs::schools(packs, None)? {
        let Reading { school, settings } = ingest::read_as(&files, overrides, layouts);
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

/// A line for each answer that is not the same, or that only one of the rulebooks asks for.
fn changes(before: &Assessed, after: &Assessed) -> Vec<String> {
    let mut new = by_question(after);
    let mut lines = Vec::new();
    for (question, old) in by_question(before) {
        let parts = match new.remove(&question) {
            Some(new) if differs(old, new) => vec![
                from_to(&called(old), &called(new)),
                figures("measured", old.measured.as_ref(), new.measured.as_ref()),
                figures("required", old.required.as_ref(), new.required.as_ref()),
            ],
            Some(_) => continue,
            None => vec![from_to(&called(old), "not asked")],
        };
        lines.push((question, old, parts));
    }
    let asked = |new: &Assessment| {
        vec![
            from_to("not asked", &called(new)),
            figures("measured", None, new.measured.as_ref()),
            figures("required", None, new.required.as_ref()),
        ]
    };
    lines.extend(new.into_iter().map(|(question, new)| (question, new, asked(new))));
    lines.sort_by_key(|(question, ..)| *question);
    let line = |(_, answer, mut parts): (Question, &Assessment, Vec<String>)| {
        let who = &before.school.person(answer.subject).name;
        let of_a_line = rule(answer.rule).is_some_and(|rule| rule.subject == Subject::Line);
        let scheme = answer.scheme.filter(|_| of_a_line);
        let scheme = scheme.map(|scheme| format!(" ({})", scheme.name())).unwrap_or_default();
        parts.retain(|part| !part.is_empty());
        format!("  {}{scheme}, {who}: {}\n", titles::coded(answer.rule), parts.join("; "))
    };
    lines.into_iter().map(line).collect()
}

/// Place of the rule in the catalogue, person, place of the scheme, and which of several of the same.
type Question = (usize, PersonId, Option<Scheme>, usize);

fn by_question<'a>(assessed: &'a Assessed) -> BTreeMap<Question, &'a Assessment> {
    let mut all = BTreeMap::new();
    for answer in &assessed.assessments {
        let place = rules().position(|rule| rule.code == answer.rule).unwrap_or(usize::MAX);
        let question = |nth| (place, answer.subject, answer.scheme, nth);
        let nth = all.range(question(0)..=question(usize::MAX)).count();
        all.insert(question(nth), answer);
    }
    all
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
