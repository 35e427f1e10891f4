//! Grants: what is expected, and what was paid. Three ledgers never mix: ECT time, mentoring, mentor training.

use super::case::Case;
use super::{CannotTell, Judgement, LooksAt, Outcome, Rule, Strength, Subject, grants, lines};
use crate::model::units::Ratio;

const SOURCE: &str = include_str!("funding.rs");

/// The rules of this family, in the order reports show them.
pub const RULES: &[Rule] = &[
    Rule {
        code: "FN01",
        title: "year-2 grant",
        question: "What is the school to be paid for the ECT’s second year?",
        subject: Subject::Induction,
        strength: Strength::Grant,
        clauses: &["cohort"],
        looks_at: LooksAt::Induction,
        check: year_2_grant,
        source: (SOURCE, "year_2_grant"),
    },
    Rule {
        code: "FN02",
        title: "mentor training money",
        question: "What is the school to be paid for the mentor’s own training?",
        subject: Subject::Trained,
        strength: Strength::Grant,
        clauses: &["mentor_training_years"],
        looks_at: LooksAt::Training,
        check: mentor_training_money,
        source: (SOURCE, "mentor_training_money"),
    },
    Rule {
        code: "FN03",
        title: "reconciled with payments",
        question: "Did what was expected come?",
        subject: Subject::Line,
        strength: Strength::Grant,
        clauses: &["funding_due"],
        looks_at: LooksAt::Payments,
        check: reconciled,
        source: (SOURCE, "reconciled"),
    },
];

/// Once the second year of an induction has begun, the school is to be paid one amount for it: for the ECT's time off
/// timetable and for {support_minutes} of mentor support, by the cohort (the day induction started) and the school's
/// pay area. It is due at the end of November, {funding_due} after the end of the academic year in which the second
/// year began, and is never cut or scaled here. DfE pays by its own service and the appropriate body's records: nothing
/// is applied for, and this is no application.
///
/// It cannot be shown where the amount is to be settled by hand: part-time on any day of the second year so far, a
/// first day at this school after it began, or more than three terms served before. Nor without the day of registration
/// and the pay area, or where the rulebook holds no rate: then the line says so and shows no figure. It does not apply
/// before the second year, to inductions that started before the first cohort, or to an earlier row of the same
/// induction.
pub fn year_2_grant(case: &Case) -> Result<Judgement, CannotTell> {
    grants::year_2(case)?.judged()
}

/// A school is paid for the time its mentors spend in their own training, once for each mentor. Training over two
/// years: half the amount for each academic year that has ended, at most two. Training over one year: one amount for
/// having started, and another if it was completed by the end of that year. The day it started decides which. It is
/// pending until an academic year of the training has ended.
///
/// It cannot be shown for a start later in the year under the two-year rule (part amounts were not seen), for a start
/// before the mentor's first day here, without the programme or the pay area, or where the rulebook holds no rate, as
/// for every start after the last year it knows. It does not apply to school-led mentors, to those ineligible with a
/// reason, or without a start.
pub fn mentor_training_money(case: &Case) -> Result<Judgement, CannotTell> {
    grants::mentor_training(case)?.judged()
}

/// The payments of one grant that name a person, made by the as-of date, add up to exactly what is expected. Too much
/// is not met either. The two grants are never set against each other, and what one person got never against another.
///
/// Nothing received is pending until the end of November, {funding_due} after the end of the academic year. After that
/// it cannot be shown if no payment is recorded at all, or if one of the same grant names nobody.
pub fn reconciled(case: &Case) -> Result<Judgement, CannotTell> {
    let (line, expected) = case.line()?;
    let received = lines::received(case.inquiry, line);
    let equal = received.value() == expected.value();
    let judgement = Judgement::either(equal, Outcome::NotMet, &received, expected);
    if received.value() != Ratio::ZERO {
        return Ok(judgement);
    }
    match (line.due.filter(|_| lines::is_early(case.inquiry, line)), lines::silent(case.inquiry, line)) {
        (Some(due), _) => Ok(Judgement { outcome: Outcome::Pending, ..judgement }.by(due)),
        (None, Some(cannot)) => Err(cannot),
        (None, None) => Ok(judgement),
    }
}
