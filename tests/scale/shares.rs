//! A file with the rows of many schools is split, and each row is still said to stand where it stands in the file.

use crate::trust::{files, job, pack};
use ringfence::model::settings::Settings;
use ringfence::{Check, Job};
use rust_xlsxwriter::Workbook;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;

const HEADINGS: [&str; 6] = ["Date", "Person", "Hours", "Element", "Evidence", "URN"];
/// The last rows: of Alder without a number of hours, and of Cedar without a day.
const LAST: [[&str; 6]; 2] = [
    ["04/11/2026", "JSM", "half a day", "conference", "", "900101"],
    ["31/11/2026", "JSM", "1", "clinic", "", "900103"],
];

/// Rows of nobody here, each with other evidence, as incompressible as a text is, and then the last ones.
fn training(rows: usize) -> Vec<[String; 6]> {
    let mut seed = 1_u64;
    let mut evidence = || {
        let mut text = String::new();
        for _ in 0..16 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let _ = write!(text, "{seed:x}");
        }
        text
    };
    let other = |n: usize| {
        ["04/11/2026", "JSM", "1", "clinic", &evidence(), &(800_000 + n % 977).to_string()].map(str::to_owned)
    };
    let mut all: Vec<[String; 6]> = (0..rows).map(other).collect();
    all.extend(LAST.map(|row| row.map(str::to_owned)));
    all
}

fn csv(rows: &[[String; 6]]) -> String {
    let lines = rows.iter().map(|row| row.join(","));
    std::iter::once(HEADINGS.join(",")).chain(lines).map(|line| line + "\n").collect()
}

fn text<'a>(out: &'a BTreeMap<String, Vec<u8>>, path: &str) -> &'a str {
    std::str::from_utf8(&out[path]).unwrap()
}

/// A report on the trust that gives every file the time it takes on a busy machine.
fn patient(home: &Path) -> Job {
    let mut job = job(home, &["Trust"], "out");
    job.workers.patience = Duration::from_mins(10);
    job
}

/// Alder has all rows but one left out as another school's, the last ones are said to stand where they do, and nothing is left
/// behind; a second run has nothing to do.
fn is_split(home: &Path, file: &str, sheet: &str, rows: usize) {
    let job = patient(home);
    ringfence::run(&job).unwrap();
    let out = files(&job.out);
    let alder = text(&out, "900101-alder-school/results.json");
    assert!(
        alder.contains(&format!("\"another school\": {}", rows + 1)),
        "all other rows are of other schools"
    );
    let findings = text(&out, "findings.csv");
    for (school, col, row) in [("alder", "C", rows + 2), ("cedar", "A", rows + 3)] {
        let at = format!("\"{file}\",\"{sheet}\",\"{col}{row}\"");
        let said = findings
            .lines()
            .any(|line| line.starts_with(&format!("\"{school} school\"")) && line.contains(&at));
        assert!(said, "{findings}");
    }
    assert_eq!(fs::read_dir(home).unwrap().count(), 2, "no part is left behind");
    assert_eq!(ringfence::run(&job).unwrap().kept, 3);
    assert_eq!(files(&job.out), out);
}

#[test]
fn a_large_text_file_of_many_schools_is_split_and_a_row_keeps_its_number() {
    let home = tempfile::tempdir().unwrap();
    pack(&home.path().join("Trust"), &["alder", "birch", "cedar"]);
    let text = csv(&training(4_500));
    assert!(text.len() > 1 << 20);
    fs::write(home.path().join("Trust/training.csv"), text).unwrap();
    is_split(home.path(), "training.csv", "", 4_500);
}

#[test]
fn a_large_workbook_of_many_schools_is_split_and_a_row_keeps_its_number() {
    let home = tempfile::tempdir().unwrap();
    pack(&home.path().join("Trust"), &["alder", "birch", "cedar"]);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Training").unwrap();
    sheet.write_row(0, 0, HEADINGS).unwrap();
    let rows = training(9_500);
    sheet.write_row_matrix(1, 0, &rows).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert!(bytes.len() > 1 << 20, "{}", bytes.len());
    fs::write(home.path().join("Trust/training.xlsx"), bytes).unwrap();
    is_split(home.path(), "training.xlsx", "Training", 9_500);
}

#[test]
fn a_folder_with_nothing_but_such_a_file_is_that_of_the_schools_in_it() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("Trust")).unwrap();
    // More rows than a file of one school may have; nor may one of the schools have so many.
    let mut training = HEADINGS.join(",");
    for urn in std::iter::repeat_n(900_100, 200_000).chain([900_101, 900_102]) {
        let _ = write!(training, "\n04/11/2026,JSM,1,clinic,,{urn}");
    }
    fs::write(home.path().join("Trust/training.csv"), training).unwrap();
    let overrides = Settings { pseudonyms: true, ..Settings::default() };
    let job = Job { overrides, ..patient(home.path()) };
    ringfence::run(&job).unwrap();
    let out = files(&job.out);
    let findings = text(&out, "findings.csv");
    let refused: Vec<&str> = findings.lines().filter(|line| line.contains("E-LIMIT")).collect();
    assert_eq!(refused.len(), 1, "{findings}");
    assert!(refused[0].starts_with("\"900100\""), "{findings}");
    // A look through the files comes to the same schools.
    let Job { packs, overrides, workers, .. } = job;
    let looked =
        ringfence::check(&Check { packs, overrides, rulebook: None, layouts: None, workers }).unwrap();
    let read: Vec<(&str, u64)> =
        looked.iter().map(|school| (school.line.name.as_str(), school.rows.0)).collect();
    assert_eq!(read.iter().map(|(_, rows)| *rows).collect::<Vec<_>>(), [0, 200_002, 200_002], "{read:?}");
    let others = "\"another school\": 200001";
    let split = |path: &&String| path.ends_with("/results.json") && text(&out, path).contains(others);
    assert_eq!(out.keys().filter(split).count(), 2, "{:?}", out.keys());
    for (path, bytes) in &out {
        let text = String::from_utf8_lossy(bytes);
        for told in ["training.csv", "JSM", "wings-"] {
            assert!(!path.contains(told) && !text.contains(told), "{told} in {path}");
        }
    }
}
