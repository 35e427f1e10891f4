//! The counts of a school by rule, packed: those of thousands of schools stand in memory side by side.

use super::Counts;
use ecow::EcoString;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// Counts by the code of their rule, in the order of the codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tallies(Box<[(EcoString, [u32; 6])]>);

impl Tallies {
    /// Those of a rule, if it was asked.
    pub fn get(&self, rule: &str) -> Option<Counts> {
        let at = self.0.binary_search_by(|(code, _)| code.as_str().cmp(rule)).ok()?;
        Some(unpacked(self.0[at].1))
    }

    /// Every rule that was asked.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Counts)> {
        self.0.iter().map(|(code, counts)| (code.as_str(), unpacked(*counts)))
    }
}

impl From<BTreeMap<String, Counts>> for Tallies {
    /// No school has as many answers as would not fit.
    fn from(rules: BTreeMap<String, Counts>) -> Tallies {
        let few = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        Tallies(rules.iter().map(|(rule, counts)| (rule.into(), packed(*counts).map(few))).collect())
    }
}

impl Serialize for Tallies {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Tallies {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Tallies, D::Error> {
        let rules = BTreeMap::<String, Counts>::deserialize(from)?;
        let fits = |counts: &Counts| packed(*counts).iter().all(|n| u32::try_from(*n).is_ok());
        if !rules.values().all(fits) {
            return Err(D::Error::custom("more answers than a school can have"));
        }
        Ok(rules.into())
    }
}

fn packed(counts: Counts) -> [u64; 6] {
    let Counts { not_met, breach, not_shown, pending, met, not_applicable } = counts;
    [not_met, breach, not_shown, pending, met, not_applicable]
}

fn unpacked(counts: [u32; 6]) -> Counts {
    let [not_met, breach, not_shown, pending, met, not_applicable] = counts.map(u64::from);
    Counts { not_met, breach, not_shown, pending, met, not_applicable }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_what_was_put_in_and_are_written_as_a_map() {
        let counts = |n: u64| Counts {
            not_met: n,
            breach: n + 1,
            not_shown: n + 2,
            pending: n + 3,
            met: n + 4,
            not_applicable: n + 5,
        };
        let rules: BTreeMap<_, _> = [("PT01".to_owned(), counts(1)), ("FN01".to_owned(), counts(9))].into();
        let tallies = Tallies::from(rules.clone());
        assert_eq!(tallies.iter().map(|(rule, _)| rule).collect::<Vec<_>>(), ["FN01", "PT01"]);
        assert_eq!((tallies.get("PT01"), tallies.get("PT02")), (Some(counts(1)), None));
        let json = serde_json::to_string(&tallies).unwrap();
        assert_eq!(json, serde_json::to_string(&rules).unwrap());
        assert_eq!(serde_json::from_str::<Tallies>(&json).unwrap(), tallies);
        let too_many = json.replace(":9,", ":4294967296,");
        assert!(serde_json::from_str::<Tallies>(&too_many).is_err());
    }
}
