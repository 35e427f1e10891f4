//! The first page of the output folder.

use super::super::template::{Error, Templates};
use super::{boxes_of, css, frame, link};
use crate::model::brand::Brand;
use minijinja::context;

/// A school, or the overview, and the files of its reports.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Name.
    pub name: String,
    /// Its verdict in a line.
    pub verdict: String,
    /// Words and path inside the output folder (`123456-alderbrook/head.html`).
    pub links: Vec<(String, String)>,
}

/// The reports of a folder, each with its verdict.
///
/// # Errors
/// If a template is at fault.
pub fn index(
    templates: &Templates,
    entries: &[Entry],
    tool: &str,
    rulebook: &(String, String),
) -> Result<String, Error> {
    let edition = templates.edition("index")?;
    let rows = entries.iter().map(|entry| {
        let links =
            entry.links.iter().filter_map(|(text, path)| Some(context! { text, href => link(path)? }));
        context! { name => &entry.name, verdict => &entry.verdict, links => links.collect::<Vec<_>>() }
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
        ..frame(templates, edition, boxes_of("", "", &css(&edition.title)), (tool, rulebook, &Brand::default()))
    };
    templates.render("index", &page)
}
