//! The directory of a zip archive, which every xlsx, xlsb and ods is, looked through before anything in it is unpacked.

use super::notes::Refusal;
use std::collections::BTreeMap;

/// Most entries of a workbook.
const ENTRIES: u64 = 5_000;
/// Most bytes one part may unpack to. The reader stops at the size a directory states, so a stated size is the real one.
pub const PART: u64 = 128 << 20;
/// Most bytes all parts may unpack to.
pub const ALL: u64 = 256 << 20;
/// Most bytes that are unpacked of a workbook that is never held whole: as many rows as a sheet has, in columns enough.
const STREAMED: u64 = 4 << 30;

/// An entry of the directory.
struct Entry {
    name: String,
    packed: u64,
    unpacked: u64,
    at: u64,
}

/// Looks through the directory.
///
/// # Errors
/// `E-DAMAGED` if there is none, `E-BOMB` if the archive would unpack to more than any workbook, `E-ZIP` if two entries
/// have one name or one place, or lead out of the archive.
pub fn check(bytes: &[u8]) -> Result<(), Refusal> {
    within(bytes, PART, ALL)
}

/// The same for one whose sheets are not held unpacked, so that they may be larger.
///
/// # Errors
/// As [`check`].
pub fn check_streamed(bytes: &[u8]) -> Result<(), Refusal> {
    within(bytes, STREAMED, STREAMED)
}

fn within(bytes: &[u8], part: u64, all: u64) -> Result<(), Refusal> {
    let entries = listed(bytes)?;
    sizes(&entries, part, all)?;
    names(&entries)?;
    places(entries)
}

fn listed(bytes: &[u8]) -> Result<Vec<Entry>, Refusal> {
    let (count, start) = directory(bytes).ok_or_else(cut_short)?;
    if count > ENTRIES {
        return Err(bomb(&format!("This workbook has {count} parts; up to {ENTRIES} can be read.")));
    }
    let mut entries: Vec<Entry> = Vec::new();
    let mut at = start;
    for _ in 0..count {
        let (entry, next) = entry(bytes, at).ok_or_else(cut_short)?;
        entries.push(entry);
        at = next;
    }
    Ok(entries)
}

fn sizes(entries: &[Entry], part: u64, all: u64) -> Result<(), Refusal> {
    let mebibytes = |bytes: u64| bytes.div_ceil(1 << 20);
    if let Some(large) = entries.iter().find(|entry| entry.unpacked > part) {
        return Err(bomb(&format!(
            "The part “{}” of this workbook unpacks to {} MiB; up to {} MiB can be read.",
            large.name,
            mebibytes(large.unpacked),
            mebibytes(part)
        )));
    }
    let sum = entries.iter().fold(0_u64, |sum, entry| sum.saturating_add(entry.unpacked));
    if sum > all {
        return Err(bomb(&format!(
            "This workbook unpacks to {} MiB; up to {} MiB can be read.",
            mebibytes(sum),
            mebibytes(all)
        )));
    }
    Ok(())
}

fn names(entries: &[Entry]) -> Result<(), Refusal> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for Entry { name, .. } in entries {
        if name.split(['/', '\\']).any(|part| part == "..") {
            return Err(odd(&format!("The part “{name}” of this workbook leads out of it.")));
        }
        if let Some(other) = seen.insert(name.to_lowercase().replace('\\', "/"), name) {
            return Err(odd(&format!(
                "This workbook holds the same part twice, as “{other}” and “{name}”; only one could count."
            )));
        }
    }
    Ok(())
}

fn places(mut entries: Vec<Entry>) -> Result<(), Refusal> {
    /// Bytes before the name of a part.
    const HEADER: u64 = 30;
    entries.sort_by_key(|entry| entry.at);
    for pair in entries.windows(2) {
        let [one, next] = pair else { continue };
        if one.at.saturating_add(HEADER).saturating_add(one.packed) > next.at {
            return Err(odd(&format!(
                "The parts “{}” and “{}” of this workbook lie one over the other.",
                one.name, next.name
            )));
        }
    }
    Ok(())
}

/// How many entries there are, and where the first stands.
fn directory(bytes: &[u8]) -> Option<(u64, u64)> {
    /// The end of the directory without its comment, and the longest comment.
    const END: usize = 22;
    let first = bytes.len().saturating_sub(END + 0xffff);
    let at = (first..=bytes.len().checked_sub(END)?)
        .rev()
        .find(|at| bytes[*at..].starts_with(b"PK\x05\x06") && number(bytes, at + 20, 2).is_some())?;
    let end = |field: usize, size: usize| number(bytes, at + field, size);
    // A large archive keeps the same numbers in a longer form before it.
    let long = at.checked_sub(20).filter(|long| bytes[*long..].starts_with(b"PK\x06\x07"));
    match long {
        Some(locator) => {
            let at = usize::try_from(number(bytes, locator + 8, 8)?).ok()?;
            bytes.get(at..)?.starts_with(b"PK\x06\x06").then_some(())?;
            Some((number(bytes, at.checked_add(32)?, 8)?, number(bytes, at.checked_add(48)?, 8)?))
        }
        None => Some((end(10, 2)?, end(16, 4)?)),
    }
}

/// The entry at a place of the directory, and the place of the next.
fn entry(bytes: &[u8], at: u64) -> Option<(Entry, u64)> {
    const SHORT: u64 = 0xffff_ffff;
    let at = usize::try_from(at).ok()?;
    bytes.get(at..)?.starts_with(b"PK\x01\x02").then_some(())?;
    let field = |offset: usize, size: usize| number(bytes, at.checked_add(offset)?, size);
    let length = |offset: usize| usize::try_from(field(offset, 2)?).ok();
    let (name, extra, comment) = (length(28)?, length(30)?, length(32)?);
    let name_at = at + 46;
    let text = String::from_utf8_lossy(bytes.get(name_at..name_at + name)?).into_owned();
    let mut long = long_numbers(bytes.get(name_at + name..name_at + name + extra)?).into_iter();
    let mut or_long = |short: u64| if short == SHORT { long.next() } else { Some(short) };
    let unpacked = or_long(field(24, 4)?)?;
    let packed = or_long(field(20, 4)?)?;
    let start = or_long(field(42, 4)?)?;
    let next = (name_at + name + extra + comment) as u64;
    Some((Entry { name: text, packed, unpacked, at: start }, next))
}

/// The numbers that do not fit the short form, in order.
fn long_numbers(mut extra: &[u8]) -> Vec<u64> {
    while let (Some(kind), Some(size)) = (number(extra, 0, 2), number(extra, 2, 2)) {
        let size = usize::try_from(size).unwrap_or(0);
        let body = extra.get(4..4 + size).unwrap_or_default();
        if kind == 1 {
            return body.chunks_exact(8).filter_map(|chunk| number(chunk, 0, 8)).collect();
        }
        extra = extra.get(4 + size..).unwrap_or_default();
    }
    Vec::new()
}

/// A number stored with its lowest byte first.
fn number(bytes: &[u8], at: usize, size: usize) -> Option<u64> {
    let field = bytes.get(at..at.checked_add(size)?)?;
    Some(field.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// What is said of a workbook whose directory cannot be read.
pub fn cut_short() -> Refusal {
    Refusal::new(
        "E-DAMAGED",
        "This workbook was cut short or changed on the way: the list of its parts cannot be read.",
        "Copy or export it again.",
    )
}

/// What is said of a workbook that unpacks to too much.
pub fn bomb(what: &str) -> Refusal {
    Refusal::new(
        "E-BOMB",
        what,
        "If it is the right file, delete unused rows, sheets and pictures in Excel, and save it under a new name.",
    )
}

fn odd(what: &str) -> Refusal {
    Refusal::new("E-ZIP", what, "Open it in Excel, save it under a new name, and use that file.")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory of stored parts: name, stated size, place.
    fn archive(parts: &[(&str, u32, u32)]) -> Vec<u8> {
        let mut bytes = vec![0; 400];
        let start = u32::try_from(bytes.len()).unwrap_or(0);
        for (name, unpacked, at) in parts {
            let mut entry = vec![0; 46];
            entry[..4].copy_from_slice(b"PK\x01\x02");
            entry[20] = 10;
            entry[24..28].copy_from_slice(&unpacked.to_le_bytes());
            entry[28] = u8::try_from(name.len()).unwrap_or(0);
            entry[42..46].copy_from_slice(&at.to_le_bytes());
            bytes.extend(entry);
            bytes.extend(name.bytes());
        }
        let mut end = vec![0; 22];
        end[..4].copy_from_slice(b"PK\x05\x06");
        end[10] = u8::try_from(parts.len()).unwrap_or(0);
        end[16..20].copy_from_slice(&start.to_le_bytes());
        bytes.extend(end);
        bytes
    }

    fn code(parts: &[(&str, u32, u32)]) -> &'static str {
        check(&archive(parts)).map_or_else(|refusal| refusal.code, |()| "well")
    }

    #[test]
    fn one_that_streams_by_may_unpack_to_four_gibibytes() {
        let code = |sizes: [u32; 2]| {
            let [first, second] = sizes;
            let parts = archive(&[("a", first, 0), ("b", second, 40)]);
            check_streamed(&parts).map_or_else(|refusal| refusal.code, |()| "well")
        };
        assert_eq!(code([2 << 30, 2 << 30]), "well");
        assert_eq!(code([2 << 30, (2 << 30) + 1]), "E-BOMB");
    }

    #[test]
    fn an_archive_is_judged_by_its_directory() {
        assert_eq!(code(&[("a", 9, 0), ("b", 9, 40)]), "well");
        assert_eq!(code(&[("a", 9, 0), ("b", 9, 39)]), "E-ZIP", "one over the other");
        assert_eq!(code(&[("xl/a", 9, 0), ("XL\\A", 9, 40)]), "E-ZIP", "twice");
        assert_eq!(code(&[("xl/../../a", 9, 0)]), "E-ZIP", "leads out");
        assert_eq!(code(&[("a", (128 << 20) + 1, 0)]), "E-BOMB", "one large part");
        assert_eq!(
            code(&[("a", 128 << 20, 0), ("b", 128 << 20, 40), ("c", 1, 80)]),
            "E-BOMB",
            "all together"
        );
        let whole = archive(&[("a", 9, 0), ("b", 9, 40)]);
        for cut in 0..whole.len() {
            assert_eq!(check(&whole[..cut]).map_err(|refusal| refusal.code), Err("E-DAMAGED"), "{cut}");
        }
    }
}
