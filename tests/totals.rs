//! One set of figures for every reader: what stands in two editions is the same, figure by figure and added up.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use ringfence::ingest;
use ringfence::model::settings::Settings;
use ringfence::model::units::Ratio;
use ringfence::rules::rulebook::Rulebook;
use ringfence::rules::{Assessed, Outcome, assess};
use ringfence::tables::{self, Cell, Report, Row, Table};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn each_school(mut with: impl FnMut(&Assessed, &Report, &Report)) {
    let rulebook = Rulebook::embedded().unwrap();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/calder-and-wharfe");
    for files in ingest::find(&pack).unwrap() {
        let reading = ingest::read(&files, &Settings::default());
        let assessed = assess(&reading.school, &reading.settings, &rulebook);
        with(&assessed, &tables::head(&assessed), &tables::funding_evidence::report(&assessed));
    }
}

/// What a cell shows, worked out or not.
fn amount(cell: &Cell) -> Option<Ratio> {
    match cell {
        Cell::Live(live) => amount(&live.value),
        Cell::Figure(figure) | Cell::Difference { figure, .. } => Some(figure.value()),
        Cell::Rows(n) => Some(Ratio::whole(i64::try_from(*n).unwrap())),
        _ => None,
    }
}

fn column(table: &Table, header: &str) -> usize {
    let at = table.columns.iter().position(|column| column.header == header);
    at.unwrap_or_else(|| panic!("{} has no column {header}", table.name))
}

fn word<'a>(table: &Table, row: &'a Row, header: &str) -> &'a str {
    if let Cell::Text(word) = &row.cells[column(table, header)] { word } else { "" }
}

/// Sums of a column by the word in another; nothing for a word whose rows show no amount.
fn by(report: &Report, table: &str, key: &str, header: &str) -> BTreeMap<String, Ratio> {
    let table = report.table(table).unwrap();
    let mut sums = BTreeMap::new();
    for row in &table.rows {
        if let Some(value) = amount(&row.cells[column(table, header)]) {
            let sum = sums.entry(word(table, row, key).to_owned()).or_insert(Ratio::ZERO);
            *sum = *sum + value;
        }
    }
    sums
}

/// Ids of figures that the tables of an edition show.
fn shown(report: &Report) -> BTreeSet<String> {
    let cells = report.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    let figures = cells.filter_map(|cell| match cell {
        Cell::Figure(figure) | Cell::Difference { figure, .. } => report.ids.id(figure),
        Cell::Live(live) => match &live.value {
            Cell::Figure(figure) | Cell::Difference { figure, .. } => report.ids.id(figure),
            _ => None,
        },
        _ => None,
    });
    figures.map(str::to_owned).collect()
}

#[test]
fn a_figure_has_one_id_and_one_value_in_every_edition() {
    let (mut in_both, mut of_others) = (0, 0);
    each_school(|assessed, head, funding| {
        let values = |report: &Report| {
            let all = report.ids.iter().map(|(id, figure)| (id.to_owned(), (figure.value(), figure.unit())));
            all.collect::<BTreeMap<_, _>>()
        };
        assert_eq!(values(head), values(funding), "{}", assessed.school.name());
        // A statement and a term record call the figures they show as the head's report does.
        let known = values(head);
        let others = tables::statements(assessed).into_iter().map(|(_, report)| report);
        for other in others.chain([tables::appropriate_body(assessed)]) {
            let same = |(id, value): (&String, _)| known.get(id) == Some(value);
            assert!(values(&other).iter().all(same), "{}: {}", assessed.school.name(), other.title);
            of_others += values(&other).len();
        }
        // beyond the sheet Origins, which lists them all
        let but_origins = |report: &Report| {
            let mut report = report.clone();
            report.tables.retain(|table| table.name != "Origins");
            shown(&report)
        };
        in_both += but_origins(head).intersection(&but_origins(funding)).count();
    });
    assert!(in_both > 50, "only {in_both} figures stand in both editions");
    assert!(of_others > 500, "only {of_others} figures stand in statements and term records");
}

#[test]
fn what_stands_in_two_editions_adds_up_to_the_same() {
    let mut compared = BTreeMap::<&str, usize>::new();
    each_school(|assessed, head, funding| {
        let name = assessed.school.name();
        // head: sheet, key, column; funding: the same. A key for which there is no amount has none.
        let pairs = [
            (("Funding", "Scheme", "Expected"), ("Lines", "Scheme", "Expected")),
            (("Funding", "Scheme", "Received"), ("Lines", "Scheme", "Received")),
            (("Funding", "Person", "Expected"), ("Lines", "Person", "Expected")),
            (("Time", "Teacher", "Induction"), ("ECT time", "Teacher", "Named")),
            (("Time", "Teacher", "Induction needed"), ("ECT time", "Teacher", "Needed")),
            (("Ledger", "Teacher", "Planned"), ("ECT time", "Teacher", "Planned")),
            (("Ledger", "Teacher", "Taken"), ("ECT time", "Teacher", "Taken")),
            (("Ledger", "Teacher", "Repaid"), ("ECT time", "Teacher", "Given back")),
        ];
        for ((sheet, key, header), (other, other_key, other_header)) in pairs {
            let (ours, theirs) = (by(head, sheet, key, header), by(funding, other, other_key, other_header));
            for (of, value) in &theirs {
                assert_eq!(
                    ours.get(of).copied().unwrap_or(Ratio::ZERO),
                    *value,
                    "{name}: {sheet} › {header} and {other} › {other_header}, {of}"
                );
                *compared.entry(other_header).or_default() += usize::from(*value != Ratio::ZERO);
            }
        }
        let attended = by(head, "Training", "Mentor", "Attended");
        let hours = funding.table("Hours").unwrap();
        for row in hours.rows.iter().filter(|row| word(hours, row, "Ledger") == "Mentor training") {
            let person = word(hours, row, "Person");
            if let Some(value) = attended.get(person) {
                assert_eq!(amount(&row.cells[column(hours, "Total")]), Some(*value), "{name}: {person}");
                *compared.entry("Total").or_default() += 1;
            }
        }
    });
    for header in ["Expected", "Received", "Named", "Needed", "Planned", "Taken", "Given back", "Total"] {
        assert!(compared.get(header).is_some_and(|n| *n > 0), "{header} is nowhere more than nothing");
    }
}

#[test]
fn the_overview_counts_what_the_schools_reports_count() {
    let (mut schools, mut counts) = (Vec::new(), BTreeMap::<Outcome, usize>::new());
    each_school(|assessed, head, _| {
        schools.push(tables::schools::school(assessed, head));
        for (outcome, n) in &head.tally {
            *counts.entry(*outcome).or_default() += n;
        }
    });
    let history = tables::schools::History::default();
    let tables = tables::schools::tables(&tables::schools::overview(schools, None, true, history));
    let table = tables.iter().find(|table| table.name == "Matrix").unwrap();
    let sum = |header: &str| {
        let cells = table.rows.iter().map(|row| &row.cells[column(table, header)]);
        cells.filter_map(amount).fold(Ratio::ZERO, |sum, one| sum + one)
    };
    for (outcome, header) in [
        (Outcome::NotMet, "Not met"),
        (Outcome::NotShown, "Not shown"),
        (Outcome::Pending, "Pending"),
        (Outcome::Met, "Met"),
    ] {
        assert!(counts[&outcome] > 0, "{outcome:?} is nowhere");
        assert_eq!(sum(header), Ratio::whole(i64::try_from(counts[&outcome]).unwrap()), "{outcome:?}");
    }
}
