//! The same run once more, beside the output and out of sight, compared with what was written then.

use super::files::Files;
use super::reasons::Reasons;
use super::told::{Compared, Fate};
use super::{Error, Rerun};
use crate::asked;
use crate::run::{self, Job, LISTED};
use crate::write::manifest::{self, Asked, Manifest, NAME, Output};
use crate::write::stage::Stage;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The largest results that are compared figure by figure.
const LARGEST: u64 = 64 << 20;

/// Runs again, and says in words what is the same and what is not; true if every byte is.
pub(super) fn again(
    out: &Path,
    rerun: &Rerun,
    manifest: &Manifest,
    files: &Files,
) -> Result<(String, bool), Error> {
    let job = job(out, rerun, manifest)?;
    let (stage, ..) = run::staged(&job)?;
    let now = written(&stage).map_err(|why| Error::Output { path: out.display().to_string(), why })?;
    let compared = Compared {
        out,
        stage: &stage,
        files,
        reasons: Reasons::between(manifest, &now),
        differing: differing(manifest, &now),
        then: manifest,
    };
    Ok((compared.told(), compared.differing.is_empty()))
}

/// The job of then, with the packs of now.
fn job(out: &Path, rerun: &Rerun, manifest: &Manifest) -> Result<Job, Error> {
    let refused = |why: &str| Error::Output { path: out.display().to_string(), why: why.to_owned() };
    let asked = manifest.settings.clone().unwrap_or_else(|| usual(manifest, rerun));
    if asked.packs > 0 && rerun.packs.is_empty() {
        return Err(refused(
            "these reports were made from folders of spreadsheets. Name them after --rerun, in the order of then",
        ));
    }
    if rerun.since.len() < manifest.since.len() {
        return Err(refused(
            "these reports were compared with those of earlier terms. Name the folders of those with --since",
        ));
    }
    let unknown = "it was made with a term, edition or format that this ringfence does not know; use the version that wrote it";
    let overrides = asked::overrides(&asked).ok_or_else(|| refused(unknown))?;
    let (editions, formats) = asked::reports(&asked).ok_or_else(|| refused(unknown))?;
    Ok(Job {
        packs: rerun.packs.clone(),
        out: beside(out),
        rulebook: rerun.rulebook.clone(),
        layouts: rerun.layouts.clone(),
        since: rerun.since.clone(),
        templates: rerun.templates.clone(),
        overrides,
        key: None,
        listed: LISTED,
        fresh: true,
        editions,
        formats,
        executable: rerun.executable.clone(),
        workers: rerun.workers.clone(),
    })
}

/// What an earlier version, which kept no settings, was asked as far as its files tell.
fn usual(manifest: &Manifest, rerun: &Rerun) -> Asked {
    let any = |ending: &str| manifest.outputs.iter().any(|output| output.path.ends_with(ending));
    let formats = ["html", "xlsx"].into_iter().filter(|format| any(&format!(".{format}")));
    Asked {
        packs: rerun.packs.len(),
        editions: vec!["head".to_owned()],
        formats: formats.map(str::to_owned).collect(),
        ..Asked::default()
    }
}

/// Where the second output would stand, if it were ever put in place.
fn beside(out: &Path) -> PathBuf {
    let whole = out.canonicalize().unwrap_or_else(|_| out.to_path_buf());
    let name = whole.file_name().map_or_else(|| "reports".into(), |name| name.to_string_lossy());
    whole.with_file_name(format!(".{name}-again"))
}

fn written(stage: &Stage) -> Result<Manifest, String> {
    let bytes = bytes(&stage.place(NAME))
        .map_err(|error| format!("the new run cannot be read ({})", error.kind()))?;
    manifest::read(&bytes).map_err(|error| error.to_string())
}

/// The bytes of a file that is not too large to compare.
pub(super) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Files that the two runs do not share byte for byte, by path.
fn differing(then: &Manifest, now: &Manifest) -> BTreeMap<String, Fate> {
    let mut new: BTreeMap<&str, &Output> = now.outputs.iter().map(|o| (o.path.as_str(), o)).collect();
    let mut all = BTreeMap::new();
    for old in &then.outputs {
        match new.remove(old.path.as_str()) {
            None => drop(all.insert(old.path.clone(), Fate::NotWritten)),
            Some(new) if new != old => drop(all.insert(old.path.clone(), Fate::Differs)),
            Some(_) => {}
        }
    }
    all.extend(new.into_keys().map(|path| (path.to_owned(), Fate::New)));
    all
}
