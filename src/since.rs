//! What earlier runs wrote: the `results.json` of their output folders, for the trend. Anyone may have written those, so
//! nothing in them is taken on trust.

use crate::rules::Outcome;
use crate::run::Error;
use crate::tables::governors::Standing;
use crate::tables::schools::{Counts, History, Then};
use crate::tables::words;
use crate::write::json::FORMAT;
use crate::write::manifest::Output;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

const NAME: &str = "results.json";
/// The largest that is read: that of some eighty thousand schools.
const LARGEST: u64 = 256 << 20;

/// What earlier runs said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Since {
    /// By school.
    pub history: History,
    /// The files read, by their hash, since their order and their folders change nothing.
    pub files: Vec<Output>,
}

/// What tells whose results they are.
#[derive(Deserialize)]
struct Kind {
    tool: Option<String>,
    format: Option<u32>,
    /// Stands in the results of one school only.
    assessments: Option<serde::de::IgnoredAny>,
    schools: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct Results {
    schools: Vec<School>,
}

/// A school; one that could not be read then has neither term nor day.
#[derive(Deserialize)]
struct School {
    urn: Option<String>,
    name: String,
    term: Option<String>,
    as_of: Option<NaiveDate>,
    #[serde(default)]
    outcomes: BTreeMap<Outcome, u64>,
    rules: Option<BTreeMap<String, Counts>>,
    governors: Option<Told>,
}

/// What governors were told of a term.
#[derive(Deserialize)]
struct Told {
    in_order: u64,
    of: u64,
}

/// Reads the results of earlier outputs. `out` is where this run writes.
///
/// # Errors
/// If a folder is no output, its results are not to be relied on, or a school has two for one day.
pub(crate) fn read(folders: &[PathBuf], out: &Path) -> Result<Since, Error> {
    let mut since = Since::default();
    for folder in folders {
        let refused = |why: String| Error::Since(format!("--since {}: {why}", folder.display()));
        if folder.canonicalize().ok().is_some_and(|folder| out.canonicalize().ok() == Some(folder)) {
            return Err(refused(
                "this run replaces what is in that folder. Write to another one with --out, or keep the earlier reports \
                 under another name and give that"
                    .to_owned(),
            ));
        }
        let bytes = bytes_of(folder).map_err(refused)?;
        let results = results(&bytes).map_err(refused)?;
        for school in results.schools {
            let name = school.name.clone();
            let Some((urn, then)) = then(school).map_err(refused)? else { continue };
            let day = then.as_of;
            since.history.add(urn.as_deref(), &name, then).map_err(|_| {
                let day = words::date(day);
                refused(format!("{name} has results as of {day} here and in another folder, or twice here. Name one output for each day"))
            })?;
        }
        since.files.push(Output::of(NAME, &bytes));
    }
    since.files.sort_by(|a, b| a.sha256.cmp(&b.sha256));
    Ok(since)
}

impl Since {
    /// Every earlier result is earlier than the first day of this run.
    ///
    /// # Errors
    /// If one is not.
    pub fn precedes(&self, first: Option<NaiveDate>) -> Result<(), Error> {
        match (self.history.last(), first) {
            (Some(last), Some(first)) if last >= first => Err(Error::Since(format!(
                "--since: there are earlier results as of {}, and this run is as of {}. Name outputs of earlier days only",
                words::date(last),
                words::date(first)
            ))),
            _ => Ok(()),
        }
    }
}

fn bytes_of(folder: &Path) -> Result<Vec<u8>, String> {
    let hint = "Name a folder that ringfence report wrote in an earlier term";
    if !folder.exists() {
        return Err(format!("there is no such folder. {hint}"));
    }
    if !folder.is_dir() {
        return Err("is a file; name the folder it is in".to_owned());
    }
    let path = folder.join(NAME);
    let found = fs::symlink_metadata(&path).map_err(|_| format!("it holds no {NAME}. {hint}"))?;
    if !found.is_file() || found.len() > LARGEST {
        return Err(format!("its {NAME} is no ordinary file, or far too large. {hint}"));
    }
    let mut bytes = Vec::new();
    let read = File::open(&path).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes));
    read.map_err(|error| format!("its {NAME} cannot be read ({})", error.kind()))?;
    Ok(bytes)
}

fn results(bytes: &[u8]) -> Result<Results, String> {
    let damaged = |error: serde_json::Error| {
        format!("its {NAME} cannot be read ({error}). Put it back from a copy of the folder, or leave it out")
    };
    let kind: Kind = serde_json::from_slice(bytes).map_err(damaged)?;
    if !kind.tool.is_some_and(|tool| tool.starts_with("ringfence")) {
        return Err(format!("its {NAME} is that of another program, not of ringfence"));
    }
    match kind.format {
        Some(format) if format > FORMAT => {
            return Err(format!(
                "its {NAME} is of format {format}, which a later ringfence wrote; this one reads up to format {FORMAT}. \
                 Use that later version for this run too"
            ));
        }
        Some(_) => {}
        None => {
            return Err(format!("its {NAME} does not say of which format it is, so it cannot be relied on"));
        }
    }
    if kind.assessments.is_some() && kind.schools.is_none() {
        return Err(
            "is the folder of one school. Name the folder above it, in which index.html is".to_owned()
        );
    }
    serde_json::from_slice(bytes).map_err(damaged)
}

/// What was said of a school; nothing for one that was not read.
fn then(school: School) -> Result<Option<(Option<String>, Then)>, String> {
    let (Some(term), Some(as_of)) = (school.term, school.as_of) else { return Ok(None) };
    let Some(rules) = school.rules else {
        return Err(format!(
            "its {NAME} was written by a version that kept no counts for each rule. Make that run again with this version, \
             from the spreadsheets of then, and name its output"
        ));
    };
    let all = rules.values().try_fold(Counts::default(), |all, counts| all.checked_and(*counts));
    let listed = |outcome| school.outcomes.get(&outcome).copied().unwrap_or(0);
    let agrees = |all: &Counts| {
        all.breach <= all.not_met
            && [
                (Outcome::NotMet, all.not_met),
                (Outcome::NotShown, all.not_shown),
                (Outcome::Pending, all.pending),
                (Outcome::Met, all.met),
                (Outcome::NotApplicable, all.not_applicable),
            ]
            .iter()
            .all(|(outcome, n)| listed(*outcome) == *n)
    };
    let Some(all) = all.filter(agrees) else {
        return Err(format!(
            "its {NAME} contradicts itself: the rules of {} do not add up to its outcomes. Put it back from a copy of the \
             folder, or leave it out",
            school.name
        ));
    };
    let standing = match school.governors {
        Some(Told { in_order, of }) if in_order > of => {
            return Err(format!(
                "its {NAME} contradicts itself: governors of {} were told of {in_order} of {of}. Put it back from a copy of \
                 the folder, or leave it out",
                school.name
            ));
        }
        told => told.map(|Told { in_order, of }| Standing { term: term.clone(), in_order, of }),
    };
    Ok(Some((school.urn, Then { term, as_of, all, rules, standing })))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHOOL: &str = r#"{"urn": "123456", "name": "Alderbrook", "term": "Summer 2026", "as_of": "2026-07-20",
        "outcomes": {"not_met": 1, "met": 2},
        "rules": {"PT01": {"not_met": 1, "breach": 1, "not_shown": 0, "pending": 0, "met": 2, "not_applicable": 0}}}"#;
    const UNREAD: &str =
        r#"{"urn": null, "name": "Langtoft", "term": null, "as_of": null, "outcomes": {}, "rules": {}}"#;

    fn run(schools: &str) -> String {
        format!(r#"{{"format": 1, "tool": "ringfence 0.1.0", "rulebook": "", "schools": [{schools}]}}"#)
    }

    fn folder(home: &Path, name: &str, text: &str) -> PathBuf {
        let folder = home.join(name);
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join(NAME), text).unwrap();
        folder
    }

    fn day(m: u32, d: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(2026, m, d)
    }

    #[test]
    fn an_earlier_output_is_read_and_a_school_that_could_not_be_is_left_out() {
        let home = tempfile::tempdir().unwrap();
        let then = folder(home.path(), "then", &run(&format!("{SCHOOL}, {UNREAD}")));
        let since = read(&[then], &home.path().join("out")).unwrap();
        let found = since.history.of(Some("123456"), "Alderbrook");
        assert_eq!((found.len(), found[0].all.not_met, found[0].all.met), (1, 1, 2));
        assert_eq!(since.history.of(None, "Langtoft"), []);
        assert_eq!(since.files.len(), 1);
        assert!(since.precedes(day(12, 18)).is_ok() && since.precedes(day(7, 20)).is_err());
    }

    #[test]
    fn what_is_no_earlier_output_is_refused_with_what_to_do() {
        let home = tempfile::tempdir().unwrap();
        let whole = run(SCHOOL);
        let cases = [
            ("foreign", whole.replace("ringfence", "npm"), "that of another program"),
            (
                "later",
                whole.replace("\"format\": 1", "\"format\": 7"),
                "format 7, which a later ringfence wrote",
            ),
            ("none", whole.replace("\"format\": 1, ", ""), "does not say of which format"),
            ("cut", whole[..whole.len() - 9].to_owned(), "cannot be read (EOF"),
            (
                "one",
                r#"{"format": 1, "tool": "ringfence 0.1.0", "assessments": []}"#.to_owned(),
                "Name the folder above it",
            ),
            ("sum", whole.replace("\"met\": 2}", "\"met\": 3}"), "the rules of Alderbrook do not add up"),
            ("breach", whole.replace("\"breach\": 1", "\"breach\": 2"), "do not add up"),
            (
                "huge",
                whole.replace("\"not_shown\": 0", "\"not_shown\": 18446744073709551615"),
                "do not add up",
            ),
            ("minus", whole.replace("\"breach\": 1", "\"breach\": -1"), "cannot be read"),
            (
                "governors",
                whole.replace("\"rules\"", "\"governors\": {\"in_order\": 5, \"of\": 4}, \"rules\""),
                "governors of Alderbrook were told of 5 of 4",
            ),
            ("old", whole.replace("\"rules\"", "\"other\""), "kept no counts for each rule"),
        ];
        for (name, text, said) in cases {
            let why = read(&[folder(home.path(), name, &text)], Path::new("out")).unwrap_err().to_string();
            assert!(why.contains(said), "{name}: {why}");
        }
        let why = |path: &Path| read(&[path.to_owned()], Path::new("out")).unwrap_err().to_string();
        assert!(why(&home.path().join("nowhere")).contains("there is no such folder"));
        assert!(why(home.path()).contains("holds no results.json"));
        assert!(why(&home.path().join("old").join(NAME)).contains("is a file"));
    }

    #[test]
    fn a_school_has_one_answer_a_day_and_the_folder_written_to_is_none() {
        let home = tempfile::tempdir().unwrap();
        let [a, b] = ["a", "b"].map(|name| folder(home.path(), name, &run(SCHOOL)));
        let why = read(&[a.clone(), b], Path::new("out")).unwrap_err().to_string();
        assert!(why.contains("Alderbrook has results as of 20 July 2026"), "{why}");
        let why = read(std::slice::from_ref(&a), &a).unwrap_err().to_string();
        assert!(why.contains("this run replaces what is in that folder"), "{why}");
    }
}
