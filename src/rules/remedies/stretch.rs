//! Stretches of the timetable that could be used: where they lie, and who is free in them.

use crate::model::school::{Day, PersonId, Week};
use crate::model::units::{Clock, Minutes, Ratio};
use crate::rules::CannotTell;
use crate::rules::cycle::{Grid, MinuteSet, Timetable};
use crate::rules::inquiry::Inquiry;
use chrono::NaiveDate;

/// A stretch of one day of the cycle, within one period or over periods that adjoin.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// Only in this week of the cycle; nothing: in every week.
    pub week: Option<Week>,
    /// The day.
    pub day: Day,
    /// Start.
    pub start: Clock,
    /// End.
    pub end: Clock,
    /// Names of the periods it lies in, in order.
    pub periods: Vec<String>,
    /// It is the whole of those periods.
    pub whole: bool,
}

impl Stretch {
    /// They share a minute of the cycle.
    pub fn meets(&self, other: &Stretch) -> bool {
        let week = self.week.is_none() || other.week.is_none() || self.week == other.week;
        week && self.day == other.day && self.start < other.end && other.start < self.end
    }

    /// Its length.
    pub fn length(&self) -> Minutes {
        Minutes(i64::from(self.end.minutes()) - i64::from(self.start.minutes()))
    }
}

/// A set of minutes cut where periods begin and end; what lies in no period is left out.
pub fn cut(grid: &Grid, set: &MinuteSet) -> Vec<Stretch> {
    grid.days().into_iter().flat_map(|(week, day)| cut_day(grid, week, day, set)).collect()
}

/// The same, of one day of the cycle.
pub fn cut_day(grid: &Grid, week: Week, day: Day, set: &MinuteSet) -> Vec<Stretch> {
    let mut left = set & &grid.day(week, day);
    let mut all = Vec::new();
    for (period, block) in grid.periods(week, day) {
        let inside = &left & &block;
        left = &left - &block;
        for range in inside.ranges() {
            let (Some(start), Some(end)) = (Grid::clock(*range.start()), Grid::clock(*range.end() + 1))
            else {
                continue;
            };
            all.push(Stretch {
                week: (grid.weeks() == 2).then_some(week),
                day,
                start,
                end,
                periods: vec![period.name.value.clone()],
                whole: (start, end) == (period.start, period.end),
            });
        }
    }
    all
}

/// Stretches of at least so many minutes: single pieces where they are long enough, else pieces that adjoin together.
pub fn long_enough(pieces: &[Stretch], least: Ratio) -> Vec<Stretch> {
    let mut all = Vec::new();
    let mut run: Option<Stretch> = None;
    for piece in pieces {
        let long = |stretch: &Stretch| Ratio::whole(stretch.length().0) >= least;
        let joined = match run.take() {
            _ if long(piece) => piece.clone(),
            Some(run) if (run.week, run.day, run.end) == (piece.week, piece.day, piece.start) => Stretch {
                end: piece.end,
                periods: run.periods.iter().chain(&piece.periods).cloned().collect(),
                whole: run.whole && piece.whole,
                ..run
            },
            _ => piece.clone(),
        };
        if long(&joined) {
            all.push(joined);
        } else {
            run = Some(joined);
        }
    }
    all
}

/// The timetable of a person in force on a day, and the minutes in which it shows them to be in school: all of them for
/// someone full-time; for anyone else only from the first row of a day to its last, since nothing shows more.
///
/// # Errors
/// If the timetable is not known.
pub fn in_school<'a>(
    inquiry: &Inquiry<'a>,
    person: PersonId,
    day: NaiveDate,
) -> Result<(Timetable<'a>, MinuteSet), CannotTell> {
    let timetable = inquiry.timetable(person, day)?;
    let full_time = inquiry.fte(person, day, day).is_ok_and(|fte| fte.value() == Ratio::ONE);
    let mut present = MinuteSet::new();
    for (week, weekday) in inquiry.grid.days() {
        let whole = inquiry.grid.day(week, weekday);
        let rows = &timetable.busy() & &whole;
        match (full_time, rows.first(), rows.last()) {
            (true, ..) => present |= whole,
            (false, Some(first), Some(last)) => present |= MinuteSet::from_iter([first..=last]),
            _ => {}
        }
    }
    Ok((timetable, present))
}

/// Minutes in teaching hours in which the timetable in force has no row at all (the remedy slots of the definitions).
pub fn free(inquiry: &Inquiry, timetable: &Timetable, present: &MinuteSet) -> MinuteSet {
    &(inquiry.grid.teaching() & present) - &timetable.busy()
}
