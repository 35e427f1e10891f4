//! Where ECT and mentor could meet: stretches of teaching hours that are free for both.

use super::stretch::{Stretch, cut, free, in_school, long_enough};
use crate::model::figure::{Figure, Origin, Origins};
use crate::model::school::{Day, PersonId, Weeks};
use crate::model::units::{Count, Minutes, Ratio};
use crate::rules::CannotTell;
use crate::rules::case::Case;
use crate::rules::cycle::{Grid, MinuteSet, Timetable};
use crate::rules::mentoring::least_minutes;
use crate::rules::searched::nowhere;
use std::collections::BTreeMap;

/// Where one expected meeting could be: a single stretch, or several that take turns over the weeks of the cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// The stretches, no two of them in one week.
    pub stretches: Vec<Stretch>,
    /// There is one wherever a meeting is expected; otherwise some weeks, or fortnights, are left without.
    pub serves: bool,
}

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
/// Order: what serves every week before what serves some; single stretches before those that take turns; days on which
/// neither has induction time yet come first; then the first stretch of each day before the second of any, so that what
/// is proposed is spread over the week; then the earlier.
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
    let expected = expected(&inquiry.grid, usize::try_from(every.floor()).unwrap_or(1).max(1));
    let (own, own_hours) = in_school(inquiry, case.person, day)?;
    let (theirs, their_hours) = in_school(inquiry, mentor, day)?;
    let (own_free, their_free) = (free(inquiry, own, &own_hours), free(inquiry, theirs, &their_hours));
    let induction = &own.protected | &theirs.protected;
    let meetings = |set: &MinuteSet| {
        let stretches = long_enough(&cut(&inquiry.grid, set), least.value());
        ranked(case, meetings(stretches, &inquiry.grid, &expected), &induction)
    };
    let teaching = |set: &MinuteSet| set & inquiry.grid.teaching();
    let proposed = meetings(&(&own_free & &their_free));
    let count = i64::try_from(proposed.len()).unwrap_or(i64::MAX);
    let found =
        Figure::read(count, "slots free for both, each in one place", looked_through(case, own, theirs));
    let duty = || meetings(&(&own_free & &teaching(&only_other(theirs))));
    let session = || meetings(&(&teaching(&own.protected) & &their_free));
    let nearest = if proposed.iter().all(|meeting| !meeting.serves) {
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

/// The runs of weeks of which each is to have a meeting: every week, or every fortnight wherever it begins. The cycle
/// repeats, so that its last week and its first are a fortnight too. Where the cycle is no longer than a run, it is the
/// only one.
fn expected(grid: &Grid, every: usize) -> Vec<Weeks> {
    let weeks = grid.weeks();
    let run = |n: usize| weeks.iter().cycle().skip(n).take(every.min(weeks.len())).copied().collect();
    let mut runs: Vec<Weeks> = (0..weeks.len()).map(run).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// Where one meeting a cycle is expected, it is any stretch. Where more are, it is a stretch that has them all, or else
/// stretches that take turns: the one that serves most, then the one that serves most of what is left; a stretch serves
/// one meeting only. What is left serves its own weeks.
fn meetings(stretches: Vec<Stretch>, grid: &Grid, expected: &[Weeks]) -> Vec<Meeting> {
    if expected.len() == 1 {
        return stretches.into_iter().map(|s| Meeting { stretches: vec![s], serves: true }).collect();
    }
    let all = Weeks::to(grid.last());
    let in_weeks = |weeks: Weeks, stretch: &Stretch| Stretch {
        weeks: (weeks != all).then_some(weeks),
        ..stretch.clone()
    };
    let alone = |(weeks, stretch): &(Weeks, Stretch), serves| Meeting {
        stretches: vec![in_weeks(*weeks, stretch)],
        serves,
    };
    let serves = |(weeks, _): &(Weeks, Stretch)| expected.iter().all(|run| run.meet(*weeks));
    let (whole, mut left): (Vec<_>, Vec<_>) = by_place(stretches, all).into_iter().partition(serves);
    let mut found: Vec<Meeting> = whole.iter().map(|place| alone(place, true)).collect();
    while let Some(turns) = in_turn(&mut left, expected) {
        let stretches = turns.iter().map(|(weeks, stretch)| in_weeks(*weeks, stretch)).collect();
        found.push(Meeting { stretches, serves: true });
    }
    let rest = left.iter().filter(|(weeks, _)| !weeks.is_empty());
    found.extend(rest.map(|place| alone(place, false)));
    found
}

/// Stretches of the same day and time as one, with the weeks that have it, in the order in which they come first.
fn by_place(stretches: Vec<Stretch>, all: Weeks) -> Vec<(Weeks, Stretch)> {
    let mut places: Vec<(Weeks, Stretch)> = Vec::new();
    for stretch in stretches {
        let weeks = stretch.weeks.unwrap_or(all);
        let same = |(_, s): &&mut (Weeks, Stretch)| {
            (s.day, s.start, s.end) == (stretch.day, stretch.start, stretch.end)
        };
        match places.iter_mut().find(same) {
            Some((known, _)) => *known = known.iter().chain(weeks.iter()).collect(),
            None => places.push((weeks, stretch)),
        }
    }
    places
}

/// Stretches that together have a meeting in each of these runs, taken out of what is left; nothing if it does not
/// suffice.
fn in_turn(left: &mut [(Weeks, Stretch)], expected: &[Weeks]) -> Option<Vec<(Weeks, Stretch)>> {
    let all: Weeks = left.iter().flat_map(|(weeks, _)| weeks.iter()).collect();
    if !expected.iter().all(|run| run.meet(all)) {
        return None;
    }
    let (mut runs, mut turns) = (expected.to_vec(), Vec::new());
    while !runs.is_empty() {
        let served = |weeks: Weeks| runs.iter().filter(|run| run.meet(weeks)).count();
        // of those that serve as many, the first
        let (weeks, stretch) = left.iter_mut().rev().max_by_key(|(weeks, _)| served(*weeks))?;
        let open: Weeks = runs.iter().flat_map(|run| run.iter()).collect();
        let taken = weeks.shared(open);
        *weeks = weeks.without(taken);
        turns.push((taken, stretch.clone()));
        runs.retain(|run| !run.meet(taken));
    }
    Some(turns)
}

fn ranked(case: &Case, meetings: Vec<Meeting>, induction: &MinuteSet) -> Vec<Meeting> {
    let grid = &case.inquiry.grid;
    let all = Weeks::to(grid.last());
    let weeks = |s: &Stretch| s.weeks.unwrap_or(all);
    let has_induction =
        |s: &Stretch| weeks(s).iter().any(|week| !grid.on_day(induction, week, s.day).is_empty());
    let mut on_day: BTreeMap<(Option<Weeks>, Day), usize> = BTreeMap::new();
    let mut keyed: Vec<_> = meetings
        .into_iter()
        .map(|Meeting { stretches, serves }| {
            let nth = on_day.entry((stretches[0].weeks, stretches[0].day)).or_default();
            *nth += 1;
            let without = stretches.iter().fold(all, |left, s| left.without(weeks(s))).iter().count();
            let induction = stretches.iter().any(has_induction);
            ((!serves, stretches.len(), without, induction, *nth), stretches)
        })
        .collect();
    keyed.sort();
    keyed.into_iter().map(|((short, ..), stretches)| Meeting { stretches, serves: !short }).collect()
}
