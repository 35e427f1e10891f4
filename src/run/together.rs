//! The small step at the end of a run: the schools in order, each into its folder, and what stands above all of them.

use super::above::{self, Whole};
use super::agenda::Agenda;
use super::gathered::Next;
use super::school::{Entry, Reported};
use super::{Error, Sums, earlier};
use crate::model::brand::Brand;
use crate::model::pseudonyms::Secret;
use crate::model::source::FileInfo;
use crate::since::Since;
use crate::tables::submission::together::Rows;
use crate::tables::{self, Masthead};
use crate::write::folder::Folders;
use crate::write::key::OfSchool;
use crate::write::manifest::{self, Counts, Output};
use crate::write::stage::Stage;
use crate::write::{self, Growing, csv, json};
use std::sync::Arc;

/// What came of it.
pub(crate) struct Done {
    /// What is told of the schools.
    pub sums: Sums,
    /// What pseudonyms stand for, school by school.
    pub keys: Vec<OfSchool>,
    /// SHA-256 of the manifest.
    pub seal: String,
}

/// Writes everything that is not in the wings yet. The schools come in their order.
///
/// # Errors
/// If no school could be read, or the file system refuses.
pub(crate) fn together(
    whole: &Whole,
    stage: &mut Stage,
    schools: impl ExactSizeIterator<Item = Result<Next, Error>>,
    since: &Since,
) -> Result<Done, Error> {
    let lists_all = whole.has_workbook() && schools.len() <= whole.listed;
    let mut run = Run { lists_all, schools: Vec::with_capacity(schools.len()), ..Run::default() };
    let mut agenda = Agenda::beside(stage)?;
    let mut lists = Lists::begun(whole, stage)?;
    for next in schools {
        whole.workers.go_on()?;
        let Next { wing, mut entry, look, outputs, key } = next?;
        lists.findings.add(entry.findings.as_bytes())?;
        run.is_placed(wing, &mut entry, &outputs, stage)?;
        // Every logo stands once where all are alike, and not at all with a school that could not be read.
        if run.look == look {
            entry.brand = None;
        }
        put(&mut lists.entries, &entry)?;
        run.takes((entry, look, key), (&mut agenda, &mut lists))?;
    }
    if run.first.is_none() {
        return Err(Error::NothingToRead {
            why: run.unread.iter().flat_map(|line| ["\n  ", line]).collect(),
        });
    }
    let clashes = above::uploads(stage, &run.rows)?;
    let Lists { mut findings, mut results, entries, manifest, end } = lists;
    findings.add(clashes.as_bytes())?;
    stage.shelf().end(findings)?;
    whole.workers.go_on()?;
    above::pages(whole, stage, (&mut run, &mut agenda), since)?;
    whole.workers.go_on()?;
    // What is for programs alone stands on no page.
    stage.shelf().end(entries)?;
    results.add(end.as_bytes())?;
    stage.shelf().end(results)?;
    let seal = above::manifest(whole, stage, (manifest, run.counts))?;
    Ok(Done { sums: run.sums, keys: run.keys, seal })
}

/// The files that have something of every school, as they grow.
struct Lists {
    findings: Growing,
    entries: Growing,
    results: Growing,
    manifest: Growing,
    /// How `results.json` ends.
    end: String,
}

impl Lists {
    fn begun(whole: &Whole, stage: &mut Stage) -> Result<Lists, Error> {
        let mut begin = |name: &str, text: &str| -> Result<Growing, Error> {
            let mut file = stage.shelf().begin(name)?;
            file.add(text.as_bytes())?;
            Ok(file)
        };
        let results = json::run(&whole.made.tool, &whole.made.rulebook)?;
        Ok(Lists {
            findings: begin("findings.csv", &csv::start()?)?,
            entries: begin(earlier::NAME, "")?,
            results: begin("results.json", &results[0])?,
            manifest: begin(manifest::NAME, &manifest::around(&whole.made, Counts::default())?[0])?,
            end: results[1].clone(),
        })
    }
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
    sums: Sums,
    counts: Counts,
    pub schools: Vec<tables::schools::School>,
    /// Their files, if they are listed.
    pub files: Vec<(String, FileInfo)>,
    /// A workbook lists what is to do in each of them, and their files; so they are held.
    pub lists_all: bool,
    pub first: Option<Masthead>,
    /// The hash of the look of the last school that was read.
    look: Arc<str>,
    unread: Vec<String>,
    /// For DfE.
    rows: Vec<Rows>,
    keys: Vec<OfSchool>,
}

impl Run {
    /// Gives the reports of the next school a folder.
    fn is_placed(
        &mut self,
        wing: usize,
        entry: &mut Entry,
        outputs: &[Output],
        stage: &mut Stage,
    ) -> Result<(), Error> {
        if entry.report.is_ok() {
            let folder = self.folders.name(entry.line.urn.as_deref(), &entry.line.name);
            entry.stands_in(&folder);
            stage.adopt(wing, &folder, outputs)?;
        } else {
            stage.discard(wing)?;
        }
        Ok(())
    }

    /// Takes in the next school.
    fn takes(
        &mut self,
        (entry, look, secrets): (Entry, Arc<str>, Vec<Secret>),
        (agenda, lists): (&mut Agenda, &mut Lists),
    ) -> Result<(), Error> {
        let Entry { line, report, brand, .. } = entry;
        if !secrets.is_empty() {
            self.keys.push(OfSchool { school: line.name.clone(), urn: line.urn.clone(), secrets });
        }
        let mut school = match report {
            Ok(Reported { school, masthead, rows }) => {
                match (&mut self.first, brand) {
                    (None, brand) => {
                        self.first = Some(Masthead { brand: brand.unwrap_or_default(), ..masthead });
                    }
                    // A look that not all share is nobody's on the pages over all.
                    (Some(first), Some(_)) => first.brand = Brand::default(),
                    (Some(_), None) => {}
                }
                self.look = look;
                self.rows.extend(rows);
                school
            }
            Err(noticed) => {
                let school = tables::schools::unread(&line.name, &noticed.join(" "));
                self.unread.extend(noticed);
                school
            }
        };
        let is_first = self.schools.is_empty();
        school.number = self.schools.len();
        lists.results.add(json::summary(&line, &school, is_first)?.as_bytes())?;
        lists.manifest.add(manifest::listed_school(&line, is_first)?.as_bytes())?;
        self.counts.add(&line);
        if self.lists_all {
            self.files.extend(line.inputs.iter().map(|file| (line.name.clone(), file.clone())));
        } else {
            agenda.take(&mut school)?;
            school.is_cut();
        }
        self.schools.push(school);
        self.sums.add(line);
        Ok(())
    }
}
