//! `manifest.json`: what went in, what was asked, and what came out, by hash. Written last; where it stands, everything
//! else does. It names no day, no user and no place of the machine, so that the same run gives the same manifest.

mod read;

pub use read::{LARGEST, Unusable, listed, read};

use super::line::Rows;
use super::{Error, Line, json, template};
use crate::model::source::FileInfo;
use crate::rules::rulebook::{Overlay, OverlayFile};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// Its name.
pub const NAME: &str = "manifest.json";

/// A file, by what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Path inside its folder, with `/`.
    pub path: String,
    /// Size.
    pub bytes: u64,
    /// Lower-case hex.
    pub sha256: String,
}

impl Output {
    /// The entry of a file.
    pub fn of(path: &str, bytes: &[u8]) -> Output {
        Output { path: path.to_owned(), bytes: bytes.len() as u64, sha256: hash(bytes) }
    }
}

/// The manifest, its keys in this order. An earlier version of the program did not write those that may be missing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// Raised when a key changes its meaning.
    pub format: u32,
    /// Name and version.
    pub tool: String,
    /// SHA-256 of the program itself, in lower-case hex, if it could be read.
    #[serde(default)]
    pub executable: Option<String>,
    /// What the command line chose.
    #[serde(default)]
    pub settings: Option<Asked>,
    /// SHA-256 of the rulebook, and of what was laid over it, in lower-case hex.
    pub rulebook: String,
    /// What was laid over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overlay: Option<Overlaid>,
    /// What exports were known to look like.
    #[serde(default)]
    pub layouts: Option<Known>,
    /// What the pages were made with.
    #[serde(default)]
    pub templates: Option<Templates>,
    /// The results of earlier runs it was compared with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub since: Vec<Output>,
    /// Schools, by their folder in the pack, URN and name.
    pub schools: Vec<School>,
    /// Every file of the output but this one, by path.
    pub outputs: Vec<Output>,
    /// How many there are.
    pub counts: Counts,
    /// Always true: a manifest that was cut short does not end with it.
    pub complete: bool,
}

/// What the command line chose, so that the run can be done again. Nothing: the default, or what a settings file says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// How many packs were named; none: the sample inside the program.
    pub packs: usize,
    /// The term, by name.
    pub term: Option<String>,
    /// Or its first day.
    pub from: Option<NaiveDate>,
    /// And its last day.
    pub to: Option<NaiveDate>,
    /// Nothing after this day was counted.
    pub as_of: Option<NaiveDate>,
    /// Workbooks of the old and the binary kind were left out.
    pub modern_only: bool,
    /// Nobody is named.
    #[serde(default, skip_serializing_if = "is_false")]
    pub pseudonyms: bool,
    /// For whom: `head`.
    pub editions: Vec<String>,
    /// `html`, `xlsx`.
    pub formats: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks in this way")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// The folder of one's own values that was laid over the rulebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overlaid {
    /// Its name, which every report gives.
    pub name: String,
    /// Its files.
    pub files: Vec<Output>,
}

/// Layouts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// One hash over all that are inside the program.
    pub sha256: String,
    /// One's own, which went before them.
    pub own: Vec<Output>,
}

impl Overlaid {
    /// What is laid over a rulebook.
    pub fn of(overlay: &Overlay) -> Overlaid {
        let file = |file: OverlayFile| Output { path: file.path, bytes: file.bytes, sha256: file.sha256 };
        Overlaid { name: overlay.name.clone(), files: overlay.files.iter().cloned().map(file).collect() }
    }
}

impl Templates {
    /// The templates a run uses.
    pub fn of(templates: &template::Templates) -> Templates {
        let files: Vec<Output> =
            templates.files().map(|(path, text)| Output::of(path, text.as_bytes())).collect();
        Templates { sha256: over(&files), files }
    }
}

impl Known {
    /// Those inside the program, and one's own: each a name, and what is in it.
    pub fn of(inside: impl Iterator<Item = (String, Vec<u8>)>, own: &[(String, String)]) -> Known {
        let inside: Vec<Output> = inside.map(|(path, bytes)| Output::of(&path, &bytes)).collect();
        let own = own.iter().map(|(path, text)| Output::of(path, text.as_bytes())).collect();
        Known { sha256: over(&inside), own }
    }
}

/// Templates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Templates {
    /// One hash over all of them.
    pub sha256: String,
    /// Each of them.
    pub files: Vec<Output>,
}

/// A school of the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct School {
    /// Name.
    pub name: String,
    /// Folder of its reports inside the output; nothing if it could not be read.
    pub folder: Option<String>,
    /// Its files, those of its pack for all schools among them, by path.
    pub inputs: Vec<Input>,
    /// What became of the rows of its files.
    #[serde(default)]
    pub rows: Option<Rows>,
}

/// A file that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Path inside the pack, with `/`.
    pub path: String,
    /// Size.
    pub bytes: u64,
    /// Lower-case hex; empty for a file that was not opened.
    pub sha256: String,
    /// Why it was not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
}

/// How many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Schools, those that could not be read among them.
    pub schools: usize,
    /// Files; one for several schools counts for each.
    pub inputs: usize,
    /// Files written, this one aside.
    pub outputs: usize,
    /// Rows of all schools.
    pub rows_read: u64,
    /// Rows that became records.
    pub rows_used: u64,
    /// Rows left out, whatever the reason.
    pub rows_left_out: u64,
}

/// What a run was made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Name and version of the program.
    pub tool: String,
    /// SHA-256 of the program itself, if it could be read.
    pub executable: Option<String>,
    /// What the command line chose.
    pub asked: Option<Asked>,
    /// Hash of the rulebook.
    pub rulebook: String,
    /// What was laid over it.
    pub overlay: Option<Overlaid>,
    /// The layouts.
    pub layouts: Option<Known>,
    /// The templates.
    pub templates: Option<Templates>,
    /// The results of earlier runs; governors are shown what they were told then.
    pub since: Vec<Output>,
}

impl Made {
    /// The same as its schools see it: how many packs there were is nothing to any of them.
    pub fn for_each_school(&self) -> Made {
        let asked = self.asked.clone().map(|asked| Asked { packs: 0, ..asked });
        Made { asked, ..self.clone() }
    }
}

impl Manifest {
    /// What its run was made with.
    pub fn made(&self) -> Made {
        Made {
            tool: self.tool.clone(),
            executable: self.executable.clone(),
            asked: self.settings.clone(),
            rulebook: self.rulebook.clone(),
            overlay: self.overlay.clone(),
            layouts: self.layouts.clone(),
            templates: self.templates.clone(),
            since: self.since.clone(),
        }
    }
}

impl Counts {
    /// One school more.
    pub fn add(&mut self, line: &Line) {
        self.schools += 1;
        self.inputs += line.inputs.len();
        self.rows_read += line.rows.read;
        self.rows_used += line.rows.used;
        self.rows_left_out += line.rows.left_out.values().sum::<u64>();
    }
}

/// The manifest of a run without its lists: what stands before the first school, what between the last and the first output,
/// and what after the last of those. Nothing before the first output depends on the counts.
///
/// # Errors
/// If it cannot be put into JSON, which no input brings about.
pub fn around(made: &Made, counts: Counts) -> Result<Vec<String>, Error> {
    let made = made.clone();
    let manifest = Manifest {
        format: json::FORMAT,
        tool: made.tool,
        executable: made.executable,
        settings: made.asked,
        rulebook: made.rulebook,
        overlay: made.overlay,
        layouts: made.layouts,
        templates: made.templates,
        since: made.since,
        schools: Vec::new(),
        outputs: Vec::new(),
        counts,
        complete: true,
    };
    json::frame(&manifest, &["schools", "outputs"])
}

/// A school in its list.
///
/// # Errors
/// As [`around`].
pub fn listed_school(line: &Line, is_first: bool) -> Result<String, Error> {
    json::entry(&school(line), is_first)
}

fn school(line: &Line) -> School {
    let input = |file: &FileInfo| {
        let FileInfo { path, sha256, bytes, rejected } = file.clone();
        Input { path, bytes, sha256, left_out: rejected }
    };
    School {
        name: line.name.clone(),
        folder: line.folder.clone(),
        inputs: line.inputs.iter().map(input).collect(),
        rows: Some(line.rows.clone()),
    }
}

/// One hash over several files: that of their list, a line each, as `sha256sum` writes it.
fn over(files: &[Output]) -> String {
    let list: String = files.iter().flat_map(|file| [&file.sha256, "  ", &file.path, "\n"]).collect();
    hash(list.as_bytes())
}

fn hash(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}

/// The hash of what comes bit by bit.
#[derive(Clone, Debug, Default)]
pub struct Hash {
    so_far: Sha256,
    bytes: u64,
}

impl Hash {
    /// The next of it.
    pub fn add(&mut self, bytes: &[u8]) {
        self.so_far.update(bytes);
        self.bytes += bytes.len() as u64;
    }

    /// The entry of a file that holds all of it.
    pub fn output(self, path: String) -> Output {
        Output { path, bytes: self.bytes, sha256: base16ct::lower::encode_string(&self.so_far.finalize()) }
    }
}

/// Size and SHA-256 of a file on disk, which is never held in memory. Never more than `most` bytes are read.
///
/// # Errors
/// If the file cannot be opened or read.
pub fn hashed(path: &Path, most: u64) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?.take(most);
    let (mut hash, mut buffer) = (Hash::default(), [0; 1 << 14]);
    loop {
        match file.read(&mut buffer)? {
            0 => {
                let Output { bytes, sha256, .. } = hash.output(String::new());
                return Ok((bytes, sha256));
            }
            n => hash.add(&buffer[..n]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn a_hash_is_that_of_the_bytes() {
        assert_eq!(Output::of("a", b"").sha256, EMPTY);
    }

    #[test]
    fn a_file_on_disk_is_hashed_piece_by_piece() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a");
        let bytes = vec![b'x'; 200_000];
        std::fs::write(&path, &bytes).unwrap();
        let whole = Output::of("a", &bytes);
        assert_eq!(hashed(&path, u64::MAX).unwrap(), (200_000, whole.sha256));
        assert_eq!(hashed(&path, 0).unwrap(), (0, EMPTY.to_owned()));
    }

    #[test]
    fn one_hash_over_several_files_is_that_of_their_list() {
        let files = [Output::of("a", b""), Output::of("b/c", b"")];
        assert_eq!(over(&files), hash(format!("{EMPTY}  a\n{EMPTY}  b/c\n").as_bytes()));
    }
}
