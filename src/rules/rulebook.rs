//! The rulebook: dated values, each with its clause.

/// All dated values.
pub struct Rulebook;
