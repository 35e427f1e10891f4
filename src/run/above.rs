//! What stands above the folders of the schools.

use super::together::Run;
use super::{Edition, Error, Format, INDEX, Job, TOOL};
use crate::asked;
use crate::ingest::layout;
use crate::model::dfe::Template;
use crate::model::finding::{Finding, Level};
use crate::model::school::School;
use crate::since::Since;
use crate::tables::schools::{self, Overview};
use crate::tables::submission::together::{Clash, Rows, together};
use crate::tables::words;
use crate::work::{Tools, Workers};
use crate::write::manifest::{self, Known, Made, Overlaid};
use crate::write::stage::Stage;
use crate::write::template::Templates;
use crate::write::{csv, dfe, html, ics, xlsx};

/// What holds for all schools of a run.
pub(crate) struct Whole<'a> {
    /// For whom.
    pub editions: &'a [Edition],
    /// In which formats.
    pub formats: &'a [Format],
    /// What the pages are made with.
    pub templates: &'a Templates,
    /// What everything is made with, as the manifest says it.
    pub made: Made,
    /// Who may want the run to end, and is told how far it is.
    pub workers: &'a Workers,
}

/// What a run is made with.
pub(super) fn made(job: &Job, tools: &Tools, since: &Since) -> Result<Made, Error> {
    let rulebook = tools.rulebook();
    // A layout is often called as the file it is for.
    let mut own = tools.own_layouts().to_vec();
    if job.overrides.pseudonyms {
        for (n, (path, _)) in (1..).zip(&mut own) {
            *path = format!("layout-{n:02}.toml");
        }
    }
    Ok(Made {
        tool: TOOL.to_owned(),
        executable: job.executable.clone(),
        asked: Some(asked::of(job)),
        rulebook: rulebook.hash().to_owned(),
        overlay: rulebook.overlay().map(Overlaid::of),
        layouts: Some(Known::of(layout::files(), &own)),
        templates: Some(manifest::Templates::of(tools.templates()?)),
        since: since.files.clone(),
    })
}

/// The pages, workbooks and lists over all schools, and the page that a reader opens first.
pub(super) fn pages(whole: &Whole, stage: &mut Stage, run: &mut Run, since: &Since) -> Result<(), Error> {
    let overview = overview(run, since)?;
    let many = overview.schools.len() > 1 && whole.editions.contains(&Edition::Overview);
    for format in whole.formats.iter().filter(|_| many) {
        match format {
            Format::Html => {
                stage.put("overview.html", html::overview(whole.templates, &overview)?.as_bytes())?;
            }
            Format::Xlsx => stage.put("overview.xlsx", &xlsx::overview(&overview)?)?,
        }
    }
    to_do(whole, stage, &overview)?;
    if whole.formats.contains(&Format::Html) {
        let (index, pages) = index(whole, stage, &overview)?;
        stage.put(INDEX, index.as_bytes())?;
        for (name, page) in pages {
            stage.put(&name, page.as_bytes())?;
        }
    }
    Ok(())
}

/// The manifest, which is last, and whose hash is the seal.
pub(super) fn manifest(whole: Whole, stage: &mut Stage, run: &Run) -> Result<String, Error> {
    let manifest = manifest::of(whole.made, &run.lines, stage.outputs())?;
    stage.put(manifest::NAME, &manifest)?;
    Ok(manifest::Output::of(manifest::NAME, &manifest).sha256)
}

/// The files for DfE over all schools, one for each appropriate body: what a body imports is one file, not one a school.
/// Gives the lines of `findings.csv` on teachers for whom two schools have different rows.
pub(super) fn uploads(stage: &mut Stage, schools: &[Rows]) -> Result<String, Error> {
    if schools.len() < 2 {
        return Ok(String::new());
    }
    let (all, clashes) = together(schools);
    for one in all {
        for (name, text) in dfe::files((one.template, &one.whose), &one.rows, None).map_err(Error::Write)? {
            stage.put(&name, text.as_bytes())?;
        }
    }
    let finding = |clash: &Clash| Finding {
        code: "W-DFE",
        level: Level::Warning,
        message: format!(
            "The TRN {} has different rows for {} in {}, so neither is in the file over all schools.",
            clash.trn,
            if clash.template == Template::Claims { "claims" } else { "outcomes" },
            words::names(&clash.schools)
        ),
        help: "Send the row of the school that it is right for, from the folder of that school.".to_owned(),
        at: Vec::new(),
    };
    let findings: Vec<Finding> = clashes.iter().map(finding).collect();
    csv::findings(&School { folder: "All schools".to_owned(), ..School::default() }, &findings)
        .map_err(Error::Write)
}

/// The schools of a run side by side, beside what earlier runs said of them.
fn overview(run: &mut Run, since: &Since) -> Result<Overview, Error> {
    let schools = std::mem::take(&mut run.schools);
    let Run { lines, first, .. } = run;
    let mut read = schools.iter().filter(|school| school.failed.is_none());
    since.precedes(read.clone().filter_map(|school| school.as_of).min())?;
    let one = read.next();
    let same_term =
        read.all(|other| one.is_some_and(|one| (&one.term, one.as_of) == (&other.term, other.as_of)));
    let mut all = schools::overview(schools, first.as_ref(), same_term, since.history.clone());
    let files =
        lines.iter().flat_map(|line| line.inputs.iter().map(|file| (line.name.clone(), file.clone())));
    all.files = files.collect();
    Ok(all)
}

/// What is to do in every school, as a list and as a calendar. Both name people, as the head's edition and the workbook over
/// all schools do, and are written with those.
fn to_do(whole: &Whole, stage: &mut Stage, overview: &Overview) -> Result<(), Error> {
    if !whole.editions.iter().any(|edition| matches!(edition, Edition::Head | Edition::Overview)) {
        return Ok(());
    }
    let due = schools::due(&overview.schools);
    stage.put("actions.csv", csv::actions(&due)?.as_bytes())?;
    if let Some(calendar) = ics::calendar(&due, TOOL)? {
        stage.put(ics::NAME, calendar.as_bytes())?;
    }
    Ok(())
}

/// The page that a reader opens first, and those it leads to, each with its name.
fn index(
    whole: &Whole,
    stage: &mut Stage,
    overview: &Overview,
) -> Result<(String, Vec<(String, String)>), Error> {
    let mut entries = Vec::new();
    if overview.schools.len() > 1 {
        let above = stage.outputs().iter().filter(|output| !output.path.contains('/'));
        entries.push(html::Entry {
            name: "All schools".to_owned(),
            verdict: overview.verdict.clone(),
            folder: String::new(),
            files: above.map(|output| output.path.clone()).collect(),
        });
    }
    entries.extend(overview.schools.iter().map(|school| html::Entry {
        name: school.name.clone(),
        verdict: school.verdict.clone(),
        folder: school.folder.clone(),
        files: school.reports.clone(),
    }));
    let order: Vec<&str> = whole.editions.iter().map(|edition| edition.name()).collect();
    Ok(html::index(whole.templates, (&entries, &order), TOOL, (&overview.rulebook, &overview.brand))?)
}
