//! Files → all that is written of a school, and what must hold of it.

use crate::{files, holds};
use ringfence::ingest::{self, PackFile};
use ringfence::model::settings::Settings;
use ringfence::rules::assess;
use ringfence::rules::rulebook::Rulebook;
use ringfence::tables;
use ringfence::write::template::Templates;
use ringfence::write::{Line, csv, html, json, xlsx};
use std::sync::LazyLock;

/// The rulebook of the program, read once.
pub static RULEBOOK: LazyLock<Rulebook> =
    LazyLock::new(|| Rulebook::embedded().expect("a test makes sure that it can be read"));

/// What is written of a school.
#[derive(PartialEq, Eq)]
pub struct Reports {
    /// `results.json`.
    pub json: Vec<u8>,
    /// `findings.csv`.
    pub csv: Vec<u8>,
    /// `head.html`, and the pages over all schools.
    pub html: Vec<String>,
    /// `head.xlsx`, and the workbook over all schools.
    pub xlsx: Vec<Vec<u8>>,
}

/// Reads and judges.
///
/// # Panics
/// If anything on the way does.
pub fn judged(pack: Vec<PackFile>) {
    let reading = ingest::read(&files::school(pack), &Settings::default());
    holds::school(&reading.school);
    let assessed = assess(&reading.school, &reading.settings, &RULEBOOK);
    holds::findings(&assessed.findings, &reading.school.sources);
}

/// Reads, judges, and says it in JSON.
///
/// # Panics
/// If anything on the way does, or what is said does not parse.
pub fn told(pack: Vec<PackFile>, rulebook: &Rulebook) {
    let reading = ingest::read(&files::school(pack), &Settings::default());
    let assessed = assess(&reading.school, &reading.settings, rulebook);
    let json = json::school(&assessed, &tables::head(&assessed)).expect("results");
    serde_json::from_slice::<serde_json::Value>(&json).expect("JSON that parses");
}

/// Reads, judges and writes.
///
/// # Panics
/// If anything on the way does, or cannot be written.
pub fn of(pack: Vec<PackFile>, rulebook: &Rulebook) -> Reports {
    let reading = ingest::read(&files::school(pack), &Settings::default());
    holds::school(&reading.school);
    let assessed = assess(&reading.school, &reading.settings, rulebook);
    holds::findings(&assessed.findings, &reading.school.sources);
    let head = tables::head(&assessed);
    let lines = [tables::schools::school(&assessed, &head), tables::schools::unread("2", "of its files")];
    let overview = tables::schools::overview(
        lines.to_vec(),
        Some(&head.masthead),
        false,
        tables::schools::History::default(),
    );
    let findings = csv::findings(&reading.school, &assessed.findings).expect("findings");
    json::run("ringfence", rulebook.hash()).expect("results of the run");
    json::summary(&Line::of(&assessed), &lines[0], true).expect("those of a school");
    let templates = Templates::built_in().expect("a test makes sure that they can be used");
    Reports {
        json: json::school(&assessed, &head).expect("results"),
        csv: findings.into_bytes(),
        html: vec![
            html::page(templates, "head", &head).expect("a page"),
            html::overview(templates, &overview).expect("a page over all"),
        ],
        xlsx: vec![
            xlsx::book(templates, "head", &head).expect("a workbook"),
            xlsx::overview(&overview).expect("a workbook over all"),
        ],
    }
}

impl Reports {
    /// What must hold of them.
    ///
    /// # Panics
    /// If it does not.
    pub fn hold(&self) {
        serde_json::from_slice::<serde_json::Value>(&self.json).expect("JSON that parses");
        let mut rows = ::csv::ReaderBuilder::new().has_headers(false).from_reader(&self.csv[..]);
        for row in rows.records() {
            assert_eq!(row.expect("CSV that parses").len(), 9);
        }
        for page in &self.html {
            let (scripts, named) =
                (page.matches("<script").count(), page.matches("script-src 'sha256-").count());
            assert_eq!(scripts, named, "a script that the page's policy does not name");
            assert_eq!(page.matches("</style").count(), 1, "a style sheet that ends where it should");
            let odd = page.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r'));
            assert_eq!(odd, None, "a control character in a page");
        }
        for book in &self.xlsx {
            let sheets = ingest::open_sheets(&files::file("head.xlsx", book.clone()));
            assert!(!sheets.is_empty(), "a workbook that its own reader refuses");
            holds::workbook(&sheets);
        }
    }
}
