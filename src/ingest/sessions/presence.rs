//! When somebody was there, from the rows of an attendance report.

use super::Stay;
use crate::model::units::{Clock, Minutes};
use chrono::Timelike;
use range_set_blaze::RangeSetBlaze;

/// When one person was there, and for how long.
pub struct Presence {
    /// Seconds of the day; nothing if a time is not known.
    times: Option<RangeSetBlaze<u32>>,
    /// All together.
    pub seconds: i64,
}

impl Presence {
    /// Joins the stays of one person. Who joins with two devices is there once; who went away in between is not there.
    pub fn new<'a>(stays: impl Iterator<Item = &'a Stay>) -> Presence {
        let (mut times, mut written) = (Some(RangeSetBlaze::new()), Some(0_i64));
        let mut known = 0;
        for stay in stays {
            let ends = stay.from.zip(stay.to);
            let ends =
                ends.map(|(from, to)| (from.num_seconds_from_midnight(), to.num_seconds_from_midnight()));
            let ends = ends.filter(|(from, to)| from <= to);
            match (&mut times, ends) {
                (Some(times), Some((from, to))) if from < to => {
                    let last = to - 1;
                    times.ranges_insert(from..=last);
                }
                (Some(_), Some(_)) => {}
                _ => times = None,
            }
            let length = stay.seconds.map(i64::from);
            written = written.zip(length).map(|(sum, length)| sum + length);
            known += length.or(ends.map(|(from, to)| i64::from(to - from))).unwrap_or_default();
        }
        let there = times.as_ref().map(|times| i64::try_from(times.len()).unwrap_or_default());
        let seconds = match (there, written) {
            (Some(there), Some(written)) => there.min(written),
            (Some(there), None) => there,
            (None, _) => known,
        };
        Presence { times, seconds }
    }

    /// True if neither times nor a length is written.
    pub fn is_unknown(&self) -> bool {
        self.times.is_none() && self.seconds == 0
    }
}

/// From when and how long all of them were there; nothing if never. Without the times of all it is known only that it was
/// no longer than the shortest stay.
pub fn together(people: &[Presence]) -> Option<(Option<Clock>, Minutes)> {
    let mut seconds = people.iter().map(|one| one.seconds).min()?;
    let times: Option<Vec<&RangeSetBlaze<u32>>> = people.iter().map(|one| one.times.as_ref()).collect();
    let mut start = None;
    if let Some((first, others)) = times.as_deref().and_then(<[_]>::split_first) {
        let shared = others.iter().fold((*first).clone(), |shared, other| &shared & *other);
        start = Some(clock(shared.first()?)?);
        seconds = seconds.min(i64::try_from(shared.len()).ok()?);
    }
    Some((start, Minutes(seconds / 60)))
}

fn clock(seconds: u32) -> Option<Clock> {
    Clock::new(u16::try_from(seconds / 3600).ok()?, u16::try_from(seconds / 60 % 60).ok()?)
}

/// The end of a meeting, if it is on the same day.
pub fn later(start: Clock, length: Minutes) -> Option<Clock> {
    let end = u16::try_from(i64::from(start.minutes()) + length.0).ok()?;
    Clock::new(end / 60, end % 60)
}
