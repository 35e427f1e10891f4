//! How an exact value becomes a number in a cell, and the format it is shown in.

use crate::model::units::Ratio;
use std::borrow::Cow;
use std::cmp::Ordering;

/// The nearest double, to be looked at and added up in a sheet; the exact value stands on Origins and in results.json.
#[expect(clippy::float_arithmetic, reason = "a workbook holds doubles; nothing is decided by this number")]
#[expect(clippy::cast_precision_loss, reason = "as above")]
pub(super) fn nearest(value: Ratio) -> f64 {
    let (num, den) = value.parts();
    num as f64 / den as f64
}

/// A day of 1,440 minutes is 1 in a workbook.
pub(super) fn nearest_days(minutes: Ratio) -> f64 {
    nearest(minutes / 1440)
}

/// Hours and minutes of a value in days.
pub(super) const DURATION: &str = r#"[h]" h "mm" min""#;
/// `1,260 min`, on the axis of a chart.
pub(super) const WHOLE_MINUTES: &str = r#"#,##0" min""#;
/// `Fri 18 Dec 2026`.
pub(super) const DATE: &str = "ddd d mmm yyyy";

/// What a cell holds: the value itself, but pounds in place of pence, as people add money up. The exact value in pence
/// stands in results.json.
pub(super) fn held(unit: &str, value: Ratio) -> Ratio {
    if unit == "pence" { value / 100 } else { value }
}

/// Pounds and pence.
const POUNDS: &str = r##""£"#,##0.00"##;

/// Format of an amount whose unit the reader must be told.
pub(super) fn amount(unit: &str, value: Ratio) -> &'static str {
    match (unit, value.is_whole()) {
        ("minutes", true) => r#"#,##0" min""#,
        ("minutes", false) => r#"#,##0.0#" min""#,
        ("days", true) if value == Ratio::ONE => r#"0" day""#,
        ("days", true) => r#"#,##0" days""#,
        ("days", false) => r#"#,##0.0#" days""#,
        ("terms", _) => r#"0.0###" terms""#,
        ("ratio", _) => percent(value),
        ("pence", _) => POUNDS,
        _ => digits(value),
    }
}

/// A share with one place, or two where one would round it onto a limit.
pub(super) fn percent(value: Ratio) -> &'static str {
    let one_place = (value * Ratio::whole(1000)).is_whole();
    if one_place { "0.0%" } else { "0.00%" }
}

/// Full-time equivalents and terms.
pub(super) const PART: &str = "0.0###";

/// Format of measured less required; the words say which side of the limit.
pub(super) fn difference(unit: &str, value: Ratio, over_is_bad: bool) -> Cow<'static, str> {
    let (more, less, none) = if unit == "pence" {
        ("over", "short", "exactly what is expected")
    } else if over_is_bad {
        ("over", "inside", "exactly at the limit")
    } else {
        ("to spare", "short", "exactly what is needed")
    };
    let (number, word) = match unit {
        "minutes" => (digits(value), " min"),
        "days" if value.abs() == Ratio::ONE => (digits(value), " day"),
        "days" => (digits(value), " days"),
        "terms" => (PART, " terms"),
        "ratio" => ("0.0#%", ""),
        "pence" => (POUNDS, ""),
        _ => (digits(value), ""),
    };
    Cow::Owned(format!(r#"{number}"{word} {more}";{number}"{word} {less}";"{none}""#))
}

/// Whole numbers without a point, others with one place or two.
pub(super) fn digits(value: Ratio) -> &'static str {
    if value.is_whole() { "#,##0" } else { "#,##0.0#" }
}

/// Characters a value takes in a format of this file, so that no column is too narrow for it (`####`).
pub(super) fn chars(format: &str, value: Ratio) -> usize {
    let mut sections = format.split(';');
    let (more, less, none) = (sections.next().unwrap_or(""), sections.next(), sections.next());
    let section = match value.cmp(&Ratio::ZERO) {
        Ordering::Less => less.unwrap_or(more),
        Ordering::Equal => none.unwrap_or(more),
        Ordering::Greater => more,
    };
    // Between quotes stand words, which are shown as they are; of the rest only digits, a point and a per cent sign matter.
    let (mut is_number, mut is_share, mut places, mut words) = (false, false, None, 0);
    for (n, part) in section.split('"').enumerate() {
        if n % 2 == 1 {
            words += part.chars().count();
            continue;
        }
        is_number |= !part.is_empty();
        is_share |= part.contains('%');
        places = match (places, part.split_once('.')) {
            (Some(before), _) => Some(before + part.len()),
            (None, after) => after.map(|(_, after)| after.len() + 1),
        };
    }
    if !is_number {
        return words;
    }
    let whole = if is_share { value * Ratio::whole(100) } else { value };
    let digits = digits_of(whole.abs().floor());
    let sign = usize::from(value < Ratio::ZERO && less.is_none());
    sign + digits + digits.saturating_sub(1) / 3 + places.unwrap_or(0) + words
}

/// Digits of a whole number that is not negative.
pub(super) fn digits_of(whole: i64) -> usize {
    whole.checked_ilog10().map_or(1, |log| log as usize + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_minute_shows_its_half() {
        let half = Ratio::new(4751, 2).unwrap();
        assert_eq!(amount("minutes", half), r#"#,##0.0#" min""#);
        assert_eq!(nearest(half).to_string(), "2375.5");
    }

    #[test]
    fn money_is_held_in_pounds() {
        assert_eq!(nearest(held("pence", Ratio::whole(78_805))).to_string(), "788.05");
        assert_eq!(amount("pence", Ratio::whole(78_805)), POUNDS);
        let format = difference("pence", Ratio::whole(-1), false);
        assert!(format.contains(r#"0.00" short""#), "{format}");
    }

    #[test]
    fn a_share_just_under_a_limit_does_not_look_like_the_limit() {
        assert_eq!(percent(Ratio::new(9, 10).unwrap()), "0.0%");
        assert_eq!(percent(Ratio::new(8996, 10_000).unwrap()), "0.00%");
    }

    #[test]
    fn the_words_of_a_difference_say_which_side() {
        let format = difference("minutes", Ratio::whole(72), true);
        assert_eq!(format, r#"#,##0" min over";#,##0" min inside";"exactly at the limit""#);
    }

    #[test]
    fn the_room_a_number_needs_is_known() {
        let chars = |format: &str, value| chars(format, Ratio::whole(value));
        assert_eq!(chars(amount("minutes", Ratio::whole(1260)), 1260), "1,260 min".len());
        let difference = difference("minutes", Ratio::ZERO, true);
        assert_eq!(chars(&difference, 0), "exactly at the limit".len());
        assert_eq!(chars(&difference, -72), "72 min inside".len());
        assert_eq!(chars("0.0%", 1), "100.0%".len());
        assert_eq!(chars(amount("pence", Ratio::whole(210_000)), 2100), "£2,100.00".chars().count());
    }
}
