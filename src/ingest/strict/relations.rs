//! Which part stands in which relation to another.

use super::xml::{Walk, attribute, plain};
use crate::ingest::notes::Refusal;
use quick_xml::events::Event;
use std::collections::BTreeSet;

/// Where another part is, and what it is for.
pub struct Relation {
    /// The name by which it is referred to.
    pub id: String,
    /// Its kind, an address that ends in `/worksheet` or the like.
    pub kind: String,
    /// Its place, from the top or from the folder of the part it belongs to.
    pub target: String,
}

/// The relations that a part lists.
///
/// # Errors
/// If it is no XML, or two have one name: only one could count.
pub fn list(part: &str, bytes: &[u8]) -> Result<Vec<Relation>, Refusal> {
    let (mut all, mut ids) = (Vec::new(), BTreeSet::new());
    let mut walk = Walk::new(part, bytes)?;
    while let Some(event) = walk.next()? {
        let Event::Start(tag) = event else { continue };
        if let Some(target) = attribute(&tag, "Target") {
            let word = |name: &str| plain(&attribute(&tag, name).unwrap_or_default());
            let id = word("Id");
            if !ids.insert(id.clone()) {
                return Err(walk.broken());
            }
            all.push(Relation { id, kind: word("Type"), target: plain(&target) });
        }
    }
    Ok(all)
}

/// The place of a part from the top, as a part in this folder names it.
pub fn place(folder: &str, target: &str) -> String {
    target.strip_prefix('/').map_or_else(|| format!("{folder}{target}"), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relation_is_found_by_a_name_that_stands_once() {
        let told = |ids: [&str; 2]| {
            let entries =
                ids.map(|id| format!("<Relationship Id=\"{id}\" Target=\"worksheets/{id}.xml\"/>")).concat();
            let xml = format!("<Relationships>{entries}</Relationships>");
            let all = list("xl/_rels/workbook.xml.rels", xml.as_bytes());
            all.map(|all| all.iter().map(|one| place("xl/", &one.target)).collect::<Vec<_>>())
                .map_err(|refusal| refusal.code)
        };
        assert_eq!(
            told(["a", "b"]),
            Ok(vec!["xl/worksheets/a.xml".to_owned(), "xl/worksheets/b.xml".to_owned()])
        );
        assert_eq!(told(["a", "a"]), Err("E-XML"));
        assert_eq!(place("xl/", "/xl/worksheets/c.xml"), "xl/worksheets/c.xml");
    }
}
