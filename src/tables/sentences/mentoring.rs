//! Meetings and mentors.

use super::{cycle, ect, mentor, weeks_seen, window};
use crate::model::figure::AnyFigure;
use crate::model::units::Ratio;
use crate::rules::{Assessed, Assessment, EctWork, Outcome, WindowState};
use crate::tables::words;

/// Why the rule asks nothing of this person.
pub(super) fn asks_nothing(rule: &str, name: &str) -> Option<String> {
    match rule {
        "MN01" => Some("No meeting was due yet.".to_string()),
        "MN02" => Some("No meeting was held in a week that counts.".to_string()),
        "MN03" => Some("No meeting was held.".to_string()),
        "MN04" => Some(format!("{name} mentors nobody any more on the last day looked at.")),
        "MN05" => Some("Mentor support is funded in year 2 only.".to_string()),
        "MN07" => Some(format!("{name} had no mentor on the last day looked at.")),
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
    let work = ect(assessed, answer);
    let by = words::up((r - m).abs());
    match answer.rule {
        "MN01" => Some(format!("Restore {name}’s {}ly mentor meeting", window(work).0)),
        "MN02" => Some(format!("Plan {name}’s mentor meetings for {} or more", least(answer))),
        "MN03" => Some(format!("Move {name}’s mentor meetings into teaching hours")),
        "MN04" => Some(format!("Name {by} more a {} for mentoring in {name}’s timetable", cycle(assessed))),
        "MN05" if answer.outcome == Outcome::Pending => {
            Some(format!("Plan {by} more of mentor meetings with {name} before year 2 ends"))
        }
        "MN05" => Some(format!("Check that every mentor meeting of {name}’s year 2 is in the register")),
        "MN07" => Some(format!(
            "Name a mentor for {name} who is not the induction tutor, or record why one person holds both roles"
        )),
        "MN08" => Some(format!(
            "Agree with the appropriate body that {name} may mentor without QTS, or name another mentor"
        )),
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
        "MN04" => {
            let ects = mentor(assessed, answer).map_or(0, |mentor| mentor.ects.len());
            let ects = words::counted(ects, "ECT", "ECTs");
            let (cycle, needed) = (cycle(assessed), words::up(r));
            let named = format!("{name}’s timetable names {} a {cycle} for mentoring {ects}", words::down(m));
            match (m >= r, m == Ratio::ZERO) {
                (true, _) => format!("{named}; {needed} is expected."),
                (_, true) => {
                    format!(
                        "{name}’s timetable names no time for mentoring {ects}; {needed} a {cycle} is expected."
                    )
                }
                _ => format!("{named}; {needed} is expected, so {} is missing.", words::up(r - m)),
            }
        }
        "MN05" => {
            let held = format!("Since year 2 began, {} of mentor meetings was held", words::down(m));
            match answer.outcome {
                _ if m >= r => format!("{held}; {} is funded to date.", words::up(r)),
                Outcome::Pending => {
                    format!("{held}: {} below the hours funded to date ({}).", words::up(r - m), words::up(r))
                }
                _ => format!("{held}: {} below the funded hours ({}).", words::up(r - m), words::up(r)),
            }
        }
        "MN07" if m <= r => format!("{name}’s mentor is not the induction tutor."),
        "MN07" => format!("{name}’s mentor is the induction tutor as well."),
        "MN08" if m >= r => format!("{name} holds QTS."),
        "MN08" => format!("{name} does not hold QTS."),
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
