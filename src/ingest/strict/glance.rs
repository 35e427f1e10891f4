//! XML as the usual programs write it, gone through at a glance. Whoever finds something else here leaves it to the walk
//! (`super::xml`), which judges it.

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

/// A place in the text.
#[derive(Clone)]
pub struct Cursor<'a> {
    /// The whole of it.
    pub text: &'a str,
    /// In bytes.
    pub at: usize,
}

impl<'a> Cursor<'a> {
    /// What comes.
    pub fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Goes past white space.
    pub fn blanks(&mut self) {
        let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        self.at += self.bytes().iter().take_while(blank).count();
    }

    /// Goes past a word, if it stands here.
    pub fn word(&mut self, word: &str) -> Option<()> {
        self.bytes().starts_with(word.as_bytes()).then(|| self.at += word.len())
    }

    /// Goes on so far, and gives what that was.
    pub fn take(&mut self, length: usize) -> Option<&'a str> {
        let taken = self.text.get(self.at..self.at + length)?;
        self.at += length;
        Some(taken)
    }

    /// The next attribute of a tag, or the end of the tag; nothing if it is not plain.
    pub fn attribute(&mut self) -> Option<Next<'a>> {
        match self.bytes() {
            [b'>', ..] => {
                self.at += 1;
                Some(Next::End { is_empty: false })
            }
            [b'/', b'>', ..] => {
                self.at += 2;
                Some(Next::End { is_empty: true })
            }
            [b' ', after @ ..] => {
                let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-');
                let name = after.iter().position(|byte| !is_name(byte)).filter(|length| *length > 0)?;
                self.at += 1;
                let name = self.take(name)?;
                self.word("=\"")?;
                let is_value = |byte: &u8| *byte >= b' ' && !matches!(byte, b'"' | b'<' | b'>' | b'&');
                let value = self.bytes().iter().position(|byte| !is_value(byte))?;
                let value = self.take(value)?;
                self.word("\"")?;
                Some(Next::Attribute(name, value))
            }
            _ => None,
        }
    }

    /// A text up to the next tag, not empty; nothing if something in it stands for something else.
    pub fn value(&mut self) -> Option<&'a str> {
        let bytes = self.bytes();
        let length = bytes.iter().position(|byte| matches!(byte, b'<' | b'&' | b'\r'))?;
        if length == 0 || bytes[length] != b'<' {
            return None;
        }
        self.take(length)
    }
}
