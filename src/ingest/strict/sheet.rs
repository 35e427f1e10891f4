//! A sheet: every cell in its place, each value what it says it is.

mod plain;
mod told;

use super::address::{COLUMNS, ROWS, address, is_block, row_number};
use super::texts::runs;
use super::value::{Kind, Value, judge};
use super::xml::{Walk, attributes, is_text};
use crate::ingest::grid;
use crate::ingest::notes::Refusal;
use crate::ingest::sheet::{Cell, Row, Sheet};
use crate::ingest::stored::Format;
use crate::model::text::visible;
use quick_xml::events::{BytesStart, Event};

/// What the cells of a workbook share.
pub struct Known {
    /// Its texts, each as the cell that holds it.
    pub texts: Vec<Cell>,
    /// What its formats make of a number.
    pub formats: Vec<Format>,
    /// It counts its days from 1904.
    pub from_1904: bool,
}

/// A sheet as it was found.
#[derive(Default)]
pub struct Found {
    /// Its cells.
    pub sheet: Sheet,
    /// Hidden rows that hold anything.
    pub hidden_rows: u64,
    /// A filter hides rows.
    pub is_filtered: bool,
    /// Numbers are shown as dates, times or lengths of time.
    pub has_dates: bool,
}

/// A row or cell that is open.
struct Open {
    /// From one; nothing before the first row.
    row: u32,
    /// From one.
    col: u32,
    is_hidden: bool,
    is_cell: bool,
    kind: Kind,
    format: Format,
    values: u32,
    value: Option<Cell>,
    has_formula: bool,
}

/// Reads a sheet; nothing if it is a chart, a dialog or a macro.
///
/// # Errors
/// What is wrong with it, with the cell named.
pub fn read(sheet: &str, part: &str, bytes: &[u8], known: &Known) -> Result<Option<Found>, Refusal> {
    let open = Open {
        row: 0,
        col: 0,
        is_hidden: false,
        is_cell: false,
        kind: Kind::Number,
        format: Format::Plain,
        values: 0,
        value: None,
        has_formula: false,
    };
    let found =
        Found { sheet: Sheet { name: Some(sheet.to_owned()), ..Sheet::default() }, ..Found::default() };
    let walk = Walk::new(part, bytes)?;
    let mut reader = Reader { sheet, known, walk, found, open, text: String::new(), before: None, cells: 0 };
    let has_rows = reader.through()?;
    Ok(has_rows.then_some(reader.found))
}

struct Reader<'a> {
    sheet: &'a str,
    known: &'a Known,
    walk: Walk<'a>,
    found: Found,
    open: Open,
    /// The text of one cell after the other.
    text: String,
    /// The cell before, by row and column from zero.
    before: Option<(u32, u32)>,
    cells: usize,
}

impl Reader<'_> {
    /// True if it is a sheet that can hold rows.
    fn through(&mut self) -> Result<bool, Refusal> {
        let (mut has_rows, mut has_data, mut is_inside) = (true, false, false);
        while let Some(event) = self.walk.next()? {
            match event {
                Event::Start(tag) => {
                    let name = tag.local_name();
                    match (self.walk.depth(), name.as_ref()) {
                        (1, "worksheet") => {}
                        (1, "chartsheet" | "dialogsheet" | "macrosheet") => has_rows = false,
                        (1, _) => return Err(self.refuse("E-SHEET", "is not stored as a sheet")),
                        (2, "sheetData") if !has_data => {
                            (has_data, is_inside) = (true, true);
                            // An empty element is open in name only.
                            if !self.walk.slice(self.walk.last()).ends_with("/>") {
                                self.plain_rows();
                            }
                        }
                        (3, "row") if is_inside => self.row(&tag)?,
                        (4, "c") if is_inside => self.cell(&tag)?,
                        (5, "v") if self.open.is_cell => self.value()?,
                        (5, "f") if self.open.is_cell => self.formula(&tag)?,
                        (5, "is") if self.open.is_cell => self.inline()?,
                        (4 | 5, "extLst") if is_inside => {}
                        (3 | 4, _) if is_inside => return Err(self.walk.broken()),
                        (5, _) if self.open.is_cell => return Err(self.walk.broken()),
                        (_, "sheetData") => return Err(self.walk.broken()),
                        (_, "row" | "c" | "v") if is_inside => return Err(self.walk.broken()),
                        (_, "mergeCell") => self.merge(&tag)?,
                        (_, "filterColumn") => self.found.is_filtered = true,
                        _ => {}
                    }
                }
                Event::End(_) if is_inside => match self.walk.depth() {
                    1 => is_inside = false,
                    2 => {
                        self.end_of_row();
                        self.plain_rows();
                    }
                    3 if self.open.is_cell => self.end_of_cell()?,
                    _ => {}
                },
                event if is_inside && self.walk.depth() < 5 && is_text(&event) => {
                    return Err(self.walk.broken());
                }
                _ => {}
            }
        }
        Ok(has_rows)
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
        (self.open.row, self.open.col) = (row, 0);
        self.open.is_hidden = hidden.is_some_and(|text| matches!(text, "1" | "true"));
        Ok(())
    }

    fn end_of_row(&mut self) {
        let is_filled = self.found.sheet.rows.last().is_some_and(|row| row.index + 1 == self.open.row);
        self.found.hidden_rows += u64::from(self.open.is_hidden && is_filled);
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
            return Err(self.nowhere("cell", &grid::name(self.at())));
        }
        self.cells += 1;
        if self.cells > grid::CELLS {
            return Err(grid::too_many(self.sheet));
        }
        (self.open.is_cell, self.open.values, self.open.has_formula) = (true, 0, false);
        self.open.kind = match kind {
            None => Kind::Number,
            Some(text) => Kind::named(text).ok_or_else(|| {
                self.faulty("E-SHEET", &format!("is of an unknown kind, “{}”", visible(text)))
            })?,
        };
        self.open.format = self.format(style.unwrap_or("0"))?;
        Ok(())
    }

    /// The format of a cell. The first is there even if the workbook lists none.
    fn format(&self, style: &str) -> Result<Format, Refusal> {
        let known = style.parse().ok().and_then(|style: usize| self.known.formats.get(style));
        known.copied().or((style == "0").then_some(Format::Plain)).ok_or_else(|| {
            let what = format!(
                "has the format “{}”, which the workbook does not hold; a date could not be told from a number",
                visible(style)
            );
            self.faulty("E-STYLE", &what)
        })
    }

    /// Reads a value up to its end and judges it.
    fn value(&mut self) -> Result<(), Refusal> {
        let (mut value, mut inner) = (Value::default(), self.walk.at()..self.walk.at());
        loop {
            match self.walk.next()? {
                Some(Event::End(_)) if self.walk.depth() == 4 => break,
                Some(event) => value.add(event),
                None => return Err(self.walk.broken()),
            }
            inner.end = self.walk.at();
        }
        let raw = self.walk.slice(inner);
        let found = judge(self.open.kind, &value, raw, self.open.format, self.known)
            .map_err(|(code, what)| self.faulty(code, &what))?;
        if self.open.kind != Kind::Inline {
            self.holds(found)?;
        }
        Ok(())
    }

    /// Reads a text that stands in the cell itself.
    fn inline(&mut self) -> Result<(), Refusal> {
        runs(&mut self.walk, &mut self.text)?;
        let cell = Cell::text(&self.text);
        self.holds(Some(cell))
    }

    fn holds(&mut self, value: Option<Cell>) -> Result<(), Refusal> {
        self.open.values += 1;
        if self.open.values > 1 {
            return Err(self.faulty("E-CELLDUP", "holds two values"));
        }
        self.open.value = value;
        Ok(())
    }

    /// A formula; its words are not needed, the block of cells it holds for must be one.
    fn formula(&mut self, tag: &BytesStart) -> Result<(), Refusal> {
        self.open.has_formula = true;
        match attributes(tag, ["ref"]) {
            Some([None]) => Ok(()),
            Some([Some(block)]) if is_block(block) => Ok(()),
            Some([Some(block)]) => Err(self.nowhere("block of cells", block)),
            None => Err(self.walk.broken()),
        }
    }

    fn end_of_cell(&mut self) -> Result<(), Refusal> {
        let at = self.at();
        self.open.is_cell = false;
        let cell = match self.open.value.take() {
            Some(cell) => cell,
            None if self.open.has_formula => Cell::NoValue,
            None => Cell::Empty,
        };
        if let Some(before) = self.before.filter(|before| *before >= at) {
            let rows = &self.found.sheet.rows;
            let other =
                rows.last().filter(|row| row.index == at.0).map_or(&Cell::Empty, |row| row.cell(at.1));
            return Err(if before == at {
                grid::twice(self.sheet, at, other, &cell)
            } else {
                grid::out_of_order(self.sheet, at, before)
            });
        }
        self.before = Some(at);
        self.found.has_dates |=
            self.open.kind == Kind::Number && matches!(cell, Cell::Moment(_) | Cell::Elapsed(_));
        let rows = &mut self.found.sheet.rows;
        match rows.last_mut() {
            _ if cell.is_empty() => {}
            Some(row) if row.index == at.0 => row.cells.push((at.1, cell)),
            last => {
                // A row mostly has as many cells as the one before.
                let mut cells = Vec::with_capacity(last.map_or(1, |row| row.cells.len()));
                cells.push((at.1, cell));
                rows.push(Row { index: at.0, cells, fields: None });
            }
        }
        Ok(())
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
        self.found.sheet.merged.push((corner(u32::min), corner(u32::max)));
        Ok(())
    }

    /// Row and column of the open cell, from zero.
    fn at(&self) -> (u32, u32) {
        (self.open.row.saturating_sub(1), self.open.col.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests;
