//! What a disk may hold under the name of a spreadsheet: pipes, devices, folders, files too large or of another age.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use ringfence::ingest::{self, SchoolFiles};
use ringfence::model::settings::Settings;
use std::path::Path;

const STAFF: &str = "Staff code,Name,FTE\nAB,Ann Bell,1\n";

/// What is said of a folder, one line a finding: its code, the file, and the message.
fn told(folder: &Path, settings: &Settings) -> Vec<String> {
    let schools: Vec<SchoolFiles> = ingest::find(folder).unwrap();
    let school = ingest::read(&schools[0], settings).school;
    assert_eq!(school.staff.len(), 1, "the rest is read");
    let first = |text: &str| text.lines().take(2).collect::<Vec<_>>().join("");
    school.findings.iter().map(|finding| first(&support::told::told(finding, &school.sources))).collect()
}

#[cfg(unix)]
#[test]
fn what_is_no_ordinary_file_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("staff.csv"), STAFF).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(path("pipe.xlsx")).status().unwrap().success());
    std::os::unix::fs::symlink("/dev/zero", path("device.csv")).unwrap();
    std::os::unix::fs::symlink(path("gone.xlsx"), path("link.xlsx")).unwrap();
    std::os::unix::net::UnixListener::bind(path("socket.ods")).unwrap();
    assert_eq!(
        told(folder.path(), &Settings::default()),
        [
            "error E-ACCESS device.csv  This is not an ordinary file.",
            "error E-ACCESS link.xlsx  This file cannot be opened (entity not found).",
            "error E-ACCESS pipe.xlsx  This is not an ordinary file.",
            "error E-ACCESS socket.ods  This is not an ordinary file.",
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_named_as_a_manifest_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("school")).unwrap();
    std::fs::write(folder.path().join("school/staff.csv"), STAFF).unwrap();
    let pipe = folder.path().join("school/manifest.json");
    assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
    assert_eq!(
        told(folder.path(), &Settings::default()),
        ["note I-IGNORED school/manifest.json  This file is no spreadsheet and was not read."]
    );
}

#[test]
fn a_file_over_64_mib_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("staff.csv"), STAFF).unwrap();
    let large = std::fs::File::create(folder.path().join("large.xlsx")).unwrap();
    large.set_len((64 << 20) + 1).unwrap();
    assert_eq!(
        told(folder.path(), &Settings::default()),
        ["error E-SIZE large.xlsx  This file has 65 MiB; up to 64 MiB can be read."]
    );
}
