//! The timetable: days and weeks of the cycle, the periods of a day, and what each slot is for.

use super::school::PersonId;
use super::source::{Sourced, Span};
use super::units::Clock;
use chrono::NaiveDate;
use std::fmt;

/// A day of the timetable: 0 to 6 are Monday to Sunday; from 7 on, days the timetable names in its own way
/// (`A`, `Lunes`), whose names are in [`School::own_days`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub u8);

impl Day {
    /// Its name, if it is a weekday.
    pub fn weekday(self) -> Option<&'static str> {
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
            .get(usize::from(self.0))
            .copied()
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.weekday() {
            Some(name) => f.write_str(name),
            None => write!(f, "{} of the school’s own", self.0 - 6),
        }
    }
}

/// A week of the cycle. Definition G5 knows one week or two; cycles of three and four are reckoned the same way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Week {
    /// Week A, or 1.
    A,
    /// Week B, or 2.
    B,
    /// Week C, or 3.
    C,
    /// Week D, or 4.
    D,
}

impl Week {
    /// The weeks of the longest cycle, in order.
    pub const ALL: [Week; 4] = [Week::A, Week::B, Week::C, Week::D];

    /// The week of this letter or number: `A`, `b`, `3`.
    pub fn named(name: char) -> Option<Week> {
        Week::ALL.into_iter().find(|week| {
            name.eq_ignore_ascii_case(&week.letter())
                || name.to_digit(10) == Some(u32::from(week.place()) + 1)
        })
    }

    /// Its place in the cycle, week A 0.
    pub fn place(self) -> u8 {
        match self {
            Week::A => 0,
            Week::B => 1,
            Week::C => 2,
            Week::D => 3,
        }
    }

    /// `A` to `D`.
    pub fn letter(self) -> char {
        char::from(b'A' + self.place())
    }
}

/// Some weeks of the cycle: those a row names, or those in which something can be.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weeks(u8);

impl Weeks {
    /// Week A to this one.
    pub fn to(last: Week) -> Weeks {
        Week::ALL.into_iter().filter(|week| *week <= last).collect()
    }

    /// This week is among them.
    pub fn contains(self, week: Week) -> bool {
        self.0 & (1 << week.place()) != 0
    }

    /// They share a week.
    pub fn meet(self, others: Weeks) -> bool {
        self.0 & others.0 != 0
    }

    /// Those that are among the others too.
    pub fn shared(self, others: Weeks) -> Weeks {
        Weeks(self.0 & others.0)
    }

    /// Those that are not among the others.
    pub fn without(self, others: Weeks) -> Weeks {
        Weeks(self.0 & !others.0)
    }

    /// None at all.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// One by one, in order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Week> {
        Week::ALL.into_iter().filter(move |week| self.contains(*week))
    }
}

impl From<Week> for Weeks {
    fn from(week: Week) -> Weeks {
        Weeks(1 << week.place())
    }
}

impl FromIterator<Week> for Weeks {
    fn from_iter<I: IntoIterator<Item = Week>>(weeks: I) -> Weeks {
        Weeks(weeks.into_iter().fold(0, |all, week| all | Weeks::from(week).0))
    }
}

impl fmt::Debug for Weeks {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.iter().map(Week::letter).collect::<String>())
    }
}

/// A period of the school day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The row.
    pub at: Span,
    /// Name, as the timetable writes it.
    pub name: Sourced<String>,
    /// Start.
    pub start: Clock,
    /// End.
    pub end: Clock,
    /// Only on this day; blank: every weekday.
    pub day: Option<Day>,
    /// Only in these weeks; blank: in every week of the cycle.
    pub week: Option<Weeks>,
    /// Part of teaching hours.
    pub teaching: bool,
}

/// When in the day something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A clock interval written in the row.
    Times(Clock, Clock),
    /// The name of a period.
    Period(String),
    /// The row does not say.
    Unknown,
}

/// What a timetable row is for (definition G9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Activity {
    /// A class is taught.
    Taught,
    /// Planning, preparation and assessment.
    Ppa,
    /// Labelled for induction or mentoring.
    Protected,
    /// Duty, meeting, registration, lunch, anything else.
    Other,
}

/// A row of the timetable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// Who.
    pub person: PersonId,
    /// The row.
    pub at: Span,
    /// Day.
    pub day: Day,
    /// Only in these weeks; blank: in every week of the cycle.
    pub week: Option<Weeks>,
    /// When.
    pub slot: Slot,
    /// What for.
    pub activity: Activity,
    /// The word for it that nothing explains, for which it counts as other.
    pub unknown: Option<Sourced<String>>,
    /// First day of the version of the timetable it belongs to; blank: from the beginning.
    pub effective_from: Option<NaiveDate>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_has_a_place_a_letter_and_a_number() {
        for (n, (week, letter)) in (0_u8..).zip(Week::ALL.into_iter().zip("ABCD".chars())) {
            assert_eq!((week.place(), week.letter()), (n, letter));
            let number = char::from(b'1' + n);
            let names = [letter, letter.to_ascii_lowercase(), number].map(Week::named);
            assert_eq!(names, [Some(week); 3], "{letter}");
        }
        assert_eq!(['0', '5', 'E', '-'].map(Week::named), [None; 4]);
    }

    #[test]
    fn weeks_are_a_set() {
        let weeks = |letters: &str| letters.chars().filter_map(Week::named).collect::<Weeks>();
        assert_eq!(format!("{:?} {:?}", weeks("CA"), Weeks::to(Week::C)), "AC ABC");
        assert!(weeks("AC").contains(Week::C) && !weeks("AC").contains(Week::B));
        assert!(weeks("AC").meet(weeks("CD")) && !weeks("AC").meet(weeks("BD")));
        assert_eq!(
            (weeks("AC").shared(weeks("CD")), weeks("AC").without(weeks("CD"))),
            (weeks("C"), weeks("A"))
        );
        assert!(Weeks::default().is_empty() && !weeks("D").is_empty());
    }
}
