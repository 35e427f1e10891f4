//! Several schools side by side: schools × rules, worst first.

use super::{Cell, Column, Kind, Masthead, Report, Row, Table, words};
use crate::rules::{Outcome, Strength};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What an overview needs of one school; small, so that thousands fit.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct School {
    /// Name.
    pub name: String,
    /// URN, if known.
    pub urn: Option<String>,
    /// Folder of its reports.
    pub folder: String,
    /// Its verdict in a line.
    pub verdict: String,
    /// Nearest date of an action.
    pub by: Option<NaiveDate>,
    /// Counts by rule.
    pub rules: BTreeMap<String, Counts>,
    /// Counts over all rules.
    pub all: Counts,
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
#[derive(Clone, Debug)]
pub struct Overview {
    /// `Calder and Wharfe Learning Trust: 14 schools, autumn term 2026`.
    pub title: String,
    /// `Autumn 2026`, if all report the same term.
    pub term: Option<String>,
    /// As of, if all say the same.
    pub as_of: Option<NaiveDate>,
    /// One or two sentences.
    pub verdict: String,
    /// The nearest date, and how the schools are ordered.
    pub lede: String,
    /// Schools, worst first.
    pub schools: Vec<School>,
    /// Codes of the rules, in the catalogue's order.
    pub rules: Vec<String>,
    /// Tool.
    pub tool: String,
    /// Edition of the rulebook and its hash.
    pub rulebook: (String, String),
}

impl Counts {
    fn add(&mut self, outcome: Outcome, strength: Strength) {
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
}

/// The line of a school, whose reports have no folder yet.
pub fn school(report: &Report) -> School {
    let mut rules: BTreeMap<String, Counts> = BTreeMap::new();
    let mut all = Counts::default();
    for verdict in &report.verdicts {
        rules.entry(verdict.rule.to_owned()).or_default().add(verdict.outcome, verdict.strength);
        all.add(verdict.outcome, verdict.strength);
    }
    School {
        name: report.masthead.school.clone(),
        urn: report.masthead.urn.clone(),
        folder: String::new(),
        verdict: report.verdict.last().cloned().unwrap_or_default(),
        by: report.actions.iter().find_map(|action| action.by),
        rules,
        all,
        failed: None,
    }
}

/// A school that could not be read.
pub fn unread(folder: &str, why: &str) -> School {
    School {
        name: folder.to_string(),
        urn: None,
        folder: folder.to_string(),
        verdict: "This school could not be read.".to_string(),
        by: None,
        rules: BTreeMap::new(),
        all: Counts::default(),
        failed: Some(why.to_string()),
    }
}

/// Arranges the schools of a run. `first` is the masthead of any one report of it.
pub fn overview(mut schools: Vec<School>, first: Option<&Masthead>, same_term: bool) -> Overview {
    schools.sort_by(|a, b| {
        let worst = |s: &School| {
            (s.failed.is_none(), [s.all.breach, s.all.not_met, s.all.not_shown].map(std::cmp::Reverse))
        };
        worst(a).cmp(&worst(b)).then_with(|| (&a.name, &a.folder).cmp(&(&b.name, &b.folder)))
    });
    let mut rules: Vec<String> = Vec::new();
    for rule in schools.iter().flat_map(|school| school.rules.keys()) {
        if !rules.contains(rule) {
            rules.push(rule.clone());
        }
    }
    rules.sort_by(|a, b| (place(a), a).cmp(&(place(b), b)));
    let n = schools.len();
    let trust = first.and_then(|first| first.trust.clone());
    let term = first.filter(|_| same_term).map(|first| first.term.clone());
    let mut title = trust.map_or(String::new(), |trust| format!("{trust}: "));
    title.push_str(&words::tally(i64::try_from(n).unwrap_or(0), "school", "schools"));
    if let Some(term) = &term {
        let _ = write!(title, ", {}", words::term(term));
    }
    Overview {
        title,
        as_of: first.filter(|_| same_term).map(|first| first.as_of),
        term,
        verdict: verdict(&schools),
        lede: lede(&schools),
        rules,
        tool: first.map_or(String::new(), |first| first.tool.clone()),
        rulebook: first.map_or(Default::default(), |first| first.rulebook.clone()),
        schools,
    }
}

/// Families in the order of the reports.
fn place(rule: &str) -> usize {
    const ORDER: [&str; 7] = ["PT", "MN", "TR", "IN", "RV", "OB", "FN"];
    ORDER.iter().position(|letters| rule.starts_with(letters)).unwrap_or(ORDER.len())
}

fn verdict(schools: &[School]) -> String {
    let n = schools.len();
    let count = |test: fn(&School) -> bool| schools.iter().filter(|school| test(school)).count();
    let unread = count(|school| school.failed.is_some());
    let over = count(|school| school.all.breach > 0);
    let clear = count(|s| s.failed.is_none() && s.all.not_met == 0 && s.all.not_shown == 0);
    let of = |k: usize| format!("{} of {}", words::count(k), words::count(n));
    let mut said = match (over, clear) {
        (0, clear) if clear == n => "Everything due is met in every school.".to_string(),
        (0, 0) => "No breach, but every school has something to put right or to show.".to_string(),
        (0, k) => format!("No breach; {} schools have nothing to put right.", of(k)),
        (k, c) => {
            let have = if k == 1 { "has" } else { "have" };
            let clear = match c {
                0 => "Every school has something to put right or to show".to_string(),
                1 => "One has nothing to put right".to_string(),
                c => words::sentence(&format!("{} have nothing to put right", words::count(c))),
            };
            format!("{} schools {have} a breach. {clear}.", words::sentence(&of(k)))
        }
    };
    if unread > 0 {
        let schools = words::counted(unread, "school", "schools");
        let _ = write!(said, " {} could not be read.", words::sentence(&schools));
    }
    said
}

fn lede(schools: &[School]) -> String {
    let mut said = Vec::new();
    let nearest = schools.iter().filter_map(|school| school.by).min();
    if let Some(by) = nearest {
        let due = schools.iter().filter(|school| school.by == Some(by)).count();
        let have = words::counted(due, "school has", "schools have");
        said.push(format!("{} something to put right by {}.", words::sentence(&have), words::day(by)));
    }
    let hidden: u64 = schools.iter().map(|school| school.all.not_shown).sum();
    if hidden > 0 {
        let n = usize::try_from(hidden).unwrap_or(usize::MAX);
        let checks = words::counted(n, "check", "checks");
        said.push(format!("{} cannot be shown from the files supplied.", words::sentence(&checks)));
    }
    said.join(" ")
}

/// The table `Schools`: counts by outcome, worst first.
pub fn table(overview: &Overview) -> Table {
    let column = |header, kind, width| Column { header, kind, width };
    let rows = overview.schools.iter().map(|school| {
        let all = school.all;
        let counts =
            [all.breach, all.not_met - all.breach, all.not_shown, all.pending, all.met, all.not_applicable];
        let mut cells = vec![
            Cell::Text(school.name.clone()),
            school.urn.clone().map_or(Cell::Blank, Cell::Text),
            Cell::Text(school.failed.clone().unwrap_or_else(|| school.verdict.clone())),
            school.by.map_or(Cell::Blank, Cell::Date),
        ];
        // A school that was not read has no figures, which is not the same as none.
        cells.extend(counts.map(|n| if school.failed.is_some() { Cell::Blank } else { Cell::Rows(n) }));
        Row { cells, ..Row::default() }
    });
    Table {
        name: "Schools",
        title: overview.verdict.clone(),
        note: "Breaches first, then other checks not met, then checks that cannot be shown.".to_string(),
        columns: vec![
            column("School", Kind::Text, 34),
            column("URN", Kind::Text, 9),
            column("Verdict", Kind::Wrapped, 50),
            column("By", Kind::Date, 12),
            column("Breach", Kind::Rows, 9),
            column("Other not met", Kind::Rows, 9),
            column("Not shown", Kind::Rows, 9),
            column("Pending", Kind::Rows, 9),
            column("Met", Kind::Rows, 9),
            column("Not applicable", Kind::Rows, 9),
        ],
        rows: rows.collect(),
        axis: Vec::new(),
    }
}
