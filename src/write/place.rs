//! Where an output is to stand: what may be there already, and how the new takes the place of the old.

use super::manifest;
use super::stage::{Error, at};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The folder an output is to be.
#[derive(Debug)]
pub(super) struct Place {
    /// As it was typed.
    pub shown: PathBuf,
    parent: PathBuf,
    name: OsString,
    /// Open from the beginning, so that nothing can fail any more once the output is there. Windows has no need of it.
    open_parent: Option<File>,
}

impl Place {
    /// The place that `out` names.
    ///
    /// # Errors
    /// If its parent is not there or may not be read, or the path has no last part that could be given to a folder.
    pub(super) fn of(out: &Path) -> Result<Place, Error> {
        let shown = || out.display().to_string();
        let Some(name) = out.file_name() else { return Err(Error::Nameless { path: shown() }) };
        let parent = match out.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        match fs::metadata(parent) {
            Ok(there) if there.is_dir() => {}
            Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Err(at(parent)(error));
            }
            _ => return Err(Error::NoParent { path: shown() }),
        }
        Place::in_parent(parent, name.to_owned(), out)
    }

    /// The inside of a folder that is there.
    ///
    /// # Errors
    /// If it may not be read.
    pub(super) fn within(folder: &Path) -> Result<Place, Error> {
        Place::in_parent(folder, OsString::new(), folder)
    }

    fn in_parent(parent: &Path, name: OsString, shown: &Path) -> Result<Place, Error> {
        let parent = parent.canonicalize().map_err(at(parent))?;
        let open_parent = if cfg!(unix) { Some(File::open(&parent).map_err(at(&parent))?) } else { None };
        Ok(Place { shown: shown.to_owned(), parent, name, open_parent })
    }

    /// Its path, whole and without a slash at its end, which would lead through a link.
    pub(super) fn path(&self) -> PathBuf {
        self.parent.join(&self.name)
    }

    /// The folder it stands in.
    pub(super) fn parent(&self) -> &Path {
        &self.parent
    }

    /// A name beside it that belongs to this output alone. It is made of a hash, because the output's own may be as long
    /// as a name can be.
    pub(super) fn beside(&self, ending: &str) -> PathBuf {
        let name = self.name.to_string_lossy();
        let hash = if cfg!(any(windows, target_vendor = "apple")) {
            // `Reports` and `reports` are one folder there.
            Sha256::digest(name.to_lowercase())
        } else {
            Sha256::digest(self.name.as_encoded_bytes())
        };
        let hash = base16ct::lower::encode_string(&hash);
        self.parent.join(format!(".ringfence-{}{ending}", &hash[..16]))
    }

    /// Makes the names in the parent last.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.open_parent.as_ref().map_or(Ok(()), as_far_as_it_goes)
    }

    /// It is free, or holds an earlier output and nothing else.
    pub(super) fn yields(&self) -> Result<(), Error> {
        let out = &self.path();
        let foreign = |what: String| Error::Foreign { path: self.shown.display().to_string(), what };
        match fs::symlink_metadata(out) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(at(&self.shown)(error)),
            Ok(what) if what.is_symlink() => return Err(foreign("it is a link to somewhere else".into())),
            Ok(what) if !what.is_dir() => return Err(foreign("it is a file".into())),
            Ok(_) => {}
        }
        let mut files = Vec::new();
        list(out, "", &mut files).map_err(at(&self.shown))?;
        if files.is_empty() {
            return Ok(());
        }
        let Some(listed) = read_manifest(out).map_err(at(&self.shown))?.and_then(|m| manifest::listed(&m))
        else {
            return Err(foreign("it is not empty, and ringfence did not write it".into()));
        };
        let listed: BTreeSet<String> = listed.into_iter().collect();
        let ours = |path: &String| path == manifest::NAME || is_litter(path) || listed.contains(path);
        match files.into_iter().find(|path| !ours(path)) {
            Some(path) => Err(foreign(match excel_mark(&path) {
                Some(book) => format!("{book} in it is open in Excel, or was when Excel stopped ({path})"),
                None => format!("ringfence did not write {path} in it"),
            })),
            None => Ok(()),
        }
    }

    /// Nothing is there but perhaps an empty folder.
    pub(super) fn is_free(&self) -> io::Result<bool> {
        let out = self.path();
        match fs::symlink_metadata(&out) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
            Err(error) => Err(error),
            Ok(there) if there.is_dir() => Ok(fs::read_dir(&out)?.next().is_none()),
            Ok(_) => Ok(false),
        }
    }

    /// Puts the folder `new` here. What was here is `new` afterwards, or `old` where the system cannot exchange two
    /// folders at one blow.
    pub(super) fn give(&self, new: &Path, old: &Path) -> io::Result<()> {
        let out = self.path();
        match fs::symlink_metadata(&out) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(new, &out),
            Err(error) => Err(error),
            Ok(_) if exchanged(new, &out)? => Ok(()),
            Ok(_) => moved(new, &out, old),
        }
    }
}

/// Two folders change names; false if this system or this file system cannot do that.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchanged(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(error) if [Errno::NOSYS, Errno::INVAL, Errno::NOTSUP].contains(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchanged(_one: &Path, _other: &Path) -> io::Result<bool> {
    Ok(false)
}

/// The same in two steps. A kill between them leaves no output to be seen, and the next run puts the old one back.
fn moved(new: &Path, out: &Path, old: &Path) -> io::Result<()> {
    fs::rename(out, old)?;
    fs::rename(new, out).map_err(|error| {
        if fs::rename(old, out).is_ok() {
            return error;
        }
        let where_to =
            format!("{error}. The earlier reports are in {}; the next run puts them back", old.display());
        io::Error::new(error.kind(), where_to)
    })
}

/// The manifest of an output. What only has its name, such as a pipe, on which a reader would wait, is none.
fn read_manifest(out: &Path) -> io::Result<Option<Vec<u8>>> {
    let path = out.join(manifest::NAME);
    match fs::symlink_metadata(&path) {
        Ok(there) if there.is_file() => fs::read(&path).map(Some),
        Ok(_) => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The workbook whose mark this is, which Excel puts beside it while it is open.
fn excel_mark(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let book = name.strip_prefix("~$")?;
    Some(if folder.is_empty() { book.to_owned() } else { format!("{folder}/{book}") })
}

/// What file managers leave behind.
pub(crate) fn is_litter(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    matches!(name.as_str(), ".ds_store" | "thumbs.db" | "desktop.ini")
}

/// Every file below a folder, links not followed.
pub(super) fn list(folder: &Path, prefix: &str, into: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{path}/"), into)?;
        } else {
            into.push(path);
        }
    }
    into.sort();
    Ok(())
}

/// Makes the names in a folder last; only Unix can, and elsewhere a rename needs no such help.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { as_far_as_it_goes(&File::open(folder)?) } else { Ok(()) }
}

fn as_far_as_it_goes(folder: &File) -> io::Result<()> {
    match folder.sync_all() {
        // Some file systems of a network know no such thing for a folder.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
            Ok(())
        }
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_without_a_name_of_its_own_is_refused() {
        for path in [".", "..", "/", "x/.."] {
            assert!(matches!(Place::of(Path::new(path)), Err(Error::Nameless { .. })), "{path}");
        }
    }

    #[test]
    fn names_beside_an_output_are_short_and_its_own() {
        let home = tempfile::tempdir().unwrap();
        let beside = |name: &str| Place::of(&home.path().join(name)).unwrap().beside(".lock");
        let long = beside(&"n".repeat(255));
        assert!(long.file_name().unwrap().len() < 40);
        assert_ne!(beside("Reports"), beside("Reports 2"));
        assert_eq!(beside("Reports"), beside("Reports/"));
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_text_is_a_name() {
        use std::os::unix::ffi::OsStrExt as _;
        let home = tempfile::tempdir().unwrap();
        let beside =
            |name: &[u8]| Place::of(&home.path().join(std::ffi::OsStr::from_bytes(name))).unwrap().beside("");
        assert_ne!(beside(b"\xff"), beside(b"\xfe"));
    }

    #[test]
    fn where_folders_cannot_be_exchanged_the_old_one_is_moved_aside_first() {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        fs::create_dir(path("new")).unwrap();
        fs::create_dir(path("out")).unwrap();
        fs::write(path("new/a"), "new").unwrap();
        fs::write(path("out/a"), "old").unwrap();
        moved(&path("new"), &path("out"), &path("old")).unwrap();
        assert_eq!(fs::read(path("out/a")).unwrap(), b"new");
        assert_eq!(fs::read(path("old/a")).unwrap(), b"old");
    }

    #[test]
    fn and_it_comes_back_if_the_new_one_cannot_follow() {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        fs::create_dir(path("out")).unwrap();
        fs::write(path("out/a"), "old").unwrap();
        assert!(moved(&path("new"), &path("out"), &path("old")).is_err(), "there is no new one");
        assert_eq!(fs::read(path("out/a")).unwrap(), b"old");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed_though_a_slash_stands_behind_it() {
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("out");
        std::os::unix::fs::symlink(home.path(), &out).unwrap();
        for out in [out.clone(), out.join("")] {
            let refused = Place::of(&out).unwrap().yields().unwrap_err().to_string();
            assert!(refused.contains("it is a link"), "{refused}");
        }
    }
}
