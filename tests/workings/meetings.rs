//! Windows for meetings, the meetings in them, and the mentors.

use super::{MEETINGS, ask, date, jsm, rows, value};
use chrono::NaiveDate;
use ringfence::model::figure::Origin;
use ringfence::rules::remedies::Way;
use ringfence::rules::{Assessed, WindowState};

#[test]
fn each_window_says_what_became_of_it() {
    ask(&[MEETINGS], "2026-11-06", |assessed| {
        let work = jsm(assessed);
        let told: Vec<_> =
            work.windows.iter().map(|w| (w.weeks, w.from, w.to, w.state, w.cells.len())).collect();
        assert_eq!(
            told,
            [
                ((1, 1), date(10, 12), date(10, 16), WindowState::Held, 3),
                ((2, 2), date(10, 19), date(10, 23), WindowState::Missed, 0),
                ((3, 3), date(11, 2), date(11, 6), WindowState::Missed, 1),
            ]
        );
        // 09:00 to 10:15 on the 13th is 75 minutes, and 20 on the 14th
        let minutes: Vec<_> = work.windows.iter().map(|w| w.minutes.as_ref().map(value)).collect();
        assert_eq!(minutes, [Some("95".to_owned()), None, None]);
        assert_eq!(work.longest_gap.as_ref().map(value).as_deref(), Some("2"));
        let weeks = [(date(10, 12), date(10, 16)), (date(10, 19), date(10, 23)), (date(11, 2), date(11, 6))];
        assert_eq!(assessed.teaching_weeks, weeks);
        assert_eq!((assessed.cycle_weeks, assessed.as_of), (1, date(11, 6)));
    });
}

#[test]
fn in_the_second_part_each_window_is_a_fortnight() {
    // three terms were served before; of the weeks of 12 and 19 October and of 2 and 9 November
    let calendar =
        ("calendar.csv", "From,To,Kind\n2026-10-12,2026-11-13,term\n2026-10-26,2026-10-30,holiday\n");
    let induction = ("induction.csv", "Staff code,Induction start,Terms served before\nJSM,2026-10-12,3\n");
    let meetings = (
        "meetings.csv",
        "Date,ECT,Mentor,Minutes\n2026-10-13,JSM,MEN,30\n2026-10-20,JSM,MEN,\n2026-11-10,JSM,MEN,45\n",
    );
    let settings = ("ringfence.toml", "from = \"2026-10-12\"\nto = \"2026-11-13\"\n");
    ask(&[calendar, induction, meetings, settings], "", |assessed| {
        let windows = &jsm(assessed).windows;
        assert_eq!(windows.iter().map(|w| w.weeks).collect::<Vec<_>>(), [(1, 2), (3, 4)]);
        // a meeting whose length is not written leaves the minutes of the first open
        let minutes: Vec<_> = windows.iter().map(|w| w.minutes.as_ref().map(value)).collect();
        assert_eq!(minutes, [None, Some("45".to_owned())]);
    });
}

#[test]
fn what_is_required_rests_on_the_calendar_of_the_term() {
    // rows of the summer before and of the spring after are left alone
    let calendar = (
        "calendar.csv",
        "From,To,Kind\n2026-04-20,2026-07-21,term\n2026-10-12,2026-11-06,term\n2026-10-26,2026-10-30,holiday\n\
         2027-01-04,2027-03-26,term\n",
    );
    let observations = ("observations.csv", "Date,ECT\n2026-10-14,JSM\n");
    ask(&[calendar, MEETINGS, observations], "2026-11-06", |assessed| {
        let required = |rule: &str| {
            let found = assessed.assessments.iter().find(|a| a.rule == rule).unwrap();
            found.required.clone().unwrap()
        };
        for rule in ["MN01", "MN06"] {
            assert_eq!(rows(&required(rule)), [(3, 4)], "{rule}");
        }
        assert_eq!(required("MN01").how(), "teaching weeks that count");
        // one of two half-terms has its observation
        assert_eq!(rows(&required("OB01")), [(3, 4)]);
        // what was held rests on the rows of the one week that has a meeting
        let measured = assessed.assessments.iter().find(|a| a.rule == "MN01").unwrap().measured.clone();
        assert_eq!(rows(&measured.unwrap()), [(2, 4)]);
    });
    let second = ("induction.csv", "Staff code,Induction start,Terms served before\nJSM,2026-10-12,3\n");
    ask(&[second, MEETINGS], "2026-11-06", |assessed| {
        let found = assessed.assessments.iter().find(|a| a.rule == "MN01").unwrap();
        assert_eq!(found.required.as_ref().unwrap().how(), "fortnights of teaching weeks that count");
    });
    // in part 2 the term is one stretch, in part 1 it has two
    ask(&[second, observations], "2026-11-06", |assessed| {
        let found = assessed.assessments.iter().find(|a| a.rule == "OB01").unwrap();
        assert_eq!(found.measured.as_ref().unwrap().how(), "observations");
    });
}

#[test]
fn what_was_not_found_rests_on_the_rows_that_were_searched() {
    let cancelled = ("meetings.csv", "Date,ECT,Mentor,Minutes,Status\n2026-10-13,JSM,MEN,60,cancelled\n");
    ask(&[cancelled], "2026-11-06", |assessed| {
        let found = assessed.assessments.iter().find(|a| a.rule == "MN01").unwrap();
        let measured = found.measured.as_ref().unwrap();
        assert_eq!(measured.value(), 0.into());
        assert!(matches!(measured.origins(), [Origin::Searched(_)]), "{:?}", measured.origins());
    });
}

#[test]
fn the_longest_gap_is_not_the_last_one() {
    // weeks 1, 4: held; 2, 3 and 5: missed
    let calendar = ("calendar.csv", "From,To,Kind\n2026-10-05,2026-11-06,term\n");
    let induction = ("induction.csv", "Staff code,Induction start\nJSM,2026-10-05\n");
    let meetings =
        ("meetings.csv", "Date,ECT,Mentor,Minutes\n2026-10-06,JSM,MEN,60\n2026-10-27,JSM,MEN,60\n");
    let settings = ("ringfence.toml", "from = \"2026-10-05\"\nto = \"2026-11-06\"\n");
    ask(&[calendar, induction, meetings, settings], "", |assessed| {
        assert_eq!(jsm(assessed).longest_gap.as_ref().map(value).as_deref(), Some("2"));
    });
}

#[test]
fn a_window_may_not_count_for_four_reasons() {
    let state = |own: &[(&str, &str)], as_of: &str, n: usize, expected: WindowState| {
        ask(own, as_of, |assessed| assert_eq!(jsm(assessed).windows[n].state, expected));
    };
    state(&[MEETINGS], "2026-11-05", 2, WindowState::NotDue);
    let absence = ("absence.csv", "Staff code,From,To\nJSM,2026-10-19,2026-10-23\n");
    state(&[MEETINGS, absence], "2026-11-06", 1, WindowState::Absent);
    let late = ("induction.csv", "Staff code,Induction start\nJSM,2026-10-19\n");
    state(&[MEETINGS, late], "2026-11-06", 0, WindowState::NotInService);
    state(&[], "2026-11-06", 1, WindowState::Unknown);
    ask(&[], "2026-11-06", |assessed| assert!(jsm(assessed).longest_gap.is_none()));
}

#[test]
fn days_without_exactly_one_mentor_are_listed() {
    // nobody on the 15th and 16th, both on 2 November, the ECT on the 6th
    let mentorship = (
        "mentorship.csv",
        "ECT,Mentor,From,To\nJSM,MEN,2026-10-12,2026-10-14\nJSM,MEN,2026-10-19,2026-11-05\n\
         JSM,TOK,2026-10-31,2026-11-02\nJSM,JSM,2026-11-06,\n",
    );
    ask(&[mentorship], "2026-11-06", |assessed| {
        let work = jsm(assessed);
        assert_eq!(work.unmentored, [date(10, 15), date(10, 16), date(11, 2), date(11, 6)]);
        assert_eq!(work.mentors, [work.person]);
    });
    ask(&[mentorship], "2026-11-02", |assessed| assert_eq!(jsm(assessed).mentors.len(), 2));
}

#[test]
fn where_slots_are_free_nothing_nearer_is_looked_for() {
    let timetable = (
        "timetable.csv",
        "Staff code,Day,Start,End,Activity\nJSM,Monday,09:00,11:00,Teaching\nJSM,Wednesday,09:00,11:00,ECT time\n\
         MEN,Monday,09:00,12:00,Teaching\n",
    );
    ask(&[MEETINGS, timetable], "2026-11-06", |assessed| {
        let found = assessed.remedies.iter().find(|remedy| remedy.rule == "MN01").unwrap();
        let Way::Meet(Ok(slots)) = &found.way else { panic!("slots") };
        // an hour on Wednesday, and the mornings of Tuesday, Thursday and Friday
        assert_eq!((slots.free.len(), value(&slots.found).as_str()), (4, "4"));
        assert!(slots.nearest.is_none());
    });
}

#[test]
fn mentor_support_that_leads_below_the_funded_hours_is_among_the_actions_and_what_keeps_its_pace_is_not() {
    // part 2 began with the term; ten school days have passed, five are left, and then 62 of the spring and 65 of the
    // summer term by the default dates: 142 in all, to 21 July 2027
    let second = ("induction.csv", "Staff code,Induction start,Terms served before\nJSM,2026-10-12,3\n");
    let after = |minutes: &str, look: &dyn Fn(&Assessed)| {
        let meetings = format!("Date,ECT,Mentor,Minutes\n2026-10-13,JSM,MEN,{minutes}\n");
        ask(&[second, ("meetings.csv", &meetings)], "2026-10-23", look);
    };
    let asked = |assessed: &Assessed| {
        let actions = ringfence::tables::head(assessed).actions;
        let own = actions.into_iter().filter(|action| action.rules.iter().any(|(rule, ..)| *rule == "MN05"));
        own.map(|action| (action.by, action.ways.join(" "))).collect::<Vec<_>>()
    };
    // 84 × 142 ÷ 10 = 1192.8, which is 7.2 short: over the eight months from November 0.9 each, rounded up to 1
    after("84", &|assessed| {
        let said = "At the rate so far Jane Smith’s meetings come to 19 h 52 min of the funded 20 h on 21 July 2027, \
                    when year 2 ends; 1 min a month from November closes the gap.";
        assert_eq!(asked(assessed), [(NaiveDate::from_ymd_opt(2027, 7, 21), said.to_owned())]);
        let found = assessed.remedies.iter().find(|remedy| remedy.rule == "MN05").unwrap();
        let Way::Warn(warning) = &found.way else { panic!("a warning") };
        let a_month = warning.a_month.as_ref().unwrap();
        assert_eq!((warning.months.len(), value(a_month).as_str()), (8, "9/10"));
        assert!(
            found.figures().contains(&a_month.any()),
            "what is said of a month has its place among the figures"
        );
    });
    // 85 × 142 ÷ 10 = 1207
    after("85", &|assessed| assert_eq!(asked(assessed), []));
}
