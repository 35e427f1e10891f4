//! What the rules notice that is not an answer: findings beside those of reading.

use super::case::Case;
use super::inquiry::Inquiry;
use crate::model::finding::{Finding, Level, Place};
use crate::model::school::{MeetingKind, PersonId, Status};
use crate::model::source::{Source, Span};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Those of reading first, then those of judging, by person.
pub fn all(inquiry: &Inquiry, ects: &[Case]) -> Vec<Finding> {
    let mut findings = inquiry.school.findings.clone();
    for case in ects {
        findings.extend(another_mentor(case));
        findings.extend(earlier_version(case));
    }
    findings
}

fn start_of(span: Span) -> Place {
    Place::Cell(Source { sheet: span.sheet, row: span.top, col: span.left })
}

/// A held meeting with someone who is not the named mentor that day (definition MN01d).
fn another_mentor(case: &Case) -> Option<Finding> {
    let inquiry = case.inquiry;
    let term = inquiry.term.from..=inquiry.limit;
    let rows: Vec<Span> = (inquiry.school.meetings.iter())
        .filter(|m| m.ect == case.person && m.status == Status::Held && m.kind != MeetingKind::Observation)
        .filter(|m| term.contains(&m.date))
        .filter(|m| {
            let named: BTreeSet<PersonId> =
                inquiry.mentorships(case.person, m.date).iter().map(|m| m.mentor).collect();
            !named.is_empty() && !named.contains(&m.mentor)
        })
        .map(|m| m.at)
        .collect();
    let were = if rows.len() == 1 { "was" } else { "were" };
    (!rows.is_empty()).then(|| Finding {
        code: "W-OTHER-MENTOR",
        level: Level::Warning,
        message: format!(
            "{} of {}’s held meetings {were} with someone who was not the named mentor that day.",
            rows.len(),
            case.name()
        ),
        help: "Any mentor’s meeting counts. If the mentor changed, add the mentorship with its From date."
            .to_owned(),
        at: rows.into_iter().map(start_of).collect(),
    })
}

/// An earlier version of the timetable in the same term under which the ECT taught more than now (definition G1).
fn earlier_version(case: &Case) -> Option<Finding> {
    let inquiry = case.inquiry;
    let now = case.taught().ok()?;
    let limit = super::protected_time::teaching_limit(case).ok()?;
    let lessons = inquiry.lessons(case.person);
    let begins: BTreeSet<NaiveDate> = lessons.iter().filter_map(|l| l.effective_from).collect();
    let earlier = begins.range(..=case.reference()).filter_map(NaiveDate::pred_opt);
    let mut days = earlier.filter(|day| *day >= inquiry.term.from);
    let (day, cells) = days.find_map(|day| {
        let timetable = inquiry.timetable(case.person, day).ok()?;
        let taught = inquiry.taught(timetable)?;
        (taught.value() > limit.value() && now.value() <= limit.value()).then(|| (day, timetable.all_cells()))
    })?;
    Some(Finding {
        code: "W-EARLIER-VERSION",
        level: Level::Warning,
        message: format!(
            "Until {}, {}’s timetable was over the teaching limit.",
            day.format("%-d %B %Y"),
            case.name()
        ),
        help: "The timetable in force on the last day looked at is judged; keep a note of when it changed."
            .to_owned(),
        at: cells.first().map(|span| start_of(*span)).into_iter().collect(),
    })
}
