//! The sentences of the edition.

use super::disclosed::{Disclosed, Extent, Size};
use crate::rules::{Outcome, Strength};
use crate::tables::{Big, Masthead, words};
use std::collections::BTreeMap;

/// For how many nothing is outstanding.
pub(super) fn extent(extent: Extent) -> String {
    match extent {
        Extent::All(n) => format!("all {n}"),
        Extent::NotAll(n) => format!("not all {n}"),
        Extent::AtLeast(k, n) => format!("{k} or more of {n}, not all"),
        Extent::Exactly(k, n) => format!("{k} of {n}"),
        Extent::AtMost(k, n) => format!("{k} or fewer of {n}"),
        Extent::Some => "not all".to_string(),
        Extent::Every => "all".to_string(),
    }
}

/// The answer to the whole, in one or two sentences.
pub(super) fn verdict(disclosed: &Disclosed) -> Vec<String> {
    let say = |sentences: &[&str]| sentences.iter().map(ToString::to_string).collect();
    if disclosed.altogether {
        return match disclosed.lines.first().map(|line| line.outcome) {
            Some(Outcome::NotMet) => {
                say(&["Not everything is in place.", "The headteacher’s report says what to do."])
            }
            Some(Outcome::NotShown) => {
                say(&["Nothing is found to fall short, but not everything can be shown."])
            }
            _ => say(&["Everything due by now is in place."]),
        };
    }
    if disclosed.lines.is_empty() {
        return say(&[match disclosed.ects {
            Size::None => "The files name no early career teacher on induction this term.",
            _ => "There is nothing that can be told without telling it of one person.",
        }]);
    }
    let Some(standing) = disclosed.standing("") else {
        return say(&["Nothing is asked of anybody this term."]);
    };
    let hidden = disclosed.count(Outcome::NotShown);
    let worst = disclosed.lines.first().filter(|line| line.outcome == Outcome::NotMet);
    match (worst, hidden) {
        (None, 0) => say(&["Everything due by now is in place."]),
        (None, n) => {
            let cannot = words::counted(
                n,
                "entitlement cannot be shown for everyone",
                "entitlements cannot be shown for everyone",
            );
            vec![format!("Nothing is found to fall short, but {cannot}.")]
        }
        (Some(line), _) => {
            let short = u64::try_from(disclosed.count(Outcome::NotMet)).unwrap_or(u64::MAX);
            let first = if standing.in_order * 2 > standing.of {
                "Most of what is due is in place."
            } else if short.saturating_mul(2) >= standing.of {
                "Much of what is due is not in place."
            } else {
                "Not everything is in place, and much cannot be shown."
            };
            say(&[first, line.entitlement.falls_short])
        }
    }
}

/// Until when, and that nobody is named.
pub(super) fn lede(disclosed: &Disclosed, masthead: &Masthead) -> String {
    let nobody = "Nothing in this report identifies a teacher.";
    if disclosed.lines.is_empty() {
        return nobody.to_string();
    }
    match (disclosed.count(Outcome::NotMet) > 0, masthead.as_of < masthead.dates.1) {
        (true, true) => format!(
            "What falls short is to be put right by the end of term, {}; the headteacher’s report says what is due \
             sooner. {nobody}",
            words::day(masthead.dates.1)
        ),
        (true, false) => {
            format!("The term has ended, so what falls short is to be put right without delay. {nobody}")
        }
        (false, _) => format!("Nothing has to be put right. {nobody}"),
    }
}

/// Large numbers, as far as they may be told.
pub(super) fn facts(disclosed: &Disclosed) -> Vec<Big> {
    let big =
        |value: String, words: String, sub: &str| Big { value, words, sub: sub.to_string(), mark: None };
    let mut all = Vec::new();
    if let Size::Of(n) = disclosed.ects {
        let (words, sub) = match disclosed.years {
            Some((first, second)) => {
                (format!("early career teachers on induction: {first} in year 1, {second} in year 2."), "")
            }
            None => (
                "early career teachers on induction.".to_string(),
                "Year 1 and year 2 are not told apart: a group could be small.",
            ),
        };
        all.push(big(n.to_string(), words, sub));
    }
    if let Size::Of(n) = disclosed.mentors {
        all.push(big(n.to_string(), "mentors, who support them.".to_string(), ""));
    }
    if let Some(standing) = disclosed.standing("") {
        let hidden = disclosed.count(Outcome::NotShown);
        let sub = match hidden {
            0 => String::new(),
            n => {
                format!(
                    "{} of the others cannot be shown for everyone; a gap in the records is no failure.",
                    words::sentence(&words::count(n))
                )
            }
        };
        all.push(big(
            format!("{} of {}", standing.in_order, standing.of),
            "entitlements have nothing outstanding for anyone.".to_string(),
            &sub,
        ));
    }
    all
}

/// The paragraphs of the page.
pub(super) fn texts(disclosed: &Disclosed, masthead: &Masthead) -> BTreeMap<&'static str, Vec<String>> {
    BTreeMap::from([("assurance", vec![assurance(disclosed, masthead)]), ("coverage", coverage(disclosed))])
}

/// Why some things are not said.
pub(super) fn withheld(disclosed: &Disclosed) -> Vec<String> {
    let mut all = Vec::new();
    match (disclosed.ects, disclosed.mentors) {
        (Size::Few, Size::Few) => all.push(
            "There are fewer than three early career teachers, and fewer than three mentors. What is asked for each is \
             checked, but told here only of all of them together."
                .to_string(),
        ),
        (Size::Few, _) => all.push(
            "There are fewer than three early career teachers. What is asked for each is checked, but not told here."
                .to_string(),
        ),
        (Size::Of(_), Size::Few) => all.push(
            "There are fewer than three mentors, or none. What is asked of each is checked, but not told here."
                .to_string(),
        ),
        _ => {}
    }
    if !disclosed.lines.is_empty() && !disclosed.altogether {
        all.push(
            "Small numbers are not stated, and none can be worked out: where something is outstanding, the number of \
             people is given as a range."
                .to_string(),
        );
    }
    all
}

/// What the files could not show, and how much of them was used.
pub(super) fn coverage(disclosed: &Disclosed) -> Vec<String> {
    let mut all = Vec::new();
    match disclosed.count(Outcome::NotShown) {
        0 if disclosed.lines.is_empty() => {}
        0 => all.push("What is not called unmet was shown by the files supplied, or is not due.".to_string()),
        _ if disclosed.altogether => {
            all.push("What cannot be shown counts as neither met nor failed.".to_string());
        }
        n => {
            let cannot = words::counted(
                n,
                "entitlement cannot be shown for everyone: it counts",
                "entitlements cannot be shown for everyone: they count",
            );
            all.push(format!("{} as neither met nor failed.", words::sentence(&cannot)));
        }
    }
    if !disclosed.lacking.is_empty() {
        let records: Vec<String> = disclosed.lacking.iter().map(|record| record.to_lowercase()).collect();
        all.push(format!("More would be shown by fuller records: {}.", words::names(&records)));
    }
    all.push(match (disclosed.rows, disclosed.rows_left_out) {
        (Some((read, _)), false) => format!("All of the {} rows read were used.", whole(read)),
        (Some((read, out)), true) => format!(
            "Of {} rows read, {} were used; rows left out: {}, each for a reason that the headteacher’s report gives.",
            whole(read),
            whole(read - out),
            whole(out)
        ),
        (None, true) => "Fewer than 100 rows were read, and some of them left out.".to_string(),
        (None, false) => "Fewer than 100 rows were read, and all of them used.".to_string(),
    });
    if disclosed.files_left_out > 0 {
        let files = words::counted(disclosed.files_left_out, "file was", "files were");
        all.push(format!("{} left out.", words::sentence(&files)));
    }
    all
}

/// What head and chair are asked to sign.
pub(super) fn assurance(disclosed: &Disclosed, masthead: &Masthead) -> String {
    let named: Vec<String> = disclosed
        .records
        .iter()
        .filter(|(_, used)| *used)
        .map(|(record, _)| (*record).to_string())
        .filter(|record| {
            ["Timetable", "Cover register", "Mentor meetings", "Training register"].contains(&record.as_str())
        })
        .map(|record| record.to_lowercase())
        .collect();
    let evidence = if named.is_empty() {
        "in the school’s own records".to_string()
    } else {
        format!("in the school’s own {}", words::names(&named))
    };
    format!(
        "On the evidence {evidence} to {}, and subject to what could not be seen, the statements above are a fair \
         summary of the arrangements for early career teachers.",
        words::date(masthead.as_of)
    )
}

/// How many mentors there are for how many ECTs, and whether their timetables name the time.
pub(super) fn capacity(disclosed: &Disclosed) -> String {
    let time = disclosed.lines.iter().find(|line| line.entitlement.rules.contains(&"MN04"));
    match time.map(|line| line.outcome) {
        Some(Outcome::NotMet) => "Not every mentor’s timetable names the time that mentoring takes.",
        Some(Outcome::NotShown) => {
            "The files do not show whether every mentor’s timetable names the time that mentoring takes."
        }
        Some(Outcome::Met) => "Every mentor’s timetable names the time that mentoring takes.",
        Some(_) => "No time for mentoring is asked of timetables this term.",
        None => "Whether mentors’ timetables name the time is not told of fewer than three.",
    }
    .to_string()
}

fn whole(n: u64) -> String {
    words::thousands(i64::try_from(n).unwrap_or(i64::MAX))
}

/// What falling short of a line is called; its outcome otherwise.
pub(super) fn word(outcome: Outcome, strength: Option<Strength>) -> &'static str {
    match strength {
        Some(strength) if outcome == Outcome::NotMet => words::strength(strength),
        _ => words::outcome(outcome),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_outstanding_is_a_range_and_never_a_small_number() {
        for (n, short, said) in [
            (3, 0, "all 3"),
            (3, 1, "not all 3"),
            (5, 5, "not all 5"),
            (6, 1, "3 or more of 6, not all"),
            (6, 3, "3 or more of 6, not all"),
            (6, 4, "2 or fewer of 6"),
            (6, 6, "2 or fewer of 6"),
            (8, 3, "5 or more of 8, not all"),
            (8, 4, "4 of 8"),
            (8, 5, "3 or fewer of 8"),
            (20, 7, "13 of 20"),
            (20, 18, "3 or fewer of 20"),
        ] {
            assert_eq!(extent(Extent::of(n, short)), said, "{short} of {n}");
        }
    }
}
