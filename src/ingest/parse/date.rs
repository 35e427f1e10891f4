//! Dates, day first. A column whose dates can only be month first is refused rather than swapped, unless a layout says so.

use super::super::sheet::{Cell, DAY};
use super::{Parsed, Problem, clock, day_of, decimal, is_dash, shown};
use chrono::{Datelike, NaiveDate, Weekday};
use std::ops::Range;

/// Years in which a date can lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Era {
    /// 2000 to 2100: what happens in school.
    Recent,
    /// 1920 to 2100: births, first days of service, awards. A year of two digits says nothing here.
    Lifetime,
}

/// The order a column of dates is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Day, month, year.
    #[default]
    DayFirst,
    /// Some date of the column makes sense only month first, and none only day first.
    MonthFirst,
    /// As before, and any real dates among them may have been turned round: opened in Britain, an American file has dates
    /// where the month could be a day, and texts where it could not.
    Turned,
    /// Month, day, year: the layout says so.
    Said {
        /// Any real dates among them may have been turned round.
        turned: bool,
    },
}

impl Order {
    fn may_be_turned(self) -> bool {
        matches!(self, Order::Turned | Order::Said { turned: true })
    }
}

/// The order of a column, which a layout may say is month first.
pub fn order<'a>(cells: impl IntoIterator<Item = &'a Cell>, is_said: bool) -> Order {
    match (is_said, told(cells)) {
        (false, told) => told,
        (true, told) => Order::Said { turned: told == Order::Turned },
    }
}

/// Letters of the shortest date that tells the order: `1/13/5`.
const SHORTEST: usize = 6;

/// What the dates themselves tell.
fn told<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> Order {
    let (mut month_first, mut is_sound) = (false, false);
    for cell in cells {
        let text = match cell {
            Cell::Text(text) if text.len() >= SHORTEST => text,
            Cell::Moment(millis) => {
                is_sound |= day_of(*millis).is_some_and(|day| day.day() > 12);
                continue;
            }
            _ => continue,
        };
        if iso(text).is_some() {
            continue;
        }
        // Most texts of a school are no dates at all.
        let borders = text.bytes().filter(|byte| matches!(byte, b'/' | b'-' | b'.' | b' ' | b',')).count();
        if borders < 2 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let (_, date) = without_weekday(split_time(text).0);
        let Some([first, second, _]) = numbers(date) else { continue };
        if first > 12 {
            return Order::DayFirst;
        }
        month_first |= second > 12;
    }
    match (month_first, is_sound) {
        (false, _) => Order::DayFirst,
        (true, true) => Order::MonthFirst,
        (true, false) => Order::Turned,
    }
}

/// Reads a date.
///
/// # Errors
/// `R-DATE` if there is no such day, no year, more than one way to read it, or the year is out of range.
pub fn date(cell: &Cell, era: Era, order: Order) -> Parsed<NaiveDate> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Text(text) if is_dash(text) => Ok(None),
        Cell::Text(text) => from_text(text, era, order),
        Cell::Moment(millis) => match day_of(*millis) {
            Some(day) if order.may_be_turned() && day.day() <= 12 && day.day() != day.month() => {
                Problem::new(
                    "R-DATE",
                    format!(
                        "“{}” may be another day: other dates in this column are written month first, and Excel may have turned this one round.",
                        shown(cell)
                    ),
                    "Compare it with the file it came from, and write every date of the column day first, such as 13/04/2026.",
                )
            }
            Some(day) => within(day, era, cell),
            None => refuse(cell),
        },
        Cell::Number(number) => {
            let text = decimal(*number);
            if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
                return from_text(&text, era, order);
            }
            match text.parse::<i64>().ok().and_then(|days| days.checked_mul(DAY)).and_then(day_of) {
                Some(day) => within(day, era, cell),
                None => refuse(cell),
            }
        }
        _ => refuse(cell),
    }
}

/// What else may be done where a column shows that it is month first.
const MONTH_FIRST: &str = ", or, if all dates of the file are month first, say month_first = true in a layout of your own (ringfence inspect FILE --save FOLDER)";

const HELP: &str = "Write the day, the month and the year, such as 07/09/2026.";

fn refuse(cell: &Cell) -> Parsed<NaiveDate> {
    Problem::new("R-DATE", format!("“{}” is not a date.", shown(cell)), HELP)
}

fn within(day: NaiveDate, era: Era, cell: &Cell) -> Parsed<NaiveDate> {
    let first = if era == Era::Recent { 2000 } else { 1920 };
    if (first..=2100).contains(&day.year()) {
        return Ok(Some(day));
    }
    let stored = match cell {
        Cell::Moment(millis) => format!(" (date number {})", millis.div_euclid(DAY)),
        _ => String::new(),
    };
    Problem::new(
        "R-DATE",
        format!("“{}”{stored} is in the year {}, outside {first} to 2100.", shown(cell), day.year()),
        "Check the year, and write the date as 07/09/2026.",
    )
}

fn from_text(text: &str, era: Era, order: Order) -> Parsed<NaiveDate> {
    let cell = Cell::Text(text.into());
    if let Some(day) = iso(text) {
        return within(day, era, &cell);
    }
    let (date, time) = split_time(text);
    if time.is_some_and(|time| !clock::is_time(time)) {
        return refuse(&cell);
    }
    let (weekday, date) = without_weekday(date);
    if date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit()) {
        return match NaiveDate::parse_from_str(date, "%Y%m%d") {
            Ok(day) => within(day, era, &cell),
            Err(_) => no_such_day(text),
        };
    }
    let parts = parts(date);
    let [a, b, c] = match parts[..] {
        [a, b, c] => [a, b, c],
        [a, b]
            if (number(a).is_some() && month(b).is_some()) || (month(a).is_some() && number(b).is_some()) =>
        {
            return Problem::new(
                "R-DATE",
                format!("“{}” has no year.", shown(&cell)),
                "Write the year too, such as 03/04/2026.",
            );
        }
        _ => return refuse(&cell),
    };
    let (day, month_number, year) = if a.len() == 4 && number(a).is_some() {
        (number(c), month(b).or(number(b)), a)
    } else if let Some(named) = month(a) {
        (number(ordinal(b)), Some(named), c)
    } else if let (Order::Said { .. }, Some([first, second, _])) = (order, numbers(date)) {
        (Some(second), Some(first), c)
    } else {
        if let (Order::MonthFirst | Order::Turned, Some([first, second, _])) = (order, numbers(date))
            && second <= 12
            && first != second
        {
            return Problem::new(
                "R-DATE",
                format!("“{text}” may be month first: other dates in this column can only be read that way."),
                format!("Write every date of the column day first, such as 13/04/2026{MONTH_FIRST}."),
            );
        }
        (number(ordinal(a)), month(b).or(number(b)), c)
    };
    let (Some(day), Some(month_number), Some(year_number)) = (day, month_number, number(year)) else {
        return refuse(&cell);
    };
    let year_number = match (year.len(), era) {
        (4, _) => year_number,
        (2, Era::Recent) => 2000 + year_number,
        (2, Era::Lifetime) => {
            return Problem::new(
                "R-DATE",
                format!("“{text}” has a year of two digits, which may be of this century or the last."),
                "Write the year with four digits, such as 07/09/1998.",
            );
        }
        _ => return refuse(&cell),
    };
    let found = i32::try_from(year_number).ok().and_then(|y| NaiveDate::from_ymd_opt(y, month_number, day));
    match found {
        Some(found) if weekday.is_none_or(|w| w == found.weekday()) => within(found, era, &cell),
        Some(found) => Problem::new(
            "R-DATE",
            format!("“{text}” names a weekday that does not fit: that day is a {}.", found.format("%A")),
            "Correct the weekday or the date.",
        ),
        None if month_number > 12 && matches!(order, Order::Said { .. }) => Problem::new(
            "R-DATE",
            format!("“{text}” has no month {month_number}: the layout says that dates are month first."),
            format!("If {month_number} is the day, write {day:02}/{month_number:02}/{year_number}."),
        ),
        None if month_number > 12 && (1..=12).contains(&day) => Problem::new(
            "R-DATE",
            format!("“{text}” has no month {month_number}: dates are read day first."),
            format!(
                "If {month_number} is the day, write {month_number:02}/{day:02}/{year_number}{}.",
                if order == Order::DayFirst { "" } else { MONTH_FIRST }
            ),
        ),
        None => no_such_day(text),
    }
}

/// `2026-09-07`, as many programs write it, which has one meaning in any order.
fn iso(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    let is_digits = |range: Range<usize>| bytes[range].iter().all(u8::is_ascii_digit);
    let is_iso = bytes.len() == 10
        && (bytes[4], bytes[7]) == (b'-', b'-')
        && is_digits(0..4)
        && is_digits(5..7)
        && is_digits(8..10);
    if !is_iso {
        return None;
    }
    NaiveDate::from_ymd_opt(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?)
}

fn no_such_day(text: &str) -> Parsed<NaiveDate> {
    Problem::new("R-DATE", format!("“{text}” is not a day in the calendar."), HELP)
}

/// The date, and the time after it if there is a colon.
fn split_time(text: &str) -> (&str, Option<&str>) {
    let Some(colon) = text.find(':') else { return (text, None) };
    match text[..colon].rfind([' ', 'T', ',']) {
        Some(cut) => (text[..cut].trim_end_matches([' ', ',']), Some(&text[cut + 1..])),
        None => (text, None),
    }
}

/// The time of day in a text that holds a date before it.
pub(super) fn time_after_date(text: &str) -> Option<&str> {
    let (date, time) = split_time(text);
    let time = time?;
    // Whichever way round the date is, the time after it is the same.
    let orders = [Order::DayFirst, Order::Said { turned: false }];
    orders.iter().any(|order| from_text(date, Era::Recent, *order).is_ok()).then_some(time)
}

fn without_weekday(date: &str) -> (Option<Weekday>, &str) {
    let end = date.find(|c: char| !c.is_alphabetic()).unwrap_or(0);
    match super::word::weekday(&date[..end]) {
        Some(day) => (Weekday::try_from(day).ok(), date[end..].trim_start_matches([' ', ','])),
        None => (None, date),
    }
}

fn parts(date: &str) -> Vec<&str> {
    for separator in ['/', '-', '.'] {
        if date.contains(separator) {
            return date.split(separator).map(str::trim).collect();
        }
    }
    date.split([' ', ',']).filter(|part| !part.is_empty() && *part != "of").collect()
}

/// The three numbers of a date that does not begin with the year.
fn numbers(date: &str) -> Option<[u32; 3]> {
    match parts(date)[..] {
        [a, b, c] if a.len() <= 2 => Some([number(a)?, number(b)?, number(c)?]),
        _ => None,
    }
}

fn number(part: &str) -> Option<u32> {
    (!part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()))
        .then(|| part.parse().ok())
        .flatten()
}

fn ordinal(part: &str) -> &str {
    let digits = part.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if matches!(&part[digits.len()..], "st" | "nd" | "rd" | "th") { digits } else { part }
}

fn month(part: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let part = part.trim_end_matches('.').to_lowercase();
    if part == "sept" {
        return Some(9);
    }
    let found =
        NAMES.iter().position(|name| *name == part || (part.len() == 3 && name.starts_with(&part)))?;
    u32::try_from(found + 1).ok()
}

#[cfg(test)]
mod tests;
