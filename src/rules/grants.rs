//! What the two grants are expected to pay (definitions FN01a to FN02): the line, its rate, and the year that decides.

use super::absence::school_days;
use super::case::Case;
use super::inquiry::Active;
use super::{CannotTell, Judgement, Outcome, position, service, training};
use crate::model::calendar::academic_year;
use crate::model::figure::{Figure, Origin, Origins};
use crate::model::school::{Programme, Scheme};
use crate::model::source::{Field, Source};
use crate::model::units::{Count, Days, Pence, Ratio, Terms};
use chrono::{Days as Add, NaiveDate};

/// What a scheme owes for one person so far.
pub enum Expected {
    /// No line has arisen.
    NoLine,
    /// The scheme does not pay for this person.
    NotEligible,
    /// A line, of which nothing is due before this day.
    NotYet(NaiveDate),
    /// A line whose rate the rulebook does not hold.
    NoRate(CannotTell),
    /// A line whose amount something else leaves open.
    Open(CannotTell),
    /// A line with its amount.
    Amount {
        /// The whole amount of cohort and pay area.
        rate: Figure<Pence>,
        /// The amounts it is made of, and the share of each that is expected so far.
        parts: Vec<(Figure<Pence>, Ratio)>,
        /// What is expected of it so far.
        amount: Figure<Pence>,
        /// The day the line arose.
        since: NaiveDate,
        /// The day payment is due.
        due: NaiveDate,
    },
}

impl Expected {
    /// The answer of a rule that asks what is expected.
    ///
    /// # Errors
    /// If there is a line, and no amount.
    pub fn judged(self) -> Result<Judgement, CannotTell> {
        let blank = Judgement::not_applicable();
        match self {
            Expected::NoLine | Expected::NotEligible => Ok(blank),
            Expected::NotYet(due) => Ok(Judgement { outcome: Outcome::Pending, by: Some(due), ..blank }),
            Expected::NoRate(cannot) | Expected::Open(cannot) => Err(cannot),
            Expected::Amount { amount, due, .. } => {
                Ok(Judgement { outcome: Outcome::Met, measured: Some(amount.any()), by: Some(due), ..blank })
            }
        }
    }
}

/// The line of an ECT in the second year (definitions FN01a to FN01d).
///
/// # Errors
/// If it is not known where the ECT stands.
pub fn year_2(case: &Case) -> Result<Expected, CannotTell> {
    let scheme = Scheme::Year2Grant;
    let active = case.ect()?;
    let start = *active.induction.start;
    if case.inquiry.book.begins("cohort").is_none_or(|first| start < first) {
        return Ok(Expected::NotEligible);
    }
    if is_earlier_period(case, active) {
        return Ok(Expected::NoLine);
    }
    let began = case.position()?.part2_began;
    let Some(since) = began.filter(|day| *day <= active.reference) else {
        return Ok(Expected::NoLine);
    };
    if let Some(why) = by_hand(case, active, since) {
        return Ok(Expected::Open(settle_by_hand(case, scheme, why)));
    }
    if active.induction.registered_on.value.is_none() {
        let why = format!("nothing says when {} was registered with the appropriate body", case.name());
        let cell = active.induction.registered_on.source.map(Source::span);
        return Ok(Expected::Open(CannotTell::blank(why, cell, "induction", "Registered on")));
    }
    let area = match area(case) {
        Ok(area) => area,
        Err(cannot) => return Ok(Expected::Open(cannot)),
    };
    let rated = |name| rate(case, scheme, name, area, start);
    let (ect, mentor) = match (rated("year_2_ect"), rated("year_2_mentor")) {
        (Ok(ect), Ok(mentor)) => (ect, mentor),
        (Err(cannot), _) | (_, Err(cannot)) => return Ok(Expected::NoRate(cannot)),
    };
    let value = ect.value() + mentor.value();
    let rate = Figure::derived(
        value,
        "year-2 grant for one ECT: time and mentor support",
        [ect.any(), mentor.any()],
    );
    let cells = [Some(active.induction.start.source), active.induction.registered_on.source, area_cell(case)];
    let amount = expected(value, "expected of the year-2 grant", &rate, cells);
    let parts = vec![(ect, Ratio::ONE), (mentor, Ratio::ONE)];
    Ok(Expected::Amount { rate, parts, amount, since, due: due(case, academic_year(since).1)? })
}

/// The line of a mentor in training (definition FN02).
///
/// # Errors
/// If it is not known whether the scheme pays for the mentor.
pub fn mentor_training(case: &Case) -> Result<Expected, CannotTell> {
    let scheme = Scheme::MentorTraining;
    let Some(row) = training::row(case) else { return Ok(Expected::NoLine) };
    if row.ineligible_reason.value.is_some() || row.programme.value == Some(Programme::SchoolLed) {
        return Ok(Expected::NotEligible);
    }
    let Some(start) = row.start.value else { return Ok(Expected::NoLine) };
    let Ok(years) = case.inquiry.book.on::<Count>("mentor_training_years", start) else {
        return Ok(Expected::NoRate(no_rate(case, scheme.name(), start)));
    };
    let (first, ends) = academic_year(start);
    if let Ok(window) = case.inquiry.book.on::<Days>("mentor_training_from", start)
        && Ratio::whole((start - first).num_days()) >= window.value()
    {
        let why = "training did not start in September or October, and is paid in part";
        return Ok(Expected::Open(settle_by_hand(case, scheme, why)));
    }
    let Some((n, last)) = years_ended(ends, years.value().floor(), case.inquiry.limit) else {
        return Ok(Expected::NotYet(due(case, ends)?));
    };
    let from = case.inquiry.staff(case.person).and_then(|staff| staff.from.value);
    if from.is_some_and(|from| from > start) {
        let why = "training started before the mentor’s first day in the staff list";
        return Ok(Expected::Open(settle_by_hand(case, scheme, why)));
    }
    if row.programme.value.is_none() {
        let why = format!("nothing says whether {}’s programme is provider-led or school-led", case.name());
        return Err(CannotTell::blank(why, row.programme.source.map(Source::span), "mentors", "Programme"));
    }
    let area = match area(case) {
        Ok(area) => area,
        Err(cannot) => return Ok(Expected::Open(cannot)),
    };
    let cells = [row.start.source, row.completed_on.source, row.programme.source, area_cell(case)];
    let found = if years.value() > Ratio::ONE {
        by_years(case, area, start, (n, &years))
    } else {
        let completed = row.completed_on.value.is_some_and(|day| day <= ends);
        by_declaration(case, area, start, completed)
    };
    match found {
        Err(cannot) => Ok(Expected::NoRate(cannot)),
        Ok((rate, parts, how)) => {
            let value = parts.iter().fold(Ratio::ZERO, |sum, (part, share)| sum + part.value() * *share);
            let amount = expected(value, &how, &rate, cells);
            Ok(Expected::Amount { rate, parts, amount, since: start, due: due(case, last)? })
        }
    }
}

/// A rate, the share of each of its amounts that is expected, and how that was found.
type Part = (Figure<Pence>, Vec<(Figure<Pence>, Ratio)>, String);

/// An equal part of the whole amount for each academic year that has ended.
fn by_years(
    case: &Case,
    area: &str,
    start: NaiveDate,
    (n, all): (i64, &Figure<Count>),
) -> Result<Part, CannotTell> {
    let rate = rate(case, Scheme::MentorTraining, "mentor_training_36h", area, start)?;
    let share = Ratio::whole(n).checked_div(all.value()).unwrap_or(Ratio::ZERO);
    let how =
        format!("expected of the mentor training money: {n} of {} academic years have ended", all.value());
    Ok((rate.clone(), vec![(rate, share)], how))
}

/// One amount for training started, another for training completed within its year.
fn by_declaration(case: &Case, area: &str, start: NaiveDate, completed: bool) -> Result<Part, CannotTell> {
    let begun = rate(case, Scheme::MentorTraining, "mentor_training_started", area, start)?;
    let done = rate(case, Scheme::MentorTraining, "mentor_training_completed", area, start)?;
    let how = if completed {
        "training started and completed"
    } else {
        "training started, not completed in its year"
    };
    let whole = Figure::derived(
        begun.value() + done.value(),
        "mentor training money for one mentor: started and completed",
        [begun.any(), done.any()],
    );
    let parts = vec![(begun, Ratio::ONE), (done, if completed { Ratio::ONE } else { Ratio::ZERO })];
    Ok((whole, parts, format!("expected of the mentor training money: {how}")))
}

fn expected(
    value: Ratio,
    how: &str,
    rate: &Figure<Pence>,
    cells: impl IntoIterator<Item = Option<Source>>,
) -> Figure<Pence> {
    let origins = Origins::of(cells.into_iter().flatten().map(Origin::from));
    Figure::derived_with(value, how, rate.any(), [], origins)
}

/// A later row that has begun holds the same induction: its line is counted there, once.
fn is_earlier_period(case: &Case, active: &Active) -> bool {
    let key = (*active.induction.start, std::cmp::Reverse(active.induction.at));
    let mut rows = case.inquiry.school.inductions.iter().filter(|row| row.person == case.person);
    rows.any(|row| (*row.start, std::cmp::Reverse(row.at)) > key && *row.start <= case.inquiry.limit)
}

/// Why the grant is paid in part, or partly to another school, by rules that were not seen.
fn by_hand(case: &Case, active: &Active, since: NaiveDate) -> Option<&'static str> {
    let per_part = case.inquiry.book.on::<Terms>("induction_terms_per_part", *active.induction.start).ok()?;
    if active.induction.terms_served_before.value.is_some_and(|before| before > per_part.value()) {
        return Some("year 2 of induction began at another school");
    }
    let first = position::first_here(&active.stints, *active.induction.start);
    let first = first.map(|day| position::first_counted(case.inquiry, day));
    if first.is_none_or(|first| first > since) {
        return Some("the first day at this school came after year 2 of induction began");
    }
    let part_time = |day: NaiveDate| {
        let fte = service::on(&active.stints, day).and_then(|stint| stint.fte);
        fte.is_some_and(|fte| fte != Ratio::ONE)
    };
    let mut so_far = school_days(case.inquiry, since, active.reference).into_iter();
    so_far.any(part_time).then_some("part of year 2 was worked part-time")
}

/// Academic years of the training that have ended, and the last day of the last of them.
fn years_ended(first: NaiveDate, most: i64, limit: NaiveDate) -> Option<(i64, NaiveDate)> {
    let mut ends = vec![first];
    while ends.len() < usize::try_from(most).unwrap_or(0) {
        let next = ends.last().and_then(NaiveDate::succ_opt).map(|day| academic_year(day).1)?;
        ends.push(next);
    }
    ends.retain(|end| *end <= limit);
    Some((i64::try_from(ends.len()).unwrap_or(0), *ends.last()?))
}

/// The day payment is due for an academic year.
fn due(case: &Case, year_ends: NaiveDate) -> Result<NaiveDate, CannotTell> {
    let days = case.inquiry.book.on::<Days>("funding_due", year_ends)?.value().floor();
    Ok(year_ends.checked_add_days(Add::new(days.unsigned_abs())).unwrap_or(year_ends))
}

fn area<'a>(case: &Case<'a>) -> Result<&'a str, CannotTell> {
    let area: &Field<String> = &case.inquiry.school.about.pay_area;
    let why = "nothing says in which pay area the school lies";
    let cell = area.source.map(Source::span);
    area.value.as_deref().ok_or_else(|| CannotTell::blank(why, cell, "school", "Pay area"))
}

fn area_cell(case: &Case) -> Option<Source> {
    case.inquiry.school.about.pay_area.source
}

/// A rate of this pay area, by the day that decides. A rate is never taken from another area or another cohort.
fn rate(
    case: &Case,
    scheme: Scheme,
    name: &str,
    area: &str,
    day: NaiveDate,
) -> Result<Figure<Pence>, CannotTell> {
    let name = format!("{name}_{}", area.to_lowercase().replace(' ', "_"));
    case.inquiry.book.on(&name, day).map_err(|_| no_rate(case, &format!("{} in {area}", scheme.name()), day))
}

fn no_rate(case: &Case, what: &str, start: NaiveDate) -> CannotTell {
    let edition = case.inquiry.book.edition();
    CannotTell::act(
        format!(
            "rulebook {edition} holds no rate of the {what} for a start on {}: rate not configured",
            start.format("%-d %B %Y")
        ),
        "Take the amount from DfE’s conditions of grant, and put it in a folder of values that --rulebook names",
    )
}

fn settle_by_hand(case: &Case, scheme: Scheme, why: &str) -> CannotTell {
    CannotTell::act(
        format!("the {} for {} is to be settled by hand: {why}", scheme.name(), case.name()),
        "Settle the amount by hand, with the conditions of grant beside it",
    )
}
