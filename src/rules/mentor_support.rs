//! What mentoring takes: the time mentors need for their ECTs (definition MN04), and the hours held since part 2 began
//! (definition MN05).

use super::case::Case;
use super::inquiry::{Active, Inquiry};
use super::windows::{held, minutes_of, needs_register, origins_of};
use super::workings::Position;
use super::{CannotTell, Outcome};
use crate::model::figure::Figure;
use crate::model::school::{Mentorship, PersonId};
use crate::model::source::Span;
use crate::model::units::{Minutes, Ratio, Terms};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// A register whose first row comes later than this after part 2 began does not hold all of it.
const REACHES_BACK: Days = Days::new(14);

/// Active ECTs whom a person mentors on their reference day (definition G15).
pub fn ects_of<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a Active<'a>> {
    let (inquiry, mentor) = (case.inquiry, case.person);
    let mentors = move |ect: &&Active| !by_mentor(inquiry, mentor, ect.person, ect.reference).is_empty();
    inquiry.active.iter().filter(mentors)
}

/// Mentorships of an ECT in force on a day, of which the mentor is this person.
fn by_mentor<'a>(
    inquiry: &Inquiry<'a>,
    mentor: PersonId,
    ect: PersonId,
    day: NaiveDate,
) -> Vec<&'a Mentorship> {
    let rows = inquiry.mentorships(ect, day).into_iter();
    rows.filter(|m| m.mentor == mentor).collect()
}

/// Minutes that the timetable of a mentor names in a cycle, if it names enough for each ECT whom they mentor on the
/// mentor's own reference day (definition G1); nothing if that is none.
///
/// # Errors
/// If the part of an ECT is not known.
pub fn time_needed(case: &Case) -> Result<Option<Figure<Minutes>>, CannotTell> {
    let weeks = Ratio::whole(i64::from(case.inquiry.grid.length()));
    let (mut total, mut rates, mut rows) = (Ratio::ZERO, BTreeMap::new(), Vec::new());
    for ect in ects_of(case) {
        let mentorships = by_mentor(case.inquiry, case.person, ect.person, case.reference());
        if mentorships.is_empty() {
            continue;
        }
        let part = ect.position.as_ref().map_err(Clone::clone)?.part;
        let name = if part == 1 { "mentor_minutes_part_1" } else { "mentor_minutes_part_2" };
        let rate = case.inquiry.book.on::<Minutes>(name, case.reference())?;
        total = total + rate.value() * weeks;
        rates.insert(part, rate.any());
        rows.extend(mentorships.iter().map(|m| m.at));
    }
    let mut rates = rates.into_values();
    let Some(first) = rates.next() else { return Ok(None) };
    let how = "time for mentoring in the cycle: minutes a week × weeks, for each ECT";
    Ok(Some(Figure::derived_with(total, how, first, rates, origins_of(rows))))
}

/// Mentoring held since part 2 began.
pub struct Support {
    /// Minutes of meetings, coaching and drop-ins.
    pub minutes: Figure<Minutes>,
    unknown: Vec<Span>,
}

/// Held minutes from the first day of part 2 to the reference day.
pub fn held_since(case: &Case, began: NaiveDate) -> Support {
    let dates = began..=case.reference();
    let rows = || held(case, true).filter(|m| dates.contains(&m.date));
    let (minutes, unknown) = minutes_of(case, rows());
    let origins = case.inquiry.rows_or_searched(rows().map(|m| m.at), &["meetings"]);
    let how = format!("held minutes since {}", began.format("%-d %B %Y"));
    Support { minutes: Figure::read(minutes, how, origins), unknown }
}

impl Support {
    /// Where the minutes are below the hours: that the register holds all of them.
    ///
    /// # Errors
    /// If the register begins too late, or if the time is over and a held meeting has no length.
    pub fn is_complete(&self, case: &Case, began: NaiveDate, short: Outcome) -> Result<(), CannotTell> {
        let named = case.inquiry.school.meetings.iter().filter(|m| m.ect == case.person);
        let first = named.map(|m| m.date).filter(|day| *day <= case.inquiry.limit).min();
        let Some(first) = first else { return needs_register(case) };
        if began.checked_add_days(REACHES_BACK).is_some_and(|last| first > last) {
            let why = format!(
                "year 2 began on {}, and the first row for {} in the meetings register is of {}",
                began.format("%-d %B %Y"),
                case.name(),
                first.format("%-d %B %Y")
            );
            return Err(CannotTell::supply(why, "meetings", "Date, ECT, Mentor, Start, End"));
        }
        if short == Outcome::NotMet && !self.unknown.is_empty() {
            let why = format!(
                "{} of {}’s held meetings have neither minutes nor an end time",
                self.unknown.len(),
                case.name()
            );
            return Err(CannotTell::fill(why, Span::join(self.unknown.iter().copied())));
        }
        Ok(())
    }
}

/// The funded hours earned so far: all of them, times the share of part 2 that was served, never more than all.
///
/// # Errors
/// If the rulebook does not hold them.
pub fn funded_to_date(case: &Case, position: &Position) -> Result<Figure<Minutes>, CannotTell> {
    let all = case.inquiry.book.on::<Minutes>("support_minutes", case.reference())?;
    let start = *case.ect()?.induction.start;
    let part = case.inquiry.book.on::<Terms>("induction_terms_per_part", start)?;
    let how = "terms served since part 2 began";
    let served = Figure::<Terms>::derived(position.served_in_part_2, how, [position.served.any()]);
    let share = served.value().checked_div(part.value()).unwrap_or(Ratio::ZERO).min(Ratio::ONE);
    let how = "funded hours to date: all × terms served in part 2 ÷ terms of the part";
    Ok(Figure::derived(all.value() * share, how, [all.any(), served.any(), part.any()]))
}
