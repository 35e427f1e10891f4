//! A text file, record by record. It has to be UTF-8, and its lines have to end as those of nearly every program do;
//! otherwise it is not split.

use super::spread::Spread;
use super::{Halt, Whole};
use crate::ingest::separator::{self, Signs};
use crate::ingest::sheet::{Row, Sheet};
use crate::ingest::{csv, disk};
use crate::model::dfe::Template;
use memchr::{memchr, memchr_iter};
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

/// Bytes at the top by which separators are found out.
const HEAD: u64 = 1 << 20;
/// Bytes of records that are looked at together.
const PIECE: usize = 1 << 20;
/// Lines of a record: with more, a quotation mark is not closed where it should be.
const LINES: usize = 60;

/// Streams a file through.
///
/// # Errors
/// If it is not to be split.
pub fn through(place: &Path, spread: &mut Spread, goes_on: &dyn Fn()) -> Result<Whole, Halt> {
    let unread = |_| Halt::Unfit;
    let before = disk::standing(place).map_err(unread)?;
    let mut head = Vec::new();
    File::open(place).and_then(|file| file.take(HEAD).read_to_end(&mut head)).map_err(unread)?;
    let whole_lines = head.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let head = std::str::from_utf8(&head[..whole_lines]).map_err(|_| Halt::Unfit)?;
    let head = head.trim_start_matches('\u{feff}');
    let (signs, _, first_line) = separator::find(head)?;
    if first_line > 1 || Template::meant(head).is_some() {
        return Err(Halt::Unfit);
    }
    let file = BufReader::with_capacity(PIECE, File::open(place).map_err(unread)?);
    let mut lines = Lines { file, signs, hash: Sha256::new(), bytes: 0, line: 0, row: 0 };
    let mut rows = 0;
    while let Some(piece) = lines.piece()? {
        goes_on();
        let sheet = piece.read(signs)?;
        rows += sheet.rows.len();
        spread.takes(sheet)?;
        if !spread.tells_schools() {
            return Err(Halt::Unfit);
        }
    }
    let Lines { hash, bytes, .. } = lines;
    if disk::standing(place).map_err(unread)? != before || before.0 != bytes {
        return Err(Halt::Unfit);
    }
    Ok(Whole {
        bytes,
        sha256: base16ct::lower::encode_string(&hash.finalize()),
        remarks: csv::remark(signs).into_iter().collect(),
        is_beyond_one: bytes > disk::LARGEST || rows > csv::ROWS,
    })
}

/// The file from its start.
struct Lines {
    file: BufReader<File>,
    signs: Signs,
    hash: Sha256,
    bytes: u64,
    /// Lines and rows so far.
    line: usize,
    row: u32,
}

/// Some whole records.
struct Piece {
    text: Vec<u8>,
    /// The line of the file on which it begins, from 1.
    line: usize,
    /// The row of each record that is no blank line, from zero.
    rows: Vec<u32>,
}

impl Lines {
    /// The next records; nothing at the end.
    fn piece(&mut self) -> Result<Option<Piece>, Halt> {
        let mut piece = Piece { text: Vec::new(), line: self.line + 1, rows: Vec::new() };
        while piece.text.len() < PIECE && self.record(&mut piece)? {}
        Ok((!piece.text.is_empty()).then_some(piece))
    }

    /// Adds a record; false at the end of the file.
    fn record(&mut self, piece: &mut Piece) -> Result<bool, Halt> {
        let begin = piece.text.len();
        for n in 0.. {
            let start = piece.text.len();
            let read = self.file.by_ref().take(csv::RECORD as u64 + 1).read_until(b'\n', &mut piece.text);
            if read.map_err(|_| Halt::Unfit)? == 0 {
                // At the end of a record, or inside one, which the walk through it will notice.
                break;
            }
            let line = &piece.text[start..];
            (self.line, self.bytes) = (self.line + 1, self.bytes + line.len() as u64);
            self.hash.update(line);
            let odd_end = memchr_iter(b'\r', line).any(|at| csv::is_line_end(line, at));
            if odd_end || n == LINES || piece.text.len() - begin > csv::RECORD {
                return Err(Halt::Unfit);
            }
            if !is_open(&piece.text[begin..], self.signs) {
                break;
            }
        }
        let record = &piece.text[begin..];
        if !record.iter().all(|byte| matches!(byte, b'\r' | b'\n')) {
            piece.rows.push(self.row);
        }
        self.row = self.row.checked_add(1).ok_or(Halt::Unfit)?;
        Ok(!record.is_empty())
    }
}

impl Piece {
    /// Its rows, if a reader of the whole would refuse nothing of it.
    fn read(&self, signs: Signs) -> Result<Sheet, Halt> {
        let text = std::str::from_utf8(&self.text).map_err(|_| Halt::Unfit)?;
        let text = if self.line == 1 { text.trim_start_matches('\u{feff}') } else { text };
        csv::Walk::new(text, signs, self.line).check()?;
        let (mut sheet, mut rows) = (Sheet::default(), self.rows.iter());
        let mut reader = csv::reader(text, signs);
        let mut record = ::csv::StringRecord::new();
        while reader.read_record(&mut record).map_err(|_| Halt::Unfit)? {
            let index = *rows.next().ok_or(Halt::Unfit)?;
            let cells = csv::cells(&record, |_| true);
            if !cells.is_empty() {
                sheet.rows.push(Row { index, cells, fields: Some(record.len()) });
            }
        }
        if rows.next().is_none() { Ok(sheet) } else { Err(Halt::Unfit) }
    }
}

/// True if a quotation mark is open at the end of what there is of a record.
fn is_open(record: &[u8], signs: Signs) -> bool {
    let mut rest = record;
    if memchr(signs.quote, rest).is_none() {
        return false;
    }
    loop {
        // At the start of a field.
        if let Some(inside) = rest.strip_prefix(&[signs.quote]) {
            let Some(behind) = behind_quote(inside, signs.quote) else { return true };
            rest = behind;
        }
        match memchr(signs.delimiter, rest) {
            Some(end) => rest = &rest[end + 1..],
            None => return false,
        }
    }
}

/// What follows the mark that closes a quotation; a mark written twice is one of the text.
fn behind_quote(inside: &[u8], quote: u8) -> Option<&[u8]> {
    let mut rest = inside;
    loop {
        let after = &rest[memchr(quote, rest)? + 1..];
        match after.strip_prefix(&[quote]) {
            Some(more) => rest = more,
            None => return Some(after),
        }
    }
}
