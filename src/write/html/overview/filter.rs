//! What the matrix can be filtered by without a script: a choice, and a rule of the style sheet that hides all other rows.
//! Only numbers that are made here stand in either, never a word from a file.

use crate::tables::schools::School;
use minijinja::{Value, context};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// More groups than this make no list to choose from.
const MOST: usize = 200;

/// How a school stands: value, words, and which schools.
type State = (&'static str, &'static str, fn(&School) -> bool);

const STATES: [State; 5] = [
    ("b", "With a breach", |school| school.all.breach > 0),
    ("n", "Something not met", |school| school.all.not_met > 0),
    ("u", "Something cannot be shown", |school| school.all.not_shown > 0),
    ("c", "Nothing to put right", |school| !school.wants_something()),
    ("f", "Could not be read", |school| school.failed.is_some()),
];

/// Phases and local authorities, each in alphabetical order.
pub(super) struct Groups {
    phases: Vec<String>,
    authorities: Vec<String>,
    states: Vec<&'static State>,
}

impl Groups {
    pub(super) fn of(schools: &[School]) -> Groups {
        let all = |of: fn(&School) -> Option<&String>| -> Vec<String> {
            let all: BTreeSet<&String> = schools.iter().filter_map(of).collect();
            if (2..=MOST).contains(&all.len()) { all.into_iter().cloned().collect() } else { Vec::new() }
        };
        Groups {
            phases: all(|school| school.phase.as_ref()),
            authorities: all(|school| school.local_authority.as_ref()),
            states: STATES.iter().filter(|(.., test)| schools.iter().any(test)).collect(),
        }
    }

    /// The letters and numbers by which a row is found.
    pub(super) fn marks(&self, school: &School) -> Value {
        let letters: Vec<&str> =
            self.states.iter().filter(|(.., test)| test(school)).map(|(letter, ..)| *letter).collect();
        let place = |all: &[String], name: Option<&String>| {
            all.iter().position(|one| Some(one) == name).map(|n| n + 1)
        };
        context! {
            s => letters.join(" "),
            p => place(&self.phases, school.phase.as_ref()),
            a => place(&self.authorities, school.local_authority.as_ref()),
        }
    }

    /// What can be chosen: a letter for each list, its label, and its options.
    pub(super) fn choices(&self) -> Vec<Value> {
        let numbered = |all: &[String]| -> Vec<Value> {
            all.iter().enumerate().map(|(n, words)| context! { value => n + 1, words }).collect()
        };
        let states =
            self.states.iter().map(|(value, words, _)| context! { value => *value, words => *words });
        [
            ("s", "Show", "All schools", states.collect()),
            ("p", "Phase", "Any phase", numbered(&self.phases)),
            ("a", "Local authority", "Any local authority", numbered(&self.authorities)),
        ]
        .into_iter()
        .filter(|(.., options): &(_, _, _, Vec<Value>)| !options.is_empty())
        .map(|(id, label, any, options)| context! { id, label, any, options })
        .collect()
    }

    /// The rules that hide what was not chosen.
    pub(super) fn hides(&self) -> String {
        let mut rules = String::new();
        let mut hide = |id: &str, value: &str, how: &str| {
            let _ = writeln!(
                rules,
                "main:has(#f-{id} option[value=\"{value}\"]:checked) #heat tbody tr:not([data-{id}{how}=\"{value}\"]) {{ display: none; }}"
            );
        };
        for (letter, ..) in &self.states {
            hide("s", letter, "~");
        }
        for (id, all) in [("p", &self.phases), ("a", &self.authorities)] {
            for n in 1..=all.len() {
                hide(id, &n.to_string(), "");
            }
        }
        rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_a_file_stands_in_the_style_sheet() {
        let school = |phase: &str| School { phase: Some(phase.to_owned()), ..School::default() };
        let schools = ["Primary", "\"]{}</style><script>", "Secondary"].map(school);
        let groups = Groups::of(&schools);
        let hides = groups.hides();
        assert!(hides.contains("#f-p option[value=\"3\"]:checked") && !hides.contains("script"), "{hides}");
        assert_eq!(groups.marks(&schools[2]).get_attr("p").unwrap().to_string(), "3");
    }

    #[test]
    fn a_list_with_one_word_is_none() {
        let schools = [School { phase: Some("Primary".to_owned()), ..School::default() }, School::default()];
        assert_eq!(Groups::of(&schools).choices().len(), 1, "only how they stand");
    }
}
