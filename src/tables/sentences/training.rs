//! Mentors’ training.

use super::mentor;
use crate::model::units::Ratio;
use crate::rules::{Assessed, Assessment, Outcome};
use crate::tables::words;

pub(super) fn training(assessed: &Assessed, answer: &Assessment, name: &str, m: Ratio, r: Ratio) -> String {
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
