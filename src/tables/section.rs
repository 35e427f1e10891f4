//! A subject as a page shows it: a finding for a heading, and rows that each hold a name, a picture and its numbers.

use super::origins::Ids;
use super::proof::Proof;
use super::{Picture, Tick};
use crate::model::units::Ratio;
use crate::rules::{Assessed, Outcome, Strength};

/// A subject of the report.
#[derive(Clone, Debug)]
pub struct Section {
    /// Fixed name, for links.
    pub id: &'static str,
    /// Short name, for the list of contents.
    pub nav: &'static str,
    /// The finding.
    pub title: String,
    /// How to read the pictures.
    pub lede: String,
    /// The marks, each with its words.
    pub keys: Vec<(&'static str, String)>,
    /// What the table holds, and its order.
    pub caption: String,
    /// The name, the picture if there is one, then a column for each fact.
    pub columns: Vec<Head>,
    /// Weeks and months above the pictures.
    pub axis: Option<Axis>,
    /// Rows, worst first.
    pub lines: Vec<Line>,
    /// Tables to open, each with what it is about.
    pub opened: Vec<(String, super::Table)>,
    /// The arithmetic of each check, to open.
    pub proofs: Vec<Proof>,
    /// Arithmetic of the subject as a whole, to open.
    pub basis: Vec<Proof>,
}

/// A column of a section.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    /// Header.
    pub header: &'static str,
    /// Width in hundredths of a rem; 0: what is left.
    pub width: u16,
    /// Numbers, to the right.
    pub right: bool,
}

/// A scale of weeks.
#[derive(Clone, Debug)]
pub struct Axis {
    /// Numbers of the teaching weeks.
    pub weeks: Vec<Tick>,
    /// Months, where they begin.
    pub months: Vec<Tick>,
    /// The as-of date, if before the end.
    pub now: Option<Ratio>,
}

/// A row of a section.
#[derive(Clone, Debug)]
pub struct Line {
    /// Who.
    pub who: String,
    /// Small words under the name.
    pub sub: Option<String>,
    /// The picture.
    pub picture: Option<Picture>,
    /// One for each further column.
    pub facts: Vec<Fact>,
}

/// What a cell says, line by line.
#[derive(Clone, Debug, Default)]
pub struct Fact(pub Vec<Words>);

/// A line of a cell.
#[derive(Clone, Debug)]
pub struct Words {
    /// What it says.
    pub text: String,
    /// With the icon of this outcome.
    pub mark: Option<(Outcome, Strength)>,
    /// Small and second.
    pub small: bool,
}

impl Fact {
    /// Plain words.
    pub fn plain(text: impl Into<String>) -> Fact {
        Fact(vec![Words { text: text.into(), mark: None, small: false }])
    }

    /// Words with the icon of an outcome.
    pub fn marked(text: impl Into<String>, outcome: Outcome, strength: Strength) -> Fact {
        Fact(vec![Words { text: text.into(), mark: Some((outcome, strength)), small: false }])
    }

    /// And small words below.
    pub fn under(mut self, text: impl Into<String>) -> Fact {
        self.0.push(Words { text: text.into(), mark: None, small: true });
        self
    }

    /// And the words of another below.
    pub fn and(mut self, other: Fact) -> Fact {
        self.0.extend(other.0);
        self
    }
}

/// All subjects that have something to show, in reading order.
pub fn all(assessed: &Assessed, ids: &Ids) -> Vec<Section> {
    let mut all = Vec::new();
    if !assessed.ects.is_empty() {
        all.push(super::time::section(assessed, ids));
        all.push(super::ledger::section(assessed, ids));
        all.push(super::meetings::section(assessed, ids));
    }
    if !assessed.mentors.is_empty() {
        all.push(super::training::section(assessed, ids));
    }
    if !assessed.ects.is_empty() {
        all.push(super::induction::section(assessed, ids));
    }
    if !assessed.funding.is_empty() {
        all.push(super::funding::section(assessed, ids));
    }
    all
}
