//! Its workings.

use super::*;
use crate::model::figure::{ChosenBy, Evidence, Figure, Origin, Origins};
use crate::model::school::{CoverKind, PersonId, ReviewKind, Slot};
use crate::model::units::{Count, Days, Minutes, Ratio, Share};
use crate::rules::{
    Begins, CannotTell, CycleTime, EctWork, Ledger, LedgerCause, LedgerEntry, LedgerWeek, Missed, Pattern,
    Position, Settle, TermRecord, Window, WindowState,
};

pub(super) fn comparator() -> Figure<Minutes> {
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

pub(super) fn times(share: Ratio, how: &str, fte: Ratio, para: &str, quote: &str) -> Figure<Minutes> {
    let cap: Figure<Share> = Figure::ruled(share, how, clause("PT01", para, quote, Evidence::Official));
    let fte_read = read::<Share>(fte, "full-time equivalent", STAFF, 31, 31);
    let value = comparator().value() * share * fte;
    Figure::derived(
        value,
        "comparator × share × full-time equivalent",
        [comparator().any(), cap.any(), fte_read.any()],
    )
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
    let none = Origin::Setting { key: "nothing is carried over".to_owned(), by: ChosenBy::Default };
    let opening = Figure::read(Ratio::ZERO, "balance at the beginning of the term", Origins::one(none));
    let balance = Figure::derived(r - l, "balance: kept − planned", [kept.any(), planned.any()]);
    let entries = entries(lost_in, back_in);
    Ledger { weeks, entries, planned, lost, repaid, kept, opening, balance }
}

/// A line for each Tuesday on which time was taken or given back.
fn entries(lost_in: &[(usize, i64)], back_in: &[(usize, i64)]) -> Vec<LedgerEntry> {
    let mut all: Vec<(usize, i64)> = lost_in.iter().map(|(week, lost)| (*week, -lost)).collect();
    all.extend(back_in);
    all.sort_unstable();
    let mut sum = 0;
    let entry = |(week, change): (usize, i64)| {
        sum += change;
        let row = u32::try_from(week).unwrap() + 100;
        let minutes = |value: i64, how: &str| read::<Minutes>(value, how, COVER, row, row);
        let kind = if change < 0 { CoverKind::Cover } else { CoverKind::Repaid };
        LedgerEntry {
            date: weeks()[week - 1].0.succ_opt().unwrap(),
            rows: vec![LedgerCause {
                kind,
                slot: Slot::Period("P4".to_string()),
                for_whom: (change < 0).then(|| "MHE".to_string()),
            }],
            planned: (change < 0).then(|| minutes(60, "planned")),
            lost: (change < 0).then(|| minutes(-change, "taken")),
            repaid: (change > 0).then(|| minutes(change, "given back")),
            balance: minutes(sum, "balance"),
        }
    };
    all.into_iter().map(entry).collect()
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

pub(super) fn ect(person: u32) -> EctWork {
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
            part2_began: (part == 2).then(|| day(2026, 1, 5)),
            served_in_part_2: Ratio::new(if part == 1 { 0 } else { 14 }, 5).unwrap(),
            part2_ended: None,
            part1_expected_end: None,
            expected_end: Some(if part == 1 { day(2028, 7, 20) } else { day(2026, 12, 18) }),
            gross: Ratio::new(if part == 1 { 4 } else { 29 }, 5).unwrap(),
            absent: read::<Days>(
                if person == 3 { Ratio::new(55, 2).unwrap() } else { Ratio::ZERO },
                "days absent",
                INDUCTION,
                2,
                2,
            ),
            absence_recorded: true,
            default_terms: Vec::new(),
        }),
        cycle: Ok(CycleTime {
            taught: minutes(taught, "taught in weeks A and B", 0),
            ppa: Some(minutes([240, 300, 180, 300][n], "PPA in blocks of 30 minutes or more", 5)),
            protected: Some(minutes([300, 240, 180, 180][n], "labelled as induction time", 10)),
            other: Some(minutes([120, 0, 60, 120][n], "other time in teaching hours", 15)),
        }),
        pupil_week: None,
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
        unmentored: Vec::new(),
        ppa_taken: Vec::new(),
        ledger: if person == 2 {
            Err(CannotTell {
                why: "the cover register says nothing of this term".to_string(),
                settle: vec![Settle::Supply { record: "cover", column: "Date" }],
            })
        } else {
            Ok(ledger(person))
        },
        record: Some(record(person)),
    }
}

/// One has a review held and an absence in its period, one part-timer leaves; of the others no review is recorded.
fn record(person: u32) -> TermRecord {
    let from = day(2026, 9, 1);
    let held = (person == 3).then(|| day(2026, 11, 19));
    let to = held.unwrap_or(day(2026, 11, 27));
    let absent = Missed {
        from: day(2026, 10, 6),
        to: day(2026, 10, 7),
        days: read(2, "days absent from 6 October 2026, to 19 November 2026", INDUCTION, 9, 9),
        in_period: read(
            2,
            "days absent from 6 October 2026, inside the period of the review",
            INDUCTION,
            9,
            9,
        ),
        counts: Some(true),
        at: rows(INDUCTION, 9, 9),
    };
    let absences: Vec<Missed> = (person == 3).then_some(absent).into_iter().collect();
    TermRecord {
        kind: Some(match person {
            3 => ReviewKind::Formal,
            2 => ReviewKind::Interim,
            _ => ReviewKind::Progress,
        }),
        held,
        due: Some(day(2026, 12, 4)),
        from,
        to,
        begins: if person == 0 { Begins::AtStart } else { Begins::AtTerm },
        employed: read(58, "school days in service here", STAFF, 31, 31),
        contracted: Some(read(
            if person == 2 { 35 } else { 58 },
            "each times the full-time equivalent",
            STAFF,
            31,
            31,
        )),
        absent: Some(read(if person == 3 { 2 } else { 0 }, "days absent, of every kind", INDUCTION, 9, 9)),
        absences,
        patterns: vec![Pattern {
            from,
            to: None,
            fte: Some(Ratio::ONE),
            here: true,
            at: Some(rows(STAFF, 31, 31)),
        }],
        leaves: (person == 2).then(|| day(2026, 12, 4)),
    }
}
