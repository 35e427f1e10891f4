//! Rows of the registers → records: what happened, on a date.

use super::parse::{Parsed, amount, word};
use super::records::{Known, period_slot};
use super::row::Reader;
use super::sheet::Cell;
use crate::model::school::{
    Absence, Cover, CoverKind, Element, Meeting, MeetingKind, Observation, Payment, Review, Slot, Status,
    Training,
};
use crate::model::units::{Clock, Minutes};

/// A start and the minutes give the end.
fn end_after(
    row: &mut Reader,
    start: Option<Clock>,
    minutes: Option<(Minutes, &'static str)>,
) -> Option<Clock> {
    let (start, (minutes, field)) = (start?, minutes?);
    let end =
        u16::try_from(i64::from(start.minutes()) + minutes.0).ok().and_then(|m| Clock::new(m / 60, m % 60));
    if end.is_none() {
        row.fault(field, "R-DURATION", "It would end after midnight.", "Correct the start or the minutes.");
    }
    end
}

fn check_session(row: &mut Reader, minutes: Option<(Minutes, &'static str)>) {
    if let Some((length, field)) = minutes
        && length.0 > 720
    {
        let message = format!("{} minutes is more than twelve hours.", length.0);
        row.fault(field, "R-DURATION", message, "Correct it, or write one row for each day.");
    }
}

/// A row of the cover register.
pub fn cover(row: &mut Reader, known: &Known) -> Option<Cover> {
    let date = row.need_date("date");
    let teacher = row.person("teacher", &known.people);
    let (start, end) = row.times();
    let minutes = row.minutes();
    check_session(row, minutes);
    let period = row.text("period").value;
    let end = if end.is_none() && period.is_none() { end_after(row, start, minutes) } else { end };
    let slot = match (start, end, period) {
        (Some(start), Some(end), _) => Slot::Times(start, end),
        (_, _, Some(period)) => period_slot(row, &period, known),
        _ => Slot::Unknown,
    };
    if slot == Slot::Unknown && minutes.is_none() && row.problems.is_empty() {
        let field = ["period", "start", "minutes", "hours", "duration"]
            .into_iter()
            .find(|f| row.table.column(f).is_some());
        row.blank(field.unwrap_or("period"));
    }
    let kind = row.field("kind", |cell, _| word::cover_kind(cell)).value.unwrap_or(CoverKind::Cover);
    let for_whom = row.text("absent").value;
    Some(Cover {
        at: row.at(),
        date: date?.value,
        teacher: teacher?,
        slot,
        minutes: minutes.map(|(minutes, _)| minutes),
        kind,
        for_whom,
    })
}

/// A row of the meetings register.
pub fn meeting(row: &mut Reader, known: &Known) -> Option<Meeting> {
    let date = row.need_date("date");
    let (ect, mentor) = (row.person("ect", &known.people), row.person("mentor", &known.people));
    let (start, mut end) = row.times();
    let minutes = row.minutes();
    check_session(row, minutes);
    if end.is_none() {
        end = end_after(row, start, minutes);
    }
    let kind = row.field("kind", |cell, _| word::meeting_kind(cell)).value.unwrap_or(MeetingKind::Meeting);
    let status = row.field("status", |cell, _| word::status(cell)).value.unwrap_or(Status::Held);
    // that it was held is shown even where its length is not: the rules that need the length say so themselves
    let timed = start.is_some() && end.is_some() || minutes.is_some();
    row.without_length = !timed && status == Status::Held;
    let end_cell = ["end", "minutes", "hours", "duration"].into_iter().find_map(|field| row.source(field));
    Some(Meeting {
        at: row.at(),
        date: date?.value,
        ect: ect?,
        mentor: mentor?,
        start,
        end,
        minutes: minutes.map(|(minutes, _)| minutes),
        end_cell,
        kind,
        status,
    })
}

/// A row of the training register.
pub fn training(row: &mut Reader, known: &Known) -> Option<Training> {
    let date = row.need_date("date");
    let person = row.person("person", &known.people);
    let (start, end) = row.times();
    let between = start.zip(end).map(|(start, end)| i64::from(end.minutes()) - i64::from(start.minutes()));
    let minutes = row.minutes().map(|(minutes, _)| minutes).or(between.map(Minutes));
    if minutes.is_none() && row.problems.is_empty() {
        let field =
            ["minutes", "hours", "duration", "end"].into_iter().find(|f| row.table.column(f).is_some());
        row.blank(field.unwrap_or("minutes"));
    }
    let element = row.field("element", |cell, _| Ok((!cell.is_empty()).then(|| word::element(cell)))).value;
    let provider = row.text("provider").value;
    let attended = row.field("attended", |cell, _| attended(cell)).value.unwrap_or(true);
    Some(Training {
        date: date?.value,
        at: row.at(),
        person: person?,
        minutes: minutes?,
        element: element.unwrap_or(Element::Other),
        provider,
        attended,
    })
}

/// Yes or no, or what became of the session.
fn attended(cell: &Cell) -> Parsed<bool> {
    let held = |status: Option<Status>| status.map(|status| status == Status::Held);
    word::yes_no(cell).or_else(|problem| word::status(cell).map(held).map_err(|_| problem))
}

/// A row of the absence register.
pub fn absence(row: &mut Reader, known: &Known) -> Option<Absence> {
    let person = row.person("staff", &known.people);
    let (from, to) = (row.need_date("from"), row.date("to"));
    row.check_order(from.map(|from| from.value), to.value, "to");
    let days = row.field("days", |cell, _| amount::number(cell)).value;
    let kind = row.text("kind").value.unwrap_or_default().to_lowercase();
    Some(Absence { at: row.at(), person: person?, from: from?.value, to: to.value, days, kind })
}

/// A row of the reviews register.
pub fn review(row: &mut Reader, known: &Known) -> Option<Review> {
    let ect = row.person("ect", &known.people);
    let kind = row.need("kind", |cell, _| word::review_kind(cell));
    let (date, due, sent) = (row.date("date"), row.date("due"), row.date("sent"));
    let (outcome, author) = (row.text("outcome"), row.text("author"));
    Some(Review { at: row.at(), ect: ect?, kind: kind?.value, date, due, outcome, author, sent })
}

/// A row of the observations register.
pub fn observation(row: &mut Reader, known: &Known) -> Option<Observation> {
    let (date, ect) = (row.need_date("date"), row.person("ect", &known.people));
    let (observer, feedback_on) = (row.text("observer"), row.date("feedback_on"));
    Some(Observation { at: row.at(), date: date?.value, ect: ect?, observer, feedback_on })
}

/// A row of the remittances.
pub fn payment(row: &mut Reader, known: &Known) -> Option<Payment> {
    let (paid_on, scheme) = (row.need_date("paid_on"), row.need_text("scheme"));
    let pence = row.need("amount", |cell, _| amount::pence(cell));
    let person = row.optional_person("person", &known.people);
    let reference = row.text("reference");
    let written = scheme?;
    Some(Payment {
        at: row.at(),
        paid_on: paid_on?.value,
        scheme: word::scheme(&written.value),
        written,
        pence: pence?.value,
        person,
        reference,
    })
}
