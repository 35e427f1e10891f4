//! The timetable cycle as sets of minutes: unions, overlaps and differences do the arithmetic of definitions G5 to G11.

use crate::model::calendar::Kind;
use crate::model::school::{Activity, Day, Lesson, Period, School, Slot, Week, Weeks};
use crate::model::source::Span;
use crate::model::units::{Clock, Minutes};
use chrono::NaiveDate;
use range_set_blaze::RangeSetBlaze;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Minutes of a whole cycle. Minutes that follow each other are one block.
pub type MinuteSet = RangeSetBlaze<u32>;

/// Minutes from one day's midnight to the next's; more than a day has, so that days never touch.
const DAY: u32 = 1500;

/// Periods and teaching hours of the cycle.
pub struct Grid<'a> {
    weeks: Vec<Week>,
    days: u8,
    periods: BTreeMap<String, Vec<&'a Period>>,
    teaching: MinuteSet,
}

/// One complete version of a person's timetable, as disjoint sets.
pub struct Timetable<'a> {
    /// A class is taught.
    pub taught: MinuteSet,
    /// PPA that is not taught.
    pub ppa: MinuteSet,
    /// Protected, and neither taught nor PPA.
    pub protected: MinuteSet,
    /// Of that, what lies in teaching hours.
    pub planned: MinuteSet,
    /// Duty, meeting, registration, anything else the timetable names.
    pub other: MinuteSet,
    /// Its rows.
    pub rows: Vec<&'a Lesson>,
    /// Rows that no clock time can be found for.
    pub untimed: Vec<&'a Lesson>,
}

/// Versions of one person's timetable, by the day from which each holds; one without a day holds from the beginning.
pub type Versions<'a> = BTreeMap<Option<NaiveDate>, Timetable<'a>>;

/// The weeks of the cycle: as many as the highest that any timetable, periods or calendar row names. For one week and two
/// this is definition G5; longer cycles are reckoned alike. Where every row that names weeks names all of them (“A and
/// B” throughout), the weeks do not differ, and the cycle is one week.
fn weeks_of(school: &School) -> Vec<Week> {
    let lessons = school.timetable.iter().filter_map(|lesson| lesson.week);
    let periods = school.periods.iter().filter_map(|period| period.week);
    let labels = school.calendar.rows.iter().filter_map(|row| match row.kind {
        Kind::Week(week) => Some(Weeks::from(week)),
        _ => None,
    });
    let named: Vec<Weeks> = lessons.chain(periods).chain(labels).collect();
    let last = named.iter().flat_map(|weeks| weeks.iter()).max().unwrap_or(Week::A);
    let all = Weeks::to(last);
    if named.iter().all(|weeks| *weeks == all) { vec![Week::A] } else { all.iter().collect() }
}

/// How many minutes.
pub fn minutes(set: &MinuteSet) -> Minutes {
    Minutes(i64::try_from(set.len()).unwrap_or(i64::MAX))
}

fn key(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

impl<'a> Grid<'a> {
    /// Periods and teaching hours of the cycle that the school's rows name.
    pub fn new(school: &'a School) -> Grid<'a> {
        let mut periods: BTreeMap<String, Vec<&Period>> = BTreeMap::new();
        for period in &school.periods {
            periods.entry(key(&period.name)).or_default().push(period);
        }
        let days = 7 + u8::try_from(school.own_days.len()).unwrap_or(u8::MAX - 7);
        let mut grid = Grid { weeks: weeks_of(school), days, periods, teaching: MinuteSet::new() };
        grid.teaching = grid.teaching_hours();
        grid
    }

    /// Teaching hours are those of Monday to Friday and of days the timetable names itself, never of a weekend (G11).
    fn teaching_hours(&self) -> MinuteSet {
        let mut hours = MinuteSet::new();
        for &week in &self.weeks {
            for day in (0..5).chain(7..self.days).map(Day) {
                for name in self.periods.keys() {
                    for period in self.fitting(name, week, day).filter(|p| p.teaching) {
                        hours |= self.block(week, day, period.start, period.end);
                    }
                }
            }
        }
        hours
    }

    /// The weeks of the cycle, in order.
    pub fn weeks(&self) -> &[Week] {
        &self.weeks
    }

    /// How many they are: 1 to 4.
    pub fn length(&self) -> u8 {
        self.last().place() + 1
    }

    /// The last week of the cycle.
    pub fn last(&self) -> Week {
        self.weeks.last().copied().unwrap_or(Week::A)
    }

    /// Teaching hours of the whole cycle.
    pub fn teaching(&self) -> &MinuteSet {
        &self.teaching
    }

    fn block(&self, week: Week, day: Day, start: Clock, end: Clock) -> MinuteSet {
        MinuteSet::from_iter(self.stretch(week, day, start, end))
    }

    /// The minutes from one time of a day of the cycle to another, if there are any.
    fn stretch(&self, week: Week, day: Day, start: Clock, end: Clock) -> Option<RangeInclusive<u32>> {
        let midnight = self.midnight(week, day);
        let (start, end) = (midnight + u32::from(start.minutes()), midnight + u32::from(end.minutes()));
        (start < end).then(|| start..=end - 1)
    }

    /// All minutes of one day of the cycle.
    pub fn day(&self, week: Week, day: Day) -> MinuteSet {
        match (Clock::new(0, 0), Clock::new(24, 0)) {
            (Some(start), Some(end)) => self.block(week, day, start, end),
            _ => MinuteSet::new(),
        }
    }

    /// What of a set lies on one day of the cycle. No stretch reaches from one day into the next.
    pub fn on_day(&self, set: &MinuteSet, week: Week, day: Day) -> MinuteSet {
        let midnight = self.midnight(week, day);
        set.ranges().filter(|stretch| (midnight..midnight + DAY).contains(stretch.start())).collect()
    }

    /// The first minute of a day of the cycle.
    fn midnight(&self, week: Week, day: Day) -> u32 {
        (u32::from(week.place()) * u32::from(self.days) + u32::from(day.0)) * DAY
    }

    /// The periods of this name that fit: day and week beat day only, beats week only, beats neither (G8).
    fn fitting(&self, key: &str, week: Week, day: Day) -> impl Iterator<Item = &'a Period> {
        let fits = move |p: &&Period| {
            p.day.is_none_or(|d| d == day) && p.week.is_none_or(|named| named.contains(week))
        };
        let rank = |p: &Period| (p.day.is_some(), p.week.is_some());
        let all = self.periods.get(key).map_or(&[][..], Vec::as_slice);
        let best = all.iter().copied().filter(fits).map(rank).max();
        all.iter().copied().filter(fits).filter(move |p| Some(rank(p)) == best)
    }

    /// The minutes of a slot on one day of the cycle; nothing if its time is not known.
    pub fn slot(&self, week: Week, day: Day, slot: &Slot) -> Option<MinuteSet> {
        match slot {
            Slot::Times(start, end) => Some(self.block(week, day, *start, *end)),
            Slot::Period(name) => {
                let set = self
                    .fitting(&key(name), week, day)
                    .fold(MinuteSet::new(), |set, p| set | self.block(week, day, p.start, p.end));
                (!set.is_empty()).then_some(set)
            }
            Slot::Unknown => None,
        }
    }

    /// The days of the cycle on which there is teaching, in order.
    pub fn days(&self) -> Vec<(Week, Day)> {
        let days = |week: &Week| (0..5).chain(7..self.days).map(|day| (*week, Day(day))).collect::<Vec<_>>();
        self.weeks.iter().flat_map(days).collect()
    }

    /// The periods of one day of the cycle, earliest first.
    pub fn periods(&self, week: Week, day: Day) -> Vec<(&'a Period, MinuteSet)> {
        let fitting = self.periods.keys().flat_map(|name| self.fitting(name, week, day));
        let mut all: Vec<_> = fitting.map(|p| (p, self.block(week, day, p.start, p.end))).collect();
        all.sort_by_key(|(p, _)| (p.start, p.end, p.at));
        all
    }

    /// The time of day at which a minute of the cycle begins; at the end of the last, when it ends.
    pub fn clock(minute: u32) -> Option<Clock> {
        let minute = u16::try_from(minute % DAY).ok()?;
        Clock::new(minute / 60, minute % 60)
    }

    /// An interval of one day of the cycle.
    pub fn interval(&self, week: Week, day: Day, start: Clock, end: Clock) -> MinuteSet {
        self.block(week, day, start, end)
    }

    /// Every version of a timetable, by the day from which it holds.
    pub fn versions(&self, rows: &[&'a Lesson]) -> Versions<'a> {
        let mut of_day: BTreeMap<Option<NaiveDate>, Vec<&'a Lesson>> = BTreeMap::new();
        for lesson in rows {
            of_day.entry(lesson.effective_from).or_default().push(lesson);
        }
        of_day.into_iter().map(|(from, rows)| (from, self.version(rows))).collect()
    }

    /// One version: a minute that is taught is neither PPA nor protected; one that is PPA is not protected (G10).
    fn version(&self, rows: Vec<&'a Lesson>) -> Timetable<'a> {
        let mut untimed = Vec::new();
        let mut blocks: BTreeMap<Activity, Vec<RangeInclusive<u32>>> = BTreeMap::new();
        for lesson in &rows {
            let weeks = self.weeks.iter().filter(|w| lesson.week.is_none_or(|named| named.contains(**w)));
            let (own, mut is_timed) = (blocks.entry(lesson.activity).or_default(), false);
            for week in weeks {
                match &lesson.slot {
                    Slot::Times(start, end) => {
                        is_timed = true;
                        own.extend(self.stretch(*week, lesson.day, *start, *end));
                    }
                    slot => {
                        let Some(set) = self.slot(*week, lesson.day, slot) else { continue };
                        is_timed = true;
                        own.extend(set.ranges());
                    }
                }
            }
            if !is_timed && (lesson.activity != Activity::Other || lesson.slot == Slot::Unknown) {
                untimed.push(*lesson);
            }
        }
        let mut take = |activity| MinuteSet::from_iter(blocks.remove(&activity).unwrap_or_default());
        let (taught, ppa, protected) =
            (take(Activity::Taught), take(Activity::Ppa), take(Activity::Protected));
        let ppa = &ppa - &taught;
        let protected = &(&protected - &taught) - &ppa;
        let planned = &protected & &self.teaching;
        Timetable { taught, ppa, protected, planned, other: take(Activity::Other), rows, untimed }
    }
}

impl Timetable<'_> {
    /// Minutes in which the timetable has a row of any kind.
    pub fn busy(&self) -> MinuteSet {
        [&self.ppa, &self.protected, &self.other].into_iter().fold(self.taught.clone(), |all, set| &all | set)
    }

    /// Cells of the rows of an activity.
    pub fn cells(&self, activity: Activity) -> Vec<Span> {
        self.rows.iter().filter(|l| l.activity == activity).map(|l| l.at).collect()
    }

    /// Cells of all rows.
    pub fn all_cells(&self) -> Vec<Span> {
        self.rows.iter().map(|l| l.at).collect()
    }
}

/// Blocks of at least `least` minutes; a break is never bridged.
pub fn blocks(set: &MinuteSet, least: i64) -> MinuteSet {
    let long = |range: &std::ops::RangeInclusive<u32>| i64::from(range.end() - range.start()) + 1 >= least;
    set.ranges().filter(long).collect()
}
