//! Headers as they are compared, and characters in them that only look right.

use super::parse::word::{is_word, plain};
use crate::model::text::{code_point, is_bidi};

/// A header as it is compared: letters and digits in lower case. Invisible characters stay, so that they are noticed.
pub fn plain_header(text: &str) -> String {
    if text.is_ascii() {
        return plain(text);
    }
    text.chars().filter(|c| c.is_alphanumeric() || is_invisible(*c)).flat_map(char::to_lowercase).collect()
}

/// True if a text is this header, already as it is compared; most texts are told by their first letter.
pub fn is_header(text: &str, plain_header: &str) -> bool {
    if text.is_ascii() { is_word(text, plain_header) } else { self::plain_header(text) == plain_header }
}

fn is_invisible(c: char) -> bool {
    is_bidi(c)
        || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{ad}' | '\u{feff}' | '\u{180e}')
}

/// The Latin letter that a Cyrillic, Greek or full-width one looks like.
fn latin(c: char) -> char {
    const LIKE: [(&str, char); 20] = [
        ("аАΑα", 'a'),
        ("вВΒ", 'b'),
        ("сСϲ", 'c'),
        ("ԁ", 'd'),
        ("еЕΕε", 'e'),
        ("нНΗ", 'h'),
        ("іІΙι", 'i'),
        ("јЈ", 'j'),
        ("кКΚκ", 'k'),
        ("мМΜ", 'm'),
        ("Νη", 'n'),
        ("оОΟο", 'o'),
        ("рРΡρ", 'p'),
        ("ѕЅ", 's'),
        ("тТΤτ", 't'),
        ("уУΥυ", 'y'),
        ("хХΧχ", 'x'),
        ("ԝ", 'w'),
        ("νѵ", 'v'),
        ("Ζ", 'z'),
    ];
    // Each layout looks at each text of the top rows, which may be long.
    if c.is_ascii() {
        return c;
    }
    if let '\u{ff01}'..='\u{ff5e}' = c {
        return char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c);
    }
    LIKE.iter().find(|(from, _)| from.contains(c)).map_or(c, |(_, to)| *to)
}

/// The header with look-alikes made Latin, and the odd characters by code point, with what is odd about them.
pub fn skeleton(header: &str) -> (String, Vec<String>) {
    let odd = header.chars().filter_map(|c| {
        let is_seen = !is_invisible(c);
        match latin(c) {
            like if is_seen && like != c => {
                Some(format!("{}, which only looks like “{like}”", code_point(c)))
            }
            _ => (!is_seen).then(|| format!("{}, which cannot be seen", code_point(c))),
        }
    });
    let odd: Vec<String> = odd.collect();
    let text: String = header.chars().filter(|c| !is_invisible(*c)).map(latin).collect();
    (plain_header(&text), odd)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_alike_is_named_by_its_code_point() {
        assert_eq!(plain_header(" Staff\u{a0}Code*"), "staffcode");
        assert_eq!(
            skeleton("N\u{430}me"),
            ("name".to_owned(), vec!["U+0430, which only looks like “a”".to_owned()])
        );
        assert_eq!(
            skeleton("Na\u{200b}me"),
            ("name".to_owned(), vec!["U+200B, which cannot be seen".to_owned()])
        );
        assert_eq!(
            skeleton("\u{202e}ＦTE"),
            (
                "fte".to_owned(),
                vec![
                    "U+202E, which cannot be seen".to_owned(),
                    "U+FF26, which only looks like “F”".to_owned()
                ]
            )
        );
        assert_eq!(skeleton("Name"), ("name".to_owned(), vec![]));
    }
}
