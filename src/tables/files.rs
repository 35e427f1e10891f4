//! The files and sheets a report was made from: every row is accounted for.

use super::coverage::{reasons, rows, thousands};
use super::{Cell, Column, Kind, Row, Table, place};
use crate::model::finding::Place;
use crate::model::school::School;
use crate::model::source::{FileId, FileInfo, SheetInfo};

/// The table `Files`: a row for each sheet, and for each file that has none.
pub fn table(school: &School) -> Table {
    let sources = &school.sources;
    let column = |header, kind, width| Column { header, kind, width };
    let (mut lines, mut has_legacy) = (Vec::new(), false);
    for (i, file) in (0_u32..).zip(&sources.files) {
        let is_legacy = is_legacy(school, FileId(i));
        has_legacy |= is_legacy;
        let sheets: Vec<&SheetInfo> = sources.sheets.iter().filter(|sheet| sheet.file == FileId(i)).collect();
        if sheets.is_empty() {
            lines.push(row(place::path(school, &file.path), file, None, is_legacy));
        }
        let path = place::path(school, &file.path);
        lines.extend(sheets.into_iter().map(|sheet| row(path, file, Some(sheet), is_legacy)));
    }
    let (read, used, out) = rows(sources);
    Table {
        name: "Files",
        title: "Where this report comes from".to_string(),
        note: format!(
            "Every row is accounted for: {} read = {} used + {} left out.{}",
            thousands(read),
            thousands(used),
            thousands(out),
            if has_legacy { " The legacy reader, for .xls and .xlsb, can check less." } else { "" }
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

/// True for a file of an old or binary format.
fn is_legacy(school: &School, file: FileId) -> bool {
    school.findings.iter().any(|one| one.code == "W-LEGACY" && one.at.contains(&Place::File(file)))
}

fn row(path: &str, file: &FileInfo, sheet: Option<&SheetInfo>, is_legacy: bool) -> Row {
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
            if settings { Cell::Text("settings".to_string()) } else { taken_for(sheet, is_legacy) },
            rows(|sheet| sheet.rows_read),
            rows(|sheet| sheet.rows_used),
            rows(|sheet| sheet.left_out.values().sum()),
            if why.is_empty() { Cell::Blank } else { Cell::Text(why) },
            Cell::Text(file.sha256.clone()),
        ],
        ..Row::default()
    }
}

/// `timetable`, or `timetable, from SIMS all staff timetable (legacy reader)`.
fn taken_for(sheet: Option<&SheetInfo>, is_legacy: bool) -> Cell {
    let Some((sheet, record)) = sheet.and_then(|sheet| Some((sheet, sheet.taken_for.as_ref()?))) else {
        return Cell::Blank;
    };
    let reader = if is_legacy { " (legacy reader)" } else { "" };
    Cell::Text(match &sheet.layout {
        Some(layout) => format!("{record}, from {layout}{reader}"),
        None => format!("{record}{reader}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::{Finding, Level};
    use crate::tables::sample;

    #[test]
    fn a_file_of_an_old_format_is_marked_where_the_files_are_listed() {
        let mut school = sample::school();
        let words = |cell: &Cell| if let Cell::Text(words) = cell { words.clone() } else { String::new() };
        let marked = |school: &School| {
            let table = table(school);
            let rows = table.rows.iter().filter(|row| words(&row.cells[2]).ends_with(" (legacy reader)"));
            (
                rows.map(|row| words(&row.cells[0])).collect::<Vec<_>>(),
                table.note.ends_with("can check less."),
            )
        };
        assert_eq!(marked(&school), (Vec::new(), false));
        school.findings.push(Finding {
            code: "W-LEGACY",
            level: Level::Warning,
            message: String::new(),
            help: String::new(),
            at: vec![Place::File(FileId(0))],
        });
        let path = &school.sources.files[0].path;
        let (files, is_noted) = marked(&school);
        assert!(!files.is_empty() && files.iter().all(|file| file == path) && is_noted, "{files:?}");
    }
}
