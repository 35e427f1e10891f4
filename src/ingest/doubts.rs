//! Names and numbers that do not go together. Whoever has the code, or else the number, is taken to be meant, and it is said.

use super::names::readings;
use super::notes::Notes;
use super::people::{Found, Listed, Mention, People};
use crate::model::finding::Place;
use crate::model::school::PersonId;
use crate::model::source::Source;
use std::collections::{BTreeMap, BTreeSet};

/// Something that may have made one person of two, or two of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// One teacher reference number is given to several people.
    SharedNumber {
        /// The number.
        trn: String,
        /// Whose it is said to be.
        people: Vec<PersonId>,
        /// The cells.
        at: Vec<Source>,
    },
    /// A name stands beside the code or the number of someone with another name.
    OtherName {
        /// The name, as written.
        name: String,
        /// Whose code or number it is.
        person: PersonId,
        /// The cell.
        at: Source,
    },
}

/// All of them; `new` are the ids of people who are in no staff list.
pub fn find(people: &People, listed: &[Listed], mentions: &[Mention], new: &BTreeSet<String>) -> Vec<Doubt> {
    let mut shared: BTreeMap<&str, (BTreeSet<PersonId>, Vec<Source>)> = BTreeMap::new();
    let mut others: BTreeMap<(PersonId, &str), Source> = BTreeMap::new();
    let mut other = |person, name, at: Source| {
        let first = others.entry((person, name)).or_insert(at);
        *first = at.min(*first);
    };
    for row in listed {
        let Found::One(person) = people.find(&row.code, None) else { continue };
        if let Some(trn) = &row.trn {
            let (who, at) = shared.entry(trn).or_default();
            who.insert(person);
            at.extend(row.trn_at);
        }
        if let (Some(name), Some(at)) = (&row.name, row.at)
            && !is_called(people, person, name)
        {
            other(person, name, at);
        }
    }
    for mention in mentions {
        let Some(trn) = &mention.trn else { continue };
        let Found::One(person) = people.find(&mention.text, Some(trn)) else { continue };
        let (who, at) = shared.entry(trn).or_default();
        who.insert(person);
        at.push(mention.at);
        let by_itself = people.find(&mention.text, None) == Found::One(person);
        // Another program may have another code for the same teacher; that is what the number is for.
        let is_code = readings(&mention.text).is_empty() && !new.contains(&people.all[person.0 as usize].id);
        if !by_itself && !is_code && !people.may_be_called(person, &mention.text) {
            other(person, &mention.text, mention.at);
        }
    }
    let several = shared.into_iter().filter(|(_, (who, _))| who.len() > 1).map(|(trn, (who, mut at))| {
        at.sort_unstable();
        at.dedup();
        Doubt::SharedNumber { trn: trn.to_owned(), people: who.into_iter().collect(), at }
    });
    let named =
        others.into_iter().map(|((person, name), at)| Doubt::OtherName { name: name.to_owned(), person, at });
    several.chain(named).collect()
}

/// True if the name is the one the person goes by here, or may be the same one written in another way.
fn is_called(people: &People, person: PersonId, name: &str) -> bool {
    let held = &people.all[person.0 as usize].name;
    held == name || super::names::may_be_one(held, name)
}

/// Says them.
pub fn say(people: &People, notes: &mut Notes) {
    for doubt in &people.doubts {
        match doubt {
            Doubt::SharedNumber { trn, people: who, at } => notes.add(
                "W-IDENTITY",
                format!(
                    "The teacher reference number {trn} is given to more than one person: {}.",
                    people.listed(who)
                ),
                "Correct the number of all but one of them. Until then, rows that give the number and no staff code cannot be used.",
                at.iter().map(|at| Place::Cell(*at)),
            ),
            Doubt::OtherName { name, person, at } => notes.add(
                "W-IDENTITY",
                format!(
                    "“{name}” stands here with the code or the teacher reference number of {}, and was taken for the same person.",
                    people.listed(&[*person])
                ),
                "If they are two people, correct the code or the number; if not, write the name as the staff list has it.",
                [Place::Cell(*at)],
            ),
        }
    }
}
