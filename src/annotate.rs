//! Copies of the files of a pack in which every problem is marked where it stands.

pub(crate) mod mark;

use crate::check::{Check, Checked, look_through};
use crate::ingest::watch::Watch;
use crate::ingest::{Content, PackFile, SchoolFiles};
use crate::model::finding::{Finding, Level, Place};
use crate::model::school::School;
use crate::model::source::{FileId, LINE, SheetId, Source};
use crate::packs;
use crate::run::Error;
use crate::tables::words;
use crate::work::{Failure, Task, Tools, each};
use crate::write::{self, fresh};
use mark::Mark;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// The marked copies of a check.
#[derive(Clone, Debug)]
pub struct Marked {
    /// Their names, by path inside the folder.
    pub files: Vec<String>,
    /// Errors and warnings that stand in none of them, because they are about settings or about a whole file.
    pub elsewhere: usize,
}

/// Checks the packs, and puts a marked copy of every file with an error or a warning in a cell into a folder.
///
/// # Errors
/// As [`crate::check`]; if the folder lies inside a pack; if a file of one of the names stands there.
pub fn annotate(asked: &Check, into: &Path) -> Result<(Vec<Checked>, Marked), Error> {
    refuse_inside(&asked.packs, into)?;
    let brief = asked.brief()?;
    let (mut checked, mut all) = (Vec::new(), Noticed::default());
    let tasks = packs::schools(&asked.packs, None)?.into_iter().map(|files| (files, Notice)).collect();
    each(&asked.workers, &brief, tasks, |outcome| {
        match outcome {
            Ok((school, noticed)) => {
                checked.push(school);
                all.join(noticed);
            }
            Err(halted) => {
                checked.push(Checked::unread(&halted.school()));
                all.placeless += 1;
            }
        }
        Ok(())
    })?;
    let (marks, elsewhere) = all.marks();
    let (mut copies, mut taken) = (Vec::new(), BTreeSet::new());
    let mut paths =
        marks.iter().map(|(files, _)| files.files[0].path.clone()).collect::<Vec<_>>().into_iter();
    each(&asked.workers, &brief, marks, |outcome| {
        let path = paths.next().unwrap_or_default();
        let (bytes, ending) = outcome.map_err(|halted| Error::Work(halted.at))?;
        let bytes = base16ct::lower::decode_vec(&bytes).map_err(|error| Error::Work(error.to_string()))?;
        copies.push((name(&path, &ending, &mut taken), bytes));
        Ok(())
    })?;
    asked.workers.go_on()?;
    if !copies.is_empty() {
        fresh::put(into, &copies).map_err(write::Error::from)?;
    }
    Ok((checked, Marked { files: copies.into_iter().map(|(name, _)| name).collect(), elsewhere }))
}

/// What is to be marked in the files of one school.
#[derive(Serialize, Deserialize)]
pub(crate) struct Notice;

impl Task for Notice {
    const NAME: &'static str = "annotate";
    type Answer = (Checked, Noticed);

    fn work(self, files: &SchoolFiles, tools: &Tools, watch: &Watch) -> Result<(Checked, Noticed), Failure> {
        let mut noticed = Noticed::default();
        let checked =
            look_through(files, tools, watch, |school, findings| noticed.add(files, school, findings));
        Ok((checked, noticed))
    }
}

/// A copy inside a pack would be read as one of its files the next time.
fn refuse_inside(packs: &[PathBuf], into: &Path) -> Result<(), Error> {
    let place = whole(into);
    for pack in packs {
        if pack.canonicalize().is_ok_and(|pack| place.starts_with(pack)) {
            let why = format!(
                "lies inside {}, so the copies would be read as files of the school next time; name a folder outside it",
                pack.display()
            );
            return Err(Error::Pack { path: into.display().to_string(), why });
        }
    }
    Ok(())
}

/// Where a path leads, though its end may not be there yet.
fn whole(path: &Path) -> PathBuf {
    let mut found = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut rest = Vec::new();
    while found.canonicalize().is_err() {
        let last = found.components().next_back().map(|last| last.as_os_str().to_owned());
        if !found.pop() {
            break;
        }
        rest.extend(last);
    }
    let mut whole = found.canonicalize().unwrap_or(found);
    for part in rest.iter().rev() {
        match Path::new(part).components().next() {
            Some(Component::ParentDir) => {
                whole.pop();
            }
            _ => whole.push(part),
        }
    }
    whole
}

/// A problem of a file. The order is that of the list: errors first, then from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Problem {
    level: Level,
    /// The sheet by its place in the file, row and column; nothing for the whole file.
    at: Option<(usize, u32, u32)>,
    code: String,
    message: String,
    help: String,
}

/// A file and what was noticed in it, by whichever school.
#[derive(Serialize, Deserialize)]
struct Noted {
    file: PackFile,
    /// A file for several schools may be told the same by each.
    problems: BTreeSet<Problem>,
    /// The first row with data.
    data: Option<u32>,
}

/// Files with problems.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Noticed {
    files: Vec<Noted>,
    /// Places in `files`, by where the file is.
    known: BTreeMap<String, usize>,
    placeless: usize,
}

impl Noticed {
    fn add(&mut self, files: &SchoolFiles, school: &School, findings: &[Finding]) {
        for finding in findings {
            if finding.at.is_empty() && finding.level < Level::Note {
                self.placeless += 1;
            }
            for (nth, place) in finding.at.iter().enumerate() {
                let (id, at) = match place {
                    Place::File(id) => (*id, None),
                    // A line of the settings is no cell of a table.
                    Place::Cell(Source { sheet, col, .. }) if *col >= LINE => {
                        (school.sources.sheet(*sheet).file, None)
                    }
                    Place::Cell(Source { sheet, row, col }) => {
                        (school.sources.sheet(*sheet).file, Some((in_file(school, *sheet), *row, *col)))
                    }
                };
                let problem = Problem {
                    level: finding.level,
                    at,
                    code: finding.code.to_owned(),
                    message: match finding.at.first() {
                        Some(Place::Cell(first)) if nth > 0 => {
                            format!(
                                "Together with {}: {}",
                                beside(school, *first, *place),
                                words::stopped(&finding.message)
                            )
                        }
                        _ => words::stopped(&finding.message),
                    },
                    help: words::stopped(&finding.help),
                };
                if let Some(file) = self.file(files, school, id) {
                    file.problems.insert(problem);
                }
            }
        }
    }

    fn file(&mut self, files: &SchoolFiles, school: &School, id: FileId) -> Option<&mut Noted> {
        let path = &school.sources.files[id.0 as usize].path;
        let file = files.files.iter().chain(&files.shared).find(|file| file.path == *path)?;
        let found = self.entry(file);
        let mut sheets = school.sources.sheets.iter().filter(|sheet| sheet.file == id);
        found.data = found.data.or_else(|| Some(sheets.next()?.data?.top));
        Some(found)
    }

    fn entry(&mut self, file: &PackFile) -> &mut Noted {
        let key = match &file.content {
            Content::OnDisk(at) => at.display().to_string(),
            _ => file.path.clone(),
        };
        let place = *self.known.entry(key).or_insert_with(|| {
            self.files.push(Noted { file: file.clone(), problems: BTreeSet::new(), data: None });
            self.files.len() - 1
        });
        &mut self.files[place]
    }

    /// Adds what was noticed in another school.
    fn join(&mut self, other: Noticed) {
        self.placeless += other.placeless;
        for Noted { file, problems, data } in other.files {
            let here = self.entry(&file);
            here.problems.extend(problems);
            here.data = here.data.or(data);
        }
    }

    /// The copies to be made, and how many errors and warnings stand in none.
    fn marks(self) -> (Vec<(SchoolFiles, Mark)>, usize) {
        let (mut marks, mut elsewhere) = (Vec::new(), self.placeless);
        for noted in self.files {
            let matters = |problem: &&Problem| problem.level < Level::Note;
            if noted.problems.iter().filter(matters).any(|problem| problem.at.is_some()) {
                let alone = SchoolFiles { files: vec![noted.file.clone()], ..SchoolFiles::default() };
                marks.push((alone, Mark(noted)));
            } else {
                elsewhere += noted.problems.iter().filter(matters).count();
            }
        }
        (marks, elsewhere)
    }
}

/// How the first place of a finding is called at another of its places.
fn beside(school: &School, first: Source, at: Place) -> String {
    match at {
        Place::Cell(here) if here.sheet == first.sheet => first.cell(),
        _ => format!("{} › {}", school.sources.name(first.sheet), first.cell()),
    }
}

/// The place of a sheet among those of its file.
fn in_file(school: &School, id: SheetId) -> usize {
    let sheets = &school.sources.sheets;
    let file = school.sources.sheet(id).file;
    sheets.iter().take(id.0 as usize).filter(|sheet| sheet.file == file).count()
}

/// `Errors for cover.csv`, in the folder the file is in; what is no longer of its kind gets another ending.
fn name(path: &str, ending: &str, taken: &mut BTreeSet<String>) -> String {
    let (folder, file) = path.rsplit_once('/').map_or(("", path), |(folder, file)| (folder, file));
    let before = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let stem =
        if file.to_ascii_lowercase().ends_with(ending) { &file[..file.len() - ending.len()] } else { file };
    let stem = short(stem);
    let mut name = format!("{before}Errors for {stem}{ending}");
    let mut n = 2;
    while !taken.insert(name.to_lowercase()) {
        name = format!("{before}Errors for {stem} ({n}){ending}");
        n += 1;
    }
    name
}

/// As much of a name as leaves room for the words before and after it: no file system takes more than 255 bytes.
fn short(stem: &str) -> &str {
    const MOST: usize = 160;
    let end = stem.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= MOST).last();
    &stem[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_named_after_its_file_and_no_two_alike() {
        let mut taken = BTreeSet::new();
        for (path, ending, expected) in [
            ("cover.csv", ".csv", "Errors for cover.csv"),
            ("Cover.CSV", ".csv", "Errors for Cover (2).csv"),
            ("school a/log.tsv", ".csv", "school a/Errors for log.tsv.csv"),
            ("cover.xls", ".xlsx", "Errors for cover.xls.xlsx"),
            ("cover.xlsx", ".xlsx", "Errors for cover.xlsx"),
        ] {
            assert_eq!(name(path, ending, &mut taken), expected);
        }
        let long = format!("{}.csv", "é".repeat(120));
        assert_eq!(name(&long, ".csv", &mut taken), format!("Errors for {}.csv", "é".repeat(80)));
        assert_eq!(name(&long, ".csv", &mut taken), format!("Errors for {} (2).csv", "é".repeat(80)));
    }
}
