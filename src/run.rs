//! One run: packs in, an output folder out. A school is independent of every other, so only a line of each is kept.

use crate::asked;
use crate::check::noticed;
use crate::ingest::layout::{self, Layouts};
use crate::ingest::watch::Watch;
use crate::ingest::{self, Reading, SchoolFiles};
use crate::model::school::School;
use crate::model::settings::Settings;
use crate::model::text::{visible, visible_lines};
use crate::overall;
use crate::overlay;
use crate::packs;
use crate::rules::rulebook::{self, Rulebook};
use crate::rules::{Assessed, assess};
use crate::since::{self, Since};
use crate::tables::{self, Masthead, schools};
use crate::work::{Brief, Failure, Halted, Task, Tools, Workers, each};
use crate::write::folder::Folders;
use crate::write::manifest::Output;
use crate::write::shelf::Shelf;
use crate::write::stage::Stage;
use crate::write::{self, Line, csv, html, ics, json, manifest, xlsx};
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
    };
    let Tools { rulebooks, layouts, .. } = brief.clone().tools()?;
    let rulebook = &rulebooks[0];
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
    let seal = lists(job, &mut stage, &run, (rulebook, &layouts, since))?;
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
    schools: Vec<schools::School>,
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
                self.schools.push(schools::School { folder: folder.clone(), ..school });
                self.lines.push(Line { folder: Some(folder), ..line });
                self.first.get_or_insert(masthead);
            }
            Err(noticed) => {
                stage.discard(number)?;
                self.schools.push(schools::unread(&line.name, &noticed.join(" ")));
                self.lines.push(line);
                self.unread.extend(noticed);
            }
        }
        Ok(())
    }
}

/// The reports of one school, written into a folder that is nothing else's.
#[derive(Serialize, Deserialize)]
pub(crate) struct Reports {
    wing: PathBuf,
    /// The folder that messages name in its place.
    shown: PathBuf,
    editions: Vec<Edition>,
    formats: Vec<Format>,
}

/// What a run keeps of a school.
#[derive(Serialize, Deserialize)]
pub(crate) struct Written {
    line: Line,
    /// Its lines of `findings.csv`.
    findings: String,
    /// Or what was noticed in a school that could not be read.
    report: Result<Reported, Vec<String>>,
}

#[derive(Serialize, Deserialize)]
struct Reported {
    school: schools::School,
    masthead: Masthead,
    outputs: Vec<Output>,
}

impl Written {
    fn unread(school: &School) -> Result<Written, write::Error> {
        let noticed = school.findings.iter().map(|finding| noticed(school, finding)).collect();
        let findings = csv::findings(school, &school.findings)?;
        Ok(Written { line: Line::of_school(school), findings, report: Err(noticed) })
    }
}

impl Task for Reports {
    const NAME: &'static str = "report";
    type Answer = Written;

    fn work(self, files: &SchoolFiles, tools: &Tools, watch: &Watch) -> Result<Written, Failure> {
        let Reading { school, settings } = ingest::read_as(files, &tools.settings, &tools.layouts, watch);
        if !packs::is_readable(&school) {
            return Ok(Written::unread(&school)?);
        }
        let assessed = assess(&school, &settings, tools.rulebook());
        let report = self.reports(&assessed)?;
        let (line, findings) = (Line::of(&assessed), csv::findings(&school, &assessed.findings)?);
        Ok(Written { line, findings, report: Ok(report) })
    }
}

impl Reports {
    fn reports(self, assessed: &Assessed) -> Result<Reported, write::Error> {
        let head = tables::head(assessed);
        let Reports { wing, shown, editions, formats } = self;
        let mut files = Shelf::at(wing, shown);
        for (edition, format) in editions.iter().flat_map(|e| formats.iter().map(move |f| (e, f))) {
            match (edition, format) {
                (Edition::Head, Format::Html) => files.put("head.html", html::head(&head)?.as_bytes())?,
                (Edition::Head, Format::Xlsx) => files.put("head.xlsx", &xlsx::head(&head)?)?,
            }
        }
        let mut school = schools::school(assessed, &head);
        if let Some(calendar) = ics::calendar(&schools::due(std::slice::from_ref(&school)), TOOL)? {
            files.put(ics::NAME, calendar.as_bytes())?;
        }
        files.put("results.json", &json::school(assessed, &head)?)?;
        let outputs = files.outputs();
        school.reports = outputs.iter().map(|output| output.path.clone()).collect();
        Ok(Reported { school, masthead: head.masthead, outputs })
    }
}

/// What stands above the folders of the schools; the manifest last, whose hash is the seal.
fn lists(
    job: &Job,
    stage: &mut Stage,
    run: &Run,
    (rulebook, layouts, since): (&Rulebook, &Layouts, Since),
) -> Result<String, Error> {
    let Run { lines, schools, first, .. } = run;
    let earlier = since.files.clone();
    let overview = overall::overview(lines, schools, first.as_ref(), since)?;
    overall::put(job, stage, &overview)?;
    let many = schools.len() > 1;
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
    stage.put("results.json", &json::run(TOOL, rulebook.hash(), lines, schools)?)?;
    let made = manifest::Made {
        tool: TOOL,
        executable: job.executable.as_deref(),
        asked: &asked::of(job),
        rulebook,
        layouts: manifest::Known::of(layout::files(), &layouts.own),
        since: earlier,
    };
    let manifest = manifest::of(made, lines, stage.outputs())?;
    stage.put(manifest::NAME, &manifest)?;
    Ok(manifest::Output::of(manifest::NAME, &manifest).sha256)
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
