//! Folder → files → sheets → records → [`School`], and findings for everything that could not be read as it stands.

use crate::model::school::School;
use crate::model::settings::Settings;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Where the bytes of a file are.
#[derive(Clone, Debug)]
pub enum Content {
    /// On disk.
    OnDisk(PathBuf),
    /// In memory (the embedded sample, tests).
    InMemory(Cow<'static, [u8]>),
}

/// A file of a pack.
#[derive(Clone, Debug)]
pub struct PackFile {
    /// Path inside the pack, with `/`.
    pub path: String,
    /// Its bytes.
    pub content: Content,
}

/// The files of one school.
#[derive(Clone, Debug, Default)]
pub struct SchoolFiles {
    /// Folder inside the pack; empty when the pack itself is the school.
    pub folder: String,
    /// Its own files, by path.
    pub files: Vec<PackFile>,
    /// Files at the top of a pack of several schools, for all of them, by path.
    pub shared: Vec<PackFile>,
}

/// A school as read, and the settings that hold for it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The school.
    pub school: School,
    /// Command line over the school's file over the pack's.
    pub settings: Settings,
}

/// Lists the schools of a pack on disk, in order of folder name.
///
/// # Errors
/// If the folder cannot be listed.
pub fn find(_pack: &Path) -> std::io::Result<Vec<SchoolFiles>> {
    Ok(Vec::new())
}

/// Sorts the files of a pack into schools, as [`find`] does.
pub fn group(_files: Vec<PackFile>) -> Vec<SchoolFiles> {
    Vec::new()
}

/// Reads one school. Never fails: what cannot be read becomes a finding.
pub fn read(_files: &SchoolFiles, command_line: &Settings) -> Reading {
    Reading { school: School::default(), settings: command_line.clone() }
}
