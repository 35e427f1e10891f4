//! Payments whose scheme is neither of the two that are looked for: they count for no line, and somebody should look.

use super::notes::Notes;
use crate::model::finding::Place;
use crate::model::school::School;
use std::collections::BTreeMap;

/// Says of each wording that names neither scheme, or both, in which rows it stands.
pub fn say(school: &School, notes: &mut Notes) {
    let mut unknown: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
    for payment in school.payments.iter().filter(|payment| payment.scheme.is_none()) {
        unknown.entry(&payment.written.value).or_default().push(Place::Cell(payment.written.source));
    }
    for (written, at) in unknown {
        notes.add(
            "W-SCHEME",
            format!("“{written}” is not known as the year-2 grant or as mentor training, so no payment under it was counted."),
            "Nothing to do if it is for something else; otherwise write “year 2 grant” or “mentor training”.",
            at,
        );
    }
}
