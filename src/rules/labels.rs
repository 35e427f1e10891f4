//! Which week of the cycle a date is in (definition G6).

use super::{CannotTell, Settle};
use crate::model::calendar::{Calendar, Label, days, monday};
use crate::model::school::Week;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The weeks of a cycle in turn, from the Monday of a week A, over the weeks that hold a teaching day: a holiday week has
/// no turn.
pub fn in_turn(
    calendar: &Calendar,
    cycle: &[Week],
    first: NaiveDate,
    until: NaiveDate,
) -> BTreeMap<NaiveDate, Week> {
    let mut mondays: Vec<NaiveDate> =
        days(first, until).filter(|day| calendar.is_teaching_day(*day)).map(monday).collect();
    mondays.dedup();
    mondays.retain(|day| *day >= first);
    mondays.into_iter().zip(cycle.iter().copied().cycle()).collect()
}

/// How the setting `week_a_begins` goes on: `then weeks alternate`, `then weeks A to D in turn`.
pub fn turn(last: Week) -> String {
    match last {
        Week::A | Week::B => "then weeks alternate".to_owned(),
        Week::C | Week::D => format!("then weeks A to {} in turn", last.letter()),
    }
}

/// The label that the calendar’s rows give to a date.
pub fn written(calendar: &Calendar, day: NaiveDate) -> Option<Week> {
    match calendar.label(day) {
        Label::One(week) => Some(week),
        Label::None => None,
    }
}

/// The calendar gives a day no label, or two.
pub fn missing(day: NaiveDate, last: Week) -> CannotTell {
    let (weeks, column) = match last {
        Week::A | Week::B => ("week A or week B", "Kind (week A, week B)"),
        Week::C => ("week A, B or C", "Kind (week A, week B, week C)"),
        Week::D => ("week A, B, C or D", "Kind (week A, week B, week C, week D)"),
    };
    CannotTell {
        why: format!("the calendar does not say whether {} is in {weeks}", day.format("%-d %B %Y")),
        settle: vec![
            Settle::Supply { record: "calendar", column },
            Settle::Do("Or set week_a_begins in ringfence.toml".to_owned()),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::calendar::{Kind, Row};
    use crate::model::source::{SheetId, Span};

    fn date(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn calendar(rows: &[(Kind, NaiveDate, NaiveDate)]) -> Calendar {
        let at = Span { sheet: SheetId(0), top: 1, left: 0, bottom: 1, right: 3 };
        let rows = rows.iter().map(|&(kind, from, to)| Row { at, from, to, kind, name: None });
        Calendar { rows: rows.collect() }
    }

    /// Six weeks from 12 October 2026, the third of them half-term.
    fn autumn() -> Vec<(Kind, NaiveDate, NaiveDate)> {
        vec![(Kind::Term, date(10, 12), date(11, 20)), (Kind::Holiday, date(10, 26), date(10, 30))]
    }

    fn turns(rows: &[(Kind, NaiveDate, NaiveDate)], cycle: usize, first: NaiveDate) -> String {
        let turns = in_turn(&calendar(rows), &Week::ALL[..cycle], first, date(11, 20));
        let turn = |(monday, week): (NaiveDate, Week)| format!("{} {week:?}", monday.format("%-d.%-m"));
        turns.into_iter().map(turn).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn weeks_take_turns_and_half_term_has_none() {
        let (rows, first) = (autumn(), date(10, 12));
        assert_eq!(turns(&rows, 2, first), "12.10 A, 19.10 B, 2.11 A, 9.11 B, 16.11 A");
        assert_eq!(turns(&rows, 3, first), "12.10 A, 19.10 B, 2.11 C, 9.11 A, 16.11 B");
        assert_eq!(turns(&rows, 4, first), "12.10 A, 19.10 B, 2.11 C, 9.11 D, 16.11 A");
    }

    #[test]
    fn a_week_with_one_teaching_day_has_its_turn_and_a_week_of_training_days_has_none() {
        let mut rows = autumn();
        rows.push((Kind::Inset, date(10, 19), date(10, 22)));
        rows.push((Kind::Inset, date(11, 2), date(11, 6)));
        assert_eq!(turns(&rows, 4, date(10, 12)), "12.10 A, 19.10 B, 9.11 C, 16.11 D");
    }

    #[test]
    fn weeks_before_the_first_week_a_have_no_turn() {
        assert_eq!(turns(&autumn(), 4, date(10, 19)), "19.10 A, 2.11 B, 9.11 C, 16.11 D");
        assert_eq!(turns(&autumn(), 4, date(10, 26)), "2.11 A, 9.11 B, 16.11 C", "a Monday of half-term");
    }

    #[test]
    fn a_date_has_the_one_label_its_rows_give_it() {
        let mut rows = autumn();
        rows.push((Kind::Week(Week::C), date(10, 12), date(10, 23)));
        rows.push((Kind::Week(Week::D), date(10, 19), date(10, 23)));
        let calendar = calendar(&rows);
        let label = |month, day| written(&calendar, date(month, day));
        assert_eq!(label(10, 16), Some(Week::C), "the last day of week C alone");
        assert_eq!(label(10, 19), None, "two rows that disagree");
        assert_eq!(label(11, 2), None, "no row");
    }

    #[test]
    fn what_is_missing_is_asked_for_by_the_weeks_of_the_cycle() {
        let told = |last| {
            let missing = missing(date(10, 12), last);
            (missing.why, missing.settle)
        };
        let (why, settle) = told(Week::D);
        assert_eq!(why, "the calendar does not say whether 12 October 2026 is in week A, B, C or D");
        let column = "Kind (week A, week B, week C, week D)";
        assert_eq!(settle[0], Settle::Supply { record: "calendar", column });
        assert!(told(Week::C).0.ends_with("in week A, B or C"));
        assert!(told(Week::B).0.ends_with("in week A or week B"));
        assert_eq!([turn(Week::B), turn(Week::C)], ["then weeks alternate", "then weeks A to C in turn"]);
    }
}
