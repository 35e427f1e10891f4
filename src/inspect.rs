//! What each sheet of a file is taken for, in words.

use crate::check::noticed;
use crate::ingest::inspect::{Fit, Inspection, Look, inspect_as, looked_for};
use crate::ingest::watch::Watch;
use crate::ingest::{Content, PackFile, SchoolFiles};
use crate::model::finding::{Finding, Place};
use crate::model::settings::Settings;
use crate::model::source::SheetInfo;
use crate::model::text::visible;
use crate::overlay;
use crate::run::Error;
use crate::tables::coverage;
use crate::tables::schools::Earlier;
use crate::work::{Brief, Failure, Task, Tools, Workers, each};
use crate::write::fresh;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What became of the files.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Inspected {
    /// In words, for a terminal.
    pub text: String,
    /// Every sheet with rows was taken for a record.
    pub whole: bool,
    /// Some sheet was.
    pub any: bool,
}

/// Looks at files, each by itself; with `save`, writes a layout file for each into that folder.
///
/// # Errors
/// If a file is not there, or a layout file stands there already or cannot be written.
pub fn inspected(
    files: &[PathBuf],
    layouts: Option<&Path>,
    save: Option<&Path>,
    workers: &Workers,
) -> Result<Inspected, Error> {
    let brief = Brief {
        settings: Settings::default(),
        rulebooks: Vec::new(),
        layouts: overlay::read_layouts(layouts)?,
        templates: None,
        told: Earlier::default(),
    };
    brief.clone().tools()?;
    let mut tasks = Vec::new();
    for path in files {
        if path.is_dir() {
            return Err(refused(path, "is a folder; name the files in it".to_owned()));
        }
        let name = path.file_name().map(|name| visible(&name.to_string_lossy())).unwrap_or_default();
        let file = PackFile { path: name, content: Content::OnDisk(path.clone()) };
        tasks.push((SchoolFiles { files: vec![file], ..SchoolFiles::default() }, Inspect));
    }
    let (mut all, mut paths) = (Inspected { whole: true, ..Inspected::default() }, files.iter());
    each(workers, &brief, tasks, |outcome| {
        let Some(path) = paths.next() else { return Ok(()) };
        let (found, own) = outcome.map_err(|halted| refused(path, halted.at))?;
        let name = path.file_name().map(|name| visible(&name.to_string_lossy())).unwrap_or_default();
        let _ = writeln!(all.text, "{}{name}", if all.text.is_empty() { "" } else { "\n" });
        all.text.push_str(&found.text);
        (all.any, all.whole) = (all.any || found.any, all.whole && found.whole);
        match (save, own) {
            (None, _) => {}
            (Some(folder), Some(text)) => {
                let to = folder.join(format!("{}.toml", slug::slugify(&name)));
                saved(folder, &to, &name, &text).map_err(|why| refused(&to, why))?;
                let _ = writeln!(
                    all.text,
                    "  Saved as {}: later runs use it with --layouts {}",
                    to.display(),
                    folder.display()
                );
            }
            (Some(_), None) => all.text.push_str("  Nothing to save: no sheet was recognised.\n"),
        }
        Ok(())
    })?;
    Ok(all)
}

fn refused(path: &Path, why: String) -> Error {
    Error::Pack { path: path.display().to_string(), why }
}

/// A look at one file.
#[derive(Serialize, Deserialize)]
pub(crate) struct Inspect;

impl Task for Inspect {
    const NAME: &'static str = "inspect";
    /// What was found, and the layout file that would be saved.
    type Answer = (Inspected, Option<String>);

    fn work(
        self,
        files: &SchoolFiles,
        tools: &Tools,
        watch: &Watch,
    ) -> Result<(Inspected, Option<String>), Failure> {
        let mut all = Inspected { whole: true, ..Inspected::default() };
        let mut own = None;
        for file in &files.files {
            let found = inspect_as(file, &tools.settings, tools.layouts(), watch);
            told(&mut all, &found);
            own = found.own_layouts().map_err(|error| Failure::Fault(error.to_string()))?;
        }
        Ok((all, own))
    }
}

fn saved(folder: &Path, to: &Path, name: &str, text: &str) -> Result<(), String> {
    if fs::symlink_metadata(to).is_ok() {
        return Err("is there already; delete it first, or save to another folder".to_owned());
    }
    let head = format!(
        "# How {name} is read. Figures in its name may change; if a heading does, the file is refused and the\n\
         # nearest heading named. Use it with --layouts and the folder this stands in.\n\n"
    );
    // Headings may be names of people, so the file is for its owner only, like all that is written.
    let name = to.file_name().unwrap_or_default().to_string_lossy().into_owned();
    fresh::put(folder, &[(name, (head + text).into_bytes())]).map_err(|error| error.to_string())
}

fn told(all: &mut Inspected, found: &Inspection) {
    let school = &found.school;
    for (n, (look, info)) in found.sheets.iter().zip(&school.sources.sheets).enumerate() {
        if let Some(name) = &info.name {
            let _ = writeln!(all.text, "  Sheet “{name}”");
        }
        let here = |finding: &&Finding| {
            finding.at.iter().any(|place| matches!(place, Place::Cell(at) if at.sheet.0 as usize == n))
        };
        if info.taken_for.is_some() {
            all.any = true;
            taken(&mut all.text, look, info);
        } else {
            all.whole = false;
            all.text.push_str("  Not recognised.\n");
        }
        for finding in school.findings.iter().filter(here) {
            let _ = writeln!(all.text, "  {}", noticed(school, finding));
        }
    }
    let of_file = |finding: &&Finding| finding.at.iter().all(|place| matches!(place, Place::File(_)));
    for finding in school.findings.iter().filter(of_file) {
        let _ = writeln!(all.text, "  {}", noticed(school, finding));
    }
    let sheets = &school.sources.sheets;
    all.whole &= !sheets.is_empty();
    if !sheets.is_empty() && sheets.iter().all(|sheet| sheet.taken_for.is_none()) {
        all.text
            .push_str("  Looked for these headings, or others that mean the same, in the first 30 rows:\n");
        for (record, needed) in looked_for() {
            let _ = writeln!(all.text, "    {record}: {needed}");
        }
        all.text.push_str(
            "  and for a timetable set out as a grid: days and periods over the columns, teachers beside the rows.\n",
        );
    }
}

fn fit(fit: &Fit) -> String {
    format!("{}, as in “{}”: {} of {} headings", fit.record, fit.layout, fit.understood, fit.headings)
}

fn taken(text: &mut String, look: &Look, info: &SheetInfo) {
    if let Some(best) = look.fits.first() {
        let _ = writeln!(text, "  Taken for {}.", fit(best));
    }
    let _ = match look.fits.get(1) {
        None => writeln!(text, "  No other layout fits."),
        Some(next) => {
            let close = if look.close { " That is close: see that the columns below are right." } else { "" };
            writeln!(text, "  Next best: {}.{close}", fit(next))
        }
    };
    let columns = look.columns.iter().map(|(field, header)| match header {
        Some(header) => format!("{} from “{header}”", field.replace('_', " ")),
        None => field.replace('_', " "),
    });
    let _ = writeln!(text, "  Columns: {}", columns.collect::<Vec<_>>().join("; "));
    if !look.unread.is_empty() {
        let _ = writeln!(text, "  Columns not read: “{}”", look.unread.join("”, “"));
    }
    let _ = writeln!(
        text,
        "  {} rows, {} used{}{}",
        info.rows_read,
        info.rows_used,
        if info.left_out.is_empty() { "" } else { "; left out: " },
        coverage::reasons(&info.left_out)
    );
    let _ = writeln!(text, "  The first rows as understood:");
    for sample in &look.samples {
        let said: Vec<String> =
            sample.said.iter().map(|(field, value)| format!("{} {value}", field.replace('_', " "))).collect();
        let _ = writeln!(text, "    {}: {}", sample.at.cells(), said.join("; "));
    }
}
