//! The weeks and fortnights of a term in which a mentor meeting is expected (definitions MN01a to MN02b).

use super::CannotTell;
use super::case::Case;
use super::cycle::{MinuteSet, minutes};
use super::ledger::weekday;
use super::workings::{Window, WindowState};
use crate::model::calendar::monday;
use crate::model::figure::{Figure, Origin, Origins};
use crate::model::school::{Meeting, MeetingKind, Status, Week};
use crate::model::source::Span;
use crate::model::units::{Count, Ratio};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Monday-to-Sunday weeks with at least three of these teaching days: first and last of each (definition MN01a).
pub fn teaching_weeks(days: &[NaiveDate]) -> Vec<(NaiveDate, NaiveDate)> {
    let mut weeks: BTreeMap<NaiveDate, Vec<NaiveDate>> = BTreeMap::new();
    for day in days {
        weeks.entry(monday(*day)).or_default().push(*day);
    }
    weeks.into_values().filter(|days| days.len() >= 3).map(|days| (days[0], days[days.len() - 1])).collect()
}

/// The windows of the term for an ECT: weeks in part 1, pairs of weeks in part 2 (definitions MN01a to MN01c).
///
/// # Errors
/// If the calendar does not hold the term, or the part is not known.
pub fn windows(case: &Case) -> Result<Rc<Vec<Window>>, CannotTell> {
    let found = || of_term(case).map(Rc::new);
    case.active.map_or_else(found, |active| active.once.windows.get_or_init(found).clone())
}

fn of_term(case: &Case) -> Result<Vec<Window>, CannotTell> {
    case.inquiry.needs_calendar()?;
    let length = case.by_part::<Count>("meeting_weeks_part_1", "meeting_weeks_part_2")?.value().floor();
    let length = usize::try_from(length).unwrap_or(1).max(1);
    let weeks = teaching_weeks(&case.inquiry.teaching_days);
    let speaks = needs_register(case).is_ok();
    let full = weeks.chunks_exact(length).enumerate();
    Ok(full.map(|(n, chunk)| window(case, (n * length + 1, (n + 1) * length), chunk, speaks)).collect())
}

fn window(case: &Case, weeks: (usize, usize), chunk: &[(NaiveDate, NaiveDate)], speaks: bool) -> Window {
    let in_chunk = |day: NaiveDate| chunk.iter().any(|(from, _)| monday(*from) == monday(day));
    let (from, to) = (chunk[0].0, chunk[chunk.len() - 1].1);
    let own: Vec<NaiveDate> = (case.inquiry.teaching_days.iter().copied())
        .filter(|day| in_chunk(*day) && case.is_own_day(*day))
        .collect();
    let named: Vec<&Meeting> = (case.inquiry.school.meetings.iter())
        .filter(|m| m.ect == case.person && m.date <= case.inquiry.limit && in_chunk(m.date))
        .collect();
    let is_held = held(case, false).any(|m| in_chunk(m.date) && case.is_own_day(m.date));
    let state = if to > case.inquiry.limit {
        WindowState::NotDue
    } else if own.is_empty() {
        WindowState::NotInService
    } else if own.iter().all(|day| case.is_absent(*day)) {
        WindowState::Absent
    } else if !speaks {
        WindowState::Unknown
    } else if is_held {
        WindowState::Held
    } else {
        WindowState::Missed
    };
    let cells = named.iter().map(|m| m.at).collect();
    let mut window = Window { weeks, from, to, state, minutes: None, cells };
    let (minutes, unknown) = held_minutes(case, &window);
    if unknown.is_empty() {
        let rows = held(case, true).filter(|m| in_window(&window, m.date)).map(|m| Origin::Cells(m.at));
        let how = format!("held minutes, {} to {}", from.format("%-d %b"), to.format("%-d %b"));
        window.minutes = Origins::of(rows).map(|origins| Figure::read(minutes, how, origins));
    }
    window
}

/// The windows that have ended and in which the ECT was at work.
pub fn counting(windows: &[Window]) -> Vec<&Window> {
    let counts =
        |w: &&Window| matches!(w.state, WindowState::Held | WindowState::Missed | WindowState::Unknown);
    windows.iter().filter(counts).collect()
}

fn in_window(window: &Window, day: NaiveDate) -> bool {
    let last = monday(window.to).checked_add_days(chrono::Days::new(6)).unwrap_or(window.to);
    (monday(window.from)..=last).contains(&day)
}

/// Greatest number of counting windows in a row without a held meeting.
pub fn longest_gap(case: &Case, windows: &[Window]) -> Option<Figure<Count>> {
    let (mut run, mut longest) = (0, 0);
    for window in counting(windows) {
        run = if window.state == WindowState::Missed { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    needs_register(case).ok()?;
    Some(count(case, longest, "windows in a row without a held meeting", Vec::new()))
}

/// Held rows of the ECT to the as-of date; drop-ins only where they count (definition MN01d).
pub fn held<'a>(case: &'a Case, drop_ins: bool) -> impl Iterator<Item = &'a Meeting> {
    case.inquiry.school.meetings.iter().filter(move |m| {
        let kind = match m.kind {
            MeetingKind::Meeting | MeetingKind::Coaching => true,
            MeetingKind::DropIn => drop_ins,
            MeetingKind::Observation => false,
        };
        kind && m.ect == case.person && m.status == Status::Held && m.date <= case.inquiry.limit
    })
}

/// Held minutes of a window, day by day: the union of the rows with times, plus the minutes of the rows without; and the
/// rows that give neither (definition MN02b).
pub fn held_minutes(case: &Case, window: &Window) -> (Ratio, Vec<Span>) {
    minutes_of(case, held(case, true).filter(|m| in_window(window, m.date) && case.is_own_day(m.date)))
}

/// The same of any meetings.
pub fn minutes_of<'a>(case: &Case, meetings: impl Iterator<Item = &'a Meeting>) -> (Ratio, Vec<Span>) {
    let mut days: BTreeMap<NaiveDate, (MinuteSet, i64)> = BTreeMap::new();
    let mut unknown = Vec::new();
    for meeting in meetings {
        let (set, loose) = days.entry(meeting.date).or_default();
        match (meeting.start, meeting.end, meeting.minutes) {
            (Some(start), Some(end), _) => {
                *set |= case.inquiry.grid.interval(Week::A, weekday(meeting.date), start, end);
            }
            (_, _, Some(minutes)) => *loose += minutes.0,
            _ => unknown.push(meeting.end_cell.map_or(meeting.at, crate::model::source::Source::span)),
        }
    }
    let total = days.values().map(|(set, loose)| minutes(set).0 + loose).sum::<i64>();
    (Ratio::whole(total), unknown)
}

/// The meetings register speaks for the ECT: a row of the term names them (definition G13).
pub fn needs_register(case: &Case) -> Result<(), CannotTell> {
    let term = case.inquiry.term.from..=case.inquiry.limit;
    if case.inquiry.school.meetings.iter().any(|m| m.ect == case.person && term.contains(&m.date)) {
        return Ok(());
    }
    let why = format!("the meetings register has no row for {} this term", case.name());
    Err(CannotTell::supply(why, "meetings", "Date, ECT, Mentor, Start, End"))
}

pub fn origins_of(cells: Vec<Span>) -> Option<Origins> {
    Origins::of(cells.into_iter().map(Origin::Cells))
}

/// A count of things found in cells; where nothing was found, the register that was searched stands behind it.
pub fn count(case: &Case, n: usize, how: &str, cells: impl IntoIterator<Item = Span>) -> Figure<Count> {
    case.inquiry.counted(n, how, cells, "meetings")
}
