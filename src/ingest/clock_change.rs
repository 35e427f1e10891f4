//! Sessions in the hour that the clocks skip in March and repeat in October: counted as the clock on the wall shows them,
//! and somebody should look.

use super::notes::Notes;
use crate::model::finding::Place;
use crate::model::school::{School, Slot, Status};
use crate::model::source::{Source, Span};
use crate::model::units::Clock;
use chrono::{Datelike, NaiveDate, Weekday};

/// In the United Kingdom the clocks change at 01:00 GMT: forward from 01:00, back from 02:00.
const CHANGE: std::ops::Range<u16> = 60..120;

/// Says of each held meeting and each cover row that lies in that hour.
pub fn say(school: &School, notes: &mut Notes) {
    let meetings = school.meetings.iter().filter(|meeting| meeting.status == Status::Held);
    let meetings = meetings.filter_map(|m| Some(("meeting", m.at, m.date, m.start?, m.end?)));
    let cover = school.cover.iter().filter_map(|row| match row.slot {
        Slot::Times(start, end) => Some(("cover", row.at, row.date, start, end)),
        _ => None,
    });
    let mut sessions: Vec<(&str, Span, NaiveDate, Clock, Clock)> = meetings.chain(cover).collect();
    sessions.retain(|(_, _, date, start, end)| {
        is_change(*date) && start.minutes() < CHANGE.end && end.minutes() > CHANGE.start
    });
    sessions.sort_by_key(|(_, at, ..)| *at);
    for (what, at, date, start, end) in sessions {
        notes.add(
            "W-DST",
            format!(
                "The clocks change between 01:00 and 02:00 on {}; the {what} at {start}-{end} was counted as {} minutes, as the clock shows.",
                date.format("%-d %b %Y"),
                end.minutes() - start.minutes()
            ),
            "Check the date and the times: few sessions are held on a Sunday at night.",
            [Place::Cell(Source { sheet: at.sheet, row: at.top, col: at.left })],
        );
    }
}

/// The last Sunday of March and of October.
fn is_change(date: NaiveDate) -> bool {
    matches!(date.month(), 3 | 10) && date.day() > 24 && date.weekday() == Weekday::Sun
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clocks_change_on_the_last_sunday_of_march_and_october() {
        for (date, expected) in [
            ("2026-03-29", true),
            ("2026-10-25", true),
            ("2027-10-31", true),
            ("2026-03-22", false),
            ("2026-03-28", false),
            ("2026-11-29", false),
        ] {
            assert_eq!(is_change(date.parse().unwrap()), expected, "{date}");
        }
    }
}
