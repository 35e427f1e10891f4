//! Rule by rule over all schools: where the trust is weakest.

use super::{Counts, Overview, change, title};
use crate::tables::{Cell, Column, Kind, Row, Table, words};
use std::cmp::Reverse;

/// One rule over all schools.
#[derive(Clone, Debug)]
pub struct ByRule {
    /// `PT01`.
    pub rule: String,
    /// Now.
    pub now: Counts,
    /// At each earlier time of [`Overview::days`], where it was asked.
    pub then: Vec<Option<Counts>>,
    /// Schools in which it is not met.
    pub schools: usize,
    /// In words, since the last earlier run, if it had all these schools.
    pub change: Option<String>,
}

/// Every rule that was asked, the largest share not met first.
pub fn by_rule(overview: &Overview) -> Vec<ByRule> {
    let points = overview.points();
    let (now, earlier) = points.split_last().map_or((None, &[][..]), |(now, earlier)| (Some(now), earlier));
    let same = |n: usize| now.is_some_and(|now| now.schools == n);
    let mut all: Vec<ByRule> = (overview.rules.iter())
        .map(|rule| {
            let now = overview.totals.get(rule).copied().unwrap_or_default();
            let failed = |school: &&super::School| school.rules.get(rule).is_some_and(|c| c.not_met > 0);
            let before = earlier.last().filter(|last| same(last.schools));
            ByRule {
                rule: rule.clone(),
                now,
                then: earlier.iter().map(|point| point.rules.get(rule).copied()).collect(),
                schools: overview.schools.iter().filter(failed).count(),
                change: before.and_then(|last| last.rules.get(rule)).map(|then| change(*then, now)),
            }
        })
        .collect();
    // By the share of those asked, compared crosswise; of two alike, the one with more.
    all.sort_by(|a, b| {
        let cross = |x: Counts, y: Counts| u128::from(x.not_met) * u128::from(y.asked().max(1));
        let share = cross(b.now, a.now).cmp(&cross(a.now, b.now));
        share.then_with(|| {
            (Reverse(a.now.not_met), Reverse(a.now.not_shown))
                .cmp(&(Reverse(b.now.not_met), Reverse(b.now.not_shown)))
        })
    });
    all
}

/// The table `Rules`.
pub(super) fn table(overview: &Overview) -> Table {
    let column = |header, kind, width| Column { header, kind, width };
    let all = by_rule(overview);
    let rows = all.iter().map(|line| {
        let now = line.now;
        Row {
            cells: vec![
                Cell::Text(line.rule.clone()),
                Cell::Text(words::sentence(&title(&line.rule))),
                Cell::Rows(now.not_met),
                Cell::Rows(now.breach),
                Cell::Rows(now.not_shown),
                Cell::Rows(now.pending),
                Cell::Rows(now.met),
                Cell::Rows(now.not_applicable),
                Cell::Rows(u64::try_from(line.schools).unwrap_or(u64::MAX)),
                line.change.clone().map_or(Cell::Blank, Cell::Text),
            ],
            ..Row::default()
        }
    });
    Table {
        name: "Rules",
        title: heading(overview, &all),
        note: "All schools together, the largest share not met first.".to_owned(),
        columns: vec![
            column("Rule", Kind::Text, 8),
            column("About", Kind::Text, 28),
            column("Not met", Kind::Rows, 9),
            column("Of them breaches", Kind::Rows, 10),
            column("Not shown", Kind::Rows, 9),
            column("Pending", Kind::Rows, 9),
            column("Met", Kind::Rows, 9),
            column("Not applicable", Kind::Rows, 11),
            column("Schools where not met", Kind::Rows, 12),
            column("Change", Kind::Text, 34),
        ],
        rows: rows.collect(),
        axis: Vec::new(),
    }
}

/// `Where most fall short: induction time kept, 12 of 61`.
fn heading(overview: &Overview, all: &[ByRule]) -> String {
    match all.first() {
        Some(worst) if worst.now.not_met > 0 => {
            let [n, asked] = [worst.now.not_met, worst.now.asked()].map(crate::tables::coverage::thousands);
            format!("Where the largest share falls short: {}, {n} of {asked}", title(&worst.rule))
        }
        _ if overview.rules.is_empty() => "No check could be made".to_owned(),
        _ => "No rule is not met in any school".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::School;
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn the_largest_share_comes_first() {
        let counts = |not_met, met| Counts { not_met, met, ..Counts::default() };
        let rules = [
            ("PT01", counts(2, 8)),
            ("PT02", counts(1, 1)),
            ("TR01", counts(20, 80)),
            ("MN01", counts(0, 9)),
        ];
        let rules: BTreeMap<_, _> = rules.map(|(rule, counts)| (rule.to_owned(), counts)).into();
        let school = School { rules: rules.into(), ..School::default() };
        let overview = super::super::overview(vec![school], None, false, super::super::History::default());
        let order: Vec<String> = by_rule(&overview).into_iter().map(|line| line.rule).collect();
        assert_eq!(order, ["PT02", "TR01", "PT01", "MN01"]);
        assert_eq!(table(&overview).title, "Where the largest share falls short: PPA, 1 of 2");
    }
}
