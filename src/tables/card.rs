//! What a page says of one person, field by field, as a form does.

use super::Table;
use super::proof::Proof;
use super::section::Fact;

/// One person's part of a page.
#[derive(Clone, Debug)]
pub struct Card {
    /// Name.
    pub name: String,
    /// What is due, and by when.
    pub sub: String,
    /// Fields, by what they are about.
    pub groups: Vec<Group>,
    /// What the files show, check by check.
    pub checks: Vec<Check>,
    /// Tables below the checks, each with its heading.
    pub tables: Vec<(&'static str, Table)>,
    /// The form it ends with: `progress`, `formal` or `interim`.
    pub form: &'static str,
    /// The arithmetic of each figure, to open.
    pub proofs: Vec<Proof>,
}

/// A check and its answer.
#[derive(Clone, Debug)]
pub struct Check {
    /// What was asked, in a few words.
    pub asked: String,
    /// Code of the rule.
    pub rule: &'static str,
    /// What the files show, in a sentence.
    pub said: String,
    /// The outcome.
    pub outcome: Fact,
}

/// Fields that belong together.
#[derive(Clone, Debug)]
pub struct Group {
    /// Heading.
    pub title: &'static str,
    /// Label and value.
    pub fields: Vec<(String, Fact)>,
}
