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

/// Makes every file in a folder and below it last, and their names; messages name them as if it were `shown`.
///
/// # Errors
/// If the file system refuses, with the path it refuses for.
pub(super) fn make_last(folder: &Path, shown: &Path) -> Result<(), Error> {
    // One after the other off a list that is never whole: there are as many files as four times the schools.
    let entries = Mutex::new(WalkDir::new(folder).into_iter());
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
        make_last(home.path(), Path::new("Reports")).unwrap();
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
        // A socket cannot be opened, not even by root.
        let _socket = std::os::unix::net::UnixListener::bind(home.path().join("socket")).unwrap();
        let refused = make_last(home.path(), Path::new("Reports")).unwrap_err().to_string();
        assert!(refused.starts_with("cannot write Reports/socket: "), "{refused}");
        let missing = make_last(&home.path().join("none"), Path::new("Reports")).unwrap_err().to_string();
        assert!(missing.starts_with("cannot write Reports: "), "{missing}");
    }
}
