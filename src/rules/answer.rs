//! What a rule answers: an outcome with its figures, or that it cannot tell, and what would settle it.

use crate::model::figure::{AnyFigure, Clause, Figure};
use crate::model::school::{PersonId, Scheme};
use crate::model::source::Span;
use crate::model::units::Unit;
use chrono::NaiveDate;
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
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
    /// For which grant, where the rule is about one.
    pub scheme: Option<Scheme>,
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

/// What a rule found before it is put beside its person and clause.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The answer; never [`Outcome::NotShown`], which is the error arm.
    pub outcome: Outcome,
    /// The quantity the question asks about; absent only where the rule asks nothing, or nothing is due yet.
    pub measured: Option<AnyFigure>,
    /// The limit, where there is one.
    pub required: Option<AnyFigure>,
    /// By when, where the rule names a day.
    pub by: Option<NaiveDate>,
}

impl Judgement {
    /// Met if `measured` is at most `required`.
    pub fn at_most<U: Unit>(measured: &Figure<U>, required: &Figure<U>) -> Judgement {
        Judgement::either(measured.value() <= required.value(), Outcome::NotMet, measured, required)
    }

    /// Met if `measured` is at least `required`.
    pub fn at_least<U: Unit>(measured: &Figure<U>, required: &Figure<U>) -> Judgement {
        Judgement::either(measured.value() >= required.value(), Outcome::NotMet, measured, required)
    }

    /// Met, or else the other outcome.
    pub fn either<U: Unit>(met: bool, or: Outcome, measured: &Figure<U>, required: &Figure<U>) -> Judgement {
        let outcome = if met { Outcome::Met } else { or };
        Judgement { outcome, measured: Some(measured.any()), required: Some(required.any()), by: None }
    }

    /// The rule asks nothing of this person in this term.
    pub fn not_applicable() -> Judgement {
        Judgement { outcome: Outcome::NotApplicable, measured: None, required: None, by: None }
    }

    /// The same, by this day.
    #[must_use]
    pub fn by(self, day: NaiveDate) -> Judgement {
        Judgement { by: Some(day), ..self }
    }
}

impl CannotTell {
    /// Why, and a cell to fill.
    pub fn fill(why: impl Into<String>, cells: impl IntoIterator<Item = Span>) -> CannotTell {
        CannotTell { why: why.into(), settle: cells.into_iter().map(Settle::Fill).collect() }
    }

    /// Why, and a record to supply.
    pub fn supply(why: impl Into<String>, record: &'static str, column: &'static str) -> CannotTell {
        CannotTell { why: why.into(), settle: vec![Settle::Supply { record, column }] }
    }

    /// Why, and the cell that is blank, or the record that has no such column.
    pub fn blank(
        why: impl Into<String>,
        cell: Option<Span>,
        record: &'static str,
        column: &'static str,
    ) -> CannotTell {
        match cell {
            Some(cell) => CannotTell::fill(why, [cell]),
            None => CannotTell::supply(why, record, column),
        }
    }

    /// Why, and what to do, in words.
    pub fn act(why: impl Into<String>, what: impl Into<String>) -> CannotTell {
        CannotTell { why: why.into(), settle: vec![Settle::Do(what.into())] }
    }
}
