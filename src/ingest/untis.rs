//! The files of an Untis export that belong together: the weeks of a lesson stand in another file than its slots, and so
//! do the names of the teachers.

use super::entry::Entry;
use super::parse::Problem;
use super::parse::word::text_of;
use super::people::{Listed, code_key};
use super::records::Known;
use super::row::Reader;
use super::sheet::Cell;
use super::table::{Column, Table};
use crate::model::source::{Source, Span};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Gives each slot of the timetable the weeks of its lesson, with the cell that says them. A lesson of some weeks of the
/// year, of which no file says what weeks of the timetable those are, is left out.
pub fn join<'a>(tables: &mut [Table<'a>]) {
    let mut said: BTreeMap<Vec<String>, (Source, Cow<'a, Cell>)> = BTreeMap::new();
    for table in tables.iter().filter(|table| table.record() == "untis lessons") {
        let Some(week) = table.column("week") else { continue };
        for entry in &table.sheet.entries {
            for key in keys(table, entry) {
                said.entry(key).or_insert_with(|| entry.said(week));
            }
        }
    }
    for table in tables.iter_mut() {
        leave_out(table, &said);
    }
    if said.is_empty() {
        return;
    }
    let is_timetable = |table: &&mut Table| {
        table.record() == "timetable" && table.column("lesson").is_some() && table.column("week").is_none()
    };
    for table in tables.iter_mut().filter(is_timetable) {
        let found: Vec<_> = table
            .sheet
            .entries
            .iter()
            .map(|entry| {
                let week = keys(table, entry).iter().find_map(|key| said.get(key)).cloned();
                let first = Source { sheet: table.id, row: entry.at.top, col: entry.at.left };
                week.unwrap_or((first, Cow::Owned(Cell::Empty)))
            })
            .collect();
        table.add_columns([Column { field: "week".to_owned(), header: "week".to_owned() }]);
        for (entry, week) in table.sheet.entries.iter_mut().zip(found) {
            entry.extend([week]);
        }
    }
}

/// Leaves out what is held in some of the exported calendar weeks only, unless its weeks are said.
fn leave_out<T>(table: &mut Table, said: &BTreeMap<Vec<String>, T>) {
    let Some(column) = table.column("calendar_weeks") else { return };
    let is_partly = |entry: &Entry| {
        let marks = text_of(entry.cell(column)).unwrap_or_default();
        (marks.contains('0') || !marks.contains('1'))
            && !keys(table, entry).iter().any(|key| said.contains_key(key))
    };
    let partly: BTreeSet<Span> =
        table.sheet.entries.iter().filter(|entry| is_partly(entry)).map(|entry| entry.at).collect();
    table.sheet.entries.retain(|entry| !partly.contains(&entry.at));
    table.sheet.torn.extend(partly.into_iter().map(|at| (at, some_weeks())));
}

fn some_weeks() -> Problem {
    Problem {
        code: "R-WEEKS",
        message: "This lesson is not held in every calendar week that was exported, and nothing says in which weeks of the timetable it is.".to_owned(),
        help: "Put GPU002.TXT of the same export beside this file; or use GPU001.TXT and GPU002.TXT instead.".to_owned(),
    }
}

/// A lesson with its class and teacher, and the lesson alone.
fn keys(table: &Table, entry: &Entry) -> [Vec<String>; 2] {
    let [lesson, class, staff] =
        ["lesson", "class", "staff"].map(|field| table.text(entry, field).unwrap_or_default());
    [vec![lesson.clone(), class, staff], vec![lesson]]
}

/// The names that belong to the codes in use.
pub fn names<'a>(
    tables: impl Iterator<Item = &'a Table<'a>>,
    listed: &[Listed],
    used: impl Iterator<Item = &'a str>,
) -> Vec<(Listed, Source)> {
    let known: BTreeSet<String> = listed.iter().map(|one| code_key(&one.code)).collect();
    let used: BTreeSet<String> = used.map(code_key).collect();
    let mut found = Vec::new();
    for table in tables {
        for entry in &table.sheet.entries {
            let (Some(code), Some(at)) = (table.text(entry, "staff"), table.source(entry, "staff")) else {
                continue;
            };
            let key = code_key(&code);
            if known.contains(&key) || !used.contains(&key) {
                continue;
            }
            let parts = [table.text(entry, "forename"), table.text(entry, "surname")];
            let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
            let name = (!name.is_empty()).then_some(name);
            let email = text_of(table.cell(entry, "email"));
            found.push((Listed { code, name, trn: None, email, at: Some(at), trn_at: None }, at));
        }
    }
    found
}

/// A row of the lessons, whose weeks are used by the timetable.
pub fn lesson(row: &mut Reader, _: &Known) -> Option<()> {
    row.text("week");
    row.need_text("lesson").map(|_| ())
}

/// A row of the teachers, whose names are used for the people.
pub fn teacher(row: &mut Reader, _: &Known) -> Option<()> {
    row.need_text("staff").map(|_| ())
}
