//! The files that an appropriate body uploads to DfE: the template as DfE hands it out, then a row a line. No mark in
//! front, which would make the first heading another word, and nothing that a spreadsheet would run.

use super::Error;
use crate::model::dfe::file::{self, FileFault};
use crate::model::dfe::{Template, rows};
use crate::model::text::begins_like_a_formula;
use crate::tables::submission::name;
use chrono::NaiveDate;

/// The most that one file may hold.
#[derive(Clone, Copy, Debug)]
pub struct Most {
    /// Rows.
    pub rows: usize,
    /// Bytes.
    pub bytes: usize,
}

/// What the service takes.
pub const MOST: Most = Most { rows: file::ROWS, bytes: file::LARGEST };

/// Names and bytes of the files for these rows, as many as they need; none without a row, since the service refuses an
/// empty file. `whose` tells apart the files of several appropriate bodies. Without a day nothing is said of the future
/// or of anybody's age, which was asked already where one file holds schools of several days.
///
/// # Errors
/// If the service would refuse a file or a row: what stands in `rows` has passed its checks, so that is a fault here.
pub fn files(
    (template, whose): (Template, &str),
    rows: &[Vec<String>],
    as_of: Option<NaiveDate>,
) -> Result<Vec<(String, String)>, Error> {
    let mut files = Vec::new();
    for (text, number) in split(template, rows, MOST).into_iter().zip(1..) {
        let name = name(template, whose, number);
        checked((template, &name), &text, as_of)?;
        files.push((name, text));
    }
    Ok(files)
}

/// The texts of the files, each within the limits.
fn split(template: Template, rows: &[Vec<String>], most: Most) -> Vec<String> {
    let quoted: Vec<String> = template.headings().iter().map(|heading| format!("\"{heading}\"")).collect();
    let first = format!("{}\n", quoted.join(","));
    let mut texts: Vec<(String, usize)> = Vec::new();
    for row in rows {
        let line = format!("{}\n", row.join(","));
        match texts.last_mut() {
            Some((text, rows)) if *rows < most.rows && text.len() + line.len() <= most.bytes => {
                text.push_str(&line);
                *rows += 1;
            }
            _ => texts.push((format!("{first}{line}"), 1)),
        }
    }
    texts.into_iter().map(|(text, _)| text).collect()
}

/// Reads a file back with the checks of the service.
fn checked((template, name): (Template, &str), text: &str, as_of: Option<NaiveDate>) -> Result<(), Error> {
    let refused = |why: String| Error::Dfe(name.to_owned(), why);
    let said = |faults: Vec<FileFault>| faults.iter().map(FileFault::words).collect::<Vec<_>>().join("; ");
    let read = file::check(name, text.as_bytes(), template).map_err(|faults| refused(said(faults)))?;
    for row in read {
        let values: Vec<&str> = row.values.iter().map(String::as_str).collect();
        let faults = rows::check(template, &values, as_of);
        if !faults.is_empty() {
            return Err(refused(format!("line {}: {}", row.line, rows::sentence(&faults))));
        }
        if values.iter().any(|value| begins_like_a_formula(value)) {
            return Err(refused(format!("line {}: a value begins like a formula", row.line)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn claims(numbers: std::ops::RangeInclusive<usize>) -> Vec<Vec<String>> {
        let row =
            |n| [format!("{n:07}"), "1998-05-17".into(), "provider-led".into(), "2026-09-01".into()].to_vec();
        numbers.map(row).collect()
    }

    fn day() -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(2026, 11, 27)
    }

    #[test]
    fn a_file_begins_as_dfe_s_own_template() {
        for (template, own) in [
            (Template::Claims, include_str!("../../tests/dfe/bulk-claims-template.csv")),
            (Template::Outcomes, include_str!("../../tests/dfe/bulk-actions-template.csv")),
        ] {
            let row: Vec<String> = template.headings().iter().map(|_| String::new()).collect();
            let text = split(template, &[row], MOST).remove(0);
            assert_eq!(text.lines().next(), own.lines().next());
            assert!(text.starts_with('"') && !text.contains('\r'));
        }
    }

    #[test]
    fn a_thousand_rows_go_into_one_file_and_the_next_into_another() {
        for (rows, expected) in [
            (0, vec![]),
            (1, vec![1]),
            (1000, vec![1000]),
            (1001, vec![1000, 1]),
            (2001, vec![1000, 1000, 1]),
        ] {
            let files = files((Template::Claims, ""), &claims(1..=rows), day()).unwrap();
            let held: Vec<usize> = files.iter().map(|(_, text)| text.lines().count() - 1).collect();
            assert_eq!(held, expected);
            let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
            let all = ["ab-claims.csv", "ab-claims-2.csv", "ab-claims-3.csv"];
            assert_eq!(names, all[..expected.len()]);
            let trns: BTreeSet<&str> =
                files.iter().flat_map(|(_, text)| text.lines().skip(1)).map(|l| &l[..7]).collect();
            assert_eq!(trns.len(), rows, "each row once");
        }
    }

    #[test]
    fn a_file_never_grows_past_the_bytes_the_service_takes() {
        let (rows, head) = (claims(1..=5), 74);
        let line = "0000001,1998-05-17,provider-led,2026-09-01\n".len();
        let split_at = |bytes| -> Vec<usize> {
            let texts = split(Template::Claims, &rows, Most { rows: 1000, bytes });
            assert!(texts.iter().all(|text| text.len() <= bytes));
            texts.iter().map(|text| text.lines().count() - 1).collect()
        };
        assert_eq!(split(Template::Claims, &rows[..1], MOST)[0].len(), head + line);
        assert_eq!(split_at(head + 2 * line), [2, 2, 1]);
        assert_eq!(split_at(head + 2 * line - 1), [1, 1, 1, 1, 1]);
    }

    #[test]
    fn what_the_service_would_refuse_is_never_written() {
        let day = day();
        for (place, value, said) in [
            (0, "123456", "Enter a valid TRN using 7 digits"),
            (3, "2026-11-28", "Dates cannot be in the future"),
            (2, "=HYPERLINK(\"x\")", "The selected file is malformed"),
        ] {
            let mut rows = claims(1..=1);
            rows[0][place] = value.to_owned();
            let why = files((Template::Claims, ""), &rows, day).unwrap_err().to_string();
            assert!(why.contains(said), "{why}");
        }
        let twice = [claims(1..=1), claims(1..=1)].concat();
        let why = files((Template::Claims, ""), &twice, day).unwrap_err().to_string();
        assert!(why.contains("The selected file has duplicate ECTs"), "{why}");
    }
}
