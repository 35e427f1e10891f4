//! `results.json` of a run: a summary for each school.

use super::{FORMAT, pretty};
use crate::model::finding::Level;
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
    outcomes: Map<String, Value>,
    findings: BTreeMap<Level, usize>,
    rejected: Vec<&'a str>,
}

/// The results of a run, a summary for each school.
///
/// # Errors
/// If they cannot be put into JSON, which no input brings about.
pub fn run(tool: &str, rulebook: &str, schools: &[Line]) -> Result<Vec<u8>, Error> {
    let mut summaries = Vec::new();
    for line in schools {
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
            outcomes,
            findings: line.findings.clone(),
            rejected: line.left_out.files.iter().map(String::as_str).collect(),
        });
    }
    pretty(&Run { format: FORMAT, tool, rulebook, schools: summaries })
}
