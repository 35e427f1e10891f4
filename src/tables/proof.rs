//! How a figure was found, opened up for a reader: arithmetic, clause and cells.

use super::origins::Ids;
use super::{place, titles, words};
use crate::model::figure::{AnyFigure, ChosenBy, Clause, Origin};
use crate::model::school::School;
use crate::rules::{Assessed, Assessment};
use std::sync::Arc;

/// Blocks of cells listed at most; the rest are in `results.json`.
const CELLS_SHOWN: usize = 12;
/// A figure of more parts than this, or of parts all alike, stays one line (a median of 23 teachers, a sum of rows).
const PARTS_SHOWN: usize = 6;

/// The arithmetic, clause and cells behind an answer.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Id of the measured figure (`f12`), or of the required one.
    pub id: Option<String>,
    /// `How we know`.
    pub summary: String,
    /// What it is about, for those who cannot see where it stands.
    pub about: String,
    /// Rows; a rule stands above each result.
    pub sums: Vec<Sum>,
    /// Clauses, the deciding one first.
    pub clauses: Vec<Passage>,
    /// Places, in words.
    pub cells: Vec<String>,
    /// Places not listed.
    pub more: usize,
}

/// A line of arithmetic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// What it is.
    pub words: String,
    /// Exact, with its unit.
    pub amount: String,
    /// A result of the lines above.
    pub total: bool,
}

/// A clause in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Quotation, perhaps empty.
    pub quote: String,
    /// Title, paragraph, in force from.
    pub cite: String,
    /// How well it is known, and what conflicts with it.
    pub notes: Vec<String>,
}

/// The proof of one answer; nothing if there is no figure behind it.
pub fn of(assessed: &Assessed, answer: &Assessment, ids: &Ids) -> Option<Proof> {
    let measured = answer.measured.as_ref();
    let first = measured.or(answer.required.as_ref())?;
    let mut sums = Vec::new();
    for figure in answer.required.iter().chain(measured) {
        lines(figure, 0, ids, &mut sums);
    }
    if let Some(difference) = super::sentences::difference(answer) {
        sums.push(Sum { words: difference.words.to_string(), amount: difference.exact, total: true });
    }
    let person = &assessed.school.person(answer.subject).name;
    let figures: Vec<&AnyFigure> = measured.into_iter().chain(&answer.required).collect();
    let mut clauses: Vec<&Arc<Clause>> = answer.clause.iter().collect();
    for figure in &figures {
        cited(figure, ids, &mut clauses);
    }
    let (cells, more) = places(&figures, assessed.school, ids);
    Some(Proof {
        id: ids.id(first).map(ToString::to_string),
        summary: format!("How we know: {}", titles::title(answer.rule)),
        about: person.clone(),
        sums,
        clauses: passages(&clauses),
        cells,
        more,
    })
}

/// The proof of a figure that stands alone.
pub fn alone(figure: &AnyFigure, summary: &str, school: &School, ids: &Ids) -> Proof {
    let mut sums = Vec::new();
    lines(figure, 0, ids, &mut sums);
    let mut clauses = Vec::new();
    cited(figure, ids, &mut clauses);
    let (cells, more) = places(&[figure], school, ids);
    Proof {
        id: ids.id(figure).map(ToString::to_string),
        summary: summary.to_string(),
        about: String::new(),
        sums,
        clauses: passages(&clauses),
        cells,
        more,
    }
}

/// The proofs of the rules that belong to a section, in the order of the assessments.
pub fn section(assessed: &Assessed, ids: &Ids, belongs: fn(&str) -> bool) -> Vec<Proof> {
    let about = assessed.assessments.iter().filter(|answer| belongs(answer.rule));
    about
        .filter_map(|answer| {
            let mut proof = of(assessed, answer, ids)?;
            proof.summary = format!("{}: {}", proof.about, titles::coded(answer.rule));
            proof.about = String::new();
            Some(proof)
        })
        .collect()
}

fn lines(figure: &AnyFigure, depth: usize, ids: &Ids, into: &mut Vec<Sum>) {
    let parts = ids.parts(figure);
    let alike = parts.len() > 1 && parts.iter().all(|part| part.how() == parts[0].how());
    let open = !parts.is_empty() && parts.len() <= PARTS_SHOWN && !(alike && depth > 0) && depth < 2;
    if open {
        for part in parts {
            lines(part, depth + 1, ids, into);
        }
    }
    let line = Sum { words: words::sentence(figure.how()), amount: words::exact(figure), total: open };
    if !into.contains(&line) {
        into.push(line);
    }
}

fn cited<'a>(figure: &'a AnyFigure, ids: &Ids, into: &mut Vec<&'a Arc<Clause>>) {
    if let Some(clause) = figure.clause()
        && !into.iter().any(|known| (&known.title, &known.para) == (&clause.title, &clause.para))
    {
        into.push(clause);
    }
    for part in ids.parts(figure) {
        cited(part, ids, into);
    }
}

fn passages(clauses: &[&Arc<Clause>]) -> Vec<Passage> {
    let passage = |clause: &&Arc<Clause>| {
        let para = match clause.para.chars().next() {
            None => String::new(),
            Some(first) if first.is_ascii_digit() => format!(", para {}", clause.para),
            Some(_) => format!(", {}", clause.para),
        };
        Passage {
            quote: clause.quote.clone(),
            cite: format!("{}{para}. In force from {}.", clause.title, words::date(clause.in_force)),
            notes: words::evidence(clause.evidence, &clause.title)
                .map(ToString::to_string)
                .into_iter()
                .chain((!clause.note.is_empty()).then(|| words::stopped(&clause.note)))
                .collect(),
        }
    };
    clauses.iter().map(passage).collect()
}

/// A line for each sheet, with its blocks in order; and how many blocks are not listed.
fn places(figures: &[&AnyFigure], school: &School, ids: &Ids) -> (Vec<String>, usize) {
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    let mut listed = 0;
    let mut more = 0;
    let (mut near, mut groups) = (Vec::new(), Vec::new());
    for figure in figures {
        gather(figure, (true, ids), &mut near, &mut groups);
    }
    for origin in near {
        let (lead, block) = match &origin {
            Origin::Cells(span) => (place::sheet(school, span.sheet), span.cells()),
            Origin::Searched(span) => {
                (format!("searched: {}", place::sheet(school, span.sheet)), span.cells())
            }
            Origin::Setting { key, by } => (setting_file(by), key.clone()),
        };
        match lines.iter_mut().find(|(known, _)| *known == lead) {
            Some((_, blocks)) if blocks.contains(&block) => {}
            Some((_, blocks)) if listed < CELLS_SHOWN => {
                blocks.push(block);
                listed += 1;
            }
            // A sheet is always named, by its first block.
            None => {
                lines.push((lead, vec![block]));
                listed += 1;
            }
            Some(_) => more += 1,
        }
    }
    let cells = lines.into_iter().map(|(lead, blocks)| format!("{lead} › {}", blocks.join(", ")));
    let groups = groups.into_iter().map(|group| {
        if ids.is_closed(group) {
            return format!(
                "{}: the cells are those of colleagues, so they are not listed here",
                group.how()
            );
        }
        let n = group.from().len();
        format!("{}: the cells of all {n} are on the sheet Origins of the workbook", group.how())
    });
    (cells.chain(groups).collect(), more)
}

/// The places of a figure itself and of the few figures behind it. A group (a median of 23 teachers) is named instead, so
/// that the cells of the person in question are not lost among those of others.
fn gather<'a>(
    figure: &'a AnyFigure,
    (top, ids): (bool, &Ids),
    near: &mut Vec<Origin>,
    groups: &mut Vec<&'a AnyFigure>,
) {
    near.extend(ids.origins(figure).iter().cloned());
    if ids.is_closed(figure) || !top && figure.from().len() > PARTS_SHOWN {
        if !groups.contains(&figure) {
            groups.push(figure);
        }
        return;
    }
    for part in ids.parts(figure) {
        gather(part, (false, ids), near, groups);
    }
}

/// Where a setting was written.
pub fn setting_file(by: &ChosenBy) -> String {
    match by {
        ChosenBy::File(path) => path.clone(),
        ChosenBy::CommandLine => "command line".to_string(),
        ChosenBy::Default => "default".to_string(),
    }
}
