//! Whole lessons that would make up a number of minutes.

use super::stretch::{Stretch, cut, free, in_school, long_enough};
use crate::model::figure::{Figure, Origin, Origins};
use crate::model::school::Activity;
use crate::model::units::{Count, Minutes, Ratio};
use crate::rules::case::Case;
use crate::rules::cycle::Timetable;
use std::collections::BTreeMap;

/// Lessons of one length that are taught now and would make up what is missing.
#[derive(Clone, Debug)]
pub struct Lessons {
    /// What is missing.
    pub missing: Figure<Minutes>,
    /// How many are enough.
    pub enough: Figure<Count>,
    /// How long each is.
    pub each: Minutes,
}

/// Time without any row that could be labelled instead.
#[derive(Clone, Debug)]
pub struct Label {
    /// What is missing.
    pub missing: Figure<Minutes>,
    /// Stretches of the ECT's own timetable without a row, enough of them; none if they are not enough.
    pub free: Vec<Stretch>,
    /// All that is free.
    pub found: Figure<Minutes>,
    /// The lessons that would do otherwise.
    pub lessons: Option<Lessons>,
}

/// The fewest whole lessons: the shortest single lesson that is enough, else as many as it takes of the commonest length
/// (of lengths equally common, the longer). PPA is never among them.
pub fn lessons(case: &Case, timetable: &Timetable, missing: &Figure<Minutes>) -> Option<Lessons> {
    let mut lengths: BTreeMap<i64, i64> = BTreeMap::new();
    for lesson in cut(&case.inquiry.grid, &timetable.taught) {
        *lengths.entry(lesson.length().0).or_default() += 1;
    }
    let alone = lengths.keys().copied().find(|length| Ratio::whole(*length) >= missing.value());
    let commonest = || lengths.iter().max_by_key(|(length, n)| (**n, **length)).map(|(length, _)| *length);
    let each = alone.or_else(commonest)?;
    let enough = missing.value().checked_div(Ratio::whole(each))?.ceil();
    if enough > lengths.get(&each).copied().unwrap_or(0) {
        return None;
    }
    let rows = Origins::of(timetable.cells(Activity::Taught).into_iter().map(Origin::Cells));
    let how = format!("whole lessons of {each} minutes that are enough");
    let enough = Figure::derived_with(enough, how, missing.any(), [], rows);
    Some(Lessons { missing: missing.clone(), enough, each: Minutes(each) })
}

/// Teaching over the limit: the lessons to release.
pub fn release(case: &Case, missing: &Figure<Minutes>) -> Option<Lessons> {
    lessons(case, case.timetable().ok()?, missing)
}

/// Induction time that the timetable does not name: what is free and could be labelled, else the lessons to release.
pub fn label(case: &Case, missing: &Figure<Minutes>) -> Option<Label> {
    let (timetable, present) = in_school(case.inquiry, case.person, case.reference()).ok()?;
    let set = free(case.inquiry, timetable, &present);
    let total = crate::rules::cycle::minutes(&set);
    let origins = Origins::of(timetable.all_cells().into_iter().map(Origin::Searched))?;
    let found = Figure::read(total.0, "in teaching hours without a row in the timetable", origins);
    let pieces = cut(&case.inquiry.grid, &set);
    let alone = long_enough(&pieces, missing.value()).into_iter().min_by_key(|s| (s.length(), s.clone()));
    let free = alone.map_or_else(|| filling(&pieces, missing.value()), |stretch| vec![stretch]);
    let lessons = if free.is_empty() { lessons(case, timetable, missing) } else { None };
    Some(Label { missing: missing.clone(), free, found, lessons })
}

/// The first whole periods that together are enough; none if all of them are not.
fn filling(pieces: &[Stretch], missing: Ratio) -> Vec<Stretch> {
    let (mut sum, mut taken) = (Ratio::ZERO, Vec::new());
    for piece in pieces.iter().filter(|piece| piece.whole) {
        if sum >= missing {
            break;
        }
        sum = sum + Ratio::whole(piece.length().0);
        taken.push(piece.clone());
    }
    if sum >= missing { taken } else { Vec::new() }
}
