//! What is said and written shows nothing of a person that it need not, and nobody else can read it.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Mutex;

const STAFF: &str = "Staff code,Name,TRN,FTE,Pay range,QTS,From,To\n\
                     CZA,Canaria Zabel,1234567,1,Main,Yes,01/09/2026,\n\
                     CZB,Canario Zobel,1234568,1,Upper,Yes,01/09/2020,\n";
const INDUCTION: &str = "Staff code,Induction start,Date of birth\nCZA,01/09/2026,14/05/2002\n";
const MENTORSHIP: &str = "ECT,Mentor,From,To\nCZA,CZB,01/09/2026,\n";
const MEETINGS: &str = "Date,ECT,Mentor,Minutes,Notes\n\
                        31/02/2026,CZA,CZB,60,Canarian note\n\
                        08/09/2026,CZA,CZB,1 hour or so,Canarian note\n";

/// A pack in a new home; in it every name begins with “Canari”.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("pack")).unwrap();
    for (name, text) in [
        ("staff.csv", STAFF),
        ("induction.csv", INDUCTION),
        ("mentorship.csv", MENTORSHIP),
        ("meetings.csv", MEETINGS),
    ] {
        fs::write(home.path().join("pack").join(name), text).unwrap();
    }
    home
}

fn ringfence(home: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ringfence")).args(args).current_dir(home).output().unwrap()
}

const COMMANDS: [(&[&str], i32); 8] = [
    (&["report", "pack", "--out", "out"], 3),
    (&["check", "pack", "--annotate", "marked"], 3),
    (&["inspect", "pack/staff.csv", "pack/meetings.csv", "--save", "layouts"], 0),
    (&["init", "blank"], 0),
    (&["explain", "f1", "--out", "out"], 0),
    (&["report", "pack/staff.csv"], 2),
    (&["report", "pack", "--out", "pack/staff.csv/out"], 4),
    (&["explain", "f99999", "--out", "out"], 2),
];

#[test]
fn nobody_is_named_on_stderr() {
    let home = home();
    for (args, code) in COMMANDS {
        let said = ringfence(home.path(), args);
        let err = String::from_utf8(said.stderr).unwrap();
        assert_eq!(said.status.code(), Some(code), "{args:?} {err}");
        assert!(!err.contains("Canari"), "{args:?} {err}");
        assert_eq!(err.is_empty(), matches!(code, 0 | 3), "{args:?} {err}");
    }
}

#[test]
fn a_finding_that_is_not_about_a_name_shows_none() {
    let home = home();
    let said = String::from_utf8(ringfence(home.path(), &["check", "pack"]).stdout).unwrap();
    assert!(said.contains("31/02/2026") && said.contains("1 hour or so"), "{said}");
    assert!(!said.contains("Canari"), "{said}");
}

#[test]
fn what_is_about_health_stays_in_the_files_and_a_date_of_birth_goes_to_the_appropriate_body_alone() {
    let home = home();
    let absence = "Staff code,From,To,Kind\nCZA,12/10/2026,13/10/2026,Canarian fever\n";
    fs::write(home.path().join("pack/absence.csv"), absence).unwrap();
    ringfence(home.path(), &["report", "pack", "--out", "out"]);
    let mut seen = 0;
    for file in files(&home.path().join("out")) {
        let bytes = fs::read(&file).unwrap();
        let text = if file.extension().is_some_and(|e| e == "xlsx") {
            unzipped(bytes)
        } else {
            String::from_utf8(bytes).unwrap()
        };
        assert!(!text.contains("Canarian"), "{} says why someone was absent", file.display());
        // A date of birth is for the appropriate body, whose forms ask for it, and for nobody else.
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let is_for_the_body = name.starts_with("appropriate-body.") || name.starts_with("ab-");
        for birth in ["14/05/2002", "2002-05-14", "14 May 2002"] {
            assert!(is_for_the_body || !text.contains(birth), "{} holds {birth}", file.display());
        }
        seen += usize::from(text.contains("Canaria Zabel"));
    }
    assert!(seen >= 3, "the reports are about the person all the same");
}

fn unzipped(bytes: Vec<u8>) -> String {
    use std::io::Read as _;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for n in 0..zip.len() {
        zip.by_index(n).unwrap().read_to_string(&mut all).unwrap();
    }
    all
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all
}

#[cfg(unix)]
#[test]
fn what_is_written_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = home();
    for (args, _) in COMMANDS {
        ringfence(home.path(), args);
    }
    let mut looked = 0;
    for folder in ["out", "marked", "layouts", "blank"] {
        let folder = home.path().join(folder);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
        for file in files(&folder) {
            assert_eq!(mode(&file), 0o600, "{}", file.display());
            assert_eq!(mode(file.parent().unwrap()), 0o700, "{}", file.display());
            looked += 1;
        }
    }
    assert!(looked > 10);
}

#[test]
fn a_fault_of_the_program_says_where_and_not_what() {
    static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());
    std::panic::set_hook(Box::new(|panic| SAID.lock().unwrap().push(ringfence::fault::words(panic))));
    let name = String::from("Canaria Zoë Zabel");
    let cut = std::panic::catch_unwind(|| name[..11].len());
    let own = std::panic::catch_unwind(|| panic!("words of our own"));
    let _ = std::panic::take_hook();
    assert!(cut.is_err() && own.is_err());
    let said = SAID.lock().unwrap().join("\n");
    assert!(!said.contains("Canaria") && said.lines().all(|line| line.starts_with("Stopped at ")), "{said}");
    assert!(said.contains("words of our own"), "{said}");
}
