//! Where the reports of a school wait until they have a folder in the output.

use super::backstage::Backstage;
use super::shelf::private_folders;
use super::stage::{Error, at};
use std::path::{Path, PathBuf};

/// Private folders in each of which the files of one school are put, by whoever does that; they are no part of the output
/// yet.
#[derive(Clone, Debug)]
pub struct Wings {
    folder: PathBuf,
    shown: PathBuf,
}

impl Wings {
    /// Called by chance, so that a process of a killed run that is still writing cannot write into a wing of this one.
    pub(super) fn within(backstage: &Backstage, shown: &Path) -> Result<Wings, Error> {
        let mut builder = tempfile::Builder::new();
        builder.prefix("wings-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = builder.tempdir_in(backstage.folder()).map_err(at(shown))?.keep();
        Ok(Wings { folder, shown: shown.to_owned() })
    }

    /// A new one.
    ///
    /// # Errors
    /// If the file system refuses, or there is a wing of this number.
    pub fn wing(&self, number: usize) -> Result<PathBuf, Error> {
        let wing = self.of(number);
        private_folders().recursive(false).create(&wing).map_err(at(&self.shown))?;
        Ok(wing)
    }

    /// Where a wing is, if it was made.
    pub(super) fn of(&self, number: usize) -> PathBuf {
        self.folder.join(number.to_string())
    }
}
