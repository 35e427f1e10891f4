//! Calendars → meetings. A calendar shows what was planned.

use super::super::notes::Remark;
use super::{Pairs, Participant, Sessions, meeting, pair};
use crate::model::registers::{Meeting, Status};
use crate::model::source::Span;
use crate::model::units::Clock;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A row of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The row.
    pub at: Span,
    /// First day.
    pub date: NaiveDate,
    /// Last day; nothing if it ends on the first.
    pub until: Option<NaiveDate>,
    /// Start.
    pub start: Option<Clock>,
    /// End.
    pub end: Option<Clock>,
    /// It has no times.
    pub whole_day: bool,
    /// It was called off; see [`is_cancelled`].
    pub cancelled: bool,
    /// Who invites and who is invited.
    pub people: Vec<Participant>,
}

/// Reason of a row that is nobody’s business here.
pub const OTHERS: &str = "not between one ECT and a mentor of theirs";
const ALL_DAY: &str = "lasts all day";
const OVERNIGHT: &str = "ends on another day";
const TWICE: &str = "the same meeting in another calendar";

/// The rows of calendars. What is planned and not called off counts as held.
pub fn planned(entries: &[Entry], pairs: &Pairs) -> Sessions {
    let mut found = Sessions::default();
    let mut seen = BTreeSet::new();
    for entry in entries {
        let people: BTreeSet<&Participant> = entry.people.iter().collect();
        let people: Vec<&Participant> = people.into_iter().collect();
        let why = match pair(&people, pairs) {
            None => Some(OTHERS),
            Some(_) if entry.whole_day => Some(ALL_DAY),
            Some(_) if entry.until.is_some_and(|until| until != entry.date) => Some(OVERNIGHT),
            // The calendars of both may hold it.
            Some((ect, mentor)) => {
                if seen.insert((entry.date, entry.start, entry.end, ect, mentor, entry.cancelled)) {
                    let status = if entry.cancelled { Status::NotHeld } else { Status::Held };
                    let meeting = meeting(entry.at, entry.date, ect, mentor, entry.start, entry.end);
                    found.meetings.push(Meeting { status, ..meeting });
                    None
                } else {
                    Some(TWICE)
                }
            }
        };
        found.left_out.push(why);
    }
    found
}

/// True for an event that its calendar says was called off: by its status, or as Outlook writes it before the subject.
pub fn is_cancelled(subject: &str, status: &str) -> bool {
    let begins = |word: &str| {
        let subject = subject.trim_start();
        subject.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    ["Canceled:", "Cancelled:"].into_iter().any(begins)
        || ["CANCELLED", "CANCELED"].iter().any(|word| status.trim().eq_ignore_ascii_case(word))
}

/// What to say of the meetings of a calendar; nothing if none counts as held.
pub fn remark(found: &Sessions) -> Option<Remark> {
    let held = found.meetings.iter().filter(|meeting| meeting.status == Status::Held).count();
    let message = match held {
        0 => return None,
        1 => {
            "1 meeting of this calendar counts as held, because it was planned and not cancelled.".to_owned()
        }
        held => format!(
            "{held} meetings of this calendar count as held, because they were planned and not cancelled."
        ),
    };
    let advice =
        "Delete from the calendar what did not take place, or keep a register of the meetings that did.";
    Some(Remark::new("W-CALENDAR", message, advice))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ECT, MENTOR, OTHER, at, day, pairs, stranger, told};
    use super::*;

    fn entry(people: &[Participant]) -> Entry {
        Entry {
            at: at(0),
            date: day(14),
            until: Some(day(14)),
            start: Clock::new(15, 0),
            end: Clock::new(16, 0),
            whole_day: false,
            cancelled: false,
            people: people.to_vec(),
        }
    }

    #[test]
    fn a_calendar_holds_the_meetings_between_an_ect_and_a_mentor_alone() {
        let [ect, mentor, other] = [ECT, MENTOR, OTHER].map(Participant::Known);
        let both = [mentor.clone(), ect.clone()];
        let entries = [
            entry(&both),
            entry(&[ect.clone(), mentor.clone(), mentor.clone()]),
            Entry { start: Clock::new(9, 0), cancelled: true, ..entry(&both) },
            Entry { whole_day: true, ..entry(&both) },
            Entry { until: Some(day(15)), ..entry(&both) },
            entry(&[ect.clone(), mentor.clone(), other]),
            entry(&[ect.clone(), mentor, stranger("Lead provider")]),
            entry(&[ect]),
            entry(&[]),
        ];
        let found = planned(&entries, &pairs());
        assert_eq!(
            told(&found),
            [
                "0-0 meeting 15:00-16:00 Held",
                "0-0 meeting 09:00-16:00 NotHeld",
                "1 the same meeting in another calendar",
                "3 lasts all day",
                "4 ends on another day",
                "5 not between one ECT and a mentor of theirs",
                "6 not between one ECT and a mentor of theirs",
                "7 not between one ECT and a mentor of theirs",
                "8 not between one ECT and a mentor of theirs",
            ]
        );
        let told = remark(&found).unwrap();
        assert_eq!(
            (told.code, told.message.as_str()),
            (
                "W-CALENDAR",
                "1 meeting of this calendar counts as held, because it was planned and not cancelled."
            )
        );
        assert_eq!(remark(&planned(&entries[2..], &pairs())), None);
    }

    #[test]
    fn a_cancelled_event_is_known_by_its_status_or_its_subject() {
        assert!(is_cancelled("Canceled: Mentor meeting", ""));
        assert!(is_cancelled(" cancelled: Mentor meeting", "CONFIRMED"));
        assert!(is_cancelled("Mentor meeting", "Cancelled"));
        assert!(!is_cancelled("Cancelled trip: who covers?", ""));
        assert!(!is_cancelled("Zoë", "TENTATIVE"));
    }
}
