//! Exports as they come, and what is understood of them: `tests/layouts/<name>/{input.*, expected.txt}`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use ringfence::ingest::layout::Layouts;
use ringfence::ingest::watch::Watch;
use ringfence::ingest::{Content, PackFile, SchoolFiles, read_as};
use ringfence::model::settings::Settings;

#[test]
fn every_export_is_understood_as_expected() {
    for folder in support::fixtures("layouts") {
        let reading = support::read(support::fixture(&folder));
        support::expect(&folder, &support::told::understood(&reading.school));
    }
}

/// Two records in one list: who works here, and in the same rows whose induction began when.
const OWN: &str = r#"
[[layout]]
record = "staff"
name = "people: staff"
file = '^people\.csv$'
rows = "shared"
needs = ["staff", "name", "fte"]
unread = ["since"]
[layout.columns]
staff = ["who"]
name = ["called"]
fte = ["share"]

[[layout]]
record = "induction"
name = "people: inductions"
file = '^people\.csv$'
rows = "shared"
needs = ["staff", "start"]
only = { start = '.' }
unread = ["called", "share"]
[layout.columns]
staff = ["who"]
start = ["since"]
"#;

#[test]
fn a_sheet_holds_several_records_where_the_layouts_say_so_and_the_rows_of_each_add_up() {
    let people = "who,called,share,since\nJSM,Jane Smith,1,2025-09-01\nTBR,Tom Brown,0.6,\nAKH,Ali Khan,1,01/09/2025\n";
    let content = Content::InMemory(people.as_bytes().into());
    let file = PackFile { path: "people.csv".to_owned(), content };
    let files = SchoolFiles { files: vec![file], ..SchoolFiles::default() };
    let layouts = Layouts::with(&[("own.toml".to_owned(), OWN.to_owned())]).unwrap();
    let school = read_as(&files, &Settings::default(), &layouts, &Watch::NONE).school;
    let codes: Vec<&str> = school.staff.iter().map(|one| school.person(one.person).id.as_str()).collect();
    assert_eq!(codes, ["JSM", "TBR", "AKH"]);
    let starts: Vec<(&str, String)> = school
        .inductions
        .iter()
        .map(|one| (school.person(one.person).id.as_str(), one.start.value.to_string()))
        .collect();
    assert_eq!(starts, [("JSM", "2025-09-01".to_owned()), ("AKH", "2025-09-01".to_owned())]);
    let sheets: Vec<_> = school
        .sources
        .sheets
        .iter()
        .map(|sheet| (sheet.taken_for.as_deref(), sheet.rows_read, sheet.rows_used, sheet.left_out.clone()))
        .collect();
    let left_out = [("of another record".to_owned(), 1)].into();
    assert_eq!(sheets, [(Some("staff"), 3, 3, [].into()), (Some("induction"), 3, 2, left_out)]);
    assert_eq!(school.findings, []);
}
