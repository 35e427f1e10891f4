//! The sectors of a compound file, which every xls is: chains that go round or lead outside are found before the reader
//! follows them until memory ends.

use super::notes::Refusal;

/// Marks of the sector table that are no sector.
const NO_SECTOR: u32 = 0xffff_fffa;
/// Bytes of an entry of the directory.
const ENTRY: usize = 128;
/// Streams below this size are kept in small sectors of another table.
const SMALL: u64 = 4096;

/// Follows the directory and every stream.
///
/// # Errors
/// `E-DAMAGED` if a chain does not end, or a stream claims more bytes than the file has.
pub fn check(bytes: &[u8]) -> Result<(), Refusal> {
    follow(bytes).ok_or_else(|| {
        Refusal::new(
            "E-DAMAGED",
            "This workbook is damaged or was cut short: its parts do not hold together.",
            "Copy or export it again.",
        )
    })
}

fn follow(bytes: &[u8]) -> Option<()> {
    let size = match number(bytes, 30, 2)? {
        9 => 512,
        12 => 4096,
        _ => return None,
    };
    let file = File { bytes, size };
    let next = file.table()?;
    let mut directory = Vec::new();
    for sector in chain(&next, word(bytes, 48)?)? {
        directory.extend_from_slice(file.sector(sector)?);
    }
    for entry in directory.chunks_exact(ENTRY) {
        let (kind, start, length) = (entry[66], word(entry, 116)?, number(entry, 120, 4)?);
        let is_stream = kind == 2 && length >= SMALL || kind == 5 && length > 0;
        if !is_stream {
            continue;
        }
        let sectors = chain(&next, start)?;
        // The last sector of a file may be cut short, as some programs leave it.
        let is_inside = |sector: &u32| file.place(*sector).is_some_and(|at| at < bytes.len());
        if sectors.len() as u64 * (size as u64) < length || !sectors.iter().all(is_inside) {
            return None;
        }
    }
    Some(())
}

/// A compound file and the bytes of its sectors.
struct File<'a> {
    bytes: &'a [u8],
    size: usize,
}

impl<'a> File<'a> {
    /// Where a sector begins.
    fn place(&self, sector: u32) -> Option<usize> {
        usize::try_from(sector).ok()?.checked_add(1)?.checked_mul(self.size)
    }

    /// A whole sector.
    fn sector(&self, sector: u32) -> Option<&'a [u8]> {
        let at = self.place(sector)?;
        self.bytes.get(at..at.checked_add(self.size)?)
    }

    /// The table that says which sector follows which.
    fn table(&self) -> Option<Vec<u32>> {
        let words = |sector: &[u8]| -> Vec<u32> {
            sector.chunks_exact(4).filter_map(|chunk| word(chunk, 0)).collect()
        };
        let mut places = words(self.bytes.get(76..512)?);
        let (mut more, most) = (word(self.bytes, 68)?, self.bytes.len() / self.size);
        for _ in 0..=most {
            if more >= NO_SECTOR {
                break;
            }
            let mut list = words(self.sector(more)?);
            more = list.pop()?;
            places.extend(list);
        }
        let mut table = Vec::new();
        for place in places.into_iter().filter(|place| *place < NO_SECTOR).take(most) {
            table.extend(words(self.sector(place)?));
        }
        Some(table)
    }
}

/// The sectors from a first on; nothing if they go round or lead outside the table.
fn chain(next: &[u32], first: u32) -> Option<Vec<u32>> {
    let mut sectors = Vec::new();
    let mut sector = first;
    while sector < NO_SECTOR {
        if sectors.len() >= next.len() {
            return None;
        }
        sectors.push(sector);
        sector = *next.get(usize::try_from(sector).ok()?)?;
    }
    Some(sectors)
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    number(bytes, at, 4).and_then(|number| u32::try_from(number).ok())
}

/// A number stored with its lowest byte first.
fn number(bytes: &[u8], at: usize, size: usize) -> Option<u64> {
    let field = bytes.get(at..at.checked_add(size)?)?;
    Some(field.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table, a directory and a stream of nine sectors, which follow each other as told.
    fn file(follows: &[(usize, u32)], length: u32) -> Vec<u8> {
        const END: u32 = 0xffff_fffe;
        let mut bytes = vec![0xff; 512];
        let mut put = |at: usize, value: u32| bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        put(48, 1);
        put(68, END);
        put(76, 0);
        bytes[30..32].copy_from_slice(&9_u16.to_le_bytes());
        let mut table = vec![END; 128];
        for (sector, after) in (2..10).zip(3..) {
            table[sector] = after;
        }
        for (sector, after) in follows {
            table[*sector] = *after;
        }
        bytes.extend(table.iter().flat_map(|word| word.to_le_bytes()));
        let mut directory = vec![0; 512];
        directory[66] = 2;
        directory[116..120].copy_from_slice(&2_u32.to_le_bytes());
        directory[120..124].copy_from_slice(&length.to_le_bytes());
        bytes.extend(directory);
        bytes.extend([0; 9 * 512]);
        bytes
    }

    #[test]
    fn chains_end_inside_the_file_and_hold_what_they_claim() {
        let is_whole = |follows: &[(usize, u32)], length| check(&file(follows, length)).is_ok();
        assert!(is_whole(&[], 4608));
        assert!(!is_whole(&[], 4609), "one byte more than its sectors hold");
        assert!(!is_whole(&[], u32::MAX));
        assert!(!is_whole(&[(1, 1)], 4608), "the directory goes round");
        assert!(!is_whole(&[(10, 2)], 4608), "the stream goes round");
        assert!(!is_whole(&[(5, 999)], 4608), "the stream leads outside");
        for cut in 0..1536 + 8 * 512 {
            assert!(check(&file(&[], 4608)[..cut]).is_err(), "{cut}");
        }
    }
}
