//! An xlsb: its list of sheets, its list of texts, its formats, and every cell.

mod sheet;

use super::biff12::{Record, Records, text, word};
use super::{Place, SAVE_ANEW, as_stated, damaged_sheet, damaged_texts};
use crate::ingest::excel;
use crate::ingest::notes::Refusal;
use crate::ingest::strict::{Package, Walk, attribute, plain};
use calamine::CellErrorType;
use quick_xml::events::Event;
use std::collections::{BTreeMap, BTreeSet};

/// Errors of formulas, which the reader passes over, by sheet.
pub type Faults = BTreeMap<String, Vec<(Place, CellErrorType)>>;

/// What the cells of every sheet refer to.
#[derive(Clone, Copy)]
struct Known {
    texts: u32,
    styles: u32,
}

/// Checks an xlsb.
///
/// # Errors
/// `E-DAMAGED`, `E-BOMB`, `E-PASSWORD` for parts that cannot be unpacked; `E-LIMIT` for too many sheets; `E-SHEET`,
/// `E-CELLREF`, `E-CELLDUP`, `E-STRING`, `E-NUMBER`, `E-STYLE` for cells.
pub fn check(bytes: &[u8]) -> Result<Faults, Refusal> {
    let mut package = Package::open(bytes)?;
    let relations = relations(&package.needed("xl/_rels/workbook.bin.rels")?)?;
    let sheets = sheets(&package.needed("xl/workbook.bin")?, &relations)?;
    excel::few_enough(sheets.len())?;
    let texts = package.part("xl/sharedStrings.bin")?.map_or(Ok(0), |part| texts(&part))?;
    // A workbook without formats has the one that every workbook has.
    let styles = package.part("xl/styles.bin")?.map_or(Ok(1), |part| styles(&part))?;
    let mut all = Faults::new();
    let mut parts = BTreeSet::new();
    for (name, part) in sheets {
        if !parts.insert(part.to_lowercase()) {
            return Err(damaged_sheet(&name, "is stored as the same part as another"));
        }
        if !part.starts_with("xl/worksheets/") {
            continue;
        }
        let bytes = package.part(&part)?;
        let bytes =
            bytes.ok_or_else(|| damaged_sheet(&name, "is listed in this workbook but not stored in it"))?;
        let faults = sheet::walk(&name, &bytes, Known { texts, styles })?;
        all.insert(name, faults);
    }
    Ok(all)
}

/// The parts of the workbook, by the name under which it lists them.
fn relations(bytes: &[u8]) -> Result<BTreeMap<String, String>, Refusal> {
    let mut all = BTreeMap::new();
    let mut walk = Walk::new("xl/_rels/workbook.bin.rels", bytes)?;
    while let Some(event) = walk.next()? {
        let Event::Start(tag) = event else { continue };
        if let (Some(id), Some(target)) = (attribute(&tag, "Id"), attribute(&tag, "Target")) {
            all.insert(id, plain(&target));
        }
    }
    Ok(all)
}

/// Names and parts of the sheets.
fn sheets(part: &[u8], relations: &BTreeMap<String, String>) -> Result<Vec<(String, String)>, Refusal> {
    const SHEET: u32 = 0x9c;
    const END: u32 = 0x84;
    let mut sheets = Vec::new();
    for Record { kind, body } in Records::of(part) {
        match kind {
            END => return Ok(sheets),
            SHEET => {
                let found = text(body, 8).and_then(|(id, end)| {
                    let (name, _) = text(body, end)?;
                    Some((name, format!("xl/{}", relations.get(&id)?)))
                });
                sheets.push(found.ok_or_else(|| damaged("The list of sheets of this workbook is damaged"))?);
            }
            _ => {}
        }
    }
    Err(damaged("The list of sheets of this workbook is cut short"))
}

/// How many texts the list has.
fn texts(part: &[u8]) -> Result<u32, Refusal> {
    const BEGIN: u32 = 0x9f;
    const END: u32 = 0xa0;
    const TEXT: u32 = 0x13;
    /// What later versions of Excel add to a text.
    const LATER: (u32, u32) = (0x23, 0x24);
    let (mut stated, mut found, mut later) = (None, 0, false);
    for Record { kind, body } in Records::of(part) {
        match kind {
            BEGIN if stated.is_none() => stated = word(body, 4),
            END if !later => return as_stated(stated.unwrap_or(0), found),
            TEXT if !later => {
                found += 1;
                text(body, 1).ok_or_else(|| damaged_texts(&format!("is damaged at text {found}")))?;
            }
            _ if kind == LATER.0 => later = true,
            _ if kind == LATER.1 => later = false,
            _ => {}
        }
    }
    Err(damaged_texts("is cut short"))
}

/// How many formats of cells there are.
fn styles(part: &[u8]) -> Result<u32, Refusal> {
    const BEGIN: u32 = 0x269;
    const END: u32 = 0x26a;
    const STYLE: u32 = 0x2f;
    let mut stated = None;
    let mut found = 0;
    for Record { kind, body } in Records::of(part) {
        match kind {
            BEGIN => stated = word(body, 0),
            STYLE if stated.is_some() => found += 1,
            END if stated == Some(found) => return Ok(found),
            END => break,
            _ => {}
        }
    }
    Err(Refusal::new(
        "E-STYLE",
        "The list of cell formats of this workbook is damaged, so a date could not be told from a number, and it was left out.",
        SAVE_ANEW,
    ))
}

fn damaged(what: &str) -> Refusal {
    Refusal::new("E-DAMAGED", format!("{what}, so it was left out."), "Copy or export it again.")
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn record(kind: u8, body: &[u8]) -> Vec<u8> {
        [&[kind, u8::try_from(body.len()).expect("short")], body].concat()
    }

    pub fn long(kind: u16, body: &[u8]) -> Vec<u8> {
        let part = |bits: u16| u8::try_from(bits).expect("seven bits and a mark");
        [&[part(kind & 0x7f | 0x80), part(kind >> 7), u8::try_from(body.len()).expect("short")], body]
            .concat()
    }

    pub fn words(words: &[u32]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    #[test]
    fn the_lists_hold_what_they_say() {
        let begin = |stated| long(0x9f, &words(&[9, stated]));
        let text = record(0x13, &[0, 1, 0, 0, 0, b'a', 0]);
        let end = long(0xa0, &[]);
        let told = |part: &[Vec<u8>]| texts(&part.concat()).map_err(|refusal| refusal.code);
        assert_eq!(told(&[begin(2), text.clone(), text.clone(), end.clone()]), Ok(2));
        assert_eq!(told(&[begin(3), text.clone(), text.clone(), end.clone()]), Err("E-STRING"));
        assert_eq!(told(&[begin(1), text.clone(), text.clone(), end.clone()]), Err("E-STRING"));
        assert_eq!(told(&[begin(1), text.clone()]), Err("E-STRING"), "cut short");
        let longer = record(0x13, &[0, 2, 0, 0, 0, b'a', 0]);
        assert_eq!(told(&[begin(1), longer, end.clone()]), Err("E-STRING"));
        let later = [long(0x23, &[]), text.clone(), long(0x24, &[])].concat();
        assert_eq!(told(&[begin(1), later, text, end]), Ok(1));

        let styles = |stated: u32| {
            let one = record(0x2f, &[0; 16]);
            let part = [one.clone(), long(0x269, &words(&[stated])), one.clone(), one, long(0x26a, &[])];
            styles(&part.concat()).map_err(|refusal| refusal.code)
        };
        assert_eq!(styles(2), Ok(2), "those before are no formats of cells");
        assert_eq!((styles(1), styles(3)), (Err("E-STYLE"), Err("E-STYLE")));
    }
}
