//! Who is meant: staff code first, then teacher reference number, then e-mail, then name. A name that fits two people is
//! never decided here.

use super::names::{Name, readings};
use crate::model::school::{Person, PersonId};
use crate::model::source::Source;
use std::collections::{BTreeMap, BTreeSet};

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
    /// The code is this person's, the teacher reference number is not.
    Conflict(PersonId),
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
    emails: Vec<BTreeSet<String>>,
    codes: BTreeMap<String, PersonId>,
    by_trn: BTreeMap<String, Vec<PersonId>>,
    by_email: BTreeMap<String, Vec<PersonId>>,
    by_surname: BTreeMap<String, Vec<(Name, PersonId)>>,
}

/// A code as it is compared.
pub fn code_key(text: &str) -> String {
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
            people.add(Person { id, name, trn }, emails);
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
        let mut together: Vec<_> = people.all.into_iter().zip(people.emails).collect();
        together.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        for (person, emails) in together {
            let (is_new, seen) = (new.contains(&person.id), first_seen.get(&person.id).copied());
            let id = sorted.add(person, emails);
            if let (true, false, Some(at)) = (is_new, listed.is_empty(), seen) {
                sorted.unlisted.push((id, at));
            }
        }
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
            if self.all[id.0 as usize].trn.is_none() {
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
        id
    }

    /// Who is meant by a code, a number, an address or a name.
    pub fn find(&self, text: &str, trn: Option<&str>) -> Found {
        if let Some(id) = self.codes.get(&code_key(text)) {
            return match (trn, &self.all[id.0 as usize].trn) {
                (Some(given), Some(held)) if given != held => Found::Conflict(*id),
                _ => Found::One(*id),
            };
        }
        let padded = format!("{text:0>7}");
        let number = (5..=7).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        let by_number = trn.or(number.then_some(padded.as_str())).and_then(|trn| self.by_trn.get(trn));
        if let Some(found) = by_number.or_else(|| self.by_email.get(&text.to_lowercase())) {
            return one_of(found.iter().copied().collect());
        }
        let wanted = readings(text);
        let (mut exact, mut likely) = (BTreeSet::new(), BTreeSet::new());
        for name in &wanted {
            for (held, id) in self.by_surname.get(&name.surname).into_iter().flatten() {
                if held.equals(name) {
                    exact.insert(*id);
                }
                if held.fits(name) {
                    likely.insert(*id);
                }
            }
        }
        one_of(if exact.is_empty() { likely } else { exact })
    }

    /// The known person most like a text that fits nobody.
    pub fn nearest(&self, text: &str) -> Option<&Person> {
        let wanted = text.to_lowercase();
        let letters = |text: &str| {
            let mut letters: Vec<char> = text.to_lowercase().chars().collect();
            letters.sort_unstable();
            letters
        };
        let near = |person: &Person| {
            let code = strsim::damerau_levenshtein(&wanted, &person.id.to_lowercase());
            let name = strsim::damerau_levenshtein(&wanted, &person.name.to_lowercase());
            code.min(name)
        };
        // Of two at the same distance, letters in the wrong order are the likelier slip.
        let best =
            self.all.iter().min_by_key(|person| (near(person), letters(&person.id) != letters(text)))?;
        (near(best) <= 1 + wanted.chars().count() / 4).then_some(best)
    }
}

fn one_of(ids: BTreeSet<PersonId>) -> Found {
    let ids: Vec<PersonId> = ids.into_iter().collect();
    match ids[..] {
        [] => Found::Nobody,
        [id] => Found::One(id),
        _ => Found::Several(ids),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::source::SheetId;

    fn listed(code: &str, name: &str) -> Listed {
        Listed { code: code.into(), name: Some(name.into()), trn: None, email: None }
    }
    fn mention(text: &str) -> Mention {
        Mention { text: text.into(), trn: None, at: Source { sheet: SheetId(0), row: 1, col: 0 } }
    }

    #[test]
    fn a_name_that_fits_two_people_is_not_decided() {
        let people = People::gather(&[listed("JSM", "Jane Smith"), listed("JOS", "John Smith")], &[]);
        assert_eq!(people.find("jsm", None), Found::One(PersonId(1)));
        assert_eq!(people.find("SMITH, John", None), Found::One(PersonId(0)));
        assert_eq!(people.find("J Smith", None), Found::Several(vec![PersonId(0), PersonId(1)]));
        assert_eq!(people.find("Jack Smith", None), Found::Nobody);
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
