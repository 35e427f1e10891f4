//! What became of induction time, week by week and day by day, and of PPA.

use super::{ask, date, jsm, value};
use ringfence::model::figure::Figure;
use ringfence::rules::remedies::Way;

const COVER: (&str, &str) = (
    "cover.csv",
    "Date,Covering teacher,Start,End,Minutes,Kind\n2026-10-14,JSM,09:30,10:00,,cover\n\
     2026-10-21,JSM,10:30,12:00,,event\n2026-10-22,JSM,,,20,repaid\n",
);

#[test]
fn the_ledger_tells_each_week_by_itself() {
    // planned on Wednesdays: 120 on the 14th and the 21st; 30 and 30 were taken, 20 given back; 120 are still to come
    ask(&[COVER], "2026-10-23", |assessed| {
        let ledger = jsm(assessed).ledger.as_ref().unwrap();
        let weeks: Vec<String> = (ledger.weeks.iter())
            .map(|w| {
                let week = w.week.map_or("-".to_owned(), |n| n.to_string());
                format!("{week} {} {} {} {} {}", w.monday, w.planned, w.lost, w.repaid, w.to_come)
            })
            .collect();
        assert_eq!(weeks, ["1 2026-10-12 120 30 0 0", "2 2026-10-19 120 30 20 0", "3 2026-11-02 0 0 0 120"]);
        let sums = [&ledger.planned, &ledger.lost, &ledger.repaid, &ledger.kept].map(value);
        assert_eq!(sums, ["240", "60", "20", "200"]);
        // the three rows of the cover register, and the timetable's
        let cells = |n: usize| ledger.kept.any().from()[n].origins().len();
        assert_eq!([cells(0), cells(1), cells(2)], [1, 1, 1]);
    });
}

#[test]
fn each_day_of_the_ledger_names_what_fell_in_its_plan_and_the_balance_after_it() {
    // planned from nine to eleven; on the 14th cover from eleven on takes nothing, and of 70 minutes somewhere in the
    // morning at least 70 − 60 = 10 are lost; on the 21st nothing; on the 22nd 20 and 5 are given back: 25 − 10 = 15
    let cover = (
        "cover.csv",
        "Date,Covering teacher,Period,Start,End,Minutes,Kind\n2026-10-14,JSM,,11:00,12:00,,cover\n\
         2026-10-14,JSM,Morning,,,70,event\n2026-10-21,JSM,,11:00,12:00,,cover\n2026-10-22,JSM,,,,20,repaid\n\
         2026-10-22,JSM,,,,5,repaid\n",
    );
    ask(&[cover], "2026-10-23", |assessed| {
        let of = |figure: &Option<Figure<_>>| {
            figure.as_ref().map_or("-".to_owned(), value::<ringfence::model::units::Minutes>)
        };
        let entries = &jsm(assessed).ledger.as_ref().unwrap().entries;
        let told: Vec<String> = (entries.iter())
            .map(|e| {
                let figures = [of(&e.planned), of(&e.lost), of(&e.repaid), value(&e.balance)].join(" ");
                let kinds: Vec<_> = e.rows.iter().map(|cause| cause.kind).collect();
                format!("{} {kinds:?} {figures}", e.date)
            })
            .collect();
        assert_eq!(told, ["2026-10-14 [Event] 120 10 - -10", "2026-10-22 [Repaid, Repaid] - - 25 15"]);
    });
}

#[test]
fn of_an_induction_that_has_an_end_nothing_is_to_come() {
    let ended = ("induction.csv", "Staff code,Induction start,Induction end\nJSM,2026-10-12,2026-11-06\n");
    ask(&[COVER, ended], "2026-10-23", |assessed| {
        let weeks = &jsm(assessed).ledger.as_ref().unwrap().weeks;
        assert!(weeks.iter().all(|week| week.to_come == 0.into()));
    });
}

#[test]
fn a_timetable_of_a_later_week_is_planned_by_its_own_version() {
    let timetable = (
        "timetable.csv",
        "Staff code,Day,Start,End,Activity,Effective from\nJSM,Wednesday,09:00,11:00,ECT time,\n\
         JSM,Wednesday,09:00,10:00,ECT time,2026-11-02\n",
    );
    ask(&[COVER, timetable], "2026-10-23", |assessed| {
        let weeks = &jsm(assessed).ledger.as_ref().unwrap().weeks;
        assert_eq!(weeks.iter().map(|week| week.to_come).collect::<Vec<_>>(), [0, 0, 60].map(Into::into));
    });
}

#[test]
fn a_remedy_hands_on_the_figures_it_rests_on() {
    // 240 planned and 200 kept: 40 owed
    ask(&[COVER], "2026-10-23", |assessed| {
        let found = assessed.remedies.iter().find(|remedy| remedy.rule == "PT04").unwrap();
        let figures = found.figures();
        assert_eq!(figures[0].how(), "owed: planned − kept");
        assert_eq!(figures[0].value(), 40.into());
        // three mornings of the last week are free, so no lesson need be covered
        let Way::Repay(repay) = &found.way else { panic!("time to give back") };
        assert_eq!((value(&repay.found).as_str(), repay.lessons.is_none()), ("40", true));
    });
    // with no day left neither free time nor a lesson is proposed
    ask(&[COVER], "2026-11-06", |assessed| {
        let found = assessed.remedies.iter().find(|remedy| remedy.rule == "PT04").unwrap();
        let Way::Repay(repay) = &found.way else { panic!("time to give back") };
        assert_eq!((repay.free.len(), repay.lessons.is_none()), (0, true));
    });
}

#[test]
fn days_on_which_ppa_was_taken_are_listed_once() {
    let timetable = (
        "timetable.csv",
        "Staff code,Day,Start,End,Activity\nJSM,Wednesday,09:00,11:00,PPA\nMEN,Monday,09:00,10:00,Teaching\n",
    );
    let cover = (
        "cover.csv",
        "Date,Covering teacher,Start,End,Kind\n2026-10-14,JSM,09:00,09:30,cover\n\
         2026-10-14,JSM,10:00,10:30,cover\n2026-10-15,JSM,09:00,10:00,cover\n2026-10-21,JSM,09:00,10:00,cover\n",
    );
    ask(&[timetable, cover], "2026-11-06", |assessed| {
        assert_eq!(jsm(assessed).ppa_taken, [date(10, 14), date(10, 21)]);
    });
}
