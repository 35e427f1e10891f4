//! An event of a calendar, and the row it makes of each of its dates.

use super::super::sheet::{Cell, DAY, Row};
use super::repeat::Time;
use super::zone::{self, Moment, Unclear, Zones};
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarMethod,
    ICalendarParameterName, ICalendarParameterValue, ICalendarParticipationRole,
    ICalendarParticipationStatus, ICalendarPeriod, ICalendarProperty, ICalendarRecurrenceRule,
    ICalendarUserTypes, ICalendarValue,
};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

const HEADINGS: [&str; 11] = [
    "Subject",
    "Start Date",
    "Start Time",
    "End Date",
    "End Time",
    "All day event",
    "Meeting Organizer",
    "Required Attendees",
    "Optional Attendees",
    "Location",
    "Status",
];

/// The first row of the sheet.
pub fn headings() -> Row {
    row(0, HEADINGS.map(Cell::text))
}

/// An event, before it is followed to its dates.
#[derive(Debug, Default)]
pub struct Event {
    /// Row of its first line, from zero.
    pub line: u32,
    /// What events of one series share.
    pub uid: Option<String>,
    /// When it begins; an error if that is written but cannot be told, nothing if it is not written.
    pub start: Option<Result<Moment, Unclear>>,
    /// From start to end; nothing if neither an end nor a length is written.
    pub length: Option<TimeDelta>,
    /// Its rules; nothing in place of one that cannot be followed.
    pub rules: Vec<Option<ICalendarRecurrenceRule>>,
    /// Further dates, some with a length of their own.
    pub more: Vec<(Moment, Option<TimeDelta>)>,
    /// Dates left out.
    pub without: Vec<Moment>,
    /// The date of the series that it stands in place of.
    pub replaces: Option<Moment>,
    /// It stands in place of all dates from there on.
    pub and_later: bool,
    subject: String,
    organiser: String,
    required: String,
    optional: String,
    location: String,
    status: String,
}

impl Event {
    /// The events of a calendar, each with the next of these lines.
    pub fn all(calendar: &ICalendar, lines: &mut impl Iterator<Item = u32>) -> Vec<Event> {
        let zones = calendar.build_tz_resolver();
        let is_cancel =
            |entry: &ICalendarEntry| entry.values.contains(&ICalendarValue::Method(ICalendarMethod::Cancel));
        let cancelled = calendar.components.first().is_some_and(|whole| whole.entries.iter().any(is_cancel));
        let parts = calendar.components.iter();
        parts
            .filter(|part| part.component_type == ICalendarComponentType::VEvent)
            .zip(lines)
            .map(|(part, line)| Event::new(part, line, cancelled, &zones))
            .collect()
    }

    fn new(part: &ICalendarComponent, line: u32, cancelled: bool, zones: &Zones) -> Event {
        let text = |property: ICalendarProperty| {
            let value = part.property(&property).and_then(|entry| entry.values.first());
            value.and_then(ICalendarValue::as_text).unwrap_or_default().to_owned()
        };
        let people = |wanted: Role| {
            let all = part.properties(&ICalendarProperty::Attendee);
            all.filter(|entry| role(entry) == wanted).filter_map(person).collect::<Vec<_>>().join("; ")
        };
        let first = |property: ICalendarProperty| {
            let entry = part.property(&property)?;
            Some(zone::moment(entry.values.first()?, entry, zones))
        };
        let start = first(ICalendarProperty::Dtstart);
        let (end, replaces) = (first(ICalendarProperty::Dtend), first(ICalendarProperty::RecurrenceId));
        let of_series = part.property(&ICalendarProperty::RecurrenceId);
        let mut event = Event {
            line,
            uid: part.uid().map(str::to_owned),
            length: length(part, start.as_ref(), end.as_ref()),
            start,
            replaces: replaces.clone().and_then(Result::ok),
            and_later: of_series.is_some_and(|entry| entry.has_parameter(&ICalendarParameterName::Range)),
            subject: text(ICalendarProperty::Summary),
            organiser: part.property(&ICalendarProperty::Organizer).and_then(person).unwrap_or_default(),
            required: people(Role::Required),
            optional: people(Role::Optional),
            location: text(ICalendarProperty::Location),
            status: if cancelled { "CANCELLED".to_owned() } else { text(ICalendarProperty::Status) },
            ..Event::default()
        };
        let mut unclear = end.and_then(Result::err).or(replaces.and_then(Result::err));
        for entry in &part.entries {
            for value in &entry.values {
                let moment = match (&entry.name, value) {
                    (ICalendarProperty::Rrule, value) => {
                        event.rules.push(rule(value));
                        continue;
                    }
                    (ICalendarProperty::Rdate, ICalendarValue::Period(value)) => {
                        period(value, entry, zones).map(|date| event.more.push(date))
                    }
                    (ICalendarProperty::Rdate, value) => {
                        zone::moment(value, entry, zones).map(|moment| event.more.push((moment, None)))
                    }
                    (ICalendarProperty::Exdate, value) => {
                        zone::moment(value, entry, zones).map(|moment| event.without.push(moment))
                    }
                    _ => continue,
                };
                unclear = unclear.or(moment.err());
            }
        }
        // One time that cannot be told makes all of them uncertain.
        if let (Some(unclear), Some(Ok(_))) = (unclear, &event.start) {
            event.start = Some(Err(unclear));
        }
        event
    }

    /// The row of one of its dates.
    pub fn row(&self, time: &Time) -> Row {
        let [mut start_date, mut start_time, mut end_date, mut end_time] = [const { Cell::Empty }; 4];
        match time {
            Time::At { start, end } => {
                (start_date, start_time) = cells(*start);
                if let Some(end) = end {
                    (end_date, end_time) = cells(*end);
                }
            }
            Time::Unclear(unclear) => match unclear.date {
                Some(date) => (start_date, start_time) = (day(date), Cell::text(&unclear.text)),
                None => start_date = Cell::text(&unclear.text),
            },
            Time::Missing => {}
        }
        let whole_day = matches!(&self.start, Some(Ok(start)) if start.whole_day);
        let [subject, organiser, required, optional, location, status] =
            [&self.subject, &self.organiser, &self.required, &self.optional, &self.location, &self.status]
                .map(|text| Cell::text(text));
        let whole_day = Cell::text(if whole_day { "True" } else { "False" });
        row(
            self.line,
            [
                subject, start_date, start_time, end_date, end_time, whole_day, organiser, required,
                optional, location, status,
            ],
        )
    }
}

/// By an end, by a length, or a day if only a date is written.
fn length(
    part: &ICalendarComponent,
    start: Option<&Result<Moment, Unclear>>,
    end: Option<&Result<Moment, Unclear>>,
) -> Option<TimeDelta> {
    let start = start?.as_ref().ok()?;
    if let Some(Ok(end)) = end {
        return Some(end.here - start.here);
    }
    let written = part.property(&ICalendarProperty::Duration).and_then(|entry| entry.values.first());
    match written {
        Some(ICalendarValue::Duration(length)) => length.to_time_delta(),
        _ => start.whole_day.then(|| TimeDelta::days(1)),
    }
}

fn rule(value: &ICalendarValue) -> Option<ICalendarRecurrenceRule> {
    match value {
        ICalendarValue::RecurrenceRule(rule) => Some((**rule).clone()),
        _ => None,
    }
}

/// A further date with an end or a length.
fn period(
    period: &ICalendarPeriod,
    entry: &ICalendarEntry,
    zones: &Zones,
) -> Result<(Moment, Option<TimeDelta>), Unclear> {
    Ok(match period {
        ICalendarPeriod::Range { start, end } => {
            let start = zone::partial(start, entry, zones)?;
            (start, Some(zone::partial(end, entry, zones)?.here - start.here))
        }
        ICalendarPeriod::Duration { start, duration } => {
            (zone::partial(start, entry, zones)?, duration.to_time_delta())
        }
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Required,
    Optional,
    /// Rooms and things, those told for information only, and people who declined.
    Absent,
}

fn role(entry: &ICalendarEntry) -> Role {
    let has = |name: ICalendarParameterName, wanted: &[ICalendarParameterValue]| {
        entry.parameters(&name).any(|value| wanted.contains(value))
    };
    let things =
        [ICalendarUserTypes::Resource, ICalendarUserTypes::Room].map(ICalendarParameterValue::Cutype);
    let declined = ICalendarParameterValue::Partstat(ICalendarParticipationStatus::Declined);
    let told = ICalendarParameterValue::Role(ICalendarParticipationRole::NonParticipant);
    let optional = ICalendarParameterValue::Role(ICalendarParticipationRole::OptParticipant);
    if has(ICalendarParameterName::Cutype, &things)
        || has(ICalendarParameterName::Partstat, &[declined])
        || has(ICalendarParameterName::Role, &[told])
    {
        Role::Absent
    } else if has(ICalendarParameterName::Role, &[optional]) {
        Role::Optional
    } else {
        Role::Required
    }
}

/// `Ann Barr <a.barr@school.example>`, or the one of the two that is written.
fn person(entry: &ICalendarEntry) -> Option<String> {
    let name = entry.parameter(&ICalendarParameterName::Cn).and_then(ICalendarParameterValue::as_text);
    // A semicolon would end the name, and Outlook puts some names in single quotation marks.
    let name = name.unwrap_or_default().trim().trim_matches('\'').replace(';', ",");
    let address = entry.calendar_address().map(str::trim).filter(|address| address.contains('@'));
    match (name.as_str(), address) {
        ("", None) => None,
        ("", Some(address)) => Some(address.to_owned()),
        (name, Some(address)) if name.eq_ignore_ascii_case(address) => Some(address.to_owned()),
        (name, Some(address)) => Some(format!("{name} <{address}>")),
        (name, None) => Some(name.to_owned()),
    }
}

/// The date and the time of day.
fn cells(at: NaiveDateTime) -> (Cell, Cell) {
    let midnight = at.date().and_time(chrono::NaiveTime::MIN);
    (day(at.date()), Cell::Moment((at - midnight).num_milliseconds()))
}

fn day(date: NaiveDate) -> Cell {
    let days =
        date.signed_duration_since(NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default()).num_days();
    Cell::Moment(days * DAY)
}

fn row<const N: usize>(index: u32, cells: [Cell; N]) -> Row {
    Row { index, cells: (0_u32..).zip(cells).filter(|(_, cell)| !cell.is_empty()).collect(), fields: None }
}
