//! What was written is put on the disk, many files at once: a disk keeps eight of them in the time of one.

use super::place::sync;
use super::stage::{Error, at};
use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::sync::Mutex;
use std::thread;
use walkdir::{DirEntry, WalkDir};

/// Files that are on their way to the disk at a time.
const AT_ONCE: usize = 8;

/// What of a folder is to last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// All of it.
    All,
    /// The folders in it, and all that is in them.
    Folders,
    /// The files in it, and itself.
    Above,
}

/// Makes files last, and their names; messages name them as if they stood in `shown`.
///
/// # Errors
/// If the file system refuses, with the path it refuses for.
pub(super) fn make_last(what: What, folder: &Path, shown: &Path) -> Result<(), Error> {
    // One after the other off a list that is never whole: there are as many files as four times the schools.
    let walk = WalkDir::new(folder).max_depth(if what == What::Above { 1 } else { usize::MAX }).into_iter();
    let entries = Mutex::new(walk.filter(|entry| entry.as_ref().map_or(true, |entry| is_of(what, entry))));
    let next = || entries.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next();
    let keep = || {
        while let Some(entry) = next() {
            let entry = entry.map_err(|error| at(shown)(error.into()))?;
            let below = entry.path().strip_prefix(folder).unwrap_or(Path::new(""));
            put(&entry).map_err(at(&shown.join(below)))?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let others: Vec<_> =
            (1..AT_ONCE).map_while(|_| thread::Builder::new().spawn_scoped(scope, keep).ok()).collect();
        // Where there are no more threads to be had, this one does it all.
        let own = keep();
        let joined = others.into_iter().map(|other| {
            other
                .join()
                .unwrap_or_else(|_| Err(at(shown)(io::Error::other("a thread that saved it fell over"))))
        });
        joined.fold(own, Result::and)
    })
}

fn is_of(what: What, entry: &DirEntry) -> bool {
    let is_above = entry.depth() == 0 || entry.depth() == 1 && !entry.file_type().is_dir();
    what == What::All || is_above == (what == What::Above)
}

fn put(entry: &DirEntry) -> io::Result<()> {
    if entry.file_type().is_dir() {
        return sync(entry.path());
    }
    // Windows saves for those only who may write.
    OpenOptions::new().write(true).open(entry.path())?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn every_file_below_is_saved_and_stays_as_it_was() {
        let home = tempfile::tempdir().unwrap();
        for school in 0..20 {
            let folder = home.path().join(format!("{school}/more"));
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("head.html"), format!("{school}")).unwrap();
        }
        fs::write(home.path().join("index.html"), "all").unwrap();
        for what in [What::Folders, What::Above, What::All] {
            make_last(what, home.path(), Path::new("Reports")).unwrap();
        }
        assert_eq!(fs::read_to_string(home.path().join("index.html")).unwrap(), "all");
        for school in 0..20 {
            let text = fs::read_to_string(home.path().join(format!("{school}/more/head.html"))).unwrap();
            assert_eq!(text, school.to_string());
        }
    }

    #[cfg(unix)]
    #[test]
    fn one_that_cannot_be_saved_is_named_as_it_was_to_stand() {
        let home = tempfile::tempdir().unwrap();
        for name in ["a", "b", "c"] {
            fs::write(home.path().join(name), "x").unwrap();
        }
        // A socket cannot be opened, not even by root: so each look takes what it is for, and nothing else.
        let last = |what, folder: &Path| make_last(what, folder, Path::new("Reports"));
        let above = std::os::unix::net::UnixListener::bind(home.path().join("socket")).unwrap();
        let refused = last(What::Above, home.path()).unwrap_err().to_string();
        assert!(refused.starts_with("cannot write Reports/socket: "), "{refused}");
        last(What::Folders, home.path()).unwrap();
        drop(above);
        fs::remove_file(home.path().join("socket")).unwrap();
        fs::create_dir_all(home.path().join("school/more")).unwrap();
        let _below = std::os::unix::net::UnixListener::bind(home.path().join("school/more/socket")).unwrap();
        let refused = last(What::Folders, home.path()).unwrap_err().to_string();
        assert!(refused.starts_with("cannot write Reports/school/more/socket: "), "{refused}");
        last(What::Above, home.path()).unwrap();
        let refused = last(What::All, home.path()).unwrap_err().to_string();
        assert!(refused.starts_with("cannot write Reports/school/more/socket: "), "{refused}");
        let missing = last(What::All, &home.path().join("none")).unwrap_err().to_string();
        assert!(missing.starts_with("cannot write Reports: "), "{missing}");
    }
}
