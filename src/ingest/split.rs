//! A file with the rows of many schools → for each school its own rows, told apart by their URN as the file streams by.
//! It is never held whole, and a row keeps its place in it. What a school then reads of it is what it would have kept of
//! the whole.
//!
//! ```text
//! text ─┐
//!       ├─► rows, piece by piece ─► spread ─► a folder of parts ─► Part::read, once a school
//! book ─┘
//! ```

mod book;
mod spread;
mod text;

use super::layout::Layouts;
use super::notes::{Notes, Refusal, Remark};
use super::sheet::{Row, Sheet};
use super::watch::Watch;
use super::{Content, PackFile, SchoolFiles, assemble, csv, disk, grid, open, pack};
use crate::model::CODES;
use serde::{Deserialize, Serialize};
use spread::{FIRST, Spread, Top};
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};

/// A file that was split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// The folder the parts are in, each called by its URN.
    folder: PathBuf,
    /// Size of the file.
    pub bytes: u64,
    /// Lower-case hex of the SHA-256 of the file.
    pub sha256: String,
}

/// What a school has of a file of many schools.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The file.
    pub of: Split,
    /// The school, if it is known.
    urn: Option<String>,
}

/// What came of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// Its parts.
    pub split: Split,
    /// The schools it has rows of.
    pub urns: Vec<String>,
    /// It is larger than that of a single school may be.
    pub is_beyond_one: bool,
}

/// Why a file was not split.
pub(super) enum Halt {
    /// It is no list of many schools; or there is something wrong with it, which a reading of the whole will say.
    Unfit,
    /// A part could not be written.
    Unwritten(io::Error),
}

impl From<Refusal> for Halt {
    fn from(_: Refusal) -> Halt {
        Halt::Unfit
    }
}

/// What is known of a file once it has gone by.
struct Whole {
    bytes: u64,
    sha256: String,
    remarks: Vec<Remark>,
    is_beyond_one: bool,
}

/// Splits a file into parts in an empty folder; nothing if it is no text file or workbook with a list that has a URN in each
/// row, or one in which a reading of the whole would find something to refuse. Only its rows are then read by anyone.
///
/// # Errors
/// If the parts cannot be written.
pub fn split(
    place: &Path,
    path: &str,
    into: &Path,
    (layouts, watch): (&Layouts, &Watch),
) -> io::Result<Option<Parts>> {
    let name = pack::file_name(path);
    let mut spread = Spread::new(into, name, layouts);
    let goes_on = || watch.takes(path);
    let through = match pack::extension(name).as_str() {
        _ if watch.passes(path).is_err() || name.starts_with("~$") => Err(Halt::Unfit),
        "csv" | "tsv" | "tab" => text::through(place, &mut spread, &goes_on),
        "xlsx" | "xlsm" => book::through(place, &mut spread, &goes_on),
        _ => Err(Halt::Unfit),
    };
    watch.rests();
    let parts = through.and_then(|whole| {
        let Whole { bytes, sha256, remarks, is_beyond_one } = whole;
        let urns = spread.end(remarks)?;
        Ok(Parts { split: Split { folder: into.to_owned(), bytes, sha256 }, urns, is_beyond_one })
    });
    match parts {
        Ok(parts) => Ok(Some(parts)),
        Err(Halt::Unfit) => Ok(None),
        Err(Halt::Unwritten(error)) => Err(error),
    }
}

/// The files of a school, each that was split replaced by the school’s part of it. Which school this is, the others say.
pub fn own_parts<'a>(
    files: &'a SchoolFiles,
    modern_only: bool,
    (layouts, watch): (&Layouts, &Watch),
) -> Cow<'a, SchoolFiles> {
    let is_split = |file: &PackFile| matches!(file.content, Content::Split(_));
    let own = files.files.iter().map(|file| (file, false));
    let all = own.chain(files.shared.iter().map(|file| (file, true)));
    let (split, mut others): (Vec<_>, Vec<_>) = all.partition(|(file, _)| is_split(file));
    if split.is_empty() {
        return Cow::Borrowed(files);
    }
    others.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
    let opened = open::open(&others, modern_only, watch, &mut Notes::default());
    let urn = assemble::urn(&files.folder, &opened, (layouts, watch));
    let mut files = files.clone();
    for file in files.files.iter_mut().chain(&mut files.shared) {
        if let Content::Split(split) = &file.content {
            file.content = Content::Part(Part { of: split.clone(), urn: urn.clone() });
        }
    }
    Cow::Owned(files)
}

impl Part {
    /// The sheets of the file with the rows that are for every school and those of this one, and what is to be said of it.
    ///
    /// # Errors
    /// `E-LIMIT` if there are more of them than in a file of one school may be; `E-ACCESS` if the part cannot be read.
    pub fn read(&self) -> Result<(Vec<Sheet>, Vec<Remark>), Refusal> {
        let unread = |error: io::Error| disk::access(&error, cfg!(windows));
        let (top, rows) = self.first().map_err(unread)?;
        let mut sheets: Vec<Sheet> = top.sheets.into_iter().map(Sheet::from).collect();
        let mut cells = 0;
        let mut take = |(sheet, row): (usize, Row), is_own: bool| {
            let sheet = sheets.get_mut(sheet).ok_or_else(|| unread(io::ErrorKind::InvalidData.into()))?;
            sheet.elsewhere = sheet.elsewhere.saturating_sub(u64::from(is_own));
            cells += row.cells.len();
            match &sheet.name {
                None if sheet.rows.len() == csv::ROWS => return Err(csv::too_many()),
                Some(name) if cells > grid::CELLS => return Err(grid::too_many(name)),
                _ => sheet.rows.push(row),
            }
            Ok(())
        };
        for row in rows {
            take(row.map_err(unread)?, false)?;
        }
        let own = self.urn.as_ref().map(|urn| self.of.folder.join(urn)).filter(|own| own.is_file());
        if let Some(own) = own {
            for line in BufReader::new(File::open(own).map_err(unread)?).lines() {
                let row = line.and_then(|line| Ok(serde_json::from_str(&line)?)).map_err(unread)?;
                take(row, true)?;
            }
        }
        for sheet in &mut sheets {
            sheet.rows.sort_by_key(|row| row.index);
        }
        let said = |(code, message, help): (String, String, String)| {
            let code = CODES.iter().find(|known| known.code == code)?.code;
            Some(Remark { code, message, help })
        };
        Ok((sheets, top.remarks.into_iter().filter_map(said).collect()))
    }

    /// What is for every school: the sheets, and rows of them.
    fn first(&self) -> io::Result<(Top, impl Iterator<Item = io::Result<(usize, Row)>>)> {
        let mut lines = BufReader::new(File::open(self.of.folder.join(FIRST))?).lines();
        let top = lines.next().ok_or(io::ErrorKind::UnexpectedEof)??;
        Ok((serde_json::from_str(&top)?, lines.map(|line| Ok(serde_json::from_str(&line?)?))))
    }
}

#[cfg(test)]
mod tests;
