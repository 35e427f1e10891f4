//! A workbook is read back and holds what its tables hold.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod made;

use calamine::{Data, DataType, Reader, Xlsx};
use ringfence::write::template::Templates;
use std::io::{Cursor, Read};

fn book() -> Vec<u8> {
    ringfence::write::xlsx::book(Templates::built_in().unwrap(), "head", &made::report()).unwrap()
}

fn open() -> Xlsx<Cursor<Vec<u8>>> {
    let mut book = Xlsx::new(Cursor::new(book())).unwrap();
    book.load_tables().unwrap();
    book
}

fn cell(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str, row: u32, col: u32) -> Data {
    let range = book.worksheet_range(sheet).unwrap();
    range.get_value((row, col)).cloned().unwrap_or(Data::Empty)
}

/// A part of the package, as text.
fn part(name: &str) -> String {
    let mut zip = zip_of(book());
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn two_runs_give_the_same_bytes() {
    assert_eq!(book(), book());
}

#[test]
fn the_sheets_stand_in_reading_order_and_none_is_hidden() {
    let book = open();
    assert_eq!(book.sheet_names(), ["Cover", "Actions", "Verdicts", "Time", "Not seen", "Origins", "Files"]);
    assert!(book.sheets_metadata().iter().all(|s| s.visible == calamine::SheetVisible::Visible));
}

#[test]
fn every_sheet_says_its_finding_in_a1() {
    let mut book = open();
    for table in made::report().tables {
        assert_eq!(cell(&mut book, table.name, 0, 0), Data::String(table.title));
    }
}

#[test]
fn tables_have_names_and_one_header_row() {
    let mut book = open();
    let mut names: Vec<String> = book.table_names().into_iter().cloned().collect();
    names.sort();
    assert_eq!(names, ["Actions", "Files", "Origins", "Time", "Verdicts"]);
    let verdicts = book.table_by_name("Verdicts").unwrap();
    assert_eq!(verdicts.columns()[..4], ["Person", "Rule", "Question", "Outcome"]);
    assert_eq!(verdicts.data().start(), Some((4, 0)));
}

#[test]
fn a_date_is_a_date_and_a_number_a_number() {
    let mut book = open();
    let date = cell(&mut book, "Actions", 4, 0);
    assert_eq!(date.as_datetime().map(|at| at.date()), Some(made::day("2026-12-04")));
    assert_eq!(cell(&mut book, "Verdicts", 4, 5), Data::Float(1260.0));
    assert_eq!(cell(&mut book, "Time", 4, 4), Data::Float(2375.5));
}

#[test]
fn a_duration_stands_beside_its_minutes() {
    let mut book = open();
    assert_eq!(cell(&mut book, "Time", 3, 3), Data::String("Taught (h\u{a0}min)".into()));
    let Data::DateTime(duration) = cell(&mut book, "Time", 4, 3) else { panic!("not a duration") };
    assert_eq!(duration.as_f64().to_string(), "0.875");
    assert_eq!(book.worksheet_formula("Time").unwrap().get_value((4, 3)).unwrap(), "C5/1440");
}

#[test]
fn a_cell_without_a_figure_is_empty() {
    let mut book = open();
    for col in 4..8 {
        assert_eq!(cell(&mut book, "Verdicts", 5, col), Data::Empty);
    }
    assert_eq!(cell(&mut book, "Time", 5, 9), Data::Empty, "no PPA");
    assert_eq!(cell(&mut book, "Time", 5, 10), Data::Empty, "and no hours of it");
}

#[test]
fn an_outcome_is_the_bare_word() {
    let mut book = open();
    assert_eq!(cell(&mut book, "Verdicts", 4, 3), Data::String("Not met".into()));
    assert_eq!(cell(&mut book, "Verdicts", 4, 4), Data::String("Breach".into()));
}

#[test]
fn text_that_looks_like_a_formula_stays_text() {
    let mut book = open();
    assert_eq!(cell(&mut book, "Verdicts", 5, 0), Data::String("=cmd|' /C calc'!A0".into()));
    assert!(book.worksheet_formula("Verdicts").unwrap().is_empty());
    assert!(part("xl/styles.xml").contains("quotePrefix=\"1\""));
}

#[test]
fn the_cover_counts_the_verdicts_live_and_carries_the_count() {
    let mut book = open();
    assert_eq!(cell(&mut book, "Cover", 11, 1), Data::Float(1.0));
    assert_eq!(
        book.worksheet_formula("Cover").unwrap().get_value((11, 1)).unwrap(),
        "COUNTIFS(Verdicts[Outcome],A12)"
    );
}

#[test]
fn a_figure_links_to_its_row_of_origins() {
    let id = made::report().ids.id(&made::figures().over).unwrap().to_owned();
    let links = part("xl/worksheets/sheet3.xml");
    let row = 4 + id[1..].parse::<u32>().unwrap();
    assert!(links.contains(&format!(r#"location="'Origins'!A{row}" display="{id}""#)), "{links}");
    let mut book = open();
    assert_eq!(cell(&mut book, "Origins", row - 1, 0), Data::String(id));
    assert_eq!(cell(&mut book, "Origins", row - 1, 1), Data::String("72".into()));
}

#[test]
fn a_table_without_rows_is_a_sheet_with_a_sentence() {
    let mut book = open();
    assert_eq!(cell(&mut book, "Not seen", 3, 0), Data::String("There is nothing to list here.".into()));
}

#[test]
fn the_document_says_whose_it_is_and_has_a_fixed_date() {
    let core = part("docProps/core.xml");
    assert!(core.contains("2026-12-18T00:00:00Z"), "{core}");
    assert!(core.contains("Contains personal data"));
    assert!(part("docProps/app.xml").contains("Alderbrook &amp; Son Academy"));
}

#[test]
fn nothing_is_merged_and_the_chart_has_words() {
    for sheet in 1..=7 {
        assert!(!part(&format!("xl/worksheets/sheet{sheet}.xml")).contains("mergeCell"));
    }
    assert!(part("xl/drawings/drawing1.xml").contains("Jane Smith teaches 1,260 of at most 1,188 minutes."));
}

fn zip_of(bytes: Vec<u8>) -> zip::ZipArchive<Cursor<Vec<u8>>> {
    zip::ZipArchive::new(Cursor::new(bytes)).unwrap()
}
