//! What stands above the folders of the schools.

use super::agenda::Agenda;
use super::together::Run;
use super::{Edition, Error, Format, Job, TOOL};
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
use crate::write::manifest::{self, Counts, Known, Made, Overlaid};
use crate::write::stage::Stage;
use crate::write::template::Templates;
use crate::write::{Growing, csv, dfe, html, ics, json, xlsx};

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
    /// With more schools than this, what is long of each is not held, and not in the workbook over all.
    pub listed: usize,
    /// Who may want the run to end, and is told how far it is.
    pub workers: &'a Workers,
}

impl Whole<'_> {
    /// True if there is to be a workbook over all schools.
    pub fn has_workbook(&self) -> bool {
        self.editions.contains(&Edition::Overview) && self.formats.contains(&Format::Xlsx)
    }
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
        executable: job.executable.sha256().map(str::to_owned),
        asked: Some(asked::of(job)),
        rulebook: rulebook.hash().to_owned(),
        overlay: rulebook.overlay().map(Overlaid::of),
        layouts: Some(Known::of(layout::files(), &own)),
        templates: Some(manifest::Templates::of(tools.templates()?)),
        since: since.files.clone(),
    })
}

/// The pages, workbooks and lists over all schools, and the page that a reader opens first.
pub(super) fn pages(
    whole: &Whole,
    stage: &mut Stage,
    (run, agenda): (&mut Run, &mut Agenda),
    since: &Since,
) -> Result<(), Error> {
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
    to_do(whole, stage, (&overview, agenda))?;
    if whole.formats.contains(&Format::Html) {
        index(whole, stage, &overview)?;
    }
    Ok(())
}

/// The manifest, whose schools are written, and whose hash is the seal. It is last.
pub(super) fn manifest(
    whole: &Whole,
    stage: &mut Stage,
    (mut manifest, counts): (Growing, Counts),
) -> Result<String, Error> {
    let counts = Counts { outputs: stage.outputs().len(), ..counts };
    let around = manifest::around(&whole.made, counts)?;
    manifest.add(around[1].as_bytes())?;
    for (n, output) in stage.outputs().iter().enumerate() {
        manifest.add(json::entry(&output.output(), n == 0)?.as_bytes())?;
    }
    manifest.add(around[2].as_bytes())?;
    Ok(stage.shelf().end(manifest)?)
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
    let Run { first, .. } = run;
    let mut read = schools.iter().filter(|school| school.failed.is_none());
    since.precedes(read.clone().filter_map(|school| school.as_of).min())?;
    let one = read.next();
    let same_term =
        read.all(|other| one.is_some_and(|one| (&one.term, one.as_of) == (&other.term, other.as_of)));
    let mut all = schools::overview(schools, first.as_ref(), same_term, since.history.clone());
    all.files = run.lists_all.then(|| std::mem::take(&mut run.files));
    Ok(all)
}

/// What is to do in every school, as a list and as a calendar. Both name people, as the head's edition and the workbook over
/// all schools do, and are written with those.
fn to_do(
    whole: &Whole,
    stage: &mut Stage,
    (overview, agenda): (&Overview, &mut Agenda),
) -> Result<(), Error> {
    if !whole.editions.iter().any(|edition| matches!(edition, Edition::Head | Edition::Overview)) {
        return Ok(());
    }
    let [before, after] = ics::around(TOOL)?;
    let (mut events, mut any) = (ics::Events::default(), false);
    let mut actions = stage.shelf().begin("actions.csv")?;
    let mut calendar = stage.shelf().begin(ics::NAME)?;
    actions.add(csv::start_of_actions()?.as_bytes())?;
    calendar.add(before.as_bytes())?;
    agenda.each(overview, |due| {
        actions.add(csv::actions(due)?.as_bytes())?;
        let events = events.of(due)?;
        any |= !events.is_empty();
        Ok(calendar.add(events.as_bytes())?)
    })?;
    stage.shelf().end(actions)?;
    if any {
        calendar.add(after.as_bytes())?;
        stage.shelf().end(calendar)?;
    } else {
        stage.shelf().give_up(calendar)?;
    }
    Ok(())
}

/// The page that a reader opens first, and those it leads to.
fn index(whole: &Whole, stage: &mut Stage, overview: &Overview) -> Result<(), Error> {
    let above = stage.outputs().iter().filter(|output| !output.path().contains('/'));
    let above: Vec<String> = above.map(|output| output.path().to_owned()).collect();
    let all = html::Entry { name: "All schools", verdict: &overview.verdict, folder: "", files: &above };
    let mut entries: Vec<html::Entry> = (overview.schools.len() > 1).then_some(all).into_iter().collect();
    entries.extend(overview.schools.iter().map(|school| html::Entry {
        name: &school.name,
        verdict: &school.verdict,
        folder: &school.folder,
        files: &school.reports,
    }));
    let order: Vec<&str> = whole.editions.iter().map(|edition| edition.name()).collect();
    let made = (&overview.rulebook, &overview.brand);
    html::index(whole.templates, (&entries, &order), (TOOL, made), |name, page| {
        Ok(stage.put(name, page.as_bytes())?)
    })
}
