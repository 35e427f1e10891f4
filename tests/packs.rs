//! The same school in every file format: shuffled rows, shuffled columns and other headers change nothing but addresses.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use proptest::prelude::*;
use ringfence::ingest::PackFile;
use ringfence::model::source::Span;
use support::dice::shuffled;
use support::raw::{self, texts};
use support::told::without_addresses;
use support::{Record, Value, record};

fn school() -> Vec<Record> {
    [people(), plans(), registers()].concat()
}

fn people() -> Vec<Record> {
    vec![
        record(
            "school",
            &["URN", "School", "Pay area", "Induction tutor"],
            &[&["123456", "Ashgrove School", "Rest of England", "BEL"]],
        ),
        (
            "staff".to_owned(),
            ["Staff code", "Name", "TRN", "FTE", "Pay range", "QTS", "From"].map(str::to_owned).to_vec(),
            vec![
                staff("JSM", "Jane Smith", "0912345", 60, "Main", "Yes", "01/09/2026"),
                staff("BEL", "Dr Ann Bell", "1212345", 100, "Upper", "01/07/2009", "01/09/1998"),
                staff("KHA", "Khan, Ali", "", 100, "Main", "", ""),
                staff("JOS", "John Smith", "", 80, "Main", "No", ""),
            ],
        ),
        record(
            "induction",
            &[
                "Staff code",
                "TRN",
                "Date of birth",
                "Induction start",
                "Registered on",
                "Programme",
                "Terms served before",
            ],
            &[&["JSM", "912345", "12/03/1999", "01/09/2026", "01/09/2026", "provider-led", "0.5"]],
        ),
        record(
            "mentorship",
            &["ECT", "Mentor", "From", "To"],
            &[
                &["Jane Smith", "KHAN, Ali", "01/09/2026", ""],
                &["JSM", "Dr Nobody Known", "01/01/2026", "31/08/2026"],
            ],
        ),
    ]
}

fn plans() -> Vec<Record> {
    vec![
        record(
            "periods",
            &["Period", "Start", "End", "Day", "Teaching"],
            &[
                &["P1", "09:00", "10:00", "", "yes"],
                &["P2", "10:00", "11:00", "", ""],
                &["P2", "10:05", "11:00", "Friday", "yes"],
                &["Break", "11:00", "11:20", "", "no"],
            ],
        ),
        record(
            "timetable",
            &["Staff code", "Day", "Period", "Start", "End", "Week", "Activity", "Class"],
            &[
                &["JSM", "Mon", "P1", "", "", "A", "Teaching", "7A"],
                &["JSM", "Tuesday", "p 2", "", "", "", "PPA", ""],
                &["JSM", "Wed", "", "13:10", "14:10", "1", "ECT time", ""],
                &["JSM", "Thu", "", "", "", "", "", "8B"],
                &["JSM", "Thu", "", "", "", "", "", "8B"],
                &["KHA", "Someday", "P1", "", "", "", "Teaching", "9C"],
                &["KHA", "Fri", "12:30-1:05", "", "", "B", "Mentoring", ""],
                &["NEW", "Fri", "P1", "", "", "", "Teaching", "9C"],
            ],
        ),
        record(
            "calendar",
            &["From", "To", "Kind", "Name"],
            &[
                &["01/09/2026", "18/12/2026", "term", "Autumn"],
                &["02/09/2026", "", "INSET", ""],
                &["07/09/2026", "11/09/2026", "week A", ""],
            ],
        ),
    ]
}

fn registers() -> Vec<Record> {
    vec![
        record(
            "cover",
            &["Date", "Covering teacher", "Period", "Minutes", "Kind"],
            &[
                &["09/09/2026", "JSM", "P1", "", "cover"],
                &["10/09/2026", "J Smith", "P1", "", ""],
                &["11/09/2026", "JSM", "", "30", "repaid"],
            ],
        ),
        record(
            "meetings",
            &["Date", "ECT", "Mentor", "Start", "End", "Minutes", "Kind", "Status"],
            &[
                &["08/09/2026", "JSM", "KHA", "15:30", "16:30", "", "meeting", "held"],
                &["15/09/2026", "Smith, Jane", "A Khan", "", "", "50", "", ""],
                &["22/09/2026", "JSM", "KHA", "", "", "", "coaching", "cancelled"],
                &["29/09/2026", "JSN", "KHA", "", "", "60", "", "held"],
                &["06/10/2026", "JSM", "KHA", "10:00", "09:00", "", "", "held"],
            ],
        ),
        record(
            "training",
            &["Date", "Person", "Minutes", "Element", "Attended"],
            &[
                &["12/09/2026", "KHA", "1h 30m", "conference", "yes"],
                &["13/09/2026", "KHA", "02:00", "clinic", ""],
            ],
        ),
        record(
            "absence",
            &["Staff code", "From", "To", "Days", "Kind"],
            &[&["JSM", "05/10/2026", "06/10/2026", "1.5", "Illness"]],
        ),
        record(
            "payments",
            &["Paid on", "Scheme", "Amount", "Person", "Reference"],
            &[
                &["30/11/2026", "year 2 grant", "£1,234.50", "JSM", "R-1"],
                &["30/11/2026", "mentor training", "876", "", ""],
            ],
        ),
    ]
}

fn staff(code: &str, name: &str, trn: &str, fte: i64, pay: &str, qts: &str, from: &str) -> Vec<Value> {
    let rest = record("", &[], &[&[code, name, trn, pay, qts, from]]).2.remove(0);
    let [code, name, trn, pay, qts, from] = <[Value; 6]>::try_from(rest).unwrap();
    vec![code, name, trn, Value::Hundredths(fte), pay, qts, from]
}

fn told(files: Vec<PackFile>) -> String {
    let school = support::read(files).school;
    for sheet in &school.sources.sheets {
        assert_eq!(sheet.rows_read, sheet.rows_used + sheet.left_out.values().sum::<u64>());
    }
    without_addresses(&school)
}

#[test]
fn the_school_is_read_in_full() {
    let reading = support::read(support::csv_pack(&school()));
    let counts = [
        reading.school.staff.len(),
        reading.school.timetable.len(),
        reading.school.meetings.len(),
        reading.school.cover.len(),
        reading.school.training.len(),
        reading.school.payments.len(),
    ];
    assert_eq!(counts, [4, 6, 3, 2, 2, 2]);
    let mut codes: Vec<&str> = reading.school.findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    assert_eq!(
        codes,
        [
            "R-DAY",
            "R-DURATION",
            "R-IDENTITY",
            "R-PERSON",
            "W-DUP",
            "W-SCHOOLHOURS",
            "W-TRN",
            "W-UNLISTED",
            "W-UNLISTED"
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn format_and_order_change_only_addresses(seed in any::<u64>()) {
        let plain = told(support::csv_pack(&school()));
        let shuffled = shuffled(&school(), seed);
        prop_assert_eq!(&told(support::csv_pack(&shuffled)), &plain);
        prop_assert_eq!(&told(support::xlsx_pack(&shuffled)), &plain);
        prop_assert_eq!(&told(support::ods_pack(&shuffled)), &plain);
    }
}

#[test]
fn a_period_is_known_by_its_number_where_only_one_has_it() {
    let slots = |periods: &str| {
        let school = support::read(vec![
            support::text_file("periods.csv", &format!("Period,Start,End\n{periods}")),
            support::text_file(
                "timetable.csv",
                "Teacher,Day,Period,Class\nJSM,Mon,3,7A\nJSM,Tue,Lesson 3,7A\n",
            ),
        ])
        .school;
        school.timetable.iter().map(|lesson| format!("{:?}", lesson.slot)).collect::<Vec<_>>()
    };
    assert_eq!(slots("P3,10:00,11:00\nP30,11:00,12:00\n"), ["Period(\"P3\")", "Period(\"P3\")"]);
    assert_eq!(slots("P3,10:00,11:00\n3,11:00,12:00\n"), ["Period(\"3\")", "Period(\"Lesson 3\")"]);
}

/// Codes found in one file, and the school.
fn codes(name: &str, bytes: &[u8]) -> (Vec<&'static str>, ringfence::model::school::School) {
    let school = support::read(vec![support::bytes_file(name, bytes)]).school;
    (school.findings.iter().map(|finding| finding.code).collect(), school)
}

#[test]
fn cells_are_named_where_they_stand() {
    let rows = texts(7, &["", "", "Staff code", "Name", "FTE"])
        + &texts(9, &["", "", "JSM", "Jane Smith", "full"])
        + &texts(10, &["", "", "BEL", "Ann Bell", "1"]);
    let (codes, school) = codes("staff.xlsx", &raw::workbook("", &[("Staff", "", rows)]));
    assert_eq!(codes, ["R-NUMBER"]);
    assert_eq!(
        support::told::told(&school.findings[0], &school.sources).lines().next(),
        Some("error R-NUMBER staff.xlsx › Staff › E9")
    );
    assert_eq!(school.sources.place(school.staff[0].at), "staff.xlsx › Staff › C10:E10");
    assert_eq!(school.sources.sheets[0].data.map(Span::cells), Some("C9:E10".to_owned()));
}

#[test]
fn what_the_settings_state_is_read_like_a_sheet_and_its_lines_are_its_cells() {
    let settings = "[[periods]]\nname = \"P1\"\nstart = \"09:00\"\nend = \"10:00\"\n\n\
                    [[periods]]\nname = \"P1\"\nstart = 09:00\nend = 10:00\n\n\
                    [[calendar]]\nfrom = 2026-09-01\nto = 2026-12-18\nkind = \"term\"\n";
    let files = vec![
        support::text_file("ringfence.toml", settings),
        support::text_file("staff.csv", "Staff code,Name,FTE\nJSM,Jane Smith,1\n"),
    ];
    let school = support::read(files).school;
    assert_eq!(school.sources.place(school.periods[0].at), "ringfence.toml › line 1");
    assert_eq!(school.sources.place(school.calendar.rows[0].at), "ringfence.toml › line 11");
    let told: Vec<String> =
        school.findings.iter().map(|finding| support::told::told(finding, &school.sources)).collect();
    assert!(
        told[0].starts_with("warning W-DUP ringfence.toml › line 6 and ringfence.toml › line 1\n"),
        "{told:?}"
    );
    let (_, periods) = school.sources.taken_for("periods").next().unwrap();
    assert_eq!((periods.rows_read, periods.rows_used), (2, 1));
    assert_eq!(periods.data.map(Span::cells), Some("lines 1 to 6".to_owned()));
}

#[test]
fn a_formula_without_result_or_with_an_error_costs_its_row() {
    let row = |n: u32, fte: &str| {
        texts(n, &["AB", "Ann Bell"])
            .replace("AB<", &format!("A{n}<"))
            .replace("</row>", &format!("{fte}</row>"))
    };
    let rows = texts(1, &["Staff code", "Name", "FTE"])
        + &row(2, r#"<c r="C2"><f>1/2</f></c>"#)
        + &row(3, r#"<c r="C3" t="e"><f>1/0</f><v>#DIV/0!</v></c>"#)
        + &row(4, r#"<c r="C4"><f>1/2</f><v>0.5</v></c>"#)
        + &row(5, r#"<c r="C5" t="str"><f>""</f><v></v></c>"#);
    let (codes, school) = codes("staff.xlsx", &raw::workbook("", &[("Staff", "", rows)]));
    assert_eq!(codes, ["R-NOCACHE", "R-FORMULAERR"]);
    let shares: Vec<Option<String>> =
        school.staff.iter().map(|row| row.fte.value.map(|fte| fte.to_string())).collect();
    assert_eq!(shares, [Some("1/2".to_owned()), None]);
}

#[test]
fn hidden_sheets_are_read_and_others_listed() {
    let staff = || texts(1, &["Staff code", "Name", "FTE"]) + &texts(2, &["JSM", "Jane Smith", "1"]);
    let book = raw::workbook(
        "",
        &[("Staff", r#" state="hidden""#, staff()), ("Notes", "", texts(1, &["Remember", "the milk"]))],
    );
    let (found, school) = codes("staff.xlsx", &book);
    assert_eq!((found, school.staff.len()), (vec!["W-HIDDEN", "I-SHEET"], 1));
    let (found, _) =
        codes("staff.xlsx", &raw::workbook("", &[("Staff", "", staff()), ("staff ", "", staff())]));
    assert_eq!(found, ["E-DUPSHEET"]);
}

#[test]
fn days_counted_from_1904_are_converted() {
    let day = r#"<row r="2"><c r="A2" s="1"><v>44810</v></c><c r="B2" t="inlineStr"><is><t>term</t></is></c></row>"#;
    let rows = texts(1, &["From", "Kind"]) + day;
    let (codes, school) = codes("calendar.xlsx", &raw::workbook(r#"date1904="1""#, &[("Dates", "", rows)]));
    assert_eq!(codes, ["W-1904"]);
    assert_eq!(school.calendar.rows[0].from.to_string(), "2026-09-07");
}

#[test]
fn other_kinds_of_workbook_are_read() {
    let read = |name: &str, as_name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs").join(name);
        codes(as_name, &std::fs::read(path).unwrap())
    };
    let (found, school) = read("staff.xlsb", "staff.xlsb");
    assert_eq!(found, ["W-LEGACY", "W-TRN"]);
    let staff: Vec<String> =
        school.people.iter().map(|p| format!("{} {} {:?}", p.id, p.name, p.trn)).collect();
    assert_eq!(staff, ["BEL Ann Bell None", "JSM Jane Smith Some(\"0901921\")"]);
    assert_eq!(school.staff[0].fte.value.map(|fte| fte.to_string()), Some("3/5".to_owned()));
    for (name, as_name, expected) in [
        ("meetings.xls", "meetings.xls", "R-PERSON R-PERSON W-LEGACY W-UNLISTED"),
        ("meetings.xls", "meetings.xlsx", "R-PERSON R-PERSON W-EXT W-LEGACY W-UNLISTED"),
        ("libreoffice.ods", "meetings.ods", "R-PERSON R-PERSON W-UNLISTED"),
    ] {
        let (mut found, _) = read(name, as_name);
        found.sort_unstable();
        assert_eq!(
            found.join(" ").replace(" W-UNLISTED", ""),
            expected.replace(" W-UNLISTED", ""),
            "{as_name}"
        );
    }
    let induction = support::text_file("induction.csv", "Staff code,Induction start\nJSM,01/09/2026\n");
    for name in ["meetings.xls", "libreoffice.ods"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs").join(name);
        let files = vec![induction.clone(), support::bytes_file(name, &std::fs::read(path).unwrap())];
        let school = support::read(files).school;
        let times: Vec<String> = school
            .meetings
            .iter()
            .map(|m| format!("{} {}-{}", m.date, m.start.unwrap(), m.end.unwrap()))
            .collect();
        assert_eq!(times, ["2026-09-08 15:30-16:30", "2026-09-15 09:05-09:50"], "{name}");
    }
}

#[test]
fn a_damaged_or_locked_workbook_costs_only_itself() {
    let book = raw::workbook("", &[("Staff", "", texts(1, &["Staff code", "Name", "FTE"]))]);
    assert_eq!(codes("staff.xlsx", &book[..book.len() / 2]).0, ["E-DAMAGED"]);
    let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    locked.extend("EncryptedPackage".bytes().flat_map(|b| [b, 0]));
    assert_eq!(codes("staff.xlsx", &locked).0, ["E-PASSWORD"]);
    let broken = raw::workbook("", &[("Staff", "", r#"<row r="1"><c r="!!"><v>1</v></c></row>"#.to_owned())]);
    assert_eq!(codes("staff.xlsx", &broken).0, ["E-SHEET"]);
    let wrapped =
        raw::workbook("", &[("Staff", "", r#"<row r="1"><c r="B4294967298"><v>1</v></c></row>"#.to_owned())]);
    assert_eq!(codes("staff.xlsx", &wrapped).0, ["E-CELLREF"]);
}
