//! Mentors’ training.

use super::{mentor, often};
use crate::model::units::Ratio;
use crate::rules::{Assessed, Assessment, Outcome};
use crate::tables::words;

/// Why the rule asks nothing of this person.
pub(super) fn asks_nothing(rule: &str, name: &str) -> Option<String> {
    match rule {
        "TR01" => Some("No provider-led training has begun, or none is due.".to_string()),
        "TR02" => Some("Only for training that began on or after {training_engagement:from}.".to_string()),
        "TR03" => Some(format!("{name} mentors ECTs on school-led programmes only.")),
        "TR04" => Some("No training has started.".to_string()),
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
    match answer.rule {
        "TR01" | "TR02" => Some(format!("Book mentor training for {name}")),
        "TR03" if answer.outcome == Outcome::Pending => {
            Some(format!("See that {name} starts the mentor training as planned"))
        }
        "TR03" => Some(format!("Enrol {name} for mentor training, or record why that is not possible")),
        "TR04" => Some(format!("Ask the lead provider which of {name}’s training starts stands")),
        _ => None,
    }
}

pub(super) fn reason(assessed: &Assessed, answer: &Assessment, name: &str, m: Ratio, r: Ratio) -> String {
    let work = mentor(assessed, answer);
    let started = work.and_then(|mentor| mentor.training_start);
    if answer.rule == "TR04" {
        let end = if m <= r { "" } else { "; it is funded once" };
        return format!("{name}’s training was started {}{end}.", often(m.floor()));
    }
    let completed = work.and_then(|mentor| mentor.completed_on);
    if let (Some(day), Outcome::Met) = (completed, answer.outcome) {
        return format!("{name}’s training was declared complete on {}.", words::date(day));
    }
    let attended = words::down(m);
    match answer.rule {
        "TR03" => match (answer.outcome, started) {
            (Outcome::Met, Some(day)) if day <= answer.to => {
                format!("{name}’s mentor training started on {}.", words::date(day))
            }
            (Outcome::Met, _) => format!("{name} is ineligible for mentor training, with a reason."),
            (Outcome::Pending, Some(day)) => {
                format!("{name}’s mentor training starts on {}.", words::date(day))
            }
            (Outcome::Pending, None) => format!("{name}’s mentor training is still to be completed."),
            _ => format!("{name} has neither started nor completed mentor training, and no reason is given."),
        },
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
        _ => {
            let by = answer.by.map_or(String::new(), |day| format!(", due by {}", words::date(day)));
            format!("{name} has attended {attended} of the {} that counts as complete{by}.", words::up(r))
        }
    }
}
