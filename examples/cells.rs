//! The cells of a file as they are read, one sheet a line, for `.ci/nasty`: texts after `'`, other values as they stand.
//! A file that is left out has none.

use ringfence::ingest::sheet::{Cell, Sheet};
use ringfence::ingest::{Content, PackFile, open_sheets};
use std::io::Write;
use std::path::PathBuf;

/// Longest text that is written out.
const LONGEST: usize = 100;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for path in std::env::args_os().skip(1).map(PathBuf::from) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for sheet in open_sheets(&PackFile { path: name, content: Content::OnDisk(path) }) {
            writeln!(out, "{}", line(&sheet))?;
        }
    }
    Ok(())
}

fn line(sheet: &Sheet) -> String {
    let cells = sheet.rows.iter().flat_map(|row| {
        row.cells.iter().map(|(col, cell)| format!("{}{}={}", letters(*col), row.index + 1, shown(cell)))
    });
    format!("{}: {}", sheet.name.as_deref().unwrap_or_default(), cells.collect::<Vec<_>>().join(" | "))
}

/// `AB` for 27.
fn letters(col: u32) -> String {
    let last = char::from(b'A' + u8::try_from(col % 26).unwrap_or_default());
    if col < 26 { last.to_string() } else { format!("{}{last}", letters(col / 26 - 1)) }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => {
            let count = text.chars().count();
            let start: String = text.chars().take(LONGEST).map(visible).collect();
            if count > LONGEST { format!("'{start}…{count}") } else { format!("'{start}") }
        }
        Cell::Number(number) => number.to_string(),
        Cell::Moment(millis) => chrono::DateTime::from_timestamp_millis(*millis)
            .map(|moment| moment - chrono::Duration::days(25_569))
            .map_or_else(
                || format!("{millis} ms"),
                |moment| moment.format("%Y-%m-%dT%H:%M:%S%.f").to_string(),
            ),
        Cell::Elapsed(millis) => format!("{} min", millis / 60_000),
        Cell::Bool(yes) => yes.to_string().to_uppercase(),
        Cell::Fault(fault) => fault.clone(),
        Cell::NoValue => "(no result)".to_owned(),
    }
}

/// A character that could not be seen, by its code point.
fn visible(c: char) -> String {
    let is_plain = !c.is_control()
        && !matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{fffd}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{a0}');
    if is_plain { c.to_string() } else { format!("<{:04X}>", u32::from(c)) }
}
