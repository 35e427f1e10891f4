//! What to do in every school, earliest first: the table `Actions`, and the lines of `actions.csv` and `calendar.ics`.

use super::{Long, Overview, School};
use crate::rules::Outcome;
use crate::tables::{Action, Cell, Column, Kind, Report, Row, Table, words};
use chrono::NaiveDate;

/// Something to do, without its reasons: those stand in the school's own report.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Todo {
    /// By when.
    pub by: Option<NaiveDate>,
    /// What, in the imperative.
    pub what: String,
    /// Names of the people it is about.
    pub who: Vec<String>,
    /// Codes of the rules that ask for it.
    pub rules: Vec<String>,
    /// What falling short is called, or the outcome that asks for it.
    pub strength: String,
}

/// An action and its school.
#[derive(Clone, Copy, Debug)]
pub struct Due<'a> {
    /// Whose.
    pub school: &'a School,
    /// What.
    pub todo: &'a Todo,
}

/// The actions of a report.
pub(super) fn todo(report: &Report) -> Vec<Todo> {
    report.actions.iter().map(of).collect()
}

fn of(action: &Action) -> Todo {
    let mut rules: Vec<String> = Vec::new();
    for (rule, ..) in &action.rules {
        if !rules.iter().any(|known| known == rule) {
            rules.push((*rule).to_owned());
        }
    }
    let worst = action.rules.iter().min_by_key(|(_, outcome, strength)| (*outcome, *strength));
    let strength = worst.map_or("", |(rule, outcome, strength)| match outcome {
        Outcome::NotMet => words::falls_short(rule, *strength),
        other => words::outcome(*other),
    });
    Todo {
        by: action.by,
        what: action.what.clone(),
        who: action.who.clone(),
        rules,
        strength: strength.to_owned(),
    }
}

/// Every action of some schools, earliest first, then in the order of the schools.
pub fn due(schools: &[School]) -> Vec<Due<'_>> {
    let mut all: Vec<Due> =
        schools.iter().flat_map(|school| school.todo.iter().map(move |todo| Due { school, todo })).collect();
    all.sort_by_key(|due| (due.todo.by.is_none(), due.todo.by));
    all
}

/// The table `Actions`.
pub(super) fn table(overview: &Overview) -> Long<'_> {
    let column = |header, kind, width| Column { header, kind, width };
    let all = due(&overview.schools);
    let text = |text: &str| if text.is_empty() { Cell::Blank } else { Cell::Text(text.to_owned()) };
    let n = all.len();
    let row = move |n: usize| {
        let Due { school, todo } = all[n];
        Row {
            cells: vec![
                todo.by.map_or(Cell::Blank, Cell::Date),
                text(&todo.strength),
                text(&words::stopped(&todo.what)),
                text(&todo.who.join(", ")),
                text(&school.name),
                text(school.urn.as_deref().unwrap_or_default()),
                text(&todo.rules.join(", ")),
            ],
            ..Row::default()
        }
    };
    let table = Table {
        name: "Actions",
        title: match n {
            0 => "Nothing to do in any school".to_owned(),
            n => format!("{} in all schools", words::sentence(&words::counted(n, "action", "actions"))),
        },
        note:
            "Earliest first. Without a date: when you can. How it is known stands in the school’s own report."
                .to_owned(),
        columns: vec![
            column("By", Kind::Date, 16),
            column("Strength", Kind::Strength, words::STRENGTH_WIDTH),
            column("Do this", Kind::Wrapped, 58),
            column("Who it is about", Kind::Wrapped, 24),
            column("School", Kind::Text, 34),
            column("URN", Kind::Text, 9),
            column("Rule", Kind::Text, 12),
        ],
        ..Table::default()
    };
    Long { table, rows: n, row: Box::new(row) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::sample;

    #[test]
    fn every_action_of_a_report_is_kept_with_the_word_for_it() {
        let school = sample::school();
        let report = crate::tables::head(&sample::assessed(&school));
        let all = todo(&report);
        assert_eq!(all.len(), report.actions.len());
        let over = all.iter().find(|todo| todo.rules.contains(&"PT01".to_owned())).unwrap();
        assert_eq!(
            (over.strength.as_str(), over.who.as_slice()),
            ("Breach", &["Daniel Whitcombe".to_owned()][..])
        );
    }

    #[test]
    fn the_earliest_of_all_schools_comes_first_and_no_date_last() {
        let todo = |day| Todo {
            by: NaiveDate::from_ymd_opt(2026, 12, day),
            what: format!("{day}"),
            who: Vec::new(),
            rules: Vec::new(),
            strength: String::new(),
        };
        let school =
            |days: &[u32]| School { todo: days.iter().map(|day| todo(*day)).collect(), ..School::default() };
        let schools = [school(&[11, 40]), school(&[4, 18])];
        let order: Vec<&str> = due(&schools).iter().map(|due| due.todo.what.as_str()).collect();
        assert_eq!(order, ["4", "11", "18", "40"]);
    }
}
