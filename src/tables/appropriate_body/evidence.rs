//! What stands behind a term record: the checks, the absences and the reviews.

use super::super::card::Check;
use super::super::origins::Ids;
use super::super::section::Fact;
use super::super::{Cell, Column, Kind, Row, Table, place, sentences, titles, words};
use super::fields::kind;
use crate::model::school::Review;
use crate::rules::{Assessed, EctWork, Missed, Outcome};

const fn column(header: &'static str, kind: Kind, width: u16) -> Column {
    Column { header, kind, width }
}

fn named(name: &'static str, title: String, note: String, columns: Vec<Column>, rows: Vec<Row>) -> Table {
    Table { name, title, note, columns, rows, axis: Vec::new() }
}

/// Without the first column, which names the ECT.
fn of_one(table: Table) -> Table {
    let rows = table.rows.into_iter().map(|row| Row { cells: row.cells[1..].to_vec(), ..row });
    Table { columns: table.columns[1..].to_vec(), rows: rows.collect(), ..table }
}

/// What the files show of one ECT, rule by rule; what does not apply is left out.
pub(super) fn checks(assessed: &Assessed, ect: &EctWork) -> Vec<Check> {
    let own = assessed.assessments.iter().filter(|answer| answer.subject == ect.person);
    own.filter(|answer| answer.outcome != Outcome::NotApplicable)
        .map(|answer| {
            let word = match answer.outcome {
                Outcome::NotMet => words::falls_short(answer.rule, answer.strength),
                other => words::outcome(other),
            };
            Check {
                asked: words::sentence(titles::title(answer.rule)),
                rule: answer.rule,
                said: sentences::reason(assessed, answer),
                outcome: Fact::marked(word, answer.outcome, answer.strength),
            }
        })
        .collect()
}

/// The sheet `Absence`: every absence of every ECT since induction began, and whether it counts. Why somebody was away is
/// about health, and nothing here needs it.
pub(super) fn absence(assessed: &Assessed, ids: &Ids) -> Table {
    let records = assessed.ects.iter().filter_map(|ect| Some((ect, ect.record.as_ref()?)));
    let rows: Vec<Row> = records
        .flat_map(|(ect, record)| record.absences.iter().map(|one| missed(assessed, ect, one, Some(ids))))
        .collect();
    let title = match rows.len() {
        0 if !assessed.ects.iter().any(is_recorded) => "Absence: no absence record was supplied".to_owned(),
        0 => "Absence: none is recorded".to_owned(),
        n => format!("Absence: {} since induction began", words::counted(n, "row", "rows")),
    };
    let note = "School days; a part of a day counts as it is written. Statutory leave extends nothing, unless the \
                ECT chooses so.";
    named("Absence", title, note.to_owned(), absence_columns(true), rows)
}

fn is_recorded(ect: &EctWork) -> bool {
    ect.record.as_ref().is_some_and(|record| record.absent.is_some())
}

/// The same of one ECT.
pub(super) fn absence_of(assessed: &Assessed, ect: &EctWork) -> Table {
    let absences = ect.record.as_ref().map_or(&[][..], |record| &record.absences);
    let rows = absences.iter().map(|one| missed(assessed, ect, one, None)).collect();
    let note = if is_recorded(ect) { "None is recorded." } else { "No absence record was supplied." };
    let note = if absences.is_empty() { note } else { "Days, to the end of the period." };
    of_one(named("Absence", String::new(), note.to_owned(), absence_columns(false), rows))
}

fn absence_columns(figure: bool) -> Vec<Column> {
    let mut columns = vec![
        column("ECT", Kind::Text, 24),
        column("From", Kind::Date, 16),
        column("To", Kind::Date, 16),
        column("Days", Kind::Days, 9),
        column("Days in the period", Kind::Days, 12),
        column("Counts towards an extension", Kind::Text, 18),
        column("Where it is recorded", Kind::Wrapped, 40),
    ];
    columns.extend(figure.then_some(column("Figure", Kind::Figure, 9)));
    columns
}

fn missed(assessed: &Assessed, ect: &EctWork, one: &Missed, ids: Option<&Ids>) -> Row {
    let counts = match one.counts {
        Some(true) => "yes",
        Some(false) => "no, statutory leave",
        None => "not known",
    };
    let mut cells = vec![
        Cell::Text(assessed.school.person(ect.person).name.clone()),
        Cell::Date(one.from),
        Cell::Date(one.to),
        Cell::Figure(one.days.any()),
        Cell::Figure(one.in_period.any()),
        Cell::Text(counts.to_owned()),
        Cell::Text(place::cells(assessed.school, one.at)),
    ];
    if let Some(ids) = ids {
        cells.push(Cell::figure_link(ids.id(&one.days.any())));
    }
    Row { cells, ..Row::default() }
}

/// The sheet `Reviews`: every row of the register for an ECT, held or only planned.
pub(super) fn reviews(assessed: &Assessed) -> Table {
    let rows: Vec<Row> = assessed.ects.iter().flat_map(|ect| rows(assessed, ect)).collect();
    let title = match rows.len() {
        0 => "Reviews: none is recorded".to_owned(),
        n => format!("Reviews: {} in the register", words::counted(n, "row", "rows")),
    };
    let note = "Every review and assessment of these ECTs, held or planned, as the register has it.";
    named("Reviews", title, note.to_owned(), review_columns(), rows)
}

/// The same of one ECT.
pub(super) fn reviews_of(assessed: &Assessed, ect: &EctWork) -> Table {
    let rows = rows(assessed, ect);
    let note = if rows.is_empty() { "None is recorded." } else { "As the register has them." };
    of_one(named("Reviews", String::new(), note.to_owned(), review_columns(), rows))
}

fn review_columns() -> Vec<Column> {
    vec![
        column("ECT", Kind::Text, 24),
        column("Kind", Kind::Text, 20),
        column("Due", Kind::Date, 16),
        column("Held", Kind::Date, 16),
        column("Outcome", Kind::Wrapped, 26),
        column("Author", Kind::Text, 16),
        column("Sent", Kind::Date, 16),
        column("Where it is recorded", Kind::Wrapped, 40),
    ]
}

fn rows(assessed: &Assessed, ect: &EctWork) -> Vec<Row> {
    let own = assessed.school.reviews.iter().filter(|row| row.ect == ect.person);
    let mut own: Vec<&Review> = own.collect();
    own.sort_by_key(|row| (row.date.value.or(row.due.value), row.at));
    let row = |review: &Review| {
        let date = |day: Option<chrono::NaiveDate>| day.map_or(Cell::Blank, Cell::Date);
        let text = |text: Option<&String>| text.map_or(Cell::Blank, |text| Cell::Text(text.clone()));
        // a day after the as-of date is not known yet
        let past = |day: Option<chrono::NaiveDate>| day.filter(|day| *day <= assessed.as_of);
        Row {
            cells: vec![
                Cell::Text(assessed.school.person(ect.person).name.clone()),
                Cell::Text(words::sentence(kind(review.kind))),
                date(review.due.value),
                date(past(review.date.value)),
                text(review.outcome.get()),
                text(review.author.get()),
                date(past(review.sent.value)),
                Cell::Text(place::cells(assessed.school, review.at)),
            ],
            ..Row::default()
        }
    };
    own.into_iter().map(row).collect()
}
