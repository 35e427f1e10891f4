//! Grants: what is expected and what came, never called a claim.

use crate::model::figure::AnyFigure;
use crate::model::school::Scheme;
use crate::model::units::Ratio;
use crate::rules::{Assessed, Assessment, FundingLine};
use crate::tables::words;

/// `year-2 grant`.
pub fn scheme(answer: &Assessment) -> &'static str {
    answer.scheme.map_or("grant", Scheme::name)
}

/// The funding line an answer is about.
fn line<'a>(assessed: &'a Assessed, answer: &Assessment) -> Option<&'a FundingLine> {
    let mut lines = assessed.funding.iter();
    lines.find(|line| Some(line.scheme) == answer.scheme && line.person == answer.subject)
}

/// What is expected, and when it is due.
pub(super) fn expected(answer: &Assessment, name: &str, amount: &AnyFigure) -> String {
    let due = answer.by.map_or_else(String::new, |day| format!(", due by {}", words::date(day)));
    format!("{} of the {} is expected for {name}{due}.", words::exact(amount), scheme(answer))
}

/// The answer in a sentence or two.
pub(super) fn reason(assessed: &Assessed, answer: &Assessment, name: &str, m: Ratio, r: Ratio) -> String {
    let (scheme, came, all) = (scheme(answer), words::pounds(m), words::pounds(r));
    if m == r {
        return format!("The {scheme} for {name} came in full: {all}.");
    }
    let due = line(assessed, answer).and_then(|line| line.due);
    let due = due.map_or_else(String::new, |day| format!(" by {}", words::date(day)));
    if m == Ratio::ZERO {
        return format!("Of the {scheme} for {name}, {all} is expected{due}, and none has come.");
    }
    let (by, which) = if m < r { (r - m, "less") } else { (m - r, "more") };
    format!("Of the {scheme} for {name}, {came} came: {} {which} than the {all} expected.", words::pounds(by))
}

/// Why the rule asks nothing of this person.
pub(super) fn asks_nothing(rule: &str, name: &str) -> Option<String> {
    match rule {
        "FN01" => Some(format!("{name} has no second year of induction here that the grant pays for.")),
        "FN02" => Some(format!("{name} has no provider-led training that the grant pays for.")),
        _ => None,
    }
}

/// What to do, in the imperative without a full stop.
pub(super) fn remedy(
    _assessed: &Assessed,
    answer: &Assessment,
    name: &str,
    m: Ratio,
    r: Ratio,
) -> Option<String> {
    let scheme = scheme(answer);
    let by = words::pounds((r - m).abs());
    Some(match (m < r, m == Ratio::ZERO) {
        (true, true) => format!("Look for {by} of the {scheme} for {name}, and ask DfE if it did not come"),
        (true, false) => format!("Ask DfE why {by} of the {scheme} for {name} did not come"),
        _ => format!("Ask DfE why {by} more of the {scheme} for {name} came than is expected"),
    })
}
