//! Several schools side by side: schools × rules, worst first, and beside what earlier runs said of them.

mod actions;
mod coverage;
mod matrix;
mod rules;
mod said;
mod tallies;
mod trend;

pub use actions::{Due, Todo, due};
pub use coverage::Rows;
pub use rules::{ByRule, by_rule};
pub use said::short;
pub use tallies::Tallies;
pub use trend::{Earlier, History, Known, Point, Then, change, per_cent, share_met};

use super::governors::{Disclosed, Standing};
use super::{Masthead, Report, Row, Table, titles, unseen, words};
use crate::model::brand::Brand;
use crate::model::source::FileInfo;
use crate::rules::{Assessed, Outcome, Strength, rules as catalogue};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What an overview needs of one school; small, so that thousands fit.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct School {
    /// Its place among the schools of the run, from nought; no part of what is said of it.
    #[serde(skip)]
    pub number: usize,
    /// Name.
    pub name: String,
    /// URN, if known.
    pub urn: Option<String>,
    /// `Secondary`, if known.
    pub phase: Option<String>,
    /// Local authority, if known.
    pub local_authority: Option<String>,
    /// Folder of its reports.
    pub folder: String,
    /// Names of the files of its reports.
    pub reports: Vec<String>,
    /// `Autumn 2026`.
    pub term: String,
    /// Nothing after this day was counted.
    pub as_of: Option<NaiveDate>,
    /// Its verdict in a line.
    pub verdict: String,
    /// Nearest date of an action.
    pub by: Option<NaiveDate>,
    /// Early career teachers in induction.
    pub ects: usize,
    /// Current mentors.
    pub mentors: usize,
    /// Counts by rule.
    pub rules: Tallies,
    /// Counts over all rules.
    pub all: Counts,
    /// What to do.
    pub todo: Vec<Todo>,
    /// What would settle what cannot be shown.
    pub settle: Vec<String>,
    /// How many more things would, that are not held here.
    #[serde(skip)]
    pub settle_more: usize,
    /// What became of the rows of its files.
    pub rows: Rows,
    /// What governors are told, if they may be told anything.
    pub standing: Option<Standing>,
    /// Why it could not be read, if it could not.
    pub failed: Option<String>,
}

/// How many of each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Not met, of any strength.
    pub not_met: u64,
    /// Of which breaches.
    pub breach: u64,
    /// Cannot be shown.
    pub not_shown: u64,
    /// Pending.
    pub pending: u64,
    /// Met.
    pub met: u64,
    /// Not applicable.
    pub not_applicable: u64,
}

/// Several schools.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// `Calder and Wharfe Learning Trust: 14 schools, autumn term 2026`.
    pub title: String,
    /// `Autumn 2026`, if all report the same term.
    pub term: Option<String>,
    /// As of, if all say the same.
    pub as_of: Option<NaiveDate>,
    /// One or two sentences.
    pub verdict: String,
    /// Whom it is about, the nearest date, and what could not be seen.
    pub lede: String,
    /// Schools, worst first.
    pub schools: Vec<School>,
    /// Codes of the rules, in the catalogue's order.
    pub rules: Vec<String>,
    /// Counts over all schools, by rule.
    pub totals: BTreeMap<String, Counts>,
    /// Counts over all schools and rules.
    pub all: Counts,
    /// What earlier runs said.
    pub history: History,
    /// The files of every school, in the order of the manifest; nothing if there are too many schools to list in a workbook
    /// what they did and what they are to do.
    pub files: Option<Vec<(String, FileInfo)>>,
    /// Tool.
    pub tool: String,
    /// Edition of the rulebook and its hash.
    pub rulebook: (String, String),
    /// The look that all schools share, if they do.
    pub brand: Brand,
}

impl Counts {
    /// One answer more.
    pub fn add(&mut self, outcome: Outcome, strength: Strength) {
        match outcome {
            Outcome::NotMet => {
                self.not_met += 1;
                self.breach += u64::from(strength == Strength::Statutory);
            }
            Outcome::NotShown => self.not_shown += 1,
            Outcome::Pending => self.pending += 1,
            Outcome::Met => self.met += 1,
            Outcome::NotApplicable => self.not_applicable += 1,
        }
    }

    /// Those of another school or rule as well.
    pub fn and(self, more: Counts) -> Counts {
        Counts {
            not_met: self.not_met + more.not_met,
            breach: self.breach + more.breach,
            not_shown: self.not_shown + more.not_shown,
            pending: self.pending + more.pending,
            met: self.met + more.met,
            not_applicable: self.not_applicable + more.not_applicable,
        }
    }

    /// The same of counts that anyone may have written; nothing if they are too large to add up.
    pub fn checked_and(self, more: Counts) -> Option<Counts> {
        Some(Counts {
            not_met: self.not_met.checked_add(more.not_met)?,
            breach: self.breach.checked_add(more.breach)?,
            not_shown: self.not_shown.checked_add(more.not_shown)?,
            pending: self.pending.checked_add(more.pending)?,
            met: self.met.checked_add(more.met)?,
            not_applicable: self.not_applicable.checked_add(more.not_applicable)?,
        })
    }

    /// Checks that are due: met, not met, or not to be seen.
    pub fn due(self) -> u64 {
        self.met + self.not_met + self.not_shown
    }

    /// Checks that ask something of someone.
    pub fn asked(self) -> u64 {
        self.due() + self.pending
    }

    /// Nothing to put right, and nothing that cannot be shown.
    pub fn is_clear(self) -> bool {
        self.not_met == 0 && self.not_shown == 0
    }
}

/// The reports of which a school has one, that of most use to open first; a page before a workbook.
const OPENED: [&str; 8] = [
    "head.html",
    "head.xlsx",
    "governors.html",
    "governors.xlsx",
    "funding.html",
    "funding.xlsx",
    "appropriate-body.html",
    "appropriate-body.xlsx",
];

/// How many things that would settle what cannot be shown are named beside a school.
const SETTLES_NAMED: usize = 3;

impl School {
    /// The report to open first, below the folder of the run. None where there are only reports of persons.
    pub fn opens(&self) -> Option<String> {
        let opened = OPENED.iter().find(|name| self.reports.iter().any(|report| report == *name));
        opened.map(|name| format!("{}/{name}", self.folder))
    }

    /// How it stands among others: unread first, then breaches, other checks not met, checks not shown.
    fn rank(&self) -> impl Ord {
        let counts = [self.all.breach, self.all.not_met, self.all.not_shown];
        (self.failed.is_none(), counts.map(std::cmp::Reverse))
    }

    /// Lets go of what is long, where there are very many schools: of what would settle what cannot be shown the first
    /// few are kept.
    pub fn is_cut(&mut self) {
        self.settle_more += self.settle.len().saturating_sub(SETTLES_NAMED);
        self.settle.truncate(SETTLES_NAMED);
        self.settle.shrink_to_fit();
    }

    /// The first things that would settle what cannot be shown, and how many more there are.
    pub fn first_to_settle(&self) -> (&[String], usize) {
        let named = &self.settle[..self.settle.len().min(SETTLES_NAMED)];
        (named, self.settle.len() - named.len() + self.settle_more)
    }

    /// True if there is something to put right, to show, or to read.
    pub fn wants_something(&self) -> bool {
        self.failed.is_some() || !self.all.is_clear()
    }
}

/// The line of a school, whose reports have no folder yet.
pub fn school(assessed: &Assessed, report: &Report) -> School {
    let mut rules: BTreeMap<String, Counts> = BTreeMap::new();
    let mut all = Counts::default();
    for answer in &assessed.assessments {
        rules.entry(answer.rule.to_owned()).or_default().add(answer.outcome, answer.strength);
        all.add(answer.outcome, answer.strength);
    }
    let about = &assessed.school.about;
    School {
        name: report.masthead.school.clone(),
        urn: report.masthead.urn.clone(),
        phase: about.phase.value.clone(),
        local_authority: about.local_authority.value.clone(),
        term: report.masthead.term.clone(),
        as_of: Some(report.masthead.as_of),
        verdict: report.verdict.last().cloned().unwrap_or_default(),
        by: report.actions.iter().find_map(|action| action.by),
        ects: assessed.ects.len(),
        mentors: assessed.mentors.len(),
        rules: rules.into(),
        all,
        todo: actions::todo(report),
        settle: settle(assessed),
        rows: Rows::of(&assessed.school.sources),
        standing: Disclosed::of(assessed).standing(&report.masthead.term),
        ..School::default()
    }
}

/// What would settle what cannot be shown, without what names a person: that stands in the school's own report.
fn settle(assessed: &Assessed) -> Vec<String> {
    let people = &assessed.school.people;
    let mut things = unseen::things(assessed);
    things.retain(|thing| !people.iter().any(|person| thing.contains(&person.name)));
    things
}

/// A school that could not be read.
pub fn unread(name: &str, why: &str) -> School {
    School {
        name: name.to_string(),
        folder: name.to_string(),
        verdict: "This school could not be read.".to_string(),
        failed: Some(why.to_string()),
        ..School::default()
    }
}

/// Arranges the schools of a run. `first` is the masthead of any one report of it.
pub fn overview(
    mut schools: Vec<School>,
    first: Option<&Masthead>,
    same_term: bool,
    history: History,
) -> Overview {
    // In place: beside thousands of schools there is to be no room for half of them again.
    schools.sort_unstable_by(|a, b| {
        let names = || (&a.name, &a.folder, a.number).cmp(&(&b.name, &b.folder, b.number));
        a.rank().cmp(&b.rank()).then_with(names)
    });
    let mut totals: BTreeMap<String, Counts> = BTreeMap::new();
    for (rule, counts) in schools.iter().flat_map(|school| school.rules.iter()) {
        let total = totals.entry(rule.to_owned()).or_default();
        *total = total.and(counts);
    }
    let mut rules: Vec<String> = totals.keys().cloned().collect();
    rules.sort_by(|a, b| (place(a), a).cmp(&(place(b), b)));
    let trust = first.and_then(|first| first.trust.clone());
    let term = first.filter(|_| same_term).map(|first| first.term.clone());
    let mut title = trust.map_or(String::new(), |trust| format!("{trust}: "));
    title.push_str(&words::tally(i64::try_from(schools.len()).unwrap_or(0), "school", "schools"));
    if let Some(term) = &term {
        let _ = write!(title, ", {}", words::term(term));
    }
    Overview {
        title,
        as_of: first.filter(|_| same_term).map(|first| first.as_of),
        term,
        verdict: said::verdict(&schools),
        lede: said::lede(&schools),
        rules,
        all: totals.values().fold(Counts::default(), |all, rule| all.and(*rule)),
        totals,
        history,
        files: Some(Vec::new()),
        tool: first.map_or(String::new(), |first| first.tool.clone()),
        rulebook: first.map_or(Default::default(), |first| first.rulebook.clone()),
        brand: first.map(|first| first.brand.clone()).unwrap_or_default(),
        schools,
    }
}

/// Place of a rule in the catalogue; the codes it does not know come last.
fn place(rule: &str) -> usize {
    catalogue().position(|known| known.code == rule).unwrap_or(usize::MAX)
}

/// `reduced timetable`.
fn title(rule: &str) -> String {
    titles::title(rule).to_owned()
}

/// A table of which there are as many rows as schools or more: a row is made when it is wanted.
pub struct Long<'a> {
    /// The table without its rows.
    pub table: Table,
    /// How many rows it has.
    pub rows: usize,
    /// A row, by its place from nought.
    pub row: Box<dyn Fn(usize) -> Row + 'a>,
}

/// A table of the workbook.
pub enum Sheet<'a> {
    /// With its rows.
    Whole(Table),
    /// Without.
    Long(Long<'a>),
}

impl Sheet<'_> {
    /// The table, perhaps without its rows.
    pub fn table(&self) -> &Table {
        match self {
            Sheet::Whole(table) | Sheet::Long(Long { table, .. }) => table,
        }
    }
}

/// Every table of the workbook, in the order of its sheets. With too many schools there is none of their files and of what
/// is to do in them.
pub fn sheets(overview: &Overview) -> Vec<Sheet<'_>> {
    let actions = overview.files.is_some().then(|| Sheet::Long(actions::table(overview)));
    let mut sheets: Vec<Sheet> = actions.into_iter().collect();
    sheets.extend([Sheet::Long(matrix::table(overview)), Sheet::Whole(rules::table(overview))]);
    sheets.extend(trend::table(overview).map(Sheet::Whole));
    sheets.push(Sheet::Long(coverage::table(overview)));
    sheets.extend(coverage::files(overview).map(Sheet::Long));
    sheets
}

/// The same, each with all of its rows.
pub fn tables(overview: &Overview) -> Vec<Table> {
    let whole = |sheet| match sheet {
        Sheet::Whole(table) => table,
        Sheet::Long(Long { table, rows, row }) => Table { rows: (0..rows).map(row).collect(), ..table },
    };
    sheets(overview).into_iter().map(whole).collect()
}
