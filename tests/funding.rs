//! The funding edition: what the summaries show is the exact figure, and what the rows of the evidence add up to.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use ringfence::ingest;
use ringfence::model::figure::Figure;
use ringfence::model::settings::Settings;
use ringfence::model::units::Ratio;
use ringfence::rules::rulebook::Rulebook;
use ringfence::rules::{Assessed, assess};
use ringfence::tables::{Cell, Report, Row, Table, funding_evidence};
use ringfence::write::html;
use ringfence::write::template::Templates;
use std::collections::BTreeMap;
use std::path::Path;

/// The funding edition of each school of the sample trust.
fn each_school(mut with: impl FnMut(&Assessed, &Report)) {
    let rulebook = Rulebook::embedded().unwrap();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/calder-and-wharfe");
    for files in ingest::find(&pack).unwrap() {
        let reading = ingest::read(&files, &Settings::default());
        let assessed = assess(&reading.school, &reading.settings, &rulebook);
        with(&assessed, &funding_evidence::report(&assessed));
    }
}

fn column(table: &Table, header: &str) -> usize {
    table.columns.iter().position(|column| column.header == header).unwrap_or_else(|| panic!("no {header}"))
}

/// What a cell shows, worked out or not.
fn shown(cell: &Cell) -> &Cell {
    if let Cell::Live(live) = cell { &live.value } else { cell }
}

fn amount(cell: &Cell) -> Option<Ratio> {
    match shown(cell) {
        Cell::Figure(figure) | Cell::Difference { figure, .. } => Some(figure.value()),
        Cell::Read(read) => Some(read.value),
        Cell::Rows(n) => Some(Ratio::whole(i64::try_from(*n).unwrap())),
        _ => None,
    }
}

fn word(cell: &Cell) -> &str {
    if let Cell::Text(word) = shown(cell) { word } else { "" }
}

/// Sum of a column over the rows that pass.
fn sum(table: &Table, header: &str, passes: impl Fn(&Row) -> bool) -> Ratio {
    let at = column(table, header);
    let rows = table.rows.iter().filter(|row| passes(row));
    rows.filter_map(|row| amount(&row.cells[at])).fold(Ratio::ZERO, |sum, one| sum + one)
}

/// Sum of a column of evidence over the rows counted in a line.
fn of_line(report: &Report, sheet: &str, header: &str, line: &str) -> Ratio {
    let table = report.table(sheet).unwrap();
    let (at, counted) = (column(table, "Line"), column(table, "Counted"));
    sum(table, header, |row| word(&row.cells[at]) == line && word(&row.cells[counted]) == "yes")
}

#[test]
fn every_summary_is_what_its_rows_of_evidence_add_up_to() {
    let mut compared = BTreeMap::<&str, usize>::new();
    each_school(|assessed, report| {
        let name = assessed.school.name();
        let checks = [
            ("ECT time", "Named", "Timetable", "Minutes a cycle", ""),
            ("ECT time", "Planned", "Timetable", "Minutes in term", ""),
            ("ECT time", "Taken", "Cover log", "Taken", ""),
            ("ECT time", "Given back", "Cover log", "Given back", ""),
            ("Hours", "Total", "Mentoring", "Counted minutes", "Mentoring"),
            ("Hours", "Total", "Register", "Counted minutes", "Mentor training"),
            ("Lines", "Received", "Payments", "Amount", ""),
        ];
        for (summary, header, evidence, counted, ledger) in checks {
            let table = report.table(summary).unwrap();
            let (at, line) = (column(table, header), column(table, "Line"));
            for row in table.rows.iter().filter(|row| ledger.is_empty() || word(&row.cells[1]) == ledger) {
                let Some(value) = amount(&row.cells[at]) else { continue };
                let key = word(&row.cells[line]);
                let rows = of_line(report, evidence, counted, key);
                assert_eq!(value, rows, "{name}: {summary} › {header} of {key}");
                *compared.entry(header).or_default() += usize::from(value != Ratio::ZERO);
            }
        }
    });
    for header in ["Named", "Planned", "Taken", "Given back", "Total", "Received"] {
        assert!(
            compared.get(header).is_some_and(|n| *n > 0),
            "{header} is nowhere more than nothing: {compared:?}"
        );
    }
}

#[test]
fn the_figures_of_the_rules_stand_on_the_summaries() {
    let mut seen = 0;
    each_school(|assessed, report| {
        let lines = report.table("Lines").unwrap();
        let (expected, received) = (column(lines, "Expected"), column(lines, "Received"));
        assert_eq!(lines.rows.len(), assessed.funding.len());
        for (row, line) in lines.rows.iter().zip(&assessed.funding) {
            let value = |cell: usize| amount(&row.cells[cell]);
            assert_eq!(value(expected), line.expected.as_ref().map(Figure::value));
            assert_eq!(value(received), line.received.as_ref().map(Figure::value));
            let parts = line.parts.iter().fold(Ratio::ZERO, |sum, (part, share)| sum + part.value() * *share);
            assert_eq!(line.expected.as_ref().map_or(Ratio::ZERO, Figure::value), parts);
            seen += 1;
        }
        let time = report.table("ECT time").unwrap();
        let named = column(time, "Named");
        for (row, ect) in time.rows.iter().zip(&assessed.ects) {
            let cycle = ect.cycle.as_ref().ok().and_then(|cycle| cycle.protected.as_ref());
            assert_eq!(amount(&row.cells[named]), cycle.map(Figure::value));
            seen += 1;
        }
        let support = assessed.assessments.iter().filter(|answer| answer.rule == "MN05");
        for answer in support.filter(|answer| answer.measured.is_some()) {
            let one = assessed.evidence.mentored.iter().find(|one| one.person == answer.subject).unwrap();
            assert_eq!(answer.measured, Some(one.held.any()));
            assert_eq!(answer.required, one.funded.as_ref().map(Figure::any));
            seen += 1;
        }
        for mentor in &assessed.mentors {
            let own = assessed.evidence.trained.iter().find(|one| one.person == mentor.person);
            assert_eq!(own.and_then(|one| one.attended.clone()), mentor.attended);
            seen += 1;
        }
    });
    assert!(seen > 20, "only {seen} figures were compared");
}

#[test]
fn every_control_total_agrees() {
    each_school(|assessed, report| {
        let table = report.table("Control totals").unwrap();
        let [total, parts, result] = ["Total", "Parts", "Result"].map(|header| column(table, header));
        let mut checks = 0;
        for row in &table.rows {
            if word(&row.cells[result]) == "Agrees" {
                assert_eq!(
                    amount(&row.cells[total]),
                    amount(&row.cells[parts]),
                    "{}: {row:?}",
                    assessed.school.name()
                );
                checks += 1;
            }
        }
        assert!(checks > 5, "{}: {checks} checks", assessed.school.name());
        // rows counted, and those left out by reason, are the rows listed
        for sheet in ["Register", "Mentoring", "Timetable", "Cover log", "Payments"] {
            let listed = report.table(sheet).unwrap().rows.len();
            let is_reason = |row: &Row| word(&row.cells[0]) == sheet && word(&row.cells[result]).is_empty();
            assert_eq!(
                sum(table, "Total", is_reason),
                Ratio::whole(i64::try_from(listed).unwrap()),
                "{sheet}"
            );
        }
    });
}

#[test]
fn a_sum_of_the_lines_is_never_over_both_schemes() {
    each_school(|_, report| {
        let (lines, by) = (report.table("Lines").unwrap(), report.table("Reconciliation").unwrap());
        for scheme in ["Year-2 grant", "Mentor training"] {
            let level = column(by, "Level");
            let of = |row: &Row, at: usize| word(&row.cells[at]) == scheme;
            for header in ["Expected", "Compared", "Received"] {
                let all = sum(lines, header, |row| of(row, 1));
                for wanted in ["scheme", "cohort"] {
                    let here = sum(by, header, |row| of(row, 2) && word(&row.cells[level]) == wanted);
                    assert_eq!(here, all, "{scheme} {header} by {wanted}");
                }
            }
        }
    });
}

#[test]
fn it_is_never_called_a_claim() {
    each_school(|_, report| {
        let said = format!("{:?} {:?} {:?} {:?}", report.title, report.verdict, report.lede, report.sections);
        for word in ["claim", "apply for", "application"] {
            assert!(!said.to_lowercase().contains(word), "{word}");
        }
        assert!(said.contains("nothing has to be applied for"));
    });
}

#[test]
fn a_line_without_a_rate_shows_no_amount_and_says_so() {
    let mut seen = 0;
    each_school(|_, report| {
        let lines = report.table("Lines").unwrap();
        let [state, expected, rate] = ["State", "Expected", "Rate"].map(|header| column(lines, header));
        for row in lines.rows.iter().filter(|row| word(&row.cells[state]) == "Rate not configured") {
            assert!(matches!((&row.cells[expected], &row.cells[rate]), (Cell::Blank, Cell::Blank)));
            seen += 1;
        }
    });
    assert!(seen > 0, "every line of the sample has a rate");
}

#[test]
fn a_formula_names_tables_and_columns_that_the_workbook_has() {
    let (templates, mut seen) = (Templates::built_in().unwrap(), 0);
    each_school(|assessed, report| {
        let sheets = &templates.edition("funding").unwrap().sheets;
        let tables: Vec<&Table> = sheets.iter().map(|name| report.table(name).unwrap()).collect();
        for cell in tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells) {
            let Cell::Live(live) = cell else { continue };
            let formula = &live.formula;
            let mut rest = formula.as_str();
            while let Some((before, after)) = rest.split_once('[') {
                let name: String = before.chars().rev().take_while(|c| c.is_alphanumeric()).collect();
                let name: String = name.chars().rev().collect();
                let table = tables.iter().find(|table| table.reference() == name && !table.rows.is_empty());
                let table =
                    table.unwrap_or_else(|| panic!("{}: {formula}: no table {name}", assessed.school.name()));
                let (inside, left) = match after.strip_prefix("[#This Row],[") {
                    Some(inside) => inside.split_once("]]").unwrap(),
                    None => after.split_once(']').unwrap(),
                };
                column(table, inside);
                rest = left;
            }
            seen += 1;
        }
    });
    assert!(seen > 300, "only {seen} formulas");
}

#[test]
fn the_page_shows_every_line_and_its_links_lead_somewhere() {
    each_school(|_, report| {
        let page = html::page(Templates::built_in().unwrap(), "funding", report).unwrap();
        let values = |start: &str| -> Vec<String> {
            page.split(start).skip(1).map(|rest| rest.split('"').next().unwrap().to_string()).collect()
        };
        let ids = values(" id=\"");
        for href in values("href=\"#").iter().filter(|href| !href.starts_with("i-")) {
            assert_eq!(ids.iter().filter(|id| *id == href).count(), 1, "{href}");
        }
        for row in &report.table("Lines").unwrap().rows {
            assert!(page.contains(&format!("Line {}", word(&row.cells[0]))), "{row:?}");
        }
        assert!(page.contains("class=\"print-proof\""), "disclosures are printed open");
    });
}
