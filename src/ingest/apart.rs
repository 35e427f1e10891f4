//! A folder that holds the folders of several schools is not the folder of a school: rows of one must not count for another.

use super::notes::Notes;
use super::parse::amount;
use super::table::Table;
use crate::model::finding::Place;
use crate::model::source::{FileInfo, SheetInfo};
use std::collections::{BTreeMap, BTreeSet};

/// Why none of the rows is used.
const REASON: &str = "several schools in one folder";

/// True if sub-folders of the folder say of themselves that they are different schools. No row is used then.
pub fn refused(
    folder: &str,
    tables: &[Table],
    infos: &mut [SheetInfo],
    files: &[FileInfo],
    notes: &mut Notes,
) -> bool {
    let mut urns: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut places = Vec::new();
    for table in tables.iter().filter(|table| !table.shared && table.record() == "school") {
        let path = &files[infos[table.id.0 as usize].file.0 as usize].path;
        let below = path.strip_prefix(folder).and_then(|path| path.strip_prefix('/')).unwrap_or(path);
        let Some((inner, _)) = below.split_once('/') else { continue };
        let Some(col) = table.column("urn") else { continue };
        for row in &table.sheet.entries {
            let (at, cell) = (&row.source(col), row.cell(col));
            let Ok(Some(urn)) = amount::urn(cell) else { continue };
            urns.entry(urn).or_default().insert(inner);
            places.push(Place::Cell(*at));
        }
    }
    let inner: BTreeSet<&str> = urns.values().flatten().copied().collect();
    if urns.len() < 2 || inner.len() < 2 {
        return false;
    }
    let names: Vec<&str> = inner.iter().copied().collect();
    notes.add(
        "E-FOLDER",
        format!(
            "“{folder}” holds the folders of {} schools ({}), so it is not the folder of one. Nothing in it was used.",
            urns.len(),
            listed(&names)
        ),
        format!(
            "Name “{folder}” itself instead of the folder it is in. If it is all one school, keep only one school record."
        ),
        places,
    );
    for info in infos {
        info.taken_for = None;
        info.rows_used = 0;
        info.left_out = BTreeMap::from([(REASON.to_owned(), info.rows_read)]);
    }
    true
}

/// Three names at most, and how many more.
fn listed(names: &[&str]) -> String {
    match names {
        [first, second, third, rest @ ..] if !rest.is_empty() => {
            format!("{first}, {second}, {third} and {} more", rest.len())
        }
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => names.concat(),
    }
}
