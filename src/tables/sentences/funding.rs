//! Grants: what is expected and what came, never called a claim.

use crate::model::figure::AnyFigure;
use crate::model::school::Scheme;
use crate::model::units::Ratio;
use crate::rules::{Assessed, Assessment, FundingLine};
use crate::tables::words;
use std::cmp::Ordering;

/// `year-2 grant`.
pub fn scheme(answer: &Assessment) -> &'static str {
    answer.scheme.map_or("grant", Scheme::name)
}

/// The funding line an answer is about.
fn line<'a>(assessed: &'a Assessed, answer: &Assessment) -> Option<&'a FundingLine> {
    let mut lines = assessed.funding.iter();
    lines.find(|line| Some(line.scheme) == answer.scheme && line.person == answer.subject)
}

/// Why a scheme does not pay for someone.
pub fn not_eligible(scheme: Scheme, name: &str) -> String {
    match scheme {
        Scheme::Year2Grant => format!("{name}’s induction started before the grant existed."),
        Scheme::MentorTraining => {
            format!(
                "{name} is school-led, or not eligible with a reason, so no money comes for the training."
            )
        }
    }
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
    if m == Ratio::ZERO {
        let line = line(assessed, answer);
        let due = line
            .and_then(|line| line.due)
            .map_or_else(String::new, |day| format!(" by {}", words::date(day)));
        let none =
            if line.is_some_and(|line| line.received.is_some()) { ", and none is recorded" } else { "" };
        return format!("Of the {scheme} for {name}, {all} is expected{due}{none}.");
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
    let (scheme, by) = (scheme(answer), words::pounds((r - m).abs()));
    match (m.cmp(&r), m == Ratio::ZERO) {
        (Ordering::Equal, _) => None,
        (Ordering::Less, true) => {
            Some(format!("Look for {by} of the {scheme} for {name}, and ask DfE if it did not come"))
        }
        (Ordering::Less, false) => Some(format!("Ask DfE why {by} of the {scheme} for {name} did not come")),
        (Ordering::Greater, _) => {
            Some(format!("Ask DfE why {by} more of the {scheme} for {name} came than is expected"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::sample;

    #[test]
    fn what_differs_is_said_to_the_penny() {
        let school = sample::school();
        let assessed = sample::assessed(&school);
        let mut answer = assessed.assessments[0].clone();
        (answer.rule, answer.scheme) = ("FN03", Some(Scheme::Year2Grant));
        let expected = Ratio::whole(210_000);
        for (came, said, do_this) in [
            (210_000, "The year-2 grant for A came in full: £2,100.00.", None),
            (
                209_999,
                "Of the year-2 grant for A, £2,099.99 came: £0.01 less than the £2,100.00 expected.",
                Some("Ask DfE why £0.01 of the year-2 grant for A did not come"),
            ),
            (
                210_001,
                "Of the year-2 grant for A, £2,100.01 came: £0.01 more than the £2,100.00 expected.",
                Some("Ask DfE why £0.01 more of the year-2 grant for A came than is expected"),
            ),
            (
                0,
                "Of the year-2 grant for A, £2,100.00 is expected.",
                Some("Look for £2,100.00 of the year-2 grant for A, and ask DfE if it did not come"),
            ),
        ] {
            let came = Ratio::whole(came);
            assert_eq!(reason(&assessed, &answer, "A", came, expected), said);
            assert_eq!(remedy(&assessed, &answer, "A", came, expected).as_deref(), do_this);
        }
    }
}
