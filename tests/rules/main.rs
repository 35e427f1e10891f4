//! Literate rule tests. Every `## sentence` of `tests/rules/*.md` is a case: the files a school would send, and the
//! answers worked by hand.
//!
//! ````text
//! # Shared                       blocks for every case of the file
//! # PT01 reduced timetable       blocks for every case under this heading, on top of the shared ones
//! ## exactly at the limit is met
//! ```csv staff.csv               a file; it replaces a shared one of the same name
//! ```csv+ timetable.csv          rows added to the shared file
//! ```csv periods.csv             with nothing in it: the school does not send this file
//! ```toml                        ringfence.toml
//! ```expect
//! PT01 JSM met measured=1188 required=1188
//! PT02 JSM not_met strength=statutory
//! RV01 JSM pending by=2026-12-18
//! PT03 JSM not_shown reason~"periods" settle~"periods"
//! FN03 JSM met reason~"year-2 grant"     the answer of several whose reason says so
//! PT04 JSM pending by=2026-12-18 from=2026-09-01 to=2026-10-02 clause~"2.20"
//! no MN01 JSM
//! MN01 JSM not_met remedy~"Tuesday P2"          what to do, with its slots and dates; remedy=none: nothing
//! ```
//! ````
//!
//! Only the assessments listed are compared. In every case each figure must lead down to cells, settings or clauses,
//! and what would settle it must be said exactly where nothing can be shown.

mod answer;
mod case;

use answer::answers;
use case::{Case, cases_of, crooked};
use ringfence::ingest::{self, Content, PackFile};
use ringfence::model::finding::Level;
use ringfence::model::school::School;
use ringfence::model::settings::Settings;
use ringfence::rules::rulebook::Rulebook;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::LazyLock;

/// Read once for all cases.
static RULEBOOK: LazyLock<Rulebook> =
    LazyLock::new(|| Rulebook::embedded().expect("the embedded rulebook can be read"));

#[test]
fn each_case_is_answered_as_worked_by_hand() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    let (mut cases, mut wrong) = (0, Vec::new());
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        for case in cases_of(&name, &text) {
            cases += 1;
            wrong.extend(check(&case).err());
        }
    }
    assert!(cases > 0, "there is no case in {}", folder.display());
    assert!(
        wrong.is_empty(),
        "{} of {cases} cases differ from what was worked by hand\n\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Compares one case, and says all that differs.
fn check(case: &Case) -> Result<(), String> {
    let mut differs = crooked(case);
    if case.expected.is_empty() {
        differs.push("the case expects nothing".into());
    }
    let mut notes = String::new();
    if differs.is_empty() {
        let files = case.files.iter().map(|(name, text)| PackFile {
            path: name.clone(),
            content: Content::InMemory(Cow::Owned(text.clone().into_bytes())),
        });
        let schools = ingest::group(files.collect());
        if let [files] = schools.as_slice() {
            let reading = ingest::read(files, &Settings::default());
            let answered =
                catch_unwind(AssertUnwindSafe(|| answers(case, &reading.school, &reading.settings)));
            differs = answered.unwrap_or_else(|_| vec!["the program stopped (see its message above)".into()]);
            notes = left_out(&reading.school);
        } else {
            differs.push(format!("the files were taken for {} schools", schools.len()));
        }
    }
    if differs.is_empty() {
        Ok(())
    } else {
        Err(format!("{}\n  {}\n{notes}", case.place, differs.join("\n  ")))
    }
}

/// What reading left out, to help find a slip in the case.
fn left_out(school: &School) -> String {
    let mut text = String::new();
    for finding in school.findings.iter().filter(|finding| finding.level != Level::Note) {
        let _ = writeln!(text, "  (reading: {} {})", finding.code, finding.message);
    }
    text
}
