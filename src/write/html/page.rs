//! The page of a report, whichever edition: its template takes from it what it shows.

use super::super::template::{Edition, Error, Templates};
use super::evidence::{coverage, files, findings, plain, rejected, unseen};
use super::opened::{matrix, opened, proof, section};
use super::{boxes_of, css, frame, mark, mark_of};
use crate::rules::{Outcome, Strength};
use crate::tables::{Action, Big, Masthead, Report, titles, words};
use minijinja::{Value, context};
use std::collections::{BTreeMap, BTreeSet};

/// The page of a report in this edition.
///
/// # Errors
/// If a template is at fault.
pub fn page(templates: &Templates, edition: &str, report: &Report) -> Result<String, Error> {
    let about = templates.edition(edition)?;
    let mast = &report.masthead;
    let term = words::sentence(&words::term(&mast.term));
    let urn = mast.urn.as_ref().map_or(String::new(), |urn| format!("URN {urn} · "));
    let total: usize = report.tally.iter().map(|(_, n)| n).sum();
    let mut shown = BTreeSet::new();
    let actions: Vec<Value> = report.actions.iter().map(|one| action(one, &mut shown)).collect();
    let sections: Vec<Value> = report.sections.iter().map(|one| section(one, &mut shown)).collect();
    // A page that shows no table as it is does without them all.
    let asked = if templates.mentions(edition, "tables") { &report.tables[..] } else { &[] };
    let page = context! {
        title => &report.title,
        meta => format!("{urn}{term} · as of {}", words::day_in_full(mast.as_of)),
        school => context! {
            name => &mast.school,
            urn => &mast.urn,
            trust => &mast.trust,
            appropriate_body => &mast.appropriate_body,
        },
        term => &term,
        as_of => words::day_in_full(mast.as_of),
        verdict => report.verdict.join(" "),
        lede => lede(report),
        alerts => &report.alerts,
        facts => report.facts.iter().map(fact).collect::<Vec<_>>(),
        texts => &report.texts,
        total => match total {
            0 => "No checks".to_string(),
            1 => "One check".to_string(),
            n => format!("All {} checks", words::thousands(i64::try_from(n).unwrap_or(i64::MAX))),
        },
        tally => report.tally.iter().map(|(outcome, count)| context! {
            mark => mark(*outcome, Strength::Statutory),
            word => words::outcome(*outcome),
            count => count,
        }).collect::<Vec<_>>(),
        notes => &report.tally_notes,
        toc => contents(report),
        actions => actions,
        matrices => report.matrices.iter().map(|one| matrix(one, &shown)).collect::<Vec<_>>(),
        meanings => meanings(),
        sections => sections,
        tables => asked.iter().map(|table| (table.name, opened(table))).collect::<BTreeMap<_, _>>(),
        unseen => unseen(report),
        coverage => coverage(report),
        rejected => rejected(report),
        findings => findings(report),
        settings => report.table("Settings").map(|table| plain(table, &[0, 1, 2], &table.note)),
        files => files(report),
        ..frame(templates, about, boxes(mast, &term, about), (&mast.tool, &mast.rulebook, &mast.brand))
    };
    templates.render(edition, &page)
}

/// A large number and what it is.
fn fact(fact: &Big) -> Value {
    context! {
        value => &fact.value,
        words => &fact.words,
        sub => &fact.sub,
        mark => fact.mark.map(|(outcome, strength)| mark(outcome, strength)),
    }
}

/// What stands in the margins of a printed page. Only letters, digits and spaces reach the style sheet as they are;
/// everything else is a CSS escape, so that no name can end the string it stands in.
fn boxes(mast: &Masthead, term: &str, edition: &Edition) -> Value {
    let urn = mast.urn.as_ref().map_or(String::new(), |urn| format!(" · URN {urn}"));
    let right = format!("{term} · as of {}", words::date(mast.as_of));
    boxes_of(&css(&format!("{}{urn}", mast.school)), &css(&right), &css(&edition.title))
}

/// The line below the verdict, with its first date apart.
fn lede(report: &Report) -> Value {
    let date = report.actions.first().and_then(|action| action.by).map(words::day);
    let split = date.as_ref().and_then(|date| report.lede.split_once(date.as_str()));
    if let (Some((before, after)), Some(date)) = (split, &date) {
        context! { before, date => date.replace(' ', "\u{a0}"), after }
    } else {
        context! { before => &report.lede, date => "", after => "" }
    }
}

fn contents(report: &Report) -> Vec<Value> {
    let link = |href: &str, text: &str| context! { href, text };
    let mut all = Vec::new();
    if !report.actions.is_empty() {
        all.push(link("do-h", "What to do"));
    }
    if !report.matrices.is_empty() {
        all.push(link("matrix", "Every check"));
    }
    all.extend(report.sections.iter().map(|section| link(section.id, section.nav)));
    all.push(link("unseen", "Not seen"));
    if report.table("Settings").is_some_and(|table| !table.rows.is_empty()) {
        all.push(link("settings", "Choices made"));
    }
    all
}

fn action(action: &Action, shown: &mut BTreeSet<String>) -> Value {
    let unseen = action.who.is_empty();
    // One tag for each thing it falls below, each before its rules.
    let mut tags: Vec<(&str, Outcome, &str, Strength, Vec<String>)> = Vec::new();
    for (rule, outcome, strength) in &action.rules {
        let strength = if *outcome == Outcome::NotMet { *strength } else { Strength::Statutory };
        let name = if unseen { (*rule).to_string() } else { titles::coded(rule) };
        // what cannot be shown falls below nothing, whichever rule it is
        let word = if *outcome == Outcome::NotMet { words::falls_short(rule, strength) } else { "" };
        let same = |(_, out, said, ..): &&mut (&str, Outcome, &str, Strength, Vec<String>)| {
            (*out, *said) == (*outcome, word)
        };
        match tags.iter_mut().find(same) {
            Some((.., rules)) => rules.push(name),
            None => tags.push((rule, *outcome, word, strength, vec![name])),
        }
    }
    let tags = tags.into_iter().map(|(rule, outcome, _, strength, rules)| {
        let rules = if unseen { vec![rules.join(", ")] } else { rules };
        context! { mark => mark_of(rule, outcome, strength), rules }
    });
    context! {
        by => action.by.map_or("When you can".to_string(), words::day_in_short),
        when => &action.when,
        what => &action.what,
        why => &action.why,
        ways => &action.ways,
        unseen,
        tags => tags.collect::<Vec<_>>(),
        proofs => action.proofs.iter().map(|one| proof(one, shown)).collect::<Vec<_>>(),
    }
}

fn meanings() -> Vec<Value> {
    let not = Outcome::NotMet;
    [
        (not, Strength::Statutory, "Not met, and the rule is law or a “must” in statutory guidance."),
        (not, Strength::Guidance, "Not met, and the rule is a “should” in statutory guidance."),
        (not, Strength::Grant, "Not met, and a grant condition depends on it."),
        (not, Strength::Programme, "Not met, and the rule is the training provider’s."),
        (not, Strength::Local, "Not met, and the rule is your appropriate body’s or trust’s."),
        (Outcome::Met, Strength::Local, "Done, or kept, by the as-of date. Exactly at a limit is met."),
        (Outcome::Pending, Strength::Local, "Not due by the as-of date."),
        (
            Outcome::NotShown,
            Strength::Local,
            "The files supplied cannot settle it. Neither a failure nor a pass.",
        ),
        (Outcome::NotApplicable, Strength::Local, "The rule does not apply to this person this term."),
    ]
    .into_iter()
    .map(|(outcome, strength, text)| context! { mark => mark(outcome, strength), text })
    .collect()
}
