//! What the service asks of a whole file, in its own words.

use super::{ERROR_MESSAGE, Template, strict};
use std::collections::BTreeSet;

/// More bytes than this are refused.
pub const LARGEST: usize = 100 * 1024;
/// More rows than this are refused. (The service's words say “fewer than 1000”; 1,000 it still takes.)
pub const ROWS: usize = 1000;

/// Why the service refuses a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// There is none.
    NoFile,
    /// Its name does not end in `.csv`. (The service also looks at the kind of file the browser names, which no file
    /// tells of itself; where Excel is installed a browser may name the wrong one.)
    NotCsv,
    /// It is too large.
    TooLarge,
    /// It is not CSV as the service reads it, from this line on.
    Malformed(u64),
    /// It has other columns than the template.
    Template,
    /// It has too many rows.
    TooManyRows,
    /// It has no rows.
    Empty,
    /// This TRN stands in two rows.
    Duplicates(String),
}

impl FileFault {
    /// The service's own words.
    pub fn words(&self) -> &'static str {
        match self {
            FileFault::NoFile => "Select a file",
            FileFault::NotCsv => "The selected file must be a CSV",
            FileFault::TooLarge => "File size must be less than 100KB",
            FileFault::Malformed(_) => "The selected file is malformed",
            FileFault::Template => "The selected file must follow the template",
            FileFault::TooManyRows => "The selected file must have fewer than 1000 rows",
            FileFault::Empty => "The selected file is empty",
            FileFault::Duplicates(_) => "The selected file has duplicate ECTs",
        }
    }

    /// What they mean, in a sentence.
    pub fn meaning(&self, template: Template) -> String {
        match self {
            FileFault::NoFile => "There is no file.".to_owned(),
            FileFault::NotCsv => "Its name does not end in .csv.".to_owned(),
            FileFault::TooLarge => format!("It has more than {LARGEST} bytes."),
            FileFault::Malformed(line) => format!(
                "On line {line} something stands beside a quotation mark, a mark is not closed, or the line ends in another way than the first."
            ),
            FileFault::Template => format!(
                "Its first line must name exactly the columns “{}”, with commas between and nothing before.",
                template.headings().join("”, “")
            ),
            FileFault::TooManyRows => format!("It has more than {ROWS} rows with a TRN."),
            FileFault::Empty => "No row below the headings has a TRN.".to_owned(),
            FileFault::Duplicates(trn) => format!("The TRN {trn} stands in more than one row."),
        }
    }

    /// What to do.
    pub fn help(&self) -> &'static str {
        match self {
            FileFault::NoFile => "Choose the file.",
            FileFault::NotCsv => "Save it as CSV (Comma delimited).",
            FileFault::TooLarge | FileFault::TooManyRows => "Split it into smaller files.",
            FileFault::Malformed(_) => {
                "Take out the spaces around quotation marks on that line, or open the file in Excel and save it as CSV (Comma delimited)."
            }
            FileFault::Template => {
                "Copy the rows into DfE’s template, and save it as CSV (Comma delimited), not as CSV UTF-8."
            }
            FileFault::Empty => "Fill in the rows, or take the file out.",
            FileFault::Duplicates(_) => "Keep one row for each teacher.",
        }
    }
}

/// A row with a TRN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its line in the file, from one.
    pub line: u64,
    /// The values of [`Template::headings`], without the spaces around them; empty where there is none.
    pub values: Vec<String>,
}

/// Checks a file as the service does before it looks at any row, and gives the rows it would then look at: lines that
/// begin with `#` and rows without a TRN are passed over.
///
/// # Errors
/// Everything the service would say, in its order. A file that is malformed, or does not follow the template, is looked
/// at no further.
pub fn check(name: &str, bytes: &[u8], template: Template) -> Result<Vec<Row>, Vec<FileFault>> {
    if name.is_empty() {
        return Err(vec![FileFault::NoFile]);
    }
    let mut faults = Vec::new();
    let is_csv = name.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("csv"));
    if !is_csv {
        faults.push(FileFault::NotCsv);
    }
    if bytes.len() > LARGEST {
        faults.push(FileFault::TooLarge);
    }
    if !is_csv {
        return Err(faults);
    }
    let records =
        strict::records(bytes).map_err(|line| [&faults[..], &[FileFault::Malformed(line)]].concat())?;
    let mut records = records.into_iter();
    let header = records.next().map(|(_, values)| values).unwrap_or_default();
    if !follows(&header, template) {
        faults.push(FileFault::Template);
        return Err(faults);
    }
    let place = |heading: &str| header.iter().position(|found| found.as_deref() == Some(heading));
    let places: Vec<Option<usize>> = template.headings().iter().map(|heading| place(heading)).collect();
    let value = |values: &[Option<String>], at: Option<usize>| {
        at.and_then(|at| values.get(at).cloned().flatten()).unwrap_or_default()
    };
    let rows: Vec<(u64, Vec<String>)> = records
        .map(|(line, values)| (line, places.iter().map(|at| value(&values, *at)).collect::<Vec<String>>()))
        .filter(|(_, values)| !values[0].trim().is_empty())
        .collect();
    if rows.len() > ROWS {
        faults.push(FileFault::TooManyRows);
    }
    if rows.is_empty() {
        faults.push(FileFault::Empty);
    }
    let mut seen = BTreeSet::new();
    if let Some((_, values)) = rows.iter().find(|(_, values)| !seen.insert(&values[0])) {
        faults.push(FileFault::Duplicates(stripped(&values[0])));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let row = |(line, values): (u64, Vec<String>)| Row {
        line,
        values: values.iter().map(|v| stripped(v)).collect(),
    };
    Ok(rows.into_iter().map(row).collect())
}

/// The service strips ordinary spaces only.
fn stripped(value: &str) -> String {
    value.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\0').to_owned()
}

/// True if these are the template's headings in any order, with or without the column for errors.
fn follows(header: &[Option<String>], template: Template) -> bool {
    let mut found: Vec<&str> = header.iter().flatten().map(String::as_str).collect();
    found.sort_unstable();
    let mut wanted = template.headings().to_vec();
    wanted.sort_unstable();
    let without = found == wanted;
    wanted.push(ERROR_MESSAGE);
    wanted.sort_unstable();
    without || found == wanted
}

#[cfg(test)]
mod tests {
    use super::*;
    use Template::{Claims, Outcomes};
    use std::fmt::Write as _;

    const CLAIMS: &str = "TRN,Date of birth,Induction programme,Induction period start date\n";

    fn words(name: &str, text: &str, template: Template) -> Vec<&'static str> {
        check(name, text.as_bytes(), template)
            .err()
            .unwrap_or_default()
            .iter()
            .map(FileFault::words)
            .collect()
    }

    /// DfE's own files of what its service takes and refuses (`tests/dfe`).
    #[test]
    fn dfe_s_own_files_get_what_dfe_expects() {
        let rows =
            check("c.csv", include_bytes!("../../../tests/dfe/valid_complete_claim.csv"), Claims).unwrap();
        let values: Vec<String> = rows.iter().map(|row| row.values.join(" ")).collect();
        assert_eq!(
            values,
            ["1234567 1977-02-03 provider-led 2025-01-30", "7654321 1977-02-03 school-led 2025-01-30"]
        );
        let rows =
            check("a.csv", include_bytes!("../../../tests/dfe/valid_complete_action.csv"), Outcomes).unwrap();
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3]);
        for (name, text, template, expected) in [
            (
                "a.csv",
                include_str!("../../../tests/dfe/invalid_duplicate_trns_action.csv"),
                Outcomes,
                "The selected file has duplicate ECTs",
            ),
            (
                "c.csv",
                include_str!("../../../tests/dfe/invalid_duplicate_trns_claim.csv"),
                Claims,
                "The selected file has duplicate ECTs",
            ),
            (
                "c.csv",
                include_str!("../../../tests/dfe/invalid_missing_columns.csv"),
                Claims,
                "The selected file must follow the template",
            ),
            (
                "a.csv",
                include_str!("../../../tests/dfe/invalid_missing_columns.csv"),
                Outcomes,
                "The selected file must follow the template",
            ),
            (
                "c.txt",
                include_str!("../../../tests/dfe/invalid_not_a_csv_file.txt"),
                Claims,
                "The selected file must be a CSV",
            ),
            (
                "a.csv",
                include_str!("../../../tests/dfe/malformed_action.csv"),
                Outcomes,
                "The selected file is malformed",
            ),
            (
                "c.csv",
                include_str!("../../../tests/dfe/malformed_claim.csv"),
                Claims,
                "The selected file is malformed",
            ),
            (
                "c.csv",
                include_str!("../../../tests/dfe/bulk-claims-template.csv"),
                Claims,
                "The selected file is empty",
            ),
            (
                "a.csv",
                include_str!("../../../tests/dfe/bulk-actions-template.csv"),
                Outcomes,
                "The selected file is empty",
            ),
        ] {
            assert_eq!(words(name, text, template), [expected], "{text}");
        }
    }

    #[test]
    fn the_columns_may_stand_in_any_order_with_or_without_errors() {
        let header = "Error message,Induction period start date,Date of birth,TRN,Induction programme\n";
        let rows = check(
            "c.CSV",
            format!("{header},2025-01-30,1977-02-03, 1234567 ,school-led\n").as_bytes(),
            Claims,
        );
        assert_eq!(rows.unwrap()[0].values, ["1234567", "1977-02-03", "school-led", "2025-01-30"]);
        for header in [
            "\u{feff}TRN,Date of birth,Induction programme,Induction period start date",
            "TRN,Date of birth,Induction programme,Induction period start date,Name",
            "TRN,Date of Birth,Induction programme,Induction period start date",
            "TRN;Date of birth;Induction programme;Induction period start date",
            "TRN,TRN,Date of birth,Induction programme,Induction period start date",
            "",
        ] {
            assert_eq!(
                words("c.csv", header, Claims),
                ["The selected file must follow the template"],
                "{header}"
            );
        }
    }

    #[test]
    fn rows_without_a_trn_and_lines_with_a_hash_are_passed_over() {
        let text = format!("# ours\n{CLAIMS} ,1977-02-03,school-led,2025-01-30\n\n#1234567,,,\n1234567,,\n");
        let rows = check("c.csv", text.as_bytes(), Claims).unwrap();
        assert_eq!(rows, [Row { line: 6, values: ["1234567", "", "", ""].map(String::from).to_vec() }]);
    }

    #[test]
    fn a_thousand_rows_are_taken_and_one_more_is_not() {
        let rows = |n: u32| {
            let mut rows = String::new();
            for trn in 1..=n {
                let _ = writeln!(rows, "{trn:07},1977-02-03,school-led,2025-01-30");
            }
            rows
        };
        assert_eq!(words("c.csv", &format!("{CLAIMS}{}", rows(1000)), Claims), Vec::<&str>::new());
        let one_more = words("c.csv", &format!("{CLAIMS}{}", rows(1001)), Claims);
        assert_eq!(one_more, ["The selected file must have fewer than 1000 rows"]);
    }

    #[test]
    fn a_hundred_kilobytes_are_taken_and_one_byte_more_is_not() {
        let mut text = format!("{CLAIMS}1234567,1977-02-03,school-led,2025-01-30\n#");
        text.push_str(&"x".repeat(102_400 - text.len()));
        assert_eq!(words("c.csv", &text, Claims), Vec::<&str>::new());
        text.push('x');
        assert_eq!(words("c.csv", &text, Claims), ["File size must be less than 100KB"]);
        assert_eq!(
            words("c.xls", &text, Claims),
            ["The selected file must be a CSV", "File size must be less than 100KB"]
        );
        assert_eq!(words("", "", Claims), ["Select a file"]);
    }
}
