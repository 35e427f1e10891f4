//! What is not as it was between two runs, by their manifests: inputs, rulebook, layouts, templates, program.

use crate::write::manifest::{Input, Manifest, Output, School};
use std::collections::{BTreeMap, BTreeSet};

/// One thing that a result depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The files of the packs.
    Inputs,
    /// The results of earlier runs.
    Since,
    /// What the command line chose.
    Settings,
    /// The rulebook and what was laid over it.
    Rulebook,
    /// What exports are known to look like.
    Layouts,
    /// What pages are made with.
    Templates,
    /// The program itself.
    Program,
}

impl Part {
    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Part::Inputs => "the input files",
            Part::Since => "the earlier results",
            Part::Settings => "the settings of the command line",
            Part::Rulebook => "the rulebook",
            Part::Layouts => "the layouts",
            Part::Templates => "the templates",
            Part::Program => "the program",
        }
    }
}

/// What is not as it was.
#[derive(Debug, Default)]
pub struct Reasons {
    /// A sentence for each thing that is not, by what it is.
    pub changed: BTreeMap<Part, Vec<String>>,
    /// What the older manifest does not say.
    pub unsaid: BTreeSet<Part>,
    /// The files of each school that are not as they were: a path and a sentence, by the school's place then.
    pub inputs: BTreeMap<usize, Vec<(String, String)>>,
}

impl Reasons {
    /// Of the run then and the run now.
    pub fn between(old: &Manifest, new: &Manifest) -> Reasons {
        let mut reasons = Reasons::default();
        reasons.inputs(&old.schools, &new.schools);
        if old.settings.is_none() {
            reasons.unsaid.insert(Part::Settings);
        }
        if old.since != new.since {
            let said = format!(
                "the earlier results it was compared with are not the same ({} then, {} now): name the folders of then with --since",
                old.since.len(),
                new.since.len()
            );
            reasons.add(Part::Since, said);
        }
        reasons.rulebook(old, new);
        reasons.layouts(old, new);
        reasons.templates(old, new);
        reasons.program(old, new);
        reasons
    }

    /// What is as it was.
    pub fn kept(&self) -> Vec<&'static str> {
        let all =
            [Part::Inputs, Part::Settings, Part::Rulebook, Part::Layouts, Part::Templates, Part::Program];
        let kept = |part: &Part| !self.changed.contains_key(part) && !self.unsaid.contains(part);
        all.into_iter().filter(kept).map(Part::name).collect()
    }

    fn add(&mut self, part: Part, said: String) {
        let all = self.changed.entry(part).or_default();
        if !all.contains(&said) {
            all.push(said);
        }
    }

    fn inputs(&mut self, old: &[School], new: &[School]) {
        let mut left: Vec<usize> = (0..new.len()).collect();
        let mut order = Vec::new();
        for (at, then) in old.iter().enumerate() {
            let same = |by: fn(&School) -> Option<&str>| {
                left.iter().position(|now| by(then).is_some() && by(&new[*now]) == by(then))
            };
            let found = same(|school| school.folder.as_deref()).or_else(|| same(|school| Some(&school.name)));
            let Some(found) = found else {
                self.add(Part::Inputs, format!("{}: this school is not in the packs now", then.name));
                continue;
            };
            let now = left.remove(found);
            order.push(now);
            let other = differences(&then.inputs, &new[now].inputs);
            for (_, said) in &other {
                self.add(Part::Inputs, said.clone());
            }
            if !other.is_empty() {
                self.inputs.insert(at, other);
            }
        }
        for now in left {
            self.add(Part::Inputs, format!("{}: this school was not in the packs then", new[now].name));
        }
        if !order.is_sorted() {
            self.add(
                Part::Inputs,
                "the schools come in another order: name the packs in the order of then".to_owned(),
            );
        }
    }

    fn rulebook(&mut self, old: &Manifest, new: &Manifest) {
        match (&old.overlay, &new.overlay) {
            (Some(then), None) => self.add(
                Part::Rulebook,
                format!(
                    "values of your own were laid over it then (the folder “{}”: {}), and none are now: name that folder with --rulebook",
                    then.name,
                    names(&then.files)
                ),
            ),
            (None, Some(now)) => self.add(
                Part::Rulebook,
                format!("values of your own are laid over it now (the folder “{}”), and none were then", now.name),
            ),
            (Some(then), Some(now)) => {
                if then.name != now.name {
                    let said = format!("the folder of your own values was called “{}” and is called “{}” now", then.name, now.name);
                    self.add(Part::Rulebook, said);
                }
                for said in files(&then.files, &now.files) {
                    self.add(Part::Rulebook, format!("your own values: {said}"));
                }
            }
            (None, None) => {}
        }
        if old.rulebook != new.rulebook && !self.changed.contains_key(&Part::Rulebook) {
            self.add(
                Part::Rulebook,
                format!(
                    "the rulebook inside the program is another ({})",
                    hashes(&old.rulebook, &new.rulebook)
                ),
            );
        }
    }

    fn layouts(&mut self, old: &Manifest, new: &Manifest) {
        let (Some(then), Some(now)) = (&old.layouts, &new.layouts) else {
            self.unsaid.insert(Part::Layouts);
            return;
        };
        if !then.own.is_empty() && now.own.is_empty() {
            let said = format!(
                "layouts of your own were used then ({}), and none are now: name their folder with --layouts",
                names(&then.own)
            );
            self.add(Part::Layouts, said);
        } else {
            for said in files(&then.own, &now.own) {
                self.add(Part::Layouts, format!("your own layouts: {said}"));
            }
        }
        if then.sha256 != now.sha256 {
            self.add(
                Part::Layouts,
                format!("the layouts inside the program are others ({})", hashes(&then.sha256, &now.sha256)),
            );
        }
    }

    fn templates(&mut self, old: &Manifest, new: &Manifest) {
        let (Some(then), Some(now)) = (&old.templates, &new.templates) else {
            self.unsaid.insert(Part::Templates);
            return;
        };
        for said in files(&then.files, &now.files) {
            self.add(Part::Templates, said);
        }
        if then.sha256 != now.sha256 && !self.changed.contains_key(&Part::Templates) {
            self.add(Part::Templates, format!("they are others ({})", hashes(&then.sha256, &now.sha256)));
        }
    }

    fn program(&mut self, old: &Manifest, new: &Manifest) {
        if old.tool != new.tool {
            self.add(Part::Program, format!("it was {} and is {} now", old.tool, new.tool));
            return;
        }
        match (&old.executable, &new.executable) {
            (Some(then), Some(now)) if then == now => {}
            (Some(then), Some(now)) => {
                self.add(
                    Part::Program,
                    format!("it is another build of {} ({})", new.tool, hashes(then, now)),
                );
            }
            _ => drop(self.unsaid.insert(Part::Program)),
        }
    }
}

/// `SHA-256 began 9f3a61c0, begins 27b8e04d`
fn hashes(old: &str, new: &str) -> String {
    let begins = |hash: &str| hash.chars().take(8).collect::<String>();
    format!("its SHA-256 began {} and begins {} now", begins(old), begins(new))
}

fn names(files: &[Output]) -> String {
    files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>().join(", ")
}

/// `caps.toml was changed`
fn files(old: &[Output], new: &[Output]) -> Vec<String> {
    let as_input = |file: &Output| Input {
        path: file.path.clone(),
        bytes: file.bytes,
        sha256: file.sha256.clone(),
        left_out: None,
    };
    let all = |files: &[Output]| files.iter().map(as_input).collect::<Vec<_>>();
    differences(&all(old), &all(new)).into_iter().map(|(_, said)| said).collect()
}

/// Path of each file that is not as it was, and how it differs.
fn differences(old: &[Input], new: &[Input]) -> Vec<(String, String)> {
    let mut now: BTreeMap<&str, &Input> = new.iter().map(|file| (file.path.as_str(), file)).collect();
    let mut gone = Vec::new();
    let mut found = Vec::new();
    for then in old {
        match now.remove(then.path.as_str()) {
            None => gone.push(then),
            Some(now) if is_other(then, now) => {
                found.push((then.path.clone(), format!("{} was changed", then.path)));
            }
            Some(now) => match (&then.left_out, &now.left_out) {
                (Some(why), None) => {
                    found.push((
                        then.path.clone(),
                        format!("{} was left out then ({}), and is read now", then.path, plain(why)),
                    ));
                }
                (None, Some(why)) => {
                    found.push((
                        then.path.clone(),
                        format!("{} was read then, and is left out now ({})", then.path, plain(why)),
                    ));
                }
                _ => {}
            },
        }
    }
    for then in gone {
        let called = now.values().find(|now| !then.sha256.is_empty() && now.sha256 == then.sha256).copied();
        if let Some(called) = called {
            now.remove(called.path.as_str());
            found.push((then.path.clone(), format!("{} is called {} now", then.path, called.path)));
        } else {
            found.push((then.path.clone(), format!("{} was removed", then.path)));
        }
    }
    found.extend(now.into_values().map(|now| (now.path.clone(), format!("{} was added", now.path))));
    found.sort();
    found
}

/// A file that was not opened in one of the two runs has no hash there, and its size proves nothing.
fn is_other(then: &Input, now: &Input) -> bool {
    match (then.sha256.is_empty(), now.sha256.is_empty()) {
        (false, false) => then.sha256 != now.sha256,
        (true, true) => then.bytes != now.bytes,
        _ => false,
    }
}

/// Without its full stop.
fn plain(sentence: &str) -> &str {
    sentence.trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(path: &str, sha256: &str) -> Input {
        Input { path: path.to_owned(), bytes: 1, sha256: sha256.to_owned(), left_out: None }
    }

    fn said(old: &[Input], new: &[Input]) -> Vec<String> {
        differences(old, new).into_iter().map(|(_, said)| said).collect()
    }

    #[test]
    fn a_file_was_changed_removed_added_or_renamed() {
        let old = [input("a.csv", "1"), input("b.csv", "2"), input("c.csv", "3"), input("same.csv", "4")];
        let new = [input("a.csv", "9"), input("d.csv", "3"), input("e.csv", "5"), input("same.csv", "4")];
        let expected =
            ["a.csv was changed", "b.csv was removed", "c.csv is called d.csv now", "e.csv was added"];
        assert_eq!(said(&old, &new), expected);
    }

    #[test]
    fn a_file_left_out_then_and_read_now_is_told_with_the_reason() {
        let old = Input { left_out: Some("This file is empty (0 bytes).".into()), ..input("a.xls", "1") };
        let expected = ["a.xls was left out then (This file is empty (0 bytes)), and is read now"];
        let old = std::slice::from_ref(&old);
        assert_eq!(said(old, &[input("a.xls", "1")]), expected);
        assert_eq!(said(old, old), Vec::<String>::new());
        let unopened = [Input { sha256: String::new(), ..old[0].clone() }];
        assert_eq!(said(&unopened, &[input("a.xls", "1")]), expected, "no hash is not another hash");
    }
}
