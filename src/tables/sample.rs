//! An invented school with every outcome and strength, for tests of tables and writers.

use crate::model::figure::{AnyFigure, ChosenBy, Clause, Evidence, Figure, Origin, Origins};
use crate::model::finding::{Finding, Level, Place};
use crate::model::school::{Element, Person, PersonId, School};
use crate::model::source::{Field, FileId, FileInfo, SheetId, SheetInfo, Source, Sources, Span};
use crate::model::units::{Count, Days, Minutes, Ratio, Share, Terms, Unit};
use crate::rules::{
    Assessed, Assessment, CannotTell, Choice, Comparator, CycleTime, EctWork, Ledger, LedgerWeek, MentorWork,
    Outcome, Position, Settle, Strength, Term, Window, WindowState,
};
use chrono::{Days as Add, NaiveDate};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A day of 2026, unless the month says 2027 or 2028.
pub fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

const TIMETABLE: u32 = 0;
const COVER: u32 = 1;
const MEETINGS: u32 = 2;
const TRAINING: u32 = 3;
const STAFF: u32 = 4;
const INDUCTION: u32 = 5;

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
            code: "N-EXTRA-COLUMN",
            level: Level::Note,
            message: "The column “Comments” is not used".to_string(),
            help: "Nothing to do.".to_string(),
            at: vec![Place::File(FileId(2))],
        },
        Finding {
            code: "E-UNKNOWN-PERSON",
            level: Level::Error,
            message: "“XYZ” is not in the staff list".to_string(),
            help: "Add XYZ to the staff list, or correct the code.".to_string(),
            at: vec![Place::Cell(cell)],
        },
    ];
    school
}

fn answer(rule: &'static str, person: u32, outcome: Outcome, strength: Strength) -> Assessment {
    Assessment {
        rule,
        subject: PersonId(person),
        from: day(2026, 9, 1),
        to: day(2026, 11, 27),
        outcome,
        strength,
        measured: None,
        required: None,
        reason: String::new(),
        remedy: None,
        by: None,
        settle: Vec::new(),
        clause: None,
    }
}

fn cannot(mut answer: Assessment, why: &str, settle: Settle) -> Assessment {
    answer.reason = why.to_string();
    answer.settle = vec![settle];
    answer
}

fn comparator() -> Figure<Minutes> {
    Figure::derived_with(
        2640,
        "median taught by 3 comparable teachers",
        read::<Minutes>(2580, "taught in one cycle", TIMETABLE, 2, 44).any(),
        [
            read::<Minutes>(2640, "taught in one cycle", TIMETABLE, 100, 143).any(),
            read::<Minutes>(2700, "taught in one cycle", TIMETABLE, 200, 244).any(),
        ],
        Some(Origins::one(rows(STAFF, 2, 85))),
    )
}

fn times(share: Ratio, how: &str, fte: Ratio, para: &str, quote: &str) -> Figure<Minutes> {
    let cap: Figure<Share> = Figure::ruled(share, how, clause("PT01", para, quote, Evidence::Official));
    let fte_read = read::<Share>(fte, "full-time equivalent", STAFF, 31, 31);
    let value = comparator().value() * share * fte;
    Figure::derived(
        value,
        "comparator × share × full-time equivalent",
        [comparator().any(), cap.any(), fte_read.any()],
    )
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

fn ledger(person: u32) -> Ledger {
    let lost_in: &[(usize, i64)] = if person == 3 { &[(3, 60), (7, 60), (9, 60), (11, 30)] } else { &[] };
    let back_in: &[(usize, i64)] = if person == 3 { &[(8, 60)] } else { &[] };
    let each = [150, 120, 90, 60][person as usize];
    let at = |list: &[(usize, i64)], n| list.iter().filter(|(w, _)| *w == n).map(|(_, m)| *m).sum::<i64>();
    let weeks: Vec<LedgerWeek> = weeks()
        .iter()
        .zip(1..)
        .map(|((monday, _), n)| LedgerWeek {
            week: Some(n),
            monday: *monday,
            planned: Ratio::whole(if n <= 12 { each } else { 0 }),
            lost: Ratio::whole(at(lost_in, n)),
            repaid: Ratio::whole(at(back_in, n)),
            to_come: Ratio::whole(if n > 12 { each } else { 0 }),
        })
        .collect();
    let sum = |of: fn(&LedgerWeek) -> Ratio| weeks.iter().map(of).fold(Ratio::ZERO, |a, b| a + b);
    let (p, l, r) = (sum(|w| w.planned), sum(|w| w.lost), sum(|w| w.repaid));
    let planned = read::<Minutes>(p, "planned on days at work", TIMETABLE, 1830 + person, 1832 + person);
    let lost = Figure::<Minutes>::read(
        l,
        "taken for cover or events",
        Origins::one(Origin::Searched(rows(COVER, 2, 413))),
    );
    let repaid = read::<Minutes>(r, "given back", COVER, 190, 190);
    let kept =
        Figure::derived(p - l + r, "planned − taken + given back", [planned.any(), lost.any(), repaid.any()]);
    Ledger { weeks, planned, lost, repaid, kept }
}

fn windows(person: u32) -> Vec<Window> {
    let weeks = weeks();
    let step = if person == 3 { 2 } else { 1 };
    let missed: &[usize] = if person == 1 { &[6, 7, 11] } else { &[] };
    weeks
        .chunks_exact(step)
        .zip(0..)
        .map(|(pair, i)| {
            let (first, last) = (i * step + 1, i * step + step);
            let state = match (person, first) {
                (2, 2) => WindowState::Absent,
                (2, 1) => WindowState::NotInService,
                _ if last > 12 => WindowState::NotDue,
                _ if missed.contains(&first) => WindowState::Missed,
                _ => WindowState::Held,
            };
            let row = u32::try_from(first).unwrap() + 13;
            Window {
                weeks: (first, last),
                from: pair[0].0,
                to: pair[pair.len() - 1].1,
                state,
                minutes: (state == WindowState::Held).then(|| read(60, "held minutes", MEETINGS, row, row)),
                cells: vec![rows(MEETINGS, row, row)],
            }
        })
        .collect()
}

fn ect(person: u32) -> EctWork {
    let n = person as usize;
    let part: u8 = if person == 3 { 2 } else { 1 };
    let fte = if person == 2 { Ratio::new(3, 5).unwrap() } else { Ratio::ONE };
    let quote = "must not teach more than 90% of the timetable of the school’s existing teachers on the main pay range";
    let nine = if part == 1 { Ratio::new(9, 10).unwrap() } else { Ratio::new(19, 20).unwrap() };
    let taught = [2340, 2460, 1380, 2400][n];
    let row = 1043 + person * 50;
    let minutes =
        |value: i64, how: &str, at: u32| read::<Minutes>(value, how, TIMETABLE, row + at, row + at + 3);
    let gap = if person == 1 { 2 } else { 0 };
    EctWork {
        person: PersonId(person),
        reference_day: day(2026, 11, 27),
        started: if part == 1 { day(2026, 9, 1) } else { day(2025, 1, 6) },
        fte: Some(read(fte, "full-time equivalent", STAFF, 31, 31)),
        position: Ok(Position {
            served: read(
                Ratio::new(if part == 1 { 4 } else { 29 }, 5).unwrap(),
                "terms served",
                INDUCTION,
                2,
                2,
            ),
            term_now: if part == 1 { 1 } else { 6 },
            part,
            served_before_term: Ratio::whole(if part == 1 { 0 } else { 5 }),
            part1_ended: None,
            part2_ended: None,
            expected_end: Some(if part == 1 { day(2028, 7, 20) } else { day(2026, 12, 18) }),
            absent: read::<Days>(
                if person == 3 { Ratio::new(55, 2).unwrap() } else { Ratio::ZERO },
                "days absent",
                INDUCTION,
                2,
                2,
            ),
            default_terms: Vec::new(),
        }),
        cycle: Ok(CycleTime {
            taught: minutes(taught, "taught in weeks A and B", 0),
            ppa: Some(minutes([240, 300, 180, 300][n], "PPA in blocks of 30 minutes or more", 5)),
            protected: Some(minutes([300, 240, 180, 180][n], "labelled as induction time", 10)),
            other: Some(minutes([120, 0, 60, 120][n], "other time in teaching hours", 15)),
        }),
        limit: Some(times(nine, "share in this part of induction", fte, "2.20", quote)),
        protected_required: Some(times(Ratio::ONE - nine, "induction time in this part", fte, "2.20", "")),
        ppa_required: Some(Figure::derived(
            Ratio::new(taught, 10).unwrap(),
            "10% of the time taught",
            [minutes(taught, "taught in weeks A and B", 0).any()],
        )),
        windows: windows(person),
        longest_gap: Some(read::<Count>(gap, "windows in a row without a meeting", MEETINGS, 14, 25)),
        mentors: vec![PersonId(4 + person.min(2))],
        ledger: if person == 2 {
            Err(CannotTell {
                why: "the cover register says nothing of this term".to_string(),
                settle: vec![Settle::Supply { record: "cover", column: "Date" }],
            })
        } else {
            Ok(ledger(person))
        },
    }
}

fn timetable(all: &mut Vec<Assessment>, ect: &EctWork) {
    let cycle = ect.cycle.as_ref().unwrap();
    let any = |f: &Option<Figure<Minutes>>| f.as_ref().unwrap().any();
    for (rule, measured, required, strength) in [
        ("PT01", cycle.taught.any(), any(&ect.limit), Strength::Statutory),
        ("PT02", any(&cycle.ppa), any(&ect.ppa_required), Strength::Statutory),
        ("PT03", any(&cycle.protected), any(&ect.protected_required), Strength::Guidance),
    ] {
        let met = if rule == "PT01" {
            measured.value() <= required.value()
        } else {
            measured.value() >= required.value()
        };
        let mut one = answer(rule, ect.person.0, if met { Outcome::Met } else { Outcome::NotMet }, strength);
        one.measured = Some(measured);
        one.required = Some(required);
        all.push(one);
    }
}

fn counted(all: &mut Vec<Assessment>, rule: &'static str, person: u32, pair: (i64, i64), strength: Strength) {
    let (m, r) = pair;
    let mut one = answer(rule, person, if m >= r { Outcome::Met } else { Outcome::NotMet }, strength);
    let least: Figure<Minutes> = Figure::ruled(
        Ratio::whole(60),
        "least minutes in a window",
        clause("MN02", "", "", Evidence::Secondary),
    );
    let from = read::<Count>(m, "found in the register", MEETINGS, 14, 25).any();
    one.measured =
        Some(Figure::<Count>::derived(m, "windows that hold what is asked", [from, least.any()]).any());
    one.required = Some(read::<Count>(r, "windows that count", MEETINGS, 14, 25).any());
    all.push(one);
}

/// Everything the rules would say of that school.
pub fn assessed(school: &School) -> Assessed<'_> {
    let ects: Vec<EctWork> = (0..4).map(ect).collect();
    let mut all = Vec::new();
    for ect in &ects {
        timetable(&mut all, ect);
    }
    for ect in &ects {
        let person = ect.person.0;
        match &ect.ledger {
            Ok(ledger) => {
                let short = ledger.kept.value() < ledger.planned.value();
                let outcome = if short { Outcome::Pending } else { Outcome::Met };
                let mut one = answer("PT04", person, outcome, Strength::Guidance);
                (one.measured, one.required) = (Some(ledger.kept.any()), Some(ledger.planned.any()));
                all.push(one);
            }
            Err(why) => all.push(cannot(
                answer("PT04", person, Outcome::NotShown, Strength::Guidance),
                &why.why,
                why.settle[0].clone(),
            )),
        }
        let due = if person == 3 { 6 } else { 12 };
        counted(&mut all, "MN01", person, (if person == 1 { 9 } else { due }, due), Strength::Programme);
        counted(&mut all, "MN03", person, (if person == 2 { 9 } else { 11 }, 11), Strength::Local);
        counted(&mut all, "MN06", person, (58, 58), Strength::Grant);
        if person == 0 {
            all.push(cannot(
                answer("MN02", 0, Outcome::NotShown, Strength::Programme),
                "5 of the 10 meetings have no minutes and no end time",
                Settle::Fill(Span { sheet: SheetId(MEETINGS), top: 57, left: 5, bottom: 61, right: 5 }),
            ));
        } else {
            counted(&mut all, "MN02", person, (8, 8), Strength::Programme);
        }
        let mut at = answer("IN01", person, Outcome::Met, Strength::Statutory);
        let position = ect.position.as_ref().unwrap();
        at.measured = Some(position.served.any());
        at.required = Some(
            Figure::<Terms>::ruled(
                Ratio::whole(6),
                "terms of induction",
                clause("IN01", "1.1", "", Evidence::OfficialInPart),
            )
            .any(),
        );
        all.push(at);
        let mut absent = answer("IN02", person, Outcome::Met, Strength::Statutory);
        absent.measured = Some(position.absent.any());
        absent.required = Some(
            Figure::<Days>::ruled(
                Ratio::whole(30),
                "days that extend induction",
                clause("IN02", "3.1", "", Evidence::Official),
            )
            .any(),
        );
        all.push(absent);
        let mut first =
            answer("IN03", person, if person == 1 { Outcome::NotMet } else { Outcome::Met }, Strength::Grant);
        first.measured = Some(
            read::<Days>(
                if person == 1 { -3 } else { 10 },
                "days from registration to the start",
                INDUCTION,
                3,
                3,
            )
            .any(),
        );
        first.required = Some(
            Figure::<Days>::ruled(
                Ratio::ZERO,
                "registered by the start",
                clause("IN03", "2.1", "", Evidence::Official),
            )
            .any(),
        );
        all.push(first);
    }
    let mentors = mentors(&mut all);
    // Stable: by rule in the catalogue's order, then by person.
    let order = ["PT", "MN", "TR", "IN"];
    all.sort_by_key(|a| (order.iter().position(|letters| a.rule.starts_with(letters)), a.rule, a.subject));
    let spread = Some((Ratio::whole(2640), Ratio::whole(2580), Ratio::whole(2700)));
    let group = comparator()
        .any()
        .from()
        .iter()
        .zip([4, 5, 6])
        .map(|(f, id)| {
            (PersonId(id), Figure::read(f.value(), f.how(), Origins::of(f.origins().to_vec()).unwrap()))
        })
        .collect();
    Assessed {
        school,
        term: Term { name: "Autumn 2026".to_string(), from: day(2026, 9, 1), to: day(2026, 12, 18) },
        as_of: day(2026, 11, 27),
        cycle_weeks: 2,
        teaching_weeks: weeks(),
        assessments: all,
        comparator: Ok(Comparator { minutes: comparator(), group, spread }),
        ects,
        mentors,
        choices: vec![
            Choice { what: "As of".into(), value: "27 November 2026".into(), by: ChosenBy::CommandLine },
            Choice {
                what: "Comparable teacher".into(),
                value: "Median of 3, from the timetable".into(),
                by: ChosenBy::Default,
            },
            Choice {
                what: "Week A begins".into(),
                value: "7 September 2026".into(),
                by: ChosenBy::File("ringfence.toml".into()),
            },
        ],
        rulebook_hash: "4f1c9d0277ae51b3".repeat(4),
        rulebook_edition: "2026-11".to_string(),
    }
}

fn mentors(all: &mut Vec<Assessment>) -> Vec<MentorWork> {
    let whole: Figure<Minutes> = Figure::ruled(
        Ratio::whole(1200),
        "mentor training over one year",
        clause("TR01", "Annex A", "", Evidence::Secondary),
    );
    let expected: Figure<Minutes> = Figure::derived(400, "entitlement × terms ended ÷ 3", [whole.any()]);
    let mut mentors = Vec::new();
    for (person, hours) in [(4, 480), (5, 120), (6, 0)] {
        let attended = read::<Minutes>(hours, "attended", TRAINING, 9 + person, 12 + person);
        let mut work = MentorWork {
            person: PersonId(person),
            ects: vec![PersonId(person - 4)],
            training_start: Some(day(2026, 9, 1)),
            completed_on: None,
            entitlement: Some(whole.clone()),
            to_date: Some(expected.clone()),
            attended: Some(attended.clone()),
            elements: BTreeMap::from([(Element::Conference, attended.clone())]),
            threshold: Some(Figure::derived(900, "75% of the entitlement", [whole.any()])),
        };
        let mut one = answer(
            "TR01",
            person,
            if hours >= 400 { Outcome::Met } else { Outcome::NotMet },
            Strength::Programme,
        );
        (one.measured, one.required) = (Some(attended.any()), Some(expected.any()));
        let mut two = answer("TR02", person, Outcome::Pending, Strength::Programme);
        (two.measured, two.required) = (Some(attended.any()), work.threshold.as_ref().map(Figure::any));
        if person == 6 {
            work.entitlement = None;
            work.attended = None;
            let settle = Settle::Do(
                "ask the provider for the register, or for the completion declaration".to_string(),
            );
            one = cannot(
                answer("TR01", 6, Outcome::NotShown, Strength::Programme),
                "the register does not name this mentor",
                settle,
            );
            two = answer("TR02", 6, Outcome::NotApplicable, Strength::Programme);
        }
        all.extend([one, two]);
        mentors.push(work);
    }
    mentors
}

/// The two figures of an answer, for tests of sentences.
pub fn pair(m: Ratio, r: Ratio) -> (Option<AnyFigure>, Option<AnyFigure>) {
    let of = |v| read::<Minutes>(v, "a figure", TIMETABLE, 2, 2).any();
    (Some(of(m)), Some(of(r)))
}
