//! What is wrong in the files: reads them and writes nothing.

use crate::ingest::watch::Watch;
use crate::ingest::{self, Reading, SchoolFiles};
use crate::model::finding::Finding;
use crate::model::school::School;
use crate::model::settings::Settings;
use crate::overlay;
use crate::packs;
use crate::rules::assess;
use crate::run::Error;
use crate::shares;
use crate::tables::schools::Earlier;
use crate::tables::words;
use crate::work::{Brief, Failure, Task, Tools, Workers, each};
use crate::write::{Line, csv, json};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What was noticed in the files of one school.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Checked {
    /// The school, with its counts.
    pub line: Line,
    /// Each finding in a line: where, what, and what to do.
    pub noticed: Vec<String>,
    /// Rows read, and rows that went into the records.
    pub rows: (u64, u64),
}

/// What to check, and how.
#[derive(Clone, Debug)]
pub struct Check {
    /// Folders of spreadsheets; none: the sample inside the program.
    pub packs: Vec<PathBuf>,
    /// What the command line chose.
    pub overrides: Settings,
    /// A folder of one’s own values, laid over the rulebook.
    pub rulebook: Option<PathBuf>,
    /// A folder of one’s own layouts.
    pub layouts: Option<PathBuf>,
    /// By whom.
    pub workers: Workers,
}

impl Check {
    pub(crate) fn brief(&self) -> Result<Brief, Error> {
        let brief = Brief {
            settings: self.overrides.clone(),
            rulebooks: vec![overlay::read_rulebook(self.rulebook.as_deref())?],
            layouts: overlay::read_layouts(self.layouts.as_deref())?,
            templates: None,
            told: Earlier::default(),
        };
        brief.clone().tools()?;
        Ok(brief)
    }
}

/// Reads the packs and writes nothing.
///
/// # Errors
/// If a pack cannot be opened or holds no school.
pub fn check(asked: &Check) -> Result<Vec<Checked>, Error> {
    let (brief, mut all) = (asked.brief()?, Vec::new());
    let schools = packs::schools(&asked.packs, None)?;
    let (schools, _parts) = shares::split_in_passing(schools, (&asked.workers, &brief))?;
    let tasks = schools.into_iter().map(|files| (files, Look)).collect();
    each(&asked.workers, &brief, tasks, |outcome| {
        all.push(outcome.unwrap_or_else(|halted| Checked::unread(&halted.school())));
        Ok(())
    })?;
    Ok(all)
}

/// A look through the files of one school.
#[derive(Serialize, Deserialize)]
pub(crate) struct Look;

impl Task for Look {
    const NAME: &'static str = "check";
    type Answer = Checked;

    fn work(self, files: &SchoolFiles, tools: &Tools, watch: &Watch) -> Result<Checked, Failure> {
        Ok(look_through(files, tools, watch, |_, _| {}))
    }
}

/// Looks through the files of one school; what was found is shown as well.
pub(crate) fn look_through(
    files: &SchoolFiles,
    tools: &Tools,
    watch: &Watch,
    show: impl FnOnce(&School, &[Finding]),
) -> Checked {
    let Reading { school, settings, .. } = ingest::read_as(files, &tools.settings, tools.layouts(), watch);
    if !packs::is_readable(&school) {
        show(&school, &school.findings);
        return Checked::unread(&school);
    }
    let assessed = assess(&school, &settings, tools.rulebook());
    show(&school, &assessed.findings);
    let line = Line { folder: Some(String::new()), ..Line::of(&assessed) };
    Checked::of(line, &school, &assessed.findings)
}

impl Checked {
    fn of(line: Line, school: &School, findings: &[Finding]) -> Checked {
        let sheets = &school.sources.sheets;
        let rows = (sheets.iter().map(|s| s.rows_read).sum(), sheets.iter().map(|s| s.rows_used).sum());
        Checked { line, noticed: findings.iter().map(|finding| noticed(school, finding)).collect(), rows }
    }

    pub(crate) fn unread(school: &School) -> Checked {
        Checked::of(Line::of_school(school), school, &school.findings)
    }
}

/// `cover.csv › C7: error R-DATE: 31/02/2025 is not a day. Write …`
pub(crate) fn noticed(school: &School, finding: &Finding) -> String {
    let place = finding.at.first().map(|place| {
        let at = json::at(*place, &school.sources);
        let parts = [at.file, at.sheet, at.cell];
        parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" › ")
    });
    let place = place.unwrap_or_else(|| school.name().to_owned());
    let level = csv::level(finding.level).to_lowercase();
    let Finding { code, message, help, .. } = finding;
    let (message, help) = (words::stopped(message), words::stopped(help));
    format!("{place}: {level} {code}: {message} {help}").replace(['\n', '\r', '\t'], " ")
}
