//! One row of a recognised sheet: its cells by field, and every problem met while reading them.

use super::entry::Entry;
use super::parse::amount;
use super::parse::clock::{Edge, clock};
use super::parse::date::{Era, Order, date};
use super::parse::length::{Length, Unit, length};
use super::parse::word::text_in;
use super::parse::{Parsed, Problem, SHOWN, decimal, shown};
use super::people::{Found, People};
use super::said::{Bytes, Said};
use super::sheet::Cell;
use super::table::{Column, Table};
use super::unusable::{merged, unusable};
use crate::model::school::PersonId;
use crate::model::source::{Field, Source, Sourced, Span};
use crate::model::text::{LONGEST, is_bidi, is_ordinary};
use crate::model::units::{Clock, Minutes};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::fmt::Debug;
use std::hash::{Hash, Hasher};

/// A row being read.
#[derive(Debug)]
pub struct Reader<'a> {
    /// Its table.
    pub table: &'a Table<'a>,
    row: &'a Entry<'a>,
    /// What is wrong with it, and in which cell.
    pub problems: Vec<(Problem, Option<Source>)>,
    /// Why it is left out although nothing is wrong with it.
    pub left_out: Option<String>,
    /// Seconds of a length of time were dropped.
    pub seconds_dropped: bool,
    /// A clock range was read as school hours.
    pub hours_assumed: Option<Source>,
    /// A teacher reference number that had lost its zeros: where, as written, and in full.
    pub zeros_restored: Option<(Source, String, String)>,
    /// Something was held, and the row does not say for how long.
    pub without_length: bool,
    /// What the fields say, for finding rows that say the same.
    said: Said,
    /// What each column says in words, if somebody is to see that.
    words: Option<Vec<(usize, String)>>,
}

impl<'a> Reader<'a> {
    /// Starts to read a row: what no column may hold is found at once. What the row before said gives its room.
    pub fn new(table: &'a Table<'a>, row: &'a Entry<'a>, before: Said) -> Reader<'a> {
        let mut reader = Reader {
            table,
            row,
            problems: Vec::new(),
            left_out: None,
            seconds_dropped: false,
            hours_assumed: None,
            zeros_restored: None,
            without_length: false,
            said: before.for_columns(table.sheet.columns.len()),
            words: None,
        };
        if table.is_plain {
            return reader;
        }
        for (column, (at, cell)) in table.sheet.columns.iter().zip(row.cells()) {
            let problem = unusable(cell).or_else(|| {
                let (block, value) = cell.is_empty().then(|| table.swallowed(at)).flatten()?;
                Some(merged(&column.header, block, value))
            });
            reader.problems.extend(problem.map(|problem| (problem, Some(at))));
        }
        reader
    }

    /// The same reader, that keeps what the fields say in words for [`Reader::said`].
    pub fn in_words(self) -> Reader<'a> {
        Reader { words: Some(Vec::new()), ..self }
    }

    /// Ends, and gives back what was lent.
    pub fn end(self) -> Said {
        self.said
    }

    /// The cell of the first character that changes the direction of text.
    pub fn first_bidi(&self) -> Option<Source> {
        let is_odd =
            |cell: &Cell| matches!(cell, Cell::Text(text) if !text.is_ascii() && text.contains(is_bidi));
        self.row.cells().find(|(_, cell)| is_odd(cell)).map(|(at, _)| at)
    }

    /// The first cell whose text is longer than a cell of our own workbooks may be.
    pub fn first_overlong(&self) -> Option<Source> {
        let is_long = |cell: &Cell| matches!(cell, Cell::Text(text) if text.len() > LONGEST && text.encode_utf16().count() > LONGEST);
        self.row.cells().find(|(_, cell)| is_long(cell)).map(|(at, _)| at)
    }

    /// The row's recognised cells.
    pub fn at(&self) -> Span {
        self.row.at
    }

    /// The cell of a field, if the sheet has the column.
    pub fn source(&self, field: &str) -> Option<Source> {
        self.table.source(self.row, field)
    }

    /// Says what is wrong in a field.
    pub fn fault(
        &mut self,
        field: &str,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let problem = Problem { code, message: message.into(), help: help.into() };
        self.problems.push((problem, self.source(field)));
    }

    /// Reads a field; blank if the sheet has no such column.
    pub fn field<T: Debug + Hash>(
        &mut self,
        field: &str,
        parse: impl Fn(&'a Cell, Order) -> Parsed<T>,
    ) -> Field<T> {
        let Some(column) = self.table.column(field) else { return Field::default() };
        let row: &'a Entry<'a> = self.row;
        let (source, cell) = (row.source(column), row.cell(column));
        if !self.table.is_plain && unusable(cell).is_some() {
            return Field { value: None, source: Some(source) };
        }
        let order = self.table.orders[column];
        match parse(cell, order) {
            Ok(value) => {
                let start = self.said.bytes.0.len();
                if let Some(value) = &value {
                    value.hash(&mut self.said.bytes);
                    if let Some(words) = &mut self.words {
                        words.push((column, format!("{value:?}")));
                    }
                }
                self.said.of_column[column] = Some(start..self.said.bytes.0.len());
                Field { value, source: Some(source) }
            }
            Err(problem) => {
                self.problems.push((problem, Some(source)));
                Field { value: None, source: Some(source) }
            }
        }
    }

    /// Reads a field that every row needs.
    pub fn need<T: Debug + Hash>(
        &mut self,
        field: &str,
        parse: impl Fn(&'a Cell, Order) -> Parsed<T>,
    ) -> Option<Sourced<T>> {
        let problems = self.problems.len();
        let read = self.field(field, parse);
        if let (Some(value), Some(source)) = (read.value, read.source) {
            return Some(Sourced { value, source });
        }
        let unusable = unusable(self.table.cell(self.row, field)).is_some();
        if self.problems.len() == problems && !unusable {
            self.blank(field);
        }
        None
    }

    /// Says that a needed cell is empty, unless it was said that merged cells swallow it.
    pub fn blank(&mut self, field: &str) {
        if self.source(field).is_some_and(|at| self.table.swallowed(at).is_some()) {
            return;
        }
        let heading = self.table.heading(field);
        let (message, help) = (
            format!("“{heading}” is empty, and this row cannot be used without it."),
            format!("Fill in “{heading}”, or delete the row."),
        );
        self.fault(field, "R-BLANK", message, help);
    }

    /// Text as written, direction marks made visible.
    pub fn text(&mut self, field: &str) -> Field<String> {
        self.field(field, |cell, _| Ok(super::parse::word::text_of(cell)))
    }

    /// The same, where it need not outlive the row.
    pub fn words(&mut self, field: &str) -> Field<Cow<'a, str>> {
        let is_plain = self.table.is_plain;
        self.field(field, |cell, _| Ok(words_in(cell, is_plain)))
    }

    /// Words that every row needs.
    pub fn need_words(&mut self, field: &str) -> Option<Sourced<Cow<'a, str>>> {
        let is_plain = self.table.is_plain;
        self.need(field, |cell, _| Ok(words_in(cell, is_plain)))
    }

    /// Text that every row needs.
    pub fn need_text(&mut self, field: &str) -> Option<Sourced<String>> {
        self.need(field, |cell, _| Ok(super::parse::word::text_of(cell)))
    }

    /// A date of the present.
    pub fn date(&mut self, field: &str) -> Field<NaiveDate> {
        self.field(field, |cell, order| date(cell, Era::Recent, order))
    }

    /// A date that may lie in the last century.
    pub fn old_date(&mut self, field: &str) -> Field<NaiveDate> {
        self.field(field, |cell, order| date(cell, Era::Lifetime, order))
    }

    /// A date that every row needs.
    pub fn need_date(&mut self, field: &str) -> Option<Sourced<NaiveDate>> {
        self.need(field, |cell, order| date(cell, Era::Recent, order))
    }

    /// Says so if the last day is before the first.
    pub fn check_order(&mut self, first: Option<NaiveDate>, last: Option<NaiveDate>, field: &str) {
        if let (Some(first), Some(last)) = (first, last)
            && last < first
        {
            let message = format!(
                "The last day, {}, is before the first, {}.",
                last.format("%-d %b %Y"),
                first.format("%-d %b %Y")
            );
            self.fault(field, "R-DATE", message, "Correct one of the two dates.");
        }
    }

    /// A start and an end; both or neither, unless something else says how long.
    pub fn times(&mut self) -> (Option<Clock>, Option<Clock>) {
        let start = self.field("start", |cell, _| clock(cell, Edge::Start)).value;
        let end = self.field("end", |cell, _| clock(cell, Edge::End)).value;
        if let (Some(start), Some(end)) = (start, end) {
            self.check_length(start, end);
        }
        (start, end)
    }

    /// Says so if a slot does not end after it starts, or is longer than twelve hours.
    pub fn check_length(&mut self, start: Clock, end: Clock) {
        if end <= start {
            let message = format!("It ends at {end}, which is not after its start at {start}.");
            self.fault(
                "end",
                "R-DURATION",
                message,
                "Correct the start or the end; afternoons are 13:00, 14:00 and on.",
            );
        } else if end.minutes() - start.minutes() > 720 {
            let message = format!("From {start} to {end} is more than twelve hours.");
            self.fault("end", "R-DURATION", message, "Correct the start or the end.");
        }
    }

    /// How long, from whichever of the columns for it is filled.
    pub fn minutes(&mut self) -> Option<(Minutes, &'static str)> {
        let mut found = None;
        for (field, unit) in [("minutes", Unit::Minutes), ("hours", Unit::Hours), ("duration", Unit::Unsaid)]
        {
            let read: Option<Length> = self.field(field, |cell, _| length(cell, unit)).value;
            if let (Some(length), None) = (read, found) {
                self.seconds_dropped |= length.seconds_dropped;
                found = Some((length.minutes, field));
            }
        }
        found
    }

    /// A teacher reference number, zeros lost from its front put back.
    pub fn trn(&mut self) -> Option<String> {
        let short = std::cell::RefCell::new(None);
        let read = self.field("trn", |cell, _| {
            let read = amount::trn(cell);
            *short.borrow_mut() = amount::short_trn(cell);
            read
        });
        if let (Some(full), Some(at), Some(short)) = (&read.value, read.source, short.into_inner()) {
            self.zeros_restored = Some((at, short, full.clone()));
        }
        read.value
    }

    /// A person that every row needs.
    pub fn person(&mut self, field: &str, people: &People) -> Option<PersonId> {
        let text = self.need_words(field)?;
        self.who(field, &text.value, None, people)
    }

    /// A person who may be left blank.
    pub fn optional_person(&mut self, field: &str, people: &People) -> Option<PersonId> {
        let text = self.words(field).value?;
        self.who(field, &text, None, people)
    }

    /// Who is meant, or a problem.
    pub fn who(&mut self, field: &str, text: &str, trn: Option<&str>, people: &People) -> Option<PersonId> {
        match people.find(text, trn) {
            Found::One(id) => Some(id),
            Found::Several(ids) => {
                let message = format!("“{text}” fits more than one person.");
                self.fault(
                    field,
                    "R-IDENTITY",
                    message,
                    format!("Write the staff code instead: {}.", people.listed(&ids)),
                );
                None
            }
            Found::Conflict(ids) => {
                let (message, what) = if ids.len() == 1 {
                    (format!("“{text}” has another teacher reference number elsewhere."), "of")
                } else {
                    let number = "and the teacher reference number beside it do not belong to one person";
                    (format!("“{text}” {number}."), "of each:")
                };
                let help = format!("Check the code and the number {what} {}.", people.listed(&ids));
                self.fault(field, "R-IDENTITY", message, help);
                None
            }
            Found::Nobody => {
                let help = match people.nearest(text) {
                    Some(person) if person.name == person.id => format!("Did you mean “{}”?", person.id),
                    Some(person) => format!("Did you mean “{}” ({})?", person.id, person.name),
                    None => {
                        "Write the staff code as the staff list has it, or add the person there.".to_owned()
                    }
                };
                self.fault(
                    field,
                    "R-PERSON",
                    format!("“{text}” is nobody in the staff list or the timetable."),
                    help,
                );
                None
            }
        }
    }

    /// What each field was understood to say, in the order of the columns, of a reader that keeps it in words.
    pub fn said(&self) -> Vec<(String, String)> {
        let said = |(place, column): (usize, &Column)| {
            // Of a field that was read twice, as it was read last.
            let value = self.words.as_ref()?.iter().rfind(|(of, _)| *of == place)?;
            Some((column.field.clone(), value.1.trim_matches('"').to_owned()))
        };
        self.table.sheet.columns.iter().enumerate().filter_map(said).collect()
    }

    /// What the row says in every recognised column, for finding its duplicates; columns may stand in any order, so they
    /// are gone through by their fields, each by its place and its number.
    pub fn key(&self, by_field: &[(usize, u16)], key: &mut Bytes) {
        key.0.clear();
        for (place, number) in by_field.iter().copied() {
            let before = key.0.len();
            key.write(&number.to_le_bytes());
            let bare = key.0.len();
            match (&self.said.of_column[place], self.row.cell(place)) {
                (Some(range), _) => key.write(&self.said.bytes.0[range.clone()]),
                (None, Cell::Empty) => {}
                (None, Cell::Number(number)) => decimal(*number).hash(key),
                (None, Cell::Text(text)) if text.len() <= SHOWN && is_ordinary(text) => text.hash(key),
                (None, cell) => shown(cell).hash(key),
            }
            // What says nothing is as if it were not there.
            if key.0.len() == bare {
                key.0.truncate(before);
            }
        }
    }
}

/// The text of a cell, which of a plain table is known to be ordinary.
fn words_in(cell: &Cell, is_plain: bool) -> Option<Cow<'_, str>> {
    match cell {
        Cell::Text(text) if is_plain => Some(Cow::Borrowed(text)),
        cell => text_in(cell),
    }
}
