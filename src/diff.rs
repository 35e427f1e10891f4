//! Whose answers change between two rulebooks, and by how much.

use crate::ingest::watch::Watch;
use crate::ingest::{self, Reading, SchoolFiles};
use crate::model::figure::AnyFigure;
use crate::model::school::{PersonId, Scheme};
use crate::model::settings::Settings;
use crate::overlay::{self, Folder};
use crate::packs;
use crate::rules::rulebook::Rulebook;
use crate::rules::{Assessed, Assessment, Outcome, Subject, assess, rule, rules};
use crate::run::Error;
use crate::tables::schools::Earlier;
use crate::tables::{titles, words};
use crate::work::{Brief, Failure, Task, Tools, Workers, each};
use serde::{Deserialize, Serialize};
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
    (layouts, workers): (Option<&Path>, &Workers),
) -> Result<String, Error> {
    let brief = Brief {
        settings: overrides.clone(),
        rulebooks: vec![named(a)?, named(b)?],
        layouts: overlay::read_layouts(layouts)?,
        templates: None,
        told: Earlier::default(),
    };
    let rulebooks = brief.clone().tools()?.rulebooks;
    let mut text = String::new();
    if packs.is_empty() {
        text.push_str("No pack was named, so this is the sample that comes with ringfence.\n\n");
    }
    let _ = writeln!(text, "From rulebook {}\n  to rulebook {}", title(&rulebooks[0]), title(&rulebooks[1]));
    let (mut answers, mut changed, mut schools, mut touched) = (0, 0, 0, 0);
    let tasks = packs::schools(packs, None)?.into_iter().map(|files| (files, Compare)).collect();
    each(workers, &brief, tasks, |outcome| {
        let Some(found) = outcome.map_err(|halted| Error::Work(halted.at))? else { return Ok(()) };
        answers += found.answers;
        changed += found.lines.len();
        schools += 1;
        if !found.lines.is_empty() {
            touched += 1;
            let _ = write!(text, "\n{}\n{}", found.school, found.lines.concat());
        }
        Ok(())
    })?;
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

/// The answers of one school under two rulebooks.
#[derive(Serialize, Deserialize)]
pub(crate) struct Compare;

/// What changes in a school.
#[derive(Serialize, Deserialize)]
pub(crate) struct Compared {
    /// Its name and URN.
    school: String,
    answers: usize,
    lines: Vec<String>,
}

impl Task for Compare {
    const NAME: &'static str = "diff";
    /// Nothing for a school that cannot be read.
    type Answer = Option<Compared>;

    fn work(self, files: &SchoolFiles, tools: &Tools, watch: &Watch) -> Result<Option<Compared>, Failure> {
        let Reading { school, settings, .. } =
            ingest::read_as(files, &tools.settings, tools.layouts(), watch);
        if !packs::is_readable(&school) {
            return Ok(None);
        }
        let [a, b] = &tools.rulebooks[..] else {
            return Err(Failure::Fault("two rulebooks are compared".to_owned()));
        };
        let (before, after) = (assess(&school, &settings, a), assess(&school, &settings, b));
        let urn = school.about.urn.value.as_ref().map(|urn| format!(" ({urn})")).unwrap_or_default();
        Ok(Some(Compared {
            school: format!("{}{urn}", school.name()),
            answers: before.assessments.len(),
            lines: changes(&before, &after),
        }))
    }
}

fn answers_of(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn named(rulebook: &Path) -> Result<Option<Folder>, Error> {
    overlay::read_rulebook(Some(rulebook).filter(|path| path.as_os_str() != EMBEDDED))
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
