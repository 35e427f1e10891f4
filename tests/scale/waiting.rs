//! What is told while a run goes on, and what is left of one that is stopped.

use crate::trust::{files, pack, packs};
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};

fn report(home: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringfence"));
    let usual = ["--edition", "head,overview", "--format", "html", "--jobs", "1"];
    command.current_dir(home).args(["report", "Trust", "--out", "out"]).args(usual).args(more);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn told(out: &[u8]) -> Vec<Value> {
    let lines = std::str::from_utf8(out).unwrap().lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn programs_are_told_a_line_at_a_time_and_a_pipe_nothing() {
    let home = tempfile::tempdir().unwrap();
    pack(&home.path().join("Trust"), &["alder", "birch"]);
    let first = report(home.path(), &["--json"]).output().unwrap();
    // The school without a URN has a fault, which costs nothing here.
    assert_eq!((first.status.code(), first.stderr.as_slice()), (Some(3), &b""[..]));
    let lines = told(&first.stdout);
    let events: Vec<&str> = lines.iter().map(|line| line["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["begins", "school", "school", "above", "ends"]);
    assert_eq!(lines[0]["schools"], 2);
    // With one job they come in the order of their folders. Each has five files with 1 + 2 + 1 + 1 + 1 rows, and shares
    // a calendar of one row.
    assert_eq!(
        (&lines[1]["name"], &lines[1]["urn"], &lines[1]["read"]),
        (&"alder school".into(), &"900101".into(), &true.into())
    );
    assert_eq!(lines[2]["so_far"]["schools"], 2);
    assert_eq!(lines[2]["so_far"]["rows"], 14);
    assert_eq!((&lines[4]["kept"], &lines[4]["first"]), (&0.into(), &"index.html".into()));
    let second = report(home.path(), &["--json"]).output().unwrap();
    let again = told(&second.stdout);
    assert_eq!((&again[4]["kept"], &again[4]["seal"]), (&2.into(), &lines[4]["seal"]));
    let third = report(home.path(), &[]).output().unwrap();
    let said = String::from_utf8(third.stdout).unwrap();
    assert!(
        third.stderr.is_empty() && said.contains("\nNothing has changed since the reports that were there"),
        "{said}"
    );
}

/// A run that is stopped after its first school leaves what was there before it, and nothing else.
#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_leaves_what_was_there_and_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    let names = ["alder", "birch", "cedar", "damson", "elder", "fig", "gean", "hazel"];
    packs(&home.path().join("Trust"), &names[..1]);
    for signal in [rustix::process::Signal::INT, rustix::process::Signal::TERM] {
        let before =
            if home.path().join("out").exists() { Some(files(&home.path().join("out"))) } else { None };
        packs(&home.path().join("Trust"), &names);
        let mut run = report(home.path(), &["--json", "--fresh"]).spawn().unwrap();
        let mut out = BufReader::new(run.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("\"school\"") {
            line.clear();
            assert!(out.read_line(&mut line).unwrap() > 0, "it ended before it could be stopped");
        }
        let id = rustix::process::Pid::from_child(&run);
        rustix::process::kill_process(id, signal).unwrap();
        let mut rest = String::new();
        out.read_to_string(&mut rest).unwrap();
        assert_eq!(run.wait().unwrap().code(), Some(130));
        assert!(!rest.contains("\"above\""), "it was stopped among the schools");
        let left: Vec<_> =
            fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        let after =
            if home.path().join("out").exists() { Some(files(&home.path().join("out"))) } else { None };
        assert!(after == before && left.len() == 1 + usize::from(before.is_some()), "{left:?}");
        // The next round has an output that is to stay.
        for name in &names[1..] {
            fs::remove_dir_all(home.path().join("Trust").join(name)).unwrap();
        }
        assert_eq!(report(home.path(), &[]).output().unwrap().status.code(), Some(0));
    }
}
