//! Several schools on one page.

use super::super::template::{Error, Templates};
use super::{boxes_of, css, frame, head_of, link, said};
use crate::model::brand::Brand;
use crate::model::units::Ratio;
use crate::tables::schools::{self, Counts, Overview, School};
use crate::tables::{Cell, titles, words};
use minijinja::{Value, context};

/// Schools on the page; all of them are in the workbook.
const SCHOOLS_SHOWN: usize = 500;
/// Rules across at most, so that a matrix fits the page.
const RULES_ACROSS: usize = 13;

/// Schools × rules, worst first, with a link to each school's report.
///
/// # Errors
/// If a template is at fault.
pub fn overview(templates: &Templates, overview: &Overview) -> Result<String, Error> {
    let edition = templates.edition("overview")?;
    let table = schools::table(overview);
    let as_of = overview.as_of.map_or(String::new(), |day| format!(" · as of {}", words::day_in_full(day)));
    let columns = table.columns.iter().enumerate().filter(|(i, _)| *i != 1);
    let rows = overview.schools.iter().zip(&table.rows).take(SCHOOLS_SHOWN).map(|(school, row)| {
        let cells: Vec<String> = row.cells[2..].iter().map(said).collect();
        let urn = school.urn.as_ref().map_or(String::new(), |urn| format!("URN {urn}"));
        let href = school.failed.is_none().then(|| link(&format!("{}/head.html", school.folder))).flatten();
        context! { name => &school.name, sub => urn, href => href.unwrap_or_default(), cells }
    });
    let when = as_of.trim_start_matches(" · ");
    let boxes = boxes_of(&css(&overview.title), &css(when), &css(&edition.title));
    let page = context! {
        title => &overview.title,
        meta => format!("{}{as_of}", overview.title),
        verdict => &overview.verdict,
        lede => &overview.lede,
        schools => context! {
            caption => caption(overview, &table.note),
            columns => columns.map(|(i, column)| head_of(column.header, i > 3, false)).collect::<Vec<_>>(),
            rows => rows.collect::<Vec<_>>(),
        },
        heats => heats(overview),
        any_read => overview.schools.iter().any(|school| school.failed.is_none()),
        ..frame(templates, edition, boxes, (&overview.tool, &overview.rulebook, &Brand::default()))
    };
    templates.render("overview", &page)
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

/// A matrix for each few families of rules.
fn heats(overview: &Overview) -> Vec<Value> {
    slices(&overview.rules).iter().map(|rules| heat(overview, rules)).collect()
}

/// Whole families side by side, as many as fit the page.
fn slices(rules: &[String]) -> Vec<Vec<String>> {
    let mut slices: Vec<Vec<String>> = Vec::new();
    for family in rules.chunk_by(|a, b| titles::letters(a) == titles::letters(b)) {
        match slices.last_mut() {
            Some(slice) if slice.len() + family.len() <= RULES_ACROSS => slice.extend_from_slice(family),
            _ => slices.push(family.to_vec()),
        }
    }
    slices
}

fn heat(overview: &Overview, rules: &[String]) -> Value {
    let row = |school: &School| {
        let cells = rules.iter().map(|rule| cell(school.rules.get(rule).copied().unwrap_or_default()));
        context! { name => &school.name, cells => cells.collect::<Vec<_>>() }
    };
    let mut families: Vec<String> =
        rules.iter().map(|rule| titles::group(titles::letters(rule)).to_lowercase()).collect();
    families.dedup();
    let about = words::sentence(&words::names(&families));
    let read = overview.schools.iter().take(SCHOOLS_SHOWN).filter(|school| school.failed.is_none());
    context! {
        caption => caption(overview, &format!("{about}: checks not met in each school, worst first.")),
        least => rem(120 + 44 * rules.len()),
        most => rem(130 + 75 * rules.len()),
        rules => rules.iter().map(|rule| context! { code => rule, title => titles::title(rule) }).collect::<Vec<_>>(),
        rows => read.map(row).collect::<Vec<_>>(),
    }
}

/// `36.4` of 364 tenths.
fn rem(tenths: usize) -> Option<String> {
    Ratio::new(i64::try_from(tenths).unwrap_or(0), 10).map(|rem| rem.decimal(1))
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
