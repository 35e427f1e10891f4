//! One run: packs in, an output folder out. A school is independent of every other, so only a line of each is kept.

mod above;
mod school;

pub(crate) use school::{Reports, reports_of};

use crate::model::settings::Settings;
use crate::model::text::{visible, visible_lines};
use crate::overlay;
use crate::packs;
use crate::rules::rulebook;
use crate::since;
use crate::tables::{self, Masthead};
use crate::work::{Brief, Halted, Workers, each};
use crate::write::folder::Folders;
use crate::write::stage::Stage;
use crate::write::{self, Line, csv};
use school::{Reported, Written};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The name and version every output carries.
pub const TOOL: &str = concat!("ringfence ", env!("CARGO_PKG_VERSION"));

/// The page a reader opens first.
const INDEX: &str = "index.html";

/// For whom a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edition {
    /// The headteacher.
    Head,
    /// A trust or hub: all schools of a run side by side.
    Overview,
}

impl Edition {
    /// Every edition, in the order of the reports.
    pub const ALL: &[Edition] = &[Edition::Head, Edition::Overview];

    /// Its name on the command line, in the templates and in the names of its files.
    pub fn name(self) -> &'static str {
        match self {
            Edition::Head => "head",
            Edition::Overview => "overview",
        }
    }
}

/// A format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Outputs of earlier runs, for the trend.
    pub since: Vec<PathBuf>,
    /// A folder of one’s own templates, laid over those of the program.
    pub templates: Option<PathBuf>,
    /// What the command line chose.
    pub overrides: Settings,
    /// For whom.
    pub editions: Vec<Edition>,
    /// In which formats.
    pub formats: Vec<Format>,
    /// SHA-256 of the program itself, in lower-case hex, if it could be read.
    pub executable: Option<String>,
    /// By whom.
    pub workers: Workers,
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
    /// SHA-256 of the manifest, which holds that of everything else.
    pub seal: String,
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
    /// What was named as an earlier output is none that can be used.
    #[error("{}", visible_lines(_0))]
    Since(String),
    /// The output could not be made.
    #[error(transparent)]
    Write(#[from] write::Error),
    /// The processes that do the work cannot be had.
    #[error("{0}")]
    Work(String),
    /// Somebody wanted the run to end.
    #[error("stopped before the end; nothing was written")]
    Interrupted,
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
    let (stage, summary) = staged(job)?;
    job.workers.go_on()?;
    stage.commit()?;
    Ok(summary)
}

/// Every report, written where nobody sees it yet.
pub(crate) fn staged(job: &Job) -> Result<(Stage, Summary), Error> {
    let brief = Brief {
        settings: job.overrides.clone(),
        rulebooks: vec![overlay::read_rulebook(job.rulebook.as_deref())?],
        layouts: overlay::read_layouts(job.layouts.as_deref())?,
        templates: overlay::read_templates(job.templates.as_deref())?,
    };
    let tools = brief.clone().tools()?;
    let since = since::read(&job.since, &job.out)?;
    let schools = packs::schools(&job.packs, Some(&job.out))?;
    let mut stage = Stage::beside(&job.out)?;
    let mut tasks = Vec::new();
    for (n, files) in schools.into_iter().enumerate() {
        let (editions, formats) = (job.editions.clone(), job.formats.clone());
        tasks.push((files, Reports { wing: stage.wing(n)?, shown: job.out.clone(), editions, formats }));
    }
    let mut run = Run { findings: csv::start()?, ..Run::default() };
    each(&job.workers, &brief, tasks, |outcome| run.takes(outcome, &mut stage))?;
    if run.first.is_none() {
        return Err(Error::NothingToRead {
            why: run.unread.iter().flat_map(|line| ["\n  ", line]).collect(),
        });
    }
    stage.put("findings.csv", run.findings.as_bytes())?;
    let seal = above::lists(job, &mut stage, &run, (&tools, since))?;
    let pages = job.formats.contains(&Format::Html);
    let summary = Summary {
        schools: run.lines,
        out: job.out.clone(),
        first: pages.then_some(INDEX),
        report: if pages { "head.html" } else { "head.xlsx" },
        sample: job.packs.is_empty(),
        seal,
    };
    Ok((stage, summary))
}

/// What is kept of a run while it goes from school to school.
#[derive(Default)]
struct Run {
    folders: Folders,
    lines: Vec<Line>,
    schools: Vec<tables::schools::School>,
    first: Option<Masthead>,
    unread: Vec<String>,
    findings: String,
}

impl Run {
    /// Takes in what a worker made of the next school.
    fn takes(&mut self, outcome: Result<Written, Halted>, stage: &mut Stage) -> Result<(), Error> {
        let number = self.lines.len();
        let Written { line, findings, report } = match outcome {
            Ok(written) => written,
            Err(halted) => Written::unread(&halted.school())?,
        };
        self.findings.push_str(&findings);
        match report {
            Ok(Reported { school, masthead, outputs }) => {
                let folder = self.folders.name(line.urn.as_deref(), &line.name);
                stage.adopt(number, &folder, outputs)?;
                self.schools.push(tables::schools::School { folder: folder.clone(), ..school });
                self.lines.push(Line { folder: Some(folder), ..line });
                self.first.get_or_insert(masthead);
            }
            Err(noticed) => {
                stage.discard(number)?;
                self.schools.push(tables::schools::unread(&line.name, &noticed.join(" ")));
                self.lines.push(line);
                self.unread.extend(noticed);
            }
        }
        Ok(())
    }
}
