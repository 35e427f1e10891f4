//! Which part stands in which relation to another.

use super::xml::{Walk, attribute, plain};
use crate::ingest::notes::Refusal;
use quick_xml::events::Event;

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
/// If it is no XML.
pub fn list(part: &str, bytes: &[u8]) -> Result<Vec<Relation>, Refusal> {
    let mut all = Vec::new();
    let mut walk = Walk::new(part, bytes)?;
    while let Some(event) = walk.next()? {
        let Event::Start(tag) = event else { continue };
        if let Some(target) = attribute(&tag, "Target") {
            let word = |name: &str| plain(&attribute(&tag, name).unwrap_or_default());
            all.push(Relation { id: word("Id"), kind: word("Type"), target: plain(&target) });
        }
    }
    Ok(all)
}

/// The place of a part from the top, as a part in this folder names it.
pub fn place(folder: &str, target: &str) -> String {
    target.strip_prefix('/').map_or_else(|| format!("{folder}{target}"), str::to_owned)
}
