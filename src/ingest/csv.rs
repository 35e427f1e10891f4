//! Text with separators → [`Sheet`]. The text is walked before the reader takes it: a quote that swallows rows is an error,
//! because nothing else would show it, and a file larger than any school's is told before it takes memory.

use super::notes::{Refusal, Remark};
use super::separator::{self, Signs, count};
use super::sheet::{Cell, Row, Sheet};
use crate::model::text::is_ordinary;
use memchr::{memchr, memchr_iter, memchr2, memchr3};

/// Bytes of a record, at most.
pub(super) const RECORD: usize = 1 << 20;
const FIELD: usize = 32_767;
const COLUMNS: usize = 200;
/// Rows of a file, at most.
pub(super) const ROWS: usize = 200_000;

/// Reads decoded text.
///
/// # Errors
/// `E-DELIM` if two separators fit equally, `E-CSV-QUOTE` if a quote is not closed where it should be, `E-LIMIT` if the
/// file is larger than any school's.
pub fn read(text: &str) -> Result<(Sheet, Vec<Remark>), Refusal> {
    let (signs, text, first_line) = separator::find(text)?;
    Walk::new(text, signs, first_line).check()?;
    Ok((rows(text, signs)?, remark(signs).into_iter().collect()))
}

/// What is said of a file whose columns are not separated by commas.
pub(super) fn remark(signs: Signs) -> Option<Remark> {
    let separated = || {
        let by = separator::name(signs.delimiter);
        format!("The columns of this file are separated by {by}, and were read so.")
    };
    (signs.delimiter != b',')
        .then(|| Remark::new("W-DELIM", separated(), "Nothing to do if the columns look right."))
}

/// A walk through the text that keeps to where a spreadsheet would see records and fields.
pub(super) struct Walk<'a> {
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
    pub(super) fn new(text: &'a str, signs: Signs, first_line: usize) -> Walk<'a> {
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

    pub(super) fn check(mut self) -> Result<(), Refusal> {
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

/// What is said of a file with more than [`ROWS`].
pub(super) fn too_many() -> Refusal {
    Refusal::new(
        "E-LIMIT",
        "This file has more than 200,000 rows, which no school's has.",
        "If it is the right file, split it, or delete the rows of other schools.",
    )
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

/// A line ends there.
pub(super) fn is_line_end(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n')
}

fn rows(text: &str, signs: Signs) -> Result<Sheet, Refusal> {
    let mut sheet = Sheet::default();
    let mut keep: Option<Vec<bool>> = None;
    each(text, signs, |index, record| {
        if index == 0 {
            keep = super::gias::columns(record.iter());
        }
        let is_kept = |col: usize| keep.as_ref().is_none_or(|keep| keep.get(col) == Some(&true));
        let cells = cells(record, is_kept);
        if !cells.is_empty() {
            sheet.rows.push(Row { index, cells, fields: Some(record.len()) });
        }
    })?;
    Ok(sheet)
}

/// The cells of a record that hold anything, of the columns that are kept.
pub(super) fn cells(record: &csv::StringRecord, is_kept: impl Fn(usize) -> bool) -> Vec<(u32, Cell)> {
    let mut cells = Vec::with_capacity(record.len());
    let of = if is_ordinary(record.as_slice()) { Cell::ordinary } else { Cell::text };
    for ((at, text), col) in (0_u32..).zip(record.iter()).zip(0..) {
        let cell = if is_kept(col) { of(text) } else { Cell::Empty };
        if !cell.is_empty() {
            cells.push((at, cell));
        }
    }
    cells
}

/// Each record with its row, from zero. The reader steps over blank lines; a spreadsheet numbers them.
fn each(text: &str, signs: Signs, mut take: impl FnMut(u32, &csv::StringRecord)) -> Result<(), Refusal> {
    let mut reader = reader(text, signs);
    let mut record = csv::StringRecord::new();
    let (mut index, mut before) = (0_u32, 0_usize);
    let unread = |e: csv::Error| {
        Refusal::new("E-LIMIT", format!("This text file cannot be read: {e}."), "Export it again.")
    };
    while reader.read_record(&mut record).map_err(unread)? {
        index += blank_lines(text.as_bytes(), before);
        before = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        take(index, &record);
        index += 1;
    }
    Ok(())
}

pub(super) fn reader(text: &str, signs: Signs) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(signs.delimiter)
        .quote(signs.quote)
        .from_reader(text.as_bytes())
}

/// Every line in its fields, untrimmed, and blank lines as lines without any: the place of a line is its row.
///
/// # Errors
/// As [`read`].
pub fn as_it_stands(text: &str) -> Result<Vec<Vec<String>>, Refusal> {
    let (signs, text, _) = separator::find(text)?;
    let mut all: Vec<Vec<String>> = Vec::new();
    each(text, signs, |index, record| {
        all.resize_with(index as usize, Vec::new);
        all.push(record.iter().map(str::to_owned).collect());
    })?;
    Ok(all)
}

fn blank_lines(bytes: &[u8], from: usize) -> u32 {
    let mut at = from;
    if at > 0 && bytes.get(at - 1) == Some(&b'\r') && bytes.get(at) == Some(&b'\n') {
        at += 1;
    }
    let mut blank = 0;
    while let Some(b'\n' | b'\r') = bytes.get(at) {
        blank += u32::from(is_line_end(bytes, at));
        at += 1;
    }
    blank
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(text: &str) -> Result<Vec<String>, &'static str> {
        let (sheet, _) = read(text).map_err(|refusal| refusal.code)?;
        Ok(sheet
            .rows
            .iter()
            .map(|row| {
                let cells: Vec<String> = row
                    .cells
                    .iter()
                    .map(|(col, cell)| format!("{col}={}", super::super::parse::shown(cell)))
                    .collect();
                format!("{}: {}", row.index + 1, cells.join(" "))
            })
            .collect())
    }

    #[test]
    fn rows_keep_the_numbers_a_spreadsheet_gives_them() {
        let expected = Ok(vec!["1: 0=a 1=b".to_owned(), "4: 0=1 1=2".to_owned(), "5: 0=3".to_owned()]);
        assert_eq!(grid("a,b\n\n\n1,2\n3,\n"), expected);
        assert_eq!(grid("a,b\r\n\r\n\r\n1,2\r\n3,\r\n"), expected);
        assert_eq!(grid("a,b\r\r\r1,2\r3,\r"), expected);
        assert_eq!(grid("a,b\n,\n , \n1,2\n3,\n"), expected);
    }

    #[test]
    fn lines_as_they_stand_keep_their_row_and_every_space() {
        let lines = as_it_stands("sep=;\r\n a ;b\r\n\r\n1;\"two; and\"\r\n").unwrap();
        assert_eq!(lines, [vec![" a ", "b"], vec![], vec!["1", "two; and"]]);
    }

    #[test]
    fn a_quote_that_swallows_rows_is_an_error() {
        assert_eq!(grid("a,b\n1,\"2\n3,4\n"), Err("E-CSV-QUOTE"));
        assert_eq!(grid("a,b\n1,\"2\n3,4\n5,6\n7,8\n9,\"\n"), Err("E-CSV-QUOTE"));
        assert_eq!(grid("a,b\n1,\"2\"x\n"), Err("E-CSV-QUOTE"));
        assert_eq!(grid("a,b,c\n1,\"said, well\nand, then\nno\",3\n").unwrap().len(), 2);
        assert_eq!(grid("a,b\n1,two \"2\" three\n").unwrap().len(), 2);
        for ends in ["\n", "\r", "\r\n"] {
            let text = ["a,b,c", "1,2,\"3", "4,5,6\"", "7,8,9", ""].join(ends);
            assert_eq!(grid(&text), Err("E-CSV-QUOTE"), "one row in another, {ends:?}");
            let text = ["a,b,c", "1,2,\"3", "4,5,6", "7,8,9\"", ""].join(ends);
            assert_eq!(grid(&text), Err("E-CSV-QUOTE"), "two rows in another, {ends:?}");
            let text = ["Staff", "", "a,b,c", "1,\"Bell, Ann\",\"3", "4,5,6\"", ""].join(ends);
            assert_eq!(grid(&text), Err("E-CSV-QUOTE"), "below a title, {ends:?}");
        }
    }

    #[test]
    fn quotes_are_read_as_a_spreadsheet_reads_them() {
        for (line, expected) in [
            (r#""a","b, c",d"#, "0=a 1=b, c 2=d"),
            (r#""a" ,"b, c"  ,d"#, "0=a 1=b, c 2=d"),
            (r#"a,"said ""so"", twice",d"#, r#"0=a 1=said "so", twice 2=d"#),
            (r#"a,5" ruler,d"#, r#"0=a 1=5" ruler 2=d"#),
            ("a,\"two\nlines\",d", "0=a 1=two lines 2=d"),
            (r#"a,"",d"#, "0=a 2=d"),
        ] {
            assert_eq!(grid(&format!("x,y,z\n{line}\n")).unwrap()[1], format!("2: {expected}"), "{line}");
        }
        assert_eq!(grid("'a','it''s','c'\n'1','2','3'").unwrap()[0], "1: 0=a 1=it's 2=c");
    }

    #[test]
    fn a_quote_is_named_by_the_line_a_text_editor_shows() {
        for (text, line) in [("a,b\n1,\"2\n", 2), ("sep=,\na,b\n1,\"2\n", 3), ("a,b\r\n\r\n1,\"2", 3)] {
            let message = read(text).unwrap_err().message;
            assert_eq!(message, format!("The quotation mark opened on line {line} is never closed."));
        }
    }

    #[test]
    fn what_no_school_has_is_refused() {
        let wide = |columns: usize| format!("a,b\n{}\n", vec!["x"; columns].join(","));
        assert!(grid(&wide(200)).is_ok());
        assert_eq!(grid(&wide(201)), Err("E-LIMIT"));
        let long = |letters: usize| format!("a,b\n{},2\n", "é".repeat(letters));
        assert!(grid(&long(32_767)).is_ok());
        assert_eq!(grid(&long(32_768)), Err("E-LIMIT"));
        assert_eq!(grid(&format!("a,b\n{}", "x".repeat(RECORD + 1))), Err("E-LIMIT"));
        assert_eq!(grid(&format!("a,b\n\"{}", "x\n".repeat(RECORD))), Err("E-LIMIT"));
        assert!(grid(&"1\n".repeat(200_000)).is_ok());
        assert_eq!(grid(&"1\n".repeat(200_001)), Err("E-LIMIT"));
        assert_eq!(grid(&format!("a,b\n{}1,2\n", ",\n".repeat(200_000))).map(|rows| rows.len()), Ok(2));
    }
}
