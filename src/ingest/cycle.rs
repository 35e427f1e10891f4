//! Periods numbered through the whole cycle, as Nova-T6 does: which week, day and period each is, told from the periods
//! of the school's day.

use super::notes::Notes;
use super::parse::clock::{Edge, clock};
use super::parse::week::weeks;
use super::parse::word::{day, yes_no};
use super::parse::{Problem, shown};
use super::sheet::Cell;
use super::table::{Column, Table};
use crate::model::finding::Place;
use crate::model::school::{Day, Week};
use crate::model::source::Source;
use crate::model::units::Clock;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The field that holds the number.
const NUMBER: &str = "cycle_period";

/// Days of a school's week.
const DAYS: u8 = 5;

/// Puts week, day and period in place of the number, in every table that has one.
pub fn place(tables: &mut [Table], notes: &mut Notes) {
    let periods = periods(tables);
    let greatest = tables.iter().filter_map(|table| numbers(table).max()).max().unwrap_or(0);
    let in_one_week = periods.iter().filter(|(week, _, _)| *week == Week::A).count();
    for table in tables.iter_mut() {
        let Some(column) = table.column(NUMBER) else { continue };
        if periods.is_empty() {
            leave_out(table, notes);
            continue;
        }
        let header = table.sheet.columns[column].header.clone();
        let fields = ["week", "day", "period"];
        table.add_columns(fields.map(|field| Column { field: field.to_owned(), header: header.clone() }));
        let mut beyond = Vec::new();
        table.sheet.entries.retain_mut(|entry| {
            let (at, cell) = entry.said(column);
            let found = number(&cell).and_then(|number| periods.get(number.checked_sub(1)?));
            let Some((week, day, period)) = found else {
                beyond.push((entry.at, beyond_the_last(&cell, periods.len())));
                return false;
            };
            // A number beyond the first week tells that there is more than one.
            let week =
                if greatest > in_one_week { Cell::text(&week.letter().to_string()) } else { Cell::Empty };
            let day = Cell::text(day.weekday().unwrap_or_default());
            entry.extend([week, day, Cell::text(period)].map(|cell| (at, Cow::Owned(cell))));
            true
        });
        table.sheet.torn.extend(beyond);
    }
}

fn number(cell: &Cell) -> Option<usize> {
    shown(cell).parse().ok()
}

fn numbers<'a>(table: &'a Table) -> impl Iterator<Item = usize> + 'a {
    let column = table.column(NUMBER);
    let entries = table.sheet.entries.iter();
    entries.filter_map(move |entry| number(entry.cell(column?)))
}

/// The periods in which something is taught, in the order of four weeks.
fn periods(tables: &[Table]) -> Vec<(Week, Day, String)> {
    let all = tables.iter().filter(|table| table.record() == "periods").flat_map(|table| {
        table.sheet.entries.iter().filter_map(move |entry| {
            let cell = |field: &str| table.cell(entry, field);
            let is_taught = yes_no(cell("teaching")).ok()?.unwrap_or(true);
            let start = clock(cell("start"), Edge::Start).ok()??;
            let period =
                (table.text(entry, "period")?, start, day(cell("day")).ok()?, weeks(cell("week")).ok()?);
            is_taught.then_some(period)
        })
    });
    let all: Vec<_> = all.collect();
    let mut cycle = Vec::new();
    for week in Week::ALL {
        for day in (0..DAYS).map(Day) {
            let mut names: BTreeMap<&str, Clock> = BTreeMap::new();
            for (name, start, only_day, only_weeks) in &all {
                let holds = only_day.is_none_or(|only| only == day)
                    && only_weeks.is_none_or(|only| only.contains(week));
                if holds {
                    names.entry(name).and_modify(|first| *first = (*first).min(*start)).or_insert(*start);
                }
            }
            let mut names: Vec<(Clock, &str)> =
                names.into_iter().map(|(name, start)| (start, name)).collect();
            names.sort_unstable();
            cycle.extend(names.into_iter().map(|(_, name)| (week, day, name.to_owned())));
        }
    }
    cycle
}

fn beyond_the_last(cell: &Cell, last: usize) -> Problem {
    Problem {
        code: "R-NUMBER",
        message: format!("“{}” is no period of the cycle: four weeks have {last} periods.", shown(cell)),
        help: "Correct the number, or the periods of the day.".to_owned(),
    }
}

fn leave_out(table: &mut Table, notes: &mut Notes) {
    let rows = table.sheet.entries.len();
    let Some(entry) = table.sheet.entries.first() else { return };
    let first = Source { sheet: entry.at.sheet, row: entry.at.top, col: entry.at.left };
    notes.add(
        "E-CYCLE",
        format!("The periods of this file are numbered through the cycle, and nothing says how many a day has: none of its {rows} rows was used."),
        "Add a sheet “periods” with the name, start and end of each period of the day, as `ringfence init` writes it.",
        [Place::Cell(first)],
    );
    table.sheet.entries.clear();
    *table.sheet.left_out.entry("periods of a day not known".to_owned()).or_default() += rows as u64;
}
