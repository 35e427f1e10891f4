//! What is wrong in the files: reads them and writes nothing.

use crate::ingest::layout::Layouts;
use crate::ingest::{self, Reading, SchoolFiles};
use crate::model::finding::Finding;
use crate::model::school::School;
use crate::model::settings::Settings;
use crate::packs;
use crate::rules::assess;
use crate::rules::rulebook::Rulebook;
use crate::run::Error;
use crate::tables::words;
use crate::write::{Line, csv, json};
use std::path::PathBuf;

/// What was noticed in the files of one school.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The school, with its counts.
    pub line: Line,
    /// Each finding in a line: where, what, and what to do.
    pub noticed: Vec<String>,
    /// Rows read, and rows that went into the records.
    pub rows: (u64, u64),
}

/// Reads the packs and writes nothing.
///
/// # Errors
/// If a pack cannot be opened or holds no school.
pub fn check(
    packs: &[PathBuf],
    overrides: &Settings,
    rulebook: &Rulebook,
    layouts: &Layouts,
) -> Result<Vec<Checked>, Error> {
    look_through(packs, overrides, rulebook, layouts, |_, _, _| {})
}

/// The same, and what was found in each school is shown as well.
pub(crate) fn look_through(
    packs: &[PathBuf],
    overrides: &Settings,
    rulebook: &Rulebook,
    layouts: &Layouts,
    mut show: impl FnMut(&SchoolFiles, &School, &[Finding]),
) -> Result<Vec<Checked>, Error> {
    let mut all = Vec::new();
    for files in packs::schools(packs, None)? {
        let Reading { school, settings } = ingest::read_as(&files, overrides, layouts);
        let sheets = &school.sources.sheets;
        let rows = (sheets.iter().map(|s| s.rows_read).sum(), sheets.iter().map(|s| s.rows_used).sum());
        if packs::is_readable(&school) {
            let assessed = assess(&school, &settings, rulebook);
            show(&files, &school, &assessed.findings);
            let noticed = assessed.findings.iter().map(|finding| noticed(&school, finding)).collect();
            all.push(Checked { line: Line::of(&assessed, String::new()), noticed, rows });
        } else {
            show(&files, &school, &school.findings);
            let noticed = school.findings.iter().map(|finding| noticed(&school, finding)).collect();
            all.push(Checked { line: Line::of_school(&school), noticed, rows });
        }
    }
    Ok(all)
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
