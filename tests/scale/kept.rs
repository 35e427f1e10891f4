//! Only what changed is worked again, and the reports are then, byte for byte, those of a run from nothing.

use crate::trust::{CALENDAR, files, job, pack};
use ringfence::model::figure::ChosenBy;
use ringfence::model::settings::{Chosen, Settings};
use ringfence::{Edition, Executable, Format, Job};
use std::fs;
use std::path::Path;

const RULES: &str = "[[teaching_cap_part_1.from]]\ndate = \"2026-09-01\"\nvalue = \"8/10\"\n\
    title = \"What the hub asks\"\nchecked = \"2026-11-01\"\n";
const LAYOUT: &str = "[[layout]]\nrecord = \"staff\"\nname = \"Quill\"\nmarks = [\"Quill ref\"]\n\
    needs = [\"staff\"]\n[layout.columns]\nstaff = [\"Quill ref\"]\n";

/// Three schools, one of them without a URN.
fn trust(home: &Path) {
    pack(&home.join("Trust"), &["alder", "birch", "cedar"]);
}

/// How many schools were kept by a run that writes where the reports are; they are the same as those of one that finds
/// nothing there.
fn kept(job: &Job) -> usize {
    let summary = ringfence::run(job).unwrap();
    let nothing = Job { out: job.out.with_file_name("fresh"), ..job.clone() };
    assert_eq!(ringfence::run(&nothing).unwrap().kept, 0);
    let (now, fresh) = (files(&job.out), files(&nothing.out));
    let differ: Vec<&String> =
        now.keys().chain(fresh.keys()).filter(|path| now.get(*path) != fresh.get(*path)).collect();
    assert!(differ.is_empty(), "{differ:?}");
    fs::remove_dir_all(&nothing.out).unwrap();
    summary.kept
}

fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    trust(home.path());
    assert_eq!(ringfence::run(&job(home.path(), &["Trust"], "out")).unwrap().kept, 0);
    home
}

#[test]
fn only_the_school_of_which_a_file_changed_is_worked_again() {
    let home = home();
    let job = job(home.path(), &["Trust"], "out");
    assert_eq!(kept(&job), 3, "nothing changed");
    let at = |path: &str| home.path().join("Trust").join(path);
    let more = "Date,ECT,Mentor,Minutes\n03/11/2026,JSM,KOD,60\n10/11/2026,JSM,KOD,60\n";
    fs::write(at("birch/meetings.csv"), more).unwrap();
    assert_eq!(kept(&job), 2, "a file changed");
    fs::write(at("birch/notes.docx"), "x").unwrap();
    assert_eq!(ringfence::run(&job).unwrap().kept, 2, "a file came");
    fs::write(at("birch/notes.docx"), "y").unwrap();
    assert_eq!(ringfence::run(&job).unwrap().kept, 3, "nobody reads it");
    fs::remove_file(at("birch/notes.docx")).unwrap();
    fs::rename(at("cedar/meetings.csv"), at("cedar/mentor meetings.csv")).unwrap();
    assert_eq!(kept(&job), 1, "a file went, and another has a new name, which the reports give");
    fs::rename(at("alder"), at("zelkova")).unwrap();
    assert_eq!(kept(&job), 2, "a school has another folder, and so that without a URN has");
    fs::write(at("calendar.csv"), format!("{CALENDAR}26/10/2026,30/10/2026,holiday,\n")).unwrap();
    assert_eq!(kept(&job), 0, "a file that all share changed");
}

#[test]
fn a_run_that_is_made_in_another_way_keeps_nothing() {
    let home = home();
    let usual = job(home.path(), &["Trust"], "out");
    let folder = |name: &str, file: &str, text: &str| {
        let folder = home.path().join(name);
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join(file), text).unwrap();
        Some(folder)
    };
    let on = |day: &str| {
        let as_of = Chosen { value: day.parse().unwrap(), by: ChosenBy::CommandLine };
        Settings { as_of: Some(as_of), ..Settings::default() }
    };
    let before = Job { overrides: on("2026-10-16"), ..job(home.path(), &["Trust"], "before") };
    ringfence::run(&before).unwrap();
    let others = [
        ("day", Job { overrides: on("2026-11-30"), ..usual.clone() }),
        ("earlier reports", Job { since: vec![before.out], ..usual.clone() }),
        ("editions", Job { editions: vec![Edition::Head, Edition::Overview], ..usual.clone() }),
        ("formats", Job { formats: vec![Format::Html, Format::Xlsx], ..usual.clone() }),
        ("program", Job { executable: Executable::known(Some("1".repeat(64))), ..usual.clone() }),
        ("no program", Job { executable: Executable::known(None), ..usual.clone() }),
        (
            "templates",
            Job { templates: folder("Look", "style.css", "body { color: #333 }\n"), ..usual.clone() },
        ),
        ("rulebook", Job { rulebook: folder("Hub values", "caps.toml", RULES), ..usual.clone() }),
        ("layouts", Job { layouts: folder("Layouts", "quill.toml", LAYOUT), ..usual.clone() }),
        (
            "pseudonyms",
            Job { overrides: Settings { pseudonyms: true, ..Settings::default() }, ..usual.clone() },
        ),
        ("fresh", Job { fresh: true, ..usual.clone() }),
    ];
    for (what, other) in others {
        assert_eq!(ringfence::run(&other).unwrap().kept, 0, "{what}");
    }
    assert_eq!(kept(&usual), 3, "the last was made in the usual way, with no regard to what was there");
}

#[test]
fn a_school_whose_reports_were_touched_is_worked_again() {
    let home = home();
    let job = job(home.path(), &["Trust"], "out");
    let at = |path: &str| job.out.join(path);
    let touch = |path: &str| {
        let mut bytes = fs::read(at(path)).unwrap();
        let last = bytes.len() - 2;
        bytes[last] ^= 1;
        fs::write(at(path), bytes).unwrap();
    };
    touch("900101-alder-school/head.html");
    fs::remove_file(at("900103-cedar-school/results.json")).unwrap();
    assert_eq!(kept(&job), 1, "a report was changed, and of another school a file is gone");
    fs::write(at("900103-cedar-school/results.json"), "longer or shorter").unwrap();
    assert_eq!(ringfence::run(&job).unwrap().kept, 2, "a file has another size");
    touch("schools.jsonl");
    assert_eq!(ringfence::run(&job).unwrap().kept, 0, "what is kept of the schools was changed");
}

#[test]
fn a_school_that_could_not_be_read_or_lost_a_file_is_worked_again() {
    let home = tempfile::tempdir().unwrap();
    trust(home.path());
    let at = |path: &str| home.path().join("Trust").join(path);
    fs::write(at("cedar/cover.xlsx"), "no workbook").unwrap();
    fs::create_dir(at("fig")).unwrap();
    fs::write(at("fig/list.csv"), "a,b\n1,2\n").unwrap();
    let job = job(home.path(), &["Trust"], "out");
    ringfence::run(&job).unwrap();
    assert_eq!(kept(&job), 2);
}
