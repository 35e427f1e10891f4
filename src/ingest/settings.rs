//! `ringfence.toml` → [`Settings`]. An unknown key is an error that names the nearest known one; what can be read holds.

use super::brand;
use super::notes::Refusal;
use super::parse;
use super::sheet::Cell;
use crate::model::calendar::TermId;
use crate::model::figure::ChosenBy;
use crate::model::school::Activity;
use crate::model::settings::{Chosen, PartTimeMeetings, Settings, StatedComparator, TermWanted};
use crate::model::text::visible;
use crate::model::units::Minutes;
use chrono::{Datelike, NaiveDate, Weekday};
use toml::{Table, Value};

const HERE: [&str; 11] = [
    "term",
    "from",
    "to",
    "as_of",
    "week_a_begins",
    "comparator",
    "vocabulary",
    "local",
    "brand",
    "periods",
    "calendar",
];
const COMPARATOR: [&str; 2] = ["minutes_per_cycle", "reason"];
const LOCAL: [&str; 4] =
    ["meeting_minutes", "part_time_meetings", "observations_per_term", "review_deadline"];
const BRAND: [&str; 3] = ["trust", "logo", "accent"];
/// Keys of an entry of bell times.
pub const PERIODS: [&str; 6] = ["name", "start", "end", "day", "week", "teaching"];
/// Keys of an entry of the calendar.
pub const CALENDAR: [&str; 4] = ["from", "to", "kind", "name"];
/// Records that may be stated as entries where no file holds them, with their keys.
pub const RECORDS: [(&str, &[&str]); 2] = [("periods", &PERIODS), ("calendar", &CALENDAR)];
/// What an activity may be called, in the settings and in the house layout.
pub const ACTIVITIES: [(&str, Activity); 10] = [
    ("taught", Activity::Taught),
    ("teaching", Activity::Taught),
    ("ppa", Activity::Ppa),
    ("induction", Activity::Protected),
    ("mentoring", Activity::Protected),
    ("unavailable", Activity::Other),
    ("registration", Activity::Other),
    ("duty", Activity::Other),
    ("meeting", Activity::Other),
    ("other", Activity::Other),
];

/// Every setting by its whole name, `local.meeting_minutes`; the words of `[vocabulary]` are the school's own.
pub fn names() -> Vec<String> {
    let groups = [("comparator", &COMPARATOR[..]), ("local", &LOCAL), ("brand", &BRAND)];
    let alone = HERE.iter().filter(|name| groups.iter().all(|(group, _)| group != *name));
    let grouped =
        groups.iter().flat_map(|(group, names)| names.iter().map(move |name| format!("{group}.{name}")));
    alone.map(|name| (*name).to_owned()).chain(grouped).collect()
}

/// Reads a settings file; `path` is its path in the pack.
pub fn read(text: &str, path: &str) -> (Settings, Vec<Refusal>) {
    let mut reader = Reader { by: ChosenBy::File(path.to_owned()), faults: Vec::new() };
    let settings = match text.trim_start_matches('\u{feff}').parse::<Table>() {
        Ok(table) => reader.settings(&readable(table)),
        Err(error) => {
            reader.fault(
                format!("This settings file cannot be read: {}.", error.message()),
                "Correct it, or start from the one that `ringfence init` writes.",
            );
            Settings::default()
        }
    };
    (settings, reader.faults)
}

/// The same settings, in their texts and keys whatever acts instead of being read written out.
fn readable(table: Table) -> Table {
    fn value(held: Value) -> Value {
        match held {
            Value::String(text) => Value::String(visible(&text.replace('\n', " "))),
            Value::Array(all) => Value::Array(all.into_iter().map(value).collect()),
            Value::Table(table) => Value::Table(readable(table)),
            other => other,
        }
    }
    table.into_iter().map(|(key, held)| (visible(&key), value(held))).collect()
}

/// The first over the second, setting by setting.
pub fn over(first: Settings, second: Settings) -> Settings {
    let mut vocabulary = second.vocabulary;
    vocabulary.extend(first.vocabulary);
    Settings {
        term: first.term.or(second.term),
        as_of: first.as_of.or(second.as_of),
        week_a_begins: first.week_a_begins.or(second.week_a_begins),
        comparator: first.comparator.or(second.comparator),
        vocabulary,
        meeting_minutes: first.meeting_minutes.or(second.meeting_minutes),
        part_time_meetings: first.part_time_meetings.or(second.part_time_meetings),
        observations_per_term: first.observations_per_term.or(second.observations_per_term),
        review_deadline: first.review_deadline.or(second.review_deadline),
        trust: first.trust.or(second.trust),
        logo: first.logo.or(second.logo),
        accent: first.accent.or(second.accent),
        modern_only: first.modern_only || second.modern_only,
    }
}

struct Reader {
    by: ChosenBy,
    faults: Vec<Refusal>,
}

impl Reader {
    fn fault(&mut self, message: impl Into<String>, help: impl Into<String>) {
        let fault = Refusal::new("E-SETTINGS", message, help);
        // a slip that every entry of a list repeats is told once
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    fn chosen<T>(&self, value: T) -> Chosen<T> {
        Chosen { value, by: self.by.clone() }
    }

    fn settings(&mut self, table: &Table) -> Settings {
        self.check_keys(table, "", &HERE);
        let mut settings = Settings {
            as_of: self.date(table, "", "as_of"),
            week_a_begins: self.date(table, "", "week_a_begins"),
            ..Settings::default()
        };
        if settings.week_a_begins.as_ref().is_some_and(|day| day.value.weekday() != Weekday::Mon) {
            self.fault(
                "“week_a_begins” is not a Monday.",
                "Write the Monday of a week A, such as \"2026-09-07\".",
            );
            settings.week_a_begins = None;
        }
        let named = self.text(table, "", "term").and_then(|term| {
            let id = TermId::named(&term.value);
            if id.is_none() {
                self.fault(
                    format!("“{}” names no term.", term.value),
                    "Write the season and the year, as in term = \"Autumn 2026\".",
                );
            }
            id.map(|id| self.chosen(TermWanted::Named(id)))
        });
        let (from, to) = (self.date(table, "", "from"), self.date(table, "", "to"));
        settings.term = match (named, from, to) {
            (None, Some(from), Some(to)) if from.value <= to.value => {
                Some(self.chosen(TermWanted::Between(from.value, to.value)))
            }
            (named, None, None) => named,
            (named, _, _) => {
                self.fault(
                    "“from” and “to” name the term together, without “term”, and the first day comes first.",
                    "Write either term = \"Autumn 2026\", or both from and to.",
                );
                named
            }
        };
        if let Some(part) = self.part(table, "comparator", &COMPARATOR) {
            let minutes = self.whole(&part, "comparator.", "minutes_per_cycle");
            let reason = self.text(&part, "comparator.", "reason");
            match (minutes, reason) {
                (Some(minutes), Some(reason)) => {
                    let stated =
                        StatedComparator { minutes_per_cycle: Minutes(minutes.value), reason: reason.value };
                    settings.comparator = Some(self.chosen(stated));
                }
                (None, None) => {}
                _ => self.fault(
                    "A stated comparator needs both “minutes_per_cycle” and “reason”.",
                    "Write both under [comparator], or neither.",
                ),
            }
        }
        for (word, value) in table.get("vocabulary").and_then(Value::as_table).into_iter().flatten() {
            let found = value
                .as_str()
                .and_then(|text| ACTIVITIES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)));
            match found {
                Some((_, activity)) => {
                    settings.vocabulary.insert(word.to_lowercase(), self.chosen(*activity));
                }
                None => self.fault(
                    format!("The meaning of “{word}” under [vocabulary] is not known."),
                    "Write taught, ppa, induction, mentoring, unavailable, registration, duty, meeting or other.",
                ),
            }
        }
        if let Some(part) = self.part(table, "local", &LOCAL) {
            settings.meeting_minutes =
                self.whole(&part, "local.", "meeting_minutes").map(|m| self.chosen(Minutes(m.value)));
            settings.observations_per_term = self.whole(&part, "local.", "observations_per_term");
            settings.review_deadline = self.date(&part, "local.", "review_deadline");
            settings.part_time_meetings = match self.text(&part, "local.", "part_time_meetings") {
                None => None,
                Some(text) if text.value == "same" => Some(self.chosen(PartTimeMeetings::Same)),
                Some(text) if text.value == "pro rata" => Some(self.chosen(PartTimeMeetings::ProRata)),
                Some(text) => {
                    let message = format!("“{}” is no value of “local.part_time_meetings”.", text.value);
                    self.fault(message, "Write \"same\" or \"pro rata\".");
                    None
                }
            };
        }
        for (record, keys) in RECORDS {
            self.check_entries(table, record, keys);
        }
        if let Some(part) = self.part(table, "brand", &BRAND) {
            settings.trust = self.text(&part, "brand.", "trust");
            settings.logo = self.text(&part, "brand.", "logo");
            settings.accent = self.text(&part, "brand.", "accent");
            if let Some((message, help)) = settings.accent.as_ref().and_then(|it| brand::unfit(&it.value)) {
                self.fault(message, help);
                settings.accent = None;
            }
        }
        settings
    }

    fn check_keys(&mut self, table: &Table, before: &str, known: &[&str]) {
        /// More letters than a setting has; comparing takes room for each letter of one with each of the other.
        const COMPARED: usize = 60;
        for key in table.keys().filter(|key| !known.contains(&key.as_str())) {
            let start: String = key.chars().take(COMPARED).collect();
            let nearest = known
                .iter()
                .min_by_key(|other| strsim::damerau_levenshtein(&start, other))
                .copied()
                .unwrap_or("");
            self.fault(
                format!("“{before}{}” is no setting.", parse::shown(&Cell::text(key))),
                format!("The nearest is “{before}{nearest}”. Correct the name or remove the line."),
            );
        }
    }

    /// Entries are read as rows of their record; here only what could not become a row is told.
    fn check_entries(&mut self, table: &Table, record: &str, known: &[&str]) {
        let Some(value) = table.get(record) else { return };
        let entries: Option<Vec<&Table>> =
            value.as_array().and_then(|all| all.iter().map(Value::as_table).collect());
        let Some(entries) = entries else {
            return self.fault(
                format!("“{record}” is a list of entries."),
                format!("Write [[{record}]], with two brackets, on a line of its own above each entry."),
            );
        };
        for entry in entries {
            self.check_keys(entry, &format!("{record}."), known);
            for (key, _) in entry.iter().filter(|(_, value)| value.is_array() || value.is_table()) {
                self.fault(
                    format!("“{record}.{key}” needs one value."),
                    "Write one entry for each, and put texts in quotation marks.",
                );
            }
        }
    }

    fn part(&mut self, table: &Table, key: &str, known: &[&str]) -> Option<Table> {
        if let Value::Table(part) = table.get(key)? {
            self.check_keys(part, &format!("{key}."), known);
            return Some(part.clone());
        }
        self.fault(
            format!("“{key}” is a group of settings."),
            format!("Write [{key}] on a line of its own."),
        );
        None
    }

    fn date(&mut self, table: &Table, before: &str, key: &str) -> Option<Chosen<NaiveDate>> {
        let value = table.get(key)?;
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let day = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok();
        if day.is_none() {
            let message = format!("“{text}” is not a date for “{before}{key}”.");
            self.fault(message, "Write year, month and day: \"2026-12-18\".");
        }
        let day = day?;
        if !(2000..=2100).contains(&day.year()) {
            let message = format!("“{text}” for “{before}{key}” is outside the years 2000 to 2100.");
            self.fault(message, "Check the year, and write the date as \"2026-12-18\".");
            return None;
        }
        Some(self.chosen(day))
    }

    fn text(&mut self, table: &Table, before: &str, key: &str) -> Option<Chosen<String>> {
        let text = table.get(key)?.as_str();
        if text.is_none() {
            self.fault(format!("“{before}{key}” needs a text."), "Put it in quotation marks.");
        }
        text.map(|text| self.chosen(text.to_owned()))
    }

    fn whole(&mut self, table: &Table, before: &str, key: &str) -> Option<Chosen<i64>> {
        match table.get(key)?.as_integer() {
            Some(number) if (1..=100_000).contains(&number) => Some(self.chosen(number)),
            _ => {
                self.fault(
                    format!("“{before}{key}” needs a whole number above 0."),
                    "Write it without quotation marks, such as 60.",
                );
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_as_documented() {
        let text = r##"
            term = "Autumn 2026"
            as_of = "2026-12-18"
            week_a_begins = 2026-09-07
            [comparator]
            minutes_per_cycle = 2640
            reason = "Staff handbook"
            [vocabulary]
            "Pastoral P" = "registration"
            "Mentor mtg" = "mentoring"
            [local]
            part_time_meetings = "pro rata"
            meeting_minutes = 45
            [brand]
            accent = "#0d4d5e"
        "##;
        let (settings, faults) = read(text, "ringfence.toml");
        assert_eq!(faults, []);
        assert_eq!(settings.week_a_begins.unwrap().value.to_string(), "2026-09-07");
        assert_eq!(settings.vocabulary["mentor mtg"].value, Activity::Protected);
        assert_eq!(settings.vocabulary["pastoral p"].by, ChosenBy::File("ringfence.toml".to_owned()));
        assert_eq!(settings.meeting_minutes.unwrap().value, Minutes(45));
    }

    #[test]
    fn an_unknown_setting_names_the_nearest() {
        let (settings, faults) =
            read("as_off = \"2026-12-18\"\nterm = \"Autumn 2026\"\n[local]\nmeting_minutes = 50", "x");
        let said: Vec<String> = faults.iter().map(|f| format!("{} {}", f.message, f.help)).collect();
        assert_eq!(
            said,
            [
                "“as_off” is no setting. The nearest is “as_of”. Correct the name or remove the line.",
                "“local.meting_minutes” is no setting. The nearest is “local.meeting_minutes”. Correct the name or remove the line.",
            ]
        );
        assert!(settings.term.is_some());
    }

    #[test]
    fn a_term_of_ten_thousand_years_is_refused() {
        let (settings, faults) =
            read("from = \"0001-01-01\"\nto = \"+262142-12-31\"\nas_of = 2026-12-18", "x");
        let said: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(
            said,
            [
                "“0001-01-01” for “from” is outside the years 2000 to 2100.",
                "“+262142-12-31” for “to” is outside the years 2000 to 2100.",
            ]
        );
        assert_eq!((settings.term, settings.as_of.is_some()), (None, true));
    }

    #[test]
    fn a_key_of_many_letters_is_cut_before_it_is_compared() {
        let (_, faults) = read(&format!("{} = 1", "as_of".repeat(1_000_000)), "x");
        let message = format!("“{}...” is no setting.", &"as_of".repeat(12)[..57]);
        assert_eq!(faults[0].message, message);
        assert!(faults[0].help.starts_with("The nearest is “"));
    }

    #[test]
    fn the_first_settings_win() {
        let (school, _) = read("term = \"Spring 2027\"", "a/ringfence.toml");
        let (pack, _) = read("term = \"Autumn 2026\"\nas_of = \"2026-12-18\"", "ringfence.toml");
        let both = over(school, pack);
        assert_eq!(both.term.unwrap().value, TermWanted::Named(TermId::named("Spring 2027").unwrap()));
        assert!(both.as_of.is_some());
    }
}
