//! The limits of PT01 and PT02 at every whole minute: each limit against whole numbers multiplied out, and each answer on
//! both sides of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use chrono::NaiveDate;
use ringfence::model::figure::{AnyFigure, ChosenBy, Figure, Origins};
use ringfence::model::school::{
    Activity, Day, Induction, Lesson, Period, Person, PersonId, School, Slot, Staff,
};
use ringfence::model::settings::{Chosen, Settings, StatedComparator, TermWanted};
use ringfence::model::source::{Field, SheetId, Source, Sourced, Span};
use ringfence::model::units::{Clock, Minutes, Ratio};
use ringfence::rules::rulebook::Rulebook;
use ringfence::rules::{Judgement, Outcome, assess};
use std::sync::LazyLock;
use std::thread;

/// Minutes a comparable teacher may teach in a cycle, or an ECT teaches.
const BASES: std::ops::RangeInclusive<i64> = 1..=3000;
/// Minutes an ECT teaches less, or has for PPA.
const LESS: std::ops::RangeInclusive<i64> = 0..=400;
/// The working patterns that a part is tried at.
const FTES: [(i64, i64); 4] = [(1, 1), (3, 5), (4, 5), (1, 2)];
const WEEKDAYS: u8 = 5;

#[test]
fn the_most_an_ect_may_teach_is_exact_at_every_minute() {
    halves(|base| {
        // a full-time ECT in the first part, and a part-time one in the second
        let (top, bottom) = FTES[usize::try_from(base % 4).unwrap()];
        let limits = [(9 * base, 10), (19 * base * top, 20 * bottom)];
        let people = limits.iter().zip([(1, (1, 1)), (2, (top, bottom))]);
        let ects: Vec<Ect> = people
            .flat_map(|((num, den), (part, fte))| {
                // the last minute within the limit, and the first past it
                [num / den, num / den + 1].map(|taught| Ect { part, fte, taught, ppa: 30 })
            })
            .collect();
        let answers = answers("PT01", &ects, Some(base));
        for (n, (num, den)) in limits.into_iter().enumerate() {
            let [at, past] = [&answers[2 * n], &answers[2 * n + 1]];
            assert_eq!(at.limit.value(), Ratio::new(num, den).unwrap(), "limit of {base} in part {}", n + 1);
            assert_eq!((at.measured, past.measured), (num / den, num / den + 1));
            assert_eq!(
                (at.outcome, past.outcome),
                (Outcome::Met, Outcome::NotMet),
                "{base} in part {}",
                n + 1
            );
            let limit = figure(at.limit.value());
            for release in LESS.take_while(|release| *release <= base) {
                let taught = base - release;
                let met = Judgement::at_most(&MINUTES[index(taught)], &limit).outcome == Outcome::Met;
                assert_eq!(met, taught * den <= num, "{taught} of {base} in part {}", n + 1);
            }
        }
    });
}

#[test]
fn the_least_ppa_is_exact_at_every_minute() {
    halves(|taught| {
        // blocks under thirty minutes are dropped: below 300 minutes taught one block is always enough
        let least = (taught + 9) / 10;
        let ects = [least.max(30), least - 1].map(|ppa| Ect { part: 1, fte: (1, 1), taught, ppa });
        let answers = answers("PT02", &ects, None);
        let limit = answers[0].limit.value();
        assert_eq!(limit, Ratio::new(taught, 10).unwrap(), "{taught}");
        let short = if least > 30 { least - 1 } else { 0 };
        assert_eq!((answers[0].measured, answers[1].measured), (least.max(30), short), "{taught}");
        assert_eq!((answers[0].outcome, answers[1].outcome), (Outcome::Met, Outcome::NotMet), "{taught}");
        let limit = figure(limit);
        for ppa in LESS {
            let met = Judgement::at_least(&MINUTES[index(ppa)], &limit).outcome == Outcome::Met;
            assert_eq!(met, ppa * 10 >= taught, "{ppa} of {taught}");
        }
    });
}

/// Every base, half of them in a thread of its own.
fn halves(check: impl Fn(i64) + Copy + Send) {
    thread::scope(|scope| {
        let halves: Vec<_> = (0..2)
            .map(|half| scope.spawn(move || BASES.filter(|base| base % 2 == half).for_each(check)))
            .collect();
        for half in halves {
            half.join().unwrap();
        }
    });
}

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::embedded().unwrap());

/// A figure of every whole number of minutes.
static MINUTES: LazyLock<Vec<Figure<Minutes>>> =
    LazyLock::new(|| (0..=*BASES.end()).map(|minutes| figure(Ratio::whole(minutes))).collect());

fn index(minutes: i64) -> usize {
    usize::try_from(minutes).unwrap()
}

/// An ECT and their week.
struct Ect {
    part: u8,
    fte: (i64, i64),
    taught: i64,
    ppa: i64,
}

/// What the rule says of one.
struct Answer {
    outcome: Outcome,
    measured: i64,
    limit: AnyFigure,
}

fn cell() -> Source {
    Source { sheet: SheetId(0), row: 1, col: 1 }
}

fn figure(value: Ratio) -> Figure<Minutes> {
    Figure::read(value, "minutes of this case", Origins::one(cell()))
}

fn field<T>(value: T) -> Field<T> {
    Field { value: Some(value), source: Some(cell()) }
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn clock(minutes: i64) -> Clock {
    let minutes = u16::try_from(minutes).unwrap();
    Clock::new(minutes / 60, minutes % 60).unwrap()
}

/// The rule's answers, in the order of the ECTs.
fn answers(rule: &str, ects: &[Ect], comparator: Option<i64>) -> Vec<Answer> {
    let by = ChosenBy::CommandLine;
    let stated =
        |minutes| StatedComparator { minutes_per_cycle: Minutes(minutes), reason: "stated".to_owned() };
    let settings = Settings {
        term: Some(Chosen {
            value: TermWanted::Between(date(2026, 9, 1), date(2026, 12, 18)),
            by: by.clone(),
        }),
        comparator: comparator.map(|minutes| Chosen { value: stated(minutes), by }),
        ..Settings::default()
    };
    let school = school(ects);
    let assessed = assess(&school, &settings, &RULEBOOK);
    let own = assessed.assessments.iter().filter(|a| a.rule == rule);
    let answers: Vec<Answer> = own
        .map(|a| Answer {
            outcome: a.outcome,
            measured: a.measured.as_ref().unwrap().value().floor(),
            limit: a.required.clone().unwrap(),
        })
        .collect();
    assert_eq!(answers.len(), ects.len());
    answers
}

/// A school in which every hour of the day is for teaching. Lessons lie before ten, PPA after it.
fn school(ects: &[Ect]) -> School {
    let at: Span = cell().span();
    let mut school = School::default();
    school.periods.push(Period {
        at,
        name: Sourced { value: "Day".to_owned(), source: cell() },
        start: clock(0),
        end: clock(24 * 60),
        day: None,
        week: None,
        teaching: true,
    });
    for (n, ect) in (0_u32..).zip(ects) {
        let person = PersonId(n);
        school.people.push(Person { id: format!("T{n}"), name: format!("T{n}"), trn: None });
        school.staff.push(Staff {
            person,
            at,
            fte: field(Ratio::new(ect.fte.0, ect.fte.1).unwrap()),
            pay_range: Field::default(),
            responsibilities: Field::default(),
            qts: Field::default(),
            from: field(date(2026, 9, 1)),
            to: Field::default(),
        });
        school.inductions.push(Induction {
            person,
            at,
            date_of_birth: Field::default(),
            start: Sourced { value: date(2026, 9, 1), source: cell() },
            end: Field::default(),
            registered_on: Field::default(),
            qts_date: Field::default(),
            programme: Field::default(),
            lead_provider: Field::default(),
            delivery_partner: Field::default(),
            terms_served_before: field(Ratio::whole(if ect.part == 1 { 0 } else { 3 })),
        });
        let mut plan = |mut minutes: i64, from: i64, a_day: i64, activity: Activity| {
            for day in (0..WEEKDAYS).map(Day) {
                let today = minutes.min(a_day);
                minutes -= today;
                if today > 0 {
                    let slot = Slot::Times(clock(from), clock(from + today));
                    let effective_from = None;
                    school.timetable.push(Lesson {
                        person,
                        at,
                        day,
                        week: None,
                        slot,
                        activity,
                        unknown: None,
                        effective_from,
                    });
                }
            }
            assert_eq!(minutes, 0, "a week holds them all");
        };
        plan(ect.taught, 0, 600, Activity::Taught);
        plan(ect.ppa, 600, 400, Activity::Ppa);
    }
    school
}
