//! What the rules work out on the way, worked by hand: the weeks of the ledger, the windows for meetings, the comparator,
//! the mentor's training, what was chosen and what was noticed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod choices_and_findings;
mod figures;
mod ledger;
mod meetings;
mod records;
#[path = "../support/mod.rs"]
mod support;
mod training_and_funding;

use chrono::NaiveDate;
use ringfence::ingest;
use ringfence::model::figure::{AnyFigure, Figure, Origin};
use ringfence::model::units::Unit;
use ringfence::rules::rulebook::Rulebook;
use ringfence::rules::{Assessed, EctWork, assess};

/// A school of three weeks and one holiday: 12 October to 6 November 2026, without the week of 26 October. Lessons from
/// nine to twelve; JSM began with the term, full-time, with MEN as mentor.
const SCHOOL: [(&str, &str); 7] = [
    ("school.csv", "URN,School\n123456,Calder High School\n"),
    ("calendar.csv", "From,To,Kind\n2026-10-12,2026-11-06,term\n2026-10-26,2026-10-30,holiday\n"),
    ("periods.csv", "Period,Start,End\nMorning,09:00,12:00\n"),
    (
        "staff.csv",
        "Staff code,Name,FTE,Pay range\nJSM,Jane Smith,1,Main\nMEN,Mel Ennis,1,Upper\nTOK,Tom Okafor,1,Upper\n\
         KLE,Kit Lee,1,Main\nLOU,Lou Marsh,1,Main\nPAT,Pat Reid,1,Main\n",
    ),
    ("induction.csv", "Staff code,Induction start\nJSM,2026-10-12\n"),
    ("mentorship.csv", "ECT,Mentor,From,To\nJSM,MEN,2026-10-12,\n"),
    (
        "timetable.csv",
        "Staff code,Day,Start,End,Activity,Effective from\nJSM,Monday,09:00,11:00,Teaching,\n\
         JSM,Wednesday,09:00,11:00,ECT time,\nKLE,Monday,09:00,11:00,Teaching,\nLOU,Monday,09:00,11:30,Teaching,\n\
         PAT,Monday,09:00,12:00,Teaching,\n",
    ),
];

/// Asks about the school with these files in place of its own, or beside them.
fn ask(own: &[(&str, &str)], as_of: &str, look: impl FnOnce(&Assessed)) {
    ask_by(&Rulebook::embedded().unwrap(), own, as_of, look);
}

/// The same, by this rulebook.
fn ask_by(book: &Rulebook, own: &[(&str, &str)], as_of: &str, look: impl FnOnce(&Assessed)) {
    let kept = SCHOOL.iter().filter(|(name, _)| own.iter().all(|(other, _)| other != name));
    let mut files: Vec<_> = kept.chain(own).map(|(name, text)| support::text_file(name, text)).collect();
    let settings = format!("from = \"2026-10-12\"\nto = \"2026-11-06\"\nas_of = \"{as_of}\"\n");
    if own.iter().all(|(name, _)| *name != "ringfence.toml") {
        files.push(support::text_file("ringfence.toml", &settings));
    }
    let files = ingest::SchoolFiles { folder: String::new(), files, shared: Vec::new() };
    let reading = ingest::read(&files, &ringfence::model::settings::Settings::default());
    look(&assess(&reading.school, &reading.settings, book));
}

fn jsm<'a>(assessed: &'a Assessed) -> &'a EctWork {
    let found = assessed.ects.iter().find(|work| assessed.school.person(work.person).id == "JSM");
    found.unwrap()
}

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn value<U: Unit>(figure: &Figure<U>) -> String {
    figure.value().to_string()
}

/// First and last row of each block of cells that a figure rests on, as a sheet numbers them.
fn rows(figure: &AnyFigure) -> Vec<(u32, u32)> {
    let blocks = figure.origins().iter().filter_map(|origin| match origin {
        Origin::Cells(span) => Some((span.top + 1, span.bottom + 1)),
        _ => None,
    });
    blocks.collect()
}

const MEETINGS: (&str, &str) = (
    "meetings.csv",
    "Date,ECT,Mentor,Start,End,Minutes,Kind,Status\n2026-10-13,JSM,MEN,09:00,10:00,,meeting,held\n\
     2026-10-13,JSM,MEN,09:30,10:15,,coaching,held\n2026-10-14,JSM,MEN,,,20,drop-in,held\n\
     2026-11-03,JSM,MEN,09:00,10:00,,meeting,cancelled\n",
);
