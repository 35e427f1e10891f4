//! What could be done, a line each: concrete slots, dates and sessions.

use super::cycle;
use crate::model::school::{Day, Element, School, Week, Weeks};
use crate::rules::remedies::absence::{Forecast, Moved};
use crate::rules::remedies::lessons::{Label, Lessons};
use crate::rules::remedies::repayment::{Dated, Repayment};
use crate::rules::remedies::slots::{Meeting, Nearest, Slots};
use crate::rules::remedies::stretch::Stretch;
use crate::rules::remedies::warning::{Closing, Warning};
use crate::rules::remedies::{Remedy, Way};
use crate::rules::{Assessed, Assessment, CannotTell};
use crate::tables::words;

/// Slots and dates named at most; the number of all is said.
const NAMED: usize = 3;

/// The remedies of an answer.
fn of<'a>(assessed: &'a Assessed, answer: &Assessment) -> impl Iterator<Item = &'a Remedy> {
    let (rule, person) = (answer.rule, answer.subject);
    assessed.remedies.iter().filter(move |remedy| remedy.rule == rule && remedy.person == person)
}

/// The rate so far leads to a miss.
pub fn is_warned(assessed: &Assessed, answer: &Assessment) -> bool {
    of(assessed, answer).any(|remedy| matches!(remedy.way, Way::Warn(_)))
}

/// A sentence for each thing that could be done.
pub fn lines(assessed: &Assessed, answer: &Assessment) -> Vec<String> {
    let name = assessed.school.person(answer.subject).name.as_str();
    let said = |remedy: &Remedy| match &remedy.way {
        Way::Meet(Ok(slots)) => meet(assessed, name, slots),
        Way::Meet(Err(cannot)) => vec![unknown(cannot)],
        Way::Repay(repayment) => repay(repayment),
        Way::Release(lessons) => {
            vec![format!("To release: {} a {} {} enough.", of_lessons(lessons), cycle(assessed), be(lessons))]
        }
        Way::Label(all) => vec![label(assessed.school, all)],
        Way::Warn(warning) => vec![warn(name, warning)],
        Way::Absence(forecast) => vec![absence(forecast)],
    };
    of(assessed, answer).flat_map(said).collect()
}

/// The same where they are ways to do something: a forecast of absence is part of the reason instead.
pub fn ways(assessed: &Assessed, answer: &Assessment) -> Vec<String> {
    if answer.rule == "IN02" { Vec::new() } else { lines(assessed, answer) }
}

fn unknown(cannot: &CannotTell) -> String {
    format!("Slots free for both cannot be shown from the files: {}.", cannot.why)
}

/// `Monday`, or a day as the timetable names it.
fn day(school: &School, day: Day) -> String {
    let own = || school.own_days.get(usize::from(day.0).checked_sub(7)?).cloned();
    words::day_of_week(day.0).map(str::to_string).or_else(own).unwrap_or_else(|| format!("Day {}", day.0))
}

/// `P3 (10:15 to 11:15)`, `periods 3 and 4 (10:15 to 12:15)`.
fn time(stretch: &Stretch) -> String {
    let bare = |name: &String| name.chars().all(|c| c.is_ascii_digit());
    let word = match (stretch.periods.iter().any(bare), stretch.periods.len()) {
        (false, _) => "",
        (true, 1) => "period ",
        (true, _) => "periods ",
    };
    format!("{word}{} ({} to {})", words::names(&stretch.periods), stretch.start, stretch.end)
}

/// `week A`, `weeks A, C and D`.
fn weeks(weeks: Weeks) -> String {
    let letters: Vec<String> = weeks.iter().map(|week| week.letter().to_string()).collect();
    format!("{} {}", if letters.len() == 1 { "week" } else { "weeks" }, words::names(&letters))
}

fn place(school: &School, stretch: &Stretch) -> String {
    let on = format!("{} {}", day(school, stretch.day), time(stretch));
    stretch.weeks.map_or(on.clone(), |of| format!("{} {on}", weeks(of)))
}

fn meeting(assessed: &Assessed, meeting: &Meeting, weekly: bool) -> String {
    let stretches = &meeting.stretches;
    let places: Vec<String> = stretches.iter().map(|stretch| place(assessed.school, stretch)).collect();
    let places = words::names(&places);
    match (meeting.serves, stretches.as_slice()) {
        (true, [Stretch { weeks: None, .. }]) if weekly => format!("{places}, every week"),
        (true, _) => places,
        (false, _) if !weekly => format!("{places}, which leaves some fortnights without"),
        (false, _) if assessed.cycle_weeks == 2 => format!("{places}, which leaves the other week without"),
        (false, _) => {
            let cycle: Weeks = Week::ALL.into_iter().take(usize::from(assessed.cycle_weeks)).collect();
            let with: Weeks = stretches.iter().filter_map(|s| s.weeks).flat_map(Weeks::iter).collect();
            format!("{places}, which leaves {} without", weeks(cycle.without(with)))
        }
    }
}

/// At most three, and how many there are.
fn some(assessed: &Assessed, all: &[Meeting], weekly: bool) -> String {
    let named: Vec<String> = all.iter().take(NAMED).map(|one| meeting(assessed, one, weekly)).collect();
    named.join("; ")
}

fn out_of(shown: usize, all: usize, what: &str) -> String {
    if all > shown {
        format!(", {} of {} {what}", words::count(shown), words::count(all))
    } else {
        String::new()
    }
}

fn meet(assessed: &Assessed, name: &str, slots: &Slots) -> Vec<String> {
    let school = assessed.school;
    let mentor = school.person(slots.mentor).name.as_str();
    let mut lines = Vec::new();
    if !slots.labelled.is_empty() {
        lines.push(format!(
            "Induction time on both timetables already{}: {}.",
            out_of(NAMED, slots.labelled.len(), "slots"),
            some(assessed, &slots.labelled, slots.weekly)
        ));
    }
    let other = if slots.labelled.is_empty() { "" } else { "other " };
    lines.push(if slots.free.is_empty() {
        format!(
            "No {other}slot of {} in teaching hours is free for both {name} and {mentor}.",
            words::up(slots.least.value())
        )
    } else {
        format!(
            "Free for both {name} and {mentor}{}: {}.",
            out_of(NAMED, slots.free.len(), "slots"),
            some(assessed, &slots.free, slots.weekly)
        )
    });
    let nearest = slots.nearest.as_ref().map(|(kind, all)| {
        let what = match kind {
            Nearest::InductionTime => format!("{name} has induction time while {mentor} is free"),
            Nearest::Duty => format!("{name} is free while {mentor} has a duty or another meeting"),
        };
        format!("{what}: {}.", some(assessed, all, slots.weekly))
    });
    lines.extend(nearest);
    lines
}

/// `one lesson of 1 h`, `two lessons of 50 min`.
fn of_lessons(lessons: &Lessons) -> String {
    let n = usize::try_from(lessons.enough.value().ceil()).unwrap_or(1);
    format!("{} of {}", words::counted(n, "lesson", "lessons"), words::duration(lessons.each.0))
}

fn be(lessons: &Lessons) -> &'static str {
    if lessons.enough.value().ceil() == 1 { "is" } else { "are" }
}

fn label(school: &School, label: &Label) -> String {
    let places: Vec<String> = label.free.iter().map(|stretch| place(school, stretch)).collect();
    match (places.as_slice(), &label.lessons) {
        ([], Some(lessons)) => {
            format!("No time without a row is enough: release {} and label it.", of_lessons(lessons))
        }
        ([], None) => "No time without a row is enough, and no whole lesson is either.".to_string(),
        ([one], _) => format!("To label: {one} is free and long enough."),
        (all, _) => format!("To label: {} are free, and together long enough.", words::names(all)),
    }
}

fn dated(dated: &Dated) -> String {
    let stretch = &dated.stretch;
    let on = format!("{} {}", words::day(dated.date), time(stretch));
    if dated.minutes < stretch.length() {
        format!("{} of {on}", words::duration(dated.minutes.0))
    } else {
        on
    }
}

fn repay(repayment: &Repayment) -> Vec<String> {
    let until = words::day_and_month(repayment.until);
    if repayment.days_left.value().ceil() == 0 {
        return vec![
            "No teaching day of the term is left, so it can no longer be given back within it.".to_string(),
        ];
    }
    let mut lines = Vec::new();
    if !repayment.free.is_empty() {
        let named: Vec<String> = repayment.free.iter().take(NAMED).map(dated).collect();
        lines.push(format!(
            "Free on the timetable, so it can be labelled as induction time{}: {}.",
            out_of(NAMED, repayment.free.len(), "slots"),
            named.join("; ")
        ));
    }
    match (&repayment.lessons, repayment.free.is_empty()) {
        (Some(lessons), true) => {
            lines.push(format!("No time is free by {until}: cover {} instead.", of_lessons(lessons)));
        }
        (Some(lessons), false) => lines.push(format!("For the rest, cover {}.", of_lessons(lessons))),
        (None, true) => lines.push(format!("No time is free by {until}, and no whole lesson is enough.")),
        (None, false) => {}
    }
    lines
}

fn noun(element: Element) -> (&'static str, &'static str) {
    match element {
        Element::Conference => ("conference", "conferences"),
        Element::Clinic => ("clinic", "clinics"),
        Element::Coaching => ("coaching session", "coaching sessions"),
        Element::SelfStudy => ("self-study session", "self-study sessions"),
        Element::Induction => ("induction session", "induction sessions"),
        Element::Other => ("session", "sessions"),
    }
}

fn warn(name: &str, warning: &Warning) -> String {
    let (until, closes) = (words::date(warning.until), closes(warning));
    match &warning.share {
        Some(share) => format!(
            "At the rate so far {name} misses {} by {} on {until}; {closes}.",
            words::exact(&share.any()),
            words::up(warning.short.value())
        ),
        None => format!(
            "At the rate so far {name}’s meetings come to {} of the funded {} on {until}, when year 2 ends; {closes}.",
            words::down(warning.projected.value()),
            words::up(warning.required.value())
        ),
    }
}

fn closes(warning: &Warning) -> String {
    let from = warning.months.first().map_or_else(String::new, |day| words::month_in_full(*day));
    match (&warning.closing, &warning.a_month) {
        (Some(closing), _) => {
            let (n, when) = match &closing.a_month {
                Some(each) => (each, format!(" a month from {from}")),
                None => (&closing.sessions, String::new()),
            };
            let n = n.value().ceil();
            format!("{}{when} {} the gap", more(closing, n), if n == 1 { "closes" } else { "close" })
        }
        (None, Some(each)) => format!("{} a month from {from} closes the gap", words::up(each.value())),
        (None, None) => format!("{} closes the gap", words::up(warning.short.value())),
    }
}

/// `one more clinic of 1 h 30 min`.
fn more(closing: &Closing, n: i64) -> String {
    let (one, many) = noun(closing.element);
    let n = usize::try_from(n).unwrap_or(1);
    let (one, many) = (format!("more {one}"), format!("more {many}"));
    format!("{} of {}", words::counted(n, &one, &many), words::up(closing.each.value()))
}

/// ` until 4 March 2027 instead of 18 December 2026`.
fn instead((without, with): Moved) -> Option<(String, String)> {
    let (without, with) = (without?, with?);
    (without != with).then(|| (words::date(with), words::date(without)))
}

/// What follows from absence: ` year 1, with its 10% induction time, lasts until …, and induction …`.
fn moves(forecast: &Forecast, verb: &str, ends: &str) -> Option<String> {
    let share = forecast.share.as_ref().map(|share| words::exact(&share.any()));
    let with_share = share.map_or(String::new(), |share| format!(", with its {share} induction time,"));
    let part = if forecast.part == 1 { "year 1" } else { "induction" };
    let lasts = instead(forecast.part_end)
        .map(|(with, without)| format!("{part}{with_share} {verb} until {with} instead of {without}"));
    let end = instead(forecast.induction_end)
        .filter(|_| forecast.part == 1)
        .map(|(with, without)| format!("induction {ends} on {with} instead of {without}"));
    match (lasts, end) {
        (Some(lasts), Some(end)) => Some(format!("{lasts}, and {end}")),
        (lasts, end) => lasts.or(end),
    }
}

/// What absence does, or would do, to the dates of the induction.
fn absence(forecast: &Forecast) -> String {
    if forecast.left.is_none() {
        let (lasts, ends) = if forecast.closed {
            ("would have lasted", "would have ended")
        } else {
            ("lasts", "is expected to end")
        };
        let moves = moves(forecast, lasts, ends);
        return moves.map_or(String::new(), |moves| format!("{}.", words::sentence(&moves)));
    }
    let moves =
        moves(forecast, "would last", "would end").unwrap_or_else(|| "no date would move".to_string());
    let limit = words::number(forecast.limit.value());
    let elapsed = words::number(forecast.elapsed.value());
    let rate =
        format!("At the rate so far ({} in {elapsed} school days)", words::exact(&forecast.absent.any()));
    match forecast.reached {
        Some(day) => format!("{rate}, {limit} is reached on {}: {moves}.", words::date(day)),
        None => format!("{rate}, {limit} is not reached before it ends; if it were, {moves}."),
    }
}

/// The forecasts of absence for all who are near or over the limit.
pub fn absences(assessed: &Assessed) -> Vec<String> {
    let said = |remedy: &Remedy| match &remedy.way {
        Way::Absence(forecast) => {
            let name = &assessed.school.person(remedy.person).name;
            let days = words::exact(&forecast.absent.any());
            Some(format!(
                "{name} has been absent for {days} in year {}. {}",
                forecast.part,
                absence(forecast)
            ))
        }
        _ => None,
    };
    assessed.remedies.iter().filter_map(said).collect()
}
