//! One school, one term, one as-of date: what is known before any person is looked at.

use super::comparator;
use super::cycle::{Grid, Timetable, Versions, minutes};
use super::labels;
use super::position;
use super::rulebook::Rulebook;
use super::service::Stint;
use super::term;
use super::workings::{Choice, Comparator, Ledger, Position, Window};
use super::{CannotTell, Term};
use crate::model::calendar::{self, TermId, days, monday};
use crate::model::figure::{ChosenBy, Figure, Origin, Origins};
use crate::model::school::{Activity, Induction, Lesson, Mentorship, PersonId, School, Staff, Week};
use crate::model::settings::Settings;
use crate::model::source::Span;
use crate::model::units::Minutes;
use chrono::NaiveDate;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// An ECT whom the rules are about (definition G14).
pub struct Active<'a> {
    /// Who.
    pub person: PersonId,
    /// The induction in question.
    pub induction: &'a Induction,
    /// The last day looked at (definition G1).
    pub reference: NaiveDate,
    /// Where they stand.
    pub position: Result<Position, CannotTell>,
    /// Their service.
    pub stints: Vec<Stint>,
    /// Their ledger of induction time and their windows for meetings, put together once: several rules ask for them.
    pub once: Once,
}

/// What is put together when it is first asked for.
#[derive(Default)]
pub struct Once {
    /// Of `ledger::ledger`.
    pub ledger: OnceCell<Result<Rc<Ledger>, CannotTell>>,
    /// Of `windows::windows`.
    pub windows: OnceCell<Result<Rc<Vec<Window>>, CannotTell>>,
}

/// What is known of the school, the term and the cycle.
pub struct Inquiry<'a> {
    /// The school.
    pub school: &'a School,
    /// Its settings.
    pub settings: &'a Settings,
    /// The rulebook.
    pub book: &'a Rulebook,
    /// The reported term.
    pub term: Term,
    /// Nothing after it counts.
    pub as_of: NaiveDate,
    /// The earlier of the as-of date and the last day of the term.
    pub limit: NaiveDate,
    /// Periods and teaching hours.
    pub grid: Grid<'a>,
    /// Teaching days of the whole term, in order.
    pub teaching_days: Vec<NaiveDate>,
    /// Active ECTs, by person.
    pub active: Vec<Active<'a>>,
    /// Choices that shaped the figures.
    pub choices: Vec<Choice>,
    lessons: BTreeMap<PersonId, Vec<&'a Lesson>>,
    labels: BTreeMap<NaiveDate, Week>,
    comparators: RefCell<BTreeMap<NaiveDate, Result<Comparator, CannotTell>>>,
    terms: RefCell<BTreeMap<TermId, Rc<SchoolTerm>>>,
    /// Every timetable, put together once: it is asked for on every day of the term.
    timetables: BTreeMap<PersonId, Versions<'a>>,
}

/// A school term and its school days, in order.
pub struct SchoolTerm {
    /// The calendar's term, or the default dates.
    pub term: calendar::Term,
    /// Its school days.
    pub days: Vec<NaiveDate>,
}

impl<'a> Inquiry<'a> {
    /// Everything that does not depend on a rule.
    pub fn new(school: &'a School, settings: &'a Settings, book: &'a Rulebook) -> Inquiry<'a> {
        let (term, choice) = term::reported(school, settings);
        let as_of = settings.as_of.as_ref().map_or(term.to, |chosen| chosen.value);
        let limit = as_of.min(term.to);
        let mut choices = vec![choice];
        choices.push(Choice {
            what: "As of".to_owned(),
            value: as_of.format("%-d %B %Y").to_string(),
            by: settings.as_of.as_ref().map_or(ChosenBy::Default, |chosen| chosen.by.clone()),
        });
        let teaching_days: Vec<NaiveDate> =
            days(term.from, term.to).filter(|day| school.calendar.is_teaching_day(*day)).collect();
        let mut lessons: BTreeMap<PersonId, Vec<&Lesson>> = BTreeMap::new();
        for lesson in &school.timetable {
            lessons.entry(lesson.person).or_default().push(lesson);
        }
        let mut inquiry = Inquiry {
            school,
            settings,
            book,
            term,
            as_of,
            limit,
            grid: Grid::new(school),
            teaching_days,
            active: Vec::new(),
            choices,
            lessons,
            labels: BTreeMap::new(),
            comparators: RefCell::default(),
            terms: RefCell::default(),
            timetables: BTreeMap::new(),
        };
        inquiry.timetables =
            inquiry.lessons.iter().map(|(person, rows)| (*person, inquiry.grid.versions(rows))).collect();
        inquiry.labels = inquiry.label_days();
        inquiry.active = inquiry.find_active();
        inquiry.note_defaults();
        inquiry
    }

    /// Week of the cycle of each teaching day that has exactly one (definition G6).
    fn label_days(&mut self) -> BTreeMap<NaiveDate, Week> {
        if self.grid.length() == 1 {
            return self.teaching_days.iter().map(|day| (*day, Week::A)).collect();
        }
        let calendar = &self.school.calendar;
        let days = self.teaching_days.iter();
        let Some(chosen) = &self.settings.week_a_begins else {
            return days.filter_map(|day| Some((*day, labels::written(calendar, *day)?))).collect();
        };
        let first = monday(chosen.value);
        let value = format!("{}, {}", first.format("%-d %B %Y"), labels::turn(self.grid.last()));
        self.choices.push(Choice { what: "Week A begins".to_owned(), value, by: chosen.by.clone() });
        let known = calendar.rows.iter().map(|row| row.to).max().unwrap_or(self.term.to);
        let turns = labels::in_turn(calendar, self.grid.weeks(), first, known.max(self.term.to));
        days.filter_map(|day| Some((*day, *turns.get(&monday(*day))?))).collect()
    }

    fn find_active(&self) -> Vec<Active<'a>> {
        let mut people: Vec<PersonId> = self.school.inductions.iter().map(|i| i.person).collect();
        people.sort_unstable();
        people.dedup();
        people.into_iter().filter_map(|person| self.active(person)).collect()
    }

    fn active(&self, person: PersonId) -> Option<Active<'a>> {
        let rows = self.school.inductions.iter().filter(|i| i.person == person && *i.start <= self.limit);
        let induction = rows.max_by_key(|i| (*i.start, std::cmp::Reverse(i.at)))?;
        let stints = self.stints(person, *induction.start);
        let last = stints.iter().filter(|s| s.here).map(|s| s.to).max()?;
        let reference = self.limit.min(last).min(induction.end.value.unwrap_or(NaiveDate::MAX));
        let in_service = stints.iter().any(|s| s.here && s.from <= reference && self.term.from <= s.to);
        if !in_service || *induction.start > reference || reference < self.term.from {
            return None;
        }
        let position = position::find(self, person, induction, reference, &stints);
        Some(Active { person, induction, reference, position, stints, once: Once::default() })
    }

    /// The row of the staff list.
    pub fn staff(&self, person: PersonId) -> Option<&'a Staff> {
        self.school.staff.iter().find(|s| s.person == person)
    }

    /// The version of a person's timetable in force on a day, alone (G7); nothing if no row is in force.
    pub fn in_force(&self, person: PersonId, day: NaiveDate) -> Option<&Timetable<'a>> {
        let versions = self.timetables.get(&person)?;
        versions.range(..=Some(day)).next_back().map(|(_, timetable)| timetable)
    }

    /// The version of a person's timetable in force on a day.
    ///
    /// # Errors
    /// If there are no rows, or a row whose time is not known.
    pub fn timetable(&self, person: PersonId, day: NaiveDate) -> Result<&Timetable<'a>, CannotTell> {
        let name = &self.school.person(person).name;
        let Some(timetable) = self.in_force(person, day) else {
            return Err(CannotTell::supply(
                format!("{name} has no timetable rows in force on {}", day.format("%-d %B %Y")),
                "timetable",
                "Staff code",
            ));
        };
        if !timetable.untimed.is_empty() {
            let why = format!(
                "{} of {name}’s timetable rows give no time that the periods explain",
                timetable.untimed.len()
            );
            return Err(CannotTell::fill(why, Span::join(timetable.untimed.iter().map(|l| l.at))));
        }
        Ok(timetable)
    }

    /// Every version of a person's timetable that is in force on a day of these, earliest first.
    pub fn lessons(&self, person: PersonId) -> &[&'a Lesson] {
        self.lessons.get(&person).map_or(&[][..], Vec::as_slice)
    }

    /// Teaching hours are known.
    ///
    /// # Errors
    /// If there is no periods record (definition G11).
    pub fn needs_periods(&self) -> Result<(), CannotTell> {
        if self.school.periods.is_empty() {
            return Err(CannotTell::supply(
                "the school’s teaching hours are not known",
                "periods",
                "Period, Start, End",
            ));
        }
        Ok(())
    }

    /// The calendar holds the term.
    ///
    /// # Errors
    /// If it does not (definition G4).
    pub fn needs_calendar(&self) -> Result<(), CannotTell> {
        if self.school.calendar.covers(self.term.from, self.term.to) {
            return Ok(());
        }
        let why = format!("the calendar has no row of kind term in {}", self.term.name);
        Err(CannotTell::supply(why, "calendar", "From, To, Kind"))
    }

    /// Every teaching day to the reference day has its week of the cycle.
    ///
    /// # Errors
    /// If one has none, or two (definition G6).
    pub fn needs_labels(&self, reference: NaiveDate) -> Result<(), CannotTell> {
        let bare = self.teaching_days.iter().find(|day| **day <= reference && !self.labels.contains_key(day));
        match bare {
            None => Ok(()),
            Some(day) => Err(labels::missing(*day, self.grid.last())),
        }
    }

    /// The week of the cycle of a teaching day.
    pub fn week(&self, day: NaiveDate) -> Option<Week> {
        self.labels.get(&day).copied()
    }

    /// Mentorships of an ECT in force on a day. Where one ends on the day another begins, only the new one counts.
    pub fn mentorships(&self, ect: PersonId, day: NaiveDate) -> Vec<&'a Mentorship> {
        let rows = self.school.mentorships.iter().filter(|m| m.ect == ect && *m.from <= day);
        let rows: Vec<&Mentorship> = rows.filter(|m| m.to.value.is_none_or(|to| day <= to)).collect();
        let begins = rows.iter().any(|m| *m.from == day);
        rows.into_iter().filter(|m| !(begins && m.to.value == Some(day) && *m.from != day)).collect()
    }

    /// Mentors of active ECTs, each on that ECT's reference day, with those ECTs (definition G15).
    pub fn current_mentors(&self) -> BTreeMap<PersonId, Vec<PersonId>> {
        let mut mentors: BTreeMap<PersonId, Vec<PersonId>> = BTreeMap::new();
        for active in &self.active {
            for mentorship in self.mentorships(active.person, active.reference) {
                let ects = mentors.entry(mentorship.mentor).or_default();
                if !ects.contains(&active.person) {
                    ects.push(active.person);
                }
            }
        }
        mentors
    }

    /// The comparator on a day (definitions PT01a, PT01b), found once.
    pub fn comparator(&self, day: NaiveDate) -> Result<Comparator, CannotTell> {
        if let Some(found) = self.comparators.borrow().get(&day) {
            return found.clone();
        }
        let found = comparator::find(self, day);
        self.comparators.borrow_mut().insert(day, found.clone());
        found
    }

    /// Taught minutes of one whole cycle; nothing if the timetable has no rows.
    pub fn taught(&self, timetable: &Timetable) -> Option<Figure<Minutes>> {
        let cells = timetable.cells(Activity::Taught).into_iter().map(Origin::Cells);
        let origins = Origins::of(cells)
            .or_else(|| Origins::of(timetable.all_cells().into_iter().map(Origin::Searched)))?;
        let how = format!("taught in the {} cycle", self.cycle_name());
        Some(Figure::read(minutes(&timetable.taught).0, how, origins))
    }

    /// A term and its school days, found once: every position walks over all of them.
    pub fn school_term(&self, id: TermId) -> Rc<SchoolTerm> {
        let find = || {
            let term = self.school.calendar.term(id);
            let days = self.school.calendar.school_days(&term);
            Rc::new(SchoolTerm { term, days })
        };
        Rc::clone(self.terms.borrow_mut().entry(id).or_insert_with(find))
    }

    /// Teaching hours of one whole cycle.
    pub fn teaching_hours(&self) -> Figure<Minutes> {
        let origins = self.rows_or_searched([], &["periods"]);
        Figure::read(minutes(self.grid.teaching()).0, "teaching hours of the cycle", origins)
    }

    /// `one-week` to `four-week`.
    pub fn cycle_name(&self) -> &'static str {
        match self.grid.last() {
            Week::A => "one-week",
            Week::B => "two-week",
            Week::C => "three-week",
            Week::D => "four-week",
        }
    }

    /// Choices that shaped the figures, the comparator's among them.
    pub fn choices(&self) -> Vec<Choice> {
        let mut choices = self.choices.clone();
        if let Ok(comparator) = self.comparator(self.limit) {
            let by = self.settings.comparator.as_ref().map_or(ChosenBy::Default, |chosen| chosen.by.clone());
            let value = format!("{} minutes: {}", comparator.minutes.value(), comparator.minutes.any().how());
            choices.push(Choice { what: "Comparable teacher".to_owned(), value, by });
        }
        choices.extend(super::reviews::choices(self));
        choices.extend(super::stated::choices(self.school, self.settings));
        choices
    }

    fn note_defaults(&mut self) {
        let mut terms: Vec<TermId> = (self.active.iter())
            .filter_map(|a| a.position.as_ref().ok())
            .flat_map(|p| p.default_terms.iter().copied())
            .collect();
        terms.sort_unstable();
        terms.dedup();
        if !terms.is_empty() {
            let names: Vec<String> = terms.iter().map(ToString::to_string).collect();
            self.choices.push(Choice {
                what: "Terms the calendar does not hold".to_owned(),
                value: format!(
                    "Taken as 1 September to 20 December, 5 January to 31 March, 22 April to 21 July, every Monday to Friday a school day: {}",
                    names.join(", ")
                ),
                by: ChosenBy::Default,
            });
        }
        if !self.active.is_empty() && !self.is_supplied("absence") {
            self.choices.push(Choice {
                what: "Absence".to_owned(),
                value: "No absence record was supplied, so induction positions take none out".to_owned(),
                by: ChosenBy::Default,
            });
        }
    }
}
