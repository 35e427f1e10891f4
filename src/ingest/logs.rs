//! Attendance reports and calendars: rows → stays and entries, and what they come to → the school.

use super::account::DUPLICATE;
use super::notes::Notes;
use super::parse::clock::{Edge, clock};
use super::parse::length::Unit;
use super::parse::moment::{moment, seconds};
use super::parse::word;
use super::people::{Found, People};
use super::records::Known;
use super::row::Reader;
use super::sessions::planned::{self, Entry, is_cancelled, planned};
use super::sessions::{Pairs, Participant, Sessions, Stay, attended};
use crate::model::finding::Place;
use crate::model::school::{PersonId, School};
use crate::model::source::{SheetId, SheetInfo, Source, Span};
use std::collections::BTreeSet;

/// A row of an attendance report.
pub fn stay(row: &mut Reader, known: &Known) -> Option<Stay> {
    let who = participant(row, &known.people);
    let title = row.text("title").value;
    let (session, from, to) = (row.date("date"), row.field("from", moment), row.field("to", moment));
    let minutes = row.field("minutes", |cell, _| seconds(cell, Unit::Minutes)).value;
    let seconds = minutes.or(row.field("duration", |cell, _| seconds(cell, Unit::Unsaid)).value);
    let date = session.value.or(from.value.map(|from| from.date())).or(to.value.map(|to| to.date()));
    if date.is_none() && row.problems.is_empty() {
        row.blank(if session.source.is_some() { "date" } else { "from" });
    }
    // Of somebody else's stay it matters only that they were there.
    if matches!(who, Some(Participant::Stranger(_))) && date.is_some() {
        row.problems.clear();
    }
    let (from, to) = (from.value.map(|from| from.time()), to.value.map(|to| to.time()));
    Some(Stay { at: row.at(), date: date?, title, who: who?, from, to, seconds })
}

/// Who was there: by address, by account, by name.
fn participant(row: &mut Reader, people: &People) -> Option<Participant> {
    let written: Vec<(&str, String)> = ["email", "account", "name"]
        .into_iter()
        .filter_map(|field| Some((field, row.text(field).value?)))
        .collect();
    let Some((_, first)) = written.first() else {
        row.blank("name");
        return None;
    };
    let stranger = Participant::Stranger(first.to_lowercase());
    for (field, text) in written.iter().flat_map(|(field, text)| names(text).map(|name| (*field, name))) {
        match people.find(&text, None) {
            Found::One(person) => return Some(Participant::Known(person)),
            Found::Nobody => {}
            Found::Several(_) | Found::Conflict(_) => {
                row.who(field, &text, None, people);
                return None;
            }
        }
    }
    Some(stranger)
}

/// A name, what stands in brackets after it (in Zoom the name of the account), and the name without.
fn names(text: &str) -> impl Iterator<Item = String> {
    let brackets = text.split_once(['(', '<']).and_then(|(before, rest)| {
        let (inside, _) = rest.split_once([')', '>'])?;
        Some([inside.trim().to_owned(), before.trim().to_owned()])
    });
    let whole = text.trim().to_owned();
    std::iter::once(whole).chain(brackets.into_iter().flatten()).filter(|name| !name.is_empty())
}

/// A row of a calendar; without an entry where it is not between an ECT and a mentor of theirs, and so is nobody's
/// business here.
pub fn entry(row: &mut Reader, known: &Known, pairs: &Pairs) -> Option<(Span, Option<Entry>)> {
    let at = row.at();
    let Some(people) = invited(row, known, pairs) else {
        row.problems.clear();
        return Some((at, None));
    };
    let (date, until) = (row.need_date("date"), row.date("until").value);
    let start = row.field("start", |cell, _| clock(cell, Edge::Start)).value;
    let end = row.field("end", |cell, _| clock(cell, Edge::End)).value;
    let whole_day = row.field("whole_day", |cell, _| word::yes_no(cell)).value.unwrap_or(false);
    if let (false, Some(start), Some(end)) = (whole_day || until != date.map(|date| date.value), start, end) {
        row.check_length(start, end);
    }
    let [subject, status] = ["subject", "status"].map(|field| row.text(field).value.unwrap_or_default());
    let cancelled = is_cancelled(&subject, &status);
    Some((at, Some(Entry { at, date: date?.value, until, start, end, whole_day, cancelled, people })))
}

/// Who invites and who is invited, if they are an ECT and a mentor of theirs, or might be.
fn invited(row: &mut Reader, known: &Known, pairs: &Pairs) -> Option<Vec<Participant>> {
    let mut people = BTreeSet::new();
    let mut uncertain = BTreeSet::new();
    for field in ["organiser", "required", "optional"] {
        let written = row.text(field).value.unwrap_or_default();
        for text in written.split(';').map(str::trim).filter(|text| !text.is_empty()) {
            let found = names(text).map(|name| known.people.find(&name, None));
            match found.into_iter().find(|found| *found != Found::Nobody) {
                Some(Found::One(person)) => {
                    people.insert(Participant::Known(person));
                }
                Some(_) => {
                    uncertain.insert((field, text.to_owned()));
                }
                None => {
                    people.insert(Participant::Stranger(text.to_lowercase()));
                }
            }
        }
    }
    let people: Vec<Participant> = people.into_iter().collect();
    let has = |id: PersonId| people.contains(&Participant::Known(id));
    let both = pairs.iter().any(|(ect, mentor)| has(*ect) && has(*mentor));
    let one = pairs.iter().any(|(ect, mentor)| has(*ect) || has(*mentor));
    if people.len() + uncertain.len() != 2 || !both && uncertain.is_empty() || !one {
        return None;
    }
    for (field, text) in uncertain {
        row.who(field, &text, None, &known.people);
    }
    Some(people)
}

/// Reason of the rows of an ECT and a mentor where others may have been with them.
const UNCERTAIN: &str = "another row of the report cannot be read";

/// Adds what the logs come to, and accounts for the rows that come to nothing.
pub fn add(
    school: &mut School,
    stays: &[Stay],
    entries: &[(Span, Option<Entry>)],
    pairs: &Pairs,
    (infos, notes): (&mut [SheetInfo], &mut Notes),
) {
    let is_harmless = |why: &String| {
        ["in another section of the file", "header repeated", DUPLICATE].contains(&why.as_str())
    };
    let torn: BTreeSet<SheetId> = (0_u32..)
        .map(SheetId)
        .zip(infos.iter())
        .filter(|(_, info)| !info.left_out.keys().all(is_harmless))
        .map(|(sheet, _)| sheet)
        .collect();
    let mut leave_out = |sheet: SheetId, why: &str| {
        let info = &mut infos[sheet.0 as usize];
        info.rows_used -= 1;
        *info.left_out.entry(why.to_owned()).or_default() += 1;
    };
    let found = attended(stays, pairs);
    for (stay, why) in stays.iter().zip(&found.left_out) {
        if let Some(why) = why {
            leave_out(stay.at.sheet, why);
        }
    }
    for meeting in found.meetings {
        // Whoever a row that cannot be read is about may have been there too.
        if torn.contains(&meeting.at.sheet) {
            let theirs = |stay: &&Stay| {
                let both = [meeting.ect, meeting.mentor].map(Participant::Known);
                (stay.at.sheet, stay.date) == (meeting.at.sheet, meeting.date)
                    && (meeting.at.top..=meeting.at.bottom).contains(&stay.at.top)
                    && both.contains(&stay.who)
            };
            for stay in stays.iter().filter(theirs) {
                leave_out(stay.at.sheet, UNCERTAIN);
            }
        } else {
            school.meetings.push(meeting);
        }
    }
    school.training.extend(found.training);
    for (at, _) in entries.iter().filter(|(_, entry)| entry.is_none()) {
        leave_out(at.sheet, planned::OTHERS);
    }
    let entries: Vec<Entry> = entries.iter().filter_map(|(_, entry)| entry.clone()).collect();
    let found = planned(&entries, pairs);
    for (entry, why) in entries.iter().zip(&found.left_out) {
        if let Some(why) = why {
            leave_out(entry.at.sheet, why);
        }
    }
    let sheets: BTreeSet<SheetId> = found.meetings.iter().map(|meeting| meeting.at.sheet).collect();
    for sheet in sheets {
        let meetings = found.meetings.iter().filter(|meeting| meeting.at.sheet == sheet).cloned().collect();
        let of_sheet = Sessions { meetings, ..Sessions::default() };
        let first = of_sheet.meetings.first().map(|meeting| meeting.at);
        let place = first.map(|at| Place::Cell(Source { sheet, row: at.top, col: at.left }));
        if let Some(remark) = planned::remark(&of_sheet) {
            notes.add(remark.code, remark.message, remark.help, place);
        }
    }
    school.meetings.extend(found.meetings);
}
