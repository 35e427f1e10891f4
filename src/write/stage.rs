//! An output folder is complete, or it is not there: files go into a private folder beside it, which then takes its
//! place in one rename.

use super::manifest::{self, Output};
use super::shelf::Shelf;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use tempfile::TempDir;

/// Why the output could not be committed. Nothing of it is visible then.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It holds something of someone else's.
    #[error("would overwrite {path}: {what}. Choose another folder with --out, or move it away")]
    Foreign {
        /// The output folder.
        path: String,
        /// What stands there.
        what: String,
    },
    /// Files stand there already, which someone may have worked in.
    #[error("would overwrite {names}; nothing was written. Move it away, or name another folder")]
    Taken {
        /// The files.
        names: String,
    },
    /// There is nowhere to put it.
    #[error("cannot write {path}: the folder it is to stand in does not exist")]
    NoParent {
        /// The output folder.
        path: String,
    },
    /// A worker could not write; in its words.
    #[error("{0}")]
    Worker(String),
    /// The file system refused.
    #[error("cannot write {path}: {source}")]
    Io {
        /// Where.
        path: String,
        /// Why.
        source: io::Error,
    },
}

/// Where files wait until all of them are written.
#[derive(Debug)]
pub struct Stage {
    folder: TempDir,
    out: PathBuf,
    parent: PathBuf,
    shelf: Shelf,
}

impl Stage {
    /// A private folder beside `out`, which must not be anyone else's.
    ///
    /// # Errors
    /// If `out` holds what this program did not write, or no folder can be made beside it.
    pub fn beside(out: &Path) -> Result<Stage, Error> {
        yields(out)?;
        let parent = match out.parent() {
            Some(parent) if parent != Path::new("") => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        if !parent.is_dir() {
            return Err(Error::NoParent { path: out.display().to_string() });
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(".ringfence-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = builder.tempdir_in(&parent).map_err(at(&parent))?;
        let shelf = Shelf::at(folder.path().to_owned(), out.to_owned());
        Ok(Stage { folder, out: out.to_owned(), parent, shelf })
    }

    /// Writes a file, by its path inside the output, with `/`.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.shelf.put(path, bytes)
    }

    /// A private folder in which another process puts the files of one school; it is no part of the output yet.
    ///
    /// # Errors
    /// If the file system refuses, or there is a wing of this number.
    pub fn wing(&mut self, number: usize) -> Result<PathBuf, Error> {
        let wing = self.wing_path(number);
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&wing).map_err(at(&wing))?;
        Ok(wing)
    }

    /// Makes a wing a folder of the output. `outputs` are the files in it, by their paths inside the wing.
    ///
    /// # Errors
    /// If other files are there than those, or `folder` is no plain name, or the file system refuses.
    pub fn adopt(&mut self, number: usize, folder: &str, outputs: Vec<Output>) -> Result<(), Error> {
        let wing = self.wing_path(number);
        let shown = self.out.join(folder);
        let odd = |what| at(&shown)(io::Error::new(io::ErrorKind::InvalidData, what));
        let mut parts = Path::new(folder).components();
        if !matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None)) {
            return Err(odd("it is not the name of a folder"));
        }
        let mut there = Vec::new();
        list(&wing, "", &mut there).map_err(at(&shown))?;
        let mut said: Vec<&str> = outputs.iter().map(|output| output.path.as_str()).collect();
        said.sort_unstable();
        if there != said {
            return Err(odd("the files in it are not those that were written"));
        }
        for output in &outputs {
            let file = fs::symlink_metadata(wing.join(&output.path)).map_err(at(&shown))?;
            if !file.is_file() || file.len() != output.bytes {
                return Err(odd("a file in it is not as it was written"));
            }
        }
        fs::rename(&wing, self.folder.path().join(folder)).map_err(at(&shown))?;
        self.shelf.add(folder, outputs);
        Ok(())
    }

    /// Removes a wing and all that was put into it, if it is there.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn discard(&mut self, number: usize) -> Result<(), Error> {
        let wing = self.wing_path(number);
        match fs::remove_dir_all(&wing) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(&wing)(error)),
            _ => Ok(()),
        }
    }

    fn wing_path(&self, number: usize) -> PathBuf {
        self.folder.path().join(format!(".wing-{number}"))
    }

    /// What was written so far, by path.
    pub fn outputs(&mut self) -> &[Output] {
        self.shelf.listed()
    }

    /// Where a file stands as long as nothing is visible.
    pub fn place(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Makes the output visible, in place of an earlier one.
    ///
    /// # Errors
    /// If the file system refuses, or something else came to stand there; the earlier output is then as it was.
    pub fn commit(self) -> Result<(), Error> {
        yields(&self.out)?;
        let Stage { folder, out, parent, .. } = self;
        sync_all(folder.path()).map_err(at(folder.path()))?;
        let old = if out.exists() { Some(aside(&out, &parent)?) } else { None };
        if let Err(error) = fs::rename(folder.path(), &out) {
            if let Some(old) = &old {
                fs::rename(old.path().join("old"), &out).map_err(at(&out))?;
            }
            return Err(at(&out)(error));
        }
        // The folder has its name now, so there is nothing left to clean up.
        let _ = folder.keep();
        sync(&parent).map_err(at(&parent))
    }
}

/// Moves an earlier output into a folder that is removed when the run ends.
fn aside(out: &Path, parent: &Path) -> Result<TempDir, Error> {
    let old = tempfile::Builder::new().prefix(".ringfence-").tempdir_in(parent).map_err(at(parent))?;
    fs::rename(out, old.path().join("old")).map_err(at(out))?;
    Ok(old)
}

/// The place is free, or holds an earlier output and nothing else.
fn yields(out: &Path) -> Result<(), Error> {
    let foreign = |what: String| Error::Foreign { path: out.display().to_string(), what };
    match fs::symlink_metadata(out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(at(out)(error)),
        Ok(what) if what.is_symlink() => return Err(foreign("it is a link to somewhere else".into())),
        Ok(what) if !what.is_dir() => return Err(foreign("it is a file".into())),
        Ok(_) => {}
    }
    let mut files = Vec::new();
    list(out, "", &mut files).map_err(at(out))?;
    if files.is_empty() {
        return Ok(());
    }
    let manifest = fs::read(out.join(manifest::NAME)).ok();
    let Some(listed) = manifest.and_then(|bytes| manifest::listed(&bytes)) else {
        return Err(foreign("it is not empty, and ringfence did not write it".into()));
    };
    let ours = |path: &String| path == manifest::NAME || is_litter(path) || listed.contains(path);
    match files.into_iter().find(|path| !ours(path)) {
        Some(path) => Err(foreign(format!("ringfence did not write {path} in it"))),
        None => Ok(()),
    }
}

/// What file managers leave behind.
pub(crate) fn is_litter(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    matches!(name.as_str(), ".ds_store" | "thumbs.db" | "desktop.ini")
}

/// Every file below a folder, links not followed.
fn list(folder: &Path, prefix: &str, into: &mut Vec<String>) -> io::Result<()> {
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

pub(super) fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn sync_all(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_all(&entry.path())?;
        }
    }
    sync(folder)
}

/// Makes the names in a folder last; only Unix can, and elsewhere a rename needs no such help.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> Error + use<> {
    let path = path.display().to_string();
    move |source| Error::Io { path, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names = Vec::new();
        list(folder, "", &mut names).unwrap();
        names
    }

    fn manifest(outputs: &str) -> String {
        format!(r#"{{"tool": "ringfence 0.1.0", "outputs": [{outputs}]}}"#)
    }

    #[test]
    fn nothing_is_visible_before_the_commit_and_everything_after() {
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("out");
        let mut stage = Stage::beside(&out).unwrap();
        stage.put("123456-a/head.html", b"x").unwrap();
        assert!(!out.exists());
        stage.commit().unwrap();
        assert_eq!(names(home.path()), ["out/123456-a/head.html"]);
    }

    #[test]
    fn a_run_that_stops_leaves_nothing_behind() {
        let home = tempfile::tempdir().unwrap();
        let mut stage = Stage::beside(&home.path().join("out")).unwrap();
        stage.put("a", b"x").unwrap();
        drop(stage);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    /// A stage in which another process put `a` with one byte into wing 7.
    fn stage_with_a_wing(home: &Path) -> (Stage, PathBuf, Vec<Output>) {
        let mut stage = Stage::beside(&home.join("out")).unwrap();
        let wing = stage.wing(7).unwrap();
        let mut shelf = Shelf::at(wing.clone(), home.join("out"));
        shelf.put("a", b"x").unwrap();
        (stage, wing, shelf.outputs())
    }

    #[test]
    fn a_wing_becomes_a_folder_of_the_output() {
        let home = tempfile::tempdir().unwrap();
        let (mut stage, _, outputs) = stage_with_a_wing(home.path());
        stage.put("results.json", b"x").unwrap();
        stage.adopt(7, "123456-a", outputs).unwrap();
        let listed: Vec<&str> = stage.outputs().iter().map(|output| output.path.as_str()).collect();
        assert_eq!(listed, ["123456-a/a", "results.json"]);
        stage.commit().unwrap();
        assert_eq!(names(home.path()), ["out/123456-a/a", "out/results.json"]);
    }

    #[test]
    fn a_wing_that_is_not_as_it_was_said_to_be_is_refused() {
        for (put, said) in [("b", "are not those"), ("a", "is not as it was written")] {
            let home = tempfile::tempdir().unwrap();
            let (mut stage, wing, outputs) = stage_with_a_wing(home.path());
            fs::write(wing.join(put), "longer").unwrap();
            let refused = stage.adopt(7, "123456-a", outputs).unwrap_err().to_string();
            assert!(refused.contains(said), "{refused}");
        }
        let home = tempfile::tempdir().unwrap();
        let (mut stage, _, outputs) = stage_with_a_wing(home.path());
        assert!(stage.adopt(7, "../123456-a", outputs).is_err());
    }

    #[test]
    fn a_wing_that_is_discarded_leaves_room_for_another() {
        let home = tempfile::tempdir().unwrap();
        let (mut stage, wing, _) = stage_with_a_wing(home.path());
        stage.discard(7).unwrap();
        assert!(!wing.exists());
        stage.discard(7).unwrap();
        assert_eq!(fs::read_dir(stage.wing(7).unwrap()).unwrap().count(), 0);
        stage.discard(7).unwrap();
        stage.commit().unwrap();
        assert_eq!(names(home.path()), [""; 0]);
    }

    #[test]
    fn a_folder_of_someone_else_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("letter.docx"), "x").unwrap();
        let refused = Stage::beside(home.path()).unwrap_err().to_string();
        assert!(refused.starts_with("would overwrite"), "{refused}");
        assert_eq!(names(home.path()), ["letter.docx"]);
    }

    #[test]
    fn an_earlier_output_is_replaced_whole() {
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("out");
        for (path, listed) in [("old.html", r#"{"path":"old.html","bytes":1,"sha256":""}"#), ("new.html", "")]
        {
            let mut stage = Stage::beside(&out).unwrap();
            stage.put(path, b"x").unwrap();
            stage.put(manifest::NAME, manifest(listed).as_bytes()).unwrap();
            stage.commit().unwrap();
        }
        assert_eq!(names(home.path()), ["out/manifest.json", "out/new.html"]);
    }

    #[test]
    fn a_note_someone_left_in_an_earlier_output_saves_it() {
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("out");
        fs::create_dir(&out).unwrap();
        fs::write(out.join(manifest::NAME), manifest("")).unwrap();
        fs::write(out.join("my notes.txt"), "x").unwrap();
        let refused = Stage::beside(&out).unwrap_err().to_string();
        assert!(refused.contains("my notes.txt"), "{refused}");
    }

    #[cfg(unix)]
    #[test]
    fn the_output_is_private() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("out");
        let mut stage = Stage::beside(&out).unwrap();
        stage.put("a/b", b"x").unwrap();
        stage.commit().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&out), mode(&out.join("a")), mode(&out.join("a/b"))), (0o700, 0o700, 0o600));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("out");
        std::os::unix::fs::symlink(home.path(), &out).unwrap();
        assert!(Stage::beside(&out).is_err());
    }
}
