//! Two figures that should be the same: how they differ, what that comes from, and where it was read.

use super::{Both, Difference};
use crate::explain;
use crate::write::json::Spot;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// A figure, as far as it is needed.
#[derive(Deserialize)]
pub struct Figure {
    pub value: String,
    pub unit: String,
    pub how: String,
    #[serde(default)]
    pub from: Vec<String>,
    #[serde(default)]
    pub origins: Vec<Spot<'static>>,
    #[serde(default)]
    pub clause: Option<Value>,
}

/// What a figure that differs rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rests {
    /// On cells of these files.
    On(Vec<String>),
    /// On a value of the rulebook.
    OnRulebook,
    /// On nothing that could be told.
    Unknown,
}

/// The place of a figure in the results, and the figure there then and now.
pub struct Pair<'a> {
    pub place: String,
    pub old: Option<&'a Figure>,
    pub new: Option<&'a Figure>,
}

impl Both {
    /// What a difference comes from: the parts that differ, down to the last that do.
    fn deepest<'a>(&'a self, old: &'a Figure, new: &'a Figure) -> (Option<&'a Figure>, Option<&'a Figure>) {
        let (mut at, mut left) = ((Some(old), Some(new)), self.old.figures.len());
        // No chain is longer than there are figures, whatever a file that someone changed says.
        while let ((Some(old), Some(new)), 1..) = (at, left) {
            left -= 1;
            match self.part(old, new) {
                Some(part) => at = part,
                None => break,
            }
        }
        at
    }

    /// The first part with another amount, or that only one of the two has.
    fn part<'a>(
        &'a self,
        old: &'a Figure,
        new: &'a Figure,
    ) -> Option<(Option<&'a Figure>, Option<&'a Figure>)> {
        let mut now: Vec<&Figure> = new.from.iter().filter_map(|id| self.new.figures.get(id)).collect();
        let mut gone = None;
        for old in old.from.iter().filter_map(|id| self.old.figures.get(id)) {
            match now.iter().position(|new| new.how == old.how) {
                Some(at) => {
                    let new = now.remove(at);
                    if !alike(old, new) {
                        return Some((Some(old), Some(new)));
                    }
                }
                None => gone = gone.or(Some((Some(old), None))),
            }
        }
        gone.or_else(|| now.first().map(|new| (None, Some(*new))))
    }
}

/// Files whose cells a figure was read from.
pub fn files_of(figure: &Figure) -> BTreeSet<&str> {
    figure.origins.iter().map(|spot| &*spot.file).collect()
}

fn alike(old: &Figure, new: &Figure) -> bool {
    (&old.value, &old.unit) == (&new.value, &new.unit)
}

impl Pair<'_> {
    /// In words, if the two are not alike.
    pub fn said(&self, both: &Both) -> Option<Difference> {
        let (old, new) = match (self.old, self.new) {
            (None, None) => return None,
            (Some(old), Some(new)) if alike(old, new) => return None,
            pair => pair,
        };
        let how = old.or(new).map_or("", |figure| figure.how.as_str());
        let mut said = vec![format!("{}: “{how}” {}.", self.place, from_to(old, new))];
        let (then, now) = match (old, new) {
            (Some(old), Some(new)) => both.deepest(old, new),
            one => one,
        };
        if let Some(part) = then.or(now).filter(|part| part.how != how) {
            said.push(format!("This comes from “{}”, which {}.", part.how, from_to(then, now)));
        }
        let places = places(then, now);
        if !places.is_empty() {
            said.push(format!("Read from {}.", places.join("; ")));
        }
        Some(Difference::Figure { said, rests: rests(then, now) })
    }
}

/// `was 1,260 minutes and is 1,320 minutes now`
fn from_to(old: Option<&Figure>, new: Option<&Figure>) -> String {
    let amount = |figure: &Figure| explain::amount(&figure.value, &figure.unit);
    match (old, new) {
        (Some(old), Some(new)) => format!("was {} and is {} now", amount(old), amount(new)),
        (Some(old), None) => format!("was {} and is not there now", amount(old)),
        (None, Some(new)) => format!("was not there and is {} now", amount(new)),
        (None, None) => String::new(),
    }
}

/// The file of a setting that nobody chose.
const DEFAULT: &str = "default";

/// Of the places a figure was read from, those that are not the same, or else the first of all; at most three.
fn places(old: Option<&Figure>, new: Option<&Figure>) -> Vec<String> {
    fn spots(figure: Option<&Figure>) -> &[Spot<'static>] {
        figure.map_or(&[], |figure| figure.origins.as_slice())
    }
    let known = |spots: &[Spot], spot: &Spot| {
        spots
            .iter()
            .any(|other| (&other.file, &other.sheet, &other.cells) == (&spot.file, &spot.sheet, &spot.cells))
    };
    let (old, new) = (spots(old), spots(new));
    let mut other: Vec<Spot> = new.iter().filter(|spot| !known(old, spot)).cloned().collect();
    other.extend(old.iter().filter(|spot| !known(new, spot)).cloned());
    let mut all = if other.is_empty() { new.to_vec() } else { other };
    if all.iter().any(|spot| spot.file != DEFAULT) {
        all.retain(|spot| spot.file != DEFAULT);
    }
    let more = all.len().saturating_sub(3);
    let mut lines = explain::places(&all[..all.len() - more]);
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines
}

fn rests(old: Option<&Figure>, new: Option<&Figure>) -> Rests {
    let both = [old, new];
    let figures = || both.iter().flatten();
    let mut files: Vec<String> =
        figures().flat_map(|figure| &figure.origins).map(|spot| spot.file.to_string()).collect();
    files.sort();
    files.dedup();
    if !files.is_empty() {
        Rests::On(files)
    } else if figures().all(|figure| figure.from.is_empty() && figure.clause.is_some()) {
        Rests::OnRulebook
    } else {
        Rests::Unknown
    }
}
