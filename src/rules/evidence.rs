//! What was counted of each row behind the ledgers of the grants, and why the others were not. Three ledgers that never
//! mix: an ECT's own time, mentoring in the second year, and mentors' training. The parts of a figure are found as the
//! figure is, so that they add up to it.

use super::case::Case;
use super::cycle::{Grid, MinuteSet, minutes};
use super::inquiry::Inquiry;
use super::ledger::{given_back, lost, planned, weekday};
use super::mentor_support::{funded_to_date, held_since};
use super::workings::MentorWork;
use super::{lines, training};
use crate::model::figure::Figure;
use crate::model::school::{
    Activity, CoverKind, Day, Lesson, Meeting, MeetingKind, PersonId, Status, Training, Week,
};
use crate::model::units::Minutes;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What was counted of a row, or why it was not, in words without a full stop.
pub type Counted<T> = Result<T, &'static str>;

/// What a row of the cover register did to an ECT's induction time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Taken that no earlier row of the day had taken.
    pub taken: Minutes,
    /// Given back.
    pub back: Minutes,
}

/// Induction time that a row of the timetable names, in teaching hours, that no earlier row of the version names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// In one cycle of the version in force on the last day looked at.
    pub cycle: Minutes,
    /// Over the days of the term at work.
    pub term: Minutes,
}

/// Mentoring of an ECT since the second year began.
#[derive(Clone, Debug)]
pub struct Mentored {
    /// The ECT.
    pub person: PersonId,
    /// First day of the second year.
    pub since: NaiveDate,
    /// Held, as far as the register shows.
    pub held: Figure<Minutes>,
    /// Funded hours earned by then.
    pub funded: Option<Figure<Minutes>>,
}

/// The rows of four registers, each list beside that of the school, and the figures that rest on them alone.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Timetable.
    pub timetable: Vec<Counted<Named>>,
    /// Cover register.
    pub cover: Vec<Counted<Moved>>,
    /// Meetings register: minutes of mentoring in the second year.
    pub meetings: Vec<Counted<Minutes>>,
    /// Training register: minutes attended.
    pub training: Vec<Counted<Minutes>>,
    /// ECTs in the second year.
    pub mentored: Vec<Mentored>,
    /// Everyone in the mentors record, current mentor or not.
    pub trained: Vec<MentorWork>,
}

/// Looks at every row once more.
pub fn evidence(inquiry: &Inquiry, ects: &[Case]) -> Evidence {
    let school = inquiry.school;
    let of = |person: PersonId| ects.iter().find(|case| case.person == person);
    let trained: Vec<Case> =
        lines::trained(inquiry).into_iter().map(|person| Case::of(inquiry, person)).collect();
    let named: BTreeMap<_, _> = ects.iter().flat_map(names_time).collect();
    let moved: BTreeMap<_, _> = ects.iter().flat_map(moves_time).collect();
    let held: BTreeMap<_, _> = ects.iter().flat_map(mentoring).collect();
    let mentored = ects.iter().filter_map(|case| {
        let (since, position) = (second_year(case)?, case.position().ok()?);
        let funded = funded_to_date(case, position).ok();
        Some(Mentored { person: case.person, since, held: held_since(case, since).minutes, funded })
    });
    Evidence {
        timetable: (school.timetable.iter())
            .map(|lesson| match named.get(&lesson.at) {
                Some(time) if *time != Named::default() => Ok(*time),
                _ => Err(why_unnamed(of(lesson.person), lesson)),
            })
            .collect(),
        cover: (school.cover.iter())
            .map(|row| match (moved.get(&row.at), of(row.teacher)) {
                (Some(moved), _) => Ok(*moved),
                (None, None) => Err("not an early career teacher of the term"),
                (None, Some(case)) => Err(why_unmoved(case, row.date)),
            })
            .collect(),
        meetings: (school.meetings.iter())
            .map(|row| held.get(&row.at).copied().ok_or_else(|| why_unheld(of(row.ect), row)))
            .collect(),
        training: school.training.iter().map(|row| attends(inquiry, &trained, row)).collect(),
        mentored: mentored.collect(),
        trained: trained.iter().map(|case| training::work(case, Vec::new())).collect(),
    }
}

type At = crate::model::source::Span;

/// Minutes of a set that the rows of an activity name, row by row, each minute once.
fn by_row<'a>(
    grid: &Grid,
    rows: &[&'a Lesson],
    days: &[(Week, Day)],
    set: &MinuteSet,
) -> Vec<(&'a Lesson, Minutes)> {
    let mut left = set.clone();
    let mut found = Vec::new();
    for lesson in rows.iter().filter(|lesson| lesson.activity == Activity::Protected) {
        let weeks = days.iter().filter(|(week, day)| {
            *day == lesson.day && lesson.week.is_none_or(|named| named.contains(*week))
        });
        let slots = weeks.filter_map(|(week, day)| grid.slot(*week, *day, &lesson.slot));
        let own = &slots.fold(MinuteSet::new(), |all, slot| all | slot) & &left;
        left = &left - &own;
        found.push((*lesson, minutes(&own)));
    }
    found
}

/// Induction time that an ECT's timetable names: in a cycle, as PT03 counts it, and over the term, as PT04 does.
fn names_time(case: &Case) -> Vec<(At, Named)> {
    let (inquiry, mut named) = (case.inquiry, BTreeMap::<At, Named>::new());
    let grid = &inquiry.grid;
    if let (Ok(timetable), Ok(_)) = (case.timetable(), case.protected()) {
        let inside = &timetable.protected & grid.teaching();
        for (lesson, own) in by_row(grid, &timetable.rows, &grid.days(), &inside) {
            named.entry(lesson.at).or_default().cycle = own;
        }
    }
    if super::ledger::ledger(case).is_err() {
        return named.into_iter().collect();
    }
    // the same version on the same day of the cycle plans the same
    let mut alike: BTreeMap<(Option<At>, Week, Day), (NaiveDate, i64)> = BTreeMap::new();
    let at_work = inquiry.teaching_days.iter().copied().filter(|day| *day <= case.reference());
    for day in at_work.filter(|day| case.is_own_day(*day) && !case.is_absent(*day)) {
        let Ok(timetable) = inquiry.timetable(case.person, day) else { continue };
        let week = inquiry.week(day).unwrap_or(Week::A);
        let key = (timetable.rows.first().map(|row| row.at), week, weekday(day));
        alike.entry(key).or_insert((day, 0)).1 += 1;
    }
    for ((_, week, of_cycle), (day, times)) in alike {
        if let (Ok((plan, _)), Ok(timetable)) = (planned(case, day), inquiry.timetable(case.person, day)) {
            for (lesson, own) in by_row(grid, &timetable.rows, &[(week, of_cycle)], &plan) {
                named.entry(lesson.at).or_default().term.0 += own.0 * times;
            }
        }
    }
    named.into_iter().collect()
}

fn why_unnamed(ect: Option<&Case>, lesson: &Lesson) -> &'static str {
    match (lesson.activity, ect) {
        (Activity::Taught, _) => "taught",
        (Activity::Ppa, _) => "PPA, which is not induction time",
        (Activity::Other, _) => "neither taught, PPA nor induction time",
        (Activity::Protected, None) => "a mentor’s own timetable: mentoring is counted from the meetings",
        (Activity::Protected, Some(_)) => "not in teaching hours, on no day at work, or named by a row above",
    }
}

/// What the cover register took of an ECT's induction time, and gave back, as PT04 counts it.
fn moves_time(case: &Case) -> Vec<(At, Moved)> {
    let mut moved = Vec::new();
    if super::ledger::ledger(case).is_err() {
        return moved;
    }
    let at_work = case.inquiry.teaching_days.iter().copied().filter(|day| *day <= case.reference());
    for day in at_work.filter(|day| case.is_own_day(*day) && !case.is_absent(*day)) {
        let Ok((plan, _)) = planned(case, day) else { continue };
        let rows = lost(case, day, &plan).1.into_iter();
        moved.extend(rows.map(|(row, taken)| (row.at, Moved { taken, back: Minutes(0) })));
    }
    let repaid = super::ledger::own_cover(case).filter(|row| row.kind == CoverKind::Repaid);
    moved.extend(repaid.map(|row| (row.at, Moved { taken: Minutes(0), back: given_back(case, row) })));
    moved
}

fn why_unmoved(case: &Case, date: NaiveDate) -> &'static str {
    if date < case.inquiry.term.from || case.reference() < date {
        "not in the term so far"
    } else if super::ledger::ledger(case).is_err() {
        "the induction time of the term cannot be shown"
    } else if !case.is_own_day(date) || case.is_absent(date) {
        "not a day at work"
    } else {
        "fell in no induction time"
    }
}

fn second_year(case: &Case) -> Option<NaiveDate> {
    let position = case.position().ok()?;
    position.part2_began.filter(|_| position.part == 2)
}

/// Minutes of mentoring since the second year began, as MN05 counts them, each minute once.
fn mentoring(case: &Case) -> Vec<(At, Minutes)> {
    let Some(since) = second_year(case) else { return Vec::new() };
    let dates = since..=case.reference();
    let mut days: BTreeMap<NaiveDate, MinuteSet> = BTreeMap::new();
    let rows = super::windows::held(case, true).filter(|row| dates.contains(&row.date));
    let counted = rows.filter_map(|row| match (row.start, row.end, row.minutes) {
        (Some(start), Some(end), _) => {
            let set = case.inquiry.grid.interval(Week::A, weekday(row.date), start, end);
            let known = days.entry(row.date).or_default();
            let before = minutes(known).0;
            *known |= set;
            Some((row.at, Minutes(minutes(known).0 - before)))
        }
        (_, _, length) => Some((row.at, length?)),
    });
    counted.collect()
}

fn why_unheld(ect: Option<&Case>, row: &Meeting) -> &'static str {
    let Some(case) = ect else { return "not an early career teacher of the term" };
    let Some(since) = second_year(case) else {
        return "year 1: what the grant pays for is mentoring in year 2";
    };
    if row.kind == MeetingKind::Observation {
        "an observation, not a meeting"
    } else if row.status != Status::Held {
        "not held"
    } else if row.date < since {
        "before year 2 began"
    } else if row.date > case.reference() {
        "after the last day looked at"
    } else {
        "neither minutes nor an end time"
    }
}

fn attends(inquiry: &Inquiry, trained: &[Case], row: &Training) -> Counted<Minutes> {
    let case = trained.iter().find(|case| case.person == row.person);
    let case = case.ok_or("not in the mentors record")?;
    let start = training::started(case).map_err(|_| "nothing says who leads the programme")?;
    let start = start.ok_or("no provider-led training has started")?;
    if row.date < start {
        Err("before the training started")
    } else if row.date > inquiry.limit {
        Err("after the last day looked at")
    } else if row.attended {
        Ok(row.minutes)
    } else {
        Err("not attended")
    }
}
