//! The sectors of a compound file, which every xls is: chains that go round or lead outside are found before the reader
//! follows them until memory ends.

use super::notes::Refusal;

/// Marks of the sector table that are no sector.
const NO_SECTOR: u32 = 0xffff_fffa;
/// Bytes of an entry of the directory.
const ENTRY: usize = 128;
/// Streams below this size are kept in small sectors of another table.
const SMALL: u64 = 4096;
/// Bytes of a small sector.
const SMALL_SECTOR: usize = 64;

/// A stream, whole, and where it stands in the file.
#[derive(Debug)]
pub struct Stream {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where its pieces stand, each of one size but perhaps the last.
    pieces: Vec<usize>,
    size: usize,
}

impl Stream {
    /// Where a byte of the stream stands in the file.
    pub fn place(&self, at: usize) -> Option<usize> {
        self.pieces.get(at / self.size)?.checked_add(at % self.size)
    }
}

/// Follows the directory and every stream, and gives the one that holds the workbook.
///
/// # Errors
/// `E-DAMAGED` if a chain does not end, or a stream claims more bytes than the file has, or there is no workbook.
pub fn workbook(bytes: &[u8]) -> Result<Stream, Refusal> {
    follow(bytes).ok_or_else(|| {
        Refusal::new(
            "E-DAMAGED",
            "This workbook is damaged or was cut short: its parts do not hold together.",
            "Copy or export it again.",
        )
    })
}

fn follow(bytes: &[u8]) -> Option<Stream> {
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
    let mut workbooks: [Option<Entry>; 2] = [None, None];
    for entry in directory.chunks_exact(ENTRY) {
        // The upper half of a length is only kept where sectors are large.
        let length = number(entry, 120, if size == 512 { 4 } else { 8 })?;
        let (kind, entry) = (entry[66], Entry { name: name(entry), start: word(entry, 116)?, length });
        if kind == 2 && length >= SMALL || kind == 5 && length > 0 {
            file.pieces(&next, &entry)?;
        }
        for (found, wanted) in workbooks.iter_mut().zip(["workbook", "book"]) {
            // The reader takes the first of two; which is meant cannot be told.
            if entry.name == wanted && (kind != 2 || found.replace(entry.clone()).is_some()) {
                return None;
            }
        }
    }
    let [of_excel_97, of_excel_95] = workbooks;
    let entry = of_excel_97.or(of_excel_95)?;
    if entry.length >= SMALL {
        return file.stream(file.pieces(&next, &entry)?, size, entry.length);
    }
    // Small streams stand in small sectors, of which the first entry of the directory is made.
    let root =
        Entry { name: String::new(), start: word(&directory, 116)?, length: number(&directory, 120, 4)? };
    let all = file.stream(file.pieces(&next, &root)?, size, root.length)?;
    let mut small_next = Vec::new();
    for sector in chain(&next, word(bytes, 60)?)? {
        small_next.extend(words(file.sector(sector)?));
    }
    let mut pieces = Vec::new();
    for sector in chain(&small_next, entry.start)? {
        let at = usize::try_from(sector).ok()?.checked_mul(SMALL_SECTOR)?;
        pieces.push(all.place(at).filter(|_| at + SMALL_SECTOR <= all.bytes.len())?);
    }
    file.stream(pieces, SMALL_SECTOR, entry.length)
}

/// An entry of the directory.
#[derive(Clone)]
struct Entry {
    name: String,
    start: u32,
    length: u64,
}

/// The name of an entry as the reader compares it.
fn name(entry: &[u8]) -> String {
    let units = entry[..64].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    String::from_utf16_lossy(&units.take_while(|unit| *unit != 0).collect::<Vec<u16>>()).to_ascii_lowercase()
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

    /// Where the sectors of a stream stand, which hold as many bytes as it claims.
    fn pieces(&self, next: &[u32], entry: &Entry) -> Option<Vec<usize>> {
        let sectors = chain(next, entry.start)?;
        if sectors.len() as u64 * (self.size as u64) < entry.length {
            return None;
        }
        // The last sector of a file may be cut short, as some programs leave it.
        sectors.iter().map(|sector| self.place(*sector).filter(|at| *at < self.bytes.len())).collect()
    }

    /// The bytes that stand in pieces of a size, as many as there should be; nothing if one of them is cut short.
    fn stream(&self, mut pieces: Vec<usize>, size: usize, length: u64) -> Option<Stream> {
        let length = usize::try_from(length).ok()?;
        pieces.truncate(length.div_ceil(size));
        let mut bytes = Vec::with_capacity(length.min(self.bytes.len()));
        for at in &pieces {
            let wanted = size.min(length - bytes.len());
            bytes.extend_from_slice(self.bytes.get(*at..at.checked_add(wanted)?)?);
        }
        (bytes.len() == length).then_some(Stream { bytes, pieces, size })
    }

    /// The table that says which sector follows which.
    fn table(&self) -> Option<Vec<u32>> {
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

fn words(sector: &[u8]) -> Vec<u32> {
    sector.chunks_exact(4).filter_map(|chunk| word(chunk, 0)).collect()
}

/// A number of four bytes.
pub fn word(bytes: &[u8], at: usize) -> Option<u32> {
    number(bytes, at, 4).and_then(|number| u32::try_from(number).ok())
}

/// A number stored with its lowest byte first.
pub fn number(bytes: &[u8], at: usize, size: usize) -> Option<u64> {
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
        for (at, letter) in b"Workbook".iter().enumerate() {
            directory[2 * at] = *letter;
        }
        directory[66] = 2;
        directory[116..120].copy_from_slice(&2_u32.to_le_bytes());
        directory[120..124].copy_from_slice(&length.to_le_bytes());
        bytes.extend(directory);
        bytes.extend((0..9 * 512).map(|at| u8::try_from(at / 512).expect("nine")));
        bytes
    }

    #[test]
    fn chains_end_inside_the_file_and_hold_what_they_claim() {
        let is_whole = |follows: &[(usize, u32)], length| workbook(&file(follows, length)).is_ok();
        assert!(is_whole(&[], 4608));
        assert!(!is_whole(&[], 4609), "one byte more than its sectors hold");
        assert!(!is_whole(&[], u32::MAX));
        assert!(!is_whole(&[(1, 1)], 4608), "the directory goes round");
        assert!(!is_whole(&[(10, 2)], 4608), "the stream goes round");
        assert!(!is_whole(&[(5, 999)], 4608), "the stream leads outside");
        for cut in 0..1536 + 8 * 512 {
            assert!(workbook(&file(&[], 4608)[..cut]).is_err(), "{cut}");
        }
    }
    #[test]
    fn a_stream_is_given_whole_and_each_byte_has_its_place_in_the_file() {
        // The second sector of the stream stands last, the ninth second.
        let bytes = file(&[(2, 10), (10, 4), (9, 3), (3, 0xffff_fffe)], 4600);
        let stream = workbook(&bytes).expect("whole");
        let sectors: Vec<u8> = stream.bytes.iter().step_by(512).copied().collect();
        assert_eq!(sectors, [0, 8, 2, 3, 4, 5, 6, 7, 1]);
        assert_eq!(stream.bytes.len(), 4600);
        assert!((0..4600).all(|at| bytes[stream.place(at).expect("inside")] == stream.bytes[at]));
        assert!(workbook(&bytes[..bytes.len() - 1]).is_err(), "a sector in the midst is cut short");
    }

    #[test]
    fn a_small_stream_stands_in_small_sectors() {
        const END: u32 = 0xffff_fffe;
        // The stream of nine sectors becomes that of the small ones; the second half of the directory's table is theirs.
        let mut bytes = file(&[(10, END), (11, END)], 4608);
        let put =
            |bytes: &mut [u8], at: usize, word: u32| bytes[at..at + 4].copy_from_slice(&word.to_le_bytes());
        put(&mut bytes, 60, 11);
        let (root, entry) = (1024, 1024 + 128);
        bytes.copy_within(root..root + 128, entry);
        bytes[root..root + 64].fill(0);
        bytes[root + 66] = 5;
        put(&mut bytes, entry + 116, 9);
        put(&mut bytes, entry + 120, 70);
        let mut table = vec![END; 128];
        table[9] = 70;
        bytes.extend(table.iter().flat_map(|word| word.to_le_bytes()));
        let stream = workbook(&bytes).expect("whole");
        assert_eq!(stream.bytes, [&[1; 64][..], &[8; 6]].concat());
        assert!((0..70).all(|at| bytes[stream.place(at).expect("inside")] == stream.bytes[at]));
        put(&mut bytes, 1536 + 9 * 512 + 9 * 4, 72);
        assert!(workbook(&bytes).is_err(), "beyond the small sectors");
    }
}
