//! Terms served, day by day: a part ends when its terms are reached, and long absence is taken out (definitions IN01f,
//! IN02a).

use super::CannotTell;
use super::inquiry::Inquiry;
use crate::model::units::{Days, Ratio, Terms};
use chrono::NaiveDate;

/// The count as it stands after a school day.
#[derive(Clone)]
pub struct Count {
    /// Net terms before the part.
    pub before: Ratio,
    /// Terms of the part, nothing taken out.
    pub gross: Ratio,
    /// Its absence, in terms.
    pub absent_terms: Ratio,
    /// Its countable absence, in days.
    pub absent: Ratio,
    /// 1 or 2.
    pub part: u8,
    /// Its first school day.
    pub part_from: Option<NaiveDate>,
    /// The days on which the parts ended.
    pub ended: [Option<NaiveDate>; 2],
    /// Of the rulebook.
    pub limits: Limits,
    /// Terms of both parts, nothing taken out.
    pub gross_all: Ratio,
}

/// What the rulebook sets.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Terms of a part.
    pub per_part: Ratio,
    /// Terms in all.
    pub terms: Ratio,
    /// Days of absence at which a part is extended.
    pub absence: Ratio,
}

impl Limits {
    /// Those of the day induction started.
    ///
    /// # Errors
    /// If the rulebook does not hold them.
    pub fn on(inquiry: &Inquiry, start: NaiveDate) -> Result<Limits, CannotTell> {
        Ok(Limits {
            per_part: inquiry.book.on::<Terms>("induction_terms_per_part", start)?.value(),
            terms: inquiry.book.on::<Terms>("induction_terms", start)?.value(),
            absence: inquiry.book.on::<Days>("absence_days", start)?.value(),
        })
    }
}

impl Count {
    /// Terms served, net.
    pub fn net(&self) -> Ratio {
        self.before + self.gross - self.taken()
    }

    /// At the limit all of the part's absence is taken out, below it none (IN02a).
    pub fn taken(&self) -> Ratio {
        if self.absent >= self.limits.absence { self.absent_terms } else { Ratio::ZERO }
    }

    /// One school day: the share of a term served, the part of a day absent, and what one day of this term weighs.
    pub fn day(&mut self, day: NaiveDate, served: Ratio, absent: Ratio, weight: Ratio) -> Option<()> {
        if self.part == 1 && self.ended[0].is_some() {
            self.before = self.net();
            (self.gross, self.absent_terms, self.absent) = (Ratio::ZERO, Ratio::ZERO, Ratio::ZERO);
            (self.part, self.part_from) = (2, Some(day));
        }
        self.part_from = self.part_from.or(Some(day));
        self.gross = self.gross.checked_add(served)?;
        self.gross_all = self.gross_all.checked_add(served)?;
        // nothing extends an induction whose second part has ended
        let absent = if self.ended[1].is_some() { Ratio::ZERO } else { absent };
        self.absent = self.absent.checked_add(absent)?;
        self.absent_terms = self.absent_terms.checked_add(weight.checked_mul(absent)?)?;
        let goal = if self.part == 1 { self.limits.per_part } else { self.limits.terms };
        let net = self.before.checked_add(self.gross)?.checked_sub(self.taken())?;
        let ended = &mut self.ended[usize::from(self.part - 1)];
        if ended.is_none() && net >= goal {
            *ended = Some(day);
        }
        Some(())
    }
}
