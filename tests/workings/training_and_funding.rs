//! A mentor's own training, and the lines of the two grants.

use super::{ask, date, jsm, value};
use chrono::NaiveDate;
use ringfence::model::school::Element;
use ringfence::rules::remedies::Way;
use ringfence::rules::{LineStatus, Outcome};

#[test]
fn the_training_of_a_mentor_is_told_by_kind_of_session() {
    let mentors = (
        "mentors.csv",
        "Staff code,Training start,Programme,Completed on\nMEN,2025-09-10,provider-led,2026-10-01\n",
    );
    let training = (
        "training.csv",
        "Date,Person,Minutes,Element,Attended\n2025-10-01,MEN,120,conference,yes\n2025-11-01,MEN,60,clinic,\n\
         2026-01-10,MEN,30,conference,yes\n2026-02-01,MEN,90,clinic,no\n2026-11-07,MEN,45,clinic,yes\n\
         2025-09-09,MEN,15,clinic,yes\n",
    );
    ask(&[mentors, training], "2026-11-06", |assessed| {
        let [work] = assessed.mentors.as_slice() else { panic!("one mentor") };
        let told: Vec<_> =
            work.elements.iter().map(|(element, minutes)| (*element, value(minutes))).collect();
        assert_eq!(told, [(Element::Conference, "150".to_owned()), (Element::Clinic, "60".to_owned())]);
        assert_eq!(work.attended.as_ref().map(value).as_deref(), Some("210"));
        // three terms have ended since: all of the 1200, of which three quarters are 900
        let all =
            [&work.entitlement, &work.to_date, &work.threshold].map(|figure| value(figure.as_ref().unwrap()));
        assert_eq!(all, ["1200", "1200", "900"]);
        assert_eq!(work.ects, [jsm(assessed).person]);
        // what is met has no day by which it is due
        let engagement = assessed.assessments.iter().find(|a| a.rule == "TR02").unwrap();
        assert_eq!((engagement.outcome, engagement.by), (Outcome::Met, None));
        assert_eq!(
            (work.training_start, work.completed_on),
            (NaiveDate::from_ymd_opt(2025, 9, 10), Some(date(10, 1)))
        );
    });
}

#[test]
fn in_the_last_month_that_month_is_left_and_the_usual_session_is_the_shorter_of_two() {
    let files = [
        ("mentors.csv", "Staff code,Training start,Programme\nMEN,2025-09-01,provider-led\n"),
        (
            "training.csv",
            "Date,Person,Minutes,Element,Attended\n2025-10-01,MEN,90,clinic,yes\n2025-11-03,MEN,45,clinic,yes\n",
        ),
        ("induction.csv", "Staff code,Induction start\nJSM,2025-09-01\n"),
        ("mentorship.csv", "ECT,Mentor,From,To\nJSM,MEN,2025-09-01,\n"),
        ("ringfence.toml", "from = \"2026-04-22\"\nto = \"2026-07-21\"\nas_of = \"2026-07-06\"\n"),
    ];
    // the third term ends on 21 July, and the first school day left is Tuesday 7 July
    ask(&files, "", |assessed| {
        let found = assessed.remedies.iter().find(|remedy| remedy.rule == "TR02").unwrap();
        let Way::Warn(warning) = &found.way else { panic!("a warning") };
        assert_eq!((warning.until, warning.months.as_slice()), (date(7, 21), [date(7, 7)].as_slice()));
        assert_eq!(value(&warning.closing.as_ref().unwrap().each), "45");
    });
}

#[test]
fn a_funding_line_rests_on_the_cells_it_was_read_from() {
    let school = ("school.csv", "URN,School,Pay area\n123456,Calder High School,Rest of England\n");
    let mentors = (
        "mentors.csv",
        "Staff code,Training start,Programme,Completed on\nMEN,2025-09-10,provider-led,2026-10-01\n",
    );
    // £144.34 for a start in 2025-26, of £721.68 with a completion, which came too late
    ask(&[school, mentors], "2026-11-06", |assessed| {
        let [line] = assessed.funding.as_slice() else { panic!("one line") };
        let (rate, expected) = (line.rate.as_ref().unwrap(), line.expected.as_ref().unwrap());
        assert_eq!((value(rate), value(expected)), ("72168".to_owned(), "14434".to_owned()));
        assert_eq!((line.cohort, line.since), (Some(2025), NaiveDate::from_ymd_opt(2025, 9, 10).unwrap()));
        // start, completion, programme and pay area
        assert_eq!(expected.any().origins().len(), 4);
        assert!(expected.any().how().contains("started, not completed in its year"));
    });
}

#[test]
fn a_funding_line_without_an_amount_says_why() {
    let told = |area: &str, start: &str, said: &str, how: LineStatus| {
        let school = format!("URN,School,Pay area\n123456,Calder High School,{area}\n");
        let mentors = format!("Staff code,Training start,Programme\nMEN,{start},provider-led\n");
        ask(&[("school.csv", &school), ("mentors.csv", &mentors)], "2026-11-06", |assessed| {
            let [line] = assessed.funding.as_slice() else { panic!("one line") };
            assert!(line.reason.contains(said), "{}", line.reason);
            assert_eq!((line.status, line.expected.is_none(), line.due), (how, true, None));
        });
    };
    told("Outer London", "2025-09-10", "rate not configured", LineStatus::RateNotConfigured);
    told("", "2025-09-10", "pay area", LineStatus::Expected);
    told("Rest of England", "2024-11-04", "paid in part", LineStatus::Expected);
}
