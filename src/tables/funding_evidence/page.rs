//! The words and numbers at the top of the page, and its tables.

use super::lines::{self, Keyed};
use super::reconciliation::{of_scheme, sums};
use crate::model::figure::Figure;
use crate::model::school::Scheme;
use crate::model::units::{Pence, Ratio};
use crate::rules::{Assessed, FundingLine, LineStatus, Outcome, Strength};
use crate::tables::{Big, Cell, Table, words};

/// Some columns of a table, and the rows to keep, under a name of its own.
pub fn pick(table: &Table, name: &'static str, headers: &[&str], keep: impl Fn(&[Cell]) -> bool) -> Table {
    let at: Vec<usize> =
        headers.iter().filter_map(|header| table.columns.iter().position(|c| c.header == *header)).collect();
    let rows = table.rows.iter().filter(|row| keep(&row.cells)).map(|row| {
        let cells = at.iter().map(|i| row.cells[*i].clone()).collect();
        crate::tables::Row { cells, ..row.clone() }
    });
    Table {
        name,
        title: table.title.clone(),
        note: table.note.clone(),
        columns: at.iter().map(|i| table.columns[*i]).collect(),
        rows: rows.collect(),
        ..Table::default()
    }
}

/// True where a cell holds just these words.
pub fn says(cell: Option<&Cell>, words: &str) -> bool {
    matches!(cell, Some(Cell::Text(text)) if text == words)
}

/// How a line stands, as an outcome.
pub fn outcome(assessed: &Assessed, line: &FundingLine) -> Outcome {
    match line.status {
        LineStatus::Paid => Outcome::Met,
        LineStatus::Short | LineStatus::Over => Outcome::NotMet,
        LineStatus::NotEligible => Outcome::NotApplicable,
        LineStatus::Expected if lines::state(assessed, line) == "Not due yet" => Outcome::Pending,
        LineStatus::RateNotConfigured | LineStatus::Expected => Outcome::NotShown,
    }
}

/// A sentence for each scheme that has a line.
pub fn verdict(all: &[Keyed]) -> Vec<String> {
    let said = [Scheme::Year2Grant, Scheme::MentorTraining].into_iter().filter_map(|scheme| {
        let own = of_scheme(all, scheme);
        own.clone().next()?;
        let grant = scheme.name();
        let add = |status: LineStatus| {
            let lines = own.clone().filter(move |one| one.line.status == status);
            let value = lines.clone().filter_map(|one| lines::difference(one.line));
            let value = value.fold(Ratio::ZERO, |sum, one| sum + one.value());
            (lines.count(), words::pounds(value.abs()))
        };
        let short = match add(LineStatus::Short) {
            (0, _) => None,
            (_, pounds) => Some(format!("{pounds} of the {grant} has not come")),
        };
        let over = match add(LineStatus::Over) {
            (0, _) => None,
            (_, pounds) => Some(format!("{pounds} more of it came than is expected")),
        };
        Some(match (short, over) {
            (Some(short), Some(over)) => format!("{short}, and {over}."),
            (Some(one), None) => format!("{one}."),
            (None, Some(_)) => {
                format!("{} more of the {grant} came than is expected.", add(LineStatus::Over).1)
            }
            (None, None) if own.clone().any(|one| lines::is_compared(one.line)) => {
                format!("What is due of the {grant} has come in full.")
            }
            (None, None) => format!("Nothing of the {grant} can be compared with payments yet."),
        })
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() { vec!["No funding line has arisen.".to_string()] } else { said }
}

/// What came of each scheme, and what has not; nothing for a scheme without an amount.
pub fn facts(assessed: &Assessed, all: &[Keyed]) -> Vec<Big> {
    let mut facts = Vec::new();
    let pounds = |figure: &Figure<Pence>| words::exact(&figure.any());
    for scheme in [Scheme::Year2Grant, Scheme::MentorTraining] {
        let (own, grant) = (sums(of_scheme(all, scheme)), scheme.name());
        if let Some((received, compared)) = own.received.as_ref().zip(own.compared.as_ref()) {
            let off = |status: LineStatus, word: &str| {
                let lines = of_scheme(all, scheme).filter(|one| one.line.status == status);
                let off: Vec<_> = lines.filter_map(|one| lines::difference(one.line)).collect();
                let sum = off.iter().fold(Ratio::ZERO, |sum, one| sum + one.value());
                let lines = words::counted(off.len(), "line", "lines");
                (!off.is_empty()).then(|| format!("{} {word} on {lines}", words::pounds(sum.abs())))
            };
            let off: Vec<String> = [off(LineStatus::Short, "short"), off(LineStatus::Over, "over")]
                .into_iter()
                .flatten()
                .collect();
            let (sub, outcome) = match off.as_slice() {
                [] => ("in full".to_string(), Outcome::Met),
                off => (off.join(", "), Outcome::NotMet),
            };
            facts.push(Big {
                value: pounds(received),
                words: format!("received of the {grant}, of {} it is compared with", pounds(compared)),
                sub,
                mark: Some((outcome, Strength::Grant)),
            });
        }
        if let Some(open) = own.open.as_ref().filter(|open| open.value() > Ratio::ZERO) {
            let words = format!("more expected of the {grant}: not due yet, or nothing shows what came");
            facts.push(Big { value: pounds(open), words, sub: String::new(), mark: None });
        }
    }
    if let Some(loose) = loose(assessed, all) {
        let words = "received and set against no line; the payments below say why".to_string();
        facts.push(Big { value: loose, words, sub: String::new(), mark: None });
    }
    facts
}

/// Payments by the as-of date that no line takes.
pub fn loose(assessed: &Assessed, all: &[Keyed]) -> Option<String> {
    let groups = ["A no line", "B no line", "no scheme"];
    let sums = groups.iter().filter_map(|group| super::reconciliation::loose(assessed, all, group));
    let sum = sums.fold(Ratio::ZERO, |sum, one| sum + one.value());
    (sum != Ratio::ZERO).then(|| words::pounds(sum))
}

/// Tables of the page itself, cut to what a page can hold; the workbook has all columns.
pub fn tables(all: &[Table]) -> Vec<Table> {
    let of = |name: &str| all.iter().find(|table| table.name == name);
    let mut own = Vec::new();
    if let Some(table) = of("Reconciliation") {
        let headers = ["Group", "Lines", "Expected", "Compared", "Received", "Difference", "Open"];
        let mut by = pick(table, "By cohort", &headers, |_| true);
        for (row, full) in by.rows.iter_mut().zip(&table.rows) {
            row.cells[0] = Cell::Text(group_in_words(&full.cells));
        }
        by.columns[0].header = "Scheme, cohort, pay area";
        own.push(by);
    }
    if let Some(table) = of("Payments") {
        let headers =
            ["Paid on", "As written", "Amount", "Person", "Line", "Why not", "File", "Sheet", "Cells"];
        own.push(pick(table, "Remittances", &headers, |_| true));
    }
    if let Some(table) = of("Control totals") {
        let headers = ["What", "Sheet", "Total", "Compared with", "Parts", "Result"];
        own.push(pick(table, "Control", &headers, |_| true));
    }
    if let Some(table) = of("Rates") {
        let headers = ["What", "Amount", "Clause", "Paragraph", "In force", "How well known"];
        own.push(pick(table, "Rules used", &headers, |_| true));
    }
    own
}

/// `Year-2 grant, cohort 2024, Rest of England`.
fn group_in_words(cells: &[Cell]) -> String {
    let word = |n: usize| if let Cell::Text(word) = &cells[n] { word.as_str() } else { "" };
    match (word(1), word(2), word(3), word(4)) {
        ("scheme", scheme, ..) => format!("{scheme}, all cohorts"),
        ("cohort", scheme, "", _) => format!("{scheme}, no cohort"),
        ("cohort", scheme, cohort, "") => format!("{scheme}, cohort {cohort}"),
        ("cohort", scheme, cohort, area) => format!("{scheme}, cohort {cohort}, {area}"),
        (_, "", ..) => word(12).to_string(),
        (_, scheme, ..) => format!("{scheme}: payments that no line takes"),
    }
}
