//! What the reports show, arranged once for every format. A writer knows no domain and adds nothing up.

pub mod actions;
pub mod breakdown;
pub mod coverage;
pub mod files;
pub mod findings;
pub mod funding;
pub mod induction;
pub mod ledger;
pub mod meetings;
pub mod origins;
mod picture;
pub mod place;
pub mod proof;
#[cfg(test)]
pub(crate) mod sample;
pub mod schools;
pub mod section;
pub mod sentences;
pub mod settings;
pub mod statement;
pub mod time;
pub mod titles;
pub mod training;
pub mod unseen;
pub mod values;
pub mod verdicts;
pub mod weeks;
pub mod words;

pub use picture::{LedgerColumn, Picture, Segment, StripCell, Tick};

use crate::model::brand::Brand;
use crate::model::figure::{AnyFigure, ChosenBy};
use crate::model::units::Ratio;
use crate::rules::{Assessed, Outcome, Strength};
use chrono::NaiveDate;
use proof::Proof;
use section::Section;
use std::collections::BTreeMap;
use verdicts::Matrix;

/// A cell. An amount can only be made from a figure; rows of files, which are not figures, have their own kind.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Nothing to show, and the row says why elsewhere.
    Blank,
    /// Words.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// An outcome.
    Outcome(Outcome),
    /// Strength of a failure, in words (`Breach`); blank unless not met.
    Strength(Strength),
    /// An amount; its unit is the figure's.
    Figure(AnyFigure),
    /// Measured less required; `over_is_bad` decides the words (`over`/`inside`, `short`/`to spare`).
    Difference {
        /// The difference.
        figure: AnyFigure,
        /// True where more than required is worse.
        over_is_bad: bool,
    },
    /// A number of rows or files.
    Rows(u64),
    /// A share of what is counted beside it.
    Share(Ratio),
    /// A link to the row of a figure on the Origins table.
    FigureLink(String),
    /// Link to another table of the report.
    TableLink {
        /// Words to show.
        text: String,
        /// [`Table::name`] of the target.
        table: &'static str,
    },
}

/// How a column is formatted. Every cell of it is of this kind or blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One line of text.
    Text,
    /// Text that may wrap.
    Wrapped,
    /// Whole or fractional minutes.
    Minutes,
    /// Days.
    Days,
    /// Terms.
    Terms,
    /// Share or full-time equivalent.
    Share,
    /// Count.
    Count,
    /// Amounts whose unit differs by row (measured, required).
    Amount,
    /// Difference between two amounts.
    Difference,
    /// Date.
    Date,
    /// Outcome.
    Outcome,
    /// Strength.
    Strength,
    /// Rows of files.
    Rows,
    /// Figure id.
    Figure,
}

impl Kind {
    /// Numbers stand to the right, and so do their headers.
    pub fn is_number(self) -> bool {
        use Kind::{Date, Figure, Outcome, Strength, Text, Wrapped};
        !matches!(self, Text | Wrapped | Date | Outcome | Strength | Figure)
    }
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Header.
    pub header: &'static str,
    /// Format.
    pub kind: Kind,
    /// Width in characters.
    pub width: u16,
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// One for each column.
    pub cells: Vec<Cell>,
    /// The picture of the row, in formats that draw.
    pub picture: Option<Picture>,
    /// Small words under the first cell (`Year 1: 90%`).
    pub sub: Option<String>,
    /// Figures whose arithmetic a reader may open, by id.
    pub figures: Vec<String>,
}

/// A table with one header row.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// One or two words, fixed: also the name of the sheet.
    pub name: &'static str,
    /// The finding, as a sentence.
    pub title: String,
    /// Unit, as-of date, what is cut.
    pub note: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, in reading order.
    pub rows: Vec<Row>,
    /// Ticks of the horizontal axis of the pictures, if they share one.
    pub axis: Vec<Tick>,
}

/// Something to do.
#[derive(Clone, Debug)]
pub struct Action {
    /// By when.
    pub by: Option<NaiveDate>,
    /// What, in the imperative.
    pub what: String,
    /// Ways to do it: slots, dates, sessions, a sentence each.
    pub ways: Vec<String>,
    /// Why, in a sentence or two.
    pub why: String,
    /// Names of the people it is about.
    pub who: Vec<String>,
    /// Rules and the outcome that asks for it.
    pub rules: Vec<(&'static str, Outcome, Strength)>,
    /// Figures behind it, by id.
    pub figures: Vec<String>,
    /// The arithmetic behind it, to open.
    pub proofs: Vec<Proof>,
    /// `in 7 days`, `no date set`.
    pub when: String,
}

/// One line of the matrix of verdicts.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Rule code.
    pub rule: &'static str,
    /// Person's id.
    pub subject: String,
    /// Answer.
    pub outcome: Outcome,
    /// Strength.
    pub strength: Strength,
    /// Figure to open.
    pub figure: Option<String>,
}

/// The file, term and tool a report speaks for.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Masthead {
    /// School.
    pub school: String,
    /// URN, if known.
    pub urn: Option<String>,
    /// Trust, if known.
    pub trust: Option<String>,
    /// Appropriate body, if known.
    pub appropriate_body: Option<String>,
    /// `Autumn 2026`.
    pub term: String,
    /// Dates of the term.
    pub dates: (NaiveDate, NaiveDate),
    /// As of.
    pub as_of: NaiveDate,
    /// `ringfence 0.1.0`.
    pub tool: String,
    /// Edition of the rulebook and its hash.
    pub rulebook: (String, String),
    /// How it looks.
    pub brand: Brand,
}

/// A setting or default, for the section on choices.
#[derive(Clone, Debug)]
pub struct ChoiceLine {
    /// What.
    pub what: String,
    /// Value.
    pub value: String,
    /// Who chose it.
    pub by: ChosenBy,
}

/// A report of one school, before any format.
#[derive(Clone, Debug)]
pub struct Report {
    /// For whom and when.
    pub masthead: Masthead,
    /// Small heading: names the report.
    pub title: String,
    /// One or two sentences.
    pub verdict: Vec<String>,
    /// The nearest date, and what the report could not see.
    pub lede: String,
    /// How many of each outcome, in the order of [`Outcome`].
    pub tally: Vec<(Outcome, usize)>,
    /// Lines under the tally.
    pub tally_notes: Vec<String>,
    /// What to do, earliest first, then strongest.
    pub actions: Vec<Action>,
    /// Every verdict, for the matrix.
    pub verdicts: Vec<Verdict>,
    /// The tables, in reading order.
    pub tables: Vec<Table>,
    /// What page 1 must say at once: something was left out, or there is no ECT.
    pub alerts: Vec<String>,
    /// The verdicts as pages show them: people across, rules down.
    pub matrices: Vec<Matrix>,
    /// Subjects with a picture in every row, as pages show them.
    pub sections: Vec<Section>,
    /// How every figure is called.
    pub ids: origins::Ids,
    /// Large numbers, in reading order.
    pub facts: Vec<Big>,
    /// Paragraphs of the page, by the names its template knows them by.
    pub texts: BTreeMap<&'static str, Vec<String>>,
}

/// A large number and what it is.
#[derive(Clone, Debug)]
pub struct Big {
    /// `37 h 48 min`.
    pub value: String,
    /// What it is.
    pub words: String,
    /// Small words under it; empty: none.
    pub sub: String,
    /// The outcome it stands for.
    pub mark: Option<(Outcome, Strength)>,
}

impl Report {
    /// The table of this name.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }
}

/// Arranges one school's answers for the head's edition.
pub fn head(assessed: &Assessed) -> Report {
    let ids = origins::Ids::of(assessed);
    let actions = actions::actions(assessed, &ids);
    let tally = verdicts::tally(assessed);
    let matrices = verdicts::matrices(assessed, &ids);
    let sections = section::all(assessed, &ids);
    let tables = vec![
        actions::table(&actions),
        verdicts::table(assessed, &ids),
        time::table(assessed, &ids),
        ledger::table(assessed, &ids),
        statement::table(assessed, &ids),
        meetings::table(assessed, &ids),
        training::table(assessed, &ids),
        induction::table(assessed, &ids),
        funding::table(assessed, &ids),
        unseen::table(assessed),
        findings::table(assessed.school),
        settings::table(assessed),
        origins::table(&ids, assessed.school),
        files::table(assessed.school),
    ];
    Report {
        masthead: masthead(assessed),
        title: format!(
            "{}: early career teachers, {}",
            assessed.school.name(),
            words::term(&assessed.term.name)
        ),
        verdict: verdicts::verdict(assessed),
        lede: actions::lede(assessed, &actions),
        tally,
        tally_notes: verdicts::notes(assessed),
        actions,
        verdicts: verdicts::all(assessed, &ids),
        tables,
        alerts: coverage::alerts(assessed),
        matrices,
        sections,
        ids,
        facts: Vec::new(),
        texts: BTreeMap::new(),
    }
}

fn masthead(assessed: &Assessed) -> Masthead {
    let about = &assessed.school.about;
    Masthead {
        school: assessed.school.name().to_string(),
        urn: about.urn.value.clone(),
        trust: about.trust.value.clone(),
        appropriate_body: about.appropriate_body.value.clone(),
        term: assessed.term.name.clone(),
        dates: (assessed.term.from, assessed.term.to),
        as_of: assessed.as_of,
        tool: concat!("ringfence ", env!("CARGO_PKG_VERSION")).to_string(),
        rulebook: (assessed.rulebook_edition.clone(), assessed.rulebook_hash.clone()),
        brand: assessed.school.brand.clone(),
    }
}
