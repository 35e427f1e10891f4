//! The sentences of an overview.

use super::{Counts, School, title};
use crate::tables::words;
use chrono::NaiveDate;
use std::fmt::Write as _;

/// How many rules a school's line names.
const NAMED: usize = 3;

fn whole(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// The answer to the whole, in one to three sentences.
pub(super) fn verdict(schools: &[School]) -> String {
    let n = schools.len();
    let count = |test: fn(&School) -> bool| schools.iter().filter(|school| test(school)).count();
    let unread = count(|school| school.failed.is_some());
    let over = count(|school| school.all.breach > 0);
    let clear = count(|school| !school.wants_something());
    let of = |k: usize| format!("{} of {}", words::count(k), words::count(n));
    let mut said = match (over, clear) {
        (0, clear) if clear == n => "Everything due is met in every school.".to_string(),
        (0, 0) => "No breach, but every school has something to put right or to show.".to_string(),
        (0, k) => format!("No breach; {} schools have nothing to put right.", of(k)),
        (k, c) => {
            let have = if k == 1 { "has" } else { "have" };
            let clear = match c {
                0 => "Every school has something to put right or to show".to_string(),
                1 => "One has nothing to put right".to_string(),
                c => words::sentence(&format!("{} have nothing to put right", words::count(c))),
            };
            format!("{} schools {have} a breach. {clear}.", words::sentence(&of(k)))
        }
    };
    if unread > 0 {
        let schools = words::counted(unread, "school", "schools");
        let _ = write!(said, " {} could not be read.", words::sentence(&schools));
    }
    said
}

/// Whom it is about, the nearest date, and what could not be seen.
pub(super) fn lede(schools: &[School]) -> String {
    let mut said = Vec::new();
    let (ects, mentors) = schools.iter().fold((0, 0), |(e, m), school| (e + school.ects, m + school.mentors));
    if ects + mentors > 0 {
        let ects = words::counted(ects, "early career teacher", "early career teachers");
        let mentors = words::counted(mentors, "mentor", "mentors");
        said.push(words::sentence(&format!("{ects} and {mentors}.")));
    }
    if let Some(by) = nearest(schools) {
        let due = schools.iter().filter(|school| school.by == Some(by)).count();
        let have = words::counted(due, "school has", "schools have");
        said.push(format!("{} something to put right by {}.", words::sentence(&have), words::day(by)));
    }
    let hidden = schools.iter().map(|school| school.all.not_shown).sum();
    if hidden > 0 {
        let checks = words::counted(whole(hidden), "check", "checks");
        said.push(format!("{} cannot be shown from the files supplied.", words::sentence(&checks)));
    }
    said.join(" ")
}

fn nearest(schools: &[School]) -> Option<NaiveDate> {
    schools.iter().filter_map(|school| school.by).min()
}

/// What falls short in a school, breaches first: `3 of 9 reduced timetable, 1 of 9 PPA, and 2 more rules`.
pub fn short(school: &School) -> String {
    if let Some(why) = &school.failed {
        return why.clone();
    }
    let mut failed: Vec<(&str, Counts)> = school.rules.iter().filter(|(_, c)| c.not_met > 0).collect();
    failed.sort_by_key(|(rule, c)| (std::cmp::Reverse((c.breach, c.not_met)), *rule));
    let mut said: Vec<String> = (failed.iter().take(NAMED))
        .map(|(rule, c)| format!("{} of {} {}", c.not_met, c.asked(), title(rule)))
        .collect();
    if failed.len() > NAMED {
        said.push(words::counted(failed.len() - NAMED, "more rule", "more rules"));
    }
    let hidden = school.all.not_shown;
    match (said.is_empty(), hidden) {
        (true, 0) => String::new(),
        (true, n) => words::sentence(&format!("{} cannot be shown", checks(n))),
        (false, 0) => words::names(&said),
        (false, n) => format!("{}; {} cannot be shown", words::names(&said), checks(n)),
    }
}

/// `one check`, `14 checks`.
fn checks(n: u64) -> String {
    words::counted(whole(n), "check", "checks")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_school_s_line_names_breaches_first_and_says_how_many_more() {
        let counts =
            |not_met, breach, not_shown, met| Counts { not_met, breach, not_shown, met, ..Counts::default() };
        let rules = [
            ("MN01", counts(2, 0, 0, 1)),
            ("PT01", counts(1, 1, 0, 2)),
            ("PT03", counts(3, 0, 0, 0)),
            ("TR01", counts(1, 0, 1, 0)),
        ];
        let rules = rules.map(|(rule, counts)| (rule.to_owned(), counts));
        let all = rules.iter().fold(Counts::default(), |all, (_, counts)| all.and(*counts));
        let school = School { rules: BTreeMap::from(rules).into(), all, ..School::default() };
        assert_eq!(
            short(&school),
            "1 of 3 reduced timetable, 3 of 3 induction time named, 2 of 3 meets regularly and one more rule; \
             one check cannot be shown"
        );
        assert_eq!(short(&School::default()), "");
    }
}
