//! What earlier runs said of the same schools. Only schools of this run are counted, so that a school which joined or
//! left moves nothing.

use super::{Counts, Overview, School};
use crate::model::units::Ratio;
use crate::tables::governors::Standing;
use crate::tables::{Cell, Column, Kind, Row, Table};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What one earlier run said of a school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Then {
    /// `Summer 2026`.
    pub term: String,
    /// Nothing after this day was counted.
    pub as_of: NaiveDate,
    /// Counts over all rules.
    pub all: Counts,
    /// Counts by rule.
    pub rules: BTreeMap<String, Counts>,
    /// What governors were told, if they could be told anything.
    pub standing: Option<Standing>,
}

/// What is known of each school at earlier times, the earliest first; by `urn 123456`, or by `name alderbrook` where no
/// URN was known.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Earlier<T>(BTreeMap<String, Vec<T>>);

/// Earlier runs, by school.
pub type History = Earlier<Then>;

/// That a school stands twice for one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known;

impl<T> Default for Earlier<T> {
    fn default() -> Earlier<T> {
        Earlier(BTreeMap::new())
    }
}

impl<T> Earlier<T> {
    /// What was said of a school: that of its URN, or of its name where there is no URN on one side.
    pub fn of(&self, urn: Option<&str>, name: &str) -> &[T] {
        let by_urn = urn.and_then(|_| self.0.get(&key(urn, name)));
        by_urn.or_else(|| self.0.get(&key(None, name))).map_or(&[], Vec::as_slice)
    }
}

fn key(urn: Option<&str>, name: &str) -> String {
    urn.map_or_else(|| format!("name {}", name.to_lowercase()), |urn| format!("urn {urn}"))
}

impl History {
    /// Takes in what an earlier run said of a school.
    ///
    /// # Errors
    /// If there is an answer for that school and day already.
    pub fn add(&mut self, urn: Option<&str>, name: &str, then: Then) -> Result<(), Known> {
        let all = self.0.entry(key(urn, name)).or_default();
        match all.binary_search_by_key(&then.as_of, |known| known.as_of) {
            Ok(_) => Err(Known),
            Err(at) => {
                all.insert(at, then);
                Ok(())
            }
        }
    }

    /// True if there was no earlier run.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The latest day of all.
    pub fn last(&self) -> Option<NaiveDate> {
        self.0.values().flatten().map(|then| then.as_of).max()
    }

    /// What governors were told, once a term: the last time.
    pub fn standings(&self) -> Earlier<Standing> {
        let told = |all: &Vec<Then>| {
            let mut told: Vec<Standing> = Vec::new();
            for one in all.iter().filter_map(|then| then.standing.as_ref()) {
                told.retain(|known| known.term != one.term);
                told.push(one.clone());
            }
            told
        };
        Earlier(self.0.iter().map(|(school, all)| (school.clone(), told(all))).collect())
    }
}

/// All schools together at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// `Summer 2026`.
    pub term: String,
    /// Nothing after this day was counted.
    pub as_of: Option<NaiveDate>,
    /// Schools of this run that were in that one.
    pub schools: usize,
    /// Counts over those.
    pub all: Counts,
    /// Counts over those, by rule.
    pub rules: BTreeMap<String, Counts>,
}

impl Overview {
    /// What was said of a school.
    pub fn then(&self, school: &School) -> &[Then] {
        self.history.of(school.urn.as_deref(), &school.name)
    }

    /// The days of earlier runs of these schools, earliest first.
    pub fn days(&self) -> Vec<NaiveDate> {
        let days: BTreeSet<_> =
            self.schools.iter().flat_map(|s| self.then(s)).map(|then| then.as_of).collect();
        days.into_iter().collect()
    }

    /// All schools together, at each earlier time and now.
    pub fn points(&self) -> Vec<Point> {
        let mut points: BTreeMap<NaiveDate, Point> = BTreeMap::new();
        for then in self.schools.iter().flat_map(|school| self.then(school)) {
            let point = points.entry(then.as_of).or_insert_with(|| Point {
                term: then.term.clone(),
                as_of: Some(then.as_of),
                schools: 0,
                all: Counts::default(),
                rules: BTreeMap::new(),
            });
            point.schools += 1;
            point.all = point.all.and(then.all);
            for (rule, counts) in &then.rules {
                let total = point.rules.entry(rule.clone()).or_default();
                *total = total.and(*counts);
            }
        }
        let now = Point {
            term: self.term.clone().unwrap_or_else(|| "Now".to_owned()),
            as_of: self.as_of,
            schools: self.schools.iter().filter(|school| school.failed.is_none()).count(),
            all: self.all,
            rules: self.totals.clone(),
        };
        points.into_values().chain([now]).collect()
    }

    /// Schools that an earlier run read and this one too: how many, and what is not met in them then and now.
    pub fn compared(&self) -> Option<(usize, Counts, Counts, String)> {
        let day = self.days().pop()?;
        let pair = |school: &School| {
            let then = self.then(school).iter().find(|then| then.as_of == day)?;
            school.failed.is_none().then(|| (then.clone(), school.all))
        };
        let pairs: Vec<_> = self.schools.iter().filter_map(pair).collect();
        let term = pairs.first()?.0.term.clone();
        let sum =
            pairs.iter().fold((Counts::default(), Counts::default()), |(then, now), (before, after)| {
                (then.and(before.all), now.and(*after))
            });
        Some((pairs.len(), sum.0, sum.1, term))
    }
}

/// The share of due checks that are met; nothing if none is due.
pub fn share_met(counts: Counts) -> Option<Ratio> {
    let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    (counts.due() > 0).then(|| Ratio::new(whole(counts.met), whole(counts.due())))?
}

/// A share in whole per cent, cut, so that it never looks better than it is: `79%`.
pub fn per_cent(share: Ratio) -> String {
    format!("{}%", (share * Ratio::whole(100)).floor())
}

/// `2 fewer not met`; with what can be seen no longer, since fewer failures may only be fewer files.
pub fn change(then: Counts, now: Counts) -> String {
    let differs = |then: u64, now: u64, what: &str| match now.cmp(&then) {
        std::cmp::Ordering::Less => Some(format!("{} fewer {what}", then - now)),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(format!("{} more {what}", now - then)),
    };
    let met = differs(then.not_met, now.not_met, "not met").unwrap_or_else(|| "as many not met".to_owned());
    let shown = differs(then.not_shown, now.not_shown, "not shown");
    [Some(met), shown].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The table `Trend`; none without an earlier run.
pub(super) fn table(overview: &Overview) -> Option<Table> {
    let points = overview.points();
    if points.len() < 2 {
        return None;
    }
    let column = |header, kind, width| Column { header, kind, width };
    let mut rows = Vec::new();
    for (n, point) in points.iter().enumerate() {
        let all = point.all;
        let before = n.checked_sub(1).map(|n| &points[n]).filter(|before| before.schools == point.schools);
        rows.push(Row {
            cells: vec![
                Cell::Text(point.term.clone()),
                point.as_of.map_or(Cell::Blank, Cell::Date),
                Cell::Rows(u64::try_from(point.schools).unwrap_or(u64::MAX)),
                Cell::Rows(all.due()),
                Cell::Rows(all.met),
                share_met(all).map_or(Cell::Blank, |share| Cell::Share(Box::new(share))),
                Cell::Rows(all.not_met),
                Cell::Rows(all.breach),
                Cell::Rows(all.not_shown),
                before.map_or(Cell::Blank, |before| Cell::Text(change(before.all, all))),
            ],
            ..Row::default()
        });
    }
    Some(Table {
        name: "Trend",
        title: title(overview, &points),
        note: "Schools of this run only: one that joined counts from when it was first read. The change is given where \
               the number of schools is the same."
            .to_owned(),
        columns: vec![
            column("Term", Kind::Text, 18),
            column("As of", Kind::Date, 16),
            column("Schools", Kind::Rows, 9),
            column("Due", Kind::Rows, 9),
            column("Met", Kind::Rows, 9),
            column("Share met", Kind::Share, 10),
            column("Not met", Kind::Rows, 9),
            column("Of them breaches", Kind::Rows, 10),
            column("Not shown", Kind::Rows, 9),
            column("Change", Kind::Text, 34),
        ],
        rows,
        axis: Vec::new(),
    })
}

/// `84% of the checks that are due are met; it was 80% in Summer 2026`
fn title(overview: &Overview, points: &[Point]) -> String {
    let share = |point: &Point| share_met(point.all).map(per_cent);
    let (Some(now), [.., before, _]) = (share_met(overview.all).map(per_cent), points) else {
        return "How it was before".to_owned();
    };
    let before = share(before).map(|was| format!("; it was {was} in {}", before.term));
    format!("{now} of the checks that are due are met{}", before.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(not_met: u64, not_shown: u64, met: u64) -> Counts {
        Counts { not_met, not_shown, met, ..Counts::default() }
    }

    fn then(month: u32, counts: Counts) -> Then {
        let as_of = NaiveDate::from_ymd_opt(2026, month, 18).unwrap();
        Then { term: format!("Month {month}"), as_of, all: counts, rules: BTreeMap::new(), standing: None }
    }

    #[test]
    fn a_change_says_what_can_no_longer_be_seen() {
        for (before, now, words) in [
            (counts(5, 0, 5), counts(3, 0, 7), "2 fewer not met"),
            (counts(5, 0, 5), counts(6, 0, 4), "1 more not met"),
            (counts(5, 0, 5), counts(5, 0, 9), "as many not met"),
            (counts(5, 1, 5), counts(2, 9, 0), "3 fewer not met, 8 more not shown"),
        ] {
            assert_eq!(change(before, now), words);
        }
    }

    #[test]
    fn a_share_is_cut_and_nothing_due_has_none() {
        assert_eq!(share_met(counts(10, 3, 51)).map(per_cent).as_deref(), Some("79%"));
        assert_eq!(share_met(counts(1, 0, 299)).map(per_cent).as_deref(), Some("99%"));
        assert_eq!(share_met(Counts { pending: 4, ..Counts::default() }), None);
    }

    #[test]
    fn a_school_is_found_by_its_urn_or_by_its_name_and_stands_once_a_day() {
        let mut history = History::default();
        history.add(Some("123456"), "Alderbrook", then(7, counts(1, 0, 1))).unwrap();
        history.add(None, "Langtoft School", then(7, counts(2, 0, 1))).unwrap();
        history.add(Some("123456"), "Alderbrook Academy", then(3, counts(3, 0, 1))).unwrap();
        assert_eq!(history.add(Some("123456"), "Another", then(3, counts(0, 0, 1))), Err(Known));
        let found = |urn, name| history.of(urn, name).iter().map(|t| t.all.not_met).collect::<Vec<_>>();
        assert_eq!(found(Some("123456"), "Renamed"), [3, 1]);
        assert_eq!(found(Some("999999"), "langtoft school"), [2]);
        assert!(found(Some("999999"), "Alderbrook").is_empty());
    }

    #[test]
    fn governors_are_shown_the_last_they_were_told_of_a_term() {
        let told = |term: &str, in_order| Some(Standing { term: term.to_owned(), in_order, of: 15 });
        let mut history = History::default();
        for (month, standing) in [
            (11, told("Autumn 2026", 14)),
            (3, told("Spring 2026", 9)),
            (7, None),
            (10, told("Autumn 2026", 12)),
        ] {
            let then = Then { standing, ..then(month, counts(1, 0, 1)) };
            history.add(Some("123456"), "Alderbrook", then).unwrap();
        }
        let found: Vec<_> =
            history.standings().of(Some("123456"), "Renamed").iter().map(|one| one.in_order).collect();
        assert_eq!(found, [9, 14]);
        assert!(history.standings().of(None, "Langtoft").is_empty());
    }

    #[test]
    fn all_schools_together_are_those_of_this_run() {
        let mut history = History::default();
        history.add(Some("1"), "A", then(3, counts(4, 0, 6))).unwrap();
        history.add(Some("1"), "A", then(7, counts(3, 0, 7))).unwrap();
        history.add(Some("2"), "B", then(7, counts(1, 1, 8))).unwrap();
        history.add(Some("9"), "Left", then(7, counts(9, 0, 1))).unwrap();
        let school = |urn: &str, all| School {
            urn: Some(urn.to_owned()),
            rules: BTreeMap::from([("PT01".to_owned(), all)]).into(),
            all,
            ..School::default()
        };
        let schools =
            vec![school("1", counts(2, 0, 8)), school("2", counts(2, 0, 8)), school("3", counts(0, 0, 5))];
        let overview = super::super::overview(schools, None, false, history);
        let points: Vec<_> =
            overview.points().iter().map(|p| (p.schools, p.all.not_met, p.all.due())).collect();
        assert_eq!(points, [(1, 4, 10), (2, 4, 20), (3, 4, 25)]);
        let (n, before, now, term) = overview.compared().unwrap();
        assert_eq!(
            (n, change(before, now).as_str(), term.as_str()),
            (2, "as many not met, 1 fewer not shown", "Month 7")
        );
    }
}
