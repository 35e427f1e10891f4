//! Positions, the comparator and the cycle: what their figures are and what they rest on.

use super::{ask, date, jsm, rows, value};
use ringfence::model::figure::{Figure, Origin};

#[test]
fn absence_rests_on_the_rows_of_the_part_it_is_counted_in() {
    // part 1 ended on 21 July; of three rows two lie in part 2, and one of them after the day asked about
    let induction = ("induction.csv", "Staff code,Induction start\nJSM,2025-09-01\n");
    let absence = (
        "absence.csv",
        "Staff code,From,To\nJSM,2026-03-02,2026-03-02\nJSM,2026-10-14,2026-10-14\nJSM,2026-11-03,2026-11-03\n",
    );
    ask(&[induction, absence], "2026-10-23", |assessed| {
        let position = jsm(assessed).position.as_ref().unwrap();
        assert_eq!((value(&position.absent), rows(&position.absent.any())), ("1".to_owned(), vec![(3, 3)]));
    });
}

#[test]
fn service_rests_on_what_was_read_and_on_what_was_supposed() {
    let cells = |own: &[(&str, &str)]| {
        let mut found = Vec::new();
        ask(own, "2026-11-06", |assessed| {
            let served = jsm(assessed).position.as_ref().unwrap().served.any();
            found = served.origins().to_vec();
        });
        found
    };
    let supposed = |found: &[Origin]| found.iter().any(|o| matches!(o, Origin::Setting { .. }));
    // the term's rows, the staff row and the induction start
    let plain = cells(&[]);
    assert_eq!((plain.len(), supposed(&plain)), (3, false));
    // and the cell of the terms served before, though it says none
    let none = ("induction.csv", "Staff code,Induction start,Terms served before\nJSM,2026-10-12,0\n");
    assert_eq!(cells(&[none]).len(), 4);
    // and a term that the calendar does not hold
    let earlier = ("induction.csv", "Staff code,Induction start\nJSM,2026-04-22\n");
    let found = cells(&[earlier]);
    assert_eq!((found.len(), supposed(&found)), (4, true));
}

#[test]
fn the_comparator_tells_whom_it_compares_and_how_far_apart_they_are() {
    ask(&[], "2026-11-06", |assessed| {
        let comparator = assessed.comparator.as_ref().unwrap();
        let group: Vec<String> = (comparator.group.iter())
            .map(|(person, taught)| format!("{} {}", assessed.school.person(*person).id, value(taught)))
            .collect();
        assert_eq!(group, ["KLE 120", "LOU 150", "PAT 180"]);
        assert_eq!(comparator.spread, Some((150.into(), 120.into(), 180.into())));
        assert_eq!(comparator.minutes.any().how(), "median taught by 3 comparable teachers");
        let work = jsm(assessed);
        let limits = [&work.limit, &work.protected_required].map(|figure| value(figure.as_ref().unwrap()));
        assert_eq!(limits, ["135", "15"]);
        let cycle = work.cycle.as_ref().unwrap();
        // fifteen hours of teaching hours: 120 taught, 120 for induction, 660 with neither; no PPA is labelled
        let of = |figure: &Option<Figure<_>>| figure.as_ref().map(value::<ringfence::model::units::Minutes>);
        assert_eq!(
            (value(&cycle.taught).as_str(), cycle.taught.any().how()),
            ("120", "taught in the one-week cycle")
        );
        assert_eq!(
            (of(&cycle.protected), of(&cycle.other), of(&cycle.ppa)),
            (Some("120".into()), Some("660".into()), None)
        );
        assert_eq!((work.started, work.reference_day), (date(10, 12), date(11, 6)));
        assert_eq!(work.fte.as_ref().map(value).as_deref(), Some("1"));
    });
}

#[test]
fn a_timetable_of_two_weeks_is_one_cycle() {
    let timetable = (
        "timetable.csv",
        "Staff code,Week,Day,Start,End,Activity\nJSM,A,Monday,09:00,10:00,Teaching\n\
         JSM,B,Monday,09:00,10:30,Teaching\n",
    );
    ask(&[timetable], "2026-11-06", |assessed| {
        let taught = &jsm(assessed).cycle.as_ref().unwrap().taught;
        assert_eq!((value(taught).as_str(), taught.any().how()), ("150", "taught in the two-week cycle"));
    });
}

#[test]
fn a_minute_that_two_labels_claim_is_taken_off_once() {
    // of fifteen hours of teaching hours 09:00 to 10:00 on Tuesday are taught and labelled twice over: 840 are left
    let timetable = (
        "timetable.csv",
        "Staff code,Day,Start,End,Activity\nJSM,Tuesday,09:00,10:00,Teaching\nJSM,Tuesday,09:00,10:00,PPA\n\
         JSM,Tuesday,09:00,10:00,ECT time\n",
    );
    ask(&[timetable], "2026-11-06", |assessed| {
        let cycle = jsm(assessed).cycle.as_ref().unwrap();
        assert_eq!(cycle.other.as_ref().map(value).as_deref(), Some("840"));
    });
}

#[test]
fn the_mean_of_the_comparable_teachers_need_not_be_their_median() {
    let timetable = (
        "timetable.csv",
        "Staff code,Day,Start,End,Activity\nKLE,Monday,09:00,10:00,Teaching\nLOU,Monday,09:00,10:10,Teaching\n\
         PAT,Monday,09:00,12:00,Teaching\nJSM,Monday,09:00,10:00,Teaching\n",
    );
    // 60, 70 and 180: 70 in the middle, 310/3 on average
    ask(&[timetable], "2026-11-06", |assessed| {
        let comparator = assessed.comparator.as_ref().unwrap();
        let third = ringfence::model::units::Ratio::new(310, 3).unwrap();
        assert_eq!((value(&comparator.minutes).as_str(), comparator.spread.unwrap().0), ("70", third));
    });
}
