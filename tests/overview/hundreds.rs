//! Hundreds of invented schools, as a run would leave them to the overview; the same ones every time.

use chrono::NaiveDate;
use ringfence::model::brand::Brand;
use ringfence::model::source::FileInfo;
use ringfence::rules::{Subject, rules};
use ringfence::tables::Masthead;
use ringfence::tables::schools::{self, Counts, History, Overview, Rows, School, Then, Todo};
use std::collections::BTreeMap;

const FIRST: [&str; 20] = [
    "Alder", "Birch", "Calder", "Dun", "East", "Fell", "Green", "Hazel", "Ings", "Kirk", "Lang", "Moss",
    "Nether", "Oak", "Pen", "Raven", "Stan", "Thorn", "Under", "Whin",
];
const LAST: [&str; 8] = ["brook", "cliffe", "bank", "moor", "how", "toft", "well", "thwaite"];
const KIND: [(&str, &str); 4] = [
    ("Primary School", "Primary"),
    ("Academy", "Secondary"),
    ("High School", "Secondary"),
    ("All-through School", "All-through"),
];
const AUTHORITIES: [&str; 6] =
    ["Northmoor", "Eastdale", "Calderside", "Wharfe Vale", "St Oswin’s", "Tarn and Beck"];
const TERMS: [(&str, i32, u32, u32); 6] = [
    ("Autumn 2024", 2024, 12, 20),
    ("Spring 2025", 2025, 4, 4),
    ("Summer 2025", 2025, 7, 22),
    ("Autumn 2025", 2025, 12, 19),
    ("Spring 2026", 2026, 3, 27),
    ("Summer 2026", 2026, 7, 21),
];

/// Throws that fall the same way each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap_or_default()
}

/// The overview of so many schools, with six earlier terms.
pub fn overview(n: usize) -> Overview {
    let (mut dice, mut history) = (Dice(2026), History::default());
    let schools: Vec<School> = (0..n).map(|number| school(number, &mut dice, &mut history)).collect();
    let files = schools.iter().flat_map(|school| {
        ["timetable.xlsx", "cover.csv", "meetings.xlsx"].map(|path| {
            let file = FileInfo { path: path.into(), sha256: "0a".repeat(32), bytes: 20_000, rejected: None };
            (school.name.clone(), file)
        })
    });
    let files = files.collect();
    let mut all = schools::overview(schools, Some(&masthead()), true, history);
    all.files = Some(files);
    all
}

fn masthead() -> Masthead {
    Masthead {
        school: "Alderbrook Primary School".to_owned(),
        urn: None,
        trust: Some("Calder and Wharfe Learning Trust".to_owned()),
        appropriate_body: None,
        term: "Autumn 2026".to_owned(),
        dates: (day(2026, 9, 1), day(2026, 12, 18)),
        as_of: day(2026, 11, 27),
        tool: "ringfence 0.1.0".to_owned(),
        rulebook: ("2026-11".to_owned(), "4f1c9d0277ae51b3".repeat(4)),
        brand: Brand::default(),
    }
}

fn school(number: usize, dice: &mut Dice, history: &mut History) -> School {
    let (kind, phase) = KIND[(number / 7) % KIND.len()];
    let nth = number / (FIRST.len() * LAST.len());
    let place = if nth == 0 { String::new() } else { format!(" {}", nth + 1) };
    let name =
        format!("{}{}{place} {kind}", FIRST[number % FIRST.len()], LAST[(number / FIRST.len()) % LAST.len()]);
    let urn = (900_000 + number).to_string();
    if number % 97 == 50 {
        return School {
            urn: Some(urn),
            ..schools::unread(&name, "No sheet of timetable.pdf is a spreadsheet.")
        };
    }
    let (ects, mentors) = (1 + dice.below(9), 1 + dice.below(8));
    // Some schools are well run, and some send no timetable.
    let (ease, blind) = (2 + dice.below(30), number % 31 == 17);
    for (term, y, m, d) in TERMS.into_iter().skip(if number % 11 == 3 { 4 } else { 0 }) {
        let (all, rules) = answers(dice, (ects, mentors), ease.saturating_sub(1).max(2), false);
        let then = Then { term: term.to_owned(), as_of: day(y, m, d), all, rules, standing: None };
        assert!(history.add(Some(&urn), &name, then).is_ok(), "one answer a day");
    }
    let (all, rules) = answers(dice, (ects, mentors), ease, blind);
    let by = (all.not_met > 0).then(|| day(2026, 12, if all.breach > 0 { 4 } else { 11 }));
    let todo = rules.iter().filter(|(_, counts)| counts.not_met > 0).map(|(rule, counts)| Todo {
        by,
        what: format!("Put right what {rule} asks, for {} of {}", counts.not_met, counts.asked()),
        who: (0..counts.not_met).map(|n| format!("Teacher {}", n + 1)).collect(),
        rules: vec![rule.clone()],
        strength: if counts.breach > 0 { "Breach" } else { "Not as expected" }.to_owned(),
    });
    let reports = ["appropriate-body", "funding", "governors", "head"].iter();
    let reports =
        reports.flat_map(|name| ["html", "xlsx"].map(|ending| format!("{name}.{ending}"))).collect();
    School {
        folder: format!("{urn}-school-{number}"),
        urn: Some(urn),
        phase: Some(phase.to_owned()),
        local_authority: Some(AUTHORITIES[(number / 3) % AUTHORITIES.len()].to_owned()),
        reports,
        term: "Autumn 2026".to_owned(),
        as_of: Some(day(2026, 11, 27)),
        verdict: format!("{} of {} checks that are due are met.", all.met, all.due()),
        by,
        ects: usize::try_from(ects).unwrap_or(0),
        mentors: usize::try_from(mentors).unwrap_or(0),
        todo: todo.collect(),
        settle: if blind { vec!["Supply timetable".to_owned()] } else { Vec::new() },
        rows: rows(dice),
        rules: rules.into(),
        all,
        name,
        ..School::default()
    }
}

fn answers(
    dice: &mut Dice,
    (ects, mentors): (u64, u64),
    ease: u64,
    blind: bool,
) -> (Counts, BTreeMap<String, Counts>) {
    let mut by_rule = BTreeMap::new();
    for rule in rules() {
        let mut counts = Counts::default();
        let asked = if matches!(rule.subject, Subject::Mentor | Subject::Trained) { mentors } else { ects };
        for _ in 0..asked {
            match dice.below(ease) {
                _ if blind && rule.code.starts_with("PT") => counts.not_shown += 1,
                0 => {
                    counts.not_met += 1;
                    counts.breach += u64::from(rule.code == "PT01");
                }
                1 if dice.below(4) == 0 => counts.not_shown += 1,
                2 if rule.code.starts_with("RV") => counts.pending += 1,
                _ => counts.met += 1,
            }
        }
        by_rule.insert(rule.code.to_owned(), counts);
    }
    (by_rule.values().fold(Counts::default(), |all, counts| all.and(*counts)), by_rule)
}

fn rows(dice: &mut Dice) -> Rows {
    let (read, left_out) = (2000 + dice.below(2000), dice.below(9).saturating_sub(5));
    let why = if left_out > 0 { format!("duplicate row: {left_out}") } else { String::new() };
    Rows { files: 3, files_left_out: 0, read, used: read - left_out, left_out, why }
}
