//! Records stated in `ringfence.toml` because no file holds them: bell times and term dates. Each entry becomes a row of a
//! sheet, so that it is read, told of and traced like any other; its place is the line it begins on.

use super::notes::Notes;
use super::pack::file_name;
use super::settings::RECORDS;
use super::sheet::{Cell, Row, Sheet};
use super::table::Table;
use crate::model::finding::Place;
use crate::model::source::{FileId, FileInfo, LINE, SheetInfo};
use toml::de::{DeTable, DeValue};

/// A sheet for each record that a settings file states, the school's own before the pack's.
pub fn sheets(settings: &[(FileId, bool, String)]) -> Vec<(FileId, bool, Sheet)> {
    let own_first = || {
        [false, true]
            .into_iter()
            .flat_map(|of_the_pack| settings.iter().filter(move |file| file.1 == of_the_pack))
    };
    let of = |(record, keys): &(&str, &[&str])| {
        own_first().find_map(|(file, shared, text)| Some((*file, *shared, sheet(text, record, keys)?)))
    };
    RECORDS.iter().filter_map(of).collect()
}

/// The entries of one record; nothing if there are none, or if the file cannot be read, which is said elsewhere.
fn sheet(text: &str, record: &str, keys: &[&str]) -> Option<Sheet> {
    let text = text.trim_start_matches('\u{feff}');
    let settings = DeTable::parse(text).ok()?;
    let entries = settings.get_ref().get(record)?.get_ref().as_array()?;
    let columns = || (LINE..).zip(keys);
    let mut rows = Vec::new();
    for entry in entries {
        let Some(values) = entry.get_ref().as_table() else { continue };
        let line = text.bytes().take(entry.span().start).filter(|byte| *byte == b'\n').count();
        let index = u32::try_from(line).unwrap_or(u32::MAX);
        let cells = columns()
            .map(|(col, key)| (col, values.get(*key).map_or(Cell::Empty, |value| cell(value.get_ref()))));
        rows.push(Row { index, cells: cells.filter(|(_, cell)| !cell.is_empty()).collect(), fields: None });
    }
    let header = columns().map(|(col, key)| (col, Cell::text(key))).collect();
    let header = Row { index: rows.first()?.index, cells: header, fields: None };
    rows.insert(0, header);
    Some(Sheet { rows, ..Sheet::default() })
}

/// A value as a cell of a text file would hold it; lists and groups are no values.
fn cell(value: &DeValue) -> Cell {
    match value {
        DeValue::String(text) => Cell::text(text),
        DeValue::Integer(number) => Cell::text(number.as_str()),
        DeValue::Float(number) => Cell::text(number.as_str()),
        DeValue::Boolean(yes) => Cell::Bool(*yes),
        DeValue::Datetime(moment) => Cell::text(&moment.to_string()),
        DeValue::Array(_) | DeValue::Table(_) => Cell::Empty,
    }
}

/// What a file holds is not taken from the settings.
pub fn give_way(tables: &mut Vec<Table>, sheets: &[SheetInfo], files: &[FileInfo], notes: &mut Notes) {
    let file = |table: &Table| sheets[table.id.0 as usize].file;
    let path = |table: &Table| files[file(table).0 as usize].path.as_str();
    let is_stated = |table: &Table| file_name(path(table)) == "ringfence.toml";
    for (record, _) in RECORDS {
        let of_the_record = || tables.iter().filter(|table| table.record() == record);
        let (Some(stated), Some(other)) = (
            of_the_record().find(|table| is_stated(table)),
            of_the_record().find(|table| !is_stated(table) && !table.was_empty),
        ) else {
            continue;
        };
        let what = if record == "periods" { "bell times" } else { "term dates" };
        notes.add(
            "I-SETTING",
            format!(
                "The {what} written here under [[{record}]] were not used, because “{}” has them.",
                path(other)
            ),
            "Nothing to do, if that file is right. Otherwise correct it, or take it out of the folder.",
            [Place::File(file(stated))],
        );
        let unused = stated.id;
        tables.retain(|table| table.id != unused);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::settings::PERIODS;
    use crate::model::source::{SheetId, Source};

    #[test]
    fn an_entry_is_a_row_and_its_line_is_its_place() {
        let text = "as_of = \"2026-12-18\"\n\n[[periods]]\nname = 1\nstart = 09:00\nend = \"10:00\"\n\n[[periods]]\nname = \"Lunch\"\nteaching = false\n";
        let sheet = sheet(text, "periods", &PERIODS).unwrap();
        let said: Vec<(String, Vec<&Cell>)> = sheet
            .rows
            .iter()
            .map(|row| {
                let at = Source { sheet: SheetId(0), row: row.index, col: row.cells[0].0 };
                (at.cell(), row.cells.iter().map(|(_, cell)| cell).collect())
            })
            .collect();
        assert_eq!(said[1].0, "line 3");
        assert_eq!(said[1].1, [&Cell::text("1"), &Cell::text("09:00"), &Cell::text("10:00")]);
        assert_eq!(said[2].0, "line 8");
        assert_eq!(said[2].1, [&Cell::text("Lunch"), &Cell::Bool(false)]);
    }

    #[test]
    fn the_schools_own_entries_go_before_the_packs() {
        let file =
            |id, shared, name: &str| (FileId(id), shared, format!("periods = [{{ name = \"{name}\" }}]"));
        let found = sheets(&[file(0, true, "trust"), file(1, false, "school")]);
        assert_eq!(found.iter().map(|(file, ..)| file.0).collect::<Vec<_>>(), [1]);
    }
}
