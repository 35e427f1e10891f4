//! Ratios, money and numbers of registers.

use super::super::sheet::Cell;
use super::{Parsed, Problem, decimal, is_dash, shown, with_point};
use crate::model::units::Ratio;

/// Reads a full-time equivalent: `0.6`, `60%` and `3/5` are the same.
///
/// # Errors
/// `R-NUMBER` if it is none, or above 1.
pub fn fte(cell: &Cell) -> Parsed<Ratio> {
    let Some(text) = written(cell) else { return Ok(None) };
    let found = match text.strip_suffix('%') {
        Some(percent) => Ratio::parse(percent.trim()).map(|ratio| ratio / 100),
        None => Ratio::parse(&text),
    };
    match found {
        Some(ratio) if ratio <= Ratio::ONE => Ok(Some(ratio)),
        Some(_) => Problem::new(
            "R-NUMBER",
            format!("“{text}” is more than full time."),
            "Write 1 for full time, or the share worked, such as 0.6 or 3/5.",
        ),
        None => Problem::new(
            "R-NUMBER",
            format!("“{}” is not a full-time equivalent.", shown(cell)),
            "Write 1 for full time, or the share worked, such as 0.6 or 3/5.",
        ),
    }
}

/// What a cell that should hold digits says; nothing where it is blank or a dash, and no digits where it is of another kind.
fn written(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Empty => None,
        Cell::Text(text) if is_dash(text) => None,
        Cell::Number(number) => Some(decimal(*number)),
        Cell::Text(text) => Some(text.to_string()),
        _ => Some(String::new()),
    }
}

/// Reads a number that cannot be negative (days, terms), fractions allowed.
///
/// # Errors
/// `R-NUMBER` if it is none.
pub fn number(cell: &Cell) -> Parsed<Ratio> {
    let Some(text) = written(cell) else { return Ok(None) };
    match Ratio::parse(&text) {
        Some(ratio) => Ok(Some(ratio)),
        None => Problem::new(
            "R-NUMBER",
            format!("“{}” is not a number that can be used here.", shown(cell)),
            match (text.as_str(), with_point(&text)) {
                ("½", _) => "Write 0.5.".to_owned(),
                (_, Some(number)) => format!("Write {number}, with a point."),
                _ => "Write a plain number, such as 1 or 0.5.".to_owned(),
            },
        ),
    }
}

/// Reads an amount of money in pence, rounded once, half away from zero.
///
/// # Errors
/// `R-NUMBER` if it is none.
pub fn pence(cell: &Cell) -> Parsed<i64> {
    let text = match cell {
        Cell::Empty => return Ok(None),
        Cell::Number(number) => decimal(*number),
        Cell::Text(text) => text.to_string(),
        _ => String::new(),
    };
    let read = || {
        let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let (negative, body) = match compact.strip_prefix('-') {
            Some(body) => (true, body),
            None => (false, compact.as_str()),
        };
        let body = body.strip_prefix('£').or(body.strip_prefix("GBP")).unwrap_or(body);
        let (negative, body) = match body.strip_prefix('-') {
            Some(body) if !negative => (true, body),
            _ => (negative, body),
        };
        let (pounds, part) = body.split_once('.').unwrap_or((body, "0"));
        let mut groups = pounds.split(',');
        let first = groups.next()?;
        let rest: Vec<&str> = groups.collect();
        if first.is_empty()
            || !rest.is_empty() && (first.len() > 3 || rest.iter().any(|group| group.len() != 3))
        {
            return None;
        }
        let pounds: String = std::iter::once(first).chain(rest).collect();
        let digits = |s: &str| (1..=12).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(&pounds) || !digits(part) {
            return None;
        }
        let tenths: i64 = format!("{part:0<3}")[..3].parse().ok()?;
        let whole = pounds.parse::<i64>().ok()? * 100 + (tenths + 5) / 10;
        Some(if negative { -whole } else { whole })
    };
    match read() {
        Some(pence) => Ok(Some(pence)),
        None => Problem::new(
            "R-NUMBER",
            format!("“{}” is not an amount of money.", shown(cell)),
            "Write pounds and pence, such as 1234.50.",
        ),
    }
}

/// Reads a teacher reference number; zeros lost from its front are put back.
///
/// # Errors
/// `R-TRN` if it does not have five to seven digits.
pub fn trn(cell: &Cell) -> Parsed<String> {
    let Some(text) = written(cell) else { return Ok(None) };
    match trn_digits(&text) {
        Some(digits) => Ok(Some(format!("{digits:0>7}"))),
        None => Problem::new(
            "R-TRN",
            format!("“{}” is not a teacher reference number.", shown(cell)),
            "Write its seven digits, such as 0012345, or leave the cell empty.",
        ),
    }
}

/// The digits of a teacher reference number that has lost zeros from its front; nothing if it has all seven, or is none.
pub fn short_trn(cell: &Cell) -> Option<String> {
    trn_digits(&written(cell)?).filter(|digits| digits.len() < 7)
}

fn trn_digits(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    ((5..=7).contains(&digits.len()) && !text.contains('.')).then_some(digits)
}

/// Reads a school's unique reference number.
///
/// # Errors
/// `R-URN` if it does not have five or six digits.
pub fn urn(cell: &Cell) -> Parsed<String> {
    let Some(text) = written(cell) else { return Ok(None) };
    if !(5..=6).contains(&text.len()) || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Problem::new(
            "R-URN",
            format!("“{}” is not a school's unique reference number.", shown(cell)),
            "Write its six digits, such as 123456.",
        );
    }
    Ok(Some(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_time_equivalents_are_exact() {
        let read = |text| fte(&Cell::text(text)).map(|r| r.map(|r| r.to_string())).map_err(|p| p.code);
        for text in ["0.6", "60%", "60 %", "3/5", ".6", "0.60"] {
            assert_eq!(read(text), Ok(Some("3/5".to_owned())), "{text}");
        }
        for text in ["1.2", "32.5", "120%", "0,6", "-0.6", "part time"] {
            assert_eq!(read(text), Err("R-NUMBER"), "{text}");
        }
        assert_eq!(fte(&Cell::Number(0.6)).unwrap().unwrap().to_string(), "3/5");
        assert_eq!(fte(&Cell::Number(0.600_000_000_000_000_1)).unwrap().unwrap().to_string(), "3/5");
        assert_eq!(read(""), Ok(None));
    }

    #[test]
    fn money_is_pence_rounded_once() {
        for (text, expected) in [
            ("1234.50", Some(123_450)),
            ("£1,234.50", Some(123_450)),
            ("1234", Some(123_400)),
            ("-£500", Some(-50_000)),
            ("£ 1,234,567.8", Some(123_456_780)),
            ("0.125", Some(13)),
            ("1,5", None),
            ("12,34", None),
            ("(500)", None),
            ("ten", None),
            ("10%", None),
        ] {
            assert_eq!(pence(&Cell::text(text)).ok().flatten(), expected, "{text}");
        }
        assert_eq!(pence(&Cell::Number(1234.5)), Ok(Some(123_450)));
    }

    #[test]
    fn a_number_that_cannot_be_used_says_what_to_write() {
        let read = |text| number(&Cell::text(text)).map_err(|p| p.help);
        assert_eq!(read("1.5"), Ok(Ratio::new(3, 2)));
        assert_eq!(read("1,5"), Err("Write 1.5, with a point.".to_owned()));
        assert_eq!(read("½"), Err("Write 0.5.".to_owned()));
        for text in ["10%", "-1", "(3)", "1,500", "two"] {
            assert_eq!(read(text), Err("Write a plain number, such as 1 or 0.5.".to_owned()), "{text}");
        }
    }

    #[test]
    fn registers_numbers_keep_their_zeros() {
        let read = |cell: &Cell| trn(cell).map_err(|p| p.code);
        assert_eq!(read(&Cell::Number(901_921.0)), Ok(Some("0901921".to_owned())));
        assert_eq!(read(&Cell::text("RP12/34567")), Ok(Some("1234567".to_owned())));
        assert_eq!(read(&Cell::text("1234")), Err("R-TRN"));
        assert_eq!(read(&Cell::text("12345678")), Err("R-TRN"));
        assert_eq!(urn(&Cell::Number(123_456.0)), Ok(Some("123456".to_owned())));
        assert_eq!(urn(&Cell::text("123")).map_err(|p| p.code), Err("R-URN"));
    }
}
