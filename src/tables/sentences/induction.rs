//! Where an ECT stands.

use super::ect;
use crate::model::units::Ratio;
use crate::rules::{Assessed, Assessment, Outcome};
use crate::tables::words;

/// What to do, in the imperative without a full stop.
pub(super) fn remedy(
    _assessed: &Assessed,
    answer: &Assessment,
    name: &str,
    _m: Ratio,
    _r: Ratio,
) -> Option<String> {
    match answer.rule {
        "IN02" => Some(format!("Tell the appropriate body that {name}’s absence extends induction")),
        "IN03" | "IN04" => {
            Some(format!("Agree with the appropriate body from which day {name}’s induction counts"))
        }
        _ => None,
    }
}

pub(super) fn reason(assessed: &Assessed, answer: &Assessment, name: &str, m: Ratio, r: Ratio) -> String {
    let plain = plain(assessed, answer, name, m, r);
    let ahead = if answer.rule == "IN02" { super::remedies::lines(assessed, answer) } else { Vec::new() };
    [plain].into_iter().chain(ahead).collect::<Vec<_>>().join(" ")
}

fn plain(assessed: &Assessed, answer: &Assessment, name: &str, m: Ratio, r: Ratio) -> String {
    let (days, far) = (words::number(m), words::number(m.abs()));
    let unit = if m.abs() == Ratio::ONE { "day" } else { "days" };
    let event = if answer.rule == "IN03" { "registered" } else { "awarded QTS" };
    match answer.rule {
        "IN01" => {
            let served = format!("{name} has served {} of {} terms", words::terms(m), words::terms(r));
            match ect(assessed, answer).and_then(|ect| ect.position.as_ref().ok()) {
                Some(at) => format!("{served}: year {}, term {}.", at.part, at.term_now),
                None => format!("{served}."),
            }
        }
        "IN02" if answer.outcome == Outcome::NotMet => {
            format!(
                "{days} {unit} absent in this part of induction extend it, but it ended without the extension."
            )
        }
        "IN02" if m >= r => {
            format!("{days} {unit} absent in this part of induction extend it by all of them.")
        }
        "IN02" if !is_recorded(assessed, answer) => {
            "Induction goes on. No absence record was supplied, so no absence is taken out.".to_string()
        }
        "IN02" => {
            format!("{days} {unit} absent in this part of induction; {} would extend it.", words::number(r))
        }
        _ if m < r => format!("{name} was {event} {far} {unit} after induction began."),
        _ if m == Ratio::ZERO => format!("{name} was {event} on the day induction began."),
        _ => format!("{name} was {event} {far} {unit} before induction began."),
    }
}

fn is_recorded(assessed: &Assessed, answer: &Assessment) -> bool {
    let position = ect(assessed, answer).and_then(|ect| ect.position.as_ref().ok());
    position.is_none_or(|position| position.absence_recorded)
}
