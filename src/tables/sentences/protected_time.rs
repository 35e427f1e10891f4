//! Teaching, PPA and induction time.

use super::{cycle, ect, often, part, weeks_seen};
use crate::model::units::Ratio;
use crate::rules::{Assessed, Assessment, Outcome};
use crate::tables::words;

pub(super) fn reason(assessed: &Assessed, answer: &Assessment, name: &str, m: Ratio, r: Ratio) -> String {
    match answer.rule {
        "PT04" => kept(assessed, answer, m, r),
        "PT05" => left_free(assessed, answer, m, r),
        _ => timetable(assessed, answer, name, m, r),
    }
}

/// Why the rule asks nothing of this person.
pub(super) fn asks_nothing(rule: &str, name: &str) -> Option<String> {
    match rule {
        "PT02" => Some(format!("{name} teaches nothing in this timetable.")),
        "PT04" => Some("No induction time was planned on days at work.".to_string()),
        _ => None,
    }
}

/// What to do, in the imperative without a full stop.
pub(super) fn remedy(
    assessed: &Assessed,
    answer: &Assessment,
    name: &str,
    m: Ratio,
    r: Ratio,
) -> Option<String> {
    let (cycle, by) = (cycle(assessed), words::up((m - r).abs()));
    match answer.rule {
        "PT01" => Some(format!("Release {name} from {by} of teaching a {cycle}")),
        "PT02" => Some(format!("Give {name} {by} more PPA a {cycle}, in blocks of {{ppa_block}} or more")),
        "PT03" => Some(format!("Label {by} more a {cycle} as induction time for {name}")),
        "PT04" => Some(format!("Give {name} back {by} of induction time")),
        "PT05" => Some(format!("Keep cover and mentor meetings out of {name}’s PPA and the mentor’s")),
        _ => None,
    }
}

fn timetable(assessed: &Assessed, answer: &Assessment, name: &str, m: Ratio, r: Ratio) -> String {
    let (cycle, year) = (cycle(assessed), part(ect(assessed, answer)));
    let by = (m - r).abs();
    match answer.rule {
        "PT01" => {
            let (taught, limit) = (words::up(m), words::down(r));
            let first = format!("{name} teaches {taught} a {cycle}. The limit in year {year} is {limit}");
            match m.cmp(&r) {
                std::cmp::Ordering::Greater => format!("{first}, so that is {} over.", words::up(by)),
                std::cmp::Ordering::Equal => format!("{first}: exactly at the limit."),
                std::cmp::Ordering::Less if by.floor() == 0 => {
                    format!("{first}, so there is less than a minute to spare.")
                }
                std::cmp::Ordering::Less => format!("{first}, so there is {} to spare.", words::down(by)),
            }
        }
        "PT02" => {
            let first = format!(
                "{name} has {} of PPA a {cycle} in blocks of {{ppa_block}} or more; {{ppa_share}} of the time taught is {}",
                words::down(m),
                words::up(r)
            );
            if m < r { format!("{first}, so {} is missing.", words::up(by)) } else { format!("{first}.") }
        }
        _ => {
            let first = format!(
                "The timetable names {} a {cycle} as induction time; year {year} needs {}",
                words::down(m),
                words::up(r)
            );
            if m < r { format!("{first}, so it is {} short.", words::up(by)) } else { format!("{first}.") }
        }
    }
}

fn kept(assessed: &Assessed, answer: &Assessment, m: Ratio, r: Ratio) -> String {
    let weeks = weeks_seen(assessed);
    let ledger = ect(assessed, answer).and_then(|ect| ect.ledger.as_ref().ok());
    let (lost, repaid) = ledger.map_or((r - m, Ratio::ZERO), |l| (l.lost.value(), l.repaid.value()));
    let taken = match (lost == Ratio::ZERO, repaid == Ratio::ZERO) {
        (true, _) => format!("In {weeks}, nothing was taken from {} planned", words::down(r)),
        (_, true) => format!("In {weeks}, {} was taken for cover or events", words::up(lost)),
        _ => format!(
            "In {weeks}, {} was taken for cover or events, and {} was repaid",
            words::up(lost),
            words::down(repaid)
        ),
    };
    if m >= r {
        return if lost == Ratio::ZERO { format!("{taken}.") } else { format!("{taken}: nothing is owed.") };
    }
    let end = if answer.outcome == Outcome::Pending {
        format!(", and can still be given back by {}", words::day_and_month(assessed.term.to))
    } else {
        String::new()
    };
    format!("{taken}: {} is owed{end}.", words::up(r - m))
}

fn left_free(assessed: &Assessed, answer: &Assessment, m: Ratio, r: Ratio) -> String {
    let weeks = weeks_seen(assessed);
    if m <= r {
        return format!("In {weeks}, no cover, event or mentor meeting fell in PPA.");
    }
    let days = ect(assessed, answer).map_or(&[][..], |ect| &ect.ppa_taken);
    let named: Vec<String> = days.iter().take(4).map(|day| words::day_and_month(*day)).collect();
    let when = match days.len() {
        0 => String::new(),
        1..=4 => format!(": on {}", words::names(&named)),
        n => format!(": on {} and {} more days", named[..3].join(", "), n - 3),
    };
    let often = often(m.floor());
    format!("In {weeks}, cover, an event or a mentor meeting fell in PPA {often}{when}.")
}
