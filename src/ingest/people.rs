//! Who is meant: staff code first, then teacher reference number, then e-mail, then name. A name that fits two people is
//! never decided here, and a name and a number of two people are never one.

mod find;

use super::doubts::{self, Doubt};
use super::names::{Name, readings};
use crate::model::school::{Person, PersonId};
use crate::model::source::Source;
use foldhash::fast::FixedState;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A row of a staff list.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// Staff code.
    pub code: String,
    /// Name.
    pub name: Option<String>,
    /// Teacher reference number.
    pub trn: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Where the code stands.
    pub at: Option<Source>,
    /// Where the number stands.
    pub trn_at: Option<Source>,
}

/// Someone named in a record that may know people whom the staff list does not.
#[derive(Clone, Debug)]
pub struct Mention {
    /// Code or name, as written.
    pub text: String,
    /// Teacher reference number in the same row.
    pub trn: Option<String>,
    /// Where.
    pub at: Source,
}

/// The answer to "who is this?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// This person.
    One(PersonId),
    /// It fits all of these.
    Several(Vec<PersonId>),
    /// The code or name is of one of these, the teacher reference number is not, or is another's.
    Conflict(Vec<PersonId>),
    /// Nobody.
    Nobody,
}

/// Everyone of the school.
#[derive(Debug, Default)]
pub struct People {
    /// Sorted by id.
    pub all: Vec<Person>,
    /// People who are in no staff list, and where they are first named, if there is a staff list.
    pub unlisted: Vec<(PersonId, Source)>,
    /// Names and numbers that do not go together, although one person is taken to be meant.
    pub doubts: Vec<Doubt>,
    emails: Vec<BTreeSet<String>>,
    other_names: Vec<BTreeSet<String>>,
    codes: BTreeMap<String, PersonId>,
    /// The same by the code as it is written, which most rows write alike.
    written: HashMap<String, PersonId, FixedState>,
    by_trn: BTreeMap<String, Vec<PersonId>>,
    by_email: BTreeMap<String, Vec<PersonId>>,
    by_surname: BTreeMap<String, Vec<(Name, PersonId)>>,
}

/// A code as it is compared.
pub fn code_key(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return text.to_ascii_lowercase();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl People {
    /// Everyone listed or mentioned. The order of either does not matter.
    pub fn gather(listed: &[Listed], mentions: &[Mention]) -> People {
        let mut people = People::default();
        let mut rows: BTreeMap<String, Vec<&Listed>> = BTreeMap::new();
        for row in listed {
            rows.entry(code_key(&row.code)).or_default().push(row);
        }
        for same in rows.values() {
            let least =
                |field: fn(&Listed) -> Option<&String>| same.iter().filter_map(|row| field(row)).min();
            let id = same.iter().map(|row| &row.code).min().cloned().unwrap_or_default();
            let name = least(|row| row.name.as_ref()).cloned().unwrap_or_else(|| id.clone());
            let trn = least(|row| row.trn.as_ref()).cloned();
            let emails = same.iter().filter_map(|row| row.email.as_ref()).map(|e| e.to_lowercase()).collect();
            let person = people.add(Person { id, name, trn }, emails);
            for other in same.iter().filter_map(|row| row.name.as_ref()) {
                people.also_named(person, other);
            }
        }
        let first_new = people.all.len();
        let mut first_seen: BTreeMap<String, Source> = BTreeMap::new();
        for mention in people.unknown(mentions) {
            if people.find(&mention.text, mention.trn.as_deref()) == Found::Nobody {
                first_seen.insert(mention.text.clone(), mention.at);
                let person = Person { id: mention.text.clone(), name: mention.text, trn: mention.trn };
                people.add(person, BTreeSet::new());
            }
        }
        people.learn_numbers(mentions);
        let new: BTreeSet<String> = people.all[first_new..].iter().map(|person| person.id.clone()).collect();
        let mut sorted = People::default();
        let mut together: Vec<_> =
            people.all.into_iter().zip(people.emails).zip(people.other_names).collect();
        together.sort_by(|((a, _), _), ((b, _), _)| a.id.cmp(&b.id));
        for ((person, emails), other_names) in together {
            let (is_new, seen) = (new.contains(&person.id), first_seen.get(&person.id).copied());
            let id = sorted.add(person, emails);
            for name in other_names {
                sorted.also_named(id, &name);
            }
            if let (true, false, Some(at)) = (is_new, listed.is_empty(), seen) {
                sorted.unlisted.push((id, at));
            }
        }
        sorted.doubts = doubts::find(&sorted, listed, mentions, &new);
        sorted
    }

    /// Mentions of nobody known, each once, in an order that does not depend on the files: codes, then the fullest names.
    fn unknown(&self, mentions: &[Mention]) -> Vec<Mention> {
        let mut once: BTreeMap<(bool, std::cmp::Reverse<usize>, String), Mention> = BTreeMap::new();
        for mention in mentions {
            let key = code_key(&mention.text);
            let names = readings(&mention.text);
            let given = names.iter().map(|name| name.all_given.chars().count()).min().unwrap_or(0);
            let rank = (!names.is_empty(), std::cmp::Reverse(given), key);
            match once.get_mut(&rank) {
                Some(known) => {
                    known.at = known.at.min(mention.at);
                    if mention.text < known.text {
                        known.text.clone_from(&mention.text);
                    }
                    known.trn = known.trn.take().into_iter().chain(mention.trn.clone()).min();
                }
                None => {
                    if self.find(&mention.text, mention.trn.as_deref()) == Found::Nobody {
                        once.insert(rank, mention.clone());
                    }
                }
            }
        }
        once.into_values().collect()
    }

    /// A number written beside a person's code elsewhere than in the staff list.
    fn learn_numbers(&mut self, mentions: &[Mention]) {
        let mut learnt: BTreeMap<PersonId, String> = BTreeMap::new();
        for mention in mentions {
            let (Some(trn), Found::One(id)) = (&mention.trn, self.find(&mention.text, None)) else {
                continue;
            };
            if self.all[id.0 as usize].trn.is_none() && !self.by_trn.contains_key(trn) {
                let held = learnt.entry(id).or_insert_with(|| trn.clone());
                if trn < held {
                    held.clone_from(trn);
                }
            }
        }
        for (id, trn) in learnt {
            self.all[id.0 as usize].trn = Some(trn);
        }
    }

    fn add(&mut self, person: Person, emails: BTreeSet<String>) -> PersonId {
        let id = PersonId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        self.codes.insert(code_key(&person.id), id);
        self.written.insert(person.id.clone(), id);
        if let Some(trn) = &person.trn {
            self.by_trn.entry(trn.clone()).or_default().push(id);
        }
        for email in &emails {
            self.by_email.entry(email.clone()).or_default().push(id);
        }
        for name in readings(&person.name) {
            self.by_surname.entry(name.surname.clone()).or_default().push((name, id));
        }
        self.all.push(person);
        self.emails.push(emails);
        self.other_names.push(BTreeSet::new());
        id
    }

    /// Another row of the staff list calls the person so.
    fn also_named(&mut self, id: PersonId, name: &str) {
        let place = id.0 as usize;
        if self.all[place].name != name && self.other_names[place].insert(name.to_owned()) {
            for name in readings(name) {
                self.by_surname.entry(name.surname.clone()).or_default().push((name, id));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::source::SheetId;

    fn listed(code: &str, name: &str) -> Listed {
        Listed { code: code.into(), name: Some(name.into()), ..Listed::default() }
    }
    fn mention(text: &str) -> Mention {
        Mention { text: text.into(), trn: None, at: Source { sheet: SheetId(0), row: 1, col: 0 } }
    }

    #[test]
    fn people_named_elsewhere_become_people_whatever_the_order() {
        let mut mentions = ["Smith J", "Jane Smith", "KLM"].map(mention).to_vec();
        let names = |mentions: &[Mention]| {
            People::gather(&[listed("AB", "Ann Bell")], mentions)
                .all
                .into_iter()
                .map(|p| p.id)
                .collect::<Vec<_>>()
        };
        let one = names(&mentions);
        mentions.reverse();
        assert_eq!(one, ["AB", "Jane Smith", "KLM"]);
        assert_eq!(names(&mentions), one);
    }
}
