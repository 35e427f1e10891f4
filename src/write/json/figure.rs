//! A figure, its places and its clause, as they stand in the file.

use crate::model::figure::{AnyFigure, ChosenBy, Clause, Evidence, Origin};
use crate::model::source::{Sources, Span};
use crate::rules::Assessed;
use crate::tables::Report;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A figure, as it stands in the file.
#[derive(Serialize, Deserialize)]
pub struct Figure<'a> {
    /// Exact: a whole number or a fraction in lowest terms.
    pub value: Cow<'a, str>,
    /// `minutes`, `days`, `terms`, `count` or `ratio`.
    pub unit: Cow<'a, str>,
    /// In words.
    pub how: Cow<'a, str>,
    /// Ids of the figures it was computed from.
    pub from: Vec<Cow<'a, str>>,
    /// Cells and settings it rests on directly.
    pub origins: Vec<Spot<'a>>,
    /// The clause it is a value of, or that it is judged by.
    pub clause: Option<Cited<'a>>,
}

/// A place in a file, or a setting.
#[derive(Clone, Serialize, Deserialize)]
pub struct Spot<'a> {
    /// Path in the pack, `command line` or `default`.
    pub file: Cow<'a, str>,
    /// Empty for a text file.
    pub sheet: Cow<'a, str>,
    /// `A2:H61`, or the name of a setting.
    pub cells: Cow<'a, str>,
    /// True where the rows were searched, and what is not there was not found.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub searched: bool,
}

/// A clause, as it stands in the file.
#[derive(Serialize, Deserialize)]
pub struct Cited<'a> {
    /// `PT01`.
    pub rule: Cow<'a, str>,
    /// Document.
    pub title: Cow<'a, str>,
    /// Paragraph.
    pub para: Cow<'a, str>,
    /// Address.
    pub url: Cow<'a, str>,
    /// First day it holds.
    pub in_force: Cow<'a, str>,
    /// A short quotation.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub quote: Cow<'a, str>,
    /// How well it is known.
    pub evidence: Evidence,
    /// The day it was checked against its source.
    pub checked: Cow<'a, str>,
    /// A conflict or a limit.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub note: Cow<'a, str>,
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
pub(super) fn of<'a>(
    figure: &'a AnyFigure,
    judged: Option<&'a Arc<Clause>>,
    report: &'a Report,
    assessed: &'a Assessed,
) -> Figure<'a> {
    let sources = &assessed.school.sources;
    let parts = figure.from().iter().filter_map(|part| report.ids.id(part));
    Figure {
        value: figure.value().to_string().into(),
        unit: figure.unit().into(),
        how: figure.how().into(),
        from: parts.map(Cow::Borrowed).collect(),
        origins: figure.origins().iter().map(|origin| place(origin, sources)).collect(),
        clause: figure.clause().or(judged).map(|clause| cited(clause)),
    }
}

fn place<'a>(origin: &'a Origin, sources: &'a Sources) -> Spot<'a> {
    let block = |span: &Span, searched| Spot {
        file: Cow::Borrowed(&*sources.file_of(span.sheet).path),
        sheet: sources.sheet(span.sheet).name.as_deref().unwrap_or_default().into(),
        cells: span.cells().into(),
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
            Spot { file: file.into(), sheet: "".into(), cells: key.into(), searched: false }
        }
    }
}

fn cited(clause: &Clause) -> Cited<'_> {
    Cited {
        rule: (&clause.rule).into(),
        title: (&clause.title).into(),
        para: (&clause.para).into(),
        url: (&clause.url).into(),
        in_force: clause.in_force.to_string().into(),
        quote: (&clause.quote).into(),
        evidence: clause.evidence,
        checked: clause.checked.to_string().into(),
        note: (&clause.note).into(),
    }
}
