//! The arithmetic of one figure of an output, as a tree down to cells and clauses.

use super::Error;
use crate::model::units::Ratio;
use crate::tables::words;
use crate::write::json::{Cited, Figure, Spot};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// What is needed of a school's results.
#[derive(Deserialize)]
struct Results {
    school: School,
    figures: BTreeMap<String, Figure>,
}

#[derive(Deserialize)]
struct School {
    urn: Option<String>,
    name: String,
}

/// The tree of a figure of one school of an output.
///
/// # Errors
/// If the output cannot be read, has no such figure, or has several schools and none was named.
pub fn figure(id: &str, out: &Path, school: Option<&str>) -> Result<String, Error> {
    let mut all = results(out)?;
    if let Some(wanted) = school {
        all.retain(|r| r.school.urn.as_deref() == Some(wanted) || r.school.name.eq_ignore_ascii_case(wanted));
    }
    let Results { school, figures } = match all.len() {
        1 => all.remove(0),
        0 => {
            let whose = school.map(|school| format!(" of {school}")).unwrap_or_default();
            return Err(Error::NotFound(format!("there are no results{whose} in {}", out.display())));
        }
        n => return Err(Error::NotFound(which(id, n, &all))),
    };
    if !figures.contains_key(id) {
        return Err(Error::NotFound(format!("{} has no figure {id} in {}", school.name, out.display())));
    }
    let mut text = format!("{}\n\n", school.name);
    Tree { figures: &figures, shown: BTreeSet::new(), text: &mut text }.show(id, 0);
    Ok(text)
}

fn which(id: &str, n: usize, all: &[Results]) -> String {
    let mut text = format!("{n} schools have a figure {id}; say which with --school:");
    for school in all.iter().map(|results| &results.school) {
        let _ = match &school.urn {
            Some(urn) => write!(text, "\n  --school {urn}  {}", school.name),
            None => write!(text, "\n  --school {:?}", school.name),
        };
    }
    text
}

/// The results of every school of an output, by folder.
fn results(out: &Path) -> Result<Vec<Results>, Error> {
    let refused = |what: &Path, why: &dyn std::fmt::Display| {
        Error::NotFound(format!("cannot read {}: {why}. Name an output folder with --out", what.display()))
    };
    let folders = fs::read_dir(out).map_err(|error| refused(out, &error))?;
    let mut paths: Vec<_> = folders.flatten().map(|entry| entry.path().join("results.json")).collect();
    paths.sort();
    let mut all = Vec::new();
    for path in paths.iter().filter(|path| path.is_file()) {
        let bytes = fs::read(path).map_err(|error| refused(path, &error))?;
        all.push(serde_json::from_slice(&bytes).map_err(|error| refused(path, &error))?);
    }
    Ok(all)
}

struct Tree<'a> {
    figures: &'a BTreeMap<String, Figure>,
    shown: BTreeSet<String>,
    text: &'a mut String,
}

impl Tree<'_> {
    fn show(&mut self, id: &str, depth: usize) {
        let indent = "  ".repeat(depth);
        let Some(figure) = self.figures.get(id) else { return };
        let _ = write!(self.text, "{indent}{id}  {}: {}", amount(figure), figure.how);
        if !self.shown.insert(id.to_owned()) {
            self.text.push_str(" (as above)\n");
            return;
        }
        self.text.push('\n');
        if let Some(clause) = &figure.clause {
            cite(self.text, clause, &indent);
        }
        for spot in &figure.origins {
            let _ = writeln!(self.text, "{indent}    {}", place(spot));
        }
        for part in &figure.from {
            self.show(part, depth + 1);
        }
    }
}

/// `1260 minutes (21 h 00 min)`
fn amount(figure: &Figure) -> String {
    let Figure { value, unit, .. } = figure;
    match (unit.as_str(), value.parse::<i64>()) {
        ("minutes", Ok(minutes)) if minutes.abs() >= 60 => {
            format!("{minutes} minutes ({} h {:02} min)", minutes / 60, (minutes % 60).abs())
        }
        ("ratio", _) => match Ratio::parse(value) {
            Some(share) => format!("{value} ({}%)", (share * Ratio::whole(100)).decimal(2)),
            None => value.clone(),
        },
        ("pence", Ok(pence)) => format!("{value} pence ({})", words::pounds(Ratio::whole(pence))),
        ("count", _) => value.clone(),
        _ => format!("{value} {unit}"),
    }
}

fn place(spot: &Spot) -> String {
    let parts = [&spot.file, &spot.sheet, &spot.cells];
    let words = parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" › ");
    if spot.searched { format!("{words} (searched)") } else { words }
}

fn cite(text: &mut String, clause: &Cited, indent: &str) {
    let Cited { title, para, url, in_force, quote, .. } = clause;
    let _ = writeln!(text, "{indent}    {title}, {para}, in force from {in_force}");
    if !quote.is_empty() {
        let _ = writeln!(text, "{indent}    “{quote}”");
    }
    if !url.is_empty() {
        let _ = writeln!(text, "{indent}    {url}");
    }
}
