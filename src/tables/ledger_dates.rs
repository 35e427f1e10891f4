//! The ledger of induction time, a line for each date on which something was taken or given back.

use super::ledger::is_shown;
use super::origins::Ids;
use super::{Cell, Column, Kind, Row, Table, sentences, words};
use crate::model::figure::Figure;
use crate::model::school::{CoverKind, Slot};
use crate::model::units::Minutes;
use crate::rules::{Assessed, EctWork, Ledger, LedgerCause, LedgerEntry};

const NAME: &str = "Statement";

/// The ledgers in which something happened, largest debt first.
fn kept<'a>(assessed: &'a Assessed) -> impl Iterator<Item = (&'a EctWork, &'a Ledger)> {
    let ects = super::ledger::ordered(assessed).into_iter();
    let ledgers = ects.filter_map(|ect| Some((ect, ect.ledger.as_ref().ok()?)));
    ledgers.filter(|(ect, ledger)| !ledger.entries.is_empty() && is_shown(assessed, ect))
}

fn column(header: &'static str, kind: Kind, width: u16) -> Column {
    Column { header, kind, width }
}

/// The columns after the teacher's.
fn columns() -> Vec<Column> {
    vec![
        column("Date", Kind::Date, 12),
        column("What happened", Kind::Wrapped, 44),
        column("Planned", Kind::Minutes, 10),
        column("Taken", Kind::Minutes, 10),
        column("Repaid", Kind::Minutes, 10),
        column("Balance", Kind::Minutes, 11),
    ]
}

/// The table `Statement`.
pub fn table(assessed: &Assessed, ids: &Ids) -> Table {
    let mut rows = Vec::new();
    for (ect, ledger) in kept(assessed) {
        let name = &assessed.school.person(ect.person).name;
        for (cells, figure) in lines(assessed, ect, ledger) {
            let id = ids.id(&figure.any());
            let mut all = vec![Cell::Text(name.clone())];
            all.extend(cells);
            all.push(Cell::figure_link(id));
            rows.push(Row { cells: all, ..Row::default() });
        }
    }
    let mut all = vec![column("Teacher", Kind::Text, 24)];
    all.extend(columns());
    all.push(column("Figure", Kind::Figure, 9));
    Table {
        name: NAME,
        title: "Induction time as a statement: each date on which some was taken or repaid".to_string(),
        note: format!("Minutes, {}. A minus is owed to the teacher.", sentences::weeks_seen(assessed)),
        columns: all,
        rows,
        axis: Vec::new(),
    }
}

/// A statement for each teacher from whom something was taken, or to whom something was given back.
pub fn opened(assessed: &Assessed) -> Vec<(String, Table)> {
    let statement = |(ect, ledger): (&EctWork, &Ledger)| {
        let name = &assessed.school.person(ect.person).name;
        let rows = lines(assessed, ect, ledger).into_iter();
        let table = Table {
            name: NAME,
            title: String::new(),
            note: format!("Induction time of {name}, {}. A minus is owed.", sentences::weeks_seen(assessed)),
            columns: columns(),
            rows: rows.map(|(cells, _)| Row { cells, ..Row::default() }).collect(),
            axis: Vec::new(),
        };
        (format!("Statement: {name}"), table)
    };
    kept(assessed).map(statement).collect()
}

/// From the opening to the closing line: date, what happened, planned, taken, repaid, balance; and the figure of the
/// balance. Where only the plan is known, one line with that.
pub(super) fn lines(
    assessed: &Assessed,
    ect: &EctWork,
    ledger: &Ledger,
) -> Vec<(Vec<Cell>, Figure<Minutes>)> {
    let amount =
        |figure: &Option<Figure<Minutes>>| figure.as_ref().map_or(Cell::Blank, |f| Cell::Figure(f.any()));
    let first = assessed.term.from.max(ect.started);
    let line = |date, what: String, amounts: [Cell; 4]| {
        [Cell::Date(date), Cell::Text(what)].into_iter().chain(amounts).collect::<Vec<_>>()
    };
    if !is_shown(assessed, ect) {
        let what = "Planned, the term so far; whether it was kept cannot be shown".to_string();
        let amounts = [Cell::Figure(ledger.planned.any()), Cell::Blank, Cell::Blank, Cell::Blank];
        return vec![(line(ect.reference_day, what, amounts), ledger.planned.clone())];
    }
    let mut lines = vec![(
        line(
            first,
            "Opening balance".to_string(),
            [Cell::Blank, Cell::Blank, Cell::Blank, Cell::Figure(ledger.opening.any())],
        ),
        ledger.opening.clone(),
    )];
    lines.extend(ledger.entries.iter().map(|entry| {
        let amounts = [
            amount(&entry.planned),
            amount(&entry.lost),
            amount(&entry.repaid),
            Cell::Figure(entry.balance.any()),
        ];
        (line(entry.date, happened(entry), amounts), entry.balance.clone())
    }));
    let totals = [&ledger.planned, &ledger.lost, &ledger.repaid, &ledger.balance];
    let totals = totals.map(|figure| Cell::Figure(figure.any()));
    lines.push((
        line(ect.reference_day, "Closing balance, and the term so far".to_string(), totals),
        ledger.balance.clone(),
    ));
    lines
}

fn happened(entry: &LedgerEntry) -> String {
    let said: Vec<String> = entry.rows.iter().map(cause).collect();
    words::sentence(&words::names(&said))
}

/// `cover P4 for ABC`, `event 09:00 to 10:00`, `given back`.
fn cause(cause: &LedgerCause) -> String {
    let what = match cause.kind {
        CoverKind::Cover => "cover",
        CoverKind::Event => "event",
        CoverKind::Repaid => "given back",
    };
    let when = match &cause.slot {
        Slot::Period(name) if name.chars().all(|c| c.is_ascii_digit()) => format!(" in period {name}"),
        Slot::Period(name) => format!(" in {name}"),
        Slot::Times(start, end) => format!(" from {start} to {end}"),
        Slot::Unknown => String::new(),
    };
    let whom = cause.for_whom.as_ref().filter(|_| cause.kind != CoverKind::Repaid);
    format!("{what}{when}{}", whom.map_or(String::new(), |whom| format!(" for {whom}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::sample;

    #[test]
    fn each_line_links_to_the_figure_of_its_balance() {
        let school = sample::school();
        let assessed = sample::assessed(&school);
        let ids = Ids::of(&assessed);
        let table = table(&assessed, &ids);
        assert!(!table.rows.is_empty());
        for row in &table.rows {
            let [.., Cell::Figure(balance), Cell::FigureLink(id)] = row.cells.as_slice() else {
                panic!("a line without a balance or its figure: {:?}", row.cells)
            };
            assert_eq!(ids.id(balance), Some(id.as_str()));
        }
    }
}
