//! Where a value was read: file, sheet and absolute cell. Ids are small and `Copy`; names live once, in [`Sources`].

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Deref;

/// A file that was opened, by its place in [`Sources::files`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FileId(pub u32);

/// A sheet (or the single sheet of a text file), by its place in [`Sources::sheets`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SheetId(pub u32);

/// Columns from here on are those of no spreadsheet: the place is a line of a settings file, and the row is its number.
pub const LINE: u32 = 1 << 31;

/// One cell, counted from zero: `row` 0, `col` 0 is A1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Source {
    /// The sheet it stands in.
    pub sheet: SheetId,
    /// Row, from zero.
    pub row: u32,
    /// Column, from zero.
    pub col: u32,
}

/// A block of cells of one sheet, both ends included, counted from zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Span {
    /// The sheet it stands in.
    pub sheet: SheetId,
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

/// A value that was really in a cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sourced<T> {
    /// What it says.
    pub value: T,
    /// Where it says it.
    pub source: Source,
}

impl<T> Deref for Sourced<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// A value that may be blank. The cell is known even then, if the sheet has such a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Field<T> {
    /// What it says; nothing if blank.
    pub value: Option<T>,
    /// The cell of this row; nothing if the sheet has no such column.
    pub source: Option<Source>,
}

impl<T> Default for Field<T> {
    fn default() -> Field<T> {
        Field { value: None, source: None }
    }
}

impl<T> Field<T> {
    /// The value, if there is one.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }
}

impl Source {
    /// As a spreadsheet names it: `C7`; or `line 7`.
    pub fn cell(self) -> String {
        let mut name = String::with_capacity(8);
        self.say(&mut name);
        name
    }

    fn say(self, into: &mut String) {
        if self.col >= LINE {
            into.push_str("line ");
        } else {
            column(self.col, into);
        }
        into.push_str(itoa::Buffer::new().format(u64::from(self.row) + 1));
    }

    /// The same as a block of one cell.
    pub fn span(self) -> Span {
        Span { sheet: self.sheet, top: self.row, left: self.col, bottom: self.row, right: self.col }
    }
}

impl Span {
    /// As a spreadsheet names it: `A2:H61`, or `C7` for one cell; or `lines 3 to 9`.
    pub fn cells(self) -> String {
        if self.is_lines() && self.top < self.bottom {
            return format!("lines {} to {}", u64::from(self.top) + 1, u64::from(self.bottom) + 1);
        }
        let mut name = String::with_capacity(16);
        Source { sheet: self.sheet, row: self.top, col: self.left }.say(&mut name);
        let is_one_line = self.is_lines() && self.right >= LINE;
        if !is_one_line && (self.top, self.left) != (self.bottom, self.right) {
            name.push(':');
            Source { sheet: self.sheet, row: self.bottom, col: self.right }.say(&mut name);
        }
        name
    }

    /// True for lines of a settings file, false for cells of a sheet.
    pub fn is_lines(self) -> bool {
        self.left >= LINE
    }

    /// Joins blocks of the same columns whose rows touch or overlap, in reading order.
    pub fn join(spans: impl IntoIterator<Item = Span>) -> Vec<Span> {
        let mut all: Vec<Span> = spans.into_iter().collect();
        all.sort_by_key(|s| (s.sheet, s.left, s.right, s.top, s.bottom));
        all.dedup();
        let mut joined: Vec<Span> = Vec::new();
        for span in all {
            match joined.last_mut() {
                Some(last)
                    if (last.sheet, last.left, last.right) == (span.sheet, span.left, span.right)
                        && span.top <= last.bottom.saturating_add(1) =>
                {
                    last.bottom = last.bottom.max(span.bottom);
                }
                _ => joined.push(span),
            }
        }
        joined.sort_unstable();
        joined
    }
}

/// The letters of a column.
fn column(col: u32, into: &mut String) {
    let (before, last) = (col / 26, col % 26);
    if before > 0 {
        column(before - 1, into);
    }
    into.push(char::from(b'A' + u8::try_from(last).unwrap_or(0)));
}

/// A file as it was found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FileInfo {
    /// Path inside the pack, with `/`.
    pub path: String,
    /// Lower-case hex of the SHA-256 of its bytes.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Why it was not read, if it was rejected or ignored.
    pub rejected: Option<String>,
}

/// Why the example row of a blank pack is left out.
pub const EXAMPLE: &str = "example row";

/// Why a row of a file for several schools is left out, when it is of one of the others.
pub const ANOTHER_SCHOOL: &str = "another school";

/// Why a row is left out of a record, when the layout says that it is of another.
pub const ANOTHER_RECORD: &str = "of another record";

/// A sheet as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetInfo {
    /// The file it belongs to.
    pub file: FileId,
    /// Its name; nothing for a text file, which has only one.
    pub name: Option<String>,
    /// The record it was taken for (`timetable`); nothing if it was not recognised.
    pub taken_for: Option<String>,
    /// What the export it follows is called (`SIMS all staff timetable`); nothing for the layout we write ourselves.
    pub layout: Option<String>,
    /// The block from the first to the last data cell below the header.
    pub data: Option<Span>,
    /// Data rows below the header that hold anything.
    pub rows_read: u64,
    /// Rows that became records.
    pub rows_used: u64,
    /// Rows left out, by reason in plain words (`duplicate row`).
    pub left_out: BTreeMap<String, u64>,
}

impl SheetInfo {
    /// A sheet of which only the name is known.
    pub fn of(file: FileId, name: Option<String>) -> SheetInfo {
        SheetInfo {
            file,
            name,
            taken_for: None,
            layout: None,
            data: None,
            rows_read: 0,
            rows_used: 0,
            left_out: BTreeMap::new(),
        }
    }

    /// It was handed in as it came: nobody filled it in, so it says nothing, not even that there is nothing to say.
    pub fn has_only_examples(&self) -> bool {
        self.rows_read > 0 && self.left_out.get(EXAMPLE) == Some(&self.rows_read)
    }
}

impl SheetInfo {
    /// True if every row that was read is used or left out for a reason.
    pub fn adds_up(&self) -> bool {
        self.rows_read == self.rows_used + self.left_out.values().sum::<u64>()
    }
}

/// Every file and sheet that was opened for a school, in a stable order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// Files, by [`FileId`].
    pub files: Vec<FileInfo>,
    /// Sheets, by [`SheetId`].
    pub sheets: Vec<SheetInfo>,
}

impl Sources {
    /// The sheet's entry.
    pub fn sheet(&self, id: SheetId) -> &SheetInfo {
        &self.sheets[id.0 as usize]
    }

    /// The file a sheet belongs to.
    pub fn file_of(&self, id: SheetId) -> &FileInfo {
        &self.files[self.sheet(id).file.0 as usize]
    }

    /// `timetable.xlsx › Timetable`, or `cover.csv`.
    pub fn name(&self, id: SheetId) -> String {
        let mut name = self.file_of(id).path.clone();
        if let Some(sheet) = &self.sheet(id).name {
            let _ = write!(name, " › {sheet}");
        }
        name
    }

    /// `timetable.xlsx › Timetable › A2:H61`.
    pub fn place(&self, span: Span) -> String {
        format!("{} › {}", self.name(span.sheet), span.cells())
    }

    /// Sheets taken for this record and filled in, in order.
    pub fn taken_for<'a>(&'a self, record: &'a str) -> impl Iterator<Item = (SheetId, &'a SheetInfo)> {
        (0_u32..).map(SheetId).zip(&self.sheets).filter(move |(_, sheet)| {
            sheet.taken_for.as_deref() == Some(record) && !sheet.has_only_examples()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_a_spreadsheet_names_them() {
        let at = |row, col| Source { sheet: SheetId(0), row, col }.cell();
        assert_eq!(at(0, 0), "A1");
        assert_eq!(at(6, 25), "Z7");
        assert_eq!(at(6, 26), "AA7");
        assert_eq!(at(1_048_575, 16_383), "XFD1048576");
    }

    #[test]
    fn lines_of_a_settings_file_are_named_as_lines() {
        let line = |row, key| Source { sheet: SheetId(0), row, col: LINE + key };
        assert_eq!(line(11, 0).cell(), "line 12");
        let entry = |row| Span { right: LINE + 3, ..line(row, 0).span() };
        assert_eq!(entry(11).cells(), "line 12");
        let names: Vec<String> = Span::join([entry(2), entry(6)]).iter().map(|s| s.cells()).collect();
        assert_eq!(names, ["line 3", "line 7"]);
        assert_eq!(Span { bottom: 8, ..entry(2) }.cells(), "lines 3 to 9");
    }

    #[test]
    fn rows_that_touch_become_one_block() {
        let row = |top| Span { sheet: SheetId(0), top, left: 0, bottom: top, right: 7 };
        let names: Vec<String> =
            Span::join([row(3), row(1), row(2), row(9)]).iter().map(|s| s.cells()).collect();
        assert_eq!(names, ["A2:H4", "A10:H10"]);
    }
}
