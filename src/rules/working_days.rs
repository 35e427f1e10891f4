//! Working days, as deadlines count them (definition RV04).

use super::CannotTell;
use super::inquiry::Inquiry;
use crate::model::calendar::{Kind, is_weekday};
use chrono::NaiveDate;

/// Monday to Friday, and neither a bank holiday in England nor one of the school's calendar. The days of a school holiday
/// are working days.
///
/// # Errors
/// In a year whose bank holidays the rulebook does not list: such a day is never taken for a working day.
pub fn is_working_day(inquiry: &Inquiry, day: NaiveDate) -> Result<bool, CannotTell> {
    let listed = &inquiry.book.entry("bank_holidays", day)?.text;
    let listed: Result<Vec<NaiveDate>, _> = listed.split(';').map(|text| text.trim().parse()).collect();
    let listed = listed.map_err(|_| {
        CannotTell::act(
            format!("the rulebook’s bank holidays of {} are not a list of dates", day.format("%Y")),
            "Correct bank_holidays in the rulebook",
        )
    })?;
    let own = inquiry
        .school
        .calendar
        .rows
        .iter()
        .any(|row| row.kind == Kind::BankHoliday && row.from <= day && day <= row.to);
    Ok(is_weekday(day) && !listed.contains(&day) && !own)
}

/// The working day that comes this many working days after a day, which itself is not counted.
pub fn after(inquiry: &Inquiry, day: NaiveDate, number: i64) -> Result<NaiveDate, CannotTell> {
    reach(inquiry, day.iter_days().skip(1), number)
}

/// The last of this many working days beginning with a day, which is the first if it is a working day.
pub fn beginning_with(inquiry: &Inquiry, day: NaiveDate, number: i64) -> Result<NaiveDate, CannotTell> {
    reach(inquiry, day.iter_days(), number)
}

fn reach(
    inquiry: &Inquiry,
    days: impl Iterator<Item = NaiveDate>,
    number: i64,
) -> Result<NaiveDate, CannotTell> {
    let mut counted = 0;
    for day in days {
        counted += i64::from(is_working_day(inquiry, day)?);
        if counted >= number {
            return Ok(day);
        }
    }
    Err(CannotTell::act("the deadline lies beyond all calendars", "Check the dates of the review"))
}

/// Working days from one day to another; the first itself is none. What happens on another day than a working day counts
/// as on the next one. Backwards the number is negative.
pub fn between(inquiry: &Inquiry, from: NaiveDate, to: NaiveDate) -> Result<i64, CannotTell> {
    if to < from {
        return Ok(-between(inquiry, to, from)?);
    }
    let mut counted = 0;
    for day in from.iter_days().skip(1).take_while(|day| *day <= to) {
        counted += i64::from(is_working_day(inquiry, day)?);
    }
    let waits = from < to && !is_working_day(inquiry, to)?;
    Ok(counted + i64::from(waits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::calendar::{Calendar, Row};
    use crate::model::school::School;
    use crate::model::settings::Settings;
    use crate::model::source::{SheetId, Span};
    use crate::rules::rulebook::Rulebook;
    use chrono::Datelike;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn asked<T>(calendar: Calendar, ask: impl Fn(&Inquiry) -> T) -> T {
        let school = School { calendar, ..School::default() };
        let (settings, book) = (Settings::default(), Rulebook::embedded().unwrap());
        ask(&Inquiry::new(&school, &settings, &book))
    }

    #[test]
    fn each_year_lists_its_weekdays_and_the_extra_ones_of_2022_and_2023() {
        let book = Rulebook::embedded().unwrap();
        for (year, number) in [(2021, 8), (2022, 10), (2023, 9), (2024, 8), (2025, 8), (2026, 8), (2027, 8)] {
            let entry = book.entry("bank_holidays", NaiveDate::from_ymd_opt(year, 7, 1).unwrap()).unwrap();
            let days: Vec<NaiveDate> = entry.text.split(';').map(|text| day(text.trim())).collect();
            assert_eq!(days.len(), number, "{year}");
            assert!(days.iter().all(|day| day.year() == year && is_weekday(*day)), "{year}");
            assert!(days.is_sorted(), "{year}");
        }
    }

    #[test]
    fn ten_working_days_step_over_christmas_and_new_year() {
        // after Fri 18 Dec 2026: 21, 22, 23, 24, (25 and 28 are bank holidays) 29, 30, 31, (1 Jan) 4, 5, 6 January
        assert_eq!(asked(Calendar::default(), |at| after(at, day("2026-12-18"), 10)), Ok(day("2027-01-06")));
        assert_eq!(
            asked(Calendar::default(), |at| beginning_with(at, day("2026-12-18"), 10)),
            Ok(day("2027-01-05"))
        );
    }

    #[test]
    fn what_is_sent_on_a_saturday_counts_as_on_monday() {
        for (sent, number) in
            [("2026-11-27", 0), ("2026-11-28", 1), ("2026-11-30", 1), ("2026-12-11", 10), ("2026-12-12", 11)]
        {
            let counted = asked(Calendar::default(), |at| between(at, day("2026-11-27"), day(sent)));
            assert_eq!(counted, Ok(number), "{sent}");
        }
    }

    #[test]
    fn backwards_the_number_is_negative() {
        let counted = asked(Calendar::default(), |at| between(at, day("2026-12-11"), day("2026-11-27")));
        assert_eq!(counted, Ok(-10));
    }

    #[test]
    fn a_bank_holiday_of_the_school_s_calendar_is_no_working_day_and_a_holiday_is_one() {
        let at = Span { sheet: SheetId(0), top: 1, left: 0, bottom: 1, right: 2 };
        for (kind, works) in [(Kind::BankHoliday, false), (Kind::Holiday, true), (Kind::Closure, true)] {
            let row = Row { at, from: day("2026-11-30"), to: day("2026-11-30"), kind, name: None };
            let said = asked(Calendar { rows: vec![row] }, |at| is_working_day(at, day("2026-11-30")));
            assert_eq!(said, Ok(works), "{kind:?}");
        }
    }

    #[test]
    fn a_year_that_is_not_listed_is_refused() {
        for outside in ["2020-12-31", "2028-01-04"] {
            let refused = asked(Calendar::default(), |at| is_working_day(at, day(outside))).unwrap_err();
            assert!(refused.why.contains("bank holidays in England"), "{}", refused.why);
            assert!(!refused.settle.is_empty());
        }
        assert!(asked(Calendar::default(), |at| after(at, day("2027-12-20"), 10)).is_err());
    }
}
