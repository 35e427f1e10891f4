//! `results.json`: everything a report says, for programs. Keys stand in the order written here; exact values are text.

use super::{Error, Line};
use crate::model::figure::{AnyFigure, ChosenBy, Clause, Evidence, Origin};
use crate::model::finding::{Level, Place};
use crate::model::source::{Sources, Span};
use crate::rules::{Assessed, Assessment, Outcome, Strength};
use crate::tables::{Report, sentences, words};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The shape of the file; raised when a key changes its meaning.
pub const FORMAT: u32 = 1;

/// `<urn>-<slug>/results.json`.
#[derive(Serialize)]
struct Results<'a> {
    format: u32,
    tool: &'a str,
    rulebook: &'a str,
    as_of: String,
    term: Term<'a>,
    school: School<'a>,
    people: Vec<Person<'a>>,
    assessments: Vec<Answer>,
    figures: Map<String, Value>,
    /// Funding lines, which no edition computes yet.
    funding: [(); 0],
    findings: Vec<Noticed<'a>>,
    coverage: Coverage<'a>,
}

#[derive(Serialize)]
struct Term<'a> {
    name: &'a str,
    from: String,
    to: String,
}

#[derive(Serialize)]
struct School<'a> {
    urn: Option<&'a str>,
    name: &'a str,
    pay_area: Option<&'a str>,
}

#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Person<'a> {
    id: &'a str,
    name: &'a str,
    trn: Option<&'a str>,
    role: &'static str,
    fte: Option<String>,
    terms_served: Option<String>,
    term_now: Option<i64>,
    part: Option<u8>,
    expected_end: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    rule: &'static str,
    subject: String,
    from: String,
    to: String,
    outcome: Outcome,
    strength: Strength,
    measured: Option<String>,
    required: Option<String>,
    reason: String,
    remedy: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    settle: Vec<String>,
}

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
    /// The clause it is a value of.
    pub clause: Option<Cited>,
}

/// A place in a file, or a setting.
#[derive(Serialize, Deserialize)]
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

#[derive(Serialize)]
struct Noticed<'a> {
    code: &'a str,
    level: Level,
    message: &'a str,
    help: &'a str,
    at: Vec<At>,
}

/// Where a finding points.
#[derive(Serialize, Default)]
pub(crate) struct At {
    pub file: String,
    pub sheet: String,
    pub cell: String,
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the names are the keys of the file")]
struct Coverage<'a> {
    rows_read: u64,
    rows_used: u64,
    rows_excluded: BTreeMap<&'a str, u64>,
}

/// One school's results.
///
/// # Errors
/// If they cannot be put into JSON, which no input brings about.
pub fn school(assessed: &Assessed, report: &Report) -> Result<Vec<u8>, Error> {
    let school = assessed.school;
    let mut figures = Map::new();
    for (id, figure) in report.ids.iter() {
        figures.insert(id.to_owned(), serde_json::to_value(one_figure(figure, report, &school.sources))?);
    }
    pretty(&Results {
        format: FORMAT,
        tool: &report.masthead.tool,
        rulebook: &assessed.rulebook_hash,
        as_of: assessed.as_of.to_string(),
        term: Term {
            name: &assessed.term.name,
            from: assessed.term.from.to_string(),
            to: assessed.term.to.to_string(),
        },
        school: School {
            urn: school.about.urn.value.as_deref(),
            name: school.name(),
            pay_area: school.about.pay_area.value.as_deref(),
        },
        people: people(assessed),
        assessments: assessed.assessments.iter().map(|a| answer(a, assessed, report)).collect(),
        figures,
        funding: [],
        findings: findings(assessed),
        coverage: coverage(&school.sources),
    })
}

fn people<'a>(assessed: &'a Assessed) -> Vec<Person<'a>> {
    let school = assessed.school;
    let named = |id, role| {
        let person = school.person(id);
        Person {
            id: &person.id,
            name: &person.name,
            trn: person.trn.as_deref(),
            role,
            fte: None,
            terms_served: None,
            term_now: None,
            part: None,
            expected_end: None,
        }
    };
    let mut people: Vec<Person> = assessed.mentors.iter().map(|m| named(m.person, "mentor")).collect();
    people.extend(assessed.ects.iter().map(|ect| {
        let position = ect.position.as_ref().ok();
        Person {
            fte: ect.fte.as_ref().map(|fte| fte.value().to_string()),
            terms_served: position.map(|p| p.served.value().to_string()),
            term_now: position.map(|p| p.term_now),
            part: position.map(|p| p.part),
            expected_end: position.and_then(|p| p.expected_end).map(|day| day.to_string()),
            ..named(ect.person, "ect")
        }
    }));
    people.sort();
    people
}

fn answer(answer: &Assessment, assessed: &Assessed, report: &Report) -> Answer {
    let id = |figure: &Option<AnyFigure>| report.ids.id(figure.as_ref()?).map(str::to_owned);
    let open = answer.outcome == Outcome::NotShown;
    let settle = answer.settle.iter().filter(|_| open);
    Answer {
        rule: answer.rule,
        subject: assessed.school.person(answer.subject).id.clone(),
        from: answer.from.to_string(),
        to: answer.to.to_string(),
        outcome: answer.outcome,
        strength: answer.strength,
        measured: id(&answer.measured),
        required: id(&answer.required),
        reason: sentences::reason(assessed, answer),
        remedy: sentences::remedy(assessed, answer),
        settle: settle.map(|settle| words::settle(settle, &assessed.school.sources)).collect(),
    }
}

fn one_figure(figure: &AnyFigure, report: &Report, sources: &Sources) -> Figure {
    let parts = figure.from().iter().filter_map(|part| report.ids.id(part));
    Figure {
        value: figure.value().to_string(),
        unit: figure.unit().to_owned(),
        how: figure.how().to_owned(),
        from: parts.map(str::to_owned).collect(),
        origins: figure.origins().iter().map(|origin| place(origin, sources)).collect(),
        clause: figure.clause().map(|clause| cited(clause)),
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

fn findings<'a>(assessed: &'a Assessed) -> Vec<Noticed<'a>> {
    let sources = &assessed.school.sources;
    let noticed = assessed.findings.iter();
    noticed
        .map(|finding| Noticed {
            code: finding.code,
            level: finding.level,
            message: &finding.message,
            help: &finding.help,
            at: finding.at.iter().map(|place| at(*place, sources)).collect(),
        })
        .collect()
}

/// File, sheet and cell of a place; empty where the place is a whole file or the file has one sheet.
pub(crate) fn at(place: Place, sources: &Sources) -> At {
    match place {
        Place::File(id) => {
            At { file: sources.files[id.0 as usize].path.clone(), sheet: String::new(), cell: String::new() }
        }
        Place::Cell(source) => At {
            file: sources.file_of(source.sheet).path.clone(),
            sheet: sources.sheet(source.sheet).name.clone().unwrap_or_default(),
            cell: source.cell(),
        },
    }
}

fn coverage(sources: &Sources) -> Coverage<'_> {
    let mut coverage = Coverage { rows_read: 0, rows_used: 0, rows_excluded: BTreeMap::new() };
    for sheet in &sources.sheets {
        coverage.rows_read += sheet.rows_read;
        coverage.rows_used += sheet.rows_used;
        for (why, rows) in &sheet.left_out {
            *coverage.rows_excluded.entry(why).or_default() += rows;
        }
    }
    coverage
}

/// `results.json` of a run: one line a school.
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
            rejected: line.rejected.iter().map(String::as_str).collect(),
        });
    }
    pretty(&Run { format: FORMAT, tool, rulebook, schools: summaries })
}

/// Two spaces a level, and a newline at the end.
pub(super) fn pretty(value: &impl Serialize) -> Result<Vec<u8>, Error> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}
