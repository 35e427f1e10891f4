//! What was noticed while reading, errors first.

use super::{Cell, Column, Kind, Row, Table, place, words};
use crate::model::finding::{Finding, Level, Place};
use crate::model::school::School;

/// `timetable.xlsx › Timetable › C7`, at most three and then a number.
fn places(finding: &Finding, school: &School) -> String {
    let mut said: Vec<String> = finding
        .at
        .iter()
        .take(3)
        .map(|at| match at {
            Place::File(id) => place::path(school, &school.sources.files[id.0 as usize].path).to_string(),
            Place::Cell(source) => place::cells(school, source.span()),
        })
        .collect();
    if finding.at.len() > 3 {
        said.push(format!("and {} more", finding.at.len() - 3));
    }
    said.join(", ")
}

/// `error`, `warning` or `note`, as reports print it.
fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "Error",
        Level::Warning => "Warning",
        Level::Note => "Note",
    }
}

/// The table `Findings`.
pub fn table(school: &School) -> Table {
    let column = |header, kind, width| Column { header, kind, width };
    let mut findings: Vec<&Finding> = school.findings.iter().collect();
    findings.sort_by_key(|finding| finding.level);
    let errors = findings.iter().filter(|finding| finding.level == Level::Error).count();
    Table {
        name: "Findings",
        title: match (findings.len(), errors) {
            (0, _) => "Nothing was noticed while reading the files".to_string(),
            (n, 0) => words::sentence(&words::counted(n, "thing was noticed", "things were noticed")),
            (n, e) => format!(
                "{}, {} of which left something out",
                words::sentence(&words::counted(n, "thing was noticed", "things were noticed")),
                words::count(e)
            ),
        },
        note: "An error leaves a file, a sheet or a row out; a warning and a note leave nothing out."
            .to_string(),
        columns: vec![
            column("Level", Kind::Text, 9),
            column("Code", Kind::Text, 16),
            column("Where", Kind::Wrapped, 36),
            column("What was found", Kind::Wrapped, 60),
            column("What to do", Kind::Wrapped, 60),
        ],
        rows: findings
            .into_iter()
            .map(|finding| Row {
                cells: vec![
                    Cell::Text(level(finding.level).to_string()),
                    Cell::Text(finding.code.to_string()),
                    Cell::Text(places(finding, school)),
                    Cell::Text(finding.message.clone()),
                    Cell::Text(finding.help.clone()),
                ],
                ..Row::default()
            })
            .collect(),
        axis: Vec::new(),
    }
}
