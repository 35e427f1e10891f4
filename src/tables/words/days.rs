//! Days, months and terms in words.

use chrono::{Datelike, NaiveDate};

const SHORT: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// `Monday` for 0 to `Sunday` for 6.
pub fn day_of_week(n: u8) -> Option<&'static str> {
    DAYS.get(usize::from(n)).copied()
}

fn weekday(day: NaiveDate) -> &'static str {
    DAYS[day.weekday().num_days_from_monday() as usize]
}

/// `Sept`.
pub fn month(day: NaiveDate) -> &'static str {
    SHORT[day.month0() as usize]
}

fn in_full(day: NaiveDate) -> &'static str {
    MONTHS[day.month0() as usize]
}

/// `September`.
pub fn month_in_full(day: NaiveDate) -> String {
    in_full(day).to_owned()
}

/// `Fri 4 Dec`.
pub fn day_in_short(day: NaiveDate) -> String {
    format!("{} {} {}", &weekday(day)[..3], day.day(), month(day))
}

/// `Friday 4 December`.
pub fn day(day: NaiveDate) -> String {
    format!("{} {}", weekday(day), day_and_month(day))
}

/// `Friday 4 December 2026`.
pub fn day_in_full(date: NaiveDate) -> String {
    format!("{} {}", day(date), date.year())
}

/// `4 December`.
pub fn day_and_month(day: NaiveDate) -> String {
    format!("{} {}", day.day(), in_full(day))
}

/// `4 December 2026`.
pub fn date(day: NaiveDate) -> String {
    format!("{} {}", day_and_month(day), day.year())
}

/// `1 Sept 2026`.
pub fn date_in_short(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), month(day), day.year())
}

/// `autumn term 2026` from `Autumn 2026`; any other name as it is.
pub fn term(name: &str) -> String {
    match name.split_once(' ') {
        Some((season @ ("Autumn" | "Spring" | "Summer"), year)) => {
            format!("{} term {year}", season.to_lowercase())
        }
        _ => name.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_terms_have_one_way_of_being_said() {
        let friday = NaiveDate::from_ymd_opt(2026, 12, 4).unwrap();
        assert_eq!(day_in_short(friday), "Fri 4 Dec");
        assert_eq!(month_in_full(friday), "December");
        assert_eq!(day_in_full(friday), "Friday 4 December 2026");
        assert_eq!(date_in_short(friday), "4 Dec 2026");
        assert_eq!(term("Autumn 2026"), "autumn term 2026");
        assert_eq!(term("1 September to 18 December"), "1 September to 18 December");
    }
}
