//! Who is meant: staff code first, then teacher reference number, then e-mail, then name. A name that fits two people is
//! never decided here, and a name and a number of two people are never one.

use super::doubts::{self, Doubt};
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

    /// Who is meant by a code, a number, an address or a name, and by the number beside it.
    pub fn find(&self, text: &str, trn: Option<&str>) -> Found {
        if let Some(id) = self.codes.get(&code_key(text)) {
            return self.agreed(*id, trn);
        }
        let padded = format!("{text:0>7}");
        let number = (5..=7).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        let by_number = number.then(|| self.by_trn.get(&padded)).flatten();
        if let Some(found) = by_number.or_else(|| self.by_email.get(&text.to_lowercase())) {
            return one_of(found.iter().copied().collect());
        }
        let (exact, likely) = self.named(text);
        let numbered: BTreeSet<PersonId> =
            trn.and_then(|trn| self.by_trn.get(trn)).into_iter().flatten().copied().collect();
        let both: BTreeSet<PersonId> = likely.intersection(&numbered).copied().collect();
        if !both.is_empty() {
            return one_of(both);
        }
        if likely.is_empty() {
            return one_of(numbered);
        }
        if !numbered.is_empty() {
            return Found::Conflict(likely.union(&numbered).copied().collect());
        }
        match one_of(if exact.is_empty() { likely } else { exact }) {
            Found::One(id) => self.agreed(id, trn),
            found => found,
        }
    }

    /// This person, unless the number is not theirs.
    fn agreed(&self, id: PersonId, trn: Option<&str>) -> Found {
        match (trn, &self.all[id.0 as usize].trn) {
            (Some(given), Some(held)) if given != held => {
                let others = self.by_trn.get(given).into_iter().flatten();
                Found::Conflict(std::iter::once(id).chain(others.copied()).collect())
            }
            _ => Found::One(id),
        }
    }

    /// Whom a name fits letter for letter, and whom it may fit.
    fn named(&self, text: &str) -> (BTreeSet<PersonId>, BTreeSet<PersonId>) {
        let (mut exact, mut likely) = (BTreeSet::new(), BTreeSet::new());
        for name in readings(text) {
            for (held, id) in self.by_surname.get(&name.surname).into_iter().flatten() {
                if held.equals(&name) {
                    exact.insert(*id);
                }
                if held.equals(&name) || held.fits(&name) {
                    likely.insert(*id);
                }
            }
        }
        (exact, likely)
    }

    /// True if the person has this name, or may have.
    pub fn may_be_called(&self, id: PersonId, name: &str) -> bool {
        self.named(name).1.contains(&id)
    }

    /// People to choose from, by code and name: all up to eight, then how many more.
    pub fn listed(&self, ids: &[PersonId]) -> String {
        const SHOWN: usize = 8;
        let one = |id: &PersonId| {
            let person = &self.all[id.0 as usize];
            if person.name == person.id {
                person.id.clone()
            } else {
                format!("{} ({})", person.id, person.name)
            }
        };
        let said = ids.iter().take(SHOWN).map(one).collect::<Vec<_>>().join(", ");
        match ids.len().saturating_sub(SHOWN) {
            0 => said,
            more => format!("{said} and {more} more"),
        }
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
        Listed { code: code.into(), name: Some(name.into()), ..Listed::default() }
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
    fn a_number_tells_two_of_one_name_apart_and_never_joins_two_names() {
        let numbered = |code, name, trn: &str| Listed { trn: Some(trn.into()), ..listed(code, name) };
        let people = People::gather(
            &[
                numbered("JAS", "Jane Smith", "1111111"),
                numbered("JOS", "John Smith", "2222222"),
                listed("KLE", "Kit Lee"),
            ],
            &[],
        );
        let (jane, john, kit) = (PersonId(0), PersonId(1), PersonId(2));
        for (text, trn, expected) in [
            ("J Smith", "1111111", Found::One(jane)),
            ("J Smith", "3333333", Found::Several(vec![jane, john])),
            ("Jane Smith", "3333333", Found::Conflict(vec![jane])),
            ("Jane Smith", "2222222", Found::Conflict(vec![jane, john])),
            ("JAS", "2222222", Found::Conflict(vec![jane, john])),
            ("Jane Jones", "1111111", Found::One(jane)),
            ("4711", "1111111", Found::One(jane)),
            ("Kit Lee", "3333333", Found::One(kit)),
            ("1111111", "", Found::One(jane)),
        ] {
            let trn = (!trn.is_empty()).then_some(trn);
            assert_eq!(people.find(text, trn), expected, "{text} {trn:?}");
        }
    }

    #[test]
    fn an_address_is_matched_whole() {
        let email = |code, email: &str| Listed { email: Some(email.into()), ..listed(code, "Jane Smith") };
        let people = People::gather(&[email("JAS", "Jane.Smith@calder.example")], &[]);
        assert_eq!(people.find("jane.smith@calder.example", None), Found::One(PersonId(0)));
        assert_eq!(people.find("jane.smith@wharfe.example", None), Found::Nobody);
        assert_eq!(people.find("jane.smith", None), Found::Nobody);
    }

    #[test]
    fn codes_keep_their_accents_and_lose_their_case_and_spaces() {
        let people = People::gather(&[listed("MüSt", "Uwe Müller"), listed("CHR1", "Ann Christie")], &[]);
        assert_eq!(people.find("müst ", None), Found::One(PersonId(1)));
        assert_eq!(people.find("chr1\u{a0}", None), Found::One(PersonId(0)));
        assert_eq!(people.find("MuSt", None), Found::Nobody);
    }

    #[test]
    fn everyone_a_name_fits_is_listed_up_to_eight() {
        let codes = ["S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9"];
        let people = People::gather(&codes.map(|code| listed(code, "Jane Smith")), &[]);
        let Found::Several(all) = people.find("Ms Smith", None) else { panic!("one Smith of ten") };
        assert!(people.listed(&all).ends_with("S7 (Jane Smith) and 2 more"));
        assert_eq!(people.listed(&all[..1]), "S0 (Jane Smith)");
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
