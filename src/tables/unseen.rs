//! What the report could not see, what is missing, and what would settle it.

use super::{Cell, Column, Kind, Row, Table, titles, words};
use crate::model::school::PersonId;
use crate::rules::{Assessed, Assessment, Outcome, Settle};

/// Answers that lack the same thing.
struct Lack<'a> {
    why: &'a str,
    settle: Vec<&'a Settle>,
    people: Vec<PersonId>,
    rules: Vec<&'static str>,
    answers: usize,
}

fn lacks<'a>(assessed: &'a Assessed) -> Vec<Lack<'a>> {
    let mut all: Vec<Lack> = Vec::new();
    let hidden = |answer: &&Assessment| answer.outcome == Outcome::NotShown;
    for answer in assessed.assessments.iter().filter(hidden) {
        let settle: Vec<&Settle> = answer.settle.iter().collect();
        let same = |lack: &&mut Lack| lack.why == answer.reason && lack.settle == settle;
        match all.iter_mut().find(same) {
            Some(lack) => {
                lack.answers += 1;
                if !lack.people.contains(&answer.subject) {
                    lack.people.push(answer.subject);
                }
                if !lack.rules.contains(&answer.rule) {
                    lack.rules.push(answer.rule);
                }
            }
            None => all.push(Lack {
                why: &answer.reason,
                settle,
                people: vec![answer.subject],
                rules: vec![answer.rule],
                answers: 1,
            }),
        }
    }
    all
}

/// The different things that would settle something, in words.
pub fn things(assessed: &Assessed) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for answer in assessed.assessments.iter().filter(|answer| answer.outcome == Outcome::NotShown) {
        for settle in &answer.settle {
            let said = words::settle_here(settle, assessed.school);
            if !all.contains(&said) {
                all.push(said);
            }
        }
    }
    all
}

fn who(assessed: &Assessed, people: &[PersonId]) -> String {
    let ects = assessed.ects.len();
    if ects > 3 && people.len() == ects && assessed.ects.iter().all(|ect| people.contains(&ect.person)) {
        return format!("All {} early career teachers", words::count(ects));
    }
    let names: Vec<&str> = people.iter().map(|id| assessed.school.person(*id).name.as_str()).collect();
    words::names(&names)
}

/// The table `Not seen`.
pub fn table(assessed: &Assessed) -> Table {
    let column = |header, kind, width| Column { header, kind, width };
    let lacks = lacks(assessed);
    let checks: usize = lacks.iter().map(|lack| lack.answers).sum();
    let rows = lacks.iter().map(|lack| {
        let rules: Vec<String> = lack.rules.iter().map(|rule| titles::coded(rule)).collect();
        let settle: Vec<String> =
            lack.settle.iter().map(|settle| words::settle_here(settle, assessed.school)).collect();
        Row {
            cells: vec![
                Cell::Text(who(assessed, &lack.people)),
                Cell::Text(rules.join(", ")),
                Cell::Text(words::stopped(&words::sentence(lack.why))),
                Cell::Text(settle.join("; ")),
            ],
            ..Row::default()
        }
    });
    Table {
        name: "Not seen",
        title: "What this report could not see".to_string(),
        note: match checks {
            0 if assessed.assessments.is_empty() => "No check could be made.".to_string(),
            0 => "Every check that applies could be made from the files supplied.".to_string(),
            n => words::sentence(&words::counted(
                n,
                "check that cannot be shown",
                "checks that cannot be shown",
            )),
        },
        columns: vec![
            column("Check", Kind::Wrapped, 30),
            column("Rule", Kind::Wrapped, 28),
            column("What is missing", Kind::Wrapped, 60),
            column("What would settle it", Kind::Wrapped, 60),
        ],
        rows: rows.collect(),
        axis: Vec::new(),
    }
}
