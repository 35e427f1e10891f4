//! The mentor's own training. Never mixed with the meetings of ECT and mentor.

use super::case::Case;
use super::mentor_support::ects_of;
use super::workings::MentorWork;
use super::{CannotTell, Judgement, LooksAt, Outcome, Rule, Strength, Subject};
use crate::model::calendar::TermId;
use crate::model::figure::{Figure, Origin, Origins};
use crate::model::school::{Element, MentorTraining, PersonId, Programme, Training};
use crate::model::source::Source;
use crate::model::units::{Count, Minutes, Ratio, Share};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

const SOURCE: &str = include_str!("training.rs");

/// The rules of this family, in the order reports show them.
pub const RULES: &[Rule] = &[
    Rule {
        code: "TR01",
        title: "training hours",
        question: "Has the mentor attended the training expected by now?",
        subject: Subject::Mentor,
        strength: Strength::Programme,
        clauses: &["training_minutes"],
        looks_at: LooksAt::Training,
        check: training_hours,
        source: (SOURCE, "training_hours"),
    },
    Rule {
        code: "TR02",
        title: "engagement",
        question: "Has the mentor reached the {training_engagement} at which training may be declared complete?",
        subject: Subject::Mentor,
        strength: Strength::Grant,
        clauses: &["training_engagement"],
        looks_at: LooksAt::Training,
        check: engagement,
        source: (SOURCE, "engagement"),
    },
    Rule {
        code: "TR03",
        title: "every mentor enrolled",
        question: "Is the mentor of a provider-led ECT enrolled, complete, or ineligible with a reason?",
        subject: Subject::Mentor,
        strength: Strength::Grant,
        clauses: &["mentor_enrolled"],
        looks_at: LooksAt::ReferenceDay,
        check: every_mentor,
        source: (SOURCE, "every_mentor"),
    },
    Rule {
        code: "TR04",
        title: "once only",
        question: "Was the mentor’s training started only once?",
        subject: Subject::Mentor,
        strength: Strength::Grant,
        clauses: &["training_starts"],
        looks_at: LooksAt::Training,
        check: once,
        source: (SOURCE, "once"),
    },
];

/// A mentor on a provider-led programme has attended the hours expected by now: the whole entitlement, which the day
/// the training started decides, in equal parts by the end of each school term over which it is spread. The lead
/// provider's own measure decides: a mentor it declared complete has met it.
///
/// It cannot be shown without a row for the mentor in the mentors record and in the training register. It does not
/// apply to school-led mentors, to those ineligible with a reason, or before the training starts.
pub fn training_hours(case: &Case) -> Result<Judgement, CannotTell> {
    let Some(start) = started(case)? else { return Ok(Judgement::not_applicable()) };
    let required = to_date(case, start)?;
    let measured = attended(case, start)?;
    if completed(case).is_some() {
        return Ok(Judgement::either(true, Outcome::Met, &measured, &required));
    }
    Ok(Judgement::at_least(&measured, &required))
}

/// A mentor whose training started from {training_engagement:from} has attended {training_engagement} of it, at which
/// the provider may declare it complete. Below that it is pending until the school terms over which it is spread have
/// ended. An indication: the provider's engagement figure decides.
///
/// It cannot be shown, and does not apply, as with training hours; nor does it apply to training that started earlier.
pub fn engagement(case: &Case) -> Result<Judgement, CannotTell> {
    let Some(start) = started(case)? else { return Ok(Judgement::not_applicable()) };
    let Some(required) = threshold(case, start)? else { return Ok(Judgement::not_applicable()) };
    let measured = attended(case, start)?;
    let met = completed(case).is_some() || measured.value() >= required.value();
    let terms = case.inquiry.book.on::<Count>("training_terms", start)?;
    let over = Ratio::whole(terms_ended(case, start)) >= terms.value();
    let short = if over { Outcome::NotMet } else { Outcome::Pending };
    let judged = Judgement::either(met, short, &measured, &required);
    Ok(match deadline(case, start) {
        Some(day) if judged.outcome == Outcome::Pending => judged.by(day),
        _ => judged,
    })
}

/// The last school day of the last term over which the training is spread.
pub fn deadline(case: &Case, start: NaiveDate) -> Option<NaiveDate> {
    let terms = case.inquiry.book.on::<Count>("training_terms", start).ok()?.value().floor();
    let (mut id, mut ends) = (TermId::of(start), Vec::new());
    while i64::try_from(ends.len()).ok()? < terms {
        let last = case.inquiry.school_term(id).days.last().copied();
        ends.extend(last.filter(|last| start <= *last));
        id = id.next();
    }
    ends.pop()
}

/// The mentor of an ECT on a provider-led programme has begun the training, has completed it, or is ineligible with a
/// reason. Until a start that is written but still to come, it is pending.
///
/// It cannot be shown where the mentors record has no row for the mentor, or where nothing says whether an ECT's
/// programme is provider-led. It does not apply to a mentor of school-led ECTs only.
pub fn every_mentor(case: &Case) -> Result<Judgement, CannotTell> {
    if !mentors_provider_led(case)? {
        return Ok(Judgement::not_applicable());
    }
    let rows = rows(case)?;
    let reached = |day: Option<NaiveDate>| day.is_some_and(|day| day <= case.inquiry.limit);
    let settled = |m: &MentorTraining| {
        m.ineligible_reason.value.is_some() || reached(m.completed_on.value) || reached(m.start.value)
    };
    let met = rows.iter().any(|m| settled(m));
    let ahead = rows.iter().any(|m| m.start.value.is_some() || m.completed_on.value.is_some());
    let short = if ahead { Outcome::Pending } else { Outcome::NotMet };
    let how = "enrolled, complete or ineligible: 1, or none of these: 0";
    let measured = in_rows(i64::from(met), how, &rows)?;
    Ok(Judgement::either(met, short, &measured, &case.inquiry.book.on("mentor_enrolled", case.reference())?))
}

/// The mentors record holds at most one training start for the mentor, past or still to come; the same day written twice
/// is one start. The training is funded once, and a second start is best seen before it begins.
///
/// It cannot be shown where the mentors record has no row for the mentor. It does not apply where no row gives a start.
pub fn once(case: &Case) -> Result<Judgement, CannotTell> {
    let mut rows = rows(case)?;
    rows.retain(|m| m.start.value.is_some());
    if rows.is_empty() {
        return Ok(Judgement::not_applicable());
    }
    let starts: BTreeSet<Option<NaiveDate>> = rows.iter().map(|m| m.start.value).collect();
    let starts = i64::try_from(starts.len()).unwrap_or(i64::MAX);
    let measured = in_rows(starts, "training starts", &rows)?;
    Ok(Judgement::at_most(&measured, &case.inquiry.book.on("training_starts", case.reference())?))
}

/// Rows of the mentors record for the mentor.
fn rows<'a>(case: &Case<'a>) -> Result<Vec<&'a MentorTraining>, CannotTell> {
    let rows: Vec<&MentorTraining> =
        case.inquiry.school.mentors.iter().filter(|m| m.person == case.person).collect();
    if rows.is_empty() {
        let why = format!("the mentors record has no row for {}", case.name());
        return Err(CannotTell::supply(why, "mentors", "Staff code, Training start, Programme"));
    }
    Ok(rows)
}

fn in_rows(n: i64, how: &str, rows: &[&MentorTraining]) -> Result<Figure<Count>, CannotTell> {
    let origins = Origins::of(rows.iter().map(|m| Origin::Cells(m.at)));
    let none = || CannotTell::supply("there is no mentors record", "mentors", "Staff code, Training start");
    Ok(Figure::read(n, how, origins.ok_or_else(none)?))
}

/// One of the mentor's ECTs is on a provider-led programme.
fn mentors_provider_led(case: &Case) -> Result<bool, CannotTell> {
    let ects: Vec<_> = ects_of(case).collect();
    if ects.iter().any(|ect| ect.induction.programme.value == Some(Programme::ProviderLed)) {
        return Ok(true);
    }
    let Some(blank) = ects.iter().find(|ect| ect.induction.programme.value.is_none()) else {
        return Ok(false);
    };
    let name = &case.inquiry.school.person(blank.person).name;
    let why = format!("nothing says whether {name}’s programme is provider-led or school-led");
    Err(CannotTell::blank(why, blank.induction.programme.source.map(Source::span), "induction", "Programme"))
}

/// The mentor's row: the earliest training start of several.
pub fn row<'a>(case: &Case<'a>) -> Option<&'a MentorTraining> {
    let rows = case.inquiry.school.mentors.iter().filter(|m| m.person == case.person);
    rows.min_by_key(|m| (m.start.value.unwrap_or(NaiveDate::MAX), m.at))
}

/// The first day of provider-led training, if it has come; nothing where the rule does not apply.
///
/// # Errors
/// If there is no row for the mentor, or it does not say who leads the programme.
pub fn started(case: &Case) -> Result<Option<NaiveDate>, CannotTell> {
    rows(case)?;
    let Some(row) = row(case) else { return Ok(None) };
    if row.ineligible_reason.value.is_some() || row.programme.value == Some(Programme::SchoolLed) {
        return Ok(None);
    }
    let Some(start) = row.start.value.filter(|start| *start <= case.inquiry.limit) else { return Ok(None) };
    if row.programme.value.is_none() {
        let why = format!("nothing says whether {}’s programme is provider-led or school-led", case.name());
        return Err(CannotTell::blank(why, row.programme.source.map(Source::span), "mentors", "Programme"));
    }
    Ok(Some(start))
}

/// The day of completion, if it is not after the reference day.
pub fn completed(case: &Case) -> Option<NaiveDate> {
    row(case)?.completed_on.value.filter(|day| *day <= case.inquiry.limit)
}

/// School terms whose last school day lies between the start and the reference day (definition TR01a).
pub fn terms_ended(case: &Case, start: NaiveDate) -> i64 {
    let (mut id, mut ended) = (TermId::of(start), 0);
    while id <= TermId::of(case.inquiry.limit) {
        let last = case.inquiry.school_term(id).days.last().copied();
        ended += i64::from(last.is_some_and(|last| start <= last && last <= case.inquiry.limit));
        id = id.next();
    }
    ended
}

fn to_date(case: &Case, start: NaiveDate) -> Result<Figure<Minutes>, CannotTell> {
    let all = case.inquiry.book.on::<Minutes>("training_minutes", start)?;
    let terms = case.inquiry.book.on::<Count>("training_terms", start)?;
    let ended = Ratio::whole(terms_ended(case, start)).min(terms.value());
    let share = ended.checked_div(terms.value()).unwrap_or(Ratio::ZERO);
    let how =
        format!("expected by now: {ended} of {} school terms of the training have ended", terms.value());
    let origins = Origins::of(row(case).and_then(|row| row.start.source).map(Origin::from));
    Ok(Figure::derived_with(all.value() * share, how, all.any(), [terms.any()], origins))
}

/// Rows of the training register for the mentor, from the start to the reference day, that were attended.
pub fn sessions<'a>(case: &Case<'a>, start: NaiveDate) -> impl Iterator<Item = &'a Training> {
    let (person, dates) = (case.person, start..=case.inquiry.limit);
    case.inquiry
        .school
        .training
        .iter()
        .filter(move |t| t.person == person && t.attended && dates.contains(&t.date))
}

/// Minutes attended since the start.
///
/// # Errors
/// If the training register has no row for the mentor.
pub fn attended(case: &Case, start: NaiveDate) -> Result<Figure<Minutes>, CannotTell> {
    let spoken = is_named(case);
    if !spoken && completed(case).is_none() {
        let why = format!("the training register has no row for {}", case.name());
        return Err(CannotTell::supply(why, "training", "Date, Person, Minutes"));
    }
    let total = sessions(case, start).map(|t| t.minutes.0).sum::<i64>();
    let cells = Origins::of(sessions(case, start).map(|t| Origin::Cells(t.at)))
        .or_else(|| Origins::of(case.inquiry.searched("training")))
        .or_else(|| Origins::of(row(case).and_then(|row| row.completed_on.source).map(Origin::from)));
    let why = || CannotTell::supply("there is no training register", "training", "Date, Person, Minutes");
    let how = if spoken {
        "attended since the training started"
    } else {
        "attended, as far as the register shows: it has no row for the mentor, whose training was declared complete"
    };
    Ok(Figure::read(total, how, cells.ok_or_else(why)?))
}

/// The training register has a row for the mentor, attended or not, by the reference day.
fn is_named(case: &Case) -> bool {
    case.inquiry.school.training.iter().any(|t| t.person == case.person && t.date <= case.inquiry.limit)
}

/// 75% of the training; nothing for training that started before the mark existed.
///
/// # Errors
/// If the rulebook has the share and not the training it is a share of.
pub fn threshold(case: &Case, start: NaiveDate) -> Result<Option<Figure<Minutes>>, CannotTell> {
    let Ok(share) = case.inquiry.book.on::<Share>("training_engagement", start) else { return Ok(None) };
    let all = case.inquiry.book.on::<Minutes>("training_minutes", start)?;
    let how = "share of the training at which it may be declared complete";
    Ok(Some(Figure::derived(share.value() * all.value(), how, [all.any(), share.any()])))
}

/// The workings of a mentor, for the chart of training.
pub fn work(case: &Case, ects: Vec<PersonId>) -> MentorWork {
    let start = started(case).ok().flatten();
    let mut elements: BTreeMap<Element, Vec<&Training>> = BTreeMap::new();
    for session in start.into_iter().flat_map(|start| sessions(case, start)) {
        elements.entry(session.element).or_default().push(session);
    }
    let by_element = elements.into_iter().filter_map(|(element, rows)| {
        let origins = Origins::of(rows.iter().map(|t| Origin::Cells(t.at)))?;
        let total = rows.iter().map(|t| t.minutes.0).sum::<i64>();
        Some((element, Figure::read(total, format!("attended, {}", element.name()), origins)))
    });
    MentorWork {
        person: case.person,
        ects,
        training_start: row(case).and_then(|row| row.start.value),
        completed_on: completed(case),
        entitlement: start.and_then(|start| case.inquiry.book.on("training_minutes", start).ok()),
        to_date: start.and_then(|start| to_date(case, start).ok()),
        attended: start.filter(|_| is_named(case)).and_then(|start| attended(case, start).ok()),
        elements: by_element.collect(),
        threshold: start.and_then(|start| threshold(case, start).ok().flatten()),
        breakdown: start
            .and_then(|start| case.inquiry.book.breakdown(row(case)?.lead_provider.get()?, start)),
    }
}
