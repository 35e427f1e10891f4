//! What exports look like: data in `layouts/*.toml`, and which record a sheet is by its headers.

use super::header::{plain_header, skeleton};
use super::sheet::{Cell, Row, Sheet};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// How one record is laid out in one kind of export.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// The record, `timetable`.
    #[serde(skip)]
    pub record: String,
    /// Groups of fields, each with alternatives: `period | start + end`.
    needs: Vec<String>,
    /// Headers understood, by field; the first is the one we write.
    columns: BTreeMap<String, Vec<String>>,
    /// Every header as it is compared, with its field and its rank among that field's headers.
    #[serde(skip)]
    known: BTreeMap<String, (String, usize)>,
    /// Fields by position, for an export without a header.
    #[serde(default)]
    positions: Vec<String>,
    /// Days may have any name.
    #[serde(default)]
    pub own_days: bool,
    /// What joins several people in one cell; empty: one person a cell.
    #[serde(default)]
    pub joined_by: String,
    /// The reason under which a row without a person is left out; empty: it is an error.
    #[serde(default)]
    pub nobody: String,
    /// A row with a class is taught, whatever else it says.
    #[serde(default)]
    pub class_is_taught: bool,
}

/// A column of a sheet and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The field of the record, `fte`.
    pub field: String,
    /// Column, from zero.
    pub col: u32,
    /// Its header as written.
    pub header: String,
}

/// A header that no field of the record claims.
pub type Extra = (u32, String);

/// A header that looks like a known one: column, text, and the odd characters by code point.
pub type Lookalike = (u32, String, String);

/// How a sheet was understood.
#[derive(Clone, Debug)]
pub struct Match<'a> {
    /// The layout it follows.
    pub layout: &'a Layout,
    /// Recognised columns, left to right.
    pub columns: Vec<Column>,
    /// Other headers.
    pub extra: Vec<Extra>,
    /// Place of the header row among the sheet's rows; nothing where columns go by position.
    pub header: Option<usize>,
}

impl Match<'_> {
    /// Columns under the very header we write.
    fn own_headings(&self) -> usize {
        let own = |column: &&Column| {
            plain_header(&column.header) == plain_header(self.layout.heading(&column.field))
        };
        self.columns.iter().filter(own).count()
    }
}

/// What became of a sheet.
#[derive(Clone, Debug)]
pub enum Recognised<'a> {
    /// It holds this record.
    As(Match<'a>),
    /// It fits two records equally well.
    Tie(Vec<&'a str>),
    /// It would hold this record, but for the header.
    Faulty(HeaderFault<'a>),
    /// Its headers are those of no record.
    Nothing,
}

/// What is wrong with a header row.
#[derive(Clone, Debug)]
pub struct HeaderFault<'a> {
    /// The record it looks like.
    pub record: &'a str,
    /// Place of the header row among the sheet's rows.
    pub header: usize,
    /// Needed columns that are not there, and the header most like each: column, text, and what is odd about it.
    pub missing: Vec<(String, Option<(u32, String)>)>,
    /// Headers that stand twice.
    pub twice: Vec<(u32, String)>,
    /// Headers that look right but hold look-alike or invisible characters, by code point.
    pub lookalike: Vec<Lookalike>,
}

/// Rows at the top of a sheet in which a header is looked for.
const HEADER_ROWS: usize = 30;

/// All layouts built into the program, in a fixed order.
pub fn built_in() -> &'static [Layout] {
    static ALL: OnceLock<Vec<Layout>> = OnceLock::new();
    ALL.get_or_init(|| {
        [
            include_str!("layouts/house.toml"),
            include_str!("layouts/fet.toml"),
            include_str!("layouts/dfe.toml"),
        ]
        .iter()
        .flat_map(|text| read(text).unwrap_or_default())
        .collect()
    })
}

fn read(text: &str) -> Result<Vec<Layout>, toml::de::Error> {
    let records: BTreeMap<String, Layout> = toml::from_str(text)?;
    Ok(records
        .into_iter()
        .map(|(record, layout)| {
            let mut known = BTreeMap::new();
            for (field, headers) in &layout.columns {
                for (rank, header) in headers.iter().enumerate() {
                    known.entry(plain_header(header)).or_insert((field.clone(), rank));
                }
            }
            Layout { record, known, ..layout }
        })
        .collect())
}

impl Layout {
    /// The field a header names, and its rank among that field's headers.
    fn field(&self, plain: &str) -> Option<(&str, usize)> {
        self.known.get(plain).map(|(field, rank)| (field.as_str(), *rank))
    }

    /// True for the header of a column of this layout.
    pub fn knows(&self, header: &str) -> bool {
        self.field(&plain_header(header)).is_some()
    }

    /// The header we write for a field.
    pub fn heading<'a>(&'a self, field: &'a str) -> &'a str {
        self.columns.get(field).and_then(|headers| headers.first()).map_or(field, String::as_str)
    }

    /// Needed groups that none of their alternatives fills, as the headings to add.
    fn missing(&self, columns: &[Column], lookalike: &[Lookalike]) -> Vec<(String, Vec<&str>)> {
        let has = |field: &str| {
            columns.iter().any(|column| column.field == field)
                || lookalike.iter().any(|(_, header, _)| {
                    self.field(&skeleton(header).0).is_some_and(|(found, _)| found == field)
                })
        };
        self.needs
            .iter()
            .filter_map(|group| {
                let alternatives: Vec<Vec<&str>> =
                    group.split('|').map(|all| all.split('+').map(str::trim).collect()).collect();
                if alternatives.iter().any(|all| all.iter().all(|field| has(field))) {
                    return None;
                }
                let names: Vec<String> = alternatives
                    .iter()
                    .map(|all| all.iter().map(|f| self.heading(f)).collect::<Vec<_>>().join(" and "))
                    .collect();
                Some((names.join(", or "), alternatives.into_iter().flatten().collect()))
            })
            .collect()
    }

    /// Columns by header; where two headers name one field the one listed first in the layout wins.
    fn columns(&self, row: &Row) -> (Vec<Column>, Vec<Extra>, Vec<Extra>) {
        let mut best: BTreeMap<&str, (usize, u32, &str)> = BTreeMap::new();
        let (mut extra, mut twice) = (Vec::new(), Vec::new());
        for (col, cell) in &row.cells {
            let Cell::Text(header) = cell else { continue };
            let plain = plain_header(header);
            let Some((field, rank)) = self.field(&plain) else {
                extra.push((*col, header.clone()));
                continue;
            };
            match best.get(field).copied() {
                None => {
                    best.insert(field, (rank, *col, header));
                }
                Some((held, _, _)) if held == rank => twice.push((*col, header.clone())),
                Some((held, old_col, old)) if rank < held => {
                    extra.push((old_col, old.to_owned()));
                    best.insert(field, (rank, *col, header));
                }
                Some(_) => extra.push((*col, header.clone())),
            }
        }
        let mut columns: Vec<Column> = best
            .into_iter()
            .map(|(field, (_, col, header))| Column {
                field: field.to_owned(),
                col,
                header: header.to_owned(),
            })
            .collect();
        columns.sort_by_key(|column| column.col);
        extra.sort_unstable();
        (columns, extra, twice)
    }
}

/// A URN column tells whose a row of a shared file is, in any record.
fn add_urn(columns: &mut Vec<Column>, extra: &mut Vec<Extra>) {
    if columns.iter().any(|column| column.field == "urn") {
        return;
    }
    let urn = |text: &str| matches!(plain_header(text).as_str(), "urn" | "schoolurn");
    if let Some(found) = extra.iter().position(|(_, header)| urn(header)) {
        let (col, header) = extra.remove(found);
        columns.push(Column { field: "urn".to_owned(), col, header });
        columns.sort_by_key(|column| column.col);
    }
}

/// Which record a sheet holds: all needed columns matched, and the most columns; of equals, the one with the most of our
/// own headings.
pub fn recognise<'a>(sheet: &Sheet, layouts: &'a [Layout]) -> Recognised<'a> {
    let mut complete: Vec<Match<'a>> = Vec::new();
    let mut partial: Option<((usize, usize), HeaderFault<'a>)> = None;
    for (at, row) in sheet.rows.iter().take(HEADER_ROWS).enumerate() {
        if row.cells.iter().filter(|(_, cell)| matches!(cell, Cell::Text(_))).count() < 2 {
            continue;
        }
        for layout in layouts {
            let (mut columns, mut extra, twice) = layout.columns(row);
            let lookalike: Vec<Lookalike> = extra
                .iter()
                .filter_map(|(col, header)| {
                    let (plain, odd) = skeleton(header);
                    (!odd.is_empty() && layout.field(&plain).is_some())
                        .then(|| (*col, header.clone(), odd.join(", ")))
                })
                .collect();
            let missing = layout.missing(&columns, &lookalike);
            let matched = (columns.len() + lookalike.len(), usize::MAX - missing.len());
            if missing.is_empty() && twice.is_empty() && lookalike.is_empty() {
                add_urn(&mut columns, &mut extra);
                complete.push(Match { layout, columns, extra, header: Some(at) });
            } else if matched.0 >= 2 && partial.as_ref().is_none_or(|(most, _)| matched > *most) {
                let missing: Vec<(String, Option<Extra>)> = missing
                    .into_iter()
                    .map(|(names, fields)| (names, nearest(layout, &fields, &extra)))
                    .collect();
                // Two headers that fit are too little, unless a third one nearly does.
                let near = missing.iter().any(|(_, near)| near.is_some());
                if matched.0 >= 3 || near || !twice.is_empty() || !lookalike.is_empty() {
                    let fault = HeaderFault { record: &layout.record, header: at, missing, twice, lookalike };
                    partial = Some((matched, fault));
                }
            }
        }
    }
    let most = complete.iter().map(|found| found.columns.len()).max().unwrap_or(0);
    let own = |found: &Match| (found.columns.len(), found.own_headings());
    let best = complete.iter().map(own).max().unwrap_or_default();
    if let Some(((matched, _), fault)) = partial
        && (most == 0 || matched >= most + 2 || !fault.twice.is_empty() && matched >= most)
    {
        return match by_position(sheet, layouts) {
            Some(found) => Recognised::As(found),
            None => Recognised::Faulty(fault),
        };
    }
    // The first row that matches best is the header; one further down is the header repeated.
    complete.retain(|found| own(found) == best);
    let first = complete.iter().filter_map(|found| found.header).min();
    complete.retain(|found| found.header == first);
    match complete.len() {
        0 => by_position(sheet, layouts).map_or(Recognised::Nothing, Recognised::As),
        1 => Recognised::As(complete.remove(0)),
        _ => Recognised::Tie(complete.iter().map(|found| found.layout.record.as_str()).collect()),
    }
}

/// The header most like one of the fields, if it is at all.
fn nearest(layout: &Layout, fields: &[&str], extra: &[Extra]) -> Option<Extra> {
    let mut best: Option<(usize, &Extra)> = None;
    for candidate in extra {
        let plain = skeleton(&candidate.1).0;
        for header in fields.iter().filter_map(|field| layout.columns.get(*field)).flatten() {
            let wanted = plain_header(header);
            let distance = strsim::damerau_levenshtein(&plain, &wanted);
            let near = distance <= 1 + wanted.chars().count() / 4;
            if near && best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, candidate));
            }
        }
    }
    best.map(|(_, candidate)| candidate.clone())
}

/// An export without a header: every row has exactly the layout's columns, a number first, then two that are filled.
fn by_position<'a>(sheet: &Sheet, layouts: &'a [Layout]) -> Option<Match<'a>> {
    let layout = layouts.iter().find(|layout| {
        let wanted = layout.positions.len();
        let fits = |row: &Row| {
            row.fields == Some(wanted)
                && matches!(row.cell(0), Cell::Text(id) if id.bytes().all(|b| b.is_ascii_digit()))
                && !row.cell(1).is_empty()
                && !row.cell(2).is_empty()
        };
        wanted > 0 && !sheet.rows.is_empty() && sheet.rows.iter().take(HEADER_ROWS).all(fits)
    })?;
    let columns = (0_u32..)
        .zip(&layout.positions)
        .map(|(col, field)| Column { field: field.clone(), col, header: layout.heading(field).to_owned() })
        .collect();
    Some(Match { layout, columns, extra: Vec::new(), header: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let cells = (0_u32..)
            .zip(rows)
            .flat_map(|(r, row)| (0_u32..).zip(*row).map(move |(c, text)| ((r, c), Cell::text(text))))
            .collect();
        Sheet::from_cells("Sheet1", cells)
    }

    fn taken_for(rows: &[&[&str]]) -> String {
        match recognise(&sheet(rows), built_in()) {
            Recognised::As(found) => found.layout.record.clone(),
            Recognised::Tie(records) => records.join(" = "),
            Recognised::Faulty(fault) => format!("{} faulty", fault.record),
            Recognised::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn every_layout_file_can_be_read() {
        assert_eq!(read(include_str!("layouts/house.toml")).map(|all| all.len()), Ok(16));
        assert_eq!(read(include_str!("layouts/fet.toml")).map(|all| all.len()), Ok(1));
        assert_eq!(read(include_str!("layouts/dfe.toml")).map(|all| all.len()), Ok(5));
    }

    #[test]
    fn every_layout_is_recognised_by_its_own_headings() {
        for layout in built_in() {
            let headings: Vec<&str> = layout.columns.keys().map(|field| layout.heading(field)).collect();
            assert_eq!(taken_for(&[&headings]), layout.record, "{headings:?}");
        }
    }

    #[test]
    fn headers_ignore_case_spaces_and_punctuation() {
        assert_eq!(taken_for(&[&["School timetable"], &["TEACHER", "week-day", "Lesson*"]]), "timetable");
        assert_eq!(taken_for(&[&["staff\u{a0}code", " Name ", "F.T.E."]]), "staff");
    }

    #[test]
    fn a_needed_header_that_is_not_there_is_a_fault() {
        for (headers, expected) in [
            (["Staff code", "Name", "FET", "Pay range"], "staff faulty"),
            (["Staff code", "Name", "FTE", "FTE"], "staff faulty"),
            (["Staff code", "Nam\u{435}", "FTE", "Pay range"], "staff faulty"),
            (["Menu", "Price", "Pudding", "Soup"], "nothing"),
        ] {
            assert_eq!(taken_for(&[&headers]), expected, "{headers:?}");
        }
    }
}
