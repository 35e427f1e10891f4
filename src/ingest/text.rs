//! Bytes of a text file → text: UTF-8, UTF-16 with its mark, or Windows-1252.

use super::notes::{Refusal, Remark};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The text, and what to say about how it was stored.
///
/// # Errors
/// `E-ENCODING` if the bytes are UTF-16 without a mark, or UTF-8 and Windows-1252 mixed.
pub fn decode(bytes: &[u8]) -> Result<(String, Vec<Remark>), Refusal> {
    let marked = match bytes {
        [0xff, 0xfe, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] => Some(UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = marked {
        let (text, broken) = encoding.decode_with_bom_removal(bytes);
        if broken {
            return Err(Refusal::new(
                "E-ENCODING",
                "This text file says that it is UTF-16, but is damaged or was cut short.",
                "Export it again, as CSV UTF-8.",
            ));
        }
        let remark = Remark::new(
            "W-UTF16",
            "This text file is stored as UTF-16, and was read as such.",
            "Nothing to do. “CSV UTF-8” is the safer choice when exporting.",
        );
        return Ok((text.into_owned(), vec![remark]));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if looks_like_utf16(bytes) {
        return Err(Refusal::new(
            "E-ENCODING",
            "This text file seems to be stored as UTF-16, but lacks the mark at its start that would say so.",
            "Export it again as CSV UTF-8; or open it in Notepad, choose Save as, and the encoding UTF-8.",
        ));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.to_owned(), Vec::new()));
    }
    windows_1252(bytes)
}

/// Bytes that are not UTF-8 throughout: Windows-1252, unless some of the letters are UTF-8 after all.
fn windows_1252(bytes: &[u8]) -> Result<(String, Vec<Remark>), Refusal> {
    let (mut at, mut as_utf8, mut otherwise) = (0, None, None);
    for chunk in bytes.utf8_chunks() {
        as_utf8 = as_utf8.or_else(|| chunk.valid().find(is_stored_as_utf8).map(|place| at + place));
        at += chunk.valid().len();
        otherwise = otherwise.or_else(|| (!chunk.invalid().is_empty()).then_some(at));
        at += chunk.invalid().len();
    }
    let first = line_of(bytes, otherwise.unwrap_or(0));
    if let Some(utf8) = as_utf8 {
        return Err(Refusal::new(
            "E-ENCODING",
            format!(
                "The letters with accents are stored in two ways in this file: as UTF-8 first on line {}, in another way first on line {first}.",
                line_of(bytes, utf8)
            ),
            "Export it again as CSV UTF-8; or open it in Excel, correct the names with accents, and save it as CSV UTF-8.",
        ));
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let remark = Remark::new(
        "W-1252",
        format!(
            "The letters with accents in this file (first on line {first}) are not stored as UTF-8; they were read as Windows-1252, the way of older Excel files."
        ),
        "Check one name with an accent in the report. Saving as “CSV UTF-8” avoids the question.",
    );
    Ok((text.into_owned(), vec![remark]))
}

/// How the beginning of a file seems to be stored: by its mark, else as UTF-8.
pub fn head(bytes: &[u8]) -> &'static Encoding {
    Encoding::for_bom(bytes).map_or(UTF_8, |(encoding, _)| encoding)
}

/// A letter or mark that is hardly ever what two Windows-1252 characters happen to spell. Capitals with an accent and a
/// no-break space after them, as in `ZOË `, do spell UTF-8, so only what English school files hold counts.
fn is_stored_as_utf8(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{11f}' | '\u{121}'..='\u{17f}' | '\u{2010}'..='\u{2026}' | '€')
}

/// The line of a byte, from 1, whatever ends the lines.
fn line_of(bytes: &[u8], at: usize) -> usize {
    let ends = |(place, byte): &(usize, &u8)| {
        **byte == b'\n' || **byte == b'\r' && bytes.get(place + 1) != Some(&b'\n')
    };
    1 + bytes.iter().take(at).enumerate().filter(ends).count()
}

/// Every second byte of the beginning is zero.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(512)];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    head.len() >= 4 && (zeros(0) * 4 > head.len() || zeros(1) * 4 > head.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> String {
        match decode(bytes) {
            Ok((text, remarks)) => {
                remarks.iter().map(|r| r.code).chain([text.as_str()]).collect::<Vec<_>>().join(" ")
            }
            Err(refusal) => refusal.code.to_owned(),
        }
    }

    #[test]
    fn text_is_decoded_by_its_bytes() {
        assert_eq!(read("Zoë".as_bytes()), "Zoë");
        assert_eq!(read(b"\xef\xbb\xbfZo\xc3\xab"), "Zoë");
        assert_eq!(read(b"Zo\xeb"), "W-1252 Zoë");
        assert_eq!(read(b"\xff\xfeZ\0o\0\xeb\0"), "W-UTF16 Zoë");
        assert_eq!(read(b"\xfe\xff\0Z\0o\0\xeb"), "W-UTF16 Zoë");
        assert_eq!(read(b"Z\0o\0e\0,\0"), "E-ENCODING");
        assert_eq!(read(b"Zo\xc3\xab\nZo\xeb"), "E-ENCODING");
        assert_eq!(read(b"Zo\xc3\xab,Zo\xeb"), "E-ENCODING");
        assert_eq!(read(b"\xe2\x80\x9cZo\xeb"), "E-ENCODING");
        assert_eq!(read(b"\xff\xfeZ\0o"), "E-ENCODING");
    }

    #[test]
    fn a_capital_with_an_accent_and_a_no_break_space_is_not_utf8() {
        // as bytes, Ë and the no-break space are also the UTF-8 of U+02E0
        assert_eq!(read(b"ZO\xcb\xa0\nJos\xe9"), "W-1252 ZO\u{cb}\u{a0}\nJos\u{e9}");
    }

    #[test]
    fn the_bytes_that_windows_leaves_undefined_stay_control_characters() {
        assert_eq!(read(b"Zo\x81\xeb"), "W-1252 Zo\u{81}\u{eb}");
    }

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        for text in ["a\nb\nZo\u{eb}", "a\rb\rZo\u{eb}", "a\r\nb\nZo\u{eb}"] {
            let (bytes, _, _) = WINDOWS_1252.encode(text);
            let (_, remarks) = decode(&bytes).unwrap();
            assert!(remarks[0].message.contains("first on line 3"), "{text:?}: {}", remarks[0].message);
        }
    }
}
