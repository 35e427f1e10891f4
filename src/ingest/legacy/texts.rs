//! The list of texts of an xls, which may go on over many records, and break off in the middle of a text.

use super::{as_stated, damaged_texts};
use crate::ingest::compound::{number, word};
use crate::ingest::notes::Refusal;

/// How many texts the list has, of which the first record and those that go on with it are given.
///
/// # Errors
/// `E-STRING` if the list is damaged, or says that it holds another number.
pub fn count(first: &[u8], more: &[&[u8]]) -> Result<u32, Refusal> {
    let stated = word(first, 4).ok_or_else(|| damaged_texts("is cut short"))?;
    let mut list = List { here: &first[8..], more: more.iter() };
    let mut found = 0;
    while list.goes_on() {
        found += 1;
        list.text().ok_or_else(|| damaged_texts(&format!("is damaged at text {found}")))?;
    }
    as_stated(stated, found)
}

struct List<'l, 'a> {
    here: &'a [u8],
    more: std::slice::Iter<'l, &'a [u8]>,
}

impl<'a> List<'_, 'a> {
    fn goes_on(&mut self) -> bool {
        while self.here.is_empty() {
            let Some(next) = self.more.next() else { return false };
            self.here = next;
        }
        true
    }

    /// Bytes of this record.
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.here.split_at_checked(length)?;
        self.here = rest;
        Some(taken)
    }

    /// Passes over bytes of this record and those that follow.
    fn skip(&mut self, mut length: usize) -> Option<()> {
        while length > 0 {
            self.goes_on().then_some(())?;
            length -= self.take(length.min(self.here.len()))?.len();
        }
        Some(())
    }

    /// Passes over a text, its fonts and what else belongs to it.
    fn text(&mut self) -> Option<()> {
        const WIDE: u8 = 1;
        const MORE: u8 = 4;
        const FONTS: u8 = 8;
        let mut left = self.length(2)?;
        let mut flags = *self.take(1)?.first()?;
        let fonts = if flags & FONTS == 0 { 0 } else { self.length(2)? };
        let more = if flags & MORE == 0 { 0 } else { self.length(4)? };
        while left > 0 {
            let width = if flags & WIDE == 0 { 1 } else { 2 };
            let letters = left.min(self.here.len() / width);
            self.take(letters * width)?;
            left -= letters;
            if left > 0 {
                // The text goes on in the next record, perhaps in letters of the other width.
                self.here.is_empty().then_some(())?;
                self.here = self.more.next()?;
                flags = *self.take(1)?.first()?;
            }
        }
        self.skip(fonts.checked_mul(4)?)?;
        self.skip(more)
    }

    fn length(&mut self, size: usize) -> Option<usize> {
        number(self.take(size)?, 0, size)?.try_into().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(stated: u32, records: &[&[u8]]) -> Result<u32, &'static str> {
        let first = [&9_u32.to_le_bytes()[..], &stated.to_le_bytes(), records[0]].concat();
        count(&first, &records[1..]).map_err(|refusal| refusal.code)
    }

    #[test]
    fn texts_are_counted_over_the_ends_of_records() {
        let plain: &[u8] = &[2, 0, 0, b'h', b'i'];
        let wide: &[u8] = &[2, 0, 1, b'h', 0, b'i', 0];
        let in_two_fonts: &[u8] = &[2, 0, 8, 1, 0, b'h', b'i', 1, 0, 1, 0];
        let with_reading: &[u8] = &[1, 0, 5, 3, 0, 0, 0, b'h', 0, 7, 7, 7];
        assert_eq!(told(0, &[&[]]), Ok(0));
        assert_eq!(told(4, &[&[plain, wide, in_two_fonts, with_reading].concat()]), Ok(4));
        assert_eq!(told(2, &[plain, wide]), Ok(2), "a text begins with a record");
        assert_eq!(
            told(2, &[&[3, 0, 0, b'h', b'o'], &[1, b'w', 0, 1, 0, 0, b'a']]),
            Ok(2),
            "it changes width"
        );
        assert_eq!(told(2, &[&in_two_fonts[..9], &[&[1, 0], plain].concat()]), Ok(2), "its fonts go on");
    }

    #[test]
    fn a_list_that_is_not_as_it_says_is_refused() {
        let plain: &[u8] = &[2, 0, 0, b'h', b'i'];
        assert_eq!(told(3, &[&[plain, plain].concat()]), Err("E-STRING"));
        assert_eq!(told(1, &[&[plain, plain].concat()]), Err("E-STRING"));
        assert_eq!(told(u32::MAX, &[plain]), Err("E-STRING"));
        for cut in 1..plain.len() {
            assert_eq!(told(1, &[&plain[..cut]]), Err("E-STRING"), "{cut}");
        }
        assert_eq!(told(1, &[&[2, 0, 1, b'h', 0, b'i'], &[1, 0]]), Err("E-STRING"), "half a letter");
        assert_eq!(told(1, &[&[9, 0, 8, 255, 255, b'h']]), Err("E-STRING"));
        assert_eq!(count(&[0; 7], &[]).map_err(|refusal| refusal.code), Err("E-STRING"));
    }
}
