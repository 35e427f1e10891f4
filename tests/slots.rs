//! Slots in which each teacher teaches, counted by hand in every export of `tests/layouts`, and by the program.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use ringfence::model::school::Activity;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Export, teacher, and the taught slots counted by hand: a slot is a week, a day and a period, and counts once however
/// many classes, students or rows it has.
const TAUGHT: &[(&str, &[(&str, usize)])] = &[
    // Ana: Mon 9.30, Mon 11.15, Tue 9.30, which Ben teaches with her. Cai: Day C; PPA and Lunch are none.
    ("fet-bar-unquoted", &[("Ana", 3), ("Ben", 1), ("Cai", 1)]),
    ("fet-comma", &[("Ana", 3), ("Ben", 1), ("Cai", 1)]),
    ("fet-semicolon", &[("Ana", 3), ("Ben", 1), ("Cai", 1)]),
    ("fet-single-quote-no-header", &[("Ana", 3), ("Ben", 1), ("Cai", 1)]),
    // The first and the last row; PPA, ECT time, Duty and Mentoring are none, and “Moonday” is refused.
    ("house", &[("JSM", 1), ("ZPA", 1)]),
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
    // Smith: 7A, 7A, 8B and on Wednesday 9C, 9C. Khan: 9A, 10 B, 9B over lunch, 11A. Bell: 12 I twice;
    // PPA is none.
    ("grid-times-by-day", &[("JANE SMITH", 5), ("ALI KHAN", 4), ("ANN BELL", 2)]),
    // The same on one day.
    ("grid-times-day-in-title", &[("JANE SMITH", 3), ("ALI KHAN", 4), ("ANN BELL", 2)]),
    // No day is said.
    ("grid-times-no-day", &[]),
    // Week A: 1 of AA at 01, 4 of Friday at 20. Week B: Wednesday at 29, Friday at 40. The codes of NCLASS are no classes.
    ("nova", &[("AA", 2), ("PM", 2)]),
    // Verdelli: Monday 07:50 for two classes at once, and two hours on Tuesday, which are one row and so one slot. Montelupo:
    // Wednesday, Friday and Monday; “Disposizione” has no class. The last three rows have no readable length or day.
    ("edt", &[("Ada Verdelli", 2), ("Gio Batta Montelupo", 3), ("Supplenteuno", 1)]),
    ("edt-headings-with-accents", &[("Ada Verdelli", 2), ("Gio Batta Montelupo", 1)]),
    // Only that the periods are numbered through both weeks is documented; the headings are the usual words.
    // Four periods a day: 1 is Monday A, 6 Tuesday A and 21 Monday B; 20 and 40 are the last of Friday A and B.
    ("asc-isams", &[("JSM", 3), ("LEE", 2)]),
    // JSM: Monday A, Monday B and Friday B. LEE: Friday A.
    ("isams-structure", &[("JSM", 3), ("LEE", 1)]),
    // TBE: Mon 1 and 2 (length 2), Mon 7. RKA: Wed 3 for two classes, Thu 9; PPA is none.
    ("edval", &[("TBE", 3), ("RKA", 2)]),
    // EJT: Mon 1, Mon 3 and 4 (length 2). ABC: Mon 2, Tue 1, 2, 3 (length 3), Fri 5 and 6; PPA and the meeting are none.
    ("timetabler", &[("EJT", 3), ("ABC", 6)]),
    ("timetabler-isams", &[("EJT", 3), ("ABC", 6)]),
    // Lesson 1 has four rows, for two classes and two teachers in one slot. WIS: that and Mon 1, Mon 2. Without a class, 3
    // and 4 are not taught; 6 has no teacher.
    ("untis-semicolon", &[("WIS", 3), ("OKA", 1), ("LEE", 1)]),
    ("untis-tab", &[("WIS", 3), ("OKA", 1), ("LEE", 1)]),
    // KOR: Mon 3 for two classes, Tue 1; PPA is none, and the lesson of every other week is left out. MüSt: Mon 4; the
    // meeting is none, and the lesson of no week is left out.
    ("untis-lesson-txt", &[("KOR", 2), ("MüSt", 1)]),
    // GPU002 says that the lesson of every other week is in week A.
    ("untis-lesson-txt-weeks", &[("KOR", 3), ("MüSt", 1)]),
    // The week of LEE's lesson, “Z”, is refused.
    ("untis-weeks", &[("WIS", 3), ("OKA", 1)]),
    // Smith: 1Mon:1, 1Mon:2 and 2Mon:1; PPA and P6 are no classes. Alderton: 8a/Ma3 and J9X/Sc3; the rest are codes.
    ("sims-matrix", &[("Ms J Smith", 3), ("Dr G Alderton", 2)]),
    ("sims-matrix-one-row", &[("Ms J Smith", 3), ("Dr G Alderton", 2), ("Mrs M O'Dowd", 3)]),
    ("sims-matrix-three-rows", &[("Ms J Smith", 3), ("Dr G Alderton", 2)]),
    // One of Smith's is 10B/Tg1 in Tut: a class is a class wherever it stands.
    ("sims-matrix-one-week", &[("j.smith@school.example", 3), ("g.alderton@school.example", 2)]),
    // Alderton: 10B/Gg2, 8a/Gg2, 11A/Gg2; P6 and the blanked slot are none. O'Neill: 7b/Gg4, 9bA/Gg1.
    ("sims-blocks", &[("Dr Gwen Alderton", 3), ("Mrs Jane O'Neill", 2)]),
    // ABC: 1Thu:1 and 1Thu:2. DEF: 2Fri:5; “Someday” is refused.
    ("sims-list", &[("ABC", 2), ("DEF", 1)]),
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
fn teachers_of_an_untis_export_have_the_names_of_its_list() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts/untis-weeks");
    let school = support::read(support::fixture(&folder)).school;
    let people = school.people.iter().map(|person| format!("{} {}", person.id, person.name));
    assert_eq!(people.collect::<Vec<_>>(), ["LEE LEE", "OKA Tom Okafor", "WIS Ann Wisléy"]);
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
