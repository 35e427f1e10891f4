//! The value of a cell, as it is stored → [`Cell`].

use super::escape::unescaped;
use super::sheet::Known;
use super::xml::resolved;
use crate::ingest::sheet::Cell;
use crate::ingest::stored::{Format, day_text, number};
use crate::model::text::visible;
use quick_xml::events::Event;
use std::borrow::Cow;

/// What a cell says it holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A number, or a date as one.
    #[default]
    Number,
    /// A place in the list of texts.
    Listed,
    /// Yes or no.
    Bool,
    /// The error of a formula.
    Fault,
    /// The text a formula gives.
    Text,
    /// A date as text.
    Day,
    /// A text that stands elsewhere in the cell.
    Inline,
}

impl Kind {
    /// By its name in the file.
    pub fn named(name: &str) -> Option<Kind> {
        Some(match name {
            "n" => Kind::Number,
            "s" => Kind::Listed,
            "b" => Kind::Bool,
            "e" => Kind::Fault,
            "str" => Kind::Text,
            "d" => Kind::Day,
            "inlineStr" => Kind::Inline,
            _ => return None,
        })
    }
}

/// A value as it was met.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Value<'a> {
    text: Cow<'a, str>,
    /// Comments, references or elements break it up.
    is_broken_up: bool,
    /// Elements or marked sections are in it, which no text of a cell has.
    is_no_text: bool,
}

impl<'a> Value<'a> {
    /// Adds a piece.
    pub fn add(&mut self, event: Event<'a>) {
        match event {
            Event::Text(text) if self.text.is_empty() => self.text = text.xml10_content(),
            Event::Text(text) => self.text.to_mut().push_str(&text.xml10_content()),
            Event::GeneralRef(name) => {
                self.is_broken_up = true;
                self.text.to_mut().extend(resolved(&name));
            }
            Event::CData(_) | Event::Start(_) | Event::End(_) => {
                (self.is_broken_up, self.is_no_text) = (true, true);
            }
            _ => self.is_broken_up = true,
        }
    }

    /// It is one piece, or nothing.
    fn plain(&self) -> Option<&str> {
        (!self.is_broken_up).then_some(&self.text)
    }
}

/// What a value is, nothing if none is stored; or the code and what is wrong with the value, which is written `raw`.
///
/// # Errors
/// `E-NUMBER`, `E-STRING`, `E-SHEET`.
pub fn judge(
    kind: Kind,
    value: &Value,
    raw: &str,
    format: Format,
    known: &Known,
) -> Result<Option<Cell>, (&'static str, String)> {
    let plain = value.plain();
    if kind == Kind::Inline || kind != Kind::Text && plain.is_some_and(str::is_empty) {
        return Ok(None);
    }
    let found = match kind {
        Kind::Number => plain
            .and_then(|text| text.parse::<f64>().ok())
            .filter(|stored| stored.is_finite())
            .map(|stored| number(stored, format, known.from_1904)),
        Kind::Listed => {
            plain.and_then(|text| text.parse().ok()).and_then(|place: usize| known.texts.get(place)).cloned()
        }
        Kind::Bool => plain.and_then(yes).map(Cell::Bool),
        Kind::Fault => plain.filter(|text| text.starts_with('#')).map(|text| Cell::Fault(text.into())),
        Kind::Text | Kind::Inline => (!value.is_no_text).then(|| Cell::text(&unescaped(&value.text))),
        Kind::Day => (!value.is_no_text).then(|| day_text(&value.text)),
    };
    if found.is_some() {
        return Ok(found);
    }
    let shown = visible(raw);
    let shown =
        if shown.chars().count() > 40 { shown.chars().take(40).chain(['…']).collect() } else { shown };
    Err(match kind {
        Kind::Number => ("E-NUMBER", format!("holds “{shown}” as a number")),
        Kind::Listed => {
            let end = known.texts.len().checked_sub(1);
            let end = end.map_or("is empty".to_owned(), |last| format!("ends at {last}"));
            ("E-STRING", format!("names the place “{shown}” in the workbook’s list of texts, which {end}"))
        }
        Kind::Bool => ("E-SHEET", format!("holds “{shown}” where only TRUE or FALSE can stand")),
        Kind::Fault => ("E-SHEET", format!("holds “{shown}” as the error of a formula")),
        Kind::Text | Kind::Day | Kind::Inline => {
            ("E-STRING", format!("holds its text in a form that cannot be read, “{shown}”"))
        }
    })
}

/// `1` or `true`, `0` or `false`.
fn yes(text: &str) -> Option<bool> {
    let text = text.trim();
    let is = |digit: &str, word: &str| text == digit || text.eq_ignore_ascii_case(word);
    if is("1", "true") { Some(true) } else { is("0", "false").then_some(false) }
}
