//! The reports of one school, made by a worker in a folder of their own.

use super::gathered::Names;
use super::{Edition, Format, TOOL};
use crate::check::noticed;
use crate::ingest::watch::Watch;
use crate::ingest::{self, Reading, SchoolFiles};
use crate::model::brand::Brand;
use crate::model::pseudonyms::Secret;
use crate::model::school::School;
use crate::packs;
use crate::rules::{Assessed, assess};
use crate::tables::governors::Standing;
use crate::tables::submission::together::Rows;
use crate::tables::{self, Masthead, Report, schools, submission};
use crate::work::{Failure, Task, Tools};
use crate::write::manifest::Output;
use crate::write::shelf::Shelf;
use crate::write::template::Templates;
use crate::write::{self, Line, csv, dfe, html, ics, json, xlsx};
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

/// What a worker makes of a school.
#[derive(Serialize, Deserialize)]
pub(crate) struct Written {
    /// What is kept of it.
    pub entry: Entry,
    /// What was put into its folder.
    pub outputs: Vec<Output>,
    /// What its pseudonyms stand for.
    pub key: Vec<Secret>,
    /// It is as an earlier run wrote it.
    pub kept: bool,
}

/// What is kept of a school: a line of `schools.jsonl`, of which everything above the folders of the schools is made.
#[derive(Serialize, Deserialize)]
pub(crate) struct Entry {
    /// Its folder inside its pack; empty where the pack is the school.
    pub pack_folder: String,
    /// Its line.
    pub line: Line,
    /// What is known of it, or what was noticed in a school that could not be read.
    pub report: Result<Reported, Vec<String>>,
    /// How its reports look; nothing: as those of the school in the line above.
    pub brand: Option<Brand>,
    /// Its lines of `findings.csv`.
    pub findings: String,
}

/// What is known of a school that was read.
#[derive(Serialize, Deserialize)]
pub(crate) struct Reported {
    /// For the overview.
    pub school: schools::School,
    /// For whom and when; how it looks stands in the entry.
    pub masthead: Masthead,
    /// Its rows for DfE, if the appropriate body is written for.
    pub rows: Option<Rows>,
}

impl Entry {
    /// What its place among the schools goes by.
    pub fn names(&self) -> Names {
        (self.pack_folder.clone(), self.line.urn.clone(), self.line.name.clone())
    }

    /// As if its reports had no folder yet.
    pub fn stands_nowhere(&mut self) {
        (self.line.folder, self.line.opens) = (None, None);
        if let Ok(reported) = &mut self.report {
            reported.school.folder.clear();
        }
    }

    /// Puts its reports into a folder.
    pub fn stands_in(&mut self, folder: &str) {
        self.line.folder = Some(folder.to_owned());
        if let Ok(reported) = &mut self.report {
            folder.clone_into(&mut reported.school.folder);
            self.line.opens = reported.school.opens();
        }
    }
}

impl Written {
    /// A school that could not be read.
    pub fn unread(school: &School) -> Result<Written, write::Error> {
        let noticed = school.findings.iter().map(|finding| noticed(school, finding)).collect();
        let entry = Entry {
            pack_folder: school.folder.clone(),
            line: Line::of_school(school),
            report: Err(noticed),
            brand: None,
            findings: csv::findings(school, &school.findings)?,
        };
        Ok(Written { entry, outputs: Vec::new(), key: Vec::new(), kept: false })
    }
}

impl Task for Reports {
    const NAME: &'static str = "report";
    type Answer = Written;

    fn work(self, files: &SchoolFiles, tools: &Tools, watch: &Watch) -> Result<Written, Failure> {
        let Reading { school, settings, key } =
            ingest::read_as(files, &tools.settings, tools.layouts(), watch);
        if !packs::is_readable(&school) {
            return Ok(Written { key, ..Written::unread(&school)? });
        }
        let assessed = assess(&school, &settings, tools.rulebook());
        let templates = tools.templates().map_err(write::Error::from)?;
        let told = tools.told.of(school.about.urn.value.as_deref(), school.name());
        let (mut reported, outputs) = self.reports(&assessed, templates, told)?;
        let entry = Entry {
            pack_folder: school.folder.clone(),
            line: Line::of(&assessed),
            brand: Some(std::mem::take(&mut reported.masthead.brand)),
            report: Ok(reported),
            findings: csv::findings(&school, &assessed.findings)?,
        };
        Ok(Written { entry, outputs, key, kept: false })
    }
}

impl Reports {
    fn reports(
        self,
        assessed: &Assessed,
        templates: &Templates,
        told: &[Standing],
    ) -> Result<(Reported, Vec<Output>), write::Error> {
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
        let mut sent = None;
        for edition in editions.iter().copied() {
            for (name, report) in reports_of(edition, assessed, &head, told) {
                put(edition, &name, &report)?;
            }
            if edition == Edition::AppropriateBody {
                sent = Some([submission::claims(assessed), submission::outcomes(assessed)]);
            }
        }
        for submission in sent.iter().flatten() {
            for (name, text) in
                dfe::files((submission.template, ""), &submission.rows(), Some(assessed.as_of))?
            {
                files.put(&name, text.as_bytes())?;
            }
        }
        let mut school = schools::school(assessed, &head);
        if editions.contains(&Edition::Head)
            && let Some(calendar) = ics::calendar(&schools::due(std::slice::from_ref(&school)), TOOL)?
        {
            files.put(ics::NAME, calendar.as_bytes())?;
        }
        files.put("results.json", &json::school(assessed, &head)?)?;
        let body = assessed.school.about.appropriate_body.get();
        let rows = sent.map(|[claims, outcomes]| {
            Rows::of(assessed.school.name(), body.map(String::as_str), &claims, &outcomes)
        });
        let outputs = files.outputs();
        school.reports = outputs.iter().map(|output| output.path.clone()).collect();
        Ok((Reported { school, masthead: head.masthead, rows }, outputs))
    }
}

/// The reports of an edition on one school, each with the name of its files; `told` is what governors were told before.
pub(crate) fn reports_of<'a>(
    edition: Edition,
    assessed: &Assessed,
    head: &'a Report,
    told: &[Standing],
) -> Vec<(String, Cow<'a, Report>)> {
    let one = |report| vec![(edition.name().to_owned(), report)];
    match edition {
        Edition::Head => one(Cow::Borrowed(head)),
        Edition::AppropriateBody => one(Cow::Owned(tables::appropriate_body(assessed))),
        Edition::Statement => {
            let name = |whose| format!("{}-{whose}", edition.name());
            let statements = tables::statements(assessed).into_iter();
            statements.map(|(whose, report)| (name(whose), Cow::Owned(report))).collect()
        }
        Edition::Governors => one(Cow::Owned(tables::governors::governors(assessed, told))),
        Edition::Funding => one(Cow::Owned(tables::funding_evidence::report(assessed))),
        Edition::Overview => Vec::new(),
    }
}
