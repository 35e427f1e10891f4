//! Whose induction has ended, and how.
//!
//! Pass or release is the judgement of people. It is taken from the Outcome of a formal or interim assessment where that
//! says one of these words, and is left open where it says anything else: “meeting the standards” is not a pass.

use super::super::words;
use super::claims::{came, iso};
use super::{Candidate, Submission, Wanted};
use crate::model::dfe::Template;
use crate::model::figure::AnyFigure;
use crate::model::school::{Induction, Review, ReviewKind};
use crate::model::units::Ratio;
use crate::rules::{Assessed, EctWork};

/// The outcomes of a school.
pub fn outcomes(assessed: &Assessed) -> Submission {
    let candidates = assessed.ects.iter().filter_map(|ect| candidate(assessed, ect)).collect();
    Submission::of(Template::Outcomes, candidates, assessed)
}

fn candidate(assessed: &Assessed, ect: &EctWork) -> Option<Candidate> {
    let rows = assessed.school.inductions.iter();
    let rows = rows.filter(|row| row.person == ect.person && *row.start <= ect.reference_day);
    let row = rows.max_by_key(|row| (*row.start, std::cmp::Reverse(row.at)))?;
    let ends = row.end.value.filter(|day| *day <= assessed.term.to);
    let left = ect.record.as_ref().and_then(|record| record.leaves).filter(|day| *day <= assessed.as_of);
    let review = last_assessment(assessed, ect);
    let outcome = review.map_or(String::new(), word);
    let decided = matches!(outcome.as_str(), "pass" | "release" | "fail");
    if ends.is_none() && left.is_none() && !decided {
        return None;
    }
    let (wanted, why) = wanted(assessed, row, ect);
    let wanted = if wanted == Wanted::Yes && outcome == "pass" { enough(assessed, ect) } else { wanted };
    let trn = assessed.school.person(ect.person).trn.clone().unwrap_or_default();
    Some(Candidate {
        person: ect.person,
        values: vec![trn, iso(row.date_of_birth.value), iso(ends), terms(ect), outcome],
        cells: vec![
            (None, ("staff or induction", "TRN")),
            (row.date_of_birth.source, ("induction", "Date of birth")),
            (row.end.source, ("induction", "Induction end")),
            (None, ("service", "FTE")),
            (review.and_then(|review| review.outcome.source), ("reviews", "Outcome")),
        ],
        why,
        refused: Vec::new(),
        looked_up: None,
        wanted,
    })
}

/// The last formal assessment of year 2, or interim one, held in the term by the as-of date.
fn last_assessment<'a>(assessed: &'a Assessed, ect: &EctWork) -> Option<&'a Review> {
    let in_year_2 = ect.position.as_ref().is_ok_and(|position| position.part == 2);
    let held = assessed.school.reviews.iter().filter(|row| {
        let counts = row.kind == ReviewKind::Interim || row.kind == ReviewKind::Formal && in_year_2;
        row.ect == ect.person && counts
    });
    let dated = held.filter_map(|row| Some((row.date.value?, row)));
    let in_term = dated.filter(|(day, _)| (assessed.term.from..=assessed.as_of).contains(day));
    in_term.max_by_key(|(day, row)| (*day, row.at)).map(|(_, row)| row)
}

/// `pass`, `release` or `fail` where it says that, in whatever tense; else as it is written.
fn word(review: &Review) -> String {
    let written = review.outcome.get().map_or("", |outcome| outcome.trim());
    match written.to_lowercase().as_str() {
        "pass" | "passed" => "pass".to_owned(),
        "release" | "released" => "release".to_owned(),
        "fail" | "failed" => "fail".to_owned(),
        _ => written.to_owned(),
    }
}

/// Terms served, cut to the one decimal place that the service takes; nothing if they are not known.
fn terms(ect: &EctWork) -> String {
    let Ok(position) = &ect.position else { return String::new() };
    let served = position.served.value().max(Ratio::ZERO);
    if served.is_whole() { served.floor().to_string() } else { served.decimal(1) }
}

/// A pass with fewer terms than induction has is for the appropriate body to confirm.
fn enough(assessed: &Assessed, ect: &EctWork) -> Wanted {
    let terms = assessed.values.get("induction_terms").map(AnyFigure::value);
    let served = ect.position.as_ref().ok().map(|position| position.served.value());
    match terms.zip(served) {
        Some((terms, served)) if served < terms => Wanted::Decide(format!(
            "The files show fewer than {} terms served. Send a pass only if the appropriate body has reduced this \
             induction.",
            words::number(terms)
        )),
        _ => Wanted::Yes,
    }
}

fn wanted(assessed: &Assessed, row: &Induction, ect: &EctWork) -> (Wanted, String) {
    let known = |sheet| assessed.school.sources.sheet(sheet).taken_for.as_deref() == Some("outcomes");
    if row.end.source.is_some_and(|cell| row.end.value.is_some() && known(cell.sheet)) {
        return (Wanted::No, "It is known from a file of outcomes.".to_owned());
    }
    let why = match row.end.value {
        Some(day) if day > assessed.as_of => format!("Induction is to end on {}.", words::date(day)),
        Some(day) => format!("Induction ended on {}.", words::date(day)),
        None => match ect.record.as_ref().and_then(|record| record.leaves) {
            Some(day) => format!("Left on {}, and no end of induction is recorded.", words::date(day)),
            None => "An assessment says how it ended, and no end of induction is recorded.".to_owned(),
        },
    };
    let why = match &ect.position {
        Ok(position) => format!("{why} {} served.", words::sentence(&exact(position.served.value()))),
        Err(_) => format!("{why} The terms served are not known."),
    };
    match came(row, ect) {
        Some(day) => {
            let what = format!(
                "Served elsewhere too: DfE wants the terms of the period that ends with this appropriate body. If \
                 that began here, on {}, write the terms since then.",
                words::date(day)
            );
            (Wanted::Decide(what), why)
        }
        None => (Wanted::Yes, why),
    }
}

/// `5 14/15 terms`: exact, beside the one decimal place of the file.
fn exact(terms: Ratio) -> String {
    format!("{} {}", words::number(terms), if terms == Ratio::ONE { "term" } else { "terms" })
}
