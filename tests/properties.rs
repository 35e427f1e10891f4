//! What must follow when the records change in a known way: the same told otherwise is judged the same, and a row added
//! moves an answer only as far as it should.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "properties/rows.rs"]
mod rows;
mod support;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use ringfence::ingest::{self, PackFile, SchoolFiles};
use ringfence::model::figure::{AnyFigure, ChosenBy};
use ringfence::model::settings::{Chosen, Settings, TermWanted};
use ringfence::model::units::Ratio;
use ringfence::rules::rulebook::Rulebook;
use ringfence::rules::{Outcome, assess};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use support::dice::Dice;
use support::term::{self, after};
use support::{Record, Value};

/// In the term, on its last day, and after it.
const AS_OF: [usize; 3] = [45, 108, 130];

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::embedded().unwrap());

/// An answer in figures.
#[derive(Clone, Debug, PartialEq)]
struct Answer {
    outcome: Outcome,
    measured: Option<Ratio>,
    required: Option<Ratio>,
}

/// Answers by rule and person.
type Answers = BTreeMap<(&'static str, String), Answer>;

/// What the rules say of the files, the comparator among it.
fn judged(
    files: Vec<PackFile>,
    from: NaiveDate,
    to: NaiveDate,
    as_of: NaiveDate,
) -> (Answers, Option<Ratio>) {
    let by = ChosenBy::CommandLine;
    let settings = Settings {
        term: Some(Chosen { value: TermWanted::Between(from, to), by: by.clone() }),
        as_of: Some(Chosen { value: as_of, by }),
        ..Settings::default()
    };
    let files = SchoolFiles { folder: String::new(), files, shared: Vec::new() };
    let reading = ingest::read(&files, &settings);
    let assessed = assess(&reading.school, &reading.settings, &RULEBOOK);
    let answers = assessed.assessments.iter().map(|a| {
        let (measured, required) =
            (a.measured.as_ref().map(AnyFigure::value), a.required.as_ref().map(AnyFigure::value));
        let person = reading.school.person(a.subject).id.clone();
        ((a.rule, person), Answer { outcome: a.outcome, measured, required })
    });
    (answers.collect(), assessed.comparator.ok().map(|comparator| comparator.minutes.value()))
}

fn answers(files: Vec<PackFile>, as_of: NaiveDate) -> Answers {
    judged(files, after(0), after(108), as_of).0
}

/// Adds lines to a record.
fn add(records: &mut [Record], name: &str, lines: &[String]) {
    let (_, headers, rows) = records.iter_mut().find(|record| record.0 == name).unwrap();
    rows.extend(lines.iter().map(|line| term::row(headers, line)));
}

/// The answers to these rules, where a figure was measured both before and after.
fn both<'a>(
    rules: &'a [&str],
    before: &'a Answers,
    then: &'a Answers,
) -> impl Iterator<Item = (&'a (&'static str, String), &'a Answer, &'a Answer)> {
    before.iter().filter(|((rule, _), _)| rules.contains(rule)).filter_map(|(key, answer)| {
        let later = then.get(key)?;
        (answer.measured.is_some() && later.measured.is_some()).then_some((key, answer, later))
    })
}

/// Says only what differs.
fn same(now: &Answers, before: &Answers) -> Result<(), TestCaseError> {
    let keys: BTreeSet<_> = now.keys().chain(before.keys()).collect();
    let differ: Vec<_> = keys.into_iter().filter(|key| now.get(*key) != before.get(*key)).collect();
    let told: Vec<_> = differ.iter().map(|key| (key, before.get(*key), now.get(*key))).collect();
    prop_assert!(told.is_empty(), "{told:?}");
    prop_assert!(now.len() > 60);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_record_split_over_two_files_is_judged_as_one(seed in any::<u64>(), asked in 0..3_usize) {
        let (records, as_of) = (term::school(seed), after(AS_OF[asked]));
        let mut dice = Dice::new(seed);
        let mut split = Vec::new();
        for (name, headers, rows) in &records {
            let (first, second) = rows.split_at(dice.roll(rows.len() + 1));
            split.push((format!("{name} first"), headers.clone(), first.to_vec()));
            split.push((format!("{name} second"), headers.clone(), second.to_vec()));
        }
        same(&answers(support::csv_pack(&split), as_of), &answers(support::csv_pack(&records), as_of))?;
    }

    #[test]
    fn a_file_sent_twice_changes_no_answer(seed in any::<u64>(), asked in 0..3_usize) {
        let (records, as_of) = (term::school(seed), after(AS_OF[asked]));
        let plain = support::csv_pack(&records);
        let mut dice = Dice::new(seed);
        let mut twice = support::csv_pack(&records);
        for mut copy in support::csv_pack(&records) {
            if dice.roll(2) == 0 {
                copy.path = format!("Copy of {}", copy.path);
                twice.push(copy);
            }
        }
        same(&answers(twice, as_of), &answers(plain, as_of))?;
    }

    #[test]
    fn teachers_whom_no_rule_compares_change_no_answer(seed in any::<u64>(), asked in 0..3_usize) {
        let (records, as_of) = (term::school(seed), after(AS_OF[asked]));
        let mut more = records.clone();
        // part-time, on the upper range, with a responsibility: each of them alone keeps a teacher out; of each kind there
        // are more than of those who are compared, and they teach less, so that the median would be theirs
        for (n, kept_out) in ["0.9,Main,", "1,Upper,", "1,Main,Head of year"].into_iter().enumerate() {
            for code in ["ZA", "ZB", "ZC", "ZD", "ZE"].map(|letters| format!("{letters}{n}")) {
                add(&mut more, "staff", &[format!("{code},{code} Peer,{kept_out},Yes")]);
                let lessons = ["Mon", "Tue", "Wed"].map(|day| format!("{code},{day},P1,,Teaching,8B,"));
                add(&mut more, "timetable", &lessons);
            }
        }
        same(&answers(support::csv_pack(&more), as_of), &answers(support::csv_pack(&records), as_of))?;
    }

    #[test]
    fn a_whole_calendar_some_weeks_later_changes_no_answer(seed in any::<u64>(), weeks in 1..=2_u64, asked in 0..3_usize) {
        // every term since the earliest induction is in the calendar; two weeks move none into another season, nor into
        // January, where the usual dates of a spring term that the calendar does not hold begin
        let mut records = term::school(seed);
        let earlier = [
            "02/09/2024,20/12/2024,term",
            "06/01/2025,04/04/2025,term",
            "22/04/2025,22/07/2025,term",
            "01/09/2025,19/12/2025,term",
            "05/01/2026,27/03/2026,term",
            "13/04/2026,21/07/2026,term",
        ];
        add(&mut records, "calendar", &earlier.map(str::to_owned));
        let shift = Days::new(7 * weeks);
        let later: Vec<Record> = records
            .iter()
            .map(|(name, headers, rows)| {
                let moved = |cell: &Value| match cell {
                    Value::Date(day) => Value::Date(*day + shift),
                    other => other.clone(),
                };
                let rows = rows.iter().map(|row| row.iter().map(moved).collect()).collect();
                (name.clone(), headers.clone(), rows)
            })
            .collect();
        let as_of = after(AS_OF[asked]);
        let (plain, _) = judged(support::csv_pack(&records), after(0), after(108), as_of);
        let (moved, _) =
            judged(support::csv_pack(&later), after(0) + shift, after(108) + shift, as_of + shift);
        // working days, cohorts and years of grant are fixed to the calendar of the country
        let fixed = |answers: Answers| -> Answers {
            answers.into_iter().filter(|((rule, _), _)| !rule.starts_with("FN") && *rule != "RV03").collect()
        };
        same(&fixed(moved), &fixed(plain))?;
    }

    #[test]
    fn two_weeks_written_as_four_are_judged_the_same(seed in any::<u64>(), asked in 0..3_usize) {
        let (records, as_of) = (term::school(seed), after(AS_OF[asked]));
        let two = answers(support::csv_pack(&records), as_of);
        let four = answers(support::csv_pack(&term::in_four_weeks(&records)), as_of);
        // what is counted over a cycle is counted over twice as many weeks
        let of_a_cycle = ["PT01", "PT02", "PT03", "MN04"];
        let doubled = two.into_iter().map(|(key, answer)| {
            let factor = Ratio::whole(if of_a_cycle.contains(&key.0) { 2 } else { 1 });
            let [measured, required] = [answer.measured, answer.required].map(|figure| Some(figure? * factor));
            (key, Answer { measured, required, ..answer })
        });
        same(&four, &doubled.collect())?;
    }

    #[test]
    fn a_day_that_is_longer_in_proportion_is_judged_the_same(seed in any::<u64>(), factor in 2..=3_i64) {
        let (one, stated) = small(seed, 1);
        let (longer, more) = small(seed, factor);
        prop_assert_eq!(stated * factor, more);
        let (plain, scaled) = (answers(one, after(108)), answers(longer, after(108)));
        let mut compared = 0;
        for (key, answer, later) in both(&["PT01", "PT02", "PT03"], &plain, &scaled) {
            prop_assert_eq!(answer.outcome, later.outcome, "{:?}", key);
            let factor = Ratio::whole(factor);
            prop_assert_eq!(answer.measured.unwrap() * factor, later.measured.unwrap(), "{:?}", key);
            prop_assert_eq!(answer.required.unwrap() * factor, later.required.unwrap(), "{:?}", key);
            compared += 1;
        }
        prop_assert_eq!(compared, 3);
        prop_assert_eq!(plain.len(), scaled.len());
    }
}

/// A school with one ECT and a stated comparator, every length so many times as long. Lessons are of thirty minutes or
/// more, for shorter PPA is dropped at any scale.
fn small(seed: u64, factor: i64) -> (Vec<PackFile>, i64) {
    let mut dice = Dice::new(seed);
    let clock = |minutes: i64| {
        let at = 8 * 60 + minutes * factor;
        format!("{:02}:{:02}", at / 60, at % 60)
    };
    let (mut periods, mut lessons, mut at) = (Vec::new(), Vec::new(), 0);
    let mut taught = 0;
    for n in 1..=6 {
        let length = 30 + i64::try_from(dice.roll(20)).unwrap();
        periods.push(format!("P{n},{},{}", clock(at), clock(at + length)));
        for weekday in ["Mon", "Tue", "Wed", "Thu", "Fri"] {
            // the first three make sure that each rule finds something to count
            let activity = match lessons.len() {
                0 => "Teaching",
                1 => "PPA",
                2 => "ECT time",
                _ => *dice.pick(&["Teaching", "Teaching", "Teaching", "Teaching", "PPA", "ECT time", "Duty"]),
            };
            taught += if activity == "Teaching" { length } else { 0 };
            lessons.push(format!("JSM,{weekday},P{n},{activity}"));
        }
        at += length + i64::try_from(dice.roll(2)).unwrap() * 5;
    }
    // near the limit, so that both answers come up
    let stated = taught * 10 / 9 + i64::try_from(dice.roll(9)).unwrap() - 4;
    let records = [
        term::lines("staff", "Staff code,Name,FTE,Pay range", &["JSM,Jane Smith,1,Main".to_owned()]),
        term::lines("induction", "Staff code,Induction start", &["JSM,01/09/2026".to_owned()]),
        term::lines("calendar", "From,To,Kind", &["01/09/2026,18/12/2026,term".to_owned()]),
        term::lines("periods", "Period,Start,End", &periods),
        term::lines("timetable", "Staff code,Day,Period,Activity", &lessons),
    ];
    let mut files = support::csv_pack(&records);
    let settings = format!("[comparator]\nminutes_per_cycle = {}\nreason = \"stated\"\n", stated * factor);
    files.push(support::text_file("ringfence.toml", &settings));
    (files, stated * factor)
}
