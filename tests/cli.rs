//! The program as it is typed.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

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
    for command in ["", "report", "check", "explain", "rules"] {
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
