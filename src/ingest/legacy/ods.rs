//! An OpenDocument spreadsheet, whose reader goes on for ever where the XML ends early, makes room for every cell between
//! the first and the last, and drops what lies beyond the grid.

use super::{CELLS, Place, Spot, reaches_too_far};
use crate::ingest::notes::Refusal;
use crate::ingest::strict::{Package, Walk, attribute};
use crate::ingest::{archive, excel};
use crate::model::text::visible;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::io::{Cursor, Write};
use std::ops::Range;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const ROWS: u64 = 1 << 20;
const COLUMNS: u64 = 1 << 14;
/// Most spaces that one mark stands for; a cell holds no more letters.
const SPACES: u64 = 32_767;

/// Checks an ods. Spaces and comments between its cells, at which the reader stops, are taken out of a copy.
///
/// # Errors
/// `E-DAMAGED`, `E-BOMB`, `E-PASSWORD`, `E-XML`, `E-XMLENC`, `E-DOCTYPE`; `E-LIMIT` if the sheets reach too far;
/// `E-CELLREF`, `E-NUMBER` or `E-SHEET` for a cell.
pub fn check(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Refusal> {
    const CONTENT: &str = "content.xml";
    const MANIFEST: &str = "META-INF/manifest.xml";
    let mut package = Package::open(bytes)?;
    let manifest = package.part(MANIFEST)?.unwrap_or_default();
    if String::from_utf8_lossy(&manifest).contains("encryption-data") {
        return Err(excel::password());
    }
    // Old programs put a document type there, which is no harm: nothing else is taken from it.
    through(MANIFEST, &manifest)
        .or_else(|refusal| if refusal.code == "E-XML" { Err(refusal) } else { Ok(()) })?;
    let content = package.needed(CONTENT)?;
    let mut walk = Walk::new(CONTENT, &content)?;
    let mut reach = Reach::default();
    let mut sheet = String::new();
    // How deep an open row stands, in which there may only be cells.
    let mut row = None;
    let mut between = Vec::new();
    while let Some(event) = walk.next()? {
        match event {
            Event::Text(_) | Event::Comment(_) if row == Some(walk.depth()) => {
                between.push(walk.last());
            }
            Event::Start(tag) => match tag.local_name().as_ref() {
                "table" => {
                    sheet = attribute(&tag, "name").unwrap_or_default();
                    reach = reach.next_sheet();
                }
                "table-row" => {
                    row = Some(walk.depth());
                    reach.row(&tag);
                }
                "table-cell" | "covered-table-cell" => {
                    let at = reach.cell(&tag);
                    value(&Spot { sheet: &sheet, at }, &tag)?;
                }
                "s" if times(&tag, "c") > SPACES => {
                    let spot = Spot { sheet: &sheet, at: reach.before };
                    return Err(spot.faulty("E-LIMIT", "holds more spaces than a cell can have letters"));
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "table-row" => {
                row = None;
                reach.end_row();
                if let Some(at) = reach.outside() {
                    return Err(Spot { sheet: &sheet, at }.outside());
                }
            }
            _ => {}
        }
        if reach.cells() > CELLS {
            return Err(reaches_too_far(&sheet));
        }
    }
    if between.is_empty() {
        return Ok(Cow::Borrowed(bytes));
    }
    Ok(Cow::Owned(packed(&[(MANIFEST, &manifest), (CONTENT, &without(&content, &between))])?))
}

/// A part without some stretches of it, which are in order.
fn without(part: &[u8], stretches: &[Range<usize>]) -> Vec<u8> {
    let part = part.strip_prefix(b"\xef\xbb\xbf").unwrap_or(part);
    let mut rest = Vec::with_capacity(part.len());
    let mut from = 0;
    for stretch in stretches {
        rest.extend_from_slice(part.get(from..stretch.start).unwrap_or_default());
        from = stretch.end;
    }
    rest.extend_from_slice(part.get(from..).unwrap_or_default());
    rest
}

/// A spreadsheet of no more than these parts.
fn packed(parts: &[(&str, &[u8])]) -> Result<Vec<u8>, Refusal> {
    const KIND: (&str, &[u8]) = ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in std::iter::once(&KIND).chain(parts.iter().filter(|(_, bytes)| !bytes.is_empty())) {
        zip.start_file(*name, stored).map_err(|_| archive::cut_short())?;
        zip.write_all(bytes).map_err(|_| archive::cut_short())?;
    }
    zip.finish().map(Cursor::into_inner).map_err(|_| archive::cut_short())
}

/// Goes through a part from end to end, if there is one.
fn through(name: &str, part: &[u8]) -> Result<(), Refusal> {
    let mut walk = Walk::new(name, part)?;
    while !part.is_empty() && walk.next()?.is_some() {}
    Ok(())
}

/// Looks at the value of a cell, which stands in attributes unless it is text.
fn value(spot: &Spot, tag: &BytesStart) -> Result<(), Refusal> {
    let is_truth = |yes: &String| ["true", "false"].iter().any(|word| yes.eq_ignore_ascii_case(word));
    if let Some(other) = attribute(tag, "boolean-value").filter(|yes| !is_truth(yes)) {
        let what = format!("holds “{}” where only TRUE or FALSE can stand", visible(&other));
        return Err(spot.faulty("E-SHEET", &what));
    }
    let is_number = |number: &String| number.parse().is_ok_and(f64::is_finite);
    if let Some(other) = attribute(tag, "value").filter(|number| !is_number(number)) {
        return Err(spot.faulty("E-NUMBER", &format!("holds “{}” as a number", visible(&other))));
    }
    let is = |name: &str| attribute(tag, name).is_some();
    let kind = attribute(tag, "value-type").unwrap_or_default();
    let is_told = ["value", "date-value", "time-value", "boolean-value", "formula"].into_iter().any(is);
    if !is_told && matches!(&*kind, "float" | "percentage" | "currency" | "date" | "time" | "boolean") {
        return Err(spot.faulty("E-NUMBER", "is stored as a number, a date or a time, and holds none"));
    }
    Ok(())
}

/// How far the values of the sheets reach.
#[derive(Default)]
struct Reach {
    /// The last cell with a value.
    before: Place,
    /// Cells of the sheets before, and those of this one for which room is made row by row.
    others: u64,
    row_by_row: u64,
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
    fn next_sheet(&self) -> Reach {
        Reach { others: self.cells(), ..Reach::default() }
    }

    fn row(&mut self, tag: &BytesStart) {
        (self.repeated, self.cols, self.filled) = (times(tag, "number-rows-repeated"), 0, None);
    }

    /// Where it stands.
    fn cell(&mut self, tag: &BytesStart) -> Place {
        let many = times(tag, "number-columns-repeated");
        let at = place(self.rows, self.cols);
        if ["value-type", "formula"].iter().any(|name| attribute(tag, name).is_some()) {
            let first = self.filled.map_or(self.cols, |(first, _)| first);
            self.filled = Some((first, self.cols.saturating_add(many)));
            self.before = at;
        }
        self.cols = self.cols.saturating_add(many);
        at
    }

    fn end_row(&mut self) {
        let next = self.rows.saturating_add(self.repeated);
        if let Some((left, right)) = self.filled {
            self.left = if self.top.is_some() { self.left.min(left) } else { left };
            self.top = self.top.or(Some(self.rows));
            (self.bottom, self.right) = (next, self.right.max(right));
            // The row as it stands has a place for every cell from the first column on.
            self.row_by_row = self.row_by_row.saturating_add(right);
        }
        self.rows = next;
    }

    /// The last cell, if it lies outside the grid.
    fn outside(&self) -> Option<Place> {
        let is_outside = self.bottom > ROWS || self.right > COLUMNS;
        is_outside.then(|| place(self.bottom.saturating_sub(1), self.right.saturating_sub(1)))
    }

    fn cells(&self) -> u64 {
        let area = self.top.map_or(0, |top| (self.bottom - top).saturating_mul(self.right - self.left));
        self.others.saturating_add(area.max(self.row_by_row))
    }
}

fn place(row: u64, col: u64) -> Place {
    let near = |at: u64| u32::try_from(at).unwrap_or(u32::MAX).min(u32::MAX - 1);
    (near(row), near(col))
}

/// How often a row, a cell or a space stands; once unless it says otherwise.
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
                Event::Start(tag) if tag.name().0 == "c" => {
                    reach.cell(&tag);
                }
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

    fn told(table: &str) -> String {
        let content = format!("<d><table n:name=\"S1\">{table}</table></d>");
        let bytes = packed(&[("content.xml", content.as_bytes())]).expect("in memory");
        match check(&bytes) {
            Err(refusal) => {
                format!("{}: {}", refusal.code, refusal.message.split(", so").next().unwrap_or_default())
            }
            Ok(copy) => {
                let content = Package::open(&copy).and_then(|mut package| package.needed("content.xml"));
                String::from_utf8(content.expect("whole")).expect("UTF-8")
            }
        }
    }

    #[test]
    fn a_cell_holds_what_it_says_inside_the_grid() {
        let cell = |attributes: &str| {
            told(&format!("<table-row><table-cell/><table-cell {attributes}/></table-row>"))
        };
        for good in [
            r#"o:value-type="float" o:value="19.5""#,
            r#"o:value-type="boolean" o:boolean-value="true""#,
            r#"o:value-type="string""#,
            r#"o:value-type="float" t:formula="of:=[.A1]""#,
        ] {
            assert!(cell(good).starts_with("<d>"), "{good}");
        }
        for (bad, said) in [
            (
                r#"o:value-type="float" o:value="abc""#,
                "E-NUMBER: The cell B1 of the sheet “S1” holds “abc” as a number",
            ),
            (
                r#"o:value-type="float" o:value="NaN""#,
                "E-NUMBER: The cell B1 of the sheet “S1” holds “NaN” as a number",
            ),
            (
                r#"o:value-type="date""#,
                "E-NUMBER: The cell B1 of the sheet “S1” is stored as a number, a date or a time, and holds none",
            ),
            (
                r#"o:value-type="boolean" o:boolean-value="2""#,
                "E-SHEET: The cell B1 of the sheet “S1” holds “2” where only TRUE or FALSE can stand",
            ),
            (
                r#"o:value-type="float" o:value="1" t:number-columns-repeated="16384""#,
                "E-CELLREF: The sheet “S1” has a cell “XFE1”, which lies outside every sheet",
            ),
        ] {
            assert_eq!(cell(bad), said);
        }
        let spaces =
            r#"<table-row><table-cell o:value-type="string"><s t:c="99999999999"/></table-cell></table-row>"#;
        assert_eq!(
            told(spaces),
            "E-LIMIT: The cell A1 of the sheet “S1” holds more spaces than a cell can have letters"
        );
    }

    #[test]
    fn spaces_and_comments_between_cells_are_taken_out_and_those_in_texts_stay() {
        assert_eq!(
            told("\n<table-row>\n <!-- a --><table-cell><p> b <!-- c --></p></table-cell> \n</table-row>\n"),
            "<d><table n:name=\"S1\">\n<table-row><table-cell><p> b <!-- c --></p></table-cell></table-row>\n</table></d>"
        );
    }

    #[test]
    fn room_is_counted_over_all_sheets_and_for_every_row_from_the_first_column_on() {
        let sheet = |rows: &str| format!("{rows}</table><table>");
        let wide = r#"<table-row t:number-rows-repeated="150"><table-cell t:number-columns-repeated="16384" o:value-type="float" o:value="1"/></table-row>"#;
        assert!(told(wide).starts_with("<d>"), "2,457,600 cells");
        assert!(told(&[sheet(wide), sheet(wide)].concat()).starts_with("E-LIMIT"));
        let last = r#"<table-row><table-cell t:number-columns-repeated="16383"/><table-cell o:value-type="float" o:value="1"/></table-row>"#;
        assert!(told(&last.repeat(244)).starts_with("<d>"), "one column, and room for 244 rows of 16,384");
        assert!(told(&last.repeat(245)).starts_with("E-LIMIT"));
    }
}
