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
use std::ops::RangeInclusive;

/// How far ahead the school days of an absence without To are looked for.
const SEARCH_DAYS: u64 = 400;

/// Countable days absent, by school day, and the rows they come from.
#[derive(Default)]
pub struct Absences {
    /// The part of each school day that was lost.
    pub days: BTreeMap<NaiveDate, Ratio>,
    /// Each such day, and its row.
    pub rows: Vec<(NaiveDate, Span)>,
}

/// Countable absence by school day of the service that counts; a date never counts more than one day (IN02b, IN02c).
pub fn countable(inquiry: &Inquiry, person: PersonId, stints: &[Stint]) -> Result<Absences, CannotTell> {
    let mut found = Absences::default();
    for row in inquiry.school.absences.iter().filter(|a| a.person == person && a.from <= inquiry.as_of) {
        for (day, part) in spread(inquiry, row, stints) {
            if day > inquiry.as_of || service::on(stints, day).is_none() {
                continue;
            }
            if is_excluded(&row.kind, &inquiry.book.entry("absence_excluded", day)?.text) {
                continue;
            }
            let sum = found.days.entry(day).or_insert(Ratio::ZERO);
            *sum = sum.checked_add(part).unwrap_or(Ratio::ONE).min(Ratio::ONE);
            found.rows.push((day, row.at));
        }
    }
    Ok(found)
}

/// A kind of leave that extends nothing (IN02c).
pub fn is_excluded(kind: &str, excluded: &str) -> bool {
    let plain = |s: &str| -> String {
        s.to_lowercase().chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect()
    };
    let kind = plain(kind);
    excluded.split(';').map(|e| plain(e.trim())).any(|e| kind.contains(&e))
}

/// First and last day of a row. Without To: the first day alone, or as many school days as it has days (IN02b).
pub fn dates(inquiry: &Inquiry, row: &Absence) -> RangeInclusive<NaiveDate> {
    let last = match (row.to, row.days) {
        (Some(to), _) => to,
        (None, None) => row.from,
        (None, Some(days)) => {
            let wanted = usize::try_from(days.ceil()).unwrap_or(1).max(1);
            let far = row.from.checked_add_days(chrono::Days::new(SEARCH_DAYS)).unwrap_or(row.from);
            school_days(inquiry, row.from, far).get(wanted - 1).copied().unwrap_or(row.from)
        }
    };
    row.from..=last
}

/// The school days of a row and how much of each was lost (IN02b).
pub fn spread(inquiry: &Inquiry, row: &Absence, stints: &[Stint]) -> Vec<(NaiveDate, Ratio)> {
    let dates = dates(inquiry, row);
    let days = school_days(inquiry, *dates.start(), *dates.end());
    let count = i64::try_from(days.len()).unwrap_or(i64::MAX).max(1);
    let range = dates.start() != dates.end();
    let lost = |day: NaiveDate| match row.days {
        Some(lost) => lost / count,
        None if range => service::on(stints, day).and_then(|s| s.fte).unwrap_or(Ratio::ONE),
        None => Ratio::ONE,
    };
    days.into_iter().map(|day| (day, lost(day).min(Ratio::ONE))).collect()
}

/// School days of the calendar's terms, or of the usual ones, from one day to another.
pub fn school_days(inquiry: &Inquiry, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let (mut id, mut all) = (TermId::of(from), Vec::new());
    while id <= TermId::of(to) {
        all.extend(&inquiry.school_term(id).days);
        id = id.next();
    }
    all.retain(|day| (from..=to).contains(day));
    all
}
