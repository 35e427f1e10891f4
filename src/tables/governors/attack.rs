//! Someone who has the whole edition, and knows how it is made, tries to find what it withholds.
//!
//! A number of people is found if every school that would get this very edition has the same number, or one of those
//! that are withheld (1, 2, *n* − 1, *n* − 2). So for each number that has to be withheld a school is looked for that
//! differs in one entitlement only, gets the same edition to the letter, and has a number there that need not be.

use super::disclosed::{Disclosed, Extent, FEWEST};
use super::entitlements::{About, ENTITLEMENTS, Entitlement};
use super::{Standing, governors};
use crate::model::school::{Person, PersonId, School};
use crate::rules::{Assessed, Assessment, Outcome, Strength};
use crate::tables::sample;
use proptest::prelude::*;

const OUTCOMES: [Outcome; 5] =
    [Outcome::NotMet, Outcome::NotShown, Outcome::Pending, Outcome::Met, Outcome::NotApplicable];

/// How many people have each outcome as their worst, by [`OUTCOMES`].
type Counts = [usize; 5];

/// A school as an attacker would imagine it: for each entitlement, how many people have which outcome.
#[derive(Clone, Debug)]
struct World {
    ects: usize,
    mentors: usize,
    /// ECTs in year 1.
    first: usize,
    counts: Vec<Counts>,
}

impl World {
    fn group(&self, about: About) -> usize {
        match about {
            About::Mentors => self.mentors,
            _ => self.ects,
        }
    }

    /// The whole edition, to the letter.
    fn edition(&self, school: &mut Assessed) -> String {
        self.fills(school);
        format!("{:?}", governors(school, &[]))
    }

    /// Makes the answers those of this world.
    fn fills(&self, school: &mut Assessed) {
        let id = |n: usize| PersonId(u32::try_from(n).unwrap());
        let (ect, mentor) = (school.ects[0].clone(), school.mentors[0].clone());
        // Works are large: those that are there already stay.
        school.ects.resize(self.ects.max(1), ect);
        school.mentors.resize(self.mentors.max(1), mentor);
        for (n, work) in school.ects.iter_mut().enumerate() {
            work.person = id(n);
            work.position.as_mut().unwrap().part = if n < self.first { 1 } else { 2 };
        }
        for (n, work) in school.mentors.iter_mut().enumerate() {
            work.person = id(self.ects + n);
        }
        let blank = school.assessments[0].clone();
        school.assessments.clear();
        for (entitlement, counts) in ENTITLEMENTS.iter().zip(&self.counts) {
            let first = if entitlement.about == About::Mentors { self.ects } else { 0 };
            let worst =
                OUTCOMES.iter().zip(counts).flat_map(|(outcome, n)| std::iter::repeat_n(*outcome, *n));
            for (n, outcome) in worst.enumerate() {
                // Each person’s worst answer comes from one of the rules, and the others ask nothing.
                for (i, rule) in entitlement.rules.iter().enumerate() {
                    let asked = i == n % entitlement.rules.len();
                    school.assessments.push(Assessment {
                        rule,
                        subject: id(first + n),
                        outcome: if asked { outcome } else { Outcome::NotApplicable },
                        strength: Strength::Guidance,
                        settle: Vec::new(),
                        ..blank.clone()
                    });
                }
            }
        }
    }

    /// Nothing is told of any group by itself.
    fn is_small(&self) -> bool {
        self.ects < FEWEST && self.mentors < FEWEST
    }

    /// The worlds that differ in one entitlement; where nothing is told of any group by itself, also those in which
    /// what falls short, or cannot be shown, does so of the other group.
    fn others(&self, place: usize) -> impl Iterator<Item = World> {
        let about = ENTITLEMENTS[place].about;
        let mine = self.counts[place];
        let mut all: Vec<Counts> = all_counts(self.group(about)).collect();
        // The likeliest first: those near the truth.
        all.sort_by_key(|other| other.iter().zip(&mine).map(|(a, b)| a.abs_diff(*b)).sum::<usize>());
        let here = all.into_iter().map(move |other| {
            let mut imagined = self.clone();
            imagined.counts[place] = other;
            imagined
        });
        let elsewhere = (0..2).filter(|_| self.is_small()).map(move |worst| {
            let mut imagined = self.clone();
            imagined.mentors = imagined.mentors.max(1);
            for (one, counts) in ENTITLEMENTS.iter().zip(&mut imagined.counts) {
                let n = if one.about == About::Mentors { imagined.mentors } else { imagined.ects };
                *counts = [0, 0, 0, n, 0];
                if (one.about == About::Mentors) != (about == About::Mentors) {
                    *counts = [0; 5];
                    counts[worst] = n;
                }
            }
            imagined
        });
        here.chain(elsewhere)
    }
}

/// A school with people enough for every world.
fn school() -> School {
    School { people: (0..40).map(person).collect(), ..sample::school() }
}

fn person(n: usize) -> Person {
    Person { id: format!("P{n}"), name: format!("Person {n}"), trn: None }
}

/// A number of people out of `n` that says who they are, or nearly.
fn is_small(count: usize, n: usize) -> bool {
    count > 0 && count < n && (count < FEWEST || n - count < FEWEST) || n < FEWEST && count > 0
}

/// Every way to share out `n` people among the outcomes.
fn all_counts(n: usize) -> impl Iterator<Item = Counts> {
    (0..=n).flat_map(move |a| {
        (0..=n - a).flat_map(move |b| {
            (0..=n - a - b)
                .flat_map(move |c| (0..=n - a - b - c).map(move |d| [a, b, c, d, n - a - b - c - d]))
        })
    })
}

/// What must not be found of a line: how many have each outcome, and for how many nothing is outstanding.
fn numbers(counts: &Counts) -> [usize; 6] {
    let [first, second, third, fourth, fifth] = *counts;
    [first, second, third, fourth, fifth, first + second]
}

/// The numbers of this world that its edition gives away.
fn found(world: &World) -> Vec<String> {
    let school = school();
    let mut imagination = sample::assessed(&school);
    let edition = world.edition(&mut imagination);
    let mut found = Vec::new();
    for (i, entitlement) in ENTITLEMENTS.iter().enumerate() {
        let n = world.group(entitlement.about);
        let truth = numbers(&world.counts[i]);
        let mut open: Vec<usize> = (0..truth.len()).filter(|k| is_small(truth[*k], n)).collect();
        for other in world.others(i) {
            if open.is_empty() {
                break;
            }
            let its = numbers(&other.counts[i]);
            if open.iter().any(|k| !is_small(its[*k], n)) && other.edition(&mut imagination) == edition {
                open.retain(|k| is_small(its[*k], n));
            }
        }
        for k in open {
            found.push(format!("{}: number {k} of {:?} of {n}", entitlement.name, world.counts[i]));
        }
    }
    found
}

fn counts(n: usize) -> impl Strategy<Value = Counts> {
    // Mostly one outcome for nearly all, as schools are.
    prop::collection::vec((0_usize..5, 0_usize..5, any::<bool>()), n).prop_map(|people| {
        let mut counts = Counts::default();
        let usual = people.first().map_or(3, |(outcome, ..)| *outcome);
        for (outcome, other, odd) in people {
            counts[if odd && other == 0 { outcome } else { usual }] += 1;
        }
        counts
    })
}

fn worlds() -> impl Strategy<Value = World> {
    (1_usize..=9, 0_usize..=7).prop_flat_map(|(ects, mentors)| {
        let each: Vec<_> = ENTITLEMENTS
            .iter()
            .map(|one| counts(if one.about == About::Mentors { mentors } else { ects }))
            .collect();
        (0..=ects, each).prop_map(move |(first, counts)| World { ects, mentors, first, counts })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn no_number_that_is_withheld_can_be_found(world in worlds()) {
        prop_assert_eq!(found(&world), Vec::<String>::new());
    }
}

/// All are in order but for one outcome of one entitlement, which so many have: the case in which a total, or silence
/// elsewhere, would tell most.
#[test]
fn one_person_alone_is_not_found() {
    for ects in [1, 2, 3, 4, 5, 6, 7, 8] {
        for (place, outcome, few) in [(0, 0, 1), (0, 0, 2), (4, 1, 1), (8, 2, 1), (8, 2, 2), (10, 0, 1)] {
            let all = |one: &Entitlement| {
                let n = if one.about == About::Mentors { 3 } else { ects };
                [0, 0, 0, n, 0]
            };
            let mut counts: Vec<Counts> = ENTITLEMENTS.iter().map(all).collect();
            let there = &mut counts[place];
            let moved = few.min(there[3]);
            there[3] -= moved;
            there[outcome] += moved;
            let world = World { ects, mentors: 3, first: ects, counts };
            assert_eq!(found(&world), Vec::<String>::new(), "{ects} ECTs, {few} of {outcome} in {place}");
        }
    }
}

/// The attacker is not blind: of the lines of the mock-up, “4 or more of 6” with “Not as expected” beside it tells that
/// one or two fall short, and so would a total.
#[test]
fn the_attack_finds_what_a_total_would_give_away() {
    let school = school();
    let mut imagination = sample::assessed(&school);
    let counts = vec![[1, 0, 0, 5, 0]; ENTITLEMENTS.len()];
    let world = World { ects: 6, mentors: 6, first: 6, counts };
    let mut with_total = |world: &World| {
        let edition = world.edition(&mut imagination);
        let not_met = |answer: &&Assessment| answer.outcome == Outcome::NotMet;
        format!("{edition} {}", imagination.assessments.iter().filter(not_met).count())
    };
    let truth = with_total(&world);
    let same: Vec<World> = world.others(0).filter(|other| with_total(other) == truth).collect();
    assert!(!same.is_empty() && same.iter().all(|other| is_small(other.counts[0][0], 6)));
    assert_eq!(found(&world), Vec::<String>::new(), "without the total");
}

#[test]
fn what_is_withheld_is_what_the_mock_up_says() {
    let small = |n: usize| (0..=n).filter(|count| is_small(*count, n)).collect::<Vec<_>>();
    assert_eq!(small(1), [1]);
    assert_eq!(small(3), [1, 2]);
    assert_eq!(small(6), [1, 2, 4, 5]);
    assert_eq!(small(9), [1, 2, 7, 8]);
}

/// Silence about the years does not say that one of them has few.
#[test]
fn years_are_told_apart_only_where_silence_says_nothing() {
    let school = school();
    let mut imagination = sample::assessed(&school);
    for ects in 3..=10 {
        let n = |one: &Entitlement| if one.about == About::Mentors { 4 } else { ects };
        let counts: Vec<Counts> = ENTITLEMENTS.iter().map(|one| [0, 0, 0, n(one), 0]).collect();
        let mut edition =
            |first| World { ects, mentors: 4, first, counts: counts.clone() }.edition(&mut imagination);
        let all: Vec<String> = (0..=ects).map(&mut edition).collect();
        for (first, mine) in all.iter().enumerate().filter(|(first, _)| is_small(*first, ects)) {
            let same = all.iter().enumerate().filter(|(_, other)| *other == mine);
            assert!(same.into_iter().any(|(other, _)| !is_small(other, ects)), "{first} of {ects}");
        }
    }
}

/// A term’s line of the trend is made of the lines that were told then, and of nothing else.
#[test]
fn the_trend_says_no_more_than_the_lines_did() {
    let counts = |(n, one): (usize, &Entitlement)| match one.about {
        About::Mentors => [0, 0, 0, 3, 0],
        _ if n < 3 => [1, 0, 0, 5, 0],
        _ => [0, 0, 0, 6, 0],
    };
    let counts: Vec<Counts> = ENTITLEMENTS.iter().enumerate().map(counts).collect();
    let school = school();
    let mut assessed = sample::assessed(&school);
    World { ects: 6, mentors: 3, first: 6, counts }.fills(&mut assessed);
    let now = Disclosed::of(&assessed);
    let standing = now.standing("Autumn 2026").unwrap();
    assert_eq!((standing.in_order, standing.of), (12, 15));
    assert_eq!(now.lines[0].extent, Extent::AtLeast(3, 6));
    let before = Standing { term: "Summer 2026".to_string(), in_order: 14, of: 15 };
    let report = governors(&assessed, std::slice::from_ref(&before));
    let names: Vec<&str> = report.tables.iter().map(|table| table.name).collect();
    assert_eq!(names, ["Entitlements", "Actions", "Capacity", "Trend", "Files"]);
    assert_eq!(report.table("Trend").unwrap().rows.len(), 2);
}
