//! What is proposed can be used: no slot lies on a row of a timetable in force or outside teaching hours. The timetables
//! are looked through here row by row, without the sets of minutes the program reckons with.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use chrono::{Datelike as _, NaiveDate};
use proptest::prelude::*;
use ringfence::ingest::{self, PackFile, SchoolFiles};
use ringfence::model::calendar::Label;
use ringfence::model::figure::ChosenBy;
use ringfence::model::school::{Activity, Day, Lesson, Period, PersonId, School, Slot, Week, Weeks};
use ringfence::model::settings::{Chosen, Settings, TermWanted};
use ringfence::model::units::{Clock, Ratio};
use ringfence::rules::remedies::Way;
use ringfence::rules::remedies::slots::{Meeting, Nearest};
use ringfence::rules::remedies::stretch::Stretch;
use ringfence::rules::rulebook::Rulebook;
use ringfence::rules::{Assessed, assess};
use std::path::Path;
use std::sync::LazyLock;
use support::term::{self, after};

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::embedded().unwrap());

/// Period names as they are compared.
fn key(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect()
}

/// The periods of a day that count: the row with day and week, else with the day, else with the week, else with neither.
fn periods(school: &School, week: Week, day: Day) -> Vec<&Period> {
    let fits =
        |p: &&Period| p.day.is_none_or(|d| d == day) && p.week.is_none_or(|named| named.contains(week));
    let beaten = |p: &Period| {
        let better = |q: &&Period| {
            fits(q)
                && key(&q.name.value) == key(&p.name.value)
                && (q.day.is_some(), q.week.is_some()) > (p.day.is_some(), p.week.is_some())
        };
        school.periods.iter().any(|q| better(&q))
    };
    school.periods.iter().filter(fits).filter(|p| !beaten(p)).collect()
}

/// When a row of the timetable is, on a day of the cycle; nothing if it is on another.
fn times(school: &School, lesson: &Lesson, week: Week, day: Day) -> Vec<(Clock, Clock)> {
    if lesson.day != day || lesson.week.is_some_and(|named| !named.contains(week)) {
        return Vec::new();
    }
    match &lesson.slot {
        Slot::Times(start, end) => vec![(*start, *end)],
        Slot::Period(name) => {
            let named = periods(school, week, day).into_iter().filter(|p| key(&p.name.value) == key(name));
            named.map(|p| (p.start, p.end)).collect()
        }
        Slot::Unknown => Vec::new(),
    }
}

/// The rows of a person in force on a date.
fn in_force(school: &School, person: PersonId, on: NaiveDate) -> Vec<&Lesson> {
    let own = || school.timetable.iter().filter(move |l| l.person == person);
    let version = own().map(|l| l.effective_from).filter(|from| from.is_none_or(|from| from <= on)).max();
    own().filter(|l| Some(l.effective_from) == version).collect()
}

/// What is wrong with a stretch for this person: rows on it other than of these activities, minutes outside teaching.
fn faults(
    school: &School,
    person: PersonId,
    on: NaiveDate,
    stretch: &Stretch,
    weeks: &[Week],
    may: &[Activity],
) -> Vec<String> {
    let mut wrong = Vec::new();
    for &week in weeks {
        for lesson in in_force(school, person, on).into_iter().filter(|l| !may.contains(&l.activity)) {
            for (start, end) in times(school, lesson, week, stretch.day) {
                if start < stretch.end && stretch.start < end {
                    wrong.push(format!("{stretch:?} lies on a row of {}", school.person(person).id));
                }
            }
        }
        let teaching: Vec<&Period> =
            periods(school, week, stretch.day).into_iter().filter(|p| p.teaching).collect();
        for minute in stretch.start.minutes()..stretch.end.minutes() {
            if !teaching.iter().any(|p| p.start.minutes() <= minute && minute < p.end.minutes()) {
                wrong.push(format!("{stretch:?}: minute {minute} is outside teaching hours"));
                break;
            }
        }
    }
    wrong
}

/// Everything wrong with what is proposed, and how many stretches were looked at.
fn look_through(school: &School, assessed: &Assessed) -> (usize, Vec<String>) {
    let (mut seen, mut wrong) = (0, Vec::new());
    let cycle: Weeks = Week::ALL[..usize::from(assessed.cycle_weeks)].iter().copied().collect();
    let weeks = |stretch: &Stretch| stretch.weeks.unwrap_or(cycle).iter().collect::<Vec<Week>>();
    for remedy in &assessed.remedies {
        let own = remedy.person;
        let reference = assessed.ects.iter().find(|ect| ect.person == own).map(|ect| ect.reference_day);
        match &remedy.way {
            Way::Meet(Ok(slots)) => {
                let (own_may, their_may): (&[Activity], &[Activity]) = match &slots.nearest {
                    Some((Nearest::InductionTime, _)) => (&[Activity::Protected], &[]),
                    Some((Nearest::Duty, _)) => (&[], &[Activity::Other]),
                    None => (&[], &[]),
                };
                let nearest = slots.nearest.iter().flat_map(|(_, all)| all);
                let free = slots.free.iter().map(|meeting| (meeting, &[][..], &[][..]));
                for (meeting, own_may, their_may) in free.chain(nearest.map(|m| (m, own_may, their_may))) {
                    for stretch in &meeting.stretches {
                        let on = reference.unwrap();
                        wrong.extend(faults(school, own, on, stretch, &weeks(stretch), own_may));
                        wrong.extend(faults(school, slots.mentor, on, stretch, &weeks(stretch), their_may));
                        if Ratio::whole(stretch.length().0) < slots.least.value() {
                            wrong.push(format!("{stretch:?} is too short"));
                        }
                        seen += 1;
                    }
                }
                let serves = |meeting: &Meeting| meeting.serves;
                assert!(slots.nearest.is_none() || !slots.free.iter().any(serves));
                assert_eq!(slots.found.value(), Ratio::whole(i64::try_from(slots.free.len()).unwrap()));
            }
            Way::Label(label) => {
                for stretch in &label.free {
                    wrong.extend(faults(school, own, reference.unwrap(), stretch, &weeks(stretch), &[]));
                    seen += 1;
                }
            }
            Way::Repay(repayment) => {
                let mut sum = 0;
                for dated in &repayment.free {
                    let (date, stretch) = (dated.date, &dated.stretch);
                    let label = match school.calendar.label(date) {
                        Label::One(week) if assessed.cycle_weeks > 1 => week,
                        _ => Week::A,
                    };
                    wrong.extend(faults(school, own, date, stretch, &[label], &[]));
                    let monday_is_0 = u8::try_from(date.weekday().num_days_from_monday()).unwrap();
                    let ahead = assessed.as_of < date && date <= assessed.term.to;
                    if !ahead || !school.calendar.is_teaching_day(date) || stretch.day != Day(monday_is_0) {
                        wrong.push(format!("{dated:?} is no teaching day left of the term"));
                    }
                    if dated.minutes > stretch.length() {
                        wrong.push(format!("{dated:?} gives back more than it holds"));
                    }
                    sum += dated.minutes.0;
                    seen += 1;
                }
                assert_eq!(repayment.found.value(), Ratio::whole(sum));
                assert!(Ratio::whole(sum) <= repayment.owed.value() + Ratio::ONE);
            }
            _ => {}
        }
    }
    (seen, wrong)
}

fn made(files: Vec<PackFile>, as_of: NaiveDate) -> (usize, Vec<String>) {
    let term = TermWanted::Between(after(0), after(108));
    let settings = Settings {
        term: Some(Chosen { value: term, by: ChosenBy::CommandLine }),
        as_of: Some(Chosen { value: as_of, by: ChosenBy::CommandLine }),
        ..Settings::default()
    };
    let reading = ingest::read(&SchoolFiles { folder: String::new(), files, shared: Vec::new() }, &settings);
    look_through(&reading.school, &assess(&reading.school, &reading.settings, &RULEBOOK))
}

#[test]
fn the_made_terms_have_slots_to_propose() {
    let seen: usize = (0..4).map(|seed| made(support::csv_pack(&term::school(seed)), after(60)).0).sum();
    assert!(seen > 20, "{seen}");
}

#[test]
fn what_is_proposed_in_the_sample_is_free_in_its_files() {
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/calder-and-wharfe");
    let mut all = 0;
    for files in ingest::find(&pack).unwrap() {
        let reading = ingest::read(&files, &Settings::default());
        let (seen, wrong) =
            look_through(&reading.school, &assess(&reading.school, &reading.settings, &RULEBOOK));
        assert!(wrong.is_empty(), "{}\n{}", files.folder, wrong.join("\n"));
        all += seen;
    }
    assert!(all > 0);
}

/// Rows of the timetable workbook of Ottergill, opened without the program's reader: staff code, day, period and week,
/// activity, and whether the row has a day from which it holds.
fn ottergill() -> Vec<[String; 6]> {
    use calamine::Reader as _;
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("sample-data/calder-and-wharfe/ottergill-high-school/Timetable.xlsx");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let range = book.worksheet_range("Staff timetable").unwrap();
    let cell = |row: &[calamine::Data], n: usize| row.get(n).map_or(String::new(), ToString::to_string);
    range.rows().skip(3).map(|row| [0, 1, 2, 3, 4, 8].map(|n| cell(row, n))).collect()
}

#[test]
fn the_slots_proposed_at_ottergill_hold_what_was_read_off_the_workbook_by_hand() {
    let rows = ottergill();
    let activities = |who: &str, day: &str, period: &str, dated: bool| -> Vec<String> {
        let of =
            rows.iter().filter(|r| r[0] == who && r[1] == day && r[2] == period && r[5].is_empty() != dated);
        of.map(|r| format!("{} {}", r[3], r[4])).collect()
    };
    let both = ["A Mentoring", "B Mentoring"];
    // Tobias Lunn and Ruth Coldwell: Tuesday P4 is on both timetables; Friday P3 is free for both in week B only, since
    // she teaches there in week A.
    assert_eq!(activities("TLU", "Tuesday", "P4", false), both);
    assert_eq!(activities("RCO", "Tuesday", "P4", false), both);
    assert_eq!(activities("TLU", "Thursday", "P3", false), ["A ECT time", "B ECT time"]);
    assert_eq!(activities("RCO", "Thursday", "P3", false), ["B Lesson"]);
    assert!(activities("TLU", "Friday", "P3", false).is_empty());
    assert_eq!(activities("RCO", "Friday", "P3", false), ["A Lesson"]);
    // Priyanka Sahota and Samuel Maddox: Monday P3.
    assert_eq!(activities("PSA", "Monday", "P3", false), both);
    assert_eq!(activities("SMA", "Monday", "P3", false), both);
    // Leila Farrokh, by her second version, and Victor Tremlett: Friday P1 of week B.
    assert_eq!(activities("LFA", "Friday", "P1", true), ["A Lesson", "B Mentoring"]);
    assert_eq!(activities("VTR", "Friday", "P1", false), ["B Mentoring"]);
    // To label or to give back: nobody has a row there.
    assert!(activities("TLU", "Friday", "P3", false).is_empty());
    assert!(activities("LFA", "Wednesday", "P5", true).is_empty());
    assert!(activities("PSA", "Thursday", "P3", false).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_slot_lies_on_no_row_and_within_teaching_hours(seed in any::<u64>(), asked in 20..105_usize) {
        let (_, wrong) = made(support::csv_pack(&term::school(seed)), after(asked));
        prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn nor_in_a_cycle_of_four_weeks(seed in any::<u64>(), asked in 20..105_usize) {
        let records = term::in_four_weeks(&term::school(seed));
        let (_, wrong) = made(support::csv_pack(&records), after(asked));
        prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
