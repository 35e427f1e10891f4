//! Rows of the registers as the files hold them, in their order, values only: each says whether it was counted, towards
//! which line, or why not; and where it stands.

use super::lines::Keyed;
use super::{Keys, column, places, words_or_blank};
use crate::model::school::{Activity, CoverKind, MeetingKind, Payment, PersonId, Slot, Status, Week};
use crate::model::source::Span;
use crate::model::units::{Clock, Minutes, Ratio};
use crate::rules::{Assessed, Counted};
use crate::tables::{Cell, Column, Kind, Read, Row, Table, funding};

const PLACE: [Column; 3] =
    [column("File", Kind::Text, 26), column("Sheet", Kind::Text, 18), column("Cells", Kind::Text, 12)];

fn table(name: &'static str, title: &str, own: &[Column], rows: Vec<(Span, Row)>, out: &[&str]) -> Table {
    let (mut rows, all) = (rows, own.iter().chain(&PLACE).copied().collect());
    rows.sort_by_key(|(at, _)| *at);
    let mut note = "Rows as the files hold them, in their order. “Counted” says whether a row is in a figure, and “Line” in which.".to_string();
    for words in out {
        note = format!("{note} {words}");
    }
    Table {
        name,
        title: title.to_string(),
        note,
        columns: all,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        ..Table::default()
    }
}

fn minutes(minutes: Minutes, at: Span) -> Cell {
    Cell::Read(Box::new(Read { value: Ratio::whole(minutes.0), unit: "minutes", at }))
}

fn yes(counted: bool) -> Cell {
    Cell::Text(if counted { "yes" } else { "no" }.to_string())
}

/// Whether it was counted, towards which line, how much of it, and why not.
fn decided<T>(
    counted: &Counted<T>,
    line: Option<&String>,
    amounts: impl Fn(&T) -> Vec<Cell>,
    blanks: usize,
) -> Vec<Cell> {
    let line = line.filter(|_| counted.is_ok());
    let mut cells = vec![yes(line.is_some()), words_or_blank(line.map(String::as_str))];
    match counted {
        Ok(counted) if line.is_some() => {
            cells.extend(amounts(counted));
            cells.push(Cell::Blank);
        }
        Ok(_) => {
            cells.extend(vec![Cell::Blank; blanks]);
            cells.push(Cell::Text("no line of this edition".to_string()));
        }
        Err(why) => {
            cells.extend(vec![Cell::Blank; blanks]);
            cells.push(Cell::Text((*why).to_string()));
        }
    }
    cells
}

fn row(assessed: &Assessed, at: Span, own: Vec<Cell>, decided: Vec<Cell>) -> (Span, Row) {
    let cells = own.into_iter().chain(decided).chain(places(assessed.school, at)).collect();
    (at, Row { cells, ..Row::default() })
}

fn name(assessed: &Assessed, person: PersonId) -> Cell {
    Cell::Text(assessed.school.person(person).name.clone())
}

fn clock(time: Option<Clock>) -> Cell {
    time.map_or(Cell::Blank, |time| Cell::Text(time.to_string()))
}

/// `P3`, `09:00 to 10:00`.
fn slot(slot: &Slot) -> Cell {
    match slot {
        Slot::Times(from, to) => Cell::Text(format!("{from} to {to}")),
        Slot::Period(name) => Cell::Text(name.clone()),
        Slot::Unknown => Cell::Blank,
    }
}

/// Mentors' training: the table `Register`.
pub fn register(assessed: &Assessed, keys: &Keys) -> Table {
    let rows = assessed.school.training.iter().zip(&assessed.evidence.training).map(|(one, counted)| {
        let own = vec![
            name(assessed, one.person),
            words_or_blank(assessed.school.person(one.person).trn.as_deref()),
            Cell::Date(one.date),
            Cell::Text(one.element.name().to_string()),
            minutes(one.minutes, one.at),
            yes(one.attended),
            words_or_blank(one.provider.as_deref()),
        ];
        row(
            assessed,
            one.at,
            own,
            decided(counted, keys.trained.get(&one.person), |m| vec![minutes(*m, one.at)], 1),
        )
    });
    let own = [
        column("Person", Kind::Text, 24),
        column("TRN", Kind::Text, 10),
        column("Date", Kind::Date, 15),
        column("Element", Kind::Text, 16),
        column("Minutes", Kind::Amount, 10),
        column("Attended", Kind::Text, 10),
        column("Provider", Kind::Text, 20),
        column("Counted", Kind::Text, 10),
        column("Line", Kind::Text, 7),
        column("Counted minutes", Kind::Amount, 11),
        column("Why not", Kind::Wrapped, 56),
    ];
    table("Register", "Mentors’ training, session by session", &own, rows.collect(), &[])
}

/// Meetings with mentors: the table `Mentoring`.
pub fn mentoring(assessed: &Assessed, keys: &Keys) -> Table {
    let rows = assessed.school.meetings.iter().zip(&assessed.evidence.meetings).map(|(one, counted)| {
        let kind = match one.kind {
            MeetingKind::Meeting => "meeting",
            MeetingKind::Coaching => "coaching",
            MeetingKind::Observation => "observation",
            MeetingKind::DropIn => "drop-in",
        };
        let own = vec![
            name(assessed, one.ect),
            name(assessed, one.mentor),
            Cell::Date(one.date),
            Cell::Text(kind.to_string()),
            Cell::Text(if one.status == Status::Held { "held" } else { "not held" }.to_string()),
            clock(one.start),
            clock(one.end),
            one.minutes.map_or(Cell::Blank, |length| minutes(length, one.at)),
        ];
        row(
            assessed,
            one.at,
            own,
            decided(counted, keys.mentored.get(&one.ect), |m| vec![minutes(*m, one.at)], 1),
        )
    });
    let own = [
        column("Teacher", Kind::Text, 24),
        column("Mentor", Kind::Text, 24),
        column("Date", Kind::Date, 15),
        column("Kind", Kind::Text, 12),
        column("Status", Kind::Text, 10),
        column("Start", Kind::Text, 8),
        column("End", Kind::Text, 8),
        column("Minutes", Kind::Amount, 10),
        column("Counted", Kind::Text, 10),
        column("Line", Kind::Text, 7),
        column("Counted minutes", Kind::Amount, 11),
        column("Why not", Kind::Wrapped, 56),
    ];
    table(
        "Mentoring",
        "Meetings with mentors, one by one",
        &own,
        rows.collect(),
        &["Minutes that two rows of a day share are counted once, with the first."],
    )
}

/// Timetables of ECTs and their mentors: the table `Timetable`.
pub fn timetable(assessed: &Assessed, keys: &Keys) -> Table {
    let role = |person: PersonId| {
        let ect = assessed.ects.iter().any(|one| one.person == person);
        let mentor = assessed.mentors.iter().any(|one| one.person == person);
        ect.then_some("ECT").or(mentor.then_some("mentor"))
    };
    let all = assessed.school.timetable.iter().zip(&assessed.evidence.timetable);
    let rows = all.filter_map(|(one, counted)| {
        let marked = match one.activity {
            Activity::Taught => "taught",
            Activity::Ppa => "PPA",
            Activity::Protected if role(one.person) == Some("ECT") => "induction time",
            Activity::Protected => "mentoring",
            Activity::Other => "other",
        };
        let weeks = one.week.map(|weeks| weeks.iter().map(Week::letter).collect::<String>());
        let own = vec![
            name(assessed, one.person),
            Cell::Text(role(one.person)?.to_string()),
            Cell::Text(assessed.school.day_name(one.day).to_string()),
            words_or_blank(weeks.as_deref()),
            slot(&one.slot),
            Cell::Text(marked.to_string()),
            one.effective_from.map_or(Cell::Blank, Cell::Date),
        ];
        let amounts =
            |time: &crate::rules::Named| vec![minutes(time.cycle, one.at), minutes(time.term, one.at)];
        Some(row(assessed, one.at, own, decided(counted, keys.ects.get(&one.person), amounts, 2)))
    });
    let own = [
        column("Person", Kind::Text, 24),
        column("Role", Kind::Text, 9),
        column("Day", Kind::Text, 12),
        column("Week", Kind::Text, 7),
        column("When", Kind::Text, 16),
        column("Marked", Kind::Text, 16),
        column("From", Kind::Date, 15),
        column("Counted", Kind::Text, 10),
        column("Line", Kind::Text, 7),
        column("Minutes a cycle", Kind::Amount, 11),
        column("Minutes in term", Kind::Amount, 11),
        column("Why not", Kind::Wrapped, 56),
    ];
    table(
        "Timetable",
        "Timetables of the people concerned, with what each row is",
        &own,
        rows.collect(),
        &["Minutes in term: those of the row, times the days at work on which it held."],
    )
}

/// Cover and events that ECTs took on, and time given back: the table `Cover log`.
pub fn cover_log(assessed: &Assessed, keys: &Keys) -> Table {
    let all = assessed.school.cover.iter().zip(&assessed.evidence.cover);
    let rows = all.filter(|(one, _)| keys.ects.contains_key(&one.teacher)).map(|(one, counted)| {
        let kind = match one.kind {
            CoverKind::Cover => "cover",
            CoverKind::Event => "event",
            CoverKind::Repaid => "given back",
        };
        let own = vec![
            name(assessed, one.teacher),
            Cell::Date(one.date),
            slot(&one.slot),
            one.minutes.map_or(Cell::Blank, |length| minutes(length, one.at)),
            Cell::Text(kind.to_string()),
            words_or_blank(one.for_whom.as_deref()),
        ];
        let amounts =
            |moved: &crate::rules::Moved| vec![minutes(moved.taken, one.at), minutes(moved.back, one.at)];
        row(assessed, one.at, own, decided(counted, keys.ects.get(&one.teacher), amounts, 2))
    });
    let own = [
        column("Teacher", Kind::Text, 24),
        column("Date", Kind::Date, 15),
        column("When", Kind::Text, 16),
        column("Minutes", Kind::Amount, 10),
        column("Kind", Kind::Text, 12),
        column("For", Kind::Text, 20),
        column("Counted", Kind::Text, 10),
        column("Line", Kind::Text, 7),
        column("Taken", Kind::Amount, 10),
        column("Given back", Kind::Amount, 10),
        column("Why not", Kind::Wrapped, 56),
    ];
    table(
        "Cover log",
        "What took early career teachers’ time, and what gave it back",
        &own,
        rows.collect(),
        &[],
    )
}

/// Where a payment goes: the line, or the words for having none, and why.
pub fn matched<'a>(
    assessed: &Assessed,
    lines: &'a [Keyed],
    payment: &Payment,
) -> Result<&'a Keyed<'a>, Unmatched> {
    if payment.paid_on > assessed.as_of {
        return Err(Unmatched { group: "later", why: "paid after the as-of date" });
    }
    let Some(scheme) = payment.scheme else {
        return Err(Unmatched { group: "no scheme", why: "names neither scheme, or both" });
    };
    let group = if super::lines::letter(scheme) == 'A' { "A no line" } else { "B no line" };
    let Some(person) = payment.person else {
        return Err(Unmatched { group, why: "names nobody of the school" });
    };
    let mut own = lines.iter().filter(|one| (one.line.scheme, one.line.person) == (scheme, person));
    match (own.clone().find(|one| one.line.expected.is_some()), own.next()) {
        (Some(line), _) => Ok(line),
        (None, Some(_)) => Err(Unmatched { group, why: "its line has no amount to set it against" }),
        (None, None) => Err(Unmatched { group, why: "no line of this scheme has arisen for the person" }),
    }
}

/// A payment that is set against no line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// Its row on the sheet Reconciliation.
    pub group: &'static str,
    /// Why, without a full stop.
    pub why: &'static str,
}

/// Remittances: the table `Payments`.
pub fn payments(assessed: &Assessed, lines: &[Keyed]) -> Table {
    let rows = assessed.school.payments.iter().map(|one| {
        let found = matched(assessed, lines, one);
        let (line, group, why) = match &found {
            Ok(line) => (Cell::Text(line.key.clone()), line.group.clone(), Cell::Blank),
            Err(none) => (Cell::Blank, none.group.to_string(), Cell::Text(none.why.to_string())),
        };
        let own = vec![
            Cell::Date(one.paid_on),
            one.scheme.map_or(Cell::Blank, |scheme| Cell::Text(funding::scheme(scheme).to_string())),
            Cell::Text(one.written.value.clone()),
            Cell::Read(Box::new(Read { value: Ratio::whole(one.pence), unit: "pence", at: one.at })),
            one.person.map_or(Cell::Blank, |person| name(assessed, person)),
            words_or_blank(one.reference.value.as_deref()),
        ];
        row(assessed, one.at, own, vec![yes(found.is_ok()), line, Cell::Text(group), why])
    });
    let own = [
        column("Paid on", Kind::Date, 15),
        column("Scheme", Kind::Text, 18),
        column("As written", Kind::Text, 24),
        column("Amount", Kind::Amount, 12),
        column("Person", Kind::Text, 24),
        column("Reference", Kind::Text, 18),
        column("Counted", Kind::Text, 10),
        column("Line", Kind::Text, 7),
        column("Group", Kind::Text, 10),
        column("Why not", Kind::Wrapped, 56),
    ];
    table("Payments", "Payments, and the line each is set against", &own, rows.collect(), &[])
}
