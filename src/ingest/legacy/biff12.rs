//! The records of a part of an xlsb: a kind, a length, and as many bytes.

/// One of them.
pub struct Record<'a> {
    /// What it is.
    pub kind: u32,
    /// What it holds.
    pub body: &'a [u8],
}

/// The records of a part, in order. They end where the part does, and where one claims more bytes than follow; a part
/// that is whole has a record that says so before.
pub struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    /// From the start of a part.
    pub fn of(part: &'a [u8]) -> Records<'a> {
        Records { rest: part }
    }

    /// A number of seven bits a byte, the lowest first; the highest bit says that more follow.
    fn number(&mut self, most: u32) -> Option<u32> {
        let mut number = 0;
        for place in 0..most {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u32::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let kind = self.number(2)?;
        let length = usize::try_from(self.number(4)?).ok()?;
        let (body, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(Record { kind, body })
    }
}

/// A text at a place of a body: its length in two-byte characters, then they. Nothing if it does not fit; otherwise where
/// it ends.
pub fn text(body: &[u8], at: usize) -> Option<(String, usize)> {
    let length = usize::try_from(word(body, at)?).ok()?.checked_mul(2)?;
    let from = at.checked_add(4)?;
    let end = from.checked_add(length)?;
    Some((encoding_rs::UTF_16LE.decode(body.get(from..end)?).0.into_owned(), end))
}

/// A number of four bytes.
pub fn word(body: &[u8], at: usize) -> Option<u32> {
    body.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

/// A number with a fraction.
pub fn fraction(body: &[u8], at: usize) -> Option<f64> {
    body.get(at..at.checked_add(8)?)?.try_into().ok().map(f64::from_le_bytes)
}
