//! Years later: is an output still what was written, and does the same run still give it?

mod again;
mod files;
mod reasons;
mod results;
mod told;

use crate::executable::Executable;
use crate::run;
use crate::tables::words;
use crate::work::Workers;
use crate::write::manifest::{self, LARGEST, Manifest, NAME};
use files::{Files, State};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// What to look at.
#[derive(Clone, Debug)]
pub struct Verify {
    /// A folder of reports.
    pub out: PathBuf,
    /// The seal that was written down when they were made, or its beginning; spaces do not matter.
    pub seal: Option<String>,
    /// Do the run again as well.
    pub rerun: Option<Rerun>,
}

/// What a run is done again with.
#[derive(Clone, Debug)]
pub struct Rerun {
    /// The packs, in the order in which they were named; none: the sample inside the program.
    pub packs: Vec<PathBuf>,
    /// The folder of one's own values, if there was one.
    pub rulebook: Option<PathBuf>,
    /// The folder of one's own layouts, if there was one.
    pub layouts: Option<PathBuf>,
    /// The earlier outputs it was compared with, if there were any.
    pub since: Vec<PathBuf>,
    /// The folder of one's own templates, if there was one.
    pub templates: Option<PathBuf>,
    /// The program itself.
    pub executable: Executable,
    /// By whom.
    pub workers: Workers,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// In words.
    pub text: String,
    /// True if everything agrees.
    pub holds: bool,
}

/// Why nothing could be verified.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder is no output that can be used.
    #[error("{path}: {why}")]
    Output {
        /// As named on the command line.
        path: String,
        /// Why, and what to do.
        why: String,
    },
    /// The run could not be done again.
    #[error(transparent)]
    Run(#[from] run::Error),
}

/// Compares every file of an output with its manifest and, if asked, with what the same run gives now.
///
/// # Errors
/// If the folder is no output, its manifest cannot be relied on, or the run cannot be done again.
pub fn verify(wanted: &Verify) -> Result<Verified, Error> {
    let refused = |why: String| Error::Output { path: wanted.out.display().to_string(), why };
    let bytes = manifest_of(&wanted.out).map_err(refused)?;
    let manifest = manifest::read(&bytes).map_err(|error| {
        refused(format!(
            "{error}. Nothing in this folder can be checked with it; put back the manifest from a copy of the folder"
        ))
    })?;
    let files = Files::of(&wanted.out, &manifest.outputs).map_err(|error| refused(error.to_string()))?;
    let mut text = heading(&wanted.out, &manifest);
    let mut holds = files.agree();
    agreement(&mut text, &files);
    let (line, same) = seal(&bytes, wanted.seal.as_deref());
    if let Some(rerun) = &wanted.rerun {
        let (told, same) = again::again(&wanted.out, rerun, &manifest, &files)?;
        text.push_str(&told);
        holds &= same;
    }
    text.push_str(&line);
    Ok(Verified { text, holds: holds && same })
}

/// The bytes of the manifest; a link, a pipe or a giant is none.
pub(crate) fn manifest_of(out: &Path) -> Result<Vec<u8>, String> {
    if !out.is_dir() {
        return Err("there is no such folder. Name the folder that ringfence report wrote".to_owned());
    }
    let path = out.join(NAME);
    let metadata = fs::symlink_metadata(&path).map_err(|_| {
        "it holds no manifest.json, so nothing says what should be in it. Name the folder that ringfence report wrote"
            .to_owned()
    })?;
    if !metadata.is_file() || metadata.len() > LARGEST {
        return Err("its manifest.json is no ordinary file, or far too large".to_owned());
    }
    let mut bytes = Vec::new();
    let read = File::open(&path).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes));
    read.map_err(|error| format!("its manifest.json cannot be read ({})", error.kind()))?;
    Ok(bytes)
}

/// `Reports: 18 files about 4 schools, written by ringfence 0.1.0.`
fn heading(out: &Path, manifest: &Manifest) -> String {
    let files = words::tally(whole(manifest.outputs.len()), "file", "files");
    let schools = words::tally(whole(manifest.schools.len()), "school", "schools");
    format!("{}: {files} about {schools}, written by {}.\n\n", out.display(), manifest.tool)
}

/// Of what is listed, this many lines.
const LINES: usize = 40;

/// Lines, and how many more there are.
fn listed(text: &mut String, lines: impl ExactSizeIterator<Item = String>) {
    let more = lines.len().saturating_sub(LINES);
    for line in lines.take(LINES) {
        let _ = writeln!(text, "  - {line}");
    }
    if more > 0 {
        let _ = writeln!(text, "  - and {} more", words::thousands(whole(more)));
    }
}

fn agreement(text: &mut String, files: &Files) {
    let all = words::tally(whole(files.listed.len()), "file", "files");
    let other: Vec<_> = files.listed.values().filter(|(_, state)| *state != State::Same).collect();
    let _ = match (other.len(), files.listed.len()) {
        (0, 1) => writeln!(
            text,
            "The 1 file is as it was written: its size and SHA-256 are those in manifest.json."
        ),
        (0, _) => {
            writeln!(text, "All {all} are as they were written: size and SHA-256 are those in manifest.json.")
        }
        (n, _) => writeln!(text, "Not as written: {} of {all}.", words::thousands(whole(n))),
    };
    listed(text, other.iter().map(|(output, state)| format!("{}: {}", output.path, state.said(output))));
    if other.iter().any(|(output, state)| matches!(state, State::Changed(_)) && is_workbook(&output.path)) {
        text.push_str(
            "  Opening a workbook and saving it changes its bytes, even if no cell was touched. Work in a copy, and put \
             the original back here.\n",
        );
    }
    if files.added.is_empty() {
        text.push_str("Nothing was added.\n");
    } else {
        text.push_str("Added since, and not written by ringfence:\n");
        listed(text, files.added.iter().cloned());
    }
    if !files.litter.is_empty() {
        let _ = writeln!(
            text,
            "Note: {}, which other programs leave behind; it does no harm.",
            files.litter.join(", ")
        );
    }
    text.push('\n');
}

fn is_workbook(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"))
}

/// A hash in groups of four, as it can be read out.
pub fn in_groups(hash: &str) -> String {
    let letters: Vec<char> = hash.chars().collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

/// The fewest digits of a seal that are compared: nobody finds another manifest that begins with these.
const DIGITS: usize = 16;

/// The seal, and whether it is the one given.
fn seal(manifest: &[u8], given: Option<&str>) -> (String, bool) {
    let found = manifest::Output::of(NAME, manifest).sha256;
    let mut text = format!("Seal: {}\n", in_groups(&found));
    let Some(given) = given else {
        text.push_str(
            "If this is the seal that was written down when the reports were made, manifest.json is the one of that day, \
             and so is every file that agrees with it.\n",
        );
        return (text, true);
    };
    let plain = plain_seal(given);
    let same = plain.len() >= DIGITS && found.starts_with(&plain);
    text.push_str(match (same, plain.len() < DIGITS) {
        (true, _) => "It is the seal you gave: manifest.json is the one that was sealed.\n",
        (false, true) => "The seal you gave is too short to prove anything: give at least its first 16 digits.\n",
        (false, false) => {
            "It is not the seal you gave: manifest.json is not the one that was sealed, so what agrees with it proves \
             nothing.\n"
        }
    });
    (text, same)
}

fn plain_seal(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_compared_without_its_spaces_and_may_be_cut() {
        let (text, same) = seal(b"", None);
        assert!(same && text.starts_with("Seal: e3b0 c442 98fc 1c14 "), "{text}");
        assert!(seal(b"", Some("E3B0 C442 98fc 1c14")).1);
        assert!(seal(b"", Some("e3b0-c442-98fc-1c14-9afb")).1);
        assert!(!seal(b"", Some("e3b0 c442 98fc 1c15")).1);
        assert!(!seal(b"", Some("e3b0 c442")).1, "too short to prove anything");
        assert!(!seal(b"", Some("")).1);
    }

    #[test]
    fn a_folder_without_a_manifest_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let wanted = |out: &Path| Verify { out: out.to_owned(), seal: None, rerun: None };
        let said = |out: &Path| verify(&wanted(out)).unwrap_err().to_string();
        assert!(said(home.path()).contains("holds no manifest.json"));
        assert!(said(&home.path().join("nowhere")).contains("there is no such folder"));
        fs::create_dir(home.path().join(NAME)).unwrap();
        assert!(said(home.path()).contains("no ordinary file"));
    }

    #[test]
    fn a_manifest_that_is_far_too_large_is_not_read() {
        let home = tempfile::tempdir().unwrap();
        // A file with a hole: it takes no room on disk.
        File::create(home.path().join(NAME)).unwrap().set_len(LARGEST + 1).unwrap();
        let wanted = Verify { out: home.path().to_owned(), seal: None, rerun: None };
        assert!(verify(&wanted).unwrap_err().to_string().contains("far too large"));
    }
}
