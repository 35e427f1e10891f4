//! What stands above the folders of the schools.

use super::{Edition, Error, Format, INDEX, Job, Run, TOOL};
use crate::asked;
use crate::ingest::dfe::Template;
use crate::ingest::layout::{self, Layouts};
use crate::model::finding::{Finding, Level};
use crate::model::school::School;
use crate::rules::rulebook::Rulebook;
use crate::tables::submission::together::{Clash, Rows, together};
use crate::tables::{self, words};
use crate::write::stage::Stage;
use crate::write::template::Templates;
use crate::write::{Line, csv, dfe, html, json, manifest, xlsx};

/// What stands above the folders of the schools; the manifest last, whose hash is the seal.
pub(super) fn lists(
    job: &Job,
    stage: &mut Stage,
    run: &Run,
    (rulebook, layouts, templates): (&Rulebook, &Layouts, &Templates),
) -> Result<String, Error> {
    let Run { lines, schools, first, .. } = run;
    let when = |line: &Line| (line.term.clone(), line.as_of);
    let mut read = lines.iter().filter(|line| line.folder.is_some()).map(when);
    let one = read.next();
    let same_term = read.all(|other| Some(other) == one);
    let overview = tables::schools::overview(schools.clone(), first.as_ref(), same_term);
    let many = schools.len() > 1 && job.editions.contains(&Edition::Overview);
    for format in job.formats.iter().filter(|_| many) {
        match format {
            Format::Html => stage.put("overview.html", html::overview(templates, &overview)?.as_bytes())?,
            Format::Xlsx => stage.put("overview.xlsx", &xlsx::overview(&overview)?)?,
        }
    }
    if job.formats.contains(&Format::Html) {
        let mut entries = Vec::new();
        if many {
            let links = links(job, "", "overview");
            entries.push(html::Entry {
                name: "All schools".to_owned(),
                verdict: overview.verdict.clone(),
                links,
            });
        }
        entries.extend(overview.schools.iter().map(|school| html::Entry {
            name: school.name.clone(),
            verdict: school.verdict.clone(),
            links: if school.failed.is_none() { links(job, &school.folder, "head") } else { Vec::new() },
        }));
        let index = html::index(templates, &entries, TOOL, &overview.rulebook)?;
        stage.put(INDEX, index.as_bytes())?;
    }
    stage.put("results.json", &json::run(TOOL, rulebook.hash(), lines)?)?;
    // A layout is often called as the file it is for.
    let mut own = layouts.own.clone();
    if job.overrides.pseudonyms {
        for (n, (path, _)) in (1..).zip(&mut own) {
            *path = format!("layout-{n:02}.toml");
        }
    }
    let made = manifest::Made {
        tool: TOOL,
        executable: job.executable.as_deref(),
        asked: &asked::of(job),
        rulebook,
        layouts: manifest::Known::of(layout::files(), &own),
        templates,
    };
    let manifest = manifest::of(made, lines, stage.outputs())?;
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
    Ok(csv::findings(&School { folder: "All schools".to_owned(), ..School::default() }, &findings)
        .map_err(Error::Write)?)
}

/// Words and paths of a report in each format.
fn links(job: &Job, folder: &str, name: &str) -> Vec<(String, String)> {
    let path = |ending: &str| {
        if folder.is_empty() { format!("{name}.{ending}") } else { format!("{folder}/{name}.{ending}") }
    };
    let format = |format: &Format| match format {
        Format::Html => ("Report".to_owned(), path("html")),
        Format::Xlsx => ("Workbook".to_owned(), path("xlsx")),
    };
    job.formats.iter().map(format).collect()
}
