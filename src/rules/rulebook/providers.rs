//! What lead providers say of their mentor training: how its hours divide, by provider and cohort. Never a limit.

use super::Error;
use super::read::File;
use crate::model::figure::{Clause, Evidence, Figure};
use crate::model::school::Element;
use crate::model::units::Minutes;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) const FILE: File = File { name: "providers.toml", text: include_str!("../providers.toml") };

/// One lead provider's programme for mentors whose training began in these days.
#[derive(Clone, Debug)]
pub struct Provider {
    /// Name.
    pub name: String,
    /// Last day on which such training began, if it has ended.
    pub until: Option<NaiveDate>,
    /// The whole, where the provider's own numbers add up to one.
    pub total: Option<i64>,
    /// The breakdown as the source words it; empty if none was found.
    pub words: String,
    /// Its source; `in_force` is the first day on which such training began.
    pub clause: Arc<Clause>,
    known_as: Vec<String>,
    minutes: BTreeMap<Element, i64>,
}

/// A provider's own numbers for one mentor.
#[derive(Clone, Debug)]
pub struct Breakdown {
    /// Name of the provider.
    pub provider: String,
    /// The whole, where the numbers give one.
    pub total: Option<Figure<Minutes>>,
    /// By element, where the numbers give it.
    pub elements: BTreeMap<Element, Figure<Minutes>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    provider: Vec<RawProvider>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProvider {
    name: String,
    #[serde(default)]
    known_as: Vec<String>,
    from: NaiveDate,
    until: Option<NaiveDate>,
    #[serde(default)]
    words: String,
    total_minutes: Option<i64>,
    #[serde(default)]
    minutes: RawMinutes,
    title: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    note: String,
    evidence: Evidence,
    checked: NaiveDate,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawMinutes {
    conference: Option<i64>,
    clinic: Option<i64>,
    coaching: Option<i64>,
    self_study: Option<i64>,
    induction: Option<i64>,
    other: Option<i64>,
}

/// The catalogue that comes with the program, by name and first day.
pub(super) fn embedded() -> Result<Vec<Provider>, Error> {
    let raw: RawFile = toml::from_str(FILE.text)
        .map_err(|error| FILE.fault(error.span().map_or(0, |span| span.start), error.message()))?;
    let mut all: Vec<Provider> = raw.provider.into_iter().map(Provider::new).collect();
    all.sort_by_key(|provider| (provider.name.clone(), provider.clause.in_force));
    Ok(all)
}

impl Provider {
    fn new(raw: RawProvider) -> Provider {
        let RawMinutes { conference, clinic, coaching, self_study, induction, other } = raw.minutes;
        let minutes = [
            (Element::Conference, conference),
            (Element::Clinic, clinic),
            (Element::Coaching, coaching),
            (Element::SelfStudy, self_study),
            (Element::Induction, induction),
            (Element::Other, other),
        ];
        let clause = Clause {
            rule: "TR01".to_owned(),
            title: raw.title,
            para: String::new(),
            url: raw.url,
            in_force: raw.from,
            quote: String::new(),
            evidence: raw.evidence,
            checked: raw.checked,
            note: raw.note,
        };
        Provider {
            name: raw.name,
            until: raw.until,
            total: raw.total_minutes,
            words: raw.words,
            clause: Arc::new(clause),
            known_as: raw.known_as,
            minutes: minutes.into_iter().filter_map(|(element, minutes)| Some((element, minutes?))).collect(),
        }
    }

    /// True for a mentor of this provider whose training began on this day. Schools write the name as they like.
    fn is(&self, name: &str, start: NaiveDate) -> bool {
        let name = plain(name);
        let known = self.known_as.iter().chain([&self.name]).any(|known| plain(known) == name);
        known && self.clause.in_force <= start && self.until.is_none_or(|until| start <= until)
    }

    fn breakdown(&self) -> Breakdown {
        let figure = |minutes: i64, how: String| Figure::ruled(minutes.into(), how, Arc::clone(&self.clause));
        let element = |(element, minutes): (&Element, &i64)| {
            (*element, figure(*minutes, format!("{} in {}’s own breakdown", element.name(), self.name)))
        };
        Breakdown {
            provider: self.name.clone(),
            total: self.total.map(|total| figure(total, format!("whole of {}’s own breakdown", self.name))),
            elements: self.minutes.iter().map(element).collect(),
        }
    }
}

impl super::Rulebook {
    /// The breakdown of a provider for training that began on a day, if one is known.
    pub fn breakdown(&self, provider: &str, start: NaiveDate) -> Option<Breakdown> {
        let found = self.providers.iter().find(|known| known.is(provider, start))?;
        (!found.minutes.is_empty()).then(|| found.breakdown())
    }
}

/// Letters and digits only, small.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use crate::model::school::Element;
    use crate::model::units::Ratio;
    use crate::rules::rulebook::Rulebook;

    #[test]
    fn a_breakdown_is_found_by_provider_and_first_day() {
        let book = Rulebook::embedded().unwrap();
        let found = |name, start: &str| book.breakdown(name, start.parse().unwrap());
        let conference = |name, start| {
            found(name, start)?.elements.get(&Element::Conference).map(crate::model::figure::Figure::value)
        };
        assert_eq!(conference("AMBITION", "2022-09-01"), Some(Ratio::whole(24 * 60)));
        assert!(found("Ambition Institute", "2025-09-01").is_none());
        assert!(found("Best Practice Network", "2023-09-01").is_none());
        assert!(found("Nobody", "2022-09-01").is_none());
    }

    #[test]
    fn elements_that_are_all_known_add_up_to_the_whole() {
        for provider in Rulebook::embedded().unwrap().providers() {
            let sum: i64 = provider.minutes.values().sum();
            assert!(provider.total.is_none_or(|total| total == sum), "{}", provider.name);
        }
    }
}
