//! Some of a school's answers: what a reader who is not to see everything is shown.

use super::origins::Ids;
use crate::model::figure::{AnyFigure, Figure};
use crate::model::school::{PersonId, School};
use crate::rules::{Assessed, Assessment, Comparator, EctWork};

/// The answers about these ECTs, and of them those to keep; nothing of mentors' training, of money or of what was noticed.
/// The comparable teacher is a number: the teachers it was found from are left out.
pub fn narrowed<'a>(
    assessed: &Assessed,
    school: &'a School,
    about: impl Fn(PersonId) -> bool,
    keep: impl Fn(&Assessment) -> bool,
) -> Assessed<'a> {
    let ects: Vec<EctWork> = assessed.ects.iter().filter(|ect| about(ect.person)).cloned().collect();
    let is_about = |one: &Assessment| ects.iter().any(|ect| ect.person == one.subject) && keep(one);
    let comparator = assessed.comparator.as_ref().map_err(Clone::clone);
    Assessed {
        school,
        term: assessed.term.clone(),
        as_of: assessed.as_of,
        cycle_weeks: assessed.cycle_weeks,
        teaching_weeks: assessed.teaching_weeks.clone(),
        assessments: assessed.assessments.iter().filter(|one| is_about(one)).cloned().collect(),
        comparator: comparator.map(|found| Comparator {
            minutes: found.minutes.clone(),
            group: Vec::new(),
            spread: None,
        }),
        ects,
        mentors: Vec::new(),
        funding: Vec::new(),
        remedies: Vec::new(),
        choices: assessed.choices.clone(),
        findings: Vec::new(),
        values: assessed.values.clone(),
        rulebook_hash: assessed.rulebook_hash.clone(),
        rulebook_edition: assessed.rulebook_edition.clone(),
    }
}

/// The ids of these answers as the whole report calls their figures, with the comparable teacher closed: its parts are
/// the figures of colleagues.
pub fn ids(all: &Ids, narrowed: &Assessed) -> Ids {
    let mut closed: Vec<AnyFigure> = narrowed.comparator.iter().map(|found| found.minutes.any()).collect();
    let limits = narrowed.ects.iter().flat_map(|ect| [&ect.limit, &ect.protected_required]);
    let parts = limits.flatten().map(Figure::any).flat_map(|limit| limit.from().to_vec());
    closed.extend(parts.filter(|part| part.unit() == "minutes"));
    closed.retain(|figure| !figure.from().is_empty());
    closed.dedup();
    all.within(narrowed, closed)
}
