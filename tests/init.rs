//! A blank pack is read as what it is: every sheet known, nothing in it counted.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod support;

use calamine::{Data, DataType, Reader, Xlsx};
use ringfence::ingest::{self, Reading, blank};
use ringfence::model::finding::Level;
use ringfence::model::settings::Settings;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

fn pack() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(ringfence::init(home.path()).unwrap(), ["school.xlsx", "ringfence.toml", "README.md"]);
    home
}

fn read(folder: &Path) -> Reading {
    ingest::read(&ingest::find(folder).unwrap()[0], &Settings::default())
}

fn settings() -> String {
    fs::read_to_string(pack().path().join("ringfence.toml")).unwrap()
}

/// A part of the workbook, as text.
fn part(book: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn every_record_has_a_sheet_that_is_recognised_and_whose_example_is_left_out() {
    let school = read(pack().path()).school;
    for record in blank::records() {
        let sheets: Vec<_> = school
            .sources
            .sheets
            .iter()
            .filter(|sheet| sheet.taken_for.as_deref() == Some(&record.name))
            .collect();
        let [sheet] = sheets[..] else { panic!("{}: {} sheets", record.name, sheets.len()) };
        assert_eq!((sheet.rows_read, sheet.rows_used), (1, 0), "{}", record.name);
        assert_eq!(sheet.left_out.get("example row"), Some(&1), "{}", record.name);
    }
    assert!(school.people.is_empty() && school.about.urn.value.is_none());
}

#[test]
fn a_blank_pack_is_read_without_an_error_or_a_warning() {
    let findings = read(pack().path()).school.findings;
    assert!(findings.iter().all(|finding| finding.level == Level::Note), "{findings:#?}");
    let unfilled: Vec<_> = findings.iter().filter(|finding| finding.code == "I-EXAMPLE").collect();
    let [one] = unfilled[..] else { panic!("once a file, not once a sheet: {unfilled:#?}") };
    assert!(one.message.starts_with("16 sheets have nothing but their example row"), "{}", one.message);
    assert!(one.message.ends_with(": “School”, “Staff”, “Service”, “Inductions”, “Mentorships”, “Mentors”, “Periods”, \
         “Timetable”, “Calendar”, “Cover”, “Meetings”, “Training”, “Absence”, “Reviews”, “Observations”, “Payments”."));
}

#[test]
fn a_sheet_nobody_filled_in_counts_as_not_supplied_and_an_emptied_one_as_empty() {
    let supplied = |text: &str| {
        let school = support::read(vec![support::text_file("meetings.csv", text)]).school;
        school.sources.taken_for("meetings").count()
    };
    let header = "Date,ECT,Mentor,Minutes\n";
    assert_eq!(supplied(&format!("{header}Example: 04/11/2026,JSM,KOD,60\n")), 0);
    assert_eq!(supplied(header), 1);
    assert_eq!(supplied(&format!("{header}Example: 04/11/2026,JSM,KOD,60\n05/11/2026,JSM,KOD,60\n")), 1);
}

#[test]
fn rows_below_the_example_are_read_and_the_example_names_nobody() {
    let text = "Staff code,Name,FTE\nExample: JSM,Jane Smith,1\nAKA,Amir Khan,0.6\n";
    let school = support::read(vec![support::text_file("staff.csv", text)]).school;
    let sheet = &school.sources.sheets[0];
    assert_eq!((sheet.rows_read, sheet.rows_used, school.staff.len(), school.people.len()), (2, 1, 1, 1));
    assert_eq!(school.findings, []);
}

#[test]
fn the_examples_would_be_read_if_they_were_no_examples() {
    let home = pack();
    let mut book: Xlsx<_> = calamine::open_workbook(home.path().join("school.xlsx")).unwrap();
    let mut files = Vec::new();
    for name in book.sheet_names().into_iter().filter(|name| name != "Read me") {
        let range = book.worksheet_range(&name).unwrap();
        let row = |row: u32| -> Vec<String> {
            let last = range.end().unwrap().1;
            let cell = |col| match range.get_value((row, col)).unwrap_or(&Data::Empty) {
                Data::DateTime(at) if at.as_f64() < 1.0 => {
                    at.as_datetime().unwrap().format("%H:%M").to_string()
                }
                Data::DateTime(at) => at.as_datetime().unwrap().format("%d/%m/%Y").to_string(),
                other => other.as_string().unwrap_or_default().replace("Example: ", ""),
            };
            (0..=last).map(cell).collect()
        };
        let mut text = csv::Writer::from_writer(Vec::new());
        text.write_record(row(3)).unwrap();
        text.write_record(row(4)).unwrap();
        if name == "Staff" {
            // The mentor, whom the other examples name.
            let mentor = row(4).into_iter().map(|cell| match cell.as_str() {
                "JSM" => "KOD".to_owned(),
                "Jane Smith" => "Kwame Oduya".to_owned(),
                "0123456" => "0234567".to_owned(),
                "j.smith@school.example" => String::new(),
                _ => cell,
            });
            text.write_record(mentor).unwrap();
        }
        let text = String::from_utf8(text.into_inner().unwrap()).unwrap();
        files.push(support::text_file(&format!("{name}.csv"), &text));
    }
    let school = support::read(files).school;
    let wrong: Vec<_> = school.findings.iter().filter(|finding| finding.level == Level::Error).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(
        school.sources.sheets.iter().all(|sheet| sheet.rows_used == sheet.rows_read),
        "{:#?}",
        school.sources
    );
}

#[test]
fn headers_have_notes_and_cells_have_lists_and_checks() {
    let book = fs::read(pack().path().join("school.xlsx")).unwrap();
    let sheets: Vec<String> = (2..=17).map(|n| part(&book, &format!("xl/worksheets/sheet{n}.xml"))).collect();
    for (sheet, record) in sheets.iter().zip(blank::records()) {
        let notes = part(&book, &format!("xl/comments{}.xml", 1 + position(&record.name)));
        assert_eq!(notes.matches("<comment ").count(), record.columns.len(), "{}", record.name);
        for words in record.columns.iter().filter_map(|column| column.words.as_ref()) {
            let list = format!("<formula1>\"{}\"</formula1>", words.all.join(","));
            assert!(sheet.contains(&list), "{} {list}", record.name);
        }
    }
    let meetings = &sheets[position("meetings")];
    assert!(
        meetings.contains("type=\"date\"") && meetings.contains("<formula1>36526</formula1>"),
        "1 Jan 2000"
    );
    assert!(meetings.contains("<formula2>73415</formula2>"), "31 Dec 2100");
    assert!(meetings.contains("type=\"time\"") && meetings.contains("type=\"whole\""));
    assert!(sheets[position("staff")].contains("type=\"decimal\""));
}

fn position(record: &str) -> usize {
    blank::records().iter().position(|one| one.name == record).unwrap()
}

#[test]
fn two_blank_packs_are_the_same_bytes() {
    let bytes = || fs::read(pack().path().join("school.xlsx")).unwrap();
    assert_eq!(bytes(), bytes());
}

#[test]
fn no_file_is_overwritten_and_then_none_is_written() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("README.md"), "mine").unwrap();
    let refused = ringfence::init(home.path()).unwrap_err().to_string();
    assert!(refused.contains("README.md") && !refused.contains("school.xlsx"), "{refused}");
    assert_eq!(fs::read_to_string(home.path().join("README.md")).unwrap(), "mine");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
}

/// The settings with the lines switched on that begin with these marks and a name, a group or a word in quotes.
fn switched_on(text: &str, marks: &str, off: &str) -> String {
    let is_setting = |rest: &str| rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '[' || c == '"');
    text.lines()
        .filter(|line| off.is_empty() || !line.starts_with(off))
        .map(|line| match line.strip_prefix(marks).filter(|rest| is_setting(rest)) {
            Some(rest) => format!("{rest}\n"),
            None => format!("{line}\n"),
        })
        .collect()
}

#[test]
fn every_setting_is_in_the_settings_file_and_all_can_be_switched_on() {
    let text = settings();
    assert_eq!(ingest::settings_of(&text), (Settings::default(), Vec::new()), "as written, nothing is set");
    let on = switched_on(&text, "#", "##");
    let (chosen, faults) = ingest::settings_of(&on);
    assert_eq!(faults, Vec::<String>::new());
    assert!(chosen.term.is_some() && chosen.comparator.is_some() && chosen.vocabulary.len() == 2);
    let other = switched_on(&text, "##", "#term");
    let (between, faults) = ingest::settings_of(&other);
    assert_eq!(faults, Vec::<String>::new());
    assert!(between.term.is_some() && between.term != chosen.term);

    let both: Vec<toml::Table> = [on, other].iter().map(|text| text.parse().unwrap()).collect();
    for name in ingest::setting_names() {
        let is_set = |table: &toml::Table| {
            let (group, key) = name.split_once('.').unwrap_or(("", &name));
            let table = if group.is_empty() {
                Some(table)
            } else {
                table.get(group).and_then(|group| group.as_table())
            };
            table.is_some_and(|table| table.contains_key(key))
        };
        assert!(both.iter().any(is_set), "{name} is not explained in templates/pack/ringfence.toml");
    }
}

#[test]
fn every_meaning_a_code_can_have_is_named_in_the_settings_file() {
    let text = settings();
    let records = blank::records();
    let activity =
        records[position("timetable")].columns.iter().find(|column| column.field == "activity").unwrap();
    for meaning in &activity.words.as_ref().unwrap().all {
        assert!(text.contains(meaning), "{meaning}");
    }
}

#[test]
fn a_blank_pack_is_checked_and_reported_and_the_report_says_what_is_missing() {
    let home = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ringfence"));
        let output = command.args(args).current_dir(home.path()).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, said) = run(&["init", "Autumn 2026"]);
    assert_eq!(code, 0);
    assert!(said.contains("ringfence check \"Autumn 2026\""), "{said}");
    let (code, said) = run(&["check", "Autumn 2026"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("16 rows read, 0 used; 0 errors, 0 warnings, 2 notes."), "{said}");
    let (code, said) = run(&["report", "Autumn 2026"]);
    assert_eq!(code, 0, "{said}");
    let folder = fs::read_dir(home.path().join("ringfence-out")).unwrap().flatten();
    let school = folder.map(|entry| entry.path()).find(|path| path.is_dir()).unwrap();
    let page = fs::read_to_string(school.join("head.html")).unwrap();
    assert!(page.contains("These files name no early career teacher"), "what is missing is said");
    assert!(!page.contains("rows were left out"), "an example is no loss");
    assert_eq!(run(&["init", "Autumn 2026"]).0, 4, "a second time");
}
