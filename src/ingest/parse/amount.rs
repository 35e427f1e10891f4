//! Lengths of time, ratios, money and numbers of registers.

use super::super::sheet::{Cell, DAY};
use super::{Parsed, Problem, decimal, is_dash, shown};
use crate::model::units::{Minutes, Ratio};

/// The unit a column's header names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// `Minutes`.
    Minutes,
    /// `Hours`.
    Hours,
    /// `Duration`: no unit, so a bare number says nothing.
    Unsaid,
}

/// A length of time, and whether seconds were dropped from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// Whole minutes.
    pub minutes: Minutes,
    /// True if the cell held seconds, which were rounded down.
    pub seconds_dropped: bool,
}

/// Reads a length of time.
///
/// # Errors
/// `R-NUMBER` if it is none, names no unit, or is not a whole number of minutes.
pub fn length(cell: &Cell, unit: Unit) -> Parsed<Length> {
    let text = match cell {
        Cell::Empty => return Ok(None),
        Cell::Text(text) if is_dash(text) => return Ok(None),
        Cell::Moment(millis) if (0..DAY).contains(millis) => return Ok(Some(from_millis(*millis))),
        Cell::Elapsed(millis) if *millis >= 0 => return Ok(Some(from_millis(*millis))),
        Cell::Number(number) => decimal(*number),
        Cell::Text(text) => text.clone(),
        _ => return refuse(cell, unit),
    };
    let whole = |minutes: Ratio| {
        minutes.is_whole().then(|| Length { minutes: Minutes(minutes.floor()), seconds_dropped: false })
    };
    if let Some(number) = Ratio::parse(&text).filter(|_| !text.contains('/')) {
        let found = match unit {
            Unit::Minutes => whole(number),
            Unit::Hours => whole(number * Ratio::whole(60)),
            Unit::Unsaid => {
                return Problem::new(
                    "R-NUMBER",
                    format!("“{text}” does not say whether it is hours or minutes."),
                    format!("Write “{text} min” or “{text} h”, or name the unit in the header."),
                );
            }
        };
        return match found {
            Some(length) => Ok(Some(length)),
            None => Problem::new(
                "R-NUMBER",
                format!("“{text}” is not a whole number of minutes."),
                "Write whole minutes, such as 45, or hours and minutes, such as 1:30.",
            ),
        };
    }
    match with_units(&text) {
        Some(length) => Ok(Some(length)),
        None => refuse(cell, unit),
    }
}

fn refuse(cell: &Cell, unit: Unit) -> Parsed<Length> {
    let value = shown(cell);
    let help = match (value.as_str(), unit) {
        ("½", _) => "Write 0:30.".to_owned(),
        (value, Unit::Hours) if value.contains(',') => {
            format!("Write {}, with a point.", value.replace(',', "."))
        }
        (_, Unit::Hours) => "Write hours such as 1.5, or hours and minutes such as 1:30.".to_owned(),
        (_, Unit::Minutes) => "Write whole minutes such as 90, or hours and minutes such as 1:30.".to_owned(),
        (_, Unit::Unsaid) => "Write hours and minutes, such as 1:30 or 1h 30m.".to_owned(),
    };
    Problem::new("R-NUMBER", format!("“{value}” is not a length of time."), help)
}

fn from_millis(millis: i64) -> Length {
    // A hundredth of a minute is the rounding of the file format, as for clock times.
    let minutes = (millis + 600) / 60_000;
    Length { minutes: Minutes(minutes), seconds_dropped: millis - minutes * 60_000 > 600 }
}

/// `1:30`, `1:13:42`, `1h 30m`, `1h 13m 42s`, `2h00`, `90 min`, `1.5 hours`.
fn with_units(text: &str) -> Option<Length> {
    let int = |s: &str| {
        ((1..=5).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit()))
            .then(|| s.parse::<i64>().ok())
            .flatten()
    };
    let made = |hours: i64, minutes: i64, seconds: i64| {
        (seconds < 60 && (hours == 0 || minutes < 60))
            .then_some(Length { minutes: Minutes(hours * 60 + minutes), seconds_dropped: seconds > 0 })
    };
    let compact: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let colons: Vec<&str> = compact.split(':').collect();
    match colons[..] {
        [h, m] if m.len() == 2 => return if int(m)? < 60 { made(int(h)?, int(m)?, 0) } else { None },
        [h, m, s] if m.len() == 2 && s.len() == 2 => {
            return if int(m)? < 60 { made(int(h)?, int(m)?, int(s)?) } else { None };
        }
        [_] => {}
        _ => return None,
    }
    let (mut hours, mut minutes, mut seconds) = (None, None, None);
    let mut rest = compact.as_str();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let letters = rest[digits..].find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len() - digits);
        let (number, unit) = (&rest[..digits], &rest[digits..digits + letters]);
        rest = rest[digits + letters..].trim_start_matches([',', '.']);
        let slot = match unit {
            "h" | "hr" | "hrs" | "hour" | "hours" if minutes.is_none() => &mut hours,
            "m" | "min" | "mins" | "minute" | "minutes" if seconds.is_none() => &mut minutes,
            "" if hours.is_some() && minutes.is_none() && number.len() == 2 && rest.is_empty() => {
                &mut minutes
            }
            "s" | "sec" | "secs" | "second" | "seconds" => &mut seconds,
            _ => return None,
        };
        if slot.replace(number).is_some() {
            return None;
        }
    }
    if let (Some(part), None, None) = (hours.filter(|h| h.contains('.')), minutes, seconds) {
        let minutes = Ratio::parse(part)? * Ratio::whole(60);
        return minutes
            .is_whole()
            .then(|| Length { minutes: Minutes(minutes.floor()), seconds_dropped: false });
    }
    let part = |text: Option<&str>| text.map_or(Some(0), int);
    (hours.or(minutes).or(seconds).is_some()).then_some(())?;
    made(part(hours)?, part(minutes)?, part(seconds)?)
}

/// Reads a full-time equivalent: `0.6`, `60%` and `3/5` are the same.
///
/// # Errors
/// `R-NUMBER` if it is none, or above 1.
pub fn fte(cell: &Cell) -> Parsed<Ratio> {
    let Some(text) = written(cell) else { return Ok(None) };
    let found = match text.strip_suffix('%') {
        Some(percent) => Ratio::parse(percent.trim()).map(|ratio| ratio / 100),
        None => Ratio::parse(&text),
    };
    match found {
        Some(ratio) if ratio <= Ratio::ONE => Ok(Some(ratio)),
        Some(_) => Problem::new(
            "R-NUMBER",
            format!("“{text}” is more than full time."),
            "Write 1 for full time, or the share worked, such as 0.6 or 3/5.",
        ),
        None => Problem::new(
            "R-NUMBER",
            format!("“{}” is not a full-time equivalent.", shown(cell)),
            "Write 1 for full time, or the share worked, such as 0.6 or 3/5.",
        ),
    }
}

/// What a cell that should hold digits says; nothing where it is blank or a dash, and no digits where it is of another kind.
fn written(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Empty => None,
        Cell::Text(text) if is_dash(text) => None,
        Cell::Number(number) => Some(decimal(*number)),
        Cell::Text(text) => Some(text.clone()),
        _ => Some(String::new()),
    }
}

/// Reads a number that cannot be negative (days, terms), fractions allowed.
///
/// # Errors
/// `R-NUMBER` if it is none.
pub fn number(cell: &Cell) -> Parsed<Ratio> {
    let Some(text) = written(cell) else { return Ok(None) };
    match Ratio::parse(&text) {
        Some(ratio) => Ok(Some(ratio)),
        None => Problem::new(
            "R-NUMBER",
            format!("“{}” is not a number that can be used here.", shown(cell)),
            match text.as_str() {
                "½" => "Write 0.5.".to_owned(),
                text if text.contains(',') => format!("Write {}, with a point.", text.replace(',', ".")),
                _ => "Write a plain number, such as 1 or 0.5.".to_owned(),
            },
        ),
    }
}

/// Reads an amount of money in pence, rounded once, half away from zero.
///
/// # Errors
/// `R-NUMBER` if it is none.
pub fn pence(cell: &Cell) -> Parsed<i64> {
    let text = match cell {
        Cell::Empty => return Ok(None),
        Cell::Number(number) => decimal(*number),
        Cell::Text(text) => text.clone(),
        _ => String::new(),
    };
    let read = || {
        let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let (negative, body) = match compact.strip_prefix('-') {
            Some(body) => (true, body),
            None => (false, compact.as_str()),
        };
        let body = body.strip_prefix('£').or(body.strip_prefix("GBP")).unwrap_or(body);
        let (negative, body) = match body.strip_prefix('-') {
            Some(body) if !negative => (true, body),
            _ => (negative, body),
        };
        let (pounds, part) = body.split_once('.').unwrap_or((body, "0"));
        let mut groups = pounds.split(',');
        let first = groups.next()?;
        let rest: Vec<&str> = groups.collect();
        if first.is_empty()
            || !rest.is_empty() && (first.len() > 3 || rest.iter().any(|group| group.len() != 3))
        {
            return None;
        }
        let pounds: String = std::iter::once(first).chain(rest).collect();
        let digits = |s: &str| (1..=12).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(&pounds) || !digits(part) {
            return None;
        }
        let tenths: i64 = format!("{part:0<3}")[..3].parse().ok()?;
        let whole = pounds.parse::<i64>().ok()? * 100 + (tenths + 5) / 10;
        Some(if negative { -whole } else { whole })
    };
    match read() {
        Some(pence) => Ok(Some(pence)),
        None => Problem::new(
            "R-NUMBER",
            format!("“{}” is not an amount of money.", shown(cell)),
            "Write pounds and pence, such as 1234.50.",
        ),
    }
}

/// Reads a teacher reference number; zeros lost from its front are put back.
///
/// # Errors
/// `R-TRN` if it does not have five to seven digits.
pub fn trn(cell: &Cell) -> Parsed<String> {
    let Some(text) = written(cell) else { return Ok(None) };
    match trn_digits(&text) {
        Some(digits) => Ok(Some(format!("{digits:0>7}"))),
        None => Problem::new(
            "R-TRN",
            format!("“{}” is not a teacher reference number.", shown(cell)),
            "Write its seven digits, such as 0012345, or leave the cell empty.",
        ),
    }
}

/// The digits of a teacher reference number that has lost zeros from its front; nothing if it has all seven, or is none.
pub fn short_trn(cell: &Cell) -> Option<String> {
    trn_digits(&written(cell)?).filter(|digits| digits.len() < 7)
}

fn trn_digits(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    ((5..=7).contains(&digits.len()) && !text.contains('.')).then_some(digits)
}

/// Reads a school's unique reference number.
///
/// # Errors
/// `R-URN` if it does not have five or six digits.
pub fn urn(cell: &Cell) -> Parsed<String> {
    let Some(text) = written(cell) else { return Ok(None) };
    if !(5..=6).contains(&text.len()) || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Problem::new(
            "R-URN",
            format!("“{}” is not a school's unique reference number.", shown(cell)),
            "Write its six digits, such as 123456.",
        );
    }
    Ok(Some(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_as_schools_write_them() {
        for (text, unit, expected) in [
            ("90", Unit::Minutes, "90"),
            ("90.0", Unit::Minutes, "90"),
            ("1.5", Unit::Hours, "90"),
            ("0.25", Unit::Hours, "15"),
            ("1:30", Unit::Minutes, "90"),
            ("1:30", Unit::Unsaid, "90"),
            ("1h 30m", Unit::Unsaid, "90"),
            ("1h 13m 42s", Unit::Unsaid, "73 (seconds dropped)"),
            ("11m 31s", Unit::Unsaid, "11 (seconds dropped)"),
            ("2h00", Unit::Unsaid, "120"),
            ("0h 47m 0s", Unit::Minutes, "47"),
            ("90 min", Unit::Hours, "90"),
            ("1.5 hours", Unit::Unsaid, "90"),
            ("26:30", Unit::Hours, "1590"),
            ("1,5", Unit::Hours, "R-NUMBER"),
            ("½", Unit::Hours, "R-NUMBER"),
            ("(3)", Unit::Minutes, "R-NUMBER"),
            ("-1", Unit::Minutes, "R-NUMBER"),
            ("90", Unit::Unsaid, "R-NUMBER"),
            ("10%", Unit::Minutes, "R-NUMBER"),
            ("0.33", Unit::Hours, "R-NUMBER"),
            ("12.5", Unit::Minutes, "R-NUMBER"),
            ("an hour", Unit::Minutes, "R-NUMBER"),
            ("1:75", Unit::Minutes, "R-NUMBER"),
            ("3/5", Unit::Hours, "R-NUMBER"),
        ] {
            let read = match length(&Cell::text(text), unit) {
                Ok(Some(length)) if length.seconds_dropped => {
                    format!("{} (seconds dropped)", length.minutes.0)
                }
                Ok(Some(length)) => length.minutes.0.to_string(),
                Ok(None) => String::new(),
                Err(problem) => problem.code.to_owned(),
            };
            assert_eq!(read, expected, "{text} in {unit:?}");
        }
        let elapsed = length(&Cell::Elapsed(26 * 3_600_000 + 30 * 60_000), Unit::Minutes);
        assert_eq!(elapsed.unwrap().unwrap().minutes, Minutes(1590));
    }

    #[test]
    fn a_refused_length_says_what_to_write() {
        let help = |text| length(&Cell::text(text), Unit::Hours).unwrap_err().help;
        assert_eq!(help("1,5"), "Write 1.5, with a point.");
        assert_eq!(help("½"), "Write 0:30.");
    }

    #[test]
    fn full_time_equivalents_are_exact() {
        let read = |text| fte(&Cell::text(text)).map(|r| r.map(|r| r.to_string())).map_err(|p| p.code);
        for text in ["0.6", "60%", "60 %", "3/5", ".6", "0.60"] {
            assert_eq!(read(text), Ok(Some("3/5".to_owned())), "{text}");
        }
        for text in ["1.2", "32.5", "120%", "0,6", "-0.6", "part time"] {
            assert_eq!(read(text), Err("R-NUMBER"), "{text}");
        }
        assert_eq!(fte(&Cell::Number(0.6)).unwrap().unwrap().to_string(), "3/5");
        assert_eq!(fte(&Cell::Number(0.600_000_000_000_000_1)).unwrap().unwrap().to_string(), "3/5");
        assert_eq!(read(""), Ok(None));
    }

    #[test]
    fn money_is_pence_rounded_once() {
        for (text, expected) in [
            ("1234.50", Some(123_450)),
            ("£1,234.50", Some(123_450)),
            ("1234", Some(123_400)),
            ("-£500", Some(-50_000)),
            ("£ 1,234,567.8", Some(123_456_780)),
            ("0.125", Some(13)),
            ("1,5", None),
            ("12,34", None),
            ("(500)", None),
            ("ten", None),
        ] {
            assert_eq!(pence(&Cell::text(text)).ok().flatten(), expected, "{text}");
        }
        assert_eq!(pence(&Cell::Number(1234.5)), Ok(Some(123_450)));
    }

    #[test]
    fn registers_numbers_keep_their_zeros() {
        let read = |cell: &Cell| trn(cell).map_err(|p| p.code);
        assert_eq!(read(&Cell::Number(901_921.0)), Ok(Some("0901921".to_owned())));
        assert_eq!(read(&Cell::text("RP12/34567")), Ok(Some("1234567".to_owned())));
        assert_eq!(read(&Cell::text("1234")), Err("R-TRN"));
        assert_eq!(read(&Cell::text("12345678")), Err("R-TRN"));
        assert_eq!(urn(&Cell::Number(123_456.0)), Ok(Some("123456".to_owned())));
        assert_eq!(urn(&Cell::text("123")).map_err(|p| p.code), Err("R-URN"));
    }
}
