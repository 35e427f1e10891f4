//! Governors are told of nobody, and with `--pseudonyms` nobody is.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use ringfence::ingest;
use ringfence::model::school::School;
use ringfence::model::settings::Settings;
use ringfence::rules::rulebook::Rulebook;
use ringfence::rules::{Outcome, Strength, assess};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;
use support::canaries::{Canaries, files, text_of};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/calder-and-wharfe");

/// The schools of the sample trust, read with or without pseudonyms.
fn schools(pseudonyms: bool) -> Vec<ingest::Reading> {
    let settings = Settings { pseudonyms, ..Settings::default() };
    ingest::find(Path::new(SAMPLE)).unwrap().iter().map(|files| ingest::read(files, &settings)).collect()
}

fn ringfence(home: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ringfence")).args(args).current_dir(home).output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap() + &String::from_utf8(output.stderr.clone()).unwrap()
}

/// The canary of a pack in which every note, name and file is about “Canari…”.
const CANARY: &str = "canari";

const CANARY_FILES: [(&str, &str); 14] = [
    ("Canaria school.csv", "URN,School,Induction tutor\n123456,Alderbrook School,Ms Canaria Tutor\n"),
    (
        "Canaria staff.csv",
        "Staff code,Name,TRN,FTE,Pay range,Responsibilities,QTS,From,To\n\
         CANARIA,Canaria Zabel,1234567,1,Main,,Yes,01/09/2025,\n\
         CANARIB,Canario Zobel,1234568,1,Upper,Head of Canaries,Yes,01/09/2020,\n\
         CANARIC,Canarie Zubel,1234569,1,Main,,Yes,01/09/2020,\n",
    ),
    (
        "Canaria induction.csv",
        "Staff code,TRN,Induction start,Date of birth,Lead provider\n\
         CANARIA,1234567,01/09/2025,14/05/2002,Canaria Zabel and Co\n",
    ),
    (
        "Canaria mentorship.csv",
        "ECT,Mentor,From,To\nCANARIA,CANARIB,01/09/2025,\nCanariu,CANARIB,01/09/2025,\n",
    ),
    (
        "Canaria mentors.csv",
        "Staff code,TRN,Training start,Ineligible reason,ITT mentor training\n\
         CANARIB,1234568,01/09/2025,Canarian illness,Canarian course\n",
    ),
    (
        "Canaria bells.csv",
        "Period,Start,End,Teaching\nP1,09:00,10:00,yes\nP2,10:00,11:00,yes\nP3,11:20,12:20,yes\n",
    ),
    (
        "Canaria timetable.csv",
        "Staff code,Day,Period,Activity,Class,Room\n\
         CANARIA,Monday,P1,9Canari,9Canari1,R1\nCANARIA,Monday,P2,Canaria meets,,R1\nCANARIA,Monday,P3,PPA,,R1\n\
         CANARIB,Monday,P1,9Canari,9Canari1,R1\nCANARIC,Monday,P1,9Canari,9Canari2,R1\n\
         CANARIC,Monday,P9,9Canari,9Canari2,R1\n",
    ),
    (
        "Canaria calendar.csv",
        "From,To,Kind,Name\n01/09/2026,18/12/2026,term,Autumn term\n26/10/2026,30/10/2026,holiday,Canaria Zabel’s week\n",
    ),
    (
        "Canaria cover.csv",
        "Date,Covering teacher,Period,Absent teacher,Class,Kind\n\
         14/09/2026,CANARIA,P3,Canario Zobel,9Canari1,cover\n21/09/2026,CANARIA,P3,Canario Zobel,9Canari1,canarian\n",
    ),
    (
        "Canaria meetings.csv",
        "Date,ECT,Mentor,Minutes,Notes\n\
         31/02/2026,CANARIA,CANARIB,60,Canarian note\n08/09/2026,CANARIA,CANARIB,canarian hour,Canarian note\n\
         14/09/2026,CANARIA,CANARIB,60,Canarian note\n15/09/2026,Canariv,CANARIB,60,Canarian note\n",
    ),
    ("Canaria absence.csv", "Staff code,From,To,Kind\nCANARIA,12/10/2026,13/10/2026,Canarian fever\n"),
    (
        "Canaria reviews.csv",
        "ECT,Kind,Date,Due,Outcome,Author,Sent to AB\n\
         CANARIA,progress review,10/12/2026,11/12/2026,Canaria does well,Canario Zobel,\n\
         CANARIA,canarian review,10/12/2026,11/12/2026,Canaria does well,Canario Zobel,\n",
    ),
    (
        "Canaria observations.csv",
        "Date,ECT,Observer,Feedback on\n15/09/2026,CANARIA,Mrs Canarix,16/09/2026\n",
    ),
    (
        "Canaria payments.csv",
        "Paid on,Scheme,Amount,Person,Reference\n\
         01/10/2026,year 2 grant,100.00,CANARIA,Canaria Zabel 1234567\n01/10/2026,Canaria money,100.00,CANARIA,x\n",
    ),
];

const CANARY_SETTINGS: &str = "[comparator]\nminutes_per_cycle = 1200\nreason = \"As Canaria Zabel said\"\n\n\
                               [vocabulary]\n\"CANARIA meets\" = \"mentoring\"\n\"9canari\" = \"taught\"\n";

fn canary_pack(home: &Path) {
    let pack = home.join("pack");
    fs::create_dir(&pack).unwrap();
    for (name, text) in CANARY_FILES {
        fs::write(pack.join(name), text).unwrap();
    }
    fs::write(pack.join("ringfence.toml"), CANARY_SETTINGS).unwrap();
    fs::write(pack.join("Canaria photo.xlsx"), "no workbook at all, says Canaria").unwrap();
}

#[test]
fn governors_are_told_of_nobody() {
    let home = tempfile::tempdir().unwrap();
    let said = ringfence(home.path(), &["report", SAMPLE, "--edition", "governors,head", "--out", "out"]);
    let mut looked = 0;
    let readings = schools(false);
    for reading in &readings {
        let canaries = Canaries::of(&reading.school);
        assert!(canaries.len() > 8, "{}", reading.school.name());
        let paths: Vec<&str> = reading.school.sources.files.iter().map(|file| file.path.as_str()).collect();
        let names = paths
            .iter()
            .map(|path| path.rsplit('/').next().unwrap())
            .filter(|name| *name != "ringfence.toml");
        let canaries = canaries.and(names);
        let urn = reading.school.about.urn.value.clone().unwrap();
        for file in files(&home.path().join("out")) {
            let shown = file.display().to_string();
            let text = text_of(&file);
            if shown.contains(&urn) && shown.contains("governors.") {
                assert_eq!(canaries.found_in(&text), [""; 0], "{shown}");
                looked += 1;
            } else if shown.contains(&urn) && shown.contains("head.") {
                assert!(canaries.found_in(&text).len() > 3, "the canaries sing where they may: {shown}");
            }
        }
    }
    assert_eq!(looked, 2 * readings.len(), "{}", told(&said));
}

#[test]
fn governors_of_a_school_of_canaries_hear_none() {
    let home = tempfile::tempdir().unwrap();
    canary_pack(home.path());
    let said = ringfence(home.path(), &["report", "pack", "--edition", "governors", "--out", "out"]);
    let reports: Vec<_> = files(&home.path().join("out"))
        .into_iter()
        .filter(|file| file.ends_with("governors.html") || file.ends_with("governors.xlsx"))
        .collect();
    assert_eq!(reports.len(), 2, "{}", told(&said));
    for file in reports {
        assert!(!text_of(&file).to_lowercase().contains(CANARY), "{}", file.display());
    }
}

/// The sample trust and the canaries, each with pseudonyms in every edition.
static RUNS: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let home = tempfile::tempdir().unwrap();
    canary_pack(home.path());
    for (pack, out, key) in [(SAMPLE, "sample", "sample.csv"), ("pack", "birds", "birds.csv")] {
        let said =
            ringfence(home.path(), &["report", pack, "--out", out, "--pseudonyms", "--pseudonyms-key", key]);
        assert!(home.path().join(out).join("manifest.json").is_file(), "{}", told(&said));
        fs::write(home.path().join(format!("{out}.txt")), told(&said)).unwrap();
    }
    home
});

#[test]
fn with_pseudonyms_nobody_is_told_in_any_file() {
    let home = RUNS.path();
    let mut looked = 0;
    for reading in schools(false) {
        let own = reading.school.sources.files.iter().map(|file| file.path.rsplit('/').next().unwrap());
        let canaries = Canaries::of(&reading.school).and(own.filter(|name| *name != "ringfence.toml"));
        for file in files(&home.join("sample")).into_iter().chain([home.join("sample.txt")]) {
            let text = text_of(&file) + &file.strip_prefix(home).unwrap().display().to_string();
            assert_eq!(canaries.found_in(&text), [""; 0], "{}", file.display());
            looked += 1;
        }
    }
    assert!(looked > 40, "{looked}");
}

#[test]
fn with_pseudonyms_no_canary_sings() {
    let home = RUNS.path();
    let all = files(&home.join("birds"));
    assert!(all.len() > 6, "{all:?}");
    for file in all.into_iter().chain([home.join("birds.txt")]) {
        let text = (text_of(&file)
            + &file.strip_prefix(home.join("birds")).unwrap_or(&file).display().to_string())
            .to_lowercase();
        for private in [CANARY, "1234567", "1234568", "14/05/2002", "2002-05-14", "14 may 2002", "37390"] {
            let at = text
                .find(private)
                .map(|at| text[at.saturating_sub(120)..].chars().take(240).collect::<String>());
            assert_eq!(at, None, "{private} in {}", file.display());
        }
    }
}

#[test]
fn the_key_says_who_is_who_and_is_for_its_owner_only() {
    let home = RUNS.path();
    let key = fs::read_to_string(home.join("birds.csv")).unwrap();
    let line = key.lines().find(|line| line.contains("ECT 1")).unwrap();
    for part in ["CANARIA", "Canaria Zabel", "1234567", "123456"] {
        assert!(line.contains(part), "{line}");
    }
    assert!(key.contains("Canaria timetable.csv") && key.contains("file-"), "{key}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(home.join("birds.csv")).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_key_is_never_written_over_a_file_nor_among_the_reports() {
    let home = tempfile::tempdir().unwrap();
    canary_pack(home.path());
    fs::write(home.path().join("letter.csv"), "dear").unwrap();
    for key in ["letter.csv", "out/key.csv"] {
        let args = [
            "report",
            "pack",
            "--edition",
            "governors",
            "--out",
            "out",
            "--pseudonyms",
            "--pseudonyms-key",
            key,
        ];
        let said = ringfence(home.path(), &args);
        assert_eq!(said.status.code(), Some(4), "{}", told(&said));
        assert!(!home.path().join("out").exists(), "{key}");
    }
    assert_eq!(fs::read_to_string(home.path().join("letter.csv")).unwrap(), "dear");
}

#[test]
fn the_same_pseudonyms_come_again() {
    let home = RUNS.path();
    for (out, pack) in [("sample", SAMPLE), ("birds", "pack")] {
        let said = ringfence(home, &["verify", out, "--rerun", pack]);
        assert_eq!(said.status.code(), Some(0), "{}", told(&said));
    }
    let said = told(&ringfence(home, &["explain", "f1", "--out", "birds"]));
    assert!(said.contains("file-") && !said.to_lowercase().contains(CANARY), "{said}");
}

type Answers = Vec<(&'static str, Outcome, Strength, Option<String>, Option<String>)>;

fn answers(reading: &ingest::Reading) -> Answers {
    let rulebook = Rulebook::embedded().unwrap();
    let assessed = assess(&reading.school, &reading.settings, &rulebook);
    let mut all: Answers = assessed
        .assessments
        .iter()
        .map(|answer| {
            let value = |figure: &Option<ringfence::model::figure::AnyFigure>| {
                figure.as_ref().map(|f| f.value().to_string())
            };
            (answer.rule, answer.outcome, answer.strength, value(&answer.measured), value(&answer.required))
        })
        .collect();
    all.sort();
    all
}

#[test]
fn a_pseudonym_changes_no_answer() {
    for (open, hidden) in schools(false).iter().zip(&schools(true)) {
        assert_eq!(answers(open), answers(hidden), "{}", open.school.name());
    }
}

#[test]
fn pseudonyms_do_not_stand_in_the_order_of_the_names() {
    let mut in_order = 0;
    let hidden = schools(true);
    for reading in &hidden {
        let people: Vec<_> = reading.key.iter().filter(|secret| !secret.name.is_empty()).collect();
        assert_eq!(people.len(), reading.school.people.len());
        let mut by_role: BTreeMap<&str, Vec<(u32, &str)>> = BTreeMap::new();
        for one in &people {
            let (role, n) = one.pseudonym.rsplit_once(' ').unwrap();
            by_role.entry(role).or_default().push((n.parse().unwrap(), &one.stands_for));
        }
        for all in by_role.values_mut() {
            all.sort_unstable();
            in_order += usize::from(all.len() > 4 && all.is_sorted_by_key(|(_, code)| *code));
        }
        assert!(by_role.contains_key("ECT") && by_role.contains_key("Mentor"));
    }
    assert_eq!(in_order, 0);
    let again = schools(true);
    assert!(hidden.iter().zip(&again).all(|(one, other)| one.key == other.key), "the same each time");
}

#[test]
fn who_is_who_is_the_same_in_every_record() {
    let (open, hidden) = (&schools(false)[0], &schools(true)[0]);
    let now: BTreeMap<&str, &str> =
        hidden.key.iter().map(|secret| (secret.stands_for.as_str(), secret.pseudonym.as_str())).collect();
    let meetings = |school: &School| -> Vec<(String, String)> {
        let id = |person| school.person(person).id.clone();
        school.meetings.iter().map(|row| (id(row.ect), id(row.mentor))).collect()
    };
    let expected: Vec<(String, String)> = meetings(&open.school)
        .iter()
        .map(|(ect, mentor)| (now[ect.as_str()].to_owned(), now[mentor.as_str()].to_owned()))
        .collect();
    assert!(!expected.is_empty());
    assert_eq!(meetings(&hidden.school), expected);
}
