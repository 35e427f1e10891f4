//! What is told of the schools of a run when it has ended: the first in full, and the sums over all.

use crate::rules::Outcome;
use crate::write::Line;
use std::collections::BTreeMap;

/// Schools told in full.
const FIRST: usize = 20;

/// What is told of them.
#[derive(Clone, Debug)]
pub struct Sums {
    /// The first of them, by folder, URN and name: a line a school.
    pub first: Vec<Line>,
    /// How many there are.
    pub schools: usize,
    /// How many checks came to each outcome.
    pub outcomes: BTreeMap<Outcome, usize>,
    /// How many not met are breaches.
    pub breaches: usize,
    /// True if every file and row that was found in any of them went into the reports.
    pub whole: bool,
}

impl Default for Sums {
    fn default() -> Sums {
        Sums { first: Vec::new(), schools: 0, outcomes: BTreeMap::new(), breaches: 0, whole: true }
    }
}

impl Sums {
    /// The next school.
    pub fn add(&mut self, line: Line) {
        self.schools += 1;
        for (outcome, n) in &line.outcomes {
            *self.outcomes.entry(*outcome).or_default() += n;
        }
        self.breaches += line.breaches;
        self.whole &= line.whole();
        if self.first.len() < FIRST {
            self.first.push(line);
        }
    }
}
