//! Early warning for what is pending: where the rate so far leads, and what would close the gap. Never a verdict.

use crate::model::figure::{Figure, Origin, Origins};
use crate::model::school::{Element, Training};
use crate::model::units::{Count, Minutes, Ratio, Share};
use crate::rules::absence::school_days;
use crate::rules::case::Case;
use crate::rules::{mentor_support, training};
use chrono::{Datelike, NaiveDate};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A required number of minutes that would be missed at the rate so far.
#[derive(Clone, Debug)]
pub struct Warning {
    /// What is required.
    pub required: Figure<Minutes>,
    /// The share of the training that this is; nothing where it is no share.
    pub share: Option<Figure<Share>>,
    /// What the rate so far leads to by the last day.
    pub projected: Figure<Minutes>,
    /// What that falls short by.
    pub short: Figure<Minutes>,
    /// The last day.
    pub until: NaiveDate,
    /// Months left that hold a school day, each by its first such day; the month of the as-of date only if it is the last.
    pub months: Vec<NaiveDate>,
    /// Sessions that would close the gap, on top of the rate so far; nothing where any minutes would.
    pub closing: Option<Closing>,
    /// Minutes that would, in each of the months left; nothing where one is left, or where sessions are named.
    pub a_month: Option<Figure<Minutes>>,
}

/// Sessions of the length that is usual for this mentor.
#[derive(Clone, Debug)]
pub struct Closing {
    /// The kind of session attended most often.
    pub element: Element,
    /// The median length of those attended.
    pub each: Figure<Minutes>,
    /// How many close the gap.
    pub sessions: Figure<Count>,
    /// How many in each of the months left; nothing where one is left, or where there are fewer sessions than months.
    pub a_month: Option<Figure<Count>>,
}

/// The warning for the engagement of a mentor: rate so far = attended ÷ school days since the start; projected = rate ×
/// school days from the start to the last day of the term by which it is due. Nothing if that is enough, or if no session
/// was attended and no term of the training has ended yet.
pub fn engagement(case: &Case) -> Option<Warning> {
    let start = training::started(case).ok()??;
    let required = training::threshold(case, start).ok()??;
    let attended = training::attended(case, start).ok()?;
    if attended.value() == Ratio::ZERO && training::terms_ended(case, start) == 0 {
        return None;
    }
    let sessions: Vec<&Training> = training::sessions(case, start).collect();
    let share = case.inquiry.book.on::<Share>("training_engagement", start).ok()?;
    let dates = (start, case.inquiry.limit, training::deadline(case, start)?);
    let warning = project(case, &attended, &required, dates)?;
    let closing = closing(&sessions, &warning.short, warning.months.len());
    let a_month = warning.a_month.filter(|_| closing.is_none());
    Some(Warning { share: Some(share), closing, a_month, ..warning })
}

/// The warning for the mentor support of an ECT in part 2: held minutes since part 2 began, at the same rate over its
/// school days to its expected end, against all the funded hours.
pub fn support(case: &Case) -> Option<Warning> {
    let position = case.position().ok()?;
    let began = position.part2_began?;
    let all = case.inquiry.book.on::<Minutes>("support_minutes", case.reference()).ok()?;
    let held = mentor_support::held_since(case, began).minutes;
    project(case, &held, &all, (began, case.reference(), position.expected_end?))
}

/// The projection: from the start, over the school days so far, to the last day.
fn project(
    case: &Case,
    had: &Figure<Minutes>,
    required: &Figure<Minutes>,
    (start, now, until): (NaiveDate, NaiveDate, NaiveDate),
) -> Option<Warning> {
    let count = |to: NaiveDate, how: &str| {
        let days = i64::try_from(school_days(case.inquiry, start, to).len()).unwrap_or(i64::MAX);
        let origins = Origins::of(case.inquiry.searched("calendar"));
        Figure::<Count>::derived_with(days, how, had.any(), [], origins)
    };
    let (so_far, whole) =
        (count(now, "school days since the start"), count(until, "school days to the last day"));
    let value = (had.value() * whole.value()).checked_div(so_far.value())?;
    let projected = Figure::derived(
        value,
        "at the rate so far: minutes ÷ school days so far × school days in all",
        [had.any(), so_far.any(), whole.any()],
    );
    if projected.value() >= required.value() || now >= until {
        return None;
    }
    let short = required.value() - projected.value();
    let short = Figure::derived(short, "short at the rate so far", [required.any(), projected.any()]);
    let mut months: BTreeMap<(i32, u32), NaiveDate> = BTreeMap::new();
    for day in school_days(case.inquiry, now.succ_opt()?, until) {
        months.entry((day.year(), day.month())).or_insert(day);
    }
    if months.len() > 1 {
        months.remove(&(now.year(), now.month()));
    }
    let a_month = (months.len() > 1).then(|| {
        let how = format!("to close the gap: short ÷ {} months left", months.len());
        Figure::derived(short.value() / i64::try_from(months.len()).unwrap_or(i64::MAX), how, [short.any()])
    });
    Some(Warning {
        required: required.clone(),
        share: None,
        projected,
        short,
        until,
        months: months.into_values().collect(),
        closing: None,
        a_month,
    })
}

/// Sessions of the element attended most often (of equals the one with the shorter sessions, which are easier to add), at
/// their median length; of an even number the shorter of the two in the middle, so that none is promised longer.
fn closing(sessions: &[&Training], short: &Figure<Minutes>, months: usize) -> Option<Closing> {
    let mut elements: BTreeMap<Element, Vec<&Training>> = BTreeMap::new();
    for session in sessions {
        elements.entry(session.element).or_default().push(session);
    }
    let longest = |rows: &[&Training]| rows.iter().map(|t| t.minutes).max();
    let (element, rows) =
        elements.into_iter().max_by_key(|(_, rows)| (rows.len(), Reverse(longest(rows))))?;
    let mut lengths: Vec<i64> = rows.iter().map(|t| t.minutes.0).collect();
    lengths.sort_unstable();
    let median = lengths[(lengths.len() - 1) / 2];
    let origins = Origins::of(rows.iter().map(|t| Origin::Cells(t.at)))?;
    let each = Figure::<Minutes>::read(
        median,
        format!("usual length of a session attended, {}", element.name()),
        origins,
    );
    let sessions = short.value().checked_div(each.value())?.ceil();
    let sessions = Figure::derived(sessions, "sessions that close the gap", [short.any(), each.any()]);
    let left = i64::try_from(months).unwrap_or(i64::MAX);
    let a_month = (left > 1 && sessions.value() >= Ratio::whole(left)).then(|| {
        let how = format!("sessions a month, rounded up: sessions ÷ {left} months left");
        Figure::derived((sessions.value() / left).ceil(), how, [sessions.any()])
    });
    Some(Closing { element, each, sessions, a_month })
}
