//! The other formats of workbooks: OpenDocument and binary workbooks out of fuzzed parts, Excel 97 to 2003 as bytes. Here
//! a library reads what the checks let through; where it stops, the file is lost and the run goes on, so only that is a
//! find which gets out of its shelter.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfence::ingest::{open_sheets, read};
use ringfence::model::settings::Settings;
use ringfence_fuzz::{files, holds, seeds};

/// By the first byte; its neighbours in the alphabet are as good.
const NAMES: [&str; 3] = ["staff.ods", "staff.xlsb", "staff.xls"];

fuzz_target!(
    init: seeds::if_asked(|| {
        let mut all = Vec::new();
        for (n, ending) in (b'a'..).zip(["ods", "xlsb", "xls"]) {
            for (_, bytes) in seeds::with_ending(&[ending]) {
                all.push([&[n], &seeds::in_parts(&bytes)[..]].concat());
            }
        }
        all
    }),
    |data: &[u8]| {
        let Some((first, rest)) = data.split_first() else { return };
        let name = NAMES[usize::from(first.wrapping_sub(b'a')) % NAMES.len()];
        let book = files::of_parts(name, rest);
        holds::sheets(&open_sheets(&book));
        holds::school(&read(&files::school(vec![book]), &Settings::default()).school);
    }
);
