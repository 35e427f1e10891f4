//! Something noticed while reading: a stable code, a place, and what to write instead. Reading never stops at the first.

use super::source::{FileId, Source};

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A file, sheet or row was left out.
    Error,
    /// Kept, but look at it.
    Warning,
    /// For information.
    Note,
}

/// Where a finding points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A whole file.
    File(FileId),
    /// A cell.
    Cell(Source),
}

/// One thing noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable code, an entry of [`CODES`].
    pub code: &'static str,
    /// How much it matters.
    pub level: Level,
    /// What was found, showing the value.
    pub message: String,
    /// What to write instead, or do.
    pub help: String,
    /// Where, most telling first.
    pub at: Vec<Place>,
}

/// A code and what it means, for `ringfence explain CODE`.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    /// The code.
    pub code: &'static str,
    /// How much it matters.
    pub level: Level,
    /// A line.
    pub title: &'static str,
    /// What happens, why, and what to do.
    pub text: &'static str,
}

/// The entry of a code.
pub fn code(code: &str) -> Option<&'static Code> {
    super::codes::CODES.iter().find(|c| c.code.eq_ignore_ascii_case(code))
}
