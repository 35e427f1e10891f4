//! Marked copies hold what the files held, and every problem where it stands.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod support;

use calamine::{Data, DataType, Range, Reader, Xlsx};
use ringfence::ingest::{self, Content, PackFile};
use ringfence::model::finding::Place;
use ringfence::model::settings::Settings;
use ringfence::{Check, Checked, Error, Marked, Workers};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Puts files into a folder `pack` of a new home.
fn home(files: &[(&str, &str)]) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = home.path().join("pack").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    home
}

fn home_of(files: Vec<PackFile>) -> tempfile::TempDir {
    let home = home(&[]);
    fs::create_dir(home.path().join("pack")).unwrap();
    for file in files {
        let Content::InMemory(bytes) = file.content else { panic!("a file in memory") };
        fs::write(home.path().join("pack").join(file.path), bytes).unwrap();
    }
    home
}

fn annotate(home: &Path, into: &str) -> Result<(Vec<Checked>, Marked), Error> {
    let check = Check {
        packs: vec![home.join("pack")],
        overrides: Settings::default(),
        rulebook: None,
        layouts: None,
        workers: Workers::of(env!("CARGO_BIN_EXE_ringfence").into()),
    };
    ringfence::annotate(&check, &home.join(into))
}

const STAFF: &str = "Staff code,Name,FTE\nJSM,Jane Smith,1\nKOD,Kwame Oduya,1\n";

#[test]
fn a_text_file_keeps_its_cells_and_gets_a_last_column() {
    let meetings = "Meetings of the term\r\n\
                    Date;ECT;Mentor;Minutes;Notes\r\n\
                    04/11/2026;JSM;KOD;60; =1+1\r\n\
                    \r\n\
                    31/02/2026;JSM; KOD ;1,5;\"said; \"\"yes\"\"\"\r\n\
                    06/11/2026;JSM;KOD;45\r\n";
    let home = home(&[("staff.csv", STAFF), ("meetings.csv", meetings)]);
    let (_, marked) = annotate(home.path(), "Marked").unwrap();
    assert_eq!(marked.files, ["Errors for meetings.csv"]);
    let copy = fs::read_to_string(home.path().join("Marked/Errors for meetings.csv")).unwrap();
    let row5 = "Error in A5: “31/02/2026” is not a day in the calendar (Write the day, the month and the year, such as \
                07/09/2026) and Error in D5: “1,5” is not a length of time (Write whole minutes, such as 90, or hours and \
                minutes, such as 1:30)";
    let row6 = "Error in A6: This row has 4 values where the header has 5 (Look for a missing or an extra separator, or a \
                separator inside a value that is not in quotes)";
    let expected = format!(
        "\u{feff}\
        \"Meetings of the term\",\"\",\"\",\"\",\"\",\"\"\r\n\
        \"Date\",\"ECT\",\"Mentor\",\"Minutes\",\"Notes\",\"Error message. Warning: The columns of this file are separated by semicolons, and were read so (Nothing to do if the columns look right)\"\r\n\
        \"04/11/2026\",\"JSM\",\"KOD\",\"60\",\"' =1+1\",\"\"\r\n\
        \"\",\"\",\"\",\"\",\"\",\"\"\r\n\
        \"31/02/2026\",\"JSM\",\" KOD \",\"1,5\",\"said; \"\"yes\"\"\",\"{row5}\"\r\n\
        \"06/11/2026\",\"JSM\",\"KOD\",\"45\",\"\",\"{row6}\"\r\n"
    );
    assert_eq!(copy, expected);
}

fn book() -> tempfile::TempDir {
    let records = [
        support::record(
            "Staff",
            &["Staff code", "Name", "FTE"],
            &[&["JSM", "Jane Smith", "1"], &["KOD", "Kwame Oduya", "1"]],
        ),
        support::record(
            "Log",
            &["Date", "ECT", "Mentor", "Start", "End", "Notes", "Room"],
            &[
                &["04/11/2026", "JSM", "KOD", "10:00", "11:00", "=1+1", "H2"],
                &["05/11/2026", "JSM", "", "11:00", "10:00", "+44 20", "H2"],
                &["06/11/2026", "JSM", "@KOD", "11:00", "12:00", "", "H2"],
                &["04/11/2026", "JSM", "KOD", "10:00", "11:00", "=1+1", "H2"],
            ],
        ),
    ];
    home_of(support::xlsx_pack(&records))
}

fn open(path: PathBuf) -> Xlsx<std::io::BufReader<fs::File>> {
    calamine::open_workbook(path).unwrap()
}

fn text(range: &Range<Data>, row: u32, col: u32) -> String {
    range.get_value((row, col)).and_then(DataType::as_string).unwrap_or_default()
}

#[test]
fn a_workbook_keeps_its_sheets_and_values_and_text_stays_text() {
    let home = book();
    let (_, marked) = annotate(home.path(), "Marked").unwrap();
    assert_eq!(marked.files, ["Errors for school.xlsx"]);
    let mut before = open(home.path().join("pack/school.xlsx"));
    let mut copy = open(home.path().join("Marked/Errors for school.xlsx"));
    assert_eq!(copy.sheet_names(), ["Problems", "Staff", "Log"]);
    for sheet in ["Staff", "Log"] {
        let (was, is) = (before.worksheet_range(sheet).unwrap(), copy.worksheet_range(sheet).unwrap());
        for (row, col, value) in was.used_cells() {
            let (row, col) = (u32::try_from(row).unwrap(), u32::try_from(col).unwrap());
            let copied = is.get_value((row, col)).unwrap_or(&Data::Empty);
            match value {
                Data::DateTime(at) => {
                    assert_eq!(copied.as_datetime(), at.as_datetime(), "{sheet} {row} {col}");
                }
                value => assert_eq!(copied, value, "{sheet} {row} {col}"),
            }
        }
    }
    let log = copy.worksheet_range("Log").unwrap();
    assert_eq!(log.get_value((1, 5)), Some(&Data::String("=1+1".into())));
    assert!(copy.worksheet_formula("Log").unwrap().is_empty(), "no formula comes of a text");
    assert!(copy.worksheet_formula("Problems").unwrap().is_empty());
}

#[test]
fn every_finding_of_a_cell_stands_once_in_the_list_and_once_beside_the_cell() {
    let home = book();
    annotate(home.path(), "Marked").unwrap();
    let path = home.path().join("Marked/Errors for school.xlsx");
    let list = open(path.clone()).worksheet_range("Problems").unwrap();
    let mut listed: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for row in 4..=list.end().unwrap().0 {
        *listed.entry((text(&list, row, 1), text(&list, row, 2), text(&list, row, 6))).or_default() += 1;
    }
    let school =
        ingest::read(&ingest::find(&home.path().join("pack")).unwrap()[0], &Settings::default()).school;
    let mut expected = BTreeMap::new();
    for finding in &school.findings {
        for place in &finding.at {
            let Place::Cell(at) = place else { continue };
            let sheet = school.sources.sheet(at.sheet).name.clone().unwrap();
            *expected.entry((sheet, at.cell(), finding.code.to_owned())).or_insert(0) += 1;
        }
    }
    assert_eq!(expected.len(), 6, "{expected:#?}");
    assert_eq!(listed, expected);

    let mut zip = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut notes = String::new();
    zip.by_name("xl/comments1.xml").unwrap().read_to_string(&mut notes).unwrap();
    for (_, cell, code) in expected.keys() {
        assert_eq!(notes.matches(&format!("ref=\"{cell}\"")).count(), 1, "{cell}");
        assert!(notes.contains(code), "{code}");
    }
    let mut links = String::new();
    zip.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut links).unwrap();
    for (_, cell, _) in expected.keys() {
        assert!(
            links.contains(&format!("location=\"'Log'!{cell}\""))
                || links.contains(&format!("location=\"Log!{cell}\"")),
            "{cell}: {links}"
        );
    }
}

#[test]
fn the_list_says_the_value_what_is_wrong_and_what_to_do() {
    let home = book();
    annotate(home.path(), "Marked").unwrap();
    let list = open(home.path().join("Marked/Errors for school.xlsx")).worksheet_range("Problems").unwrap();
    let header: Vec<String> = (0..7).map(|col| text(&list, 3, col)).collect();
    assert_eq!(header, ["Level", "Sheet", "Cell", "Value", "What is wrong", "What to do", "Code"]);
    let rows: Vec<Vec<String>> =
        (4..=list.end().unwrap().0).map(|row| (0..7).map(|col| text(&list, row, col)).collect()).collect();
    assert_eq!(
        rows[0],
        [
            "Error",
            "Log",
            "C3",
            "",
            "“Mentor” is empty, and this row cannot be used without it.",
            "Fill in “Mentor”, or delete the row.",
            "R-BLANK"
        ]
    );
    let first = rows.iter().find(|row| row[2] == "A2").unwrap();
    assert!(first[4].starts_with("Together with A5: This row says the same as an earlier one"), "{first:?}");
}

#[test]
fn an_opendocument_file_comes_back_as_a_workbook() {
    let records = [support::record(
        "Log",
        &["Date", "ECT", "Mentor", "Minutes"],
        &[&["31/31/2026", "JSM", "KOD", "60"]],
    )];
    let home = home_of(support::ods_pack(&records));
    let (_, marked) = annotate(home.path(), "Marked").unwrap();
    assert_eq!(marked.files, ["Errors for school.ods.xlsx"]);
    let copy = open(home.path().join("Marked/Errors for school.ods.xlsx")).worksheet_range("Log").unwrap();
    assert_eq!(text(&copy, 1, 0), "31/31/2026");
}

#[test]
fn two_runs_give_the_same_bytes() {
    let home = book();
    let bytes = |into: &str| {
        annotate(home.path(), into).unwrap();
        fs::read(home.path().join(into).join("Errors for school.xlsx")).unwrap()
    };
    assert_eq!(bytes("one"), bytes("two"));
}

#[test]
fn files_without_problems_are_not_copied_and_no_folder_is_made_for_none() {
    let home = home(&[("staff.csv", STAFF)]);
    let (_, marked) = annotate(home.path(), "Marked").unwrap();
    assert_eq!((marked.files.len(), marked.elsewhere), (0, 0));
    assert!(!home.path().join("Marked").exists());
}

#[test]
fn what_is_wrong_with_settings_or_a_whole_file_is_counted() {
    let home =
        home(&[("staff.csv", STAFF), ("cover.csv", ""), ("ringfence.toml", "trem = \"Autumn 2026\"\n")]);
    let (_, marked) = annotate(home.path(), "Marked").unwrap();
    assert_eq!((marked.files.len(), marked.elsewhere), (0, 2));
}

#[test]
fn a_folder_inside_the_pack_is_refused() {
    let home = home(&[("staff.csv", "Staff code,Name,FTE\nJSM,Jane Smith,2\n")]);
    for into in ["pack", "pack/Marked", "elsewhere/../pack/a/b"] {
        let refused = annotate(home.path(), into).unwrap_err().to_string();
        assert!(refused.contains("lies inside"), "{into}: {refused}");
    }
    assert_eq!(fs::read_dir(home.path().join("pack")).unwrap().count(), 1);
    assert!(annotate(home.path(), "pack marked").is_ok(), "a name that begins alike is another folder");
}

#[test]
fn an_earlier_copy_is_not_overwritten() {
    let home = home(&[("staff.csv", "Staff code,Name,FTE\nJSM,Jane Smith,2\n")]);
    annotate(home.path(), "Marked").unwrap();
    let copy = home.path().join("Marked/Errors for staff.csv");
    fs::write(&copy, "corrected by hand").unwrap();
    let refused = annotate(home.path(), "Marked").unwrap_err().to_string();
    assert!(refused.contains("would overwrite") && refused.contains("Errors for staff.csv"), "{refused}");
    assert_eq!(fs::read_to_string(copy).unwrap(), "corrected by hand");
}

#[test]
fn a_file_for_several_schools_is_copied_once() {
    let calendar = "From,To,Kind\n01/09/2026,18/12/2026,term\n31/02/2027,,INSET\n";
    let home = home(&[("calendar.csv", calendar), ("a/staff.csv", STAFF), ("b/staff.csv", STAFF)]);
    let (_, marked) = annotate(home.path(), "Marked").unwrap();
    assert_eq!(marked.files, ["Errors for calendar.csv"]);
    let copy = fs::read_to_string(home.path().join("Marked/Errors for calendar.csv")).unwrap();
    assert_eq!(copy.matches("Error in A3").count(), 1, "{copy}");
}
