//! Pictures beside the numbers of a row: shapes as exact shares of a width, and the sentence that says the same.

use crate::model::units::Ratio;

/// A part of a bar, from left to right, as shares of the whole picture (0 to 1).
#[derive(Clone, Debug)]
pub struct Segment {
    /// Style: `taught`, `over`, `ppa`, `ind`, `other`, `e1` … `e4`.
    pub style: &'static str,
    /// Left end.
    pub from: Ratio,
    /// Right end.
    pub to: Ratio,
}

/// A cell of a strip.
#[derive(Clone, Debug)]
pub struct StripCell {
    /// `held`, `missed`, `absent`, `none`, `soon`, `unknown`.
    pub state: &'static str,
    /// Left end.
    pub from: Ratio,
    /// Right end.
    pub to: Ratio,
}

/// A column of a ledger strip; heights are shares of the tallest.
#[derive(Clone, Debug)]
pub struct LedgerColumn {
    /// Left end.
    pub from: Ratio,
    /// Right end.
    pub to: Ratio,
    /// Kept.
    pub kept: Ratio,
    /// Planned, and nobody knows whether it was kept.
    pub unknown: Ratio,
    /// Taken.
    pub lost: Ratio,
    /// Given back.
    pub repaid: Ratio,
    /// Still to come.
    pub to_come: Ratio,
    /// Words above (`−60`) and below (`+60`).
    pub words: (String, String),
}

/// A tick on a horizontal axis.
#[derive(Clone, Debug)]
pub struct Tick {
    /// Where.
    pub at: Ratio,
    /// Words.
    pub text: String,
}

/// A picture beside the numbers of a row, or above them (axis). The numbers stand in the row; `label` says the same in
/// a sentence.
#[derive(Clone, Debug)]
pub enum Picture {
    /// A stacked bar with a solid limit and a dotted comparison.
    Bar {
        /// Parts.
        segments: Vec<Segment>,
        /// The limit.
        limit: Option<Ratio>,
        /// What a comparable teacher teaches.
        comparison: Option<Ratio>,
        /// Sentence.
        label: String,
    },
    /// Windows of the term.
    Strip {
        /// Cells.
        cells: Vec<StripCell>,
        /// The longest gap: from, to, words.
        gap: Option<(Ratio, Ratio, String)>,
        /// Where the as-of date falls, if before the end.
        now: Option<Ratio>,
        /// Sentence.
        label: String,
    },
    /// Induction time week by week.
    Ledger {
        /// Columns.
        columns: Vec<LedgerColumn>,
        /// Where the as-of date falls, if before the end.
        now: Option<Ratio>,
        /// Sentence.
        label: String,
    },
    /// A dot for each person, those hatched who may not be in order.
    Dots {
        /// Surely in order.
        sure: usize,
        /// All of them.
        of: usize,
        /// Sentence.
        label: String,
    },
    /// Training against the whole entitlement.
    Training {
        /// Parts.
        segments: Vec<Segment>,
        /// Expected by now.
        expected: Option<Ratio>,
        /// Completion mark.
        threshold: Option<Ratio>,
        /// Sentence.
        label: String,
    },
}
