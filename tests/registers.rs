//! Files of DfE's services that lie beside the folders of several schools: each school takes its own rows, and the
//! others are counted.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use chrono::NaiveDate;
use ringfence::ingest::{self, PackFile, SchoolFiles};
use ringfence::model::figure::ChosenBy;
use ringfence::model::school::School;
use ringfence::model::settings::{Chosen, Settings};
use std::fmt::Write as _;
use support::{record, text_file, told, xlsx_pack};

const STAFF: &str = "Staff code,Name,TRN,FTE\nJSM,Jane Smith,1234567,1\nBEL,Ann Bell,2345678,1\n";

fn read(own: &[(&str, &str)], shared: Vec<PackFile>, settings: &Settings) -> School {
    let own = own.iter().map(|(path, text)| text_file(&format!("one/{path}"), text)).collect();
    ingest::read(&SchoolFiles { folder: "one".to_owned(), files: own, shared }, settings).school
}

/// `claims.csv: 2 read, 1 used, 1 another school`, and the codes of what was noticed.
fn account(school: &School, path: &str) -> String {
    let sources = &school.sources;
    let sheet =
        sources.sheets.iter().find(|sheet| sources.files[sheet.file.0 as usize].path == path).unwrap();
    let left: Vec<String> = sheet.left_out.iter().map(|(why, n)| format!(", {n} {why}")).collect();
    format!("{path}: {} read, {} used{}", sheet.rows_read, sheet.rows_used, left.concat())
}

fn codes(school: &School) -> Vec<&str> {
    school.findings.iter().map(|finding| finding.code).filter(|code| *code != "I-COLUMNS").collect()
}

#[test]
fn claims_of_other_schools_are_counted_and_not_judged() {
    let claims = "TRN,Date of birth,Induction programme,Induction period start date\n\
                  1234567,1998-05-17,provider-led,2025-09-01\n\
                  7777777,17/05/1998,FIP,2025-09-01\n";
    let shared = vec![text_file("claims.csv", claims)];
    let school = read(&[("staff.csv", STAFF)], shared, &Settings::default());
    assert_eq!(account(&school, "claims.csv"), "claims.csv: 2 read, 1 used, 1 another school");
    assert_eq!(codes(&school), Vec::<&str>::new());
    assert_eq!(school.inductions.len(), 1);
}

#[test]
fn a_date_after_the_as_of_day_is_refused_where_there_is_one() {
    let outcomes = "TRN,Date of birth,Induction period end date,Number of terms,Outcome\n\
                    1234567,1998-05-17,2026-07-17,3,release\n";
    let induction = "Staff code,Induction start\nJSM,01/09/2025\n";
    let as_of = |day| {
        let value = NaiveDate::from_ymd_opt(2026, 7, day).unwrap();
        Settings { as_of: Some(Chosen { value, by: ChosenBy::CommandLine }), ..Settings::default() }
    };
    let own = [("staff.csv", STAFF), ("induction.csv", induction), ("outcomes.csv", outcomes)];
    for (settings, expected) in
        [(Settings::default(), None), (as_of(17), None), (as_of(16), Some("Dates cannot be in the future"))]
    {
        let school = read(&own, Vec::new(), &settings);
        let said = school.findings.iter().find(|finding| finding.code == "R-DFE");
        assert_eq!(said.is_some(), expected.is_some(), "{settings:?}");
        assert!(said.zip(expected).is_none_or(|(said, words)| said.message.contains(words)));
        assert_eq!(school.inductions[0].end.value.is_some(), expected.is_none());
    }
}

/// The whole register has 140 columns, and ten times as many rows.
#[test]
fn one_school_is_found_in_the_whole_register() {
    let mut register =
        "URN,LA (code),LA (name),EstablishmentName,GOR (name),DistrictAdministrative (name)".to_owned();
    let more: Vec<String> = (0..134).map(|n| format!("Column{n}")).collect();
    register = format!("{register},{}", more.join(","));
    let rest = ",x".repeat(134);
    for urn in 120_000..125_000 {
        let _ = write!(register, "\r\n{urn},301,Barnet,School {urn},London,Barnet{rest}");
    }
    let own = [("school.csv", "URN,School\n123456,Ours\n")];
    let school = read(&own, vec![text_file("register.csv", &register)], &Settings::default());
    assert_eq!(account(&school, "register.csv"), "register.csv: 5000 read, 1 used, 4999 another school");
    assert_eq!(school.about.name.value.as_deref(), Some("Ours"));
    assert_eq!(school.about.pay_area.value.as_deref(), Some("Outer London"));
    assert_eq!(codes(&school), ["I-PAYAREA"], "{}", told::understood(&school));
}

#[test]
fn the_register_alone_names_the_school_of_a_folder() {
    let register =
        "URN,LA (code),LA (name),EstablishmentName\n900101,301,Barnet,One\n900102,301,Barnet,Two\n";
    let shared = || vec![text_file("register.csv", register)];
    let school = read(&[("staff.csv", STAFF)], shared(), &Settings::default());
    assert_eq!(school.about.urn.value.as_deref(), Some("900101"));
    let twice = register.replace("Two", "One");
    let school = read(&[("staff.csv", STAFF)], vec![text_file("register.csv", &twice)], &Settings::default());
    assert_eq!((school.about.urn.value.as_deref(), codes(&school)), (None, vec!["W-URN"]));
}

#[test]
fn the_order_of_the_files_changes_nothing() {
    let claims = "TRN,Date of birth,Induction programme,Induction period start date\n";
    let (first, second) =
        ("1234567,1998-05-17,provider-led,2023-09-01\n", "1234567,1998-05-17,provider-led,2024-09-02\n");
    let outcomes = "TRN,Date of birth,Induction period end date,Number of terms,Outcome\n\
                    1234567,1998-05-17,2024-07-19,3,release\n";
    let told = |one: &str, two: &str| {
        let (one, two) = (format!("{claims}{one}"), format!("{claims}{two}"));
        let own =
            [("staff.csv", STAFF), ("a.csv", one.as_str()), ("b.csv", two.as_str()), ("c.csv", outcomes)];
        told::without_addresses(&read(&own, Vec::new(), &Settings::default()))
    };
    assert_eq!(told(first, second), told(second, first));
    assert_eq!(told(first, second).matches("induction Induction").count(), 2);
}

#[test]
fn claims_in_a_workbook_say_what_they_say_in_a_text_file() {
    let headers = ["TRN", "Date of birth", "Induction programme", "Induction period start date"];
    let row = ["1234567", "17/05/1998", "provider-led", "01/09/2025"];
    let book = xlsx_pack(&[record("claims", &headers, &[&row])]);
    let school = read(&[("staff.csv", STAFF)], book, &Settings::default());
    assert_eq!(codes(&school), Vec::<&str>::new());
    let induction = &school.inductions[0];
    assert_eq!(induction.start.value, NaiveDate::from_ymd_opt(2025, 9, 1).unwrap());
    assert_eq!(induction.date_of_birth.value, NaiveDate::from_ymd_opt(1998, 5, 17));
}

#[test]
fn a_file_of_claims_under_another_name_is_refused_and_not_ignored() {
    let claims = "TRN,Date of birth,Induction programme,Induction period start date\n1234567,1998-05-17,provider-led,2025-09-01\n";
    let school = read(&[("claims.txt", claims), ("staff.csv", STAFF)], Vec::new(), &Settings::default());
    assert_eq!(codes(&school), ["E-DFE"]);
    assert!(school.findings[0].message.contains("The selected file must be a CSV"));
}

#[test]
fn two_extracts_of_the_register_are_one_school() {
    let register = "URN,LA (code),LA (name),EstablishmentName\n900101,301,Barnet,One\n";
    let own = [
        ("a.csv", register),
        ("b.csv", "URN,LA (code),LA (name),EstablishmentName\n900101,301,Enfield,One\n"),
    ];
    let school = read(&own, Vec::new(), &Settings::default());
    assert_eq!(account(&school, "one/a.csv"), "one/a.csv: 1 read, 1 used");
    assert_eq!(account(&school, "one/b.csv"), "one/b.csv: 1 read, 0 used, 1 second row of this school");
    assert_eq!(school.about.local_authority.value.as_deref(), Some("Barnet"));
}

#[test]
fn a_blank_template_says_that_nothing_was_registered() {
    let template = include_str!("dfe/bulk-claims-template.csv");
    let school = read(&[("claims.csv", template), ("staff.csv", STAFF)], Vec::new(), &Settings::default());
    assert_eq!(codes(&school), ["W-NODATA"]);
}
