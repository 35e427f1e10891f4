//! Where an ECT stands: terms served, part and expected end, day by day from service history (definitions IN01, IN02a).

use super::absence::{self, Absences};
use super::inquiry::{Active, Inquiry, SchoolTerm};
use super::service::{self, Stint};
use super::terms_served::{Count, Limits};
use super::workings::Position;
use super::{CannotTell, Settle};
use crate::model::calendar::{Row, Term, TermId};
use crate::model::figure::{ChosenBy, Figure, Origin, Origins};
use crate::model::school::{Induction, PersonId};
use crate::model::source::{Source, Span};
use crate::model::units::{Days, Ratio, Terms};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Projections stop after this many school years; an FTE that needs longer has no expected end.
const YEARS_AHEAD: i32 = 60;

/// What the walk over school days needs, and what it picks up on the way.
struct Walk<'a> {
    inquiry: &'a Inquiry<'a>,
    name: &'a str,
    reference: NaiveDate,
    stints: Vec<Stint>,
    absences: Absences,
    supposed: BTreeMap<NaiveDate, Ratio>,
    default_terms: BTreeSet<TermId>,
    cells: BTreeSet<Span>,
}

/// The count at three moments.
struct Moments {
    /// Before the first school day of the reported term.
    before_term: Count,
    /// After the reference day.
    now: Count,
    /// When part 2 ends, if the FTE stays and no one is absent.
    end: Count,
}

impl Walk<'_> {
    /// School day by school day, past the reference day until part 2 ends.
    fn run(&mut self, start: NaiveDate, mut count: Count) -> Result<Moments, CannotTell> {
        let (mut before_term, mut now) = (None, None);
        let mut id = TermId::of(start);
        let last_year = TermId::of(self.reference).academic_year + YEARS_AHEAD;
        while id.academic_year <= last_year && !(now.is_some() && count.ended[1].is_some()) {
            let found = self.inquiry.school_term(id);
            let SchoolTerm { term, days } = &*found;
            let weight = i64::try_from(days.len()).ok().and_then(|n| Ratio::new(1, n)).unwrap_or(Ratio::ZERO);
            for &day in days.iter().filter(|day| **day >= start) {
                if day >= self.inquiry.term.from {
                    before_term.get_or_insert_with(|| count.clone());
                }
                if day > self.reference {
                    now.get_or_insert_with(|| count.clone());
                    if count.ended[1].is_some() {
                        break;
                    }
                }
                self.step(day, term, weight, &mut count)?;
            }
            id = id.next();
        }
        let now = now.unwrap_or_else(|| count.clone());
        Ok(Moments { before_term: before_term.unwrap_or_else(|| now.clone()), now, end: count })
    }

    fn step(
        &mut self,
        day: NaiveDate,
        term: &Term,
        weight: Ratio,
        count: &mut Count,
    ) -> Result<(), CannotTell> {
        let ahead = day > self.reference;
        let on = day.min(self.reference);
        let stint = service::on(&self.stints, on);
        let fte = stint.map_or(Ok(Ratio::ZERO), |s| s.fte.ok_or_else(|| unknown_fte(self.name, s)))?;
        if !ahead {
            self.cells.extend(&term.rows);
            self.cells.extend(stint.and_then(|s| s.at));
            if term.rows.is_empty() {
                self.default_terms.insert(term.id);
            }
        }
        let days = if ahead { &self.supposed } else { &self.absences.days };
        let absent = days.get(&day).copied();
        weight
            .checked_mul(fte)
            .and_then(|served| count.day(day, served, absent.unwrap_or(Ratio::ZERO), weight))
            .ok_or_else(|| {
                CannotTell::act(
                    format!("{}’s service is written in fractions too fine to add exactly", self.name),
                    "Write the FTE with at most three decimals",
                )
            })
    }
}

/// The position on the reference day.
///
/// # Errors
/// If the FTE of a day served is not known, or nothing says what happened before the first day of known service.
pub fn find(
    inquiry: &Inquiry,
    person: PersonId,
    induction: &Induction,
    reference: NaiveDate,
    stints: &[Stint],
) -> Result<Position, CannotTell> {
    let (mut walk, start, count) = begin(inquiry, person, induction, reference, stints)?;
    let (served_part_1, limits) = (count.part == 2, count.limits);
    let first_here = first_here(stints, *induction.start);
    let Moments { before_term, now, end } = walk.run(start, count)?;
    let in_part_2 = served_part_1 || before_term.ended[0].is_some();
    let absent = absent_figure(inquiry, &now, &walk.absences, reference);
    Ok(Position {
        served: served_figure(&now, &absent, &walk, induction),
        term_now: (before_term.net().floor() + 1).min(limits.terms.floor()),
        part: if in_part_2 { 2 } else { 1 },
        served_before_term: before_term.net(),
        part1_ended: now.ended[0],
        part2_began: if served_part_1 { first_here } else { now.part_from.filter(|_| now.part == 2) },
        served_in_part_2: if now.part == 2 { (now.net() - now.before).max(Ratio::ZERO) } else { Ratio::ZERO },
        part2_ended: now.ended[1],
        part1_expected_end: end.ended[0],
        expected_end: end.ended[1],
        gross: now.gross_all,
        absent,
        absence_recorded: inquiry.is_supplied("absence"),
        default_terms: walk.default_terms.into_iter().collect(),
    })
}

/// What the walk begins with: the service that counts, the first day that does, and the count before it.
fn begin<'a>(
    inquiry: &'a Inquiry<'a>,
    person: PersonId,
    induction: &Induction,
    reference: NaiveDate,
    stints: &[Stint],
) -> Result<(Walk<'a>, NaiveDate, Count), CannotTell> {
    let name = &inquiry.school.person(person).name;
    if let Some(row) = inquiry.school.calendar.longer_than_a_term() {
        return Err(several_terms_in_one(row));
    }
    let limits = Limits::on(inquiry, *induction.start)?;
    let start = first_counted(inquiry, *induction.start);
    let before = induction.terms_served_before.value;
    let stints = counted(inquiry, stints, start, before.is_some());
    let first = stints.iter().map(|s| s.from).min();
    if before.is_none() && gap(inquiry, start, first) {
        return Err(unknown_beginning(name, induction));
    }
    let absences = absence::countable(inquiry, person, &stints)?;
    let before = before.unwrap_or(Ratio::ZERO);
    let served_part_1 = before >= limits.per_part;
    // part 1 ended before the first day here (IN01f)
    let part1_ended = if served_part_1 { first.and_then(|day| day.pred_opt()) } else { None };
    let count = Count {
        before,
        gross: Ratio::ZERO,
        absent_terms: Ratio::ZERO,
        absent: Ratio::ZERO,
        part: if served_part_1 { 2 } else { 1 },
        part_from: None,
        ended: [part1_ended, None],
        limits,
        gross_all: before,
    };
    let (default_terms, cells) = (BTreeSet::new(), BTreeSet::new());
    let supposed = BTreeMap::new();
    let walk = Walk { inquiry, name, reference, stints, absences, supposed, default_terms, cells };
    Ok((walk, start, count))
}

/// Absence other than the files record, to see what it would change.
pub enum Suppose {
    /// As recorded, and no more.
    AsRecorded,
    /// None from this day on.
    NoneSince(NaiveDate),
    /// Also these days, after the reference day.
    Also(BTreeMap<NaiveDate, Ratio>),
}

/// The part that holds the reference day, and when the parts end.
pub struct Course {
    /// 1 or 2.
    pub part: u8,
    /// Its first day.
    pub from: NaiveDate,
    /// It ended by the reference day.
    pub ended: bool,
    /// The days on which parts 1 and 2 end, if the FTE stays and no one is absent but as supposed.
    pub ends: [Option<NaiveDate>; 2],
}

/// The course of the induction with other absence.
///
/// # Errors
/// As the position itself.
pub fn course(inquiry: &Inquiry, active: &Active, suppose: Suppose) -> Result<Course, CannotTell> {
    let (person, reference) = (active.person, active.reference);
    let (mut walk, start, count) = begin(inquiry, person, active.induction, reference, &active.stints)?;
    match suppose {
        Suppose::AsRecorded => {}
        Suppose::NoneSince(from) => drop(walk.absences.days.split_off(&from)),
        Suppose::Also(days) => walk.supposed = days,
    }
    let Moments { now, end, .. } = walk.run(start, count)?;
    let ended = now.ended[usize::from(now.part - 1)].is_some();
    Ok(Course { part: now.part, from: now.part_from.unwrap_or(start), ended, ends: end.ended })
}

/// Service that begins on one of the first five school days of a term counts from its first day (IN01d).
pub fn first_counted(inquiry: &Inquiry, start: NaiveDate) -> NaiveDate {
    let term = inquiry.school_term(TermId::of(start));
    let days = &term.days;
    match days.iter().position(|day| *day >= start) {
        Some(0..=4) => days[0].min(start),
        _ => start,
    }
}

/// The first day of service at this school since induction began.
pub(super) fn first_here(stints: &[Stint], start: NaiveDate) -> Option<NaiveDate> {
    stints.iter().filter(|s| s.here && s.to >= start).map(|s| s.from.max(start)).min()
}

/// The stints that count, each reaching back to the first day of its term where it began a few days late.
fn counted(inquiry: &Inquiry, stints: &[Stint], start: NaiveDate, only_here: bool) -> Vec<Stint> {
    let mut counted: Vec<Stint> = stints.iter().filter(|s| s.here || !only_here).cloned().collect();
    counted.retain(|s| s.to >= start);
    for n in 0..counted.len() {
        let first = first_counted(inquiry, counted[n].from);
        // a change of pattern is not a beginning: days that another stint covers stay with it
        let own = counted[n].from;
        let covered = counted.iter().filter(|s| s.from < own && s.to >= first).map(|s| s.to).max();
        let free = covered.map_or(first, |to| to.succ_opt().unwrap_or(own));
        counted[n].from = free.min(own).max(start);
    }
    counted
}

/// A school day lies between the induction start and the first day of known service (IN01e).
fn gap(inquiry: &Inquiry, start: NaiveDate, first: Option<NaiveDate>) -> bool {
    let Some(first) = first else { return true };
    let mut id = TermId::of(start);
    while id <= TermId::of(first) {
        if inquiry.school_term(id).days.iter().any(|day| (start..first).contains(day)) {
            return true;
        }
        id = id.next();
    }
    false
}

fn absent_figure(inquiry: &Inquiry, at: &Count, absences: &Absences, reference: NaiveDate) -> Figure<Days> {
    let in_part = |day: &NaiveDate| at.part_from.is_some_and(|from| from <= *day) && *day <= reference;
    let rows = absences.rows.iter().filter(|(day, _)| in_part(day)).map(|(_, at)| *at);
    let origins = inquiry.rows_or_searched(rows, &["absence"]);
    Figure::read(at.absent, format!("countable days absent in part {}", at.part), origins)
}

fn served_figure(at: &Count, absent: &Figure<Days>, walk: &Walk, induction: &Induction) -> Figure<Terms> {
    let mut origins: Vec<Origin> = walk.cells.iter().map(|span| Origin::Cells(*span)).collect();
    origins.push(induction.start.source.into());
    if induction.terms_served_before.value.is_some() {
        origins.extend(induction.terms_served_before.source.map(Origin::from));
    }
    if !walk.default_terms.is_empty() {
        origins.push(Origin::Setting {
            key: "terms the calendar does not hold".to_owned(),
            by: ChosenBy::Default,
        });
    }
    let how = "terms served, full-time equivalent, net of absence that extends";
    Figure::derived_with(at.net(), how, absent.any(), [], Origins::of(origins))
}

/// Terms served cannot be told apart in it, and days of the other terms would count twice.
fn several_terms_in_one(row: &Row) -> CannotTell {
    let day = |day: NaiveDate| day.format("%-d %B %Y").to_string();
    CannotTell {
        why: format!(
            "the calendar has one row of kind term from {} to {}, which is more than a term",
            day(row.from),
            day(row.to)
        ),
        settle: vec![
            Settle::Fill(row.at),
            Settle::Do("Give each term of the calendar a row of its own".to_owned()),
        ],
    }
}

fn unknown_beginning(name: &str, induction: &Induction) -> CannotTell {
    let why = format!(
        "nothing says what {name} did between the induction start and the first day of known service"
    );
    CannotTell::blank(
        why,
        induction.terms_served_before.source.map(Source::span),
        "induction",
        "Terms served before",
    )
}

fn unknown_fte(name: &str, stint: &Stint) -> CannotTell {
    let why = format!("{name}’s full-time equivalent is not known on every day served");
    CannotTell::blank(why, stint.fte_cell, "staff", "FTE")
}
