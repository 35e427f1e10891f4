//! The only place where a cell becomes a date, a time, minutes, a number or a known word. What can be read in two ways
//! is refused with the spelling that cannot.

pub mod amount;
pub mod clock;
pub mod date;
pub mod moment;
pub mod week;
pub mod word;

use super::sheet::{Cell, DAY};
use chrono::{Days, NaiveDate};

/// Why a cell cannot be read as what its column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable code.
    pub code: &'static str,
    /// What is wrong, with the value.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// A value, nothing for a blank cell, or a problem.
pub type Parsed<T> = Result<Option<T>, Problem>;

impl Problem {
    fn new<T>(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Parsed<T> {
        Err(Problem { code, message: message.into(), help: help.into() })
    }
}

/// A number to the 15 digits a spreadsheet keeps, as it shows it: `0.6`, not `0.6000000000000001`.
pub fn decimal(number: f64) -> String {
    let short = format!("{number}");
    if short.bytes().filter(u8::is_ascii_digit).count() <= 15 {
        return short;
    }
    format!("{number:.14e}").parse::<f64>().map_or(short, |rounded| format!("{rounded}"))
}

/// The date part of a moment.
pub(super) fn day_of(millis: i64) -> Option<NaiveDate> {
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let days = millis.div_euclid(DAY);
    // Serial 60 is 29 February 1900, which never was; below it every date is a day out.
    if days <= 60 {
        return None;
    }
    epoch.checked_add_days(Days::new(u64::try_from(days).ok()?))
}

/// A cell as a person sees it, cut to a length that fits a message.
pub fn shown(cell: &Cell) -> String {
    let clock = |millis: i64| {
        let seconds = millis / 1000;
        let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        if s == 0 { format!("{h:02}:{m:02}") } else { format!("{h:02}:{m:02}:{s:02}") }
    };
    let all = match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.replace('\n', " "),
        Cell::Number(number) => decimal(*number),
        Cell::Moment(millis) => match day_of(*millis) {
            Some(day) if millis.rem_euclid(DAY) == 0 => day.format("%-d %b %Y").to_string(),
            Some(day) => format!("{} {}", day.format("%-d %b %Y"), clock(millis.rem_euclid(DAY))),
            None if (0..DAY).contains(millis) => clock(*millis),
            None => format!("{} (a date number)", millis.div_euclid(DAY)),
        },
        Cell::Elapsed(millis) => clock(*millis),
        Cell::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        Cell::Fault(fault) => fault.clone(),
        Cell::NoValue => "a formula".to_owned(),
    };
    let safe = visible(&all);
    if safe.chars().count() > 60 { safe.chars().take(57).chain("...".chars()).collect() } else { safe }
}

/// Control and direction-changing characters written out as `U+202E`.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || is_bidi(c) {
            out.push_str(&code_point(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// `U+0430`.
pub fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// True for a character that changes the direction in which others are shown.
pub fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}

/// True where a dash or `n/a` stands for "nothing".
pub(super) fn is_dash(text: &str) -> bool {
    matches!(text, "-" | "–" | "—") || text.eq_ignore_ascii_case("n/a")
}
