//! A workbook, sheet by sheet, each in pieces of whole rows. What its cells share, its texts and formats, is held.

use super::spread::Spread;
use super::{Halt, Whole};
use crate::ingest::shelter::sheltered;
use crate::ingest::{archive, disk, grid, strict};
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::Read as _;
use std::panic::AssertUnwindSafe;
use std::path::Path;

/// Bytes of a packed workbook, at most: it is held as it is packed.
const LARGEST: u64 = 256 << 20;

/// Streams a workbook through.
///
/// # Errors
/// If it is not to be split.
pub fn through(place: &Path, spread: &mut Spread, goes_on: &dyn Fn()) -> Result<Whole, Halt> {
    let unread = |_| Halt::Unfit;
    let before = disk::standing(place).map_err(unread)?;
    let mut bytes = Vec::new();
    File::open(place).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(unread)?;
    let size = bytes.len() as u64;
    if size > LARGEST || before.0 != size || disk::standing(place).map_err(unread)? != before {
        return Err(Halt::Unfit);
    }
    goes_on();
    archive::check_streamed(&bytes)?;
    let mut cells = 0;
    let read = || {
        strict::in_pieces(&bytes, |piece| {
            goes_on();
            cells += piece.rows.iter().map(|row| row.cells.len()).sum::<usize>();
            spread.takes(piece)
        })
    };
    let (sheets, remarks) = sheltered(AssertUnwindSafe(read)).unwrap_or(Err(Halt::Unfit))?;
    spread.merged(sheets)?;
    Ok(Whole {
        bytes: size,
        sha256: base16ct::lower::encode_string(&Sha256::digest(&bytes)),
        remarks,
        is_beyond_one: size > disk::LARGEST || archive::check(&bytes).is_err() || cells > grid::CELLS,
    })
}
