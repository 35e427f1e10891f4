//! One run: packs in, an output folder out. A school is independent of every other, so only a line of each is kept.

mod above;
mod school;

pub(crate) use school::{Reports, reports_of};

use crate::model::brand::Brand;
use crate::model::settings::Settings;
use crate::model::text::{visible, visible_lines};
use crate::overlay;
use crate::packs;
use crate::rules::rulebook;
use crate::since;
use crate::tables::submission::together::Rows;
use crate::tables::{self, Masthead};
use crate::work::{Brief, Halted, Workers, each};
use crate::write::folder::Folders;
use crate::write::key::{Key, OfSchool};
use crate::write::stage::Stage;
use crate::write::{self, Line, csv};
use school::{Reported, Written};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The name and version every output carries.
pub const TOOL: &str = concat!("ringfence ", env!("CARGO_PKG_VERSION"));

/// The page a reader opens first.
const INDEX: &str = "index.html";

/// For whom a report is; the command line explains each in these words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
pub enum Edition {
    /// The headteacher
    Head,
    /// The governing body: nobody is named
    Governors,
    /// The auditor and the business manager: evidence for the grants
    Funding,
    /// The appropriate body: a term record for each ECT, and the rows for DfE's bulk upload
    AppropriateBody,
    /// The ECTs: each their own statement, with nothing of anyone else
    Statement,
    /// A trust or hub: all schools of a run side by side
    Overview,
}

impl Edition {
    /// Every edition, in the order of the reports.
    pub const ALL: &[Edition] = &[
        Edition::Head,
        Edition::Governors,
        Edition::Funding,
        Edition::AppropriateBody,
        Edition::Statement,
        Edition::Overview,
    ];

    /// Its name on the command line, in the templates and in the names of its files.
    pub fn name(self) -> &'static str {
        match self {
            Edition::Head => "head",
            Edition::Funding => "funding",
            Edition::AppropriateBody => "appropriate-body",
            Edition::Statement => "statement",
            Edition::Governors => "governors",
            Edition::Overview => "overview",
        }
    }
}

/// A format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
pub enum Format {
    /// Pages
    Html,
    /// Workbooks
    Xlsx,
}

impl Format {
    /// Every format.
    pub const ALL: &[Format] = &[Format::Html, Format::Xlsx];
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
    /// Where to write what the pseudonyms stand for.
    pub key: Option<PathBuf>,
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
    let (stage, summary, keys) = staged(job)?;
    job.workers.go_on()?;
    let key = job.key.as_deref().map(|path| Key::write(path, &job.out, &keys)).transpose()?;
    if let Err(refused) = stage.commit() {
        // There is nothing that it would be the key to.
        if let Some(key) = key {
            key.take_back();
        }
        return Err(refused.into());
    }
    Ok(summary)
}

/// Every report, written where nobody sees it yet.
pub(crate) fn staged(job: &Job) -> Result<(Stage, Summary, Vec<OfSchool>), Error> {
    let since = since::read(&job.since, &job.out)?;
    let brief = Brief {
        settings: job.overrides.clone(),
        rulebooks: vec![overlay::read_rulebook(job.rulebook.as_deref())?],
        layouts: overlay::read_layouts(job.layouts.as_deref())?,
        templates: overlay::read_templates(job.templates.as_deref())?,
        told: since.history.standings(),
    };
    let tools = brief.clone().tools()?;
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
    let clashes = above::uploads(&mut stage, &run.rows)?;
    run.findings.push_str(&clashes);
    stage.put("findings.csv", run.findings.as_bytes())?;
    let seal = above::lists(job, &mut stage, &run, (&tools, since))?;
    let pages = job.formats.contains(&Format::Html);
    let summary = Summary {
        schools: run.lines,
        out: job.out.clone(),
        first: pages.then_some(INDEX),
        sample: job.packs.is_empty(),
        seal,
    };
    Ok((stage, summary, run.keys))
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
    /// For DfE.
    rows: Vec<Rows>,
    /// What pseudonyms stand for, school by school.
    keys: Vec<OfSchool>,
}

impl Run {
    /// Takes in what a worker made of the next school.
    fn takes(&mut self, outcome: Result<Written, Halted>, stage: &mut Stage) -> Result<(), Error> {
        let number = self.lines.len();
        let Written { line, findings, report, key } = match outcome {
            Ok(written) => written,
            Err(halted) => Written::unread(&halted.school())?,
        };
        self.findings.push_str(&findings);
        self.keys.push(OfSchool { school: line.name.clone(), urn: line.urn.clone(), secrets: key });
        match report {
            Ok(Reported { school, masthead, outputs, rows }) => {
                let folder = self.folders.name(line.urn.as_deref(), &line.name);
                stage.adopt(number, &folder, outputs)?;
                let school = tables::schools::School { folder: folder.clone(), ..school };
                self.lines.push(Line { folder: Some(folder), opens: school.opens(), ..line });
                self.schools.push(school);
                let first = self.first.get_or_insert_with(|| masthead.clone());
                // A look that not all share is nobody's on the pages over all.
                if first.brand != masthead.brand {
                    first.brand = Brand::default();
                }
                self.rows.extend(rows);
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
