//! What may be said of a few people without saying it of one.
//!
//! Of a group of *n*, the counts 1, 2, *n* − 1 and *n* − 2 are withheld, and so is whatever they could be worked out from:
//!
//! 1. A group of fewer than [`FEWEST`] has no line at all. Only where that is so of ECTs and mentors alike is one
//!    thing said of all of them together ([`Altogether`]), which may be about either.
//! 2. A line says its worst outcome, and for how many nothing is outstanding as a range that holds a count which need
//!    not be withheld ([`Extent`]). It never says how many of them are not met, cannot be shown, pending or not asked:
//!    one of these would give another away.
//! 3. No rule stands behind two lines, and nothing is added up over lines but the lines themselves.
//! 4. Years are told apart only where each has [`FEWEST`] + 1 or more, so that silence does not say that one has few.
//! 5. No amount of time or money: rates and hours are public, and a sum of them counts the people behind it.
//! 6. No row of a register is counted apart: a list of inductions has a row for each ECT.

use super::entitlements::{ALTOGETHER, About, ENTITLEMENTS, Entitlement};
use crate::model::school::PersonId;
use crate::model::source::Sources;
use crate::rules::{Assessed, Assessment, Outcome, Settle, Strength};
use crate::tables::coverage;
use std::collections::{BTreeMap, BTreeSet};

/// The least size of a group of which anything is said.
pub const FEWEST: usize = 3;

/// Rows of all files together below which their number is not said: it could be that of a list of people.
const FEW_ROWS: u64 = 100;

/// How many people there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// None at all.
    None,
    /// Fewer than [`FEWEST`]; of mentors, perhaps none.
    Few,
    /// So many.
    Of(usize),
}

/// For how many of a group nothing is outstanding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of them.
    All(usize),
    /// Not all of a group too small to say more; perhaps none.
    NotAll(usize),
    /// At least the first of the second, but not all.
    AtLeast(usize, usize),
    /// The first of the second.
    Exactly(usize, usize),
    /// At most the first of the second, perhaps none.
    AtMost(usize, usize),
    /// Not all of a number that is not said.
    Some,
    /// All of a number that is not said.
    Every,
}

impl Extent {
    /// For `n` people, `short` of whom have something outstanding.
    pub(super) fn of(n: usize, short: usize) -> Extent {
        match (n, short) {
            (n, 0) => Extent::All(n),
            (..6, _) => Extent::NotAll(n),
            (n, ..=3) => Extent::AtLeast(n - 3, n),
            (n, short) if short + 4 <= n => Extent::Exactly(n - short, n),
            (n, _) => Extent::AtMost((n - 4).min(3), n),
        }
    }
}

/// One entitlement, as far as it may be told.
#[derive(Clone, Debug)]
pub struct Line {
    /// Which.
    pub entitlement: &'static Entitlement,
    /// The worst outcome among its people.
    pub outcome: Outcome,
    /// How binding what is not met is, where it may be told.
    pub strength: Option<Strength>,
    /// For how many nothing is outstanding: met, not due, or not asked.
    pub extent: Extent,
}

/// How things stood in a term: lines in order of all lines.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Standing {
    /// `Autumn 2026`.
    pub term: String,
    /// Entitlements of which nothing is outstanding.
    pub in_order: u64,
    /// All that were told.
    pub of: u64,
}

/// Everything that the edition may say.
#[derive(Clone, Debug)]
pub struct Disclosed {
    /// Early career teachers.
    pub ects: Size,
    /// Mentors.
    pub mentors: Size,
    /// ECTs in year 1 and in year 2, where both may be told.
    pub years: Option<(usize, usize)>,
    /// The entitlements that may be told, what falls short first.
    pub lines: Vec<Line>,
    /// Every group is small: the only line is about all of them together.
    pub altogether: bool,
    /// Records that would settle what cannot be shown on lines that say so.
    pub lacking: Vec<&'static str>,
    /// Rows read and left out, where there are many.
    pub rows: Option<(u64, u64)>,
    /// True if a row was left out.
    pub rows_left_out: bool,
    /// Files that were left out.
    pub files_left_out: usize,
    /// Records, and whether any row of them was used.
    pub records: Vec<(&'static str, bool)>,
}

impl Disclosed {
    /// What may be said of these answers.
    pub fn of(assessed: &Assessed) -> Disclosed {
        let size = |n| if n < FEWEST { Size::Few } else { Size::Of(n) };
        let (n, m) = (assessed.ects.len(), assessed.mentors.len());
        let (ects, mentors) = (if n == 0 { Size::None } else { size(n) }, size(m));
        let small = ects == Size::Few && mentors == Size::Few;
        let told: Vec<(&Entitlement, Vec<&Assessment>, Size)> = ENTITLEMENTS
            .iter()
            .filter(|_| !small)
            .filter_map(|one| {
                let answers = answers(assessed, one);
                let size = match one.about {
                    About::Ects => ects,
                    About::Mentors => mentors,
                    About::Funding | About::Everyone => size(people(&answers).len()),
                };
                matches!(size, Size::Of(_)).then_some((one, answers, size))
            })
            .collect();
        let mut lines: Vec<Line> =
            told.iter().filter_map(|(one, answers, size)| line(one, answers, *size)).collect();
        let lacking = lacking(assessed, &lines, &told);
        lines.extend(small.then(|| altogether(assessed)));
        lines.sort_by_key(|line| (line.outcome, line.strength));
        let (read, _, out) = coverage::rows(&assessed.school.sources);
        let sources = &assessed.school.sources;
        Disclosed {
            ects,
            mentors,
            years: years(assessed),
            altogether: small,
            lines,
            lacking,
            rows: (read >= FEW_ROWS).then_some((read, out)),
            rows_left_out: out > 0,
            files_left_out: sources.files.iter().filter(|file| file.rejected.is_some()).count(),
            records: records(sources),
        }
    }

    /// Lines of this outcome.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.lines.iter().filter(|line| line.outcome == outcome).count()
    }

    /// Lines that ask something of anybody, and those of them of which nothing is outstanding.
    pub fn standing(&self, term: &str) -> Option<Standing> {
        if self.altogether {
            return None;
        }
        let asked = self.lines.len() - self.count(Outcome::NotApplicable);
        let short = self.count(Outcome::NotMet) + self.count(Outcome::NotShown);
        let whole = |n| u64::try_from(n).unwrap_or(u64::MAX);
        (asked > 0).then(|| Standing {
            term: term.to_owned(),
            in_order: whole(asked - short),
            of: whole(asked),
        })
    }
}

fn answers<'a>(assessed: &'a Assessed, one: &Entitlement) -> Vec<&'a Assessment> {
    assessed.assessments.iter().filter(|answer| one.rules.contains(&answer.rule)).collect()
}

fn people(answers: &[&Assessment]) -> BTreeSet<PersonId> {
    answers.iter().map(|answer| answer.subject).collect()
}

fn is_outstanding(answer: &Assessment) -> bool {
    matches!(answer.outcome, Outcome::NotMet | Outcome::NotShown)
}

fn line(one: &'static Entitlement, answers: &[&Assessment], size: Size) -> Option<Line> {
    let outcome = answers.iter().map(|answer| answer.outcome).min()?;
    let failed = answers.iter().filter(|answer| answer.outcome == Outcome::NotMet);
    let strength = failed.map(|answer| answer.strength).min();
    let outstanding: Vec<&Assessment> =
        answers.iter().copied().filter(|answer| is_outstanding(answer)).collect();
    let short = people(&outstanding).len();
    let extent = match (one.about, size) {
        (About::Ects | About::Mentors, Size::Of(n)) => Extent::of(n, short),
        _ if short == 0 => Extent::Every,
        _ => Extent::Some,
    };
    Some(Line { entitlement: one, outcome, strength, extent })
}

/// What falls short, or cannot be shown, of anybody; how binding it is would say which rule.
fn altogether(assessed: &Assessed) -> Line {
    let all = ENTITLEMENTS.iter().filter(|one| one.about != About::Funding);
    let worst = all.flat_map(|one| answers(assessed, one)).map(|answer| answer.outcome).min();
    let outcome = worst.filter(|outcome| *outcome < Outcome::Pending).unwrap_or(Outcome::Met);
    let extent = if outcome == Outcome::Met { Extent::Every } else { Extent::Some };
    Line { entitlement: &ALTOGETHER, outcome, strength: None, extent }
}

/// A line that says “Not met” may have people of whom something cannot be shown: naming a record for them would say so.
fn lacking(
    assessed: &Assessed,
    lines: &[Line],
    told: &[(&'static Entitlement, Vec<&Assessment>, Size)],
) -> Vec<&'static str> {
    let not_shown = |name: &str| {
        lines.iter().any(|line| line.entitlement.name == name && line.outcome == Outcome::NotShown)
    };
    let mut found = BTreeSet::new();
    for (_, answers, _) in told.iter().filter(|(one, ..)| not_shown(one.name)) {
        for settle in answers.iter().flat_map(|answer| &answer.settle) {
            let record = match settle {
                Settle::Supply { record, .. } => Some(*record),
                Settle::Fill(span) => assessed.school.sources.sheet(span.sheet).taken_for.as_deref(),
                Settle::Do(_) => None,
            };
            found.extend(record.and_then(|record| RECORDS.iter().position(|(known, _)| *known == record)));
        }
    }
    found.into_iter().map(|place| RECORDS[place].1).collect()
}

/// Year 1 and year 2, where nobody’s is unknown and both have more than [`FEWEST`].
fn years(assessed: &Assessed) -> Option<(usize, usize)> {
    let parts: Option<Vec<u8>> =
        assessed.ects.iter().map(|ect| ect.position.as_ref().ok().map(|position| position.part)).collect();
    let parts = parts?;
    let second = parts.iter().filter(|part| **part > 1).count();
    let first = parts.len() - second;
    (first > FEWEST && second > FEWEST).then_some((first, second))
}

/// The records of the house layout, and what a governor would call them.
const RECORDS: [(&str, &str); 16] = [
    ("school", "School details"),
    ("staff", "Staff list"),
    ("service", "Service history"),
    ("induction", "Inductions"),
    ("mentorship", "Who mentors whom"),
    ("mentors", "Mentors’ training programmes"),
    ("periods", "Times of the school day"),
    ("timetable", "Timetable"),
    ("calendar", "Calendar"),
    ("cover", "Cover register"),
    ("meetings", "Mentor meetings"),
    ("training", "Training register"),
    ("absence", "Absence register"),
    ("reviews", "Reviews and assessments"),
    ("observations", "Observations"),
    ("payments", "Payments"),
];

fn records(sources: &Sources) -> Vec<(&'static str, bool)> {
    let mut used: BTreeMap<&str, bool> = BTreeMap::new();
    for sheet in sources.sheets.iter().filter(|sheet| sheet.rows_used > 0) {
        if let Some(record) = sheet.taken_for.as_deref() {
            used.insert(record, true);
        }
    }
    RECORDS.iter().map(|(record, words)| (*words, used.contains_key(record))).collect()
}
