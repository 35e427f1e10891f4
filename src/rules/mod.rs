//! The rules: each a pure function of one person and one term, answered from figures or not at all.
//!
//! [`RULES`] is the catalogue; [`assess`] is the only loop over people. An unknown is the error arm
//! ([`CannotTell`]), so that it can be neither met nor zero.

pub mod rulebook;

use crate::model::settings::Settings;
use rulebook::Rulebook;

use crate::model::figure::{AnyFigure, ChosenBy, Clause, Figure};
use crate::model::school::{Element, PersonId, School};
use crate::model::source::Span;
use crate::model::units::{Count, Days, Minutes, Ratio, Share, Terms};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How binding a rule is; it decides the words of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Law, or a "must" of statutory guidance: "Breach".
    Statutory,
    /// A "should" of statutory guidance: "Not as expected".
    Guidance,
    /// A condition of a grant: "Blocks a funding line".
    Grant,
    /// The lead provider's programme: "Below programme expectation".
    Programme,
    /// The appropriate body's or trust's own: "Below local expectation".
    Local,
}

/// The five answers, in the order reports sort them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Proved short.
    NotMet,
    /// The data supplied cannot show it.
    NotShown,
    /// Not due by the as-of date.
    Pending,
    /// Proved.
    Met,
    /// The rule asks nothing of this person in this term.
    NotApplicable,
}

/// Whom a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Each active ECT.
    Ect,
    /// Each current mentor.
    Mentor,
}

/// A rule of the catalogue.
pub struct Rule {
    /// `PT01`.
    pub code: &'static str,
    /// `reduced timetable`.
    pub title: &'static str,
    /// Asked as a question.
    pub question: &'static str,
    /// Whom it is about.
    pub subject: Subject,
    /// How binding.
    pub strength: Strength,
    /// The rulebook value whose clause is the rule's own; one for each part where they differ.
    pub clauses: &'static [&'static str],
}

impl Rule {
    /// Stand-in: what the rule's doc comment says.
    pub fn doc(&self) -> String {
        String::new()
    }
}

/// The rule of a code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code.eq_ignore_ascii_case(code))
}

/// What would settle an assessment that cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Settle {
    /// Fill these cells.
    Fill(Span),
    /// Supply this record with this column: `("cover", "Date")`.
    Supply {
        /// Name of a record of the house layout.
        record: &'static str,
        /// The column that is missing or blank.
        column: &'static str,
    },
    /// Anything else, in words.
    Do(String),
}

/// The data supplied cannot show it: why, and what would settle it (never empty).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CannotTell {
    /// A sentence without its full stop.
    pub why: String,
    /// What would settle it.
    pub settle: Vec<Settle>,
}

/// One answer.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// `PT01`.
    pub rule: &'static str,
    /// About whom.
    pub subject: PersonId,
    /// First day looked at.
    pub from: NaiveDate,
    /// Last day looked at.
    pub to: NaiveDate,
    /// The answer.
    pub outcome: Outcome,
    /// How binding the rule is here.
    pub strength: Strength,
    /// The quantity the question asks about.
    pub measured: Option<AnyFigure>,
    /// The limit it is compared with.
    pub required: Option<AnyFigure>,
    /// Why, in a sentence or two with the numbers in words.
    pub reason: String,
    /// What to do, in the imperative; only where there is something to do.
    pub remedy: Option<String>,
    /// By when, where a day can be named.
    pub by: Option<NaiveDate>,
    /// What would settle it; only when it cannot be shown.
    pub settle: Vec<Settle>,
    /// The clause in force.
    pub clause: Option<Arc<Clause>>,
}

/// Where an ECT stands in the induction (definition IN01).
#[derive(Clone, Debug)]
pub struct Position {
    /// Net terms served to the end of the reference day.
    pub served: Figure<Terms>,
    /// 1 to 6.
    pub term_now: i64,
    /// 1 or 2, for the whole reported term.
    pub part: u8,
    /// Net terms served up to the day before the reported term.
    pub served_before_term: Ratio,
    /// The day part 1 ended, if it has.
    pub part1_ended: Option<NaiveDate>,
    /// The day part 2 ended, if it has.
    pub part2_ended: Option<NaiveDate>,
    /// The day part 2 ends if the FTE stays and no one is absent.
    pub expected_end: Option<NaiveDate>,
    /// Countable days absent in the part that holds the reference day.
    pub absent: Figure<Days>,
    /// Terms that are not in the calendar, for which default dates stand in.
    pub default_terms: Vec<crate::model::calendar::TermId>,
}

/// One whole cycle of a person's timetable.
#[derive(Clone, Debug)]
pub struct CycleTime {
    /// Teaching.
    pub taught: Figure<Minutes>,
    /// PPA, counted as PT02 counts it; nothing if teaching hours are unknown.
    pub ppa: Option<Figure<Minutes>>,
    /// Induction time, counted as PT03 counts it; nothing if teaching hours are unknown.
    pub protected: Option<Figure<Minutes>>,
    /// Teaching hours that are none of these; nothing if teaching hours are unknown.
    pub other: Option<Figure<Minutes>>,
}

/// What became of one window (week or fortnight) for meetings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowState {
    /// At least one meeting was held.
    Held,
    /// None was.
    Missed,
    /// The ECT was absent on every teaching day: does not count.
    Absent,
    /// Not in service: does not count.
    NotInService,
    /// Ends after the as-of date: not due.
    NotDue,
    /// The register says nothing of this ECT.
    Unknown,
}

/// One window of the term for one ECT (definitions MN01a to MN01c).
#[derive(Clone, Debug)]
pub struct Window {
    /// Teaching weeks of the term it holds, counted from 1: `(3, 3)`, `(3, 4)`.
    pub weeks: (usize, usize),
    /// First teaching day.
    pub from: NaiveDate,
    /// Last teaching day.
    pub to: NaiveDate,
    /// What became of it.
    pub state: WindowState,
    /// Held minutes (meeting, coaching, drop-in); nothing where none was held or a length is missing.
    pub minutes: Option<Figure<Minutes>>,
    /// Cells of the meetings in it, held or not.
    pub cells: Vec<Span>,
}

/// One calendar week of the ledger of induction time.
#[derive(Clone, Debug)]
pub struct LedgerWeek {
    /// Teaching week of the term, from 1; weeks with fewer than three teaching days have none.
    pub week: Option<usize>,
    /// Its Monday.
    pub monday: NaiveDate,
    /// Planned minutes on days at work, to the reference day.
    pub planned: Ratio,
    /// Taken for cover or events.
    pub lost: Ratio,
    /// Given back.
    pub repaid: Ratio,
    /// Planned after the reference day.
    pub to_come: Ratio,
}

/// The ledger of one ECT (definition PT04).
#[derive(Clone, Debug)]
pub struct Ledger {
    /// Weeks in order.
    pub weeks: Vec<LedgerWeek>,
    /// Planned.
    pub planned: Figure<Minutes>,
    /// Taken.
    pub lost: Figure<Minutes>,
    /// Given back.
    pub repaid: Figure<Minutes>,
    /// Planned less taken plus given back.
    pub kept: Figure<Minutes>,
}

/// The workings of one ECT, shown beside the verdicts.
#[derive(Clone, Debug)]
pub struct EctWork {
    /// Who.
    pub person: PersonId,
    /// The last day looked at.
    pub reference_day: NaiveDate,
    /// First day of induction.
    pub started: NaiveDate,
    /// FTE on the reference day.
    pub fte: Option<Figure<Share>>,
    /// Where they stand.
    pub position: Result<Position, CannotTell>,
    /// Their timetable.
    pub cycle: Result<CycleTime, CannotTell>,
    /// The most they may teach in a cycle.
    pub limit: Option<Figure<Minutes>>,
    /// Induction time they must have in a cycle.
    pub protected_required: Option<Figure<Minutes>>,
    /// PPA they must have in a cycle.
    pub ppa_required: Option<Figure<Minutes>>,
    /// Meetings, by window; empty if there is no calendar or no part.
    pub windows: Vec<Window>,
    /// Greatest number of windows in a row, of those that count, without a held meeting.
    pub longest_gap: Option<Figure<Count>>,
    /// Named mentors on the reference day.
    pub mentors: Vec<PersonId>,
    /// Induction time over the term.
    pub ledger: Result<Ledger, CannotTell>,
}

/// The workings of one current mentor.
#[derive(Clone, Debug)]
pub struct MentorWork {
    /// Who.
    pub person: PersonId,
    /// The ECTs they mentor now.
    pub ects: Vec<PersonId>,
    /// First day of training.
    pub training_start: Option<NaiveDate>,
    /// Day of completion.
    pub completed_on: Option<NaiveDate>,
    /// The whole entitlement.
    pub entitlement: Option<Figure<Minutes>>,
    /// Expected by the reference day.
    pub to_date: Option<Figure<Minutes>>,
    /// Attended.
    pub attended: Option<Figure<Minutes>>,
    /// Attended, by element.
    pub elements: BTreeMap<Element, Figure<Minutes>>,
    /// Engagement at which the provider may declare completion, in minutes of the entitlement.
    pub threshold: Option<Figure<Minutes>>,
}

/// The comparator, and how it was found (definitions PT01a, PT01b).
#[derive(Clone, Debug)]
pub struct Comparator {
    /// Taught minutes of a comparable teacher in one cycle.
    pub minutes: Figure<Minutes>,
    /// The group: each teacher's taught minutes, least first; empty if the school states the comparator.
    pub group: Vec<(PersonId, Figure<Minutes>)>,
    /// Mean, least and greatest of the group.
    pub spread: Option<(Ratio, Ratio, Ratio)>,
}

/// A setting or default that shaped a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What was chosen: `Term`, `As of`, `Comparable teacher`.
    pub what: String,
    /// The value, in words.
    pub value: String,
    /// Who chose it.
    pub by: ChosenBy,
}

/// The term reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// `Autumn 2026`.
    pub name: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// Everything the rules say of one school and term.
pub struct Assessed<'a> {
    /// The school.
    pub school: &'a School,
    /// The term.
    pub term: Term,
    /// Nothing after this day was counted.
    pub as_of: NaiveDate,
    /// Weeks of the timetable's cycle, 1 or 2.
    pub cycle_weeks: u8,
    /// Teaching weeks of the whole term: first and last teaching day of each.
    pub teaching_weeks: Vec<(NaiveDate, NaiveDate)>,
    /// Answers, by rule in the catalogue's order, then by person.
    pub assessments: Vec<Assessment>,
    /// The comparator, or why there is none.
    pub comparator: Result<Comparator, CannotTell>,
    /// Workings of each active ECT, by person.
    pub ects: Vec<EctWork>,
    /// Workings of each current mentor, by person.
    pub mentors: Vec<MentorWork>,
    /// Choices that shaped the figures.
    pub choices: Vec<Choice>,
    /// What was noticed while reading, and then while judging.
    pub findings: Vec<crate::model::finding::Finding>,
    /// SHA-256 of the rulebook in force.
    pub rulebook_hash: String,
    /// Edition of the rulebook, `2026-11`.
    pub rulebook_edition: String,
}

/// Stand-in: the whole catalogue.
pub const RULES: &[Rule] = &[];

/// Stand-in: answers nothing.
pub fn assess<'a>(school: &'a School, _settings: &Settings, _rulebook: &Rulebook) -> Assessed<'a> {
    let nothing =
        || CannotTell { why: "nothing was assessed".into(), settle: vec![Settle::Do("wait".into())] };
    let term = crate::model::calendar::TermId {
        academic_year: 2026,
        season: crate::model::calendar::Season::Autumn,
    };
    let (from, to) = term.default_dates();
    Assessed {
        school,
        term: Term { name: term.to_string(), from, to },
        as_of: to,
        cycle_weeks: 1,
        teaching_weeks: Vec::new(),
        assessments: Vec::new(),
        comparator: Err(nothing()),
        ects: Vec::new(),
        mentors: Vec::new(),
        choices: Vec::new(),
        findings: school.findings.clone(),
        rulebook_hash: String::new(),
        rulebook_edition: "2026-11".into(),
    }
}
