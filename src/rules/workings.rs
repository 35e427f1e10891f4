//! What the rules worked out on the way, shown beside the verdicts.

use super::CannotTell;
use super::rulebook::Breakdown;
use super::term_record::TermRecord;
use crate::model::calendar::TermId;
use crate::model::figure::{ChosenBy, Figure};
use crate::model::school::{CoverKind, Element, PersonId, Slot};
use crate::model::source::Span;
use crate::model::units::{Count, Days, Minutes, Ratio, Share, Terms};
use chrono::NaiveDate;
use std::collections::BTreeMap;

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
    /// The first day of part 2, if it has come: the school day after part 1 ended, or the first day here.
    pub part2_began: Option<NaiveDate>,
    /// Net terms served since part 2 began.
    pub served_in_part_2: Ratio,
    /// The day part 2 ended, if it has.
    pub part2_ended: Option<NaiveDate>,
    /// The day part 1 ends, or ended, if the FTE stays and no one is absent.
    pub part1_expected_end: Option<NaiveDate>,
    /// The day part 2 ends if the FTE stays and no one is absent.
    pub expected_end: Option<NaiveDate>,
    /// Gross terms served to the end of the reference day: nothing taken out for absence.
    pub gross: Ratio,
    /// Countable days absent in the part that holds the reference day.
    pub absent: Figure<Days>,
    /// An absence record was supplied; without one no absence is taken out.
    pub absence_recorded: bool,
    /// Terms that are not in the calendar, for which default dates stand in.
    pub default_terms: Vec<TermId>,
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

/// A date on which induction time was taken or given back.
#[derive(Clone, Debug)]
pub struct LedgerEntry {
    /// The date.
    pub date: NaiveDate,
    /// What took or gave the time, row by row of the cover register.
    pub rows: Vec<LedgerCause>,
    /// Planned on the date; nothing where the date is not a day at work.
    pub planned: Option<Figure<Minutes>>,
    /// Taken.
    pub lost: Option<Figure<Minutes>>,
    /// Given back.
    pub repaid: Option<Figure<Minutes>>,
    /// Given back less taken, from the beginning of the term to this date.
    pub balance: Figure<Minutes>,
}

/// A row of the cover register behind an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerCause {
    /// Cover, an event, or time given back.
    pub kind: CoverKind,
    /// When, as far as the row says.
    pub slot: Slot,
    /// Whom or what it was for, as written.
    pub for_whom: Option<String>,
}

/// The ledger of one ECT (definition PT04).
#[derive(Clone, Debug)]
pub struct Ledger {
    /// Weeks in order.
    pub weeks: Vec<LedgerWeek>,
    /// Dates on which something was taken or given back, in order.
    pub entries: Vec<LedgerEntry>,
    /// Planned.
    pub planned: Figure<Minutes>,
    /// Taken.
    pub lost: Figure<Minutes>,
    /// Given back.
    pub repaid: Figure<Minutes>,
    /// Planned less taken plus given back.
    pub kept: Figure<Minutes>,
    /// The balance at the beginning of the term: nothing is carried over.
    pub opening: Figure<Minutes>,
    /// Kept less planned: a minus is owed.
    pub balance: Figure<Minutes>,
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
    /// The most they would teach in a cycle if the reduction were counted from the pupils’ week (R2, for information).
    pub pupil_week: Option<Figure<Minutes>>,
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
    /// Teaching days so far without exactly one mentor who is another person.
    pub unmentored: Vec<NaiveDate>,
    /// Days on which cover or a mentor meeting fell in PPA, as far as the files show.
    pub ppa_taken: Vec<NaiveDate>,
    /// Induction time over the term.
    pub ledger: Result<Ledger, CannotTell>,
    /// What the review of the term asks for.
    pub record: Option<TermRecord>,
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
    /// The lead provider’s own breakdown, where one is known.
    pub breakdown: Option<Breakdown>,
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
