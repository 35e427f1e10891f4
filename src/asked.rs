//! What was asked of a run, as its manifest keeps it, and back.

use crate::model::calendar::TermId;
use crate::model::figure::ChosenBy;
use crate::model::settings::{Chosen, Settings, TermWanted};
use crate::run::{Edition, Format, Job};
use crate::write::manifest::Asked;

const FORMATS: &[(Format, &str)] = &[(Format::Html, "html"), (Format::Xlsx, "xlsx")];

/// What the manifest keeps of a job. Where the packs lay, where the reports went and where one's own values and layouts
/// came from is not kept: what was in them is.
pub(crate) fn of(job: &Job) -> Asked {
    let (term, from, to) = match job.overrides.term.as_ref().map(|term| &term.value) {
        Some(TermWanted::Named(id)) => (Some(id.to_string()), None, None),
        Some(TermWanted::Between(from, to)) => (None, Some(*from), Some(*to)),
        None => (None, None, None),
    };
    Asked {
        packs: job.packs.len(),
        term,
        from,
        to,
        as_of: job.overrides.as_of.as_ref().map(|day| day.value),
        modern_only: job.overrides.modern_only,
        pseudonyms: job.overrides.pseudonyms,
        editions: job.editions.iter().map(|edition| edition.name().to_owned()).collect(),
        formats: names(&job.formats, FORMATS),
    }
}

/// The choices of the command line; nothing for a term that has no such name.
pub(crate) fn overrides(asked: &Asked) -> Option<Settings> {
    fn chosen<T>(value: T) -> Chosen<T> {
        Chosen { value, by: ChosenBy::CommandLine }
    }
    let term = match (&asked.term, asked.from, asked.to) {
        (Some(name), ..) => Some(chosen(TermWanted::Named(TermId::named(name)?))),
        (None, Some(from), Some(to)) => Some(chosen(TermWanted::Between(from, to))),
        _ => None,
    };
    let as_of = asked.as_of.map(chosen);
    let Asked { modern_only, pseudonyms, .. } = *asked;
    Some(Settings { term, as_of, modern_only, pseudonyms, ..Settings::default() })
}

/// The editions and the formats; nothing if there is one that this version does not write.
pub(crate) fn reports(asked: &Asked) -> Option<(Vec<Edition>, Vec<Format>)> {
    let edition = |name: &String| Edition::ALL.iter().find(|edition| edition.name() == name).copied();
    let editions = asked.editions.iter().map(edition).collect::<Option<_>>()?;
    Some((editions, named(&asked.formats, FORMATS)?))
}

fn names<T: PartialEq>(chosen: &[T], all: &[(T, &str)]) -> Vec<String> {
    let name = |one: &T| all.iter().find(|(known, _)| known == one).map(|(_, name)| (*name).to_owned());
    chosen.iter().filter_map(name).collect()
}

fn named<T: Copy>(names: &[String], all: &[(T, &str)]) -> Option<Vec<T>> {
    let one = |name: &String| all.iter().find(|(_, known)| known == name).map(|(one, _)| *one);
    names.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(overrides: Settings) -> Job {
        Job {
            packs: vec!["/home/someone/Autumn".into(), "b".into()],
            out: "out".into(),
            rulebook: Some("/home/someone/hub".into()),
            layouts: None,
            since: Vec::new(),
            templates: None,
            overrides,
            key: None,
            listed: 1_000,
            fresh: false,
            editions: vec![Edition::Head],
            formats: vec![Format::Xlsx],
            workers: crate::work::Workers::of("ringfence".into()),
            executable: crate::Executable::known(None),
        }
    }

    fn day(text: &str) -> chrono::NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_was_chosen_comes_back_as_it_was() {
        fn chosen<T>(value: T) -> Chosen<T> {
            Chosen { value, by: ChosenBy::CommandLine }
        }
        let named = TermWanted::Named(TermId::named("Spring 2027").unwrap());
        for settings in [
            Settings::default(),
            Settings { term: Some(chosen(named)), modern_only: true, ..Settings::default() },
            Settings { pseudonyms: true, ..Settings::default() },
            Settings {
                term: Some(chosen(TermWanted::Between(day("2026-09-01"), day("2026-10-23")))),
                as_of: Some(chosen(day("2026-10-01"))),
                ..Settings::default()
            },
        ] {
            let asked = of(&job(settings.clone()));
            assert_eq!(overrides(&asked), Some(settings));
            assert_eq!(reports(&asked), Some((vec![Edition::Head], vec![Format::Xlsx])));
        }
    }

    #[test]
    fn no_place_of_the_machine_is_kept() {
        let asked = of(&job(Settings::default()));
        assert_eq!(asked.packs, 2);
        assert!(!serde_json::to_string(&asked).unwrap().contains("someone"));
    }

    #[test]
    fn what_this_version_does_not_know_is_not_guessed() {
        let asked = of(&job(Settings::default()));
        assert_eq!(overrides(&Asked { term: Some("Winter 2026".into()), ..asked.clone() }), None);
        assert_eq!(reports(&Asked { formats: vec!["pdf".into()], ..asked }), None);
    }
}
