//! How much of what was supplied is in the figures.

use super::words;
use crate::model::finding::{Level, Place};
use crate::model::school::School;
use crate::model::source::{ANOTHER_RECORD, ANOTHER_SCHOOL, EXAMPLE, SheetId, Sources};
use crate::rules::Assessed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What was handed in for the school and is not in its figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Paths of the files that were refused; not of those that are no spreadsheet.
    pub files: Vec<String>,
    /// Sheets of files that were read.
    pub sheets: usize,
    /// Rows of sheets that were read; not examples, and not those of another school, which hold nothing that could be
    /// missing from a figure.
    pub rows: u64,
}

impl LeftOut {
    /// Counted from the files, sheets and rows.
    pub fn of(school: &School) -> LeftOut {
        let sources = &school.sources;
        let (mut files, mut sheets) = (BTreeSet::new(), BTreeSet::new());
        for finding in school.findings.iter().filter(|finding| finding.level == Level::Error) {
            match finding.at.first() {
                // a line of the settings that means nothing costs only itself
                Some(Place::File(id)) if sources.files[id.0 as usize].rejected.is_some() => {
                    files.insert(sources.files[id.0 as usize].path.clone());
                }
                Some(Place::Cell(cell)) if is_unread(sources, cell.sheet) => {
                    sheets.insert(cell.sheet);
                }
                _ => {}
            }
        }
        let harmless = |why: &str| [EXAMPLE, ANOTHER_RECORD, ANOTHER_SCHOOL].contains(&why);
        let reasons = sources.sheets.iter().flat_map(|sheet| &sheet.left_out);
        let rows = reasons.filter(|(why, _)| !harmless(why)).map(|(_, n)| n).sum();
        LeftOut { files: files.into_iter().collect(), sheets: sheets.len(), rows }
    }

    /// `1 sheet`, `8 rows`: what has no name of its own.
    pub fn unnamed(&self) -> Vec<String> {
        let tally = |n: u64, one, many| {
            let n = i64::try_from(n).unwrap_or(i64::MAX);
            (n > 0).then(|| words::tally(n, one, many))
        };
        let sheets = tally(self.sheets as u64, "sheet", "sheets");
        let rows = tally(self.rows, "row", "rows");
        sheets.into_iter().chain(rows).collect()
    }
}

/// True for a sheet that was taken for no record.
fn is_unread(sources: &Sources, sheet: SheetId) -> bool {
    sources.sheets.get(sheet.0 as usize).is_some_and(|sheet| sheet.taken_for.is_none())
}

/// Rows of all sheets: read, used, left out.
pub fn rows(sources: &Sources) -> (u64, u64, u64) {
    let read = sources.sheets.iter().map(|sheet| sheet.rows_read).sum();
    let used = sources.sheets.iter().map(|sheet| sheet.rows_used).sum();
    let out = sources.sheets.iter().flat_map(|sheet| sheet.left_out.values()).sum();
    (read, used, out)
}

/// `duplicate row: 12; no such period: 4`.
pub fn reasons(left_out: &std::collections::BTreeMap<String, u64>) -> String {
    let said: Vec<String> = left_out.iter().map(|(why, n)| format!("{why}: {}", thousands(*n))).collect();
    said.join("; ")
}

/// A count of rows.
pub fn thousands(n: u64) -> String {
    words::thousands(i64::try_from(n).unwrap_or(i64::MAX))
}

/// What page 1 must say at once.
pub fn alerts(assessed: &Assessed) -> Vec<String> {
    let mut alerts = Vec::new();
    if assessed.ects.is_empty() {
        alerts.push(
            "These files name no early career teacher in induction this term, so nothing was checked. Check the \
             induction file and the term."
                .to_string(),
        );
    }
    let out = LeftOut::of(assessed.school);
    let mut left = Vec::new();
    if !out.files.is_empty() {
        left.push(words::counted(out.files.len(), "file", "files"));
    }
    left.extend(out.unnamed());
    if !left.is_empty() {
        let one = left.len() == 1 && out.files.len() <= 1 && out.sheets <= 1 && out.rows <= 1;
        let (was, is) = if one { ("was", "is") } else { ("were", "are") };
        alerts.push(words::sentence(&format!(
            "{} {was} left out and {is} not in these figures; each is listed under “What this report could not see”.",
            words::names(&left)
        )));
    }
    alerts
}
