//! The shape of the house: imports go only leftwards, codes are unique, every rule has its cases.

use ringfence::model::CODES;
use ringfence::rules::rules;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What a stage of `src/` may import besides itself. Whatever is not a stage (`lib`, `run`, `main`, `cli`) may import
/// all.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("ingest", &["model"]),
    ("model", &[]),
    ("rules", &["model"]),
    ("tables", &["model", "rules"]),
    ("write", &["model", "rules", "tables"]),
];

/// Lists of one kind of thing, which are easier to read in one piece.
const CATALOGUES: &[&str] = &["model/codes.rs"];

/// A file of `src/`: its path from there, with `/`, and its text.
struct File {
    path: String,
    text: String,
}

#[test]
fn a_stage_imports_only_what_stands_to_its_left() {
    let mut wrong = Vec::new();
    for file in sources() {
        let stage = stage(&file.path);
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == stage) else { continue };
        for other in imported(&file.text) {
            if other != stage && !allowed.contains(&other.as_str()) {
                wrong.push(format!("src/{} imports {other}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_path_is_seen_in_a_list_and_in_the_text() {
    let text =
        "use crate::{ingest::read, model::{self, units}};\nfn f() { crate::tables::g() } // crate::write::x";
    let expected: BTreeSet<String> = ["ingest", "model", "tables"].map(String::from).into();
    assert_eq!(imported(text), expected);
}

#[test]
fn finding_codes_are_unique_and_sorted() {
    let codes: Vec<&str> = CODES.iter().map(|code| code.code).collect();
    assert!(codes.is_sorted_by(|one, next| one < next), "not in order, or twice: {codes:?}");
}

#[test]
fn every_finding_code_in_the_source_is_explained() {
    let known: BTreeSet<&str> = CODES.iter().map(|code| code.code).collect();
    let mut unknown = BTreeMap::new();
    for file in sources() {
        for literal in literals(&file.text).filter(|literal| is_code(literal) && !known.contains(literal)) {
            unknown.insert(literal.to_owned(), file.path.clone());
        }
    }
    assert!(unknown.is_empty(), "not in CODES: {unknown:?}");
}

#[test]
fn every_rule_has_cases() {
    let folder = root().join("tests/rules");
    let mut cases: BTreeMap<String, usize> = BTreeMap::new();
    for path in files_under(&folder).iter().filter(|path| path.extension().is_some_and(|e| e == "md")) {
        let text = std::fs::read_to_string(path).unwrap();
        let mut section = String::new();
        for line in text.lines() {
            if let Some(heading) = line.strip_prefix("# ") {
                heading.split(' ').next().unwrap_or_default().clone_into(&mut section);
            } else if line.starts_with("## ") {
                *cases.entry(section.clone()).or_default() += 1;
            }
        }
    }
    let short: Vec<&str> = rules()
        .map(|rule| rule.code)
        .filter(|code| cases.get(*code).is_none_or(|count| *count < 3))
        .collect();
    assert!(short.is_empty(), "rules without a section of at least three cases in tests/rules: {short:?}");
}

#[test]
fn a_file_is_named_after_what_it_holds() {
    let vague = ["util", "utils", "common", "helper", "helpers", "manager", "misc"];
    let wrong: Vec<String> = sources()
        .into_iter()
        .map(|file| file.path)
        .filter(|path| path.split(['/', '.']).any(|part| vague.contains(&part)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn no_file_is_long() {
    let wrong: Vec<String> = sources()
        .into_iter()
        .map(|file| (file.text.lines().count(), file.path))
        .filter(|(lines, path)| *lines > 400 && !CATALOGUES.contains(&path.as_str()))
        .map(|(lines, path)| format!("src/{path} has {lines} lines"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file of `src/`.
fn sources() -> Vec<File> {
    let src = root().join("src");
    files_under(&src)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| File {
            path: path.strip_prefix(&src).unwrap_or(&path).to_string_lossy().replace('\\', "/"),
            text: std::fs::read_to_string(&path).expect("a source file can be read"),
        })
        .collect()
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let entries = std::fs::read_dir(folder).expect("the folder can be listed");
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() { files.extend(files_under(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// `rules` of `rules/mod.rs` and of `rules.rs`.
fn stage(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap_or_default()
}

/// Modules at the root of the crate that the text names after `crate::`, comments aside.
fn imported(text: &str) -> BTreeSet<String> {
    let code: String =
        text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let mut found = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut item = String::new();
            for c in list.chars() {
                match c {
                    '}' if depth == 0 => break,
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 0 => found.extend(first_word(&std::mem::take(&mut item))),
                    _ if depth == 0 => item.push(c),
                    _ => {}
                }
            }
            found.extend(first_word(&item));
        } else {
            found.extend(first_word(rest));
        }
    }
    found
}

fn first_word(text: &str) -> Option<String> {
    let word: String = text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty()).then_some(word)
}

/// What stands between quotation marks on one line.
fn literals(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('"').skip(1).step_by(2))
}

/// `E-EMPTY`: a level and words in capitals.
fn is_code(literal: &str) -> bool {
    literal.split_once('-').is_some_and(|(level, rest)| {
        ["E", "W", "R", "I"].contains(&level)
            && !rest.is_empty()
            && rest.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-')
    })
}
