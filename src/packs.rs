//! The schools of the packs that were named.

use crate::ingest::{self, SchoolFiles};
use crate::model::school::School;
use crate::run::Error;
use crate::sample;
use std::path::{Path, PathBuf};

/// The schools of all packs, without an earlier output that lies among them.
pub(crate) fn schools(packs: &[PathBuf], out: Option<&Path>) -> Result<Vec<SchoolFiles>, Error> {
    if packs.is_empty() {
        return Ok(ingest::group(sample::files()));
    }
    let out = out.and_then(|out| out.canonicalize().ok());
    let mut all = Vec::new();
    for pack in packs {
        let refused = |why: &str| Error::Pack { path: pack.display().to_string(), why: why.to_owned() };
        if !pack.exists() {
            return Err(refused("there is no such folder"));
        }
        if !pack.is_dir() {
            return Err(refused("is a file; name the folder it is in"));
        }
        let found = ingest::find(pack).map_err(|error| refused(&error.to_string()))?;
        let is_out = |files: &SchoolFiles| {
            out.is_some() && !files.folder.is_empty() && pack.join(&files.folder).canonicalize().ok() == out
        };
        let before = all.len();
        all.extend(found.into_iter().filter(|files| !is_out(files)));
        if all.len() == before {
            return Err(refused("holds no spreadsheet (xlsx, xlsm, xlsb, xls, ods, csv, tsv)"));
        }
    }
    Ok(all)
}

/// Some sheet was taken for a record.
pub(crate) fn is_readable(school: &School) -> bool {
    school.sources.sheets.iter().any(|sheet| sheet.taken_for.is_some())
}
