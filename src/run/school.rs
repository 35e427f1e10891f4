//! The reports of one school, made by a worker in a folder of their own.

use super::{Edition, Format, TOOL};
use crate::check::noticed;
use crate::ingest::watch::Watch;
use crate::ingest::{self, Reading, SchoolFiles};
use crate::model::school::School;
use crate::packs;
use crate::rules::{Assessed, assess};
use crate::tables::{self, Masthead, Report, schools};
use crate::work::{Failure, Task, Tools};
use crate::write::manifest::Output;
use crate::write::shelf::Shelf;
use crate::write::template::Templates;
use crate::write::{self, Line, csv, html, ics, json, xlsx};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::path::PathBuf;

/// The reports of one school, written into a folder that is nothing else's.
#[derive(Serialize, Deserialize)]
pub(crate) struct Reports {
    /// The folder.
    pub wing: PathBuf,
    /// The folder that messages name in its place.
    pub shown: PathBuf,
    /// For whom.
    pub editions: Vec<Edition>,
    /// In which formats.
    pub formats: Vec<Format>,
}

/// What a run keeps of a school.
#[derive(Serialize, Deserialize)]
pub(crate) struct Written {
    /// Its line.
    pub line: Line,
    /// Its lines of `findings.csv`.
    pub findings: String,
    /// Or what was noticed in a school that could not be read.
    pub report: Result<Reported, Vec<String>>,
}

/// What is known of a school that was read.
#[derive(Serialize, Deserialize)]
pub(crate) struct Reported {
    /// For the overview.
    pub school: schools::School,
    /// For whom and when.
    pub masthead: Masthead,
    /// What was put into its folder.
    pub outputs: Vec<Output>,
}

impl Written {
    /// A school that could not be read.
    pub fn unread(school: &School) -> Result<Written, write::Error> {
        let noticed = school.findings.iter().map(|finding| noticed(school, finding)).collect();
        let findings = csv::findings(school, &school.findings)?;
        Ok(Written { line: Line::of_school(school), findings, report: Err(noticed) })
    }
}

impl Task for Reports {
    const NAME: &'static str = "report";
    type Answer = Written;

    fn work(self, files: &SchoolFiles, tools: &Tools, watch: &Watch) -> Result<Written, Failure> {
        let Reading { school, settings } = ingest::read_as(files, &tools.settings, &tools.layouts, watch);
        if !packs::is_readable(&school) {
            return Ok(Written::unread(&school)?);
        }
        let assessed = assess(&school, &settings, tools.rulebook());
        let templates = tools.templates().map_err(write::Error::from)?;
        let report = self.reports(&assessed, templates)?;
        let (line, findings) = (Line::of(&assessed), csv::findings(&school, &assessed.findings)?);
        Ok(Written { line, findings, report: Ok(report) })
    }
}

impl Reports {
    fn reports(self, assessed: &Assessed, templates: &Templates) -> Result<Reported, write::Error> {
        let head = tables::head(assessed);
        let Reports { wing, shown, editions, formats } = self;
        let mut files = Shelf::at(wing, shown);
        // One report, in each format, under the name of its edition or, where there are several of it, a name of its own.
        let mut put = |edition: Edition, name: &str, report: &Report| -> Result<(), write::Error> {
            for format in &formats {
                let edition = edition.name();
                match format {
                    Format::Html => {
                        files.put(
                            &format!("{name}.html"),
                            html::page(templates, edition, report)?.as_bytes(),
                        )?;
                    }
                    Format::Xlsx => {
                        files.put(&format!("{name}.xlsx"), &xlsx::book(templates, edition, report)?)?;
                    }
                }
            }
            Ok(())
        };
        for edition in editions.iter().copied() {
            for (name, report) in reports_of(edition, assessed, &head) {
                put(edition, &name, &report)?;
            }
        }
        let mut school = schools::school(assessed, &head);
        if editions.contains(&Edition::Head)
            && let Some(calendar) = ics::calendar(&schools::due(std::slice::from_ref(&school)), TOOL)?
        {
            files.put(ics::NAME, calendar.as_bytes())?;
        }
        files.put("results.json", &json::school(assessed, &head)?)?;
        let outputs = files.outputs();
        school.reports = outputs.iter().map(|output| output.path.clone()).collect();
        Ok(Reported { school, masthead: head.masthead, outputs })
    }
}

/// The reports of an edition on one school, each with the name of its files.
pub(crate) fn reports_of<'a>(
    edition: Edition,
    _assessed: &Assessed,
    head: &'a Report,
) -> Vec<(String, Cow<'a, Report>)> {
    let one = |report| vec![(edition.name().to_owned(), report)];
    match edition {
        Edition::Head => one(Cow::Borrowed(head)),
        Edition::Overview => Vec::new(),
    }
}
