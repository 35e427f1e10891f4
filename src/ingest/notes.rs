//! Findings as they are gathered, one school at a time.

use crate::model::CODES;
use crate::model::finding::{Finding, Level, Place};
use crate::model::source::SheetId;
use crate::model::text::visible_lines;

/// What was noticed so far, in order.
#[derive(Debug, Default)]
pub struct Notes {
    /// Findings.
    pub all: Vec<Finding>,
}

impl Notes {
    /// Adds one; its level comes from the catalogue of codes.
    pub fn add(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
        at: impl IntoIterator<Item = Place>,
    ) {
        let level = CODES.iter().find(|entry| entry.code == code).map_or(Level::Error, |entry| entry.level);
        let at = at.into_iter().collect();
        let [message, help] = [message.into(), help.into()].map(|text| visible_lines(&text));
        self.all.push(Finding { code, level, message, help, at });
    }

    /// True if the same was said of the sheet before.
    pub fn told(&self, code: &str, message: &str, sheet: SheetId) -> bool {
        let is_here = |place: &Place| matches!(place, Place::Cell(at) if at.sheet == sheet);
        self.all.iter().any(|one| one.code == code && one.message == message && one.at.iter().any(is_here))
    }
}

/// Why a whole file was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Stable code.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Refusal {
    /// A refusal.
    pub fn new(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Refusal {
        // A library may quote the file in what it says.
        let [message, help] = [message.into(), help.into()].map(|text| visible_lines(&text));
        Refusal { code, message, help }
    }
}

/// Something to say about a file that was read.
pub type Remark = Refusal;
