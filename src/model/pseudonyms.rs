//! Pseudonyms: a school in which nobody can be told by name, number, file or note, and all else is as it was.
//!
//! It is done once, on the records, before any rule looks at them: what comes after has nothing else to show. People are
//! called `ECT 1`, `Mentor 2` or `Teacher 7`; they are numbered, and stand, in an order that a hash over all of them
//! together decides, so that neither says who comes before whom in the staff list. The same files give the same
//! pseudonyms. A number means somebody else in another school.

mod people;
mod texts;

use super::finding::{Finding, code};
use super::school::School;
use super::settings::Settings;
use super::source::Sources;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Stands where a text did that may tell who someone is.
pub const WITHHELD: &str = "‹withheld›";

/// What a pseudonym stands for: a line of the key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// As the reports have it.
    pub pseudonym: String,
    /// A staff code, the path of a file, or the name of a sheet.
    pub stands_for: String,
    /// Name of a person.
    pub name: String,
    /// TRN of a person.
    pub trn: String,
}

/// Takes out of a school, and of the settings that hold for it, whatever may tell who someone is. Gives the key.
pub fn hide(school: &mut School, settings: &mut Settings) -> Vec<Secret> {
    let known = texts::Known::of(school);
    let mut key = people::rename(school);
    texts::withhold(school, settings, &known);
    let before: Vec<String> = school.sources.files.iter().map(|file| file.path.clone()).collect();
    key.extend(files(&school.folder, &mut school.sources));
    let after = before.iter().zip(&school.sources.files).map(|(old, new)| (old.as_str(), new.path.as_str()));
    texts::say_where(settings, &after.collect());
    if school.about.name.value.is_some() {
        school.folder.clear();
    }
    // A picture may say in itself who drew it.
    school.brand.logo = None;
    for finding in &mut school.findings {
        speak_generally(finding);
    }
    key
}

/// Files become `file-07.xlsx`, sheets `Sheet 2`. A settings file keeps its name, by which it is known.
fn files(folder: &str, sources: &mut Sources) -> Vec<Secret> {
    let mut key = Vec::new();
    let mut secret = |pseudonym: String, stands_for: String| {
        key.push(Secret { pseudonym, stands_for, ..Secret::default() });
    };
    for (n, file) in (1..).zip(&mut sources.files) {
        let last = file.path.rsplit('/').next().unwrap_or_default();
        let own = !folder.is_empty() && file.path.starts_with(&format!("{folder}/"));
        let name = match last.rsplit_once('.') {
            _ if last == SETTINGS => {
                if own {
                    format!("school/{SETTINGS}")
                } else {
                    SETTINGS.to_owned()
                }
            }
            Some((_, ending)) if is_plain(ending) => format!("file-{n:02}.{}", ending.to_lowercase()),
            _ => format!("file-{n:02}"),
        };
        secret(name.clone(), std::mem::replace(&mut file.path, name));
        // The finding says why, in the words of its code.
        if let Some(why) = &mut file.rejected {
            "not read; the findings have its code".clone_into(why);
        }
    }
    let mut of_file: BTreeMap<_, u32> = BTreeMap::new();
    for sheet in &mut sources.sheets {
        let n = of_file.entry(sheet.file).or_default();
        *n += 1;
        if let Some(name) = &mut sheet.name {
            let file = &sources.files[sheet.file.0 as usize].path;
            let pseudonym = format!("Sheet {n}");
            secret(format!("{file} › {pseudonym}"), std::mem::replace(name, pseudonym));
        }
    }
    key
}

/// What settings files are called.
const SETTINGS: &str = "ringfence.toml";

fn is_plain(ending: &str) -> bool {
    (1..=4).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// A finding shows what stands in a cell: here it says what its code means, and the cell is where it was.
fn speak_generally(finding: &mut Finding) {
    finding.message = code(finding.code).map_or(String::new(), |code| format!("{}.", code.title));
    finding.help = format!("“ringfence explain {}” says what to do.", finding.code);
}
