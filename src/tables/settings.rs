//! Choices that shaped the figures, and who made them.

use super::{Cell, Column, Kind, Row, Table, words};
use crate::rules::Assessed;

/// The table `Settings`.
pub fn table(assessed: &Assessed) -> Table {
    let column = |header, width| Column { header, kind: Kind::Wrapped, width };
    let rows = assessed.choices.iter().map(|choice| Row {
        cells: vec![
            Cell::Text(choice.what.clone()),
            Cell::Text(choice.value.clone()),
            Cell::Text(words::chosen_by(&choice.by)),
        ],
        ..Row::default()
    });
    Table {
        name: "Settings",
        title: "Choices that shaped the figures".to_string(),
        note: "Settings and defaults".to_string(),
        columns: vec![column("Setting", 28), column("Value", 60), column("Who chose it", 34)],
        rows: rows.collect(),
        axis: Vec::new(),
    }
}
