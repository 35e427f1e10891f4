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
                "This UTF-16 text file has broken characters.",
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
            "This text file looks like UTF-16, but does not say so at its start.",
            "Open it in Excel or a text editor and save it as CSV UTF-8.",
        ));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.to_owned(), Vec::new()));
    }
    let lines = || (1_usize..).zip(bytes.split(|b| *b == b'\n'));
    let first = lines().find(|(_, line)| std::str::from_utf8(line).is_err()).map_or(1, |(n, _)| n);
    let utf8 = lines().find(|(_, line)| !line.is_ascii() && std::str::from_utf8(line).is_ok());
    if let Some((line, _)) = utf8 {
        return Err(Refusal::new(
            "E-ENCODING",
            format!("Line {line} is UTF-8 and line {first} is not: letters with accents cannot be told."),
            "Open the file, correct the names with accents, and save it as CSV UTF-8.",
        ));
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let remark = Remark::new(
        "W-1252",
        format!("This text file is not UTF-8 (first on line {first}); it was read as Windows-1252."),
        "Check that names with accents look right. “CSV UTF-8” avoids the question.",
    );
    Ok((text.into_owned(), vec![remark]))
}

/// How the beginning of a file seems to be stored: by its mark, else as UTF-8.
pub fn head(bytes: &[u8]) -> &'static Encoding {
    Encoding::for_bom(bytes).map_or(UTF_8, |(encoding, _)| encoding)
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
    }
}
