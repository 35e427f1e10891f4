//! A small school of the sample, of which every rule says something.

use crate::files::file;
use ringfence::ingest::PackFile;

/// Lines of the timetable that are enough.
const LESSONS: usize = 160;

const FILES: [(&str, &str); 13] = [
    ("absence.csv", include_str!("../../sample-data/calder-and-wharfe/larkrigg-academy/absence.csv")),
    ("calendar.csv", include_str!("../../sample-data/calder-and-wharfe/larkrigg-academy/calendar.csv")),
    ("cover.csv", include_str!("../../sample-data/calder-and-wharfe/larkrigg-academy/cover.csv")),
    ("induction.csv", include_str!("../../sample-data/calder-and-wharfe/larkrigg-academy/induction.csv")),
    ("meetings.csv", include_str!("../../sample-data/calder-and-wharfe/larkrigg-academy/meetings.csv")),
    ("mentors.csv", include_str!("../../sample-data/calder-and-wharfe/larkrigg-academy/mentors.csv")),
    ("mentorship.csv", include_str!("../../sample-data/calder-and-wharfe/larkrigg-academy/mentorship.csv")),
    (
        "observations.csv",
        include_str!("../../sample-data/calder-and-wharfe/larkrigg-academy/observations.csv"),
    ),
    ("periods.csv", include_str!("../../sample-data/calder-and-wharfe/larkrigg-academy/periods.csv")),
    ("reviews.csv", include_str!("../../sample-data/calder-and-wharfe/larkrigg-academy/reviews.csv")),
    ("school.csv", include_str!("../../sample-data/calder-and-wharfe/larkrigg-academy/school.csv")),
    ("staff.csv", include_str!("../../sample-data/calder-and-wharfe/larkrigg-academy/staff.csv")),
    ("training.csv", include_str!("../../sample-data/calder-and-wharfe/larkrigg-academy/training.csv")),
];

const TIMETABLE: &str =
    include_str!("../../sample-data/calder-and-wharfe/larkrigg-academy/larkrigg_timetable.csv");

/// Its files.
pub fn small() -> Vec<PackFile> {
    let lessons: Vec<&str> = TIMETABLE.lines().take(LESSONS).collect();
    let all = FILES.iter().map(|(name, text)| file(name, text.as_bytes().to_vec()));
    all.chain([file("timetable.csv", lessons.join("\n").into_bytes())]).collect()
}
