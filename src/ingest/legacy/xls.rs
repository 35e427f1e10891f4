//! An xls: its list of sheets, its list of texts, its formats, and every cell.

mod sheet;

use super::{CELLS, damaged_sheet, reaches_too_far, texts};
use crate::ingest::compound::{self, Stream, number, word};
use crate::ingest::excel;
use crate::ingest::notes::Refusal;
use std::borrow::Cow;
use std::collections::BTreeSet;

const BEGIN: u64 = 0x0809;
const END: u64 = 0x0a;
const GOES_ON: u64 = 0x3c;

/// Checks an xls. What its sheets say of their size, for which the reader would make room, is taken out of a copy.
///
/// # Errors
/// `E-DAMAGED`, `E-PASSWORD`; `E-LIMIT` for too many sheets or one that reaches too far; `E-SHEET`, `E-CELLREF`,
/// `E-CELLDUP`, `E-STRING`, `E-NUMBER`, `E-STYLE` for cells.
pub fn check(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Refusal> {
    let stream = compound::workbook(bytes)?;
    let book = Book::of(&stream.bytes)?;
    excel::few_enough(book.sheets.len())?;
    let mut sizes = Vec::new();
    let mut places = BTreeSet::new();
    let mut room = 0;
    for entry in &book.sheets {
        if !places.insert(entry.at) {
            return Err(damaged_sheet(&entry.name, "is stored in the same place as another"));
        }
        let found = sheet::walk(&stream.bytes, &book, entry)?;
        sizes.extend(found.sizes);
        room += found.room;
        if room > CELLS {
            return Err(reaches_too_far(&entry.name));
        }
    }
    Ok(without(bytes, &stream, &sizes))
}

/// The file with some records, by where they begin in the stream, made of a kind that no reader knows.
fn without<'a>(bytes: &'a [u8], stream: &Stream, records: &[usize]) -> Cow<'a, [u8]> {
    const UNKNOWN: u8 = 0xff;
    let mut copy = Cow::Borrowed(bytes);
    for at in records.iter().flat_map(|at| [*at, *at + 1]) {
        if let Some(byte) = stream.place(at).and_then(|place| copy.to_mut().get_mut(place)) {
            *byte = UNKNOWN;
        }
    }
    copy
}

/// A record and where it begins.
struct Record<'a> {
    kind: u64,
    body: &'a [u8],
    at: usize,
}

/// The records from a place on. They end where one is cut short; a sheet that is whole has a record that says so before.
fn records(stream: &[u8], from: usize) -> impl Iterator<Item = Record<'_>> {
    let mut at = from;
    std::iter::from_fn(move || {
        let kind = number(stream, at, 2)?;
        let length = usize::try_from(number(stream, at.checked_add(2)?, 2)?).ok()?;
        let begins = at.checked_add(4)?;
        let body = stream.get(begins..begins.checked_add(length)?)?;
        let record = Record { kind, body, at };
        at = begins + length;
        Some(record)
    })
}

/// A sheet as the workbook lists it.
struct Entry {
    name: String,
    at: usize,
    /// It is no chart or macro.
    has_rows: bool,
}

/// What the cells of every sheet refer to.
struct Book {
    sheets: Vec<Entry>,
    texts: u32,
    styles: u32,
    /// Texts say how wide their letters are, as from Excel 97 on.
    is_wide: bool,
}

impl Book {
    fn of(stream: &[u8]) -> Result<Book, Refusal> {
        const PASSWORD: u64 = 0x2f;
        const SHEET: u64 = 0x85;
        const STYLE: u64 = 0xe0;
        const TEXTS: u64 = 0xfc;
        let damaged = |what: &str| {
            Refusal::new("E-DAMAGED", format!("{what}, so it was left out."), "Copy or export it again.")
        };
        let mut book = Book { sheets: Vec::new(), texts: 0, styles: 0, is_wide: true };
        let mut list: Option<Vec<&[u8]>> = None;
        let mut before = 0;
        for (place, record) in records(stream, 0).enumerate() {
            let of_list = matches!((record.kind, before), (GOES_ON, TEXTS));
            match record.kind {
                BEGIN if place == 0 => book.is_wide = is_of_excel_97(record.body),
                _ if place == 0 => break,
                PASSWORD => return Err(excel::password()),
                SHEET => {
                    let entry = entry(record.body, book.is_wide);
                    let entry =
                        entry.ok_or_else(|| damaged("The list of sheets of this workbook is damaged"))?;
                    book.sheets.push(entry);
                }
                STYLE => book.styles += 1,
                TEXTS => list = Some(vec![record.body]),
                GOES_ON if of_list => list.iter_mut().for_each(|list| list.push(record.body)),
                END => {
                    let texts = list.as_deref().and_then(<[_]>::split_first);
                    book.texts = texts.map_or(Ok(0), |(first, more)| texts::count(first, more))?;
                    return Ok(book);
                }
                _ => {}
            }
            if !of_list {
                before = record.kind;
            }
        }
        Err(damaged("The list of sheets of this workbook is cut short"))
    }
}

/// From the version that the beginning states; what states none is taken as the reader takes it.
fn is_of_excel_97(beginning: &[u8]) -> bool {
    !matches!(number(beginning, 0, 2), Some(0x02 | 0x07 | 0x200 | 0x300 | 0x400 | 0x500))
        && (number(beginning, 0, 2), number(beginning, 2, 2)) != (Some(0), Some(0x1000))
}

fn entry(body: &[u8], is_wide: bool) -> Option<Entry> {
    let at = usize::try_from(word(body, 0)?).ok()?;
    let kind = *body.get(5)?;
    let length = usize::from(*body.get(6)?);
    let (flags, letters) = if is_wide { (*body.get(7)?, body.get(8..)?) } else { (0, body.get(7..)?) };
    let width = if flags & 1 == 0 { 1 } else { 2 };
    let letters = letters.get(..length * width)?.chunks_exact(width);
    let units: Vec<u16> = letters.filter_map(|pair| number(pair, 0, width)?.try_into().ok()).collect();
    let name = String::from_utf16_lossy(&units).replace('\0', "");
    Some(Entry { name, at, has_rows: kind == 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record of a kind.
    pub fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len()).expect("short");
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), body].concat()
    }

    /// The beginning of a workbook (5) or of a sheet (16), of Excel 97.
    pub fn begin(what: u8) -> Vec<u8> {
        record(0x809, &[0, 6, what, 0])
    }

    fn told(records: &[Vec<u8>]) -> String {
        match Book::of(&records.concat()) {
            Ok(Book { sheets, texts, styles, .. }) => {
                let names: Vec<String> = sheets
                    .iter()
                    .map(|one| {
                        format!("{} at {}{}", one.name, one.at, if one.has_rows { "" } else { ", no rows" })
                    })
                    .collect();
                format!("{}; {texts} texts, {styles} formats", names.join("; "))
            }
            Err(refusal) => refusal.code.to_owned(),
        }
    }

    #[test]
    fn a_workbook_lists_its_sheets_texts_and_formats() {
        let texts = record(0xfc, &[9, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, b'h', b'o']);
        let more = record(0x3c, &[1, 0, 0, b'a']);
        let end = record(0x0a, &[]);
        let all = [
            begin(5),
            record(0xe0, &[0; 20]),
            record(0x85, &[7, 0, 0, 0, 0, 0, 2, 0, b'S', b'1']),
            record(0x85, &[9, 0, 0, 0, 0, 2, 2, 1, b'S', 0, b'2', 0]),
            texts.clone(),
            more,
            end.clone(),
        ];
        assert_eq!(told(&all), "S1 at 7; S2 at 9, no rows; 2 texts, 1 formats");
        for cut in 0..all.concat().len() {
            let code = told(&[all.concat()[..cut].to_vec()]);
            assert!(["E-DAMAGED", "E-STRING"].contains(&code.as_str()), "{cut}: {code}");
        }
        assert_eq!(told(&[begin(5), texts.clone(), end.clone()]), "E-STRING", "one text of two");
        assert_eq!(told(&[begin(5), record(0x2f, &[0; 6]), end.clone()]), "E-PASSWORD");
        assert_eq!(
            told(&[begin(5), record(0x85, &[7, 0, 0, 0, 0, 0, 9, 0, b'S']), end.clone()]),
            "E-DAMAGED"
        );
        assert_eq!(told(&[texts, begin(5), end]), "E-DAMAGED", "it begins with something else");
    }
}
