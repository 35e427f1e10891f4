//! Slots in which each teacher teaches, counted by hand in every export of `tests/layouts`, and by the program.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use ringfence::model::school::Activity;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Export, teacher, and the taught slots counted by hand: a slot is a week, a day and a period, and counts once however
/// many classes, students or rows it has.
const TAUGHT: &[(&str, &[(&str, usize)])] = &[
    // The room turns within the week: R1 is merged over two and over three slots.
    ("grid-rooms", &[("JSM", 2 + 1), ("BEL", 3), ("KHA", 1 + 2), ("LEE", 1), ("OKA", 3 + 1 + 1)]),
    // JS: 7A, 12 I, 7 and 8B, 8B, 9A. AK: 11B/7E, 11 D+F, 9 and 7A. BELL: 10C, 10C and 11A, 12; PPA is none.
    ("grid-bare-days", &[("JS", 6), ("AK", 4), ("BELL", 4)]),
    // JSM: weeks 1, 2, 3 on Monday and week 2 on Thursday; PPA is none. KHA: Thursday in weeks 1, 2, 3 and both in week 4.
    ("grid-four-weeks", &[("JSM", 4), ("KHA", 5)]),
    // Smith: D1 7A, 10C; D2 7A, 10C; D3 8B; D4 12 I; D5 9, 11A; PPA and Mentoring are none. Khan: D1 8B; D2 9A, 9A.
    ("grid-teacher-sheets", &[("J Smith", 8), ("A Khan", 3)]),
    // JSM: A 7A, 8B and B 7A. KHA: A 9A and B 9A, 9A.
    ("grid-week-prefix", &[("JSM", 3), ("KHA", 3)]),
    ("grid-week-suffix", &[("JSM", 3), ("KHA", 3)]),
    // JSM: A 7A, 8B, 8B and B 7A, 8B. KHA: A 9A and B 9A, 9A.
    ("grid-week-sheets", &[("JSM", 5), ("KHA", 3)]),
    // The same, and BEL: 10C and 11A, both in week A.
    ("grid-weeks-side-by-side", &[("JSM", 5), ("KHA", 3), ("BEL", 2)]),
    // No day is said.
    ("grid-times-no-day", &[]),
    // One row for each student: ABC in 1Thu:1 and 2Thu:1, DEF in 1Fri:5; the row of Cy has no teacher.
    ("sims-list-students", &[("ABC", 2), ("DEF", 1)]),
    // Example: 1Thu:1 for two students, 1Thu:2. Other: 2Fri:5 for two students, 2Fri:6.
    ("sims-list-fill-down", &[("Mrs A Example", 2), ("Mr D Other", 2)]),
];

fn taught(folder: &Path) -> BTreeMap<String, usize> {
    let school = support::read(support::fixture(folder)).school;
    let mut slots = BTreeMap::<String, BTreeSet<String>>::new();
    for lesson in school.timetable.iter().filter(|lesson| lesson.activity == Activity::Taught) {
        let slot = format!("{:?} {:?} {:?}", lesson.week, lesson.day, lesson.slot);
        slots.entry(school.person(lesson.person).id.clone()).or_default().insert(slot);
    }
    slots.into_iter().map(|(who, slots)| (who, slots.len())).collect()
}

#[test]
fn every_teacher_teaches_the_slots_counted_by_hand() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts");
    for (name, expected) in TAUGHT {
        let expected: BTreeMap<String, usize> =
            expected.iter().map(|(who, slots)| ((*who).to_owned(), *slots)).collect();
        assert_eq!(taught(&root.join(name)), expected, "{name}");
    }
}
