//! What an activity of the timetable is for (definition G9), and what the school's own codes mean.

use super::parse::word::plain;
use crate::model::school::Activity;
use crate::model::settings::Settings;
use std::collections::BTreeMap;

/// Words and their meaning.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    own: BTreeMap<String, Activity>,
    known: BTreeMap<String, Activity>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    taught: Vec<String>,
    ppa: Vec<String>,
    protected: Vec<String>,
}

impl Vocabulary {
    /// The built-in words and those of the settings.
    pub fn new(settings: &Settings) -> Vocabulary {
        let mut known = BTreeMap::new();
        if let Ok(words) = toml::from_str::<Words>(include_str!("layouts/vocabulary.toml")) {
            for (list, activity) in [
                (words.taught, Activity::Taught),
                (words.ppa, Activity::Ppa),
                (words.protected, Activity::Protected),
            ] {
                known.extend(list.iter().map(|word| (key(word), activity)));
            }
        }
        let own = settings.vocabulary.iter().map(|(word, chosen)| (key(word), chosen.value)).collect();
        Vocabulary { own, known }
    }

    /// What a row of the timetable is for.
    pub fn activity(
        &self,
        activity: Option<&str>,
        class: Option<&str>,
        others: [Option<&str>; 2],
        class_is_taught: bool,
    ) -> Activity {
        let texts = [activity, class, others[0], others[1]];
        let own = texts.iter().flatten().find_map(|text| self.own.get(&key(text)));
        if let Some(own) = own {
            return *own;
        }
        let known = |text: Option<&str>| text.and_then(|text| self.known.get(&key(text))).copied();
        match (activity, class) {
            (Some(_), _) => known(activity).unwrap_or(Activity::Other),
            (None, Some(_)) if class_is_taught => Activity::Taught,
            // A class called PPA is no class.
            (None, Some(_)) => known(class).unwrap_or(Activity::Taught),
            (None, None) => others.iter().find_map(|text| known(*text)).unwrap_or(Activity::Other),
        }
    }
}

/// `P&P` and `PP` are different words, spaces and case do not matter.
fn key(text: &str) -> String {
    let kept = plain(&text.replace('&', "and"));
    if kept.is_empty() { text.to_owned() } else { kept }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::figure::ChosenBy;
    use crate::model::settings::Chosen;

    #[test]
    fn an_activity_is_known_by_its_word() {
        let words = Vocabulary::new(&Settings::default());
        for (activity, class, expected) in [
            (Some("ppa"), None, Activity::Ppa),
            (Some("P&P"), None, Activity::Ppa),
            (Some("ECT Time"), None, Activity::Protected),
            (Some("Mentoring"), None, Activity::Protected),
            (Some("Teaching"), Some("7A"), Activity::Taught),
            (Some("Duty"), Some("7A"), Activity::Other),
            (None, Some("10B/Ar1"), Activity::Taught),
            (None, Some("PPA"), Activity::Ppa),
            (None, None, Activity::Other),
        ] {
            assert_eq!(
                words.activity(activity, class, [None, None], false),
                expected,
                "{activity:?} {class:?}"
            );
        }
    }

    #[test]
    fn the_schools_own_words_come_first() {
        let mut settings = Settings::default();
        let chosen = Chosen { value: Activity::Other, by: ChosenBy::Default };
        settings.vocabulary.insert("blanking code".to_owned(), chosen);
        let words = Vocabulary::new(&settings);
        assert_eq!(words.activity(None, Some("Blanking Code"), [None, None], true), Activity::Other);
    }
}
