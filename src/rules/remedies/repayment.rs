//! Where lost induction time can be given back before the term ends.

use super::lessons::{Lessons, lessons};
use super::stretch::{Stretch, cut_day, free, in_school};
use crate::model::calendar::is_weekday;
use crate::model::figure::{Figure, Origin, Origins};
use crate::model::source::Span;
use crate::model::units::{Count, Minutes, Ratio};
use crate::rules::case::Case;
use crate::rules::cycle::MinuteSet;
use crate::rules::ledger::weekday;
use crate::rules::service;
use crate::rules::workings::Ledger;
use chrono::NaiveDate;

/// A stretch of a date, and how much of it would be given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The date.
    pub date: NaiveDate,
    /// When.
    pub stretch: Stretch,
    /// How much of it.
    pub minutes: Minutes,
}

/// How the time that is owed can be given back this term.
#[derive(Clone, Debug)]
pub struct Repayment {
    /// What is owed.
    pub owed: Figure<Minutes>,
    /// The last day of the term.
    pub until: NaiveDate,
    /// Teaching days of the ECT that are left; none: it can no longer be given back within the term.
    pub days_left: Figure<Count>,
    /// Stretches of the ECT's own timetable without a row, by date, up to what is owed.
    pub free: Vec<Dated>,
    /// What those come to.
    pub found: Figure<Minutes>,
    /// Lessons to cover for what is left.
    pub lessons: Option<Lessons>,
}

/// Finds where, if anything is owed. On the teaching days left, the ECT's own time without a row comes first, since
/// labelling it costs no cover: whole periods, and parts of one where a part is enough for all that is left. What is
/// planned for the ECT on such a day already is not proposed, nor what is proposed for labelling for good. What that
/// leaves needs lessons covered.
pub fn find(case: &Case, ledger: &Ledger, labelled: &[Stretch]) -> Option<Repayment> {
    let owed = ledger.planned.value() - ledger.kept.value();
    if owed <= Ratio::ZERO {
        return None;
    }
    let owed = Figure::derived(owed, "owed: planned − kept", [ledger.planned.any(), ledger.kept.any()]);
    let days = days_left(case);
    let (mut left, mut taken, mut rows) = (owed.value(), Vec::new(), Vec::new());
    for day in &days {
        let Some((pieces, searched)) = free_on(case, *day) else { continue };
        for stretch in pieces {
            let length = Ratio::whole(stretch.length().0);
            let is_enough = stretch.whole || length >= left;
            if left <= Ratio::ZERO || !is_enough || labelled.iter().any(|other| other.meets(&stretch)) {
                continue;
            }
            let minutes = Minutes(length.min(left).ceil());
            left = left - Ratio::whole(minutes.0);
            rows.extend(searched.iter().copied());
            taken.push(Dated { date: *day, stretch, minutes });
        }
    }
    let found: i64 = taken.iter().map(|dated| dated.minutes.0).sum();
    let how = "free on teaching days left and enough for what is owed";
    let searched = Origins::of(rows.into_iter().map(Origin::Searched));
    let found = Figure::derived_with(found, how, owed.any(), [], searched);
    let rest = Figure::derived(left.max(Ratio::ZERO), "owed beyond what is free", [owed.any(), found.any()]);
    let lessons = match case.timetable() {
        Ok(timetable) if left > Ratio::ZERO && !days.is_empty() => lessons(case, timetable, &rest),
        _ => None,
    };
    let count = i64::try_from(days.len()).unwrap_or(i64::MAX);
    let days_left = Figure::derived_with(
        count,
        "teaching days left of the term",
        owed.any(),
        [],
        Origins::of(case.inquiry.searched("calendar")),
    );
    Some(Repayment { owed, until: case.inquiry.term.to, days_left, free: taken, found, lessons })
}

/// Teaching days after the as-of date on which the ECT is in service, in induction and not recorded absent.
fn days_left(case: &Case) -> Vec<NaiveDate> {
    let Some(active) = case.active else { return Vec::new() };
    let inquiry = case.inquiry;
    let end = active.induction.end.value.unwrap_or(NaiveDate::MAX);
    let ahead = inquiry.teaching_days.iter().copied().filter(|day| *day > inquiry.as_of && *day <= end);
    ahead.filter(|day| service::here(&active.stints, *day).is_some() && !case.is_absent(*day)).collect()
}

/// The pieces of a date without a row, and the rows of the timetable in force that were looked through.
fn free_on(case: &Case, date: NaiveDate) -> Option<(Vec<Stretch>, Vec<Span>)> {
    let inquiry = case.inquiry;
    let (timetable, present) = in_school(inquiry, case.person, date).ok()?;
    let (week, day) = (inquiry.week(date).filter(|_| is_weekday(date))?, weekday(date));
    let free = &free(inquiry, timetable, &present) - &planned(case, date);
    Some((cut_day(&inquiry.grid, week, day, &free), timetable.all_cells()))
}

/// What the registers hold for the ECT on a date to come.
fn planned(case: &Case, date: NaiveDate) -> MinuteSet {
    let inquiry = case.inquiry;
    let Some(week) = inquiry.week(date) else { return MinuteSet::new() };
    let day = weekday(date);
    let cover = inquiry.school.cover.iter().filter(|c| c.teacher == case.person && c.date == date);
    let mut taken = MinuteSet::new();
    for set in cover.filter_map(|c| inquiry.grid.slot(week, day, &c.slot)) {
        taken |= set;
    }
    let meetings = inquiry.school.meetings.iter().filter(|m| m.ect == case.person && m.date == date);
    for (start, end) in meetings.filter_map(|m| m.start.zip(m.end)) {
        taken |= inquiry.grid.interval(week, day, start, end);
    }
    taken
}
