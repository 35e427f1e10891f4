//! An Excel workbook out of fuzzed parts, and any bytes under the name of a workbook: the strict reader and everything
//! before it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfence::ingest::{open_sheets, read};
use ringfence::model::settings::Settings;
use ringfence_fuzz::{files, holds, seeds};

fuzz_target!(
    init: seeds::if_asked(|| {
        let books = seeds::with_ending(&["xlsx", "xlsm", "zip"]);
        books.iter().flat_map(|(_, bytes)| [seeds::in_parts(bytes), bytes.clone()]).collect()
    }),
    |data: &[u8]| {
        let book = files::of_parts("staff.xlsx", data);
        let sheets = open_sheets(&book);
        holds::sheets(&sheets);
        let reading = read(&files::school(vec![book]), &Settings::default());
        holds::school(&reading.school);
        let stopped = reading.school.findings.iter().find(|finding| finding.code == "E-READER-STOPPED");
        assert_eq!(stopped, None, "the reader of xlsx does not panic");
    }
);
