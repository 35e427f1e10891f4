//! What absence does to an induction, and when it would: a forecast, never a verdict.

use crate::model::figure::{Figure, Origins};
use crate::model::units::{Days, Ratio, Share};
use crate::rules::absence::school_days;
use crate::rules::case::Case;
use crate::rules::position::{Course, Suppose, course};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A day as it stands, and as it would be.
pub type Moved = (Option<NaiveDate>, Option<NaiveDate>);

/// Absence in the part of induction that holds the reference day, and what follows from it.
#[derive(Clone, Debug)]
pub struct Forecast {
    /// 1 or 2.
    pub part: u8,
    /// Days absent in the part.
    pub absent: Figure<Days>,
    /// At which the part is extended by all of them.
    pub limit: Figure<Days>,
    /// Days left to the limit; none: it is reached.
    pub left: Option<Figure<Days>>,
    /// Induction was ended by the as-of date all the same.
    pub closed: bool,
    /// School days of the part so far.
    pub elapsed: Figure<Days>,
    /// The day the limit is reached if absence goes on at the rate of the part so far, if that is before the part ends.
    pub reached: Option<NaiveDate>,
    /// The end of the part without the extension, and with it.
    pub part_end: Moved,
    /// The end of induction without the extension, and with it.
    pub induction_end: Moved,
    /// The induction time that goes on with the part.
    pub share: Option<Figure<Share>>,
}

/// The forecast, for an absence of at least half the limit: less is no news. Below the limit, absence is supposed to go
/// on at the rate of the part so far (days absent ÷ its school days) until the limit is reached, and then to stop; where
/// that comes too late to reach it, the days left are supposed to follow at once, to say what they would do. Over the
/// limit, the dates are put beside those without any absence in the part.
pub fn find(case: &Case) -> Option<Forecast> {
    let (inquiry, active) = (case.inquiry, case.active?);
    let position = case.position().ok()?;
    let limit = inquiry.book.on::<Days>("absence_days", *active.induction.start).ok()?;
    let absent = position.absent.clone();
    if !position.absence_recorded || absent.value() * Ratio::whole(2) < limit.value() {
        return None;
    }
    let now = course(inquiry, active, Suppose::AsRecorded).ok()?;
    let closed = active.induction.end.value.is_some_and(|end| end <= inquiry.as_of);
    let days = school_days(inquiry, now.from, active.reference);
    let calendar = Origins::of(inquiry.searched("calendar"));
    let days = i64::try_from(days.len()).ok()?;
    let elapsed = Figure::derived_with(
        days,
        format!("school days of part {} so far", now.part),
        absent.any(),
        [],
        calendar,
    );
    let share = inquiry.book.on(share_of(now.part), active.reference).ok();
    if absent.value() >= limit.value() {
        let without = course(inquiry, active, Suppose::NoneSince(now.from)).ok()?;
        let (part_end, induction_end) = moved(now.part, &without, &now);
        return Some(Forecast {
            part: now.part,
            absent,
            limit,
            left: None,
            closed,
            elapsed,
            reached: None,
            part_end,
            induction_end,
            share,
        });
    }
    let part_end = now.ends[usize::from(now.part - 1)].filter(|_| !now.ended)?;
    let ahead = school_days(inquiry, active.reference.succ_opt()?, part_end);
    let left = Figure::derived(
        limit.value() - absent.value(),
        "days left to the limit",
        [limit.any(), absent.any()],
    );
    let rate = absent.value().checked_div(elapsed.value())?.min(Ratio::ONE);
    let at_rate = spread(&ahead, left.value(), rate);
    let reached = at_rate.as_ref().and_then(|days| days.keys().last().copied());
    let supposed = at_rate.or_else(|| spread(&ahead, left.value(), Ratio::ONE))?;
    let then = course(inquiry, active, Suppose::Also(supposed)).ok()?;
    let (part_end, induction_end) = moved(now.part, &now, &then);
    Some(Forecast {
        part: now.part,
        absent,
        limit,
        left: Some(left),
        closed,
        elapsed,
        reached,
        part_end,
        induction_end,
        share,
    })
}

fn share_of(part: u8) -> &'static str {
    if part == 1 { "induction_share_part_1" } else { "induction_share_part_2" }
}

/// The end of the part that holds the reference day, and of induction.
fn moved(part: u8, without: &Course, with: &Course) -> (Moved, Moved) {
    let part = usize::from(part - 1);
    ((without.ends[part], with.ends[part]), (without.ends[1], with.ends[1]))
}

/// So many days of absence, so much of each school day; nothing if the school days do not suffice.
fn spread(days: &[NaiveDate], total: Ratio, each: Ratio) -> Option<BTreeMap<NaiveDate, Ratio>> {
    let mut left = total;
    let mut spread = BTreeMap::new();
    for day in days {
        if left <= Ratio::ZERO {
            break;
        }
        spread.insert(*day, each.min(left));
        left = left.checked_sub(each)?;
    }
    (left <= Ratio::ZERO).then_some(spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(n: u64) -> Vec<NaiveDate> {
        let first = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
        (0..n).map(|k| first + chrono::Days::new(k)).collect()
    }

    #[test]
    fn two_and_a_half_days_at_a_quarter_a_day_take_ten_days() {
        let quarter = Ratio::new(1, 4).unwrap();
        let total = Ratio::new(5, 2).unwrap();
        let spread_out = spread(&days(12), total, quarter).unwrap();
        assert_eq!((spread_out.len(), spread_out.keys().last()), (10, days(12).get(9)));
        assert_eq!(spread(&days(9), total, quarter), None, "nine days hold only two and a quarter");
    }

    #[test]
    fn the_last_day_takes_only_what_is_left() {
        let spread_out = spread(&days(3), Ratio::new(5, 2).unwrap(), Ratio::ONE).unwrap();
        assert_eq!(spread_out.values().last(), Ratio::new(1, 2).as_ref());
    }
}
