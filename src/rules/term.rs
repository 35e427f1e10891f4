//! Which term is reported, and to when.

use super::Term;
use super::workings::Choice;
use crate::model::calendar::{Season, TermId};
use crate::model::figure::ChosenBy;
use crate::model::school::School;
use crate::model::settings::{Settings, TermWanted};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The term of a school none of whose files holds a date: that of the rulebook's edition.
const NO_DATES: TermId = TermId { academic_year: 2026, season: Season::Autumn };

/// The term asked for, or else the one that holds most of the dated rows; the last of equals.
pub fn reported(school: &School, settings: &Settings) -> (Term, Choice) {
    let choice = |value: String, by: ChosenBy| Choice { what: "Term".to_owned(), value, by };
    let Some(wanted) = &settings.term else {
        let (term, why) = fullest(school);
        let value = format!("{}, {why}", spoken(&term));
        return (term, choice(value, ChosenBy::Default));
    };
    let term = match &wanted.value {
        TermWanted::Named(id) => of(school, *id),
        TermWanted::Between(from, to) => between(school, *from, *to),
    };
    let value = spoken(&term);
    (term, choice(value, wanted.by.clone()))
}

fn spoken(term: &Term) -> String {
    format!("{}: {} to {}", term.name, term.from.format("%-d %B %Y"), term.to.format("%-d %B %Y"))
}

fn of(school: &School, id: TermId) -> Term {
    let term = school.calendar.term(id);
    Term { name: id.to_string(), from: term.from, to: term.to }
}

fn between(school: &School, from: NaiveDate, to: NaiveDate) -> Term {
    let named = of(school, TermId::of(from));
    if (named.from, named.to) == (from, to) {
        return named;
    }
    Term { name: format!("{} to {}", from.format("%-d %b %Y"), to.format("%-d %b %Y")), from, to }
}

/// The term to report where none is asked for, and why it is this one.
fn fullest(school: &School) -> (Term, &'static str) {
    let mut rows: BTreeMap<TermId, usize> = BTreeMap::new();
    for day in dated(school) {
        *rows.entry(TermId::of(day)).or_default() += 1;
    }
    // max_by_key keeps the last of equals, and ids are in order of time
    let most =
        rows.iter().max_by_key(|(_, n)| **n).map(|(id, _)| (*id, "which holds most of the dated rows"));
    let (id, why) = most
        .or_else(|| school.calendar.terms().last().map(|term| (term.id, "the last of the calendar")))
        .or_else(|| {
            let starts = school.inductions.iter().map(|i| TermId::of(*i.start)).max();
            starts.map(|id| (id, "in which the latest induction started"))
        })
        .unwrap_or((NO_DATES, "since no file holds a date"));
    (of(school, id), why)
}

/// The days on which something is recorded to have happened.
fn dated(school: &School) -> impl Iterator<Item = NaiveDate> {
    let reviews = school.reviews.iter().filter_map(|r| r.date.value.or(r.due.value));
    (school.cover.iter().map(|r| r.date))
        .chain(school.meetings.iter().map(|r| r.date))
        .chain(school.training.iter().map(|r| r.date))
        .chain(school.absences.iter().map(|r| r.from))
        .chain(school.observations.iter().map(|r| r.date))
        .chain(reviews)
}
