//! The key of a run with pseudonyms: who is who, for the one who asked for it. It never stands among the reports.

use super::shelf::write_to_last;
use super::stage::{Error as Refused, at};
use super::{Error, csv};
use crate::model::pseudonyms::Secret;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf, absolute};

/// What the pseudonyms of one school stand for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OfSchool {
    /// Its name.
    pub school: String,
    /// Its URN, if known.
    pub urn: Option<String>,
    /// In the order of its people, files and sheets.
    pub secrets: Vec<Secret>,
}

/// A key that was written.
#[derive(Debug)]
pub struct Key(PathBuf);

impl Key {
    /// Writes a new file that nobody else may read. Where there is a file already nothing is written, and none among the
    /// reports in `out`.
    ///
    /// # Errors
    /// If it would stand there, or the file system refuses.
    pub fn write(path: &Path, out: &Path, schools: &[OfSchool]) -> Result<Key, Error> {
        let shown = || path.display().to_string();
        let whole = |path: &Path| absolute(path).map_err(at(path));
        if whole(path)?.starts_with(whole(out)?) {
            let what = "the key would stand among the reports it is the key to".to_owned();
            return Err(Refused::Key { path: shown(), what }.into());
        }
        if path.symlink_metadata().is_ok() {
            let what = "there is a file of this name already".to_owned();
            return Err(Refused::Key { path: shown(), what }.into());
        }
        write_to_last(path, csv::key(schools)?.as_bytes()).map_err(at(path))?;
        Ok(Key(path.to_owned()))
    }

    /// Takes it back, since the reports it is the key to were not written; what cannot be removed is left.
    pub fn take_back(self) {
        let _ = fs::remove_file(self.0);
    }
}
