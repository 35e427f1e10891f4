//! The accreditation tracker of the National College: courses and how many completed them, without hours or dates. It is
//! known for what it is, and nothing is counted from it.

use super::notes::Notes;
use super::records::Known;
use super::row::Reader;
use super::table::Table;
use crate::model::finding::Place;
use crate::model::source::Source;

/// The record.
pub const RECORD: &str = "accreditation";

/// A row, of which nothing can be used.
pub fn row(row: &mut Reader, _: &Known) -> Option<()> {
    row.left_out = Some("neither hours nor dates".to_owned());
    None
}

/// Says once a tracker that nothing can be counted from it.
pub fn say(table: &Table, notes: &mut Notes) {
    if table.record() != RECORD {
        return;
    }
    let row = table.sheet.header_row.unwrap_or(0);
    let col = table.data().map_or(0, |data| data.left);
    notes.add(
        "W-NOHOURS",
        "This is an accreditation tracker of the National College. It holds no hours and no dates, so no training was counted from it.",
        "For training that should count, add the record “training” with the date, the person, and the minutes or hours.",
        [Place::Cell(Source { sheet: table.id, row, col })],
    );
}
