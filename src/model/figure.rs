//! A figure is a number that knows where it came from. It cannot be built without cells, a clause, a setting, or other
//! figures behind it; fields are private so that no other way exists.

use super::source::{Source, Span};
use super::units::{Ratio, Unit};
use chrono::NaiveDate;
use std::marker::PhantomData;
use std::sync::Arc;

/// The passage that decides, as the rulebook holds it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clause {
    /// Code of the rule it stands under, `PT01`.
    pub rule: String,
    /// Document.
    pub title: String,
    /// Paragraph or section.
    pub para: String,
    /// Address of the document.
    pub url: String,
    /// First day it holds.
    pub in_force: NaiveDate,
    /// A short quotation; empty where the value is derived.
    pub quote: String,
    /// How well it is known.
    pub evidence: Evidence,
    /// The day the value was checked against its source.
    pub checked: NaiveDate,
    /// A conflict or a limit the reader must know; empty if none.
    pub note: String,
}

/// How well a rulebook value is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// Read in full in an official source.
    Official,
    /// Seen in an official source of which only part was at hand.
    OfficialInPart,
    /// Known from a secondary source only.
    Secondary,
    /// Arithmetic on other values.
    Derived,
    /// Not confirmed.
    Unconfirmed,
}

/// Who chose a setting.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum ChosenBy {
    /// An option of the command.
    CommandLine,
    /// A line of a settings file, by its path in the pack.
    File(String),
    /// The program's own default.
    Default,
}

/// One place a figure rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Cells that hold what was counted.
    Cells(Span),
    /// Rows that were searched; what is not there was not found.
    Searched(Span),
    /// A setting, `comparator.minutes_per_cycle`.
    Setting {
        /// Its name.
        key: String,
        /// Who chose it.
        by: ChosenBy,
    },
}

impl From<Span> for Origin {
    fn from(span: Span) -> Origin {
        Origin::Cells(span)
    }
}
impl From<Source> for Origin {
    fn from(source: Source) -> Origin {
        Origin::Cells(source.span())
    }
}

/// One origin or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origins(Vec<Origin>);

impl Origins {
    /// All of these, blocks that touch joined; nothing if there is none.
    pub fn of(all: impl IntoIterator<Item = Origin>) -> Option<Origins> {
        let mut rest = Vec::new();
        let (mut cells, mut searched) = (Vec::new(), Vec::new());
        for origin in all {
            match origin {
                Origin::Cells(span) => cells.push(span),
                Origin::Searched(span) => searched.push(span),
                other @ Origin::Setting { .. } => rest.push(other),
            }
        }
        rest.sort();
        rest.dedup();
        let mut list: Vec<Origin> = Span::join(cells).into_iter().map(Origin::Cells).collect();
        list.extend(Span::join(searched).into_iter().map(Origin::Searched));
        list.extend(rest);
        (!list.is_empty()).then_some(Origins(list))
    }

    /// A single one.
    pub fn one(origin: impl Into<Origin>) -> Origins {
        Origins(vec![origin.into()])
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Node {
    value: Ratio,
    unit: &'static str,
    how: String,
    from: Vec<AnyFigure>,
    origins: Vec<Origin>,
    clause: Option<Arc<Clause>>,
}

/// A figure of any unit, as tables and writers hold it. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnyFigure(Arc<Node>);

/// A figure in one unit.
#[derive(Debug, PartialEq, Eq)]
pub struct Figure<U>(AnyFigure, PhantomData<U>);

impl<U> Clone for Figure<U> {
    fn clone(&self) -> Figure<U> {
        Figure(self.0.clone(), PhantomData)
    }
}

impl<U: Unit> Figure<U> {
    fn node(
        value: Ratio,
        how: String,
        from: Vec<AnyFigure>,
        origins: Vec<Origin>,
        clause: Option<Arc<Clause>>,
    ) -> Figure<U> {
        Figure(AnyFigure(Arc::new(Node { value, unit: U::NAME, how, from, origins, clause })), PhantomData)
    }

    /// Read or counted from cells, or stated by a setting.
    pub fn read(value: impl Into<Ratio>, how: impl Into<String>, origins: Origins) -> Figure<U> {
        Figure::node(value.into(), how.into(), Vec::new(), origins.0, None)
    }

    /// Computed from other figures; `how` says the operation in words.
    pub fn derived<const N: usize>(
        value: impl Into<Ratio>,
        how: impl Into<String>,
        from: [AnyFigure; N],
    ) -> Figure<U> {
        const { assert!(N > 0, "a derived figure needs at least one figure behind it") };
        Figure::node(value.into(), how.into(), Vec::from(from), Vec::new(), None)
    }

    /// Computed from other figures (at least the first) and from cells.
    pub fn derived_with(
        value: impl Into<Ratio>,
        how: impl Into<String>,
        first: AnyFigure,
        rest: impl IntoIterator<Item = AnyFigure>,
        origins: Option<Origins>,
    ) -> Figure<U> {
        let mut from = vec![first];
        from.extend(rest);
        Figure::node(value.into(), how.into(), from, origins.map(|o| o.0).unwrap_or_default(), None)
    }

    /// A value of the rulebook.
    pub fn ruled(value: Ratio, how: impl Into<String>, clause: Arc<Clause>) -> Figure<U> {
        Figure::node(value, how.into(), Vec::new(), Vec::new(), Some(clause))
    }

    /// The exact value.
    pub fn value(&self) -> Ratio {
        self.0.value()
    }

    /// Without its unit type.
    pub fn any(&self) -> AnyFigure {
        self.0.clone()
    }
}

impl AnyFigure {
    /// The exact value.
    pub fn value(&self) -> Ratio {
        self.0.value
    }

    /// `minutes`, `days`, `terms`, `count`, `pence` or `ratio`.
    pub fn unit(&self) -> &'static str {
        self.0.unit
    }

    /// How it was found, in words.
    pub fn how(&self) -> &str {
        &self.0.how
    }

    /// The figures it was computed from.
    pub fn from(&self) -> &[AnyFigure] {
        &self.0.from
    }

    /// The cells and settings it rests on directly.
    pub fn origins(&self) -> &[Origin] {
        &self.0.origins
    }

    /// The clause it is a value of.
    pub fn clause(&self) -> Option<&Arc<Clause>> {
        self.0.clause.as_ref()
    }
}
