//! A statement goes to one teacher, and holds nothing of any other but the names of the mentors and of the tutor.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

#[path = "support/mod.rs"]
mod support;

use ringfence::ingest;
use ringfence::model::school::{PersonId, School};
use ringfence::model::settings::Settings;
use ringfence::rules::rulebook::Rulebook;
use ringfence::rules::{Assessed, assess};
use ringfence::tables::statements;
use ringfence::write::template::Templates;
use ringfence::write::{html, xlsx};
use std::io::{Cursor, Read as _};
use std::path::Path;
use support::{csv_pack, record};

/// Everything a reader of either format can find: the page without its style sheet, and every part of the workbook.
fn all_text(report: &ringfence::tables::Report) -> String {
    let templates = Templates::built_in().unwrap();
    let mut text = html::page(templates, "statement", report).unwrap().replace(templates.style(), "");
    let book = xlsx::book(templates, "statement", report).unwrap();
    let mut parts = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    for n in 0..parts.len() {
        let mut part = parts.by_index(n).unwrap();
        let name = part.name().unwrap().into_owned();
        if !name.contains("styles") && !name.contains("theme") {
            part.read_to_string(&mut text).unwrap();
        }
    }
    text
}

/// True if these words stand in the text, with nothing of a longer word around them.
fn says(text: &str, words: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(words).any(|(at, _)| {
        !letter(text[..at].chars().next_back()) && !letter(text[at + words.len()..].chars().next())
    })
}

/// Who of the school stands in the statement of each ECT, and should not.
fn told_on(assessed: &Assessed) -> Vec<String> {
    let school: &School = assessed.school;
    let mut wrong = Vec::new();
    for ((_, report), ect) in statements(assessed).iter().zip(&assessed.ects) {
        let text = all_text(report);
        assert!(
            text.contains("Your statement")
                && says(&text, school.person(ect.person).name.split(' ').next().unwrap())
        );
        let own = &school.person(ect.person).name;
        for section in &report.sections {
            for line in &section.lines {
                let said = format!("{:?}", line.facts);
                assert!(!says(&said, own), "a statement says “you”, not {own}: {said}");
            }
        }
        for (id, person) in (0_u32..).map(PersonId).zip(&school.people).filter(|(id, _)| *id != ect.person) {
            let named = ect.mentors.contains(&id) || school.about.tutor == Some(id);
            let mut private: Vec<&str> = person.trn.as_deref().into_iter().collect();
            // a code of two letters is a column of a sheet, too
            private.extend(
                Some(person.id.as_str())
                    .filter(|code| code.chars().count() > 2 && !(named && *code == person.name)),
            );
            private.extend((!named).then_some(person.name.as_str()));
            wrong.extend(private.into_iter().filter(|words| says(&text, words)).map(|words| {
                format!("{words} stands in the statement of {}", school.person(ect.person).name)
            }));
        }
    }
    wrong
}

#[test]
fn no_statement_of_the_sample_holds_the_name_code_or_number_of_anybody_else() {
    let rulebook = Rulebook::embedded().unwrap();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/calder-and-wharfe");
    let mut statements = 0;
    for files in ingest::find(&pack).unwrap() {
        let reading = ingest::read(&files, &Settings::default());
        let assessed = assess(&reading.school, &reading.settings, &rulebook);
        statements += assessed.ects.len();
        assert_eq!(told_on(&assessed), Vec::<String>::new(), "{}", reading.school.name());
    }
    assert_eq!(statements, 19);
}

#[test]
fn neither_a_sheet_named_after_a_colleague_nor_what_was_covered_gives_anybody_away() {
    let timetable = ["Staff code", "Day", "Start", "End", "Activity"];
    let mut files = csv_pack(&[
        record("calendar", &["From", "To", "Kind"], &[&["01/09/2026", "18/12/2026", "term"]]),
        record(
            "periods",
            &["Period", "Start", "End"],
            &[&["P1", "09:00", "10:00"], &["P2", "10:00", "11:00"]],
        ),
        record(
            "staff",
            &["Staff code", "Name", "TRN", "FTE", "Pay range"],
            &[
                &["ZAN", "Zan Abel", "1000001", "1", "Main"],
                &["QUI", "Quinn Baker", "1000002", "1", "Main"],
                &["VEX", "Vexa Cole", "1000003", "1", "Main"],
                &["MOR", "Morag Dunn", "1000004", "1", "Upper"],
            ],
        ),
        record(
            "induction",
            &["Staff code", "Induction start"],
            &[&["ZAN", "01/09/2026"], &["QUI", "01/09/2026"]],
        ),
        record(
            "mentorship",
            &["ECT", "Mentor", "From"],
            &[&["ZAN", "MOR", "01/09/2026"], &["QUI", "MOR", "01/09/2026"]],
        ),
        record(
            "timetable Zan Abel",
            &timetable,
            &[
                &["ZAN", "Monday", "09:00", "10:00", "ECT time"],
                &["ZAN", "Tuesday", "09:00", "10:00", "Teaching"],
            ],
        ),
        record("timetable Vexa Cole", &timetable, &[&["VEX", "Monday", "09:00", "11:00", "Teaching"]]),
        record("timetable Quinn", &timetable, &[&["QUI", "Monday", "09:00", "", "Teaching"]]),
        record(
            "cover",
            &["Date", "Covering teacher", "Start", "End", "Absent teacher", "Kind"],
            &[
                &["05/10/2026", "ZAN", "09:00", "10:00", "VEX", "cover"],
                &["12/10/2026", "ZAN", "09:00", "10:00", "Vexa Cole’s trip", "event"],
            ],
        ),
    ]);
    files.push(support::text_file("ringfence.toml", "term = \"Autumn 2026\"\nas_of = \"2026-11-27\""));
    let reading = support::read(files);
    let assessed = assess(&reading.school, &reading.settings, &Rulebook::embedded().unwrap());
    assert_eq!(assessed.ects.len(), 2);
    assert_eq!(told_on(&assessed), Vec::<String>::new());
    let own = statements(&assessed);
    let names: Vec<&str> = own.iter().map(|(slug, _)| slug.as_str()).collect();
    assert_eq!(names, ["quinn-baker", "zan-abel"]);
    let text = all_text(&own[1].1);
    assert!(text.contains("for a colleague"), "the line of the cover is there");
    assert!(says(&text, "Morag Dunn") && !text.contains("1000004"), "the mentor has a name and no number");
}
