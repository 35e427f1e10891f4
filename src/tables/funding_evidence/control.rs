//! Control totals: rows read are used or left out for a reason, and what the evidence adds up to is what the summaries
//! show.

use super::column;
use super::live::live;
use crate::model::figure::{AnyFigure, Figure};
use crate::model::units::{Minutes, Pence, Ratio};
use crate::rules::Assessed;
use crate::tables::{Cell, Kind, Row, Table, coverage};
use std::collections::BTreeMap;

/// A sheet of evidence, the rows of its record, and those of other people, which it does not list.
struct Listed<'a> {
    table: &'a Table,
    record: usize,
}

/// The table `Control totals`, over the tables made so far.
pub fn table(assessed: &Assessed, tables: &[Table]) -> Table {
    let school = assessed.school;
    let record = |name: &str| match name {
        "Register" => Some(school.training.len()),
        "Mentoring" => Some(school.meetings.len()),
        "Timetable" => Some(school.timetable.len()),
        "Cover log" => Some(school.cover.len()),
        "Payments" => Some(school.payments.len()),
        _ => None,
    };
    let listed: Vec<Listed> =
        tables.iter().filter_map(|table| Some(Listed { table, record: record(table.name)? })).collect();
    let mut rows = vec![files(assessed)];
    for one in listed.iter().filter(|one| one.record > 0) {
        rows.extend(rows_of(one));
    }
    rows.extend(sums(assessed, tables));
    Table {
        name: "Control totals",
        title: "Every row is accounted for, and every total is what its rows add up to".to_string(),
        note: "Each total is counted or added up a second way. “Agrees” is worked out, not written."
            .to_string(),
        columns: vec![
            column("Sheet", Kind::Text, 16),
            column("What", Kind::Wrapped, 52),
            column("Total", Kind::Amount, 13),
            column("Compared with", Kind::Wrapped, 48),
            column("Parts", Kind::Amount, 13),
            column("Result", Kind::Text, 18),
        ],
        rows,
        ..Table::default()
    }
}

const RESULT: &str =
    "IF(ROUND([@Total]-[@Parts],6)=0,\"Agrees\",\"Differs by \"&ROUND(ABS([@Total]-[@Parts]),2))";

fn check(sheet: &str, what: &str, total: Cell, with: &str, parts: Cell) -> Row {
    let text = |words: &str| Cell::Text(words.to_string());
    let agrees = live("Controltotals", RESULT, text("Agrees"));
    Row { cells: vec![text(sheet), text(what), total, text(with), parts, agrees], ..Row::default() }
}

fn count(formula: &str, n: usize) -> Cell {
    live("Controltotals", formula, Cell::Rows(u64::try_from(n).unwrap_or(u64::MAX)))
}

/// Rows of all files.
fn files(assessed: &Assessed) -> Row {
    let (read, used, out) = coverage::rows(&assessed.school.sources);
    check(
        "Files",
        "Rows read in all files",
        live("Controltotals", "SUM(Files[Rows read])", Cell::Rows(read)),
        "Rows used + rows left out, for reasons that the sheet Files gives",
        live("Controltotals", "SUM(Files[Used])+SUM(Files[Left out])", Cell::Rows(used + out)),
    )
}

/// Where a row says whether it was counted, and why not.
fn words<'a>(table: &'a Table, header: &str) -> Vec<Option<&'a str>> {
    let at = table.columns.iter().position(|column| column.header == header);
    let word = |row: &'a Row| match row.cells.get(at?)? {
        Cell::Text(word) => Some(word.as_str()),
        _ => None,
    };
    table.rows.iter().map(word).collect()
}

fn rows_of(one: &Listed) -> Vec<Row> {
    let (table, name) = (one.table, one.table.reference());
    let counted = words(table, "Counted").into_iter().filter(|word| *word == Some("yes")).count();
    let listed = table.rows.len();
    let others = one.record - listed;
    let mut rows = vec![
        check(
            table.name,
            "Rows used of this record",
            Cell::Rows(u64::try_from(one.record).unwrap_or(u64::MAX)),
            &if others > 0 {
                format!("Rows listed here, and {others} of other people, not listed")
            } else {
                "Rows listed here".to_string()
            },
            count(&format!("ROWS({name}[Counted])+{others}"), one.record),
        ),
        check(
            table.name,
            "Rows listed here",
            count(&format!("ROWS({name}[Counted])"), listed),
            "Rows counted + rows not counted",
            count(&format!("COUNTIFS({name}[Counted],\"yes\")+COUNTIFS({name}[Counted],\"no\")"), listed),
        ),
    ];
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for why in words(table, "Why not").into_iter().flatten() {
        *reasons.entry(why).or_default() += 1;
    }
    let all =
        reasons.iter().map(|(why, n)| (format!("not counted: {why}"), format!("[Why not],\"{why}\""), *n));
    let used = ("counted".to_string(), "[Counted],\"yes\"".to_string(), counted);
    for (what, of, n) in [used].into_iter().chain(all) {
        let text = |words: &str| Cell::Text(words.to_string());
        let total = count(&format!("COUNTIFS({name}{of})"), n);
        let cells = vec![
            text(table.name),
            text(&format!("Rows {what}")),
            total,
            Cell::Blank,
            Cell::Blank,
            Cell::Blank,
        ];
        rows.push(Row { cells, ..Row::default() });
    }
    rows
}

/// Minutes or pence of a column, added up as figures.
fn added<'a>(table: &'a Table, header: &str, keep: impl Fn(&Row) -> bool + 'a) -> Option<Ratio> {
    let at = table.columns.iter().position(|column| column.header == header)?;
    let value = |row: &Row| match row.cells.get(at) {
        Some(Cell::Read(read)) => read.value,
        Some(Cell::Figure(figure)) => figure.value(),
        Some(Cell::Live(live)) => match &live.value {
            Cell::Figure(figure) => figure.value(),
            _ => Ratio::ZERO,
        },
        _ => Ratio::ZERO,
    };
    Some(table.rows.iter().filter(|row| keep(row)).fold(Ratio::ZERO, |sum, row| sum + value(row)))
}

/// What the evidence adds up to, and what the summaries show of it.
fn sums(assessed: &Assessed, tables: &[Table]) -> Vec<Row> {
    let of = |name: &str| tables.iter().find(|table| table.name == name);
    let minutes = [
        ("Register", "Counted minutes", "Hours", "Total", "Mentor training"),
        ("Mentoring", "Counted minutes", "Hours", "Total", "Mentoring"),
        ("Timetable", "Minutes in term", "ECT time", "Planned", ""),
        ("Cover log", "Taken", "ECT time", "Taken", ""),
        ("Cover log", "Given back", "ECT time", "Given back", ""),
    ];
    let mut rows = Vec::new();
    for (evidence, column, summary, shown, ledger) in minutes {
        let (Some(from), Some(to)) = (of(evidence), of(summary)) else { continue };
        if from.rows.is_empty() || to.rows.is_empty() {
            continue;
        }
        let is_of =
            |row: &Row| ledger.is_empty() || matches!(&row.cells[1], Cell::Text(word) if word == ledger);
        let (Some(total), Some(parts)) = (added(from, column, |_| true), added(to, shown, is_of)) else {
            continue;
        };
        let condition =
            if ledger.is_empty() { String::new() } else { format!(",Hours[Ledger],\"{ledger}\"") };
        let sum = |table: &Table, column: &str, condition: &str| match condition {
            "" => format!("SUM({}[{column}])", table.reference()),
            _ => format!("SUMIFS({0}[{column}]{condition})", table.reference()),
        };
        rows.push(check(
            evidence,
            &format!("Minutes in the column {column}"),
            amount::<Minutes>(assessed, total, &sum(from, column, "")),
            &format!(
                "The column {shown} of {summary}{}",
                if ledger.is_empty() { String::new() } else { format!(", {}", ledger.to_lowercase()) }
            ),
            amount::<Minutes>(assessed, parts, &sum(to, shown, &condition)),
        ));
    }
    if let (Some(payments), Some(reconciled)) = (of("Payments"), of("Reconciliation"))
        && !payments.rows.is_empty()
        && let (Some(total), Some(parts)) = (
            added(payments, "Amount", |_| true),
            added(
                reconciled,
                "Received",
                |row| !matches!(&row.cells[1], Cell::Text(level) if level == "scheme"),
            ),
        )
    {
        rows.push(check(
            "Payments",
            "All payments",
            amount::<Pence>(assessed, total, "ROUND(SUM(Payments[Amount]),2)"),
            "Received by line and cohort + payments that no line takes",
            amount::<Pence>(
                assessed,
                parts,
                "ROUND(SUMIFS(Reconciliation[Received],Reconciliation[Level],\"<>scheme\"),2)",
            ),
        ));
    }
    rows
}

/// A total over rows of the files; it rests on all of them.
fn amount<U: crate::model::units::Unit>(assessed: &Assessed, value: Ratio, formula: &str) -> Cell {
    use crate::model::figure::{Origin, Origins};
    let sheets = (0_u32..).map(crate::model::source::SheetId).zip(&assessed.school.sources.sheets);
    let spans = sheets.filter_map(|(_, sheet)| Some(Origin::Searched(sheet.data?)));
    let figure: Option<AnyFigure> =
        Origins::of(spans).map(|origins| Figure::<U>::read(value, "control total", origins).any());
    figure.map_or(Cell::Blank, |figure| live("Controltotals", formula, Cell::Figure(figure)))
}
