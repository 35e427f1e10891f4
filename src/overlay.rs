//! A folder of one's own, where one is named: values laid over the rulebook, or layouts before those of the program.

use crate::ingest::layout::Layouts;
use crate::rules::rulebook::Rulebook;
use crate::run::Error;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;

/// A folder of one's own as it was read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Folder {
    /// Its name, without where it is.
    pub name: String,
    /// Names and texts of its files, by name.
    pub files: Vec<(String, String)>,
}

/// The rulebook of the program, or that with the `.toml` files of a folder over it.
///
/// # Errors
/// If the folder cannot be read, holds no values, or a value in it is not as it must be.
pub fn rulebook(folder: Option<&Path>) -> Result<Rulebook, Error> {
    rulebook_of(read_rulebook(folder)?.as_ref())
}

/// The files of a folder that is laid over the rulebook.
pub(crate) fn read_rulebook(folder: Option<&Path>) -> Result<Option<Folder>, Error> {
    folder.map(|folder| read(folder, "a rulebook")).transpose()
}

/// The files of a folder of layouts.
pub(crate) fn read_layouts(folder: Option<&Path>) -> Result<Option<Folder>, Error> {
    folder.map(|folder| read(folder, "layouts")).transpose()
}

/// The rulebook with what was read over it.
pub(crate) fn rulebook_of(folder: Option<&Folder>) -> Result<Rulebook, Error> {
    let embedded = Rulebook::embedded()?;
    let Some(Folder { name, files }) = folder else { return Ok(embedded) };
    embedded.with(name, files).map_err(|error| Error::Overlay(error.to_string()))
}

/// The layouts of the program, or those of a folder before them.
///
/// # Errors
/// If one of the folder is not as it must be.
pub(crate) fn layouts_of(folder: Option<&Folder>) -> Result<Layouts, Error> {
    let Some(folder) = folder else { return Ok(Layouts::built_in().clone()) };
    Layouts::with(&folder.files).map_err(|error| Error::Overlay(error.to_string()))
}

/// The `.toml` files of a folder, by name.
fn read(folder: &Path, what: &str) -> Result<Folder, Error> {
    let refused = |path: &Path, why: &str| Error::Overlay(format!("{}: {why}", path.display()));
    let unread = |error: std::io::Error| {
        let why = format!("cannot be read as {what}: {error}. Name a folder that holds .toml files.");
        refused(folder, &why)
    };
    let mut paths: Vec<_> =
        fs::read_dir(folder).map_err(unread)?.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")));
    paths.sort();
    let mut files = Vec::new();
    for path in &paths {
        let text =
            fs::read_to_string(path).map_err(|error| refused(path, &format!("cannot be read: {error}")))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.push((name, text));
    }
    if files.is_empty() {
        return Err(refused(folder, &format!("holds no .toml file, so there is nothing to read as {what}")));
    }
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let name = whole.file_name().map_or_else(|| "overlay".into(), |name| name.to_string_lossy().into_owned());
    Ok(Folder { name, files })
}
