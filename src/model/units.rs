//! Whole numbers and exact ratios. A share is compared by cross-multiplying, never by dividing into a float.

use num_traits::{CheckedAdd, CheckedMul, CheckedSub, Signed, Zero};
use std::fmt;
use std::ops::{Add, Div, Mul, Sub};

/// An exact ratio in lowest terms: `3/5`, `1260`, `-1/2`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ratio(num_rational::Ratio<i128>);

impl fmt::Debug for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Ratio {
    /// Nothing.
    pub const ZERO: Ratio = Ratio(num_rational::Ratio::new_raw(0, 1));
    /// The whole.
    pub const ONE: Ratio = Ratio(num_rational::Ratio::new_raw(1, 1));

    /// `num/den` in lowest terms; nothing if `den` is zero.
    pub fn new(num: i64, den: i64) -> Option<Ratio> {
        (den != 0).then(|| Ratio(num_rational::Ratio::new(i128::from(num), i128::from(den))))
    }

    /// A whole number.
    pub fn whole(n: i64) -> Ratio {
        Ratio(num_rational::Ratio::from_integer(i128::from(n)))
    }

    /// Reads `3/5`, `0.6`, `12` exactly as written; a decimal is never taken through a double.
    /// At most six digits a part, so that sums stay far from overflow.
    pub fn parse(text: &str) -> Option<Ratio> {
        let digits = |s: &str| s.len() <= 6 && s.bytes().all(|b| b.is_ascii_digit());
        if let Some((num, den)) = text.split_once('/') {
            let (num, den) = (num.trim(), den.trim());
            if !digits(num) || !digits(den) {
                return None;
            }
            return Ratio::new(num.parse().ok()?, den.parse().ok()?);
        }
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        if whole.is_empty() && part.is_empty() || !digits(whole) || !digits(part) {
            return None;
        }
        let den = 10_i64.pow(u32::try_from(part.len()).ok()?);
        let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let part: i64 = if part.is_empty() { 0 } else { part.parse().ok()? };
        Ratio::new(whole * den + part, den)
    }

    /// Both with numbers of 32 bits, as nearly all have: no step from there needs more than 64, in which the processor
    /// reckons by itself.
    fn small(self, other: Ratio) -> Option<(num_rational::Ratio<i64>, num_rational::Ratio<i64>)> {
        let half = |number: &i128| i32::try_from(*number).ok().map(i64::from);
        let small =
            |one: Ratio| Some(num_rational::Ratio::new_raw(half(one.0.numer())?, half(one.0.denom())?));
        Some((small(self)?, small(other)?))
    }

    fn widened(small: num_rational::Ratio<i64>) -> Ratio {
        Ratio(num_rational::Ratio::new_raw(i128::from(*small.numer()), i128::from(*small.denom())))
    }

    /// The sum, or nothing if the exact value needs more than 127 bits.
    pub fn checked_add(self, other: Ratio) -> Option<Ratio> {
        // Most days add no absence.
        if other == Ratio::ZERO {
            return Some(self);
        }
        match self.small(other) {
            Some((one, other)) => Some(Ratio::widened(one + other)),
            None => self.0.checked_add(&other.0).map(Ratio),
        }
    }

    /// The difference, or nothing if the exact value needs more than 127 bits.
    pub fn checked_sub(self, other: Ratio) -> Option<Ratio> {
        match self.small(other) {
            Some((one, other)) => Some(Ratio::widened(one - other)),
            None => self.0.checked_sub(&other.0).map(Ratio),
        }
    }

    /// The product, or nothing if the exact value needs more than 127 bits.
    pub fn checked_mul(self, other: Ratio) -> Option<Ratio> {
        if other == Ratio::ZERO {
            return Some(Ratio::ZERO);
        }
        match self.small(other) {
            Some((one, other)) => Some(Ratio::widened(one * other)),
            None => self.0.checked_mul(&other.0).map(Ratio),
        }
    }

    /// The quotient; nothing if `other` is zero.
    pub fn checked_div(self, other: Ratio) -> Option<Ratio> {
        (!other.0.is_zero()).then(|| Ratio(self.0 / other.0))
    }

    /// The largest whole number not above it.
    pub fn floor(self) -> i64 {
        i64::try_from(self.0.floor().to_integer()).unwrap_or(i64::MAX)
    }

    /// The smallest whole number not below it.
    pub fn ceil(self) -> i64 {
        i64::try_from(self.0.ceil().to_integer()).unwrap_or(i64::MAX)
    }

    /// True if there is nothing after the point.
    pub fn is_whole(self) -> bool {
        self.0.is_integer()
    }

    /// Without its sign.
    pub fn abs(self) -> Ratio {
        Ratio(self.0.abs())
    }

    /// The top and the bottom, in lowest terms; the bottom is positive.
    pub fn parts(self) -> (i128, i128) {
        (*self.0.numer(), *self.0.denom())
    }

    /// Decimal text with `places` digits, cut towards zero (so a share just under a limit never looks met).
    pub fn decimal(self, places: u32) -> String {
        let scale = 10_i128.pow(places);
        let (num, den) = self.parts();
        let cut = num * scale / den;
        let (sign, cut) = (if cut < 0 { "-" } else { "" }, cut.abs());
        if places == 0 {
            return format!("{sign}{cut}");
        }
        let width = places as usize;
        format!("{sign}{}.{:0width$}", cut / scale, cut % scale)
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<i64> for Ratio {
    fn from(n: i64) -> Ratio {
        Ratio::whole(n)
    }
}

impl Add for Ratio {
    type Output = Ratio;
    fn add(self, other: Ratio) -> Ratio {
        match self.small(other) {
            Some((one, other)) => Ratio::widened(one + other),
            None => Ratio(self.0 + other.0),
        }
    }
}
impl Sub for Ratio {
    type Output = Ratio;
    fn sub(self, other: Ratio) -> Ratio {
        match self.small(other) {
            Some((one, other)) => Ratio::widened(one - other),
            None => Ratio(self.0 - other.0),
        }
    }
}
impl Mul for Ratio {
    type Output = Ratio;
    fn mul(self, other: Ratio) -> Ratio {
        match self.small(other) {
            Some((one, other)) => Ratio::widened(one * other),
            None => Ratio(self.0 * other.0),
        }
    }
}
impl Div<i64> for Ratio {
    type Output = Ratio;
    fn div(self, other: i64) -> Ratio {
        Ratio(self.0 / i128::from(other))
    }
}

/// What a figure counts. Two figures can only be compared when their unit is the same type.
pub trait Unit: Copy {
    /// As written in `results.json`.
    const NAME: &'static str;
}

/// Whole minutes as read from a sheet, and the unit of figures in minutes (which may be fractions of one).
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, serde::Serialize, serde::Deserialize,
)]
pub struct Minutes(pub i64);
/// Days (of absence, or between two dates).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Days;
/// Terms of induction, full-time equivalent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Terms;
/// A count of things.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Count;
/// Money, in pence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pence;
/// A share, or a full-time equivalent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Share;

impl Unit for Minutes {
    const NAME: &'static str = "minutes";
}
impl Unit for Days {
    const NAME: &'static str = "days";
}
impl Unit for Terms {
    const NAME: &'static str = "terms";
}
impl Unit for Count {
    const NAME: &'static str = "count";
}
impl Unit for Pence {
    const NAME: &'static str = "pence";
}
impl Unit for Share {
    const NAME: &'static str = "ratio";
}

/// A time of day, in minutes since midnight; 24:00 is allowed as an end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clock(u16);

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Clock {
    /// Hours and minutes up to 24:00.
    pub fn new(hours: u16, minutes: u16) -> Option<Clock> {
        let all = hours.checked_mul(60)?.checked_add(minutes)?;
        (minutes < 60 && all <= 1440).then_some(Clock(all))
    }

    /// Minutes since midnight.
    pub fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_read_exactly_as_written() {
        for (text, shown) in [
            ("0.6", "3/5"),
            ("3/5", "3/5"),
            ("1", "1"),
            (".5", "1/2"),
            ("1.0", "1"),
            ("0.8333", "8333/10000"),
            ("5.", "5"),
            ("3 / 5", "3/5"),
            ("999999/999998", "999999/999998"),
        ] {
            assert_eq!(Ratio::parse(text).unwrap().to_string(), shown, "{text}");
        }
        for text in [
            "",
            ".",
            "/",
            "1/",
            "/2",
            "1/0",
            "0,6",
            "1e3",
            "-1",
            "-1/2",
            "1/-2",
            "1234567",
            "1.1234567",
            "1234567/2",
            "1/1234567",
        ] {
            assert_eq!(Ratio::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_ratio_lies_between_its_floor_and_its_ceiling() {
        let half = Ratio::new(1, 2).unwrap();
        assert_eq!((half.floor(), half.ceil(), half.is_whole()), (0, 1, false));
        let below = Ratio::ZERO - half;
        assert_eq!((below.floor(), below.ceil(), below.abs()), (-1, 0, half));
        let two = Ratio::from(2);
        assert_eq!((two.floor(), two.ceil(), two.is_whole(), two.abs()), (2, 2, true, two));
        assert_eq!(Ratio::ZERO.abs(), Ratio::ZERO);
        assert_eq!(Ratio::new(1, 0), None);
        assert_eq!(Ratio::new(3, -6).map(Ratio::parts), Some((-1, 2)));
    }

    #[test]
    fn numbers_at_the_edge_of_32_bits_are_reckoned_with_exactly() {
        // 2,147,483,647 is the largest of them.
        for (whole, parts, sum, difference, product) in [
            (
                2_147_483_647,
                2_147_483_646,
                "4611686011984936963/2147483646",
                "4611686011984936961/2147483646",
                "2147483647/2147483646",
            ),
            (
                2_147_483_647,
                2_147_483_648,
                "4611686016279904257/2147483648",
                "4611686016279904255/2147483648",
                "2147483647/2147483648",
            ),
            (
                -2_147_483_649,
                2_147_483_647,
                "-4611686018427387902/2147483647",
                "-4611686018427387904/2147483647",
                "-2147483649/2147483647",
            ),
        ] {
            let (whole, part) = (Ratio::whole(whole), Ratio::new(1, parts).unwrap());
            let found = [whole + part, whole - part, whole * part].map(|found| found.to_string());
            assert_eq!(found, [sum, difference, product]);
            let checked = [whole.checked_add(part), whole.checked_sub(part), whole.checked_mul(part)];
            assert_eq!(checked.map(|found| found.unwrap().to_string()), found);
        }
    }

    #[test]
    fn what_cannot_be_held_exactly_is_refused() {
        let third = Ratio::new(1, 3).unwrap();
        assert_eq!(third.checked_add(third), Ratio::new(2, 3));
        assert_eq!(third.checked_sub(Ratio::ONE), Ratio::new(-2, 3));
        assert_eq!(third.checked_mul(third), Ratio::new(1, 9));
        assert_eq!(third.checked_div(Ratio::whole(2)), Ratio::new(1, 6));
        assert_eq!(third.checked_div(Ratio::ZERO), None);
        let huge = Ratio::whole(i64::MAX);
        let huge = huge * huge;
        assert_eq!(huge.checked_mul(huge), None);
        let tiny = Ratio::ONE.checked_div(huge).unwrap();
        assert_eq!(huge.checked_add(tiny), None);
        assert_eq!(huge.checked_sub(tiny), None);
    }

    #[test]
    fn a_day_ends_at_twenty_four_hours() {
        assert_eq!(
            Clock::new(9, 5).map(|clock| (clock.minutes(), clock.to_string())),
            Some((545, "09:05".into()))
        );
        assert_eq!(Clock::new(24, 0).map(Clock::minutes), Some(1440));
        for (hours, minutes) in [(24, 1), (9, 60), (u16::MAX, 0)] {
            assert_eq!(Clock::new(hours, minutes), None, "{hours}:{minutes}");
        }
    }

    #[test]
    fn a_decimal_is_cut_not_rounded() {
        assert_eq!(Ratio::new(999, 1000).unwrap().decimal(2), "0.99");
        assert_eq!(Ratio::new(-1, 3).unwrap().decimal(1), "-0.3");
        assert_eq!(Ratio::new(-1, 1000).unwrap().decimal(2), "0.00");
        assert_eq!(Ratio::whole(3).decimal(0), "3");
        assert_eq!(Ratio::whole(-3).decimal(0), "-3");
        assert_eq!(Ratio::new(-5, 4).unwrap().decimal(3), "-1.250");
    }
}
