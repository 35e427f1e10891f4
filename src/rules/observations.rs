//! Observations: how many the half-terms of a term ask for, and how many there were.

use super::case::Case;
use super::due;
use super::half_terms::{half_terms, whole_term};
use super::service;
use super::{CannotTell, Judgement, Outcome};
use crate::model::calendar::{Row, days};
use crate::model::figure::{Figure, Origin, Origins};
use crate::model::school::Observation;
use crate::model::units::{Count, Days, Ratio};
use chrono::NaiveDate;

pub const SOURCE: &str = include_str!("observations.rs");

/// First and last school day of a stretch in which observation is due.
type Block = (NaiveDate, NaiveDate);

/// In part 1 one observation in each half-term, which is what lies between holidays of {half_term_break} or more; in
/// part 2 one in the term. A half-term is asked for once it has ended, if the ECT was at work on one of its days and is
/// still in induction here at its end; an observation before that counts as well. Where the appropriate body's number
/// for a term is set, that many are due by the term's last school day instead. Law and guidance set no number.
///
/// Until the first is due it is pending. After that it cannot be shown without an observations register that has a row
/// of the term; nor, unless a number is set, without the ECT's part, and in part 1 the calendar. It does not apply
/// where no half-term asks for one.
pub fn observed(case: &Case) -> Result<Judgement, CannotTell> {
    let (each, blocks) = observation_blocks(case)?;
    let is_made = |block: &Block| observations(case, &[*block], &each).value() > Ratio::ZERO;
    let asks = |block: &Block| asks_for_observation(case, *block) || is_made(block);
    let own: Vec<Block> = blocks.into_iter().filter(asks).collect();
    let ended = own.iter().filter(|(_, to)| *to <= case.inquiry.as_of).count();
    let (due, made) = (asked(case, &each, ended), observations(case, &own[..ended], &each));
    if made.value() < due.value() {
        return needs_observations(case).map(|()| Judgement::at_least(&made, &due));
    }
    let Some((_, last)) = own.get(ended.saturating_sub(1)) else { return Ok(Judgement::not_applicable()) };
    let (made, first) = (observations(case, &own, &each), asked(case, &each, 1));
    let enough = made.value() >= first.value();
    let required = if enough && case.inquiry.settings.observations_per_term.is_none() { due } else { first };
    Ok(Judgement::either(enough, Outcome::Pending, &made, &required).by(*last))
}

/// How many observations a stretch asks for, and the stretches: the whole term where its number is set, or in part 2.
fn observation_blocks(case: &Case) -> Result<(Figure<Count>, Vec<Block>), CannotTell> {
    let inquiry = case.inquiry;
    if let Some(chosen) = &inquiry.settings.observations_per_term {
        let origin = Origin::Setting { key: "local.observations_per_term".to_owned(), by: chosen.by.clone() };
        let number = Figure::read(chosen.value, "observations in a term, set locally", Origins::one(origin));
        return Ok((number, vec![whole_term(inquiry)]));
    }
    let number = case.by_part::<Count>("observations_part_1", "observations_part_2")?;
    if case.position()?.part == 2 {
        return Ok((number, vec![whole_term(inquiry)]));
    }
    inquiry.needs_calendar()?;
    let least = inquiry.book.on::<Days>("half_term_break", case.reference())?;
    Ok((number, half_terms(inquiry, least.value().ceil())))
}

/// The ECT is at work on a school day of the stretch, and in induction and in service here at its end.
fn asks_for_observation(case: &Case, (from, to): Block) -> bool {
    case.active.is_some_and(|active| {
        let is_own = |day: &NaiveDate| service::here(&active.stints, *day).is_some();
        let mut own = days(from.max(*active.induction.start), to).filter(is_own);
        let ends = active.induction.end.value.is_some_and(|end| end < to) || due::leaves_before(case, to);
        !ends && own.any(|day| is_school_day(case, day) && !case.is_absent(day))
    })
}

fn is_school_day(case: &Case, day: NaiveDate) -> bool {
    let calendar = &case.inquiry.school.calendar;
    calendar.is_school_day(day) || !calendar.covers(case.inquiry.term.from, case.inquiry.term.to)
}

/// Observations in these stretches, of which one among several counts no more than it asks for.
fn observations(case: &Case, blocks: &[Block], each: &Figure<Count>) -> Figure<Count> {
    let rows = |(from, to): &Block| {
        let dates = *from..=case.inquiry.limit.min(*to);
        let own = case.inquiry.school.observations.iter().filter(move |row| row.ect == case.person);
        own.filter(move |row| dates.contains(&row.date)).collect::<Vec<&Observation>>()
    };
    let found: Vec<Vec<&Observation>> = blocks.iter().map(rows).collect();
    let most = if blocks.len() == 1 { i64::MAX } else { each.value().floor() };
    let number = found.iter().map(|rows| rows.len().min(usize::try_from(most).unwrap_or(usize::MAX))).sum();
    let how = match blocks {
        [_] => "observations".to_owned(),
        _ => format!("observations, of which a half-term counts at most {most}"),
    };
    case.inquiry.counted(number, &how, found.iter().flatten().map(|row| row.at), "observations")
}

/// How many observations so many stretches ask for.
fn asked(case: &Case, each: &Figure<Count>, blocks: usize) -> Figure<Count> {
    let value = each.value() * Ratio::whole(i64::try_from(blocks).unwrap_or(i64::MAX));
    let term = &case.inquiry.term;
    let touches = |row: &&Row| row.from <= term.to && term.from <= row.to;
    let rows = case.inquiry.school.calendar.rows.iter().filter(touches);
    let cells = Origins::of(rows.map(|row| Origin::Cells(row.at)));
    Figure::derived_with(value, "observations asked for", each.any(), [], cells)
}

fn needs_observations(case: &Case) -> Result<(), CannotTell> {
    let term = case.inquiry.term.from..=case.inquiry.limit;
    if case.inquiry.school.observations.iter().any(|row| term.contains(&row.date)) {
        return Ok(());
    }
    let why = format!("the observations register has no row of {}", case.inquiry.term.name);
    Err(CannotTell::supply(why, "observations", "Date, ECT"))
}
