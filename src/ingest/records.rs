//! Rows → records. One function a record; each reads every field even after the first problem, so that a row's faults are
//! told all at once.

use super::parse::word::{self, text_of};
use super::parse::{amount, clock as clocks, week};
use super::people::People;
use super::row::Reader;
use super::vocabulary::{Classes, SAYS, Vocabulary};
use crate::model::calendar;
use crate::model::school::{
    About, Day, Induction, Lesson, MentorTraining, Mentorship, Period, Service, Slot, Staff, Weeks,
};
use crate::model::source::{Field, Sourced};
use crate::model::units::Clock;
use std::collections::BTreeMap;

/// What a row may need to know of the rest of the school.
#[derive(Debug)]
pub struct Known {
    /// Everyone.
    pub people: People,
    /// Names of the periods, by the name without case and spaces.
    pub periods: BTreeMap<String, String>,
    /// Days with names of their own, sorted.
    pub own_days: Vec<String>,
    /// What activities are called.
    pub vocabulary: Vocabulary,
}

/// A period's name as it is compared.
pub fn period_key(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

impl Known {
    /// The period that a text names: as it is written, or else the only one with that number (`3` for `P3`).
    fn period(&self, text: &str) -> Option<&String> {
        let key = period_key(text);
        self.periods.get(&key).or_else(|| {
            let number = period_number(&key)?;
            let mut same = self.periods.iter().filter(|(known, _)| period_number(known) == Some(number));
            same.next().filter(|_| same.next().is_none()).map(|(_, name)| name)
        })
    }
}

/// `3` of `3`, `p3`, `period3` and `lesson3`.
fn period_number(key: &str) -> Option<&str> {
    let bare = ["period", "lesson", "per", "p"].iter().find_map(|word| key.strip_prefix(word)).unwrap_or(key);
    bare.starts_with(|c: char| c.is_ascii_digit()).then_some(bare)
}

/// A row of the school record.
pub fn about(row: &mut Reader, _: &Known) -> Option<About> {
    let urn = row.need("urn", |cell, _| amount::urn(cell));
    let name = row.need_text("name");
    let pay_area = row.field("pay_area", |cell, _| word::pay_area(cell));
    let about = About {
        urn: urn.map(|urn| Field { value: Some(urn.value), source: Some(urn.source) })?,
        name: name.map(|name| Field { value: Some(name.value), source: Some(name.source) })?,
        phase: row.text("phase"),
        kind: row.text("kind"),
        local_authority: row.text("local_authority"),
        pay_area,
        trust: row.text("trust"),
        appropriate_body: row.text("appropriate_body"),
        induction_tutor: row.text("induction_tutor"),
        tutor: None,
    };
    Some(about)
}

/// A row of the staff list.
pub fn staff(row: &mut Reader, known: &Known) -> Option<Staff> {
    let trn = row.trn();
    let code = row.need_text("staff");
    name_parts(row);
    let person = code.and_then(|code| row.who("staff", &code.value, trn.as_deref(), &known.people));
    let (from, to) = (row.old_date("from"), row.date("to"));
    row.check_order(from.value, to.value, "to");
    Some(Staff {
        person: person?,
        at: row.at(),
        fte: row.field("fte", |cell, _| amount::fte(cell)),
        pay_range: row.text("pay_range"),
        responsibilities: row.text("responsibilities"),
        qts: row.field("qts", word::qts),
        from,
        to,
    })
}

/// A name in one column, or its parts in two.
fn name_parts(row: &mut Reader) {
    if row.table.column("name").is_some() {
        row.need_text("name");
    } else {
        row.need_text("forename");
        row.need_text("surname");
    }
}

/// A row of the service history.
pub fn service(row: &mut Reader, known: &Known) -> Option<Service> {
    let person = row.person("staff", &known.people);
    let from = row
        .need("from", |cell, order| super::parse::date::date(cell, super::parse::date::Era::Lifetime, order));
    let to = row.date("to");
    row.check_order(from.map(|from| from.value), to.value, "to");
    let (fte, urn) =
        (row.field("fte", |cell, _| amount::fte(cell)), row.field("urn", |cell, _| amount::urn(cell)));
    Some(Service { person: person?, at: row.at(), from: from?, to, fte, urn })
}

/// A row of the inductions.
pub fn induction(row: &mut Reader, known: &Known) -> Option<Induction> {
    let trn = row.trn();
    let person =
        row.need_text("staff").and_then(|who| row.who("staff", &who.value, trn.as_deref(), &known.people));
    let (start, end) = (row.need_date("start"), row.date("end"));
    row.check_order(start.map(|start| start.value), end.value, "end");
    let date_of_birth = row.old_date("date_of_birth");
    let (registered_on, qts_date) = (row.date("registered_on"), row.old_date("qts_date"));
    let programme = row.field("programme", |cell, _| word::programme(cell));
    let (lead_provider, delivery_partner) = (row.text("lead_provider"), row.text("delivery_partner"));
    let terms_served_before = row.field("terms_served_before", |cell, _| amount::number(cell));
    Some(Induction {
        person: person?,
        at: row.at(),
        date_of_birth,
        start: start?,
        end,
        registered_on,
        qts_date,
        programme,
        lead_provider,
        delivery_partner,
        terms_served_before,
    })
}

/// A row of the mentorships.
pub fn mentorship(row: &mut Reader, known: &Known) -> Option<Mentorship> {
    let (ect, mentor) = (row.person("ect", &known.people), row.person("mentor", &known.people));
    let (from, to) = (row.need_date("from"), row.date("to"));
    row.check_order(from.map(|from| from.value), to.value, "to");
    Some(Mentorship { ect: ect?, mentor: mentor?, at: row.at(), from: from?, to })
}

/// A row of the mentors' training programmes.
pub fn mentor_training(row: &mut Reader, known: &Known) -> Option<MentorTraining> {
    let trn = row.trn();
    let person =
        row.need_text("staff").and_then(|who| row.who("staff", &who.value, trn.as_deref(), &known.people));
    let start = row.date("start");
    let programme = row.field("programme", |cell, _| word::programme(cell));
    let (lead_provider, completed_on) = (row.text("lead_provider"), row.date("completed_on"));
    let (ineligible_reason, itt_training) = (row.text("ineligible_reason"), row.text("itt_training"));
    Some(MentorTraining {
        person: person?,
        at: row.at(),
        start,
        programme,
        lead_provider,
        completed_on,
        ineligible_reason,
        itt_training,
    })
}

/// A row of the periods of the day.
pub fn period(row: &mut Reader, _: &Known) -> Option<Period> {
    let name = row.need_text("period");
    let start =
        row.need("start", |cell, _| clocks::clock(cell, clocks::Edge::Start)).map(|start| start.value);
    let end = row.need("end", |cell, _| clocks::clock(cell, clocks::Edge::End)).map(|end| end.value);
    if let (Some(start), Some(end)) = (start, end) {
        row.check_length(start, end);
    }
    let (day, week) = (row.field("day", |cell, _| word::day(cell)).value, week(row));
    let teaching = row.field("teaching", |cell, _| word::yes_no(cell)).value.unwrap_or(true);
    Some(Period { at: row.at(), name: name?, start: start?, end: end?, day, week, teaching })
}

fn week(row: &mut Reader) -> Option<Weeks> {
    row.field("week", |cell, _| week::weeks(cell)).value
}

/// A row of the timetable: one lesson for each person named.
pub fn lessons(row: &mut Reader, known: &Known) -> Option<Vec<Lesson>> {
    let layout = row.table.layout;
    let day = if layout.own_days {
        row.need("day", |cell, _| Ok(text_of(cell).map(|text| own_day(&text, &known.own_days))))
            .map(|day| day.value)
    } else {
        row.need("day", |cell, _| word::day(cell)).map(|day| day.value)
    };
    let (start, end) = row.times();
    let end = end.or_else(|| end_after(row, start?));
    let period = row.words("period").value;
    let slot = match (start, end, period) {
        (Some(start), Some(end), _) => Slot::Times(start, end),
        (_, _, Some(period)) => period_slot(row, &period, known),
        (Some(_), None, None) => {
            without_end(row);
            Slot::Unknown
        }
        (None, Some(_), None) => {
            row.blank("start");
            Slot::Unknown
        }
        (None, None, None) => Slot::Unknown,
    };
    let later = following(row, &slot, known);
    let week = week(row);
    let effective_from = row.date("effective_from").value;
    let says = SAYS.map(|field| row.words(field));
    let words = says.each_ref().map(|text| text.value.as_deref());
    let meaning = known.vocabulary.activity(words, Classes::of(layout));
    let activity = meaning.activity;
    let unknown = meaning.unknown.and_then(|place| {
        Some(Sourced { value: says[place].value.clone()?.into_owned(), source: says[place].source? })
    });
    let text = if layout.nobody.is_empty() {
        row.need_words("staff").map(|text| text.value)
    } else {
        row.words("staff").value
    };
    let Some(text) = text else {
        row.left_out = (!layout.nobody.is_empty()).then(|| layout.nobody.clone());
        return None;
    };
    // Nearly every row is one lesson.
    let (at, mut lessons) = (row.at(), Vec::with_capacity(1));
    for name in each_name(&text, &layout.joined_by) {
        // Who is meant is asked even where the day is not known, so that all that is wrong is told.
        let (Some(person), Some(day)) = (row.who("staff", name, None, &known.people), day) else { continue };
        let lesson = |slot: &Slot| Lesson {
            person,
            at,
            day,
            week,
            slot: slot.clone(),
            activity,
            unknown: unknown.clone(),
            effective_from,
        };
        lessons.push(lesson(&slot));
        lessons.extend(later.iter().map(lesson));
    }
    day.map(|_| lessons)
}

/// The end of a lesson of which the start and the length are told.
fn end_after(row: &mut Reader, start: Clock) -> Option<Clock> {
    let (length, field) = row.minutes()?;
    let end = u16::try_from(length.0).ok().and_then(|length| start.minutes().checked_add(length));
    let end = end.and_then(|end| Clock::new(end / 60, end % 60));
    if let Some(end) = end {
        row.check_length(start, end);
    } else {
        let message = format!("It starts at {start}, and would last beyond the end of the day.");
        row.fault(field, "R-DURATION", message, "Correct the start or the length.");
    }
    end
}

/// Says that the end is not told, unless what is wrong with the length was.
fn without_end(row: &mut Reader) {
    if row.table.column("duration").is_none() {
        row.blank("end");
    } else if row.problems.is_empty() {
        row.blank("duration");
    }
}

/// The slots after the first, as many as the row is long.
fn following(row: &mut Reader, first: &Slot, known: &Known) -> Vec<Slot> {
    let length = row.field("length", |cell, _| amount::number(cell)).value;
    let length = length.and_then(|length| u8::try_from(length.floor()).ok()).unwrap_or(1);
    let Slot::Period(name) = first else { return Vec::new() };
    let Ok(number) = name.parse::<u8>() else { return Vec::new() };
    let later = (1..length).map(|n| {
        let name = number.saturating_add(n).to_string();
        Slot::Period(known.period(&name).unwrap_or(&name).clone())
    });
    later.collect()
}

/// The people in one cell.
pub fn each_name<'a>(text: &'a str, joined_by: &'a str) -> impl Iterator<Item = &'a str> {
    let alone = joined_by.is_empty().then_some(text);
    let mut before = None;
    let parts = (alone.is_none()).then(|| text.split(joined_by).map(str::trim)).into_iter().flatten();
    let names = parts.filter(move |name| !name.is_empty() && before.replace(*name) != Some(*name));
    alone.into_iter().chain(names)
}

fn own_day(text: &str, own: &[String]) -> Day {
    word::weekday(text).map_or_else(
        || {
            let place = own.binary_search_by(|name| name.as_str().cmp(text)).unwrap_or(0);
            Day(u8::try_from(place + 7).unwrap_or(u8::MAX))
        },
        Day,
    )
}

/// A name of the periods record, else a range of times written in its place, else the name as it stands.
pub fn period_slot(row: &mut Reader, text: &str, known: &Known) -> Slot {
    if let Some(name) = known.period(text) {
        return Slot::Period(name.clone());
    }
    match clocks::range(text) {
        Some(range) => {
            if range.assumed {
                row.hours_assumed = row.source("period");
            }
            row.check_length(range.start, range.end);
            Slot::Times(range.start, range.end)
        }
        None => Slot::Period(text.to_owned()),
    }
}

/// A row of the calendar.
pub fn calendar(row: &mut Reader, _: &Known) -> Option<calendar::Row> {
    let (from, to) = (row.need_date("from"), row.date("to"));
    row.check_order(from.map(|from| from.value), to.value, "to");
    let kind = row.need("kind", |cell, _| word::calendar_kind(cell));
    let name = row.text("name").value;
    let from = from?.value;
    Some(calendar::Row { at: row.at(), from, to: to.value.unwrap_or(from), kind: kind?.value, name })
}
