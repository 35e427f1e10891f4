//! Lead providers' declarations: that someone started the training, went on with it, completed it. One row each; for a
//! mentor they give one record of their own training, for an ECT the programme and the provider where those are blank.
//!
//! A declaration counts from the moment it is submitted: whether DfE has paid it yet says nothing of the training. It
//! does not count once it is withdrawn (voided), refused (ineligible: the start was declared before, say), or undone
//! after it was paid (awaiting clawback, clawed back).

use super::official::{Desk, day, programme};
use super::parse::date::{Era, date};
use super::parse::word::{plain, text_of};
use super::parse::{Parsed, Problem, amount, shown};
use super::people::Found;
use super::records::Known;
use super::row::Reader;
use super::sheet::Cell;
use crate::model::school::{Induction, MentorTraining, PersonId, Programme, School};
use crate::model::source::{ANOTHER_SCHOOL, Field, Sourced, Span};
use chrono::NaiveDate;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// On which side of the mentoring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// An early career teacher.
    Ect,
    /// A mentor.
    Mentor,
}

/// What is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The training began.
    Started,
    /// It went on: retained, or extended.
    WentOn,
    /// It was completed.
    Completed,
}

/// A declaration that counts.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// Who.
    pub person: PersonId,
    /// The row.
    pub at: Span,
    /// ECT or mentor. Whoever is declared is on a provider's programme, so this cell says that too.
    pub role: Sourced<Role>,
    /// What.
    pub kind: Kind,
    /// The day declared. Times of day are given in universal time, and dropped.
    pub date: Sourced<NaiveDate>,
    /// Lead provider.
    pub lead_provider: Field<String>,
    /// Delivery partner.
    pub delivery_partner: Field<String>,
}

/// Who stands behind the ids of the interface.
#[derive(Debug, Default)]
pub struct Participants {
    /// People of this school.
    pub own: BTreeMap<String, PersonId>,
    /// Every id that is listed.
    pub listed: BTreeSet<String>,
}

/// A row of the participants: their id, and who that is.
pub fn participant(row: &mut Reader, known: &Known, urn: Option<&str>) -> Option<(String, PersonId)> {
    let id = row.need_text("participant");
    row.field("role", |cell, _| role(cell));
    let person = person(row, known, urn);
    Some((id?.value, person?))
}

/// A row of the declarations.
pub fn declaration(
    row: &mut Reader,
    known: &Known,
    urn: Option<&str>,
    participants: &Participants,
) -> Option<Declaration> {
    let id = row.need_text("participant");
    let role = row.need("role", |cell, _| role(cell));
    let kind = row.need("kind", |cell, _| kind(cell));
    let counts = row.need("state", |cell, _| state(cell));
    let date = row.need("date", |cell, order| date(&without_time(cell), Era::Recent, order));
    let (lead_provider, delivery_partner) = (row.text("lead_provider"), row.text("delivery_partner"));
    let named = ["name", "trn"].iter().any(|field| row.table.column(field).is_some());
    let id = id?;
    let person = match participants.own.get(&id.value) {
        Some(person) => Some(*person),
        None if named => person(row, known, urn),
        None if participants.listed.contains(&id.value) || row.table.shared => {
            row.left_out = Some("participant not of this school".to_owned());
            None
        }
        None => {
            let message = format!("No file says who the participant {} is.", id.value);
            let help = "Put the provider’s participants file (id, full_name, teacher_reference_number) beside this one.";
            row.fault("participant", "R-PERSON", message, help);
            None
        }
    };
    if row.left_out.is_some() {
        row.problems.clear();
        return None;
    }
    let (role, kind, date, counts) = (role?, kind?, date?, counts?);
    if let State::Undone(state) = counts.value {
        row.left_out = Some(format!("declaration {state}"));
        return None;
    }
    Some(Declaration {
        person: person?,
        at: row.at(),
        role,
        kind: kind.value,
        date,
        lead_provider,
        delivery_partner,
    })
}

/// Who a row names, if that is one of this school.
fn person(row: &mut Reader, known: &Known, urn: Option<&str>) -> Option<PersonId> {
    let school = row.field("urn", |cell, _| amount::urn(cell)).value;
    let trn = row.field("trn", |cell, _| amount::trn(cell)).value;
    let (name, email) = (row.text("name").value, row.text("email").value);
    let elsewhere = school.is_some_and(|school| urn.is_some_and(|urn| school != urn));
    let find = |text: &Option<String>| {
        text.as_deref().map_or(Found::Nobody, |text| known.people.find(text, trn.as_deref()))
    };
    let spelt = [&trn, &email, &name].into_iter().find(|text| find(text) != Found::Nobody);
    if elsewhere || spelt.is_none() && row.table.shared {
        row.left_out = Some(ANOTHER_SCHOOL.to_owned());
        return None;
    }
    let field = if name.is_some() { "name" } else { "trn" };
    let Some(text) = spelt.unwrap_or(&name).clone().or(trn.clone()) else {
        row.blank("trn");
        return None;
    };
    let person = row.who(field, &text, trn.as_deref(), &known.people)?;
    let held = &known.people.all[person.0 as usize];
    if let (Some(given), Some(number)) = (&trn, &held.trn)
        && given != number
    {
        let message =
            format!("“{text}” has the teacher reference number {given} here and another in the staff list.");
        row.fault(
            "trn",
            "R-IDENTITY",
            message,
            "Correct the one that is wrong; if they are two people, take the row out.",
        );
        return None;
    }
    Some(person)
}

/// `2026-09-07T09:30:00Z` is 7 September.
fn without_time(cell: &Cell) -> Cell {
    match cell {
        Cell::Text(text) => Cell::text(text.split_once('T').map_or(text.as_ref(), |(day, _)| day)),
        cell => cell.clone(),
    }
}

fn role(cell: &Cell) -> Parsed<Role> {
    let Some(text) = text_of(cell) else { return Ok(None) };
    match plain(&text).as_str() {
        "mentor" | "ecfmentor" | "participantprofilementor" => Ok(Some(Role::Mentor)),
        "ect" | "ecfinduction" | "participantprofileect" | "earlycareerteacher" => Ok(Some(Role::Ect)),
        _ => unknown(cell, "a kind of participant", "Write ect or mentor, or ecf-induction or ecf-mentor."),
    }
}

fn kind(cell: &Cell) -> Parsed<Kind> {
    let Some(text) = text_of(cell) else { return Ok(None) };
    let word = plain(&text);
    match word.trim_end_matches(|c: char| c.is_ascii_digit()) {
        "started" => Ok(Some(Kind::Started)),
        "completed" => Ok(Some(Kind::Completed)),
        "retained" | "extended" => Ok(Some(Kind::WentOn)),
        _ => unknown(
            cell,
            "a kind of declaration",
            "Write started, retained-1 to retained-4, extended-1 to extended-3 or completed.",
        ),
    }
}

/// Whether a declaration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum State {
    Stands,
    /// The word for why it does not.
    Undone(&'static str),
}

fn state(cell: &Cell) -> Parsed<State> {
    let Some(text) = text_of(cell) else { return Ok(None) };
    Ok(Some(match plain(&text).as_str() {
        "submitted" | "nopayment" | "eligible" | "payable" | "paid" => State::Stands,
        "voided" => State::Undone("voided"),
        "ineligible" => State::Undone("ineligible"),
        "awaitingclawback" => State::Undone("awaiting clawback"),
        "clawedback" => State::Undone("clawed back"),
        _ => {
            return unknown(
                cell,
                "a state of a declaration",
                "Write submitted, eligible, payable, paid, voided, ineligible, awaiting_clawback or clawed_back.",
            );
        }
    }))
}

fn unknown<T>(cell: &Cell, what: &str, help: &str) -> Parsed<T> {
    let message = format!("“{}” is not {what}.", shown(cell));
    Err(Problem { code: "R-WORD", message, help: help.to_owned() })
}

/// Joins them with the mentors' training and the inductions.
pub fn settle(school: &mut School, mut declarations: Vec<Declaration>, desk: &mut Desk) {
    declarations.sort_by_key(|one| (one.person, one.date.value, one.at));
    let (mentors, ects): (Vec<Declaration>, Vec<Declaration>) =
        declarations.into_iter().partition(|one| one.role.value == Role::Mentor);
    for rows in mentors.chunk_by(|one, next| one.person == next.person) {
        mentor(&mut school.mentors, rows, desk);
    }
    let mut told = None;
    for one in &ects {
        ect(&mut school.inductions, one, &mut told, desk);
    }
}

/// A declaration of an ECT belongs to the induction that had begun last by then, or else to the first that begins.
fn ect(inductions: &mut [Induction], one: &Declaration, told: &mut Option<PersonId>, desk: &mut Desk) {
    let begun = |held: &Induction| (held.start.value <= one.date.value).then_some(held.start.value);
    let own = inductions.iter_mut().filter(|held| held.person == one.person);
    let Some(held) = own.max_by_key(|held| (begun(held), Reverse(held.start.value))) else {
        desk.leave_out(one.at, "no induction of this person");
        return;
    };
    let found = provider_led(one);
    if held.programme.value.is_some() && held.programme.value != found.value {
        desk.leave_out(one.at, "contradicts another record");
        if told.replace(one.person) == Some(one.person) {
            return;
        }
    } else {
        fill_blank(&mut held.lead_provider, &one.lead_provider);
        fill_blank(&mut held.delivery_partner, &one.delivery_partner);
    }
    desk.fill((&mut held.programme, &found), ("programme", one.person), |one| Some(programme(*one)));
}

/// All that is declared of one mentor, by date.
fn mentor(mentors: &mut Vec<MentorTraining>, rows: &[Declaration], desk: &mut Desk) {
    let started = first(rows, Kind::Started, "started", desk);
    let completed = first(rows, Kind::Completed, "completed", desk);
    let Some(deciding) = completed.or(started) else {
        // Without its start or its end a training cannot be judged, and a record without either would count against
        // the mentor.
        for row in rows {
            desk.leave_out(row.at, "neither start nor completion declared");
        }
        return;
    };
    let on = |one: Option<&Declaration>| {
        one.map_or(Field::default(), |one| Field {
            value: Some(one.date.value),
            source: Some(one.date.source),
        })
    };
    let found = MentorTraining {
        person: deciding.person,
        at: deciding.at,
        start: on(started),
        programme: provider_led(deciding),
        lead_provider: deciding.lead_provider.clone(),
        completed_on: on(completed),
        ineligible_reason: Field::default(),
        itt_training: Field::default(),
    };
    let person = found.person;
    let Some(held) = mentors.iter_mut().find(|held| held.person == person) else {
        mentors.push(found);
        return;
    };
    let date = |date: &NaiveDate| Some(day(*date));
    desk.fill((&mut held.start, &found.start), ("declared start of the mentor training", person), date);
    desk.fill(
        (&mut held.completed_on, &found.completed_on),
        ("declared completion of the mentor training", person),
        date,
    );
    desk.fill((&mut held.programme, &found.programme), ("programme", person), |one| Some(programme(*one)));
    fill_blank(&mut held.lead_provider, &found.lead_provider);
}

/// The earliest declaration of a kind; another day for the same is said.
fn first<'a>(rows: &'a [Declaration], kind: Kind, word: &str, desk: &mut Desk) -> Option<&'a Declaration> {
    let mut all = rows.iter().filter(|one| one.kind == kind);
    let first = all.next()?;
    for other in all.filter(|other| other.date.value != first.date.value) {
        let message = format!(
            "The mentor training of {} is declared {word} on {} here. Another row says {}, and was used.",
            desk.name(first.person),
            day(other.date.value),
            day(first.date.value)
        );
        desk.contradiction(message, [Some(other.date.source), Some(first.date.source)]);
    }
    Some(first)
}

fn provider_led(one: &Declaration) -> Field<Programme> {
    Field { value: Some(Programme::ProviderLed), source: Some(one.role.source) }
}

/// A provider's name is written in many ways, so two that differ are no contradiction.
fn fill_blank(held: &mut Field<String>, found: &Field<String>) {
    if held.value.is_none() && found.value.is_some() {
        held.clone_from(found);
    }
}
