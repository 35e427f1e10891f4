//! The record that a progress review or an assessment asks for: its period, and the days worked and missed in it.

use super::absence::{self, school_days};
use super::case::Case;
use super::due;
use super::service::{self, Stint};
use crate::model::calendar::TermId;
use crate::model::figure::{ChosenBy, Figure, Origin, Origins};
use crate::model::school::{Absence, Review, ReviewKind};
use crate::model::source::Span;
use crate::model::units::{Days, Ratio};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The record of one ECT for the review of a term.
///
/// Its period is not the term: it begins on the day of the last review, since absence after that day has been told to
/// nobody yet, and ends on the day of this one, or on the last day looked at while this one is still to come.
#[derive(Clone, Debug)]
pub struct TermRecord {
    /// The review it is for; nothing where the position in the induction is not known.
    pub kind: Option<ReviewKind>,
    /// The day that review was held, if it was.
    pub held: Option<NaiveDate>,
    /// The day by which it is held.
    pub due: Option<NaiveDate>,
    /// First day of its period.
    pub from: NaiveDate,
    /// Last day of its period.
    pub to: NaiveDate,
    /// Why the period begins there.
    pub begins: Begins,
    /// School days in service in the period, those missed among them.
    pub employed: Figure<Days>,
    /// The same, each times the full-time equivalent of the day; nothing if that is not known.
    pub contracted: Option<Figure<Days>>,
    /// Days absent in the period, of every kind; nothing if no absence record was supplied.
    pub absent: Option<Figure<Days>>,
    /// Every absence since induction began, to the end of the period.
    pub absences: Vec<Missed>,
    /// Every stretch of service since induction began.
    pub patterns: Vec<Pattern>,
    /// The last day here, if one is written.
    pub leaves: Option<NaiveDate>,
}

/// What the first day of a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begins {
    /// The day of the last review.
    AtReview(ReviewKind),
    /// The first day of the induction, or of service here.
    AtStart,
    /// The first day of the term: no earlier review is recorded.
    AtTerm,
}

/// A row of the absence register.
#[derive(Clone, Debug)]
pub struct Missed {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Days of it on or before the last day of the period.
    pub days: Figure<Days>,
    /// Days of it inside the period.
    pub in_period: Figure<Days>,
    /// True if it counts towards an extension; nothing if the rulebook does not say on that day.
    pub counts: Option<bool>,
    /// The row.
    pub at: Span,
}

/// A stretch of service with one working pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// First day.
    pub from: NaiveDate,
    /// Last day, if written.
    pub to: Option<NaiveDate>,
    /// Full-time equivalent, if known.
    pub fte: Option<Ratio>,
    /// At this school.
    pub here: bool,
    /// The row.
    pub at: Option<Span>,
}

/// The record of an ECT; nothing of anyone else.
pub fn record(case: &Case) -> Option<TermRecord> {
    let active = case.active?;
    let leaves = leaves(case, &active.stints);
    let kind = kind(case, leaves);
    let now = held_now(case, kind);
    let to = now.map_or(active.reference, |(day, _)| day);
    let start = first_day(case, &active.stints);
    let (from, begins) = begins(case, start, to, now.map(|(_, row)| row.at));
    let days: Vec<NaiveDate> = (school_days(case.inquiry, from, to).into_iter())
        .filter(|day| service::here(&active.stints, *day).is_some())
        .collect();
    let absences = absences(case, &active.stints, (from, to), &days);
    Some(TermRecord {
        kind,
        held: now.map(|(day, _)| day),
        due: due_by(case, kind, leaves),
        from,
        to,
        begins,
        employed: employed(case, &active.stints, &days, (from, to)),
        contracted: contracted(case, &active.stints, &days, (from, to)),
        absent: absent(case, &absences, (from, to)),
        absences,
        patterns: patterns(&active.stints, *active.induction.start),
        leaves,
    })
}

/// The last day here, if one is written: of service, or of the induction.
fn leaves(case: &Case, stints: &[Stint]) -> Option<NaiveDate> {
    let last = stints.iter().filter(|stint| stint.here).map(|stint| stint.to).max();
    let ended = case.active.and_then(|active| active.induction.end.value);
    last.filter(|day| *day != NaiveDate::MAX).into_iter().chain(ended).min()
}

/// A formal assessment where a part ends in the term, else an interim one for an ECT who leaves in it, else a progress
/// review.
fn kind(case: &Case, leaves: Option<NaiveDate>) -> Option<ReviewKind> {
    let goes = leaves.is_some_and(|day| day <= case.inquiry.term.to);
    match due::part_end(case).ok()? {
        Some(end) if !goes || leaves.is_some_and(|day| end <= day) => Some(ReviewKind::Formal),
        _ if goes => Some(ReviewKind::Interim),
        _ => Some(ReviewKind::Progress),
    }
}

/// The review of this kind that was held in the term; where the kind is not known, the last of any.
fn held_now<'a>(case: &Case<'a>, kind: Option<ReviewKind>) -> Option<(NaiveDate, &'a Review)> {
    let all = [ReviewKind::Progress, ReviewKind::Formal, ReviewKind::Interim];
    let wanted = all.into_iter().filter(|one| kind.is_none_or(|kind| kind == *one));
    let held = wanted.flat_map(|kind| due::held(case, kind)).filter(|(day, _)| *day <= case.reference());
    held.max_by_key(|(day, row)| (*day, row.at))
}

/// The later of the first day of the induction and the first day here.
fn first_day(case: &Case, stints: &[Stint]) -> NaiveDate {
    let start = case.active.map_or(case.reference(), |active| *active.induction.start);
    let here = stints.iter().filter(|stint| stint.here && stint.to >= start).map(|stint| stint.from).min();
    here.map_or(start, |here| here.max(start))
}

fn begins(case: &Case, start: NaiveDate, to: NaiveDate, this: Option<Span>) -> (NaiveDate, Begins) {
    let rows =
        case.inquiry.school.reviews.iter().filter(|row| row.ect == case.person && Some(row.at) != this);
    let earlier = rows.filter_map(|row| Some((row.date.value?, row.at, row.kind)));
    let last = earlier.filter(|(day, ..)| (start..=to).contains(day)).max_by_key(|(day, at, _)| (*day, *at));
    let term = case.inquiry.term.from;
    match last {
        Some((day, _, kind)) => (day, Begins::AtReview(kind)),
        None if term <= start => (start, Begins::AtStart),
        None => (term.min(to), Begins::AtTerm),
    }
}

fn due_by(case: &Case, kind: Option<ReviewKind>, leaves: Option<NaiveDate>) -> Option<NaiveDate> {
    let kind = kind?;
    match kind {
        ReviewKind::Interim => leaves,
        ReviewKind::Formal => Some(due::due(case, kind, due::part_end(case).ok()?).day),
        ReviewKind::Progress => due::put_off_to(case).ok()?.or(Some(due::due(case, kind, None).day)),
    }
}

fn spoken(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// The rows of service behind these days, and of the calendar whose terms hold them.
fn origins(case: &Case, stints: &[Stint], days: &[NaiveDate], (from, to): (NaiveDate, NaiveDate)) -> Origins {
    let mut cells: BTreeSet<Span> = days.iter().filter_map(|day| service::here(stints, *day)?.at).collect();
    let mut supposed = false;
    let mut id = TermId::of(from);
    while id <= TermId::of(to) {
        let term = case.inquiry.school_term(id);
        cells.extend(&term.term.rows);
        supposed |= term.term.rows.is_empty() && days.iter().any(|day| TermId::of(*day) == id);
        id = id.next();
    }
    let key = "terms the calendar does not hold".to_owned();
    let usual = supposed.then_some(Origin::Setting { key, by: ChosenBy::Default });
    Origins::of(cells.into_iter().map(Origin::Cells).chain(usual))
        .unwrap_or_else(|| case.inquiry.rows_or_searched([], &["service", "staff"]))
}

fn employed(
    case: &Case,
    stints: &[Stint],
    days: &[NaiveDate],
    (from, to): (NaiveDate, NaiveDate),
) -> Figure<Days> {
    let number = i64::try_from(days.len()).unwrap_or(i64::MAX);
    let how = format!("school days in service here from {} to {}", spoken(from), spoken(to));
    Figure::read(number, how, origins(case, stints, days, (from, to)))
}

fn contracted(
    case: &Case,
    stints: &[Stint],
    days: &[NaiveDate],
    (from, to): (NaiveDate, NaiveDate),
) -> Option<Figure<Days>> {
    let mut by_fte: BTreeMap<Ratio, i64> = BTreeMap::new();
    for day in days {
        *by_fte.entry(service::here(stints, *day)?.fte?).or_default() += 1;
    }
    let mut sum = Ratio::ZERO;
    for (fte, number) in by_fte {
        sum = sum.checked_add(fte.checked_mul(Ratio::whole(number))?)?;
    }
    let how = format!(
        "school days in service here from {} to {}, each times the full-time equivalent",
        spoken(from),
        spoken(to)
    );
    Some(Figure::read(sum, how, origins(case, stints, days, (from, to))))
}

/// Every absence since induction began, by day. Of rows that overlap, a date is lost once.
fn absences(
    case: &Case,
    stints: &[Stint],
    (from, to): (NaiveDate, NaiveDate),
    days: &[NaiveDate],
) -> Vec<Missed> {
    let start = case.active.map_or(from, |active| *active.induction.start);
    let mut rows: Vec<&Absence> = (case.inquiry.school.absences.iter())
        .filter(|row| row.person == case.person && row.from <= to)
        .filter(|row| *absence::dates(case.inquiry, row).end() >= start)
        .collect();
    rows.sort_by_key(|row| (row.from, row.at));
    let mut lost: BTreeMap<NaiveDate, Ratio> = BTreeMap::new();
    let mut all = Vec::new();
    for row in rows {
        let (mut whole, mut inside) = (Ratio::ZERO, Ratio::ZERO);
        for (day, part) in absence::spread(case.inquiry, row, stints) {
            if day > to || day < start || service::on(stints, day).is_none() {
                continue;
            }
            let before = lost.entry(day).or_insert(Ratio::ZERO);
            let part = part.min(Ratio::ONE - *before);
            *before = *before + part;
            whole = whole + part;
            if days.binary_search(&day).is_ok() {
                inside = inside + part;
            }
        }
        let dates = absence::dates(case.inquiry, row);
        let said = |what: &str| format!("days absent from {}, {what}", spoken(*dates.start()));
        let excluded = case.inquiry.book.entry("absence_excluded", row.from);
        all.push(Missed {
            from: *dates.start(),
            to: *dates.end(),
            days: Figure::read(whole, said(&format!("to {}", spoken(to))), Origins::one(row.at)),
            in_period: Figure::read(inside, said("inside the period of the review"), Origins::one(row.at)),
            counts: excluded.ok().map(|entry| !absence::is_excluded(&row.kind, &entry.text)),
            at: row.at,
        });
    }
    all
}

fn absent(case: &Case, absences: &[Missed], (from, to): (NaiveDate, NaiveDate)) -> Option<Figure<Days>> {
    if !case.inquiry.is_supplied("absence") {
        return None;
    }
    let inside: Vec<&Missed> = absences.iter().filter(|one| one.in_period.value() > Ratio::ZERO).collect();
    let sum = inside.iter().fold(Ratio::ZERO, |sum, one| sum + one.in_period.value());
    let how = format!("days absent from {} to {}, of every kind", spoken(from), spoken(to));
    let mut parts = inside.iter().map(|one| one.in_period.any());
    Some(match parts.next() {
        Some(first) => Figure::derived_with(sum, how, first, parts, None),
        None => Figure::read(sum, how, case.inquiry.rows_or_searched([], &["absence"])),
    })
}

fn patterns(stints: &[Stint], start: NaiveDate) -> Vec<Pattern> {
    let since = stints.iter().filter(|stint| stint.to >= start);
    let pattern = |stint: &Stint| Pattern {
        from: stint.from,
        to: (stint.to != NaiveDate::MAX).then_some(stint.to),
        fte: stint.fte,
        here: stint.here,
        at: stint.at,
    };
    since.map(pattern).collect()
}
