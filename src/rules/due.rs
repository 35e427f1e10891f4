//! Which review a term asks for, by when, and when its report is due (definitions RV00 to RV03).

use super::CannotTell;
use super::case::Case;
use super::half_terms::whole_term;
use super::working_days;
use super::workings::Position;
use crate::model::calendar::TermId;
use crate::model::figure::{AnyFigure, Figure, Origin, Origins};
use crate::model::school::{Review, ReviewKind};
use crate::model::units::{Days, Ratio};
use chrono::NaiveDate;

/// The day by which a review is held.
pub struct Due {
    /// That day.
    pub day: NaiveDate,
    /// The cell or setting that says so; nothing where it follows from the calendar or the position.
    pub origin: Option<Origin>,
    /// The appropriate body's closing date, before the day that guidance sets has come.
    pub is_local: bool,
}

/// A day by which the report of an assessment is with the appropriate body.
pub struct Deadline {
    /// That day.
    pub day: NaiveDate,
    /// Working days to it from the meeting.
    pub days: Figure<Days>,
}

/// The day on which the part of induction the ECT is in ends, with the FTE of the reference day and no more absence, if
/// it ends in the reported term: then a formal assessment is due, and a progress review in every other term.
///
/// # Errors
/// If the position is not known.
pub fn part_end(case: &Case) -> Result<Option<NaiveDate>, CannotTell> {
    let position = case.position()?;
    let end = if position.part == 1 { position.part1_expected_end } else { position.expected_end };
    let term = case.inquiry.term.from..=case.inquiry.term.to;
    Ok(end.filter(|day| term.contains(day)))
}

/// The earliest Due that the register gives for this kind of review in the term; else the appropriate body's closing
/// date, if it lies in the term; else the day that guidance sets: the day the part ends, or the last school day.
pub fn due(case: &Case, kind: ReviewKind, part_end: Option<NaiveDate>) -> Due {
    let inquiry = case.inquiry;
    let term = inquiry.term.from..=inquiry.term.to;
    let guided = part_end.unwrap_or(whole_term(inquiry).1);
    let rows = of_kind(case, kind).filter_map(|row| Some((row.due.value?, row.due.source?)));
    if let Some((day, cell)) = rows.filter(|(day, _)| term.contains(day)).min() {
        return Due { day, origin: Some(cell.into()), is_local: false };
    }
    match inquiry.settings.review_deadline.as_ref().filter(|chosen| term.contains(&chosen.value)) {
        Some(chosen) => {
            let origin = Origin::Setting { key: "local.review_deadline".to_owned(), by: chosen.by.clone() };
            let is_local = inquiry.as_of < guided;
            Due { day: chosen.value, origin: Some(origin), is_local }
        }
        None => Due { day: guided, origin: None, is_local: false },
    }
}

/// Rows of the reviews register for the ECT.
fn of_kind<'a>(case: &Case<'a>, kind: ReviewKind) -> impl Iterator<Item = &'a Review> {
    let person = case.person;
    case.inquiry.school.reviews.iter().filter(move |row| row.ect == person && row.kind == kind)
}

/// Those of them held in the term by the as-of date, with the day, by day.
pub fn held<'a>(case: &Case<'a>, kind: ReviewKind) -> Vec<(NaiveDate, &'a Review)> {
    let term = case.inquiry.term.from..=case.inquiry.limit;
    let dated = of_kind(case, kind).filter_map(|row| Some((row.date.value?, row)));
    let mut held: Vec<(NaiveDate, &Review)> = dated.filter(|(day, _)| term.contains(day)).collect();
    held.sort_by_key(|(day, row)| (*day, row.at));
    held
}

/// The reviews register speaks for the term: a row of it is held or due there by the as-of date (definition G13).
///
/// # Errors
/// If it does not.
pub fn needs_register(case: &Case) -> Result<(), CannotTell> {
    let term = case.inquiry.term.from..=case.inquiry.limit;
    let dates = case.inquiry.school.reviews.iter().flat_map(|row| [row.date.value, row.due.value]);
    if dates.flatten().any(|day| term.contains(&day)) {
        return Ok(());
    }
    let why = format!("the reviews register has no row of {}", case.inquiry.term.name);
    Err(CannotTell::supply(why, "reviews", "ECT, Kind, Date"))
}

/// Induction began in the second half of the term: the first progress review is due by the middle of the next, which is
/// this day.
pub fn put_off_to(case: &Case) -> Result<Option<NaiveDate>, CannotTell> {
    let term = &case.inquiry.term;
    let start = *case.ect()?.induction.start;
    let next = case.inquiry.school.calendar.term(TermId::of(term.from).next());
    Ok((middle(term.from, term.to) < start && start <= term.to).then(|| middle(next.from, next.to)))
}

fn middle(from: NaiveDate, to: NaiveDate) -> NaiveDate {
    let half = u64::try_from((to - from).num_days() / 2).unwrap_or(0);
    from.checked_add_days(chrono::Days::new(half)).unwrap_or(from)
}

/// Service here ends before this day.
pub fn leaves_before(case: &Case, day: NaiveDate) -> bool {
    let stints = case.active.map_or(&[][..], |active| &active.stints);
    stints.iter().filter(|stint| stint.here).all(|stint| stint.to < day)
}

/// Deadline A: counted from the meeting, whose own day is none.
///
/// # Errors
/// If a day cannot be told to be a working day.
pub fn from_meeting(case: &Case, meeting: NaiveDate, row: &Review) -> Result<Deadline, CannotTell> {
    let number = case.inquiry.book.on::<Days>("report_days_from_meeting", meeting)?;
    let day = working_days::after(case.inquiry, meeting, number.value().floor())?;
    deadline(case, meeting, row, day, number.any(), None)
}

/// Deadline B, of the final assessment only: counted beginning with the day part 2 ends.
///
/// # Errors
/// If the position is not known, or a day cannot be told to be a working day.
pub fn from_end(case: &Case, meeting: NaiveDate, row: &Review) -> Result<Option<Deadline>, CannotTell> {
    let (position, end) = (case.position()?, part_end(case)?);
    let Some(end) = end.filter(|_| position.part == 2) else { return Ok(None) };
    let number = case.inquiry.book.on::<Days>("recommendation_days_from_end", end)?;
    let day = working_days::beginning_with(case.inquiry, end, number.value().floor())?;
    deadline(case, meeting, row, day, number.any(), Some((end, position))).map(Some)
}

fn deadline(
    case: &Case,
    meeting: NaiveDate,
    row: &Review,
    day: NaiveDate,
    number: AnyFigure,
    end: Option<(NaiveDate, &Position)>,
) -> Result<Deadline, CannotTell> {
    let said = |day: NaiveDate| day.format("%-d %B %Y").to_string();
    let nth = number.value();
    let from = match end {
        Some((end, _)) => {
            format!("working day {nth} beginning with {}, when year 2 of induction ends", said(end))
        }
        None => format!("working day {nth} after the meeting on {}", said(meeting)),
    };
    let value = Ratio::whole(working_days::between(case.inquiry, meeting, day)?);
    let how = format!("working days from the meeting to {}: {from}", said(day));
    let rest = end.map(|(_, position)| position.served.any());
    let cells = Origins::of(row.date.source.map(Origin::from));
    Ok(Deadline { day, days: Figure::derived_with(value, how, number, rest, cells) })
}
