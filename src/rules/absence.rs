//! Countable absence, day by day (definitions IN02b, IN02c).

use super::CannotTell;
use super::inquiry::Inquiry;
use super::service::{self, Stint};
use crate::model::calendar::TermId;
use crate::model::school::{Absence, PersonId};
use crate::model::source::Span;
use crate::model::units::Ratio;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Countable days absent, by school day, and the rows they come from.
#[derive(Default)]
pub struct Absences {
    /// The part of each school day that was lost.
    pub days: BTreeMap<NaiveDate, Ratio>,
    /// Each such day, and its row.
    pub rows: Vec<(NaiveDate, Span)>,
}

/// Countable absence by school day; a date never counts more than one day (IN02b, IN02c).
pub fn countable(
    inquiry: &Inquiry,
    person: PersonId,
    start: NaiveDate,
    stints: &[Stint],
) -> Result<Absences, CannotTell> {
    let mut found = Absences::default();
    for row in inquiry.school.absences.iter().filter(|a| a.person == person && a.from <= inquiry.as_of) {
        for (day, part) in spread(inquiry, row, stints) {
            let in_service = service::on(stints, day).is_some();
            let excluded = &inquiry.book.entry("absence_excluded", day)?.text;
            if day < start || day > inquiry.as_of || !in_service || is_excluded(&row.kind, excluded) {
                continue;
            }
            let sum = found.days.entry(day).or_insert(Ratio::ZERO);
            *sum = sum.checked_add(part).unwrap_or(Ratio::ONE).min(Ratio::ONE);
            found.rows.push((day, row.at));
        }
    }
    Ok(found)
}

fn is_excluded(kind: &str, excluded: &str) -> bool {
    let plain = |s: &str| -> String {
        s.to_lowercase().chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect()
    };
    let kind = plain(kind);
    excluded.split(';').map(|e| plain(e.trim())).any(|e| kind.contains(&e))
}

/// The school days of a row and how much of each was lost (IN02b).
fn spread(inquiry: &Inquiry, row: &Absence, stints: &[Stint]) -> Vec<(NaiveDate, Ratio)> {
    let school_days = |from: NaiveDate, to: NaiveDate| school_days(inquiry, from, to);
    let all_of = |days: Vec<NaiveDate>, each: Ratio| days.into_iter().map(|day| (day, each)).collect();
    match (row.days, row.to) {
        (None, None) => all_of(school_days(row.from, row.from), Ratio::ONE),
        (None, Some(to)) if to == row.from => all_of(school_days(row.from, to), Ratio::ONE),
        (None, Some(to)) => {
            let fte = |day: NaiveDate| service::on(stints, day).and_then(|s| s.fte).unwrap_or(Ratio::ONE);
            school_days(row.from, to).into_iter().map(|day| (day, fte(day).min(Ratio::ONE))).collect()
        }
        (Some(lost), to) => {
            let to =
                to.unwrap_or_else(|| row.from.checked_add_days(chrono::Days::new(400)).unwrap_or(row.from));
            let mut days = school_days(row.from, to);
            if row.to.is_none() {
                days.truncate(usize::try_from(lost.ceil()).unwrap_or(0));
            }
            let n = i64::try_from(days.len()).unwrap_or(i64::MAX);
            let each = if n == 0 { Ratio::ZERO } else { (lost / n).min(Ratio::ONE) };
            all_of(days, each)
        }
    }
}

fn school_days(inquiry: &Inquiry, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let calendar = &inquiry.school.calendar;
    let (mut id, mut all) = (TermId::of(from), Vec::new());
    while id <= TermId::of(to) {
        all.extend(calendar.school_days(&calendar.term(id)));
        id = id.next();
    }
    all.retain(|day| (from..=to).contains(day));
    all
}
