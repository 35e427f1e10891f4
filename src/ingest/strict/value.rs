//! The value of a cell, as it is stored.

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
    /// The text a formula gives, or a date as text.
    Text,
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
            "str" | "d" => Kind::Text,
            "inlineStr" => Kind::Inline,
            _ => return None,
        })
    }
}

/// A value as it was met.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Value<'a> {
    /// Its first piece of text.
    pub text: Option<Cow<'a, str>>,
    /// Comments, references or elements break it up.
    is_broken_up: bool,
    /// A part of it is text that the reader does not see.
    is_unseen: bool,
}

impl<'a> Value<'a> {
    /// Adds a piece.
    pub fn add(&mut self, event: Event<'a>) {
        match event {
            Event::Text(text) if self.text.is_none() && !self.is_broken_up => {
                self.text = Some(text.into_inner());
            }
            Event::CData(_) | Event::Start(_) | Event::End(_) => {
                (self.is_broken_up, self.is_unseen) = (true, true);
            }
            _ => self.is_broken_up = true,
        }
    }

    /// It is one text, or nothing.
    fn plain(&self) -> Option<&str> {
        (!self.is_broken_up).then(|| self.text.as_deref().unwrap_or_default())
    }
}

/// Errors the reader knows.
const FAULTS: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

/// Nothing if the value is good; the error of a formula if it is one the reader does not know; or the code and what is
/// wrong with the value, which is written `raw`.
pub fn judge(
    kind: Kind,
    value: &Value,
    raw: &str,
    strings: usize,
) -> Result<Option<String>, (&'static str, String)> {
    let shown = || -> String {
        let shown = visible(raw);
        if shown.chars().count() > 40 { shown.chars().take(40).chain(['…']).collect() } else { shown }
    };
    let plain = value.plain();
    if plain.is_some_and(str::is_empty) {
        return Ok(None);
    }
    let is_good = match kind {
        Kind::Number => plain.is_some_and(|text| text.parse::<f64>().is_ok_and(f64::is_finite)),
        Kind::Listed => plain.is_some_and(|text| text.parse().is_ok_and(|place: usize| place < strings)),
        Kind::Bool => plain.is_some_and(|text| {
            matches!(text.trim(), "0" | "1")
                || ["true", "false"].iter().any(|word| text.trim().eq_ignore_ascii_case(word))
        }),
        Kind::Fault => match plain {
            Some(text) if FAULTS.contains(&text) => true,
            Some(text) if text.starts_with('#') => return Ok(Some(text.to_owned())),
            _ => false,
        },
        Kind::Text => !value.is_unseen,
        Kind::Inline => true,
    };
    if is_good {
        return Ok(None);
    }
    Err(match kind {
        Kind::Number => ("E-NUMBER", format!("holds “{}” as a number", shown())),
        Kind::Listed => {
            let end = strings.checked_sub(1).map_or("is empty".to_owned(), |last| format!("ends at {last}"));
            (
                "E-STRING",
                format!("names the place “{}” in the workbook’s list of texts, which {end}", shown()),
            )
        }
        Kind::Bool => ("E-SHEET", format!("holds “{}” where only TRUE or FALSE can stand", shown())),
        Kind::Fault => ("E-SHEET", format!("holds “{}” as the error of a formula", shown())),
        Kind::Text | Kind::Inline => {
            ("E-STRING", format!("holds its text in a form that cannot be read, “{}”", shown()))
        }
    })
}
