//! The half-terms of a term: what lies between its longer holidays (definition OB01).

use super::inquiry::Inquiry;
use crate::model::calendar::{Kind, days, is_weekday};
use chrono::NaiveDate;

/// First and last school day of each stretch of the reported term between holidays of this many weekdays or more. Bank
/// holidays and weekdays outside every term row belong to a holiday; days on which the school was closed do not.
pub fn half_terms(inquiry: &Inquiry, break_days: i64) -> Vec<(NaiveDate, NaiveDate)> {
    let mut found: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    let mut holiday = 0;
    for day in days(inquiry.term.from, inquiry.term.to).filter(|day| is_weekday(*day)) {
        if inquiry.school.calendar.is_school_day(day) {
            match found.last_mut().filter(|_| holiday < break_days) {
                Some((_, last)) => *last = day,
                None => found.push((day, day)),
            }
            holiday = 0;
        } else if is_holiday(inquiry, day) {
            holiday += 1;
        }
    }
    found
}

/// First and last school day of the whole reported term; every weekday is one where the calendar does not hold it.
pub fn whole_term(inquiry: &Inquiry) -> (NaiveDate, NaiveDate) {
    let calendar = &inquiry.school.calendar;
    let held = calendar.covers(inquiry.term.from, inquiry.term.to);
    let is_school_day = |day: &NaiveDate| if held { calendar.is_school_day(*day) } else { is_weekday(*day) };
    let mut school_days = days(inquiry.term.from, inquiry.term.to).filter(is_school_day);
    let first = school_days.next().unwrap_or(inquiry.term.from);
    (first, school_days.last().unwrap_or(inquiry.term.to))
}

fn is_holiday(inquiry: &Inquiry, day: NaiveDate) -> bool {
    let rows = || inquiry.school.calendar.rows.iter().filter(move |row| row.from <= day && day <= row.to);
    rows().any(|row| matches!(row.kind, Kind::Holiday | Kind::BankHoliday))
        || !rows().any(|row| row.kind == Kind::Term)
}
