//! One school of a run, as the lists over all schools show it.

use crate::model::finding::{Finding, Level};
use crate::model::school::School;
use crate::model::source::{FileInfo, Sources};
use crate::rules::{Assessed, Assessment, Outcome, Strength, Term, rule};
use crate::tables::coverage::LeftOut;
use crate::tables::{sentences, words};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What became of the rows of a school's sheets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// Data rows that hold anything.
    pub read: u64,
    /// Rows that became records.
    pub used: u64,
    /// Rows left out, by reason in plain words.
    pub left_out: BTreeMap<String, u64>,
}

impl Rows {
    /// Those of all sheets together.
    pub fn of(sources: &Sources) -> Rows {
        let mut rows = Rows::default();
        for sheet in &sources.sheets {
            rows.read += sheet.rows_read;
            rows.used += sheet.rows_used;
            for (why, n) in &sheet.left_out {
                *rows.left_out.entry(why.clone()).or_default() += n;
            }
        }
        rows
    }
}

/// One school of a run. A school that could not be read has no folder, no term and no outcomes.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Line {
    /// Name.
    pub name: String,
    /// URN, if known.
    pub urn: Option<String>,
    /// Folder of its reports inside the output.
    pub folder: Option<String>,
    /// The report to open first, inside the output.
    pub opens: Option<String>,
    /// The term reported.
    pub term: Option<Term>,
    /// Nothing after this day was counted.
    pub as_of: Option<NaiveDate>,
    /// How many of each outcome, in the order of [`Outcome`].
    pub outcomes: BTreeMap<Outcome, usize>,
    /// How many not met are breaches.
    pub breaches: usize,
    /// The worst things, worst first, a sentence each.
    pub worst: Vec<String>,
    /// Findings by level.
    pub findings: BTreeMap<Level, usize>,
    /// What is not in the figures.
    pub left_out: LeftOut,
    /// Files of the school as they were found.
    pub inputs: Vec<FileInfo>,
    /// What became of their rows.
    pub rows: Rows,
}

/// How many of the worst things a line names.
const WORST: usize = 3;

impl Line {
    /// What reading alone tells.
    pub fn of_school(school: &School) -> Line {
        Line {
            name: school.name().to_owned(),
            urn: school.about.urn.value.clone(),
            inputs: school.sources.files.clone(),
            rows: Rows::of(&school.sources),
            findings: by_level(&school.findings),
            left_out: LeftOut::of(school),
            ..Line::default()
        }
    }

    /// What the rules say as well.
    pub fn of(assessed: &Assessed) -> Line {
        let mut line = Line {
            term: Some(assessed.term.clone()),
            as_of: Some(assessed.as_of),
            findings: by_level(&assessed.findings),
            ..Line::of_school(assessed.school)
        };
        for answer in &assessed.assessments {
            *line.outcomes.entry(answer.outcome).or_default() += 1;
        }
        let failed = |a: &&Assessment| a.outcome == Outcome::NotMet;
        let breach = |a: &&Assessment| a.strength == Strength::Statutory;
        line.breaches = assessed.assessments.iter().filter(failed).filter(breach).count();
        let mut worst: Vec<&Assessment> =
            assessed.assessments.iter().filter(|a| a.outcome <= Outcome::NotShown).collect();
        worst.sort_by_key(|a| (a.outcome, a.strength));
        line.worst = worst.into_iter().take(WORST).map(|a| sentence(assessed, a)).collect();
        line
    }

    /// True if every file and row that was found went into the reports.
    pub fn whole(&self) -> bool {
        self.folder.is_some() && !self.findings.contains_key(&Level::Error)
    }
}

fn by_level(findings: &[Finding]) -> BTreeMap<Level, usize> {
    let mut levels = BTreeMap::new();
    for finding in findings {
        *levels.entry(finding.level).or_default() += 1;
    }
    levels
}

/// `Breach, reduced timetable (PT01): Jane Smith teaches …`
fn sentence(assessed: &Assessed, answer: &Assessment) -> String {
    let who = &assessed.school.person(answer.subject).name;
    let what = rule(answer.rule).map_or(answer.rule, |rule| rule.title);
    let word = match answer.outcome {
        Outcome::NotMet => words::falls_short(answer.rule, answer.strength),
        other => words::outcome(other),
    };
    let reason = sentences::reason(assessed, answer);
    let who = if reason.contains(who.as_str()) { String::new() } else { format!(", {who}") };
    format!("{word}, {what} ({}){who}: {reason}", answer.rule)
}
