//! What the service asks of a row, in its own words.

use super::Template;
use chrono::{Datelike, NaiveDate};

/// Why the service refuses a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFault {
    /// A cell is empty.
    Blanks,
    /// The TRN is not seven digits.
    Trn,
    /// A date is not written year-month-day.
    Dates,
    /// The date of birth is none, or not that of a teacher.
    Age,
    /// A date is after today.
    Future,
    /// The outcome is neither.
    Outcome,
    /// The outcome is fail.
    Fail,
    /// The number of terms is out of range, or has two decimal places.
    Terms,
    /// The programme is neither.
    Programme,
    /// The induction began too early.
    Early,
}

impl RowFault {
    /// The service's own words.
    pub fn words(self) -> &'static str {
        match self {
            RowFault::Blanks => "Fill in the blanks on this row",
            RowFault::Trn => "Enter a valid TRN using 7 digits",
            RowFault::Dates => "Dates must be in the format YYYY-MM-DD",
            RowFault::Age => {
                "Date of birth must be a real date and the teacher must be between 18 and 100 years old"
            }
            RowFault::Future => "Dates cannot be in the future",
            RowFault::Outcome => "Outcome must be either pass or release",
            RowFault::Fail => "Fail cannot be recorded in bulk upload",
            RowFault::Terms => "Enter number of terms between 0 and 16 using up to one decimal place",
            RowFault::Programme => "Induction programme type must be school-led or provider-led",
            RowFault::Early => "Induction start date must be after 1 September 2021",
        }
    }

    /// What to write instead.
    pub fn help(self) -> &'static str {
        match self {
            RowFault::Blanks => "Fill in the cell.",
            RowFault::Trn => {
                "Write all seven digits, such as 0012345; format the column as text, or Excel drops the zeros."
            }
            RowFault::Dates => {
                "Write the year first, such as 2026-09-07; format the column as text, or Excel changes it."
            }
            RowFault::Age => {
                "Write the date of birth as it stands in the teacher’s record, such as 1998-05-17."
            }
            RowFault::Future => "Correct the date, or send the row when the day has come.",
            RowFault::Outcome => "Write pass or release.",
            RowFault::Fail => "Take the row out, and record the fail in the service itself.",
            RowFault::Terms => {
                "Write a number from 0 to 16 with at most one decimal place, such as 6 or 1.5."
            }
            RowFault::Programme => "Write school-led or provider-led.",
            RowFault::Early => "Check the date; an earlier induction is recorded in the service itself.",
        }
    }
}

/// What the service says of a claim when it finds, in the Teaching Record System, that QTS was awarded later; the day of
/// the award follows in brackets.
pub const BEFORE_QTS: &str = "Induction start date must not be before QTS date";

/// What is wrong with the values of a row ([`Template::headings`] in order), in the service's order, each with the
/// place of the value among them.
///
/// `today` is the day on which the file is sent. Without it nothing is said of dates in the future or of the teacher's
/// age. Two leniencies of the service are left out: it also takes dates such as `2026-W37-1`, and it says of a date it
/// cannot read that it lies in the future or is too early as well.
pub fn check(template: Template, values: &[&str], today: Option<NaiveDate>) -> Vec<(RowFault, usize)> {
    let headings = template.headings();
    let value = |at: usize| values.get(at).copied().unwrap_or_default();
    let dates: Vec<usize> = (0..headings.len()).filter(|at| is_date(headings[*at])).collect();
    let mut faults = Vec::new();
    if let Some(at) = (0..headings.len()).find(|at| value(*at).trim().is_empty()) {
        faults.push((RowFault::Blanks, at));
    }
    if value(0).len() != 7 || !value(0).bytes().all(|b| b.is_ascii_digit()) {
        faults.push((RowFault::Trn, 0));
    }
    if let Some(at) = dates.iter().find(|at| date(value(**at)).is_none()) {
        faults.push((RowFault::Dates, *at));
    }
    let years = |birth: NaiveDate| today.map(|today| today.year() - birth.year());
    if date(value(1)).is_none_or(|birth| years(birth).is_some_and(|years| !(18..=99).contains(&years))) {
        faults.push((RowFault::Age, 1));
    }
    let future = |at: &&usize| date(value(**at)).zip(today).is_some_and(|(date, today)| date > today);
    if let Some(at) = dates.iter().find(future) {
        faults.push((RowFault::Future, *at));
    }
    faults.extend(match template {
        Template::Claims => claim(value(2), value(3)),
        Template::Outcomes => outcome(value(3), value(4)),
    });
    faults
}

fn claim(programme: &str, start: &str) -> Vec<(RowFault, usize)> {
    let mut faults = Vec::new();
    if !is_one_of(programme, &["school-led", "provider-led"]) {
        faults.push((RowFault::Programme, 2));
    }
    if date(start)
        .is_some_and(|start| NaiveDate::from_ymd_opt(2021, 9, 1).is_some_and(|first| start <= first))
    {
        faults.push((RowFault::Early, 3));
    }
    faults
}

fn outcome(terms: &str, outcome: &str) -> Vec<(RowFault, usize)> {
    let mut faults = Vec::new();
    if is_one_of(outcome, &["fail"]) {
        faults.push((RowFault::Fail, 4));
    } else if !is_one_of(outcome, &["pass", "release"]) {
        faults.push((RowFault::Outcome, 4));
    }
    if tenths(terms).is_none_or(|tenths| tenths > 160) {
        faults.push((RowFault::Terms, 3));
    }
    faults
}

fn is_date(heading: &str) -> bool {
    heading.ends_with("date") || heading == "Date of birth"
}

fn is_one_of(value: &str, words: &[&str]) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(value))
}

/// A date written as the service wants it.
pub fn date(text: &str) -> Option<NaiveDate> {
    let digits = |(at, b): (usize, u8)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() };
    let is_written_so = text.len() == 10 && text.bytes().enumerate().all(digits);
    is_written_so.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten()
}

/// Tenths of a term, from whole terms or one decimal place.
fn tenths(text: &str) -> Option<u64> {
    let (whole, tenth) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(tenth) || tenth.len() != 1 {
        return None;
    }
    whole.parse::<u64>().ok()?.checked_mul(10)?.checked_add(tenth.parse().ok()?)
}

/// The faults as the service writes them into the column for errors: `…, …, and …`.
pub fn sentence(faults: &[(RowFault, usize)]) -> String {
    let words: Vec<&str> = faults.iter().map(|(fault, _)| fault.words()).collect();
    match &words[..] {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        [rest @ .., last] => format!("{}, and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(template: Template, row: &str, today: Option<&str>) -> String {
        let values: Vec<&str> = row.split(',').collect();
        sentence(&check(template, &values, today.map(|day| date(day).unwrap())))
    }

    #[test]
    fn a_claim_is_refused_in_the_service_s_words() {
        for (row, expected) in [
            ("1234567,1998-05-17,provider-led,2025-09-01", ""),
            ("1234567,1998-05-17,School-Led,2021-09-02", ""),
            (
                "1234567,1998-05-17,provider-led,2021-09-01",
                "Induction start date must be after 1 September 2021",
            ),
            ("123456,1998-05-17,provider-led,2025-09-01", "Enter a valid TRN using 7 digits"),
            (
                "1234567,1998-05-17,FIP,2025-09-01",
                "Induction programme type must be school-led or provider-led",
            ),
            ("1234567,1998-05-17,school-led,01/09/2025", "Dates must be in the format YYYY-MM-DD"),
            ("1234567,1998-05-17,school-led,2025-9-1", "Dates must be in the format YYYY-MM-DD"),
            (
                "1234567,1998-02-30,school-led,2025-09-01",
                "Dates must be in the format YYYY-MM-DD and Date of birth must be a real date and the teacher must be between 18 and 100 years old",
            ),
            (
                "12345,1998-05-17,,2025-09-01",
                "Fill in the blanks on this row, Enter a valid TRN using 7 digits, and Induction programme type must be school-led or provider-led",
            ),
            (
                "1234567,1998-05-17,school-led,",
                "Fill in the blanks on this row and Dates must be in the format YYYY-MM-DD",
            ),
        ] {
            assert_eq!(said(Template::Claims, row, None), expected, "{row}");
        }
    }

    #[test]
    fn an_outcome_is_refused_in_the_service_s_words() {
        for (row, expected) in [
            ("1234567,1998-05-17,2025-07-18,6,pass", ""),
            ("1234567,1998-05-17,2025-07-18,16.0,RELEASE", ""),
            ("1234567,1998-05-17,2025-07-18,0,pass", ""),
            (
                "1234567,1998-05-17,2025-07-18,16.1,pass",
                "Enter number of terms between 0 and 16 using up to one decimal place",
            ),
            (
                "1234567,1998-05-17,2025-07-18,1.25,pass",
                "Enter number of terms between 0 and 16 using up to one decimal place",
            ),
            (
                "1234567,1998-05-17,2025-07-18,-1,pass",
                "Enter number of terms between 0 and 16 using up to one decimal place",
            ),
            ("1234567,1998-05-17,2025-07-18,6,fail", "Fail cannot be recorded in bulk upload"),
            ("1234567,1998-05-17,2025-07-18,6,passed", "Outcome must be either pass or release"),
            (
                "1234567,1998-05-17,2025-07-18,6,",
                "Fill in the blanks on this row and Outcome must be either pass or release",
            ),
        ] {
            assert_eq!(said(Template::Outcomes, row, None), expected, "{row}");
        }
    }

    #[test]
    fn age_and_future_are_judged_only_on_a_known_day() {
        let age = "Date of birth must be a real date and the teacher must be between 18 and 100 years old";
        let future = "Dates cannot be in the future";
        for (row, expected) in [
            ("1234567,1998-05-17,2025-07-18,6,pass", String::new()),
            ("1234567,1998-05-17,2025-07-19,6,pass", future.to_owned()),
            // the service subtracts years, whatever the day
            ("1234567,2007-12-31,2025-07-18,6,pass", String::new()),
            ("1234567,2008-01-01,2025-07-18,6,pass", age.to_owned()),
            ("1234567,1926-01-01,2025-07-18,6,pass", String::new()),
            ("1234567,1925-12-31,2025-07-18,6,pass", age.to_owned()),
        ] {
            assert_eq!(said(Template::Outcomes, row, Some("2025-07-18")), expected, "{row}");
            assert_eq!(said(Template::Outcomes, row, None), "", "{row}");
        }
    }

    #[test]
    fn dfe_s_own_rows_pass() {
        for (row, template) in [
            ("1234567,1981-06-30,2025-02-01,0.5,pass", Template::Outcomes),
            ("7654321,1981-06-30,2025-02-02,7.2,pass", Template::Outcomes),
            ("7654321,1977-02-03,school-led,2025-01-30", Template::Claims),
        ] {
            assert_eq!(said(template, row, Some("2025-02-28")), "", "{row}");
        }
    }
}
