//! The reference: every rule in plain words with its values, then what no rule uses, the providers, and the conflicts.

use super::{KINDS, evidence, long};
use crate::model::figure::AnyFigure;
use crate::rules::rulebook::{Dated, Entry, Rulebook};
use crate::rules::{Rule, Strength, Subject, rules};
use crate::tables::{titles, values, words};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Everything the rulebook says, as Markdown.
pub fn reference(rulebook: &Rulebook) -> String {
    let mut text = format!(
        "# The rules\n\nWhat `ringfence` asks of a school’s data, rule by rule: in plain words, with every value, the days it \
         holds, and the passage it comes from. Rulebook edition {}.\n\nThis page is written by the program \
         (`ringfence rules --markdown`) from the same text and data that the answers come from.\n",
        rulebook.edition()
    );
    contents(&mut text);
    strengths(&mut text);
    let mut family = "";
    let now = rulebook.in_force(NaiveDate::MAX);
    for rule in rules() {
        let letters = titles::letters(rule.code);
        if letters != family {
            let _ = write!(text, "\n## {}\n", titles::group(letters));
            family = letters;
        }
        section(&mut text, rule, &now, rulebook);
    }
    background(&mut text, rulebook);
    providers(&mut text, rulebook);
    conflicts(&mut text, rulebook);
    text
}

fn contents(text: &mut String) {
    text.push_str("\n| rule | about | asks |\n|---|---|---|\n");
    for rule in rules() {
        let anchor =
            format!("{}-{}", rule.code, rule.title).to_lowercase().replace(' ', "-").replace('’', "");
        let about = match rule.subject {
            Subject::Ect => "ECT",
            Subject::Mentor => "mentor",
            Subject::Induction => "each induction",
            Subject::Trained => "each mentor in training",
            Subject::Line => "each funding line",
        };
        let _ = writeln!(text, "| [{}](#{anchor}) | {about} | {} |", rule.code, rule.title);
    }
}

fn strengths(text: &mut String) {
    text.push_str("\nHow binding a rule is decides what falling short of it is called:\n\n");
    for (strength, what) in [
        (Strength::Statutory, "law, or a “must” in statutory guidance"),
        (Strength::Guidance, "a “should” in statutory guidance"),
        (Strength::Grant, "a condition of a grant"),
        (Strength::Programme, "the lead provider’s programme"),
        (Strength::Local, "what the appropriate body or trust asks"),
    ] {
        let _ = writeln!(text, "- **{}**: {what}", words::strength(strength));
    }
    text.push_str("\nHow well a value is known:\n\n");
    for kind in KINDS {
        let _ = writeln!(text, "- {}", words::stopped(&words::sentence(evidence(kind))));
    }
}

fn section(text: &mut String, rule: &Rule, now: &BTreeMap<String, AnyFigure>, rulebook: &Rulebook) {
    let said = |text: &str| values::filled(text, now);
    let (question, doc) = (said(rule.question), said(rule.doc().trim()));
    let _ = write!(text, "\n### {} {}\n\n**{question}**\n\n{doc}\n", rule.code, rule.title);
    let _ =
        write!(text, "\nIf it is not met, reports say: {}.\n", words::falls_short(rule.code, rule.strength));
    for (name, value) in rulebook.values_of(rule.code).filter(|(_, value)| value.in_use) {
        item(text, name, value);
    }
}

fn item(text: &mut String, name: &str, value: &Dated) {
    let _ = write!(text, "\n**{}** (`{name}`)\n\n", words::sentence(&value.what));
    for entry in &value.entries {
        let until = entry.until.map(|until| format!(" to {}", long(until))).unwrap_or_default();
        let _ = writeln!(
            text,
            "- From {}{until}: **{}**.",
            long(entry.clause.in_force),
            super::value(entry, &value.unit)
        );
        source(text, entry);
    }
}

fn source(text: &mut String, entry: &Entry) {
    let clause = &entry.clause;
    let para = if clause.para.is_empty() { String::new() } else { format!(", {}", clause.para) };
    let title = match clause.url.as_str() {
        "" => clause.title.clone(),
        url => format!("[{}]({url})", clause.title),
    };
    let quote = if clause.quote.is_empty() { String::new() } else { format!(": “{}”", clause.quote) };
    let known = words::sentence(evidence(clause.evidence));
    let _ = writeln!(text, "  {title}{para}{quote}. {known}; checked on {}.", long(clause.checked));
    if !clause.note.is_empty() {
        let _ = writeln!(text, "  {}", words::stopped(&clause.note));
    }
}

fn background(text: &mut String, rulebook: &Rulebook) {
    text.push_str("\n## Kept for reference\n\nFacts of the field; no rule uses them.\n");
    let mut values: Vec<(&str, &Dated)> = rulebook.values().filter(|(_, value)| !value.in_use).collect();
    values.sort_by_key(|(name, value)| (place(value.rules().next().unwrap_or_default()), *name));
    for (name, value) in values {
        item(text, name, value);
    }
}

fn providers(text: &mut String, rulebook: &Rulebook) {
    text.push_str(
        "\n## Lead providers’ own breakdowns of mentor training\n\nShown beside a mentor’s hours where one is known. Never a \
         limit: no answer depends on it.\n",
    );
    for provider in rulebook.providers() {
        let clause = &provider.clause;
        let until = provider.until.map(|until| format!(" to {}", long(until))).unwrap_or_default();
        let _ =
            write!(text, "\n**{}**, training begun from {}{until}\n\n", provider.name, long(clause.in_force));
        let whole =
            provider.total.map(|total| format!(" In all {}.", words::duration(total))).unwrap_or_default();
        match provider.words.as_str() {
            "" => {
                let _ = writeln!(text, "- {}", words::stopped(&clause.note));
            }
            said => {
                let _ = writeln!(text, "- {said}{whole}");
                let known = words::sentence(evidence(clause.evidence));
                let _ = writeln!(
                    text,
                    "  [{}]({}). {known}; checked on {}.\n  {}",
                    clause.title,
                    clause.url,
                    long(clause.checked),
                    words::stopped(&clause.note)
                );
            }
        }
    }
}

/// The place of a rule in the catalogue's order of families; what bears on no rule comes last.
fn place(code: &str) -> (usize, &str) {
    let families = ["PT", "MN", "TR", "IN", "RV", "OB", "FN"];
    let letters = titles::letters(code);
    (families.iter().position(|family| *family == letters).unwrap_or(families.len()), code)
}

/// Every note that says where sources differ, once, in the order of the rules.
fn conflicts(text: &mut String, rulebook: &Rulebook) {
    text.push_str("\n## Where sources differ\n\nAnd what is done about it.\n\n");
    let mut notes: BTreeMap<((usize, &str), &str), Vec<&str>> = BTreeMap::new();
    for (_, value) in rulebook.values() {
        for entry in value.entries.iter().filter(|entry| entry.conflict) {
            let about = notes.entry((place(&entry.clause.rule), &entry.clause.note)).or_default();
            about.push(&value.what);
            about.dedup();
        }
    }
    for (((_, rule), note), about) in notes {
        let about = words::sentence(&words::names(&about));
        let rule = if rule.is_empty() { String::new() } else { format!(" ({rule})") };
        let _ = writeln!(text, "- **{about}**{rule}: {}", words::stopped(note));
    }
}
