//! A sheet too large to be held: unpacked a piece at a time, and each piece, which ends with a row, read as a sheet of its own
//! between the same top and end. A place at which it was cut that is no end of a row leaves a piece that is no XML.

use super::book::Entry;
use super::package::{Package, damaged};
use super::sheet::{self, Found, Known};
use super::{SAVE_ANEW, missing};
use crate::ingest::notes::Refusal;
use crate::ingest::sheet::Sheet;
use memchr::{memchr, memmem};
use std::io::Read;

/// Bytes that are read at once.
const PIECE: usize = 1 << 20;
/// Bytes in which a row must end.
const MOST: usize = 16 << 20;
const ROW_END: &[u8] = b"</row>";
const END: &[u8] = b"</sheetData></worksheet>";

/// Gives the rows of a sheet to `take`, piece by piece, at least one, and then what is known of the sheet besides them; nothing
/// if it is a chart, a dialog or a macro.
///
/// # Errors
/// What is wrong with it, or what `take` says.
pub fn found<E: From<Refusal>>(
    entry: &Entry,
    package: &mut Package,
    known: &Known,
    take: &mut impl FnMut(Sheet) -> Result<(), E>,
) -> Result<Option<Found>, E> {
    let Some(part) = &entry.part else { return Err(missing(&entry.name).into()) };
    let mut stream = package.stream(part)?.ok_or_else(|| missing(&entry.name))?;
    let (mut held, mut top, mut wanted) = (Vec::new(), 0, PIECE);
    let (mut sum, mut last) = (Found::default(), None);
    sum.sheet.name = Some(entry.name.clone());
    loop {
        let room = (wanted - held.len()) as u64;
        let read = stream.by_ref().take(room).read_to_end(&mut held);
        let is_end = (read.map_err(|_| damaged(part))? as u64) < room;
        let mut rest = Vec::new();
        if !is_end {
            top = if top > 0 { top } else { top_of(&held).ok_or_else(|| odd(&entry.name))? };
            let Some(at) = memmem::rfind(&held[top..], ROW_END) else {
                wanted += PIECE;
                if wanted > MOST {
                    return Err(odd(&entry.name).into());
                }
                continue;
            };
            rest = held.split_off(top + at + ROW_END.len());
            held.extend_from_slice(END);
        }
        let Some(piece) = sheet::read(&entry.name, part, &held, known)? else { return Ok(None) };
        let rows = &piece.sheet.rows;
        if rows.first().is_some_and(|row| last.is_some_and(|last| row.index <= last)) {
            return Err(odd(&entry.name).into());
        }
        last = rows.last().map(|row| row.index).or(last);
        sum.hidden_rows += piece.hidden_rows;
        sum.is_filtered |= piece.is_filtered;
        sum.has_dates |= piece.has_dates;
        let Sheet { merged, .. } = &piece.sheet;
        sum.sheet.merged.extend(merged);
        take(piece.sheet)?;
        if is_end {
            return Ok(Some(sum));
        }
        held.truncate(top);
        held.append(&mut rest);
        wanted = held.len() + PIECE;
    }
}

/// Where the rows begin.
fn top_of(sheet: &[u8]) -> Option<usize> {
    let tag = memmem::find(sheet, b"<sheetData")?;
    let end = tag + memchr(b'>', &sheet[tag..])?;
    (sheet[end - 1] != b'/').then_some(end + 1)
}

fn odd(sheet: &str) -> Refusal {
    Refusal::new(
        "E-SHEET",
        format!(
            "The sheet “{sheet}” is not stored as rows that follow one another, so the workbook was left out."
        ),
        SAVE_ANEW,
    )
}
