//! What exports look like: data in `layouts/*.toml`, and in a school's own layout files.

mod all;

pub use all::{Error, Layouts};

use super::header::plain_header;
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How one record is laid out in one kind of export.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own in a layout file")]
pub struct Layout {
    /// The record, `timetable`.
    pub record: String,
    /// What the export is called, `SIMS staff timetable`.
    #[serde(default = "house")]
    pub name: String,
    /// Only files whose name this fits.
    #[serde(default)]
    pub file: Option<Pattern>,
    /// Only sheets whose name this fits.
    #[serde(default)]
    pub on_sheet: Option<Pattern>,
    /// Groups of fields, each with alternatives: `period | start + end`.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Headers understood, by field; the first is the one we write.
    #[serde(default)]
    pub columns: BTreeMap<String, Vec<String>>,
    /// Headers that must all be there, as they are in no other export; `a | b` means either.
    #[serde(default)]
    pub marks: Vec<String>,
    /// Headers that are never read, although a field has their name: when a form was opened, say.
    #[serde(default)]
    pub unread: Vec<String>,
    /// Fields in which a blank cell means "same as above".
    #[serde(default)]
    pub fill_down: Vec<String>,
    /// Fields whose text stands in parts, in the columns of other fields: forename and surname.
    #[serde(default)]
    pub made_of: BTreeMap<String, Vec<String>>,
    /// Fields whose text is a label that says several things, `1Mon:2`.
    #[serde(default)]
    pub labels: BTreeMap<String, Vec<Axis>>,
    /// The table stands between two lines of a longer file.
    #[serde(default)]
    pub section: Option<Section>,
    /// Fields told above the table, in the cell to the right of one of these texts.
    #[serde(default)]
    pub beside: BTreeMap<String, Vec<String>>,
    /// Fields told above the table, in the cell below one of these texts.
    #[serde(default)]
    pub beneath: BTreeMap<String, Vec<String>>,
    /// The rows that are of this record, by what stands in their fields, `type = "^meeting$"`; the others are left out.
    #[serde(default)]
    pub only: BTreeMap<String, Pattern>,
    /// Other layouts of one's own that say so too may read other records from the same rows.
    #[serde(default)]
    pub rows: Option<Rows>,
    /// Fields by position, for an export without a header; empty for a value that is not read, and `...` at the end where
    /// more may follow.
    #[serde(default)]
    pub positions: Vec<String>,
    /// What the values of a field stand for, `1 = "Monday"`.
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// What a field of an export without a header must look like.
    #[serde(default)]
    pub forms: BTreeMap<String, Pattern>,
    /// The headings of columns and rows say when and who, the cells between them what.
    #[serde(default)]
    pub grid: Option<Grid>,
    /// Fields that are the same in every row.
    #[serde(default)]
    pub given: BTreeMap<String, String>,
    /// Days may have any name.
    #[serde(default)]
    pub own_days: bool,
    /// What joins several people in one cell, and may end it; empty: one person a cell.
    #[serde(default)]
    pub joined_by: String,
    /// The reason under which a row without a person is left out; empty: it is an error.
    #[serde(default)]
    pub nobody: String,
    /// Dates are written month first, as American exports do. No file is taken for such by itself: a date that is read in
    /// the wrong order is a wrong figure that nobody sees.
    #[serde(default)]
    pub month_first: bool,
    /// A row with a class is taught, whatever else it says.
    #[serde(default)]
    pub class_is_taught: bool,
    /// What the name of a class looks like; without it, every class that is no known word.
    #[serde(default)]
    pub class_pattern: Option<Pattern>,
    /// A layout of the user's own, which goes before ours.
    #[serde(skip)]
    pub own: bool,
    /// Every header as it is compared, with its field and its rank among that field's headers.
    #[serde(skip)]
    known: BTreeMap<String, (String, usize)>,
    /// Every header that is never read, as it is compared.
    #[serde(skip)]
    left_alone: BTreeSet<String>,
}

/// Whose the rows of a sheet are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Rows {
    /// Of several records.
    Shared,
}

/// Part of a file.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The first filled cell of the line before it.
    pub begins: Pattern,
    /// The first filled cell of the line after it.
    pub ends: Option<Pattern>,
}

/// Where a grid says what.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    /// What the headings of the columns say, between them: some of `week`, `day`, `period`.
    pub across: Vec<Axis>,
    /// What the headings of the rows say.
    pub down: Vec<Axis>,
    /// What the sheet's name says.
    #[serde(default)]
    pub sheet: Vec<Axis>,
    /// The text above each block of the sheet; its group `staff`, `day` or `week` says so.
    #[serde(default)]
    pub title: Option<Pattern>,
    /// The form that each heading of a column has.
    #[serde(default)]
    pub heading: Option<Pattern>,
    /// The form that each heading of a row has.
    #[serde(default)]
    pub down_like: Option<Pattern>,
    /// Fields of the lines of a cell, in turn: of the text in it, or of the rows without a heading below it.
    pub lines: Vec<String>,
    /// Columns have no heading and are periods 1, 2, 3 …
    #[serde(default)]
    pub unheaded: bool,
}

/// What a heading can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Axis {
    /// A week of the cycle.
    Week,
    /// A day.
    Day,
    /// A period, or from when to when.
    Period,
    /// A teacher.
    Staff,
    /// A room.
    Room,
}

impl Axis {
    /// The field of the timetable.
    pub fn field(self) -> &'static str {
        match self {
            Axis::Week => "week",
            Axis::Day => "day",
            Axis::Period => "period",
            Axis::Staff => "staff",
            Axis::Room => "room",
        }
    }
}

/// A regular expression.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern(pub Regex);

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> String {
        pattern.0.as_str().to_owned()
    }
}

impl TryFrom<String> for Pattern {
    type Error = regex::Error;
    fn try_from(text: String) -> Result<Pattern, regex::Error> {
        Regex::new(&text).map(Pattern)
    }
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct File {
    layout: Vec<Layout>,
}

/// A layout file that holds these.
///
/// # Errors
/// If they cannot be written as TOML.
pub fn write(layouts: Vec<Layout>) -> Result<String, toml::ser::Error> {
    let mut file = toml::Table::try_from(File { layout: layouts })?;
    prune(&mut file);
    toml::to_string(&file)
}

/// Takes out what says nothing.
fn prune(table: &mut toml::Table) {
    let says_nothing = |value: &toml::Value| match value {
        toml::Value::Boolean(yes) => !yes,
        toml::Value::String(text) => text.is_empty(),
        toml::Value::Array(all) => all.is_empty(),
        toml::Value::Table(all) => all.is_empty(),
        _ => false,
    };
    for (_, value) in table.iter_mut() {
        match value {
            toml::Value::Table(inner) => prune(inner),
            toml::Value::Array(all) => all.iter_mut().filter_map(toml::Value::as_table_mut).for_each(prune),
            _ => {}
        }
    }
    table.retain(|_, value| !says_nothing(value));
}

fn house() -> String {
    "ringfence’s own layout".to_owned()
}

/// The data inside the program, the layout files among it.
#[derive(rust_embed::RustEmbed)]
#[folder = "src/ingest/layouts/"]
struct Files;

/// Everything inside the program that says what exports look like: each a name, and its bytes. By name.
pub fn files() -> impl Iterator<Item = (String, Vec<u8>)> {
    let names: BTreeSet<_> = Files::iter().collect();
    names.into_iter().filter_map(|name| {
        let bytes = Files::get(&name)?.data.into_owned();
        Some((name.into_owned(), bytes))
    })
}

/// The layout files inside the program, by name: each a name, and its text.
fn texts() -> BTreeMap<String, String> {
    let all = files().filter_map(|(name, bytes)| Some((name, String::from_utf8(bytes).ok()?)));
    all.filter(|(_, text)| text.lines().any(|line| line == "[[layout]]")).collect()
}

fn read(text: &str) -> Result<Vec<Layout>, toml::de::Error> {
    let file: File = toml::from_str(text)?;
    Ok(file
        .layout
        .into_iter()
        .map(|layout| {
            let mut known = BTreeMap::new();
            for (field, headers) in &layout.columns {
                for (rank, header) in headers.iter().enumerate() {
                    known.entry(plain_header(header)).or_insert((field.clone(), rank));
                }
            }
            let left_alone: BTreeSet<String> =
                layout.unread.iter().map(|header| plain_header(header)).collect();
            known.retain(|header, _| !left_alone.contains(header));
            Layout { known, left_alone, ..layout }
        })
        .collect())
}

impl Layout {
    /// The field a header names, and its rank among that field's headers.
    pub fn field(&self, plain: &str) -> Option<(&str, usize)> {
        self.known.get(plain).map(|(field, rank)| (field.as_str(), *rank))
    }

    /// True for a header that is left alone on purpose.
    pub fn is_unread(&self, plain: &str) -> bool {
        self.left_alone.contains(plain)
    }

    /// True for the header of a column of this layout.
    pub fn knows(&self, header: &str) -> bool {
        self.field(&plain_header(header)).is_some()
    }

    /// The header we write for a field.
    pub fn heading<'a>(&'a self, field: &'a str) -> &'a str {
        self.columns.get(field).and_then(|headers| headers.first()).map_or(field, String::as_str)
    }

    /// True if a file and sheet of these names are this layout's to read.
    pub fn is_for(&self, file: &str, sheet: Option<&str>) -> bool {
        let fits =
            |pattern: &Option<Pattern>, name: &str| pattern.as_ref().is_none_or(|form| form.0.is_match(name));
        fits(&self.file, file) && fits(&self.on_sheet, sheet.unwrap_or_default())
    }

    /// True for the layout that we write ourselves.
    pub fn is_house(&self) -> bool {
        self.name == house()
    }

    /// True if whoever wrote it said that the sheet holds other records too.
    pub fn shares(&self) -> bool {
        self.own && self.rows == Some(Rows::Shared)
    }

    /// True if whoever wrote it said which files must follow it.
    pub fn insists(&self) -> bool {
        self.own && self.file.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layout_file_can_be_read() {
        assert!(texts().len() > 4);
        for (name, text) in texts() {
            assert_eq!(read(&text).map(|_| ()), Ok(()), "{name}");
        }
    }

    #[test]
    fn a_layout_of_ones_own_goes_first_and_its_fault_is_told() {
        let own = |text: &str| Layouts::with(&[("own/x.toml".to_owned(), text.to_owned())]);
        let good = own("[[layout]]\nrecord = \"staff\"\nname = \"Ours\"\nneeds = [\"staff\"]")
            .map(|all| all.all[0].name.clone());
        assert_eq!(good.as_deref(), Ok("Ours"));
        let told =
            own("[[layout]]\nrecord = \"staff\"\nned = []").map(|_| ()).map_err(|error| error.to_string());
        assert!(told.is_err_and(|told| told.starts_with("own/x.toml: ") && told.contains("line 3")));
    }
}
