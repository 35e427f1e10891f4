//! Progress reviews and formal assessments.

use super::case::Case;
use super::due::{self, Deadline, Due};
use super::inquiry::Inquiry;
use super::observations;
use super::working_days;
use super::workings::Choice;
use super::{CannotTell, Judgement, LooksAt, Outcome, Rule, Strength, Subject};
use crate::model::figure::{Figure, Origin, Origins};
use crate::model::school::{Review, ReviewKind};
use crate::model::source::Source;
use crate::model::units::{Count, Days};
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
        check: observations::observed,
        source: (observations::SOURCE, "observed"),
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
    let rows = held.iter().map(|(_, row)| row.at);
    let measured = case.inquiry.counted(held.len(), "held in the term", rows, "reviews");
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
