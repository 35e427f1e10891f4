//! The parts of a statement, each as a section of the page and as a sheet of the workbook.

mod fortnight;
mod ledger;
mod meetings;
mod position;

pub(super) use fortnight::fortnight;
pub(super) use ledger::ledger;
pub(super) use meetings::meetings;
pub(super) use position::position;

use super::super::origins::Ids;
use super::super::section::{Fact, Head, Line, Section};
use super::super::{Cell, Column, Kind, Row, Table, proof, sentences, titles, words};
use super::you::you;
use crate::model::figure::AnyFigure;
use crate::rules::{Assessed, EctWork, Outcome};

const fn column(header: &'static str, kind: Kind, width: u16) -> Column {
    Column { header, kind, width }
}

fn named(name: &'static str, title: &str, note: String, columns: Vec<Column>, rows: Vec<Row>) -> Table {
    Table { name, title: title.to_owned(), note, columns, rows, axis: Vec::new() }
}

fn link(figure: Option<&AnyFigure>, ids: &Ids) -> Cell {
    Cell::figure_link(figure.and_then(|figure| ids.id(figure)))
}

/// Every part that a page shows, in order.
pub(super) fn sections(own: &Assessed, ect: &EctWork, ids: &Ids) -> Vec<Section> {
    vec![
        ledger::part(own, ect, ids),
        fortnight::part(own, ect, ids),
        meetings::part(own, ect, ids),
        position::part(own, ect, ids),
    ]
}

/// A part without its picture.
fn bare(id: &'static str, nav: &'static str, title: String, lede: String) -> Section {
    Section {
        id,
        nav,
        title,
        lede,
        keys: Vec::new(),
        caption: String::new(),
        columns: Vec::new(),
        axis: None,
        lines: Vec::new(),
        opened: Vec::new(),
        proofs: Vec::new(),
        basis: Vec::new(),
    }
}

/// The pictures and facts of a section of the whole school, of which only the ECT is left.
fn drawn(whole: Section, mine: Section) -> Section {
    let lines = whole.lines.into_iter().map(|line| Line { facts: Vec::new(), sub: None, ..line });
    Section { keys: whole.keys, axis: whole.axis, lines: lines.collect(), ..mine }
}

fn proofs(own: &Assessed, ids: &Ids, rules: &[&str]) -> Vec<proof::Proof> {
    let about = own.assessments.iter().filter(|one| rules.contains(&one.rule));
    about
        .filter_map(|one| {
            let mut proof = proof::of(own, one, ids)?;
            proof.summary = format!("How we know: {}", titles::title(one.rule));
            proof.about = String::new();
            Some(proof)
        })
        .collect()
}

/// A table as a page shows it: without the link to the sheet of origins, and under its own caption.
fn shown(mut table: Table, caption: String) -> Table {
    let keep = table.columns.iter().filter(|column| column.kind != Kind::Figure).count();
    table.columns.truncate(keep);
    for row in &mut table.rows {
        row.cells.truncate(keep);
    }
    Table { note: caption, ..table }
}

/// The checks of these rules as rows: what the files show, and the outcome.
fn checks(own: &Assessed, mine: Section, about: &str, rules: &[&str]) -> Section {
    let asked = own
        .assessments
        .iter()
        .filter(|one| rules.contains(&one.rule) && one.outcome != Outcome::NotApplicable);
    let lines: Vec<Line> = asked
        .map(|one| {
            let word = match one.outcome {
                Outcome::NotMet => words::falls_short(one.rule, one.strength),
                other => words::outcome(other),
            };
            let name = &own.school.person(one.subject).name;
            Line {
                who: words::sentence(titles::title(one.rule)),
                sub: Some(one.rule.to_owned()),
                picture: None,
                facts: vec![
                    Fact::plain(you(&sentences::reason(own, one), name)),
                    Fact::marked(word, one.outcome, one.strength),
                ],
            }
        })
        .collect();
    if lines.is_empty() {
        return mine;
    }
    let head = |header| Head { header, width: 0, right: false };
    let columns = vec![head("Check"), head("What the files show"), head("Outcome")];
    let mut all = mine.lines;
    all.extend(lines);
    Section { columns, caption: about.to_owned(), lines: all, ..mine }
}
