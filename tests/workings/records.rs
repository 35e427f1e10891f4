//! What the review of a term asks for: its period, and the days worked and missed in it. School days are 12 to 23 October
//! and 2 to 6 November.

use super::{ask, date, jsm, value};
use ringfence::model::school::ReviewKind;
use ringfence::rules::{Begins, TermRecord};

const ABSENCE: (&str, &str) = (
    "absence.csv",
    "Staff code,From,To,Days,Kind\nJSM,2026-10-14,2026-10-15,,Sickness\nJSM,2026-10-20,2026-10-20,0.5,Sickness\n\
     JSM,2026-11-03,2026-11-03,,Maternity leave\nMEN,2026-10-12,2026-10-23,,Sickness\n",
);

fn reviews(rows: &str) -> String {
    format!("ECT,Kind,Date,Due\n{rows}")
}

/// Looks at the record as of Wednesday 4 November.
fn record(own: &[(&str, &str)], look: impl FnOnce(&TermRecord)) {
    ask(own, "2026-11-04", |assessed| look(jsm(assessed).record.as_ref().unwrap()));
}

#[test]
fn a_first_period_begins_on_the_first_day_and_ends_for_now_on_the_last_day_looked_at() {
    record(&[], |record| {
        assert_eq!((record.from, record.begins), (date(10, 12), Begins::AtStart));
        assert_eq!((record.to, record.held), (date(11, 4), None));
        assert_eq!((record.kind, record.due), (Some(ReviewKind::Progress), Some(date(11, 6))));
        // ten days before the holiday, three after it
        assert_eq!(value(&record.employed), "13");
        assert!(record.absent.is_none(), "no absence record, so no figure");
    });
}

#[test]
fn the_day_a_review_is_held_ends_its_period() {
    record(&[ABSENCE, ("reviews.csv", &reviews("JSM,progress review,2026-10-20,\n"))], |record| {
        assert_eq!((record.from, record.to, record.held), (date(10, 12), date(10, 20), Some(date(10, 20))));
        // 12 to 16, 19 and 20 October; two days and a half absent
        assert_eq!(value(&record.employed), "7");
        assert_eq!(record.absent.as_ref().map(value), Some("5/2".to_owned()));
        assert_eq!(record.absences.len(), 2, "neither the mentor’s nor what came after");
    });
}

#[test]
fn a_later_period_begins_on_the_day_of_the_last_review_and_not_with_the_term() {
    record(&[ABSENCE, ("reviews.csv", &reviews("JSM,formal assessment,2026-10-14,\n"))], |record| {
        assert_eq!((record.from, record.begins), (date(10, 14), Begins::AtReview(ReviewKind::Formal)));
        // 14 to 16 and 19 to 23 October, 2 to 4 November
        assert_eq!(value(&record.employed), "11");
        // two days, a half, and a day of maternity leave, which extends nothing
        assert_eq!(record.absent.as_ref().map(value), Some("7/2".to_owned()));
        let counts: Vec<_> = record.absences.iter().map(|one| one.counts).collect();
        assert_eq!(counts, [Some(true), Some(true), Some(false)]);
    });
}

#[test]
fn a_review_that_is_only_planned_ends_and_begins_nothing() {
    let planned = reviews("JSM,progress review,,2026-11-03\nJSM,progress review,2026-11-05,\n");
    record(&[("reviews.csv", &planned)], |record| {
        assert_eq!((record.from, record.to, record.held), (date(10, 12), date(11, 4), None));
        assert_eq!(record.due, Some(date(11, 3)));
    });
}

#[test]
fn contracted_days_follow_every_change_of_the_working_pattern() {
    let service = "Staff code,From,To,FTE\nJSM,2026-10-12,2026-10-23,1\nJSM,2026-11-02,,0.6\n";
    record(&[("service.csv", service)], |record| {
        assert_eq!(value(&record.employed), "13");
        // ten whole days and three of 0.6
        assert_eq!(record.contracted.as_ref().map(value), Some("59/5".to_owned()));
        assert_eq!(record.patterns.len(), 2);
    });
}

#[test]
fn who_leaves_in_the_term_has_an_interim_assessment_by_that_day() {
    let service = "Staff code,From,To,FTE\nJSM,2026-10-12,2026-11-03,1\n";
    record(&[("service.csv", service)], |record| {
        assert_eq!((record.kind, record.leaves), (Some(ReviewKind::Interim), Some(date(11, 3))));
        assert_eq!((record.due, record.to), (Some(date(11, 3)), date(11, 3)));
        assert_eq!(value(&record.employed), "12");
    });
}
