//! The first thing that differs between two `results.json` of a school: an answer and its figure, if one does.

mod figure;
mod words;

pub use figure::Rests;

use crate::tables::titles;
use figure::{Figure, Pair, files_of};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// What is needed of the file. A version of the program that writes less is read as far as it goes.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Results {
    people: Vec<Person>,
    assessments: Vec<Answer>,
    figures: BTreeMap<String, Figure>,
    funding: Vec<Line>,
}

impl Results {
    fn figure(&self, id: Option<&String>) -> Option<&Figure> {
        self.figures.get(id?)
    }

    /// Figures by their numbers: f2 before f10.
    fn in_order(&self) -> Vec<(&String, &Figure)> {
        let mut all: Vec<_> = self.figures.iter().collect();
        all.sort_by_key(|(id, _)| (id.len(), id.as_str()));
        all
    }
}

#[derive(Deserialize)]
struct Person {
    id: String,
    name: String,
}

#[derive(Deserialize)]
struct Answer {
    rule: String,
    subject: String,
    outcome: String,
    measured: Option<String>,
    required: Option<String>,
}

#[derive(Deserialize)]
struct Line {
    scheme: String,
    person: String,
    status: String,
    rate: Option<String>,
    expected: Option<String>,
    received: Option<String>,
}

/// The first thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// An amount or an answer.
    Figure {
        /// In words, a line each.
        said: Vec<String>,
        /// What is behind it.
        rests: Rests,
    },
    /// Words only.
    Words(String),
}

/// One of the two files cannot be read as results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// The first thing that differs; nothing if only the name of the program or of the rulebook does.
///
/// # Errors
/// If one of the two is no `results.json`.
pub fn first(old: &[u8], new: &[u8]) -> Result<Option<Difference>, Unreadable> {
    let value = |bytes| serde_json::from_slice::<Value>(bytes).map_err(|_| Unreadable);
    let (old, new) = (value(old)?, value(new)?);
    let results = |value: &Value| Results::deserialize(value).map_err(|_| Unreadable);
    let both = Both { old: results(&old)?, new: results(&new)? };
    if let Some(found) = both.answer().or_else(|| both.grant()).or_else(|| both.figure()) {
        return Ok(Some(found));
    }
    Ok(words::first(&old, &new, &mut Vec::new()).map(Difference::Words))
}

struct Both {
    old: Results,
    new: Results,
}

impl Both {
    /// The first question with another answer, in the order of the questions.
    fn answer(&self) -> Option<Difference> {
        let then = asked(&self.old.assessments);
        let mut now = asked(&self.new.assessments);
        for (question, old) in then {
            let place = format!("{}, {}", titles::coded(&old.rule), self.name(&old.subject));
            let Some(at) = now.iter().position(|(other, _)| *other == question) else {
                return Some(plain(format!(
                    "{place}: was asked ({}), and is not asked now.",
                    spoken(&old.outcome)
                )));
            };
            let (_, new) = now.remove(at);
            let changed = (old.outcome != new.outcome).then(|| {
                format!("The answer was “{}” and is “{}” now.", spoken(&old.outcome), spoken(&new.outcome))
            });
            let pairs =
                [("measured", &old.measured, &new.measured), ("required", &old.required, &new.required)];
            for (word, a, b) in pairs {
                if let Some(mut found) =
                    self.pair(format!("{place}, {word}"), a.as_ref(), b.as_ref()).said(self)
                {
                    if let Difference::Figure { said, .. } = &mut found {
                        said.extend(changed);
                    }
                    return Some(found);
                }
            }
            if let Some(changed) = changed {
                return Some(plain(format!("{place}: {changed}")));
            }
        }
        let (_, new) = now.first()?;
        let place = format!("{}, {}", titles::coded(&new.rule), self.name(&new.subject));
        Some(plain(format!("{place}: was not asked, and is now ({}).", spoken(&new.outcome))))
    }

    /// The first line of a grant with another amount or status.
    fn grant(&self) -> Option<Difference> {
        let longest = self.old.funding.len().max(self.new.funding.len());
        (0..longest).find_map(|at| {
            let (old, new) = (self.old.funding.get(at), self.new.funding.get(at));
            let line = old.or(new)?;
            let place = format!("{}, {}", line.scheme.replace('-', " "), self.name(&line.person));
            let (Some(old), Some(new)) = (old, new) else {
                let word =
                    if old.is_some() { "is no line of a grant any more" } else { "was no line of a grant" };
                return Some(plain(format!("{place}: {word}.")));
            };
            let pairs = [
                ("rate", &old.rate, &new.rate),
                ("expected", &old.expected, &new.expected),
                ("received", &old.received, &new.received),
            ];
            let found = pairs.into_iter().find_map(|(word, a, b)| {
                self.pair(format!("{place}, {word}"), a.as_ref(), b.as_ref()).said(self)
            });
            found.or_else(|| {
                let who = |line: &Line| (line.scheme.clone(), line.person.clone(), line.status.clone());
                (who(old) != who(new)).then(|| {
                    plain(format!(
                        "{place}: was “{}” and is “{}” now.",
                        spoken(&old.status),
                        spoken(&new.status)
                    ))
                })
            })
        })
    }

    /// The first other figure with another amount, in the order of then. Numbers move when a figure comes or goes, so
    /// figures are the same by what they say: those that both have are set aside first.
    fn figure(&self) -> Option<Difference> {
        let said = |figure: &Figure| (figure.how.clone(), figure.unit.clone(), figure.value.clone());
        let mut known: BTreeMap<_, usize> = BTreeMap::new();
        for figure in self.new.figures.values() {
            *known.entry(said(figure)).or_default() += 1;
        }
        let mut gone = Vec::new();
        for (id, figure) in self.old.in_order() {
            match known.get_mut(&said(figure)) {
                Some(n @ 1..) => *n -= 1,
                _ => gone.push((id, figure)),
            }
        }
        let mut come = self.new.in_order();
        come.reverse();
        come.retain(|(_, figure)| {
            known.get_mut(&said(figure)).is_some_and(|n| {
                *n > 0 && {
                    *n -= 1;
                    true
                }
            })
        });
        come.reverse();
        if let Some((id, old)) = gone.first() {
            let new = come.iter().find(|(_, new)| new.how == old.how && files_of(new) == files_of(old));
            return Pair { place: format!("figure {id}"), old: Some(old), new: new.map(|(_, new)| *new) }
                .said(self);
        }
        let (id, new) = come.first()?;
        Pair { place: format!("figure {id} of now"), old: None, new: Some(new) }.said(self)
    }

    fn pair(&self, place: String, old: Option<&String>, new: Option<&String>) -> Pair<'_> {
        Pair { place, old: self.old.figure(old), new: self.new.figure(new) }
    }

    fn name<'a>(&'a self, id: &'a str) -> &'a str {
        let people = self.old.people.iter().chain(&self.new.people);
        people.into_iter().find(|person| person.id == id).map_or(id, |person| &person.name)
    }
}

/// Rule, person, and which of several of the same.
type Question<'a> = (&'a str, &'a str, usize);

fn asked(answers: &[Answer]) -> Vec<(Question<'_>, &Answer)> {
    let mut seen = BTreeMap::new();
    let question = |answer: &'_ Answer| {
        let nth = seen.entry((answer.rule.clone(), answer.subject.clone())).or_insert(0);
        *nth += 1;
        *nth
    };
    let nths: Vec<usize> = answers.iter().map(question).collect();
    answers.iter().zip(nths).map(|(a, nth)| ((a.rule.as_str(), a.subject.as_str(), nth), a)).collect()
}

fn plain(said: String) -> Difference {
    Difference::Figure { said: vec![said], rests: Rests::Unknown }
}

/// `not met`
fn spoken(word: &str) -> String {
    word.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Results with one answer, measured by f1, which is made from f2.
    fn made(outcome: &str, whole: &str, part: &str) -> Value {
        json!({
            "tool": "ringfence 0.1.0",
            "people": [{"id": "JSM", "name": "Jane Smith"}],
            "assessments": [{"rule": "PT01", "subject": "JSM", "outcome": outcome, "measured": "f1", "required": null,
                "reason": "As it is."}],
            "figures": {
                "f1": {"value": whole, "unit": "minutes", "how": "taught", "from": ["f2"], "origins": [], "clause": null},
                "f2": {"value": part, "unit": "minutes", "how": "on Mondays", "from": [], "clause": null,
                    "origins": [{"file": "timetable.csv", "sheet": "", "cells": "C7"}]}
            },
            "funding": []
        })
    }

    fn between(old: &Value, new: &Value) -> Option<Difference> {
        first(old.to_string().as_bytes(), new.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn the_first_figure_is_told_with_what_it_comes_from() {
        let found = between(&made("met", "90", "50"), &made("not_met", "80", "40"));
        let said = [
            "PT01 reduced timetable, Jane Smith, measured: “taught” was 90 minutes (1 h 30 min) and is 80 minutes (1 h 20 min) now.",
            "This comes from “on Mondays”, which was 50 minutes and is 40 minutes now.",
            "Read from timetable.csv › C7.",
            "The answer was “met” and is “not met” now.",
        ];
        let rests = Rests::On(vec!["timetable.csv".to_owned()]);
        assert_eq!(found, Some(Difference::Figure { said: said.map(str::to_owned).to_vec(), rests }));
    }

    #[test]
    fn an_answer_that_comes_or_goes_is_told() {
        let (one, mut none) = (made("met", "90", "50"), made("met", "90", "50"));
        none["assessments"] = json!([]);
        let said = |found: Option<Difference>| match found {
            Some(Difference::Figure { said, .. }) => said.concat(),
            other => format!("{other:?}"),
        };
        assert_eq!(
            said(between(&one, &none)),
            "PT01 reduced timetable, Jane Smith: was asked (met), and is not asked now."
        );
        assert_eq!(
            said(between(&none, &one)),
            "PT01 reduced timetable, Jane Smith: was not asked, and is now (met)."
        );
    }

    #[test]
    fn a_figure_that_only_has_another_number_is_the_same() {
        let (old, mut new) = (made("met", "90", "50"), made("met", "90", "50"));
        let figures = new["figures"].as_object_mut().unwrap();
        let f2 = figures.remove("f2").unwrap();
        figures.insert("f9".to_owned(), f2);
        figures["f1"]["from"] = json!(["f9"]);
        assert!(matches!(between(&old, &new), Some(Difference::Words(_))));
    }

    #[test]
    fn words_are_told_with_their_place_and_the_name_of_the_program_is_not() {
        let (old, mut new) = (made("met", "90", "50"), made("met", "90", "50"));
        new["tool"] = "ringfence 9.9.9".into();
        assert_eq!(between(&old, &new), None);
        new["assessments"][0]["reason"] = "As it was.".into();
        let said = "assessments › 1 › reason: was “As it is.” and is “As it was.” now.";
        assert_eq!(between(&old, &new), Some(Difference::Words(said.to_owned())));
    }

    #[test]
    fn figures_that_go_round_in_a_circle_are_not_followed_for_ever() {
        let (mut old, mut new) = (made("met", "90", "50"), made("met", "80", "40"));
        for results in [&mut old, &mut new] {
            results["figures"]["f2"]["from"] = json!(["f1"]);
        }
        assert!(between(&old, &new).is_some());
        assert_eq!(first(b"[]", b"{"), Err(Unreadable));
    }
}
