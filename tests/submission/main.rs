//! What an appropriate body uploads: the rows that are written pass DfE's checks, made a second time in [`service`], and
//! every row that is not written is listed with what DfE would say.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod service;
#[path = "../support/mod.rs"]
mod support;

use ringfence::ingest;
use ringfence::model::dfe::{Template, file, rows};
use ringfence::model::settings::Settings;
use ringfence::rules::rulebook::Rulebook;
use ringfence::rules::{Assessed, assess};
use ringfence::tables::submission::{Submission, claims, outcomes};
use ringfence::tables::{Cell, Table};
use ringfence::write::dfe::files;
use service::Upload;
use std::path::Path;
use support::{csv_pack, record};

const STAFF: &[&str] =
    &["Staff code", "Name", "TRN", "FTE", "Pay range", "Responsibilities", "QTS", "From", "To"];
const INDUCTION: &[&str] = &[
    "Staff code",
    "Date of birth",
    "Induction start",
    "Induction end",
    "Registered on",
    "QTS date",
    "Programme",
    "Terms served before",
];
const REVIEWS: &[&str] = &["ECT", "Kind", "Date", "Due", "Outcome", "Author", "Sent to AB"];
const CALENDAR: &[&str] = &["From", "To", "Kind"];

/// What a test asks of a school with these rows, as of 27 November 2026.
fn school<T>(
    staff: &[&[&str]],
    induction: &[&[&str]],
    reviews: &[&[&str]],
    ask: impl Fn(&Assessed) -> T,
) -> T {
    let term = &[&["01/09/2026", "18/12/2026", "term"][..]];
    let mut records = vec![
        record("staff", STAFF, staff),
        record("induction", INDUCTION, induction),
        record("calendar", CALENDAR, term),
    ];
    if !reviews.is_empty() {
        records.push(record("reviews", REVIEWS, reviews));
    }
    let (mut settings, wrong) = ingest::settings_of("term = \"Autumn 2026\"\nas_of = \"2026-11-27\"");
    assert!(wrong.is_empty(), "{wrong:?}");
    let files = ingest::SchoolFiles { folder: String::new(), files: csv_pack(&records), shared: Vec::new() };
    let reading = ingest::read(&files, &settings);
    settings = reading.settings;
    ask(&assess(&reading.school, &settings, &Rulebook::embedded().unwrap()))
}

fn text(cell: &Cell) -> String {
    if let Cell::Text(text) = cell { text.clone() } else { String::new() }
}

/// `name: in the file | DfE's words | what to fill in`, for each row of a sheet of checks.
fn told(table: &Table) -> Vec<String> {
    let at = |row: &ringfence::tables::Row, header: &str| {
        text(&row.cells[table.columns.iter().position(|column| column.header == header).unwrap()])
    };
    let row = |row| {
        let [name, file, said, help] =
            ["ECT", "In the file", "What DfE would say", "What to fill in"].map(|header| at(row, header));
        format!("{name}: {file} | {said} | {help}")
    };
    table.rows.iter().map(row).collect()
}

#[test]
fn each_claim_is_written_or_listed_with_dfe_s_words_and_what_to_fill_in() {
    let staff: &[&[&str]] = &[
        &["ANA", "Ana Ash", "1000001", "1", "Main", "", "Yes", "01/09/2026", ""],
        &["BEN", "Ben Beech", "", "1", "Main", "", "Yes", "01/09/2026", ""],
        &["CAT", "Cat Cedar", "1000003", "1", "Main", "", "Yes", "01/09/2026", ""],
        &["DAN", "Dan Dogwood", "1000004", "1", "Main", "", "Yes", "01/09/2025", ""],
        &["EVA", "Eva Elm", "1000005", "1", "Main", "", "Yes", "01/09/2026", ""],
        &["FAY", "Fay Fir", "1000006", "1", "Main", "", "Yes", "01/09/2025", ""],
        &["GIL", "Gil Gorse", "1000007", "1", "Main", "", "Yes", "01/09/2026", ""],
        &["HAL", "Hal Hazel", "1000008", "1", "Main", "", "Yes", "01/09/2026", ""],
        &["IDA", "Ida Ivy", "1000009", "1", "Main", "", "Yes", "05/01/2026", ""],
    ];
    let induction: &[&[&str]] = &[
        // began this term: written
        &["ANA", "17/05/1998", "01/09/2026", "", "13/07/2026", "01/07/2026", "provider-led", ""],
        // no TRN, no date of birth
        &["BEN", "", "01/09/2026", "", "", "01/07/2026", "school-led", ""],
        // QTS after the start
        &["CAT", "17/05/1998", "01/09/2026", "", "", "14/10/2026", "school-led", ""],
        // registered before this term: not wanted
        &["DAN", "17/05/1998", "01/09/2025", "", "13/07/2025", "01/07/2025", "provider-led", ""],
        // no programme
        &["EVA", "17/05/1998", "01/09/2026", "", "", "01/07/2026", "", ""],
        // began earlier, and the files do not say that it was registered: written
        &["FAY", "17/05/1998", "01/09/2025", "", "", "01/07/2025", "school-led", ""],
        // 17 in this year
        &["GIL", "01/01/2009", "01/09/2026", "", "", "01/07/2026", "school-led", ""],
        // two terms elsewhere
        &["HAL", "17/05/1998", "05/01/2026", "", "", "01/07/2025", "school-led", "2"],
        // is to begin next term
        &["IDA", "17/05/1998", "04/01/2027", "", "", "01/07/2026", "school-led", ""],
    ];
    let expected = [
        "Ana Ash: ab-claims.csv, line 2 |  | ",
        "Cat Cedar: No, DfE would refuse it | Induction start date must not be before QTS date (14 October 2026) | \
         Correct the induction start or the QTS date, whichever is wrong.",
        "Dan Dogwood: No, not wanted |  | ",
        "Eva Elm: No, DfE would refuse it | Fill in the blanks on this row and Induction programme type must be \
         school-led or provider-led | Fill in Induction programme: induction.csv › G6.",
        "Fay Fir: ab-claims.csv, line 3 |  | ",
        "Gil Gorse: No, DfE would refuse it | Date of birth must be a real date and the teacher must be between 18 and \
         100 years old | Correct Date of birth: induction.csv › B8. Write the date of birth as it stands in the \
         teacher’s record, such as 1998-05-17.",
        "Hal Hazel: No, for you to decide |  | Came from another school. Claim this induction only if the appropriate \
         body changed; then the start date is that of the new one, perhaps 1 September 2026.",
        "Ida Ivy: No, DfE would refuse it | Dates cannot be in the future | Correct Induction period start date: \
         induction.csv › C10. Correct the date, or send the row when the day has come.",
        "Ben Beech: No, DfE would refuse it | Fill in the blanks on this row, Enter a valid TRN using 7 digits, Dates \
         must be in the format YYYY-MM-DD, and Date of birth must be a real date and the teacher must be between 18 \
         and 100 years old | Fill in TRN: column TRN of the staff or induction record. Fill in Date of birth: \
         induction.csv › B3.",
    ];
    school(staff, induction, &[], |assessed| {
        let submission = claims(assessed);
        assert_eq!(told(&submission.table(assessed)), expected);
        let written = files((Template::Claims, ""), &submission.rows(), Some(assessed.as_of)).unwrap();
        let own = "\"TRN\",\"Date of birth\",\"Induction programme\",\"Induction period start date\"\n\
                   1000001,1998-05-17,provider-led,2026-09-01\n1000006,1998-05-17,school-led,2025-09-01\n";
        assert_eq!(written, [("ab-claims.csv".to_owned(), own.to_owned())]);
        passes(Upload::Claims, &written);
    });
}

#[test]
fn an_outcome_is_written_only_where_somebody_recorded_it_as_pass_or_release() {
    let staff: &[&[&str]] = &[
        &["ANA", "Ana Ash", "1000001", "1", "Main", "", "Yes", "01/09/2024", ""],
        &["BEN", "Ben Beech", "1000002", "1", "Main", "", "Yes", "01/09/2024", ""],
        &["CAT", "Cat Cedar", "1000003", "1", "Main", "", "Yes", "01/09/2024", ""],
        &["DAN", "Dan Dogwood", "1000004", "1", "Main", "", "Yes", "01/09/2024", ""],
        &["EVA", "Eva Elm", "1000005", "1", "Main", "", "Yes", "01/09/2024", ""],
        &["FAY", "Fay Fir", "1000006", "1", "Main", "", "Yes", "01/09/2024", "23/10/2026"],
        &["GIL", "Gil Gorse", "1000007", "1", "Main", "", "Yes", "05/01/2026", ""],
    ];
    let induction: &[&[&str]] = &[
        &["ANA", "17/05/1998", "01/09/2024", "09/10/2026", "01/07/2024", "01/07/2024", "school-led", ""],
        &["BEN", "17/05/1998", "01/09/2024", "09/10/2026", "01/07/2024", "01/07/2024", "school-led", ""],
        &["CAT", "17/05/1998", "01/09/2024", "09/10/2026", "01/07/2024", "01/07/2024", "school-led", ""],
        // ended, and no assessment is recorded
        &["DAN", "17/05/1998", "01/09/2024", "09/10/2026", "01/07/2024", "01/07/2024", "school-led", ""],
        // goes on
        &["EVA", "17/05/1998", "01/09/2024", "", "01/07/2024", "01/07/2024", "school-led", ""],
        // left, and no end of induction is recorded
        &["FAY", "17/05/1998", "01/09/2024", "", "01/07/2024", "01/07/2024", "school-led", ""],
        // ended before the third term of six was over
        &["GIL", "17/05/1998", "05/01/2026", "09/10/2026", "01/12/2025", "01/07/2024", "school-led", ""],
    ];
    let reviews: &[&[&str]] = &[
        &["ANA", "formal assessment", "07/10/2026", "", "Pass", "", ""],
        &["BEN", "formal assessment", "07/10/2026", "", "meeting the standards", "", ""],
        &["CAT", "formal assessment", "07/10/2026", "", "failed", "", ""],
        &["GIL", "interim assessment", "07/10/2026", "", "pass", "", ""],
    ];
    let expected = [
        "Ana Ash: ab-outcomes.csv, line 2 |  | ",
        "Ben Beech: No, DfE would refuse it | Outcome must be either pass or release | Correct Outcome: reviews.csv › \
         E3. Write pass or release.",
        "Cat Cedar: No, DfE would refuse it | Fail cannot be recorded in bulk upload | Correct Outcome: reviews.csv › \
         E4. Take the row out, and record the fail in the service itself.",
        "Dan Dogwood: No, DfE would refuse it | Fill in the blanks on this row and Outcome must be either pass or \
         release | Fill in Outcome: column Outcome of the reviews record.",
        "Fay Fir: No, DfE would refuse it | Fill in the blanks on this row, Dates must be in the format YYYY-MM-DD, and \
         Outcome must be either pass or release | Fill in Induction period end date: induction.csv › D7. Fill in \
         Outcome: column Outcome of the reviews record.",
        "Gil Gorse: No, for you to decide |  | The files show fewer than 6 terms served. Send a pass only if the \
         appropriate body has reduced this induction.",
    ];
    school(staff, induction, reviews, |assessed| {
        let submission = outcomes(assessed);
        assert_eq!(told(&submission.table(assessed)), expected);
        let written = files((Template::Outcomes, ""), &submission.rows(), Some(assessed.as_of)).unwrap();
        passes(Upload::Outcomes, &written);
        // six terms to July, and 29 of the 79 school days of this one: 6 29/79, cut
        let text = &written[0].1;
        assert!(text.ends_with("\n1000001,1998-05-17,2026-10-09,6.3,pass\n"), "{text}");
    });
}

/// Every file passes DfE's checks of the file and of each row.
fn passes(upload: Upload, written: &[(String, String)]) {
    for (name, text) in written {
        let rows = service::file(upload, name, text.as_bytes()).unwrap();
        for row in rows {
            assert_eq!(service::row(upload, &row, "2026-11-27"), "", "{row:?}");
        }
        let triggers = ['=', '+', '-', '@', '\t', '\r'];
        assert!(
            text.lines().skip(1).flat_map(|line| line.split(',')).all(|value| !value.starts_with(triggers))
        );
    }
}

#[test]
fn what_is_written_for_the_sample_passes_and_what_is_not_written_would_be_refused() {
    let rulebook = Rulebook::embedded().unwrap();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/calder-and-wharfe");
    let (mut written, mut refused) = (0, 0);
    for files_of in ingest::find(&pack).unwrap() {
        let reading = ingest::read(&files_of, &Settings::default());
        let assessed = assess(&reading.school, &reading.settings, &rulebook);
        let both: [(Upload, Submission); 2] =
            [(Upload::Claims, claims(&assessed)), (Upload::Outcomes, outcomes(&assessed))];
        for (upload, submission) in both {
            let made = files((submission.template, ""), &submission.rows(), Some(assessed.as_of)).unwrap();
            passes(upload, &made);
            for one in &submission.candidates {
                let said = service::row(upload, &one.values, "2026-11-27");
                assert_eq!(said, rows::sentence(&one.refused), "{:?}", one.values);
                written += usize::from(one.is_written());
                refused += usize::from(one.is_refused());
                assert!(!one.is_written() || said.is_empty());
                assert!(!one.is_refused() || !said.is_empty() || one.looked_up.is_some());
            }
        }
    }
    assert!(written > 3 && refused > 2, "{written} written, {refused} refused");
}

#[test]
fn two_thousand_and_one_claims_make_three_files_that_pass() {
    let row = |n| {
        vec![format!("{n:07}"), "1998-05-17".to_owned(), "provider-led".to_owned(), "2026-09-01".to_owned()]
    };
    let rows: Vec<Vec<String>> = (1..=2001).map(row).collect();
    let written = files((Template::Claims, ""), &rows, "2026-11-27".parse().ok()).unwrap();
    let names: Vec<&str> = written.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["ab-claims.csv", "ab-claims-2.csv", "ab-claims-3.csv"]);
    passes(Upload::Claims, &written);
    assert!(written.iter().all(|(_, text)| !text.starts_with('\u{feff}')));
}

/// Every error of DfE's file checks, from a file that provokes it, by both.
#[test]
fn every_error_of_a_file_can_be_provoked() {
    let head = "TRN,Date of birth,Induction programme,Induction period start date\n";
    let row = |n: u32| format!("{n:07},1998-05-17,school-led,2026-09-01\n");
    let rows: String = (1..=1001).map(row).collect();
    let long = format!("{head}{}#{}\n", row(1), "x".repeat(102_400));
    for (name, text, expected) in [
        ("", String::new(), "Select a file"),
        ("claims.xlsx", format!("{head}{}", row(1)), "The selected file must be a CSV"),
        ("claims.csv", long, "File size must be less than 100KB"),
        ("claims.csv", format!("\u{feff}{head}{}", row(1)), "The selected file must follow the template"),
        (
            "claims.csv",
            "TRN,Date of birth\n1234567,1998-05-17\n".to_owned(),
            "The selected file must follow the template",
        ),
        ("claims.csv", format!("{head}{rows}"), "The selected file must have fewer than 1000 rows"),
        ("claims.csv", head.to_owned(), "The selected file is empty"),
        ("claims.csv", format!("{head}{}{}", row(1), row(1)), "The selected file has duplicate ECTs"),
        (
            "claims.csv",
            format!("{head}\"1234567\" ,1998-05-17,school-led,2026-09-01\n"),
            "The selected file is malformed",
        ),
    ] {
        assert_eq!(
            service::file(Upload::Claims, name, text.as_bytes()),
            Err(vec![expected.to_owned()]),
            "{name}"
        );
        let ours = file::check(name, text.as_bytes(), Template::Claims).unwrap_err();
        let ours: Vec<&str> = ours.iter().map(file::FileFault::words).collect();
        assert_eq!(ours, [expected], "{name}");
    }
}

/// Every error of DfE's row checks, from a row that provokes it, by both.
#[test]
fn every_error_of_a_row_can_be_provoked() {
    let (claim, outcome) = (Upload::Claims, Upload::Outcomes);
    for (upload, row, expected) in [
        (claim, "1234567,1998-05-17,provider-led,2026-09-01", ""),
        (
            claim,
            "1234567,1998-05-17,provider-led,",
            "Fill in the blanks on this row and Dates must be in the format YYYY-MM-DD",
        ),
        (claim, "123456,1998-05-17,provider-led,2026-09-01", "Enter a valid TRN using 7 digits"),
        (claim, "1234567,1998-05-17,provider-led,01/09/2026", "Dates must be in the format YYYY-MM-DD"),
        (
            claim,
            "1234567,2009-01-01,provider-led,2026-09-01",
            "Date of birth must be a real date and the teacher must be between 18 and 100 years old",
        ),
        (claim, "1234567,1998-05-17,provider-led,2026-11-28", "Dates cannot be in the future"),
        (
            claim,
            "1234567,1998-05-17,both,2026-09-01",
            "Induction programme type must be school-led or provider-led",
        ),
        (
            claim,
            "1234567,1998-05-17,school-led,2021-09-01",
            "Induction start date must be after 1 September 2021",
        ),
        (outcome, "1234567,1998-05-17,2026-10-09,6,release", ""),
        (outcome, "1234567,1998-05-17,2026-10-09,6,good", "Outcome must be either pass or release"),
        (outcome, "1234567,1998-05-17,2026-10-09,6,fail", "Fail cannot be recorded in bulk upload"),
        (
            outcome,
            "1234567,1998-05-17,2026-10-09,1.25,pass",
            "Enter number of terms between 0 and 16 using up to one decimal place",
        ),
    ] {
        let values: Vec<String> = row.split(',').map(str::to_owned).collect();
        assert_eq!(service::row(upload, &values, "2026-11-27"), expected, "{row}");
        let template = if upload == claim { Template::Claims } else { Template::Outcomes };
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let ours = rows::check(template, &values, Some("2026-11-27".parse().unwrap()));
        assert_eq!(rows::sentence(&ours), expected, "{row}");
    }
}
