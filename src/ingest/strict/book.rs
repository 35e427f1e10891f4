//! The parts that say what a workbook consists of: its sheets, the list of its texts, the list of its formats.

use super::package::{Package, Part};
use super::xml::{Edit, Walk, attribute, edited};
use crate::ingest::notes::{Refusal, Remark};
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::ops::Range;

/// Kinds of sheet that hold no rows, as the list of parts names them; the last two are Excel 4 macros.
const ROWLESS: [&str; 4] = ["/chartsheet", "/dialogsheet", "/xlMacrosheet", "/xlIntlMacrosheet"];

/// A sheet as the workbook lists it.
pub struct Entry {
    /// Its name.
    pub name: String,
    /// The part that holds it.
    pub part: String,
    /// It is listed as a chart, a dialog or a macro.
    pub is_rowless: bool,
    relation: String,
}

/// Where another part is, and where that is written.
struct Relation {
    target: String,
    kind: String,
    stands: Range<usize>,
    tag: String,
}

/// A workbook by its lists.
pub struct Book {
    /// Folder of the workbook, `xl/`.
    folder: String,
    relations_part: String,
    relations_bytes: Vec<u8>,
    relations: BTreeMap<String, Relation>,
    /// Sheets, in order.
    pub sheets: Vec<Entry>,
    /// Its formulas are worked out only when somebody asks.
    by_hand: bool,
}

impl Book {
    /// Reads the lists.
    ///
    /// # Errors
    /// `E-DAMAGED`, or what is wrong with the XML.
    pub fn of(package: &mut Package) -> Result<Book, Refusal> {
        let (folder, name) = document(&package.needed("_rels/.rels")?)?;
        let relations_part = format!("{folder}_rels/{name}.rels");
        let relations_bytes = package.needed(&relations_part)?;
        let relations = relations(&relations_part, &relations_bytes)?;
        let part = format!("{folder}{name}");
        let bytes = package.needed(&part)?;
        let (mut sheets, mut by_hand) = (Vec::new(), false);
        let mut walk = Walk::new(&part, &bytes)?;
        while let Some(event) = walk.next()? {
            let Event::Start(tag) = event else { continue };
            match tag.local_name().as_ref() {
                "calcPr" => by_hand = attribute(&tag, "calcMode").is_some_and(|mode| mode == "manual"),
                "sheet" => {
                    let Some(id) = attribute(&tag, "id") else { continue };
                    let Some(relation) = relations.get(&id) else { continue };
                    let target = &relation.target;
                    sheets.push(Entry {
                        name: plain(&attribute(&tag, "name").unwrap_or_default()),
                        part: target
                            .strip_prefix('/')
                            .map_or_else(|| format!("{folder}{target}"), str::to_owned),
                        is_rowless: ROWLESS.iter().any(|kind| relation.kind.ends_with(kind)),
                        relation: id,
                    });
                }
                _ => {}
            }
        }
        Ok(Book { folder, relations_part, relations_bytes, relations, sheets, by_hand })
    }

    /// How many texts the list has; and the list without the number it states, if that is larger: the reader would make
    /// room for as many.
    ///
    /// # Errors
    /// If the part is no XML.
    pub fn strings(&self, package: &mut Package) -> Result<(usize, Option<Part>), Refusal> {
        let part = format!("{}sharedStrings.xml", self.folder);
        let Some(bytes) = package.part(&part)? else { return Ok((0, None)) };
        let (mut count, mut stated) = (0, None);
        let mut walk = Walk::new(&part, &bytes)?;
        while let Some(event) = walk.next()? {
            let Event::Start(tag) = event else { continue };
            match (walk.depth(), tag.local_name().as_ref()) {
                (1, _) => {
                    let number = attribute(&tag, "uniqueCount");
                    stated = number.map(|number| (number.parse().unwrap_or(usize::MAX), walk.only(&tag, "")));
                }
                (2, "si") => count += 1,
                (_, "si") => return Err(walk.broken()),
                _ => {}
            }
        }
        let changed = stated
            .filter(|(number, _)| *number > count)
            .map(|(_, edit): (usize, Edit)| edited(&bytes, &[edit]));
        Ok((count, changed.map(|bytes| (part, bytes))))
    }

    /// How many formats of cells there are.
    ///
    /// # Errors
    /// If the part is no XML.
    pub fn styles(&self, package: &mut Package) -> Result<usize, Refusal> {
        let part = format!("{}styles.xml", self.folder);
        let Some(bytes) = package.part(&part)? else { return Ok(0) };
        let (mut count, mut inside) = (0, false);
        let mut walk = Walk::new(&part, &bytes)?;
        while let Some(event) = walk.next()? {
            match event {
                Event::Start(tag) if tag.local_name().as_ref() == "cellXfs" => inside = true,
                Event::Start(tag) if inside && tag.local_name().as_ref() == "xf" => count += 1,
                Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => inside = false,
                _ => {}
            }
        }
        Ok(count)
    }

    /// The list of parts with some sheets given out as dialogs, which the reader passes over.
    pub fn relations_without(&self, sheets: &[&Entry]) -> Option<Part> {
        let mut edits: Vec<Edit> = sheets
            .iter()
            .filter_map(|entry| self.relations.get(&entry.relation))
            .filter(|relation| !ROWLESS[..2].iter().any(|kind| relation.kind.ends_with(kind)))
            .map(|relation| (relation.stands.clone(), relation.tag.replace(&relation.kind, "/dialogsheet")))
            .collect();
        edits.sort_by_key(|(stretch, _)| stretch.start);
        edits.dedup_by_key(|(stretch, _)| stretch.start);
        (!edits.is_empty()).then(|| (self.relations_part.clone(), edited(&self.relations_bytes, &edits)))
    }

    /// Why stored results may be older than what they rest on.
    pub fn stale(&self, package: &Package) -> Vec<Remark> {
        let links = format!("{}externallinks/externallink", self.folder.to_ascii_lowercase());
        let linked = package.names().filter(|name| name.starts_with(&links)).count();
        let mut remarks = Vec::new();
        if linked > 0 {
            let others =
                if linked == 1 { "another workbook".to_owned() } else { format!("{linked} other workbooks") };
            remarks.push(Remark::new(
                "W-STALE",
                format!(
                    "This workbook takes values from {others}; what it held when it was last saved was read."
                ),
                "Open it in Excel, choose Data, Edit Links, Update Values, and save it.",
            ));
        }
        if self.by_hand {
            remarks.push(Remark::new(
                "W-STALE",
                "The formulas of this workbook are worked out only on demand, so their results may be older than its entries.",
                "In Excel choose Formulas, Calculation Options, Automatic, and save it.",
            ));
        }
        remarks
    }
}

/// Folder and name of the part that lists the sheets, found as the reader finds it.
fn document(bytes: &[u8]) -> Result<(String, String), Refusal> {
    let mut found = ("xl/".to_owned(), "workbook.xml".to_owned());
    let mut walk = Walk::new("_rels/.rels", bytes)?;
    while let Some(event) = walk.next()? {
        let Event::Start(tag) = event else { continue };
        let is_document =
            attribute(&tag, "Type").is_some_and(|kind| kind.ends_with("/relationships/officeDocument"));
        if let (true, Some(target)) = (is_document, attribute(&tag, "Target")) {
            let target = plain(&target);
            let target = target.strip_prefix('/').unwrap_or(&target);
            let (folder, name) = target.rfind('/').map_or(("", target), |at| target.split_at(at + 1));
            let name = if name.is_empty() { "workbook.xml" } else { name };
            found = (folder.to_owned(), name.to_owned());
        }
    }
    Ok(found)
}

fn relations(part: &str, bytes: &[u8]) -> Result<BTreeMap<String, Relation>, Refusal> {
    let mut all = BTreeMap::new();
    let mut walk = Walk::new(part, bytes)?;
    while let Some(event) = walk.next()? {
        let Event::Start(tag) = event else { continue };
        let (Some(id), Some(target)) = (attribute(&tag, "Id"), attribute(&tag, "Target")) else { continue };
        let relation = Relation {
            target,
            kind: attribute(&tag, "Type").unwrap_or_default(),
            stands: walk.last(),
            tag: walk.slice(walk.last()).to_owned(),
        };
        all.insert(id, relation);
    }
    Ok(all)
}

/// An attribute as it is meant, `A&B` for `A&amp;B`.
fn plain(written: &str) -> String {
    unescape(written).map_or_else(|_| written.to_owned(), std::borrow::Cow::into_owned)
}
