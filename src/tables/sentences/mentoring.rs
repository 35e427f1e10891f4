//! Meetings and mentors.

use super::{ect, weeks_seen, window};
use crate::model::figure::AnyFigure;
use crate::model::units::Ratio;
use crate::rules::{Assessed, Assessment, EctWork, WindowState};
use crate::tables::words;

/// Why the rule asks nothing of this person.
pub(super) fn asks_nothing(rule: &str, _name: &str) -> Option<String> {
    match rule {
        "MN01" => Some("No meeting was due yet.".to_string()),
        "MN02" => Some("No meeting was held in a week that counts.".to_string()),
        "MN03" => Some("No meeting was held.".to_string()),
        _ => None,
    }
}

/// What to do, in the imperative without a full stop.
pub(super) fn remedy(
    assessed: &Assessed,
    answer: &Assessment,
    name: &str,
    _m: Ratio,
    _r: Ratio,
) -> Option<String> {
    let work = ect(assessed, answer);
    match answer.rule {
        "MN01" => Some(format!("Restore {name}’s {}ly mentor meeting", window(work).0)),
        "MN02" => Some(format!("Plan {name}’s mentor meetings for {} or more", least(answer))),
        "MN03" => Some(format!("Move {name}’s mentor meetings into teaching hours")),
        "MN06" if work.is_some_and(is_mentored_now) => Some(format!(
            "Record who mentored {name} on the days without exactly one mentor, or why nobody did"
        )),
        "MN06" => Some(format!("Name one mentor for {name}, and record it with its first day")),
        _ => None,
    }
}

pub(super) fn reason(assessed: &Assessed, answer: &Assessment, name: &str, m: Ratio, r: Ratio) -> String {
    let work = ect(assessed, answer);
    let (one, many) = window(work);
    let (all, missing) = (r.floor(), (r - m).ceil());
    let weeks = weeks_seen(assessed);
    match answer.rule {
        "MN01" if m >= r => {
            format!("A meeting was held in {} of {} ({weeks}).", m.floor(), words::tally(all, one, many))
        }
        "MN01" => {
            let gap = work.and_then(|ect| ect.longest_gap.as_ref()).map_or(0, |gap| gap.value().floor());
            let run = if gap > 1 {
                format!(" The longest run without one was {gap} {many}.")
            } else {
                String::new()
            };
            let when = missed(work);
            let had = if missing == 1 { "had no meeting" } else { "had none" };
            format!("{missing} of the {} ({weeks}) {had}{when}.{run}", words::tally(all, one, many))
        }
        "MN02" => {
            let least = least(answer);
            if m >= r {
                format!("Each of the {} with a meeting had {least} or more.", words::tally(all, one, many))
            } else {
                format!(
                    "{missing} of the {} with a meeting ({weeks}) had less than {least}.",
                    words::tally(all, one, many)
                )
            }
        }
        "MN03" if m >= r => {
            format!("All {} held were in teaching hours.", words::tally(all, "meeting", "meetings"))
        }
        "MN03" => format!(
            "{missing} of {name}’s {} {} not wholly in teaching hours.",
            words::tally(all, "meeting", "meetings"),
            if missing == 1 { "was" } else { "were" }
        ),
        _ if m >= r => {
            format!("Each of {} had one named mentor.", words::tally(all, "teaching day", "teaching days"))
        }
        _ => format!(
            "On {missing} of {}{}, {name} did not have exactly one named mentor.",
            words::tally(all, "teaching day", "teaching days"),
            unmentored(work)
        ),
    }
}

/// The last day looked at has exactly one mentor: only the past is to be put right.
fn is_mentored_now(work: &EctWork) -> bool {
    work.mentors.len() == 1
        && !work.mentors.contains(&work.person)
        && !work.unmentored.contains(&work.reference_day)
}

/// ` (12 October)`, `, between 5 October and 9 October`: the days without exactly one mentor.
fn unmentored(work: Option<&EctWork>) -> String {
    let days = work.map_or(&[][..], |ect| &ect.unmentored);
    match days {
        [] => String::new(),
        [day] => format!(" ({})", words::day_and_month(*day)),
        [first, .., last] if days.len() > 4 => {
            format!(", between {} and {}", words::day_and_month(*first), words::day_and_month(*last))
        }
        _ => {
            let days: Vec<String> = days.iter().map(|day| words::day_and_month(*day)).collect();
            format!(" ({})", words::names(&days))
        }
    }
}

/// `: the weeks of 5 October and 12 October`, at most four.
fn missed(work: Option<&EctWork>) -> String {
    let windows = work.map_or(&[][..], |ect| &ect.windows);
    let days: Vec<String> = windows
        .iter()
        .filter(|window| window.state == WindowState::Missed)
        .map(|window| words::day_and_month(crate::model::calendar::monday(window.from)))
        .collect();
    let (one, many) = window(work);
    match days.len() {
        0 => String::new(),
        1 => format!(": the {one} of {}", days[0]),
        2..=4 => format!(": the {many} of {}", words::names(&days)),
        n => format!(": the {many} of {} and {} more", days[..3].join(", "), n - 3),
    }
}

/// The least length of the meetings of a window, from the figures of the answer.
fn least(answer: &Assessment) -> String {
    fn ruled(figure: &AnyFigure) -> Option<String> {
        let chosen = figure.clause().is_some() || !figure.origins().is_empty() && figure.from().is_empty();
        if figure.unit() == "minutes" && chosen {
            return Some(words::up(figure.value()));
        }
        figure.from().iter().find_map(ruled)
    }
    let found = answer.measured.iter().chain(&answer.required).find_map(ruled);
    found.unwrap_or_else(|| "the time expected".to_string())
}
