//! Progress reviews, formal assessments and observations.

use super::Rule;

/// The rules of this family, in the order reports show them.
pub const RULES: &[Rule] = &[];
