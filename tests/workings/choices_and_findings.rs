//! What was chosen, and what was noticed while judging.

use super::{ask, ask_by};
use ringfence::rules::rulebook::Rulebook;
use ringfence::rules::{Assessed, Choice, Outcome, Strength};

fn codes(assessed: &Assessed) -> Vec<&'static str> {
    assessed.findings.iter().map(|finding| finding.code).filter(|code| code.starts_with("W-")).collect()
}

fn choice<'a>(assessed: &'a Assessed, what: &str) -> Option<&'a Choice> {
    assessed.choices.iter().find(|choice| choice.what == what)
}

#[test]
fn a_local_value_may_ask_for_less_than_a_programme_but_not_than_guidance() {
    let local = |name: &str, date: &str, value: &str| {
        format!(
            "[[{name}.from]]\ndate = \"{date}\"\nvalue = \"{value}\"\ntitle = \"Hub\"\nchecked = \"2026-11-20\"\n\
             local = true\n"
        )
    };
    let text = local("mentor_qts", "2026-09-01", "0") + &local("training_minutes", "2025-09-01", "600");
    let book = Rulebook::embedded().unwrap().with("hub", &[("hub.toml".to_owned(), text)]).unwrap();
    let files = [
        ("staff.csv", "Staff code,Name,FTE,QTS\nJSM,Jane Smith,1,yes\nMEN,Mel Ennis,1,no\n"),
        ("mentors.csv", "Staff code,Training start,Programme\nMEN,2025-09-01,provider-led\n"),
        ("training.csv", "Date,Person,Minutes\n2025-10-01,MEN,600\n"),
    ];
    let answers = |assessed: &Assessed| {
        ["MN08", "TR01"].map(|rule| {
            let found = assessed.assessments.iter().find(|a| a.rule == rule).unwrap();
            (found.outcome, found.strength)
        })
    };
    // the guidance asks for a mentor with QTS, and 600 minutes are half of the programme's 1200
    ask(&files, "2026-11-06", |assessed| {
        let plain = [(Outcome::NotMet, Strength::Guidance), (Outcome::NotMet, Strength::Programme)];
        assert_eq!(answers(assessed), plain);
    });
    ask_by(&book, &files, "2026-11-06", |assessed| {
        assert_eq!(
            answers(assessed),
            [(Outcome::NotMet, Strength::Guidance), (Outcome::Met, Strength::Local)]
        );
        assert!(choice(assessed, "Rulebook").unwrap().value.ends_with(": mentor_qts, training_minutes"));
        // a rule that none of the local values touches is as binding as before
        let tutor = assessed.assessments.iter().find(|a| a.rule == "MN07").unwrap();
        assert_eq!(tutor.strength, Strength::Guidance);
    });
}

#[test]
fn what_was_chosen_is_listed_with_its_value() {
    let induction = ("induction.csv", "Staff code,Induction start\nJSM,2026-04-22\n");
    ask(&[induction], "2026-10-23", |assessed| {
        let value =
            |what: &str| choice(assessed, what).map(|choice| choice.value.clone()).unwrap_or_default();
        assert_eq!(value("As of"), "23 October 2026");
        assert!(value("Term").ends_with("12 October 2026 to 6 November 2026"), "{}", value("Term"));
        assert!(value("Terms the calendar does not hold").ends_with(": Summer 2026"));
        assert!(value("Absence").starts_with("No absence record was supplied"));
        assert!(value("Comparable teacher").starts_with("150 minutes"), "{}", value("Comparable teacher"));
    });
    let absence = ("absence.csv", "Staff code,From,To\nKLE,2026-10-19,2026-10-23\n");
    ask(&[absence], "2026-10-23", |assessed| {
        assert!(choice(assessed, "Absence").is_none());
        assert!(choice(assessed, "Terms the calendar does not hold").is_none());
    });
}

#[test]
fn what_the_appropriate_body_set_is_listed_with_what_was_chosen() {
    let settings = (
        "ringfence.toml",
        "from = \"2026-10-12\"\nto = \"2026-11-06\"\n[local]\nreview_deadline = \"2026-11-02\"\n\
         observations_per_term = 2\n",
    );
    ask(&[settings], "", |assessed| {
        let value =
            |what: &str| choice(assessed, what).map(|choice| choice.value.clone()).unwrap_or_default();
        assert_eq!(value("Reviews close on"), "2 November 2026");
        assert_eq!(value("Observations a term"), "2");
    });
    ask(&[], "2026-11-06", |assessed| {
        assert!(choice(assessed, "Reviews close on").is_none());
        assert!(choice(assessed, "Observations a term").is_none());
    });
}

#[test]
fn a_meeting_with_someone_who_is_not_the_named_mentor_is_noticed() {
    let meetings = |rows: &str| format!("Date,ECT,Mentor,Minutes,Kind,Status\n{rows}");
    for (rows, noticed) in [
        ("2026-10-13,JSM,MEN,60,meeting,held\n", false),
        ("2026-10-13,JSM,TOK,60,meeting,held\n", true),
        ("2026-10-13,JSM,TOK,60,observation,held\n", false),
        ("2026-10-13,JSM,TOK,60,meeting,cancelled\n", false),
        ("2026-10-24,JSM,TOK,60,meeting,held\n", false),
        ("2026-10-11,JSM,TOK,60,meeting,held\n", false),
    ] {
        let text = meetings(rows);
        ask(&[("meetings.csv", &text)], "2026-10-23", |assessed| {
            assert_eq!(codes(assessed).contains(&"W-OTHER-MENTOR"), noticed, "{rows}");
        });
    }
    let two = meetings("2026-10-13,JSM,TOK,60,meeting,held\n2026-10-20,JSM,TOK,60,meeting,held\n");
    ask(&[("meetings.csv", &two)], "2026-10-23", |assessed| {
        let finding = assessed.findings.iter().find(|finding| finding.code == "W-OTHER-MENTOR").unwrap();
        assert!(finding.message.starts_with("2 of Jane Smith’s held meetings were"), "{}", finding.message);
        assert_eq!(finding.at.len(), 2);
    });
    // with no mentor at all that day nobody was the named one
    let gone = ("mentorship.csv", "ECT,Mentor,From,To\nJSM,MEN,2026-10-19,\n");
    let text = meetings("2026-10-13,JSM,TOK,60,meeting,held\n");
    ask(&[gone, ("meetings.csv", &text)], "2026-10-23", |assessed| {
        assert!(!codes(assessed).contains(&"W-OTHER-MENTOR"));
    });
}

#[test]
fn an_earlier_timetable_over_the_limit_is_noticed() {
    // the comparator is 150 and the limit 135: first 136 minutes, or 135, then 120 from 19 October
    let timetable = |first: &str, from: &str, then: &str| {
        format!(
            "Staff code,Day,Start,End,Activity,Effective from\nKLE,Monday,09:00,11:30,Teaching,\n\
             JSM,Monday,09:00,{first},Teaching,\nJSM,Monday,09:00,{then},Teaching,{from}\n"
        )
    };
    for (first, from, then, noticed) in [
        ("11:16", "2026-10-19", "11:00", true),
        ("11:15", "2026-10-19", "11:00", false),
        // still over the limit: the rule says so itself
        ("11:16", "2026-10-19", "11:20", false),
        // at the limit now
        ("11:16", "2026-10-19", "11:15", true),
        // the change lies before the term, on its first day, or after the day asked about
        ("11:16", "2026-10-12", "11:00", false),
        ("11:16", "2026-10-13", "11:00", true),
        ("11:16", "2026-10-23", "11:00", true),
        ("11:00", "2026-10-24", "11:16", false),
    ] {
        let text = timetable(first, from, then);
        ask(&[("timetable.csv", &text)], "2026-10-23", |assessed| {
            assert_eq!(codes(assessed).contains(&"W-EARLIER-VERSION"), noticed, "{first} {from} {then}");
        });
    }
}
