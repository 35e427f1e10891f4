//! Rows as the usual programs write them, read at a glance: `<row r="2"><c r="A2" t="s"><v>7</v></c></row>`, nothing but
//! values that need no second look. Whatever is otherwise, by a comment, a formula or a fault, is left where it stands for
//! the walk, which judges it. So what is taken here is what the walk would have made of it, and no fault passes.

use super::{Known, Reader};
use crate::ingest::grid;
use crate::ingest::sheet::{Cell, Row};
use crate::ingest::stored::{Format, number};
use crate::ingest::strict::address::{COLUMNS, ROWS};
use crate::ingest::strict::escape::unescaped;
use crate::ingest::strict::glance::{Cursor, Next};
use crate::ingest::strict::xml::LONGEST;

/// A row that was taken.
struct Taken {
    /// From one.
    row: u32,
    is_hidden: bool,
    cells: Vec<(u32, Cell)>,
    /// Cells there are, empty ones too, and the last column of them, from one.
    count: usize,
    last: u32,
    has_dates: bool,
}

impl Reader<'_> {
    /// Takes rows up to the first that is otherwise.
    pub(super) fn plain_rows(&mut self) {
        let mut rest = Cursor(self.walk.rest());
        let all = rest.left();
        // Where the last row taken ends.
        let mut end = 0;
        loop {
            rest.blanks();
            let most = self.found.sheet.rows.last().map_or(0, |row| row.cells.len());
            let Some(taken) = row(&mut rest, self.known, most) else { break };
            if taken.row <= self.open.row || self.cells + taken.count > grid::CELLS {
                break;
            }
            let Taken { row, is_hidden, cells, count, last, has_dates } = taken;
            (self.open.row, self.open.col, self.open.is_hidden) = (row, last, is_hidden);
            self.cells += count;
            if last > 0 {
                self.before = Some((row - 1, last - 1));
            }
            self.found.has_dates |= has_dates;
            if !cells.is_empty() {
                self.found.hidden_rows += u64::from(is_hidden);
                self.found.sheet.rows.push(Row { index: row - 1, cells, fields: None });
            }
            end = all - rest.left();
        }
        self.walk.skip(end);
    }
}

/// A row; nothing if it is not plain.
fn row(rest: &mut Cursor, known: &Known, most: usize) -> Option<Taken> {
    let (all, mut digits, mut hidden) = (rest.left(), None, None);
    rest.word("<row")?;
    let is_empty = loop {
        match rest.attribute()? {
            Next::Attribute("r", value) if digits.is_none() => digits = Some(value),
            Next::Attribute("hidden", value) if hidden.is_none() => hidden = Some(value),
            Next::Attribute("r" | "hidden", _) => return None,
            Next::Attribute(..) => {}
            Next::End { is_empty } => break is_empty,
        }
    };
    let digits = digits.filter(|_| all - rest.left() <= LONGEST)?;
    let row = whole(digits, 7).and_then(|row| u32::try_from(row).ok())?;
    if digits.starts_with('0') || row > ROWS {
        return None;
    }
    let is_hidden = hidden.is_some_and(|text| matches!(text, "1" | "true"));
    let mut taken = Taken { row, is_hidden, cells: Vec::new(), count: 0, last: 0, has_dates: false };
    if is_empty {
        return Some(taken);
    }
    // A row mostly has as many cells as the one before.
    taken.cells = Vec::with_capacity(most);
    while rest.word("</row>").is_none() {
        let (col, cell) = cell(rest, digits, known)?;
        if col <= taken.last {
            return None;
        }
        (taken.last, taken.count) = (col, taken.count + 1);
        taken.has_dates |= matches!(cell, Cell::Moment(_) | Cell::Elapsed(_));
        if !cell.is_empty() {
            taken.cells.push((col - 1, cell));
        }
    }
    Some(taken)
}

/// What the tag of a cell says.
struct Head<'a> {
    /// From one.
    col: u32,
    style: Option<&'a str>,
    kind: Option<&'a str>,
    is_empty: bool,
}

/// A cell of the row with this number, and its column from one; nothing if it is not plain.
fn cell(rest: &mut Cursor, row: &str, known: &Known) -> Option<(u32, Cell)> {
    let Head { col, style, kind, is_empty } = match usual_head(rest, row) {
        Some(head) => head,
        None => head(rest, row)?,
    };
    let format = match style {
        None | Some("0") => known.formats.first().copied().unwrap_or(Format::Plain),
        Some(style) => *known.formats.get(usize::try_from(whole(style, 9)?).ok()?)?,
    };
    if is_empty || rest.word("</c>").is_some() {
        return matches!(kind, None | Some("n" | "s" | "str" | "b")).then_some((col, Cell::Empty));
    }
    rest.word("<v>")?;
    let value = rest.value()?;
    rest.word("</v></c>")?;
    let cell = match kind {
        None | Some("n") => number(amount(value)?, format, known.from_1904),
        Some("s") => known.texts.get(usize::try_from(whole(value, 9)?).ok()?)?.clone(),
        Some("str") => Cell::text(&unescaped(value)),
        Some("b") => Cell::Bool(match value {
            "1" => true,
            "0" => false,
            _ => return None,
        }),
        Some(_) => return None,
    };
    Some((col, cell))
}

/// The tag as nearly every program writes it, `<c r="B2" s="1" t="s">` in this order; nothing, and nothing gone past, if
/// it is otherwise.
fn usual_head<'a>(rest: &mut Cursor<'a>, row: &str) -> Option<Head<'a>> {
    let mut ahead = *rest;
    ahead.word("<c r=\"")?;
    let col = number_of(ahead.while_is(|byte| byte.is_ascii_uppercase())?)?;
    ahead.word(row)?;
    ahead.word("\"")?;
    let mut value_of = |name: &str| {
        if ahead.word(name).is_none() {
            return Some(None);
        }
        let value = ahead.while_is(|byte| byte.is_ascii_alphanumeric())?;
        ahead.word("\"").map(|()| Some(value))
    };
    let (style, kind) = (value_of(" s=\"")?, value_of(" t=\"")?);
    let is_empty = ahead.word("/>").is_some();
    if !is_empty {
        ahead.word(">")?;
    }
    *rest = ahead;
    Some(Head { col, style, kind, is_empty })
}

/// The tag with its attributes in any order, and others among them; nothing if it is not plain.
fn head<'a>(rest: &mut Cursor<'a>, row: &str) -> Option<Head<'a>> {
    let (all, mut place, mut style, mut kind) = (rest.left(), None, None, None);
    rest.word("<c")?;
    let is_empty = loop {
        match rest.attribute()? {
            Next::Attribute("r", value) if place.is_none() => place = Some(value),
            Next::Attribute("s", value) if style.is_none() => style = Some(value),
            Next::Attribute("t", value) if kind.is_none() => kind = Some(value),
            Next::Attribute("r" | "s" | "t", _) => return None,
            Next::Attribute(..) => {}
            Next::End { is_empty } => break is_empty,
        }
    };
    let place = place.filter(|_| all - rest.left() <= LONGEST)?;
    Some(Head { col: number_of(place.strip_suffix(row)?)?, style, kind, is_empty })
}

/// The number of the column `B`, from one.
fn number_of(letters: &str) -> Option<u32> {
    if !(1..=3).contains(&letters.len()) {
        return None;
    }
    let mut col = 0;
    for letter in letters.bytes() {
        let value = letter.is_ascii_uppercase().then(|| u32::from(letter - b'A') + 1)?;
        col = col * 26 + value;
    }
    (col <= COLUMNS).then_some(col)
}

/// Up to so many digits.
fn whole(digits: &str, most: usize) -> Option<u64> {
    if digits.is_empty() || digits.len() > most {
        return None;
    }
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u64::from(byte - b'0'));
    digits.bytes().try_fold(0, |number, byte| Some(number * 10 + digit(byte)?))
}

/// A number as a cell stores it.
fn amount(text: &str) -> Option<f64> {
    // The usual one is short and whole.
    match whole(text, 9).and_then(|whole| u32::try_from(whole).ok()) {
        Some(whole) => Some(f64::from(whole)),
        None => text.parse::<f64>().ok().filter(|stored| stored.is_finite()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use super::*;
    use proptest::prelude::*;

    /// What a plain row may hold, and what it may not.
    const PIECES: [&str; 47] = [
        "<row r=\"2\">",
        "<row r=\"3\" spans=\"1:3\" hidden=\"1\">",
        "<row r=\"4\" hidden=\"0\" ht='15'>",
        "<row>",
        "<row r=\"02\">",
        "<row r=\"5\" r=\"6\">",
        "<row r=\"7\"/>",
        "<row r=\"1048577\">",
        "</row>",
        "</row>",
        "</row>",
        "</row>\r\n",
        "<!-- x -->",
        "x",
        "<c r=\"A2\">",
        "<c r=\"B2\" s=\"1\">",
        "<c r=\"B2\" s=\"9\">",
        "<c r=\"A3\" t=\"s\">",
        "<c r=\"C3\" t=\"str\" s=\"2\">",
        "<c r=\"A3\" t=\"b\"/>",
        "<c r=\"a3\">",
        "<c r=\"XFE3\">",
        "<c r=\"A4\" t=\"e\">",
        "<c>",
        "<c r=\"A2\" s=\">",
        "<c r=\"A3\" s=\"1\" t=\"s\">",
        "<c r=\"B3\" t=\"s\" s=\"1\">",
        "<c r=\"D4\" x=\"&lt;\">",
        "<c r=\"D4\" q>",
        "<v>1</v></c>",
        "<v>3</v></c>",
        "<v>0.5</v></c>",
        "<v>9</v></c>",
        "<v>1e3</v></c>",
        "<v>1e999</v></c>",
        "<v>TRUE</v></c>",
        "<v> 1</v></c>",
        "<v></v></c>",
        "<v/></c>",
        "<v>a_x0041_b</v></c>",
        "<v>a&amp;b</v></c>",
        "<v>a\r\nb</v></c>",
        "<f>A1</f><v>1</v></c>",
        "<v>1</v><v>2</v></c>",
        "</c>",
        "<is><t>a</t></is></c>",
        "<v>+1</v></c>",
    ];

    proptest! {
        #[test]
        fn what_is_taken_at_a_glance_is_what_the_walk_makes_of_it(
            pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..24),
        ) {
            let rows = pieces.concat();
            // A second space after the name of the tag, and the walk takes every row.
            let walked = rows.replace("<row ", "<row  ");
            match (found(&rows), found(&walked)) {
                (Ok(one), Ok(other)) => {
                    prop_assert_eq!(one.sheet, other.sheet);
                    prop_assert_eq!((one.hidden_rows, one.has_dates), (other.hidden_rows, other.has_dates));
                }
                (Err(one), Err(other)) if one.code == "E-XML" => prop_assert_eq!(one.code, other.code),
                (Err(one), Err(other)) => prop_assert_eq!(one, other),
                (one, other) => prop_assert!(false, "{:?} {:?}", one.is_ok(), other.map(|_| ())),
            }
        }
    }

    #[test]
    fn a_row_of_every_usual_program_is_plain() {
        let known =
            Known { texts: vec![Cell::text("Jane")], formats: vec![Format::Plain; 3], from_1904: false };
        for written in [
            "<row r=\"2\" spans=\"1:3\" x14ac:dyDescent=\"0.25\"><c r=\"A2\" s=\"1\" t=\"s\"><v>0</v></c><c r=\"B2\"><v>19.5</v></c><c r=\"C2\" s=\"2\"/></row>",
            "<row r=\"2\" customFormat=\"false\" ht=\"12.8\" hidden=\"false\"><c r=\"A2\" s=\"0\" t=\"s\"><v>0</v></c><c r=\"B2\" s=\"0\" t=\"n\"><v>19.5</v></c></row>",
            "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>Jane</v></c><c r=\"B2\"><v>19.5</v></c></row>",
        ] {
            let taken = row(&mut Cursor(written), &known, 0);
            let cells = taken.map(|taken| (taken.row, taken.cells));
            assert_eq!(cells, Some((2, vec![(0, Cell::text("Jane")), (1, Cell::Number(19.5))])), "{written}");
        }
    }
}
