//! Pages that stand alone: no script, nothing from elsewhere, every value escaped.

use super::template::{self, Error};
use crate::model::units::Ratio;
use crate::rules::{Outcome, Strength};
use crate::tables::proof::Proof;
use crate::tables::section::{Axis, Line, Section};
use crate::tables::verdicts::Matrix;
use crate::tables::{Action, Cell, Masthead, Report, Table, Verdict, titles, words};
use minijinja::{Value, context};
use std::collections::BTreeSet;
use std::fmt::Write as _;

mod chart;
mod index;
mod overview;

pub use index::{Entry, index};
pub use overview::overview;

/// Findings shown on the page; all of them are in the workbook and in `findings.csv`.
const FINDINGS_SHOWN: usize = 40;

/// The head's edition.
///
/// # Errors
/// If a template is at fault.
pub fn head(report: &Report) -> Result<String, Error> {
    let edition = template::edition("head")?;
    let mast = &report.masthead;
    let term = words::sentence(&words::term(&mast.term));
    let urn = mast.urn.as_ref().map_or(String::new(), |urn| format!("URN {urn} · "));
    let total: usize = report.tally.iter().map(|(_, n)| n).sum();
    let mut shown = BTreeSet::new();
    let actions: Vec<Value> = report.actions.iter().map(|one| action(one, &mut shown)).collect();
    let sections: Vec<Value> = report.sections.iter().map(|one| section(one, &mut shown)).collect();
    let page = context! {
        edition => &edition.title,
        title => &report.title,
        meta => format!("{urn}{term} · as of {}", words::day_in_full(mast.as_of)),
        style => template::style(),
        landscape => edition.landscape,
        boxes => boxes(mast, &term, &edition.title),
        tool => &mast.tool,
        rulebook => context! { edition => &mast.rulebook.0, hash => grouped(&mast.rulebook.1, 64) },
        verdict => report.verdict.join(" "),
        lede => lede(report),
        alerts => &report.alerts,
        total => match total {
            0 => "No checks".to_string(),
            1 => "One check".to_string(),
            n => format!("All {} checks", words::thousands(i64::try_from(n).unwrap_or(i64::MAX))),
        },
        tally => report.tally.iter().map(|(outcome, count)| context! {
            mark => mark(*outcome, Strength::Statutory),
            word => words::outcome(*outcome),
            count => count,
        }).collect::<Vec<_>>(),
        notes => &report.tally_notes,
        toc => contents(report),
        actions => actions,
        matrices => report.matrices.iter().map(|one| matrix(one, &shown)).collect::<Vec<_>>(),
        words => meanings(),
        sections => sections,
        unseen => unseen(report),
        coverage => coverage(report),
        rejected => rejected(report),
        findings => findings(report),
        settings => report.table("Settings").map(|table| plain(table, &[0, 1, 2], &table.note)),
        files => files(report),
    };
    template::render(&edition.template, page)
}

/// Class, icon and words of an outcome.
fn mark(outcome: Outcome, strength: Strength) -> Value {
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
    let word = if outcome == Outcome::NotMet { words::strength(strength) } else { words::outcome(outcome) };
    let (short, rest) = word.strip_suffix(" expectation").map_or((word, ""), |short| (short, " expectation"));
    context! { cls, icon, tag, cell, word, short, rest }
}

/// What stands in the margins of a printed page. Only letters, digits and spaces reach the style sheet as they are;
/// everything else is a CSS escape, so that no name can end the string it stands in.
fn boxes(mast: &Masthead, term: &str, edition: &str) -> Value {
    let urn = mast.urn.as_ref().map_or(String::new(), |urn| format!(" · URN {urn}"));
    let right = format!("{term} · as of {}", words::date(mast.as_of));
    boxes_of(&css(&format!("{}{urn}", mast.school)), &css(&right), &css(edition))
}

fn boxes_of(top_left: &str, top_right: &str, bottom_left: &str) -> Value {
    context! { top_left, top_right, bottom_left }
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

/// The line below the verdict, with its first date apart.
fn lede(report: &Report) -> Value {
    let date = report.actions.first().and_then(|action| action.by).map(words::day);
    let split = date.as_ref().and_then(|date| report.lede.split_once(date.as_str()));
    if let (Some((before, after)), Some(date)) = (split, &date) {
        context! { before, date => date.replace(' ', "\u{a0}"), after }
    } else {
        context! { before => &report.lede, date => "", after => "" }
    }
}

fn contents(report: &Report) -> Vec<Value> {
    let link = |href: &str, text: &str| context! { href, text };
    let mut all = Vec::new();
    if !report.actions.is_empty() {
        all.push(link("do-h", "What to do"));
    }
    if !report.matrices.is_empty() {
        all.push(link("matrix", "Every check"));
    }
    all.extend(report.sections.iter().map(|section| link(section.id, section.nav)));
    all.push(link("unseen", "Not seen"));
    if report.table("Settings").is_some_and(|table| !table.rows.is_empty()) {
        all.push(link("settings", "Choices made"));
    }
    all
}

fn action(action: &Action, shown: &mut BTreeSet<String>) -> Value {
    let unseen = action.who.is_empty();
    // One tag for each thing it falls below, each before its rules.
    let mut tags: Vec<((Outcome, Strength), Vec<String>)> = Vec::new();
    for (rule, outcome, strength) in &action.rules {
        let strength = if *outcome == Outcome::NotMet { *strength } else { Strength::Statutory };
        let name = if unseen { (*rule).to_string() } else { titles::coded(rule) };
        match tags.iter_mut().find(|(of, _)| *of == (*outcome, strength)) {
            Some((_, rules)) => rules.push(name),
            None => tags.push(((*outcome, strength), vec![name])),
        }
    }
    let tags = tags.into_iter().map(|((outcome, strength), rules)| {
        let rules = if unseen { vec![rules.join(", ")] } else { rules };
        context! { mark => mark(outcome, strength), rules }
    });
    context! {
        by => action.by.map_or("When you can".to_string(), words::day_in_short),
        when => &action.when,
        what => &action.what,
        why => &action.why,
        unseen,
        tags => tags.collect::<Vec<_>>(),
        proofs => action.proofs.iter().map(|one| proof(one, shown)).collect::<Vec<_>>(),
    }
}

/// A proof; its id only where it is shown first, since an id stands once on a page.
fn proof(proof: &Proof, shown: &mut BTreeSet<String>) -> Value {
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

fn matrix(matrix: &Matrix, shown: &BTreeSet<String>) -> Value {
    let person = |(name, sub): &(String, String)| {
        let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
        context! { first, rest, sub }
    };
    let cell = |cell: &Option<Verdict>| match cell {
        None => Value::from(()),
        Some(verdict) => context! {
            mark => mark(verdict.outcome, verdict.strength),
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

fn meanings() -> Vec<Value> {
    let not = Outcome::NotMet;
    [
        (not, Strength::Statutory, "Not met, and the rule is law or a “must” in statutory guidance."),
        (not, Strength::Guidance, "Not met, and the rule is a “should” in statutory guidance."),
        (not, Strength::Grant, "Not met, and a grant condition depends on it."),
        (not, Strength::Programme, "Not met, and the rule is the training provider’s."),
        (not, Strength::Local, "Not met, and the rule is your appropriate body’s or trust’s."),
        (Outcome::Met, Strength::Local, "Done, or kept, by the as-of date. Exactly at a limit is met."),
        (Outcome::Pending, Strength::Local, "Not due by the as-of date."),
        (
            Outcome::NotShown,
            Strength::Local,
            "The files supplied cannot settle it. Neither a failure nor a pass.",
        ),
        (Outcome::NotApplicable, Strength::Local, "The rule does not apply to this person this term."),
    ]
    .into_iter()
    .map(|(outcome, strength, text)| context! { mark => mark(outcome, strength), text })
    .collect()
}

fn section(section: &Section, shown: &mut BTreeSet<String>) -> Value {
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
        basis => section.basis.iter().map(|one| proof(one, shown)).collect::<Vec<_>>(),
        proofs => section.proofs.iter().map(|one| proof(one, shown)).collect::<Vec<_>>(),
    }
}

fn line(line: &Line) -> Value {
    let facts = line.facts.iter().map(|fact| {
        let words = fact.0.iter().map(|words| {
            let mark = words.mark.map(|(outcome, strength)| mark(outcome, strength));
            context! { text => &words.text, mark, small => words.small }
        });
        words.collect::<Vec<_>>()
    });
    context! {
        who => &line.who,
        sub => &line.sub,
        picture => line.picture.as_ref().map(chart::picture),
        facts => facts.collect::<Vec<_>>(),
    }
}

/// A cell of a plain table in words.
fn said(cell: &Cell) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) | Cell::FigureLink(text) | Cell::TableLink { text, .. } => text.clone(),
        Cell::Date(day) => words::date_in_short(*day),
        Cell::Outcome(outcome) => words::outcome(*outcome).to_string(),
        Cell::Strength(strength) => words::strength(*strength).to_string(),
        Cell::Figure(figure) | Cell::Difference { figure, .. } => words::amount(figure, false),
        Cell::Rows(n) => words::thousands(i64::try_from(*n).unwrap_or(i64::MAX)),
    }
}

/// Some columns of a table.
fn plain(table: &Table, columns: &[usize], caption: &str) -> Value {
    let rows = table.rows.iter().map(|row| {
        let cells: Vec<String> = columns.iter().map(|i| said(&row.cells[*i])).collect();
        context! { cells, sub => "" }
    });
    let heads = columns.iter().map(|i| head_of(table.columns[*i].header, false, false));
    listed(caption, heads.collect(), rows.collect(), None)
}

fn head_of(header: &str, right: bool, mono: bool) -> Value {
    context! { header, right, mono }
}

fn listed(caption: &str, columns: Vec<Value>, rows: Vec<Value>, foot: Option<Vec<String>>) -> Value {
    context! { caption, columns, rows, foot }
}

fn unseen(report: &Report) -> Value {
    let Some(table) = report.table("Not seen") else {
        return context! { caption => "", rows => Vec::<Value>::new() };
    };
    let rows = table.rows.iter().map(|row| {
        let settle = said(&row.cells[3]);
        let settle = settle.split("; ").filter(|part| !part.is_empty()).map(|part| {
            if let Some(cell) = part.strip_prefix("Fill ") {
                context! { lead => "Fill", cell }
            } else {
                context! { lead => part, cell => "" }
            }
        });
        context! {
            who => said(&row.cells[0]),
            rules => said(&row.cells[1]),
            why => said(&row.cells[2]),
            settle => settle.collect::<Vec<_>>(),
        }
    });
    context! { caption => &table.note, rows => rows.collect::<Vec<_>>() }
}

/// Rows of the table `Files`: file › sheet, then its other cells in words.
fn sheets(report: &Report) -> (Vec<Vec<String>>, String) {
    let Some(table) = report.table("Files") else { return (Vec::new(), String::new()) };
    let rows = table.rows.iter().map(|row| row.cells.iter().map(said).collect::<Vec<String>>());
    (rows.collect(), table.note.clone())
}

fn place(row: &[String]) -> String {
    if row[1].is_empty() { row[0].clone() } else { format!("{} › {}", row[0], row[1]) }
}

fn coverage(report: &Report) -> Value {
    let (rows, note) = sheets(report);
    let sum = |i: usize| {
        let all = report.table("Files").map_or(&[][..], |table| &table.rows);
        let n: u64 = all.iter().map(|row| if let Cell::Rows(n) = row.cells[i] { n } else { 0 }).sum();
        said(&Cell::Rows(n))
    };
    let columns = vec![
        head_of("File › sheet", false, true),
        head_of("Rows read", true, false),
        head_of("Used", true, false),
        head_of("Left out", true, false),
        head_of("Why left out", false, false),
    ];
    let read = rows.iter().filter(|row| !row[3].is_empty()).map(|row| {
        context! { cells => vec![place(row), row[3].clone(), row[4].clone(), row[5].clone(), row[6].clone()], sub => "" }
    });
    let foot = vec!["Total".to_string(), sum(3), sum(4), sum(5), String::new()];
    listed(&note, columns, read.collect(), Some(foot))
}

fn rejected(report: &Report) -> Value {
    let (rows, _) = sheets(report);
    let columns = vec![head_of("File", false, true), head_of("Why it was not read", false, false)];
    let not_read = rows.iter().filter(|row| row[3].is_empty());
    let rows = not_read.map(|row| context! { cells => vec![row[0].clone(), row[6].clone()], sub => "" });
    listed("Files not read", columns, rows.collect(), None)
}

fn findings(report: &Report) -> Value {
    let Some(table) = report.table("Findings") else { return listed("", Vec::new(), Vec::new(), None) };
    let all = table.rows.len();
    let caption = if all > FINDINGS_SHOWN {
        format!("{}; showing {FINDINGS_SHOWN} of {all}, the rest are in findings.csv", table.title)
    } else {
        table.title.clone()
    };
    let columns = vec![
        head_of("What was found", false, false),
        head_of("Where", false, true),
        head_of("What to do", false, false),
    ];
    let rows = table.rows.iter().take(FINDINGS_SHOWN).map(|row| {
        let [level, code, place, message, help] = [0, 1, 2, 3, 4].map(|i| said(&row.cells[i]));
        context! { cells => vec![message, place, help], sub => format!("{level} {code}") }
    });
    listed(&caption, columns, rows.collect(), None)
}

fn files(report: &Report) -> Value {
    let (rows, _) = sheets(report);
    let columns = vec![
        head_of("File › sheet", false, true),
        head_of("Rows", true, false),
        head_of("SHA-256 begins", false, true),
    ];
    let rows = rows
        .iter()
        .map(|row| context! { cells => vec![place(row), row[3].clone(), grouped(&row[7], 16)], sub => "" });
    listed("Files supplied", columns, rows.collect(), None)
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
    use crate::tables::{sample, schools};

    fn report() -> Report {
        crate::tables::head(&sample::assessed(&sample::school()))
    }

    /// A page without its style sheet, which has no place in a snapshot.
    fn bare(page: &str) -> String {
        page.replace(template::style().as_str(), "/* style.css */")
    }

    #[test]
    fn the_head_s_report_is_as_it_was() {
        insta::assert_snapshot!(bare(&head(&report()).unwrap()));
    }

    #[test]
    fn the_overview_and_the_index_are_as_they_were() {
        let report = report();
        let lines = vec![
            schools::school(&report, "123456-alderbrook-academy"),
            schools::unread("Langtoft \"school\"", "no file could be read"),
        ];
        let all = schools::overview(lines, Some(&report), true);
        insta::assert_snapshot!(bare(&overview(&all).unwrap()));
        let entry = Entry {
            name: report.masthead.school.clone(),
            verdict: report.verdict.join(" "),
            links: vec![("Headteacher’s report".into(), "123456-alderbrook-academy/head.html".into())],
        };
        insta::assert_snapshot!(bare(
            &index(&[entry], &report.masthead.tool, &report.masthead.rulebook).unwrap()
        ));
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
