//! Bell times, term dates and meanings of codes that a settings file states, as reports print them.

use super::workings::Choice;
use crate::model::calendar::{Kind, Row};
use crate::model::figure::ChosenBy;
use crate::model::school::{Activity, Period, School, Week};
use crate::model::settings::Settings;
use crate::model::source::Span;
use std::collections::BTreeMap;

/// A choice for each record that stands in a settings file, and for the codes it explains.
pub fn choices(school: &School, settings: &Settings) -> Vec<Choice> {
    let periods = school.periods.iter().map(|row| (row.at, period(row, school)));
    let calendar = school.calendar.rows.iter().map(|row| (row.at, dates(row)));
    let of = |what: &str, rows: Vec<_>| {
        let rows: Vec<(Span, String)> = rows;
        let rows: Vec<_> = rows.into_iter().filter(|(at, _)| at.is_lines()).collect();
        let file = school.sources.file_of(rows.first()?.0.sheet).path.clone();
        let said: Vec<String> = rows.into_iter().map(|(_, said)| said).collect();
        Some(Choice { what: what.to_owned(), value: said.join("; "), by: ChosenBy::File(file) })
    };
    let stated = of("Bell times", periods.collect()).into_iter().chain(of("Calendar", calendar.collect()));
    let codes = if school.timetable.is_empty() { Vec::new() } else { codes(settings) };
    stated.chain(codes).collect()
}

/// What codes of the timetable mean, by who said so.
fn codes(settings: &Settings) -> Vec<Choice> {
    let mut said: BTreeMap<&ChosenBy, Vec<String>> = BTreeMap::new();
    for (code, meaning) in &settings.vocabulary {
        let what = match meaning.value {
            Activity::Taught => "taught",
            Activity::Ppa => "PPA",
            Activity::Protected => "induction or mentoring",
            Activity::Other => "none of taught, PPA, induction and mentoring",
        };
        said.entry(&meaning.by).or_default().push(format!("“{code}” is {what}"));
    }
    let choice = |(by, codes): (&ChosenBy, Vec<String>)| Choice {
        what: "Codes of the timetable".to_owned(),
        value: codes.join("; "),
        by: by.clone(),
    };
    said.into_iter().map(choice).collect()
}

/// `P1 09:00 to 10:00`, with the day and the week it holds for if not all.
fn period(row: &Period, school: &School) -> String {
    let mut said = format!("{} {} to {}", row.name.value, row.start, row.end);
    if let Some(day) = row.day {
        said = format!("{said} {}", school.day_name(day));
    }
    if let Some(weeks) = row.week {
        let named: Vec<String> = weeks.iter().map(week_name).collect();
        said = format!("{said} {}", named.join(" and "));
    }
    if !row.teaching {
        said.push_str(" (not teaching)");
    }
    said
}

fn week_name(week: Week) -> String {
    format!("week {week:?}")
}

/// `term 1 September 2026 to 18 December 2026 (Autumn term)`.
fn dates(row: &Row) -> String {
    let kind = match row.kind {
        Kind::Term => "term".to_owned(),
        Kind::Holiday => "holiday".to_owned(),
        Kind::Inset => "INSET".to_owned(),
        Kind::BankHoliday => "bank holiday".to_owned(),
        Kind::Closure => "closure".to_owned(),
        Kind::Week(week) => week_name(week),
    };
    let day = |day: chrono::NaiveDate| day.format("%-d %B %Y").to_string();
    let mut said = format!("{kind} {}", day(row.from));
    if row.to != row.from {
        said = format!("{said} to {}", day(row.to));
    }
    if let Some(name) = &row.name {
        said = format!("{said} ({name})");
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::calendar::Calendar;
    use crate::model::school::Day;
    use crate::model::source::{FileId, FileInfo, LINE, SheetId, SheetInfo, Source, Sourced, Sources};
    use crate::model::units::Clock;

    #[test]
    fn what_a_settings_file_states_is_printed_and_what_a_sheet_holds_is_not() {
        let cell = |row, col| Source { sheet: SheetId(0), row, col };
        let clock = |hour| Clock::new(hour, 0).unwrap();
        let period = |row, col, name: &str, day, teaching| Period {
            at: cell(row, col).span(),
            name: Sourced { value: name.to_owned(), source: cell(row, col) },
            start: clock(9),
            end: clock(10),
            day,
            week: None,
            teaching,
        };
        let date = |text: &str| text.parse().unwrap();
        let row = |col, kind, to, name: Option<&str>| Row {
            at: cell(9, col).span(),
            from: date("2026-10-26"),
            to: date(to),
            kind,
            name: name.map(str::to_owned),
        };
        let school = School {
            periods: vec![
                period(3, LINE, "P1", None, true),
                period(8, LINE, "Lunch", Some(Day(4)), false),
                period(1, 0, "P2", None, true),
            ],
            calendar: Calendar {
                rows: vec![
                    row(LINE, Kind::Holiday, "2026-10-30", Some("Half-term")),
                    row(LINE, Kind::Inset, "2026-10-26", None),
                    row(0, Kind::Closure, "2026-10-26", None),
                ],
            },
            sources: Sources {
                files: vec![FileInfo {
                    path: "a/ringfence.toml".to_owned(),
                    sha256: String::new(),
                    bytes: 1,
                    rejected: None,
                }],
                sheets: vec![SheetInfo {
                    layout: None,
                    file: FileId(0),
                    name: None,
                    taken_for: None,
                    data: None,
                    rows_read: 0,
                    rows_used: 0,
                    left_out: BTreeMap::new(),
                }],
            },
            ..School::default()
        };
        let said: Vec<(String, String)> = choices(&school, &Settings::default())
            .into_iter()
            .map(|choice| (choice.what, choice.value))
            .collect();
        let said: Vec<(&str, &str)> =
            said.iter().map(|(what, value)| (what.as_str(), value.as_str())).collect();
        assert_eq!(
            said,
            [
                ("Bell times", "P1 09:00 to 10:00; Lunch 09:00 to 10:00 Friday (not teaching)"),
                ("Calendar", "holiday 26 October 2026 to 30 October 2026 (Half-term); INSET 26 October 2026"),
            ]
        );
    }
}
