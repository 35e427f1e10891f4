//! The ledger of induction time: planned, taken, given back, day by day (definitions PT04a to PT04d).

use super::CannotTell;
use super::case::Case;
use super::cycle::{MinuteSet, minutes};
use super::windows::teaching_weeks;
use super::workings::{Ledger, LedgerCause, LedgerEntry, LedgerWeek};
use crate::model::calendar::monday;
use crate::model::figure::{AnyFigure, ChosenBy, Figure, Origin, Origins};
use crate::model::school::{Activity, Cover, CoverKind, Day, Slot, Week};
use crate::model::source::Span;
use crate::model::units::{Minutes, Ratio};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Entries by week, and the cells behind each column.
#[derive(Default)]
struct Book {
    weeks: BTreeMap<NaiveDate, LedgerWeek>,
    planned: Vec<Span>,
    lost: Vec<Span>,
    repaid: Vec<Span>,
    labelled: bool,
    days: BTreeMap<NaiveDate, Happened>,
}

/// What became of one day's plan.
#[derive(Default)]
struct Happened {
    planned: Option<(Minutes, Vec<Span>)>,
    lost: Minutes,
    repaid: Minutes,
    taken: Vec<Span>,
    back: Vec<Span>,
    causes: Vec<LedgerCause>,
}

impl Book {
    fn week(&mut self, day: NaiveDate) -> &mut LedgerWeek {
        let monday = monday(day);
        self.weeks.entry(monday).or_insert_with(|| LedgerWeek {
            week: None,
            monday,
            planned: Ratio::ZERO,
            lost: Ratio::ZERO,
            repaid: Ratio::ZERO,
            to_come: Ratio::ZERO,
        })
    }
}

/// The ledger of an ECT over the term.
///
/// # Errors
/// If calendar, periods, weeks of the cycle or a timetable in force are not known, or no time is labelled at all.
pub fn ledger(case: &Case) -> Result<Rc<Ledger>, CannotTell> {
    let found = || put_together(case).map(Rc::new);
    case.active.map_or_else(found, |active| active.once.ledger.get_or_init(found).clone())
}

fn put_together(case: &Case) -> Result<Ledger, CannotTell> {
    let inquiry = case.inquiry;
    inquiry.needs_calendar()?;
    inquiry.needs_periods()?;
    inquiry.needs_labels(case.reference())?;
    let mut book = Book::default();
    for &day in &inquiry.teaching_days {
        book.week(day);
        if day > case.reference() {
            // what is still to come is shown, never counted; a timetable that cannot be read shows nothing
            if let (Ok((plan, _)), None) = (planned(case, day), case.ect()?.induction.end.value) {
                let week = book.week(day);
                week.to_come = week.to_come + Ratio::whole(minutes(&plan).0);
            }
        } else if case.is_own_day(day) && !case.is_absent(day) {
            enter(case, day, &mut book)?;
        }
    }
    if !book.labelled {
        let why = format!("{}’s timetable labels no induction time", case.name());
        return Err(CannotTell::supply(why, "timetable", "Activity"));
    }
    for cover in own_cover(case).filter(|cover| cover.kind == CoverKind::Repaid) {
        let week = book.week(cover.date);
        let back = given_back(case, cover);
        week.repaid = week.repaid + Ratio::whole(back.0);
        book.repaid.push(cover.at);
        let happened = book.days.entry(cover.date).or_default();
        happened.repaid = Minutes(happened.repaid.0 + back.0);
        happened.back.push(cover.at);
        happened.causes.push(cause(cover));
    }
    for (n, (from, _)) in teaching_weeks(&inquiry.teaching_days).iter().enumerate() {
        book.week(*from).week = Some(n + 1);
    }
    Ok(close(case, book))
}

/// Protected minutes in teaching hours of one teaching day, and the rows that plan them.
pub fn planned(case: &Case, day: NaiveDate) -> Result<(MinuteSet, Vec<Span>), CannotTell> {
    let grid = &case.inquiry.grid;
    let timetable = case.inquiry.timetable(case.person, day)?;
    let week = case.inquiry.week(day).unwrap_or(Week::A);
    let plan = grid.on_day(&timetable.planned, week, weekday(day));
    Ok((plan, timetable.cells(Activity::Protected)))
}

fn enter(case: &Case, day: NaiveDate, book: &mut Book) -> Result<(), CannotTell> {
    let (plan, cells) = planned(case, day)?;
    let (lost, lost_rows) = lost(case, day, &plan);
    let taken: Vec<Span> = lost_rows.iter().map(|(cover, _)| cover.at).collect();
    book.labelled |= !cells.is_empty();
    if lost.0 > 0 {
        let causes = lost_rows.iter().map(|(cover, _)| cause(cover)).collect();
        let planned = Some((minutes(&plan), cells.clone()));
        let happened = Happened { planned, lost, taken: taken.clone(), causes, ..Happened::default() };
        book.days.insert(day, happened);
    }
    book.planned.extend(cells);
    book.lost.extend(taken);
    let week = book.week(day);
    week.planned = week.planned + Ratio::whole(minutes(&plan).0);
    week.lost = week.lost + Ratio::whole(lost.0);
    Ok(())
}

/// Cover and events that fell in the plan of a day, and what each row took of it that no row before it had taken. Of a
/// row that says how long but not when, only the overlap that is certain counts (definition PT04c).
pub fn lost<'a>(case: &'a Case, day: NaiveDate, plan: &MinuteSet) -> (Minutes, Vec<(&'a Cover, Minutes)>) {
    let (mut certain, mut added, mut rows, mut so_far) = (MinuteSet::new(), 0, Vec::new(), 0);
    for cover in own_cover(case).filter(|c| c.date == day && c.kind != CoverKind::Repaid) {
        let (overlap, loose) = fell_in(case, cover, plan);
        let fell = minutes(&overlap).0 + loose > 0;
        certain |= overlap;
        added += loose;
        let total = (minutes(&certain).0 + added).min(minutes(plan).0);
        if fell {
            rows.push((cover, Minutes(total - so_far)));
        }
        so_far = total;
    }
    (Minutes(so_far), rows)
}

/// What of a cover row certainly fell in a plan: the minutes it names; of a row that says how long but not when, how many
/// cannot have been elsewhere.
pub fn fell_in(case: &Case, cover: &Cover, plan: &MinuteSet) -> (MinuteSet, i64) {
    let week = case.inquiry.week(cover.date).unwrap_or(Week::A);
    let slot = case.inquiry.grid.slot(week, weekday(cover.date), &cover.slot).unwrap_or_default();
    let shorter = cover.minutes.filter(|m| *m < minutes(&slot) && matches!(cover.slot, Slot::Period(_)));
    match shorter {
        Some(length) => (MinuteSet::new(), (length.0 - minutes(&(&slot - plan)).0).max(0)),
        None => (&slot & plan, 0),
    }
}

/// What a row of the cover register gives back: the minutes it names, or those of its slot.
pub fn given_back(case: &Case, cover: &Cover) -> Minutes {
    let week = case.inquiry.week(cover.date).unwrap_or(Week::A);
    let slot = || case.inquiry.grid.slot(week, weekday(cover.date), &cover.slot);
    cover.minutes.or_else(|| slot().map(|set| minutes(&set))).unwrap_or_default()
}

/// Cover rows of the ECT in the term, to the reference day.
pub fn own_cover<'a>(case: &'a Case) -> impl Iterator<Item = &'a Cover> {
    let dates = case.inquiry.term.from..=case.reference();
    case.inquiry.school.cover.iter().filter(move |c| c.teacher == case.person && dates.contains(&c.date))
}

/// The cover register speaks for the term: it holds a row of it, whoever covered (definition G13).
///
/// # Errors
/// If it does not.
pub fn needs_cover(case: &Case) -> Result<(), CannotTell> {
    let spoken = case.inquiry.term.from..=case.inquiry.limit;
    if case.inquiry.school.cover.iter().any(|cover| spoken.contains(&cover.date)) {
        return Ok(());
    }
    let why = "the cover register holds no row for this term, so it does not show what was taken";
    Err(CannotTell::supply(why, "cover", "Date, Covering teacher, Period"))
}

fn close(case: &Case, book: Book) -> Ledger {
    let weeks: Vec<LedgerWeek> = book.weeks.into_values().collect();
    let sum = |of: fn(&LedgerWeek) -> Ratio| weeks.iter().fold(Ratio::ZERO, |sum, week| sum + of(week));
    let column = |total: Ratio, how: &str, cells: Vec<Span>, record: &'static str| {
        Figure::<Minutes>::read(total, how, case.inquiry.rows_or_searched(cells, &[record]))
    };
    let planned = column(sum(|w| w.planned), "planned on days at work", book.planned, "timetable");
    let lost = column(sum(|w| w.lost), "taken for cover or events", book.lost, "cover");
    let repaid = column(sum(|w| w.repaid), "given back", book.repaid, "cover");
    let kept = planned.value() - lost.value() + repaid.value();
    let parts = [planned.any(), lost.any(), repaid.any()];
    let kept = Figure::derived(kept, "kept: planned − taken + given back", parts);
    let none = Origin::Setting { key: "nothing is carried over".to_owned(), by: ChosenBy::Default };
    let opening = Figure::read(Ratio::ZERO, "balance at the beginning of the term", Origins::one(none));
    let balance = kept.value() - planned.value();
    let balance = Figure::derived(balance, "balance: kept − planned", [kept.any(), planned.any()]);
    Ledger { weeks, entries: entries(book.days), planned, lost, repaid, kept, opening, balance }
}

fn cause(cover: &Cover) -> LedgerCause {
    LedgerCause { kind: cover.kind, slot: cover.slot.clone(), for_whom: cover.for_whom.clone() }
}

/// A line for each date, with the balance as it stands after it. Each rests on the rows of its own date, and a balance
/// on the one before.
fn entries(days: BTreeMap<NaiveDate, Happened>) -> Vec<LedgerEntry> {
    let mut entries: Vec<LedgerEntry> = Vec::new();
    for (date, day) in days {
        let on = date.format("%-d %b");
        let read = |minutes: Minutes, how: &str, cells: Vec<Span>| {
            let origins = Origins::of(cells.into_iter().map(Origin::Cells))?;
            Some(Figure::<Minutes>::read(minutes.0, format!("{how} on {on}"), origins))
        };
        let planned = day.planned.and_then(|(minutes, cells)| read(minutes, "planned", cells));
        let lost = read(day.lost, "taken", day.taken);
        let repaid = read(day.repaid, "given back", day.back);
        let before = entries.last().map(|entry| entry.balance.any());
        let value = |figure: &Option<AnyFigure>| figure.as_ref().map_or(Ratio::ZERO, AnyFigure::value);
        let moved = [before, repaid.as_ref().map(Figure::any), lost.as_ref().map(Figure::any)];
        let after = value(&moved[0]) + value(&moved[1]) - value(&moved[2]);
        let mut parts = moved.into_iter().flatten();
        let Some(first) = parts.next() else { continue };
        let how = format!("balance after {on}: balance before + given back − taken");
        let balance = Figure::derived_with(after, how, first, parts, None);
        entries.push(LedgerEntry { date, rows: day.causes, planned, lost, repaid, balance });
    }
    entries
}

/// The day of the timetable a date is.
pub fn weekday(day: NaiveDate) -> Day {
    Day(u8::try_from(day.weekday().num_days_from_monday()).unwrap_or(0))
}
