//! The matrix, the subjects with their pictures, and figures opened up.

use super::{chart, head_of, listed, mark, mark_of, said};
use crate::model::units::Ratio;
use crate::tables::proof::Proof;
use crate::tables::section::{Axis, Fact, Line, Section};
use crate::tables::verdicts::Matrix;
use crate::tables::{Table, Verdict};
use minijinja::{Value, context};
use std::collections::BTreeSet;

/// A proof; its id only where it is shown first, since an id stands once on a page.
pub(super) fn proof(proof: &Proof, shown: &mut BTreeSet<String>) -> Value {
    let id = proof.id.clone().filter(|id| shown.insert(id.clone()));
    context! {
        id => id.unwrap_or_default(),
        summary => &proof.summary,
        about => &proof.about,
        sums => proof.sums.iter().map(|sum| context! {
            words => &sum.words, amount => &sum.amount, total => sum.total
        }).collect::<Vec<_>>(),
        clauses => proof.clauses.iter().map(|passage| context! {
            quote => &passage.quote, cite => &passage.cite, notes => &passage.notes
        }).collect::<Vec<_>>(),
        cells => &proof.cells,
        more => proof.more,
    }
}

pub(super) fn matrix(matrix: &Matrix, shown: &BTreeSet<String>) -> Value {
    let person = |(name, sub): &(String, String)| {
        let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
        context! { first, rest, sub }
    };
    let cell = |cell: &Option<Verdict>| match cell {
        None => Value::from(()),
        Some(verdict) => context! {
            mark => mark_of(verdict.rule, verdict.outcome, verdict.strength),
            href => verdict.figure.clone().filter(|id| shown.contains(id)).unwrap_or_default(),
        },
    };
    let groups = matrix.groups.iter().map(|group| {
        let rules = group.rules.iter().map(|(code, title, cells)| {
            context! { code => *code, title, cells => cells.iter().map(cell).collect::<Vec<_>>() }
        });
        context! { name => &group.name, rules => rules.collect::<Vec<_>>() }
    });
    context! {
        caption => &matrix.caption,
        // Tenths of a rem: the names of the rules, then the same for each person.
        width => Ratio::new(i64::try_from(125 + 70 * matrix.people.len()).unwrap_or(0), 10).map(|rem| rem.decimal(1)),
        people => matrix.people.iter().map(person).collect::<Vec<_>>(),
        groups => groups.collect::<Vec<_>>(),
    }
}

pub(super) fn section(section: &Section, shown: &mut BTreeSet<String>) -> Value {
    let drawn = section.columns.len() > 1 && section.lines.iter().any(|line| line.picture.is_some())
        || section.columns.len() > section.lines.first().map_or(0, |line| line.facts.len()) + 1;
    let column = |head: &crate::tables::section::Head| {
        let width = Ratio::new(i64::from(head.width), 100).filter(|width| *width != Ratio::ZERO);
        context! { header => head.header, right => head.right, width => width.map(|width| width.decimal(2)) }
    };
    let axis = |axis: &Axis| {
        let months = axis.months.iter().map(|tick| chart::tick(tick, Ratio::new(3, 1000)));
        context! {
            weeks => axis.weeks.iter().map(|tick| chart::tick(tick, None)).collect::<Vec<_>>(),
            months => months.collect::<Vec<_>>(),
            now => axis.now.map(chart::percent),
        }
    };
    context! {
        id => section.id,
        nav => section.nav,
        title => &section.title,
        lede => &section.lede,
        keys => section.keys.iter().map(|(style, words)| context! { style => *style, words }).collect::<Vec<_>>(),
        caption => &section.caption,
        drawn,
        skip => if drawn { 2 } else { 1 },
        columns => section.columns.iter().map(column).collect::<Vec<_>>(),
        axis => section.axis.as_ref().map(axis),
        lines => section.lines.iter().map(line).collect::<Vec<_>>(),
        opened => section.opened.iter().map(|(about, table)| context! {
            about, table => opened(table)
        }).collect::<Vec<_>>(),
        basis => section.basis.iter().map(|one| proof(one, shown)).collect::<Vec<_>>(),
        proofs => section.proofs.iter().map(|one| proof(one, shown)).collect::<Vec<_>>(),
    }
}

/// A table as it is: amounts to the right.
pub(super) fn opened(table: &Table) -> Value {
    let columns = table.columns.iter().map(|c| head_of(c.header, c.kind.is_number(), false));
    let rows = table.rows.iter().map(|row| {
        context! { cells => row.cells.iter().map(said).collect::<Vec<_>>(), sub => "" }
    });
    listed(&table.note, columns.collect(), rows.collect(), None)
}

fn line(line: &Line) -> Value {
    context! {
        who => &line.who,
        sub => &line.sub,
        picture => line.picture.as_ref().map(chart::picture),
        facts => line.facts.iter().map(fact).collect::<Vec<_>>(),
    }
}

/// What a cell or a field says, line by line.
pub(super) fn fact(fact: &Fact) -> Value {
    let words = fact.0.iter().map(|words| {
        let mark = words.mark.map(|(outcome, strength)| mark(outcome, strength));
        context! { text => &words.text, mark, small => words.small }
    });
    words.collect::<Vec<_>>().into()
}
