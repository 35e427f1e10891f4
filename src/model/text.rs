//! Text as a person may be shown it. Control characters and marks that turn the direction of letters would act on the
//! terminal, the page or the reader instead of being read, so they are written out as `U+202E`.

/// Excel stops at 32,767 UTF-16 units a cell; a mark that says that more followed needs a few.
pub const LONGEST: usize = 32_000;

/// True for a character that changes the direction in which others are shown.
pub fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}

/// True for a character that acts and is not seen: control characters, separators of lines and paragraphs, direction
/// marks, annotation marks, and those that are none and that XML or a page cannot hold.
fn acts(c: char) -> bool {
    c.is_control()
        || is_bidi(c)
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// `U+0430`.
pub fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// The text on one line, whatever acts instead of being read written out.
pub fn visible(text: &str) -> String {
    written_out(text, |_, _| false)
}

/// The same, but lines stay lines and tabs tabs.
pub fn visible_lines(text: &str) -> String {
    written_out(text, |c, next| matches!(c, '\n' | '\t') || c == '\r' && next == Some('\n'))
}

/// True for a text of ordinary letters, digits and signs on one line, as nearly every cell holds.
pub fn is_ordinary(text: &str) -> bool {
    // Without a way out at the first that is not, a processor looks at many at once.
    text.bytes().fold(true, |so_far, byte| so_far & matches!(byte, b' '..=b'~'))
}

fn written_out(text: &str, stays: impl Fn(char, Option<char>) -> bool) -> String {
    if is_ordinary(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if acts(c) && !stays(c, rest.peek().copied()) {
            out.push_str(&code_point(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// True if a spreadsheet might take the text for a formula: it begins as one does, in plain or full width, perhaps after
/// spaces that a program strips.
pub fn begins_like_a_formula(text: &str) -> bool {
    const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let unseen =
        |c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
    text.starts_with(['\t', '\r', '\n']) || text.trim_start_matches(unseen).starts_with(SIGNS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_written_out() {
        for (text, line, lines) in [
            ("Jane\u{202e}Smith", "JaneU+202ESmith", "JaneU+202ESmith"),
            ("\u{1b}[2Jx", "U+001B[2Jx", "U+001B[2Jx"),
            ("a\u{9b}b", "aU+009Bb", "aU+009Bb"),
            ("a\tb\nc", "aU+0009bU+000Ac", "a\tb\nc"),
            ("a\r\nb\rc", "aU+000DU+000AbU+000Dc", "a\r\nbU+000Dc"),
            ("a\u{2028}b\u{ffff}", "aU+2028bU+FFFF", "aU+2028bU+FFFF"),
            ("\u{fdd0}\u{1fffe}", "U+FDD0U+1FFFE", "U+FDD0U+1FFFE"),
            ("Zoë 👩🏽\u{200d}🏫", "Zoë 👩🏽\u{200d}🏫", "Zoë 👩🏽\u{200d}🏫"),
        ] {
            assert_eq!((visible(text).as_str(), visible_lines(text).as_str()), (line, lines), "{text:?}");
        }
    }

    #[test]
    fn what_would_run_is_recognised() {
        for text in
            ["=1+1", "+44", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "－1", " =1", "\u{a0}@x", "\u{feff}+1"]
        {
            assert!(begins_like_a_formula(text), "{text:?}");
        }
        for text in ["PT01", "Smith-Jones", "'=1", "", " ", "1=1"] {
            assert!(!begins_like_a_formula(text), "{text:?}");
        }
    }
}
