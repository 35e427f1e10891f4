//! The first page of the output folder.

use super::super::template::{Error, Templates};
use super::{boxes_of, css, frame, link};
use crate::model::brand::Brand;
use crate::tables::words;
use minijinja::{Value, context};
use std::collections::BTreeMap;

/// A school, or all of them together, and the files there are of it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Name.
    pub name: String,
    /// Its verdict in a line.
    pub verdict: String,
    /// Its folder inside the output folder; empty: the output folder.
    pub folder: String,
    /// Names of the files in it.
    pub files: Vec<String>,
}

/// The reports of a folder, each with its verdict; `order`: names of editions, in the order of their links.
///
/// # Errors
/// If a template is at fault.
pub fn index(
    templates: &Templates,
    (entries, order): (&[Entry], &[&str]),
    tool: &str,
    (rulebook, brand): (&(String, String), &Brand),
) -> Result<String, Error> {
    let edition = templates.edition("index")?;
    let rows = entries.iter().map(|entry| {
        let (reports, own) = reports(templates, entry, order);
        context! { name => &entry.name, verdict => &entry.verdict, reports, own, others => others(entry) }
    });
    let one = match entries {
        [one] => Some(one),
        _ => None,
    };
    let page = context! {
        title => one.map_or("Early career teacher reports".to_string(), |one| format!("{}: reports", one.name)),
        meta => "",
        verdict => one.map_or_else(|| "Choose a report.".to_string(), |one| one.verdict.clone()),
        caption => "Open a report, or its workbook",
        rows => rows.collect::<Vec<_>>(),
        ..frame(templates, edition, boxes_of("", "", &css(&edition.title)), (tool, rulebook, brand))
    };
    templates.render("index", &page)
}

/// The reports of an entry: those there is one of, then, for each person, those of which everyone has their own.
fn reports(templates: &Templates, entry: &Entry, order: &[&str]) -> (Vec<Value>, Vec<Value>) {
    let mut found: BTreeMap<(usize, &str), BTreeMap<&str, String>> = BTreeMap::new();
    for name in &entry.files {
        let Some((stem, ending @ ("html" | "xlsx"))) = name.rsplit_once('.') else { continue };
        let is_of =
            |edition: &&str| stem.strip_prefix(*edition).is_some_and(|r| r.is_empty() || r.starts_with('-'));
        let (Some(place), Some(href)) = (order.iter().position(is_of), link(&path(entry, name))) else {
            continue;
        };
        found.entry((place, stem)).or_default().insert(ending, href);
    }
    let (mut reports, mut own) = (Vec::new(), Vec::new());
    for ((place, stem), hrefs) in &found {
        let Ok(edition) = templates.edition(order[*place]) else { continue };
        let whose = stem[order[*place].len()..].trim_start_matches('-');
        let text = if whose.is_empty() { edition.title.clone() } else { person(whose) };
        let kind = if whose.is_empty() { &mut reports } else { &mut own };
        kind.push(context! { text, page => hrefs.get("html"), workbook => hrefs.get("xlsx") });
    }
    (reports, own)
}

/// What is for other programs: files to upload, to sort or to put into a calendar.
fn others(entry: &Entry) -> Vec<Value> {
    let is_other = |name: &&String| [".csv", ".ics"].iter().any(|ending| name.ends_with(ending));
    let others = entry.files.iter().filter(is_other);
    others.filter_map(|name| Some(context! { text => name, href => link(&path(entry, name))? })).collect()
}

fn path(entry: &Entry, name: &str) -> String {
    if entry.folder.is_empty() { name.to_owned() } else { format!("{}/{name}", entry.folder) }
}

/// `Hannah Birkwood`, of `hannah-birkwood`.
fn person(slug: &str) -> String {
    slug.split('-').map(words::sentence).collect::<Vec<_>>().join(" ")
}
