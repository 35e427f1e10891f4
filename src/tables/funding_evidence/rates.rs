//! The values of the rulebook, and the comparator, that the figures of this edition are made of.

use super::column;
use crate::model::figure::{AnyFigure, Figure};
use crate::rules::Assessed;
use crate::tables::origins::Ids;
use crate::tables::{Cell, Kind, Row, Table, words};

/// The table `Rates`.
pub fn table(assessed: &Assessed, ids: &Ids) -> Table {
    let all = used(assessed);
    let rows = ids.iter().filter(|(_, figure)| all.contains(figure));
    Table {
        name: "Rates",
        title: "The rates and limits used, and who says so".to_string(),
        note: format!(
            "Rulebook edition {}. Each holds from the day given; none is carried over to another cohort or pay area.",
            assessed.rulebook_edition
        ),
        columns: vec![
            column("Figure", Kind::Text, 9),
            column("What", Kind::Wrapped, 44),
            column("Amount", Kind::Amount, 12),
            column("Clause", Kind::Wrapped, 52),
            column("Paragraph", Kind::Text, 14),
            column("In force", Kind::Date, 12),
            column("Checked", Kind::Date, 12),
            column("Source", Kind::Wrapped, 44),
            column("How well known", Kind::Wrapped, 36),
        ],
        rows: rows.map(|(id, figure)| row(id, figure)).collect(),
        ..Table::default()
    }
}

/// Values that the other sheets look up.
fn used(assessed: &Assessed) -> Vec<AnyFigure> {
    let mut used: Vec<AnyFigure> = Vec::new();
    for line in &assessed.funding {
        used.extend(line.parts.iter().map(|(part, _)| part.any()));
    }
    for ect in &assessed.ects {
        // comparator and share; the full-time equivalent is the person's own
        let parts = ect.protected_required.iter().map(Figure::any);
        used.extend(parts.flat_map(|needed| needed.from().iter().take(2).cloned().collect::<Vec<_>>()));
    }
    for one in &assessed.evidence.mentored {
        let funded = one.funded.as_ref().map(Figure::any);
        used.extend(
            funded
                .iter()
                .flat_map(|funded| funded.from().iter().filter(|part| part.clause().is_some()).cloned()),
        );
    }
    for mentor in &assessed.evidence.trained {
        used.extend(mentor.entitlement.as_ref().map(Figure::any));
    }
    used
}

fn row(id: &str, figure: &AnyFigure) -> Row {
    let text = |words: &str| if words.is_empty() { Cell::Blank } else { Cell::Text(words.to_string()) };
    let clause = figure.clause();
    Row {
        cells: vec![
            Cell::Text(id.to_string()),
            text(&words::sentence(figure.how())),
            Cell::Figure(figure.clone()),
            clause.map_or_else(
                || text("Found in the files, or stated by the school; see Origins"),
                |c| text(&c.title),
            ),
            clause.map_or(Cell::Blank, |c| text(&c.para)),
            clause.map_or(Cell::Blank, |c| Cell::Date(c.in_force)),
            clause.map_or(Cell::Blank, |c| Cell::Date(c.checked)),
            clause.map_or(Cell::Blank, |c| text(&c.url)),
            clause.map_or(Cell::Blank, |c| {
                text(words::evidence(c.evidence, &c.title).unwrap_or("Read in an official source."))
            }),
        ],
        ..Row::default()
    }
}
