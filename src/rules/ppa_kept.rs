//! What fell in PPA, row by row (definition PT05).

use super::CannotTell;
use super::case::Case;
use super::cycle::{MinuteSet, minutes};
use super::ledger::{fell_in, needs_cover, own_cover, weekday};
use super::windows::{held, needs_register};
use crate::model::figure::Figure;
use crate::model::school::{Activity, CoverKind, Meeting, PersonId, Week};
use crate::model::source::Span;
use crate::model::units::Count;
use chrono::NaiveDate;

/// The rows that fell in PPA, and what may hide others.
#[derive(Default)]
pub struct Taken {
    /// Each row that fell in PPA, and its day.
    pub rows: Vec<(NaiveDate, Span)>,
    untimed: Vec<Span>,
    unknown: Option<CannotTell>,
}

/// Cover, events and held meetings in PPA, on the teaching days of the term on which the ECT was at work.
///
/// # Errors
/// If calendar or weeks of the cycle are not known.
pub fn taken(case: &Case) -> Result<Taken, CannotTell> {
    case.inquiry.needs_calendar()?;
    case.inquiry.needs_labels(case.reference())?;
    let mut taken = Taken::default();
    let cover = own_cover(case).filter(|c| c.kind != CoverKind::Repaid && is_at_work(case, c.date));
    for row in cover {
        let ppa = taken.ppa(case, case.person, row.date);
        let (overlap, loose) = fell_in(case, row, &ppa);
        if minutes(&overlap).0 + loose > 0 {
            taken.rows.push((row.date, row.at));
        }
    }
    for row in held(case, true).filter(|m| is_at_work(case, m.date)) {
        taken.meeting(case, row);
    }
    taken.rows.sort_unstable();
    Ok(taken)
}

fn is_at_work(case: &Case, day: NaiveDate) -> bool {
    case.inquiry.teaching_days.binary_search(&day).is_ok() && case.is_own_day(day) && !case.is_absent(day)
}

impl Taken {
    /// PPA of a person in the version in force on a day; none, and why, if it is not known.
    fn ppa(&mut self, case: &Case, person: PersonId, day: NaiveDate) -> MinuteSet {
        match case.inquiry.timetable(person, day) {
            Ok(timetable) => timetable.ppa.clone(),
            Err(cannot) => {
                self.unknown.get_or_insert(cannot);
                MinuteSet::new()
            }
        }
    }

    fn meeting(&mut self, case: &Case, row: &Meeting) {
        let (Some(start), Some(end)) = (row.start, row.end) else {
            self.untimed.push(row.at);
            return;
        };
        let week = case.inquiry.week(row.date).unwrap_or(Week::A);
        let slot = case.inquiry.grid.interval(week, weekday(row.date), start, end);
        let ppa = self.ppa(case, row.ect, row.date) | self.ppa(case, row.mentor, row.date);
        if !(&slot & &ppa).is_empty() {
            self.rows.push((row.date, row.at));
        }
    }

    /// Where no row fell in PPA: that none is hidden.
    ///
    /// # Errors
    /// If a register is silent, a meeting has no times, or a timetable that is needed is not known.
    pub fn hides_nothing(&self, case: &Case) -> Result<(), CannotTell> {
        needs_cover(case)?;
        needs_register(case)?;
        case.labelled(Activity::Ppa, "PPA")?;
        case.timetable()?;
        if !self.untimed.is_empty() {
            let why =
                format!("{} of {}’s held meetings have no start and end", self.untimed.len(), case.name());
            return Err(CannotTell::fill(why, Span::join(self.untimed.iter().copied())));
        }
        self.unknown.clone().map_or(Ok(()), Err)
    }

    /// How many rows; where there is none, the registers that were searched stand behind it.
    pub fn figure(&self, case: &Case) -> Figure<Count> {
        let rows = self.rows.iter().map(|(_, at)| *at);
        let origins = case.inquiry.rows_or_searched(rows, &["cover", "meetings"]);
        let n = i64::try_from(self.rows.len()).unwrap_or(i64::MAX);
        Figure::read(n, "rows of cover and held meetings that fell in PPA", origins)
    }
}
