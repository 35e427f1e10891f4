//! A file of the output that is written bit by bit, because it is as long as there are schools.

use super::manifest::{Hash, Output};
use super::shelf::create;
use super::stage::{Error, at};
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// A file that is not finished.
#[derive(Debug)]
pub struct Growing {
    path: String,
    shown: PathBuf,
    file: BufWriter<File>,
    hash: Hash,
}

impl Growing {
    /// A new file `path` in `folder`; messages name it as if it stood in `shown`.
    pub(super) fn begin(folder: &Path, shown: &Path, path: &str) -> Result<Growing, Error> {
        let shown = shown.join(path);
        let file = create(&folder.join(path)).map_err(at(&shown))?;
        Ok(Growing { path: path.to_owned(), shown, file: BufWriter::new(file), hash: Hash::default() })
    }

    /// Writes the next of it.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.hash.add(bytes);
        self.file.write_all(bytes).map_err(at(&self.shown))
    }

    /// Writes the last of it.
    pub(super) fn end(self) -> Result<Output, Error> {
        let Growing { path, shown, file, hash } = self;
        file.into_inner().map_err(|error| at(&shown)(error.into_error()))?;
        Ok(hash.output(path))
    }

    /// As if it had never been begun in this folder.
    pub(super) fn give_up(self, folder: &Path) -> Result<(), Error> {
        let Growing { path, shown, file, .. } = self;
        drop(file.into_parts());
        fs::remove_file(folder.join(path)).map_err(at(&shown))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_bit_by_bit_is_as_if_it_had_been_written_at_once() {
        let home = tempfile::tempdir().unwrap();
        let mut file = Growing::begin(home.path(), Path::new("Reports"), "a.csv").unwrap();
        file.add(b"one,").unwrap();
        file.add(b"two\n").unwrap();
        assert_eq!(file.end().unwrap(), Output::of("a.csv", b"one,two\n"));
        assert_eq!(std::fs::read(home.path().join("a.csv")).unwrap(), b"one,two\n");
        assert!(Growing::begin(home.path(), Path::new("Reports"), "a.csv").is_err(), "there is one");
    }
}
