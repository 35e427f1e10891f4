//! The files and sheets a report was made from: every row is accounted for.

use super::coverage::{reasons, rows, thousands};
use super::{Cell, Column, Kind, Row, Table, place};
use crate::model::school::School;
use crate::model::source::{FileId, FileInfo, SheetInfo};

/// The table `Files`: a row for each sheet, and for each file that has none.
pub fn table(school: &School) -> Table {
    let sources = &school.sources;
    let column = |header, kind, width| Column { header, kind, width };
    let mut lines = Vec::new();
    for (i, file) in (0_u32..).zip(&sources.files) {
        let sheets: Vec<&SheetInfo> = sources.sheets.iter().filter(|sheet| sheet.file == FileId(i)).collect();
        if sheets.is_empty() {
            lines.push(row(place::path(school, &file.path), file, None));
        }
        lines.extend(sheets.into_iter().map(|sheet| row(place::path(school, &file.path), file, Some(sheet))));
    }
    let (read, used, out) = rows(sources);
    Table {
        name: "Files",
        title: "Where this report comes from".to_string(),
        note: format!(
            "Every row is accounted for: {} read = {} used + {} left out.",
            thousands(read),
            thousands(used),
            thousands(out)
        ),
        columns: vec![
            column("File", Kind::Text, 34),
            column("Sheet", Kind::Text, 22),
            column("Taken for", Kind::Text, 14),
            column("Rows read", Kind::Rows, 10),
            column("Used", Kind::Rows, 8),
            column("Left out", Kind::Rows, 9),
            column("Why", Kind::Wrapped, 44),
            column("SHA-256", Kind::Text, 66),
        ],
        rows: lines,
        axis: Vec::new(),
    }
}

fn row(path: &str, file: &FileInfo, sheet: Option<&SheetInfo>) -> Row {
    let text = |words: Option<&String>| words.map_or(Cell::Blank, |words| Cell::Text(words.clone()));
    let rows = |n: fn(&SheetInfo) -> u64| sheet.map_or(Cell::Blank, |sheet| Cell::Rows(n(sheet)));
    let settings = sheet.is_none() && path.rsplit('/').next() == Some("ringfence.toml");
    let why = match (&file.rejected, sheet) {
        (Some(why), _) => why.clone(),
        (None, Some(sheet)) if sheet.taken_for.is_none() && sheet.left_out.is_empty() => {
            "not recognised".to_string()
        }
        (None, Some(sheet)) => reasons(&sheet.left_out),
        (None, None) if settings => String::new(),
        (None, None) => "no sheet with rows".to_string(),
    };
    Row {
        cells: vec![
            Cell::Text(path.to_string()),
            text(sheet.and_then(|sheet| sheet.name.as_ref())),
            if settings { Cell::Text("settings".to_string()) } else { taken_for(sheet) },
            rows(|sheet| sheet.rows_read),
            rows(|sheet| sheet.rows_used),
            rows(|sheet| sheet.left_out.values().sum()),
            if why.is_empty() { Cell::Blank } else { Cell::Text(why) },
            Cell::Text(file.sha256.clone()),
        ],
        ..Row::default()
    }
}

/// `timetable`, or `timetable, from SIMS all staff timetable`.
fn taken_for(sheet: Option<&SheetInfo>) -> Cell {
    let Some((sheet, record)) = sheet.and_then(|sheet| Some((sheet, sheet.taken_for.as_ref()?))) else {
        return Cell::Blank;
    };
    match &sheet.layout {
        Some(layout) => Cell::Text(format!("{record}, from {layout}")),
        None => Cell::Text(record.clone()),
    }
}
