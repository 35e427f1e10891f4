//! What a school or trust may choose. Every choice that shaped a figure is printed in its report.

use super::calendar::TermId;
use super::figure::ChosenBy;
use super::school::Activity;
use super::units::Minutes;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A value and who chose it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Chosen<T> {
    /// The choice.
    pub value: T,
    /// Who made it.
    pub by: ChosenBy,
}

/// The comparator stated by the school instead of computed from the timetable.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct StatedComparator {
    /// Taught minutes of a comparable full-time teacher in one whole cycle.
    pub minutes_per_cycle: Minutes,
    /// Where the school says so.
    pub reason: String,
}

/// Part-time ECTs: the same meetings as everyone, or in proportion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum PartTimeMeetings {
    /// The same.
    Same,
    /// Multiplied by the FTE.
    ProRata,
}

/// Which term to report, as asked for.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum TermWanted {
    /// By name, `Autumn 2026`.
    Named(TermId),
    /// By its first and last day.
    Between(NaiveDate, NaiveDate),
}

/// All settings of one school. Nothing chosen means the default.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Settings {
    /// The term to report; default: the one that holds most of the dated rows.
    pub term: Option<Chosen<TermWanted>>,
    /// Nothing after this day is counted; default: the last day of the term.
    pub as_of: Option<Chosen<NaiveDate>>,
    /// The Monday of a week A, from which the weeks of the cycle take turns.
    pub week_a_begins: Option<Chosen<NaiveDate>>,
    /// Comparator stated by the school.
    pub comparator: Option<Chosen<StatedComparator>>,
    /// What the export's own codes mean, keys in lower case.
    pub vocabulary: BTreeMap<String, Chosen<Activity>>,
    /// Minutes of mentor meetings expected in a window, in place of the rulebook's.
    pub meeting_minutes: Option<Chosen<Minutes>>,
    /// Meetings of part-time ECTs.
    pub part_time_meetings: Option<Chosen<PartTimeMeetings>>,
    /// Observations expected in a term, in place of the usual one in each half-term (part 1) or term (part 2).
    pub observations_per_term: Option<Chosen<i64>>,
    /// The appropriate body's closing date for reviews: the day on which a review of the term that holds it is due, where
    /// the reviews register gives no Due. It has no effect in any other term.
    pub review_deadline: Option<Chosen<NaiveDate>>,
    /// Trust named on the reports.
    pub trust: Option<Chosen<String>>,
    /// Logo file in the pack.
    pub logo: Option<Chosen<String>>,
    /// Accent colour, `#rrggbb`.
    pub accent: Option<Chosen<String>>,
    /// Leave out workbooks in formats that cannot be checked in full. Only the command line can ask for it.
    pub modern_only: bool,
    /// Nobody is named. Only the command line can ask for it.
    #[serde(default)]
    pub pseudonyms: bool,
}
