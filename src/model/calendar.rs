//! School days, teaching days, school terms and the label of a week (definitions G3 to G6, IN01a, IN01b).

use super::school::Week;
use super::source::Span;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::fmt;

/// What a calendar row says of its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// School is open.
    Term,
    /// School is closed.
    Holiday,
    /// Staff are in, pupils are not.
    Inset,
    /// A bank holiday.
    BankHoliday,
    /// Closed for another reason.
    Closure,
    /// A week of the cycle.
    Week(Week),
}

/// A row of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The row.
    pub at: Span,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// What it says.
    pub kind: Kind,
    /// Name, as written.
    pub name: Option<String>,
}

/// A third of the school year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Season {
    /// Terms that begin in August to December.
    Autumn,
    /// In January to March.
    Spring,
    /// In April to July.
    Summer,
}

/// Which school term: the academic year is the one it begins in, so spring 2027 is of 2026.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct TermId {
    /// Calendar year in which the academic year begins.
    pub academic_year: i32,
    /// Which term of it.
    pub season: Season,
}

/// A school term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Which.
    pub id: TermId,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Its rows in the calendar; none: the default dates stand in (definition IN01b).
    pub rows: Vec<Span>,
}

impl TermId {
    /// The term a day belongs to, by its month.
    pub fn of(day: NaiveDate) -> TermId {
        let season = match day.month() {
            8.. => Season::Autumn,
            1..=3 => Season::Spring,
            _ => Season::Summer,
        };
        let academic_year = if season == Season::Autumn { day.year() } else { day.year() - 1 };
        TermId { academic_year, season }
    }

    /// Reads `Autumn 2026`; `autumn term 2026` and `2026 Autumn` say the same.
    pub fn named(name: &str) -> Option<TermId> {
        let (mut season, mut year) = (None, None);
        for word in name.split_whitespace() {
            match word.to_lowercase().as_str() {
                "autumn" if season.is_none() => season = Some(Season::Autumn),
                "spring" if season.is_none() => season = Some(Season::Spring),
                "summer" if season.is_none() => season = Some(Season::Summer),
                "term" => {}
                other if year.is_none() => year = other.parse().ok().filter(|y| (2000..=2100).contains(y)),
                _ => return None,
            }
        }
        let (season, year): (Season, i32) = (season?, year?);
        let academic_year = if season == Season::Autumn { year } else { year - 1 };
        Some(TermId { academic_year, season })
    }

    /// The one after.
    pub fn next(self) -> TermId {
        match self.season {
            Season::Autumn => TermId { season: Season::Spring, ..self },
            Season::Spring => TermId { season: Season::Summer, ..self },
            Season::Summer => TermId { academic_year: self.academic_year + 1, season: Season::Autumn },
        }
    }

    /// Calendar year of its days.
    pub fn year(self) -> i32 {
        if self.season == Season::Autumn { self.academic_year } else { self.academic_year + 1 }
    }

    /// Its dates where the calendar has none: 1 Sep to 20 Dec, 5 Jan to 31 Mar, 22 Apr to 21 Jul.
    pub fn default_dates(self) -> (NaiveDate, NaiveDate) {
        let ((m1, d1), (m2, d2)) = match self.season {
            Season::Autumn => ((9, 1), (12, 20)),
            Season::Spring => ((1, 5), (3, 31)),
            Season::Summer => ((4, 22), (7, 21)),
        };
        let day = |m, d| NaiveDate::from_ymd_opt(self.year(), m, d).unwrap_or(NaiveDate::MAX);
        (day(m1, d1), day(m2, d2))
    }
}

impl fmt::Display for TermId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:?} {}", self.season, self.year())
    }
}

/// The label of a date in a cycle of several weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// No row, or two that disagree.
    None,
    /// One.
    One(Week),
}

/// All rows of the calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Rows, in reading order.
    pub rows: Vec<Row>,
}

/// First and last day of the academic year a day lies in: 1 September to 31 August.
pub fn academic_year(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let begins = if day.month() >= 9 { day.year() } else { day.year() - 1 };
    let of = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MAX);
    (of(begins, 9, 1), of(begins + 1, 8, 31))
}

/// Every day from the first to the last, both included.
pub fn days(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take_while(move |day| *day <= to)
}

/// The Monday of its week.
pub fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
}

/// Monday to Friday.
pub fn is_weekday(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

impl Calendar {
    fn within(&self, day: NaiveDate, kinds: &[Kind]) -> bool {
        self.rows.iter().any(|row| kinds.contains(&row.kind) && row.from <= day && day <= row.to)
    }

    /// Rows of kind term that touch the dates.
    pub fn covers(&self, from: NaiveDate, to: NaiveDate) -> bool {
        self.rows.iter().any(|row| row.kind == Kind::Term && row.from <= to && from <= row.to)
    }

    /// The school terms the calendar holds, in order (definition IN01a).
    pub fn terms(&self) -> Vec<Term> {
        let mut terms: Vec<Term> = Vec::new();
        for row in self.rows.iter().filter(|row| row.kind == Kind::Term) {
            let id = TermId::of(row.from);
            match terms.iter_mut().find(|term| term.id == id) {
                Some(term) => {
                    term.from = term.from.min(row.from);
                    term.to = term.to.max(row.to);
                    term.rows.push(row.at);
                }
                None => terms.push(Term { id, from: row.from, to: row.to, rows: vec![row.at] }),
            }
        }
        terms.sort_by_key(|term| term.id);
        for term in &mut terms {
            term.rows.sort_unstable();
        }
        terms
    }

    /// The first row of kind term that holds the whole of a later term too: one row for a school year, say.
    pub fn longer_than_a_term(&self) -> Option<&Row> {
        self.rows.iter().filter(|row| row.kind == Kind::Term).find(|row| {
            let (from, to) = TermId::of(row.from).next().default_dates();
            row.from <= from && to <= row.to
        })
    }

    /// The term of this id: the calendar's, or the default dates.
    pub fn term(&self, id: TermId) -> Term {
        self.terms().into_iter().find(|term| term.id == id).unwrap_or_else(|| {
            let (from, to) = id.default_dates();
            Term { id, from, to, rows: Vec::new() }
        })
    }

    /// A Monday to Friday in term and not a holiday, bank holiday or closure (definition G3).
    pub fn is_school_day(&self, day: NaiveDate) -> bool {
        is_weekday(day)
            && self.within(day, &[Kind::Term])
            && !self.within(day, &[Kind::Holiday, Kind::BankHoliday, Kind::Closure])
    }

    /// A school day that is not an INSET day (definition G3).
    pub fn is_teaching_day(&self, day: NaiveDate) -> bool {
        self.is_school_day(day) && !self.within(day, &[Kind::Inset])
    }

    /// School days of a term (definitions G3, IN01b).
    pub fn school_days(&self, term: &Term) -> Vec<NaiveDate> {
        days(term.from, term.to)
            .filter(|day| if term.rows.is_empty() { is_weekday(*day) } else { self.is_school_day(*day) })
            .collect()
    }

    /// The label of a date, from the rows alone (definition G6).
    pub fn label(&self, day: NaiveDate) -> Label {
        let mut weeks = Week::ALL.into_iter().filter(|week| self.within(day, &[Kind::Week(*week)]));
        match (weeks.next(), weeks.next()) {
            (Some(week), None) => Label::One(week),
            _ => Label::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_read_by_its_name() {
        for name in ["Autumn 2026", "autumn term 2026", " 2026  AUTUMN "] {
            assert_eq!(
                TermId::named(name).map(|id| id.to_string()).as_deref(),
                Some("Autumn 2026"),
                "{name}"
            );
        }
        assert_eq!(TermId::named("Spring 2027").map(|id| id.academic_year), Some(2026));
        for name in ["Autum 2026", "Winter 2026", "Autumn", "2026", "Autumn 26", "Autumn 2026 2027", ""] {
            assert_eq!(TermId::named(name), None, "{name}");
        }
    }
}
