//! Files put into a folder beside what stands there already. None is overwritten, and all are written or none.

use super::backstage::Backstage;
use super::lasting::make_last;
use super::lock::Lock;
use super::place::{Place, sync};
use super::shelf::{Shelf, private_folders};
use super::stage::{Error, at};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// Writes files, each by its path inside the folder, with `/`. The folder is made if it is not there.
///
/// # Errors
/// If a file of one of these names stands there, or the file system refuses.
pub fn put(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
    let there = |path: &Path| fs::symlink_metadata(path).is_ok();
    if there(folder) && !folder.is_dir() {
        let (path, what) = (folder.display().to_string(), "it is a file".to_owned());
        return Err(Error::Foreign { path, what });
    }
    let taken: Vec<String> = files
        .iter()
        .map(|(path, _)| folder.join(path))
        .filter(|target| there(target))
        .map(|target| target.display().to_string())
        .collect();
    if !taken.is_empty() {
        return Err(Error::Taken { names: taken.join(", ") });
    }
    let made = private_folders_to(folder).map_err(at(folder))?;
    let outcome = fill(folder, files);
    if outcome.is_err() {
        remove_empty(&made);
    }
    outcome
}

/// Writes all files in a private folder first, so that only their names are missing when one of them is seen.
fn fill(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
    let place = Place::within(folder)?;
    let _lock = Lock::take(&place)?;
    let mut backstage = Backstage::within(&place)?;
    let outcome = move_in(folder, files, &backstage.output());
    backstage.leave(&place);
    outcome
}

fn move_in(folder: &Path, files: &[(String, Vec<u8>)], made_in: &Path) -> Result<(), Error> {
    let mut shelf = Shelf::at(made_in.to_owned(), folder.to_owned());
    files.iter().try_for_each(|(path, bytes)| shelf.put(path, bytes))?;
    make_last(made_in, folder)?;
    let (mut folders, mut written) = (Vec::new(), Vec::new());
    let outcome = files.iter().try_for_each(|(path, _)| {
        let target = folder.join(path);
        let parent = target.parent().unwrap_or(folder);
        folders.extend(private_folders_to(parent).map_err(at(parent))?);
        name(&made_in.join(path), &target)?;
        written.push(target);
        Ok(())
    });
    let outcome = outcome.and_then(|()| {
        let parents: BTreeSet<&Path> = written.iter().filter_map(|target| target.parent()).collect();
        parents.into_iter().try_for_each(|parent| sync(parent).map_err(at(parent)))
    });
    if outcome.is_err() {
        for target in &written {
            fs::remove_file(target).map_err(at(target))?;
        }
        remove_empty(&folders);
    }
    outcome
}

/// Gives a file its name, unless there is one of that name.
fn name(made: &Path, target: &Path) -> Result<(), Error> {
    let refused = match TempPath::try_from_path(made) {
        Ok(file) => match file.persist_noclobber(target) {
            Ok(()) => return Ok(()),
            Err(refused) => refused.error,
        },
        Err(error) => error,
    };
    Err(match refused.kind() {
        io::ErrorKind::AlreadyExists => Error::Taken { names: target.display().to_string() },
        _ => at(target)(refused),
    })
}

/// Makes a folder with its parents, and says which of them were not there, the outermost first.
fn private_folders_to(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let is_missing = |path: &&Path| !path.as_os_str().is_empty() && !path.exists();
    let mut missing: Vec<PathBuf> = folder.ancestors().take_while(is_missing).map(Path::to_owned).collect();
    missing.reverse();
    private_folders().create(folder).inspect_err(|_| remove_empty(&missing))?;
    Ok(missing)
}

/// Takes folders away again, the innermost first. One into which somebody has put something meanwhile stays.
fn remove_empty(folders: &[PathBuf]) {
    for folder in folders.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(names: &[&str]) -> Vec<(String, Vec<u8>)> {
        names.iter().map(|name| ((*name).to_owned(), b"new".to_vec())).collect()
    }

    #[test]
    fn files_stand_beside_what_was_there() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("letter.txt"), "old").unwrap();
        put(home.path(), &files(&["a", "b/c"])).unwrap();
        assert_eq!(fs::read(home.path().join("b/c")).unwrap(), b"new");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 3);
    }

    #[test]
    fn one_name_that_is_taken_keeps_all_from_being_written() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("b"), "old").unwrap();
        let refused = put(home.path(), &files(&["a", "b"])).unwrap_err().to_string();
        assert!(refused.contains("would overwrite") && refused.contains('b'), "{refused}");
        assert!(!home.path().join("a").exists());
        assert_eq!(fs::read(home.path().join("b")).unwrap(), b"old");
    }

    #[test]
    fn a_name_that_is_taken_at_the_last_moment_leaves_nothing_of_the_others() {
        let home = tempfile::tempdir().unwrap();
        let into = home.path().join("new/folder");
        fs::create_dir_all(into.join("b")).unwrap();
        fs::write(into.join("b/c"), "old").unwrap();
        let refused = fill(&into, &files(&["a/b", "b/c"])).unwrap_err();
        assert!(matches!(refused, Error::Taken { .. }), "{refused}");
        assert_eq!(fs::read(into.join("b/c")).unwrap(), b"old");
        assert_eq!(fs::read_dir(&into).unwrap().count(), 1, "neither a folder nor a file of the others");
    }

    #[test]
    fn folders_made_for_files_that_cannot_be_written_are_taken_away_again() {
        let home = tempfile::tempdir().unwrap();
        let long = "n".repeat(300);
        assert!(put(&home.path().join("new/folder"), &files(&["a", &long])).is_err());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_file_is_no_folder() {
        let home = tempfile::tempdir().unwrap();
        let letter = home.path().join("letter.txt");
        fs::write(&letter, "old").unwrap();
        assert!(put(&letter, &files(&["a"])).unwrap_err().to_string().contains("it is a file"));
    }
}
