//! Workbooks of the formats that are left to the library, with bytes changed or cut off: nothing may stop the program, and
//! no cell may show the text of another.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use proptest::prelude::*;
use ringfence::ingest::open_sheets;
use ringfence::ingest::sheet::Cell;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use support::xlsb::{cell, row, sheet, workbook};
use support::{bytes_file, ods, record};

type Cells = BTreeMap<(u32, u32), Cell>;

/// The cells of a file of one sheet; nothing if it is left out.
fn cells(name: &str, bytes: &[u8]) -> Option<Cells> {
    let sheet = open_sheets(&bytes_file(name, bytes)).into_iter().next()?;
    let cells = sheet.rows.into_iter().flat_map(|row| {
        let at = row.index;
        row.cells.into_iter().map(move |(col, cell)| ((at, col), cell))
    });
    Some(cells.collect())
}

const TEXTS: [&str; 6] = ["Staff code", "Surname", "HAR", "Harwell", "OKE", "Okehampton"];

/// Two columns of texts and one of numbers, and then what is added.
fn xlsb_sheet(more: &[Vec<u8>]) -> Vec<u8> {
    let number = 0.6_f64.to_le_bytes();
    let text = |col, place: u32| cell(7, col, 0, &place.to_le_bytes());
    let rows = [row(0), text(0, 0), text(1, 1), row(1), text(0, 2), text(1, 3), cell(5, 2, 0, &number)];
    let rows = rows.into_iter().chain([row(2), text(0, 4), text(1, 5), cell(2, 2, 0, &[6, 0, 0, 0])]);
    sheet(&rows.chain(more.iter().cloned()).collect::<Vec<_>>())
}

static XLS: LazyLock<Vec<u8>> =
    LazyLock::new(|| std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mangled/staff.xls")).unwrap());

/// Where the sheet begins in the file, which is written in one piece.
fn xls_sheet() -> usize {
    let begin = [0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x10, 0x00];
    XLS.windows(begin.len()).position(|window| window == begin).unwrap()
}

/// Where the records of a kind and length begin in the sheet.
fn xls_records(head: [u8; 4]) -> Vec<usize> {
    let mut at = xls_sheet();
    let mut found = Vec::new();
    while XLS[at..at + 2] != [0x0a, 0] {
        if XLS[at..at + 4] == head {
            found.push(at);
        }
        at += 4 + usize::from(u16::from_le_bytes([XLS[at + 2], XLS[at + 3]]));
    }
    found
}

/// Small numbers, which are often right, and any.
fn reference() -> impl Strategy<Value = u32> {
    prop_oneof![0..8_u32, (1 << 14) - 2..(1_u32 << 14) + 2, (1 << 20) - 2..(1_u32 << 20) + 2, any::<u32>()]
}

/// Bytes with some of them changed, and perhaps the end cut off, from a place on.
fn mangled(bytes: &[u8], from: usize, changes: &[(usize, u8)], cut: Option<usize>) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let length = bytes.len() - from;
    for (at, byte) in changes {
        bytes[from + at % length] ^= byte;
    }
    bytes.truncate(cut.map_or(bytes.len(), |cut| from + cut % length));
    bytes
}

fn changes() -> impl Strategy<Value = Vec<(usize, u8)>> {
    prop::collection::vec((any::<usize>(), 1..=255_u8), 0..4)
}

fn cut() -> impl Strategy<Value = Option<usize>> {
    prop::option::weighted(0.2, any::<usize>())
}

/// A cell that held a text holds one of the texts that there were; that another stands in range is not to be seen.
fn texts_are_those_of_the_file(before: &Cells, after: &Cells) -> Result<(), TestCaseError> {
    let texts: Vec<&Cell> = before.values().filter(|cell| matches!(cell, Cell::Text(_))).collect();
    for (at, cell) in after.iter().filter(|(_, cell)| matches!(cell, Cell::Text(_))) {
        if matches!(before.get(at), Some(Cell::Text(_))) {
            prop_assert!(texts.contains(&cell), "{at:?} {cell:?}");
        }
    }
    Ok(())
}

#[test]
fn the_workbooks_are_read_as_they_were_written() {
    let text = |text: &str| Cell::Text(text.into());
    let found = cells("staff.xlsb", &workbook(&TEXTS, &xlsb_sheet(&[]))).unwrap();
    assert_eq!(found.len(), 8);
    assert_eq!((&found[&(1, 1)], &found[&(1, 2)]), (&text("Harwell"), &Cell::Number(0.6)));
    assert_eq!(found[&(2, 2)], Cell::Number(1.0), "whole numbers are kept four times as large, and two more");
    let found = cells("staff.xls", &XLS).unwrap();
    assert_eq!((&found[&(2, 2)], &found[&(2, 3)]), (&text("Okehampton"), &Cell::Number(0.6)));
    assert_eq!((&found[&(2, 5)], &found[&(6, 0)]), (&Cell::Bool(true), &text("Staff list")));
    assert_eq!(xls_records([0xfd, 0, 10, 0]).len(), 16);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn a_reference_of_an_xlsb_is_followed_exactly_or_refused(
        at in (reference(), reference()), style in reference(), place in reference()
    ) {
        let more = [row(at.0), cell(7, at.1, style, &place.to_le_bytes())];
        let found = cells("staff.xlsb", &workbook(&TEXTS, &xlsb_sheet(&more)));
        // After the last row, inside the grid, of the one format, and in the list.
        let text = TEXTS.get(place as usize).filter(|_| at > (2, 2) && at.0 < 1 << 20 && at.1 < 1 << 14);
        if let Some(text) = text.filter(|_| style << 8 == 0) {
            prop_assert_eq!(&found.unwrap()[&at], &Cell::Text((*text).into()));
        } else {
            prop_assert_eq!(found, None);
        }
    }

    #[test]
    fn a_reference_of_an_xls_is_followed_exactly_or_refused(
        which in 0..16_usize, at in (0..9_u16, prop_oneof![0..9_u16, 250..260_u16, any::<u16>()]), place in reference()
    ) {
        let before = cells("staff.xls", &XLS).unwrap();
        let record = xls_records([0xfd, 0, 10, 0])[which];
        let mut bytes = XLS.clone();
        bytes[record + 4..record + 6].copy_from_slice(&at.0.to_le_bytes());
        bytes[record + 6..record + 8].copy_from_slice(&at.1.to_le_bytes());
        bytes[record + 10..record + 14].copy_from_slice(&place.to_le_bytes());
        let own = |field: usize| u32::from(u16::from_le_bytes([XLS[record + field], XLS[record + field + 1]]));
        let (own, at) = ((own(4), own(6)), (u32::from(at.0), u32::from(at.1)));
        // As they were first written.
        let texts = ["Staff code", "Forename", "Surname", "FTE", "From", "Leader", "HAR", "Ivo", "Harwell", "OKE",
            "Tamsin", "Okehampton", "PEN", "Penhale", "Staff list"];
        let is_free = at == own || !before.contains_key(&at);
        if let Some(text) = texts.get(place as usize).filter(|_| is_free && at.1 < 256) {
            let found = cells("staff.xls", &bytes).unwrap();
            prop_assert_eq!(&found[&at], &Cell::Text((*text).into()));
            prop_assert_eq!(found.len(), before.len());
        } else {
            prop_assert_eq!(cells("staff.xls", &bytes), None);
        }
    }

    #[test]
    fn a_mangled_sheet_of_an_xlsb_shows_no_text_of_its_own(changes in changes(), cut in cut()) {
        let whole = xlsb_sheet(&[]);
        let before = cells("staff.xlsb", &workbook(&TEXTS, &whole)).unwrap();
        let bytes = workbook(&TEXTS, &mangled(&whole, 0, &changes, cut));
        support::read(vec![bytes_file("staff.xlsb", &bytes)]);
        if let Some(after) = cells("staff.xlsb", &bytes) {
            texts_are_those_of_the_file(&before, &after)?;
        }
    }

    #[test]
    fn a_mangled_sheet_of_an_xls_shows_no_text_of_its_own(changes in changes(), cut in cut()) {
        let before = cells("staff.xls", &XLS).unwrap();
        let bytes = mangled(&XLS, xls_sheet(), &changes, cut);
        support::read(vec![bytes_file("staff.xls", &bytes)]);
        if let Some(after) = cells("staff.xls", &bytes) {
            texts_are_those_of_the_file(&before, &after)?;
        }
    }

    #[test]
    fn a_file_mangled_anywhere_is_read_or_left_out(changes in changes(), cut in cut()) {
        support::read(vec![bytes_file("staff.xls", &mangled(&XLS, 0, &changes, cut))]);
        let xlsb = workbook(&TEXTS, &xlsb_sheet(&[]));
        support::read(vec![bytes_file("staff.xlsb", &mangled(&xlsb, 0, &changes, cut))]);
        let rows: &[&[&str]] = &[&["HAR", "Ivo", "01/09/2025"], &["OKE", "Tamsin", "01/09/2024"]];
        let content = ods::content(&[record("staff", &["Staff code", "Name", "From"], rows)]);
        let mangled = mangled(content.as_bytes(), 0, &changes, cut);
        support::read(vec![bytes_file("staff.ods", &ods::packed(&mangled))]);
    }
}
