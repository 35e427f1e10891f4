//! The copy of one file: as it was, with every problem where it stands.

use super::{Noted, Problem};
use crate::ingest::sheet::{Cell, Sheet};
use crate::ingest::watch::Watch;
use crate::ingest::{self, SchoolFiles};
use crate::model::source::{SheetId, Source};
use crate::run::{Error, TOOL};
use crate::tables::words;
use crate::work::{Failure, Task, Tools};
use crate::write::csv;
use crate::write::xlsx::marked::{self, Book, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The marked copy of one file.
#[derive(Serialize, Deserialize)]
pub(crate) struct Mark(pub(super) Noted);

impl Task for Mark {
    const NAME: &'static str = "mark";
    /// Its bytes in hexadecimal, and its ending.
    type Answer = (String, String);

    fn work(self, _: &SchoolFiles, _: &Tools, watch: &Watch) -> Result<(String, String), Failure> {
        watch.takes(&self.0.file.path);
        let fault = |error: Error| Failure::Fault(error.to_string());
        let (bytes, ending) = match ingest::text_lines(&self.0.file) {
            Some(lines) => (as_text(&self.0, lines).map_err(fault)?, ".csv"),
            None => (as_book(&self.0).map_err(fault)?, ".xlsx"),
        };
        Ok((base16ct::lower::encode_string(&bytes), ending.to_owned()))
    }
}

fn as_book(file: &Noted) -> Result<Vec<u8>, Error> {
    let sheets = ingest::open_sheets(&file.file);
    let path = &file.file.path;
    let book = Book {
        file: path.rsplit('/').next().unwrap_or(path).to_owned(),
        tool: TOOL.to_owned(),
        sheets: sheets.iter().map(copied).collect(),
        problems: file
            .problems
            .iter()
            .map(|problem| marked::Problem {
                level: problem.level,
                at: problem.at,
                code: problem.code.clone(),
                message: problem.message.clone(),
                help: problem.help.clone(),
            })
            .collect(),
    };
    Ok(marked::write(&book)?)
}

fn copied(sheet: &Sheet) -> marked::Sheet {
    let value = |cell: &Cell| match cell {
        Cell::Empty | Cell::NoValue => None,
        Cell::Text(text) | Cell::Fault(text) => Some(Value::Text(text.to_string())),
        Cell::Number(number) => Some(Value::Number(*number)),
        Cell::Moment(millis) => Some(Value::Moment(*millis)),
        Cell::Elapsed(millis) => Some(Value::Elapsed(*millis)),
        Cell::Bool(yes) => Some(Value::Bool(*yes)),
    };
    let rows = sheet.rows.iter();
    let cells = rows.flat_map(|row| {
        row.cells.iter().filter_map(move |(col, cell)| Some(((row.index, *col), value(cell)?)))
    });
    marked::Sheet { name: sheet.name.clone().unwrap_or_default(), cells: cells.collect() }
}

/// The lines as they were, with what is wrong in each at its end.
fn as_text(file: &Noted, lines: Vec<Vec<String>>) -> Result<Vec<u8>, Error> {
    let heading = heading(&lines, file.data);
    let mut said: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for problem in &file.problems {
        let row = problem.at.map(|(_, row, _)| row as usize).filter(|row| *row < lines.len());
        said.entry(row.or(heading).unwrap_or(0)).or_default().push(told(problem));
    }
    let lines: Vec<(Vec<String>, String)> = lines
        .into_iter()
        .enumerate()
        .map(|(line, fields)| {
            let told = said.get(&line).map_or_else(String::new, |all| words::names(all));
            let told = match (Some(line) == heading, told.is_empty()) {
                (true, true) => "Error message".to_owned(),
                (true, false) => format!("Error message. {told}"),
                (false, _) => told,
            };
            (fields, told)
        })
        .collect();
    Ok(csv::with_last_column(&lines)?)
}

/// The line that names the columns: above the data, the first of those with the most values. An export may have none.
fn heading(lines: &[Vec<String>], data: Option<u32>) -> Option<usize> {
    let above = &lines[..data.map_or(30, |row| row as usize).min(lines.len())];
    let values = |line: &Vec<String>| line.iter().filter(|field| !field.trim().is_empty()).count();
    let most = above.iter().map(values).max()?;
    above.iter().position(|line| values(line) == most)
}

/// `Error in C7: “31/02/2026” is not a date (Write …)`, without a stop, so that several make one sentence.
fn told(problem: &Problem) -> String {
    let unstopped = |text: &str| text.trim_end_matches('.').replace(['\n', '\r', '\t'], " ");
    let place = problem.at.map_or_else(String::new, |(_, row, col)| {
        format!(" in {}", Source { sheet: SheetId(0), row, col }.cell())
    });
    let (message, help) = (unstopped(&problem.message), unstopped(&problem.help));
    let help = if help.is_empty() { help } else { format!(" ({help})") };
    format!("{}{place}: {message}{help}", csv::level(problem.level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heading_is_the_fullest_line_above_the_data() {
        let line = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
        let lines: Vec<Vec<String>> =
            ["Cover log", "", "Date,Teacher,Period", "Example: 1,b,c", "1,2,3,4"].map(line).into();
        assert_eq!(heading(&lines, Some(4)), Some(2));
        assert_eq!(heading(&lines[..2], None), Some(0));
        assert_eq!(heading(&lines, Some(0)), None, "an export without a header");
    }
}
