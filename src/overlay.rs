//! A folder of one's own, where one is named: values laid over the rulebook, layouts before those of the program, or
//! templates in place of the program's.

use crate::ingest::layout::Layouts;
use crate::rules::rulebook::Rulebook;
use crate::run::Error;
use crate::write::template::Templates;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;
use walkdir::WalkDir;

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
    folder.map(|folder| read(folder, "a rulebook", (1, &["toml"]))).transpose()
}

/// The files of a folder of layouts.
pub(crate) fn read_layouts(folder: Option<&Path>) -> Result<Option<Folder>, Error> {
    folder.map(|folder| read(folder, "layouts", (1, &["toml"]))).transpose()
}

/// The files of a folder of templates; in folders inside it, too, named as those are.
pub(crate) fn read_templates(folder: Option<&Path>) -> Result<Option<Folder>, Error> {
    folder.map(|folder| read(folder, "templates", (2, &["toml", "j2", "css"]))).transpose()
}

/// The templates of the program with those of a folder over them; nothing where there are only those of the program.
pub(crate) fn templates_of(folder: Option<&Folder>) -> Result<Option<Templates>, Error> {
    let own = folder.map(|folder| Templates::with(&folder.files)).transpose();
    own.map_err(|error| Error::Overlay(error.to_string()))
}

/// The rulebook with what was read over it.
pub(crate) fn rulebook_of(folder: Option<&Folder>) -> Result<Rulebook, Error> {
    let embedded = Rulebook::embedded()?;
    let Some(Folder { name, files }) = folder else { return Ok(embedded) };
    embedded.with(name, files).map_err(|error| Error::Overlay(error.to_string()))
}

/// The layouts of a folder before those of the program; nothing where there are only those of the program.
///
/// # Errors
/// If one of the folder is not as it must be.
pub(crate) fn layouts_of(folder: Option<&Folder>) -> Result<Option<Layouts>, Error> {
    let own = folder.map(|folder| Layouts::with(&folder.files)).transpose();
    own.map_err(|error| Error::Overlay(error.to_string()))
}

/// The files of a folder, and of so many levels of folders in it, that end so, by their paths inside it, with `/`.
fn read(folder: &Path, what: &str, (levels, endings): (usize, &[&str])) -> Result<Folder, Error> {
    let refused = |path: &Path, why: &str| Error::Overlay(format!("{}: {why}", path.display()));
    let wanted = endings.iter().map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(", ");
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).max_depth(levels).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let why = format!("cannot be read as {what}: {error}. Name a folder that holds {wanted} files.");
            refused(folder, &why)
        })?;
        let path = entry.path();
        let ending = path.extension().unwrap_or_default();
        if !entry.file_type().is_file() || !endings.iter().any(|wanted| ending.eq_ignore_ascii_case(wanted)) {
            continue;
        }
        let text =
            fs::read_to_string(path).map_err(|error| refused(path, &format!("cannot be read: {error}")))?;
        let inside = path.strip_prefix(folder).unwrap_or(path).iter();
        let name = inside.map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        files.push((name, text));
    }
    if files.is_empty() {
        let why = format!("holds no {wanted} file, so there is nothing to read as {what}");
        return Err(refused(folder, &why));
    }
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let name = whole.file_name().map_or_else(|| "overlay".into(), |name| name.to_string_lossy().into_owned());
    Ok(Folder { name, files })
}
