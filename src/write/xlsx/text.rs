//! Text that stays text: nothing that came from a file may run, break the XML or overflow a cell.

use crate::model::text::{LONGEST, is_ordinary, visible_lines};
use std::borrow::Cow;

const MARK: &str = " … [cut]";

/// Control characters written out, and cut, with a mark, where a cell ends.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST && is_ordinary(text) {
        return Cow::Borrowed(text);
    }
    let text = visible_lines(text).replace("\r\n", "\n");
    let mut units = 0;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        units += c.len_utf16();
        if units > LONGEST {
            out.push_str(MARK);
            break;
        }
        out.push(c);
    }
    Cow::Owned(out)
}

/// For a note beside a cell, where the library, unlike in cells, leaves `_x0041_` as it is.
pub(super) fn for_note(text: &str) -> String {
    literal(&clean(text))
}

/// Excel takes `_x0041_` for the letter A; here it stays what it is.
pub(super) fn literal(text: &str) -> String {
    let mut parts = text.split("_x");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..5).is_some_and(|code| {
            code.ends_with('_') && code.bytes().take(4).all(|byte| byte.is_ascii_hexdigit())
        });
        out.push_str(if code { "_x005F_x" } else { "_x" });
        out.push_str(part);
    }
    out
}

/// For a printed header or footer, where `&` begins a code and 255 units, for two texts, are the end.
pub(super) fn for_margin(text: &str) -> String {
    let mut line = String::new();
    for c in clean(text).replace(['\n', '\t'], " ").chars() {
        if line.len() > 100 {
            break;
        }
        line.push(c);
        if c == '&' {
            line.push('&');
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_written_out_and_lines_kept() {
        assert_eq!(clean("a\u{0}b\u{1b}\r\nc\u{fffe}"), "aU+0000bU+001B\ncU+FFFE");
    }

    #[test]
    fn a_text_too_long_for_a_cell_is_cut_with_a_mark() {
        let long = "😀".repeat(20_000);
        let cut = clean(&long);
        assert!(cut.ends_with("[cut]"));
        assert!(cut.encode_utf16().count() < 32_767);
    }

    #[test]
    fn a_note_says_what_was_written() {
        assert_eq!(for_note("_x0041_ _x00e9_ _xyz _x004"), "_x005F_x0041_ _x005F_x00e9_ _xyz _x004");
    }

    #[test]
    fn an_ampersand_in_a_name_is_no_print_code() {
        assert_eq!(for_margin("Calder & Wharfe"), "Calder && Wharfe");
    }
}
