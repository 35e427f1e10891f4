//! Mentors’ training.

use super::mentor;
use crate::model::units::Ratio;
use crate::rules::{Assessed, Assessment, Outcome};
use crate::tables::words;

/// Why the rule asks nothing of this person.
pub(super) fn asks_nothing(rule: &str, _name: &str) -> Option<String> {
    match rule {
        "TR01" => Some("No provider-led training has begun, or none is due.".to_string()),
        "TR02" => Some("Only for training that began on or after {training_engagement:from}.".to_string()),
        _ => None,
    }
}

/// What to do, in the imperative without a full stop.
pub(super) fn remedy(
    _assessed: &Assessed,
    answer: &Assessment,
    name: &str,
    _m: Ratio,
    _r: Ratio,
) -> Option<String> {
    matches!(answer.rule, "TR01" | "TR02").then(|| format!("Book mentor training for {name}"))
}

pub(super) fn reason(assessed: &Assessed, answer: &Assessment, name: &str, m: Ratio, r: Ratio) -> String {
    let completed = mentor(assessed, answer).and_then(|mentor| mentor.completed_on);
    if let (Some(day), Outcome::Met) = (completed, answer.outcome) {
        return format!("{name}’s training was declared complete on {}.", words::date(day));
    }
    let attended = words::down(m);
    match answer.rule {
        "TR01" if m >= r => {
            format!("{name} has attended {attended}; {} was expected by now.", words::down(r))
        }
        "TR01" => format!(
            "{name} has attended {attended} and would by now be expected to have attended {}: {} behind.",
            words::up(r),
            words::up(r - m)
        ),
        _ if m >= r => {
            format!("{name} has attended {attended}, past the {} that counts as complete.", words::up(r))
        }
        _ => format!("{name} has attended {attended} of the {} that counts as complete.", words::up(r)),
    }
}
