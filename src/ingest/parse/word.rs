//! Words from a known list: days, weeks, yes and no, and the kinds of each record.

use super::super::sheet::Cell;
use super::{Parsed, Problem, decimal, is_dash, shown};
use crate::model::calendar::Kind;
use crate::model::school::{
    CoverKind, Day, Element, MeetingKind, Programme, Qts, ReviewKind, Scheme, Status, Week,
};
use crate::model::text::{is_ordinary, visible};
use std::borrow::Cow;

/// Letters and digits only, in lower case, so that `Week-A`, `week a` and `WEEK A` are one word.
pub fn plain(text: &str) -> String {
    if text.is_ascii() {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        return letters.map(|letter| char::from(letter.to_ascii_lowercase())).collect();
    }
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// True if the word is this one, already [`plain`].
pub fn is_word(word: &str, plain_text: &str) -> bool {
    if word.is_ascii() {
        let letters = word.bytes().filter(u8::is_ascii_alphanumeric);
        return letters.map(|letter| letter.to_ascii_lowercase()).eq(plain_text.bytes());
    }
    let letters = word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    letters.eq(plain_text.chars())
}

/// Text of a cell that may hold a word or a number, on one line, whatever acts instead of being read written out.
pub fn text_of(cell: &Cell) -> Option<String> {
    text_in(cell).map(Cow::into_owned)
}

/// The same, as it stands in the cell where it can be taken from there.
pub fn text_in(cell: &Cell) -> Option<Cow<'_, str>> {
    match cell {
        Cell::Text(text) if is_ordinary(text) => Some(Cow::Borrowed(text)),
        Cell::Text(text) => Some(visible(&str::replace(text, '\n', " ")).into()),
        Cell::Number(number) => Some(decimal(*number).into()),
        Cell::Bool(_) | Cell::Moment(_) | Cell::Elapsed(_) => Some(shown(cell).into()),
        Cell::Empty | Cell::Fault(_) | Cell::NoValue => None,
    }
}

/// One meaning and the words for it, the first as a school should write it.
pub type Words<T> = [(T, &'static [&'static str])];

/// The words as a school should write them.
pub fn firsts<T>(words: &Words<T>) -> Vec<&'static str> {
    words.iter().filter_map(|(_, all)| all.first().copied()).collect()
}

fn choose<T: Copy>(cell: &Cell, what: &str, code: &'static str, words: &Words<T>) -> Parsed<T> {
    let Some(text) = text_in(cell) else { return Ok(None) };
    if is_dash(&text) {
        return Ok(None);
    }
    let plain_text = plain(&text);
    if let Some((value, _)) = words.iter().find(|(_, all)| all.iter().any(|word| is_word(word, &plain_text)))
    {
        return Ok(Some(*value));
    }
    let names = firsts(words);
    let list = match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => names.concat(),
    };
    Problem::new(code, format!("“{}” is not {what}.", shown(cell)), format!("Write {list}."))
}

/// Days of the week and how they are cut short.
pub const DAYS: [(&str, &[&str]); 7] = [
    ("monday", &["mon"]),
    ("tuesday", &["tue", "tues"]),
    ("wednesday", &["wed", "weds"]),
    ("thursday", &["thu", "thur", "thurs"]),
    ("friday", &["fri"]),
    ("saturday", &["sat"]),
    ("sunday", &["sun"]),
];

/// The number of an English weekday, Monday 0: `Mon`, `Tues`, `Wednesday`.
pub fn weekday(text: &str) -> Option<u8> {
    let text = text.trim_end_matches('.');
    let first = text.bytes().next()?.to_ascii_lowercase();
    let is_text = |name: &&str| name.eq_ignore_ascii_case(text);
    let is_day = |(name, short): &(&str, &[&str])| {
        name.as_bytes()[0] == first && (is_text(name) || short.iter().any(is_text))
    };
    let found = DAYS.iter().position(is_day)?;
    u8::try_from(found).ok()
}

/// Reads a weekday.
///
/// # Errors
/// `R-DAY` if it is none.
pub fn day(cell: &Cell) -> Parsed<Day> {
    let Some(text) = text_in(cell) else { return Ok(None) };
    match weekday(&text) {
        Some(day) => Ok(Some(Day(day))),
        None => Problem::new(
            "R-DAY",
            format!("“{}” is not a weekday.", shown(cell)),
            "Write Monday to Friday, or Mon to Fri; the week of a two- or four-week timetable goes in a column Week.",
        ),
    }
}

/// Yes and no.
pub const YES_NO: &Words<bool> = &[
    (true, &["yes", "y", "true", "1", "attended", "present"]),
    (false, &["no", "n", "false", "0", "absent", "not attended", "did not attend", "apologies"]),
];

/// Reads yes or no.
///
/// # Errors
/// `R-WORD` if it is neither.
pub fn yes_no(cell: &Cell) -> Parsed<bool> {
    if let Cell::Bool(yes) = cell {
        return Ok(Some(*yes));
    }
    if matches!(cell, Cell::Text(text) if matches!(text.as_ref(), "✓" | "✔" | "☑")) {
        return Ok(Some(true));
    }
    if matches!(cell, Cell::Text(text) if matches!(text.as_ref(), "✗" | "✘" | "☒")) {
        return Ok(Some(false));
    }
    choose(cell, "yes or no", "R-WORD", YES_NO)
}

/// Kinds of a calendar row.
pub const CALENDAR_KINDS: &Words<Kind> = &[
    (Kind::Term, &["term", "half term (open)", "term time", "school term"]),
    (Kind::Holiday, &["holiday", "holidays", "half term", "half-term holiday", "school holiday", "vacation"]),
    (Kind::Inset, &["INSET", "inset day", "training day", "staff training day", "staff day"]),
    (Kind::BankHoliday, &["bank holiday", "public holiday"]),
    (Kind::Closure, &["closure", "closed", "school closed", "emergency closure"]),
    (Kind::Week(Week::A), &["week A", "A", "week 1", "wk A", "wk 1", "A week"]),
    (Kind::Week(Week::B), &["week B", "B", "week 2", "wk B", "wk 2", "B week"]),
    (Kind::Week(Week::C), &["week C", "C", "week 3", "wk C", "wk 3", "C week"]),
    (Kind::Week(Week::D), &["week D", "D", "week 4", "wk D", "wk 4", "D week"]),
];

/// Reads the kind of a calendar row.
///
/// # Errors
/// `R-WORD` if it is none.
pub fn calendar_kind(cell: &Cell) -> Parsed<Kind> {
    choose(cell, "a kind of calendar entry", "R-WORD", CALENDAR_KINDS)
}

/// Kinds of a cover row.
pub const COVER_KINDS: &Words<CoverKind> = &[
    (CoverKind::Cover, &["cover", "covered", "covering", "absence cover"]),
    (CoverKind::Event, &["event", "trip", "exam", "exams", "meeting"]),
    (CoverKind::Repaid, &["repaid", "repayment", "returned", "time back", "given back", "paid back"]),
];

/// Reads the kind of a cover row.
///
/// # Errors
/// `R-WORD` if it is none.
pub fn cover_kind(cell: &Cell) -> Parsed<CoverKind> {
    choose(cell, "a kind of cover", "R-WORD", COVER_KINDS)
}

/// Kinds of a mentor meeting.
pub const MEETING_KINDS: &Words<MeetingKind> = &[
    (
        MeetingKind::Meeting,
        &["meeting", "mentor meeting", "1:1", "one to one", "mentoring", "mentor session"],
    ),
    (MeetingKind::Coaching, &["coaching", "instructional coaching", "coaching session"]),
    (MeetingKind::Observation, &["observation", "lesson observation", "observed lesson"]),
    (MeetingKind::DropIn, &["drop-in", "drop ins", "learning walk"]),
];

/// Reads the kind of a mentor meeting.
///
/// # Errors
/// `R-WORD` if it is none.
pub fn meeting_kind(cell: &Cell) -> Parsed<MeetingKind> {
    choose(cell, "a kind of mentor meeting", "R-WORD", MEETING_KINDS)
}

/// What became of a meeting.
pub const STATUSES: &Words<Status> = &[
    (Status::Held, &["held", "yes", "y", "done", "completed", "complete", "attended", "took place"]),
    (Status::NotHeld, &["cancelled", "canceled", "no", "n", "not held", "did not take place"]),
    (Status::NotHeld, &["missed", "absent"]),
    (Status::NotHeld, &["rescheduled", "postponed", "moved"]),
];

/// Reads whether a meeting was held.
///
/// # Errors
/// `R-WORD` if it does not say.
pub fn status(cell: &Cell) -> Parsed<Status> {
    if let Cell::Bool(held) = cell {
        return Ok(Some(if *held { Status::Held } else { Status::NotHeld }));
    }
    choose(cell, "a status of a meeting", "R-WORD", STATUSES)
}

/// Kinds of a training session.
pub const ELEMENTS: &Words<Element> = &[
    (Element::Conference, &["conference", "conferences"]),
    (Element::Clinic, &["clinic", "clinics"]),
    (Element::Coaching, &["coaching"]),
    (Element::SelfStudy, &["self-study", "self directed study", "self-directed", "independent study"]),
    (Element::Induction, &["induction", "programme induction"]),
];

/// Reads a kind of training session; any other word is [`Element::Other`].
pub fn element(cell: &Cell) -> Element {
    choose(cell, "", "R-WORD", ELEMENTS).ok().flatten().unwrap_or(Element::Other)
}

/// Kinds of a review.
pub const REVIEW_KINDS: &Words<ReviewKind> = &[
    (ReviewKind::Progress, &["progress review", "progress", "PR"]),
    (
        ReviewKind::Formal,
        &["formal assessment", "formal", "FA", "assessment", "final assessment", "final formal assessment"],
    ),
    (ReviewKind::Interim, &["interim assessment", "interim"]),
];

/// Reads a kind of review.
///
/// # Errors
/// `R-WORD` if it is none.
pub fn review_kind(cell: &Cell) -> Parsed<ReviewKind> {
    choose(cell, "a kind of review", "R-WORD", REVIEW_KINDS)
}

/// What a payment is for, from words that no two remittances choose alike. Neither scheme, or both: nothing.
pub fn scheme(text: &str) -> Option<Scheme> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).map(plain).filter(|word| !word.is_empty()).collect();
    let words = format!(" {} ", words.join(" "));
    let says = |any: &[&str]| any.iter().any(|of| words.contains(&format!(" {of} ")));
    let training =
        says(&["mentor training", "mentors training", "mentor s training", "training for mentors"])
            || says(&["training programme for mentors", "backfill", "ectpm"]);
    let grant = says(&["year 2 grant", "year two grant", "second year grant", "y2 grant", "yr 2 grant"]);
    let year_2 = says(&["year 2", "year two", "second year", "y2", "yr 2", "yr2", "year2"])
        || says(&["time off timetable", "mentor support"]);
    match (training, grant, year_2) {
        (true, true, _) | (false, false, false) => None,
        (true, false, _) => Some(Scheme::MentorTraining),
        (false, ..) => Some(Scheme::Year2Grant),
    }
}

/// Pay areas.
pub const PAY_AREAS: &Words<&str> = &[
    ("Inner London", &["Inner London", "Inner"]),
    ("Outer London", &["Outer London", "Outer"]),
    ("Fringe", &["Fringe", "London Fringe", "Fringe area", "The Fringe"]),
    (
        "Rest of England",
        &["Rest of England", "England", "England and Wales", "England excluding London", "RoE"],
    ),
];

/// Reads a pay area, as the rulebook writes it.
///
/// # Errors
/// `R-WORD` if it is none.
pub fn pay_area(cell: &Cell) -> Parsed<String> {
    Ok(choose(cell, "a pay area", "R-WORD", PAY_AREAS)?.map(str::to_owned))
}

/// Kinds of a programme.
pub const PROGRAMMES: &Words<Programme> = &[
    (Programme::ProviderLed, &["provider-led", "provider", "full induction programme", "FIP"]),
    (
        Programme::SchoolLed,
        &["school-led", "school", "core induction programme", "CIP", "school based", "DIY"],
    ),
];

/// Reads provider-led or school-led.
///
/// # Errors
/// `R-WORD` if it is neither.
pub fn programme(cell: &Cell) -> Parsed<Programme> {
    choose(cell, "a kind of programme", "R-WORD", PROGRAMMES)
}

/// Reads qualified teacher status: yes, no, or the day of the award.
///
/// # Errors
/// `R-WORD` or `R-DATE` if it is none.
pub fn qts(cell: &Cell, order: super::date::Order) -> Parsed<Qts> {
    let is_word = match cell {
        Cell::Text(text) => !text.contains(|c: char| c.is_ascii_digit()),
        Cell::Bool(_) => true,
        _ => false,
    };
    if is_word {
        let held =
            matches!(cell, Cell::Text(text) if matches!(plain(text).as_str(), "qts" | "held" | "qualified"));
        return Ok(if held {
            Some(Qts::Yes)
        } else {
            yes_no(cell)?.map(|yes| if yes { Qts::Yes } else { Qts::No })
        });
    }
    Ok(super::date::date(cell, super::date::Era::Lifetime, order)?.map(Qts::Since))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_english_words() {
        for (text, expected) in [
            ("Mon", Some(0)),
            ("TUES", Some(1)),
            ("Weds.", Some(2)),
            ("thursday", Some(3)),
            ("A", None),
            ("Mo", None),
        ] {
            assert_eq!(weekday(text), expected, "{text}");
        }
    }

    #[test]
    fn a_scheme_is_known_by_the_words_remittances_use() {
        for (text, meant) in [
            ("year 2 grant", Some(Scheme::Year2Grant)),
            ("ECT Year-2 time off timetable 2025-26", Some(Scheme::Year2Grant)),
            ("Y2 ECT funding", Some(Scheme::Year2Grant)),
            ("mentor training", Some(Scheme::MentorTraining)),
            ("Backfill: time off timetable for ECF mentor training", Some(Scheme::MentorTraining)),
            ("ECTPM 2025/26", Some(Scheme::MentorTraining)),
            ("Mentor training, year 2", Some(Scheme::MentorTraining)),
            ("Year 2 grant and mentor training", None),
            ("Pupil premium, financial year 2025-26", None),
        ] {
            assert_eq!(scheme(text), meant, "{text}");
        }
    }

    #[test]
    fn a_word_not_on_the_list_is_refused_with_the_list() {
        let problem = meeting_kind(&Cell::text("chat")).unwrap_err();
        assert_eq!(problem.message, "“chat” is not a kind of mentor meeting.");
        assert_eq!(problem.help, "Write meeting, coaching, observation or drop-in.");
    }

    #[test]
    fn qualified_teacher_status_may_be_a_day() {
        let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
        assert_eq!(qts(&Cell::text("Yes"), super::super::date::Order::DayFirst), Ok(Some(Qts::Yes)));
        assert_eq!(
            qts(&Cell::text("01/07/2025"), super::super::date::Order::DayFirst),
            Ok(Some(Qts::Since(day)))
        );
    }
}
