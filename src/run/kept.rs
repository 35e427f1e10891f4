//! Only what changed is worked again: a school is kept as an earlier run of the same program wrote it in the same place,
//! if nothing that its reports depend on has changed since.

use super::earlier::{self, Earlier, Refused};
use super::school::{Entry, Reports, Written};
use super::{Error, Job, above};
use crate::ingest::{self, Content, PackFile, SchoolFiles};
use crate::since::Since;
use crate::work::Tools;
use crate::write::stage;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Size and SHA-256 of a file.
type Hashed = Option<(u64, String)>;

/// What can be kept.
#[derive(Debug)]
pub(super) struct Kept {
    earlier: Earlier,
    /// Its schools by what can be told of them without a look into a file: their folder and the paths of their files.
    by_paths: BTreeMap<earlier::Hashed, Vec<usize>>,
    /// Files that several schools share.
    shared: Mutex<BTreeMap<PathBuf, Hashed>>,
}

impl Kept {
    /// What stands where this run will write; nothing if it was made in another way or is not what its manifest says.
    /// Pseudonyms change the names of files, so that none of them would be known again.
    ///
    /// # Errors
    /// If the templates of this run cannot be used.
    pub fn of(job: &Job, tools: &Tools, since: &Since) -> Result<Option<Kept>, Error> {
        if job.fresh || job.overrides.pseudonyms {
            return Ok(None);
        }
        // A run from nothing does not wait for the hash of the program.
        let Ok(earlier) = Earlier::of(&job.out) else { return Ok(None) };
        let made = above::made(job, tools, since)?;
        if made.executable.is_none() || earlier.made.for_each_school() != made.for_each_school() {
            return Ok(None);
        }
        let mut by_paths: BTreeMap<earlier::Hashed, Vec<usize>> = BTreeMap::new();
        for (n, school) in earlier.schools.iter().enumerate().filter(|(_, school)| school.folder.is_some()) {
            by_paths.entry(school.paths).or_default().push(n);
        }
        Ok(Some(Kept { earlier, by_paths, shared: Mutex::default() }))
    }

    /// A school as it was written, its files put where the reports of this run go; nothing if something has changed.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn written(&self, files: &SchoolFiles, task: &Reports) -> Result<Option<Written>, Error> {
        let mut now: Vec<(&PackFile, bool)> = files.files.iter().map(|file| (file, false)).collect();
        now.extend(files.shared.iter().map(|file| (file, true)));
        now.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
        let paths = earlier::mark_of(&files.folder, now.iter().map(|(file, _)| file.path.as_str()));
        let Some(alike) = self.by_paths.get(&paths) else { return Ok(None) };
        let mut hashes: Vec<Option<Hashed>> = vec![None; now.len()];
        let mut is_as_it_was = |entry: &Entry| {
            entry.line.inputs.iter().zip(&now).zip(&mut hashes).all(|((then, (file, shared)), hash)| {
                ingest::is_as_it_was(then, || hash.get_or_insert_with(|| self.hash(file, *shared)).as_ref())
            })
        };
        let schools = alike.iter().map(|n| &self.earlier.schools[*n]);
        let mut entries = schools.filter_map(|school| Some((school, self.earlier.entry(school).ok()?)));
        let Some((school, entry)) = entries.find(|(_, entry)| is_as_it_was(entry)) else { return Ok(None) };
        match self.earlier.written(school, entry, &task.wing, &task.shown) {
            Ok(written) => Ok(Some(written)),
            // Somebody worked in it since, or it is of no use for another reason: the school is worked again.
            Err(Refused::Differs(_)) => empty(&task.wing).map(|()| None),
            Err(Refused::NotSaved(error)) => Err(error.into()),
        }
    }

    fn hash(&self, file: &PackFile, shared: bool) -> Hashed {
        let Content::OnDisk(place) = &file.content else { return ingest::hashed(file) };
        if !shared {
            return ingest::hashed(file);
        }
        let known = self.shared.lock().ok().and_then(|known| known.get(place).cloned());
        known.unwrap_or_else(|| {
            let hash = ingest::hashed(file);
            if let Ok(mut known) = self.shared.lock() {
                known.insert(place.clone(), hash.clone());
            }
            hash
        })
    }
}

/// Takes away what was put into a wing.
fn empty(wing: &Path) -> Result<(), Error> {
    let taken = || {
        for entry in fs::read_dir(wing)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())
            } else {
                fs::remove_file(entry.path())
            }?;
        }
        Ok(())
    };
    taken().map_err(|source| stage::Error::Io { path: wing.display().to_string(), source }.into())
}
