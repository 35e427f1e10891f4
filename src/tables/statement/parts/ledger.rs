//! Induction time, like the statement of a bank.

use super::super::super::ledger::is_shown;
use super::super::super::origins::Ids;
use super::super::super::section::Section;
use super::super::super::{Cell, Kind, Row, Table, ledger_dates, place, sentences, words};
use super::super::said::hours;
use super::{bare, checks, column, drawn, link, named, proofs, shown};
use crate::model::figure::{Figure, Origin};
use crate::rules::{Assessed, EctWork, LedgerEntry};

/// The sheet `Ledger`: from the opening to the closing balance, a line for each date on which something changed.
pub(in super::super) fn ledger(own: &Assessed, ect: &EctWork, ids: &Ids) -> Table {
    let title = "Your induction time, like a bank statement";
    let Ok(ledger) = &ect.ledger else {
        let note = ect
            .ledger
            .as_ref()
            .err()
            .map_or(String::new(), |cannot| words::stopped(&words::sentence(&cannot.why)));
        return named("Ledger", title, note, Vec::new(), Vec::new());
    };
    let lines = ledger_dates::lines(own, ect, ledger);
    let last = lines.len().saturating_sub(1);
    let rows = lines.into_iter().enumerate().map(|(n, (mut cells, figure))| {
        let entry = (0 < n && n < last).then(|| ledger.entries.get(n - 1)).flatten();
        cells.push(entry.map_or(Cell::Blank, |entry| Cell::Text(recorded(own, entry))));
        cells.push(link(Some(&figure.any()), ids));
        Row { cells, ..Row::default() }
    });
    let note = format!("Minutes, {}. A minus is owed to you.", sentences::weeks_seen(own));
    let columns = vec![
        column("Date", Kind::Date, 16),
        column("What happened", Kind::Wrapped, 40),
        column("Planned", Kind::Minutes, 10),
        column("Taken", Kind::Minutes, 10),
        column("Repaid", Kind::Minutes, 10),
        column("Balance", Kind::Minutes, 11),
        column("Where it is recorded", Kind::Wrapped, 40),
        column("Figure", Kind::Figure, 9),
    ];
    named("Ledger", title, note, columns, rows.collect())
}

/// The rows of the cover register behind a line.
fn recorded(own: &Assessed, entry: &LedgerEntry) -> String {
    let figures = [&entry.lost, &entry.repaid].into_iter().flatten().map(Figure::any);
    let cells: Vec<String> = figures
        .flat_map(|figure| figure.origins().to_vec())
        .filter_map(|origin| {
            if let Origin::Cells(span) = origin { Some(place::cells(own.school, span)) } else { None }
        })
        .collect();
    cells.join(", ")
}

pub(super) fn part(own: &Assessed, ect: &EctWork, ids: &Ids) -> Section {
    let table = ledger(own, ect, ids);
    let caption = match &ect.ledger {
        Ok(ledger) if !is_shown(own, ect) => {
            format!(
                "{} planned; what was taken or repaid cannot be shown",
                hours(Some(&ledger.planned), false)
            )
        }
        Ok(ledger) => format!(
            "Every change to your planned time: {} planned, {} taken, {} repaid",
            hours(Some(&ledger.planned), true),
            hours(Some(&ledger.lost), true),
            hours(Some(&ledger.repaid), false)
        ),
        Err(_) => table.note.clone(),
    };
    let lede = match &ect.ledger {
        Ok(_) if !is_shown(own, ect) => {
            "One column a week, as planned. Whether it was kept cannot be shown.".to_owned()
        }
        Ok(_) => "One column a week. A hatched part was taken; a block below the line was given back. Figures in the \
                  picture are minutes."
            .to_owned(),
        Err(_) => table.note.clone(),
    };
    let mine = bare("ledger", "Induction time", table.title.clone(), lede);
    let mut mine =
        if ect.ledger.is_ok() { drawn(super::super::super::ledger::section(own, ids), mine) } else { mine };
    if ect.ledger.is_ok() {
        mine.opened = vec![(String::new(), shown(table, caption))];
    }
    let rules = &["PT04"];
    checks(
        own,
        Section { proofs: proofs(own, ids, rules), ..mine },
        "Every check of your induction time",
        rules,
    )
}
