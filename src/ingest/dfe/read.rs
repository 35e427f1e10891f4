//! Rows of claims and outcomes that lie among a school's files.

use super::super::parse::day_of;
use super::super::parse::word::{self, text_of};
use super::super::people::Found;
use super::super::records::Known;
use super::super::row::Reader;
use super::super::sheet::{Cell, DAY};
use super::fields;
use crate::model::dfe::{Template, rows};
use crate::model::school::{PersonId, Programme};
use crate::model::source::{ANOTHER_SCHOOL, Field, Sourced, Span};
use chrono::NaiveDate;

/// An induction that begins.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The ECT.
    pub person: PersonId,
    /// The row.
    pub at: Span,
    /// Date of birth.
    pub date_of_birth: Field<NaiveDate>,
    /// Provider-led or school-led.
    pub programme: Field<Programme>,
    /// First day.
    pub start: Sourced<NaiveDate>,
}

/// An induction that ends, passed or released.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The ECT.
    pub person: PersonId,
    /// The row.
    pub at: Span,
    /// Date of birth.
    pub date_of_birth: Field<NaiveDate>,
    /// Last day.
    pub end: Sourced<NaiveDate>,
}

/// A row of claims. Dates in the future are noticed only where the as-of day is known.
pub fn claim(row: &mut Reader, known: &Known, as_of: Option<NaiveDate>) -> Option<Claim> {
    let person = checked(row, known, Template::Claims, as_of)?;
    let programme = row.field("programme", |cell, _| word::programme(cell));
    Some(Claim {
        person,
        at: row.at(),
        date_of_birth: date(row, "date_of_birth"),
        programme,
        start: need(row, "start")?,
    })
}

/// A row of outcomes. The number of terms is checked, and not used: nothing here is reckoned from it.
pub fn outcome(row: &mut Reader, known: &Known, as_of: Option<NaiveDate>) -> Option<Outcome> {
    let person = checked(row, known, Template::Outcomes, as_of)?;
    Some(Outcome { person, at: row.at(), date_of_birth: date(row, "date_of_birth"), end: need(row, "end")? })
}

/// Whose row it is, if it passes DfE's own checks.
fn checked(
    row: &mut Reader,
    known: &Known,
    template: Template,
    as_of: Option<NaiveDate>,
) -> Option<PersonId> {
    let values: Vec<String> = fields(template)
        .iter()
        .map(|field| row.field(field, |cell, _| Ok(as_written(cell))).value.unwrap_or_default())
        .collect();
    if values[0].is_empty() && row.problems.is_empty() {
        row.left_out = Some("no TRN".to_owned());
        return None;
    }
    let texts: Vec<&str> = values.iter().map(String::as_str).collect();
    let nobody = known.people.find(texts[0], Some(texts[0])) == Found::Nobody;
    if nobody && row.table.shared {
        row.problems.clear();
        row.left_out = Some(ANOTHER_SCHOOL.to_owned());
        return None;
    }
    for (fault, at) in rows::check(template, &texts, as_of) {
        let value = match values[at].as_str() {
            "" => String::new(),
            value => format!(" Here stands “{value}”."),
        };
        let message = format!("DfE’s bulk upload would refuse this row: “{}”.{value}", fault.words());
        row.fault(fields(template)[at], "R-DFE", message, fault.help());
    }
    if !row.problems.is_empty() {
        return None;
    }
    let trn = texts[0];
    if nobody {
        row.fault(
            "trn",
            "R-PERSON",
            format!("Nobody in the staff list has the teacher reference number {trn}."),
            "Write the number in the staff list beside the person, or take the row out if the person is not at this school.",
        );
        return None;
    }
    row.who("trn", trn, Some(trn), &known.people)
}

/// A cell as it would stand in the CSV file; a workbook may hold real dates.
fn as_written(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Moment(millis) if millis.rem_euclid(DAY) == 0 => {
            day_of(*millis).map(|day| day.format("%Y-%m-%d").to_string())
        }
        cell => text_of(cell),
    }
}

fn date(row: &mut Reader, field: &str) -> Field<NaiveDate> {
    row.field(field, |cell, _| Ok(as_written(cell).and_then(|text| rows::date(&text))))
}

fn need(row: &mut Reader, field: &str) -> Option<Sourced<NaiveDate>> {
    let Field { value: Some(value), source: Some(source) } = date(row, field) else { return None };
    Some(Sourced { value, source })
}
