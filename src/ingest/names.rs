//! Names as files write them: `Dr Jane Smith`, `SMITH, Jane`, `Smith J`, `J Smith`.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One way to take a name apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// Surname, lower case, words joined, without accents, which not every keyboard types.
    pub surname: String,
    /// Given names, likewise, those of initials letter for letter; none after a title (`Ms Smith`).
    given: Vec<String>,
    /// All given names joined, as spelt, for telling an exact match from a likely one.
    pub all_given: String,
    /// The surname as spelt.
    spelt: String,
}

const TITLES: [&str; 13] =
    ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "sir", "dame", "lady", "fr"];

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '.' | ','))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Without what stands in brackets: `GOLIATH DAVID (EXT)`, `Jane (Jenny) Smith`.
fn unbracketed(text: &str) -> Cow<'_, str> {
    if !text.contains('(') {
        return Cow::Borrowed(text);
    }
    let (mut bare, mut rest) = (String::new(), text);
    while let Some((before, inside)) = rest.split_once('(') {
        bare.push_str(before);
        bare.push(' ');
        rest = inside.split_once(')').map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    Cow::Owned(bare)
}

/// Letters and digits in lower case: hyphens and apostrophes of any kind do not matter.
fn plain(words: &[&str]) -> String {
    words
        .iter()
        .flat_map(|word| word.nfc())
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The same without accents: `garcía` and `garcia`, `sørensen` and `sorensen`.
fn unaccented(text: &str) -> String {
    let mut bare = String::new();
    for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' => bare.push_str("ss"),
            'æ' => bare.push_str("ae"),
            'œ' => bare.push_str("oe"),
            'þ' => bare.push_str("th"),
            'ø' => bare.push('o'),
            'ł' => bare.push('l'),
            'đ' | 'ð' => bare.push('d'),
            'ı' => bare.push('i'),
            c => bare.push(c),
        }
    }
    bare
}

fn is_upper(word: &str) -> bool {
    word.chars().all(|c| !c.is_lowercase())
}

/// One letter, or up to three capitals; where everything is in capitals, `TOM` is a name and `TJ` are initials.
fn is_initials(word: &str, all_capitals: bool) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let spoken = all_capitals && word.chars().any(|c| "AEIOUY".contains(c));
    letters == 1 || letters <= 3 && is_upper(word) && !spoken
}

fn is_capitals(word: &str) -> bool {
    let word = word.strip_prefix("Mc").or(word.strip_prefix("Mac")).unwrap_or(word);
    word.chars().filter(|c| c.is_alphabetic()).count() > 1 && is_upper(word)
}

fn name(given: &[&str], surname: &[&str]) -> Option<Name> {
    let all_capitals = given.iter().chain(surname).all(|word| is_upper(word));
    let spelt = plain(surname);
    let written = |word: &&str| {
        let bare = unaccented(&plain(&[word]));
        if is_initials(word, all_capitals) { bare.chars().map(String::from).collect() } else { vec![bare] }
    };
    (!spelt.is_empty()).then(|| Name {
        surname: unaccented(&spelt),
        given: given.iter().flat_map(written).filter(|word| !word.is_empty()).collect(),
        all_given: plain(given),
        spelt,
    })
}

/// More words than a name has. A text of thousands has as many ways to take it apart, each as long as the text.
const WORDS: usize = 12;

/// Every way to take this text apart as a name; none if it is one word, such as a code, or an address or a part of one.
pub fn readings(text: &str) -> Vec<Name> {
    let text = &*unbracketed(text);
    let is_login = !text.contains(|c: char| c.is_whitespace() || c == ',' || c.is_uppercase());
    if is_login || text.contains('@') {
        return Vec::new();
    }
    if let Some((surname, given)) = text.split_once(',') {
        let given: Vec<&str> = words(given).into_iter().filter(|w| !is_title(w)).collect();
        let surname: Vec<&str> = words(surname).into_iter().filter(|w| !is_title(w)).collect();
        return if given.is_empty() { Vec::new() } else { name(&given, &surname).into_iter().collect() };
    }
    let all = words(text);
    let titled = all.iter().any(|word| is_title(word));
    let all: Vec<&str> = all.into_iter().filter(|word| !is_title(word)).collect();
    let mut found = Vec::new();
    match all[..] {
        [] => return found,
        [only] => return if titled { name(&[], &[only]).into_iter().collect() } else { Vec::new() },
        _ if all.len() > WORDS => return found,
        _ => {}
    }
    for cut in 1..all.len() {
        found.extend(name(&all[..cut], &all[cut..]));
    }
    // `Smith J` and `SMITH Jane` put the surname first, and `JANSSENS JAN` may.
    let last = all.len() - 1;
    let others_are_words = all[..last].iter().all(|word| word.chars().count() > 1);
    if others_are_words && is_initials(all[last], false) && !is_capitals(all[0])
        || others_are_words && all[last].chars().count() == 1
    {
        found.extend(name(&all[last..], &all[..last]));
    }
    let capitals = all.iter().take_while(|word| is_capitals(word)).count();
    if capitals == all.len() {
        found.extend((1..all.len()).filter_map(|cut| name(&all[cut..], &all[..cut])));
    } else if capitals > 0 {
        found.extend(name(&all[capitals..], &all[..capitals]));
    }
    found
}

fn is_title(word: &str) -> bool {
    TITLES.contains(&word.to_lowercase().as_str())
}

impl Name {
    /// The same name letter for letter, accents included.
    pub fn equals(&self, other: &Name) -> bool {
        self.spelt == other.spelt && self.all_given == other.all_given
    }

    /// May stand for the same person: same surname, and given names that agree as far as both are written out.
    pub fn fits(&self, other: &Name) -> bool {
        self.surname == other.surname
            && (unaccented(&self.all_given) == unaccented(&other.all_given)
                || match (&self.given[..], &other.given[..]) {
                    ([], _) | (_, []) => true,
                    ([one, ..], [another, ..]) if !agree(one, another) => false,
                    ([_, fewer @ ..], [_, more @ ..]) if fewer.len() <= more.len() => are_among(fewer, more),
                    ([_, more @ ..], [_, fewer @ ..]) => are_among(fewer, more),
                })
    }
}

/// The same given name, or the initial of it.
fn agree(one: &str, other: &str) -> bool {
    let is_letter = |text: &str| text.chars().count() == 1;
    one == other || (is_letter(one) || is_letter(other)) && one.chars().next() == other.chars().next()
}

/// All of the fewer are among the more, in order: `Jane Mary` among `Jane Ann Mary`.
fn are_among(fewer: &[String], more: &[String]) -> bool {
    let mut more = more.iter();
    fewer.iter().all(|one| more.any(|other| agree(one, other)))
}

/// Two texts that may name the same person.
pub fn may_be_one(a: &str, b: &str) -> bool {
    let others = readings(b);
    readings(a).iter().any(|one| others.iter().any(|other| one.fits(other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_thousands_of_words_is_no_name() {
        assert_eq!(readings(&"Jane Smith ".repeat(3_000)).len(), 0);
        assert_eq!(readings("Maria da Silva de Almeida e Costa dos Santos").len(), 8);
    }

    #[test]
    fn one_person_under_many_spellings() {
        for other in [
            "Dr Jane Smith",
            "SMITH, Jane",
            "Smith J",
            "J Smith",
            "J. Smith",
            "Smith, J.",
            "SMITH Jane",
            "Ms Smith",
            "JANE SMITH",
        ] {
            assert!(may_be_one("Jane Smith", other), "{other}");
        }
        for (written, staff_list) in [
            ("García López, María", "María García López"),
            ("Garcia Lopez, Maria", "María García López"),
            ("GOLIATH DAVID (EXT)", "David Goliath"),
            ("JANSSENS JAN (EXT)", "Jan Janssens"),
            ("JAN JANSSENS", "Jan Janssens"),
            ("McDONALD Jane", "Jane McDonald"),
            ("O’Neill, Sean", "Sean O'Neill"),
            ("Sean O Neill", "Sean O'Neill"),
            ("Smith-Jones, A", "Ann Smith Jones"),
            ("Mary Jane Smith", "Mary-Jane Smith"),
            ("Prof. Jorgen Sorensen", "Jørgen Sørensen"),
            ("Mr\u{a0}J.\u{a0}Smith", "John Smith"),
            ("Mu\u{308}ller, Uwe", "Uwe Müller"),
            ("Jane (Jenny) Smith", "Jane Smith"),
            ("Smith (née Jones), Jane (Maths", "Jane Smith"),
            ("SMITH, Jane, Dr", "Jane Smith"),
            ("SMITH,Jane,Ann", "Jane Ann Smith"),
            ("Smith, Jane", "Jane Ann Smith"),
            ("Jane A Smith", "Jane Ann Smith"),
            ("J.A. Smith", "Jane Ann Smith"),
            ("JA Smith", "Smith, Jane Ann"),
            ("SMITH, Jane Mary", "Jane Ann Mary Smith"),
            ("Maria Silva Almeida", "Maria da Silva de Almeida"),
        ] {
            assert!(may_be_one(written, staff_list), "{written}");
        }
    }

    #[test]
    fn accents_tell_an_exact_match_from_a_likely_one() {
        let exact = |a: &str, b: &str| readings(a).iter().any(|x| readings(b).iter().any(|y| x.equals(y)));
        assert!(exact("García, Ana", "Ana García"));
        assert!(exact("Garci\u{301}a, Ana", "Ana García"));
        assert!(!exact("Garcia, Ana", "Ana García"));
    }

    #[test]
    fn two_people_stay_two() {
        for other in ["John Smith", "Jane Smythe", "K Smith", "Smith, John", "Smith"] {
            assert!(!may_be_one("Jane Smith", other), "{other}");
        }
        for (one, other) in [
            ("SMITH JAN", "Jane Smith"),
            ("LEE TOM", "Tina Lee"),
            ("Jane Smith-Jones", "Jane Smith"),
            ("jane.smith@calder.example", "Jane Smith"),
            ("SMITH, Jane Beth", "Jane Ann Smith"),
            ("SMITH,Jane,Beth", "SMITH,Jane,Ann"),
            ("Jane B Smith", "Jane Ann Smith"),
            ("JB Smith", "Jane Ann Smith"),
            ("Jane Mary Ann Smith", "Jane Ann Mary Smith"),
            ("Bell (Smith), Jane", "Jane Smith"),
        ] {
            assert!(!may_be_one(one, other), "{one}");
        }
    }
}
