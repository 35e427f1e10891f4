//! The timetable structure of iSAMS, a workbook of three sheets that belong together: a period names its day by a code, the
//! day its week, and only the sheets Days and Weeks say what those are.

use super::layout::Axis;
use super::parse::word::{text_of, weekday};
use super::parse::{Problem, week, word};
use super::records::Known;
use super::row::Reader;
use super::shapes::label::label;
use super::sheet::Cell;
use super::table::{Column, Table};
use super::vocabulary::{Classes, Vocabulary};
use crate::model::school::Activity;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The sheet of the weeks.
pub const WEEKS: &str = "isams weeks";
/// The sheet of the days.
pub const DAYS: &str = "isams days";

/// A day of the cycle, by what the sheet Days says of it.
#[derive(Debug, Default)]
struct Day {
    /// Its name, short name and code.
    called: Vec<String>,
    /// The code of its week.
    week: Option<String>,
}

/// Gives each period the day and week that its code stands for, and says of registration, breaks and lunch that nothing is
/// taught in them.
pub fn join(tables: &mut [Table], vocabulary: &Vocabulary) {
    let (days, weeks) = (days(tables), weeks(tables));
    for table in tables.iter_mut().filter(|table| table.record() == "periods") {
        let Some(column) = table.column("day_code") else { continue };
        let fields =
            [("day", column), ("week", column), ("teaching", table.column("period").unwrap_or(column))];
        let added = fields.map(|(field, from)| Column {
            field: field.to_owned(),
            header: table.sheet.columns[from].header.clone(),
        });
        table.add_columns(added);
        let mut unknown = Vec::new();
        table.sheet.entries.retain_mut(|entry| {
            let code = text_of(entry.cell(column)).unwrap_or_default();
            match place(&code, &days, &weeks) {
                Err(problem) => {
                    unknown.push((entry.at, problem));
                    false
                }
                Ok(said) => {
                    let name = text_of(entry.cell(fields[2].1));
                    let meaning = vocabulary.activity([None, name.as_deref(), None, None], Classes::Words);
                    let teaching = if meaning.activity == Activity::Other { "no" } else { "yes" };
                    for ((_, from), text) in fields.iter().zip([said.0, said.1, teaching.to_owned()]) {
                        let cell = if text.is_empty() { Cell::Empty } else { Cell::text(&text) };
                        entry.extend([(entry.source(*from), Cow::Owned(cell))]);
                    }
                    true
                }
            }
        });
        table.sheet.torn.extend(unknown);
    }
}

/// The weekday and the week of a code; no week where the timetable has only one.
fn place(
    code: &str,
    days: &BTreeMap<String, Day>,
    weeks: &BTreeMap<String, String>,
) -> Result<(String, String), Problem> {
    let alone = Day { called: vec![code.to_owned()], week: None };
    let day = days.get(&word::plain(code)).unwrap_or(&alone);
    let labels: Vec<_> = day.called.iter().filter_map(|text| label(text, &[Axis::Week, Axis::Day])).collect();
    let weekday = labels.iter().filter_map(|said| said.get(&Axis::Day)).find(|text| weekday(text).is_some());
    let Some(weekday) = weekday else {
        return Err(Problem {
            code: "R-DAY",
            message: format!("“{code}” is the code of no weekday."),
            help: "Write Monday to Friday, or Mon to Fri, as the name of the day with this code on the sheet Days."
                .to_owned(),
        });
    };
    let used: BTreeSet<&String> = days.values().filter_map(|day| day.week.as_ref()).collect();
    if used.len() < 2 && weeks.len() < 2 {
        return Ok((weekday.clone(), String::new()));
    }
    let week_code = day.week.clone().unwrap_or_default();
    let named = weeks.get(&word::plain(&week_code)).into_iter().chain([&week_code]);
    let named = named.chain(labels.iter().filter_map(|said| said.get(&Axis::Week)));
    let is_week = |text: &&String| matches!(week::weeks(&Cell::text(text)), Ok(Some(_)));
    match named.filter(|text| !text.is_empty()).find(is_week) {
        Some(week) => Ok((weekday.clone(), week.clone())),
        None => Err(Problem {
            code: "R-WEEKS",
            message: format!("The day “{code}” is in the week “{week_code}”, which is no week of the timetable’s cycle."),
            help: "Name the week A, B, C or D, or Week 1 to Week 4, on the sheet Weeks; or delete the rows of another timetable."
                .to_owned(),
        }),
    }
}

fn days(tables: &[Table]) -> BTreeMap<String, Day> {
    rows(tables, DAYS, |table, entry| {
        let called = ["name", "short", "code"].into_iter().filter_map(|field| table.text(entry, field));
        Day { called: called.collect(), week: table.text(entry, "week_code") }
    })
}

/// Names of the weeks.
fn weeks(tables: &[Table]) -> BTreeMap<String, String> {
    rows(tables, WEEKS, |table, entry| table.text(entry, "name").unwrap_or_default())
}

/// What a sheet says, by code.
fn rows<T>(
    tables: &[Table],
    record: &str,
    says: impl Fn(&Table, &super::entry::Entry) -> T,
) -> BTreeMap<String, T> {
    let mut all = BTreeMap::new();
    for table in tables.iter().filter(|table| table.record() == record) {
        for entry in &table.sheet.entries {
            let Some(code) = table.text(entry, "code") else { continue };
            all.entry(word::plain(&code)).or_insert_with(|| says(table, entry));
        }
    }
    all
}

/// A row of the days or the weeks, which are used for the periods.
pub fn row(row: &mut Reader, _: &Known) -> Option<()> {
    row.need_text("code").map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(all: &[(&str, &str, &str)]) -> BTreeMap<String, Day> {
        let day = |(code, name, week): &(&str, &str, &str)| {
            let called = vec![(*name).to_owned(), (*code).to_owned()];
            let week = (!week.is_empty()).then(|| (*week).to_owned());
            (word::plain(code), Day { called, week })
        };
        all.iter().map(day).collect()
    }

    fn told(code: &str, days: &BTreeMap<String, Day>, weeks: &[(&str, &str)]) -> String {
        let weeks = weeks.iter().map(|(code, name)| (word::plain(code), (*name).to_owned())).collect();
        match place(code, days, &weeks) {
            Ok((day, week)) => format!("{day} {week}").trim_end().to_owned(),
            Err(problem) => problem.code.to_owned(),
        }
    }

    #[test]
    fn a_code_stands_for_a_weekday_and_in_a_longer_cycle_for_a_week() {
        let two = days(&[("D1", "Monday", "W1"), ("D6", "Monday", "W2"), ("D7", "Founders’ Day", "W2")]);
        let named = [("W1", "Week 1"), ("W2", "Week 2")];
        let one = days(&[("D1", "Monday", "W1"), ("D2", "Tuesday", "W1")]);
        for (code, days, weeks, expected) in [
            ("D1", &two, &named[..], "Mon Week 1"),
            ("d6", &two, &named, "Mon Week 2"),
            // The codes say it where the names of the weeks do not.
            ("D6", &two, &[("W1", "Senior"), ("W2", "Senior, other")], "Mon W2"),
            ("D7", &two, &named, "R-DAY"),
            ("D9", &two, &named, "R-DAY"),
            ("D2", &one, &[("W1", "Senior")], "Tue"),
            ("D2", &one, &[], "Tue"),
            // Without the sheet Days the code may still say it.
            ("MonB", &BTreeMap::new(), &named, "Mon B"),
            ("Fri", &BTreeMap::new(), &[], "Fri"),
            ("Fri", &BTreeMap::new(), &named, "R-WEEKS"),
        ] {
            assert_eq!(told(code, days, weeks), expected, "{code} {weeks:?}");
        }
    }
}
