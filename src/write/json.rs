//! `results.json`: everything a report says, for programs. Keys stand in the order written here; exact values are text.

mod bit_by_bit;
mod figure;
mod run;

pub use bit_by_bit::{entry, frame};
pub use figure::{Cited, Figure, Spot};
pub use run::{run, summary};

use super::{Error, Rows};
use crate::model::figure::{self as model, AnyFigure};
use crate::model::finding::{Level, Place};
use crate::model::school::Scheme;
use crate::model::source::Sources;
use crate::model::units::Pence;
use crate::rules::{Assessed, Assessment, LineStatus, Outcome, Strength};
use crate::tables::{Report, sentences, words};
use serde::Serialize;
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
    figures: Listed<'a>,
    funding: Vec<Funding<'a>>,
    findings: Vec<Noticed<'a>>,
    coverage: Coverage,
}

/// Figures by their ids, in order.
struct Listed<'a>(Vec<(&'a str, Figure<'a>)>);

impl Serialize for Listed<'_> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(id, figure)| (id, figure)))
    }
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

#[derive(Serialize)]
struct Funding<'a> {
    scheme: &'static str,
    person: &'a str,
    cohort: Option<i64>,
    pay_area: Option<&'a str>,
    rate: Option<String>,
    expected: Option<String>,
    received: Option<String>,
    status: LineStatus,
    reason: String,
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
struct Coverage {
    rows_read: u64,
    rows_used: u64,
    rows_excluded: BTreeMap<String, u64>,
}

/// One school's results.
///
/// # Errors
/// If they cannot be put into JSON, which no input brings about.
pub fn school(assessed: &Assessed, report: &Report) -> Result<Vec<u8>, Error> {
    let school = assessed.school;
    let judged = figure::judged(report, assessed);
    let figures = report.ids.iter().map(|(id, figure)| {
        let judged = judged.get(id).copied().flatten();
        (id, figure::of(figure, judged, report, assessed))
    });
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
        figures: Listed(figures.collect()),
        funding: funding(assessed, report),
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
    // A grant may be for someone who is no longer looked at.
    for answer in &assessed.assessments {
        let Some(scheme) = answer.scheme else { continue };
        let other = named(answer.subject, if scheme == Scheme::Year2Grant { "ect" } else { "mentor" });
        if !people.iter().any(|person| (person.id, person.role) == (other.id, other.role)) {
            people.push(other);
        }
    }
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
        remedy: sentences::remedy_in_full(assessed, answer),
        settle: settle.map(|settle| words::settle(settle, &assessed.school.sources)).collect(),
    }
}

fn funding<'a>(assessed: &'a Assessed, report: &Report) -> Vec<Funding<'a>> {
    let id =
        |figure: &Option<model::Figure<Pence>>| report.ids.id(&figure.as_ref()?.any()).map(str::to_owned);
    let lines = assessed.funding.iter().map(|line| Funding {
        scheme: match line.scheme {
            Scheme::Year2Grant => "year-2-grant",
            Scheme::MentorTraining => "mentor-training",
        },
        person: &assessed.school.person(line.person).id,
        cohort: line.cohort,
        pay_area: line.pay_area.as_deref(),
        rate: id(&line.rate),
        expected: id(&line.expected),
        received: id(&line.received),
        status: line.status,
        reason: crate::tables::funding::reason(assessed, line),
    });
    lines.collect()
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

fn coverage(sources: &Sources) -> Coverage {
    let Rows { read, used, left_out } = Rows::of(sources);
    Coverage { rows_read: read, rows_used: used, rows_excluded: left_out }
}

/// Two spaces a level, and a newline at the end.
pub(super) fn pretty(value: &impl Serialize) -> Result<Vec<u8>, Error> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}
