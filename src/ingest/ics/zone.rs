//! Times of a calendar → the time on a clock in England.

use calcard::common::PartialDateTime;
use calcard::common::timezone::Tz;
use calcard::icalendar::timezone::TzResolver;
use calcard::icalendar::{ICalendarEntry, ICalendarValue};
use chrono::{MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Timelike};

/// A date, or a date and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// On a clock in England.
    pub here: NaiveDateTime,
    /// On a clock of the zone it is written in.
    pub there: NaiveDateTime,
    /// That zone.
    pub zone: Tz,
    /// Only a date is written.
    pub whole_day: bool,
}

/// Why a value is no moment: the date and the time to show in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// The date, if it can be read.
    pub date: Option<NaiveDate>,
    /// The rest, as written.
    pub text: String,
}

/// The zones of a calendar.
pub type Zones<'a> = TzResolver<&'a str>;

/// A moment of the same zone.
pub fn on_clock(zone: Tz, there: NaiveDateTime, whole_day: bool) -> Moment {
    let here = if whole_day || zone.is_floating() { there } else { in_england(zone, there) };
    Moment { here, there, zone, whole_day }
}

fn in_england(zone: Tz, there: NaiveDateTime) -> NaiveDateTime {
    let london = Tz::Tz(chrono_tz::Europe::London);
    if zone == london {
        return there;
    }
    match zone.from_local_datetime(&there) {
        MappedLocalTime::Single(one) | MappedLocalTime::Ambiguous(one, _) => {
            one.with_timezone(&london).naive_local()
        }
        // In the hour that clocks skip in spring there is no such time; they then show one hour more.
        MappedLocalTime::None => there
            .checked_add_signed(TimeDelta::hours(1))
            .and_then(|later| zone.from_local_datetime(&later).earliest())
            .map_or(there, |one| one.with_timezone(&london).naive_local()),
    }
}

/// What a clock of a zone shows at a moment written in UTC, or as it is written if it names no zone.
pub fn there(zone: Tz, written: &PartialDateTime) -> Option<NaiveDateTime> {
    let zone = if zone.is_floating() { Tz::Tz(chrono_tz::Europe::London) } else { zone };
    let found = written.to_date_time()?;
    match found.offset {
        Some(_) => Some(found.to_date_time_with_tz(zone)?.with_timezone(&zone).naive_local()),
        None => Some(found.date_time),
    }
}

/// Reads a value of a property that may name a zone.
///
/// # Errors
/// What is written, if it is no date or names a zone nobody knows.
pub fn moment(value: &ICalendarValue, entry: &ICalendarEntry, zones: &Zones) -> Result<Moment, Unclear> {
    let ICalendarValue::PartialDateTime(written) = value else {
        return Err(Unclear { date: None, text: value.as_text().unwrap_or_default().to_owned() });
    };
    partial(written, entry, zones)
}

/// As [`moment`], for a value already read.
///
/// # Errors
/// As [`moment`].
pub fn partial(written: &PartialDateTime, entry: &ICalendarEntry, zones: &Zones) -> Result<Moment, Unclear> {
    let Some(found) = written.to_date_time() else {
        let text = |part: Option<u8>| part.map_or(String::new(), |part| format!("-{part:02}"));
        let year = written.year.map_or(String::new(), |year| year.to_string());
        return Err(Unclear { date: None, text: year + &text(written.month) + &text(written.day) });
    };
    if written.hour.is_none() {
        return Ok(on_clock(Tz::Floating, found.date_time, true));
    }
    let zone = match (found.tz(), entry.tz_id()) {
        (Some(offset), _) => offset,
        (None, None) => Tz::Floating,
        (None, Some(name)) => zones.resolve(name).ok_or_else(|| Unclear {
            date: Some(found.date_time.date()),
            text: format!("{} in the time zone {name}", clock(found.date_time.time())),
        })?,
    };
    Ok(on_clock(zone, found.date_time, false))
}

fn clock(time: NaiveTime) -> String {
    time.format(if time.second() == 0 { "%H:%M" } else { "%H:%M:%S" }).to_string()
}
