//! Files put into a folder beside what stands there already. None is overwritten, and all are written or none.

use super::stage::{Error, at, private_folder, sync};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

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
    let mut written = Vec::new();
    let outcome = files.iter().try_for_each(|(path, bytes)| {
        let target = folder.join(path);
        one(&target, bytes)?;
        written.push(target);
        Ok(())
    });
    if outcome.is_err() {
        for target in &written {
            fs::remove_file(target).map_err(at(target))?;
        }
    }
    outcome?;
    let folders: BTreeSet<PathBuf> =
        written.iter().filter_map(|target| target.parent().map(Path::to_owned)).collect();
    folders.iter().try_for_each(|folder| sync(folder).map_err(at(folder)))
}

/// Writes a file under a name of its own first, so that it is whole when it is seen.
fn one(target: &Path, bytes: &[u8]) -> Result<(), Error> {
    let parent = target.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
    private_folder(parent).map_err(at(parent))?;
    let mut file = tempfile::Builder::new().prefix(".ringfence-").tempfile_in(parent).map_err(at(parent))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(at(target))?;
    match file.persist_noclobber(target) {
        Ok(_) => Ok(()),
        Err(refused) if refused.error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(Error::Taken { names: target.display().to_string() })
        }
        Err(refused) => Err(at(target)(refused.error)),
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
    fn a_file_is_no_folder() {
        let home = tempfile::tempdir().unwrap();
        let letter = home.path().join("letter.txt");
        fs::write(&letter, "old").unwrap();
        assert!(put(&letter, &files(&["a"])).unwrap_err().to_string().contains("it is a file"));
    }
}
