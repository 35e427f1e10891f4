//! Funding lines: what a scheme is expected to pay for a person, and what came (definitions FN03, FN03b).

use super::CannotTell;
use super::case::Case;
use super::grants::{self, Expected};
use super::inquiry::{Active, Inquiry, Once};
use super::position;
use crate::model::figure::Figure;
use crate::model::school::{Induction, Payment, PersonId, Scheme};
use crate::model::units::{Count, Pence, Ratio};
use chrono::NaiveDate;

/// How a funding line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineStatus {
    /// Expected; nothing shows yet what came, or the amount is to be settled by hand.
    Expected,
    /// Came in full.
    Paid,
    /// Less came than is expected.
    Short,
    /// More came than is expected.
    Over,
    /// The rulebook holds no rate for it.
    RateNotConfigured,
    /// The scheme does not pay for this person.
    NotEligible,
}

/// What one scheme pays for one person.
#[derive(Clone, Debug)]
pub struct FundingLine {
    /// The scheme.
    pub scheme: Scheme,
    /// The ECT, or the mentor.
    pub person: PersonId,
    /// The cohort, by the start of induction or of training.
    pub cohort: Option<i64>,
    /// The school's pay area.
    pub pay_area: Option<String>,
    /// The whole amount of cohort and pay area.
    pub rate: Option<Figure<Pence>>,
    /// The amounts the rate is made of, and the share of each that is expected so far.
    pub parts: Vec<(Figure<Pence>, Ratio)>,
    /// What is expected so far.
    pub expected: Option<Figure<Pence>>,
    /// What came by the as-of date; nothing where no payment shows it.
    pub received: Option<Figure<Pence>>,
    /// How it stands.
    pub status: LineStatus,
    /// The day it arose: year 2 of induction, or training, began.
    pub since: NaiveDate,
    /// The day payment is due.
    pub due: Option<NaiveDate>,
    /// Why there is no figure; empty where there is one.
    pub reason: String,
}

/// Every row of the induction record, active or not, with the last day looked at (definition G1) and the position on it.
pub fn inductions<'a>(inquiry: &'a Inquiry<'a>) -> Vec<Active<'a>> {
    let mut rows: Vec<&Induction> = inquiry.school.inductions.iter().collect();
    rows.sort_by_key(|row| (row.person, *row.start, row.at));
    let found = rows.into_iter().map(|induction| {
        let person = induction.person;
        let stints = inquiry.stints(person, *induction.start);
        let last = stints.iter().filter(|stint| stint.here).map(|stint| stint.to).max();
        let ends = [last, induction.end.value, Some(inquiry.limit)];
        let reference = ends.into_iter().flatten().min().unwrap_or(inquiry.limit);
        // Of whom is active the position on that day is known.
        let is_this = |one: &&Active| std::ptr::eq(one.induction, induction) && one.reference == reference;
        let position = match inquiry.active.iter().find(is_this) {
            Some(active) => active.position.clone(),
            None => position::find(inquiry, person, induction, reference, &stints),
        };
        Active { person, induction, reference, position, stints, once: Once::default() }
    });
    found.collect()
}

/// Every person in the mentors record.
pub fn trained(inquiry: &Inquiry) -> Vec<PersonId> {
    let mut people: Vec<PersonId> = inquiry.school.mentors.iter().map(|row| row.person).collect();
    people.sort_unstable();
    people.dedup();
    people
}

/// The lines of both schemes. Where nothing is due, or it is not known whether anything is, there is no line.
pub fn all(inducted: &[Case], trained: &[Case]) -> Vec<FundingLine> {
    let year_2 = inducted.iter().filter_map(|case| {
        let start = *case.active?.induction.start;
        line(case, Scheme::Year2Grant, Some(start), grants::year_2(case).ok()?)
    });
    let training = trained.iter().filter_map(|case| {
        let start = super::training::row(case)?.start.value;
        line(case, Scheme::MentorTraining, start, grants::mentor_training(case).ok()?)
    });
    year_2.chain(training).collect()
}

fn line(case: &Case, scheme: Scheme, start: Option<NaiveDate>, expected: Expected) -> Option<FundingLine> {
    let inquiry = case.inquiry;
    let blank = FundingLine {
        scheme,
        person: case.person,
        cohort: start
            .and_then(|start| inquiry.book.on::<Count>("cohort", start).ok())
            .map(|cohort| cohort.value().floor()),
        pay_area: inquiry.school.about.pay_area.value.clone(),
        rate: None,
        parts: Vec::new(),
        expected: None,
        received: None,
        status: LineStatus::Expected,
        since: start.unwrap_or(inquiry.limit),
        due: None,
        reason: String::new(),
    };
    match expected {
        Expected::NoLine | Expected::NotYet(_) => None,
        Expected::NotEligible => Some(FundingLine { status: LineStatus::NotEligible, ..blank }),
        Expected::NoRate(cannot) => {
            Some(FundingLine { status: LineStatus::RateNotConfigured, reason: cannot.why, ..blank })
        }
        Expected::Open(cannot) => Some(FundingLine { reason: cannot.why, ..blank }),
        Expected::Amount { rate, parts, amount, since, due } => {
            let mut line = FundingLine {
                rate: Some(rate),
                parts,
                expected: Some(amount.clone()),
                since,
                due: Some(due),
                ..blank
            };
            let got = received(inquiry, &line);
            line.status = status(inquiry, &line, &got, &amount);
            line.received = Some(got).filter(|_| silent(inquiry, &line).is_none());
            Some(line)
        }
    }
}

fn status(inquiry: &Inquiry, line: &FundingLine, got: &Figure<Pence>, due: &Figure<Pence>) -> LineStatus {
    if got.value() == Ratio::ZERO && (is_early(inquiry, line) || silent(inquiry, line).is_some()) {
        return LineStatus::Expected;
    }
    match got.value().cmp(&due.value()) {
        std::cmp::Ordering::Less => LineStatus::Short,
        std::cmp::Ordering::Equal => LineStatus::Paid,
        std::cmp::Ordering::Greater => LineStatus::Over,
    }
}

/// Payment is not due by the as-of date.
pub fn is_early(inquiry: &Inquiry, line: &FundingLine) -> bool {
    line.due.is_some_and(|due| inquiry.as_of < due)
}

/// Payments made by the as-of date.
fn payments<'a>(inquiry: &Inquiry<'a>) -> impl Iterator<Item = &'a Payment> {
    let as_of = inquiry.as_of;
    inquiry.school.payments.iter().filter(move |payment| payment.paid_on <= as_of)
}

/// What came for a line by the as-of date: payments of its scheme that name its person.
pub fn received(inquiry: &Inquiry, line: &FundingLine) -> Figure<Pence> {
    let own = |payment: &&Payment| payment.scheme == Some(line.scheme) && payment.person == Some(line.person);
    let total = payments(inquiry).filter(own).fold(Ratio::ZERO, |sum, one| sum + Ratio::whole(one.pence));
    let rows = payments(inquiry).filter(own).map(|payment| payment.at);
    let origins = inquiry.rows_or_searched(rows, &["payments"]);
    Figure::read(total, format!("received of the {}", line.scheme.name()), origins)
}

/// Why nothing received does not mean that nothing came: no payment is recorded at all, or one of the scheme names nobody.
pub fn silent(inquiry: &Inquiry, line: &FundingLine) -> Option<CannotTell> {
    if received(inquiry, line).value() != Ratio::ZERO {
        return None;
    }
    let (scheme, name) = (line.scheme.name(), &inquiry.school.person(line.person).name);
    if payments(inquiry).next().is_none() {
        let why = format!(
            "no payment is recorded by the as-of date, so nothing shows whether the {scheme} for {name} came"
        );
        return Some(CannotTell::supply(why, "payments", "Paid on, Scheme, Amount, Person"));
    }
    payments(inquiry).any(|payment| payment.scheme == Some(line.scheme) && payment.person.is_none()).then(
        || {
            let why = format!("a payment of the {scheme} names nobody, so it may be the one for {name}");
            CannotTell::supply(why, "payments", "Person")
        },
    )
}
