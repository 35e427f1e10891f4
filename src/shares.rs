//! Files with the rows of many schools are split once, before any school is worked, so that no school reads the rows of all.

use crate::ingest::watch::Watch;
use crate::ingest::{self, Content, PackFile, Parts, SchoolFiles};
use crate::run::Error;
use crate::work::{Brief, Failure, Task, Tools, Workers, each};
use crate::write::stage;
use crate::write::wings::Wings;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Bytes up to which every school that shares a file reads all of it.
const SMALL: u64 = 1 << 20;
/// Bytes up to which a file that stands alone is that of one school.
const OF_ONE: u64 = 4 << 20;

/// The split of one file.
#[derive(Serialize, Deserialize)]
pub(crate) struct Divide {
    /// The folder the parts go to.
    into: PathBuf,
}

impl Task for Divide {
    const NAME: &'static str = "split";
    type Answer = Option<Parts>;

    fn work(self, files: &SchoolFiles, tools: &Tools, watch: &Watch) -> Result<Self::Answer, Failure> {
        let Some(PackFile { path, content: Content::OnDisk(place) }) = files.files.first() else {
            return Ok(None);
        };
        ingest::split(place, path, &self.into, (tools.layouts(), watch))
            .map_err(|error| Failure::NotSaved(error.to_string()))
    }
}

/// The schools of the packs. Of a large file that several share, each gets its part. A folder with one that is larger than any
/// school’s is that of the schools in it, though it has no folder for any of them. The parts stand in wings of the stage
/// that nobody adopts.
///
/// # Errors
/// If the parts cannot be written, or somebody wants the run to end.
pub(crate) fn split(
    schools: Vec<SchoolFiles>,
    wings: &Wings,
    by: (&Workers, &Brief),
) -> Result<Vec<SchoolFiles>, Error> {
    // The wings of schools are counted from the other end.
    into(schools, |n| wings.wing(usize::MAX - n).map_err(Error::from), by)
}

/// The same for what writes no output. The parts stand in a private folder of those the system has for such things, which goes
/// when this is let go; nothing if there are none.
///
/// # Errors
/// As [`split`].
pub(crate) fn split_in_passing(
    schools: Vec<SchoolFiles>,
    by: (&Workers, &Brief),
) -> Result<(Vec<SchoolFiles>, Vec<TempDir>), Error> {
    let mut folders = Vec::new();
    let folder = |_| {
        let mut builder = tempfile::Builder::new();
        builder.prefix("ringfence-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let refused = |source| stage::Error::Io { path: std::env::temp_dir().display().to_string(), source };
        let folder = builder.tempdir().map_err(refused)?;
        folders.push(folder);
        Ok(folders[folders.len() - 1].path().to_owned())
    };
    let schools = into(schools, folder, by)?;
    Ok((schools, folders))
}

fn into(
    schools: Vec<SchoolFiles>,
    mut folder: impl FnMut(usize) -> Result<PathBuf, Error>,
    (workers, brief): (&Workers, &Brief),
) -> Result<Vec<SchoolFiles>, Error> {
    let mut large: BTreeMap<PathBuf, PackFile> = BTreeMap::new();
    for school in &schools {
        let (files, least) = if is_alone(school) { (&school.files, OF_ONE) } else { (&school.shared, SMALL) };
        for file in files {
            if let Content::OnDisk(place) = &file.content
                && !large.contains_key(place)
                && is_larger(place, least)
            {
                large.insert(place.clone(), file.clone());
            }
        }
    }
    let mut tasks = Vec::new();
    for (n, file) in large.values().enumerate() {
        let files = SchoolFiles { files: vec![file.clone()], ..SchoolFiles::default() };
        tasks.push((files, Divide { into: folder(n)? }));
    }
    if tasks.is_empty() {
        return Ok(schools);
    }
    let mut done = Vec::new();
    each(workers, brief, tasks, |outcome| {
        // A file that cannot be split is read as any other, and then it is said what is wrong with it.
        done.push(outcome.ok().flatten());
        Ok(())
    })?;
    let all: BTreeMap<PathBuf, Parts> =
        large.into_keys().zip(done).filter_map(|(place, parts)| Some((place, parts?))).collect();
    Ok(schools.into_iter().flat_map(|school| with_parts(school, &all)).collect())
}

/// A pack without folders.
fn is_alone(school: &SchoolFiles) -> bool {
    school.folder.is_empty()
}

fn with_parts(mut school: SchoolFiles, all: &BTreeMap<PathBuf, Parts>) -> Vec<SchoolFiles> {
    let is_alone = is_alone(&school);
    let mut urns: Vec<&String> = Vec::new();
    for file in school.files.iter_mut().chain(&mut school.shared) {
        if let Content::OnDisk(place) = &file.content
            && let Some(parts) = all.get(place).filter(|parts| parts.is_beyond_one || !is_alone)
        {
            urns.extend(&parts.urns);
            file.content = Content::Split(parts.split.clone());
        }
    }
    if urns.is_empty() || !is_alone {
        return vec![school];
    }
    urns.sort_unstable();
    urns.dedup();
    let of =
        |urn: &String| SchoolFiles { folder: urn.clone(), files: Vec::new(), shared: school.files.clone() };
    urns.into_iter().map(of).collect()
}

fn is_larger(place: &Path, least: u64) -> bool {
    std::fs::metadata(place).is_ok_and(|file| file.is_file() && file.len() > least)
}
