//! Where each week of the term stands in a strip, with a gap for every holiday.

use super::Tick;
use super::section::Axis;
use super::words;
use crate::model::calendar::monday;
use crate::model::units::Ratio;
use crate::rules::Assessed;
use chrono::{Datelike, Days, NaiveDate};

/// The weeks of the term from left to right.
#[derive(Clone, Debug)]
pub struct Weeks {
    columns: Vec<Column>,
    as_of: NaiveDate,
}

#[derive(Clone, Debug)]
struct Column {
    monday: NaiveDate,
    number: Option<usize>,
    from: Ratio,
    to: Ratio,
}

impl Weeks {
    /// Teaching weeks, and any other week in which induction time was planned, taken or repaid.
    pub fn of(assessed: &Assessed) -> Weeks {
        let mut mondays: Vec<(NaiveDate, Option<usize>)> = assessed
            .teaching_weeks
            .iter()
            .zip(1..)
            .map(|((first, _), n)| (monday(*first), Some(n)))
            .collect();
        for week in assessed.ects.iter().filter_map(|ect| ect.ledger.as_ref().ok()).flat_map(|l| &l.weeks) {
            let used = [week.planned, week.lost, week.repaid, week.to_come].iter().any(|m| *m != Ratio::ZERO);
            if used && mondays.iter().all(|(known, _)| *known != week.monday) {
                mondays.push((week.monday, None));
            }
        }
        mondays.sort_unstable();
        // Twenty parts a week, nine a holiday, so that all stays exact.
        let mut at = 0;
        let mut spans = Vec::new();
        for (i, (day, _)) in mondays.iter().enumerate() {
            let holiday = i > 0 && (*day - mondays[i - 1].0).num_days() > 7;
            at += if holiday { 9 } else { 0 };
            spans.push((at, at + 20));
            at += 20;
        }
        let share = |n: i64| Ratio::new(n, at.max(1)).unwrap_or(Ratio::ZERO);
        let columns = mondays
            .into_iter()
            .zip(spans)
            .map(|((monday, number), (from, to))| Column { monday, number, from: share(from), to: share(to) })
            .collect();
        Weeks { columns, as_of: assessed.as_of }
    }

    /// The ends of the week that begins on this Monday.
    pub fn week(&self, monday: NaiveDate) -> Option<(Ratio, Ratio)> {
        self.columns.iter().find(|column| column.monday == monday).map(|column| (column.from, column.to))
    }

    /// The ends of the teaching weeks with these numbers.
    pub fn numbered(&self, (first, last): (usize, usize)) -> Option<(Ratio, Ratio)> {
        let of = |n| self.columns.iter().find(|column| column.number == Some(n));
        Some((of(first)?.from, of(last)?.to))
    }

    /// Where the as-of date falls, unless the term had ended.
    pub fn now(&self) -> Option<Ratio> {
        let last = self.columns.last()?;
        let friday = |column: &Column| column.monday.checked_add_days(Days::new(4)).unwrap_or(column.monday);
        if self.as_of >= friday(last) {
            return None;
        }
        let Some(column) = self.columns.iter().rev().find(|column| column.monday <= self.as_of) else {
            return Some(Ratio::ZERO);
        };
        let gone = i64::from(self.as_of.weekday().num_days_from_monday() + 1).min(5);
        let gone = if self.as_of > friday(column) { 5 } else { gone };
        Some(column.from + (column.to - column.from) * Ratio::whole(gone) / 5)
    }

    /// Numbers of the weeks, months where they begin, and the as-of date.
    pub fn axis(&self) -> Axis {
        let mut weeks = Vec::new();
        let mut months: Vec<Tick> = Vec::new();
        let mut known = None;
        for column in &self.columns {
            if let Some(number) = column.number {
                weeks.push(Tick { at: (column.from + column.to) / 2, text: number.to_string() });
            }
            let friday = column.monday.checked_add_days(Days::new(4)).unwrap_or(column.monday);
            if known != Some(friday.month()) {
                known = Some(friday.month());
                months.push(Tick { at: column.from, text: words::month(friday).to_string() });
            }
        }
        Axis { weeks, months, now: self.now() }
    }
}
