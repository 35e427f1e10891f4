//! The parts that say what a workbook consists of.

use super::package::Package;
use super::relations::{Relation, list, place};
use super::xml::{Walk, attribute, plain};
use super::{formats, texts};
use crate::ingest::notes::{Refusal, Remark};
use crate::ingest::sheet::Cell;
use crate::ingest::stored::Format;
use quick_xml::events::Event;

/// Kinds of sheet that hold no rows, as the list of parts names them; the last two are Excel 4 macros.
const ROWLESS: [&str; 4] = ["/chartsheet", "/dialogsheet", "/xlMacrosheet", "/xlIntlMacrosheet"];

/// A sheet as the workbook lists it.
pub struct Entry {
    /// Its name.
    pub name: String,
    /// The part that holds it; nothing if the workbook does not say.
    pub part: Option<String>,
    /// It is listed as a chart, a dialog or a macro.
    pub is_rowless: bool,
    /// Excel does not show it.
    pub is_hidden: bool,
}

/// A workbook by its lists.
pub struct Book {
    /// Folder of the workbook, `xl/`.
    folder: String,
    relations: Vec<Relation>,
    /// Sheets, in order.
    pub sheets: Vec<Entry>,
    /// It counts its days from 1904.
    pub from_1904: bool,
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
        let relations = list(&relations_part, &package.needed(&relations_part)?)?;
        let part = format!("{folder}{name}");
        let bytes = package.needed(&part)?;
        let mut book = Book { folder, relations, sheets: Vec::new(), from_1904: false, by_hand: false };
        let mut walk = Walk::new(&part, &bytes)?;
        while let Some(event) = walk.next()? {
            let Event::Start(tag) = event else { continue };
            let word = |name: &str| attribute(&tag, name).map(|written| plain(&written));
            match (walk.depth(), tag.local_name().as_ref()) {
                (2, "calcPr") => book.by_hand = word("calcMode").is_some_and(|mode| mode == "manual"),
                (2, "workbookPr") => {
                    book.from_1904 = word("date1904").is_some_and(|yes| yes == "1" || yes == "true");
                }
                (3, "sheet") => {
                    let id = word("id").unwrap_or_default();
                    let relation = book.relations.iter().find(|relation| relation.id == id);
                    book.sheets.push(Entry {
                        name: word("name").unwrap_or_default(),
                        part: relation.map(|relation| place(&book.folder, &relation.target)),
                        is_rowless: relation
                            .is_some_and(|relation| ROWLESS.iter().any(|kind| relation.kind.ends_with(kind))),
                        is_hidden: word("state").is_some_and(|state| state != "visible"),
                    });
                }
                _ => {}
            }
        }
        Ok(book)
    }

    /// The texts that its cells share.
    ///
    /// # Errors
    /// If the part cannot be unpacked or is no XML.
    pub fn texts(&self, package: &mut Package) -> Result<Vec<Cell>, Refusal> {
        let part = self.part("/sharedStrings", "sharedStrings.xml");
        package.part(&part)?.map_or(Ok(Vec::new()), |bytes| texts::list(&part, &bytes))
    }

    /// The formats that its cells share.
    ///
    /// # Errors
    /// If the part cannot be unpacked or is no XML.
    pub fn formats(&self, package: &mut Package) -> Result<Vec<Format>, Refusal> {
        let part = self.part("/styles", "styles.xml");
        package.part(&part)?.map_or(Ok(Vec::new()), |bytes| formats::list(&part, &bytes))
    }

    /// The part of a kind; some programs leave it out of their list and store it where Excel does.
    fn part(&self, kind: &str, usual: &str) -> String {
        let listed = self.relations.iter().find(|relation| relation.kind.ends_with(kind));
        place(&self.folder, listed.map_or(usual, |relation| &relation.target))
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

/// Folder and name of the part that lists the sheets.
fn document(bytes: &[u8]) -> Result<(String, String), Refusal> {
    let relations = list("_rels/.rels", bytes)?;
    let document = relations.iter().find(|one| one.kind.ends_with("/relationships/officeDocument"));
    let target = document.map_or("xl/workbook.xml", |one| one.target.trim_start_matches('/'));
    let (folder, name) = target.rfind('/').map_or(("", target), |at| target.split_at(at + 1));
    Ok((folder.to_owned(), name.to_owned()))
}
