//! Held meetings of one ECT that lie one over the other: the minutes they share count once, and somebody should look.

use super::notes::Notes;
use crate::model::finding::Place;
use crate::model::school::{Meeting, MeetingKind, School, Status};
use crate::model::source::Source;
use crate::model::units::Clock;

/// Says of each meeting that begins before an earlier one of the same day has ended.
pub fn say(school: &School, notes: &mut Notes) {
    let mut held: Vec<(&Meeting, Clock, Clock)> = school
        .meetings
        .iter()
        .filter(|meeting| meeting.status == Status::Held && meeting.kind != MeetingKind::Observation)
        .filter_map(|meeting| Some((meeting, meeting.start?, meeting.end?)))
        .collect();
    held.sort_by_key(|(meeting, start, end)| (meeting.ect, meeting.date, *start, *end, meeting.at));
    let mut longest: Option<(&Meeting, Clock, Clock)> = None;
    for (meeting, start, end) in held {
        let same_day = longest.filter(|(one, ..)| (one.ect, one.date) == (meeting.ect, meeting.date));
        if let Some((one, one_start, one_end)) = same_day.filter(|(.., one_end)| start < *one_end) {
            notes.add(
                "W-OVERLAP",
                format!(
                    "The meetings of {} on {} at {one_start}-{one_end} and at {start}-{end} overlap; the minutes they share are counted once.",
                    school.person(meeting.ect).id,
                    meeting.date.format("%-d %b %Y"),
                ),
                "Correct the times of one of them, if they did not both take place.",
                [place(one), place(meeting)],
            );
        }
        if same_day.is_none_or(|(.., one_end)| end > one_end) {
            longest = Some((meeting, start, end));
        }
    }
}

fn place(meeting: &Meeting) -> Place {
    Place::Cell(Source { sheet: meeting.at.sheet, row: meeting.at.top, col: meeting.at.left })
}
