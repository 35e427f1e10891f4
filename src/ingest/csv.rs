//! Text with separators → [`Sheet`]. The text is walked before the reader takes it: a quote that swallows rows is an error,
//! because nothing else would show it, and a file larger than any school's is told before it takes memory.

mod walk;

pub(super) use walk::Walk;

use super::notes::{Refusal, Remark};
use super::separator::{self, Signs};
use super::sheet::{Cell, Row, Sheet};
use crate::model::text::is_ordinary;

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

/// What is said of a file with more than [`ROWS`].
pub(super) fn too_many() -> Refusal {
    Refusal::new(
        "E-LIMIT",
        "This file has more than 200,000 rows, which no school's has.",
        "If it is the right file, split it, or delete the rows of other schools.",
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
