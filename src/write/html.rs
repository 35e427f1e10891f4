//! Pages that stand alone: no script, nothing from elsewhere, every value escaped.

mod card;
mod chart;
mod evidence;
mod index;
mod opened;
mod overview;
mod page;

pub use index::{Entry, FIRST, index};
pub use overview::overview;
pub use page::page;

use super::template::{Edition, Templates};
use crate::model::brand::Brand;
use crate::rules::{Outcome, Strength};
use crate::tables::{Cell, schools, words};
use minijinja::{Value, context};
use std::fmt::Write as _;

/// Class, icon and words of an outcome.
fn mark(outcome: Outcome, strength: Strength) -> Value {
    mark_as(outcome, strength, words::strength(strength))
}

/// The same of one rule, in the words for falling short of it.
fn mark_of(rule: &str, outcome: Outcome, strength: Strength) -> Value {
    mark_as(outcome, strength, words::falls_short(rule, strength))
}

fn mark_as(outcome: Outcome, strength: Strength, short: &'static str) -> Value {
    let (cls, icon, tag, cell) = match (outcome, strength) {
        (Outcome::Met, _) => ("met", "met", "met", ""),
        (Outcome::Pending, _) => ("pen", "pen", "pen", ""),
        (Outcome::NotShown, _) => ("uns", "uns", "uns", "u"),
        (Outcome::NotApplicable, _) => ("na", "na", "na", ""),
        (Outcome::NotMet, Strength::Statutory) => ("not", "breach", "breach", "x br"),
        (Outcome::NotMet, Strength::Guidance) => ("not", "not", "expect", "x"),
        (Outcome::NotMet, Strength::Grant) => ("not", "not", "fund", "x"),
        (Outcome::NotMet, Strength::Programme) => ("not", "not", "prog", "x"),
        (Outcome::NotMet, Strength::Local) => ("not", "not", "local", "x"),
    };
    let word = if outcome == Outcome::NotMet { short } else { words::outcome(outcome) };
    let (short, rest) = word.strip_suffix(" expectation").map_or((word, ""), |short| (short, " expectation"));
    // A narrow column may break it here.
    let short = short.replace("programme", "pro\u{ad}gramme");
    context! { cls, icon, tag, cell, word, short, rest }
}

fn boxes_of(top_left: &str, top_right: &str, bottom_left: &str) -> Value {
    context! { top_left, top_right, bottom_left }
}

/// What every page has around it.
fn frame(
    templates: &Templates,
    edition: &Edition,
    boxes: Value,
    (tool, rulebook, brand): (&str, &(String, String), &Brand),
) -> Value {
    context! {
        edition => &edition.title,
        words => &edition.words,
        landscape => edition.landscape,
        personal => edition.personal,
        brand => context! { logo => &brand.logo, accent => &brand.accent },
        style => Value::from_safe_string(templates.style().to_owned()),
        boxes,
        tool,
        rulebook => context! { edition => &rulebook.0, hash => grouped(&rulebook.1, 64) },
    }
}

fn css(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || c == ' ' {
            out.push(c);
        } else {
            let _ = write!(out, "\\{:06x} ", u32::from(c));
        }
    }
    out
}

/// A cell of a plain table in words.
fn said(cell: &Cell) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::FigureLink(id) => id.to_string(),
        Cell::TableLink(link) => link.text.clone(),
        Cell::FileLink(link) => link.text.clone(),
        Cell::Date(day) => words::date_in_short(*day).replace(' ', "\u{a0}"),
        Cell::Outcome(outcome) => words::outcome(*outcome).to_string(),
        Cell::Strength(strength) => words::strength(*strength).to_string(),
        Cell::Figure(figure) | Cell::Difference { figure, .. } => words::amount(figure, false),
        Cell::Ordinal(n) => n.to_string(),
        Cell::Read(read) => words::of_unit(read.value, read.unit),
        Cell::Live(live) => said(&live.value),
        Cell::Rows(n) => words::thousands(i64::try_from(*n).unwrap_or(i64::MAX)),
        Cell::Share(share) => schools::per_cent(**share),
    }
}

fn head_of(header: &str, right: bool, mono: bool) -> Value {
    context! { header, right, mono }
}

fn listed(caption: &str, columns: Vec<Value>, rows: Vec<Value>, foot: Option<Vec<String>>) -> Value {
    context! { caption, columns, rows, foot }
}

/// A path inside the output as an address: only the letters the program itself puts into the names of its folders.
fn link(path: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '/');
    (path.chars().all(plain) && !path.contains("..") && !path.starts_with('/')).then(|| path.to_string())
}

/// `9f3a 61c0`: the first hex digits of a hash, in fours.
fn grouped(hash: &str, digits: usize) -> String {
    let digits: Vec<char> = hash.chars().take(digits).collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{Report, sample};
    use std::collections::BTreeSet;

    fn report() -> Report {
        crate::tables::head(&sample::assessed(&sample::school()))
    }

    fn templates() -> &'static Templates {
        Templates::built_in().unwrap()
    }

    fn head(report: &Report) -> Result<String, super::super::template::Error> {
        page(templates(), "head", report)
    }

    /// A page without its style sheet, which has no place in a snapshot.
    fn bare(page: &str) -> String {
        page.replace(templates().style(), "/* style.css */")
    }

    #[test]
    fn the_head_s_report_is_as_it_was() {
        insta::assert_snapshot!(bare(&head(&report()).unwrap()));
    }

    #[test]
    fn the_overview_and_the_index_are_as_they_were() {
        let (school, report) = (sample::school(), report());
        let lines = vec![
            schools::School {
                folder: "123456-alderbrook-academy".to_owned(),
                reports: vec!["head.html".to_owned(), "results.json".to_owned()],
                ..schools::school(&sample::assessed(&school), &report)
            },
            schools::unread("Langtoft \"school\"", "no file could be read"),
        ];
        let all = schools::overview(lines, Some(&report.masthead), true, schools::History::default());
        insta::assert_snapshot!(bare(&overview(templates(), &all).unwrap()));
        let files = ["ab-claims.csv", "head.html", "head.xlsx", "statement-amara-okafor.html"];
        let entry = Entry {
            name: &report.masthead.school,
            verdict: &report.verdict.join(" "),
            folder: "123456-alderbrook-academy",
            files: &files.map(String::from),
        };
        let (mast, order) = (&report.masthead, ["head", "statement"]);
        let made = (&*mast.tool, (&mast.rulebook, &mast.brand));
        let mut first = String::new();
        index::<super::super::Error>(templates(), (&[entry], &order), made, |_, page| {
            first = page;
            Ok(())
        })
        .unwrap();
        insta::assert_snapshot!(bare(&first));
    }

    #[test]
    fn nothing_from_a_file_becomes_markup_style_or_address() {
        let mut school = sample::school();
        school.about.name.value = Some("</style><script>alert(1)</script> \"}\\ é".to_string());
        let page = head(&crate::tables::head(&sample::assessed(&school))).unwrap();
        assert!(!page.contains("<script"));
        assert_eq!(page.matches("</style>").count(), 1);
        assert!(!page.contains("Owen <b>"));
        assert!(!page.contains("http:"), "a page points nowhere");
        assert_eq!(link("123456-a/head.html").as_deref(), Some("123456-a/head.html"));
        for path in ["../x", "/etc", "javascript:alert(1)", "a b", "//host/x"] {
            assert_eq!(link(path), None, "{path}");
        }
    }

    #[test]
    fn an_id_stands_once_and_every_link_finds_it() {
        let page = head(&report()).unwrap();
        let values = |start: &str| -> Vec<String> {
            page.split(start).skip(1).map(|rest| rest.split('"').next().unwrap().to_string()).collect()
        };
        let ids = values(" id=\"");
        let once: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(ids.len(), once.len());
        for href in values("href=\"#") {
            assert!(once.contains(&href), "{href}");
        }
    }
}
