//! Text under every name it may have: encodings, separators and quotation marks, calendars, aSc timetables, and the
//! templates of the Department.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfence::ingest::{open_sheets, read, text_lines};
use ringfence::model::settings::Settings;
use ringfence_fuzz::{files, holds, seeds};

/// By the first byte.
const NAMES: [&str; 8] = [
    "staff.csv",
    "staff.txt",
    "GPU001.dat",
    "staff.tsv",
    "calendar.ics",
    "timetable.xml",
    "staff.xls",
    "ringfence.toml",
];

fuzz_target!(
    init: seeds::if_asked(|| {
        let mut all = Vec::new();
        for (n, endings) in (b'a'..).zip([&["csv", "tsv"][..], &["txt"], &["dat"], &["csv"], &["ics"], &["xml"], &["fods"], &["toml"]]) {
            all.extend(seeds::with_ending(endings).iter().map(|(_, bytes)| [&[n], &bytes[..]].concat()));
        }
        all
    }),
    |data: &[u8]| {
        let Some((first, rest)) = data.split_first() else { return };
        let name = NAMES[usize::from(first.wrapping_sub(b'a')) % NAMES.len()];
        let file = files::file(name, rest.to_vec());
        let sheets = open_sheets(&file);
        holds::sheets(&sheets);
        if let (Some(lines), [sheet]) = (text_lines(&file), &sheets[..]) {
            let last = sheet.rows.last().map_or(0, |row| row.index as usize + 1);
            assert!(lines.len() >= last, "a row below the last line");
        }
        holds::school(&read(&files::school(vec![file]), &Settings::default()).school);
    }
);
