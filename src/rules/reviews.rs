//! Progress reviews, formal assessments and observations.

use super::case::Case;
use super::due::{self, Deadline, Due};
use super::half_terms::{half_terms, whole_term};
use super::inquiry::Inquiry;
use super::service;
use super::working_days;
use super::workings::Choice;
use super::{CannotTell, Judgement, LooksAt, Outcome, Rule, Strength, Subject};
use crate::model::calendar::{Row, days};
use crate::model::figure::{Figure, Origin, Origins};
use crate::model::school::{Observation, Review, ReviewKind};
use crate::model::source::{Source, Span};
use crate::model::units::{Count, Days, Ratio};
use chrono::NaiveDate;

const SOURCE: &str = include_str!("reviews.rs");

/// The rules of this family, in the order reports show them.
pub const RULES: &[Rule] = &[
    Rule {
        code: "RV01",
        title: "progress review",
        question: "Was a progress review held, in a term without a formal assessment?",
        subject: Subject::Ect,
        strength: Strength::Guidance,
        clauses: &["progress_reviews"],
        looks_at: LooksAt::Term,
        check: progress_review,
        source: (SOURCE, "progress_review"),
    },
    Rule {
        code: "RV02",
        title: "formal assessment",
        question: "Was a formal assessment held, in a term in which a part of induction ends?",
        subject: Subject::Ect,
        strength: Strength::Guidance,
        clauses: &["formal_assessments"],
        looks_at: LooksAt::Term,
        check: formal_assessment,
        source: (SOURCE, "formal_assessment"),
    },
    Rule {
        code: "RV03",
        title: "sent in time",
        question: "Was the formal assessment with the appropriate body by the earlier of its two deadlines?",
        subject: Subject::Ect,
        strength: Strength::Guidance,
        clauses: &["report_days_from_meeting"],
        looks_at: LooksAt::Term,
        check: sent_in_time,
        source: (SOURCE, "sent_in_time"),
    },
    Rule {
        code: "OB01",
        title: "observed",
        question: "Was the ECT observed in every half-term (part 1) or term (part 2)?",
        subject: Subject::Ect,
        strength: Strength::Local,
        clauses: &["observations_part_1", "observations_part_2"],
        looks_at: LooksAt::Term,
        check: observed,
        source: (SOURCE, "observed"),
    },
];

/// A progress review was held in the term. One is due in every school term in which no part of induction ends, for
/// part-timers too: by the Due of the reviews register, else by the appropriate body's closing date, else by the last
/// school day. It is pending until then, while the ECT is absent on that day, and where induction began in the second
/// half of the term.
///
/// It cannot be shown without the ECT's position, or once it was due if the reviews register says nothing of the term.
/// It does not apply in a term that asks for a formal assessment, nor to an ECT who leaves before it is due.
pub fn progress_review(case: &Case) -> Result<Judgement, CannotTell> {
    if due::part_end(case)?.is_some() {
        return Ok(Judgement::not_applicable());
    }
    let put_off_to = due::put_off_to(case)?;
    reviewed(case, ReviewKind::Progress, None, "progress_reviews", put_off_to)
}

/// A formal assessment was held in the term. One is due in the term in which part 1 or part 2 of induction ends: by the
/// Due of the reviews register, else by the appropriate body's closing date, else by the day the part ends. It is
/// pending until then, and while the ECT is absent on that day.
///
/// It cannot be shown without the ECT's position, or once it was due if the reviews register says nothing of the term.
/// It does not apply in other terms, nor to an ECT who leaves before it is due.
pub fn formal_assessment(case: &Case) -> Result<Judgement, CannotTell> {
    let Some(end) = due::part_end(case)? else { return Ok(Judgement::not_applicable()) };
    reviewed(case, ReviewKind::Formal, Some(end), "formal_assessments", None)
}

/// The report of the term's last formal assessment was with the appropriate body in time. In working days, guidance
/// counts {report_days_from_meeting} from the meeting, whose own day is none; for the final assessment the regulations
/// count {recommendation_days_from_end} beginning with the day part 2 ends, and the earlier deadline decides. School
/// holidays are working days, bank holidays are not. A breach where the regulations' deadline decides or has been
/// missed too; else not as expected.
///
/// Until the deadline it is pending; after it, it cannot be shown without the day it was sent, and never in a year
/// whose bank holidays the rulebook does not list. It does not apply where no formal assessment was held.
pub fn sent_in_time(case: &Case) -> Result<Judgement, CannotTell> {
    let Some((meeting, row)) = due::held(case, ReviewKind::Formal).pop() else {
        return Ok(Judgement::not_applicable());
    };
    let as_of = case.inquiry.as_of;
    let first = due::from_meeting(case, meeting, row)?;
    let sent = row.sent.value.filter(|day| *day <= as_of);
    let last = match due::from_end(case, meeting, row) {
        // what misses the one deadline misses the earlier of both
        Err(_) if sent.is_some_and(|day| day > first.day) => None,
        other => other?,
    };
    let (required, by) = earlier(&first, last.as_ref());
    let measured = taken(case, meeting, row, sent)?;
    match sent {
        Some(_) => Ok(Judgement::at_most(&measured, &required).by(by)),
        None if as_of <= by => Ok(Judgement::either(false, Outcome::Pending, &measured, &required).by(by)),
        None => Err(not_sent(case, meeting, row)),
    }
}

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

/// First and last school day of a stretch in which observation is due.
type Block = (NaiveDate, NaiveDate);

/// The strength where it depends on what decides: a closing date set locally, or the deadline of the regulations.
pub fn strength(case: &Case, code: &str) -> Option<Strength> {
    let end = || due::part_end(case).ok().flatten();
    let is_local = match code {
        "RV01" => due::due(case, ReviewKind::Progress, None).is_local,
        "RV02" => end().is_some_and(|end| due::due(case, ReviewKind::Formal, Some(end)).is_local),
        _ => false,
    };
    if is_local {
        return Some(Strength::Local);
    }
    let (meeting, row) = due::held(case, ReviewKind::Formal).pop().filter(|_| code == "RV03")?;
    let first = due::from_meeting(case, meeting, row).ok()?;
    let last = due::from_end(case, meeting, row).ok()??;
    let missed = row.sent.value.is_some_and(|sent| last.day < sent && sent <= case.inquiry.as_of);
    (last.day <= first.day || missed).then_some(Strength::Statutory)
}

/// Settings of this family, as reports print them.
pub fn choices(inquiry: &Inquiry) -> Vec<Choice> {
    let closing = inquiry.settings.review_deadline.as_ref().map(|chosen| Choice {
        what: "Reviews close on".to_owned(),
        value: chosen.value.format("%-d %B %Y").to_string(),
        by: chosen.by.clone(),
    });
    let observed = inquiry.settings.observations_per_term.as_ref().map(|chosen| Choice {
        what: "Observations a term".to_owned(),
        value: chosen.value.to_string(),
        by: chosen.by.clone(),
    });
    closing.into_iter().chain(observed).collect()
}

fn reviewed(
    case: &Case,
    kind: ReviewKind,
    part_end: Option<NaiveDate>,
    value: &str,
    put_off_to: Option<NaiveDate>,
) -> Result<Judgement, CannotTell> {
    let due = due::due(case, kind, part_end);
    let number = case.inquiry.book.on::<Count>(value, case.reference())?;
    let required = by_due(case, &number, &due);
    let held = due::held(case, kind);
    let measured =
        counted(case, "reviews", held.len(), "held in the term", held.iter().map(|(_, row)| row.at));
    let is_early = case.inquiry.as_of < due.day;
    let judged = Judgement::at_least(&measured, &required);
    if judged.outcome == Outcome::Met {
        return Ok(judged.by(due.day));
    }
    if due::leaves_before(case, due.day) {
        return Ok(Judgement::not_applicable());
    }
    let pending = Judgement::either(false, Outcome::Pending, &measured, &required);
    match put_off_to {
        Some(later) => Ok(pending.by(later)),
        None if is_early => Ok(pending.by(due.day)),
        None if case.is_absent(due.day) => Ok(pending),
        None => due::needs_register(case).map(|()| judged.by(due.day)),
    }
}

/// How many are due, and by when.
fn by_due(case: &Case, number: &Figure<Count>, due: &Due) -> Figure<Count> {
    let how = format!("due by {}", due.day.format("%-d %B %Y"));
    let position = case.position().ok().map(|position| position.served.any());
    Figure::derived_with(number.value(), how, number.any(), position, Origins::of(due.origin.clone()))
}

/// The earlier deadline, which rests on both.
fn earlier(first: &Deadline, last: Option<&Deadline>) -> (Figure<Days>, NaiveDate) {
    let Some(last) = last else { return (first.days.clone(), first.day) };
    let day = first.day.min(last.day);
    let how = "working days from the meeting to the earlier deadline";
    let value = first.days.value().min(last.days.value());
    (Figure::derived(value, how, [first.days.any(), last.days.any()]), day)
}

/// Working days from the meeting to the day the report was sent; to the as-of date while it has not been.
fn taken(
    case: &Case,
    meeting: NaiveDate,
    row: &Review,
    sent: Option<NaiveDate>,
) -> Result<Figure<Days>, CannotTell> {
    let (to, what) = sent.map_or((case.inquiry.as_of, "the as-of date, not sent yet"), |day| (day, "sent"));
    let value = working_days::between(case.inquiry, meeting, to)?;
    let cells = row.date.source.into_iter().chain(row.sent.source.filter(|_| sent.is_some()));
    let origins = Origins::of(cells.map(Origin::from)).unwrap_or_else(|| Origins::one(row.at));
    Ok(Figure::read(
        value,
        format!("working days from the meeting to {} ({what})", to.format("%-d %B %Y")),
        origins,
    ))
}

fn not_sent(case: &Case, meeting: NaiveDate, row: &Review) -> CannotTell {
    let name = case.name();
    let held = meeting.format("%-d %B %Y");
    if row.sent.value.is_some() {
        let why = format!("{name}’s formal assessment of {held} was sent after the as-of date");
        return CannotTell::act(why, "Report as of a later day");
    }
    let why =
        format!("nothing says when {name}’s formal assessment of {held} was sent to the appropriate body");
    CannotTell::blank(why, row.sent.source.map(Source::span), "reviews", "Sent to AB")
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
    counted(case, "observations", number, &how, found.iter().flatten().map(|row| row.at))
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

/// A count of rows; where there is none, the register that was searched stands behind it, or that there is no register.
fn counted(
    case: &Case,
    record: &str,
    number: usize,
    how: &str,
    rows: impl Iterator<Item = Span>,
) -> Figure<Count> {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    Figure::read(number, how, case.inquiry.rows_or_searched(rows, &[record]))
}
