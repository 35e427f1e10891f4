//! Every workbook at hand, read by us and by the library calamine, and compared cell by cell: each difference has one of the
//! reasons listed in `opinion::Reason`.
//!
//! `RINGFENCE_WORKBOOKS=FOLDER cargo test --test second_opinion` compares the workbooks of a folder too.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed
#![allow(clippy::float_arithmetic)] // numbers of a workbook are floats, and calamine gives them as such
#![allow(clippy::print_stdout)] // how much was compared, for who runs it with --nocapture

mod made;
mod opinion;
mod support;

use opinion::{Reason, compare};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rust_xlsxwriter::{Chart, ChartType, ExcelDateTime, Format, Formula, Workbook};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Workbooks below a folder, by path; a folder by the name of a workbook is one in parts.
fn workbooks(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let is = |ending: &str| path.extension().is_some_and(|it| it.eq_ignore_ascii_case(ending));
        if is("xlsx") || is("xlsm") {
            found.push(path);
        } else if path.is_dir() {
            workbooks(&path, found);
        }
    }
}

fn bytes(path: &Path) -> Vec<u8> {
    if path.is_dir() { support::raw::from_folder(path) } else { std::fs::read(path).unwrap() }
}

#[test]
fn every_workbook_at_hand_is_read_alike() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    workbooks(&root.join("tests"), &mut paths);
    workbooks(&root.join("sample-data"), &mut paths);
    if let Some(folder) = std::env::var_os("RINGFENCE_WORKBOOKS") {
        workbooks(Path::new(&folder), &mut paths);
    }
    // Some are no workbook at all, whatever their name.
    paths.retain(|path| bytes(path).starts_with(b"PK"));
    let (mut cells, mut books, mut reasons, mut differences) = (0, 0, Vec::new(), Vec::new());
    for path in &paths {
        // A workbook made to be refused stands in the folder of its code.
        let code = path.parent().and_then(Path::file_name).unwrap().to_string_lossy().into_owned();
        let code = ringfence::model::CODES.iter().map(|entry| entry.code).find(|known| *known == code);
        let refused = code.filter(|code| code.starts_with("E-")).map(Reason::Refused);
        let mut allowed = vec![Reason::NewerError, Reason::MoreInCell, Reason::Rowless];
        allowed.extend(refused);
        match compare(&path.display().to_string(), &bytes(path), &allowed, &mut reasons) {
            Ok(0) => {}
            Ok(more) => (cells, books) = (cells + more, books + 1),
            Err(difference) => differences.push(difference),
        }
    }
    assert!(differences.is_empty(), "{differences:#?}");
    let reasons: BTreeSet<Reason> = reasons.into_iter().collect();
    println!("{books} of {} workbooks, {cells} cells alike; differences explained: {reasons:?}", paths.len());
    assert!(books > 25 && cells > 10_000, "{books} workbooks, {cells} cells");
}

#[test]
fn a_workbook_that_we_write_is_read_alike() {
    let templates = ringfence::write::template::Templates::built_in().unwrap();
    let bytes = ringfence::write::xlsx::book(templates, "head", &made::report()).unwrap();
    let cells = compare("the head's workbook", &bytes, &[], &mut Vec::new()).unwrap();
    assert!(cells > 100, "{cells}");
}

/// A value that a program writes, and the code of its format.
#[derive(Clone, Debug)]
enum Value {
    Text(String),
    Rich(String, String),
    Number(f64),
    Yes(bool),
    Moment(i32, u32),
    Formula(&'static str, String),
    Bare,
}

fn values() -> impl Strategy<Value = Value> {
    let text = "[ -~\\t\\n\\r\u{1}\u{a0}é東📷_x0]{0,12}";
    prop_oneof![
        text.prop_map(Value::Text),
        ("[a-zé ]{1,8}", "[ -~]{1,8}").prop_map(|(one, other)| Value::Rich(one, other)),
        prop::num::f64::NORMAL.prop_map(Value::Number),
        (-100_000..100_000_i32).prop_map(|n| Value::Number(f64::from(n) / 8.0)),
        any::<bool>().prop_map(Value::Yes),
        (0..80_000_i32, 0..1440_u32).prop_map(|(day, minute)| Value::Moment(day, minute)),
        (select(vec!["=1+1", "=A1", "=NA()"]), select(vec!["2", "", "Jane", "TRUE", "#N/A", "#SPILL!"]))
            .prop_map(|(formula, result)| Value::Formula(formula, result.to_owned())),
        Just(Value::Bare),
    ]
}

/// A sheet of these values, made by a program that knows the format well.
fn honest(values: &[(u32, u16, Value, usize)]) -> Vec<u8> {
    let formats = ["General", "dd/mm/yyyy", "hh:mm", "[h]:mm:ss", "0.00\" h\"", "yyyy-mm-dd hh:mm;@"];
    let formats: Vec<Format> = formats.iter().map(|code| Format::new().set_num_format(*code)).collect();
    let (bold, plain) = (Format::new().set_bold(), Format::new());
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, col, value, format) in values {
        let (row, col, format) = (*row, *col, &formats[*format]);
        match value {
            Value::Text(text) => sheet.write_string_with_format(row, col, text, format),
            Value::Rich(one, other) => {
                sheet.write_rich_string(row, col, &[(&bold, one.as_str()), (&plain, other)])
            }
            Value::Number(number) => sheet.write_number_with_format(row, col, *number, format),
            Value::Yes(yes) => sheet.write_boolean_with_format(row, col, *yes, format),
            Value::Moment(day, minute) => {
                let number = f64::from(*day) + f64::from(*minute) / 1440.0;
                let moment = ExcelDateTime::from_serial_datetime(number).unwrap();
                sheet.write_datetime_with_format(row, col, &moment, format)
            }
            Value::Formula(formula, result) => {
                sheet.write_formula_with_format(row, col, Formula::new(*formula).set_result(result), format)
            }
            Value::Bare => sheet.write_blank(row, col, format),
        }
        .unwrap();
    }
    sheet.merge_range(40, 1, 42, 3, "merged", &bold).unwrap();
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_values("Sheet1!$A$1:$A$9");
    book.add_chartsheet().insert_chart(0, 0, &chart).unwrap();
    book.save_to_buffer().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_workbook_of_another_writer_is_read_alike(
        cells in prop::collection::vec((0..40_u32, 0..12_u16, values(), 0..6_usize), 1..60)
    ) {
        // A cell of text or of a formula may go into an error that only one of the two knows.
        let compared = compare("written", &honest(&cells), &[Reason::NewerError], &mut Vec::new());
        prop_assert!(compared.is_ok(), "{compared:?}");
    }
}

/// A thousand cases.
fn thousand() -> Config {
    Config { cases: 1000, max_shrink_iters: 300, failure_persistence: None, ..Config::default() }
}

/// The reasons that were needed: each workbook is read alike by both, or apart for one of its reasons.
fn reasons_met(mut runner: TestRunner) -> BTreeSet<Reason> {
    let reasons = RefCell::new(Vec::new());
    let outcome = runner.run(&opinion::written::workbooks(), |written| {
        let refused = written.reasons.iter().find(|reason| matches!(reason, Reason::Refused(_)));
        if let Some(Reason::Refused(code)) = refused {
            prop_assert_eq!(opinion::ours(&written.bytes()).map(|_| "read"), Err(*code));
        }
        let compared = compare("written", &written.bytes(), &written.reasons, &mut reasons.borrow_mut());
        prop_assert!(compared.is_ok(), "{compared:?}");
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    reasons.into_inner().into_iter().collect()
}

#[test]
fn any_workbook_that_the_format_allows_is_read_alike_and_any_other_refused() {
    assert!(reasons_met(TestRunner::new(thousand())).contains(&Reason::FirstFormat));
}

/// The same workbooks at each run: in others, a rare reason may be missing by chance.
#[test]
fn every_reason_to_read_otherwise_is_needed() {
    let same = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let met = reasons_met(TestRunner::new_with_rng(thousand(), same));
    for reason in [
        Reason::NewerError,
        Reason::MoreInCell,
        Reason::StatedSize,
        Reason::FirstFormat,
        Reason::TextBeforeValue,
        Reason::Early,
    ] {
        assert!(met.contains(&reason), "nothing is explained by {reason:?}");
    }
}
