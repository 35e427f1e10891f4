//! What an activity of the timetable is for (definition G9), and what the school's own codes mean. A code that nobody
//! explains counts as other, and is listed.

use super::layout::Layout;
use super::notes::Notes;
use super::parse::word::plain;
use super::records::period_key;
use crate::model::finding::Place;
use crate::model::school::{Activity, Lesson, School, Slot};
use crate::model::settings::Settings;
use crate::model::source::{Source, Span};
use foldhash::fast::FixedState;
use regex::Regex;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

/// Words and their meaning: the school’s own, beside those of the program.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    own: BTreeMap<String, Activity>,
    /// What the words met so far mean to the school, and to the program: the same few stand in every row.
    met: RefCell<HashMap<String, [Option<Activity>; 2], FixedState>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    taught: Vec<String>,
    ppa: Vec<String>,
    protected: Vec<String>,
    unavailable: Vec<String>,
    registration: Vec<String>,
    duty: Vec<String>,
    meeting: Vec<String>,
    other: Vec<String>,
}

/// Fields of the timetable that may say what a row is for.
pub const SAYS: [&str; 4] = ["activity", "class", "subject", "tags"];

/// What a row of the timetable is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// What it counts as.
    pub activity: Activity,
    /// The place in [`SAYS`] of the word that nothing explains, if it counts as other for that reason alone.
    pub unknown: Option<usize>,
}

/// What a class looks like in an export.
#[derive(Clone, Copy, Debug)]
pub enum Classes<'a> {
    /// A row with a class is taught, whatever the class is called.
    All,
    /// Every class is taught, unless its name is a word for something else.
    Words,
    /// Only what fits the pattern is a class; the rest are words and codes.
    Like(&'a Regex),
}

impl Classes<'_> {
    /// What a layout says of its classes.
    pub fn of(layout: &Layout) -> Classes<'_> {
        match &layout.class_pattern {
            _ if layout.class_is_taught => Classes::All,
            Some(pattern) => Classes::Like(&pattern.0),
            None => Classes::Words,
        }
    }
}

impl Vocabulary {
    /// The built-in words and those of the settings.
    pub fn new(settings: &Settings) -> Vocabulary {
        let own = settings.vocabulary.iter().map(|(word, chosen)| (key(word), chosen.value)).collect();
        Vocabulary { own, met: RefCell::default() }
    }

    /// What a word means: to the school, and to the program.
    fn meanings(&self, word: &str) -> [Option<Activity>; 2] {
        if let Some(known) = self.met.borrow().get(word) {
            return *known;
        }
        let key = key(word);
        let found = [self.own.get(&key).copied(), built_in().get(&key).copied()];
        self.met.borrow_mut().insert(word.to_owned(), found);
        found
    }

    /// What a row of the timetable is for, by what stands in the fields [`SAYS`].
    pub fn activity(&self, says: [Option<&str>; 4], classes: Classes) -> Meaning {
        let known = |activity| Meaning { activity, unknown: None };
        if !self.own.is_empty()
            && let Some(own) = says.iter().flatten().find_map(|text| self.meanings(text)[0])
        {
            return known(own);
        }
        let word = |place: usize| self.meanings(says[place]?)[1];
        let or_unknown =
            |place| word(place).map_or(Meaning { activity: Activity::Other, unknown: Some(place) }, known);
        match (says, classes) {
            ([Some(_), ..], _) => or_unknown(0),
            ([_, Some(_), ..], Classes::All) => known(Activity::Taught),
            // A class called PPA is no class.
            ([_, Some(_), ..], Classes::Words) => known(word(1).unwrap_or(Activity::Taught)),
            ([_, Some(class), ..], Classes::Like(pattern)) if pattern.is_match(class) => {
                known(Activity::Taught)
            }
            ([_, Some(_), ..], Classes::Like(_)) => or_unknown(1),
            ([.., subject, tags], _) => match word(2).or_else(|| word(3)) {
                Some(activity) => known(activity),
                None => Meaning {
                    activity: Activity::Other,
                    unknown: subject.map(|_| 2).or_else(|| tags.map(|_| 3)),
                },
            },
        }
    }
}

/// The words that the program knows, read once.
fn built_in() -> &'static BTreeMap<String, Activity> {
    static KNOWN: OnceLock<BTreeMap<String, Activity>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut known = BTreeMap::new();
        if let Ok(words) = toml::from_str::<Words>(include_str!("layouts/vocabulary.toml")) {
            for (list, activity) in [
                (words.taught, Activity::Taught),
                (words.ppa, Activity::Ppa),
                (words.protected, Activity::Protected),
                (words.unavailable, Activity::Other),
                (words.registration, Activity::Other),
                (words.duty, Activity::Other),
                (words.meeting, Activity::Other),
                (words.other, Activity::Other),
            ] {
                known.extend(list.iter().map(|word| (key(word), activity)));
            }
        }
        known
    })
}

/// A code that no vocabulary explains, wherever it stands.
#[derive(Default)]
struct Code<'a> {
    at: Option<(Source, &'a str)>,
    slots: BTreeSet<(Span, Source)>,
    /// Minutes of the slots; nothing once the length of one is not known.
    minutes: Option<i64>,
}

/// Lists every unknown code with its weight and its effect.
pub fn say(school: &School, notes: &mut Notes) {
    let mut codes: BTreeMap<String, Code> = BTreeMap::new();
    for lesson in &school.timetable {
        let Some(word) = &lesson.unknown else { continue };
        let code =
            codes.entry(key(&word.value)).or_insert_with(|| Code { minutes: Some(0), ..Code::default() });
        let here = (word.source, word.value.as_str());
        code.at = Some(code.at.map_or(here, |first| first.min(here)));
        // a row for two teachers is one slot
        if code.slots.insert((lesson.at, word.source)) {
            code.minutes = code.minutes.zip(length(lesson, school)).map(|(sum, more)| sum + more);
        }
    }
    for code in codes.values() {
        let Some((at, word)) = code.at else { continue };
        let times = match code.slots.len() {
            1 => "once".to_owned(),
            2 => "twice".to_owned(),
            n => format!("{n} times"),
        };
        let long = code.minutes.map_or(String::new(), |minutes| format!(" ({minutes} minutes)"));
        let message = format!(
            "“{word}” stands {times} in the timetable{long}, and nothing says what it means. It counts as “other”: neither taught nor PPA nor induction time."
        );
        let help = format!(
            "Write what it means under [vocabulary] in ringfence.toml, such as \"{word}\" = \"duty\"; it may be taught, ppa, induction, mentoring, unavailable, registration, duty, meeting or other."
        );
        notes.add("W-CODE", message, help, [Place::Cell(at)]);
    }
}

/// Minutes of a slot, if the row or the periods of its name say so with one voice.
fn length(lesson: &Lesson, school: &School) -> Option<i64> {
    let minutes = |start: u16, end: u16| i64::from(end) - i64::from(start);
    match &lesson.slot {
        Slot::Times(start, end) => Some(minutes(start.minutes(), end.minutes())),
        Slot::Period(name) => {
            let lengths: BTreeSet<i64> = school
                .periods
                .iter()
                .filter(|period| period_key(&period.name.value) == period_key(name))
                .filter(|period| period.day.is_none_or(|day| day == lesson.day))
                .filter(|period| period.week.is_none() || lesson.week.is_none() || period.week == lesson.week)
                .map(|period| minutes(period.start.minutes(), period.end.minutes()))
                .collect();
            (lengths.len() == 1).then(|| lengths.first().copied()).flatten()
        }
        Slot::Unknown => None,
    }
}

/// `P&P` and `PP` are different words, spaces and case do not matter.
fn key(text: &str) -> String {
    let kept = if text.contains('&') { plain(&text.replace('&', "and")) } else { plain(text) };
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
        let sims = Regex::new(r"^[A-Z]?\d{1,2}[A-Za-z]*/[A-Z][A-Za-z]\d*$").unwrap();
        let (own, list, grid) = (Classes::All, Classes::Words, Classes::Like(&sims));
        for (activity, class, subject, classes, expected, unknown) in [
            ("ppa", "", "", list, Activity::Ppa, None),
            ("P&P", "", "", list, Activity::Ppa, None),
            ("ECT Time", "", "", list, Activity::Protected, None),
            ("Mentoring", "", "", list, Activity::Protected, None),
            ("Teaching", "7A", "", list, Activity::Taught, None),
            ("Duty", "7A", "", list, Activity::Other, None),
            ("Chess", "7A", "", list, Activity::Other, Some("activity")),
            ("", "10B/Ar1", "", list, Activity::Taught, None),
            ("", "PPA", "", list, Activity::Ppa, None),
            ("", "blanking code", "", list, Activity::Other, None),
            ("", "Tut/Reg", "", list, Activity::Other, None),
            ("", "EPQ", "", list, Activity::Taught, None),
            ("", "PPA", "", own, Activity::Taught, None),
            ("", "J9X/Sc3", "", grid, Activity::Taught, None),
            ("", "10bA/Gg1", "", grid, Activity::Taught, None),
            ("", "Blanking Code", "", grid, Activity::Other, None),
            ("", "COVER", "", grid, Activity::Other, None),
            ("", "EPQ", "", grid, Activity::Other, Some("class")),
            ("", "P6", "", grid, Activity::Other, Some("class")),
            ("", "", "Planning", list, Activity::Ppa, None),
            ("", "", "Chess", list, Activity::Other, Some("subject")),
            ("", "", "", list, Activity::Other, None),
        ] {
            let text = |text: &'static str| (!text.is_empty()).then_some(text);
            let meaning = words.activity([text(activity), text(class), text(subject), None], classes);
            let found = (meaning.activity, meaning.unknown.map(|place| SAYS[place]));
            assert_eq!(found, (expected, unknown), "{activity:?} {class:?} {subject:?} {classes:?}");
        }
    }

    #[test]
    fn the_schools_own_words_come_first() {
        let mut settings = Settings::default();
        let chosen = Chosen { value: Activity::Other, by: ChosenBy::Default };
        settings.vocabulary.insert("blanking code".to_owned(), chosen);
        let words = Vocabulary::new(&settings);
        let meaning = words.activity([None, Some("Blanking Code"), None, None], Classes::All);
        assert_eq!(meaning, Meaning { activity: Activity::Other, unknown: None });
    }
}
