//! Each code, a file that provokes it, and what is said: `tests/messages/<CODE>/{input.*, expected.txt}`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use ringfence::model::CODES;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[test]
fn every_fixture_provokes_its_code_with_these_words() {
    for folder in support::fixtures("messages") {
        let code = folder.file_name().unwrap().to_string_lossy().into_owned();
        let school = support::read(support::fixture(&folder)).school;
        assert!(school.findings.iter().any(|finding| finding.code == code), "{code}: {:#?}", school.findings);
        let told: Vec<String> =
            school.findings.iter().map(|finding| support::told::told(finding, &school.sources)).collect();
        support::expect(&folder, &told.concat());
    }
}

#[test]
fn the_catalogue_is_in_order_and_every_code_stands_once() {
    let codes: Vec<&str> = CODES.iter().map(|entry| entry.code).collect();
    let sorted: BTreeSet<&str> = codes.iter().copied().collect();
    assert_eq!(codes, sorted.into_iter().collect::<Vec<_>>());
}

#[test]
fn every_code_used_while_reading_is_in_the_catalogue() {
    let mut files = Vec::new();
    rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ingest"), &mut files);
    for file in files {
        for code in codes_in(&std::fs::read_to_string(&file).unwrap()) {
            assert!(CODES.iter().any(|entry| entry.code == code), "{code} in {}", file.display());
        }
    }
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Texts in quotes of the form `R-DATE`.
fn codes_in(source: &str) -> BTreeSet<&str> {
    source
        .split('"')
        .filter(|text| {
            matches!(text.split_once('-'), Some(("E" | "R" | "W" | "I", rest))
                if rest.len() > 1 && rest.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-'))
        })
        .collect()
}
