//! The mentors themselves: the time their timetable names, their other role, their status.

use super::case::Case;
use super::cycle::minutes;
use super::mentor_support;
use super::windows::count;
use super::{CannotTell, Judgement};
use crate::model::figure::{Figure, Origins};
use crate::model::school::{Activity, PersonId, Qts};
use crate::model::source::{Source, Span};
use crate::model::units::Count;
use std::collections::BTreeSet;

pub const SOURCE: &str = include_str!("mentors.rs");

/// The mentor's timetable names time for mentoring, inside or outside teaching hours, that is neither taught nor PPA:
/// {mentor_minutes_part_1} a week for each ECT in part 1 and {mentor_minutes_part_2} for each in part 2, over the whole
/// cycle. An ECT's working pattern does not change it. The number is the lead providers'; the guidance asks for
/// adequate time.
///
/// It cannot be shown without the mentor's timetable on the last day looked at or the part of each ECT, or where no
/// timetable of the school labels such time.
pub fn mentors_time(case: &Case) -> Result<Judgement, CannotTell> {
    let Some(required) = mentor_support::time_needed(case)? else { return Ok(Judgement::not_applicable()) };
    let timetable = case.timetable()?;
    case.labelled(Activity::Protected, "induction time")?;
    let how = "labelled for mentoring, in teaching hours or outside them";
    let named = Case::of_rows(timetable, Activity::Protected, minutes(&timetable.protected), how);
    Ok(Judgement::at_least(&named, &required))
}

/// None of the ECT's mentors on the last day looked at is the school's induction tutor. In exceptional circumstances one
/// person may hold both roles, with safeguards.
///
/// It cannot be shown where the school record names no induction tutor, or one who is not exactly one person of the
/// school, or where no mentorship names the ECT. It does not apply on a day without a mentor.
pub fn not_the_tutor(case: &Case) -> Result<Judgement, CannotTell> {
    mentorship_rows(case)?;
    let current = case.inquiry.mentorships(case.person, case.reference());
    if current.is_empty() {
        return Ok(Judgement::not_applicable());
    }
    let (tutor, written) = tutor(case)?;
    let mentors: BTreeSet<PersonId> = current.iter().map(|m| m.mentor).collect();
    let cells = current.iter().map(|m| m.at).chain([written.span()]);
    let same = usize::from(mentors.contains(&tutor));
    let measured = count(case, same, "mentors who are the induction tutor", cells);
    let none = case.inquiry.book.on::<Count>("mentors_who_are_tutor", case.reference())?;
    Ok(Judgement::at_most(&measured, &none))
}

/// The mentor holds qualified teacher status on the last day looked at: the staff list says yes, or a day not after it.
///
/// It cannot be shown where the staff list says nothing of the mentor's status.
pub fn mentor_holds_qts(case: &Case) -> Result<Judgement, CannotTell> {
    let written = case.inquiry.staff(case.person).map(|staff| staff.qts).unwrap_or_default();
    let (Some(qts), Some(cell)) = (written.value, written.source) else {
        let why = format!("the staff list does not say whether {} holds QTS", case.name());
        return Err(CannotTell::blank(why, written.source.map(Source::span), "staff", "QTS"));
    };
    let held = match qts {
        Qts::Yes => true,
        Qts::No => false,
        Qts::Since(day) => day <= case.reference(),
    };
    let measured = Figure::<Count>::read(i64::from(held), "holds QTS: 1, or not: 0", Origins::one(cell));
    Ok(Judgement::at_least(&measured, &case.inquiry.book.on("mentor_qts", case.reference())?))
}

/// Every mentorship of the ECT.
///
/// # Errors
/// If there is none: the record is silent of them (definition G13).
pub fn mentorship_rows(case: &Case) -> Result<Vec<Span>, CannotTell> {
    let own = case.inquiry.school.mentorships.iter().filter(|m| m.ect == case.person);
    let rows: Vec<Span> = own.map(|m| m.at).collect();
    if rows.is_empty() {
        let why = format!("no mentorship names {}", case.name());
        return Err(CannotTell::supply(why, "mentorship", "ECT, Mentor, From"));
    }
    Ok(rows)
}

/// The induction tutor, and the cell that names them.
fn tutor(case: &Case) -> Result<(PersonId, Source), CannotTell> {
    let about = &case.inquiry.school.about;
    match (about.tutor, &about.induction_tutor.value, about.induction_tutor.source) {
        (Some(person), _, Some(cell)) => Ok((person, cell)),
        (_, Some(name), Some(cell)) => {
            let why = format!("“{name}”, the induction tutor, is not one person of the staff list");
            Err(CannotTell::fill(why, [cell.span()]))
        }
        (.., cell) => {
            let why = "the school record names no induction tutor";
            Err(CannotTell::blank(why, cell.map(Source::span), "school", "Induction tutor"))
        }
    }
}
