//! The output of an earlier run, and what it has of each school. Anyone may have written in it since, so of nothing in it
//! more is believed than its manifest says; and what that is worth, its reader must know.

use super::school::{Entry, Written};
use crate::model::brand::Brand;
use crate::model::source::FileInfo;
use crate::verify::manifest_of;
use crate::write::manifest::{self, Hash, Manifest, Output};
use crate::write::shelf::Shelf;
use crate::write::spool::{At, piece};
use crate::write::stage;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// The file in which a run keeps what everything above the folders of its schools is made of, a line a school.
pub(crate) const NAME: &str = "schools.jsonl";
/// The longest line that is read.
const LONGEST: u64 = 64 << 20;

/// An earlier output.
#[derive(Debug)]
pub(crate) struct Earlier {
    out: PathBuf,
    /// Its manifest.
    pub manifest: Manifest,
    lines: Mutex<File>,
    /// Its schools, in order.
    pub schools: Vec<Mark>,
    by_folder: BTreeMap<String, Vec<Output>>,
}

/// A school of it.
#[derive(Debug)]
pub(crate) struct Mark {
    /// Its folder inside its pack.
    pub pack_folder: String,
    /// Its files as they were read.
    pub inputs: Vec<FileInfo>,
    /// The folder of its reports; nothing if it could not be read.
    pub folder: Option<String>,
    at: At,
    /// The line that has its look.
    brand: Option<At>,
}

/// Why a school cannot be taken from it.
#[derive(Debug)]
pub(crate) enum Refused {
    /// It is not as the manifest says.
    Differs(String),
    /// It cannot be put where it is to go.
    NotSaved(stage::Error),
}

/// What is looked at in every line.
#[derive(Deserialize)]
struct Part {
    pack_folder: String,
    line: PartOfLine,
    brand: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct PartOfLine {
    folder: Option<String>,
    inputs: Vec<FileInfo>,
}

/// The look in a line.
#[derive(Deserialize)]
struct Look {
    brand: Option<Brand>,
}

impl Earlier {
    /// What stands in `out`; why not, if it cannot be used.
    pub fn of(out: &Path) -> Result<Earlier, String> {
        let manifest = manifest::read(&manifest_of(out)?).map_err(|error| error.to_string())?;
        let Some(listed) = manifest.outputs.iter().find(|output| output.path == NAME) else {
            return Err(format!(
                "it holds no {NAME}, which a ringfence of this version writes. Make these reports again with this version"
            ));
        };
        let (file, schools) = read(&out.join(NAME), listed)?;
        let folders = |mark: &Mark| mark.folder.clone();
        if !schools.iter().map(folders).eq(manifest.schools.iter().map(|school| school.folder.clone())) {
            return Err(format!("its {NAME} and its manifest.json do not name the same schools"));
        }
        let mut by_folder: BTreeMap<String, Vec<Output>> = BTreeMap::new();
        for output in &manifest.outputs {
            if let Some((folder, path)) = output.path.split_once('/') {
                let output = Output { path: path.to_owned(), ..output.clone() };
                by_folder.entry(folder.to_owned()).or_default().push(output);
            }
        }
        Ok(Earlier { out: out.to_owned(), manifest, lines: Mutex::new(file), schools, by_folder })
    }

    /// Every file that is not of a school is as the manifest says; why not, if one is not.
    pub fn stands_above(&self) -> Result<(), String> {
        let folders: BTreeSet<&str> =
            self.schools.iter().filter_map(|school| school.folder.as_deref()).collect();
        let is_above = |output: &&Output| {
            output.path.split_once('/').is_none_or(|(folder, _)| !folders.contains(folder))
        };
        for output in self.manifest.outputs.iter().filter(is_above) {
            let path = self.out.join(&output.path);
            let is_file =
                fs::symlink_metadata(&path).is_ok_and(|file| file.is_file() && file.len() == output.bytes);
            let hashed = || manifest::hashed(&path, output.bytes).ok();
            if !is_file || hashed() != Some((output.bytes, output.sha256.clone())) {
                return Err(format!("{} is not as manifest.json says", output.path));
            }
        }
        Ok(())
    }

    /// A school, its files in the folder `wing`, which is empty; messages name them as if they stood in `shown`. If it is
    /// refused, some of them may be there.
    pub fn written(&self, school: &Mark, wing: &Path, shown: &Path) -> Result<Written, Refused> {
        let mut entry: Entry = self.line(school.at)?;
        if let Some(at) = school.brand.filter(|_| entry.report.is_ok()) {
            entry.brand = self.line::<Look>(at)?.brand;
        }
        let mut files = Shelf::at(wing.to_owned(), shown.to_owned());
        let folder = school.folder.as_deref().unwrap_or_default();
        for output in self.by_folder.get(folder).into_iter().flatten() {
            let from = self.out.join(folder).join(&output.path);
            if !files.keep(&from, output).map_err(Refused::NotSaved)? {
                let path = format!("{folder}/{}", output.path);
                return Err(Refused::Differs(format!("{path} is not as manifest.json says")));
            }
        }
        Ok(Written { entry, outputs: files.outputs(), key: Vec::new(), kept: true })
    }

    fn line<T: for<'a> Deserialize<'a>>(&self, at: At) -> Result<T, Refused> {
        let differs =
            |why: &dyn std::fmt::Display| Refused::Differs(format!("its {NAME} cannot be read ({why})"));
        let mut file = self.lines.lock().map_err(|error| differs(&error))?;
        let line = piece(&mut file, at).map_err(|error| differs(&error))?;
        drop(file);
        serde_json::from_slice(&line).map_err(|error| differs(&error))
    }
}

/// The schools of a file, if it is the one that was listed.
fn read(path: &Path, listed: &Output) -> Result<(File, Vec<Mark>), String> {
    let changed = || format!("its {NAME} is not as manifest.json says");
    let closed = |error: std::io::Error| format!("its {NAME} cannot be read ({})", error.kind());
    let found = fs::symlink_metadata(path).map_err(closed)?;
    if !found.is_file() || found.len() != listed.bytes {
        return Err(changed());
    }
    let mut lines = BufReader::new(File::open(path).map_err(closed)?);
    let (mut hash, mut begin, mut schools) = (Hash::default(), 0, Vec::new());
    let (mut brand, mut line) = (None, Vec::new());
    loop {
        line.clear();
        let bytes = lines.by_ref().take(LONGEST).read_until(b'\n', &mut line).map_err(closed)?;
        if bytes == 0 {
            break;
        }
        hash.add(&line);
        let at = At::of(begin, bytes);
        begin += bytes as u64;
        let part: Part = serde_json::from_slice(&line).map_err(|_| changed())?;
        if part.brand.is_some() {
            brand = Some(at);
        }
        let PartOfLine { folder, inputs } = part.line;
        schools.push(Mark { pack_folder: part.pack_folder, inputs, folder, at, brand });
    }
    if hash.output(NAME.to_owned()) != *listed {
        return Err(changed());
    }
    Ok((lines.into_inner(), schools))
}
