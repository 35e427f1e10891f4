//! Values of the rulebook in a text: a question, a reason, a remedy never holds a number of the law itself.

use super::words;
use crate::model::figure::AnyFigure;
use crate::model::units::Ratio;
use std::collections::BTreeMap;

/// A text with the values of the rulebook in it: `{ppa_block}` as `30 minutes`, `{ppa_share}` as `10%`, and
/// `{training_engagement:from}` as the first day it holds. What names no value stays as it is.
pub fn filled(text: &str, values: &BTreeMap<String, AnyFigure>) -> String {
    let (mut said, mut rest) = (String::new(), text);
    while let Some((before, (inside, tail))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        said.push_str(before);
        let value = match inside.split_once(':') {
            Some((name, "from")) => {
                values.get(name).and_then(AnyFigure::clause).map(|c| words::date(c.in_force))
            }
            _ => values.get(inside).map(in_words),
        };
        said.push_str(&value.unwrap_or_else(|| format!("{{{inside}}}")));
        rest = tail;
    }
    said + rest
}

/// A value of the rulebook in a sentence: `30 minutes`, `20 hours`, `six terms`, `10%`.
fn in_words(figure: &AnyFigure) -> String {
    let units = match figure.unit() {
        "minutes" => ("minute", "minutes"),
        "days" => ("day", "days"),
        "terms" => ("term", "terms"),
        _ => return words::exact(figure),
    };
    let (value, units) = match figure.value().checked_div(Ratio::whole(60)) {
        Some(hours) if units.0 == "minute" && hours.is_whole() && hours > Ratio::ONE => {
            (hours, ("hour", "hours"))
        }
        _ => (figure.value(), units),
    };
    match usize::try_from(value.floor()) {
        Ok(n) if value.is_whole() => words::counted(n, units.0, units.1),
        _ => format!("{} {}", words::number(value), units.1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn a_value_of_the_rulebook_is_said_where_its_name_stands() {
        let book = crate::rules::rulebook::Rulebook::embedded().unwrap();
        let values = book.in_force(NaiveDate::from_ymd_opt(2026, 9, 1).unwrap());
        for (text, said) in [
            ("{ppa_share} in blocks of {ppa_block}", "10% in blocks of 30 minutes"),
            ("{support_minutes} of support", "20 hours of support"),
            ("the {induction_terms} of induction", "the six terms of induction"),
            ("since {training_engagement:from}", "since 1 September 2025"),
            ("{no_value} and {", "{no_value} and {"),
        ] {
            assert_eq!(filled(text, &values), said);
        }
    }
}
