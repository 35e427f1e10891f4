//! XML as the usual programs write it, gone through at a glance. Whoever finds something else here leaves it to the walk
//! (`super::xml`), which judges it.

/// What sets XML out and says nothing.
pub const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

/// What stands in a tag.
pub enum Next<'a> {
    /// An attribute: its name and its value.
    Attribute(&'a str, &'a str),
    /// The end of the tag.
    End {
        /// It is the end of the element, too.
        is_empty: bool,
    },
}

/// What comes of a text, from the place where it is gone through.
#[derive(Clone, Copy)]
pub struct Cursor<'a>(pub &'a str);

impl<'a> Cursor<'a> {
    /// Bytes that come.
    #[inline]
    pub fn left(&self) -> usize {
        self.0.len()
    }

    /// Goes past white space.
    #[inline]
    pub fn blanks(&mut self) {
        if !self.0.starts_with('<') {
            self.0 = self.0.trim_start_matches(BLANKS);
        }
    }

    /// Goes past a word, if it stands here.
    #[inline]
    pub fn word(&mut self, word: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(word)?;
        Some(())
    }

    /// Goes on over the bytes that fit, and gives what that was; nothing if none does, or all do to the end.
    #[inline]
    pub fn while_is(&mut self, fits: impl Fn(u8) -> bool) -> Option<&'a str> {
        let length = self.0.bytes().position(|byte| !fits(byte)).filter(|length| *length > 0)?;
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// The next attribute of a tag, or the end of the tag; nothing if it is not plain.
    pub fn attribute(&mut self) -> Option<Next<'a>> {
        if self.word(">").is_some() {
            return Some(Next::End { is_empty: false });
        }
        if self.word("/>").is_some() {
            return Some(Next::End { is_empty: true });
        }
        self.word(" ")?;
        let name =
            self.while_is(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-'))?;
        self.word("=\"")?;
        if self.word("\"").is_some() {
            return Some(Next::Attribute(name, ""));
        }
        let value = self.while_is(|byte| byte >= b' ' && !matches!(byte, b'"' | b'<' | b'>' | b'&'))?;
        self.word("\"")?;
        Some(Next::Attribute(name, value))
    }

    /// A text up to the next tag, not empty; nothing if something in it stands for something else.
    #[inline]
    pub fn value(&mut self) -> Option<&'a str> {
        let value = self.while_is(|byte| !matches!(byte, b'<' | b'&' | b'\r'))?;
        self.0.starts_with('<').then_some(value)
    }
}
