//! A folder of one's own, where one is named: values laid over the rulebook, or layouts before those of the program.

use crate::ingest::layout::Layouts;
use crate::rules::rulebook::Rulebook;
use crate::run::Error;
use std::fs;
use std::path::Path;

/// The rulebook of the program, or that with the `.toml` files of a folder over it.
///
/// # Errors
/// If the folder cannot be read, holds no values, or a value in it is not as it must be.
pub fn rulebook(folder: Option<&Path>) -> Result<Rulebook, Error> {
    let embedded = Rulebook::embedded()?;
    let Some(folder) = folder else { return Ok(embedded) };
    let files = toml_files(folder, "a rulebook")?;
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let name = whole.file_name().map_or_else(|| "overlay".into(), |name| name.to_string_lossy());
    embedded.with(&name, &files).map_err(|error| Error::Overlay(error.to_string()))
}

/// The layouts of the program, or those of a folder's `.toml` files before them.
///
/// # Errors
/// If the folder cannot be read, holds no layouts, or one in it is not as it must be.
pub fn layouts(folder: Option<&Path>) -> Result<Layouts, Error> {
    let Some(folder) = folder else { return Ok(Layouts::built_in().clone()) };
    Layouts::with(&toml_files(folder, "layouts")?).map_err(|error| Error::Overlay(error.to_string()))
}

/// Names and texts of the `.toml` files of a folder, by name.
fn toml_files(folder: &Path, what: &str) -> Result<Vec<(String, String)>, Error> {
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
    Ok(files)
}
