//! `_x000D_`: how a workbook writes a character that XML cannot hold.

use std::borrow::Cow;

/// Length of an escape.
const LONG: usize = "_xHHHH_".len();

/// A text with its escapes taken for the characters they stand for; half a pair becomes U+FFFD.
pub fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let (mut plain, mut units, mut rest) = (String::with_capacity(text.len()), Vec::new(), text);
    loop {
        // A character outside the basic plane is written as two escapes on end.
        if let Some(unit) = unit(rest) {
            units.push(unit);
            rest = &rest[LONG..];
            continue;
        }
        let met = char::decode_utf16(units.drain(..));
        plain.extend(met.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
        let next = rest.find("_x").map_or(rest.len(), |at| if at == 0 { 1 } else { at });
        if next == 0 {
            return Cow::Owned(plain);
        }
        let (before, after) = rest.split_at(next);
        plain.push_str(before);
        rest = after;
    }
}

/// The escape that a text begins with.
fn unit(text: &str) -> Option<u16> {
    let digits = text.get(..LONG)?.strip_prefix("_x")?.strip_suffix('_')?;
    let is_plain = digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_plain.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_is_the_character_it_stands_for() {
        for (written, meant) in [
            ("", ""),
            ("10B/Ar1", "10B/Ar1"),
            ("a_x000D_b", "a\rb"),
            ("_x0041__x0042_", "AB"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDCF7_", "\u{1f4f7}"),
            ("_xD83D_ _xDCF7_", "\u{fffd} \u{fffd}"),
            ("_xD83D", "_xD83D"),
            ("_x00g0_ _x+041_ _X0041_ _x0041", "_x00g0_ _x+041_ _X0041_ _x0041"),
            ("__x0041_é_x00e9_", "_Aéé"),
            ("_x_x0041_", "_xA"),
        ] {
            assert_eq!(unescaped(written), meant, "{written}");
        }
    }
}
