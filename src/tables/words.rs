//! The only place where amounts, days and outcomes get their words.
//!
//! On display a ceiling rounds down and a need or a shortfall rounds up, so that no rounding looks better than the
//! truth; [`exact`] never rounds.

mod days;

pub use days::{
    date, date_in_short, day, day_and_month, day_in_full, day_in_short, day_of_week, month, month_in_full,
    term,
};

use crate::model::figure::{AnyFigure, ChosenBy, Evidence};
use crate::model::school::School;
use crate::model::source::{Sources, Span};
use crate::model::units::Ratio;
use crate::rules::{Outcome, Settle, Strength};

/// `2 h 30 min`, `41 h`, `0 min`.
pub fn duration(minutes: i64) -> String {
    let (sign, all) = (if minutes < 0 { "−" } else { "" }, minutes.unsigned_abs());
    match (all / 60, all % 60) {
        (0, m) => format!("{sign}{m} min"),
        (h, 0) => format!("{sign}{} h", thousands_of(h)),
        (h, m) => format!("{sign}{} h {m} min", thousands_of(h)),
    }
}

/// A ceiling, an amount of time had, room left: whole minutes, rounded down.
pub fn down(minutes: Ratio) -> String {
    duration(minutes.floor())
}

/// A need or a shortfall: whole minutes, rounded up.
pub fn up(minutes: Ratio) -> String {
    duration(minutes.ceil())
}

/// `£1,200.00`, from pence; part of a penny is cut.
pub fn pounds(pence: Ratio) -> String {
    let sign = if pence < Ratio::ZERO { "−" } else { "" };
    let pence = pence.abs().floor();
    format!("{sign}£{}.{:02}", thousands(pence / 100), pence % 100)
}

/// `2,640`.
pub fn thousands(n: i64) -> String {
    format!("{}{}", if n < 0 { "−" } else { "" }, thousands_of(n.unsigned_abs()))
}

fn thousands_of(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The exact value in digits: `2,376`, `27½`, `249.2`, `369 3/13`.
pub fn number(value: Ratio) -> String {
    let whole = if value < Ratio::ZERO && !value.is_whole() { value.floor() + 1 } else { value.floor() };
    if value.is_whole() {
        return thousands(whole);
    }
    let sign = if value < Ratio::ZERO { "−" } else { "" };
    let whole = whole.abs();
    let (num, den) = (value.abs() - Ratio::whole(whole)).parts();
    let lead = if whole == 0 { String::new() } else { thousands(whole) };
    let glyph = match (num, den) {
        (1, 2) => Some("½"),
        (1, 4) => Some("¼"),
        (3, 4) => Some("¾"),
        _ => None,
    };
    if let Some(glyph) = glyph {
        return format!("{sign}{lead}{glyph}");
    }
    for (places, scale) in [(1, 10), (2, 100), (3, 1000), (4, 10000)] {
        if scale % den == 0 {
            let part = num * scale / den;
            return format!("{sign}{}.{part:0places$}", thousands(whole));
        }
    }
    let gap = if lead.is_empty() { "" } else { " " };
    format!("{sign}{lead}{gap}{num}/{den}")
}

/// A figure with its unit, never rounded: `2,376 min`, `27½ days`, `90%`, `12`.
pub fn exact(figure: &AnyFigure) -> String {
    let value = figure.value();
    match figure.unit() {
        "days" => format!("{} {}", number(value), if value == Ratio::ONE { "day" } else { "days" }),
        "terms" => format!("{} {}", number(value), if value == Ratio::ONE { "term" } else { "terms" }),
        "ratio" if figure.clause().is_some() => {
            format!("{}%", number(value * Ratio::whole(100)))
        }
        unit => of_unit(value, unit),
    }
}

/// A value that was read, with its unit: `45 min`, `£1,200.00`.
pub fn of_unit(value: Ratio, unit: &str) -> String {
    match unit {
        "minutes" => format!("{} min", number(value)),
        "pence" if value.is_whole() => pounds(value),
        "pence" => format!("{} pence", number(value)),
        _ => number(value),
    }
}

/// A figure as a reader says it: hours and minutes, days, terms to two places. `need` rounds up.
pub fn amount(figure: &AnyFigure, need: bool) -> String {
    match figure.unit() {
        "minutes" if need => up(figure.value()),
        "minutes" => down(figure.value()),
        "terms" => terms(figure.value()),
        _ => exact(figure),
    }
}

/// Terms served, cut after two places: `2.97`.
pub fn terms(value: Ratio) -> String {
    if value.is_whole() { number(value) } else { value.decimal(2) }
}

/// `9.91 %`: cut, so that a share just under a limit never looks met.
pub fn share(value: Ratio) -> String {
    let hundredfold = value * Ratio::whole(100);
    if hundredfold.is_whole() { format!("{hundredfold} %") } else { format!("{} %", hundredfold.decimal(2)) }
}

/// `three`, `12`, `104`: words to twelve.
pub fn count(n: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    WORDS.get(n).map_or_else(|| thousands(i64::try_from(n).unwrap_or(i64::MAX)), ToString::to_string)
}

/// `one week`, `three weeks`.
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// `1 week`, `3 weeks`, in digits.
pub fn tally(n: i64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

/// With its first letter large.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// With a full stop, unless it ends a sentence already.
pub fn stopped(text: &str) -> String {
    let text = text.trim_end();
    if text.is_empty() || text.ends_with(['.', '?', '!', '”']) {
        text.to_string()
    } else {
        format!("{text}.")
    }
}

/// `A, B and C`.
pub fn names<S: AsRef<str>>(all: &[S]) -> String {
    match all {
        [] => String::new(),
        [one] => one.as_ref().to_string(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", most.join(", "), last.as_ref())
        }
    }
}

/// An outcome.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotMet => "Not met",
        Outcome::NotShown => "Cannot be shown",
        Outcome::Pending => "Pending",
        Outcome::Met => "Met",
        Outcome::NotApplicable => "Not applicable",
    }
}

/// The width of a workbook's column for what [`strength`] says, in which the longest stands with its mark.
pub const STRENGTH_WIDTH: u16 = 31;

/// What falling short of a rule of this strength is called.
pub fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Statutory => "Breach",
        Strength::Guidance => "Not as expected",
        Strength::Grant => "Blocks a funding line",
        Strength::Programme => "Below programme expectation",
        Strength::Local => "Below local expectation",
    }
}

/// What falling short of this rule is called. The hours of mentor support are the basis of money, which nothing in law or
/// grant makes a condition, so that they are only ever below the funded hours.
pub fn falls_short(rule: &str, by: Strength) -> &'static str {
    if rule == "MN05" { "Below the funded hours" } else { strength(by) }
}

/// How well a value of the rulebook is known, where that is less than well. A title says whose page it is.
pub fn evidence(evidence: Evidence, title: &str) -> Option<&'static str> {
    let is_of = |whose| title.to_lowercase().contains(whose);
    match evidence {
        Evidence::Official => None,
        Evidence::OfficialInPart => Some("Seen in an official source of which only part was at hand."),
        Evidence::Secondary if is_of("hub") => {
            Some("From a teaching school hub’s page, not an official source.")
        }
        Evidence::Secondary if is_of("union") => {
            Some("From a teachers’ union’s page, not an official source.")
        }
        Evidence::Secondary => Some("From a secondary source, not an official one."),
        Evidence::Derived => Some("Follows from other values by arithmetic."),
        Evidence::Unconfirmed => Some("Not confirmed by any source at hand."),
    }
}

/// Who chose a setting.
pub fn chosen_by(by: &ChosenBy) -> String {
    match by {
        ChosenBy::CommandLine => "Stated on the command line".to_string(),
        ChosenBy::File(path) => format!("Set in {path}"),
        ChosenBy::Default => "Default".to_string(),
    }
}

/// What would settle a question: `Fill meetings.xlsx › Log › F58:F62`, with the whole path inside the pack.
pub fn settle(settle: &Settle, sources: &Sources) -> String {
    settled(
        settle,
        |span| sources.place(span),
        |record| sources.taken_for(record).map(|(sheet, _)| sources.name(sheet)).collect(),
    )
}

/// The same in the reports of a school, without the folder that all its own files share.
pub fn settle_here(settle: &Settle, school: &School) -> String {
    settled(
        settle,
        |span| super::place::cells(school, span),
        |record| {
            let sheets = school.sources.taken_for(record);
            sheets.map(|(sheet, _)| super::place::sheet(school, sheet)).collect()
        },
    )
}

/// A record that was supplied, and does not say enough, is named by its own sheets.
fn settled(
    settle: &Settle,
    place: impl Fn(Span) -> String,
    supplied: impl Fn(&str) -> Vec<String>,
) -> String {
    match settle {
        Settle::Fill(span) => format!("Fill {}", place(*span)),
        Settle::Supply { record, column } => {
            let article = if record.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            let columns: Vec<&str> = column.split(", ").collect();
            let noun = if columns.len() > 1 { "columns" } else { "column" };
            let columns = format!("{noun} {}", names(&columns));
            match supplied(record).as_slice() {
                [] => format!("Supply {article} {record} file with the {columns}"),
                sheets => format!("Complete {}: {columns}", names(sheets)),
            }
        }
        Settle::Do(words) => sentence(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_of_strengths_is_wider_than_the_longest_with_its_mark() {
        use Strength::{Grant, Guidance, Local, Programme, Statutory};
        for word in [Statutory, Guidance, Grant, Programme, Local].map(|by| falls_short("PT01", by)) {
            // Capitals and bold take more than a digit, by which widths are measured.
            assert!(word.chars().count() + "◇ ".chars().count() < usize::from(STRENGTH_WIDTH), "{word}");
        }
    }

    #[test]
    fn durations_are_said_in_hours_and_minutes() {
        for (minutes, said) in
            [(0, "0 min"), (59, "59 min"), (60, "1 h"), (150, "2 h 30 min"), (2460, "41 h"), (-30, "−30 min")]
        {
            assert_eq!(duration(minutes), said);
        }
        let limit = Ratio::new(7128, 5).unwrap();
        assert_eq!((down(limit), up(limit)), ("23 h 45 min".into(), "23 h 46 min".into()));
    }

    #[test]
    fn an_exact_number_is_never_rounded() {
        for (num, den, said) in [
            (2376, 1, "2,376"),
            (55, 2, "27½"),
            (1246, 5, "249.2"),
            (4800, 13, "369 3/13"),
            (1, 3, "1/3"),
            (-1, 2, "−½"),
            (-7, 4, "−1¾"),
            (1_234_567, 1, "1,234,567"),
            (3, 5, "0.6"),
        ] {
            assert_eq!(number(Ratio::new(num, den).unwrap()), said);
        }
    }

    #[test]
    fn money_is_said_in_pounds_and_pence() {
        for (pence, said) in [(210_000, "£2,100.00"), (5, "£0.05"), (-78_805, "−£788.05"), (0, "£0.00")]
        {
            assert_eq!(pounds(Ratio::whole(pence)), said);
        }
    }

    #[test]
    fn a_share_is_cut() {
        assert_eq!(share(Ratio::new(9999, 100_000).unwrap()), "9.99 %");
        assert_eq!(share(Ratio::new(1, 10).unwrap()), "10 %");
    }

    #[test]
    fn what_would_settle_it_names_the_record_and_its_columns() {
        let said = |record, column| settle(&Settle::Supply { record, column }, &Sources::default());
        assert_eq!(said("cover", "Date"), "Supply a cover file with the column Date");
        assert_eq!(
            said("absence", "Staff code, From, To"),
            "Supply an absence file with the columns Staff code, From and To"
        );
    }

    #[test]
    fn lists_read_as_prose() {
        assert_eq!(names(&["A"]), "A");
        assert_eq!(names(&["A", "B", "C"]), "A, B and C");
        assert_eq!(sentence(&counted(3, "teacher", "teachers")), "Three teachers");
        assert_eq!(count(13), "13");
    }
}
