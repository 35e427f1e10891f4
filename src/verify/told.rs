//! What the second run gives, in words: how many files are the same, what changed since, and per school which figure
//! differs first and why.

use super::again::bytes;
use super::files::{Files, State};
use super::reasons::{Part, Reasons};
use super::results::{self, Difference, Rests};
use super::{listed, whole};
use crate::tables::words;
use crate::write::manifest::{Asked, Manifest};
use crate::write::stage::Stage;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// Schools that are told one by one.
const SCHOOLS: usize = 20;

/// What became of a file of then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Its bytes are others.
    Differs,
    /// Only the run of then wrote it.
    NotWritten,
    /// Only the run of now writes it.
    New,
}

/// Two runs side by side.
pub struct Compared<'a> {
    pub out: &'a Path,
    pub stage: &'a Stage,
    pub files: &'a Files,
    pub reasons: Reasons,
    pub differing: BTreeMap<String, Fate>,
    pub then: &'a Manifest,
}

impl Compared<'_> {
    /// In words.
    pub fn told(&self) -> String {
        let mut text = format!("Run again {}:\n", settings(self.then.settings.as_ref()));
        let all = self.then.outputs.len();
        let files = words::tally(whole(all), "file", "files");
        if self.differing.is_empty() {
            let _ = writeln!(text, "The same {files}, byte for byte.");
        } else {
            let other = self.differing.values().filter(|fate| **fate != Fate::New).count();
            let (same, other) = (words::thousands(whole(all - other)), words::thousands(whole(other)));
            let _ = writeln!(text, "The same, byte for byte: {same} of {files}. Not the same: {other}.");
        }
        self.changes(&mut text);
        if !self.differing.is_empty() {
            self.schools(&mut text);
        }
        self.tampered(&mut text);
        text.push('\n');
        text
    }

    /// What is not as it was, whether or not it shows.
    fn changes(&self, text: &mut String) {
        let lines: Vec<String> = self
            .reasons
            .changed
            .iter()
            .flat_map(|(part, all)| {
                all.iter().map(|said| format!("{}: {said}", words::sentence(part.name())))
            })
            .collect();
        if !lines.is_empty() {
            let despite = if self.differing.is_empty() { ", and makes no difference" } else { "" };
            let _ = writeln!(text, "What is not as it was{despite}:");
            listed(text, lines.into_iter());
        }
        let kept = self.reasons.kept();
        if !kept.is_empty() && !self.differing.is_empty() {
            let _ = writeln!(text, "As they were: {}.", kept.join(", "));
        }
        if !self.reasons.unsaid.is_empty() {
            let unsaid: Vec<&str> = self.reasons.unsaid.iter().map(|part| part.name()).collect();
            let _ = writeln!(
                text,
                "The manifest is of an earlier version and does not say what these were: {}.",
                unsaid.join(", ")
            );
        }
    }

    /// School by school: which files, which figure, and why.
    fn schools(&self, text: &mut String) {
        let mut rest = self.differing.clone();
        let mut told = 0;
        for (at, school) in self.then.schools.iter().enumerate() {
            let Some(folder) = &school.folder else { continue };
            let own: Vec<String> = rest.keys().filter(|path| is_in(path, folder)).cloned().collect();
            if own.is_empty() {
                continue;
            }
            told += 1;
            let files: Vec<(&str, Fate)> = own
                .iter()
                .filter_map(|path| Some((path.get(folder.len() + 1..).unwrap_or(path), rest.remove(path)?)))
                .collect();
            if told <= SCHOOLS {
                let _ = writeln!(text, "\n{}: {}.", school.name, fates(&files));
                self.school(text, at, folder);
            }
        }
        if told > SCHOOLS {
            let _ = writeln!(text, "\nAnd {} more schools, not told here.", told - SCHOOLS);
        }
        if !rest.is_empty() {
            let rest: Vec<(&str, Fate)> = rest.iter().map(|(path, fate)| (path.as_str(), *fate)).collect();
            let (other, lists): (Vec<_>, Vec<_>) = rest.into_iter().partition(|(path, _)| path.contains('/'));
            if !other.is_empty() {
                text.push_str("\nOf schools that only one of the two runs has:\n");
                listed(text, other.into_iter().map(|one| fates(&[one])));
            }
            if !lists.is_empty() {
                let why = match told {
                    0 => self.why(None, &Rests::Unknown, false),
                    _ => "They repeat what the reports of the schools say.".to_owned(),
                };
                let _ = writeln!(text, "\nOver all schools: {}.\n  {why}", fates(&lists));
            }
        }
    }

    fn school(&self, text: &mut String, at: usize, folder: &str) {
        let path = format!("{folder}/results.json");
        let (mut rests, mut pages) = (Rests::Unknown, false);
        let state = self.files.state(&path);
        match self.differing.get(&path) {
            None => {
                pages = true;
                text.push_str("  No figure and no answer differs; only how they are shown does.\n");
            }
            Some(_) if state != Some(&State::Same) => {
                text.push_str("  Its results.json in this folder is not the one that was written, so no figure is named.\n");
            }
            Some(Fate::NotWritten | Fate::New) => {
                text.push_str("  It has no results in one of the two runs.\n");
            }
            Some(Fate::Differs) => match self.first(&path) {
                Some(Difference::Figure { said, rests: on }) => {
                    rests = on;
                    let _ = writeln!(text, "  The first figure that differs: {}", said.join("\n  "));
                }
                Some(Difference::Words(said)) => {
                    pages = true;
                    let _ = writeln!(text, "  No figure and no answer differs. What does first: {said}");
                }
                None => {
                    pages = true;
                    text.push_str("  No figure and no answer differs.\n");
                }
            },
        }
        let _ = writeln!(text, "  {}", self.why(Some(at), &rests, pages));
    }

    /// The first difference of a school's results between the folder and the new run; nothing if only the name of
    /// rulebook or program differs.
    fn first(&self, path: &str) -> Option<Difference> {
        let old = bytes(&self.out.join(path)).ok()?;
        let new = bytes(&self.stage.place(path)).ok()?;
        match results::first(&old, &new) {
            Ok(found) => found,
            Err(results::Unreadable) => Some(Difference::Words(format!("{path} cannot be read as results"))),
        }
    }

    /// Why the files of a school differ, as far as what changed tells.
    fn why(&self, school: Option<usize>, rests: &Rests, pages: bool) -> String {
        let inputs = school.and_then(|at| self.reasons.inputs.get(&at)).map_or(&[][..], Vec::as_slice);
        let changed = |part: Part| self.reasons.changed.contains_key(&part);
        if let Rests::On(files) = rests {
            let those: Vec<&str> = inputs
                .iter()
                .filter(|(path, _)| files.contains(path))
                .map(|(_, said)| said.as_str())
                .collect();
            if !those.is_empty() {
                let also: Vec<&str> = [Part::Rulebook, Part::Layouts, Part::Program]
                    .into_iter()
                    .filter(|part| changed(*part))
                    .map(Part::name)
                    .collect();
                let also = if also.is_empty() {
                    String::new()
                } else {
                    format!(" Not as then either: {}.", also.join(", "))
                };
                return format!("Why: {}.{also}", those.join(", "));
            }
        }
        if *rests == Rests::OnRulebook && changed(Part::Rulebook) {
            return "Why: the value is one of the rulebook, which is not the one of then.".to_owned();
        }
        let mut may: Vec<String> = inputs.iter().take(5).map(|(_, said)| said.clone()).collect();
        if inputs.len() > 5 {
            may.push(format!("{} more files are not as they were", inputs.len() - 5));
        }
        if school.is_none() && changed(Part::Inputs) {
            may.push("the input files are not those of then".to_owned());
        }
        for part in [Part::Rulebook, Part::Layouts, Part::Program] {
            if changed(part) {
                may.push(format!(
                    "{} {} not as then",
                    part.name(),
                    if part == Part::Layouts { "are" } else { "is" }
                ));
            }
        }
        if pages && changed(Part::Templates) {
            may.push("the templates are not those of then".to_owned());
        }
        let unsaid: Vec<&str> = self.reasons.unsaid.iter().map(|part| part.name()).collect();
        match (may.len(), unsaid.is_empty()) {
            (1, _) => format!("Why: {}.", may.concat()),
            (0, true) => "Why: this cannot be explained. Everything the manifest lists is as it was, so the result should be \
                          the same. Please report this as a fault of ringfence."
                .to_owned(),
            (0, false) => format!("Why: one of those that the manifest does not say: {}.", unsaid.join(", ")),
            _ => format!("Why: one or more of these: {}.", may.join("; ")),
        }
    }

    /// Results in the folder that someone changed, told by what the run really gives.
    fn tampered(&self, text: &mut String) {
        let results = self.files.listed.iter().filter(|(path, (_, state))| {
            path.ends_with("/results.json")
                && matches!(state, State::Changed(_))
                && !self.differing.contains_key(*path)
        });
        for (path, _) in results.take(SCHOOLS) {
            let _ = writeln!(
                text,
                "\n{path} was changed after it was written: “was” is what stands there, “is now” is what the run gives."
            );
            let _ = match self.first(path) {
                Some(Difference::Figure { said, .. }) => writeln!(text, "  {}", said.join("\n  ")),
                Some(Difference::Words(said)) => writeln!(text, "  No figure and no answer. {said}"),
                None => {
                    writeln!(text, "  No figure, no answer and no words: only spaces or the order of lines.")
                }
            };
        }
    }
}

fn is_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// `head.html and results.json differ; head.xlsx is not written now`
fn fates(files: &[(&str, Fate)]) -> String {
    let those = |fate: Fate, one: &str, many: &str| {
        let names: Vec<&str> = files.iter().filter(|(_, f)| *f == fate).map(|(name, _)| *name).collect();
        let last = names.last()?;
        let said = match names.len() {
            1 => format!("{last} {one}"),
            n => format!("{} and {last} {many}", names[..n - 1].join(", ")),
        };
        Some(said)
    };
    let all = [
        those(Fate::Differs, "differs", "differ"),
        those(Fate::NotWritten, "is not written now", "are not written now"),
        those(Fate::New, "is new", "are new"),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// `with the same settings (term Autumn 2026, as of 18 December 2026)`
fn settings(asked: Option<&Asked>) -> String {
    let Some(asked) = asked else {
        return "with the usual settings, since the manifest does not say which were used".to_owned();
    };
    let mut parts = Vec::new();
    match (&asked.term, asked.from, asked.to) {
        (Some(term), ..) => parts.push(format!("term {term}")),
        (None, Some(from), Some(to)) => parts.push(format!("{} to {}", words::date(from), words::date(to))),
        _ => {}
    }
    if let Some(day) = asked.as_of {
        parts.push(format!("as of {}", words::date(day)));
    }
    if asked.modern_only {
        parts.push("no workbooks of the old and the binary kind".to_owned());
    }
    if asked.pseudonyms {
        parts.push("with pseudonyms".to_owned());
    }
    if parts.is_empty() {
        "with the same settings".to_owned()
    } else {
        format!("with the same settings ({})", parts.join(", "))
    }
}
