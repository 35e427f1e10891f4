//! Positions and absence (IN01, IN02) against a second calculation, over ten thousand service histories.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod histories;
mod plain;
#[path = "../support/mod.rs"]
mod support;

use chrono::NaiveDate;
use histories::Cohort;
use plain::{Answer, Day, Fraction, History};
use ringfence::rules::rulebook::Rulebook;
use ringfence::rules::{Assessed, assess};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::thread;

/// Schools, and people at each.
const SCHOOLS: usize = 125;
const PEOPLE: usize = 80;
const THREADS: usize = 2;

#[test]
fn ten_thousand_service_histories_have_the_positions_worked_out_a_second_way() {
    let parts: Vec<Compared> = thread::scope(|scope| {
        let parts: Vec<_> = (0..THREADS)
            .map(|part| scope.spawn(move || compare((0..SCHOOLS).filter(|seed| seed % THREADS == part))))
            .collect();
        parts.into_iter().map(|part| part.join().unwrap()).collect()
    });
    let differ: Vec<&str> = parts.iter().flat_map(|part| &part.differ).map(String::as_str).collect();
    let first = differ.iter().take(5).copied().collect::<Vec<_>>().join("\n");
    assert!(differ.is_empty(), "{} of {} differ, the first:\n{first}", differ.len(), SCHOOLS * PEOPLE);
    let mut reached: BTreeMap<&str, usize> = BTreeMap::new();
    for (what, count) in parts.iter().flat_map(|part| &part.reached) {
        *reached.entry(what).or_default() += count;
    }
    let thin = reached.values().any(|count| *count < 10);
    assert!(!thin && reached.len() == 12, "some are hardly tried: {reached:?}");
}

/// What comparing found.
#[derive(Default)]
struct Compared {
    differ: Vec<String>,
    reached: BTreeMap<&'static str, usize>,
}

/// Compares everyone at these schools.
fn compare(schools: impl Iterator<Item = usize>) -> Compared {
    let rulebook = Rulebook::embedded().unwrap();
    let mut compared = Compared::default();
    for seed in schools {
        let cohort = histories::cohort(seed as u64, PEOPLE);
        let school = histories::school(&cohort);
        let assessed = assess(&school, &histories::settings(cohort.asked), &rulebook);
        let terms = plain::Terms::of(&cohort.calendar);
        for (n, history) in (0_u32..).zip(&cohort.histories) {
            let answer = plain::answer(&terms, history, cohort.asked);
            note(&answer, &mut compared.reached);
            let (expected, found) = (told(&answer, &cohort, history), found(&assessed, n));
            if expected != found {
                let history = in_words(&cohort, history);
                compared.differ.push(format!(
                    "school {seed}, person {n}, {history}worked out:  {expected}\nthe program: {found}\n"
                ));
            }
        }
    }
    compared
}

/// Counts what kind of history it was, so that none is hardly tried.
fn note(answer: &Answer, reached: &mut BTreeMap<&'static str, usize>) {
    let mut count = |what| *reached.entry(what).or_default() += 1;
    match answer {
        Answer::NotAssessed => count("not assessed"),
        Answer::CannotTell => count("cannot tell"),
        Answer::At(position) => {
            count(if position.part == 1 { "in part 1" } else { "in part 2" });
            let taken = position.served != position.gross;
            for (happens, what) in [
                (taken, "extended"),
                (taken && position.part_1_ended.is_some(), "extended, and part 1 ended"),
                (position.part_1_ended == Some(position.reference), "part 1 ends on the day"),
                (position.part_1_ended.is_some(), "part 1 ended"),
                (position.part_2_ended.is_some(), "part 2 ended"),
                (position.ended_without_extension, "ended too soon"),
                (position.absent.1 != 1, "parts of days"),
                (position.expected_end.is_none(), "no end can be expected"),
            ] {
                if happens {
                    count(what);
                }
            }
        }
    }
}

/// The line on which both sides are compared: the second calculation's.
fn told(answer: &Answer, cohort: &Cohort, history: &History) -> String {
    let position = match answer {
        Answer::NotAssessed => return "not assessed".to_owned(),
        Answer::CannotTell => return "cannot tell; IN01 NotShown, IN02 NotShown".to_owned(),
        Answer::At(position) => position,
    };
    let absent = fraction(position.absent);
    // an induction that is over, and no register that says whether it was to be longer
    let silent = !cohort.absence_recorded && history.end.is_some_and(|end| end <= cohort.asked.as_of);
    let absence = match (silent, position.ended_without_extension) {
        (true, _) => "NotShown".to_owned(),
        (false, true) => format!("NotMet {absent} of 30"),
        (false, false) => format!("Met {absent} of 30"),
    };
    format!(
        "to {}: gross {}, absent {absent}, part {}, term {}, parts ended {} and {}, expected {}; \
         IN01 Met {} of 6, IN02 {absence}",
        day(Some(position.reference)),
        fraction(position.gross),
        position.part,
        position.term_now,
        day(position.part_1_ended),
        day(position.part_2_ended),
        day(position.expected_end),
        fraction(position.served),
    )
}

/// The same line from the program's answers.
fn found(assessed: &Assessed, n: u32) -> String {
    let Some(work) = assessed.ects.iter().find(|work| work.person.0 == n) else {
        return "not assessed".to_owned();
    };
    let outcome = |rule| {
        let own: Vec<_> =
            assessed.assessments.iter().filter(|a| a.rule == rule && a.subject.0 == n).collect();
        let [only] = own.as_slice() else { return format!("{} answers", own.len()) };
        match (&only.measured, &only.required) {
            (Some(measured), Some(required)) => {
                format!("{rule} {:?} {} of {}", only.outcome, measured.value(), required.value())
            }
            _ => format!("{rule} {:?}", only.outcome),
        }
    };
    let (position, absence) = (outcome("IN01"), outcome("IN02"));
    let Ok(at) = &work.position else { return format!("cannot tell; {position}, {absence}") };
    let day = |day: Option<NaiveDate>| day.map_or("never".to_owned(), |day| day.to_string());
    format!(
        "to {}: gross {}, absent {}, part {}, term {}, parts ended {} and {}, expected {}; {position}, {absence}",
        work.reference_day,
        at.gross,
        at.absent.value(),
        at.part,
        at.term_now,
        day(at.part1_ended),
        day(at.part2_ended),
        day(at.expected_end),
    )
}

fn day(day: Option<Day>) -> String {
    day.map_or("never".to_owned(), |day| histories::chrono(day).to_string())
}

fn fraction((top, bottom): Fraction) -> String {
    if bottom == 1 { top.to_string() } else { format!("{top}/{bottom}") }
}

/// What a reader needs to follow a difference by hand.
fn in_words(cohort: &Cohort, history: &History) -> String {
    let mut text = format!(
        "term {} to {}, as of {}\ninduction from {} to {}, half-terms before {:?}\n",
        day(Some(cohort.asked.from)),
        day(Some(cohort.asked.to)),
        day(Some(cohort.asked.as_of)),
        day(Some(history.start)),
        day(history.end),
        history.half_terms_before
    );
    for row in &history.service {
        let _ = writeln!(
            text,
            "  service {} to {} at {:?} here {}",
            day(Some(row.from)),
            day(row.to),
            row.fte,
            row.here
        );
    }
    for row in &history.absences {
        let _ = writeln!(
            text,
            "  {} {} to {} half-days {:?}",
            row.kind,
            day(Some(row.from)),
            day(row.to),
            row.half_days
        );
    }
    for (from, to, says) in &cohort.calendar.rows {
        let _ = writeln!(text, "  {says:?} {} to {}", day(Some(*from)), day(Some(*to)));
    }
    text
}
