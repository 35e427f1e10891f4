//! Stand-in until the tables arrive: the words of outcomes and strengths.

use crate::model::source::Sources;
use crate::rules::{Outcome, Settle, Strength};

/// `Not met`.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotMet => "Not met",
        Outcome::NotShown => "Cannot be shown",
        Outcome::Pending => "Pending",
        Outcome::Met => "Met",
        Outcome::NotApplicable => "Not applicable",
    }
}

/// `Breach`.
pub fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Statutory => "Breach",
        Strength::Guidance => "Not as expected",
        Strength::Grant => "Blocks a funding line",
        Strength::Programme => "Below programme expectation",
        Strength::Local => "Below local expectation",
    }
}

/// What to fill, supply or do.
pub fn settle(settle: &Settle, sources: &Sources) -> String {
    match settle {
        Settle::Fill(span) => format!("Fill {}", sources.place(*span)),
        Settle::Supply { record, column } => format!("Supply {record} with a column {column}"),
        Settle::Do(words) => words.clone(),
    }
}
