//! What stands over all schools of a run: the overview, what is to do, and its calendar.

use crate::run::{Error, Format, Job, TOOL};
use crate::since::Since;
use crate::tables::Masthead;
use crate::tables::schools::{self, Overview, School};
use crate::write::stage::Stage;
use crate::write::{Line, csv, html, ics, xlsx};

/// The schools of a run side by side, beside what earlier runs said of them.
pub(crate) fn overview(
    lines: &[Line],
    schools: &[School],
    first: Option<&Masthead>,
    since: Since,
) -> Result<Overview, Error> {
    let mut read = schools.iter().filter(|school| school.failed.is_none());
    since.precedes(read.clone().filter_map(|school| school.as_of).min())?;
    let one = read.next();
    let same_term =
        read.all(|other| one.is_some_and(|one| (&one.term, one.as_of) == (&other.term, other.as_of)));
    let mut all = schools::overview(schools.to_vec(), first, same_term, since.history);
    let files =
        lines.iter().flat_map(|line| line.inputs.iter().map(|file| (line.name.clone(), file.clone())));
    all.files = files.collect();
    Ok(all)
}

/// Writes the overview, if there is more than one school, and the lists of what is to do.
pub(crate) fn put(job: &Job, stage: &mut Stage, overview: &Overview) -> Result<(), Error> {
    for format in job.formats.iter().filter(|_| overview.schools.len() > 1) {
        match format {
            Format::Html => stage.put("overview.html", html::overview(overview)?.as_bytes())?,
            Format::Xlsx => stage.put("overview.xlsx", &xlsx::overview(overview)?)?,
        }
    }
    let due = schools::due(&overview.schools);
    let report = if job.formats.contains(&Format::Html) { "head.html" } else { "head.xlsx" };
    stage.put("actions.csv", csv::actions(&due, report)?.as_bytes())?;
    if let Some(calendar) = ics::calendar(&due, TOOL)? {
        stage.put(ics::NAME, calendar.as_bytes())?;
    }
    Ok(())
}
