//! Claims and outcomes joined with the inductions of the school's own records: an induction told twice counts once.

use super::super::official::{Desk, day, programme};
use super::read::{Claim, Outcome};
use crate::model::finding::Place;
use crate::model::school::{Induction, PersonId};
use crate::model::source::{Field, Source};
use chrono::NaiveDate;

/// Joins them. The order of the rows does not matter.
pub fn settle(
    inductions: &mut Vec<Induction>,
    mut claims: Vec<Claim>,
    mut outcomes: Vec<Outcome>,
    desk: &mut Desk,
) {
    claims.sort_by_key(|claim| (claim.start.value, claim.at));
    outcomes.sort_by_key(|outcome| (outcome.end.value, outcome.at));
    for claim in &claims {
        register(inductions, claim, &outcomes, desk);
    }
    for outcome in &outcomes {
        end(inductions, outcome, desk);
    }
}

/// A claim is the registration of an induction. It says from when, but not on which day it was sent.
fn register(inductions: &mut Vec<Induction>, claim: &Claim, outcomes: &[Outcome], desk: &mut Desk) {
    let own = |induction: &&mut Induction| induction.person == claim.person;
    let same = |induction: &&mut Induction| own(induction) && induction.start.value == claim.start.value;
    if let Some(held) = inductions.iter_mut().find(same) {
        born((&mut held.date_of_birth, &claim.date_of_birth), claim.person, desk);
        desk.fill((&mut held.programme, &claim.programme), ("programme", claim.person), |one| {
            Some(programme(*one))
        });
        return;
    }
    let between = |from: NaiveDate, to: NaiveDate| {
        outcomes.iter().any(|one| one.person == claim.person && (from..to).contains(&one.end.value))
    };
    let apart = |held: &Induction| {
        let (held_start, start) = (held.start.value, claim.start.value);
        held.end.value.is_some_and(|end| end < start)
            || between(held_start, start)
            || between(start, held_start)
    };
    if let Some(held) = inductions.iter_mut().filter(|held| own(held)).find(|held| !apart(held)) {
        let message = format!(
            "This claim says that the induction of {} began on {}. Another row says {}, and was used.",
            desk.name(claim.person),
            day(claim.start.value),
            day(held.start.value)
        );
        desk.contradiction(message, [Some(claim.start.source), Some(held.start.source)]);
        desk.leave_out(claim.at, "contradicts another record");
        return;
    }
    inductions.push(Induction {
        person: claim.person,
        at: claim.at,
        date_of_birth: claim.date_of_birth,
        start: claim.start,
        end: Field::default(),
        registered_on: Field::default(),
        qts_date: Field::default(),
        programme: claim.programme,
        lead_provider: Field::default(),
        delivery_partner: Field::default(),
        terms_served_before: Field::default(),
    });
}

/// An outcome ends the induction that had begun last.
fn end(inductions: &mut [Induction], outcome: &Outcome, desk: &mut Desk) {
    let (person, end) = (outcome.person, outcome.end);
    let begun = inductions.iter_mut().filter(|held| held.person == person && held.start.value <= end.value);
    let Some(held) = begun.max_by_key(|held| (held.start.value, held.at)) else {
        let message = format!(
            "This outcome ends the induction of {} on {}, and no file says that one had begun by then.",
            desk.name(person),
            day(end.value)
        );
        let help =
            "Add the induction with its start to the induction record, or the file of claims to the folder.";
        desk.notes.add("W-DFE", message, help, [Place::Cell(end.source)]);
        desk.leave_out(outcome.at, "no induction to end");
        return;
    };
    if let Some(held_end) = held.end.value.filter(|held_end| *held_end != end.value) {
        let message = format!(
            "This outcome ends the induction of {} on {}. Another row says {}, and was used.",
            desk.name(person),
            day(end.value),
            day(held_end)
        );
        let cells: [Option<Source>; 2] = [Some(end.source), held.end.source];
        desk.contradiction(message, cells);
        desk.leave_out(outcome.at, "contradicts another record");
        return;
    }
    born((&mut held.date_of_birth, &outcome.date_of_birth), person, desk);
    held.end =
        Field { value: Some(end.value), source: held.end.value.and(held.end.source).or(Some(end.source)) };
}

/// A date of birth is compared, and not shown.
fn born(births: (&mut Field<NaiveDate>, &Field<NaiveDate>), person: PersonId, desk: &mut Desk) {
    desk.fill(births, ("date of birth", person), |_| None);
}
