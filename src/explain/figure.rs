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
    figures: BTreeMap<String, Figure<'static>>,
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
    Tree { figures: &figures, shown: BTreeSet::new(), cited: BTreeSet::new(), text: &mut text }.show(id, 0);
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
    figures: &'a BTreeMap<String, Figure<'static>>,
    shown: BTreeSet<String>,
    cited: BTreeSet<(&'a str, &'a str, &'a str)>,
    text: &'a mut String,
}

impl<'a> Tree<'a> {
    fn show(&mut self, id: &str, depth: usize) {
        let indent = "  ".repeat(depth);
        let Some(figure) = self.figures.get(id) else { return };
        let _ = write!(self.text, "{indent}{id}  {}: {}", amount(&figure.value, &figure.unit), figure.how);
        if !self.shown.insert(id.to_owned()) {
            self.text.push_str(" (as above)\n");
            return;
        }
        self.text.push('\n');
        // What was counted or worked out stands under the clause it is judged by: said once, at the top.
        let is_value = figure.from.is_empty() && figure.origins.is_empty();
        if let Some(clause) = figure.clause.as_ref().filter(|_| depth == 0 || is_value) {
            self.cite(clause, &indent);
        }
        for line in places(&figure.origins) {
            let _ = writeln!(self.text, "{indent}    {line}");
        }
        for part in &figure.from {
            self.show(part, depth + 1);
        }
    }

    fn cite(&mut self, clause: &'a Cited, indent: &str) {
        let Cited { title, para, url, in_force, quote, evidence, note, .. } = clause;
        let para_said = if para.is_empty() { String::new() } else { format!(", {para}") };
        let day = in_force.parse().map_or_else(|_| in_force.to_string(), words::date);
        let _ = write!(self.text, "{indent}    {title}{para_said}, in force from {day}");
        if !self.cited.insert((title, para, in_force)) {
            self.text.push_str(" (as above)\n");
            return;
        }
        self.text.push('\n');
        if !quote.is_empty() {
            let _ = writeln!(self.text, "{indent}    “{quote}”");
        }
        if !url.is_empty() {
            let _ = writeln!(self.text, "{indent}    {url}");
        }
        let note = Some(&**note).filter(|note| !note.is_empty());
        for words in words::evidence(*evidence, title).into_iter().chain(note) {
            let _ = writeln!(self.text, "{indent}    {words}");
        }
    }
}

/// `1260 minutes (21 h 00 min)`
pub(crate) fn amount(value: &str, unit: &str) -> String {
    match (unit, value.parse::<i64>()) {
        ("minutes", Ok(minutes)) if minutes.abs() >= 60 => {
            format!("{minutes} minutes ({} h {:02} min)", minutes / 60, (minutes % 60).abs())
        }
        ("ratio", _) => match Ratio::parse(value) {
            Some(share) => format!("{value} ({}%)", words::number(share * Ratio::whole(100))),
            None => value.to_owned(),
        },
        ("pence", Ok(pence)) => format!("{value} pence ({})", words::pounds(Ratio::whole(pence))),
        ("count", _) => value.to_owned(),
        _ => format!("{value} {unit}"),
    }
}

/// A line for each sheet, with its blocks in order: `timetable.xlsx › Timetable › A2:H42, A61:H70`.
pub(crate) fn places(spots: &[Spot]) -> Vec<String> {
    let mut lines: Vec<(&Spot, Vec<&str>)> = Vec::new();
    for spot in spots {
        let beside = |(known, _): &&mut (&Spot, Vec<&str>)| {
            (&known.file, &known.sheet, known.searched) == (&spot.file, &spot.sheet, spot.searched)
        };
        match lines.iter_mut().find(beside) {
            Some((_, cells)) => cells.push(&spot.cells),
            None => lines.push((spot, vec![&spot.cells])),
        }
    }
    let said = lines.into_iter().map(|(spot, cells)| {
        let cells = cells.join(", ");
        let parts = [&*spot.file, &*spot.sheet, cells.as_str()];
        let words = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" › ");
        if spot.searched { format!("{words} (searched)") } else { words }
    });
    said.collect()
}
