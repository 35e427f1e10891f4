//! The questions a rule may ask about one person and one term. Each is answered by a figure, or by why it cannot be.

use super::CannotTell;
use super::cycle::{Timetable, blocks, minutes};
use super::inquiry::{Active, Inquiry};
use super::lines::FundingLine;
use super::searched::nowhere;
use super::service;
use super::workings::{Comparator, CycleTime, EctWork, Position};
use super::{LooksAt, Rule, Strength, Subject};
use crate::model::figure::{Figure, Origin, Origins};
use crate::model::school::{Activity, PersonId, Scheme};
use crate::model::units::{Minutes, Pence, Ratio, Share, Unit};
use chrono::NaiveDate;
use std::rc::Rc;

/// One person in one term.
pub struct Case<'a> {
    /// The school and term.
    pub inquiry: &'a Inquiry<'a>,
    /// Who.
    pub person: PersonId,
    /// The induction, if the rule is about an ECT.
    pub active: Option<&'a Active<'a>>,
    /// The funding line, if the rule is about one.
    pub line: Option<&'a FundingLine>,
}

impl<'a> Case<'a> {
    /// A person who is not looked at as an ECT.
    pub fn of(inquiry: &'a Inquiry<'a>, person: PersonId) -> Case<'a> {
        Case { inquiry, person, active: None, line: None }
    }

    /// The grant a rule about this subject is about.
    pub fn scheme(&self, subject: Subject) -> Option<Scheme> {
        match subject {
            Subject::Ect | Subject::Mentor => None,
            Subject::Induction => Some(Scheme::Year2Grant),
            Subject::Trained => Some(Scheme::MentorTraining),
            Subject::Line => self.line.map(|line| line.scheme),
        }
    }

    /// Name, for reasons.
    pub fn name(&self) -> &'a str {
        &self.inquiry.school.person(self.person).name
    }

    /// The induction.
    ///
    /// # Errors
    /// If the person is not an active ECT; the loop over people never asks that.
    pub fn ect(&self) -> Result<&'a Active<'a>, CannotTell> {
        self.active.ok_or_else(|| {
            CannotTell::supply(
                format!("{} has no induction row", self.name()),
                "induction",
                "Induction start",
            )
        })
    }

    /// The funding line and what is expected of it.
    ///
    /// # Errors
    /// If the rule is not about a line with an amount; the loop over lines never asks that.
    pub fn line(&self) -> Result<(&'a FundingLine, &'a Figure<Pence>), CannotTell> {
        let line = self.line.and_then(|line| Some((line, line.expected.as_ref()?)));
        line.ok_or_else(|| {
            CannotTell::supply(format!("{} has no funding line", self.name()), "induction", "Induction start")
        })
    }

    /// The last day looked at.
    pub fn reference(&self) -> NaiveDate {
        self.active.map_or(self.inquiry.limit, |active| active.reference)
    }

    /// The position in the induction.
    ///
    /// # Errors
    /// If the service history cannot give it.
    pub fn position(&self) -> Result<&'a Position, CannotTell> {
        self.ect()?.position.as_ref().map_err(Clone::clone)
    }

    /// The rulebook value of the part the ECT is in, on the reference day.
    ///
    /// # Errors
    /// If the part or the value is not known.
    pub fn by_part<U: Unit>(&self, part_1: &str, part_2: &str) -> Result<Figure<U>, CannotTell> {
        let name = if self.position()?.part == 1 { part_1 } else { part_2 };
        self.inquiry.book.on(name, self.reference())
    }

    /// FTE on the reference day.
    ///
    /// # Errors
    /// If it is not known.
    pub fn fte(&self) -> Result<Figure<Share>, CannotTell> {
        self.inquiry.fte(self.person, self.reference(), *self.ect()?.induction.start)
    }

    /// The timetable in force on the reference day.
    ///
    /// # Errors
    /// If there is none, or a row of it gives no time.
    pub fn timetable(&self) -> Result<&Timetable<'a>, CannotTell> {
        self.inquiry.timetable(self.person, self.reference())
    }

    /// Taught minutes of one whole cycle.
    ///
    /// # Errors
    /// If the timetable is not known.
    pub fn taught(&self) -> Result<Figure<Minutes>, CannotTell> {
        let timetable = self.timetable()?;
        self.inquiry.taught(timetable).ok_or_else(|| {
            CannotTell::supply(format!("{} has no timetable rows", self.name()), "timetable", "Staff code")
        })
    }

    /// The comparator on the reference day.
    ///
    /// # Errors
    /// If no one is comparable.
    pub fn comparator(&self) -> Result<Comparator, CannotTell> {
        self.inquiry.comparator(self.reference())
    }

    /// A share of the comparator, times the FTE.
    ///
    /// # Errors
    /// If share, comparator or FTE is not known.
    pub fn of_comparator(&self, share: &Figure<Share>, how: &str) -> Result<Figure<Minutes>, CannotTell> {
        let (comparator, fte) = (self.comparator()?.minutes, self.fte()?);
        let value = share.value() * comparator.value() * fte.value();
        Ok(Figure::derived(value, how, [comparator.any(), share.any(), fte.any()]))
    }

    /// PPA in teaching hours of one cycle, in blocks that are long enough (definition PT02).
    ///
    /// # Errors
    /// If periods or timetable are not known, or no timetable of the school labels PPA.
    pub fn ppa(&self) -> Result<Figure<Minutes>, CannotTell> {
        self.inquiry.needs_periods()?;
        let timetable = self.timetable()?;
        self.labelled(Activity::Ppa, "PPA")?;
        let least = self.inquiry.book.on::<Minutes>("ppa_block", self.reference())?;
        let inside = &timetable.ppa & self.inquiry.grid.teaching();
        let counted = blocks(&inside, least.value().ceil());
        let how = format!("PPA in teaching hours, in blocks of {} minutes or more", least.value());
        Ok(Self::of_rows(timetable, Activity::Ppa, minutes(&counted), &how))
    }

    /// Time labelled for induction in teaching hours of one cycle (definition PT03).
    ///
    /// # Errors
    /// If periods or timetable are not known, or no timetable of the school labels induction time.
    pub fn protected(&self) -> Result<Figure<Minutes>, CannotTell> {
        self.inquiry.needs_periods()?;
        let timetable = self.timetable()?;
        self.labelled(Activity::Protected, "induction time")?;
        let inside = &timetable.protected & self.inquiry.grid.teaching();
        let how = "labelled for induction, in teaching hours and on top of PPA";
        Ok(Self::of_rows(timetable, Activity::Protected, minutes(&inside), how))
    }

    /// A school that labels nothing shows nothing: an empty slot is neither PPA nor induction time, nor their lack.
    ///
    /// # Errors
    /// If no timetable of the school labels it.
    pub fn labelled(&self, activity: Activity, word: &str) -> Result<(), CannotTell> {
        if self.inquiry.school.timetable.iter().any(|lesson| lesson.activity == activity) {
            return Ok(());
        }
        Err(CannotTell::supply(format!("no timetable of the school labels {word}"), "timetable", "Activity"))
    }

    /// Minutes of an activity, and its rows.
    pub fn of_rows(timetable: &Timetable, activity: Activity, total: Minutes, how: &str) -> Figure<Minutes> {
        let cells = timetable.cells(activity).into_iter().map(Origin::Cells);
        let searched = timetable.all_cells().into_iter().map(Origin::Searched);
        let origins = Origins::of(cells).or_else(|| Origins::of(searched));
        let origins = origins.unwrap_or_else(|| nowhere(&["timetable"]));
        Figure::read(total.0, how, origins)
    }

    /// First and last day a rule looks at.
    pub fn looked_at(&self, looks_at: LooksAt) -> (NaiveDate, NaiveDate) {
        let to = if looks_at == LooksAt::Payments { self.inquiry.as_of } else { self.reference() };
        let from = match looks_at {
            LooksAt::Payments => self.line.map_or(to, |line| line.since.min(to)),
            LooksAt::ReferenceDay => to,
            LooksAt::Term => self.inquiry.term.from.min(to),
            LooksAt::SecondPart => {
                let position = self.position().ok().filter(|position| position.part == 2);
                position.and_then(|position| position.part2_began).unwrap_or(to)
            }
            LooksAt::Induction => self.active.map_or(to, |active| *active.induction.start),
            LooksAt::Training => {
                let rows = self.inquiry.school.mentors.iter().filter(|m| m.person == self.person);
                rows.filter_map(|m| m.start.value).min().unwrap_or(to).min(to)
            }
        };
        (from, to)
    }

    /// How binding the rule is here. A limit that the appropriate body or trust set is a local expectation. The pay and
    /// conditions document that sets and shields PPA is law in maintained schools only; elsewhere PPA rests on the contract.
    pub fn strength(&self, rule: &Rule) -> Strength {
        if let Some(strength) = super::reviews::strength(self, rule.code) {
            return strength;
        }
        let settings = self.inquiry.settings;
        if super::rests_on_local(rule, self) {
            return Strength::Local;
        }
        let kind = self.inquiry.school.about.kind.get().map(|kind| kind.to_lowercase());
        if matches!(rule.code, "PT02" | "PT05") && kind.is_some_and(|kind| !kind.contains("maintained")) {
            return Strength::Guidance;
        }
        let local = match rule.code {
            "MN01" => settings.part_time_meetings.is_some(),
            "MN02" => settings.meeting_minutes.is_some() || settings.part_time_meetings.is_some(),
            _ => false,
        };
        if local { Strength::Local } else { rule.strength }
    }

    /// What is shown of an ECT beside the verdicts. What cannot be told is left out here and said by the rules.
    pub fn work(&self) -> EctWork {
        let share = |part_1: &str, part_2: &str| self.by_part::<Share>(part_1, part_2);
        let named = share("induction_share_part_1", "induction_share_part_2").and_then(|share| {
            self.of_comparator(&share, "induction time: comparator × share × full-time equivalent")
        });
        let windows = super::windows::windows(self).unwrap_or_default();
        let mut mentors: Vec<PersonId> =
            self.inquiry.mentorships(self.person, self.reference()).iter().map(|m| m.mentor).collect();
        mentors.dedup();
        EctWork {
            person: self.person,
            reference_day: self.reference(),
            started: self.active.map_or(self.reference(), |active| *active.induction.start),
            fte: self.fte().ok(),
            position: self.position().cloned(),
            cycle: self.cycle_time(),
            limit: super::protected_time::teaching_limit(self).ok(),
            pupil_week: super::protected_time::pupil_week(self).ok(),
            protected_required: named.ok(),
            ppa_required: super::protected_time::ppa_needed(self).ok(),
            longest_gap: super::windows::longest_gap(self, &windows),
            windows: windows.to_vec(),
            mentors,
            unmentored: super::mentoring::unmentored(self),
            ppa_taken: self.ppa_taken(),
            ledger: super::ledger::ledger(self).map(Rc::unwrap_or_clone),
            record: super::term_record::record(self),
        }
    }

    fn ppa_taken(&self) -> Vec<NaiveDate> {
        let taken = super::ppa_kept::taken(self).unwrap_or_default();
        let mut days: Vec<NaiveDate> = taken.rows.into_iter().map(|(day, _)| day).collect();
        days.dedup();
        days
    }

    fn cycle_time(&self) -> Result<CycleTime, CannotTell> {
        let timetable = self.timetable()?;
        let other = self.inquiry.needs_periods().ok().map(|()| {
            let free = &(self.inquiry.grid.teaching() - &timetable.taught) - &timetable.ppa;
            let free = &free - &timetable.protected;
            let origins = self.inquiry.rows_or_searched([], &["periods", "timetable"]);
            Figure::read(minutes(&free).0, "teaching hours with none of these", origins)
        });
        Ok(CycleTime {
            taught: self.taught()?,
            ppa: self.ppa().ok(),
            protected: self.protected().ok(),
            other,
        })
    }

    /// Days of the ECT: from the induction start to the reference day, in service here (definition G14).
    pub fn is_own_day(&self, day: NaiveDate) -> bool {
        self.active.is_some_and(|active| {
            let own = *active.induction.start..=active.reference;
            own.contains(&day) && service::here(&active.stints, day).is_some()
        })
    }

    /// In an absence row of a whole day or more (definition PT04b).
    pub fn is_absent(&self, day: NaiveDate) -> bool {
        let whole = |days: Option<Ratio>| days.is_none_or(|days| days >= Ratio::ONE);
        let own = self.inquiry.school.absences.iter().filter(|a| a.person == self.person && whole(a.days));
        own.into_iter().any(|a| super::absence::dates(self.inquiry, a).contains(&day))
    }
}
