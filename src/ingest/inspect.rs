//! One file by itself: what each of its sheets is taken for, and why.

use super::assemble;
use super::layout::{self, Layout, Layouts, Pattern};
use super::notes::Notes;
use super::pack::file_name;
use super::recognise::{Candidates, Match, Recognised, candidates};
use super::sheet::Sheet;
use super::table::Table;
use super::watch::Watch;
use super::{PackFile, open, understand};
use crate::model::school::School;
use crate::model::settings::Settings;
use crate::model::source::{SheetId, Span};
use regex::Regex;

/// What a file was taken for.
#[derive(Debug)]
pub struct Inspection {
    /// What the file alone says, with every name in it taken for a person of the school.
    pub school: School,
    /// Its sheets, by [`SheetId`].
    pub sheets: Vec<Look>,
}

/// A layout that a sheet fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    /// The record.
    pub record: String,
    /// What the export is called.
    pub layout: String,
    /// Headings understood.
    pub understood: usize,
    /// Headings there are.
    pub headings: usize,
}

/// What one sheet was taken for.
#[derive(Debug, Default)]
pub struct Look {
    /// The layouts it fits, the best first.
    pub fits: Vec<Fit>,
    /// The second fits about as well as the first.
    pub close: bool,
    /// Fields of the record, and the header each stands under; of a grid, only the fields.
    pub columns: Vec<(String, Option<String>)>,
    /// Columns that are not read.
    pub unread: Vec<String>,
    /// The first rows as understood.
    pub samples: Vec<Sample>,
    /// The layout with the headings of this very sheet, as a layout file.
    pub own: Option<Layout>,
}

/// A row as understood: its place, and what each field says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Where it stands.
    pub at: Span,
    /// Field and value.
    pub said: Vec<(String, String)>,
}

/// Looks at a file by itself.
pub fn inspect(file: &PackFile, settings: &Settings, layouts: &Layouts) -> Inspection {
    inspect_as(file, settings, layouts, &Watch::NONE)
}

/// The same under watch.
pub fn inspect_as(file: &PackFile, settings: &Settings, layouts: &Layouts, watch: &Watch) -> Inspection {
    let mut notes = Notes::default();
    let opened = open::open(&[(file, false)], false, watch, &mut notes);
    let looks: Vec<Look> =
        opened.sheets.iter().map(|(_, _, sheet)| look(&file.path, sheet, layouts)).collect();
    let (school, samples) = assemble::alone(opened, settings, (layouts, watch), notes);
    let mut inspection = Inspection { school, sheets: looks };
    for sample in samples {
        if let Some(look) = inspection.sheets.get_mut(sample.at.sheet.0 as usize) {
            look.samples.push(sample);
        }
    }
    inspection
}

fn look(path: &str, sheet: &Sheet, layouts: &Layouts) -> Look {
    let Candidates { complete, .. } = &candidates(file_name(path), sheet, layouts);
    let fit = |one: &Match| {
        let score = one.score();
        let (record, layout) = (one.layout.record.clone(), one.layout.name.clone());
        Fit { record, layout, understood: score.understood, headings: score.headings }
    };
    let mut look = Look { fits: complete.iter().map(fit).collect(), ..Look::default() };
    if let [first, second, ..] = complete.as_slice() {
        look.close = first.score().is_close(&second.score());
    }
    if let Recognised::As(found) = candidates(file_name(path), sheet, layouts).decide()
        && let Some(found) = found.into_iter().next()
    {
        let table = Table::new(SheetId(0), found.layout, found.unfold(SheetId(0), sheet), false);
        let headed = |field: &str, header: &str| (field != header).then(|| header.to_owned());
        look.columns = table
            .sheet
            .columns
            .iter()
            .map(|column| (column.field.clone(), headed(&column.field, &column.header)))
            .collect();
        look.unread = table.sheet.extra.iter().map(|(_, header)| header.clone()).collect();
        look.own = own(path, sheet, &found);
    }
    look
}

/// The layout as it was found, for later files of this name: figures in it may change, as dates do.
fn own(path: &str, sheet: &Sheet, found: &Match) -> Option<Layout> {
    let form = |name: &str| {
        let figures = Regex::new(r"\d+").ok()?;
        let form = figures.replace_all(&regex::escape(name), r"\d+").into_owned();
        Regex::new(&format!("(?i)^{form}$")).ok().map(Pattern)
    };
    let name = match &sheet.name {
        Some(sheet) => format!("{} › {sheet}", file_name(path)),
        None => file_name(path).to_owned(),
    };
    let on_sheet = match &sheet.name {
        Some(sheet) => Some(form(sheet)?),
        None => None,
    };
    let mut layout = found.as_found();
    (layout.name, layout.file, layout.on_sheet) = (name, Some(form(file_name(path))?), on_sheet);
    Some(layout)
}

impl Inspection {
    /// The layout file that later runs can use; nothing if no sheet was recognised.
    ///
    /// # Errors
    /// If it cannot be written as TOML.
    pub fn own_layouts(&self) -> Result<Option<String>, toml::ser::Error> {
        let layouts: Vec<Layout> = self.sheets.iter().filter_map(|look| look.own.clone()).collect();
        if layouts.is_empty() { Ok(None) } else { layout::write(layouts).map(Some) }
    }
}

/// What is looked for: each record with the headings it needs.
pub fn looked_for() -> Vec<(String, String)> {
    let of = |layout: &Layout| (layout.record.clone(), understand::needed(layout));
    Layouts::built_in().all.iter().filter(|layout| layout.is_house()).map(of).collect()
}
