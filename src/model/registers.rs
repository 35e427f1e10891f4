//! The registers: what happened, or is recorded to have happened, on a date.

use super::school::PersonId;
use super::source::{Field, Source, Sourced, Span};
use super::timetable::Slot;
use super::units::{Clock, Minutes, Ratio};
use chrono::NaiveDate;

/// What took someone's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CoverKind {
    /// Covering a colleague.
    Cover,
    /// An event, a trip, an exam.
    Event,
    /// Time given back to an ECT.
    Repaid,
}

/// A row of the cover register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The row.
    pub at: Span,
    /// Date.
    pub date: NaiveDate,
    /// Who covered (for repaid: who got time back).
    pub teacher: PersonId,
    /// When.
    pub slot: Slot,
    /// How long, if written.
    pub minutes: Option<Minutes>,
    /// What it was.
    pub kind: CoverKind,
    /// Whom or what it was for, as written.
    pub for_whom: Option<String>,
}

/// What kind of mentor meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MeetingKind {
    /// One to one.
    Meeting,
    /// Coaching.
    Coaching,
    /// Observation of the ECT.
    Observation,
    /// A short visit to a lesson.
    DropIn,
}

/// Whether it took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// It did (blank counts as held).
    Held,
    /// It did not.
    NotHeld,
}

/// A row of the meetings register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// The row.
    pub at: Span,
    /// Date.
    pub date: NaiveDate,
    /// The ECT.
    pub ect: PersonId,
    /// The mentor.
    pub mentor: PersonId,
    /// Start.
    pub start: Option<Clock>,
    /// End. Where only start and minutes are written, the end they give.
    pub end: Option<Clock>,
    /// How long, if written.
    pub minutes: Option<Minutes>,
    /// The cell that would hold the end, and the one that would hold the minutes, where the sheet has them.
    pub end_cell: Option<Source>,
    /// Kind.
    pub kind: MeetingKind,
    /// Whether it was held.
    pub status: Status,
}

/// A kind of training session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Element {
    /// Conference.
    Conference,
    /// Clinic.
    Clinic,
    /// Coaching.
    Coaching,
    /// Self-study.
    SelfStudy,
    /// Induction to the programme.
    Induction,
    /// Anything else.
    Other,
}

impl Element {
    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Element::Conference => "conference",
            Element::Clinic => "clinic",
            Element::Coaching => "coaching",
            Element::SelfStudy => "self-study",
            Element::Induction => "induction to the programme",
            Element::Other => "other",
        }
    }
}

/// A row of the training register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Training {
    /// The row.
    pub at: Span,
    /// Date.
    pub date: NaiveDate,
    /// Who.
    pub person: PersonId,
    /// How long.
    pub minutes: Minutes,
    /// Kind.
    pub element: Element,
    /// Provider.
    pub provider: Option<String>,
    /// Whether they were there (blank counts as yes).
    pub attended: bool,
}

/// A row of the absence register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// The row.
    pub at: Span,
    /// Who.
    pub person: PersonId,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// Days lost, if written.
    pub days: Option<Ratio>,
    /// Kind, lower case, as written.
    pub kind: String,
}

/// A kind of review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReviewKind {
    /// Progress review.
    Progress,
    /// Formal assessment.
    Formal,
    /// Interim assessment.
    Interim,
}

/// A row of the reviews register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The row.
    pub at: Span,
    /// The ECT.
    pub ect: PersonId,
    /// Kind.
    pub kind: ReviewKind,
    /// Day held.
    pub date: Field<NaiveDate>,
    /// Day due.
    pub due: Field<NaiveDate>,
    /// Outcome, as written.
    pub outcome: Field<String>,
    /// Author, as written.
    pub author: Field<String>,
    /// Day sent to the appropriate body.
    pub sent: Field<NaiveDate>,
}

/// A row of the observations register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// The row.
    pub at: Span,
    /// Date.
    pub date: NaiveDate,
    /// The ECT.
    pub ect: PersonId,
    /// Observer, as written.
    pub observer: Field<String>,
    /// Day of the feedback.
    pub feedback_on: Field<NaiveDate>,
}

/// What a payment is for. The two are never added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// Time off timetable and mentor support in an ECT's second year.
    Year2Grant,
    /// The time mentors spend in their own training.
    MentorTraining,
}

impl Scheme {
    /// In words, after “the”.
    pub fn name(self) -> &'static str {
        match self {
            Scheme::Year2Grant => "year-2 grant",
            Scheme::MentorTraining => "mentor training money",
        }
    }
}

/// A row of the remittances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// The row.
    pub at: Span,
    /// Date.
    pub paid_on: NaiveDate,
    /// Scheme; nothing where the words name neither, or both.
    pub scheme: Option<Scheme>,
    /// Scheme, as written.
    pub written: Sourced<String>,
    /// Pence.
    pub pence: i64,
    /// For whom.
    pub person: Option<PersonId>,
    /// Reference.
    pub reference: Field<String>,
}
