//! Which record each sheet holds, and what is said of those that hold none.

use super::entry::Entry;
use super::layout::{Layout, Layouts};
use super::notes::{Notes, Refusal};
use super::open;
use super::pack::file_name;
use super::recognise::{Match, Recognised, recognise};
use super::shapes::list::List;
use super::sheet::Sheet;
use super::stray::stray;
use super::table::Table;
use super::watch::Watch;
use crate::model::finding::Place;
use crate::model::source::{FileId, FileInfo, SheetId, SheetInfo, Source};
use crate::model::text::visible;
use std::collections::{BTreeMap, BTreeSet};

/// Every sheet as it was understood, and the tables among them.
#[derive(Debug, Default)]
pub struct Understood<'a> {
    /// Sheets, by [`SheetId`].
    pub infos: Vec<SheetInfo>,
    /// Those that hold a record.
    pub tables: Vec<Table<'a>>,
    /// Sheets about which something was said that keeps them from being read.
    faulty: BTreeSet<SheetId>,
    /// Sheets of each file.
    of_file: BTreeMap<FileId, Vec<SheetId>>,
}

/// Recognises every sheet; a file in which no sheet looks like a record is marked as rejected.
pub fn understand<'a>(
    sheets: &'a [(FileId, bool, Sheet)],
    files: &mut [FileInfo],
    (layouts, watch): (&'a Layouts, &Watch),
    notes: &mut Notes,
) -> Understood<'a> {
    let mut understood = Understood::default();
    let mut more = Vec::new();
    for (file, shared, sheet) in sheets {
        let id = understood.next();
        let mut info = SheetInfo::of(*file, sheet.name.as_deref().map(visible));
        understood.of_file.entry(*file).or_default().push(id);
        watch.takes(&files[file.0 as usize].path);
        match recognise(file_name(&files[file.0 as usize].path), sheet, layouts) {
            Recognised::As(found) => {
                let mut found = found.into_iter();
                if let Some(first) = found.next() {
                    understood.takes(&mut info, (id, *shared, sheet), &first, notes);
                }
                more.extend(found.map(|one| (*file, *shared, sheet, one)));
            }
            Recognised::Tie(layouts) => {
                understood.faulty.insert(id);
                let records: Vec<&str> = layouts.iter().map(|layout| layout.record.as_str()).collect();
                notes.add(
                    "E-TIE",
                    format!("The headers of this sheet fit {} equally well.", records.join(" and ")),
                    "Add a column that only one of them has, or rename the columns as `ringfence init` writes them.",
                    [Place::Cell(Source { sheet: id, row: 0, col: 0 })],
                );
            }
            Recognised::Faulty(layout, list) => {
                understood.faulty.insert(id);
                header_fault(id, sheet, layout, &list, notes);
            }
            Recognised::Unsaid(layout, what) => {
                understood.faulty.insert(id);
                notes.add(
                    "E-HEADER",
                    format!(
                        "This looks like a {} set out as a grid, but nothing says {what}.",
                        layout.record
                    ),
                    if what.starts_with("whose") {
                        "Name the sheet after the person.".to_owned()
                    } else {
                        format!("Write {what} above the grid, or name the sheet after it.")
                    },
                    [Place::Cell(Source { sheet: id, row: 0, col: 0 })],
                );
            }
            Recognised::Unlike(layout) => {
                understood.faulty.insert(id);
                notes.add(
                    "E-HEADER",
                    format!("A file with this name should follow the layout “{}”, and this sheet does not.", layout.name),
                    "See what it was taken for with `ringfence inspect`, and save its layout again with --save; or rename the file.",
                    [Place::Cell(Source { sheet: id, row: 0, col: 0 })],
                );
            }
            Recognised::Nothing => {}
        }
        understood.infos.push(info);
    }
    // A record more in the rows of a sheet is accounted for as a sheet more, after all others.
    for (file, shared, sheet, found) in more {
        let id = understood.next();
        let mut info = SheetInfo::of(file, sheet.name.as_deref().map(visible));
        understood.of_file.entry(file).or_default().push(id);
        understood.takes(&mut info, (id, shared, sheet), &found, notes);
        understood.infos.push(info);
    }
    understood.say_what_was_not(sheets, files, notes);
    understood
}

impl<'a> Understood<'a> {
    /// The place of the next sheet.
    fn next(&self) -> SheetId {
        SheetId(u32::try_from(self.infos.len()).unwrap_or(u32::MAX))
    }

    /// Takes a sheet for a record.
    fn takes(
        &mut self,
        info: &mut SheetInfo,
        (id, shared, sheet): (SheetId, bool, &'a Sheet),
        found: &Match<'a>,
        notes: &mut Notes,
    ) {
        info.taken_for = Some(found.layout.record.clone());
        info.layout = (!found.layout.is_house()).then(|| found.layout.name.clone());
        let mut table = Table::new(id, found.layout, found.unfold(id, sheet), shared);
        table.has_elsewhere(sheet.elsewhere);
        stray_values(sheet, &table, notes);
        if found.layout.grid.is_some() && sheet.merges_unseen {
            merges_unseen(id, notes);
        }
        self.tables.push(table);
    }

    fn is_nothing(&self, id: SheetId) -> bool {
        self.infos[id.0 as usize].taken_for.is_none() && !self.faulty.contains(&id)
    }

    fn say_what_was_not(&self, all: &[(FileId, bool, Sheet)], files: &mut [FileInfo], notes: &mut Notes) {
        for (file, sheets) in &self.of_file {
            if sheets.iter().all(|id| self.is_nothing(*id)) {
                let info = &mut files[file.0 as usize];
                let first =
                    sheets.iter().map(|id| &all[id.0 as usize].2).find(|sheet| !sheet.rows.is_empty());
                let refusal = no_table(&info.path, first);
                info.rejected = Some(refusal.message.clone());
                notes.add(refusal.code, refusal.message, refusal.help, [Place::File(*file)]);
                continue;
            }
            let nothing = |id: &&SheetId| self.is_nothing(**id) && !all[id.0 as usize].2.rows.is_empty();
            for id in sheets.iter().filter(nothing) {
                notes.add(
                    "I-SHEET",
                    "This sheet holds none of the records and was not read.",
                    "Nothing to do, unless it should count: then see the headers that `ringfence init` writes.",
                    [Place::Cell(Source { sheet: *id, row: 0, col: 0 })],
                );
            }
        }
    }
}

fn merges_unseen(sheet: SheetId, notes: &mut Notes) {
    notes.add(
        "W-MERGE-UNSEEN",
        "This timetable is a grid in a file format that does not tell which cells are merged; a lesson merged over several slots was counted in the first of them only.",
        "If cells of it are merged, save it as an Excel workbook (.xlsx) and use that; otherwise nothing needs to be done.",
        [Place::Cell(Source { sheet, row: 0, col: 0 })],
    );
}

fn stray_values(sheet: &Sheet, table: &Table, notes: &mut Notes) {
    let (mut columns, mut before): (BTreeSet<u32>, Option<&Entry>) = (BTreeSet::new(), None);
    for entry in &table.sheet.entries {
        // Nearly every entry stands in the columns of the one before.
        if before.is_none_or(|before| !entry.stands_like(before)) {
            columns.extend(entry.cells().map(|(at, _)| at.col));
        }
        before = Some(entry);
    }
    if columns.is_empty() {
        return;
    }
    let stray = stray(sheet, table.sheet.header_row, &columns);
    if stray.is_empty() {
        return;
    }
    let (what, it) = match stray.len() {
        1 => ("A value stands".to_owned(), "it was"),
        many => (format!("{many} values stand"), "they were"),
    };
    notes.add(
        "W-STRAY",
        format!("{what} far outside the table of this sheet; {it} not read."),
        "Nothing to do, unless it belongs to the table: then move it there. Otherwise delete it.",
        stray.into_iter().take(20).map(|(row, col)| Place::Cell(Source { sheet: table.id, row, col })),
    );
}

fn no_table(path: &str, sheet: Option<&Sheet>) -> Refusal {
    if open::is_of_any_kind(file_name(path)) {
        return open::ignored();
    }
    let cells = sheet.and_then(|sheet| sheet.rows.first()).map_or(&[][..], |row| &row.cells);
    let found: Vec<String> = cells.iter().take(8).map(|(_, cell)| super::parse::shown(cell)).collect();
    let found =
        if found.is_empty() { "nothing".to_owned() } else { format!("“{}”", found.join("”, “")) };
    Refusal::new(
        "E-NOTABLE",
        format!(
            "No sheet of this file has the headers of a record in its first 30 rows; the first row with anything holds {found}."
        ),
        "Give the columns the headers that `ringfence init` writes, or move the file out of the folder.",
    )
}

fn header_fault(id: SheetId, sheet: &Sheet, layout: &Layout, fault: &List, notes: &mut Notes) {
    let row = sheet.rows.get(fault.header).map_or(0, |row| row.index);
    let cell = |col: u32| Place::Cell(Source { sheet: id, row, col });
    let (mut said, mut help, mut at) = (Vec::new(), Vec::new(), Vec::new());
    for (wanted, near) in &fault.missing {
        said.push(format!("“{wanted}” is missing"));
        match near {
            Some((col, header)) => {
                help.push(format!("Rename “{header}” to “{wanted}”, if that is what it holds."));
                at.push(cell(*col));
            }
            None => help.push(format!("Add a column “{wanted}”.")),
        }
    }
    let heads = sheet.rows.get(fault.header).map_or(&[][..], |row| &row.cells);
    let unread = |text: &str| layout.is_unread(&super::header::plain_header(text));
    let mut filled_in = heads.iter().filter_map(|(col, cell)| match cell {
        super::sheet::Cell::Text(text) if text.to_lowercase().contains("time") && unread(text) => {
            Some((*col, text))
        }
        _ => None,
    });
    if let (Some((col, header)), true) = (filled_in.next_back(), fault.lacks(layout, "date")) {
        help.push(format!("“{header}” is when the form was filled in, which is not taken for it."));
        at.push(cell(col));
    }
    for (col, header) in &fault.twice {
        said.push(format!("“{header}” stands twice"));
        help.push(format!("Rename or delete one of the columns “{header}”."));
        at.push(cell(*col));
    }
    for (col, header, points) in &fault.lookalike {
        said.push(format!("“{header}” holds the character {points}"));
        help.push(format!("Type the header “{header}” again."));
        at.push(cell(*col));
    }
    if at.is_empty() {
        at.push(cell(
            sheet.rows.get(fault.header).and_then(|row| row.cells.first()).map_or(0, |(col, _)| *col),
        ));
    }
    let message = format!("This looks like the record “{}”, but {}.", layout.record, said.join(", and "));
    notes.add("E-HEADER", message, help.join(" "), at);
}

/// The headings a record needs, in words.
pub fn needed(layout: &Layout) -> String {
    let group = |group: &String| {
        let alternative = |all: &str| {
            let headings: Vec<&str> = all.split('+').map(|field| layout.heading(field.trim())).collect();
            headings.join(" and ")
        };
        group.split('|').map(alternative).collect::<Vec<_>>().join(" or ")
    };
    layout.needs.iter().map(group).collect::<Vec<_>>().join("; ")
}
