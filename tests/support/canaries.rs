//! What would tell who someone is, as files may write it.

use chrono::{Datelike, NaiveDate};
use ringfence::model::school::School;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Texts none of which may stand in an output, each as a whole word.
pub struct Canaries(BTreeSet<String>);

impl Canaries {
    /// Names, codes, TRNs and dates of birth of a school, as read without pseudonyms.
    pub fn of(school: &School) -> Canaries {
        let mut all = BTreeSet::new();
        for person in &school.people {
            all.insert(person.id.clone());
            all.insert(person.name.clone());
            all.extend(person.trn.clone());
            all.extend(person.name.split_whitespace().filter(|part| part.len() > 3).map(str::to_owned));
        }
        for born in school.inductions.iter().filter_map(|row| row.date_of_birth.value) {
            all.extend(ways_to_write(born));
        }
        // A school or a street may be called as someone is.
        let about = format!("{:?}", school.about);
        all.retain(|text| !about.contains(text.as_str()));
        Canaries(all)
    }

    /// These too.
    pub fn and<'a>(mut self, more: impl IntoIterator<Item = &'a str>) -> Canaries {
        self.0.extend(more.into_iter().map(str::to_owned));
        self
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Those that stand in a text as whole words.
    pub fn found_in(&self, text: &str) -> Vec<&str> {
        let all = self.0.iter().map(String::as_str);
        all.filter(|canary| stands_in(canary, text)).collect()
    }
}

fn stands_in(word: &str, text: &str) -> bool {
    let alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(word)
        .any(|(at, _)| alone(text[..at].chars().next_back()) && alone(text[at + word.len()..].chars().next()))
}

fn ways_to_write(day: NaiveDate) -> [String; 6] {
    let serial = day.signed_duration_since(NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days();
    [
        day.format("%d/%m/%Y").to_string(),
        day.format("%Y-%m-%d").to_string(),
        day.format("%-d %B %Y").to_string(),
        day.format("%-d %b %Y").to_string(),
        format!("{}/{}/{}", day.day(), day.month(), day.year()),
        serial.to_string(),
    ]
}

/// Every file of a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

/// The text of a file; of a workbook, that of all its parts.
pub fn text_of(file: &Path) -> String {
    use std::io::Read as _;
    let bytes = std::fs::read(file).unwrap();
    if file.extension().is_none_or(|ending| ending != "xlsx") {
        return String::from_utf8(bytes).unwrap();
    }
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for n in 0..zip.len() {
        let mut part = zip.by_index(n).unwrap();
        all.push_str(&part.name().unwrap());
        all.push('\n');
        part.read_to_string(&mut all).unwrap();
        all.push('\n');
    }
    all
}
