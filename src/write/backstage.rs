//! The private folder beside an output in which a run works. Its name goes by the output's, so that the next run finds
//! what a killed one left.

use super::place::{Place, sync};
use super::shelf;
use super::stage::{Error, at};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// By this file the folder is known as ours; who finds it can read what it is.
const MARKER: &str = "about this folder.txt";

const ABOUT: &str =
    "A run of ringfence works in this folder, or was stopped while it did. The next run that writes to
the same place removes it. If the reports are gone and a folder named old is in here, those are the
reports: the next run puts them back.
";

/// The folder of a run. Only who holds the lock of the output may have one.
#[derive(Debug)]
pub(super) struct Backstage {
    folder: PathBuf,
    is_open: bool,
}

impl Backstage {
    /// An empty folder for a run. What a killed run left is removed; an old output that it had moved aside is put back.
    ///
    /// # Errors
    /// If the place or the folder is someone else's, or the file system refuses.
    pub(super) fn open(place: &Place) -> Result<Backstage, Error> {
        let folder = place.beside("");
        let left = is_left(&folder)?;
        if left {
            restore(&folder, place).map_err(at(&place.shown))?;
        }
        place.yields()?;
        Backstage::make(folder, left, place)
    }

    /// The same for files that are to stand beside what is there already.
    ///
    /// # Errors
    /// If the folder is someone else's, or the file system refuses.
    pub(super) fn within(place: &Place) -> Result<Backstage, Error> {
        let folder = place.beside("");
        let left = is_left(&folder)?;
        Backstage::make(folder, left, place)
    }

    fn make(folder: PathBuf, left: bool, place: &Place) -> Result<Backstage, Error> {
        if left {
            sweep(&folder, place).map_err(at(&folder))?;
        }
        private_folder(&folder).map_err(at(place.parent()))?;
        let mut backstage = Backstage { folder, is_open: true };
        match backstage.furnish() {
            Ok(()) => Ok(backstage),
            Err(error) => {
                let error = at(place.parent())(error);
                backstage.leave(place);
                Err(error)
            }
        }
    }

    fn furnish(&self) -> io::Result<()> {
        shelf::write_to_last(&self.folder.join(MARKER), ABOUT.as_bytes())?;
        // From here on it is known as ours, whatever happens.
        sync(&self.folder)?;
        private_folder(&self.output())
    }

    /// What is to become the output.
    pub(super) fn output(&self) -> PathBuf {
        self.folder.join("new")
    }

    /// Where an earlier output goes if it has to be moved aside.
    pub(super) fn old(&self) -> PathBuf {
        old(&self.folder)
    }

    /// The folder itself.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Removes the folder. A second try helps if a process that is being killed was still writing there.
    pub(super) fn close(&mut self, place: &Place) -> io::Result<()> {
        if self.is_open {
            sweep(&self.folder, place).or_else(|_| sweep(&self.folder, place))?;
            self.is_open = false;
        }
        Ok(())
    }

    /// The same when there is an error to be told already, or nobody to tell. What cannot be removed now is removed by
    /// the next run.
    pub(super) fn leave(&mut self, place: &Place) {
        let _ = self.close(place);
    }
}

fn old(folder: &Path) -> PathBuf {
    folder.join("old")
}

/// A killed run left this folder; false if it is not there.
fn is_left(folder: &Path) -> Result<bool, Error> {
    let foreign = |what: &str| Error::Foreign { path: folder.display().to_string(), what: what.to_owned() };
    let there = match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        there => there.map_err(at(folder))?,
    };
    if !there.is_dir() {
        return Err(foreign("it is not a folder that ringfence made"));
    }
    if !is_own(&there) {
        return Err(foreign("someone else’s run left it"));
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        names.push(entry.map_err(at(folder))?.file_name());
    }
    // The marker is the first thing to come and the last to go.
    if names.is_empty() || names.iter().any(|name| name == MARKER) {
        return Ok(true);
    }
    Err(foreign("it is not a folder that ringfence made"))
}

#[cfg(unix)]
fn is_own(there: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(there) == rustix::process::geteuid().as_raw()
}

#[cfg(windows)]
fn is_own(_there: &fs::Metadata) -> bool {
    true
}

/// Puts an old output back that was moved aside and never replaced.
fn restore(folder: &Path, place: &Place) -> io::Result<()> {
    match fs::symlink_metadata(old(folder)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(_) if place.is_free()? => {
            fs::rename(old(folder), place.path())?;
            place.sync()
        }
        Ok(_) => Ok(()),
    }
}

/// Removes the folder and all that is in it, links not followed; never the only output there is.
fn sweep(folder: &Path, place: &Place) -> io::Result<()> {
    restore(folder, place)?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else if entry.file_name() != MARKER {
            fs::remove_file(entry.path())?;
        }
    }
    match fs::remove_file(folder.join(MARKER)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::remove_dir(folder)
}

fn private_folder(folder: &Path) -> io::Result<()> {
    shelf::private_folders().recursive(false).create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(home: &Path) -> Place {
        Place::of(&home.join("out")).unwrap()
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// A run that was killed after it had put a file into its folder.
    fn killed(home: &Path) -> PathBuf {
        let backstage = Backstage::open(&place(home)).unwrap();
        fs::write(backstage.output().join("a"), "half").unwrap();
        backstage.folder
    }

    #[test]
    fn what_a_killed_run_left_is_removed_by_the_next() {
        let home = tempfile::tempdir().unwrap();
        let left = killed(home.path());
        let mut next = Backstage::open(&place(home.path())).unwrap();
        assert_eq!(names(&left), [MARKER, "new"]);
        assert_eq!(names(&next.output()), [""; 0]);
        next.close(&place(home.path())).unwrap();
        assert_eq!(names(home.path()), [""; 0]);
    }

    #[test]
    fn what_another_output_s_run_left_is_not_touched() {
        let home = tempfile::tempdir().unwrap();
        let other = Backstage::open(&Place::of(&home.path().join("other")).unwrap()).unwrap();
        Backstage::open(&place(home.path())).unwrap().close(&place(home.path())).unwrap();
        assert_eq!(names(other.folder()), [MARKER, "new"]);
    }

    #[test]
    fn an_old_output_that_was_moved_aside_is_put_back() {
        for empty_folder_came in [false, true] {
            let home = tempfile::tempdir().unwrap();
            let left = killed(home.path());
            fs::create_dir(left.join("old")).unwrap();
            let manifest = r#"{"tool": "ringfence 0.1.0"}"#;
            fs::write(left.join("old/manifest.json"), manifest).unwrap();
            if empty_folder_came && cfg!(unix) {
                fs::create_dir(home.path().join("out")).unwrap();
            }
            Backstage::open(&place(home.path())).unwrap();
            assert_eq!(fs::read_to_string(home.path().join("out/manifest.json")).unwrap(), manifest);
        }
    }

    #[test]
    fn an_old_output_is_kept_if_something_else_came_to_its_place() {
        let home = tempfile::tempdir().unwrap();
        let left = killed(home.path());
        fs::create_dir(left.join("old")).unwrap();
        fs::write(home.path().join("out"), "a letter").unwrap();
        assert!(Backstage::open(&place(home.path())).is_err());
        assert!(left.join("old").is_dir());
    }

    #[test]
    fn a_folder_that_only_has_the_name_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let folder = place(home.path()).beside("");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("letter.docx"), "x").unwrap();
        let refused = Backstage::open(&place(home.path())).unwrap_err().to_string();
        assert!(refused.contains("it is not a folder that ringfence made"), "{refused}");
        assert_eq!(names(&folder), ["letter.docx"]);
    }

    #[test]
    fn a_run_killed_before_it_had_marked_its_folder_is_in_nobodys_way() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(place(home.path()).beside("")).unwrap();
        assert!(Backstage::open(&place(home.path())).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_never_followed() {
        use std::os::unix::fs::symlink;
        let home = tempfile::tempdir().unwrap();
        let letters = home.path().join("letters");
        fs::create_dir(&letters).unwrap();
        fs::write(letters.join(MARKER), "x").unwrap();
        let folder = place(home.path()).beside("");
        symlink(&letters, &folder).unwrap();
        assert!(Backstage::open(&place(home.path())).is_err());
        fs::remove_file(&folder).unwrap();
        symlink(&letters, killed(home.path()).join("link")).unwrap();
        Backstage::open(&place(home.path())).unwrap();
        assert_eq!(names(&letters), [MARKER]);
    }
}
