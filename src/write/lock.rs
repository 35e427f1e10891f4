//! One run at a time for each output: whoever holds the lock file beside it may write there.

use super::place::Place;
use super::stage::{Error, at};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// A lock that is held until it is dropped, or until the process ends in any way.
#[derive(Debug)]
pub(super) struct Lock {
    /// Windows removes the file when this is closed.
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Takes the lock of a place.
    ///
    /// # Errors
    /// If another run holds it, something else stands there, or the file system refuses.
    pub(super) fn take(place: &Place) -> Result<Lock, Error> {
        let path = place.beside(".lock");
        let lock = path.display().to_string();
        match fs::symlink_metadata(&path) {
            Ok(there) if !there.is_file() => {
                return Err(Error::Foreign { path: lock, what: "it is no lock file".to_owned() });
            }
            // Someone else's run may have left it.
            Ok(_) => held(&path).map_err(at(&path)),
            Err(_) => held(&path).map_err(at(place.parent())),
        }?
        .map(|file| Lock { file, path })
        .ok_or_else(|| Error::Held { path: place.shown.display().to_string(), lock })
    }
}

impl Drop for Lock {
    /// The file goes before the lock does, so that nothing stays beside the reports. [`held`] knows what to do if
    /// another run opened it in between. A file that cannot be removed is in nobody's way: no one holds it.
    fn drop(&mut self) {
        if cfg!(unix) && is_at(&self.file, &self.path).unwrap_or(false) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// The file, locked; nothing if another run holds it.
#[cfg(unix)]
fn held(path: &Path) -> io::Result<Option<File>> {
    use rustix::fs::{Mode, OFlags, open};
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    loop {
        let file = File::from(open(path, flags, Mode::RUSR | Mode::WUSR)?);
        match file.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Ok(None),
            Err(fs::TryLockError::Error(error)) => return Err(error),
        }
        // The run that held it may have removed it after it was opened here. A lock on a file without a name keeps
        // nobody out.
        if is_at(&file, path)? {
            return Ok(Some(file));
        }
    }
}

/// The file, which nobody else can open while it is open here; nothing if another run has it open.
#[cfg(windows)]
fn held(path: &Path) -> io::Result<Option<File>> {
    use std::os::windows::fs::OpenOptionsExt as _;
    const DELETE_ON_CLOSE: u32 = 0x0400_0000;
    const OPEN_REPARSE_POINT: u32 = 0x0020_0000;
    const SHARING_VIOLATION: i32 = 32;
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    match options.share_mode(0).custom_flags(DELETE_ON_CLOSE | OPEN_REPARSE_POINT).open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.raw_os_error() == Some(SHARING_VIOLATION) => Ok(None),
        Err(error) => Err(error),
    }
}

/// True if `path` names the very file that is open.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let open = file.metadata()?;
    match fs::symlink_metadata(path) {
        Ok(named) => Ok((named.dev(), named.ino()) == (open.dev(), open.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Nobody else can give the name to another file while this one is open.
#[cfg(windows)]
fn is_at(_file: &File, _path: &Path) -> io::Result<bool> {
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn place(home: &Path) -> Place {
        Place::of(&home.join("Reports")).unwrap()
    }

    fn take(home: &Path) -> Result<Lock, Error> {
        Lock::take(&place(home))
    }

    #[test]
    fn a_second_run_is_told_who_holds_the_lock_and_what_to_do() {
        let home = tempfile::tempdir().unwrap();
        let first = take(home.path()).unwrap();
        let refused = take(home.path()).unwrap_err();
        assert!(matches!(refused, Error::Held { .. }));
        let lock = place(home.path()).beside(".lock");
        let (reports, held) = (home.path().join("Reports"), lock.display());
        assert_eq!(
            refused.to_string(),
            format!(
                "another run of ringfence is writing {}: it holds {held}. Wait until it has ended, or choose another \
                 folder",
                reports.display()
            )
        );
        drop(first);
        assert!(!lock.exists(), "nothing stays beside the reports");
        assert!(take(home.path()).is_ok());
    }

    #[test]
    fn a_lock_file_that_a_killed_run_left_keeps_nobody_out() {
        let home = tempfile::tempdir().unwrap();
        fs::write(place(home.path()).beside(".lock"), "").unwrap();
        assert!(take(home.path()).is_ok());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn of_many_at_once_one_holds_it_though_the_file_comes_and_goes() {
        let home = tempfile::tempdir().unwrap();
        let (holders, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|threads| {
            for _ in 0..8 {
                threads.spawn(|| {
                    for _ in 0..200 {
                        let Ok(lock) = take(home.path()) else { continue };
                        assert_eq!(holders.fetch_add(1, Ordering::SeqCst), 0);
                        taken.fetch_add(1, Ordering::SeqCst);
                        std::thread::yield_now();
                        holders.fetch_sub(1, Ordering::SeqCst);
                        drop(lock);
                    }
                });
            }
        });
        assert!(taken.into_inner() > 0);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_place_of_the_lock_file_is_not_followed() {
        let home = tempfile::tempdir().unwrap();
        let letter = home.path().join("letter.docx");
        let lock = place(home.path()).beside(".lock");
        std::os::unix::fs::symlink(&letter, &lock).unwrap();
        assert!(take(home.path()).unwrap_err().to_string().contains("it is no lock file"));
        assert!(held(&lock).is_err(), "nor if it was put there a moment ago");
        assert!(!letter.exists());
    }
}
