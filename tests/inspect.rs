//! What `inspect` says of each export, and of files that are none; and that a layout it saves is kept to.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use ringfence::ingest::inspect::{Inspection, inspect};
use ringfence::ingest::layout::Layouts;
use ringfence::ingest::watch::Watch;
use ringfence::ingest::{Content, PackFile, SchoolFiles, read_as};
use ringfence::model::settings::Settings;
use std::borrow::Cow;
use std::fs;
use std::path::Path;

fn file(path: &str, text: &str) -> PackFile {
    PackFile { path: path.to_owned(), content: Content::InMemory(Cow::Owned(text.as_bytes().to_vec())) }
}

fn looked(path: &str, text: &str) -> Inspection {
    inspect(&file(path, text), &Settings::default(), Layouts::built_in())
}

/// What a school made of these files says of their headers.
fn header_faults(own: &Layouts, path: &str, text: &str) -> Vec<String> {
    let files = SchoolFiles { folder: String::new(), files: vec![file(path, text)], shared: Vec::new() };
    let school = read_as(&files, &Settings::default(), own, &Watch::NONE).school;
    let faults = school.findings.iter().filter(|finding| finding.code == "E-HEADER");
    faults.map(|finding| format!("{} {}", finding.message, finding.help)).collect()
}

#[test]
fn every_export_is_taken_for_one_layout_and_no_other_is_close() {
    let mut close = Vec::new();
    for folder in support::fixtures("layouts") {
        for one in support::fixture(&folder) {
            let found = inspect(&one, &Settings::default(), Layouts::built_in());
            for (look, sheet) in found.sheets.iter().zip(&found.school.sources.sheets) {
                if sheet.taken_for.is_some() && look.close {
                    close.push((one.path.clone(), look.fits[..2].to_vec()));
                }
            }
        }
    }
    assert_eq!(close, []);
}

#[test]
fn exports_that_resemble_others_are_taken_for_what_they_are() {
    for (folder, path, expected) in [
        ("edt", "input.csv", &["EDT"][..]),
        ("edt-headings-with-accents", "input.csv", &["EDT"]),
        ("edval", "TTEport.TXT", &["TimeTabler export"]),
        ("untis-lesson-txt", "lesson.txt", &["Untis lesson.txt: timetable"]),
        ("untis-semicolon", "GPU001.TXT", &["Untis GPU001: timetable"]),
        ("asc-isams", "timetable.xlsx", &["aSc TimeTables, for iSAMS"]),
        (
            "isams-structure",
            "input-1-structure.xlsx",
            &[
                "nothing",
                "iSAMS timetable structure: Weeks",
                "iSAMS timetable structure: Days",
                "iSAMS timetable structure: Periods",
            ],
        ),
        ("national-college-tracker", "input-1-tracker.csv", &["National College accreditation tracker"]),
        ("teams-us", "input-3-meeting.csv", &["Microsoft Teams attendance report"]),
        ("zoom-us", "input-3-meeting.csv", &["Zoom participants"]),
        ("forms-google-xlsx", "input-3-meetings.xlsx", &["form about meetings, from early career teachers"]),
    ] {
        let files =
            support::fixture(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts").join(folder));
        let one = files.iter().find(|file| file.path == path).unwrap();
        let found = inspect(one, &Settings::default(), Layouts::built_in());
        let names: Vec<&str> = found
            .sheets
            .iter()
            .map(|look| look.fits.first().map_or("nothing", |fit| fit.layout.as_str()))
            .collect();
        assert_eq!(names, expected, "{folder}");
    }
}

#[test]
fn a_file_of_another_kind_is_nothing() {
    let menu = ",Monday,Tuesday,Wednesday,Thursday,Friday\nWeek 1,Pie,Fish,Pasta,Curry,Chips\nWeek 2,Pie,Bean,Pasta,Curry,Chips\n";
    let pupils = "Name,Form,Date of birth,House\nA Pupil,7A,01/02/2014,Red\nB Pupil,7B,03/02/2014,Blue\n";
    let marks = "Name,1,2,3,4,5,6\nA Pupil,7,8,4,6,7,2\nB Pupil,4,5,6,2,4,5\n";
    for text in [menu, pupils, marks, "\n\n", ",,,\n,,\n", "Dear all,\nplease find the timetable below\n"] {
        let found = looked("file.csv", text);
        assert!(found.sheets.iter().all(|look| look.fits.is_empty()), "{text}: {:#?}", found.sheets);
        assert!(found.school.sources.sheets.iter().all(|sheet| sheet.taken_for.is_none()), "{text}");
    }
}

#[test]
fn a_saved_layout_is_kept_to_and_a_changed_heading_is_an_error_that_names_the_nearest() {
    let text = "Tutor,Day of week,Lesson,Set\nJane Smith,Monday,P1,7A\n".replace("Tutor", "Teacher");
    let saved = looked("timetable 2026-11.csv", &text).own_layouts().unwrap().unwrap();
    let own = Layouts::with(&[("timetable.toml".to_owned(), saved)]).unwrap();
    assert_eq!(header_faults(&own, "timetable 2027-02.csv", &text), [""; 0]);
    let told = header_faults(&own, "timetable 2027-02.csv", &text.replace("Lesson", "Lessons"));
    assert_eq!(
        told,
        [
            "This looks like the record “timetable”, but “Lesson” is missing. Rename “Lessons” to “Lesson”, if that is what it holds."
        ]
    );
    let told = header_faults(&own, "timetable 2027-02.csv", "A,B\n1,2\n");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with("A file with this name should follow the layout “timetable 2026-11.csv”"),
        "{told:?}"
    );
    assert_eq!(header_faults(&own, "other.csv", &text.replace("Lesson", "Hour")), [""; 0]);
}

#[test]
fn a_saved_layout_of_a_grid_reads_it_as_before() {
    let text = fs::read_to_string("tests/layouts/sims-blocks/input.csv").unwrap();
    let saved = looked("blocks.csv", &text).own_layouts().unwrap().unwrap();
    let own = Layouts::with(&[("blocks.toml".to_owned(), saved)]).unwrap();
    let files = |layouts: &Layouts| {
        let files =
            SchoolFiles { folder: String::new(), files: vec![file("blocks.csv", &text)], shared: Vec::new() };
        read_as(&files, &Settings::default(), layouts, &Watch::NONE).school.timetable
    };
    assert_eq!(files(&own), files(Layouts::built_in()));
    assert_eq!(files(&own).len(), 9);
    assert_eq!(header_faults(&own, "blocks.csv", "A,B\n1,2\n").len(), 1);
}

#[test]
fn an_export_with_american_dates_is_refused_until_its_layout_says_so() {
    let [staff, mentorships, meeting] =
        ["input-1-staff.csv", "input-2-mentorships.csv", "input-3-meeting.csv"];
    let text = |name: &str| fs::read_to_string(format!("tests/layouts/zoom-us/{name}")).unwrap();
    let meetings = |layouts: &Layouts| {
        let files = [staff, mentorships, meeting].map(|name| file(name, &text(name))).into();
        let files = SchoolFiles { folder: String::new(), files, shared: Vec::new() };
        let school = read_as(&files, &Settings::default(), layouts, &Watch::NONE).school;
        let held: Vec<String> = school.meetings.iter().map(|meeting| meeting.date.to_string()).collect();
        (held, school.findings.iter().filter(|finding| finding.code == "R-DATE").count())
    };
    let saved = looked(meeting, &text(meeting)).own_layouts().unwrap().unwrap();
    let own = |saved: &str| Layouts::with(&[("zoom.toml".to_owned(), saved.to_owned())]).unwrap();
    assert_eq!(meetings(&own(&saved)), (vec![], 4));
    let said = saved.replacen("[[layout]]\n", "[[layout]]\nmonth_first = true\n", 1);
    assert_eq!(meetings(&own(&said)), (vec!["2026-09-14".to_owned()], 0));
}

/// The block of this kind below a heading of the README.
fn shown_in_readme(heading: &str, kind: &str) -> String {
    let readme = fs::read_to_string("README.md").unwrap();
    let below = readme.split_once(heading).unwrap().1;
    let block = below.split_once(&format!("```{kind}\n")).unwrap().1;
    block.split_once("```").unwrap().0.to_owned()
}

#[test]
fn the_readmes_recipe_for_a_system_of_ones_own_works_as_it_stands() {
    let heading = "### A system that is not listed";
    let (export, layout) = (shown_in_readme(heading, "csv"), shown_in_readme(heading, "toml"));
    let own = Layouts::with(&[("quillpad.toml".to_owned(), layout)]).unwrap();
    let found = inspect(&file("quillpad.csv", &export), &Settings::default(), &own);
    assert_eq!(found.sheets[0].fits[0].layout, "Quillpad week sheet");
    let said: Vec<String> = found.sheets[0]
        .samples
        .iter()
        .map(|row| {
            row.said.iter().map(|(field, value)| format!("{field} {value}")).collect::<Vec<_>>().join(", ")
        })
        .collect();
    assert_eq!(
        said,
        [
            "staff JSM, class 7B, week A, day Monday, period 3",
            "staff JSM, class PPA, week B, day Friday, period 1"
        ]
    );
}
