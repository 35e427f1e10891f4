//! The reports of one school, made by a worker in a folder of their own.

use super::{Edition, Format};
use crate::check::noticed;
use crate::ingest::watch::Watch;
use crate::ingest::{self, Reading, SchoolFiles};
use crate::model::school::School;
use crate::packs;
use crate::rules::{Assessed, assess};
use crate::tables::{self, Masthead, Report};
use crate::work::{Failure, Task, Tools};
use crate::write::manifest::Output;
use crate::write::shelf::Shelf;
use crate::write::template::Templates;
use crate::write::{self, Line, csv, html, json, xlsx};
use serde::{Deserialize, Serialize};
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
    pub school: tables::schools::School,
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
        let (head, outputs) = self.reports(&assessed, templates)?;
        let (line, findings) = (Line::of(&assessed), csv::findings(&school, &assessed.findings)?);
        let school = tables::schools::school(&head);
        Ok(Written { line, findings, report: Ok(Reported { school, masthead: head.masthead, outputs }) })
    }
}

impl Reports {
    fn reports(
        self,
        assessed: &Assessed,
        templates: &Templates,
    ) -> Result<(Report, Vec<Output>), write::Error> {
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
        for edition in editions {
            match edition {
                Edition::Head => put(edition, edition.name(), &head)?,
                Edition::Funding => {
                    put(edition, edition.name(), &tables::funding_evidence::report(assessed))?
                }
                Edition::Overview => {}
            }
        }
        files.put("results.json", &json::school(assessed, &head)?)?;
        Ok((head, files.outputs()))
    }
}
