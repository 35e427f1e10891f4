//! A sheet: every cell in its place, each value what it says it is.

use super::SAVE_ANEW;
use super::address::{COLUMNS, ROWS, address, is_block, row_number};
use super::value::{self, Kind, Value};
use super::xml::{Edit, Walk};
use crate::ingest::notes::Refusal;
use crate::model::source::{SheetId, Source};
use crate::model::text::visible;
use quick_xml::events::{BytesStart, Event};

/// How many texts and formats the workbook has.
pub struct Known {
    pub strings: usize,
    pub styles: usize,
}

/// What was found in a sheet.
#[derive(Default)]
pub struct Found {
    /// It is a chart, a dialog or a macro.
    pub is_rowless: bool,
    /// Hidden rows that hold anything.
    pub hidden_rows: u64,
    /// A filter hides rows.
    pub is_filtered: bool,
    /// First and last cell of each block of merged cells, from zero.
    pub merged: Vec<((u32, u32), (u32, u32))>,
    /// Errors of formulas that the reader has no name for, by row and column from zero.
    pub faults: Vec<((u32, u32), String)>,
    /// What is put right before the reader sees it.
    pub(super) edits: Vec<Edit>,
}

/// A row or cell that is open.
#[derive(Default)]
struct Open {
    /// From one; nothing before the first row.
    row: u32,
    /// From one.
    col: u32,
    kind: Kind,
    values: u32,
    is_hidden: bool,
    is_filled: bool,
}

/// Checks a sheet.
///
/// # Errors
/// What is wrong with it, with the cell named.
pub fn check(sheet: &str, part: &str, bytes: &[u8], known: &Known) -> Result<Found, Refusal> {
    let mut checker = Checker {
        sheet,
        known,
        walk: Walk::new(part, bytes)?,
        found: Found::default(),
        open: Open::default(),
    };
    checker.through()?;
    Ok(checker.found)
}

struct Checker<'a> {
    sheet: &'a str,
    known: &'a Known,
    walk: Walk<'a>,
    found: Found,
    open: Open,
}

impl Checker<'_> {
    fn through(&mut self) -> Result<(), Refusal> {
        let (mut has_data, mut is_inside) = (false, false);
        while let Some(event) = self.walk.next()? {
            match event {
                Event::Start(tag) => {
                    let name = tag.local_name();
                    match (self.walk.depth(), name.as_ref()) {
                        (1, "worksheet") => {}
                        (1, "chartsheet" | "dialogsheet" | "macrosheet") => self.found.is_rowless = true,
                        (1, _) => return Err(self.refuse("E-SHEET", "is not stored as a sheet")),
                        (2, "sheetData") if !has_data => (has_data, is_inside) = (true, true),
                        (_, "dimension") if !has_data => self.dimension(&tag),
                        (3, "row") if is_inside => self.row(&tag)?,
                        (4, "c") if is_inside => self.cell(&tag)?,
                        (5, "v") if is_inside => self.value()?,
                        (5, "f") if is_inside => self.block(&tag)?,
                        (5, "is") if is_inside => self.open.is_filled = true,
                        (5, "extLst") if is_inside => self.skip()?,
                        (_, "sheetData") => return Err(self.walk.broken()),
                        (_, "row" | "c" | "v") if is_inside => return Err(self.walk.broken()),
                        (_, "mergeCell") => self.merge(&tag)?,
                        (_, "filterColumn") => self.found.is_filtered = true,
                        _ => {}
                    }
                }
                Event::End(_) if is_inside => match self.walk.depth() {
                    1 => is_inside = false,
                    2 => self.found.hidden_rows += u64::from(self.open.is_hidden && self.open.is_filled),
                    _ => {}
                },
                _ => {}
            }
        }
        Ok(())
    }

    /// The stated size of the sheet, which is not needed, and which the reader takes in or stumbles over.
    fn dimension(&mut self, tag: &BytesStart) {
        if attributes(tag, ["ref"]).is_none_or(|[block]| !block.is_some_and(is_block)) {
            self.found.edits.push(self.walk.only(tag, "ref=\"A1\""));
        }
    }

    fn row(&mut self, tag: &BytesStart) -> Result<(), Refusal> {
        let Some([number, hidden]) = attributes(tag, ["r", "hidden"]) else { return Err(self.walk.broken()) };
        let row = match number {
            None => self.open.row + 1,
            Some(text) => row_number(text).ok_or_else(|| self.nowhere("row", text))?,
        };
        if row > ROWS {
            return Err(self.nowhere("row", &row.to_string()));
        }
        let is_hidden = hidden.is_some_and(|text| matches!(text, "1" | "true"));
        self.open = Open { row, is_hidden, ..Open::default() };
        Ok(())
    }

    fn cell(&mut self, tag: &BytesStart) -> Result<(), Refusal> {
        let Some([place, style, kind]) = attributes(tag, ["r", "s", "t"]) else {
            return Err(self.walk.broken());
        };
        self.open.col = match place {
            None => self.open.col + 1,
            Some(text) => match address(text) {
                Some((row, col)) if row == self.open.row => col,
                Some(_) => {
                    let what = format!("has the cell “{text}” in its row {}", self.open.row);
                    return Err(self.refuse("E-CELLREF", &what));
                }
                None => return Err(self.nowhere("cell", text)),
            },
        };
        if self.open.col > COLUMNS {
            return Err(self.nowhere("cell", &self.name()));
        }
        self.open.values = 0;
        self.open.kind = match kind {
            None => Kind::Number,
            Some(text) => Kind::named(text).ok_or_else(|| {
                self.faulty("E-SHEET", &format!("is of an unknown kind, “{}”", visible(text)))
            })?,
        };
        // The first format is the plain one, whether the workbook lists formats or not.
        if let Some(text) = style.filter(|text| *text != "0")
            && text.parse::<usize>().ok().is_none_or(|style| style >= self.known.styles)
        {
            let what = format!(
                "has the format “{}”, which the workbook does not hold; a date could not be told from a number",
                visible(text)
            );
            return Err(self.faulty("E-STYLE", &what));
        }
        Ok(())
    }

    /// Reads the value up to its end and judges it.
    fn value(&mut self) -> Result<(), Refusal> {
        let (mut value, mut inner) = (Value::default(), self.walk.last());
        inner.start = inner.end;
        loop {
            match self.walk.next()? {
                Some(Event::End(_)) if self.walk.depth() == 4 => break,
                Some(event) => value.add(event),
                None => return Err(self.walk.broken()),
            }
            inner.end = self.walk.at();
        }
        self.open.values += 1;
        self.open.is_filled |= value.text.is_some();
        if self.open.values > 1 {
            return Err(self.faulty("E-CELLDUP", "holds two values"));
        }
        let raw = self.walk.slice(inner.clone());
        match value::judge(self.open.kind, &value, raw, self.known.strings) {
            Ok(None) => Ok(()),
            Ok(Some(error)) => {
                // The reader knows the errors of 2007; any of them will do until the right one is put back.
                self.found.edits.push((inner, "#VALUE!".to_owned()));
                self.found.faults.push(((self.open.row - 1, self.open.col - 1), error));
                Ok(())
            }
            Err((code, what)) => Err(self.faulty(code, &what)),
        }
    }

    /// A block of merged cells, in whichever order its corners are named.
    fn merge(&mut self, tag: &BytesStart) -> Result<(), Refusal> {
        let Some([block]) = attributes(tag, ["ref"]) else { return Err(self.walk.broken()) };
        let Some(block) = block else { return Ok(()) };
        let (first, last) = block.split_once(':').unwrap_or((block, block));
        let (Some(a), Some(b)) = (address(first), address(last)) else {
            return Err(self.nowhere("block of cells", block));
        };
        let corner = |pick: fn(u32, u32) -> u32| (pick(a.0, b.0) - 1, pick(a.1, b.1) - 1);
        self.found.merged.push((corner(u32::min), corner(u32::max)));
        Ok(())
    }

    /// The block of cells a formula holds for, which the reader takes apart.
    fn block(&self, tag: &BytesStart) -> Result<(), Refusal> {
        match attributes(tag, ["ref"]) {
            Some([None]) => Ok(()),
            Some([Some(block)]) if is_block(block) => Ok(()),
            Some([Some(block)]) => Err(self.nowhere("block of cells", block)),
            None => Err(self.walk.broken()),
        }
    }

    /// Takes out what the format allows in a cell and the reader does not.
    fn skip(&mut self) -> Result<(), Refusal> {
        let start = self.walk.last().start;
        loop {
            match self.walk.next()? {
                Some(Event::End(_)) if self.walk.depth() == 4 => break,
                Some(_) => {}
                None => return Err(self.walk.broken()),
            }
        }
        self.found.edits.push((start..self.walk.at(), String::new()));
        Ok(())
    }

    fn name(&self) -> String {
        let (row, col) = (self.open.row.saturating_sub(1), self.open.col.saturating_sub(1));
        Source { sheet: SheetId(0), row, col }.cell()
    }

    fn nowhere(&self, what: &str, text: &str) -> Refusal {
        self.refuse("E-CELLREF", &format!("has a {what} “{}”, which lies outside every sheet", visible(text)))
    }

    /// What is wrong with the sheet.
    fn refuse(&self, code: &'static str, what: &str) -> Refusal {
        let message = format!("The sheet “{}” {what}, so the whole workbook was left out.", self.sheet);
        Refusal::new(code, message, SAVE_ANEW)
    }

    /// What is wrong with the cell.
    fn faulty(&self, code: &'static str, what: &str) -> Refusal {
        let cell = self.name();
        let help = match code {
            "E-NUMBER" => {
                "Open it in Excel, type the value of that cell again, such as 0.6, and save the workbook."
            }
            "E-STRING" => "Open it in Excel, type the text of that cell again, and save the workbook.",
            _ => SAVE_ANEW,
        };
        let message = format!(
            "The cell {cell} of the sheet “{}” {what}, so the whole workbook was left out.",
            self.sheet
        );
        Refusal::new(code, message, help)
    }
}

/// Attributes by their whole names, as written; nothing if one stands twice or the tag is damaged.
fn attributes<'t, const N: usize>(tag: &'t BytesStart, names: [&str; N]) -> Option<[Option<&'t str>; N]> {
    let mut found = [None; N];
    for one in tag.attributes().with_checks(false) {
        let one = one.ok()?;
        let Some(at) = names.iter().position(|name| *name == one.key.0) else { continue };
        let std::borrow::Cow::Borrowed(value) = one.value else { return None };
        if found[at].replace(value).is_some() {
            return None;
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: Known = Known { strings: 4, styles: 2 };

    fn found(rows: &str) -> Result<Found, Refusal> {
        let xml = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
        check("Staff", "sheet1.xml", xml.as_bytes(), &KNOWN)
    }

    /// The code of the refusal and its words up to the first comma.
    fn told(rows: &str) -> String {
        found(rows).map_or_else(
            |refusal| format!("{}: {}", refusal.code, refusal.message.split(", so the").next().unwrap_or("")),
            |_| "well".to_owned(),
        )
    }

    fn cell(attributes: &str, inside: &str) -> String {
        told(&format!("<row r=\"2\"><c {attributes}>{inside}</c></row>"))
    }

    #[test]
    fn a_cell_stands_where_it_says() {
        assert_eq!(cell("r=\"XFD2\"", "<v>1</v>"), "well");
        assert_eq!(
            told("<row><c/></row><row><c/><c/></row>"),
            "well",
            "rows and cells may go without a name"
        );
        for place in ["B4294967298", "XFE2", "AAAA2", "B0", "B02", "b2", "$B$2", "B", "2", "!!", ""] {
            let expected =
                format!("E-CELLREF: The sheet “Staff” has a cell “{place}”, which lies outside every sheet");
            assert_eq!(cell(&format!("r=\"{place}\""), ""), expected);
        }
        assert_eq!(cell("r=\"B7\"", ""), "E-CELLREF: The sheet “Staff” has the cell “B7” in its row 2");
        for row in ["4294967298", "1048577", "0", "-1", "x"] {
            assert!(told(&format!("<row r=\"{row}\"/>")).starts_with("E-CELLREF"), "{row}");
        }
        assert!(told("<row r=\"1048576\"/><row/>").starts_with("E-CELLREF"), "one row too many");
        assert!(cell("r=\"B2\" r=\"C2\"", "").starts_with("E-XML"), "two names");
        assert!(told("<row r=\"1\"><d><c/></d></row>").starts_with("E-XML"), "not in its row");
    }

    #[test]
    fn a_value_is_what_it_says() {
        let number = |inside: &str| cell("r=\"B2\"", &format!("<v>{inside}</v>"));
        for well in ["19.5", "+19.5", "-0", "19.", "1e3", ""] {
            assert_eq!(number(well), "well", "{well}");
        }
        for (raw, shown) in [
            ("NaN", "NaN"),
            ("Infinity", "Infinity"),
            ("1e999", "1e999"),
            ("19,5", "19,5"),
            ("0x13", "0x13"),
            (" 19.5 ", " 19.5 "),
            ("abc", "abc"),
            ("1<!-- x -->9.5", "1<!-- x -->9.5"),
            ("<![CDATA[19.5]]>", "<![CDATA[19.5]]>"),
            ("1&#57;.5", "1&#57;.5"),
            ("1<a/>", "1<a/>"),
        ] {
            assert_eq!(
                number(raw),
                format!("E-NUMBER: The cell B2 of the sheet “Staff” holds “{shown}” as a number")
            );
        }
        assert_eq!(cell("r=\"B2\" t=\"s\"", "<v>3</v>"), "well");
        for index in ["4", "99", "abc", "-1"] {
            assert!(cell("r=\"B2\" t=\"s\"", &format!("<v>{index}</v>")).starts_with("E-STRING"), "{index}");
        }
        assert_eq!(cell("r=\"B2\" t=\"str\"", "<v>A &amp; B</v>"), "well");
        assert!(cell("r=\"B2\" t=\"str\"", "<v><![CDATA[A]]></v>").starts_with("E-STRING"));
        assert_eq!(cell("r=\"B2\" t=\"b\"", "<v>1</v>"), "well");
        assert!(
            cell("r=\"B2\" t=\"b\"", "<v>2</v>")
                .starts_with("E-SHEET: The cell B2 of the sheet “Staff” holds “2”")
        );
        assert!(cell("r=\"B2\" t=\"z\"", "").starts_with("E-SHEET"));
        assert_eq!(cell("r=\"B2\" s=\"1\"", ""), "well");
        assert!(cell("r=\"B2\" s=\"2\"", "").starts_with("E-STYLE: The cell B2"));
        assert!(cell("r=\"B2\"", "<v>1</v><v>2</v>").starts_with("E-CELLDUP"));
    }

    #[test]
    fn hidden_rows_that_hold_anything_are_counted() {
        let rows = "<row r=\"1\" hidden=\"1\"/><row r=\"2\" hidden=\"1\"><c><v>1</v></c></row><row r=\"3\"><c><v>1</v></c></row><row r=\"4\" hidden=\"true\"><c t=\"inlineStr\"><is><t>a</t></is></c></row>";
        let found = found(rows).ok().map(|found| (found.hidden_rows, found.is_filtered));
        assert_eq!(found, Some((2, false)));
    }

    #[test]
    fn merged_cells_are_gathered_whichever_corner_comes_first() {
        let merges = |blocks: [&str; 2]| {
            let cells = blocks.map(|block| format!("<mergeCell ref=\"{block}\"/>")).concat();
            let xml = format!("<worksheet><sheetData/><mergeCells>{cells}</mergeCells></worksheet>");
            check("Staff", "sheet1.xml", xml.as_bytes(), &KNOWN)
                .map(|found| found.merged)
                .map_err(|refusal| refusal.code)
        };
        assert_eq!(merges(["A2:A4", "C4:B2"]), Ok(vec![((1, 0), (3, 0)), ((1, 1), (3, 2))]));
        assert_eq!(merges(["A2:A4", "A2:banana"]), Err("E-CELLREF"));
    }

    #[test]
    fn what_makes_no_value_wrong_is_put_right() {
        let xml = "<worksheet><dimension ref=\"banana!\"/><sheetData><row r=\"1\"><c r=\"A1\" t=\"e\"><v>#SPILL!</v></c><c><v>1</v><extLst><ext/></extLst></c></row></sheetData></worksheet>";
        let found = check("Staff", "sheet1.xml", xml.as_bytes(), &KNOWN).ok();
        let found =
            found.map(|found| (found.faults, super::super::xml::edited(xml.as_bytes(), &found.edits)));
        let right = "<worksheet><dimension ref=\"A1\"/><sheetData><row r=\"1\"><c r=\"A1\" t=\"e\"><v>#VALUE!</v></c><c><v>1</v></c></row></sheetData></worksheet>";
        assert_eq!(found, Some((vec![((0, 0), "#SPILL!".to_owned())], right.as_bytes().to_vec())));
    }
}
