//! One run: packs in, an output folder out. A school is independent of every other, so only a line of each is kept.

use crate::check::noticed;
use crate::ingest::{self, Reading};
use crate::model::settings::Settings;
use crate::model::text::{visible, visible_lines};
use crate::overlay;
use crate::packs;
use crate::rules::rulebook::{self, Rulebook};
use crate::rules::{Assessed, assess};
use crate::tables::{self, Report};
use crate::write::folder::Folders;
use crate::write::stage::Stage;
use crate::write::{self, Line, csv, html, json, manifest, xlsx};
use std::path::PathBuf;

/// The name and version every output carries.
pub const TOOL: &str = concat!("ringfence ", env!("CARGO_PKG_VERSION"));

/// The page a reader opens first.
const INDEX: &str = "index.html";

/// For whom a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// The headteacher.
    Head,
}

/// A format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Pages.
    Html,
    /// Workbooks.
    Xlsx,
}

/// What to do.
#[derive(Clone, Debug)]
pub struct Job {
    /// Folders of spreadsheets; none: the sample inside the program.
    pub packs: Vec<PathBuf>,
    /// Where the reports go.
    pub out: PathBuf,
    /// A folder of one’s own values, laid over the rulebook.
    pub rulebook: Option<PathBuf>,
    /// A folder of one’s own layouts, tried before those of the program.
    pub layouts: Option<PathBuf>,
    /// What the command line chose.
    pub overrides: Settings,
    /// For whom.
    pub editions: Vec<Edition>,
    /// In which formats.
    pub formats: Vec<Format>,
}

/// What a run did.
#[derive(Clone, Debug)]
pub struct Summary {
    /// A line a school, in the order of the packs.
    pub schools: Vec<Line>,
    /// Where the reports are.
    pub out: PathBuf,
    /// The page over all schools, if pages were asked for.
    pub first: Option<&'static str>,
    /// The report to open in each school's folder.
    pub report: &'static str,
    /// True if the sample inside the program was used.
    pub sample: bool,
}

/// Why a run came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A pack cannot be opened.
    #[error("{}: {}", visible(path), visible_lines(why))]
    Pack {
        /// As named on the command line.
        path: String,
        /// Why.
        why: String,
    },
    /// There is nothing to report on.
    #[error("no school could be read{why}")]
    NothingToRead {
        /// What was noticed, one line each.
        why: String,
    },
    /// A fault in the program.
    #[error("the rulebook inside ringfence cannot be read: {0}")]
    Rulebook(#[from] rulebook::Error),
    /// A fault in the program.
    #[error("the blank pack inside ringfence cannot be read: {0}")]
    Blank(String),
    /// What was to be laid over the rulebook cannot be.
    #[error("{0}")]
    Overlay(String),
    /// The output could not be made.
    #[error(transparent)]
    Write(#[from] write::Error),
}

impl From<write::stage::Error> for Error {
    fn from(error: write::stage::Error) -> Error {
        Error::Write(error.into())
    }
}

impl From<write::template::Error> for Error {
    fn from(error: write::template::Error) -> Error {
        Error::Write(error.into())
    }
}

/// Reads the packs and writes every report, or nothing.
///
/// # Errors
/// If nothing could be read, or the output could not be committed.
pub fn run(job: &Job) -> Result<Summary, Error> {
    let rulebook = overlay::rulebook(job.rulebook.as_deref())?;
    let layouts = overlay::layouts(job.layouts.as_deref())?;
    let schools = packs::schools(&job.packs, Some(&job.out))?;
    let mut stage = Stage::beside(&job.out)?;
    let mut findings = csv::Findings::new().map_err(Error::Write)?;
    let mut run = Run::default();
    for files in &schools {
        let Reading { school, settings } = ingest::read_as(files, &job.overrides, &layouts);
        if packs::is_readable(&school) {
            let assessed = assess(&school, &settings, &rulebook);
            let folder = run.folders.name(school.about.urn.value.as_deref(), school.name());
            let head = reports(job, &mut stage, &assessed, &folder)?;
            findings.add(&school, &assessed.findings)?;
            run.schools.push(tables::schools::school(&head, &folder));
            run.lines.push(Line::of(&assessed, folder));
            run.first.get_or_insert(head);
        } else {
            findings.add(&school, &school.findings)?;
            let noticed: Vec<String> = school.findings.iter().map(|f| noticed(&school, f)).collect();
            run.schools.push(tables::schools::unread(school.name(), &noticed.join(" ")));
            run.lines.push(Line::of_school(&school));
            run.unread.extend(noticed);
        }
    }
    if run.first.is_none() {
        return Err(Error::NothingToRead {
            why: run.unread.iter().flat_map(|line| ["\n  ", line]).collect(),
        });
    }
    stage.put("findings.csv", &findings.finish()?)?;
    lists(job, &mut stage, &run, &rulebook)?;
    stage.commit()?;
    let pages = job.formats.contains(&Format::Html);
    Ok(Summary {
        schools: run.lines,
        out: job.out.clone(),
        first: pages.then_some(INDEX),
        report: if pages { "head.html" } else { "head.xlsx" },
        sample: job.packs.is_empty(),
    })
}

/// What is kept of a run while it goes from school to school.
#[derive(Default)]
struct Run {
    folders: Folders,
    lines: Vec<Line>,
    schools: Vec<tables::schools::School>,
    first: Option<Report>,
    unread: Vec<String>,
}

/// The reports of one school, in its folder.
fn reports(job: &Job, stage: &mut Stage, assessed: &Assessed, folder: &str) -> Result<Report, Error> {
    let head = tables::head(assessed);
    for (edition, format) in job.editions.iter().flat_map(|e| job.formats.iter().map(move |f| (e, f))) {
        match (edition, format) {
            (Edition::Head, Format::Html) => {
                stage.put(&format!("{folder}/head.html"), html::head(&head)?.as_bytes())?;
            }
            (Edition::Head, Format::Xlsx) => {
                stage.put(&format!("{folder}/head.xlsx"), &xlsx::head(&head)?)?;
            }
        }
    }
    stage.put(&format!("{folder}/results.json"), &json::school(assessed, &head)?)?;
    Ok(head)
}

/// What stands above the folders of the schools; the manifest last.
fn lists(job: &Job, stage: &mut Stage, run: &Run, rulebook: &Rulebook) -> Result<(), Error> {
    let Run { lines, schools, first, .. } = run;
    let when = |line: &Line| (line.term.clone(), line.as_of);
    let mut read = lines.iter().filter(|line| line.folder.is_some()).map(when);
    let one = read.next();
    let same_term = read.all(|other| Some(other) == one);
    let overview = tables::schools::overview(schools.clone(), first.as_ref(), same_term);
    let many = schools.len() > 1;
    for format in job.formats.iter().filter(|_| many) {
        match format {
            Format::Html => stage.put("overview.html", html::overview(&overview)?.as_bytes())?,
            Format::Xlsx => stage.put("overview.xlsx", &xlsx::overview(&overview)?)?,
        }
    }
    if job.formats.contains(&Format::Html) {
        let mut entries = Vec::new();
        if many {
            let links = links(job, "", "overview");
            entries.push(html::Entry {
                name: "All schools".to_owned(),
                verdict: overview.verdict.clone(),
                links,
            });
        }
        entries.extend(overview.schools.iter().map(|school| html::Entry {
            name: school.name.clone(),
            verdict: school.verdict.clone(),
            links: if school.failed.is_none() { links(job, &school.folder, "head") } else { Vec::new() },
        }));
        let index = html::index(&entries, TOOL, &overview.rulebook)?;
        stage.put(INDEX, index.as_bytes())?;
    }
    stage.put("results.json", &json::run(TOOL, rulebook.hash(), lines)?)?;
    let manifest = manifest::of(TOOL, rulebook, lines, stage.outputs())?;
    stage.put(manifest::NAME, &manifest)?;
    Ok(())
}

/// Words and paths of a report in each format.
fn links(job: &Job, folder: &str, name: &str) -> Vec<(String, String)> {
    let path = |ending: &str| {
        if folder.is_empty() { format!("{name}.{ending}") } else { format!("{folder}/{name}.{ending}") }
    };
    let format = |format: &Format| match format {
        Format::Html => ("Report".to_owned(), path("html")),
        Format::Xlsx => ("Workbook".to_owned(), path("xlsx")),
    };
    job.formats.iter().map(format).collect()
}
