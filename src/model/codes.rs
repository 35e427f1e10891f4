//! Every code a finding can carry. Codes are stable: a meaning never changes, a code is never used again.

use super::finding::{Code, Level};

/// In alphabetical order.
pub const CODES: &[Code] = &[Code {
    code: "E-EMPTY",
    level: Level::Error,
    title: "The file is empty",
    text: "The file has no bytes, so it was left out. Export it again.",
}];
