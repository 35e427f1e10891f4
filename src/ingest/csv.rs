//! Text with separators → [`Sheet`]. The separator and the quote are found out by majority; a quote that swallows rows
//! is an error, because nothing else would show it.

use super::notes::{Refusal, Remark};
use super::sheet::{Cell, Row, Sheet};

const RECORD: usize = 1 << 20;
const FIELD: usize = 32_767;
const COLUMNS: usize = 200;
const ROWS: usize = 200_000;
/// Lines at the top from which separator and quote are found out.
const SAMPLE: usize = 100;

/// Reads decoded text.
///
/// # Errors
/// `E-DELIM` if two separators fit equally, `E-CSV-QUOTE` if a quote is not closed where it should be, `E-LIMIT` if the
/// file is larger than any school's.
pub fn read(text: &str) -> Result<(Sheet, Vec<Remark>), Refusal> {
    let (text, told) = separator_line(text);
    let quote = quote(text);
    let delimiter = match told {
        Some(delimiter) => delimiter,
        None => delimiter(text, quote)?,
    };
    let mut remarks = Vec::new();
    if delimiter != b',' {
        let name = match delimiter {
            b';' => "semicolons",
            b'\t' => "tabs",
            _ => "bars (|)",
        };
        remarks.push(Remark::new(
            "W-DELIM",
            format!("The columns of this file are separated by {name}, and were read so."),
            "Nothing to do if the columns look right.",
        ));
    }
    check_quotes(text, delimiter, quote)?;
    Ok((rows(text, delimiter, quote)?, remarks))
}

/// `sep=;` on the first line is Excel's own hint, and no row.
fn separator_line(text: &str) -> (&str, Option<u8>) {
    let line = text.split(['\r', '\n']).next().unwrap_or("");
    let told = line.trim().strip_prefix("sep=").and_then(|rest| match rest.as_bytes() {
        [one] => Some(*one),
        [] => Some(b'\t'),
        _ => None,
    });
    match told {
        Some(delimiter) => {
            let rest = &text[line.len()..];
            let rest = rest.strip_prefix("\r\n").or(rest.strip_prefix(['\r', '\n'])).unwrap_or(rest);
            (rest, Some(delimiter))
        }
        None => (text, None),
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\r', '\n']).filter(|line| !line.trim().is_empty())
}

/// A single quote, if nearly every line begins and has its fields in single quotes; else a double one.
fn quote(text: &str) -> u8 {
    let (mut single, mut all) = (0, 0);
    for line in lines(text).take(SAMPLE) {
        all += 1;
        let apart = ["','", "';'", "'|'", "'\t'"].iter().any(|between| line.contains(between));
        if line.starts_with('\'') && apart {
            single += 1;
        }
    }
    if single * 10 > all * 8 { b'\'' } else { b'"' }
}

/// The separator that stands equally often on most lines.
fn delimiter(text: &str, quote: u8) -> Result<u8, Refusal> {
    // A tab is in no value, so it separates where most lines have one, although a report of sections has commas in dates.
    let (all, tabbed) = lines(text)
        .take(SAMPLE)
        .fold((0, 0), |(all, tabbed), line| (all + 1, tabbed + usize::from(count(line, b'\t', quote) > 0)));
    if tabbed * 2 > all {
        return Ok(b'\t');
    }
    let mut best: Vec<(usize, usize, u8)> = Vec::new();
    for candidate in [b',', b';', b'\t', b'|'] {
        let counts: Vec<usize> = lines(text).take(SAMPLE).map(|line| count(line, candidate, quote)).collect();
        let Some(usual) = counts
            .iter()
            .copied()
            .filter(|n| *n > 0)
            .max_by_key(|n| (counts.iter().filter(|other| *other == n).count(), *n))
        else {
            continue;
        };
        best.push((counts.iter().filter(|n| **n == usual).count(), usual, candidate));
    }
    best.sort_unstable();
    match best[..] {
        [] => Ok(b','),
        [.., (lines, fields, _), (same_lines, same_fields, _)]
            if (lines, fields) == (same_lines, same_fields) =>
        {
            Err(Refusal::new(
                "E-DELIM",
                "Two separators fit this file equally well, so its columns cannot be told apart.",
                "Export it again as CSV UTF-8 (comma delimited).",
            ))
        }
        [.., (_, _, delimiter)] => Ok(delimiter),
    }
}

fn count(line: &str, delimiter: u8, quote: u8) -> usize {
    let mut quoted = false;
    line.bytes()
        .filter(|b| {
            quoted ^= *b == quote;
            !quoted && *b == delimiter
        })
        .count()
}

/// Walks the quotes as a spreadsheet would.
fn check_quotes(text: &str, delimiter: u8, quote: u8) -> Result<(), Refusal> {
    let usual = {
        let mut counts: Vec<usize> =
            lines(text).take(SAMPLE).map(|line| count(line, delimiter, quote)).collect();
        counts.sort_unstable();
        counts.get(counts.len() / 2).copied().unwrap_or(0)
    };
    let fault = |line: usize, what: &str| {
        Refusal::new(
            "E-CSV-QUOTE",
            format!("The quotation mark opened on line {line} {what}."),
            format!(
                "Look at line {line}: remove the stray quotation mark or close it, and save the file again."
            ),
        )
    };
    let bytes = text.as_bytes();
    let (mut at, mut line, mut start_of_field) = (0, 1, true);
    while at < bytes.len() {
        if !(start_of_field && bytes[at] == quote) {
            line += usize::from(is_line_end(bytes, at));
            start_of_field = bytes[at] == delimiter || bytes[at] == b'\n' || bytes[at] == b'\r';
            at += 1;
            continue;
        }
        let (opened, from) = (line, at + 1);
        at += 1;
        loop {
            match bytes.get(at) {
                None => return Err(fault(opened, "is never closed")),
                Some(b) if *b == quote && bytes.get(at + 1) == Some(&quote) => at += 1,
                Some(b) if *b == quote => break,
                Some(_) => line += usize::from(is_line_end(bytes, at)),
            }
            at += 1;
        }
        if line > opened + 1 && hides_rows(&text[from..at], delimiter, usual) {
            return Err(fault(opened, "is closed many lines later and hides rows"));
        }
        at += 1;
        while bytes.get(at).is_some_and(|b| *b == b' ') {
            at += 1;
        }
        match bytes.get(at) {
            None => break,
            Some(b) if *b == delimiter || *b == b'\n' || *b == b'\r' => {}
            Some(_) => return Err(fault(opened, "is closed in the middle of a value")),
        }
        start_of_field = false;
    }
    Ok(())
}

fn is_line_end(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n')
}

/// Whole lines inside a quoted value that look like rows: a comment may have line breaks, but hardly as many separators.
fn hides_rows(value: &str, delimiter: u8, usual: usize) -> bool {
    let inside: Vec<&str> = value.split('\n').collect();
    let whole = inside.get(1..inside.len().saturating_sub(1)).unwrap_or_default();
    let rows =
        whole.iter().filter(|line| usual > 0 && line.bytes().filter(|b| *b == delimiter).count() >= usual);
    rows.count() >= if usual == 1 { 2 } else { 1 } || whole.len() > 50
}

fn rows(text: &str, delimiter: u8, quote: u8) -> Result<Sheet, Refusal> {
    let limit = |what: String| {
        Refusal::new("E-LIMIT", what, "If this is the right file, split it into smaller ones.")
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .quote(quote)
        .from_reader(text.as_bytes());
    let mut sheet = Sheet::default();
    let mut record = csv::StringRecord::new();
    let (mut index, mut before) = (0_u32, 0_usize);
    while reader
        .read_record(&mut record)
        .map_err(|e| limit(format!("This text file cannot be read: {e}.")))?
    {
        // The reader steps over blank lines; a spreadsheet numbers them.
        index += blank_lines(text.as_bytes(), before);
        before = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        if sheet.rows.len() >= ROWS {
            return Err(limit(format!("This file has more than {ROWS} rows.")));
        }
        if record.len() > COLUMNS {
            return Err(limit(format!(
                "Row {} has {} columns; {COLUMNS} can be read.",
                index + 1,
                record.len()
            )));
        }
        if record.as_slice().len() > RECORD || record.iter().any(|field| field.chars().count() > FIELD) {
            return Err(Refusal::new(
                "E-LIMIT",
                format!("Row {} holds a text longer than {FIELD} characters.", index + 1),
                "Look for a quotation mark that is opened there and never closed; or shorten the text.",
            ));
        }
        let cells: Vec<(u32, Cell)> =
            (0_u32..).zip(record.iter().map(Cell::text)).filter(|(_, cell)| !cell.is_empty()).collect();
        if !cells.is_empty() {
            sheet.rows.push(Row { index, cells, fields: Some(record.len()) });
        }
        index += 1;
    }
    Ok(sheet)
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
    fn the_separator_is_found_by_majority() {
        for text in
            ["a,b,c\n1;5,2,3", "Title\na;b;c\n1,5;2;3", "a\tb\tc\n1\t2\t3", "a|b|c\n1|2|3", "sep=;\na;b;c"]
        {
            assert_eq!(grid(text).unwrap().last().unwrap().matches('=').count(), 3, "{text}");
        }
        assert_eq!(grid("a,b;c\nd,e;f"), Err("E-DELIM"));
        assert_eq!(grid("'1','Mo','don''t'\n'2','Tu','x'").unwrap()[0], "1: 0=1 1=Mo 2=don't");
    }

    #[test]
    fn a_quote_that_swallows_rows_is_an_error() {
        assert_eq!(grid("a,b\n1,\"2\n3,4\n"), Err("E-CSV-QUOTE"));
        assert_eq!(grid("a,b\n1,\"2\n3,4\n5,6\n7,8\n9,\"\n"), Err("E-CSV-QUOTE"));
        assert_eq!(grid("a,b\n1,\"2\"x\n"), Err("E-CSV-QUOTE"));
        assert_eq!(grid("a,b,c\n1,\"said, well\nand, then\nno\",3\n").unwrap().len(), 2);
        assert_eq!(grid("a,b\n1,two \"2\" three\n").unwrap().len(), 2);
    }
}
