//! The small step at the end of a run: the schools in order, each into its folder, and what stands above all of them.

use super::above::{self, Whole};
use super::gathered::{Gathered, Mark};
use super::school::{Entry, Reported};
use super::{Error, earlier};
use crate::model::brand::Brand;
use crate::progress::News;
use crate::since::Since;
use crate::tables::submission::together::Rows;
use crate::tables::{self, Masthead};
use crate::write::folder::Folders;
use crate::write::key::OfSchool;
use crate::write::manifest::Output;
use crate::write::stage::Stage;
use crate::write::{self, Growing, Line, csv, json};

/// What came of it.
pub(crate) struct Done {
    /// A line a school, in order.
    pub lines: Vec<Line>,
    /// What pseudonyms stand for, school by school.
    pub keys: Vec<OfSchool>,
    /// SHA-256 of the manifest.
    pub seal: String,
}

/// Writes everything that is not in the wings yet.
///
/// # Errors
/// If no school could be read, or the file system refuses.
pub(crate) fn together(
    whole: Whole,
    stage: &mut Stage,
    mut gathered: Gathered,
    since: &Since,
) -> Result<Done, Error> {
    whole.workers.told.say(News::Above);
    let mut run = Run::default();
    let mut findings = stage.shelf().begin("findings.csv")?;
    findings.add(csv::start()?.as_bytes())?;
    let mut entries = stage.shelf().begin(earlier::NAME)?;
    for mut mark in gathered.marks() {
        whole.workers.go_on()?;
        let (mut entry, outputs) = gathered.get(&mark)?;
        findings.add(entry.findings.as_bytes())?;
        run.is_placed(&mark, &mut entry, outputs, stage)?;
        // Every logo stands once where all are alike, and not at all with a school that could not be read.
        if !mark.brand.is_empty() && run.brand != mark.brand {
            entry.brand = Some(gathered.brand(&mark)?);
        }
        put(&mut entries, &entry)?;
        run.takes(&mut mark, entry);
    }
    if run.first.is_none() {
        return Err(Error::NothingToRead {
            why: run.unread.iter().flat_map(|line| ["\n  ", line]).collect(),
        });
    }
    let clashes = above::uploads(stage, &run.rows)?;
    findings.add(clashes.as_bytes())?;
    stage.shelf().end(findings)?;
    whole.workers.go_on()?;
    let results = json::run(&whole.made.tool, &whole.made.rulebook, &run.lines, &run.schools)?;
    above::pages(&whole, stage, &mut run, since)?;
    whole.workers.go_on()?;
    // What is for programs alone stands on no page.
    stage.shelf().end(entries)?;
    stage.put("results.json", &results)?;
    let seal = above::manifest(whole, stage, &run)?;
    Ok(Done { lines: run.lines, keys: run.keys, seal })
}

fn put(entries: &mut Growing, entry: &Entry) -> Result<(), Error> {
    let mut line = serde_json::to_vec(entry).map_err(write::Error::Json)?;
    line.push(b'\n');
    Ok(entries.add(&line)?)
}

/// What is kept of the schools on the way from one to the next.
#[derive(Default)]
pub(super) struct Run {
    folders: Folders,
    pub lines: Vec<Line>,
    pub schools: Vec<tables::schools::School>,
    pub first: Option<Masthead>,
    /// The hash of the look of the last school.
    brand: String,
    unread: Vec<String>,
    /// For DfE.
    rows: Vec<Rows>,
    keys: Vec<OfSchool>,
}

impl Run {
    /// Gives the reports of the next school a folder.
    fn is_placed(
        &mut self,
        mark: &Mark,
        entry: &mut Entry,
        outputs: Vec<Output>,
        stage: &mut Stage,
    ) -> Result<(), Error> {
        if entry.report.is_ok() {
            let folder = self.folders.name(entry.line.urn.as_deref(), &entry.line.name);
            entry.stands_in(&folder);
            stage.adopt(mark.wing, &folder, outputs)?;
        } else {
            stage.discard(mark.wing)?;
        }
        Ok(())
    }

    /// Takes in the next school.
    fn takes(&mut self, mark: &mut Mark, entry: Entry) {
        let Entry { line, report, brand, .. } = entry;
        let secrets = std::mem::take(&mut mark.key);
        self.keys.push(OfSchool { school: line.name.clone(), urn: line.urn.clone(), secrets });
        match report {
            Ok(Reported { school, masthead, rows }) => {
                match (&mut self.first, brand) {
                    (None, brand) => {
                        self.first = Some(Masthead { brand: brand.unwrap_or_default(), ..masthead });
                    }
                    // A look that not all share is nobody's on the pages over all.
                    (Some(first), Some(_)) => first.brand = Brand::default(),
                    (Some(_), None) => {}
                }
                self.brand.clone_from(&mark.brand);
                self.schools.push(school);
                self.rows.extend(rows);
            }
            Err(noticed) => {
                self.schools.push(tables::schools::unread(&line.name, &noticed.join(" ")));
                self.unread.extend(noticed);
            }
        }
        self.lines.push(line);
    }
}
