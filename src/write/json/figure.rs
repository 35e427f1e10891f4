//! A figure, its places and its clause, as they stand in the file.

use crate::model::figure::{AnyFigure, ChosenBy, Clause, Evidence, Origin};
use crate::model::source::{Sources, Span};
use crate::rules::Assessed;
use crate::tables::Report;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A figure, as it stands in the file.
#[derive(Serialize, Deserialize)]
pub struct Figure {
    /// Exact: a whole number or a fraction in lowest terms.
    pub value: String,
    /// `minutes`, `days`, `terms`, `count` or `ratio`.
    pub unit: String,
    /// In words.
    pub how: String,
    /// Ids of the figures it was computed from.
    pub from: Vec<String>,
    /// Cells and settings it rests on directly.
    pub origins: Vec<Spot>,
    /// The clause it is a value of, or that it is judged by.
    pub clause: Option<Cited>,
}

/// A place in a file, or a setting.
#[derive(Clone, Serialize, Deserialize)]
pub struct Spot {
    /// Path in the pack, `command line` or `default`.
    pub file: String,
    /// Empty for a text file.
    pub sheet: String,
    /// `A2:H61`, or the name of a setting.
    pub cells: String,
    /// True where the rows were searched, and what is not there was not found.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub searched: bool,
}

/// A clause, as it stands in the file.
#[derive(Serialize, Deserialize)]
pub struct Cited {
    /// `PT01`.
    pub rule: String,
    /// Document.
    pub title: String,
    /// Paragraph.
    pub para: String,
    /// Address.
    pub url: String,
    /// First day it holds.
    pub in_force: String,
    /// A short quotation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub quote: String,
    /// How well it is known.
    pub evidence: Evidence,
    /// The day it was checked against its source.
    pub checked: String,
    /// A conflict or a limit.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// By the id of a measured or required figure, the clause of the first rule that uses it.
pub(super) fn judged<'a>(
    report: &'a Report,
    assessed: &'a Assessed,
) -> BTreeMap<&'a str, Option<&'a Arc<Clause>>> {
    let mut first = BTreeMap::new();
    for answer in &assessed.assessments {
        for figure in answer.measured.iter().chain(&answer.required) {
            if let Some(id) = report.ids.id(figure) {
                first.entry(id).or_insert(answer.clause.as_ref());
            }
        }
    }
    first
}

/// A figure of a report. One that is no value of the rulebook itself stands under the clause it is judged by.
pub(super) fn of(
    figure: &AnyFigure,
    judged: Option<&Arc<Clause>>,
    report: &Report,
    assessed: &Assessed,
) -> Figure {
    let sources = &assessed.school.sources;
    let parts = figure.from().iter().filter_map(|part| report.ids.id(part));
    Figure {
        value: figure.value().to_string(),
        unit: figure.unit().to_owned(),
        how: figure.how().to_owned(),
        from: parts.map(str::to_owned).collect(),
        origins: figure.origins().iter().map(|origin| place(origin, sources)).collect(),
        clause: figure.clause().or(judged).map(|clause| cited(clause)),
    }
}

fn place(origin: &Origin, sources: &Sources) -> Spot {
    let block = |span: &Span, searched| Spot {
        file: sources.file_of(span.sheet).path.clone(),
        sheet: sources.sheet(span.sheet).name.clone().unwrap_or_default(),
        cells: span.cells(),
        searched,
    };
    match origin {
        Origin::Cells(span) => block(span, false),
        Origin::Searched(span) => block(span, true),
        Origin::Setting { key, by } => {
            let file = match by {
                ChosenBy::CommandLine => "command line",
                ChosenBy::File(path) => path,
                ChosenBy::Default => "default",
            };
            Spot { file: file.to_owned(), sheet: String::new(), cells: key.clone(), searched: false }
        }
    }
}

fn cited(clause: &Clause) -> Cited {
    Cited {
        rule: clause.rule.clone(),
        title: clause.title.clone(),
        para: clause.para.clone(),
        url: clause.url.clone(),
        in_force: clause.in_force.to_string(),
        quote: clause.quote.clone(),
        evidence: clause.evidence,
        checked: clause.checked.to_string(),
        note: clause.note.clone(),
    }
}
