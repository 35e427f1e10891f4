//! A folder into which the files of an output are put: each is new and private. They last when [`super::lasting`] has seen to it.

use super::growing::Growing;
use super::held::Held;
use super::manifest::{Output, hashed};
use super::stage::{Error, at};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A private folder and what was put into it.
#[derive(Debug)]
pub struct Shelf {
    folder: PathBuf,
    shown: PathBuf,
    outputs: Vec<Held>,
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
        self.makes_room(path).map_err(at(&shown))?;
        write(&target, bytes).map_err(at(&shown))?;
        self.hold(path, &Output::of(path, bytes))
    }

    /// Takes in a file as another output has it, if it still is as that output’s manifest says; false if not.
    ///
    /// # Errors
    /// If the file system refuses to have it here.
    pub fn keep(&mut self, from: &Path, output: &Output) -> Result<bool, Error> {
        let there = fs::symlink_metadata(from).ok();
        let Some(there) = there.filter(|file| file.is_file() && file.len() == output.bytes) else {
            return Ok(false);
        };
        let target = self.folder.join(&output.path);
        let shown = self.shown.join(&output.path);
        self.makes_room(&output.path).map_err(at(&shown))?;
        carry((from, &there), &target).map_err(at(&shown))?;
        // Looked at where it stands now, where nobody puts another in its place.
        let same =
            hashed(&target, output.bytes).map_err(at(&shown))? == (output.bytes, output.sha256.clone());
        if same {
            self.hold(&output.path, output)?;
        }
        Ok(same)
    }

    fn hold(&mut self, path: &str, output: &Output) -> Result<(), Error> {
        let odd = || io::Error::new(io::ErrorKind::InvalidData, "its hash is none");
        self.outputs.push(Held::of(path, output).ok_or_else(odd).map_err(at(&self.shown.join(path)))?);
        Ok(())
    }

    /// Makes the folders of a file, if it has any inside this one.
    fn makes_room(&self, path: &str) -> io::Result<()> {
        path.rsplit_once('/').map_or(Ok(()), |(folder, _)| private_folders().create(self.folder.join(folder)))
    }

    /// What was put, by path.
    pub fn outputs(mut self) -> Vec<Output> {
        self.listed().iter().map(Held::output).collect()
    }

    /// What was put so far, by path.
    pub(super) fn listed(&mut self) -> &[Held] {
        self.outputs.sort_unstable_by(|a, b| a.path().cmp(b.path()));
        &self.outputs
    }

    /// A file that is written bit by bit. It is one of the shelf when it has ended.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn begin(&self, path: &str) -> Result<Growing, Error> {
        Growing::begin(&self.folder, &self.shown, path)
    }

    /// Ends such a file; gives its SHA-256.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn end(&mut self, file: Growing) -> Result<String, Error> {
        let output = file.end()?;
        self.hold(&output.path, &output)?;
        Ok(output.sha256)
    }

    /// Takes away such a file, of which nothing came.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn give_up(&mut self, file: Growing) -> Result<(), Error> {
        file.give_up(&self.folder)
    }

    /// Counts files as put that another process wrote into a folder of this one.
    ///
    /// # Errors
    /// If one has no hash.
    pub(super) fn add(&mut self, folder: &str, outputs: &[Output]) -> Result<(), Error> {
        outputs.iter().try_for_each(|output| self.hold(&format!("{folder}/{}", output.path), output))
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

/// Writes a new file that nobody else may read.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create(path)?.write_all(bytes)
}

/// The same, and waits until it is on the disk.
pub(super) fn write_to_last(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A new file that nobody else may read.
pub(super) fn create(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Gives a file a second name, or copies it where that cannot be done, or where others may read the first.
fn carry((from, there): (&Path, &fs::Metadata), to: &Path) -> io::Result<()> {
    if is_private(there) && fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    let mut copy = create(to)?;
    io::copy(&mut File::open(from)?, &mut copy)?;
    Ok(())
}

#[cfg(unix)]
fn is_private(file: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    file.mode() & 0o777 == 0o600 && file.uid() == rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
fn is_private(_file: &fs::Metadata) -> bool {
    true
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

    #[test]
    fn a_file_is_kept_if_it_is_as_it_was_written() {
        let home = tempfile::tempdir().unwrap();
        let [old, new] = ["old", "new"].map(|name| home.path().join(name));
        for folder in [&old, &new] {
            private_folders().create(folder).unwrap();
        }
        write(&old.join("a"), b"x").unwrap();
        fs::write(old.join("b"), b"y").unwrap();
        let mut shelf = Shelf::at(new.clone(), PathBuf::from("Reports"));
        for (path, bytes, kept) in [("a", b"x", true), ("b", b"y", true), ("none", b"x", false)] {
            let output = Output::of(path, bytes);
            assert_eq!(shelf.keep(&old.join(path), &output).unwrap(), kept, "{path}");
        }
        write(&old.join("c"), b"y").unwrap();
        assert!(!shelf.keep(&old.join("c"), &Output::of("c", b"x")).unwrap(), "of the same size");
        assert_eq!(fs::read(new.join("b")).unwrap(), b"y");
        let listed: Vec<_> = shelf.outputs().into_iter().map(|output| output.path).collect();
        assert_eq!(listed, ["a", "b"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_others_may_read_is_copied_and_a_link_is_not_followed() {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
        let home = tempfile::tempdir().unwrap();
        let new = home.path().join("new");
        private_folders().create(&new).unwrap();
        let open = home.path().join("open");
        fs::write(&open, b"x").unwrap();
        fs::set_permissions(&open, fs::Permissions::from_mode(0o644)).unwrap();
        let mut shelf = Shelf::at(new.clone(), PathBuf::from("Reports"));
        assert!(shelf.keep(&open, &Output::of("open", b"x")).unwrap());
        let kept = fs::metadata(new.join("open")).unwrap();
        assert_eq!((kept.mode() & 0o777, kept.nlink()), (0o600, 1));
        symlink(&open, home.path().join("link")).unwrap();
        assert!(!shelf.keep(&home.path().join("link"), &Output::of("link", b"x")).unwrap());
    }
}
