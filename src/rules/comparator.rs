//! Whom an ECT is compared with (definitions PT01a, PT01b).

use super::inquiry::Inquiry;
use super::service;
use super::workings::Comparator;
use super::{CannotTell, Settle};
use crate::model::figure::{AnyFigure, Figure, Origin, Origins};
use crate::model::school::{PersonId, Staff};
use crate::model::units::{Minutes, Ratio};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The comparator on a day.
///
/// # Errors
/// If no one is comparable, or the timetable of someone who is cannot be read.
pub fn find(inquiry: &Inquiry, day: NaiveDate) -> Result<Comparator, CannotTell> {
    if let Some(stated) = &inquiry.settings.comparator {
        let origin =
            Origin::Setting { key: "comparator.minutes_per_cycle".to_owned(), by: stated.by.clone() };
        let origins = Origins::one(origin);
        let how = format!("taught by a comparable teacher, as stated: {}", stated.value.reason);
        let minutes = Figure::read(stated.value.minutes_per_cycle.0, how, origins);
        return Ok(Comparator { minutes, group: Vec::new(), spread: None });
    }
    let mentors = inquiry.current_mentors();
    let mut group = Vec::new();
    for staff in inquiry.school.staff.iter().filter(|s| is_comparable(inquiry, s, day, &mentors)) {
        let rows = inquiry.lessons(staff.person);
        if rows.is_empty() {
            continue;
        }
        let timetable = match inquiry.timetable(staff.person, day) {
            Ok(timetable) => timetable,
            Err(_) if inquiry.in_force(staff.person, day).is_none() => continue,
            Err(cannot) => return Err(cannot),
        };
        if !timetable.taught.is_empty() {
            let figure = inquiry.taught(timetable).ok_or_else(no_group)?;
            group.push((staff.person, figure));
        }
    }
    group.sort_by(|a, b| a.1.value().cmp(&b.1.value()).then(a.0.cmp(&b.0)));
    let middle = match group.len() {
        0 => return Err(no_group()),
        n if n % 2 == 1 => vec![n / 2],
        n => vec![n / 2 - 1, n / 2],
    };
    let all: Vec<Ratio> = group.iter().map(|(_, figure)| figure.value()).collect();
    let sum = |of: &[Ratio]| of.iter().fold(Ratio::ZERO, |sum, value| sum + *value);
    let mean = |of: &[Ratio]| sum(of) / i64::try_from(of.len()).unwrap_or(1);
    let median = mean(&middle.iter().map(|n| all[*n]).collect::<Vec<_>>());
    let mut parts = group.iter().map(|(_, figure)| figure.any());
    let first: AnyFigure = parts.next().ok_or_else(no_group)?;
    let how = format!("median taught by {} comparable teachers", group.len());
    let how = if group.len() == 1 { "taught by the one comparable teacher".to_owned() } else { how };
    let minutes = Figure::<Minutes>::derived_with(median, how, first, parts, None);
    Ok(Comparator { minutes, spread: Some((mean(&all), all[0], all[all.len() - 1])), group })
}

/// Full-time, main pay range, no responsibilities, not an ECT, not a mentor, in service (definition PT01a).
fn is_comparable(
    inquiry: &Inquiry,
    staff: &Staff,
    day: NaiveDate,
    mentors: &BTreeMap<PersonId, Vec<PersonId>>,
) -> bool {
    let person = staff.person;
    let start = staff.from.value.unwrap_or(NaiveDate::MIN);
    let stints = inquiry.stints(person, start);
    let full_time = service::here(&stints, day).is_some_and(|s| s.fte == Some(Ratio::ONE));
    let main = staff.pay_range.get().is_some_and(|range| is_main(range));
    let free = staff
        .responsibilities
        .get()
        .is_none_or(|r| matches!(r.trim().to_lowercase().as_str(), "" | "none" | "no" | "-" | "–"));
    let ect = inquiry
        .school
        .inductions
        .iter()
        .any(|i| i.person == person && i.end.value.is_none_or(|end| end >= day));
    full_time && main && free && !ect && !mentors.contains_key(&person)
}

fn is_main(range: &str) -> bool {
    let range: String = range.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    let name = range.trim_end_matches(|c: char| ('1'..='6').contains(&c));
    matches!(range.as_str(), "main" | "mainrange" | "mainpayrange" | "mpr" | "mps")
        || (range.len() == name.len() + 1 && matches!(name, "m" | "mpr" | "mps" | "main"))
}

fn no_group() -> CannotTell {
    CannotTell {
        why: "no full-time teacher on the main pay range without responsibilities has a timetable here to compare with"
            .to_owned(),
        settle: vec![
            Settle::Supply { record: "staff", column: "FTE, Pay range, Responsibilities" },
            Settle::Do("Or state comparator.minutes_per_cycle, with its reason, in ringfence.toml".to_owned()),
        ],
    }
}
