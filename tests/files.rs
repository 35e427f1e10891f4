//! What a disk may hold under the name of a spreadsheet: pipes, devices, folders, files too large or of another age.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use ringfence::ingest::{self, Content, PackFile, SchoolFiles};
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

#[test]
fn old_and_binary_workbooks_may_be_left_out() {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("staff.csv"), STAFF).unwrap();
    std::fs::copy(packs.join("staff.xlsb"), folder.path().join("staff.xlsb")).unwrap();
    std::fs::copy(packs.join("meetings.xls"), folder.path().join("meetings.xlsx")).unwrap();
    let modern_only = Settings { modern_only: true, ..Settings::default() };
    let why = "and this run takes only formats that can be checked in full.";
    assert_eq!(
        told(folder.path(), &modern_only),
        [
            format!("error E-LEGACY meetings.xlsx  This is an Excel 97-2003 workbook, {why}"),
            format!("error E-LEGACY staff.xlsb  This is an Excel binary workbook, {why}"),
        ]
    );
}

#[test]
fn the_command_line_can_ask_for_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("staff.csv"), STAFF).unwrap();
    let binary = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/staff.xlsb");
    std::fs::copy(binary, folder.path().join("old.xlsb")).unwrap();
    let check = |options: &[&str]| {
        let program = env!("CARGO_BIN_EXE_ringfence");
        let done = std::process::Command::new(program).arg("check").args(options).arg(folder.path()).output();
        let done = done.unwrap();
        let text = String::from_utf8(done.stdout).unwrap();
        (done.status.code(), text.contains("E-LEGACY"), text.contains("W-LEGACY"))
    };
    let (_, is_refused, is_read) = check(&[]);
    assert!(is_read && !is_refused);
    assert_eq!(check(&["--modern-only"]), (Some(3), true, false));
}

#[test]
fn a_flipped_bit_is_told_of_or_changes_nothing() {
    let row = |n: u32, code: &str, fte: &str| {
        support::raw::texts(n, &[code, "Ann Bell"])
            .replace("</row>", &format!("<c r=\"C{n}\" s=\"1\"><v>{fte}</v></c></row>"))
    };
    let rows = support::raw::texts(1, &["Staff code", "Name", "From"])
        + &row(2, "AB", "46266")
        + &row(3, "CD", "46267");
    let book = support::raw::workbook("", &[("Staff", "", rows)]);
    let read = |bytes: &[u8]| {
        let school = support::read(vec![support::bytes_file("staff.xlsx", bytes)]).school;
        let codes: Vec<&str> = school.findings.iter().map(|finding| finding.code).collect();
        (support::told::without_addresses(&school), codes)
    };
    let (whole, found) = read(&book);
    for at in 0..book.len() {
        let mut bytes = book.clone();
        bytes[at] ^= 1 << [0, 5, 7][at % 3];
        let (told, codes) = read(&bytes);
        let is_told = codes.iter().any(|code| code.starts_with("E-") && !found.contains(code));
        assert!(is_told || told == whole, "byte {at}: {codes:?}");
    }
}

#[test]
fn a_folder_that_cannot_be_opened_costs_itself() {
    let folder = tempfile::tempdir().unwrap();
    let staff = support::text_file("staff.csv", STAFF);
    // So a folder is listed that the system does not let anyone look into.
    let locked =
        PackFile { path: "locked".to_owned(), content: Content::OnDisk(folder.path().to_path_buf()) };
    let school = support::read(vec![locked, staff]).school;
    assert_eq!(school.staff.len(), 1);
    let told = support::told::told(&school.findings[0], &school.sources);
    assert_eq!(
        told,
        "error E-ACCESS locked\n  This folder cannot be opened, so nothing in it was read.\n  Check that you may open it.\n"
    );
}

#[test]
fn what_is_left_out_is_counted_alike_on_the_terminal_and_on_the_page() {
    let home = tempfile::tempdir().unwrap();
    let school = home.path().join("school");
    std::fs::create_dir(&school).unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(school.join(name), bytes).unwrap();
    // Three rows: one whose figure and whose date say nothing, one of a figure that says nothing, and one that repeats another.
    let rows =
        "Staff code,Name,FTE,From\nAB,Ann Bell,1,\nCD,Cy Dell,x,31/02/2026\nEF,Ed Fell,x,\nAB,Ann Bell,1,\n";
    write("staff.csv", rows.as_bytes());
    // A sheet of a workbook that was read, for it lacks its dates.
    let cover = support::raw::texts(1, &["Covering teacher", "Period", "Absent teacher", "Kind"]);
    write("cover.xlsx", &support::raw::workbook("", &[("Cover", "", cover)]));
    // A file; and neither one that is no spreadsheet, nor the settings of which one line says nothing.
    write("meetings.csv", b"");
    write("letter.pdf", b"%PDF-1.7");
    write("ringfence.toml", b"colour = \"red\"\n");
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_ringfence"))
        .args(["report", "school", "--term", "Autumn 2026"])
        .current_dir(home.path())
        .output()
        .unwrap();
    let terminal = String::from_utf8(done.stdout).unwrap();
    assert!(terminal.contains("  Left out: meetings.csv, 1 sheet, 3 rows.\n"), "{terminal}");
    let folders = std::fs::read_dir(home.path().join("ringfence-out")).unwrap();
    let folder = folders.map(|entry| entry.unwrap().path()).find(|path| path.is_dir()).unwrap();
    let page = std::fs::read_to_string(folder.join("head.html")).unwrap();
    let alert = page.split("<span>").find(|text| text.contains("left out and")).unwrap();
    assert!(alert.starts_with("One file, 1 sheet and 3 rows were left out and are not in these"), "{alert}");
}
