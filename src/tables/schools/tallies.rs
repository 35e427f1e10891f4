//! The counts of a school by rule, packed: those of thousands of schools stand in memory side by side.

use super::Counts;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Counts by the code of their rule, in the order of the codes: `PT01,,,1,,3,`, a line a rule. As numbers side by side they
/// would take four times the room, since most of them are nought and nearly all others have one digit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tallies(Box<str>);

impl Tallies {
    /// Those of a rule, if it was asked.
    pub fn get(&self, rule: &str) -> Option<Counts> {
        self.iter().find(|(code, _)| *code == rule).map(|(_, counts)| counts)
    }

    /// Every rule that was asked.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Counts)> {
        self.0.lines().filter_map(|line| {
            let (code, counts) = line.split_once(',')?;
            Some((code, unpacked(counts)))
        })
    }
}

impl From<BTreeMap<String, Counts>> for Tallies {
    fn from(rules: BTreeMap<String, Counts>) -> Tallies {
        let mut lines = String::new();
        for (rule, counts) in rules {
            lines.push_str(&rule);
            for n in packed(counts) {
                let _ = if n == 0 { write!(lines, ",") } else { write!(lines, ",{n}") };
            }
            lines.push('\n');
        }
        Tallies(lines.into())
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
        if rules.keys().any(|rule| rule.is_empty() || rule.contains(|c: char| c == ',' || c.is_whitespace()))
        {
            return Err(D::Error::custom("this is no code of a rule"));
        }
        Ok(rules.into())
    }
}

fn packed(counts: Counts) -> [u64; 6] {
    let Counts { not_met, breach, not_shown, pending, met, not_applicable } = counts;
    [not_met, breach, not_shown, pending, met, not_applicable]
}

fn unpacked(counts: &str) -> Counts {
    // Nought is left out.
    let mut numbers = counts.split(',').map(|n| n.parse().unwrap_or_default());
    let [not_met, breach, not_shown, pending, met, not_applicable] =
        std::array::from_fn(|_| numbers.next().unwrap_or_default());
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
        let none = Counts { pending: 12, ..Counts::default() };
        let rules = [("PT01", counts(1)), ("FN01", counts(9)), ("PT09", none), ("RV01", Counts::default())];
        let rules: BTreeMap<_, _> = rules.map(|(rule, counts)| (rule.to_owned(), counts)).into();
        let tallies = Tallies::from(rules.clone());
        assert_eq!(
            tallies.iter().map(|(rule, _)| rule).collect::<Vec<_>>(),
            ["FN01", "PT01", "PT09", "RV01"]
        );
        assert_eq!((tallies.get("PT01"), tallies.get("PT02")), (Some(counts(1)), None));
        let json = serde_json::to_string(&tallies).unwrap();
        assert_eq!(json, serde_json::to_string(&rules).unwrap());
        assert_eq!(serde_json::from_str::<Tallies>(&json).unwrap(), tallies);
        let too_many = json.replace(":9,", ":4294967296,");
        assert!(serde_json::from_str::<Tallies>(&too_many).is_err());
        for no_code in ["PT 01", "PT01\\n", "PT,01", ""] {
            assert!(serde_json::from_str::<Tallies>(&json.replace("PT01", no_code)).is_err(), "{no_code}");
        }
    }
}
