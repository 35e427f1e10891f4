//! Where a spreadsheet would see records and fields, looked at before anything is read: a quotation mark that swallows rows,
//! and what no school's file has.

use super::{COLUMNS, FIELD, RECORD, ROWS, is_line_end, too_many};
use crate::ingest::notes::Refusal;
use crate::ingest::separator::{Signs, count};
use memchr::{memchr, memchr_iter, memchr2, memchr3};

/// A walk through the text that keeps to where a spreadsheet would see records and fields.
pub struct Walk<'a> {
    text: &'a str,
    bytes: &'a [u8],
    signs: Signs,
    at: usize,
    /// Line of the file, from 1.
    line: usize,
    /// Where the line, the record and the field begin, and the line on which the record does.
    line_start: usize,
    record: (usize, usize),
    field: usize,
    fields: usize,
    records: usize,
}

impl<'a> Walk<'a> {
    /// From the top of a text whose first line is that line of its file.
    pub fn new(text: &'a str, signs: Signs, first_line: usize) -> Walk<'a> {
        Walk {
            text,
            bytes: text.as_bytes(),
            signs,
            at: 0,
            line: first_line,
            line_start: 0,
            record: (0, first_line),
            field: 0,
            fields: 0,
            records: 0,
        }
    }

    /// To its end.
    ///
    /// # Errors
    /// `E-CSV-QUOTE` and `E-LIMIT`, as [`super::read`].
    pub fn check(mut self) -> Result<(), Refusal> {
        while let Some(byte) = self.bytes.get(self.at).copied() {
            if let Some(end) = self.plain_line() {
                self.at = end;
                self.end_of_record()?;
            } else if byte == self.signs.quote && self.at == self.field {
                self.quoted()?;
            } else if byte == self.signs.delimiter {
                self.end_of_field()?;
                self.at += 1;
                self.field = self.at;
            } else if matches!(byte, b'\n' | b'\r') {
                self.end_of_record()?;
            } else {
                // Inside a value: on to the next sign that ends it.
                let rest = &self.bytes[self.at..];
                self.at += memchr3(self.signs.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
                self.within()?;
            }
        }
        self.end_of_record()
    }

    /// Where a line ends that begins here, is a record of its own and can hold nothing odd, as nearly every line is.
    fn plain_line(&self) -> Option<usize> {
        if self.at > self.record.0 {
            return None;
        }
        let rest = &self.bytes[self.at..];
        let line = &rest[..memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())];
        let Signs { delimiter, quote, .. } = self.signs;
        let is_plain = line.len() <= FIELD
            && memchr(quote, line).is_none()
            && memchr_iter(delimiter, line).count() < COLUMNS;
        is_plain.then_some(self.at + line.len())
    }

    /// No record is endless.
    fn within(&self) -> Result<(), Refusal> {
        if self.at - self.record.0 > RECORD { Err(too_long(self.record.1)) } else { Ok(()) }
    }

    /// One byte on, inside a field.
    fn step(&mut self) -> Result<(), Refusal> {
        let is_line_end = is_line_end(self.bytes, self.at);
        self.at += 1;
        if is_line_end {
            self.line += 1;
            self.line_start = self.at;
        }
        self.within()
    }

    fn end_of_field(&mut self) -> Result<(), Refusal> {
        self.fields += 1;
        if self.fields > COLUMNS {
            return Err(Refusal::new(
                "E-LIMIT",
                format!(
                    "Line {} has more than {COLUMNS} columns; up to {COLUMNS} can be read.",
                    self.record.1
                ),
                "Delete the columns that are not needed. If the line has no more than you see, look for separators at its end.",
            ));
        }
        let field = &self.text[self.field..self.at];
        if field.len() > FIELD && field.chars().count() > FIELD {
            return Err(too_long(self.record.1));
        }
        Ok(())
    }

    /// At the end of a line or of the text.
    fn end_of_record(&mut self) -> Result<(), Refusal> {
        if self.at > self.record.0 {
            self.end_of_field()?;
            // Separators without values are the padding of a spreadsheet's empty rows.
            let is_padding = |b: &u8| *b == self.signs.delimiter || *b == b' ';
            self.records += usize::from(!self.bytes[self.record.0..self.at].iter().all(is_padding));
        }
        if self.records > ROWS {
            return Err(too_many());
        }
        self.line += usize::from(self.at < self.bytes.len() && is_line_end(self.bytes, self.at));
        self.at += 1;
        (self.line_start, self.record, self.field, self.fields) = (self.at, (self.at, self.line), self.at, 0);
        Ok(())
    }

    /// From an opening quotation mark to what follows the closing one.
    fn quoted(&mut self) -> Result<(), Refusal> {
        let Signs { delimiter, quote, .. } = self.signs;
        let (line, line_start, opened) = (self.line, self.line_start, self.at);
        self.at += 1;
        loop {
            match self.bytes.get(self.at) {
                None => return Err(misplaced(line, "is never closed")),
                Some(b) if *b == quote && self.bytes.get(self.at + 1) == Some(&quote) => self.at += 2,
                Some(b) if *b == quote => break,
                Some(b'\n' | b'\r') => self.step()?,
                Some(_) => {
                    let rest = &self.bytes[self.at..];
                    self.at += memchr3(quote, b'\n', b'\r', rest).unwrap_or(rest.len());
                    self.within()?;
                }
            }
        }
        let closed = self.at;
        if self.line > line && self.hides_rows(line_start, opened, closed) {
            return Err(misplaced(line, "is closed only further down, and would hide the rows between"));
        }
        self.at += 1;
        while self.bytes.get(self.at) == Some(&b' ') {
            self.step()?;
        }
        match self.bytes.get(self.at) {
            Some(b) if *b != delimiter && !matches!(b, b'\n' | b'\r') => {
                Err(misplaced(line, "is closed in the middle of a value"))
            }
            _ => Ok(()),
        }
    }

    /// True if lines inside a quoted value look like rows. A comment may have line breaks, but hardly as many separators
    /// as a row on each of its lines.
    fn hides_rows(&self, line_start: usize, opened: usize, closed: usize) -> bool {
        let Signs { delimiter, quote, usual } = self.signs;
        let plain = |text: &str| text.bytes().filter(|b| *b == delimiter).count();
        let inside: Vec<&str> = self.text[opened + 1..closed].split(['\r', '\n']).collect();
        let [first, whole @ .., last] = &inside[..] else { return false };
        let whole: Vec<usize> =
            whole.iter().filter(|line| !line.is_empty()).map(|line| plain(line)).collect();
        let rows = whole.iter().filter(|found| usual > 0 && **found >= usual).count();
        let rest = self.text[closed + 1..].split(['\r', '\n']).next().unwrap_or("");
        let top = count(&self.text[line_start..opened], delimiter, quote) + plain(first);
        let bottom = plain(last) + count(rest, delimiter, quote);
        let all_are_rows = usual > 0 && [top, bottom].iter().chain(&whole).all(|found| *found == usual);
        all_are_rows || rows >= if usual == 1 { 2 } else { 1 } || whole.len() > 50
    }
}

fn misplaced(line: usize, what: &str) -> Refusal {
    Refusal::new(
        "E-CSV-QUOTE",
        format!("The quotation mark opened on line {line} {what}."),
        format!(
            "Look at line {line}: remove the stray quotation mark or close it, and save the file again. A mark inside a value is written twice: \"\"."
        ),
    )
}

fn too_long(line: usize) -> Refusal {
    Refusal::new(
        "E-LIMIT",
        format!(
            "Line {line} begins a text of more than 32,767 characters, the most a spreadsheet's cell can hold."
        ),
        "Look for a quotation mark that is opened there and never closed, or for a missing line break; or shorten the text.",
    )
}
