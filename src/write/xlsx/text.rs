//! Text that stays text: nothing that came from a file may run, break the XML or overflow a cell.

/// Excel stops at 32,767 UTF-16 units; the mark needs a few.
const LONGEST: usize = 32_000;
const MARK: &str = " … [cut]";

/// Without control characters, and cut, with a mark, where a cell ends.
pub(super) fn clean(text: &str) -> String {
    let visible =
        |c: &char| matches!(c, '\n' | '\t') || !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    let mut units = 0;
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(visible) {
        units += c.len_utf16();
        if units > LONGEST {
            out.push_str(MARK);
            break;
        }
        out.push(c);
    }
    out
}

/// Begins as a formula would, in plain or full width; such a cell gets the quote prefix.
pub(super) fn looks_like_a_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
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
    fn control_characters_are_dropped_and_lines_kept() {
        assert_eq!(clean("a\u{0}b\u{1b}\nc\u{fffe}"), "ab\nc");
    }

    #[test]
    fn a_text_too_long_for_a_cell_is_cut_with_a_mark() {
        let cut = clean(&"😀".repeat(20_000));
        assert!(cut.ends_with("[cut]"));
        assert!(cut.encode_utf16().count() < 32_767);
    }

    #[test]
    fn what_would_run_is_recognised() {
        for text in ["=1+1", "+44", "-1", "@x", "\tx", "＝1"] {
            assert!(looks_like_a_formula(text), "{text}");
        }
        assert!(!looks_like_a_formula("PT01"));
    }

    #[test]
    fn an_ampersand_in_a_name_is_no_print_code() {
        assert_eq!(for_margin("Calder & Wharfe"), "Calder && Wharfe");
    }
}
