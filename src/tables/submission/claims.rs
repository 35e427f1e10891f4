//! Whose induction is to be claimed.
//!
//! A claim tells DfE that an induction has begun with this appropriate body. One is wanted for an induction that began in
//! the term, or was registered in it, or whose registration the files do not show; an earlier registration was claimed
//! then. An ECT who came from another school is claimed only where the appropriate body changed, and from the first day
//! here: no file says so, so somebody must.

use super::super::words;
use super::{Candidate, Submission, Wanted};
use crate::model::dfe::Template;
use crate::model::dfe::rows::BEFORE_QTS;
use crate::model::school::{Induction, PersonId, Programme};
use crate::model::units::Ratio;
use crate::rules::{Assessed, EctWork};
use chrono::NaiveDate;

/// The claims of a school.
pub fn claims(assessed: &Assessed) -> Submission {
    let mut people: Vec<PersonId> = assessed.school.inductions.iter().map(|row| row.person).collect();
    people.sort_unstable();
    people.dedup();
    let candidates = people.into_iter().filter_map(|person| candidate(assessed, person)).collect();
    Submission::of(Template::Claims, candidates, assessed)
}

/// The row of an ECT who is in induction this term, or is to begin.
fn candidate(assessed: &Assessed, person: PersonId) -> Option<Candidate> {
    let rows = || assessed.school.inductions.iter().filter(|row| row.person == person);
    let begun = rows().filter(|row| *row.start <= assessed.as_of);
    let ect = assessed.ects.iter().find(|ect| ect.person == person);
    let row = match (ect, begun.max_by_key(|row| (*row.start, std::cmp::Reverse(row.at)))) {
        (Some(_), Some(row)) => row,
        // nobody is looked at who was gone before the term; who has not begun is told so
        _ => rows().filter(|row| *row.start > assessed.as_of).min_by_key(|row| *row.start)?,
    };
    let (wanted, why) = wanted(assessed, row, ect);
    let trn = assessed.school.person(person).trn.clone().unwrap_or_default();
    let programme = match row.programme.value {
        Some(Programme::ProviderLed) => "provider-led",
        Some(Programme::SchoolLed) => "school-led",
        None => "",
    };
    Some(Candidate {
        person,
        values: vec![trn, iso(row.date_of_birth.value), programme.to_owned(), iso(Some(*row.start))],
        cells: vec![
            (None, ("staff or induction", "TRN")),
            (row.date_of_birth.source, ("induction", "Date of birth")),
            (row.programme.source, ("induction", "Programme")),
            (Some(row.start.source), ("induction", "Induction start")),
        ],
        why,
        refused: Vec::new(),
        looked_up: before_qts(row),
        wanted,
    })
}

/// A day as the service wants it.
pub(super) fn iso(day: Option<NaiveDate>) -> String {
    day.map_or(String::new(), |day| day.format("%Y-%m-%d").to_string())
}

fn wanted(assessed: &Assessed, row: &Induction, ect: Option<&EctWork>) -> (Wanted, String) {
    if assessed.school.sources.sheet(row.at.sheet).taken_for.as_deref() == Some("claims") {
        return (Wanted::No, "It is known from a file of claims.".to_owned());
    }
    let (from, to) = (assessed.term.from, assessed.term.to);
    let start = words::date(*row.start);
    let registered = row.registered_on.value;
    if let Some(day) = registered.filter(|day| *day < from && *row.start < from) {
        return (Wanted::No, format!("Registered on {}, before this term.", words::date(day)));
    }
    let why = match registered {
        _ if *row.start > assessed.as_of => format!("Induction is to begin on {start}."),
        _ if *row.start >= from => format!("Induction began in this term, on {start}."),
        Some(day) if day <= to => format!("Registered in this term, on {}.", words::date(day)),
        _ => format!("Induction began on {start}, and the files do not say that it was registered."),
    };
    match ect.and_then(|ect| came(row, ect)) {
        Some(day) => {
            let what = format!(
                "Came from another school. Claim this induction only if the appropriate body changed; then the start \
                 date is that of the new one, perhaps {}.",
                words::date(day)
            );
            (Wanted::Decide(what), why)
        }
        None => (Wanted::Yes, why),
    }
}

/// The first day here, of an ECT who had served elsewhere before.
pub(super) fn came(row: &Induction, ect: &EctWork) -> Option<NaiveDate> {
    let patterns = &ect.record.as_ref()?.patterns;
    let here = patterns.iter().filter(|one| one.here).map(|one| one.from.max(*row.start)).min()?;
    let elsewhere = patterns.iter().any(|one| !one.here)
        || row.terms_served_before.value.is_some_and(|terms| terms > Ratio::ZERO);
    elsewhere.then_some(here)
}

/// The service compares the start with the QTS date that the Teaching Record System holds.
fn before_qts(row: &Induction) -> Option<(String, String)> {
    let qts = row.qts_date.value.filter(|day| *row.start < *day)?;
    let said = format!("{BEFORE_QTS} ({})", words::date(qts));
    Some((said, "Correct the induction start or the QTS date, whichever is wrong.".to_owned()))
}
