//! `B12`: the place of a cell as a workbook writes it, rows and columns counted from one.

/// Rows of the largest sheet.
pub const ROWS: u32 = 1 << 20;
/// Columns of the largest sheet.
pub const COLUMNS: u32 = 1 << 14;

/// `12` for `12`: digits without a leading zero, and no more rows than a sheet has.
pub fn row_number(text: &str) -> Option<u32> {
    let is_plain = (1..=7).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|row| is_plain && !text.starts_with('0') && (1..=ROWS).contains(row))
}

/// Row and column, from one, of `B12`.
pub fn address(text: &str) -> Option<(u32, u32)> {
    let digits = text.find(|c: char| !c.is_ascii_uppercase())?;
    let (letters, number) = text.split_at(digits);
    if !(1..=3).contains(&letters.len()) {
        return None;
    }
    let col = letters.bytes().fold(0, |col, letter| col * 26 + u32::from(letter - b'A') + 1);
    Some((row_number(number)?, col)).filter(|_| col <= COLUMNS)
}

/// True for `A1` and for `A1:B12`.
pub fn is_block(text: &str) -> bool {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    matches!((address(first), address(last)), (Some(a), Some(b)) if a.0 <= b.0 && a.1 <= b.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read() {
        for (text, place) in [
            ("A1", (1, 1)),
            ("Z9", (9, 26)),
            ("AA10", (10, 27)),
            ("ZZ1", (1, 702)),
            ("XFD1048576", (ROWS, COLUMNS)),
        ] {
            assert_eq!(address(text), Some(place));
        }
        assert!(
            ["XFE1", "A1048577", "A0", "A01", "a1", "$A$1", "A", "1", ""]
                .iter()
                .all(|text| address(text).is_none())
        );
        assert!(
            is_block("A1")
                && is_block("A1:B2")
                && !is_block("B2:A1")
                && !is_block("A0:B2")
                && !is_block("A1:B2:C3")
        );
    }
}
