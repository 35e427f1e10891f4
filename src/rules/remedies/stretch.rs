//! Stretches of the timetable that could be used: where they lie, and who is free in them.

use crate::model::school::{Day, PersonId, Week, Weeks};
use crate::model::units::{Clock, Minutes, Ratio};
use crate::rules::CannotTell;
use crate::rules::cycle::{Grid, MinuteSet, Timetable};
use crate::rules::inquiry::Inquiry;
use chrono::NaiveDate;

/// A stretch of one day of the cycle, within one period or over periods that adjoin.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// Only in these weeks of the cycle; nothing: in every week.
    pub weeks: Option<Weeks>,
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
        let weeks = self.weeks.zip(other.weeks).is_none_or(|(own, others)| own.meet(others));
        weeks && self.day == other.day && self.start < other.end && other.start < self.end
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
    let mut left = grid.on_day(set, week, day);
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
                weeks: (grid.length() > 1).then_some(week.into()),
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
            Some(run) if (run.weeks, run.day, run.end) == (piece.weeks, piece.day, piece.start) => Stretch {
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
pub fn in_school<'i, 'a>(
    inquiry: &'i Inquiry<'a>,
    person: PersonId,
    day: NaiveDate,
) -> Result<(&'i Timetable<'a>, MinuteSet), CannotTell> {
    let timetable = inquiry.timetable(person, day)?;
    let full_time = inquiry.fte(person, day, day).is_ok_and(|fte| fte.value() == Ratio::ONE);
    let (busy, mut present) = (timetable.busy(), MinuteSet::new());
    for (week, weekday) in inquiry.grid.days() {
        let rows = inquiry.grid.on_day(&busy, week, weekday);
        match (full_time, rows.first(), rows.last()) {
            (true, ..) => present |= inquiry.grid.day(week, weekday),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(weeks: Option<Weeks>, day: u8, hours: (u16, u16)) -> Stretch {
        let [start, end] = [hours.0, hours.1].map(|hour| Clock::new(hour, 0).unwrap());
        Stretch { weeks, day: Day(day), start, end, periods: Vec::new(), whole: true }
    }

    #[test]
    fn stretches_meet_where_they_share_a_minute() {
        let [a, b] = [Week::A, Week::B].map(|week| Some(week.into()));
        let (every, a_and_c) = (None, Some(Weeks::from_iter([Week::A, Week::C])));
        let own = stretch(every, 1, (10, 12));
        for (hours, meets) in [((9, 10), false), ((9, 11), true), ((11, 13), true), ((12, 13), false)] {
            assert_eq!(own.meets(&stretch(every, 1, hours)), meets, "{hours:?}");
        }
        for hours in [(8, 9), (13, 14)] {
            assert!(!own.meets(&stretch(every, 1, hours)), "{hours:?}");
        }
        assert!(!own.meets(&stretch(every, 2, (10, 12))), "another day");
        let pairs = [(a, b, false), (a, a, true), (a, every, true), (every, b, true)];
        for (own, other, meets) in pairs.into_iter().chain([(a_and_c, a, true), (a_and_c, b, false)]) {
            let (own, other) = (stretch(own, 1, (10, 12)), stretch(other, 1, (10, 12)));
            assert_eq!(own.meets(&other), meets, "{own:?} {other:?}");
        }
    }

    #[test]
    fn pieces_that_adjoin_are_joined_where_one_alone_is_too_short() {
        let found = |all: &[(u16, u16)], least: i64| -> Vec<(u16, u16)> {
            let pieces: Vec<Stretch> = all.iter().map(|hours| stretch(None, 1, *hours)).collect();
            let long = long_enough(&pieces, Ratio::whole(least));
            long.iter().map(|s| (s.start.minutes() / 60, s.end.minutes() / 60)).collect()
        };
        let three = [(9, 10), (10, 11), (11, 13)];
        assert_eq!(found(&three, 60), three);
        assert_eq!(found(&three, 90), [(9, 11), (11, 13)]);
        assert_eq!(found(&[(9, 10), (10, 12)], 90), [(10, 12)], "one alone is long enough");
        assert_eq!(found(&[(9, 10), (11, 12)], 90), [], "a break is never bridged");
    }

    #[test]
    fn what_is_joined_names_its_periods_and_is_whole_only_if_both_are() {
        let named = |hours, name: &str, whole| {
            let periods = vec![name.to_owned()];
            Stretch { periods, whole, ..stretch(None, 1, hours) }
        };
        let pieces = [named((9, 10), "P1", true), named((10, 11), "P2", false)];
        let joined = long_enough(&pieces, Ratio::whole(90));
        assert_eq!((joined[0].periods.join(" "), joined[0].whole), ("P1 P2".to_owned(), false));
    }
}
