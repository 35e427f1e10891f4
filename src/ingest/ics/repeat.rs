//! Events that repeat → their dates: rules, further dates, dates left out, and dates that were changed.

use super::event::Event;
use super::zone::{self, Moment, Unclear, on_clock};
use calcard::common::PartialDateTime;
use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarProperty,
    ICalendarRecurrenceRule, ICalendarValue,
};
use chrono::{Datelike, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use std::collections::BTreeMap;

/// Most dates of one event that are taken.
const DATES: usize = 1000;
/// Years for which an event without an end is followed. An induction part-time may last so long.
pub const YEARS: u32 = 5;

/// Most rules of one file that come to nothing: to find that out takes long, and no calendar program writes them.
pub const HOPELESS: usize = 20;

/// When an event takes place once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Time {
    /// On a clock in England.
    At {
        /// Start.
        start: NaiveDateTime,
        /// End, if it has one.
        end: Option<NaiveDateTime>,
    },
    /// At a time that cannot be told.
    Unclear(Unclear),
    /// It names none.
    Missing,
}

/// How an event ended before its rule did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Followed to this day.
    After(NaiveDate),
    /// Its rule cannot be followed.
    Unreadable,
}

impl Cut {
    /// The last day taken.
    pub fn followed_to(self) -> Option<NaiveDate> {
        match self {
            Cut::After(day) => Some(day),
            Cut::Unreadable => None,
        }
    }
}

/// A date of a series, with a length if it has one of its own.
type Dated = (Moment, Option<TimeDelta>);

/// Each event with its dates, in order.
pub fn occurrences<'a>(events: &'a [Event], cuts: &mut Vec<Cut>) -> Vec<(&'a Event, Vec<Time>)> {
    let mut changes: BTreeMap<&str, Vec<(usize, &Event)>> = BTreeMap::new();
    for (place, event) in events.iter().enumerate().filter(|(_, event)| event.replaces.is_some()) {
        if let Some(uid) = &event.uid {
            changes.entry(uid).or_default().push((place, event));
        }
    }
    let mut moved: BTreeMap<usize, Vec<Dated>> = BTreeMap::new();
    let mut all: Vec<Vec<Dated>> = Vec::new();
    for event in events {
        let mut dates = series(event, cuts);
        if event.replaces.is_none()
            && let Some(changes) = event.uid.as_deref().and_then(|uid| changes.get(uid))
        {
            for (place, change) in changes {
                replace(&mut dates, change, moved.entry(*place).or_default());
            }
        }
        all.push(dates);
    }
    let times = |(place, event): (usize, &'a Event)| {
        let mut dates = std::mem::take(&mut all[place]);
        dates.extend(moved.remove(&place).unwrap_or_default());
        let end = |(start, own): &Dated| {
            own.or(event.length).and_then(|length| start.here.checked_add_signed(length))
        };
        let mut times: Vec<(NaiveDateTime, Option<NaiveDateTime>)> =
            dates.iter().map(|date| (date.0.here, end(date))).collect();
        times.sort_unstable();
        times.dedup();
        let mut times: Vec<Time> = times.into_iter().map(|(start, end)| Time::At { start, end }).collect();
        match &event.start {
            Some(Err(unclear)) => times.push(Time::Unclear(unclear.clone())),
            None => times.push(Time::Missing),
            Some(Ok(_)) => {}
        }
        (event, times)
    };
    events.iter().enumerate().map(times).collect()
}

/// Takes a changed date out of its series; where later ones change with it, they go over to the change.
fn replace(dates: &mut Vec<Dated>, change: &Event, moved: &mut Vec<Dated>) {
    let Some(replaced) = change.replaces else { return };
    let shift = match &change.start {
        Some(Ok(start)) if change.and_later => Some(start.there - replaced.there),
        _ => None,
    };
    dates.retain(|(date, own)| {
        if let Some(shift) = shift.filter(|_| date.here > replaced.here) {
            let there = date.there.checked_add_signed(shift);
            moved.extend(there.map(|there| (on_clock(date.zone, there, date.whole_day), *own)));
            return false;
        }
        !is_same(date, &replaced)
    });
}

/// A date alone stands for any time of that day.
fn is_same(date: &Moment, other: &Moment) -> bool {
    if other.whole_day { date.here.date() == other.here.date() } else { date.here == other.here }
}

/// The dates of one event by its own words.
fn series(event: &Event, cuts: &mut Vec<Cut>) -> Vec<Dated> {
    let Some(Ok(start)) = &event.start else { return Vec::new() };
    let mut dates: Vec<Dated> = Vec::new();
    for rule in &event.rules {
        let hopeless = cuts.iter().filter(|cut| **cut == Cut::Unreadable).count() > HOPELESS;
        let found = rule.as_ref().filter(|_| !hopeless).and_then(|rule| follow(*start, rule));
        let (found, cut) = found.unwrap_or_else(|| (vec![*start], Some(Cut::Unreadable)));
        dates.extend(found.into_iter().map(|date| (date, None)));
        cuts.extend(cut);
    }
    if event.rules.is_empty() {
        dates.push((*start, None));
    }
    dates.extend(&event.more);
    dates.retain(|(date, _)| !event.without.iter().any(|without| is_same(date, without)));
    dates
}

/// The dates of a rule, counted on the clock of its own zone; nothing if it makes no sense or names no date at all.
fn follow(start: Moment, rule: &ICalendarRecurrenceRule) -> Option<(Vec<Moment>, Option<Cut>)> {
    let mut rule = rule.clone();
    let endless = rule.until.is_none() && rule.count.is_none();
    if let Some(until) = &rule.until {
        // The end is written in UTC or as a date alone; compared with a local start it would lose the last date.
        let there = zone::there(start.zone, until)?;
        let there = if until.hour.is_none() {
            there.date().and_time(NaiveTime::from_hms_opt(23, 59, 59)?)
        } else {
            there
        };
        rule.until = Some(local(there));
    }
    let entry = |name, value| ICalendarEntry { name, params: Vec::new(), values: vec![value] };
    let first = ICalendarValue::PartialDateTime(Box::new(local(start.there)));
    let alone = ICalendarComponent {
        component_type: ICalendarComponentType::VEvent,
        entries: vec![
            entry(ICalendarProperty::Dtstart, first),
            entry(ICalendarProperty::Rrule, ICalendarValue::RecurrenceRule(Box::new(rule))),
        ],
        component_ids: Vec::new(),
    };
    let expanded = ICalendar { components: vec![alone] }.expand_dates(Tz::Floating, DATES + 1);
    if !expanded.errors.is_empty() {
        return None;
    }
    let mut dates: Vec<NaiveDateTime> =
        expanded.events.iter().map(|event| event.start.naive_local()).collect();
    if dates.is_empty() {
        return None;
    }
    let whole = dates.len();
    dates.truncate(DATES);
    if endless {
        let last = start.there.checked_add_months(Months::new(YEARS * 12))?;
        dates.retain(|date| *date <= last);
    }
    let cut = (dates.len() < whole).then(|| dates.last().map(|last| Cut::After(last.date()))).flatten();
    Some((dates.into_iter().map(|date| on_clock(start.zone, date, start.whole_day)).collect(), cut))
}

/// A time without a zone, as the library keeps it.
fn local(at: NaiveDateTime) -> PartialDateTime {
    let small = |number: u32| u8::try_from(number).ok();
    PartialDateTime {
        year: u16::try_from(at.year()).ok(),
        month: small(at.month()),
        day: small(at.day()),
        hour: small(at.hour()),
        minute: small(at.minute()),
        second: small(at.second()),
        ..PartialDateTime::default()
    }
}
