//! `results.json` of a run: a summary for each school.

use super::{FORMAT, pretty};
use crate::model::finding::Level;
use crate::tables::schools::{Counts, School};
use crate::write::{Error, Line};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Run<'a> {
    format: u32,
    tool: &'a str,
    rulebook: &'a str,
    schools: Vec<Summary<'a>>,
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
    rules: &'a BTreeMap<String, Counts>,
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

/// The results of a run, a summary for each school: what was read of it and what the overview says of it, in the same
/// order.
///
/// # Errors
/// If they cannot be put into JSON, which no input brings about.
pub fn run(tool: &str, rulebook: &str, lines: &[Line], schools: &[School]) -> Result<Vec<u8>, Error> {
    let mut summaries = Vec::new();
    for (line, school) in lines.iter().zip(schools) {
        let mut outcomes = Map::new();
        for (outcome, count) in &line.outcomes {
            if let Value::String(name) = serde_json::to_value(outcome)? {
                outcomes.insert(name, (*count).into());
            }
        }
        summaries.push(Summary {
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
        });
    }
    pretty(&Run { format: FORMAT, tool, rulebook, schools: summaries })
}
