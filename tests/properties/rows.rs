//! A row added moves an answer only as far as it should.

use super::{AS_OF, add, answers, both, judged};
use crate::support::dice::Dice;
use crate::support::term::{self, after, day};
use crate::support::{self, Record, Value};
use proptest::prelude::*;
use ringfence::model::units::Ratio;
use ringfence::rules::Outcome;
use std::collections::BTreeSet;

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn comparable_teachers_move_the_comparator_to_the_new_median(seed in any::<u64>(), lessons in 1..23_usize) {
        let mut records = term::school(seed);
        let mut who = vec!["KIM", "LEE", "LOU"];
        // from the next day the ECT whose induction ends then is a comparable teacher too
        let in_october = after(AS_OF[0]);
        for more in [&[][..], &["ZOE"], &["YAN", "WYN"]] {
            // each teaches a lesson more than the one before, so that of an even number the two in the middle differ
            for code in more {
                add(&mut records, "staff", &[format!("{code},{code} Peer,1,Main,,Yes")]);
                let slots = Dice::new(seed).order(25);
                let week = ["Mon", "Tue", "Wed", "Thu", "Fri"];
                let own = slots[..lessons + who.len() - 3].iter();
                let rows = own.map(|slot| format!("{code},{},P{},,Teaching,8B,", week[slot / 5], slot % 5 + 1));
                add(&mut records, "timetable", &rows.collect::<Vec<_>>());
                who.push(code);
            }
            let (answers, comparator) = judged(support::csv_pack(&records), after(0), after(108), in_october);
            let median = median(who.iter().map(|who| taught(&records, who)).collect());
            prop_assert_eq!(comparator, Some(median));
            // AAB is full-time and in the first part: nine tenths
            if let Some(limit) = answers[&("PT01", "AAB".to_owned())].required {
                prop_assert_eq!(limit, median * Ratio::new(9, 10).unwrap());
            }
        }
    }

    #[test]
    fn a_held_meeting_more_of_each_lowers_no_count_of_meetings(seed in any::<u64>(), asked in 0..3_usize) {
        let (records, as_of) = (term::school(seed), after(AS_OF[asked]));
        let mut dice = Dice::new(seed);
        let mut more = records.clone();
        let clock = |minutes: usize| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        for ect in term::ECTS {
            let mentor = *dice.pick(&term::MENTORS);
            // anywhere, or within another meeting, if there is one at the time
            let (date, start) = match held_on(&records, ect).as_slice() {
                all @ [_, ..] if dice.roll(2) == 0 => (dice.pick(all).clone(), 13 * 60 + 20),
                _ => (Value::Date(after(dice.roll(108))), 9 * 60 + dice.roll(300)),
            };
            let Value::Date(date) = date else { panic!("a meeting has a date") };
            let (date, end) = (day(date), start + 5 + dice.roll(45));
            let line = format!("{date},{ect},{mentor},{},{},,meeting,held", clock(start), clock(end));
            add(&mut more, "meetings", &[line]);
        }
        let (plain, then) = (answers(support::csv_pack(&records), as_of), answers(support::csv_pack(&more), as_of));
        // a window that counted as held, or as long enough, still does
        for (key, answer, later) in both(&["MN01", "MN02", "MN03"], &plain, &then) {
            prop_assert!(later.measured >= answer.measured, "{key:?} {answer:?} {later:?}");
        }
        // the windows that count do not depend on meetings; those with any minutes grow by one at most
        for (_, answer, later) in both(&["MN01"], &plain, &then) {
            prop_assert_eq!(&later.required, &answer.required);
        }
        for (key, answer, later) in both(&["MN02", "MN03"], &plain, &then) {
            let grown = later.required.unwrap() - answer.required.unwrap();
            prop_assert!(grown == Ratio::ZERO || grown == Ratio::ONE, "{key:?} {answer:?} {later:?}");
        }
        // an expectation that was met stays met
        for (key, answer, later) in both(&["MN01"], &plain, &then) {
            prop_assert!(answer.outcome != Outcome::Met || later.outcome == Outcome::Met, "{key:?}");
        }
    }

    #[test]
    fn a_row_feeds_one_ledger_and_no_other(seed in any::<u64>(), asked in 0..3_usize) {
        let (records, as_of) = (term::school(seed), after(AS_OF[asked]));
        let plain = answers(support::csv_pack(&records), as_of);
        let mut dice = Dice::new(seed);
        let (ect, mentor) = (*dice.pick(&term::ECTS), *dice.pick(&term::MENTORS));
        let date = day(after(dice.roll(40)));
        // what a row in a register may change: the ECT's time, mentoring, the mentor's training, money
        for (record, line, may) in [
            ("cover", format!("{date},{ect},P2,,,,cover"), &["PT04", "PT05"][..]),
            ("meetings", format!("{date},{ect},{mentor},09:00,10:00,,meeting,held"), &["PT05", "MN01", "MN02", "MN03", "MN05"]),
            ("training", format!("{date},{mentor},600,conference,yes"), &["TR01", "TR02"]),
            ("payments", format!("{date},mentor training,1,{mentor},R7"), &["FN03"]),
        ] {
            let mut more = records.clone();
            add(&mut more, record, &[line]);
            let then = answers(support::csv_pack(&more), as_of);
            let keys: BTreeSet<_> = plain.keys().chain(then.keys()).collect();
            let moved: BTreeSet<_> = keys.into_iter().filter(|key| plain.get(*key) != then.get(*key)).map(|key| key.0).collect();
            prop_assert!(moved.iter().all(|rule| may.contains(rule)), "a row of {record} moved {moved:?}");
        }
    }

    #[test]
    fn cover_more_never_leaves_more_induction_time(seed in any::<u64>(), asked in 0..3_usize, given in 1..90_i64) {
        let (records, as_of) = (term::school(seed), after(AS_OF[asked]));
        let mut dice = Dice::new(seed);
        let (ect, nth) = (*dice.pick(&term::ECTS), dice.roll(AS_OF[asked].min(108)));
        let date = day(after(nth));
        let plain = answers(support::csv_pack(&records), as_of);
        let mut covered = records.clone();
        let mut twice = Vec::new();
        // a fortnight of cover in every period, which must fall on planned time
        for (n, ect) in (nth.saturating_sub(14)..=nth).flat_map(|n| term::ECTS.map(|ect| (n, ect))) {
            let date = day(after(n));
            let periods = ["P1", "P2", "P3", "P4", "P5"];
            add(&mut covered, "cover", &periods.map(|period| format!("{date},{ect},{period},,,,cover")));
            twice.push(format!("{date},{ect},,09:00,15:10,,event"));
        }
        let then = answers(support::csv_pack(&covered), as_of);
        for (key, answer, later) in both(&["PT04"], &plain, &then) {
            prop_assert!(later.measured <= answer.measured, "{key:?} {answer:?} {later:?}");
            prop_assert_eq!(&later.required, &answer.required);
        }
        // what is taken already cannot be taken again
        let mut again = covered.clone();
        add(&mut again, "cover", &twice);
        for (key, answer, later) in both(&["PT04"], &then, &answers(support::csv_pack(&again), as_of)) {
            prop_assert_eq!(answer, later, "{:?}", key);
        }
        // time given back adds its minutes, to the one who gets it and to nobody else
        add(&mut covered, "cover", &[format!("{date},{ect},,,,{given},repaid")]);
        let repaid = answers(support::csv_pack(&covered), as_of);
        for (key, answer, later) in both(&["PT04"], &then, &repaid) {
            let (before, now) = (answer.measured.unwrap(), later.measured.unwrap());
            // a row after the last day of the ECT, or before the first, gives nothing
            let gives = if key.1 == ect { [Ratio::ZERO, Ratio::whole(given)] } else { [Ratio::ZERO; 2] };
            prop_assert!(gives.contains(&(now - before)), "{key:?} {answer:?} {later:?}");
            if key.1 == "AAB" && ect == "AAB" {
                prop_assert_eq!(now - before, Ratio::whole(given));
            }
        }
    }
}

/// The dates of the meetings with an ECT.
fn held_on(records: &[Record], ect: &str) -> Vec<Value> {
    let (_, _, rows) = records.iter().find(|record| record.0 == "meetings").unwrap();
    rows.iter().filter(|row| row[1] == Value::from(ect)).map(|row| row[0].clone()).collect()
}

/// Minutes a teacher of the made school teaches in its two weeks.
fn taught(records: &[Record], who: &str) -> i64 {
    let (_, _, rows) = records.iter().find(|record| record.0 == "timetable").unwrap();
    let text = |cell: &Value| match cell {
        Value::Text(text) => text.clone(),
        _ => String::new(),
    };
    let minutes = |row: &Vec<Value>| {
        let [code, day, period, week, activity, class] = [0, 1, 2, 3, 4, 5].map(|column| text(&row[column]));
        let teaches =
            activity == "Teaching" || activity == "Lesson" || (activity.is_empty() && !class.is_empty());
        let length = if period == "P2" && day.starts_with("Fri") { 55 } else { 60 };
        if code == who && teaches { length * if week.is_empty() { 2 } else { 1 } } else { 0 }
    };
    rows.iter().map(minutes).sum()
}

fn median(mut values: Vec<i64>) -> Ratio {
    values.sort_unstable();
    let (low, high) = (values[(values.len() - 1) / 2], values[values.len() / 2]);
    Ratio::new(low + high, 2).unwrap()
}
