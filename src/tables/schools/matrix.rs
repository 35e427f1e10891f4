//! The table `Matrix`: a row for each school, and for each rule how many fall short, cannot be shown, and were asked.

use super::{Long, Overview, change, trend};
use crate::rules::rules;
use crate::tables::{Cell, Column, Kind, Link, Row, Table};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// Earlier runs in columns; their days stand in the note.
const BEFORE: [&str; 8] = [
    "Met 8 before",
    "Met 7 before",
    "Met 6 before",
    "Met 5 before",
    "Met 4 before",
    "Met 3 before",
    "Met 2 before",
    "Met 1 before",
];

/// The three headers of each rule of the catalogue.
static HEADERS: LazyLock<BTreeMap<&str, [String; 3]>> = LazyLock::new(|| {
    let three = |code: &str| ["not met", "not shown", "asked"].map(|what| format!("{code} {what}"));
    rules().map(|rule| (rule.code, three(rule.code))).collect()
});

/// The table.
pub(super) fn table(overview: &Overview) -> Long<'_> {
    let column = |header, kind, width| Column { header, kind, width };
    let rules: Vec<(&String, &[String; 3])> =
        overview.rules.iter().filter_map(|rule| Some((rule, HEADERS.get(rule.as_str())?))).collect();
    let days = overview.days();
    let shown = days.len().min(BEFORE.len());
    let days = &days[days.len() - shown..];
    let mut columns = vec![
        column("School", Kind::Text, 34),
        column("URN", Kind::Text, 9),
        column("Phase", Kind::Text, 14),
        column("Local authority", Kind::Text, 18),
        column("ECTs", Kind::Rows, 7),
        column("Mentors", Kind::Rows, 9),
    ];
    for (_, headers) in &rules {
        columns.extend(headers.iter().map(|header| column(header.as_str(), Kind::Rows, 9)));
    }
    columns.extend([
        column("Breaches", Kind::Rows, 9),
        column("Not met", Kind::Rows, 9),
        column("Not shown", Kind::Rows, 9),
        column("Pending", Kind::Rows, 9),
        column("Due", Kind::Rows, 7),
        column("Met", Kind::Rows, 8),
        column("By", Kind::Date, 12),
        column("Verdict", Kind::Text, 50),
        column("Report", Kind::Text, 12),
    ]);
    columns.extend(BEFORE[BEFORE.len() - shown..].iter().map(|header| column(header, Kind::Share, 9)));
    columns.push(column("Share met", Kind::Share, 9));
    if shown > 0 {
        columns.extend([column("Change", Kind::Text, 30), column("Over time", Kind::Text, 16)]);
    }
    let note = note(overview, days);
    let (rules, days): (Vec<&String>, Vec<_>) =
        (rules.iter().map(|(rule, _)| *rule).collect(), days.to_vec());
    let row = move |n: usize| {
        let school = &overview.schools[n];
        // A school that was not read has no figures, which is not the same as none.
        let number = |n: u64| if school.failed.is_some() { Cell::Blank } else { Cell::Rows(n) };
        let people = |n: usize| number(u64::try_from(n).unwrap_or(u64::MAX));
        let text = |text: Option<&String>| text.map_or(Cell::Blank, |text| Cell::Text(text.clone()));
        let mut cells = vec![
            Cell::Text(school.name.clone()),
            text(school.urn.as_ref()),
            text(school.phase.as_ref()),
            text(school.local_authority.as_ref()),
            people(school.ects),
            people(school.mentors),
        ];
        for rule in &rules {
            match school.rules.get(rule) {
                Some(c) => cells.extend([c.not_met, c.not_shown, c.asked()].map(Cell::Rows)),
                None => cells.extend([Cell::Blank, Cell::Blank, Cell::Blank]),
            }
        }
        let all = school.all;
        cells.extend([all.breach, all.not_met, all.not_shown, all.pending, all.due(), all.met].map(number));
        cells.push(school.by.map_or(Cell::Blank, Cell::Date));
        cells.push(Cell::Text(school.failed.clone().unwrap_or_else(|| school.verdict.clone())));
        let open = |to| Cell::FileLink(Box::new(Link { text: "Open report".to_owned(), to }));
        cells.push(school.opens().map_or(Cell::Blank, open));
        let then = overview.then(school);
        let share =
            |counts| trend::share_met(counts).map_or(Cell::Blank, |share| Cell::Share(Box::new(share)));
        for day in &days {
            cells.push(
                then.iter().find(|then| then.as_of == *day).map_or(Cell::Blank, |then| share(then.all)),
            );
        }
        cells.push(if school.failed.is_some() { Cell::Blank } else { share(all) });
        if shown > 0 {
            let last = then.last().filter(|_| school.failed.is_none());
            cells.push(last.map_or(Cell::Blank, |last| Cell::Text(change(last.all, all))));
            cells.push(Cell::Blank);
        }
        Row { cells, ..Row::default() }
    };
    let table = Table { name: "Matrix", title: overview.verdict.clone(), note, columns, ..Table::default() };
    Long { table, rows: overview.schools.len(), row: Box::new(row) }
}

fn note(overview: &Overview, days: &[chrono::NaiveDate]) -> String {
    let mut note = "Breaches first, then other checks not met, then checks that cannot be shown. The darker a number, the \
                    larger its share of those asked: up to a quarter, up to a half, more. Share met is of the checks \
                    that are due."
        .to_owned();
    let points = overview.points();
    let before: Vec<String> = (days.iter().rev().enumerate())
        .filter_map(|(n, day)| {
            let point = points.iter().find(|point| point.as_of == Some(*day))?;
            Some(format!("{} before is {} (as of {})", n + 1, point.term, crate::tables::words::date(*day)))
        })
        .collect();
    if !before.is_empty() {
        let _ = write!(note, " {}.", before.join(", "));
    }
    note
}
