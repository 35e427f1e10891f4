//! What DfE's own files say, joined with the school's own records. The school's own record comes first, field by field;
//! DfE's fill what it leaves blank. Where the two say different things the school's own is used, and both cells are
//! named.

use super::declarations::{self, Declaration};
use super::dfe::read::{Claim, Outcome};
use super::dfe::settle;
use super::gias::{self, Register};
use super::notes::Notes;
use crate::model::finding::Place;
use crate::model::school::{Person, PersonId, Programme, School};
use crate::model::source::{Field, SheetInfo, Source, Span};
use chrono::NaiveDate;

/// Rows of DfE's files that are of this school.
#[derive(Debug, Default)]
pub struct Official {
    /// Inductions registered.
    pub claims: Vec<Claim>,
    /// Inductions ended.
    pub outcomes: Vec<Outcome>,
    /// Declarations of lead providers.
    pub declarations: Vec<Declaration>,
    /// The school in the register of schools.
    pub register: Vec<Register>,
}

impl Official {
    /// Joins them with the records.
    pub fn join(self, school: &mut School, infos: &mut [SheetInfo], notes: &mut Notes) {
        let people = std::mem::take(&mut school.people);
        let mut desk = Desk { people: &people, infos, notes };
        settle::settle(&mut school.inductions, self.claims, self.outcomes, &mut desk);
        declarations::settle(school, self.declarations, &mut desk);
        gias::settle(&mut school.about, self.register, &mut desk);
        school.people = people;
    }
}

/// A day as it is shown.
pub fn day(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

/// A programme as it is shown.
pub fn programme(programme: Programme) -> String {
    match programme {
        Programme::ProviderLed => "provider-led",
        Programme::SchoolLed => "school-led",
    }
    .to_owned()
}

/// Where two records are laid side by side.
#[derive(Debug)]
pub struct Desk<'a> {
    people: &'a [Person],
    infos: &'a mut [SheetInfo],
    /// What was noticed.
    pub notes: &'a mut Notes,
}

impl Desk<'_> {
    /// The code of a person.
    pub fn name(&self, person: PersonId) -> &str {
        &self.people[person.0 as usize].id
    }

    /// Says that two cells contradict each other, the one that was not used first.
    pub fn contradiction(&mut self, message: String, cells: [Option<Source>; 2]) {
        let help = "Correct the one that is wrong, so that both say the same.";
        self.notes.add("W-DFE", message, help, cells.into_iter().flatten().map(Place::Cell));
    }

    /// Fills a blank; of two values that differ the one held stays, and that is said, with the values where they may be
    /// shown.
    pub fn fill<T: PartialEq + Clone>(
        &mut self,
        (held, found): (&mut Field<T>, &Field<T>),
        (what, person): (&str, PersonId),
        shown: impl Fn(&T) -> Option<String>,
    ) {
        match (&held.value, &found.value) {
            (None, Some(_)) => held.clone_from(found),
            (Some(one), Some(other)) if one != other => {
                let name = self.name(person);
                let message = match (shown(other), shown(one)) {
                    (Some(other), Some(one)) => {
                        format!("The {what} of {name} is {other} here. Another row says {one}, and was used.")
                    }
                    _ => format!(
                        "The {what} of {name} is not the same here as in another row, which was used."
                    ),
                };
                self.contradiction(message, [found.source, held.source]);
            }
            _ => {}
        }
    }

    /// A row that was read turns out not to be used.
    pub fn leave_out(&mut self, row: Span, why: &str) {
        let info = &mut self.infos[row.sheet.0 as usize];
        info.rows_used = info.rows_used.saturating_sub(1);
        *info.left_out.entry(why.to_owned()).or_default() += 1;
    }
}
