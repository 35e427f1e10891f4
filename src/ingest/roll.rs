//! Who is at the school: the staff list, and the records that may name others.

use super::parse::amount;
use super::parse::word::text_in;
use super::people::{Found, Listed, Mention, People};
use super::records::each_name;
use super::sheet::Cell;
use super::table::Table;
use super::untis;
use crate::model::school::PersonId;
use crate::model::source::Source;
use std::collections::BTreeMap;

/// Records and fields that may name people whom the staff list does not.
const MENTIONS: [(&str, &str); 5] = [
    ("induction", "staff"),
    ("mentors", "staff"),
    ("timetable", "staff"),
    ("mentorship", "mentor"),
    ("meetings", "mentor"),
];

/// Where else people are named.
const NAMED: [(&str, &str); 9] = [
    ("service", "staff"),
    ("mentorship", "ect"),
    ("meetings", "ect"),
    ("cover", "teacher"),
    ("training", "person"),
    ("absence", "staff"),
    ("reviews", "ect"),
    ("observations", "ect"),
    ("attendance", "name"),
];

/// Everyone in the staff list, and in the records that may know people whom it does not; of a file alone, everyone named.
pub fn people(tables: &[Table], alone: bool) -> People {
    let of = |record: &'static str| tables.iter().filter(move |table| table.record() == record);
    let mut listed = Vec::new();
    for table in of("staff") {
        for row in &table.sheet.entries {
            let Some(code) = table.text(row, "staff") else { continue };
            let trn = amount::trn(table.cell(row, "trn")).ok().flatten();
            let parts = || Some(format!("{} {}", table.text(row, "forename")?, table.text(row, "surname")?));
            let (name, email) = (table.text(row, "name").or_else(parts), table.text(row, "email"));
            let (at, trn_at) = (table.source(row, "staff"), table.source(row, "trn"));
            listed.push(Listed { code, name, trn, email, at, trn_at });
        }
    }
    let mut mentions: Vec<Mention> = Vec::new();
    // A timetable names each teacher in every row of theirs; once is enough, unless a number beside it may differ.
    let mut unnumbered: BTreeMap<String, usize> = BTreeMap::new();
    for (record, field) in MENTIONS.into_iter().chain(NAMED.into_iter().filter(|_| alone)) {
        for table in of(record) {
            let (Some(col), has_numbers) = (table.column(field), table.column("trn").is_some()) else {
                continue;
            };
            let mut before: Option<(Source, &Cell)> = None;
            for row in &table.sheet.entries {
                let cell = (row.source(col), row.cell(col));
                if !has_numbers && before.is_some_and(|before| before.1 == cell.1 && before.0 <= cell.0) {
                    continue;
                }
                before = Some(cell);
                let at = cell.0;
                let Some(text) = text_in(cell.1) else { continue };
                let trn = amount::trn(table.cell(row, "trn")).ok().flatten();
                for text in each_name(&text, &table.layout.joined_by) {
                    if trn.is_none() {
                        if let Some(known) = unnumbered.get(text) {
                            mentions[*known].at = at.min(mentions[*known].at);
                            continue;
                        }
                        unnumbered.insert(text.to_owned(), mentions.len());
                    }
                    mentions.push(Mention { text: text.to_owned(), trn: trn.clone(), at });
                }
            }
        }
    }
    let named =
        untis::names(of("untis teachers"), &listed, mentions.iter().map(|mention| mention.text.as_str()));
    let has_staff_list = !listed.is_empty();
    listed.extend(named.iter().map(|(teacher, _)| teacher.clone()));
    let mut people = People::gather(&listed, &mentions);
    let unlisted = named.iter().filter_map(|(teacher, at)| match people.find(&teacher.code, None) {
        Found::One(id) => Some((id, *at)),
        _ => None,
    });
    let unlisted: Vec<(PersonId, Source)> = unlisted.collect();
    people.unlisted.extend(unlisted);
    if !has_staff_list {
        people.unlisted.clear();
    }
    people
}
