//! Which weeks of the timetable’s cycle a row names: `B`, `Week 3`, `A and C`, `1-4`.

use super::super::sheet::Cell;
use super::word::{plain, text_in};
use super::{Parsed, Problem, is_dash, shown};
use crate::model::school::{Week, Weeks};

/// Words that go with a week, the longer first.
const NOUNS: [&str; 5] = ["weeks", "week", "wks", "wk", "w"];

/// Reads the weeks a row names; a blank cell, or words for every week, are nothing. `both` is weeks A and B, which is
/// every week of a two-week cycle only.
///
/// # Errors
/// `R-WORD` if it names no week, or one beyond the fourth.
pub fn weeks(cell: &Cell) -> Parsed<Weeks> {
    let Some(text) = text_in(cell) else { return Ok(None) };
    if is_dash(&text) {
        return Ok(None);
    }
    // What nearly every cell holds: one letter.
    let mut letters = text.chars();
    if let (Some(week), None) = (letters.next().and_then(Week::named), letters.next()) {
        return Ok(Some(week.into()));
    }
    match plain(&text).as_str() {
        "all" | "every" | "each" | "everyweek" | "eachweek" | "allweeks" | "weekly" => Ok(None),
        "both" | "bothweeks" => Ok(Some(Weeks::to(Week::B))),
        _ => match named(&text) {
            Some(weeks) => Ok(Some(weeks)),
            None => Problem::new(
                "R-WORD",
                format!("“{}” is not a week of the timetable.", shown(cell)),
                "Write A, B, C or D, or several of them such as A and C; leave it blank for every week.",
            ),
        },
    }
}

/// The weeks that a text names with letters or numbers; nothing if it holds anything else.
fn named(text: &str) -> Option<Weeks> {
    let is_decimal = |part: &[u8]| part[1] == b'.' && part[0].is_ascii_digit() && part[2].is_ascii_digit();
    if text.as_bytes().windows(3).any(is_decimal) {
        return None;
    }
    let (mut all, mut last, mut to): (Vec<Week>, Option<Week>, bool) = (Vec::new(), None, false);
    for token in tokens(text) {
        if token == "-" || token == "to" {
            to = last.is_some();
            continue;
        }
        if token == "and" || NOUNS.contains(&token.as_str()) {
            continue;
        }
        for week in of_token(&token)? {
            if let Some(first) = last.filter(|_| to) {
                if week <= first {
                    return None;
                }
                all.extend(Week::ALL.into_iter().filter(|between| (first..week).contains(between)));
            }
            all.push(week);
            (last, to) = (Some(week), false);
        }
    }
    (!all.is_empty()).then(|| all.into_iter().collect())
}

/// Runs of letters, runs of digits, and dashes; all else only stands between them.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in text.chars().flat_map(char::to_lowercase) {
        let c = if matches!(c, '‐' | '‑' | '–' | '—' | '−') { '-' } else { c };
        let goes_on =
            (c.is_alphabetic() && before.is_alphabetic()) || (c.is_numeric() && before.is_numeric());
        match tokens.last_mut().filter(|_| goes_on) {
            Some(token) => token.push(c),
            None if c.is_alphanumeric() || c == '-' => tokens.push(c.to_string()),
            None => {}
        }
        before = c;
    }
    tokens
}

/// `3`, `c`, `wkc`, `cweek`; `ab` and `acd`, letters in order.
fn of_token(token: &str) -> Option<Vec<Week>> {
    let bare = NOUNS.iter().find_map(|noun| token.strip_prefix(noun).or_else(|| token.strip_suffix(noun)));
    let bare = bare.unwrap_or(token);
    let weeks: Vec<Week> = bare.chars().map(Week::named).collect::<Option<_>>()?;
    let in_order = weeks.windows(2).all(|two| two[0] < two[1]);
    let one_number = weeks.len() == 1 || !bare.contains(|c: char| c.is_ascii_digit());
    (!weeks.is_empty() && in_order && one_number).then_some(weeks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match weeks(&Cell::text(text)) {
            Ok(Some(weeks)) => format!("{weeks:?}"),
            Ok(None) => "every".to_owned(),
            Err(problem) => problem.code.to_owned(),
        }
    }

    #[test]
    fn a_week_has_a_letter_or_a_number() {
        for (text, week) in [
            ("A", "A"),
            ("b", "B"),
            ("C", "C"),
            ("3", "C"),
            ("Week 3", "C"),
            ("Wk C", "C"),
            ("wk4", "D"),
            ("W4", "D"),
            ("WD", "D"),
            ("D week", "D"),
            ("Week-A", "A"),
            ("week: b", "B"),
        ] {
            assert_eq!(read(text), week, "{text}");
        }
        assert_eq!(weeks(&Cell::Number(4.0)), Ok(Some(Week::D.into())));
    }

    #[test]
    fn a_row_may_name_several_weeks() {
        for (text, named) in [
            ("AB", "AB"),
            ("A/B", "AB"),
            ("A and B", "AB"),
            ("1 & 2", "AB"),
            ("both", "AB"),
            ("A, C", "AC"),
            ("1,3", "AC"),
            ("weeks 2 and 4", "BD"),
            ("C and A", "AC"),
            ("1-4", "ABCD"),
            ("B–D", "BCD"),
            ("Week 1 to Week 3", "ABC"),
            ("A-B, D", "ABD"),
            ("ABCD", "ABCD"),
        ] {
            assert_eq!(read(text), named, "{text}");
        }
    }

    #[test]
    fn words_for_every_week_are_as_a_blank_cell() {
        for text in ["all", "Every week", "weekly", "-", "all weeks"] {
            assert_eq!(read(text), "every", "{text}");
        }
        assert_eq!(weeks(&Cell::Empty), Ok(None));
    }

    #[test]
    fn what_is_no_week_is_refused_with_what_to_write() {
        for text in
            ["E", "5", "0", "12", "1234", "Week", "week 31", "DAB", "A or so", "Wed", "D-B", "1.2", "Mon"]
        {
            assert_eq!(read(text), "R-WORD", "{text}");
        }
        let problem = weeks(&Cell::text("E")).unwrap_err();
        assert_eq!(problem.message, "“E” is not a week of the timetable.");
        assert!(problem.help.starts_with("Write A, B, C or D"), "{}", problem.help);
    }
}
