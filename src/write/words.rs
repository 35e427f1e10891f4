//! The words every format uses for an outcome, a strength and who chose a setting.

use crate::model::figure::ChosenBy;
use crate::rules::{Outcome, Strength};

/// Every outcome, in the order reports sort them.
pub const OUTCOMES: [Outcome; 5] =
    [Outcome::NotMet, Outcome::NotShown, Outcome::Pending, Outcome::Met, Outcome::NotApplicable];

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

/// The file a setting stands in, or who else chose it.
pub fn chosen_by(by: &ChosenBy) -> &str {
    match by {
        ChosenBy::CommandLine => "command line",
        ChosenBy::File(path) => path,
        ChosenBy::Default => "default",
    }
}
