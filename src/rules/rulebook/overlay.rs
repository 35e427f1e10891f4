//! One's own values over the rulebook: another edition of the guidance, or what an appropriate body asks.

use super::read::{File, RawValue};
use super::{Error, Rulebook};
use crate::model::figure::Clause;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::Spanned;

/// What was laid over the rulebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlay {
    /// Name of its folder.
    pub name: String,
    /// Its files, by name.
    pub files: Vec<OverlayFile>,
    /// Names of the values it changes.
    pub values: Vec<String>,
}

/// A file of an overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverlayFile {
    /// Name.
    pub path: String,
    /// Size.
    pub bytes: u64,
    /// Lower-case hex.
    pub sha256: String,
}

impl Rulebook {
    /// This rulebook with one's own values over it. From the first day of an overlaid value on, its entries stand alone:
    /// every earlier entry of the rulebook stays, every later one is gone.
    ///
    /// # Errors
    /// If a file is not of the shape of the rulebook, or names a value that it does not have.
    pub fn with(&self, name: &str, files: &[(String, String)]) -> Result<Rulebook, Error> {
        let mut over = self.laid(name, files, true)?;
        if over.values.values().any(|value| value.entries.iter().any(|entry| entry.local)) {
            over.beneath = Some(Box::new(self.laid(name, files, false)?));
        }
        Ok(over)
    }

    fn laid(&self, name: &str, files: &[(String, String)], with_local: bool) -> Result<Rulebook, Error> {
        let mut over =
            Rulebook { edition: format!("{} with the overlay {name}", self.edition), ..self.clone() };
        let mut overlay = Overlay { name: name.to_owned(), files: Vec::new(), values: Vec::new() };
        let mut hash = Sha256::new();
        hash.update(&self.hash);
        for (path, text) in files {
            hash.update(path);
            hash.update(text);
            let sha256 = base16ct::lower::encode_string(&Sha256::digest(text));
            overlay.files.push(OverlayFile { path: path.clone(), bytes: text.len() as u64, sha256 });
            let shown = format!("{name}/{path}");
            let file = File { name: &shown, text };
            for (key, raw) in file.values()? {
                if overlay.values.contains(key.get_ref()) {
                    return Err(
                        file.fault(key.span().start, format!("“{}” is overlaid twice.", key.get_ref()))
                    );
                }
                over.lay(file, &key, &raw, name, with_local)?;
                overlay.values.push(key.into_inner());
            }
        }
        overlay.values.sort();
        over.hash = base16ct::lower::encode_string(&hash.finalize());
        over.overlay = Some(overlay);
        Ok(over)
    }

    fn lay(
        &mut self,
        file: File,
        key: &Spanned<String>,
        raw: &RawValue,
        overlay: &str,
        with_local: bool,
    ) -> Result<(), Error> {
        let name = key.get_ref();
        let Some(value) = self.values.get_mut(name) else {
            return Err(file.fault(key.span().start, unknown(name, &self.values)));
        };
        if let Some(unit) = raw.unit.as_ref().filter(|unit| *unit.get_ref() != value.unit) {
            let said = format!(
                "the unit of “{name}” is {}, not {}. Write unit = \"{}\", or leave the unit out.",
                value.unit,
                unit.get_ref(),
                value.unit
            );
            return Err(file.fault(unit.span().start, said));
        }
        let mut entries = file.entries(raw, value, &|entry| with_local || !entry.local)?;
        let Some(first) = entries.first().map(|entry| entry.clause.in_force) else { return Ok(()) };
        for entry in &mut entries {
            let note = format!("From the overlay {overlay}. {}", entry.clause.note);
            entry.clause = Arc::new(Clause { note: note.trim_end().to_owned(), ..(*entry.clause).clone() });
        }
        value.entries.retain(|entry| entry.clause.in_force < first);
        value.entries.extend(entries);
        Ok(())
    }
}

fn unknown<V>(name: &str, values: &BTreeMap<String, V>) -> String {
    // Comparing takes room for each letter of one with each of the other.
    let start: String = name.chars().take(100).collect();
    let near = values.keys().min_by_key(|known| strsim::damerau_levenshtein(known, &start));
    let near = near.map_or("", String::as_str);
    format!(
        "the rulebook has no value named “{name}”. The nearest is “{near}”; ringfence rules lists them all. \
         Correct the name or take its lines out."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::figure::Evidence;
    use crate::model::units::{Minutes, Ratio, Share};
    use chrono::NaiveDate;

    fn overlay(text: &str) -> Result<Rulebook, Error> {
        Rulebook::embedded().unwrap().with("hub", &[("caps.toml".to_owned(), text.to_owned())])
    }

    fn cap(book: &Rulebook, day: &str) -> Ratio {
        let day: NaiveDate = day.parse().unwrap();
        book.on::<Share>("teaching_cap_part_1", day).unwrap().value()
    }

    const CAP: &str = "[[teaching_cap_part_1.from]]\ndate = \"2026-09-01\"\nvalue = \"4/5\"\ntitle = \"Hub\"\n\
                       checked = \"2026-11-20\"\n";

    #[test]
    fn an_overlaid_value_holds_from_its_first_day_on() {
        let book = overlay(CAP).unwrap();
        assert_eq!(cap(&book, "2026-08-31"), Ratio::new(9, 10).unwrap());
        assert_eq!(cap(&book, "2026-09-01"), Ratio::new(4, 5).unwrap());
        assert_ne!(book.hash(), Rulebook::embedded().unwrap().hash());
        assert_eq!(book.edition(), "2026-11 with the overlay hub");
        assert!(book.beneath().is_none());
    }

    #[test]
    fn an_entry_of_the_same_day_is_replaced_and_its_note_names_the_overlay() {
        let entries = |text: &str| -> Vec<(String, String)> {
            let book = overlay(text).unwrap();
            let (_, value) = book.values().find(|(name, _)| *name == "teaching_cap_part_1").unwrap();
            value.entries.iter().map(|entry| (entry.text.clone(), entry.clause.note.clone())).collect()
        };
        let all = entries(&format!("{}note = \"Agreed.\"\n", CAP.replace("2026-09-01", "2012-09-01")));
        assert_eq!(all, [("4/5".to_owned(), "From the overlay hub. Agreed.".to_owned())]);
        assert_eq!(entries(CAP).last().unwrap().1, "From the overlay hub.");
    }

    #[test]
    fn a_value_may_hold_for_one_day_and_not_for_less() {
        let book = overlay(&format!("{CAP}until = \"2026-09-01\"\n")).unwrap();
        assert_eq!(cap(&book, "2026-09-01"), Ratio::new(4, 5).unwrap());
        let refused = overlay(&format!("{CAP}until = \"2026-08-31\"\n")).unwrap_err().to_string();
        assert!(refused.contains("line 2: “until” comes before “date”"), "{refused}");
    }

    #[test]
    fn beneath_a_local_value_lies_the_rulebook_without_it() {
        let book = overlay(&format!("{CAP}local = true\n")).unwrap();
        assert_eq!(cap(&book, "2026-09-01"), Ratio::new(4, 5).unwrap());
        assert_eq!(cap(book.beneath().unwrap(), "2026-09-01"), Ratio::new(9, 10).unwrap());
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line_and_what_to_write() {
        let said = |text: &str| overlay(text).unwrap_err().to_string();
        assert!(said(&CAP.replace("part_1", "part1")).starts_with(
            "hub/caps.toml, line 1: the rulebook has no value named “teaching_cap_part1”. The nearest is “teaching_cap_part_1”"
        ));
        assert!(
            said(&CAP.replace("4/5", "80%")).starts_with("hub/caps.toml, line 3: “80%” is not a number.")
        );
        assert!(said(&CAP.replace("4/5", "80")).contains("line 3: “80” is more than the whole."));
        assert!(said(&CAP.replace("4/5", "-1/5")).contains("line 3: “-1/5” is not a number."));
        assert!(
            said(&CAP.replace("2026-09-01", "1 Sept"))
                .starts_with("hub/caps.toml, line 2: “1 Sept” is not a date.")
        );
        let unit = format!("teaching_cap_part_1.unit = \"minutes\"\n{CAP}");
        assert!(
            said(&unit).starts_with(
                "hub/caps.toml, line 1: the unit of “teaching_cap_part_1” is ratio, not minutes."
            )
        );
        assert!(
            said(&CAP.replace("title = \"Hub\"\n", "")).contains("title"),
            "{}",
            said(&CAP.replace("title = \"Hub\"\n", ""))
        );
        assert!(said(&CAP.replace("value = \"4/5\"\n", "")).contains("needs a note"));
        assert!(said(&format!("{CAP}colour = \"red\"\n")).contains("unknown field `colour`"));
        assert!(said("[teaching_cap_part_1").starts_with("hub/caps.toml, line 1: "));
    }

    fn files(texts: &[(&str, &str)]) -> Vec<(String, String)> {
        texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    /// The training’s minutes as the overlay says them, and no more.
    const MINUTES: &str = "[[training_minutes.from]]\ndate = \"2023-09-01\"\nvalue = \"1500\"\ntitle = \"Hub\"\n\
                           checked = \"2026-11-20\"\n";

    #[test]
    fn earlier_entries_stay_and_later_ones_are_gone() {
        let book = overlay(MINUTES).unwrap();
        for (on, minutes) in [("2022-09-01", 2160), ("2023-09-01", 1500), ("2026-09-01", 1500)] {
            let figure = book.on::<Minutes>("training_minutes", on.parse().unwrap()).unwrap();
            assert_eq!(figure.value(), Ratio::whole(minutes), "{on}");
        }
        let (_, value) = book.values().find(|(name, _)| *name == "training_minutes").unwrap();
        let days: Vec<String> = value.entries.iter().map(|entry| entry.clause.in_force.to_string()).collect();
        assert_eq!(days, ["2021-09-01", "2023-09-01"]);
    }

    #[test]
    fn what_the_overlay_leaves_out_is_as_the_rulebook_says_it() {
        let clause = |text: &str| -> Clause {
            let book = overlay(text).unwrap();
            let (_, value) = book.values_of("PT01").find(|(name, _)| *name == "teaching_cap_part_1").unwrap();
            (*value.entries.last().unwrap().clause).clone()
        };
        let from_the_start = CAP.replace("2026-09-01", "2012-09-01");
        let bare = clause(&from_the_start);
        assert_eq!((bare.rule.as_str(), bare.title.as_str(), bare.quote.as_str()), ("PT01", "Hub", ""));
        assert_eq!(bare.evidence, Evidence::Unconfirmed, "who wrote it did not say");
        assert_eq!(bare.checked.to_string(), "2026-11-20");
        let said = "unit = \"ratio\"\n[[teaching_cap_part_1.from]]\nrule = \"PT01\"\npara = \"4\"\nurl = \"https://hub.invalid\"\n\
                    quote = \"no more\"\nevidence = \"official\"\n";
        let full = clause(&format!(
            "[teaching_cap_part_1]\n{}",
            from_the_start.replace("[[teaching_cap_part_1.from]]\n", said)
        ));
        assert_eq!((full.para.as_str(), full.url.as_str()), ("4", "https://hub.invalid"));
        assert_eq!((full.quote.as_str(), full.evidence), ("no more", Evidence::Official));
    }

    #[test]
    fn its_files_are_listed_with_size_and_hash_and_its_values_by_name() {
        let both = files(&[("z.toml", MINUTES), ("a.toml", CAP), ("empty.toml", "")]);
        let book = Rulebook::embedded().unwrap().with("hub", &both).unwrap();
        let Overlay { name, files, values } = book.overlay().unwrap();
        let listed: Vec<(&str, u64)> = files.iter().map(|file| (file.path.as_str(), file.bytes)).collect();
        assert_eq!(listed, [("z.toml", 98), ("a.toml", 100), ("empty.toml", 0)]);
        let of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!((name.as_str(), files[2].sha256.as_str()), ("hub", of_nothing));
        assert_eq!(*values, ["teaching_cap_part_1", "training_minutes"]);
    }

    #[test]
    fn the_hash_is_of_what_lies_beneath_and_of_each_file_with_its_name() {
        let plain = Rulebook::embedded().unwrap();
        let hash = |book: &Rulebook, name: &str, text: &str| {
            book.with("hub", &files(&[(name, text)])).unwrap().hash().to_owned()
        };
        let one = hash(&plain, "caps.toml", CAP);
        assert_eq!(hash(&plain, "caps.toml", CAP), one);
        assert_ne!(hash(&plain, "cap.toml", CAP), one);
        assert_ne!(hash(&plain, "caps.toml", &CAP.replace("4/5", "3/5")), one);
        assert_ne!(hash(&overlay(MINUTES).unwrap(), "caps.toml", CAP), one);
    }

    #[test]
    fn a_value_that_two_files_give_is_refused() {
        let twice = files(&[("a.toml", CAP), ("b.toml", &format!("\n{CAP}"))]);
        let refused = Rulebook::embedded().unwrap().with("hub", &twice).unwrap_err().to_string();
        assert_eq!(refused, "hub/b.toml, line 2: “teaching_cap_part_1” is overlaid twice.");
    }

    #[test]
    fn entries_stand_in_the_order_of_their_days() {
        let entry = |on: &str, value: &str| CAP.replace("2026-09-01", on).replace("4/5", value);
        let book = overlay(&(entry("2025-09-01", "4/5") + &entry("2026-09-01", "3/5"))).unwrap();
        assert_eq!(cap(&book, "2026-08-31"), Ratio::new(4, 5).unwrap());
        assert_eq!(cap(&book, "2026-09-01"), Ratio::new(3, 5).unwrap());
        for later in ["2026-09-01", "2027-09-01"] {
            let refused =
                overlay(&(entry(later, "4/5") + &entry("2026-09-01", "3/5"))).unwrap_err().to_string();
            let expected = "hub/caps.toml, line 7: this entry is not later than the one before it.";
            assert!(refused.starts_with(expected), "{refused}");
        }
    }

    #[test]
    fn the_whole_is_a_share_and_a_list_or_a_length_of_time_is_none() {
        assert_eq!(cap(&overlay(&CAP.replace("4/5", "1")).unwrap(), "2026-09-01"), Ratio::ONE);
        let list = CAP.replace("teaching_cap_part_1", "absence_excluded").replace("4/5", "maternity; study");
        let book = overlay(&list).unwrap();
        let entry = book.entry("absence_excluded", "2026-09-01".parse().unwrap()).unwrap();
        assert_eq!(entry.text, "maternity; study");
        let words = MINUTES.replace("1500", "25 hours");
        assert!(overlay(&words).unwrap_err().to_string().contains("line 3: “25 hours” is not a number."));
    }

    #[test]
    fn a_value_may_be_unknown_if_the_note_says_why() {
        let unknown = CAP.replace("value = \"4/5\"", "note = \"The hub has not decided.\"");
        let book = overlay(&format!("{unknown}conflict = true\n")).unwrap();
        let (_, value) = book.values().find(|(name, _)| *name == "teaching_cap_part_1").unwrap();
        assert!(value.entries.last().unwrap().conflict && !value.entries[0].conflict);
        let refused = book.on::<Share>("teaching_cap_part_1", "2026-09-01".parse().unwrap()).unwrap_err();
        assert!(refused.why.ends_with("From the overlay hub. The hub has not decided"), "{}", refused.why);
    }

    #[test]
    fn each_day_of_an_entry_is_one_and_a_slip_is_named_with_its_own_line() {
        let said = |text: &str| overlay(text).unwrap_err().to_string();
        let expected = "hub/caps.toml, line 5: “last week” is not a date.";
        assert!(said(&CAP.replace("2026-11-20", "last week")).starts_with(expected));
        let expected = "hub/caps.toml, line 6: “31/08/2027” is not a date.";
        assert!(said(&format!("{CAP}until = \"31/08/2027\"\n")).starts_with(expected));
        assert!(said(&format!("{CAP}colour = \"red\"\n")).starts_with("hub/caps.toml, line 6: "));
    }
}
