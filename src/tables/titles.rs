//! Short names of the rules and of their families, as reports print them.

use crate::model::figure::AnyFigure;
use crate::rules::rule;
use std::collections::BTreeMap;

/// `reduced timetable`; the code itself for a rule that is not in the catalogue.
pub fn title(code: &str) -> &str {
    rule(code).map_or(code, |rule| rule.title)
}

/// `PT01 reduced timetable`.
pub fn coded(code: &str) -> String {
    let title = title(code);
    if title == code { code.to_string() } else { format!("{code} {title}") }
}

/// The rule asked as a question, with the values of the rulebook in it.
pub fn question(code: &str, values: &BTreeMap<String, AnyFigure>) -> String {
    rule(code).map_or_else(|| code.to_string(), |rule| super::values::filled(rule.question, values))
}

/// The letters a rule's code begins with.
pub fn letters(code: &str) -> &str {
    code.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// `Protected time`, from the letters of a code.
pub fn group(letters: &str) -> &str {
    match letters {
        "PT" => "Protected time",
        "MN" => "Mentoring",
        "TR" => "Training",
        "IN" => "Induction",
        "RV" => "Reviews",
        "OB" => "Observation",
        "FN" => "Funding",
        other => other,
    }
}
