//! The files of an output as they stand now, beside what its manifest lists. Links are not followed.

use crate::tables::words;
use crate::write::manifest::{self, NAME, Output};
use crate::write::place::is_litter;
use std::collections::BTreeMap;
use std::fs::{self, DirEntry, FileType};
use std::io;
use std::path::Path;

/// What is there, and what should be.
#[derive(Debug)]
pub struct Files {
    /// Every file of the manifest, by path.
    pub listed: BTreeMap<String, (Output, State)>,
    /// What the manifest does not list.
    pub added: Vec<String>,
    /// The same, but left behind by a file manager or an office program.
    pub litter: Vec<String>,
}

/// What became of a listed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Size and hash agree.
    Same,
    /// It has other bytes; how many.
    Changed(u64),
    /// It is not there.
    Missing,
    /// There is something else in its place.
    Other(&'static str),
    /// It cannot be opened, and why.
    Closed(String),
}

impl State {
    /// In words.
    pub fn said(&self, output: &Output) -> String {
        let size = |bytes: u64| words::tally(i64::try_from(bytes).unwrap_or(i64::MAX), "byte", "bytes");
        match self {
            State::Same => "as it was written".to_owned(),
            State::Changed(bytes) if *bytes == output.bytes => {
                format!("was changed after it was written (of the same size, {})", size(*bytes))
            }
            State::Changed(bytes) => {
                format!(
                    "was changed after it was written ({} then, {} now)",
                    size(output.bytes),
                    size(*bytes)
                )
            }
            State::Missing => "is missing".to_owned(),
            State::Other(what) => format!("is {what}, not the file that was written"),
            State::Closed(why) => format!("cannot be read ({why})"),
        }
    }
}

impl Files {
    /// Reads every listed file once, and lists what else there is.
    ///
    /// # Errors
    /// If the folder cannot be listed.
    pub fn of(out: &Path, listed: &[Output]) -> io::Result<Files> {
        let mut there = there(out)?;
        let looked_at = listed.iter().map(|output| {
            let state = state(out, output, there.remove(&output.path));
            (output.path.clone(), (output.clone(), state))
        });
        let listed: BTreeMap<String, (Output, State)> = looked_at.collect();
        there.remove(NAME);
        let stood_here = |folder: &str| {
            let within = format!("{folder}/");
            listed.range(within.clone()..).next().is_some_and(|(path, _)| path.starts_with(&within))
        };
        let (mut added, mut litter) = (Vec::new(), Vec::new());
        for (path, kind) in there {
            match kind {
                Kind::File if left_behind(&path) => litter.push(path),
                Kind::File => added.push(path),
                Kind::Link => added.push(format!("{path} (a link, which is not followed)")),
                Kind::Other => added.push(format!("{path} (not an ordinary file)")),
                Kind::Closed => added.push(format!("{path} (a folder that cannot be opened)")),
                Kind::Empty if stood_here(&path) => {}
                Kind::Empty => added.push(format!("{path} (an empty folder)")),
            }
        }
        Ok(Files { listed, added, litter })
    }

    /// True if every listed file is as it was written, and nothing was added.
    pub fn agree(&self) -> bool {
        self.added.is_empty() && self.listed.values().all(|(_, state)| *state == State::Same)
    }

    /// The state of a listed file.
    pub fn state(&self, path: &str) -> Option<&State> {
        self.listed.get(path).map(|(_, state)| state)
    }
}

/// What stands under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    File,
    Link,
    Other,
    Closed,
    Empty,
}

/// Everything below a folder by path, folders with something in them aside.
fn there(out: &Path) -> io::Result<BTreeMap<String, Kind>> {
    let mut all = BTreeMap::new();
    let mut folders = Vec::new();
    for entry in fs::read_dir(out)? {
        one(&entry?, "", &mut all, &mut folders)?;
    }
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(out.join(&folder)) else {
            all.insert(folder, Kind::Closed);
            continue;
        };
        let mut empty = true;
        for entry in entries {
            one(&entry?, &format!("{folder}/"), &mut all, &mut folders)?;
            empty = false;
        }
        if empty {
            all.insert(folder, Kind::Empty);
        }
    }
    Ok(all)
}

fn one(
    entry: &DirEntry,
    before: &str,
    all: &mut BTreeMap<String, Kind>,
    folders: &mut Vec<String>,
) -> io::Result<()> {
    let path = format!("{before}{}", entry.file_name().to_string_lossy());
    let kind = entry.file_type()?;
    if entry.file_name().to_str().is_none() {
        // A name that is no text is none of ours, whatever it looks like in words.
        all.insert(path, Kind::Other);
    } else if kind.is_dir() {
        folders.push(path);
    } else {
        all.insert(path, of(kind));
    }
    Ok(())
}

fn of(kind: FileType) -> Kind {
    if kind.is_symlink() {
        Kind::Link
    } else if kind.is_file() {
        Kind::File
    } else {
        Kind::Other
    }
}

fn state(out: &Path, output: &Output, kind: Option<Kind>) -> State {
    match kind {
        None => State::Missing,
        Some(Kind::Link) => State::Other("a link, which is not followed"),
        Some(Kind::Other) => State::Other("not an ordinary file"),
        Some(Kind::Closed | Kind::Empty) => State::Other("a folder"),
        Some(Kind::File) => {
            let path = out.join(&output.path);
            let found = fs::symlink_metadata(&path).and_then(|metadata| {
                // Another size is another file: there is no need to read it.
                if metadata.len() == output.bytes {
                    manifest::hashed(&path, output.bytes)
                } else {
                    Ok((metadata.len(), String::new()))
                }
            });
            match found {
                Ok((bytes, sha256)) if (bytes, &sha256) == (output.bytes, &output.sha256) => State::Same,
                Ok((bytes, _)) => State::Changed(bytes),
                Err(error) => State::Closed(error.kind().to_string()),
            }
        }
    }
}

/// What file managers leave behind, and office programs while a file is open.
fn left_behind(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    is_litter(path) || name.starts_with("~$") || name.starts_with("._") || name.starts_with(".~lock.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let home = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = home.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        home
    }

    fn states(home: &Path, listed: &[Output]) -> Vec<State> {
        let files = Files::of(home, listed).unwrap();
        listed.iter().map(|output| files.state(&output.path).unwrap().clone()).collect()
    }

    #[test]
    fn a_file_is_the_same_changed_or_missing() {
        let home = folder(&[("a/same", "1"), ("a/longer", "12"), ("a/other", "2"), (NAME, "")]);
        let listed = ["a/same", "a/longer", "a/other", "a/missing"].map(|path| Output::of(path, b"1"));
        let expected = [State::Same, State::Changed(2), State::Changed(1), State::Missing];
        assert_eq!(states(home.path(), &listed), expected);
    }

    #[test]
    fn what_was_added_is_named_and_litter_is_only_noted() {
        let home = folder(&[("a/b", "1"), ("a/note.txt", "x"), (".DS_Store", ""), ("a/~$head.xlsx", "")]);
        fs::create_dir(home.path().join("empty")).unwrap();
        let files = Files::of(home.path(), &[Output::of("a/b", b"1")]).unwrap();
        assert_eq!(files.added, ["a/note.txt", "empty (an empty folder)"]);
        assert_eq!(files.litter, [".DS_Store", "a/~$head.xlsx"]);
        assert!(!files.agree());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed_whatever_it_leads_to() {
        let home = folder(&[("real", "1"), ("dir/real", "1")]);
        std::os::unix::fs::symlink(home.path().join("real"), home.path().join("link")).unwrap();
        std::os::unix::fs::symlink(home.path().join("dir"), home.path().join("folder")).unwrap();
        let listed = ["link", "folder/real", "dir"].map(|path| Output::of(path, b"1"));
        let files = Files::of(home.path(), &listed).unwrap();
        let expected = [State::Other("a link, which is not followed"), State::Missing, State::Missing];
        assert_eq!(states(home.path(), &listed), expected);
        assert!(files.added.contains(&"folder (a link, which is not followed)".to_owned()));
    }
}
