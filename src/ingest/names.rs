//! Names as files write them: `Dr Jane Smith`, `SMITH, Jane`, `Smith J`, `J Smith`.

/// One way to take a name apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// Surname, lower case, words joined.
    pub surname: String,
    /// First given name or initial, lower case; empty after a title (`Ms Smith`).
    pub given: String,
    /// All given names joined, for telling an exact match from a likely one.
    pub all_given: String,
}

const TITLES: [&str; 13] =
    ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "sir", "dame", "lady", "fr"];

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| c.is_whitespace() || c == '.').filter(|word| !word.is_empty()).collect()
}

fn plain(words: &[&str]) -> String {
    words
        .iter()
        .flat_map(|word| word.chars())
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters == 1 || letters <= 3 && word.chars().all(|c| !c.is_lowercase())
}

fn is_capitals(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() > 1 && word.chars().all(|c| !c.is_lowercase())
}

fn name(given: &[&str], surname: &[&str]) -> Option<Name> {
    let surname = plain(surname);
    let first: String = match given.first() {
        Some(word) if is_initials(word) => plain(&[word]).chars().take(1).collect(),
        Some(word) => plain(&[word]),
        None => String::new(),
    };
    (!surname.is_empty()).then(|| Name { surname, given: first, all_given: plain(given) })
}

/// Every way to take this text apart as a name; none if it is one word, such as a code.
pub fn readings(text: &str) -> Vec<Name> {
    let text = text.split('(').next().unwrap_or(text);
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
        _ => {}
    }
    for cut in 1..all.len() {
        found.extend(name(&all[..cut], &all[cut..]));
    }
    // `Smith J` and `SMITH Jane` put the surname first.
    let last = all.len() - 1;
    let others_are_words = all[..last].iter().all(|word| word.chars().count() > 1);
    if others_are_words && is_initials(all[last]) && !is_capitals(all[0])
        || others_are_words && all[last].chars().count() == 1
    {
        found.extend(name(&all[last..], &all[..last]));
    }
    let capitals = all.iter().take_while(|word| is_capitals(word)).count();
    if capitals > 0 && capitals < all.len() {
        found.extend(name(&all[capitals..], &all[..capitals]));
    }
    found
}

fn is_title(word: &str) -> bool {
    TITLES.contains(&word.to_lowercase().as_str())
}

impl Name {
    /// The same name letter for letter.
    pub fn equals(&self, other: &Name) -> bool {
        self.surname == other.surname && self.all_given == other.all_given
    }

    /// May stand for the same person: same surname, and given names that agree as far as both are written out.
    pub fn fits(&self, other: &Name) -> bool {
        let initial = |name: &Name| name.given.chars().next();
        let short = |name: &Name| name.given.chars().count() == 1;
        self.surname == other.surname
            && (self.given == other.given
                || self.given.is_empty()
                || other.given.is_empty()
                || (short(self) || short(other)) && initial(self) == initial(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        readings(a).iter().any(|x| readings(b).iter().any(|y| x.fits(y)))
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
            assert!(same("Jane Smith", other), "{other}");
        }
        assert!(same("María García López", "García López, María"));
        assert!(same("GOLIATH DAVID (EXT)", "Goliath David"));
    }

    #[test]
    fn two_people_stay_two() {
        for other in ["John Smith", "Jane Smythe", "K Smith", "Smith, John", "Smith"] {
            assert!(!same("Jane Smith", other), "{other}");
        }
    }
}
