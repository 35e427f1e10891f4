//! Templates of one's own: those of the program to start from, and a look at what was made of them.

use crate::ingest;
use crate::model::settings::Settings;
use crate::overlay;
use crate::packs;
use crate::rules::assess;
use crate::rules::rulebook::Rulebook;
use crate::run::{Edition, Error, TOOL, reports_of};
use crate::tables;
use crate::tables::governors::Disclosed;
use crate::write::template::{self, Templates};
use crate::write::{self, fresh, html, xlsx};
use std::path::Path;

const README: &str = include_str!("../templates/README.md");

/// Writes the templates of the program into a folder, and gives their names.
///
/// # Errors
/// If one of the files stands there already, or the file system refuses.
pub fn export(folder: &Path) -> Result<Vec<String>, Error> {
    let mut files: Vec<(String, Vec<u8>)> =
        template::built_in().into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    files.push(("README.md".to_owned(), README.into()));
    fresh::put(folder, &files).map_err(write::Error::from)?;
    Ok(files.into_iter().map(|(name, _)| name).collect())
}

/// Makes every report of the sample with the templates of a folder, and gives the names of the files that take the place
/// of the program's. Nothing is written.
///
/// # Errors
/// With the file and the line of the first template that is at fault.
pub fn look_over(folder: &Path) -> Result<Vec<String>, Error> {
    let own = overlay::read_templates(Some(folder))?;
    let names = own.iter().flat_map(|own| &own.files).map(|(name, _)| name.clone()).collect();
    if let Some(templates) = overlay::templates_of(own.as_ref())? {
        every_report(&templates).map_err(|error| match error {
            // A template is the caller's here, and so is its fault.
            Error::Write(write::Error::Page(fault)) => Error::Overlay(fault.to_string()),
            other => other,
        })?;
    }
    Ok(names)
}

fn every_report(templates: &Templates) -> Result<(), Error> {
    let rulebook = Rulebook::embedded()?;
    let (mut schools, mut entries, mut first) = (Vec::new(), Vec::new(), None);
    for files in packs::schools(&[], None)? {
        let reading = ingest::read(&files, &Settings::default());
        let assessed = assess(&reading.school, &reading.settings, &rulebook);
        let head = tables::head(&assessed);
        // A term before, so that the trend is written too.
        let told: Vec<_> = Disclosed::of(&assessed).standing("Summer 2026").into_iter().collect();
        for edition in Edition::ALL {
            for (_, report) in reports_of(*edition, &assessed, &head, &told) {
                html::page(templates, edition.name(), &report)?;
                xlsx::book(templates, edition.name(), &report).map_err(Error::from)?;
            }
        }
        entries.push((head.masthead.school.clone(), head.verdict.join(" ")));
        schools.push(tables::schools::school(&assessed, &head));
        first.get_or_insert(head.masthead);
    }
    let overview =
        tables::schools::overview(schools, first.as_ref(), true, tables::schools::History::default());
    html::overview(templates, &overview)?;
    let entry = |(name, verdict)| html::Entry { name, verdict, folder: "", files: &[] };
    let entries: Vec<_> = entries.iter().map(|(name, verdict)| entry((name, verdict))).collect();
    let made = (&overview.rulebook, &overview.brand);
    html::index(templates, (&entries, &[]), (TOOL, made), |_, _| Ok(()))
}
