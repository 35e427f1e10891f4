//! What the rules work out on the way, worked by hand: the weeks of the ledger, the windows for meetings, the comparator,
//! the mentor's training, what was chosen and what was noticed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use chrono::NaiveDate;
use ringfence::ingest;
use ringfence::model::figure::{AnyFigure, Figure, Origin};
use ringfence::model::school::Element;
use ringfence::model::units::Unit;
use ringfence::rules::remedies::Way;
use ringfence::rules::rulebook::Rulebook;
use ringfence::rules::{Assessed, Choice, EctWork, LineStatus, Outcome, Strength, WindowState, assess};

/// A school of three weeks and one holiday: 12 October to 6 November 2026, without the week of 26 October. Lessons from
/// nine to twelve; JSM began with the term, full-time, with MEN as mentor.
const SCHOOL: [(&str, &str); 7] = [
    ("school.csv", "URN,School\n123456,Calder High School\n"),
    ("calendar.csv", "From,To,Kind\n2026-10-12,2026-11-06,term\n2026-10-26,2026-10-30,holiday\n"),
    ("periods.csv", "Period,Start,End\nMorning,09:00,12:00\n"),
    (
        "staff.csv",
        "Staff code,Name,FTE,Pay range\nJSM,Jane Smith,1,Main\nMEN,Mel Ennis,1,Upper\nTOK,Tom Okafor,1,Upper\n\
         KLE,Kit Lee,1,Main\nLOU,Lou Marsh,1,Main\nPAT,Pat Reid,1,Main\n",
    ),
    ("induction.csv", "Staff code,Induction start\nJSM,2026-10-12\n"),
    ("mentorship.csv", "ECT,Mentor,From,To\nJSM,MEN,2026-10-12,\n"),
    (
        "timetable.csv",
        "Staff code,Day,Start,End,Activity,Effective from\nJSM,Monday,09:00,11:00,Teaching,\n\
         JSM,Wednesday,09:00,11:00,ECT time,\nKLE,Monday,09:00,11:00,Teaching,\nLOU,Monday,09:00,11:30,Teaching,\n\
         PAT,Monday,09:00,12:00,Teaching,\n",
    ),
];

/// Asks about the school with these files in place of its own, or beside them.
fn ask(own: &[(&str, &str)], as_of: &str, look: impl FnOnce(&Assessed)) {
    ask_by(&Rulebook::embedded().unwrap(), own, as_of, look);
}

/// The same, by this rulebook.
fn ask_by(book: &Rulebook, own: &[(&str, &str)], as_of: &str, look: impl FnOnce(&Assessed)) {
    let kept = SCHOOL.iter().filter(|(name, _)| own.iter().all(|(other, _)| other != name));
    let mut files: Vec<_> = kept.chain(own).map(|(name, text)| support::text_file(name, text)).collect();
    let settings = format!("from = \"2026-10-12\"\nto = \"2026-11-06\"\nas_of = \"{as_of}\"\n");
    if own.iter().all(|(name, _)| *name != "ringfence.toml") {
        files.push(support::text_file("ringfence.toml", &settings));
    }
    let files = ingest::SchoolFiles { folder: String::new(), files, shared: Vec::new() };
    let reading = ingest::read(&files, &ringfence::model::settings::Settings::default());
    look(&assess(&reading.school, &reading.settings, book));
}

fn jsm<'a>(assessed: &'a Assessed) -> &'a EctWork {
    let found = assessed.ects.iter().find(|work| assessed.school.person(work.person).id == "JSM");
    found.unwrap()
}

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn value<U: Unit>(figure: &Figure<U>) -> String {
    figure.value().to_string()
}

/// First and last row of each block of cells that a figure rests on, as a sheet numbers them.
fn rows(figure: &AnyFigure) -> Vec<(u32, u32)> {
    let blocks = figure.origins().iter().filter_map(|origin| match origin {
        Origin::Cells(span) => Some((span.top + 1, span.bottom + 1)),
        _ => None,
    });
    blocks.collect()
}

fn codes(assessed: &Assessed) -> Vec<&'static str> {
    assessed.findings.iter().map(|finding| finding.code).filter(|code| code.starts_with("W-")).collect()
}

fn choice<'a>(assessed: &'a Assessed, what: &str) -> Option<&'a Choice> {
    assessed.choices.iter().find(|choice| choice.what == what)
}

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

const MEETINGS: (&str, &str) = (
    "meetings.csv",
    "Date,ECT,Mentor,Start,End,Minutes,Kind,Status\n2026-10-13,JSM,MEN,09:00,10:00,,meeting,held\n\
     2026-10-13,JSM,MEN,09:30,10:15,,coaching,held\n2026-10-14,JSM,MEN,,,20,drop-in,held\n\
     2026-11-03,JSM,MEN,09:00,10:00,,meeting,cancelled\n",
);

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
