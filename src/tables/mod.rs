//! What the reports show, arranged once for every format. A writer knows no domain and adds nothing up.

pub mod actions;
mod appropriate_body;
pub mod breakdown;
pub mod card;
pub mod coverage;
pub mod files;
pub mod findings;
pub mod funding;
pub mod funding_evidence;
pub mod governors;
pub mod induction;
pub mod ledger;
mod ledger_dates;
pub mod meetings;
mod narrowed;
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
pub mod submission;
mod table;
pub mod time;
pub mod titles;
pub mod training;
pub mod unseen;
pub mod values;
pub mod verdicts;
pub mod weeks;
pub mod words;

pub use appropriate_body::appropriate_body;
pub use picture::{LedgerColumn, Picture, Segment, StripCell, Tick};
pub use statement::statements;
pub use table::{Cell, Column, Kind, Link, Live, Read, Row, Table};

use crate::model::brand::Brand;
use crate::model::figure::ChosenBy;
use crate::rules::{Assessed, Outcome, Strength};
use card::Card;
use chrono::NaiveDate;
use proof::Proof;
use section::Section;
use std::collections::BTreeMap;
use table::ordinal;
use verdicts::Matrix;

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
    /// What is said of one person, field by field.
    pub cards: Vec<Card>,
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
        ledger_dates::table(assessed, &ids),
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
        cards: Vec::new(),
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
