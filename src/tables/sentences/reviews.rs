//! Reviews and observations.

use crate::model::units::Ratio;
use crate::rules::{Assessed, Assessment, Outcome};
use crate::tables::words;

/// The answer in a sentence or two.
pub(super) fn reason(assessed: &Assessed, answer: &Assessment, name: &str, m: Ratio, r: Ratio) -> String {
    match answer.rule {
        "RV03" => sent(answer, name, m, r),
        "OB01" => observed(answer, m, r),
        _ => held(assessed, answer, name, m),
    }
}

/// Why the rule asks nothing of this person.
pub(super) fn asks_nothing(rule: &str, name: &str) -> Option<String> {
    match rule {
        "RV01" => Some(format!(
            "No progress review of {name} is due: the term asks for a formal assessment, or service here ends first."
        )),
        "RV02" => Some(format!(
            "No formal assessment of {name} is due: no part of induction ends in the term, or service here ends first."
        )),
        "RV03" => Some(format!("No formal assessment of {name} is recorded in the term.")),
        "OB01" => Some(format!("No observation was due while {name} was at work.")),
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
    match (answer.rule, answer.outcome) {
        ("RV01" | "RV02", Outcome::Pending) => Some(format!("Hold {name}’s {}", review(answer.rule))),
        ("RV01" | "RV02", _) => {
            Some(format!("Hold {name}’s {}, or record the day it was held", review(answer.rule)))
        }
        ("RV03", Outcome::Pending) => {
            Some(format!("Send {name}’s formal assessment to the appropriate body"))
        }
        ("RV03", _) => {
            Some(format!("Tell the appropriate body why {name}’s formal assessment came after its deadline"))
        }
        ("OB01", Outcome::Pending) => Some(format!("Observe {name}")),
        ("OB01", _) => Some(match (r - m).ceil() {
            1 => format!("Observe {name}, or record the day it was done"),
            n => format!("Observe {name} {} more times, or record the days it was done", words::thousands(n)),
        }),
        _ => None,
    }
}

/// The review a rule is about.
pub(super) fn review(rule: &str) -> &'static str {
    if rule == "RV02" { "formal assessment" } else { "progress review" }
}

fn held(assessed: &Assessed, answer: &Assessment, name: &str, m: Ratio) -> String {
    let review = review(answer.rule);
    match (answer.outcome, answer.by) {
        (Outcome::Met, _) if m.floor() > 1 => {
            format!("{} {review}s are recorded in the term.", words::number(m))
        }
        (Outcome::Met, _) => format!("The term’s {review} was held."),
        (Outcome::Pending, Some(by)) if by > assessed.term.to => format!(
            "Induction began in the second half of the term, so {name}’s first {review} is due by {}.",
            words::date(by)
        ),
        (Outcome::Pending, Some(by)) => {
            format!("No {review} is recorded yet; it is due by {}.", words::day(by))
        }
        (Outcome::Pending, None) => {
            format!("{name} was absent on the day the {review} was due; it is held on return.")
        }
        (_, Some(by)) => format!("No {review} is recorded in the term; it was due by {}.", words::day(by)),
        (_, None) => format!("No {review} is recorded in the term."),
    }
}

fn sent(answer: &Assessment, name: &str, m: Ratio, r: Ratio) -> String {
    let days = |n: Ratio| words::tally(n.floor(), "working day", "working days");
    let by = answer.by.map_or_else(|| "the deadline".to_string(), words::date);
    let which = match answer.required.as_ref().map_or(0, |required| required.from().len()) {
        2 if answer.outcome != Outcome::Pending => " Two deadlines apply, and the earlier decides.",
        _ => "",
    };
    let first = match answer.outcome {
        Outcome::Pending => {
            return format!("{name}’s formal assessment has not been sent yet; it is due by {by}.");
        }
        _ if m == Ratio::ZERO => "It was sent on the day of the meeting".to_string(),
        _ if m < Ratio::ZERO => format!("It was sent {} before the meeting", days(m.abs())),
        _ => format!("It was sent {} after the meeting", days(m)),
    };
    if m > r {
        return format!("{first}, {} after the deadline of {by}.{which}", days(m - r));
    }
    format!("{first}, by the deadline of {by}.{which}")
}

fn observed(answer: &Assessment, m: Ratio, r: Ratio) -> String {
    let are = |n: Ratio| if n == Ratio::ONE { "is" } else { "are" };
    let found = match m.floor() {
        0 => "No observation is recorded".to_string(),
        n => format!("{} {} recorded", words::tally(n, "observation", "observations"), are(m)),
    };
    match (answer.outcome, answer.by) {
        (Outcome::Pending, Some(by)) => {
            let (left, day) = (r - m, words::day(by));
            format!("{found}; {} more {} due by {day}.", words::number(left), are(left))
        }
        _ if r == Ratio::ZERO => format!("{found}; none is expected yet."),
        _ => format!("{found}; {} {} expected by now.", words::number(r), are(r)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{reason, remedy};
    use super::*;
    use crate::model::figure::{ChosenBy, Figure, Origin, Origins};
    use crate::model::units::{Count, Days};
    use crate::rules::Strength;
    use crate::tables::sample;

    /// Outcome, measured, required, and the day of December 2026.
    type Found = (&'static str, Outcome, Option<(i64, i64)>, Option<u32>);

    fn lines(found: &[Found]) -> String {
        let school = sample::school();
        let assessed = sample::assessed(&school);
        let cell = || Origins::one(Origin::Setting { key: "a cell".into(), by: ChosenBy::Default });
        let line = |(rule, outcome, amounts, day): &Found| {
            let mut answer = assessed.assessments[0].clone();
            (answer.rule, answer.outcome, answer.strength) = (rule, *outcome, Strength::Guidance);
            answer.reason.clear();
            let figure = |n: i64| match *rule {
                "RV03" => Figure::<Days>::read(n, "days", cell()).any(),
                _ => Figure::<Count>::read(n, "reviews", cell()).any(),
            };
            answer.measured = amounts.map(|(m, _)| figure(m));
            answer.required = amounts.map(|(_, r)| figure(r));
            answer.by = day.map(|day| sample::day(2026, 12, day));
            let todo = remedy(&assessed, &answer).map_or(String::new(), |remedy| format!(" → {remedy}"));
            format!("{rule} {outcome:?}: {}{todo}", reason(&assessed, &answer))
        };
        found.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn reviews_are_asked_for_by_name_and_day() {
        insta::assert_snapshot!(lines(&[
            ("RV01", Outcome::Met, Some((1, 1)), Some(18)),
            ("RV01", Outcome::Met, Some((2, 1)), Some(18)),
            ("RV01", Outcome::Pending, Some((0, 1)), Some(18)),
            ("RV01", Outcome::Pending, Some((0, 1)), Some(31)),
            ("RV01", Outcome::Pending, Some((0, 1)), None),
            ("RV01", Outcome::NotMet, Some((0, 1)), Some(18)),
            ("RV01", Outcome::NotApplicable, None, None),
            ("RV02", Outcome::Pending, Some((0, 1)), Some(4)),
            ("RV02", Outcome::NotMet, Some((0, 1)), Some(4)),
            ("RV02", Outcome::NotApplicable, None, None),
        ]));
    }

    #[test]
    fn a_report_is_late_in_working_days() {
        insta::assert_snapshot!(lines(&[
            ("RV03", Outcome::Met, Some((10, 10)), Some(11)),
            ("RV03", Outcome::Met, Some((0, 10)), Some(11)),
            ("RV03", Outcome::Met, Some((-1, 10)), Some(11)),
            ("RV03", Outcome::NotMet, Some((11, 10)), Some(11)),
            ("RV03", Outcome::NotMet, Some((0, -5)), Some(3)),
            ("RV03", Outcome::Pending, Some((3, 10)), Some(11)),
            ("RV03", Outcome::NotApplicable, None, None),
        ]));
    }

    #[test]
    fn observations_are_counted() {
        insta::assert_snapshot!(lines(&[
            ("OB01", Outcome::Met, Some((2, 2)), None),
            ("OB01", Outcome::Met, Some((3, 1)), None),
            ("OB01", Outcome::Met, Some((1, 0)), None),
            ("OB01", Outcome::NotMet, Some((1, 2)), None),
            ("OB01", Outcome::NotMet, Some((0, 2)), None),
            ("OB01", Outcome::Pending, Some((0, 1)), Some(18)),
            ("OB01", Outcome::Pending, Some((1, 2)), Some(18)),
            ("OB01", Outcome::NotApplicable, None, None),
        ]));
    }
}
