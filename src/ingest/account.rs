//! The account of every row: used, or left out for a reason that is said once.

use super::notes::Notes;
use super::row::Reader;
use super::said::Bytes;
use super::table::Table;
use crate::model::finding::Place;
use crate::model::source::{FileId, SheetInfo, Source, Span};
use crate::model::text::visible;
use foldhash::fast::FixedState;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// Reason of a row that says the same as an earlier one.
pub const DUPLICATE: &str = "duplicate row";

/// Rows so far of one record, by what they say.
#[derive(Debug, Default)]
pub struct Seen {
    rows: HashMap<Box<[u8]>, Span, FixedState>,
    /// The fields met so far, each with its number.
    fields: BTreeMap<String, u16>,
    /// What the row at hand says.
    key: Bytes,
}

impl Seen {
    /// Places of the columns of a table by the names of their fields, each field once and with its number.
    pub fn by_field(&mut self, table: &Table) -> Vec<(usize, u16)> {
        let mut number = |field: &str| {
            let next = u16::try_from(self.fields.len()).unwrap_or(u16::MAX);
            *self.fields.entry(field.to_owned()).or_insert(next)
        };
        table.by_field().into_iter().map(|place| (place, number(&table.sheet.columns[place].field))).collect()
    }

    /// Makes room for so many rows more.
    pub fn reserve(&mut self, rows: usize) {
        self.rows.reserve(rows);
    }
}

/// Why a row is left out; nothing if it is used.
pub fn account(
    reader: &Reader,
    has_value: bool,
    by_field: &[(usize, u16)],
    seen: &mut Seen,
    notes: &mut Notes,
) -> Option<String> {
    let at = reader.at();
    if let Some((first, _)) = reader.problems.first() {
        for (problem, cell) in &reader.problems {
            let cell = cell.unwrap_or(Source { sheet: at.sheet, row: at.top, col: at.left });
            // Merged cells are told once, however many rows they swallow.
            if problem.code == "R-MERGED" && notes.told(problem.code, &problem.message, at.sheet) {
                continue;
            }
            // So is what stands above the rows and holds for all of them.
            if cell.row < at.top && notes.told(problem.code, &problem.message, at.sheet) {
                continue;
            }
            notes.add(problem.code, problem.message.clone(), problem.help.clone(), [Place::Cell(cell)]);
        }
        return Some(reason(first.code).to_owned());
    }
    if let (Some(reason), false) = (&reader.left_out, has_value) {
        return Some(reason.clone());
    }
    reader.key(by_field, &mut seen.key);
    match seen.rows.entry(seen.key.0.as_slice().into()) {
        Entry::Vacant(new) => {
            new.insert(at);
        }
        Entry::Occupied(first) => {
            let cell = |span: &Span| Place::Cell(Source { sheet: span.sheet, row: span.top, col: span.left });
            notes.add(
                "W-DUP",
                "This row says the same as an earlier one in every column; it is counted once.",
                "Delete one of the two, or correct the one that is wrong.",
                [cell(&at), cell(first.get())],
            );
            return Some(DUPLICATE.to_owned());
        }
    }
    (!has_value).then(|| "nothing to use".to_owned())
}

/// Why a row was left out, in plain words.
pub fn reason(code: &str) -> &'static str {
    match code {
        "R-BLANK" => "needed cell empty",
        "R-CONTROL" => "invisible character",
        "R-DATE" => "date not readable",
        "R-DAY" => "day not known",
        "R-DFE" => "refused by DfE’s own checks",
        "R-DURATION" => "end not after start, or too long",
        "R-FIELDS" => "wrong number of values",
        "R-FORMULAERR" => "formula error",
        "R-IDENTITY" => "person not certain",
        "R-MERGED" => "merged cells",
        "R-NOCACHE" => "formula without result",
        "R-NUMBER" => "number not readable",
        "R-PERSON" => "person not known",
        "R-TIME" => "time not readable",
        "R-TRN" => "teacher reference number not readable",
        "R-URN" => "URN not readable",
        "R-WEEKS" => "weeks not known",
        "R-WORD" => "word not known",
        _ => "not readable",
    }
}

/// Says once a file which of its sheets were handed in as `init` writes them.
pub fn say_unfilled(infos: &[SheetInfo], notes: &mut Notes) {
    let mut unfilled: BTreeMap<FileId, Vec<&SheetInfo>> = BTreeMap::new();
    for info in infos.iter().filter(|info| info.has_only_examples()) {
        unfilled.entry(info.file).or_default().push(info);
    }
    for (file, sheets) in unfilled {
        let names: Vec<&str> = sheets.iter().filter_map(|sheet| sheet.name.as_deref()).collect();
        let message = match names[..] {
            [] => "This file has nothing but its example row, so it counts as not supplied.".to_owned(),
            [one] => format!("“{one}” has nothing but its example row, so it counts as not supplied."),
            _ => format!(
                "{} sheets have nothing but their example row, so they count as not supplied: “{}”.",
                names.len(),
                names.join("”, “")
            ),
        };
        let help = "Fill in rows below the example. If there is nothing to record, delete the example row and keep the headers.";
        notes.add("I-EXAMPLE", message, help, [Place::File(file)]);
    }
}

/// What is said once a sheet, however many rows it holds for.
#[derive(Debug, Default)]
pub struct Once {
    seconds: Option<Source>,
    hours: Option<Source>,
    bidi: Option<Source>,
    overlong: Option<Source>,
    zeros: Vec<(Source, String, String)>,
    nobody: u64,
    lengthless: Vec<Source>,
}

impl Once {
    /// Takes note of a row.
    pub fn note(&mut self, reader: &Reader) {
        let at = reader.at();
        let first = Source { sheet: at.sheet, row: at.top, col: at.left };
        let length = || ["duration", "minutes", "hours"].into_iter().find_map(|field| reader.source(field));
        if reader.seconds_dropped && self.seconds.is_none() {
            self.seconds = Some(length().unwrap_or(first));
        }
        self.hours = self.hours.or(reader.hours_assumed);
        self.zeros.extend(reader.zeros_restored.clone());
        if !reader.table.is_plain {
            self.bidi = self.bidi.or_else(|| reader.first_bidi());
            self.overlong = self.overlong.or_else(|| reader.first_overlong());
        }
        if reader.without_length && reader.problems.is_empty() {
            self.lengthless.push(length().or_else(|| reader.source("end")).unwrap_or(first));
        }
        let nobody = &reader.table.layout.nobody;
        let names_nobody = reader.left_out.as_ref().is_some_and(|reason| reason == nobody);
        self.nobody += u64::from(names_nobody && reader.problems.is_empty());
    }

    /// Says it.
    pub fn say(&self, table: &Table, info: &SheetInfo, notes: &mut Notes) {
        let left = table.data().map_or(0, |data| data.left);
        let header = |row: u32| Place::Cell(Source { sheet: table.id, row, col: left });
        let top = table.sheet.header_row.unwrap_or(0);
        if let Some(at) = self.seconds {
            let message = "Lengths of time in this column have seconds; each was rounded down to the minute.";
            notes.add("I-SECONDS", message, "Nothing to do.", [Place::Cell(at)]);
        }
        if let Some(at) = self.hours {
            let message =
                "Times of this column have no am or pm; they were read as school hours, 07:00 to 18:59.";
            notes.add(
                "W-SCHOOLHOURS",
                message,
                "Write 13:05 in place of 1:05 if that is not right.",
                [Place::Cell(at)],
            );
        }
        if let Some((at, short, full)) = self.zeros.first() {
            let others = match self.zeros.len() - 1 {
                0 => String::new(),
                1 => " One more of this column was filled up in the same way.".to_owned(),
                n => format!(" {n} more of this column were filled up in the same way."),
            };
            let message = format!(
                "“{short}” has {} digits; a teacher reference number has seven, so it was read as {full}.{others}",
                if short.len() == 5 { "five" } else { "six" },
            );
            let help = "Nothing to do if zeros were lost from the front; format the column as text and type all seven digits to keep them.";
            notes.add("W-TRN", message, help, [Place::Cell(*at)]);
        }
        if let Some(at) = self.bidi {
            let message =
                "A text here holds marks that change the direction of letters; they are shown as U+ numbers.";
            notes.add("W-BIDI", message, "Type the text again.", [Place::Cell(at)]);
        }
        if let Some(at) = self.overlong {
            let message = "This text has more than 32,000 characters; the workbooks ringfence writes show the first 32,000 and then “[cut]”.";
            let help = "Nothing to do if the rest does not matter; otherwise shorten the text.";
            notes.add("W-CUT", message, help, [Place::Cell(at)]);
        }
        if !self.lengthless.is_empty() {
            let (what, verb) = if self.lengthless.len() == 1 { ("row", "says") } else { ("rows", "say") };
            let message = format!(
                "{} held {what} of this sheet {verb} neither how long nor from when to when; counted as held, but not for length.",
                self.lengthless.len()
            );
            let help = "Fill in the minutes, or the start and the end.";
            notes.add("W-NOLENGTH", message, help, self.lengthless.iter().map(|at| Place::Cell(*at)));
        }
        if self.nobody > 0 {
            let (what, verb) = if self.nobody == 1 { ("row names", "was") } else { ("rows name", "were") };
            let message = format!("{} {what} nobody and {verb} left out.", self.nobody);
            notes.add("I-NOBODY", message, "Nothing to do, if nobody teaches them.", [header(top)]);
        }
        if info.rows_read == 0 && table.was_empty {
            let message = format!(
                "This sheet has the headers of the record “{}” and 0 rows below them; nothing is recorded here.",
                table.record()
            );
            notes.add("W-NODATA", message, "Nothing to do, if that is right.", [header(top)]);
        }
        if !table.sheet.extra.is_empty() {
            let names: Vec<String> = table.sheet.extra.iter().map(|(_, text)| visible(text)).collect();
            notes.add(
                "I-COLUMNS",
                format!("These columns are not needed and were not read: “{}”.", names.join("”, “")),
                "Nothing to do, unless one of them is meant: then give it the header that `ringfence init` writes.",
                table.sheet.extra.first().map(|(col, _)| {
                    Place::Cell(Source { sheet: table.id, row: top, col: *col })
                }),
            );
        }
    }
}
