//! Clock times and ranges of them.

use super::super::sheet::{Cell, DAY, fraction_of_day};
use super::{Parsed, Problem, date, decimal, is_dash, is_overlong, shown};
use crate::model::units::Clock;

/// Which end of a slot a time is: only an end may be 24:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// A start.
    Start,
    /// An end.
    End,
}

const HELP: &str = "Write hours and minutes, such as 09:05 or 14:30.";

/// Reads a time of day.
///
/// # Errors
/// `R-TIME` if it is not a time, not a whole minute, or can be read in two ways (`9`, `900`).
pub fn clock(cell: &Cell, edge: Edge) -> Parsed<Clock> {
    let found = match cell {
        Cell::Empty => return Ok(None),
        Cell::Text(text) if is_dash(text) => return Ok(None),
        Cell::Text(text) => match usual(text) {
            Some(time) => Ok(time),
            None => from_text(date::time_after_date(text).unwrap_or(text)),
        },
        Cell::Moment(millis) if *millis >= DAY && millis % DAY == 0 || is_overlong(*millis) => {
            Err(Fault::NotATime)
        }
        Cell::Moment(millis) => from_millis(millis.rem_euclid(DAY)),
        Cell::Elapsed(millis) => from_millis(*millis),
        Cell::Number(number) => match fraction_of_day(*number) {
            Some(millis) => from_millis(millis),
            None => from_text(&decimal(*number)),
        },
        _ => Err(Fault::NotATime),
    };
    // What nearly every cell holds needs no words.
    let value = match found {
        Ok(time) if time.minutes() < 1440 => return Ok(Some(time)),
        _ => shown(cell),
    };
    match found {
        Ok(time) if time.minutes() == 1440 && edge == Edge::Start => Problem::new(
            "R-TIME",
            format!("“{value}” is not a time at which something can start."),
            "Write 00:00, or the time meant.",
        ),
        Ok(time) => Ok(Some(time)),
        Err(Fault::Seconds) => Problem::new("R-TIME", format!("“{value}” is not a whole minute."), HELP),
        Err(Fault::NoMinutes) => Problem::new(
            "R-TIME",
            format!("“{value}” does not say the minutes."),
            "Write the minutes with two digits, such as 09:00 or 09:30.",
        ),
        Err(Fault::NoBorder) => Problem::new(
            "R-TIME",
            format!("“{value}” does not show where the hours end and the minutes begin."),
            "Write hours and minutes with a colon, such as 09:00.",
        ),
        Err(Fault::NotATime) => Problem::new("R-TIME", format!("“{value}” is not a time of day."), HELP),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    NotATime,
    NoMinutes,
    NoBorder,
    Seconds,
}

/// A hundredth of a minute either way is the rounding of the file format, not a second typed.
fn from_millis(millis: i64) -> Result<Clock, Fault> {
    let minutes = (millis + 30_000).div_euclid(60_000);
    if (millis - minutes * 60_000).abs() > 600 {
        return Err(Fault::Seconds);
    }
    u16::try_from(minutes).ok().and_then(|m| Clock::new(m / 60, m % 60)).ok_or(Fault::NotATime)
}

/// True for a time of day, seconds allowed (after a date, where only the date counts).
pub(super) fn is_time(text: &str) -> bool {
    from_text(without_zone(text)) != Err(Fault::NotATime)
}

/// `09:05:00` of `09:05:00Z`, `09:05:00+01:00` and `09:05:00 GMT+1`.
fn without_zone(text: &str) -> &str {
    let is_offset = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b':');
    let text = text.rsplit_once('+').filter(|(_, offset)| is_offset(offset)).map_or(text, |(time, _)| time);
    ["GMT", "UTC", "BST", "Z"].iter().find_map(|zone| text.strip_suffix(zone)).unwrap_or(text).trim_end()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Am,
    Pm,
}

/// `09:05`, as most programs write it.
fn usual(text: &str) -> Option<Clock> {
    let (hours, minutes) = text.split_once(':')?;
    let is_two_digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let number = |part: &str| is_two_digits(part).then(|| part.parse().ok())?;
    Clock::new(number(hours)?, number(minutes)?)
}

fn from_text(text: &str) -> Result<Clock, Fault> {
    let (minutes, half) = parts(text)?;
    let (hours, minutes) = (minutes / 60, minutes % 60);
    let hours = match half {
        None => hours,
        Some(_) if !(1..=12).contains(&hours) => return Err(Fault::NotATime),
        Some(Half::Am) => hours % 12,
        Some(Half::Pm) => hours % 12 + 12,
    };
    Clock::new(hours, minutes).ok_or(Fault::NotATime)
}

/// Minutes since midnight as written, and am or pm.
fn parts(text: &str) -> Result<(u16, Option<Half>), Fault> {
    let text: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let mut half = None;
    let mut body = text.as_str();
    for (suffix, which) in [
        ("a.m.", Half::Am),
        ("p.m.", Half::Pm),
        ("am", Half::Am),
        ("pm", Half::Pm),
        ("a", Half::Am),
        ("p", Half::Pm),
    ] {
        if let Some(rest) = body.strip_suffix(suffix) {
            (half, body) = (Some(which), rest);
            break;
        }
    }
    let digits =
        |s: &str, most: usize| (1..=most).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    let make = |hours: &str, minutes: &str| {
        if !digits(hours, 2) || !digits(minutes, 2) {
            return Err(Fault::NotATime);
        }
        if minutes.len() != 2 {
            return Err(Fault::NoMinutes);
        }
        let (hours, minutes): (u16, u16) =
            (hours.parse().map_err(|_| Fault::NotATime)?, minutes.parse().map_err(|_| Fault::NotATime)?);
        Clock::new(hours, minutes).map(|clock| (clock.minutes(), half)).ok_or(Fault::NotATime)
    };
    if let Some((hours, rest)) = body.split_once(':') {
        if let Some((minutes, seconds)) = rest.split_once(':') {
            if seconds.is_empty() {
                return Err(Fault::NotATime);
            }
            let seconds = seconds.trim_end_matches('0').trim_end_matches('.');
            let found = make(hours, minutes)?;
            return if seconds.is_empty() {
                Ok(found)
            } else if digits(&seconds.replace('.', ""), 9) {
                Err(Fault::Seconds)
            } else {
                Err(Fault::NotATime)
            };
        }
        return make(hours, rest);
    }
    if let Some((hours, minutes)) = body.split_once('.').or_else(|| body.split_once('h')) {
        // `0.05` is as likely a fraction of a day or of an hour.
        return if hours == "0" { Err(Fault::NotATime) } else { make(hours, minutes) };
    }
    if body.len() == 4 && body.is_ascii() {
        return make(&body[..2], &body[2..]);
    }
    if digits(body, 3) {
        return match body.len() {
            3 => Err(Fault::NoBorder),
            _ if half.is_some() => make(body, "00"),
            _ => Err(Fault::NoMinutes),
        };
    }
    Err(Fault::NotATime)
}

/// A range written in one cell, and whether hours before 7 were taken as afternoon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Start.
    pub start: Clock,
    /// End.
    pub end: Clock,
    /// True if school hours (07:00 to 18:59) decided between morning and afternoon.
    pub assumed: bool,
}

/// Reads `9.30 - 11.00` or `L1 07:30-08:10`; nothing if the text is no range of times. Whether the end lies after the
/// start is for the reader of the row to say.
pub fn range(text: &str) -> Option<Range> {
    let (left, right) = text
        .split_once(['-', '–', '—'])
        .or_else(|| text.split_once(" to "))
        .map(|(left, right)| (left.trim(), right.trim()))?;
    let (start, shifted_start) = school_hour(left).or_else(|| school_hour(left.rsplit(' ').next()?))?;
    let (end, shifted_end) = school_hour(right)?;
    Some(Range { start, end, assumed: shifted_start || shifted_end })
}

fn school_hour(text: &str) -> Option<(Clock, bool)> {
    let (minutes, half) = parts(text).ok()?;
    if half.is_none() && minutes < 7 * 60 {
        return Clock::new(minutes / 60 + 12, minutes % 60).map(|clock| (clock, true));
    }
    from_text(text).ok().map(|clock| (clock, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_schools_write_them() {
        for (text, expected) in [
            ("9:05", "09:05"),
            ("09:05:00", "09:05"),
            ("0905", "09:05"),
            ("9.05", "09:05"),
            ("9:05am", "09:05"),
            ("01:15p", "13:15"),
            ("9h05", "09:05"),
            ("07h50", "07:50"),
            ("12:30 am", "00:30"),
            ("12:30 PM", "12:30"),
            ("3pm", "15:00"),
            ("4:16:00 PM", "16:16"),
            ("4:16\u{202f}p.m.", "16:16"),
            ("08:50", "08:50"),
            ("07/09/2026 09:05", "09:05"),
            ("15/11/22, 09:30:00", "09:30"),
            ("5/04/2026, 4:21 PM", "16:21"),
            ("2026-09-07T09:05:00", "09:05"),
            ("4:16:29 PM", "R-TIME"),
            ("15/11/22, 09:30:17", "R-TIME"),
            ("2026-09-07T09:05:00Z", "R-TIME"),
            ("12:30-1:05", "R-TIME"),
            ("0900-1000", "R-TIME"),
            ("9:5", "R-TIME"),
            ("-1:30", "R-TIME"),
            ("9", "R-TIME"),
            ("900", "R-TIME"),
            ("9.5", "R-TIME"),
            ("24:00", "R-TIME"),
            ("25:00", "R-TIME"),
            ("9:61", "R-TIME"),
            ("09:05:30", "R-TIME"),
            ("noon", "R-TIME"),
            ("13:00 am", "R-TIME"),
            ("0.375", "R-TIME"),
        ] {
            let read = clock(&Cell::text(text), Edge::Start);
            let read = read.map_or_else(|p| p.code.to_owned(), |t| t.unwrap().to_string());
            assert_eq!(read, expected, "{text}");
        }
        assert_eq!(clock(&Cell::text("24:00"), Edge::End), Ok(Clock::new(24, 0)));
    }

    #[test]
    fn a_time_cell_must_be_a_whole_minute() {
        let nine_oh_five = 545 * 60_000;
        let read = |millis| clock(&Cell::Moment(millis), Edge::Start).map_err(|p| p.code);
        assert_eq!(read(nine_oh_five), Ok(Clock::new(9, 5)));
        assert_eq!(read(nine_oh_five + 600), Ok(Clock::new(9, 5)));
        assert_eq!(read(nine_oh_five + 601), Err("R-TIME"));
        assert_eq!(read(46_272 * DAY + nine_oh_five), Ok(Clock::new(9, 5)));
        assert_eq!(read(46_272 * DAY), Err("R-TIME"));
        assert_eq!(read(DAY + nine_oh_five), Err("R-TIME"), "33 hours shown as 09:05");
        for (number, expected) in [
            (0.375, Ok(Clock::new(9, 0))),
            (905.0, Err("R-TIME")),
            (1430.0, Ok(Clock::new(14, 30))),
            (9.05, Ok(Clock::new(9, 5))),
            (9.3, Err("R-TIME")),
            (9.0, Err("R-TIME")),
        ] {
            let read = clock(&Cell::Number(number), Edge::Start).map_err(|p| p.code);
            assert_eq!(read, expected, "{number}");
        }
        let shown = clock(&Cell::Moment(nine_oh_five + 700), Edge::Start).unwrap_err().message;
        assert_eq!(shown, "“09:05:00.7” is not a whole minute.");
    }

    #[test]
    fn ranges_are_read_as_school_hours() {
        for (text, expected) in [
            ("9.30 - 11.00", "09:30 11:00 false"),
            ("L1 07:30-08:10", "07:30 08:10 false"),
            ("12:30-1:05", "12:30 13:05 true"),
            ("1:00-01:55", "13:00 13:55 true"),
            ("Period 3", ""),
            ("3-4", ""),
            ("09:50:-10:40", ""),
            ("11:00-10:00", "11:00 10:00 false"),
            ("6:30-7:30", "18:30 07:30 true"),
            ("1:30pm to 2:20pm", "13:30 14:20 false"),
            ("9am–10am", "09:00 10:00 false"),
            ("Mon-Fri", ""),
        ] {
            let read = range(text).map_or(String::new(), |r| format!("{} {} {}", r.start, r.end, r.assumed));
            assert_eq!(read, expected, "{text}");
        }
    }
}
