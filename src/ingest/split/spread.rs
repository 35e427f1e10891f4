//! Rows as they stream by → a file for each school, called by its URN, and one for what is for every school.
//!
//! Each line of a file is a row with the place of its sheet among those of the file that is split; above the rows for every
//! school stand the sheets.

use super::Halt;
use crate::ingest::gias;
use crate::ingest::layout::Layouts;
use crate::ingest::notes::Remark;
use crate::ingest::parse::amount;
use crate::ingest::recognise::{Recognised, recognise};
use crate::ingest::sheet::{Row, Sheet};
use crate::ingest::table::Table;
use crate::model::source::SheetId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;

/// The file with what is for every school.
pub const FIRST: &str = "first";
/// Bytes that wait in memory until they are written.
const WAITING: usize = 32 << 20;
/// Bytes of rows that are for every school: more of them, and the file is none of many schools.
const COMMON: usize = 8 << 20;
/// Records that say which school is which, or of which rows of other schools are more than counted.
const WHOLE: [&str; 5] = ["school", "service", "declarations", "participants", gias::RECORD];

/// What stands above the rows for every school.
#[derive(Default, Serialize, Deserialize)]
pub struct Top {
    /// Sheets, in the order of the file.
    pub sheets: Vec<OfAll>,
    /// What is to be said of the file: code, message, what to do.
    pub remarks: Vec<(String, String, String)>,
}

/// What all schools have of a sheet.
#[derive(Serialize, Deserialize)]
pub struct OfAll {
    name: Option<String>,
    merged: Vec<((u32, u32), (u32, u32))>,
    /// Rows with a URN.
    rows: u64,
}

impl From<OfAll> for Sheet {
    fn from(OfAll { name, merged, rows }: OfAll) -> Sheet {
        Sheet { name, merged, elsewhere: rows, ..Sheet::default() }
    }
}

/// Where the schools of a sheet are told apart: below this row, by what stands in this column.
struct Urns {
    header: u32,
    col: u32,
}

/// The parts of one file as they grow.
pub struct Spread<'a> {
    into: &'a Path,
    name: &'a str,
    layouts: &'a Layouts,
    top: Top,
    /// Of the sheet in hand.
    urns: Option<Urns>,
    /// Some sheet has such a column.
    has_urns: bool,
    schools: BTreeSet<String>,
    first: Vec<u8>,
    /// Rows that are not written yet.
    waiting: BTreeMap<String, Vec<u8>>,
    held: usize,
}

impl<'a> Spread<'a> {
    /// The parts of a file of this name go into an empty folder.
    pub fn new(into: &'a Path, name: &'a str, layouts: &'a Layouts) -> Spread<'a> {
        Spread {
            into,
            name,
            layouts,
            top: Top::default(),
            urns: None,
            has_urns: false,
            schools: BTreeSet::new(),
            first: Vec::new(),
            waiting: BTreeMap::new(),
            held: 0,
        }
    }

    /// Takes the next rows of a sheet; the first ones say what it is.
    ///
    /// # Errors
    /// If too much is for every school, or the parts cannot be written.
    pub fn takes(&mut self, piece: Sheet) -> Result<(), Halt> {
        if self.top.sheets.last().is_none_or(|sheet| sheet.name != piece.name) {
            self.urns = urns(self.name, &piece, self.layouts);
            self.has_urns |= self.urns.is_some();
            self.top.sheets.push(OfAll { name: piece.name, merged: Vec::new(), rows: 0 });
        }
        let sheet = self.top.sheets.len() - 1;
        for row in piece.rows {
            self.row(sheet, &row)?;
        }
        Ok(())
    }

    /// True if some sheet so far has a column of URNs.
    pub fn tells_schools(&self) -> bool {
        self.has_urns
    }

    /// Takes the merged cells of each sheet, which are known last.
    ///
    /// # Errors
    /// If they are too many.
    pub fn merged(&mut self, sheets: Vec<Sheet>) -> Result<(), Halt> {
        if sheets.iter().map(|sheet| sheet.merged.len()).sum::<usize>() > COMMON / 64 {
            return Err(Halt::Unfit);
        }
        for (of_all, sheet) in self.top.sheets.iter_mut().zip(sheets) {
            of_all.merged = sheet.merged;
        }
        Ok(())
    }

    /// Ends the parts: which schools there are.
    ///
    /// # Errors
    /// If the schools cannot be told apart, or the parts cannot be written.
    pub fn end(mut self, remarks: Vec<Remark>) -> Result<Vec<String>, Halt> {
        if !self.has_urns {
            return Err(Halt::Unfit);
        }
        self.write()?;
        let said = |remark: Remark| (remark.code.to_owned(), remark.message, remark.help);
        self.top.remarks = remarks.into_iter().map(said).collect();
        let mut top = line(&self.top)?;
        top.append(&mut self.first);
        append(&self.into.join(FIRST), &top)?;
        Ok(self.schools.into_iter().collect())
    }

    fn row(&mut self, sheet: usize, row: &Row) -> Result<(), Halt> {
        let written = line(&(sheet, row))?;
        let urn = self.urns.as_ref().filter(|urns| row.index > urns.header).map(|urns| row.cell(urns.col));
        let Some(Ok(Some(urn))) = urn.map(amount::urn) else {
            self.first.extend(written);
            return if self.first.len() > COMMON { Err(Halt::Unfit) } else { Ok(()) };
        };
        self.top.sheets[sheet].rows += 1;
        if !self.schools.contains(&urn) {
            self.schools.insert(urn.clone());
        }
        self.held += written.len();
        self.waiting.entry(urn).or_default().extend(written);
        if self.held > WAITING { self.write() } else { Ok(()) }
    }

    /// Writes what waits.
    fn write(&mut self) -> Result<(), Halt> {
        for (urn, waiting) in std::mem::take(&mut self.waiting) {
            append(&self.into.join(urn), &waiting)?;
        }
        self.held = 0;
        Ok(())
    }
}

/// Where the schools of a sheet are told apart, if it is a plain list of one record.
fn urns(file: &str, sheet: &Sheet, layouts: &Layouts) -> Option<Urns> {
    let Recognised::As(found) = recognise(file, sheet, layouts) else { return None };
    let [found] = &found[..] else { return None };
    let layout = found.layout;
    let is_plain = layout.grid.is_none()
        && layout.section.is_none()
        && layout.fill_down.is_empty()
        && layout.positions.is_empty()
        && !WHOLE.contains(&layout.record.as_str());
    let id = SheetId(0);
    let table = Table::new(id, layout, found.unfold(id, sheet), true);
    let urn = table.sheet.entries.first()?.source(table.column("urn")?);
    let header = table.sheet.header_row.filter(|_| is_plain)?;
    Some(Urns { header, col: urn.col })
}

/// As a line of its own.
fn line(what: &impl Serialize) -> Result<Vec<u8>, Halt> {
    let mut line = serde_json::to_vec(what).map_err(|error| Halt::Unwritten(error.into()))?;
    line.push(b'\n');
    Ok(line)
}

fn append(path: &Path, rows: &[u8]) -> Result<(), Halt> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| -> io::Result<()> { file.write_all(rows) });
    written.map_err(Halt::Unwritten)
}
