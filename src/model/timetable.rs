//! The timetable: days and weeks of the cycle, the periods of a day, and what each slot is for.

use super::school::PersonId;
use super::source::{Sourced, Span};
use super::units::Clock;
use chrono::NaiveDate;

/// A day of the timetable: 0 to 6 are Monday to Sunday; from 7 on, days the timetable names in its own way
/// (`A`, `Lunes`), whose names are in [`School::own_days`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Day(pub u8);

/// A week of a two-week cycle.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Week {
    /// Week A, or 1.
    A,
    /// Week B, or 2.
    B,
}

/// A period of the school day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The row.
    pub at: Span,
    /// Name, as the timetable writes it.
    pub name: Sourced<String>,
    /// Start.
    pub start: Clock,
    /// End.
    pub end: Clock,
    /// Only on this day; blank: every weekday.
    pub day: Option<Day>,
    /// Only in this week; blank: both.
    pub week: Option<Week>,
    /// Part of teaching hours.
    pub teaching: bool,
}

/// When in the day something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A clock interval written in the row.
    Times(Clock, Clock),
    /// The name of a period.
    Period(String),
    /// The row does not say.
    Unknown,
}

/// What a timetable row is for (definition G9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Activity {
    /// A class is taught.
    Taught,
    /// Planning, preparation and assessment.
    Ppa,
    /// Labelled for induction or mentoring.
    Protected,
    /// Duty, meeting, registration, lunch, anything else.
    Other,
}

/// A row of the timetable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// Who.
    pub person: PersonId,
    /// The row.
    pub at: Span,
    /// Day.
    pub day: Day,
    /// Only in this week; blank: both.
    pub week: Option<Week>,
    /// When.
    pub slot: Slot,
    /// What for.
    pub activity: Activity,
    /// The word for it that nothing explains, for which it counts as other.
    pub unknown: Option<Sourced<String>>,
    /// First day of the version of the timetable it belongs to; blank: from the beginning.
    pub effective_from: Option<NaiveDate>,
}
