//! An output folder is complete, or it is not there: files go into a private folder beside it, which then takes its
//! place in one rename.

mod error;

pub use error::Error;
pub(super) use error::at;

use super::backstage::Backstage;
use super::held::Held;
use super::lasting::make_last;
use super::lock::Lock;
use super::manifest::Output;
use super::place::{Place, list};
use super::shelf::Shelf;
use super::wings::Wings;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// Where files wait until all of them are written. Dropping it removes them, and lets the next run in.
#[derive(Debug)]
pub struct Stage {
    shelf: Shelf,
    wings: Wings,
    backstage: Backstage,
    place: Place,
    /// Given up last, when nothing is left behind.
    _lock: Lock,
}

impl Stage {
    /// A private folder beside `out`, which must not be anyone else's. What a killed run left there is removed.
    ///
    /// # Errors
    /// If another run is writing `out`, it holds what this program did not write, or no folder can be made beside it.
    pub fn beside(out: &Path) -> Result<Stage, Error> {
        let place = Place::of(out)?;
        let lock = Lock::take(&place)?;
        let mut backstage = Backstage::open(&place)?;
        let wings = Wings::within(&backstage, &place.shown).inspect_err(|_| backstage.leave(&place))?;
        let shelf = Shelf::at(backstage.output(), out.to_owned());
        Ok(Stage { shelf, wings, backstage, place, _lock: lock })
    }

    /// Writes a file, by its path inside the output, with `/`.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.shelf.put(path, bytes)
    }

    /// Where the files above the folders of the schools go.
    pub fn shelf(&mut self) -> &mut Shelf {
        &mut self.shelf
    }

    /// Where the output is to stand, as it was typed.
    pub fn shown(&self) -> &Path {
        &self.place.shown
    }

    /// A private folder for what is no part of the output and is gone before it is.
    pub fn room(&self) -> &Path {
        self.backstage.folder()
    }

    /// Where the schools' files go before they have a folder.
    pub fn wings(&self) -> &Wings {
        &self.wings
    }

    /// Makes a wing a folder of the output. `outputs` are the files in it, by their paths inside the wing.
    ///
    /// # Errors
    /// If other files are there than those, or `folder` is no plain name, or the file system refuses.
    pub fn adopt(&mut self, number: usize, folder: &str, outputs: &[Output]) -> Result<(), Error> {
        let shown = self.place.shown.join(folder);
        let odd = |what| at(&shown)(io::Error::new(io::ErrorKind::InvalidData, what));
        let wing = self.wings.of(number);
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
        for output in outputs {
            let file = fs::symlink_metadata(wing.join(&output.path)).map_err(at(&shown))?;
            if !file.is_file() || file.len() != output.bytes {
                return Err(odd("a file in it is not as it was written"));
            }
        }
        fs::rename(wing, self.backstage.output().join(folder)).map_err(at(&shown))?;
        self.shelf.add(folder, outputs)
    }

    /// Removes a wing and all that was put into it, if it is there.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn discard(&mut self, number: usize) -> Result<(), Error> {
        match fs::remove_dir_all(self.wings.of(number)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(&self.place.shown)(error)),
            _ => Ok(()),
        }
    }

    /// What was written so far, by path.
    pub fn outputs(&mut self) -> &[Held] {
        self.shelf.listed()
    }

    /// Where a file stands as long as nothing is visible.
    pub fn place(&self, path: &str) -> PathBuf {
        self.backstage.output().join(path)
    }

    /// Makes the output visible, in place of an earlier one.
    ///
    /// # Errors
    /// If the file system refuses, or something else came to stand there; the earlier output is then as it was. If the
    /// output is visible but may not last, or the earlier one could not be removed.
    pub fn commit(mut self) -> Result<(), Error> {
        let Stage { backstage, place, .. } = &mut self;
        let shown = &place.shown;
        place.yields()?;
        let new = backstage.output();
        make_last(&new, shown)?;
        place.give(&new, &backstage.old()).map_err(at(shown))?;
        let unfinished = |what: String| {
            let path = shown.display().to_string();
            move |source| Error::Unfinished { path, what, source }
        };
        place.sync().map_err(unfinished("a power cut may still lose them. Run again to be sure".into()))?;
        let kept = backstage.folder().display().to_string();
        let what = format!("{kept}, in which they were made, could not be removed. The next run tries again");
        backstage.close(place).map_err(unfinished(what))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.backstage.leave(&self.place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::manifest;

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
        let stage = Stage::beside(&home.join("out")).unwrap();
        let wing = stage.wings().wing(7).unwrap();
        let mut shelf = Shelf::at(wing.clone(), home.join("out"));
        shelf.put("a", b"x").unwrap();
        (stage, wing, shelf.outputs())
    }

    #[test]
    fn a_wing_becomes_a_folder_of_the_output() {
        let home = tempfile::tempdir().unwrap();
        let (mut stage, _, outputs) = stage_with_a_wing(home.path());
        stage.put("results.json", b"x").unwrap();
        stage.adopt(7, "123456-a", &outputs).unwrap();
        let listed: Vec<&str> = stage.outputs().iter().map(Held::path).collect();
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
            let refused = stage.adopt(7, "123456-a", &outputs).unwrap_err().to_string();
            assert!(refused.contains(said), "{refused}");
        }
        let home = tempfile::tempdir().unwrap();
        let (mut stage, _, outputs) = stage_with_a_wing(home.path());
        assert!(stage.adopt(7, "../123456-a", &outputs).is_err());
    }

    #[test]
    fn a_wing_that_is_discarded_leaves_room_for_another() {
        let home = tempfile::tempdir().unwrap();
        let (mut stage, wing, _) = stage_with_a_wing(home.path());
        stage.discard(7).unwrap();
        assert!(!wing.exists());
        stage.discard(7).unwrap();
        assert_eq!(fs::read_dir(stage.wings().wing(7).unwrap()).unwrap().count(), 0);
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
        for (name, said) in [
            ("~$head.xlsx", "head.xlsx in it is open in Excel, or was when Excel stopped (~$head.xlsx)"),
            ("my notes.txt", "ringfence did not write my notes.txt in it"),
        ] {
            fs::write(out.join(name), "x").unwrap();
            let refused = Stage::beside(&out).unwrap_err().to_string();
            assert!(refused.contains(said), "{refused}");
            fs::remove_file(out.join(name)).unwrap();
        }
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
