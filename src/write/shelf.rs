//! A folder into which the files of an output are put: each is new, private, and on the disk before the next one.

use super::manifest::Output;
use super::stage::{Error, at};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A private folder and what was put into it.
#[derive(Debug)]
pub struct Shelf {
    folder: PathBuf,
    shown: PathBuf,
    outputs: Vec<Output>,
}

impl Shelf {
    /// The shelf in a private folder that is there; messages name the files as if they stood in `shown`.
    pub fn at(folder: PathBuf, shown: PathBuf) -> Shelf {
        Shelf { folder, shown, outputs: Vec::new() }
    }

    /// Writes a file, by its path inside the folder, with `/`.
    ///
    /// # Errors
    /// If the file system refuses, or a file of this name was put before.
    pub fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let target = self.folder.join(path);
        let shown = self.shown.join(path);
        if let Some(folder) = target.parent() {
            private_folders().create(folder).map_err(at(&shown))?;
        }
        write(&target, bytes).map_err(at(&shown))?;
        self.outputs.push(Output::of(path, bytes));
        Ok(())
    }

    /// What was put, by path.
    pub fn outputs(mut self) -> Vec<Output> {
        self.listed();
        self.outputs
    }

    /// What was put so far, by path.
    pub(super) fn listed(&mut self) -> &[Output] {
        self.outputs.sort_by(|a, b| a.path.cmp(&b.path));
        &self.outputs
    }

    /// Counts files as put that another process wrote into a folder of this one.
    pub(super) fn add(&mut self, folder: &str, outputs: Vec<Output>) {
        let within = |output: Output| Output { path: format!("{folder}/{}", output.path), ..output };
        self.outputs.extend(outputs.into_iter().map(within));
    }
}

/// Makes folders that nobody else may look into, and their parents.
pub(super) fn private_folders() -> fs::DirBuilder {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Writes a new file that nobody else may read, and waits until it is on the disk.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_listed_by_path() {
        let home = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::at(home.path().to_owned(), PathBuf::from("Reports/a"));
        shelf.put("results.json", b"x").unwrap();
        shelf.put("more/head.html", b"xy").unwrap();
        assert_eq!(fs::read(home.path().join("more/head.html")).unwrap(), b"xy");
        let listed: Vec<_> = shelf.outputs().into_iter().map(|output| (output.path, output.bytes)).collect();
        assert_eq!(listed, [("more/head.html".to_owned(), 2), ("results.json".to_owned(), 1)]);
    }

    #[test]
    fn nothing_is_put_twice_and_the_message_names_the_file_where_it_will_stand() {
        let home = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::at(home.path().to_owned(), PathBuf::from("Reports"));
        shelf.put("a", b"first").unwrap();
        let refused = shelf.put("a", b"second").unwrap_err().to_string();
        let shown = Path::new("Reports").join("a");
        assert!(refused.starts_with(&format!("cannot write {}: ", shown.display())), "{refused}");
        assert_eq!(fs::read(home.path().join("a")).unwrap(), b"first");
    }
}
