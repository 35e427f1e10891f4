//! The rules: each a pure function of one person and one term, answered from figures or not at all.
//!
//! [`rules`] lists the catalogue; [`assess`] is the only loop over people. An unknown is the error arm
//! ([`CannotTell`]), so that it can be neither met nor zero.

mod absence;
mod answer;
mod case;
mod catalogue;
mod comparator;
mod cycle;
mod due;
mod findings;
mod funding;
mod grants;
mod half_terms;
mod induction;
mod inquiry;
mod labels;
mod ledger;
mod lines;
mod mentor_support;
mod mentoring;
mod mentors;
mod observations;
mod position;
mod ppa_kept;
mod protected_time;
pub mod remedies;
mod reviews;
pub mod rulebook;
mod searched;
mod service;
mod stated;
mod term;
mod term_record;
mod terms_served;
mod training;
mod windows;
mod working_days;
mod workings;

pub use answer::{Assessment, CannotTell, Judgement, Outcome, Settle, Strength};
pub use catalogue::{LooksAt, Rule, Subject, rule, rules};
pub use lines::{FundingLine, LineStatus};
pub use term_record::{Begins, Missed, Pattern, TermRecord};
pub use workings::{
    Choice, Comparator, CycleTime, EctWork, Ledger, LedgerCause, LedgerEntry, LedgerWeek, MentorWork,
    Position, Window, WindowState,
};

use crate::model::figure::{AnyFigure, ChosenBy, Clause};
use crate::model::finding::Finding;
use crate::model::school::School;
use crate::model::settings::Settings;
use case::Case;
use chrono::NaiveDate;
use inquiry::Inquiry;
use rulebook::Rulebook;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The term reported.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Term {
    /// `Autumn 2026`.
    pub name: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// Everything the rules say of one school and term.
pub struct Assessed<'a> {
    /// The school.
    pub school: &'a School,
    /// The term.
    pub term: Term,
    /// Nothing after this day was counted.
    pub as_of: NaiveDate,
    /// Weeks of the timetable's cycle, 1 to 4.
    pub cycle_weeks: u8,
    /// Teaching weeks of the whole term: first and last teaching day of each.
    pub teaching_weeks: Vec<(NaiveDate, NaiveDate)>,
    /// Answers, by rule in the catalogue's order, then by person.
    pub assessments: Vec<Assessment>,
    /// The comparator, or why there is none.
    pub comparator: Result<Comparator, CannotTell>,
    /// Workings of each active ECT, by person.
    pub ects: Vec<EctWork>,
    /// Workings of each current mentor, by person.
    pub mentors: Vec<MentorWork>,
    /// What the two grants are expected to pay, and what came: by scheme, then by person.
    pub funding: Vec<FundingLine>,
    /// What could be done about answers that fall short, in their order.
    pub remedies: Vec<remedies::Remedy>,
    /// Choices that shaped the figures.
    pub choices: Vec<Choice>,
    /// What was noticed while reading, and then while judging.
    pub findings: Vec<Finding>,
    /// Numbers of the rulebook in force on the last day looked at, by name.
    pub values: BTreeMap<String, AnyFigure>,
    /// SHA-256 of the rulebook in force.
    pub rulebook_hash: String,
    /// Edition of the rulebook, `2026-11`.
    pub rulebook_edition: String,
}

/// Answers every rule for every person it is about: the only loop over people.
pub fn assess<'a>(school: &'a School, settings: &Settings, rulebook: &Rulebook) -> Assessed<'a> {
    let inquiry = Inquiry::new(school, settings, rulebook);
    let ects: Vec<Case> = (inquiry.active.iter())
        .map(|active| Case { inquiry: &inquiry, person: active.person, active: Some(active), line: None })
        .collect();
    let current = inquiry.current_mentors();
    let mentors: Vec<Case> = current.keys().map(|person| Case::of(&inquiry, *person)).collect();
    let inductions = lines::inductions(&inquiry);
    let inducted: Vec<Case> =
        inductions.iter().map(|row| Case { active: Some(row), ..Case::of(&inquiry, row.person) }).collect();
    let trained: Vec<Case> =
        lines::trained(&inquiry).into_iter().map(|person| Case::of(&inquiry, person)).collect();
    let funding = lines::all(&inducted, &trained);
    let owed: Vec<Case> = (funding.iter().filter(|line| line.expected.is_some()))
        .map(|line| Case { line: Some(line), ..Case::of(&inquiry, line.person) })
        .collect();
    let mut assessments = Vec::new();
    for rule in rules() {
        let cases = match rule.subject {
            Subject::Ect => &ects,
            Subject::Mentor => &mentors,
            Subject::Induction => &inducted,
            Subject::Trained => &trained,
            Subject::Line => &owed,
        };
        assessments.extend(cases.iter().map(|case| answer(rule, case)));
    }
    if let Some(beneath) = rulebook.beneath() {
        bind(&mut assessments, assess(school, settings, beneath).assessments);
    }
    let mut choices = inquiry.choices();
    choices.extend(overlaid(rulebook));
    let mentor_work = mentors.iter().zip(current.values());
    let work: Vec<EctWork> = ects.iter().map(case::Case::work).collect();
    let remedies = remedies::all(&assessments, &ects, &mentors, &work);
    Assessed {
        school,
        term: inquiry.term.clone(),
        as_of: inquiry.as_of,
        cycle_weeks: inquiry.grid.length(),
        teaching_weeks: windows::teaching_weeks(&inquiry.teaching_days),
        assessments,
        comparator: inquiry.comparator(inquiry.limit),
        ects: work,
        mentors: mentor_work.map(|(case, ects)| training::work(case, ects.clone())).collect(),
        funding,
        remedies,
        choices,
        findings: findings::all(&inquiry, &ects),
        values: rulebook.in_force(inquiry.limit),
        rulebook_hash: rulebook.hash().to_owned(),
        rulebook_edition: rulebook.edition().to_owned(),
    }
}

fn answer(rule: &Rule, case: &Case) -> Assessment {
    let judged = (rule.check)(case);
    let clause = clause(rule, case);
    let (from, to) = case.looked_at(rule.looks_at);
    let strength = case.strength(rule);
    let blank = Assessment {
        rule: rule.code,
        subject: case.person,
        scheme: case.scheme(rule.subject),
        from,
        to,
        outcome: Outcome::NotShown,
        strength,
        measured: None,
        required: None,
        reason: String::new(),
        remedy: None,
        by: None,
        settle: Vec::new(),
        clause,
    };
    match judged {
        Err(cannot) => Assessment { reason: cannot.why, settle: cannot.settle, ..blank },
        Ok(Judgement { outcome, measured, required, by }) => {
            Assessment { outcome, measured, required, by, ..blank }
        }
    }
}

/// A local value may ask for more than the rulebook, and instead of a programme's expectation, but never for less than
/// law, guidance or grant: what is not met without the local values stays so, in the words of the rulebook.
fn bind(assessments: &mut [Assessment], without: Vec<Assessment>) {
    let binding =
        |plain: &Assessment| rule(plain.rule).is_some_and(|rule| rule.strength < Strength::Programme);
    for plain in without.into_iter().filter(|plain| plain.outcome == Outcome::NotMet && binding(plain)) {
        let about =
            |answer: &Assessment| (answer.rule, answer.subject, answer.scheme, answer.from, answer.to);
        if let Some(answer) = assessments.iter_mut().find(|answer| about(answer) == about(&plain)) {
            *answer = plain;
        }
    }
}

/// The overlay, as a choice that shaped the figures.
fn overlaid(rulebook: &Rulebook) -> Option<Choice> {
    let overlay = rulebook.overlay()?;
    let value = format!(
        "{}, SHA-256 {}, in place of the rulebook’s own: {}",
        rulebook.edition(),
        rulebook.hash(),
        overlay.values.join(", ")
    );
    Some(Choice { what: "Rulebook".to_owned(), value, by: ChosenBy::CommandLine })
}

/// The value whose clause is the rule's own, of the part the ECT is in, and the day the rule looks at.
fn deciding(rule: &Rule, case: &Case) -> Option<(&'static str, NaiveDate)> {
    let part = case.position().map_or(1, |position| usize::from(position.part));
    let name = rule.clauses.get(part - 1).or(rule.clauses.first())?;
    let day = match rule.looks_at {
        LooksAt::ReferenceDay | LooksAt::Term | LooksAt::SecondPart => case.reference(),
        LooksAt::Induction | LooksAt::Training | LooksAt::Payments => case.looked_at(rule.looks_at).0,
    };
    Some((name, day))
}

/// The clause in force: of the part the ECT is in, on the day the rule looks at.
fn clause(rule: &Rule, case: &Case) -> Option<Arc<Clause>> {
    let (name, day) = deciding(rule, case)?;
    case.inquiry.book.entry(name, day).ok().map(|entry| Arc::clone(&entry.clause))
}

/// A value that the rule uses here was set by an appropriate body or trust.
fn rests_on_local(rule: &Rule, case: &Case) -> bool {
    let Some((own, day)) = deciding(rule, case).filter(|_| case.inquiry.book.beneath().is_some()) else {
        return false;
    };
    let mut used = case.inquiry.book.values_of(rule.code);
    used.any(|(name, value)| {
        let of_other_part = name != own && rule.clauses.contains(&name);
        !of_other_part && value.on(day).is_some_and(|entry| entry.local)
    })
}
