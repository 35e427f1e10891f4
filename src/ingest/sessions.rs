//! Attendance reports and calendars → meetings and training.
//!
//! A report says who was there: an ECT alone with a mentor of theirs had a meeting, for as long as both were there; any
//! other session is training of each of the school's people in it. A calendar says what was planned: only an entry
//! between an ECT and a mentor of theirs, and nobody else, is a meeting.

pub mod planned;
mod presence;

use crate::model::registers::{Element, Meeting, MeetingKind, Status, Training};
use crate::model::school::PersonId;
use crate::model::source::{SheetId, Span};
use crate::model::units::{Clock, Minutes};
use chrono::{NaiveDate, NaiveTime};
use presence::{Presence, later, together};
use std::collections::{BTreeMap, BTreeSet};

/// Someone in a session.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Participant {
    /// Known to the school.
    Known(PersonId),
    /// Nobody of this school, as written.
    Stranger(String),
}

/// A row of an attendance report: one stay of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The row.
    pub at: Span,
    /// Day.
    pub date: NaiveDate,
    /// What the session is called; rows of one sheet, day and title are one session.
    pub title: Option<String>,
    /// Who.
    pub who: Participant,
    /// When they came.
    pub from: Option<NaiveTime>,
    /// When they went.
    pub to: Option<NaiveTime>,
    /// How long they stayed, in seconds, if written. May be less than from first coming to last going.
    pub seconds: Option<u32>,
}

/// Each ECT with each of their mentors, by the school's records.
pub type Pairs = BTreeSet<(PersonId, PersonId)>;

/// What sessions come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sessions {
    /// Meetings, in the order of the rows.
    pub meetings: Vec<Meeting>,
    /// Training, in the order of sessions and people.
    pub training: Vec<Training>,
    /// For each row why it was left out; nothing if it was used.
    pub left_out: Vec<Option<&'static str>>,
}

/// Reason of a row of somebody the school does not know: a facilitator, or people of other schools.
pub const STRANGER: &str = "nobody of this school";
const SHORT: &str = "shorter than a minute";
const APART: &str = "never there together";
const LENGTHLESS: &str = "says neither how long nor from when to when";

/// What tells sessions apart.
type Name<'a> = (SheetId, NaiveDate, Option<&'a str>);

/// The rows of attendance reports.
pub fn attended(stays: &[Stay], pairs: &Pairs) -> Sessions {
    let mut sessions: BTreeMap<Name, BTreeMap<&Participant, Vec<usize>>> = BTreeMap::new();
    for (place, stay) in stays.iter().enumerate() {
        let session = sessions.entry((stay.at.sheet, stay.date, stay.title.as_deref())).or_default();
        session.entry(&stay.who).or_default().push(place);
    }
    let mut found = Sessions { left_out: vec![None; stays.len()], ..Sessions::default() };
    for ((_, date, title), people) in sessions {
        let of = |places: &[usize]| Presence::new(places.iter().map(|place| &stays[*place]));
        let hull = |places: &[usize]| hull(places.iter().map(|place| stays[*place].at));
        let all: Vec<&Participant> = people.keys().copied().collect();
        if let Some((ect, mentor)) = pair(&all, pairs) {
            let rows: Vec<usize> = people.values().flatten().copied().collect();
            let there: Vec<Presence> = people.values().map(|places| of(places)).collect();
            match (together(&there), hull(&rows)) {
                (Some((start, length)), Some(at)) if length.0 > 0 => {
                    let end = start.and_then(|start| later(start, length));
                    let minutes = Some(length);
                    found.meetings.push(Meeting { minutes, ..meeting(at, date, ect, mentor, start, end) });
                }
                (together, _) => {
                    let why = match together {
                        None => APART,
                        Some(_) if there.iter().any(Presence::is_unknown) => LENGTHLESS,
                        Some(_) => SHORT,
                    };
                    for place in rows {
                        found.left_out[place] = Some(why);
                    }
                }
            }
            continue;
        }
        for (who, places) in people {
            let there = of(&places);
            let minutes = Minutes(there.seconds / 60);
            let why = match (who, hull(&places)) {
                (Participant::Known(person), Some(at)) if minutes.0 > 0 => {
                    let (person, element) = (*person, title.map_or(Element::Other, element));
                    let session =
                        Training { at, date, person, minutes, element, provider: None, attended: true };
                    found.training.push(session);
                    None
                }
                (Participant::Known(_), _) if there.is_unknown() => Some(LENGTHLESS),
                (Participant::Known(_), _) => Some(SHORT),
                (Participant::Stranger(_), _) => Some(STRANGER),
            };
            for place in places {
                found.left_out[place] = why;
            }
        }
    }
    found.meetings.sort_by_key(|meeting| meeting.at);
    found
}

/// An ECT and a mentor of theirs, if these two are all.
fn pair(people: &[&Participant], pairs: &Pairs) -> Option<(PersonId, PersonId)> {
    let [Participant::Known(one), Participant::Known(other)] = people else { return None };
    [(*one, *other), (*other, *one)].into_iter().find(|pair| pairs.contains(pair))
}

/// A held meeting.
fn meeting(
    at: Span,
    date: NaiveDate,
    ect: PersonId,
    mentor: PersonId,
    start: Option<Clock>,
    end: Option<Clock>,
) -> Meeting {
    let (kind, status) = (MeetingKind::Meeting, Status::Held);
    Meeting { at, date, ect, mentor, start, end, minutes: None, end_cell: None, kind, status }
}

/// The one kind of session that a title names; other if it names none or several.
fn element(title: &str) -> Element {
    let title = title.to_lowercase();
    let kinds = [Element::Conference, Element::Clinic, Element::Coaching, Element::SelfStudy].into_iter();
    let mut named = kinds.filter(|kind| title.contains(kind.name()));
    match (named.next(), named.next()) {
        (Some(kind), None) => kind,
        _ => Element::Other,
    }
}

/// The block from the first to the last of some rows.
fn hull(rows: impl IntoIterator<Item = Span>) -> Option<Span> {
    rows.into_iter().reduce(|a, b| Span {
        sheet: a.sheet,
        top: a.top.min(b.top),
        left: a.left.min(b.left),
        bottom: a.bottom.max(b.bottom),
        right: a.right.max(b.right),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    pub const ECT: PersonId = PersonId(0);
    pub const MENTOR: PersonId = PersonId(1);
    pub const OTHER: PersonId = PersonId(2);

    pub fn pairs() -> Pairs {
        [(ECT, MENTOR)].into()
    }

    pub fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 9, day).unwrap()
    }

    pub fn at(row: u32) -> Span {
        Span { sheet: SheetId(0), top: row, left: 0, bottom: row, right: 4 }
    }

    /// `15:00:20-15:45`, and seconds.
    fn stay(row: u32, title: &str, who: Participant, times: &str, seconds: Option<u32>) -> Stay {
        let time = |text: &str| {
            NaiveTime::parse_from_str(text, "%H:%M:%S").or(NaiveTime::parse_from_str(text, "%H:%M"))
        };
        let (from, to) =
            times.split_once('-').map_or((None, None), |(from, to)| (time(from).ok(), time(to).ok()));
        let title = (!title.is_empty()).then(|| title.to_owned());
        Stay { at: at(row), date: day(14), title, who, from, to, seconds }
    }

    pub fn stranger(name: &str) -> Participant {
        Participant::Stranger(name.to_owned())
    }

    /// Meetings and training in words, then the reason of each row left out.
    pub fn told(found: &Sessions) -> Vec<String> {
        let clock = |clock: Option<Clock>| clock.map_or("?".to_owned(), |clock| clock.to_string());
        let meeting = |one: &Meeting| {
            let minutes = one.minutes.map_or(String::new(), |minutes| format!(" {} min", minutes.0));
            let rows = format!("{}-{}", one.at.top, one.at.bottom);
            format!("{rows} meeting {}-{}{minutes} {:?}", clock(one.start), clock(one.end), one.status)
        };
        let training = |one: &Training| {
            format!(
                "{}-{} training of {} {} min {}",
                one.at.top,
                one.at.bottom,
                one.person.0,
                one.minutes.0,
                one.element.name()
            )
        };
        let left =
            (0..).zip(&found.left_out).filter_map(|(row, why)| why.map(|why: &str| format!("{row} {why}")));
        found.meetings.iter().map(meeting).chain(found.training.iter().map(training)).chain(left).collect()
    }

    #[test]
    fn an_ect_alone_with_a_mentor_met_for_as_long_as_both_were_there() {
        let two = |ect: &str, mentor: &str| {
            let stays = [
                stay(0, "", Participant::Known(MENTOR), mentor, None),
                stay(1, "", Participant::Known(ECT), ect, None),
            ];
            told(&attended(&stays, &pairs()))
        };
        assert_eq!(two("15:00:20-15:45:30", "14:58-15:50"), ["0-1 meeting 15:00-15:45 45 min Held"]);
        assert_eq!(two("15:00-15:30", "15:20:01-16:00"), ["0-1 meeting 15:20-15:29 9 min Held"]);
        assert_eq!(two("15:00-15:30", "15:30-16:00"), ["0 never there together", "1 never there together"]);
        assert_eq!(
            two("15:00-15:30", "15:29:30-16:00"),
            ["0 shorter than a minute", "1 shorter than a minute"]
        );
    }

    #[test]
    fn who_joins_again_is_counted_once() {
        let mentor = || stay(0, "", Participant::Known(MENTOR), "15:00-16:00", None);
        let ect = |row, times, seconds| stay(row, "", Participant::Known(ECT), times, seconds);
        let met = |stays: &[Stay]| told(&attended(stays, &pairs()));
        let away = [mentor(), ect(1, "15:00-15:20:40", None), ect(2, "15:30-15:50:40", None)];
        assert_eq!(
            met(&away),
            ["0-2 meeting 15:00-15:41 41 min Held"],
            "41 minutes and 20 seconds, rounded once"
        );
        let two_devices = [mentor(), ect(1, "15:00-15:30", Some(1800)), ect(2, "15:10-15:40", Some(1800))];
        assert_eq!(met(&two_devices), ["0-2 meeting 15:00-15:40 40 min Held"]);
        let first_and_last = [mentor(), ect(1, "15:00-16:00", Some(1500))];
        assert_eq!(
            met(&first_and_last),
            ["0-1 meeting 15:00-15:25 25 min Held"],
            "the report knows of time away"
        );
        let no_times = [mentor(), ect(1, "", Some(600)), ect(2, "15:30-15:40", Some(630))];
        assert_eq!(met(&no_times), ["0-2 meeting ?-? 20 min Held"], "20 minutes and 30 seconds");
        let past_midnight = [mentor(), ect(1, "23:50-00:10", Some(1200))];
        assert_eq!(met(&past_midnight), ["0-1 meeting ?-? 20 min Held"]);
    }

    #[test]
    fn any_other_session_is_training_of_the_school_s_people() {
        let stays = [
            stay(0, "Clinic 3", Participant::Known(MENTOR), "16:00-17:00", None),
            stay(1, "Clinic 3", Participant::Known(ECT), "16:00-16:20", None),
            stay(2, "Clinic 3", stranger("Facilitator"), "15:50-17:05", None),
            stay(3, "Clinic 3", Participant::Known(ECT), "16:30-17:00", None),
            stay(4, "Clinic 3", Participant::Known(OTHER), "16:00-16:00:30", None),
            stay(5, "Clinic 3", Participant::Known(PersonId(3)), "16:00-", None),
            stay(6, "Coaching conference", Participant::Known(OTHER), "", Some(5430)),
        ];
        assert_eq!(
            told(&attended(&stays, &pairs())),
            [
                "1-3 training of 0 50 min clinic",
                "0-0 training of 1 60 min clinic",
                "6-6 training of 2 90 min other",
                "2 nobody of this school",
                "4 shorter than a minute",
                "5 says neither how long nor from when to when",
            ]
        );
        let no_pair = [ECT, OTHER].map(|who| stay(who.0, "", Participant::Known(who), "15:00-15:30", None));
        let found = attended(&no_pair, &pairs());
        assert_eq!((found.meetings.len(), found.training.len()), (0, 2), "not a mentor of theirs");
    }

    #[test]
    fn sessions_are_told_apart_by_sheet_day_and_title() {
        let mut stays = [
            stay(0, "A", Participant::Known(MENTOR), "15:00-15:30", None),
            stay(1, "A", Participant::Known(ECT), "15:00-15:30", None),
            stay(2, "B", Participant::Known(ECT), "15:00-15:30", None),
        ];
        assert_eq!(attended(&stays, &pairs()).meetings.len(), 1);
        stays[1].date = day(15);
        assert_eq!(attended(&stays, &pairs()).training.len(), 3);
        stays[1].date = day(14);
        stays[1].at.sheet = SheetId(1);
        assert_eq!(attended(&stays, &pairs()).training.len(), 3);
    }
}
