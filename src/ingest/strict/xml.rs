//! A part of a workbook, gone through from end to end: UTF-8, well-formed, and without anything to expand.

use super::{EXPORT_AGAIN, SAVE_ANEW};
use crate::ingest::notes::Refusal;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::borrow::Cow;
use std::io::BufRead as _;
use std::ops::Range;

/// Deepest nesting; sheets need eight.
const DEEPEST: u32 = 64;
/// Longest tag, in bytes.
pub const LONGEST: usize = 1 << 16;

/// A walk through a part. An empty element comes as its start and its end.
pub struct Walk<'a> {
    part: &'a str,
    text: &'a str,
    reader: Reader<&'a [u8]>,
    depth: u32,
    roots: u32,
    before: usize,
}

impl<'a> Walk<'a> {
    /// At the start of a part, named as in the workbook.
    ///
    /// # Errors
    /// `E-XMLENC` if it is not UTF-8.
    pub fn new(part: &'a str, bytes: &'a [u8]) -> Result<Walk<'a>, Refusal> {
        // UTF-16 without a mark is UTF-8 full of zeros.
        let is_wide = bytes.iter().take(4).any(|byte| *byte == 0);
        let text = std::str::from_utf8(bytes).ok().filter(|_| !is_wide).ok_or_else(|| encoding(part))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Ok(Walk { part, text, reader, depth: 0, roots: 0, before: 0 })
    }

    /// The next event; nothing at a proper end.
    ///
    /// # Errors
    /// `E-XML` where the part is cut short or its tags do not match, `E-DOCTYPE`, `E-XMLENC`.
    pub fn next(&mut self) -> Result<Option<Event<'a>>, Refusal> {
        self.before = self.at();
        let Ok(event) = self.reader.read_event() else { return Err(self.broken()) };
        match &event {
            Event::Start(_) => {
                self.roots += u32::from(self.depth == 0);
                self.depth += 1;
                if self.roots > 1 || self.depth > DEEPEST || self.last().len() > LONGEST {
                    return Err(self.broken());
                }
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Text(text) if self.depth == 0 && !text.trim_ascii().is_empty() => {
                return Err(self.broken());
            }
            Event::GeneralRef(name) if resolved(name).is_none() => return Err(self.broken()),
            Event::DocType(_) => return Err(doctype(self.part)),
            Event::Decl(decl) => {
                let is_utf8 =
                    |name: &str| ["utf-8", "utf8", "us-ascii"].iter().any(|n| name.eq_ignore_ascii_case(n));
                if !decl.encoding().is_none_or(|name| name.is_ok_and(|name| is_utf8(&name))) {
                    return Err(encoding(self.part));
                }
            }
            Event::Eof if self.depth == 0 && self.roots == 1 => return Ok(None),
            Event::Eof => return Err(self.broken()),
            _ => {}
        }
        Ok(Some(event))
    }

    /// How many elements are open.
    pub fn depth(&self) -> u32 {
        self.depth
    }

    /// Where the next event begins.
    pub fn at(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// Where the last event stands.
    pub fn last(&self) -> Range<usize> {
        self.before..self.at()
    }

    /// What stands in a stretch.
    pub fn slice(&self, stretch: Range<usize>) -> &'a str {
        self.text.get(stretch).unwrap_or_default()
    }

    /// What has not been gone through, from the next event on.
    pub fn rest(&self) -> &'a str {
        self.text.get(self.at()..).unwrap_or_default()
    }

    /// Leaves out so many bytes, whole elements that something else went through.
    pub fn skip(&mut self, bytes: usize) {
        self.reader.stream().consume(bytes);
    }

    /// What is said where the part is no XML.
    pub fn broken(&self) -> Refusal {
        Refusal::new(
            "E-XML",
            format!(
                "The part “{}” of this workbook is cut short or damaged at byte {}, so the whole workbook was left out.",
                self.part, self.before
            ),
            EXPORT_AGAIN,
        )
    }
}

/// The value of an attribute by its name without a prefix, as written.
pub fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let mut all = tag.attributes();
    let found =
        all.with_checks(false).filter_map(Result::ok).find(|one| one.key.local_name().as_ref() == name);
    found.map(|one| one.value.into_owned())
}

/// Attributes by their whole names, as written; nothing if one stands twice or the tag is damaged.
pub fn attributes<'t, const N: usize>(tag: &'t BytesStart, names: [&str; N]) -> Option<[Option<&'t str>; N]> {
    let mut found = [None; N];
    for one in tag.attributes().with_checks(false) {
        let one = one.ok()?;
        let Some(at) = names.iter().position(|name| *name == one.key.0) else { continue };
        let Cow::Borrowed(value) = one.value else { return None };
        if found[at].replace(value).is_some() {
            return None;
        }
    }
    Some(found)
}

/// An attribute as it is meant, `A&B` for `A&amp;B`.
pub fn plain(written: &str) -> String {
    unescape(written).map_or_else(|_| written.to_owned(), Cow::into_owned)
}

/// True for anything but markup and the white space that sets it out: text that would be lost where nobody looks for it.
pub fn is_text(event: &Event) -> bool {
    match event {
        Event::Text(text) => !text.trim_ascii().is_empty(),
        Event::CData(_) | Event::GeneralRef(_) => true,
        _ => false,
    }
}

/// The character that a reference such as `&amp;` or `&#65;` stands for; a walk lets no other pass.
pub fn resolved(name: &BytesRef) -> Option<char> {
    match &**name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.resolve_char_ref().ok().flatten(),
    }
}

fn encoding(part: &str) -> Refusal {
    Refusal::new(
        "E-XMLENC",
        format!(
            "The part “{part}” of this workbook is not stored as UTF-8, so its texts could come out wrong or not at all."
        ),
        SAVE_ANEW,
    )
}

fn doctype(part: &str) -> Refusal {
    Refusal::new(
        "E-DOCTYPE",
        format!(
            "The part “{part}” of this workbook brings its own definitions (DOCTYPE), which no spreadsheet program writes and which are never followed."
        ),
        "Open it only if you trust where it comes from: in Excel, save it under a new name, and use that file.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8]) -> String {
        let through = || {
            let mut walk = Walk::new("a.xml", bytes)?;
            while walk.next()?.is_some() {}
            Ok(())
        };
        through().map_or_else(
            |refusal: Refusal| match refusal.code {
                "E-XML" => refusal.message.split(" at ").nth(1).unwrap_or_default().chars().take(7).collect(),
                code => code.to_owned(),
            },
            |()| "well".to_owned(),
        )
    }

    #[test]
    fn a_part_is_one_whole_element_in_utf_8() {
        assert_eq!(told(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a><b/>x &amp; &#65;</a>\n"), "well");
        assert_eq!(told(b"\xef\xbb\xbf<a/>"), "well");
        assert_eq!(told(b"<a><b></a>"), "byte 6,", "tags that do not match");
        assert_eq!(told(b"<a><b"), "byte 3,", "cut short in a tag");
        assert_eq!(told(b"<a><b/>"), "byte 7,", "never closed");
        assert_eq!(told(b"<a/><b/>"), "byte 4,", "two roots");
        assert_eq!(told(b"<a/>b"), "byte 4,", "text after the root");
        assert_eq!(told(b""), "byte 0,");
        assert_eq!(told(b"<a>&b;</a>"), "byte 3,", "an entity nobody defined");
        assert_eq!(told(b"<a>&#0;</a>"), "byte 3,", "no character");
        assert_eq!(told("<a>".repeat(65).as_bytes()), "byte 19", "too deep");
        assert_eq!(
            told(format!("<a b=\"{}\"/>", "c".repeat(LONGEST)).as_bytes()),
            "byte 0,",
            "a tag too long"
        );
        assert_eq!(told(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "E-DOCTYPE");
        assert_eq!(told(b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>"), "E-XMLENC");
        assert_eq!(told(b"<a>caf\xe9</a>"), "E-XMLENC");
        let wide: Vec<u8> = "<a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(told(&wide), "E-XMLENC");
        assert_eq!(told(&[b"\xff\xfe", wide.as_slice()].concat()), "E-XMLENC");
    }
}
