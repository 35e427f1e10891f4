//! An invented school with every outcome and strength, for tests of tables and writers.

mod answers;
mod work;

pub use answers::assessed;

use crate::model::figure::{AnyFigure, Clause, Evidence, Figure, Origins};
use crate::model::finding::{Finding, Level, Place};
use crate::model::school::{Person, School};
use crate::model::source::{Field, FileId, FileInfo, SheetId, SheetInfo, Source, Sources, Span};
use crate::model::units::{Minutes, Ratio, Unit};
use chrono::{Days as Add, NaiveDate};
use std::sync::Arc;

const TIMETABLE: u32 = 0;
const COVER: u32 = 1;
const MEETINGS: u32 = 2;
const TRAINING: u32 = 3;
const STAFF: u32 = 4;
const INDUCTION: u32 = 5;

/// A day of 2026, unless the month says 2027 or 2028.
pub fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

fn rows(sheet: u32, top: u32, bottom: u32) -> Span {
    Span { sheet: SheetId(sheet), top: top - 1, left: 0, bottom: bottom - 1, right: 7 }
}

fn read<U: Unit>(value: impl Into<Ratio>, how: &str, sheet: u32, top: u32, bottom: u32) -> Figure<U> {
    Figure::read(value, how, Origins::one(rows(sheet, top, bottom)))
}

fn clause(rule: &str, para: &str, quote: &str, evidence: Evidence) -> Arc<Clause> {
    Arc::new(Clause {
        rule: rule.to_string(),
        title: "Induction for early career teachers (England), statutory guidance".to_string(),
        para: para.to_string(),
        url: "https://www.gov.uk/".to_string(),
        in_force: day(2021, 9, 1),
        quote: quote.to_string(),
        evidence,
        checked: day(2026, 11, 1),
        note: if evidence == Evidence::Secondary {
            "The guidance itself says only “regular”".into()
        } else {
            String::new()
        },
    })
}

fn file(path: &str, rejected: Option<&str>) -> FileInfo {
    FileInfo {
        path: path.to_string(),
        sha256: "9f3a61c0".repeat(8),
        bytes: 20_000,
        rejected: rejected.map(ToString::to_string),
    }
}

fn sheet(file: u32, name: Option<&str>, record: &str, read: u64, left_out: &[(&str, u64)]) -> SheetInfo {
    let out: u64 = left_out.iter().map(|(_, n)| n).sum();
    SheetInfo {
        file: FileId(file),
        name: name.map(ToString::to_string),
        taken_for: Some(record.to_string()),
        layout: None,
        data: None,
        rows_read: read,
        rows_used: read - out,
        left_out: left_out.iter().map(|(why, n)| ((*why).to_string(), *n)).collect(),
    }
}

/// The school: four ECTs (0 to 3), three mentors (4 to 6), and files with a few faults.
pub fn school() -> School {
    let names = [
        "Amara Okafor",
        "Daniel Whitcombe",
        "Priya Raman",
        "Ruth Castellane",
        "Farida Noor",
        "Martin Heale",
        "Owen <b>Baptiste",
    ];
    let mut school = School {
        people: names
            .iter()
            .map(|name| Person {
                id: name.split(' ').map(|part| &part[..1]).collect::<String>() + &name[name.len() - 2..],
                name: (*name).to_string(),
                trn: None,
            })
            .collect(),
        sources: Sources {
            files: vec![
                file("timetable.xlsx", None),
                file("cover.csv", None),
                file("meetings.xlsx", None),
                file("training_register.xlsx", None),
                file("staff.xlsx", None),
                file("induction.xlsx", None),
                file("old/photo.heic", Some("not a spreadsheet")),
            ],
            sheets: vec![
                sheet(
                    0,
                    Some("Timetable"),
                    "timetable",
                    2214,
                    &[("duplicate row", 12), ("no such period", 4)],
                ),
                sheet(1, None, "cover", 412, &[("covering teacher not in the staff list", 3)]),
                sheet(2, Some("Log"), "meetings", 78, &[]),
                sheet(3, Some("Register"), "training", 31, &[]),
                sheet(4, Some("Staff"), "staff", 84, &[]),
                sheet(5, Some("ECTs"), "induction", 8, &[]),
            ],
        },
        ..School::default()
    };
    school.about.urn = Field { value: Some("123456".to_string()), source: None };
    school.about.name = Field { value: Some("Alderbrook Academy".to_string()), source: None };
    let cell = Source { sheet: SheetId(COVER), row: 43, col: 1 };
    school.findings = vec![
        Finding {
            code: "W-EXT",
            level: Level::Warning,
            message: "The column “Comments” is not used".to_string(),
            help: "Nothing to do.".to_string(),
            at: vec![Place::File(FileId(2))],
        },
        Finding {
            code: "E-TIE",
            level: Level::Error,
            message: "“Smith J” fits two people".to_string(),
            help: "Write the staff code instead.".to_string(),
            at: vec![Place::Cell(cell)],
        },
    ];
    school
}

/// The weeks of the term: fifteen, with a half-term after the eighth.
pub fn weeks() -> Vec<(NaiveDate, NaiveDate)> {
    let first = day(2026, 8, 31);
    let monday = |n: u64| first.checked_add_days(Add::new(n * 7)).unwrap();
    (0..16)
        .filter(|n| *n != 8)
        .map(|n| (monday(n), monday(n).checked_add_days(Add::new(4)).unwrap()))
        .collect()
}

/// The two figures of an answer, for tests of sentences.
pub fn pair(m: Ratio, r: Ratio) -> (Option<AnyFigure>, Option<AnyFigure>) {
    let of = |v| read::<Minutes>(v, "a figure", TIMETABLE, 2, 2).any();
    (Some(of(m)), Some(of(r)))
}
