//! The rows of plain tables, which are nearly all cells of a workbook, as XML. rust_xlsxwriter writes everything around
//! them; it takes several times as long for a cell. It numbers the formats and the shared texts itself. So rows are kept
//! with numbers of our own; the formats are shown to it in cells that do not stay; and when the rest of the workbook is
//! there ([`super::finish`]), the rows are put into their sheets with the numbers it chose.

mod sheet;

use super::cell::Value;
use super::look::Looks;
use super::sheet::{FIRST_ROW, HEADER};
use super::{Error, text};
use foldhash::fast::RandomState;
use quick_xml::escape::partial_escape;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::utility::column_number_to_name;
use sheet::Sheet;
use std::collections::HashMap;
use std::fmt::Write as _;

/// Cells of a sheet that no school has, whose XML is some fifteen megabytes.
const MANY: usize = 400_000;

/// The rows of some sheets of a workbook.
#[derive(Default)]
pub(super) struct Rows {
    sheets: Vec<Sheet>,
    texts: HashMap<String, u32, RandomState>,
    /// The texts as XML, in the order of their numbers.
    shared: String,
    /// Cells that hold one.
    uses: usize,
    /// Looks that were shown to the library.
    shown: usize,
}

/// The numbers that the library chose.
pub(super) struct Numbers {
    formats: Vec<String>,
    first_text: usize,
}

impl Rows {
    /// What is put from now on belongs to this sheet, the first of the workbook being number 1, and to a table of so many
    /// columns.
    pub(super) fn turn_to(&mut self, number: usize, (table, columns): (String, usize)) {
        self.sheets.push(Sheet::of(number, table, u16::try_from(columns).unwrap_or(u16::MAX)));
    }

    /// The next cell of the row.
    pub(super) fn put(&mut self, look: u16, value: Value) {
        let text = match &value {
            Value::Text(words) | Value::Link(_, words) if !words.is_empty() => Some(self.text(words)),
            _ => None,
        };
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.put(look, value, text);
        }
    }

    /// Ends the row.
    pub(super) fn end_row(&mut self, height: Option<u32>) {
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.end_row(height);
        }
    }

    fn text(&mut self, words: &str) -> u32 {
        self.uses += 1;
        if let Some(number) = self.texts.get(words) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.insert(words.to_owned(), number);
        let edge = [' ', '\t', '\n'];
        let keeps = words.starts_with(edge) || words.ends_with(edge);
        self.shared.push_str(if keeps { r#"<si><t xml:space="preserve">"# } else { "<si><t>" });
        self.shared.push_str(&partial_escape(text::literal(words)));
        self.shared.push_str("</t></si>");
        number
    }

    /// Shows the library every format, below the header of the first of the sheets and to the right of its table, so that
    /// it writes them and numbers them.
    ///
    /// # Errors
    /// If there is no such sheet.
    pub(super) fn show(&mut self, book: &mut Workbook, looks: &Looks) -> Result<(), Error> {
        let Some(sheet) = self.sheets.first() else { return Ok(()) };
        let page = book.worksheet_from_index(sheet.number - 1)?;
        for (row, format) in (FIRST_ROW..).zip(looks.formats()) {
            page.write_blank(row, sheet.columns, format)?;
        }
        self.shown = looks.formats().len();
        Ok(())
    }

    /// Which of the sheets is written into this part of the package.
    fn of_part(&self, name: &str) -> Option<&Sheet> {
        let number = name.strip_prefix("xl/worksheets/sheet")?.strip_suffix(".xml")?.parse::<usize>().ok()?;
        self.sheets.iter().find(|sheet| sheet.number == number)
    }

    /// True if this part of the package is to be [`Self::completed`].
    pub(super) fn are_in(&self, name: &str) -> bool {
        self.of_part(name).is_some() || name == TEXTS && !self.texts.is_empty()
    }

    /// The numbers, from the parts that tell them: of each look, and of the first text of ours.
    ///
    /// # Errors
    /// If the parts are not as the library writes them, which a test would show.
    pub(super) fn numbers(
        &self,
        mut part: impl FnMut(&str) -> Result<String, Error>,
    ) -> Result<Option<Numbers>, Error> {
        let Some(sheet) = self.sheets.first() else { return Ok(None) };
        let column = column_number_to_name(sheet.columns);
        let page = part(&format!("xl/worksheets/sheet{}.xml", sheet.number))?;
        let of_cell = |cell: &str| {
            let (place, rest) = cell.split_once('"')?;
            let row = place.strip_prefix(column.as_str())?.parse::<u32>().ok()?;
            let look = rest.strip_prefix(" s=\"")?.split_once('"')?.0;
            (row > FIRST_ROW).then(|| look.to_owned())
        };
        let formats: Vec<String> = page.split("<c r=\"").skip(1).filter_map(of_cell).collect();
        // One that the library left out would give every later cell the look of another.
        if formats.len() != self.shown {
            return Err(strange());
        }
        let first_text = attribute(&part(TEXTS)?, "uniqueCount").ok_or_else(strange)?;
        Ok(Some(Numbers { formats, first_text }))
    }

    /// True if this part of the package has so many rows that it is better not held as XML.
    pub(super) fn are_many(&self, name: &str) -> bool {
        self.of_part(name).is_some_and(|sheet| sheet.len() > MANY)
    }

    /// A part of the package with what was kept for it. After every row `full` may take what there is of it so far.
    ///
    /// # Errors
    /// As [`Self::numbers`], and what `full` says.
    pub(super) fn completed(
        &self,
        (name, xml): (&str, &str),
        numbers: &Numbers,
        full: impl FnMut(&mut String) -> Result<(), Error>,
    ) -> Result<String, Error> {
        match self.of_part(name) {
            Some(sheet) => sheet.completed(xml, numbers, full),
            None => self.with_texts(xml, numbers.first_text).ok_or_else(strange),
        }
    }

    /// The part that describes a table with all of its rows; the library was shown the first.
    ///
    /// # Errors
    /// As [`Self::numbers`].
    pub(super) fn table(&self, xml: &str) -> Result<Option<String>, Error> {
        let name = xml.split_once(" displayName=\"").and_then(|(_, rest)| Some(rest.split_once('"')?.0));
        let name = name.ok_or_else(strange)?;
        let Some(sheet) = self.sheets.iter().find(|sheet| sheet.table == name) else { return Ok(None) };
        let column = column_number_to_name(sheet.columns.saturating_sub(1));
        let block = |rows: usize| format!("ref=\"A{0}:{column}{1}\"", HEADER + 1, FIRST_ROW as usize + rows);
        let (shown, all) = (block(1), block(sheet.rows()));
        if !xml.contains(&shown) {
            return Err(strange());
        }
        Ok(Some(xml.replace(&shown, &all)))
    }

    /// The shared texts, ours after those of the library.
    fn with_texts(&self, xml: &str, first: usize) -> Option<String> {
        let uses: usize = attribute(xml, "count")?;
        let (start, list) = xml.split_once("<sst ")?;
        let body = list.split_once('>')?.1.strip_suffix("</sst>")?;
        let mut out = String::with_capacity(xml.len() + self.shared.len() + 32);
        let (all, different) = (uses + self.uses, first + self.texts.len());
        let space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        write!(out, r#"{start}<sst xmlns="{space}" count="{all}" uniqueCount="{different}">"#).ok()?;
        out.extend([body, &self.shared, "</sst>"]);
        Some(out)
    }
}

/// The part with the shared texts.
const TEXTS: &str = "xl/sharedStrings.xml";

fn attribute(xml: &str, name: &str) -> Option<usize> {
    xml.split_once(&format!(" {name}=\""))?.1.split_once('"')?.0.parse().ok()
}

/// The library writes its parts in another way than it did.
fn strange() -> Error {
    Error::Part("the place of the rows of a sheet".to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::print::Margins;
    use super::super::{Targets, finish, sheet};
    use super::*;
    use crate::tables::{Cell, Column, Kind, Link, Row, Table};
    use chrono::NaiveDate;
    use std::io::Read as _;

    const WORDS: [&str; 9] = [
        "Jo & Ann <b>",
        " two spaces  ",
        "one\ntwo\n",
        "_x0041_ and _x",
        "=1+1",
        "a\u{0}b\u{fffe}",
        "Zoë 👩🏽\u{200d}🏫",
        "a text of so many words that it takes several lines in a column as narrow as this one is here",
        "",
    ];

    /// A sheet with one cell of every sort in each row.
    fn table() -> Table {
        let column = |header, kind| Column { header, kind, width: 10 };
        let row = |words: &&str| Row {
            cells: vec![
                Cell::Text((*words).to_owned()),
                Cell::Rows(1_234),
                Cell::Date(NaiveDate::from_ymd_opt(2026, 9, 1).unwrap()),
                Cell::Ordinal(7),
                Cell::Blank,
                Cell::TableLink(Box::new(Link { text: "Names".to_owned(), to: "Names" })),
            ],
            ..Row::default()
        };
        Table {
            name: "Names",
            title: "Names & more".to_owned(),
            columns: vec![
                column("Name", Kind::Text),
                column("Rows", Kind::Rows),
                column("From", Kind::Date),
                column("Week", Kind::Text),
                column("To fill in", Kind::Input),
                column("See", Kind::Text),
            ],
            rows: WORDS.iter().map(row).collect(),
            ..Table::default()
        }
    }

    fn book(by_hand: bool) -> Vec<u8> {
        let (table, mut book) = (table(), Workbook::new());
        let (mut looks, mut rows) = (Looks::default(), Rows::default());
        let targets = Targets::of(&[&table]);
        let to = (&mut looks, by_hand.then_some((&mut rows, 1)));
        sheet::write(book.add_worksheet(), &table, (&Margins::plain("", ""), &targets), to).unwrap();
        rows.show(&mut book, &looks).unwrap();
        finish::finished(&book.save_to_buffer().unwrap(), &rows).unwrap()
    }

    fn part(book: &[u8], name: &str) -> String {
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
        let mut xml = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut xml).unwrap();
        xml
    }

    /// What follows some text, up to another, wherever it stands.
    fn all<'a>(xml: &'a str, from: &str, to: &str) -> Vec<&'a str> {
        xml.split(from).skip(1).filter_map(|rest| Some(rest.split_once(to)?.0)).collect()
    }

    #[test]
    fn rows_are_as_the_library_writes_them() {
        let [ours, theirs] = [true, false].map(book);
        let [ours, theirs] = [&ours, &theirs].map(|book| {
            let sheet = part(book, "xl/worksheets/sheet1.xml");
            let (formats, texts) = (part(book, "xl/styles.xml"), part(book, "xl/sharedStrings.xml"));
            let formats = all(formats.split_once("<cellXfs").unwrap().1, "<xf ", ">")
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>();
            // Each cell with its format itself in the place of its number, and its text in the place of its.
            let texts = all(&texts, "<si>", "</si>").into_iter().map(str::to_owned).collect::<Vec<_>>();
            let cell = |cell: &str| {
                let (place, rest) = cell.split_once('"').unwrap();
                let look =
                    all(cell, " s=\"", "\"").first().map(|n| formats[n.parse::<usize>().unwrap()].clone());
                let value = all(rest, "<v>", "</v>").first().map(|value| {
                    if rest.contains("t=\"s\"") {
                        texts[value.parse::<usize>().unwrap()].clone()
                    } else {
                        (*value).to_owned()
                    }
                });
                (place.to_owned(), look.as_deref().map(unnumbered), value)
            };
            let cells = sheet.split("<c r=\"").skip(1).map(cell).collect::<Vec<_>>();
            let heights = all(&sheet, "<row ", ">")
                .iter()
                .map(|row| all(row, " ht=\"", "\"").concat())
                .collect::<Vec<_>>();
            let around = (
                sheet.split_once("<sheetData>").unwrap().0.to_owned(),
                sheet.split_once("</sheetData>").unwrap().1.to_owned(),
            );
            (cells, heights, around)
        });
        assert_eq!(ours, theirs);
    }

    #[test]
    fn a_table_is_described_with_all_of_its_rows() {
        let [ours, theirs] = [true, false].map(|by_hand| part(&book(by_hand), "xl/tables/table1.xml"));
        assert_eq!(ours, theirs);
        assert_eq!(all(&ours, " ref=\"", "\""), ["A4:F13"; 2]);
    }

    /// A format without the numbers of its font and its number format, which are counted as they come.
    fn unnumbered(format: &str) -> String {
        format.split(' ').filter(|part| !part.contains("Id=\"")).collect::<Vec<_>>().join(" ")
    }
}
