//! Looking someone up: by code, number, address or name, and by the number beside it.

use super::{Found, People, code_key};
use crate::ingest::names::readings;
use crate::model::school::{Person, PersonId};
use std::collections::BTreeSet;

/// More letters than a name has. Comparing two texts takes room for each letter of one with each of the other.
const LONGEST: usize = 100;

impl People {
    /// Who is meant by a code, a number, an address or a name, and by the number beside it.
    pub fn find(&self, text: &str, trn: Option<&str>) -> Found {
        if let Some(id) = self.written.get(text).or_else(|| self.codes.get(&code_key(text))) {
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
        let length = wanted.chars().count();
        if length > LONGEST {
            return None;
        }
        let most = 1 + length / 4;
        let near = |person: &Person| {
            let slips = |known: &str| {
                let known = known.to_lowercase();
                // Each letter too many is a slip.
                (known.chars().count() <= length + most).then(|| strsim::damerau_levenshtein(&wanted, &known))
            };
            [slips(&person.id), slips(&person.name)]
                .into_iter()
                .flatten()
                .min()
                .filter(|slips| *slips <= most)
        };
        let all = self.all.iter().filter_map(|person| Some((near(person)?, person)));
        // Of two at the same distance, letters in the wrong order are the likelier slip.
        let best = all.min_by_key(|(slips, person)| (*slips, letters(&person.id) != letters(text)));
        best.map(|(_, person)| person)
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
    use super::super::Listed;
    use super::*;

    fn listed(code: &str, name: &str) -> Listed {
        Listed { code: code.into(), name: Some(name.into()), ..Listed::default() }
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
    fn a_name_of_thousands_of_letters_is_near_nobody() {
        let long = "Jane ".repeat(8_000);
        let people = People::gather(&[listed("JSM", &long), listed("JOS", "John Smith")], &[]);
        let near = |text: &str| people.nearest(text).map(|person| person.id.as_str());
        assert_eq!(near(&format!("{long}x")), None);
        assert_eq!(near("Jhon Smith"), Some("JOS"));
    }

    #[test]
    fn everyone_a_name_fits_is_listed_up_to_eight() {
        let codes = ["S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9"];
        let people = People::gather(&codes.map(|code| listed(code, "Jane Smith")), &[]);
        let Found::Several(all) = people.find("Ms Smith", None) else { panic!("one Smith of ten") };
        assert!(people.listed(&all).ends_with("S7 (Jane Smith) and 2 more"));
        assert_eq!(people.listed(&all[..1]), "S0 (Jane Smith)");
    }
}
