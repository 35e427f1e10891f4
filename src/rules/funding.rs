//! Grants: what is expected, and what was paid. Three ledgers never mix: ECT time, mentoring, mentor training.

use super::Rule;

/// The rules of this family, in the order reports show them.
pub const RULES: &[Rule] = &[];
