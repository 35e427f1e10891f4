//! The rulebook: every number has its source, no number stands in the code, and the reference is current.
//!
//! `RINGFENCE_EXPECT=write cargo test --test rulebook` writes `docs/rules.md` anew.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use ringfence::explain;
use ringfence::ingest::{self, Reading};
use ringfence::model::figure::AnyFigure;
use ringfence::model::settings::Settings;
use ringfence::rules::rulebook::Rulebook;
use ringfence::rules::{assess, rule, rules};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Numbers that stand in the rules’ code and are no number of law, guidance or programme: file, number, and why.
const NOT_OF_THE_LAW: &[(&str, &str, &str)] = &[
    ("absence.rs", "400", "how far a search goes for the end of an absence without one"),
    ("catalogue.rs", "6", "how many families of rules there are"),
    ("comparator.rs", "6", "points of the pay range in its written form, M1 to M6"),
    ("cycle.rs", "5", "school days of a week"),
    ("cycle.rs", "7", "days of a week"),
    ("cycle.rs", "24", "hours of a day"),
    ("cycle.rs", "60", "minutes of an hour"),
    ("cycle.rs", "1500", "minutes of a day on the grid, past midnight"),
    ("inquiry.rs", "20", "days of the terms that a calendar does not hold, as the report prints them"),
    ("inquiry.rs", "5", "the same"),
    ("inquiry.rs", "31", "the same"),
    ("inquiry.rs", "22", "the same"),
    ("inquiry.rs", "21", "the same"),
    ("mentor_support.rs", "14", "days by which a register may begin after part 2 did (definition MN05)"),
    ("mod.rs", "256", "the name of the hash, SHA-256"),
    ("position.rs", "4", "the days of a week before the weekend"),
    ("position.rs", "60", "how many years ahead the end of induction is looked for"),
    ("term.rs", "2026", "the term of a school without any dated row"),
    ("windows.rs", "3", "teaching days that make a teaching week (definition MN01a)"),
    ("windows.rs", "6", "days from a Monday to its Sunday"),
    ("sentences.rs", "3", "weeks of a cycle, to name it by"),
    ("sentences.rs", "4", "the same"),
    ("sentences/mentoring.rs", "3", "how many weeks are named before “and more”"),
    ("sentences/mentoring.rs", "4", "the same"),
    ("sentences/protected_time.rs", "3", "how many days are named before “and more”"),
    ("sentences/protected_time.rs", "4", "the same"),
    ("sentences/remedies.rs", "3", "how many slots are named of all there are"),
    ("sentences/remedies.rs", "7", "days of a week"),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_value_has_a_source_and_the_day_it_was_checked() {
    let book = Rulebook::embedded().unwrap();
    let mut bare = Vec::new();
    for (name, value) in book.values() {
        for entry in &value.entries {
            let clause = &entry.clause;
            // what begins later than the edition was checked beforehand
            let edition = format!("{}-31", book.edition());
            let is_ahead = clause.in_force.to_string() > edition;
            let sourced = !clause.title.is_empty() && (is_ahead || clause.checked > clause.in_force);
            let placed = !clause.para.is_empty() && !clause.url.is_empty();
            let told = !entry.text.is_empty() || !clause.note.is_empty();
            if !sourced || !told || value.in_use && !placed {
                bare.push(format!("{name} from {}", clause.in_force));
            }
        }
    }
    assert!(bare.is_empty(), "no title, paragraph, address or day of checking: {bare:#?}");
    for provider in book.providers() {
        assert!(!provider.clause.title.is_empty() && !provider.clause.note.is_empty(), "{}", provider.name);
    }
}

#[test]
fn every_value_names_rules_that_there_are_and_every_rule_its_value() {
    let book = Rulebook::embedded().unwrap();
    for (name, value) in book.values().filter(|(_, value)| value.in_use) {
        assert!(
            value.rules().all(|code| rule(code).is_some()),
            "{name} names a rule that is not in the catalogue"
        );
    }
    for rule in rules() {
        assert!(book.values_of(rule.code).next().is_some(), "{} has no value in the rulebook", rule.code);
        for name in rule.clauses {
            assert!(
                book.values().any(|(known, _)| known == *name),
                "{}: {name} is not in the rulebook",
                rule.code
            );
        }
        let asked = rule.question.split('{').skip(1).filter_map(|rest| rest.split(['}', ':']).next());
        for name in asked {
            assert!(book.values().any(|(known, _)| known == name), "{} asks for {name}", rule.code);
        }
    }
}

#[test]
fn a_value_names_every_rule_that_the_sample_shows_it_in() {
    let book = Rulebook::embedded().unwrap();
    let (mut missing, mut seen) = (BTreeSet::new(), 0);
    for school in sample() {
        let assessed = assess(&school.school, &school.settings, &book);
        for answer in &assessed.assessments {
            let mut clauses = Vec::new();
            answer.measured.iter().chain(&answer.required).for_each(|figure| cited(figure, &mut clauses));
            seen += clauses.len();
            for (name, value) in
                book.values().filter(|(_, value)| !value.rules().any(|code| code == answer.rule))
            {
                let ours = |entry: &ringfence::rules::rulebook::Entry| {
                    clauses.contains(&(value.what.clone(), (*entry.clause).clone()))
                };
                if value.entries.iter().any(ours) {
                    missing.insert(format!("[{name}] also = [\"{}\"]", answer.rule));
                }
            }
        }
    }
    assert!(seen > 0, "the sample shows no value");
    assert!(missing.is_empty(), "write in the rulebook: {missing:#?}");
}

fn cited(figure: &AnyFigure, into: &mut Vec<(String, ringfence::model::figure::Clause)>) {
    if let Some(clause) = figure.clause() {
        into.push((figure.how().to_owned(), (**clause).clone()));
    }
    figure.from().iter().for_each(|part| cited(part, into));
}

/// The schools of the sample that can be read.
fn sample() -> Vec<Reading> {
    let pack = root().join("sample-data");
    let folder =
        std::fs::read_dir(pack).unwrap().flatten().map(|entry| entry.path()).find(|path| path.is_dir());
    let files = ingest::find(&folder.unwrap()).unwrap();
    files.iter().map(|files| ingest::read(files, &Settings::default())).collect()
}

#[test]
fn no_number_of_the_law_stands_in_the_code() {
    let mut found = BTreeSet::new();
    let mut used = BTreeSet::new();
    for (name, text) in rule_sources() {
        for (line, number) in numbers(&text) {
            let excepted =
                NOT_OF_THE_LAW.iter().position(|(file, allowed, _)| (*file, *allowed) == (&name, &number));
            match excepted {
                Some(i) => drop(used.insert(i)),
                None => drop(found.insert(format!("{name}:{line}: {number}"))),
            }
        }
    }
    assert!(
        found.is_empty(),
        "numbers in the code of the rules. Put each into src/rules/<family>.toml, or, if it is no number of law, guidance \
         or programme, into NOT_OF_THE_LAW with the reason: {found:#?}"
    );
    let idle: Vec<_> =
        (0..NOT_OF_THE_LAW.len()).filter(|i| !used.contains(i)).map(|i| NOT_OF_THE_LAW[i]).collect();
    assert!(idle.is_empty(), "exceptions that nothing needs any more: {idle:?}");
}

#[test]
fn no_rule_is_described_with_a_number_of_its_own() {
    for rule in rules() {
        let doc = rule.doc();
        let found: Vec<String> = numbers(&doc).into_iter().map(|(_, number)| number).collect();
        assert!(
            found.is_empty(),
            "{}: {found:?} in “{doc}”; name the value of the rulebook instead",
            rule.code
        );
    }
}

#[test]
fn no_table_says_a_share_or_a_length_of_time_of_the_law() {
    let units = ["%", " %", " minutes", " hours", " days", " terms"];
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root().join("src/tables")).unwrap().flatten() {
        let (name, path) = (entry.file_name().into_string().unwrap(), entry.path());
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        for (line, number) in numbers(&text) {
            let said = text.lines().nth(line - 1).unwrap();
            if units.iter().any(|unit| said.contains(&format!("{number}{unit}"))) {
                found.push(format!("{name}:{line}: {said}"));
            }
        }
    }
    // words.rs explains itself with examples in doc comments only, which are not looked at
    assert!(found.is_empty(), "put these into the rulebook, as `{{name_of_the_value}}`: {found:#?}");
}

#[test]
fn a_number_is_seen_in_code_and_in_words_but_not_in_a_comment_a_name_or_a_test() {
    let text = "//! 90\nconst CAP: i64 = 90; // 91\nlet pt01 = \"PT01 in part 1 needs 30 minutes\"; /* 5 */\n\
                f(\"part_3\", 2_160, 10u8);\n#[cfg(test)]\nmod tests { const X: i64 = 7; }\n";
    let found: Vec<String> =
        numbers(text).into_iter().map(|(line, number)| format!("{line}:{number}")).collect();
    assert_eq!(found, ["2:90", "3:30", "3:5", "4:2160", "4:10"]);
}

/// Sources of the rules and of their sentences, by name. The rulebook itself and the units it reads are no rules.
fn rule_sources() -> Vec<(String, String)> {
    let mut all = Vec::new();
    let folders =
        [("src/rules", ""), ("src/rules/remedies", "remedies/"), ("src/tables/sentences", "sentences/")];
    for (folder, lead) in folders {
        for entry in std::fs::read_dir(root().join(folder)).unwrap().flatten() {
            let name = entry.file_name().into_string().unwrap();
            if Path::new(&name).extension().is_some_and(|ending| ending == "rs") && name != "rulebook.rs" {
                all.push((format!("{lead}{name}"), std::fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    let sentences = std::fs::read_to_string(root().join("src/tables/sentences.rs")).unwrap();
    all.push(("sentences.rs".into(), sentences));
    all
}

/// Numbers other than 0, 1 and 2 (which number parts, weeks and places), by line: in the code and in what it says, not in
/// comments to the end of a line, in names, nor in the tests at the end of a file.
fn numbers(text: &str) -> Vec<(usize, String)> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut found = Vec::new();
    for (i, line) in code.lines().enumerate() {
        let line = line.split("//").next().unwrap_or_default();
        let mut before = ' ';
        for (at, c) in line.char_indices() {
            if c.is_ascii_digit() && !before.is_alphanumeric() && before != '_' {
                let digits = |c: &char| c.is_ascii_digit() || *c == '_';
                let number: String = line[at..].chars().take_while(digits).filter(|c| *c != '_').collect();
                if !["0", "1", "2"].contains(&number.as_str()) {
                    found.push((i + 1, number));
                }
            }
            before = c;
        }
    }
    found
}

#[test]
fn the_reference_is_current() {
    let path = root().join("docs/rules.md");
    let reference = explain::reference(&Rulebook::embedded().unwrap());
    if std::env::var_os("RINGFENCE_EXPECT").is_some_and(|what| what == "write") {
        std::fs::write(&path, &reference).unwrap();
    }
    assert!(!reference.contains('{'), "a rule names a value that is not in force: {reference}");
    let kept = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        kept == reference,
        "docs/rules.md is not what the rules say now; RINGFENCE_EXPECT=write cargo test --test rulebook writes it"
    );
}
