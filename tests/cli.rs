//! The program as it is typed.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use ringfence::write::stage::Stage;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn ringfence(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ringfence"))
        .args(args)
        .current_dir(folder)
        .env_remove("COLUMNS")
        .output()
        .unwrap()
}

fn run(args: &[&str]) -> (i32, String, String) {
    let home = tempfile::tempdir().unwrap();
    run_in(home.path(), args)
}

fn run_in(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = ringfence(folder, args);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn help_reads_easily() {
    for command in
        ["", "report", "rollup", "check", "inspect", "explain", "rules", "init", "verify", "completions"]
    {
        let args: Vec<&str> = [command, "--help"].into_iter().filter(|arg| !arg.is_empty()).collect();
        let (code, out, err) = run(&args);
        assert_eq!((code, err.as_str()), (0, ""));
        assert!(out.lines().all(|line| line.chars().count() <= 100), "{out}");
        insta::assert_snapshot!(format!("help_{command}"), out.replace(".exe", ""));
    }
}

#[test]
fn a_wrong_word_ends_with_2_and_says_which() {
    for args in [
        &["reprot"][..],
        &["report", "--as-of", "12/13/2026"],
        &["report", "--from", "2026-09-01"],
        &["report", "--term", "Autumn 2026", "--from", "2026-09-01", "--to", "2026-12-18"],
        &["report", "--from", "2026-12-18", "--to", "2026-09-01"],
        &["report", "--format", "pdf"],
    ] {
        let (code, out, err) = run(args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        assert!(!err.is_empty());
    }
}

#[test]
fn a_term_that_is_none_ends_with_2_and_says_how_to_write_it() {
    let (code, _, err) = run(&["report", "--term", "Winter 2026"]);
    assert_eq!(code, 2);
    assert!(err.contains("Winter 2026") && err.contains("Autumn 2026"), "{err}");
}

#[test]
fn a_folder_that_is_not_there_ends_with_2() {
    let (code, _, err) = run(&["report", "nowhere"]);
    assert_eq!((code, err.trim()), (2, "nowhere: there is no such folder"));
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("staff.csv"), "Staff code,Name\n").unwrap();
    let (code, _, err) = run_in(home.path(), &["check", "staff.csv"]);
    assert_eq!((code, err.trim()), (2, "staff.csv: is a file; name the folder it is in"));
}

#[test]
fn a_folder_without_spreadsheets_ends_with_2_and_writes_nothing() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("pack")).unwrap();
    fs::write(home.path().join("pack/notes.txt"), "x").unwrap();
    let (code, _, err) = run_in(home.path(), &["report", "pack"]);
    assert_eq!(code, 2);
    assert!(err.contains("holds no spreadsheet"), "{err}");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
}

#[test]
fn a_code_is_explained() {
    let (code, out, _) = run(&["explain", "e-empty"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("E-EMPTY (error): The file is empty"), "{out}");
}

#[test]
fn an_unknown_code_names_the_nearest() {
    let (code, _, err) = run(&["explain", "E-EMTPY"]);
    assert_eq!(code, 2);
    assert!(err.contains("Did you mean E-EMPTY?"), "{err}");
}

#[test]
fn a_figure_needs_an_output() {
    let (code, _, err) = run(&["explain", "f12"]);
    assert_eq!(code, 2);
    assert!(err.contains("ringfence-out"), "{err}");
}

#[test]
fn a_closed_pipe_is_no_fault() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ringfence"))
        .args(["report", "--help"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

/// Every file below a folder, by path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            all.extend(
                files(&entry.path()).into_iter().map(|(path, bytes)| (format!("{name}/{path}"), bytes)),
            );
        } else {
            all.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    all
}

#[test]
fn without_a_pack_the_sample_is_reported_and_two_runs_give_the_same_bytes() {
    let home = tempfile::tempdir().unwrap();
    let (code, out, err) = run_in(home.path(), &["report"]);
    assert_eq!((code, err.as_str()), (3, ""), "a school of the sample has faults on purpose");
    assert!(
        out.starts_with("No pack was named, so this is the sample that comes with ringfence.\n"),
        "{out}"
    );
    assert!(out.lines().all(|line| line.chars().count() <= 100), "{out}");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1, "nothing beside the output");
    let first = files(&home.path().join("ringfence-out"));
    let names: Vec<&str> = first.keys().map(String::as_str).filter(|path| !path.contains('/')).collect();
    assert_eq!(
        names,
        [
            "ab-claims.csv",
            "actions.csv",
            "calendar.ics",
            "findings.csv",
            "index.html",
            "manifest.json",
            "overview.html",
            "overview.xlsx",
            "results.json",
            "schools.jsonl"
        ]
    );
    run_in(home.path(), &["report", "--fresh", "--jobs", "1"]);
    let again = files(&home.path().join("ringfence-out"));
    let differ: Vec<&String> = first.keys().filter(|path| first[*path] != again[*path]).collect();
    assert!(differ.is_empty() && first.len() == again.len(), "{differ:?}");
}

#[test]
fn the_end_of_a_run_is_what_was_asked_for() {
    let home = tempfile::tempdir().unwrap();
    let (code, ..) = run_in(home.path(), &["report", "--format", "xlsx", "--fail-on", "breach"]);
    assert_eq!(code, 1);
    let written = files(&home.path().join("ringfence-out"));
    assert!(!written.keys().any(|path| path.contains(".html")), "only workbooks were asked for");
    let (code, out, _) = run_in(home.path(), &["explain", "f1", "--school", "900101"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("Ottergill High School\n\nf1  "), "{out}");
    let (code, _, err) = run_in(home.path(), &["explain", "f1"]);
    assert_eq!(code, 2);
    assert!(err.contains("--school 900101  Ottergill High School"), "{err}");
}

#[test]
fn someone_elses_folder_is_not_overwritten() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("Reports");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("letter.docx"), "x").unwrap();
    let (code, said, err) = run_in(home.path(), &["report", "--out", "Reports"]);
    assert_eq!((code, said.as_str()), (4, ""));
    assert!(err.starts_with("would overwrite Reports"), "{err}");
    assert_eq!(files(home.path()).into_keys().collect::<Vec<_>>(), ["Reports/letter.docx"]);
}

/// A folder with a pack of one short file.
fn with_a_pack() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("pack")).unwrap();
    fs::write(home.path().join("pack/staff.csv"), "Code,Name,FTE\nAB,Ada Birch,1\n").unwrap();
    home
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

const REPORT: [&str; 4] = ["report", "pack", "--out", "Reports"];

#[test]
fn while_another_run_is_writing_there_a_run_ends_with_5_and_names_the_lock_file() {
    let home = with_a_pack();
    let other = Stage::beside(&home.path().join("Reports")).unwrap();
    let lock = names(home.path()).into_iter().find(|name| name.contains(".lock")).unwrap();
    let (code, out, err) = run_in(home.path(), &REPORT);
    assert_eq!((code, out.as_str()), (5, ""));
    assert!(err.contains("is writing Reports") && err.contains(&lock) && err.contains("Wait"), "{err}");
    let (code, ..) = run_in(home.path(), &["report", "pack", "--out", "Other"]);
    assert_eq!(code, 0, "another folder is free");
    drop(other);
    assert_eq!(run_in(home.path(), &REPORT).0, 0);
    assert_eq!(names(home.path()), ["Other", "Reports", "pack"]);
}

#[test]
fn what_a_killed_run_left_is_gone_after_the_next() {
    let home = with_a_pack();
    let mut killed = Stage::beside(&home.path().join("Reports")).unwrap();
    killed.put("900101-a/head.html", b"half").unwrap();
    let left = names(home.path()).into_iter().find(|name| home.path().join(name).is_dir() && name != "pack");
    let left = home.path().join(left.unwrap());
    fs::rename(&left, home.path().join("kept")).unwrap();
    drop(killed);
    fs::rename(home.path().join("kept"), &left).unwrap();
    assert_eq!(run_in(home.path(), &REPORT).0, 0);
    assert_eq!(names(home.path()), ["Reports", "pack"]);
}

#[test]
fn where_nothing_can_be_saved_the_run_ends_with_4_and_says_why() {
    let home = with_a_pack();
    fs::write(home.path().join("letter.docx"), "x").unwrap();
    let mut cases = vec![
        ("nowhere/Reports", "the folder it is to stand in does not exist"),
        ("letter.docx", "it is a file"),
        ("letter.docx/Reports", "the folder it is to stand in does not exist"),
        (".", "this is no name for a new folder"),
    ];
    if cfg!(unix) {
        #[cfg(unix)]
        std::os::unix::fs::symlink(home.path().join("pack"), home.path().join("link")).unwrap();
        cases.extend([("link", "it is a link"), ("link/", "it is a link")]);
    }
    if cfg!(target_os = "linux") {
        // Where not even root may write.
        cases.push(("/sys/Reports", "cannot write /sys: "));
    }
    let before = names(home.path());
    for (out, said) in cases {
        let (code, told, err) = run_in(home.path(), &["report", "pack", "--out", out]);
        assert_eq!((code, told.as_str()), (4, ""), "{out}");
        assert!(err.contains(said), "{out}: {err}");
        assert_eq!(names(home.path()), before, "{out}");
    }
}

#[test]
fn a_folder_with_settings_is_the_pack() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("ringfence.toml"), "").unwrap();
    let (code, _, err) = run_in(home.path(), &["check"]);
    assert_eq!(code, 2);
    assert!(err.contains("holds no spreadsheet"), "{err}");
}

#[test]
fn what_is_wrong_is_named_by_file_sheet_and_cell() {
    let (code, out, err) = run(&["check"]);
    assert_eq!((code, err.as_str()), (3, ""));
    assert!(out.contains("scarfold-bridge-school/meetings.csv › A"), "{out}");
    assert!(out.contains(": error R-DATE: "), "{out}");
}

#[test]
fn a_rule_is_explained_with_its_clauses() {
    let (code, out, _) = run(&["explain", "pt01"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("PT01: reduced timetable\n"), "{out}");
    assert!(out.contains("https://"), "{out}");
}

#[test]
fn the_rulebook_is_shown_as_in_force_on_a_day() {
    let (code, all, _) = run(&["rules"]);
    let (code_on, on, _) = run(&["rules", "--on", "01/09/2021"]);
    assert_eq!((code, code_on), (0, 0));
    assert!(on.contains("as in force on 1 September 2021") && on.len() < all.len(), "{on}");
}

/// A folder of one's own values: a cap of 8/10 from this school year on.
fn overlay(home: &Path, local: bool) {
    let folder = home.join("hub values");
    fs::create_dir(&folder).unwrap();
    let cap = "[[teaching_cap_part_1.from]]\ndate = \"2026-09-01\"\nvalue = \"8/10\"\ntitle = \"What the hub asks\"\n\
               checked = \"2026-11-01\"\n";
    let local = if local { "local = true\n" } else { "" };
    fs::write(folder.join("caps.toml"), format!("{cap}{local}")).unwrap();
}

#[test]
fn whose_answers_change_between_two_rulebooks_is_said_with_the_amounts() {
    let home = tempfile::tempdir().unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    let trust = fs::read_dir(sample).unwrap().flatten().map(|e| e.path()).find(|path| path.is_dir()).unwrap();
    let trust = trust.to_str().unwrap();
    overlay(home.path(), false);
    let (code, out, err) = run_in(home.path(), &["rules", "--diff", "embedded", "hub values", trust]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("  to rulebook 2026-11 with the overlay hub values (SHA-256 begins "), "{out}");
    assert!(out.contains("  PT01 reduced timetable, "), "{out}");
    assert!(out.contains("Met -> Not met (Breach)"), "{out}");
    assert!(!out.contains("  PT02") && !out.contains("  MN01"), "only the cap was changed: {out}");
    insta::assert_snapshot!("rules_diff", out.split_once("\n\n").unwrap().1);
    let (code, out, _) = run_in(home.path(), &["rules", "--diff", "hub values", "hub values", trust]);
    assert_eq!(code, 0);
    assert!(out.contains("\nNothing changes: each of "), "{out}");
    overlay_is_local(home.path(), trust);
}

fn overlay_is_local(home: &Path, trust: &str) {
    fs::remove_dir_all(home.join("hub values")).unwrap();
    overlay(home, true);
    let (_, out, _) = run_in(home, &["rules", "--diff", "embedded", "hub values", trust]);
    assert!(out.contains("Met -> Not met (Below local expectation)"), "{out}");
    assert!(!out.contains("Not met (Breach) -> Not met (Below"), "a breach of the law stays one: {out}");
    let caps = home.join("hub values/caps.toml");
    fs::write(&caps, fs::read_to_string(&caps).unwrap().replace("8/10", "1")).unwrap();
    let (_, out, _) = run_in(home, &["rules", "--diff", "embedded", "hub values", trust]);
    assert!(
        out.contains("required 2,376 min -> 2,640 min") && !out.contains("(Breach)"),
        "nor does a laxer value hide it: {out}"
    );
}

#[test]
fn an_overlay_is_named_and_hashed_in_every_report() {
    let home = tempfile::tempdir().unwrap();
    overlay(home.path(), true);
    let args = ["report", "--rulebook", "hub values", "--format", "html"];
    assert_eq!(run_in(home.path(), &args).0, 3);
    let written = files(&home.path().join("ringfence-out"));
    let text = |path: &str| String::from_utf8(written[path].clone()).unwrap();
    let manifest = text("manifest.json");
    assert!(manifest.contains("\"name\": \"hub values\"") && manifest.contains("\"path\": \"caps.toml\""));
    for path in written.keys().filter(|path| path.contains(".html")) {
        assert!(text(path).contains("2026-11 with the overlay hub values"), "{path}");
    }
    let head = written.keys().find(|path| path.ends_with("/head.html")).unwrap();
    assert!(text(head).contains("in place of the rulebook’s own: teaching_cap_part_1"), "{head}");
    assert!(text(head).contains("From the overlay hub values."), "{head}");
    let (_, out, _) = run_in(home.path(), &["explain", "PT01", "--rulebook", "hub values"]);
    assert!(out.contains("from 1 September 2026: 8/10 (80%)"), "{out}");
}

#[test]
fn a_bad_overlay_ends_with_2_and_names_file_line_and_value() {
    let home = tempfile::tempdir().unwrap();
    overlay(home.path(), false);
    let path = home.path().join("hub values/caps.toml");
    let text = fs::read_to_string(&path).unwrap().replace("teaching_cap_part_1", "teaching_cap_part_3");
    fs::write(&path, text).unwrap();
    for args in [&["report"][..], &["check"], &["explain", "PT01"], &["rules"]] {
        let (code, out, err) = run_in(home.path(), &[args, &["--rulebook", "hub values"]].concat());
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        let said = "hub values/caps.toml, line 1: the rulebook has no value named “teaching_cap_part_3”. The nearest is";
        assert!(err.starts_with(said), "{err}");
    }
    assert!(!home.path().join("ringfence-out").exists());
    let (code, _, err) = run_in(home.path(), &["rules", "--rulebook", "nowhere"]);
    assert_eq!(code, 2);
    assert!(err.contains("nowhere") && err.contains(".toml"), "{err}");
}
