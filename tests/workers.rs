//! A file that stops a worker costs that file and not the run. Here a script stands in for the program and stops, hangs
//! or runs out of memory at the file in hand, as often as told; then the program itself goes on.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed
#![cfg(unix)]

use ringfence::model::finding::Level;
use ringfence::model::settings::Settings;
use ringfence::{Check, Checked, Edition, Error, Format, Job, Workers};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

const STAFF: &str = "Staff code,Name,FTE\nJSM,Jane Smith,1\nKOD,Kwame Oduya,1\n";
const MEETINGS: &str = "Date,ECT,Mentor,Minutes\n04/11/2026,JSM,KOD,60\n";

/// What a worker does at the file in hand, as a shell script says it.
const STOPS: &str = "kill -KILL $$";
const HANGS: &str = "sleep 60";
const COUNTS_FOR_EVER: &str = "ulimit -S -t 1; while :; do :; done";
const OUT_OF_MEMORY: &str = "echo 'memory allocation of 1073741824 bytes failed' >&2; kill -ABRT $$";

const TOO_LONG: &str = "E-TIME: Reading this file took longer than 10 seconds, so it was left out. Delete sheets, rows and formatting that are not needed and save it anew, or export it again. If all of it is needed, split it into smaller files.";

/// A home with a pack of two files, and workers of which the first so many come to `end` with `in_hand` in hand.
fn home(
    files: &[(&str, &str)],
    in_hand: Option<&str>,
    end: &str,
    times: u32,
) -> (tempfile::TempDir, Workers) {
    let home = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = home.path().join("pack").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let flags = home.path().join("flags");
    fs::create_dir(&flags).unwrap();
    let reads = in_hand.map_or("null".to_owned(), |path| format!("\"{path}\""));
    let script = format!(
        "#!/bin/sh\n\
         for n in $(seq {times}); do\n\
         if mkdir {flags}/$n 2>/dev/null; then\n\
         read -r brief; read -r order; echo '{{\"Reads\":{reads}}}'; {end}; exit 1\n\
         fi\n\
         done\n\
         exec {program} \"$@\"\n",
        flags = flags.display(),
        program = env!("CARGO_BIN_EXE_ringfence"),
    );
    let program = home.path().join("worker");
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
    let workers =
        Workers { jobs: 1.try_into().unwrap(), patience: Duration::from_secs(5), ..Workers::of(program) };
    (home, workers)
}

fn checked(home: &Path, workers: Workers) -> Vec<Checked> {
    let packs = vec![home.join("pack")];
    ringfence::check(&Check { packs, overrides: Settings::default(), rulebook: None, layouts: None, workers })
        .unwrap()
}

/// Errors of the only school, up to what to do, and its rows used.
fn told(home: &Path, workers: Workers) -> (Vec<String>, u64) {
    let [school] = &checked(home, workers)[..] else { panic!("one school") };
    let errors = school.noticed.iter().filter(|line| line.contains(": error "));
    (errors.cloned().collect(), school.rows.1)
}

#[test]
fn a_file_that_stops_its_reader_is_left_out_and_the_rest_is_read() {
    let files = [("staff.csv", STAFF), ("meetings.csv", MEETINGS)];
    for (end, said) in [
        (
            STOPS,
            "E-READER-STOPPED: This file is damaged in a way that stopped the reader. Open it in Excel, save it under a new name, and use that file; or export it again.",
        ),
        (HANGS, TOO_LONG),
        (COUNTS_FOR_EVER, TOO_LONG),
        (
            OUT_OF_MEMORY,
            "E-MEMORY: Reading this file needs more than 768 MiB of memory, so it was left out. Delete sheets, rows and formatting that are not needed and save it anew, or export it again. If all of it is needed, split it into smaller files.",
        ),
    ] {
        let (home, workers) = home(&files, Some("meetings.csv"), end, 1);
        let expected = vec![format!("meetings.csv: error {said}")];
        assert_eq!(told(home.path(), workers), (expected, 2), "{end}");
    }
}

#[test]
fn each_of_two_files_that_stop_their_reader_is_left_out() {
    let files = [("a.csv", STAFF), ("b.csv", MEETINGS)];
    let (first, workers) = home(&files, Some("a.csv"), STOPS, 1);
    // The second worker, too, stops: at the other file.
    let script = fs::read_to_string(first.path().join("worker")).unwrap();
    let (second, _) = home(&files, Some("b.csv"), STOPS, 1);
    let next = second.path().join("worker");
    let chained = script.replace(env!("CARGO_BIN_EXE_ringfence"), &next.display().to_string());
    fs::write(first.path().join("worker"), chained).unwrap();
    let (errors, used) = told(first.path(), workers);
    assert_eq!(used, 0);
    assert_eq!(errors.iter().filter(|line| line.contains("E-READER-STOPPED")).count(), 2, "{errors:?}");
}

#[test]
fn a_file_whose_very_bytes_cannot_be_had_is_not_asked_for_a_third_time() {
    let files = [("staff.csv", STAFF), ("meetings.csv", MEETINGS)];
    let (home, workers) = home(&files, Some("meetings.csv"), HANGS, 2);
    let (errors, used) = told(home.path(), workers);
    assert!(errors.len() == 1 && errors[0].starts_with("meetings.csv: error E-TIME: "), "{errors:?}");
    assert_eq!(used, 2);
}

#[test]
fn a_fault_with_no_file_in_hand_costs_the_school_and_not_the_others() {
    let files = [("a/staff.csv", STAFF), ("b/staff.csv", STAFF)];
    let (home, workers) = home(&files, None, STOPS, 1);
    let schools = checked(home.path(), workers);
    let [a, b] = &schools[..] else { panic!("two schools") };
    assert_eq!(
        a.noticed,
        [
            "a: error E-SCHOOL: A fault in ringfence stopped the work on this school (signal: 9 (SIGKILL)). Please report it with the place in brackets. The other schools are not touched by it."
        ]
    );
    assert!(!a.line.whole() && !b.line.findings.contains_key(&Level::Error));
    assert_eq!(b.rows.1, 2);
}

#[test]
fn a_report_is_written_without_the_file_that_was_lost() {
    let files = [("a/staff.csv", STAFF), ("b/staff.csv", STAFF), ("meetings.csv", MEETINGS)];
    let (home, workers) = home(&files, Some("meetings.csv"), STOPS, 1);
    let out = home.path().join("out");
    let job = Job {
        packs: vec![home.path().join("pack")],
        out: out.clone(),
        rulebook: None,
        layouts: None,
        since: Vec::new(),
        templates: None,
        overrides: Settings::default(),
        key: None,
        listed: 1_000,
        fresh: false,
        editions: vec![Edition::Head],
        formats: vec![Format::Html],
        executable: ringfence::Executable::known(None),
        workers,
    };
    let summary = ringfence::run(&job).unwrap();
    let rejected: Vec<&[String]> = summary.sums.first.iter().map(|line| &line.left_out.files[..]).collect();
    assert_eq!(rejected, [["meetings.csv"], ["meetings.csv"]], "a shared file stops no second worker");
    let findings = fs::read_to_string(out.join("findings.csv")).unwrap();
    assert_eq!(findings.matches("E-READER-STOPPED").count(), 2, "{findings}");
    assert!(fs::read_to_string(out.join("manifest.json")).unwrap().contains("stopped the reader"));
}

#[test]
fn a_run_that_is_to_end_ends_and_writes_nothing() {
    let (home, workers) = home(&[("staff.csv", STAFF)], Some("staff.csv"), HANGS, 1);
    workers.interrupted.store(true, Ordering::SeqCst);
    let packs = vec![home.path().join("pack")];
    let check = Check { packs, overrides: Settings::default(), rulebook: None, layouts: None, workers };
    assert!(matches!(ringfence::check(&check), Err(Error::Interrupted)));
}
