//! What a heading of a timetable grid says: `1Mon:2`, `Mon A P3`, `Week B`, `Thursday`, `Period 4`, `9:10-10:05`.

use super::super::layout::Axis;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What it says, each as the parsers of cells read it.
pub type Label = BTreeMap<Axis, String>;

const DAY: &str = "(?<day>Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:day|sday|nesday|rsday|urday|rs|r|s)?";
const BEFORE: &str = "(?:(?:week|wk|w)?[ -]*(?<before>[A-D1-4]))";
const AFTER: &str = "(?:(?:week|wk|w)?[ -]*(?<after>[A-D1-4]))";
const PERIOD: &str =
    r"(?:(?:period|per|p|lesson|l)[ .]*)?(?<period>\d{1,2}[a-z]?|am|pm|(?:tut|reg|form|break|lunch|ass)\w*)";
const FROM: &str = r"(?<from>\d{1,2}[:.]\d{2}) *:? *(?<half>[ap]m)?";
const TO: &str = r"(?<to>\d{1,2}[:.]\d{2}) *(?<other>[ap]m)?";

/// Letters of a period’s name after a colon; to count them in the form itself would make it many times as large.
const LONGEST: usize = 8;

/// The forms a heading may have, in the order in which they are tried.
fn forms() -> &'static [Regex] {
    static FORMS: OnceLock<Vec<Regex>> = OnceLock::new();
    FORMS.get_or_init(|| {
        [
            // A colon parts the period, so that a figure beside the day is its week.
            format!(r"^{BEFORE}?[ -]*{DAY}[ -]*(?<after>[A-D1-4])? *: *(?<short>\w+)$"),
            format!("^{BEFORE}?[ -]*{DAY}[ -]*(?:(?<after>[A-D])[ -]*)?{PERIOD}$"),
            format!("^{BEFORE}?[ -]*{DAY}[ -]*{AFTER}?$"),
            format!("^{BEFORE}(?: *week)?$"),
            r"^(?<own>(?:day|d) *\d{1,2})$".to_owned(),
            format!("{FROM} *[-–—]+ *:? *{TO}"),
            format!("^{PERIOD}$"),
        ]
        .iter()
        .filter_map(|form| Regex::new(&format!("(?i){form}")).ok())
        .collect()
    })
}

/// What a heading says of these, or nothing if it says something else as well.
pub fn label(text: &str, wanted: &[Axis]) -> Option<Label> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    forms().iter().find_map(|form| {
        let found = form.captures(&text)?;
        let group = |name: &str| found.name(name).map(|group| group.as_str().to_owned());
        let short = group("short");
        if short.as_ref().is_some_and(|name| name.chars().count() > LONGEST) {
            return None;
        }
        let mut said = Label::new();
        let day = group("day").or_else(|| group("own"));
        let week = group("before")
            .or_else(|| group("after"))
            .filter(|_| group("before").is_none() || group("after").is_none());
        let times = group("from").zip(group("to")).map(|(from, to)| {
            let half = |name: &str| group(name).unwrap_or_default();
            format!("{from}{}-{to}{}", half("half"), half("other"))
        });
        let period = short.or_else(|| group("period")).or(times);
        for (axis, value) in [(Axis::Day, day), (Axis::Week, week), (Axis::Period, period)] {
            if let Some(value) = value {
                said.insert(axis, value);
            }
        }
        // A bare figure is a period, unless periods stand elsewhere.
        let is_figure = text.len() == 1 && text.bytes().all(|b| b.is_ascii_digit());
        let is_week = !(is_figure && said.contains_key(&Axis::Week) && wanted.contains(&Axis::Period));
        (is_week && !said.is_empty() && said.keys().all(|axis| wanted.contains(axis))).then_some(said)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str, wanted: &[Axis]) -> String {
        let Some(said) = label(text, wanted) else { return "nothing".to_owned() };
        said.iter().map(|(axis, value)| format!("{} {value}", axis.field())).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn every_form_can_be_read() {
        assert_eq!(forms().len(), 7);
    }

    #[test]
    fn a_heading_of_a_slot_names_week_day_and_period() {
        let all = [Axis::Week, Axis::Day, Axis::Period];
        for (text, expected) in [
            ("1Mon:1", "week 1, day Mon, period 1"),
            ("2Fri:6", "week 2, day Fri, period 6"),
            ("Mon1:1", "week 1, day Mon, period 1"),
            ("MonA:1", "week A, day Mon, period 1"),
            ("BThu:Tut", "week B, day Thu, period Tut"),
            ("Mon:1", "day Mon, period 1"),
            ("1Mon:Break", "week 1, day Mon, period Break"),
            ("Week A Monday P3", "week A, day Mon, period 3"),
            ("A-Mon-3", "week A, day Mon, period 3"),
            ("Wk B Tues 2", "week B, day Tue, period 2"),
            ("MonA3", "week A, day Mon, period 3"),
            ("Thurs Period 4", "day Thu, period 4"),
            ("Mon1", "day Mon, period 1"),
            ("Wednesday AM", "day Wed, period AM"),
            ("W1 Mon:5", "week 1, day Mon, period 5"),
            ("Monday week B", "week B, day Mon"),
            ("Mon:Eightlet", "day Mon, period Eightlet"),
            ("Mon:NineLette", "nothing"),
            ("Monarch", "nothing"),
            ("Money 3", "nothing"),
            ("1MonA:1", "day Mon, period 1"),
            ("3", "period 3"),
            ("Week 3", "week 3"),
        ] {
            assert_eq!(says(text, &all), expected, "{text}");
        }
    }

    #[test]
    fn beside_a_day_a_figure_is_its_week_where_periods_stand_elsewhere() {
        let days = [Axis::Week, Axis::Day];
        for (text, expected) in [
            ("1Mon", "week 1, day Mon"),
            ("Mon1", "week 1, day Mon"),
            ("TUESDAY ", "day TUE"),
            ("Monday (A)", "nothing"),
            ("Week A", "week A"),
            ("B week", "week B"),
            ("Day 4", "day Day 4"),
            ("2", "week 2"),
            ("Mon:1", "nothing"),
        ] {
            assert_eq!(says(text, &days), expected, "{text}");
        }
    }

    #[test]
    fn a_period_has_a_number_a_name_or_times() {
        for (text, expected) in [
            ("1", "period 1"),
            ("P5", "period 5"),
            ("Period 3", "period 3"),
            ("1\n 7:35-8:10", "period 7:35-8:10"),
            ("Lunch Break\n 11:25-11:55", "period 11:25-11:55"),
            ("09:50:-10:40", "period 09:50-10:40"),
            ("01:15pm - 02:10pm", "period 01:15pm-02:10pm"),
            ("4b", "period 4b"),
            ("Lunch", "period Lunch"),
            ("Subject", "nothing"),
            ("100", "nothing"),
        ] {
            assert_eq!(says(text, &[Axis::Period]), expected, "{text:?}");
        }
    }
}
