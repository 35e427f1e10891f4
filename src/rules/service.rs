//! Service and full-time equivalent, day by day (definitions G17, G18).

use super::CannotTell;
use super::inquiry::Inquiry;
use crate::model::figure::{Figure, Origin, Origins};
use crate::model::school::PersonId;
use crate::model::source::Span;
use crate::model::units::{Ratio, Share};
use chrono::NaiveDate;

/// A stretch of service: first day, last day, FTE, whether it is at this school, and its cells.
#[derive(Clone, Debug)]
pub struct Stint {
    /// First day.
    pub from: NaiveDate,
    /// Last day, or the end of time.
    pub to: NaiveDate,
    /// Full-time equivalent, if known.
    pub fte: Option<Ratio>,
    /// At this school.
    pub here: bool,
    /// The cell that says, or would say, the FTE.
    pub fte_cell: Option<Span>,
    /// The row, if one was read.
    pub at: Option<Span>,
}

impl Stint {
    /// The day lies in it.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }
}

/// Of the stints that cover a day, the latest to begin.
pub fn on(stints: &[Stint], day: NaiveDate) -> Option<&Stint> {
    stints.iter().filter(|s| s.covers(day)).max_by_key(|s| s.from)
}

/// The same, of those at this school.
pub fn here(stints: &[Stint], day: NaiveDate) -> Option<&Stint> {
    stints.iter().filter(|s| s.here && s.covers(day)).max_by_key(|s| s.from)
}

impl Inquiry<'_> {
    /// Service rows if there are any, else the staff row as one (definition G17); a person who is on no list is in
    /// service from the start of the induction, with an FTE that is not known.
    pub fn stints(&self, person: PersonId, start: NaiveDate) -> Vec<Stint> {
        let urn = self.school.about.urn.get();
        let mut stints: Vec<Stint> = (self.school.service.iter())
            .filter(|s| s.person == person)
            .map(|s| Stint {
                from: *s.from,
                to: s.to.value.unwrap_or(NaiveDate::MAX),
                fte: s.fte.value,
                here: s.urn.get().is_none_or(|of| urn.is_none_or(|urn| urn == of)),
                fte_cell: s.fte.source.map(crate::model::source::Source::span),
                at: Some(s.at),
            })
            .collect();
        if stints.is_empty() {
            let staff = self.staff(person);
            stints.push(Stint {
                from: staff.and_then(|s| s.from.value).unwrap_or(start),
                to: staff.and_then(|s| s.to.value).unwrap_or(NaiveDate::MAX),
                fte: staff.and_then(|s| s.fte.value),
                here: true,
                fte_cell: staff.and_then(|s| s.fte.source).map(crate::model::source::Source::span),
                at: staff.map(|s| s.at),
            });
        }
        stints.sort_by_key(|s| (s.from, s.to, s.at));
        stints
    }

    /// The FTE on a day: of the rows that cover it, the latest to begin wins.
    pub fn fte(
        &self,
        person: PersonId,
        day: NaiveDate,
        start: NaiveDate,
    ) -> Result<Figure<Share>, CannotTell> {
        let stints = self.stints(person, start);
        let stint = here(&stints, day);
        let name = &self.school.person(person).name;
        match stint {
            Some(Stint { fte: Some(fte), fte_cell, at, .. }) => {
                let origins = Origins::of(fte_cell.or(*at).map(Origin::Cells));
                origins
                    .map(|origins| Figure::read(*fte, "full-time equivalent", origins))
                    .ok_or_else(|| unknown_fte(name, stint))
            }
            _ => Err(unknown_fte(name, stint)),
        }
    }
}

fn unknown_fte(name: &str, stint: Option<&Stint>) -> CannotTell {
    let why = format!("{name}’s full-time equivalent is not known");
    CannotTell::blank(why, stint.and_then(|s| s.fte_cell), "staff", "FTE")
}
