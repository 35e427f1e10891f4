//! How much of what was supplied is in the figures.

use super::words;
use crate::model::source::{ANOTHER_SCHOOL, EXAMPLE, Sources};
use crate::rules::Assessed;

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
    let sources = &assessed.school.sources;
    let files = sources.files.iter().filter(|file| file.rejected.is_some()).count();
    // An example, or a row of another school, holds nothing that could be missing from a figure.
    let harmless: u64 = sources
        .sheets
        .iter()
        .flat_map(|sheet| [EXAMPLE, ANOTHER_SCHOOL].map(|reason| sheet.left_out.get(reason)))
        .flatten()
        .sum();
    let out = rows(sources).2 - harmless;
    let mut left = Vec::new();
    if files > 0 {
        left.push(words::counted(files, "file", "files"));
    }
    if out > 0 {
        left.push(format!("{} {}", thousands(out), if out == 1 { "row" } else { "rows" }));
    }
    if !left.is_empty() {
        let one = files + usize::try_from(out).unwrap_or(usize::MAX) == 1;
        let (was, is) = if one { ("was", "is") } else { ("were", "are") };
        alerts.push(words::sentence(&format!(
            "{} {was} left out and {is} not in these figures; each is listed under “What this report could not see”.",
            words::names(&left)
        )));
    }
    alerts
}
