//! Schools of a trust on disk, and a job that reports on them.

use ringfence::model::settings::Settings;
use ringfence::{Edition, Executable, Format, Job, Workers};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

pub const CALENDAR: &str = "From,To,Kind,Name\n01/09/2026,18/12/2026,term,Autumn 2026\n";

/// The files of a school, of which every other one has no URN. Each has other meetings.
pub fn school(folder: &Path, n: usize, name: &str) {
    fs::create_dir_all(folder).unwrap();
    let urn = if n.is_multiple_of(2) { format!("{}", 900_101 + n) } else { String::new() };
    let files = [
        ("school.csv", format!("URN,School,Appropriate body\n{urn},{name} school,Pennine Hub\n")),
        ("staff.csv", "Staff code,Name,TRN,FTE\nJSM,Jane Smith,1234567,1\nKOD,Kwame Oduya,,1\n".to_owned()),
        ("induction.csv", "Staff code,Induction start\nJSM,01/09/2026\n".to_owned()),
        ("mentorship.csv", "ECT,Mentor,From\nJSM,KOD,01/09/2026\n".to_owned()),
        ("meetings.csv", format!("Date,ECT,Mentor,Minutes\n{:02}/11/2026,JSM,KOD,60\n", n + 2)),
    ];
    for (path, text) in files {
        fs::write(folder.join(path), text).unwrap();
    }
}

/// A pack of these schools, and a calendar for all of them.
pub fn pack(folder: &Path, names: &[&str]) {
    for (n, name) in names.iter().enumerate() {
        school(&folder.join(name), n, name);
    }
    fs::write(folder.join("calendar.csv"), CALENDAR).unwrap();
}

/// A pack for each of these schools.
pub fn packs(home: &Path, names: &[&str]) {
    for (n, name) in names.iter().enumerate() {
        school(&home.join(name), n, name);
    }
}

/// A report on packs of `home`.
pub fn job(home: &Path, packs: &[&str], out: &str) -> Job {
    Job {
        packs: packs.iter().map(|name| home.join(name)).collect(),
        out: home.join(out),
        rulebook: None,
        layouts: None,
        since: Vec::new(),
        templates: None,
        overrides: Settings::default(),
        key: None,
        listed: 1_000,
        fresh: false,
        editions: vec![Edition::Head, Edition::AppropriateBody, Edition::Overview],
        formats: vec![Format::Html],
        executable: Executable::known(Some("0".repeat(64))),
        workers: Workers::of(env!("CARGO_BIN_EXE_ringfence").into()),
    }
}

/// Every file below a folder, by path.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            let inside = files(&entry.path()).into_iter();
            all.extend(inside.map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
        } else {
            all.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    all
}
