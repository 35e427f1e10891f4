//! Several schools on one page.

use super::super::template::{self, Error};
use super::{boxes_of, css, grouped, head_of, link, said};
use crate::model::units::Ratio;
use crate::tables::schools::{self, Counts, Overview, School};
use crate::tables::{Cell, titles, words};
use minijinja::{Value, context};

/// Schools on the page; all of them are in the workbook.
const SCHOOLS_SHOWN: usize = 500;

/// Schools × rules, worst first, with a link to each school's report.
///
/// # Errors
/// If a template is at fault.
pub fn overview(overview: &Overview) -> Result<String, Error> {
    let edition = template::edition("overview")?;
    let table = schools::table(overview);
    let as_of = overview.as_of.map_or(String::new(), |day| format!(" · as of {}", words::day_in_full(day)));
    let columns = table.columns.iter().enumerate().filter(|(i, _)| *i != 1);
    let rows = overview.schools.iter().zip(&table.rows).take(SCHOOLS_SHOWN).map(|(school, row)| {
        let cells: Vec<String> = row.cells[2..].iter().map(said).collect();
        let urn = school.urn.as_ref().map_or(String::new(), |urn| format!("URN {urn}"));
        let href = school.failed.is_none().then(|| link(&format!("{}/head.html", school.folder))).flatten();
        context! { name => &school.name, sub => urn, href => href.unwrap_or_default(), cells }
    });
    let page = context! {
        edition => &edition.title,
        title => &overview.title,
        meta => format!("{}{as_of}", overview.title),
        style => template::style(),
        landscape => edition.landscape,
        boxes => boxes_of(&css(&overview.title), &css(as_of.trim_start_matches(" · ")), &css(&edition.title)),
        tool => &overview.tool,
        rulebook => context! { edition => &overview.rulebook.0, hash => grouped(&overview.rulebook.1, 64) },
        verdict => &overview.verdict,
        lede => &overview.lede,
        schools => context! {
            caption => caption(overview, &table.note),
            columns => columns.map(|(i, column)| head_of(column.header, i > 3, false)).collect::<Vec<_>>(),
            rows => rows.collect::<Vec<_>>(),
        },
        heat => heat(overview),
    };
    template::render(&edition.template, page)
}

/// What a table holds, and how much of it is shown.
fn caption(overview: &Overview, words: &str) -> String {
    match overview.schools.len() {
        n if n > SCHOOLS_SHOWN => {
            format!("{words} Showing {SCHOOLS_SHOWN} of {n} schools; all are in overview.xlsx.")
        }
        _ => words.to_string(),
    }
}

fn heat(overview: &Overview) -> Value {
    let rules = overview.rules.iter().map(|rule| context! { code => *rule, title => titles::title(rule) });
    let row = |school: &School| {
        let cells =
            overview.rules.iter().map(|rule| cell(school.rules.get(rule).copied().unwrap_or_default()));
        context! { name => &school.name, cells => cells.collect::<Vec<_>>() }
    };
    let read = overview.schools.iter().take(SCHOOLS_SHOWN).filter(|school| school.failed.is_none());
    context! {
        caption => caption(overview, "Checks not met in each school, worst first."),
        width => Ratio::new(i64::try_from(120 + 44 * overview.rules.len()).unwrap_or(0), 10).map(|rem| rem.decimal(1)),
        rules => rules.collect::<Vec<_>>(),
        rows => read.map(row).collect::<Vec<_>>(),
    }
}

/// A count of failures; its ground says which share of the checks that could be made it is.
fn cell(counts: Counts) -> Value {
    let made = counts.not_met + counts.met;
    let (cls, text) = match counts {
        Counts { not_met: 0, not_shown: 0, met: 0, pending: 0, .. } => ("h e", "–".to_string()),
        Counts { not_met: 0, not_shown, .. } if not_shown > 0 => ("h q", "?".to_string()),
        Counts { not_met: 0, .. } => ("h z", "0".to_string()),
        Counts { not_met, .. } if not_met == made => ("h h4", said(&Cell::Rows(not_met))),
        Counts { not_met, .. } if not_met * 2 > made => ("h h3", said(&Cell::Rows(not_met))),
        Counts { not_met, .. } if not_met * 4 > made => ("h h2", said(&Cell::Rows(not_met))),
        Counts { not_met, .. } => ("h h1", said(&Cell::Rows(not_met))),
    };
    let sub = match counts.not_shown {
        n if n > 0 && counts.not_met == 0 => format!("{n} not shown"),
        n if n > 0 => format!("+ {n} ?"),
        _ if counts.not_met > 0 => format!("of {made}"),
        _ => String::new(),
    };
    context! { cls, text, sub, breach => counts.breach > 0 }
}
