//! Where ECT and mentor could meet: stretches of teaching hours that are free for both.

use super::stretch::{Stretch, cut, free, in_school, long_enough};
use crate::model::figure::{Figure, Origin, Origins};
use crate::model::school::{Day, PersonId, Week};
use crate::model::units::{Count, Minutes, Ratio};
use crate::rules::CannotTell;
use crate::rules::case::Case;
use crate::rules::cycle::{MinuteSet, Timetable};
use crate::rules::mentoring::least_minutes;
use crate::rules::searched::nowhere;
use std::collections::BTreeMap;

/// Where one expected meeting could be: a single stretch, or one for each week of the cycle. A single stretch of one week
/// where a meeting is expected in both leaves the other week without.
pub type Meeting = Vec<Stretch>;

/// What comes nearest where no stretch is free for both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nearest {
    /// The ECT's own induction time, which may hold mentor sessions, while the mentor is free.
    InductionTime,
    /// The ECT is free and the mentor has a duty or another meeting, never a class, PPA or induction time.
    Duty,
}

/// Where ECT and mentor could meet.
#[derive(Clone, Debug)]
pub struct Slots {
    /// The mentor.
    pub mentor: PersonId,
    /// How long a meeting has to be.
    pub least: Figure<Minutes>,
    /// A meeting is expected in every week of the cycle.
    pub weekly: bool,
    /// Stretches that both timetables label for induction already.
    pub labelled: Vec<Meeting>,
    /// Stretches without a row in either timetable, in the order to propose them.
    pub free: Vec<Meeting>,
    /// How many those are, and the rows looked through.
    pub found: Figure<Count>,
    /// What comes nearest, if nothing is free as often as it is needed.
    pub nearest: Option<(Nearest, Vec<Meeting>)>,
}

/// Finds them. Free is a minute in teaching hours in which the timetable in force has no row at all. Someone who is not
/// full-time counts as in school only from the first row of a day to its last.
///
/// Order: what serves every week before what serves one; days on which neither has induction time yet come first; then the first stretch of each day before the second
/// of any, so that what is proposed is spread over the week; then the earlier.
///
/// # Errors
/// If periods, part, either timetable, or the one mentor is not known.
pub fn find(case: &Case) -> Result<Slots, CannotTell> {
    let inquiry = case.inquiry;
    inquiry.needs_periods()?;
    let day = case.reference();
    let mentor = mentor(case)?;
    let least = least_minutes(case)?;
    let every = case.by_part::<Count>("meeting_weeks_part_1", "meeting_weeks_part_2")?.value();
    let weekly = every <= Ratio::ONE;
    let (own, own_hours) = in_school(inquiry, case.person, day)?;
    let (theirs, their_hours) = in_school(inquiry, mentor, day)?;
    let (own_free, their_free) = (free(inquiry, &own, &own_hours), free(inquiry, &theirs, &their_hours));
    let induction = &own.protected | &theirs.protected;
    let meetings = |set: &MinuteSet| {
        let stretches = long_enough(&cut(&inquiry.grid, set), least.value());
        ranked(case, meetings(stretches, weekly), weekly, &induction)
    };
    let teaching = |set: &MinuteSet| set & inquiry.grid.teaching();
    let proposed = meetings(&(&own_free & &their_free));
    let count = i64::try_from(proposed.len()).unwrap_or(i64::MAX);
    let found =
        Figure::read(count, "slots free for both, each in one place", looked_through(case, &own, &theirs));
    let duty = || meetings(&(&own_free & &teaching(&only_other(&theirs))));
    let session = || meetings(&(&teaching(&own.protected) & &their_free));
    let nearest = if proposed.iter().all(|meeting| weekly && is_of_one_week(meeting)) {
        [(Nearest::InductionTime, session()), (Nearest::Duty, duty())]
            .into_iter()
            .find(|(_, all)| !all.is_empty())
    } else {
        None
    };
    let labelled = meetings(&teaching(&(&own.protected & &theirs.protected)));
    Ok(Slots { mentor, least, weekly, labelled, free: proposed, found, nearest })
}

/// The one mentor on the reference day.
fn mentor(case: &Case) -> Result<PersonId, CannotTell> {
    let rows = case.inquiry.mentorships(case.person, case.reference());
    match rows.as_slice() {
        [first, rest @ ..]
            if first.mentor != case.person && rest.iter().all(|m| m.mentor == first.mentor) =>
        {
            Ok(first.mentor)
        }
        _ => {
            let why = format!("{} has no one mentor on the last day looked at", case.name());
            Err(CannotTell::supply(why, "mentorship", "ECT, Mentor, From"))
        }
    }
}

fn only_other(timetable: &Timetable) -> MinuteSet {
    &(&(&timetable.other - &timetable.taught) - &timetable.ppa) - &timetable.protected
}

/// Both timetables, row by row, and the periods.
fn looked_through(case: &Case, own: &Timetable, theirs: &Timetable) -> Origins {
    let rows = own.all_cells().into_iter().chain(theirs.all_cells()).map(Origin::Searched);
    let periods = case.inquiry.searched("periods");
    Origins::of(rows.chain(periods)).unwrap_or_else(|| nowhere(&["timetable"]))
}

/// A single stretch that only one week of the cycle has.
pub fn is_of_one_week(meeting: &Meeting) -> bool {
    matches!(meeting.as_slice(), [Stretch { week: Some(_), .. }])
}

/// One meeting a cycle is any stretch. One in every week is a stretch that both weeks have, or else one of each week,
/// paired in order; a stretch serves one meeting only. What is left serves its own week.
fn meetings(stretches: Vec<Stretch>, weekly: bool) -> Vec<Meeting> {
    if !weekly || stretches.iter().all(|s| s.week.is_none()) {
        return stretches.into_iter().map(|s| vec![s]).collect();
    }
    let of = |week| stretches.iter().filter(move |s| s.week == Some(week)).cloned().collect::<Vec<_>>();
    let (mut first, mut second) = (of(Week::A), of(Week::B));
    let same = |a: &Stretch, b: &Stretch| (a.day, a.start, a.end) == (b.day, b.start, b.end);
    let both: Vec<Stretch> = first.iter().filter(|a| second.iter().any(|b| same(a, b))).cloned().collect();
    first.retain(|a| !both.iter().any(|b| same(a, b)));
    second.retain(|a| !both.iter().any(|b| same(a, b)));
    let every_week = both.into_iter().map(|s| vec![Stretch { week: None, ..s }]);
    let pairs = first.len().min(second.len());
    let left = [first.split_off(pairs), second.split_off(pairs)].concat();
    let in_pairs = first.into_iter().zip(second).map(|(a, b)| vec![a, b]);
    every_week.chain(in_pairs).chain(left.into_iter().map(|s| vec![s])).collect()
}

fn ranked(case: &Case, meetings: Vec<Meeting>, weekly: bool, induction: &MinuteSet) -> Vec<Meeting> {
    let grid = &case.inquiry.grid;
    let has_induction = |s: &Stretch| {
        let weeks = s.week.map_or_else(|| vec![Week::A, Week::B], |week| vec![week]);
        weeks.into_iter().any(|week| !(induction & &grid.day(week, s.day)).is_empty())
    };
    let mut on_day: BTreeMap<(Option<Week>, Day), usize> = BTreeMap::new();
    let mut keyed: Vec<_> = meetings
        .into_iter()
        .map(|meeting| {
            let nth = on_day.entry((meeting[0].week, meeting[0].day)).or_default();
            *nth += 1;
            let falls_short = weekly && is_of_one_week(&meeting);
            ((falls_short, meeting.len(), meeting.iter().any(has_induction), *nth), meeting)
        })
        .collect();
    keyed.sort();
    keyed.into_iter().map(|(_, meeting)| meeting).collect()
}
