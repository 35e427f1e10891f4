//! An OpenDocument spreadsheet, whose reader goes on for ever where the XML ends early, and makes room for every cell
//! between the first and the last.

use super::package::Package;
use super::xml::{Walk, attribute};
use crate::ingest::notes::Refusal;
use quick_xml::events::{BytesStart, Event};

/// Most cells of a sheet between its first and its last.
const CELLS: u64 = 8_000_000;

/// Checks an ods.
///
/// # Errors
/// `E-DAMAGED`, `E-BOMB`, `E-XML`, `E-XMLENC`, `E-DOCTYPE`, or `E-LIMIT` if a sheet reaches too far.
pub fn check(bytes: &[u8]) -> Result<(), Refusal> {
    const CONTENT: &str = "content.xml";
    let mut package = Package::open(bytes)?;
    let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
    if String::from_utf8_lossy(&manifest).contains("encryption-data") {
        return Err(crate::ingest::excel::password());
    }
    let content = package.needed(CONTENT)?;
    let mut walk = Walk::new(CONTENT, &content)?;
    let mut reach = Reach::default();
    let mut sheet = String::new();
    while let Some(event) = walk.next()? {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "table" => {
                    sheet = attribute(&tag, "name").unwrap_or_default();
                    reach = Reach::default();
                }
                "table-row" => reach.row(&tag),
                "table-cell" | "covered-table-cell" => reach.cell(&tag),
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "table-row" => reach.end_row(),
            _ => {}
        }
        if reach.cells() > CELLS {
            return Err(Refusal::new(
                "E-LIMIT",
                format!(
                    "The sheet “{sheet}” reaches over more than {CELLS} cells from its first value to its last."
                ),
                "Delete the columns to the right of the table and the rows below it, and save it.",
            ));
        }
    }
    Ok(())
}

/// How far the values of a sheet reach.
#[derive(Default)]
struct Reach {
    /// Rows before the one that is open, and how often that stands.
    rows: u64,
    repeated: u64,
    /// Cells before the next one of the open row, and its first and last with a value.
    cols: u64,
    filled: Option<(u64, u64)>,
    /// First and last row, first and last column.
    top: Option<u64>,
    bottom: u64,
    left: u64,
    right: u64,
}

impl Reach {
    fn row(&mut self, tag: &BytesStart) {
        (self.repeated, self.cols, self.filled) = (times(tag, "number-rows-repeated"), 0, None);
    }

    fn cell(&mut self, tag: &BytesStart) {
        let many = times(tag, "number-columns-repeated");
        if ["value-type", "formula"].iter().any(|name| attribute(tag, name).is_some()) {
            let first = self.filled.map_or(self.cols, |(first, _)| first);
            self.filled = Some((first, self.cols.saturating_add(many)));
        }
        self.cols = self.cols.saturating_add(many);
    }

    fn end_row(&mut self) {
        let next = self.rows.saturating_add(self.repeated);
        if let Some((left, right)) = self.filled {
            self.left = if self.top.is_some() { self.left.min(left) } else { left };
            self.top = self.top.or(Some(self.rows));
            (self.bottom, self.right) = (next, self.right.max(right));
        }
        self.rows = next;
    }

    fn cells(&self) -> u64 {
        self.top.map_or(0, |top| (self.bottom - top).saturating_mul(self.right - self.left))
    }
}

/// How often a row or a cell stands; once unless it says otherwise.
fn times(tag: &BytesStart, name: &str) -> u64 {
    attribute(tag, name).and_then(|many| many.parse().ok()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(rows: &str) -> u64 {
        let xml = format!("<t>{rows}</t>");
        let mut walk = Walk::new("content.xml", xml.as_bytes()).expect("UTF-8");
        let mut reach = Reach::default();
        while let Some(event) = walk.next().expect("well-formed") {
            match event {
                Event::Start(tag) if tag.name().0 == "r" => reach.row(&tag),
                Event::Start(tag) if tag.name().0 == "c" => reach.cell(&tag),
                Event::End(tag) if tag.name().0 == "r" => reach.end_row(),
                _ => {}
            }
        }
        reach.cells()
    }

    #[test]
    fn a_sheet_reaches_from_its_first_value_to_its_last() {
        let value = r#"<c o:value-type="string"/>"#;
        assert_eq!(cells(""), 0);
        assert_eq!(cells(&format!("<r>{value}</r>")), 1);
        let empty = r#"<r t:number-rows-repeated="1048574"><c t:number-columns-repeated="16384"/></r>"#;
        assert_eq!(cells(&format!("<r>{value}{value}</r>{empty}")), 2, "what pads a sheet is no part of it");
        assert_eq!(cells(&format!("<r>{value}{value}</r>{empty}<r>{value}</r>")), 2 * 1_048_576);
        assert_eq!(
            cells(
                r#"<r t:number-rows-repeated="6103"><c t:number-columns-repeated="16384" o:value-type="float"/></r>"#
            ),
            16_384 * 6103
        );
    }
}
