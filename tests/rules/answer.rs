//! What the program answers beside what was expected, and what holds of every answer.

use super::RULEBOOK;
use super::case::{Answer, Case};
use chrono::NaiveDate;
use ringfence::model::figure::AnyFigure;
use ringfence::model::school::School;
use ringfence::model::settings::Settings;
use ringfence::rules::{Assessed, Assessment, Outcome, Settle, assess};
use ringfence::tables::sentences;
use std::fmt::Write as _;

/// What the expectations and the invariants find wrong.
pub fn answers(case: &Case, school: &School, settings: &Settings) -> Vec<String> {
    let assessed = assess(school, settings, &RULEBOOK);
    let mut differs = Vec::new();
    for expected in &case.expected {
        let mut found: Vec<&Assessment> = assessed
            .assessments
            .iter()
            .filter(|a| a.rule == expected.rule && school.person(a.subject).id == expected.person)
            .collect();
        // one person may have a line in two schemes: the reason tells which
        if let (Some(Answer { reason: Some(words), .. }), [_, _, ..]) = (&expected.answer, found.as_slice()) {
            found.retain(|a| says(words, &sentences::reason(&assessed, a)));
        }
        let as_expected = match (&expected.answer, found.as_slice()) {
            (None, []) => true,
            (Some(answer), [assessment]) => {
                agrees(answer, assessment, &assessed) && is_remedied(answer, &remedy(&assessed, assessment))
            }
            _ => false,
        };
        if !as_expected {
            let told =
                |a: &&Assessment| format!("{} remedy=\"{}\"", in_words(a, school), remedy(&assessed, a));
            let found: Vec<String> = found.iter().map(told).collect();
            let found = if found.is_empty() { "no such assessment".into() } else { found.join(" and ") };
            differs.push(format!("expected {}\n     found {found}", expected.line));
        }
    }
    differs.extend(rootless_figures(&assessed));
    differs.extend(unsettled(&assessed));
    differs
}

/// Capitals aside.
fn says(words: &str, text: &str) -> bool {
    text.to_lowercase().contains(&words.to_lowercase())
}

fn agrees(answer: &Answer, found: &Assessment, assessed: &Assessed) -> bool {
    let figure = |wanted: &Option<String>, figure: &Option<AnyFigure>| {
        wanted.as_ref().is_none_or(|wanted| value(figure.as_ref()).as_ref() == Some(wanted))
    };
    let told = |wanted: &Option<String>, text: &str| wanted.as_ref().is_none_or(|words| says(words, text));
    let day = |wanted: &Option<String>, day: Option<NaiveDate>| {
        wanted.as_ref().is_none_or(|wanted| day.is_some_and(|day| day.to_string() == *wanted))
    };
    answer.outcome == name(found.outcome)
        && figure(&answer.measured, &found.measured)
        && figure(&answer.required, &found.required)
        && told(&answer.strength, &format!("{:?}", found.strength))
        && told(&answer.reason, &sentences::reason(assessed, found))
        && told(&answer.settle, &settling(&found.settle, assessed.school))
        && told(&answer.clause, &clause(found))
        && day(&answer.by, found.by)
        && day(&answer.from, Some(found.from))
        && day(&answer.to, Some(found.to))
}

/// What a report would say to do, and what follows from absence; empty where it says nothing.
fn remedy(assessed: &Assessed, found: &Assessment) -> String {
    let first = sentences::remedy(assessed, found).map(|first| first + ".");
    let lines = sentences::remedies::lines(assessed, found);
    first.into_iter().chain(lines).collect::<Vec<_>>().join(" ")
}

fn is_remedied(answer: &Answer, remedy: &str) -> bool {
    match answer.remedy.as_deref() {
        None => true,
        Some("none") => remedy.is_empty(),
        Some(words) => remedy.contains(words),
    }
}

fn value(figure: Option<&AnyFigure>) -> Option<String> {
    figure.map(|figure| figure.value().to_string())
}

fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotMet => "not_met",
        Outcome::NotShown => "not_shown",
        Outcome::Pending => "pending",
        Outcome::Met => "met",
        Outcome::NotApplicable => "not_applicable",
    }
}

fn settling(settle: &[Settle], school: &School) -> String {
    let words: Vec<String> = settle
        .iter()
        .map(|one| match one {
            Settle::Fill(span) => format!("fill {}", school.sources.place(*span)),
            Settle::Supply { record, column } => format!("supply {record} {column}"),
            Settle::Do(words) => words.clone(),
        })
        .collect();
    words.join("; ")
}

/// The clause in force, by its rule, place and first day.
fn clause(found: &Assessment) -> String {
    let clause = found.clause.as_ref();
    clause.map_or("none".to_owned(), |c| format!("{} {}, {}, from {}", c.rule, c.title, c.para, c.in_force))
}

fn in_words(found: &Assessment, school: &School) -> String {
    let mut text = format!("{} {} {}", found.rule, school.person(found.subject).id, name(found.outcome));
    let _ = write!(text, " strength={:?}", found.strength);
    for (label, figure) in [("measured", &found.measured), ("required", &found.required)] {
        if let Some(value) = value(figure.as_ref()) {
            let _ = write!(text, " {label}={value}");
        }
    }
    let _ = write!(text, " from={} to={}", found.from, found.to);
    if let Some(by) = found.by {
        let _ = write!(text, " by={by}");
    }
    let (settle, clause) = (settling(&found.settle, school), clause(found));
    for (label, words) in [("reason", found.reason.as_str()), ("settle", &settle), ("clause", &clause)] {
        if !words.is_empty() {
            let _ = write!(text, " {label}=\"{words}\"");
        }
    }
    text
}

/// Figures with nothing under them.
fn rootless_figures(assessed: &Assessed) -> Vec<String> {
    let mut rootless = Vec::new();
    for assessment in &assessed.assessments {
        for figure in assessment.measured.iter().chain(&assessment.required) {
            dig(figure, assessment.rule, &mut rootless);
        }
    }
    rootless
}

fn dig(figure: &AnyFigure, rule: &str, rootless: &mut Vec<String>) {
    if figure.from().is_empty() && figure.origins().is_empty() && figure.clause().is_none() {
        rootless.push(format!("{rule}: `{}` = {} rests on nothing", figure.how(), figure.value()));
    }
    for part in figure.from() {
        dig(part, rule, rootless);
    }
}

/// Assessments that do not say what would settle them, or say it needlessly.
fn unsettled(assessed: &Assessed) -> Vec<String> {
    let wrong =
        assessed.assessments.iter().filter(|a| (a.outcome == Outcome::NotShown) == a.settle.is_empty());
    wrong
        .map(|a| {
            format!(
                "{} of {} is {} with {} ways to settle it",
                a.rule,
                a.subject.0,
                name(a.outcome),
                a.settle.len()
            )
        })
        .collect()
}
