//! One school as its files describe it: the records of the house layout, joined by person.

pub use super::registers::{
    Absence, Cover, CoverKind, Element, Meeting, MeetingKind, Observation, Payment, Review, ReviewKind,
    Scheme, Status, Training,
};
pub use super::timetable::{Activity, Day, Lesson, Period, Slot, Week, Weeks};

use super::brand::Brand;
use super::calendar::Calendar;
use super::finding::Finding;
use super::source::{Field, Sourced, Sources, Span};
use super::units::Ratio;
use chrono::NaiveDate;

/// A person of this school, by place in [`School::people`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PersonId(pub u32);

/// Someone named in the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Staff code, or the name where no code is known. Unique in the school.
    pub id: String,
    /// Name as the staff list writes it, or the id.
    pub name: String,
    /// Seven digits.
    pub trn: Option<String>,
}

/// Facts about the school itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Five or six digits.
    pub urn: Field<String>,
    /// Name.
    pub name: Field<String>,
    /// Primary, secondary, …
    pub phase: Field<String>,
    /// Maintained, academy, independent, FE, other.
    pub kind: Field<String>,
    /// Local authority.
    pub local_authority: Field<String>,
    /// Inner London, Outer London, Fringe, Rest of England.
    pub pay_area: Field<String>,
    /// Trust.
    pub trust: Field<String>,
    /// Appropriate body.
    pub appropriate_body: Field<String>,
    /// Induction tutor, as written.
    pub induction_tutor: Field<String>,
    /// The induction tutor, where what is written is one person of the school.
    pub tutor: Option<PersonId>,
}

/// A row of the staff list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// Who.
    pub person: PersonId,
    /// The row.
    pub at: Span,
    /// Full-time equivalent, exact.
    pub fte: Field<Ratio>,
    /// Pay range, as written.
    pub pay_range: Field<String>,
    /// Responsibilities, as written.
    pub responsibilities: Field<String>,
    /// Qualified teacher status.
    pub qts: Field<Qts>,
    /// First day here.
    pub from: Field<NaiveDate>,
    /// Last day here.
    pub to: Field<NaiveDate>,
}

/// What the staff list says of qualified teacher status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Qts {
    /// Held.
    Yes,
    /// Not held.
    No,
    /// Awarded on this day.
    Since(NaiveDate),
}

/// A stretch of service with one working pattern at one school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Who.
    pub person: PersonId,
    /// The row.
    pub at: Span,
    /// First day.
    pub from: Sourced<NaiveDate>,
    /// Last day; blank: still running.
    pub to: Field<NaiveDate>,
    /// Full-time equivalent, exact; blank: unknown.
    pub fte: Field<Ratio>,
    /// School; blank: this one.
    pub urn: Field<String>,
}

/// Provider-led or school-led.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Programme {
    /// Training by a lead provider.
    ProviderLed,
    /// Training by the school.
    SchoolLed,
}

/// An induction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Induction {
    /// The ECT.
    pub person: PersonId,
    /// The row.
    pub at: Span,
    /// Date of birth; used in submissions only.
    pub date_of_birth: Field<NaiveDate>,
    /// First day of induction.
    pub start: Sourced<NaiveDate>,
    /// Last day; blank: not ended.
    pub end: Field<NaiveDate>,
    /// Day of registration with the appropriate body.
    pub registered_on: Field<NaiveDate>,
    /// Day of the QTS award.
    pub qts_date: Field<NaiveDate>,
    /// Provider-led or school-led.
    pub programme: Field<Programme>,
    /// Lead provider.
    pub lead_provider: Field<String>,
    /// Delivery partner.
    pub delivery_partner: Field<String>,
    /// Terms served before the first day here, full-time equivalent.
    pub terms_served_before: Field<Ratio>,
}

/// Who mentors whom, from when to when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mentorship {
    /// The ECT.
    pub ect: PersonId,
    /// The mentor.
    pub mentor: PersonId,
    /// The row.
    pub at: Span,
    /// First day.
    pub from: Sourced<NaiveDate>,
    /// Last day; blank: still running.
    pub to: Field<NaiveDate>,
}

/// A mentor's own training programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MentorTraining {
    /// The mentor.
    pub person: PersonId,
    /// The row.
    pub at: Span,
    /// First day of the training.
    pub start: Field<NaiveDate>,
    /// Provider-led or school-led.
    pub programme: Field<Programme>,
    /// Lead provider.
    pub lead_provider: Field<String>,
    /// Day the provider declared it complete.
    pub completed_on: Field<NaiveDate>,
    /// Why not eligible.
    pub ineligible_reason: Field<String>,
    /// Training as an ITT mentor.
    pub itt_training: Field<String>,
}

/// One school and everything read about it.
#[derive(Clone, Debug, Default)]
pub struct School {
    /// Folder of its files inside the pack; empty when the pack itself is the school.
    pub folder: String,
    /// The school itself.
    pub about: About,
    /// How its reports look.
    pub brand: Brand,
    /// People, sorted by id.
    pub people: Vec<Person>,
    /// Names of days that are not weekdays, sorted; day 7 is the first.
    pub own_days: Vec<String>,
    /// Staff list.
    pub staff: Vec<Staff>,
    /// Service history.
    pub service: Vec<Service>,
    /// Inductions.
    pub inductions: Vec<Induction>,
    /// Mentorships.
    pub mentorships: Vec<Mentorship>,
    /// Mentors' training programmes.
    pub mentors: Vec<MentorTraining>,
    /// Periods of the day.
    pub periods: Vec<Period>,
    /// Timetable.
    pub timetable: Vec<Lesson>,
    /// Calendar.
    pub calendar: Calendar,
    /// Cover register.
    pub cover: Vec<Cover>,
    /// Meetings register.
    pub meetings: Vec<Meeting>,
    /// Training register.
    pub training: Vec<Training>,
    /// Absence register.
    pub absences: Vec<Absence>,
    /// Reviews register.
    pub reviews: Vec<Review>,
    /// Observations register.
    pub observations: Vec<Observation>,
    /// Remittances.
    pub payments: Vec<Payment>,
    /// Files and sheets.
    pub sources: Sources,
    /// What was noticed while reading.
    pub findings: Vec<Finding>,
}

impl School {
    /// The entry of a person.
    pub fn person(&self, id: PersonId) -> &Person {
        &self.people[id.0 as usize]
    }

    /// The school's name, or its folder where no file names it.
    pub fn name(&self) -> &str {
        match &self.about.name.value {
            Some(name) => name,
            None if self.folder.is_empty() => "This school",
            None => &self.folder,
        }
    }

    /// `Tuesday`, or the timetable's own name.
    pub fn day_name(&self, day: Day) -> &str {
        match day.weekday() {
            Some(name) => name,
            None => self.own_days.get(usize::from(day.0) - 7).map_or("a day", String::as_str),
        }
    }
}
