//! One run: packs in, an output folder out. A school is independent of every other: each
//! is worked by itself, and a small step at the end makes what stands above all of them.

mod above;
mod agenda;
mod earlier;
mod gathered;
mod kept;
mod school;
mod sums;
mod together;

pub(crate) use above::Whole;
pub(crate) use earlier::{Earlier, Hashed, Mark, Refused};
use gathered::Gathered;
pub(crate) use gathered::{Next, Settled, look};
pub(crate) use school::{Entry, Reports, Written, reports_of};
pub use sums::Sums;
pub(crate) use together::together;

use crate::executable::Executable;
use crate::model::settings::Settings;
use crate::model::text::{visible, visible_lines};
use crate::overlay;
use crate::packs;
use crate::progress::{Count, News};
use crate::rules::rulebook;
use crate::shares;
use crate::since;
use crate::work::{Brief, Workers, as_they_finish};
use crate::write::key::{Key, OfSchool};
use crate::write::stage::Stage;
use crate::write::{self, html};
use kept::Kept;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The name and version every output carries.
pub const TOOL: &str = concat!("ringfence ", env!("CARGO_PKG_VERSION"));

/// With more schools than this, the workbook over all of them does not list what is to do in each and its files: both stand
/// elsewhere, and would take more memory and more rows than there are.
pub const LISTED: usize = 1_000;

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
    /// The program itself.
    pub executable: Executable,
    /// With more schools than this, the workbook over all of them does not list what is to do and their files: [`LISTED`].
    pub listed: usize,
    /// Work every school, also one of which an earlier output in the same place has everything.
    pub fresh: bool,
    /// By whom.
    pub workers: Workers,
}

/// What a run did.
#[derive(Clone, Debug)]
pub struct Summary {
    /// What is told of its schools.
    pub sums: Sums,
    /// How many of them were kept as an earlier run wrote them.
    pub kept: usize,
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
    /// An output that was to be a part of another cannot be.
    #[error("{}: {}", visible(path), visible_lines(why))]
    Part {
        /// As named on the command line.
        path: String,
        /// Why.
        why: String,
    },
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
    let templates = tools.templates()?;
    let mut stage = Stage::beside(&job.out)?;
    let mut gathered = Gathered::beside(&stage)?;
    let kept = Kept::of(job, &tools, &since)?;
    let schools = shares::split(schools, stage.wings(), (&job.workers, &brief))?;
    let tasks = schools.into_iter().enumerate().map(|(n, files)| {
        let (editions, formats) = (job.editions.clone(), job.formats.clone());
        Ok((files, Reports { wing: stage.wings().wing(n)?, shown: job.out.clone(), editions, formats }))
    });
    let told = &job.workers.told;
    told.say(News::Begins(tasks.len()));
    let mut count = Count::default();
    let ready = |files: &_, task: &_| kept.as_ref().map_or(Ok(None), |kept| kept.written(files, task));
    as_they_finish((&job.workers, &brief), tasks, ready, |n, outcome| {
        let written = outcome.or_else(|halted| Written::unread(&halted.school()))?;
        count.school(&written.entry.line, written.kept, told);
        gathered.put(n, written)
    })?;
    let whole = Whole {
        editions: &job.editions,
        formats: &job.formats,
        templates,
        made: above::made(job, &tools, &since)?,
        listed: job.listed,
        workers: &job.workers,
    };
    told.say(News::Above);
    let done = together(&whole, &mut stage, gathered.in_order(), &since)?;
    let summary = Summary {
        sums: done.sums,
        kept: count.kept(),
        out: job.out.clone(),
        first: job.formats.contains(&Format::Html).then_some(html::FIRST),
        sample: job.packs.is_empty(),
        seal: done.seal,
    };
    Ok((stage, summary, done.keys))
}
