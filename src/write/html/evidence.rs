//! What was not seen, what was read and what was left out.

use super::{grouped, head_of, listed, said};
use crate::tables::{Cell, Report, Table};
use minijinja::{Value, context};

/// Findings shown on the page; all of them are in the workbook and in `findings.csv`.
const FINDINGS_SHOWN: usize = 40;

/// Some columns of a table.
pub(super) fn plain(table: &Table, columns: &[usize], caption: &str) -> Value {
    let rows = table.rows.iter().map(|row| {
        let cells: Vec<String> = columns.iter().map(|i| said(&row.cells[*i])).collect();
        context! { cells, sub => "" }
    });
    let heads = columns.iter().map(|i| head_of(table.columns[*i].header, false, false));
    listed(caption, heads.collect(), rows.collect(), None)
}

pub(super) fn unseen(report: &Report) -> Value {
    let Some(table) = report.table("Not seen") else {
        return context! { caption => "", rows => Vec::<Value>::new() };
    };
    let rows = table.rows.iter().map(|row| {
        let settle = said(&row.cells[3]);
        let settle = settle.split("; ").filter(|part| !part.is_empty()).map(|part| {
            if let Some(cell) = part.strip_prefix("Fill ") {
                context! { lead => "Fill", cell }
            } else {
                context! { lead => part, cell => "" }
            }
        });
        context! {
            who => said(&row.cells[0]),
            rules => said(&row.cells[1]),
            why => said(&row.cells[2]),
            settle => settle.collect::<Vec<_>>(),
        }
    });
    context! { caption => &table.note, rows => rows.collect::<Vec<_>>() }
}

pub(super) fn coverage(report: &Report) -> Value {
    let (rows, note) = sheets(report);
    let sum = |i: usize| {
        let all = by_file(report).map_or(&[][..], |table| &table.rows);
        let n: u64 = all.iter().map(|row| if let Cell::Rows(n) = row.cells[i] { n } else { 0 }).sum();
        said(&Cell::Rows(n))
    };
    let columns = vec![
        head_of("File › sheet", false, true),
        head_of("Rows read", true, false),
        head_of("Used", true, false),
        head_of("Left out", true, false),
        head_of("Why left out", false, false),
    ];
    let read = rows.iter().filter(|row| !row[3].is_empty()).map(|row| {
        context! { cells => vec![place(row), row[3].clone(), row[4].clone(), row[5].clone(), row[6].clone()], sub => "" }
    });
    let foot = vec!["Total".to_string(), sum(3), sum(4), sum(5), String::new()];
    listed(&note, columns, read.collect(), Some(foot))
}

pub(super) fn rejected(report: &Report) -> Value {
    let (rows, _) = sheets(report);
    let columns = vec![head_of("File", false, true), head_of("Why it was not read", false, false)];
    let not_read = rows.iter().filter(|row| row[3].is_empty() && !row[6].is_empty());
    let rows = not_read.map(|row| context! { cells => vec![row[0].clone(), row[6].clone()], sub => "" });
    listed("Files not read", columns, rows.collect(), None)
}

pub(super) fn findings(report: &Report) -> Value {
    let Some(table) = report.table("Findings") else { return listed("", Vec::new(), Vec::new(), None) };
    let all = table.rows.len();
    let caption = if all > FINDINGS_SHOWN {
        format!("{}; showing {FINDINGS_SHOWN} of {all}, the rest are in findings.csv", table.title)
    } else {
        table.title.clone()
    };
    let columns = vec![
        head_of("What was found", false, false),
        head_of("Where", false, true),
        head_of("What to do", false, false),
    ];
    let rows = table.rows.iter().take(FINDINGS_SHOWN).map(|row| {
        let [level, code, place, message, help] = [0, 1, 2, 3, 4].map(|i| said(&row.cells[i]));
        context! { cells => vec![message, place, help], sub => format!("{level} {code}") }
    });
    listed(&caption, columns, rows.collect(), None)
}

pub(super) fn files(report: &Report) -> Value {
    let (rows, _) = sheets(report);
    let columns = vec![
        head_of("File › sheet", false, true),
        head_of("Rows", true, false),
        head_of("SHA-256 begins", false, true),
    ];
    let rows = rows
        .iter()
        .map(|row| context! { cells => vec![place(row), row[3].clone(), grouped(&row[7], 16)], sub => "" });
    listed("Files supplied", columns, rows.collect(), None)
}

/// Rows of the table `Files`: file › sheet, then its other cells in words.
fn sheets(report: &Report) -> (Vec<Vec<String>>, String) {
    let Some(table) = by_file(report) else { return (Vec::new(), String::new()) };
    let rows = table.rows.iter().map(|row| row.cells.iter().map(said).collect::<Vec<String>>());
    (rows.collect(), table.note.clone())
}

fn place(row: &[String]) -> String {
    if row[1].is_empty() { row[0].clone() } else { format!("{} › {}", row[0], row[1]) }
}

/// The table `Files` of an edition that may name them.
fn by_file(report: &Report) -> Option<&Table> {
    report.table("Files").filter(|table| table.columns.iter().any(|column| column.header == "SHA-256"))
}
