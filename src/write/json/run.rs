//! `results.json` of a run: a summary for each school.

use super::{FORMAT, entry, frame};
use crate::model::finding::Level;
use crate::tables::schools::{School, Tallies};
use crate::write::{Error, Line};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Run<'a> {
    format: u32,
    tool: &'a str,
    rulebook: &'a str,
    schools: [(); 0],
}

#[derive(Serialize)]
struct Summary<'a> {
    urn: Option<&'a str>,
    name: &'a str,
    folder: Option<&'a str>,
    term: Option<&'a str>,
    as_of: Option<String>,
    phase: Option<&'a str>,
    local_authority: Option<&'a str>,
    ects: usize,
    mentors: usize,
    outcomes: Map<String, Value>,
    rules: &'a Tallies,
    governors: Option<Told>,
    findings: BTreeMap<Level, usize>,
    rejected: Vec<&'a str>,
}

/// What governors are told: entitlements of which nothing is outstanding, of those that ask something of anybody.
#[derive(Serialize)]
struct Told {
    in_order: u64,
    of: u64,
}

/// The results of a run without those of its schools: what stands before the first [`summary`], and what after the last.
///
/// # Errors
/// If they cannot be put into JSON, which no input brings about.
pub fn run(tool: &str, rulebook: &str) -> Result<Vec<String>, Error> {
    frame(&Run { format: FORMAT, tool, rulebook, schools: [(); 0] }, &["schools"])
}

/// One school in them: what was read of it and what the overview says of it. `is_first`: no other stands before it.
///
/// # Errors
/// As [`run`].
pub fn summary(line: &Line, school: &School, is_first: bool) -> Result<String, Error> {
    let mut outcomes = Map::new();
    for (outcome, count) in &line.outcomes {
        if let Value::String(name) = serde_json::to_value(outcome)? {
            outcomes.insert(name, (*count).into());
        }
    }
    let summary = Summary {
        urn: line.urn.as_deref(),
        name: &line.name,
        folder: line.folder.as_deref(),
        term: line.term.as_ref().map(|term| term.name.as_str()),
        as_of: line.as_of.map(|day| day.to_string()),
        phase: school.phase.as_deref(),
        local_authority: school.local_authority.as_deref(),
        ects: school.ects,
        mentors: school.mentors,
        outcomes,
        rules: &school.rules,
        governors: school.standing.as_ref().map(|told| Told { in_order: told.in_order, of: told.of }),
        findings: line.findings.clone(),
        rejected: line.left_out.files.iter().map(String::as_str).collect(),
    };
    entry(&summary, is_first)
}
