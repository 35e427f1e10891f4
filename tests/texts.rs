//! The same text files however they are stored: encoding, separator, line ends and titles above change nothing that is read.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use proptest::prelude::*;
use ringfence::ingest::PackFile;
use support::dice::Dice;
use support::told::without_addresses;
use support::{Record, Value};

/// How a text file is stored.
#[derive(Clone, Copy, Debug)]
struct Storing {
    delimiter: u8,
    hint: bool,
    ends: &'static [&'static str],
    titles: usize,
    encoding: Encoding,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Encoding {
    Utf8,
    Utf8Marked,
    Windows1252,
    Utf16Little,
    Utf16Big,
}

const PLAIN: Storing =
    Storing { delimiter: b',', hint: false, ends: &["\n"], titles: 0, encoding: Encoding::Utf8 };

/// One way of storing after another, then several at once.
fn storings(dice: &mut Dice) -> Vec<Storing> {
    use Encoding::{Utf8Marked, Utf16Big, Utf16Little, Windows1252};
    let mut all = Vec::new();
    all.extend(
        [Utf8Marked, Windows1252, Utf16Little, Utf16Big].map(|encoding| Storing { encoding, ..PLAIN }),
    );
    all.extend([b';', b'\t', b'|'].map(|delimiter| Storing { delimiter, ..PLAIN }));
    all.extend([b';', b'\t', b',', b'|'].map(|delimiter| Storing { delimiter, hint: true, ..PLAIN }));
    all.extend([&["\r\n"][..], &["\r"], &["\n", "\r\n", "\r"]].map(|ends| Storing { ends, ..PLAIN }));
    for delimiter in [b',', b';', b'\t', b'|'] {
        all.push(Storing { delimiter, titles: 1 + dice.roll(5), ..PLAIN });
    }
    // Excel's “Unicode Text”, a Mac's, and a Windows-1252 export with everything that can be odd.
    all.push(Storing { delimiter: b'\t', ends: &["\r\n"], encoding: Utf16Little, ..PLAIN });
    all.push(Storing { delimiter: b';', ends: &["\r"], titles: 3, encoding: Utf16Big, ..PLAIN });
    all.push(Storing {
        delimiter: b';',
        hint: true,
        ends: &["\r", "\r\n", "\n"],
        titles: 2,
        encoding: Windows1252,
    });
    all
}

/// Names with letters and marks that Windows-1252 has, and with every separator in one.
const NAMES: [&str; 8] = [
    "Zoë Park",
    "JOSÉ\u{a0}",
    "Siân Müller",
    "Šárka Žák",
    "Bell, Ann",
    "Œuvré; Anaïs",
    "Ng|Løvås",
    "D’Arcy – O’Brien",
];

/// Texts that hold separators, quotation marks and line breaks.
const TEXTS: [&str; 10] = [
    "illness",
    "flu, then cough, then flu",
    "a;b;c",
    "x|y",
    "one\ttwo",
    "the \"big\" one",
    "“so”, she said",
    "£1,250 – ½ day",
    "two\nlines",
    "",
];

const TITLES: [&str; 7] = [
    "Ashgrove School",
    "Staff list, autumn 2026",
    "",
    "As at 15/10/2026",
    "Printed for A. Bell; office",
    "Page 1 of 1",
    "Zoë’s list",
];

/// Staff, and registers of few or no rows.
fn records(dice: &mut Dice) -> Vec<Record> {
    let codes = ["ZOE", "JOS", "SIA", "SAR", "BEL", "OEU", "NGL", "DAR"];
    let count = 1 + dice.roll(codes.len());
    let staff = codes.iter().zip(NAMES).take(count);
    let staff: Vec<Vec<Value>> =
        staff.map(|(code, name)| text_row(&[code, name, one(dice, &["1", "0.6", "0.8"])])).collect();
    let mut register = |name: &str, headers: &[&str], row: &mut dyn FnMut(&mut Dice, &str) -> Vec<Value>| {
        let rows = (0..dice.roll(5))
            .map(|_| {
                let code = codes[dice.roll(count)];
                row(dice, code)
            })
            .collect();
        (name.to_owned(), headers.iter().map(|header| (*header).to_owned()).collect(), rows)
    };
    let training =
        register("training", &["Date", "Person", "Minutes", "Provider", "Element"], &mut |dice, code| {
            text_row(&[one(dice, &["12/09/2026", "03/04/2027"]), code, "90", one(dice, &TEXTS), "clinic"])
        });
    let absence = register("absence", &["Staff code", "From", "Kind"], &mut |dice, code| {
        text_row(&[code, one(dice, &["07/09/2026", "08/09/2026"]), one(dice, &TEXTS)])
    });
    let payments = register("payments", &["Paid on", "Scheme", "Amount", "Reference"], &mut |dice, code| {
        text_row(&["20/11/2026", one(dice, &TEXTS), one(dice, &["£1,234.50", "900"]), code])
    });
    let headers = ["Staff code", "Name", "FTE"].map(str::to_owned).to_vec();
    vec![("staff".to_owned(), headers, staff), training, absence, payments]
}

/// One of a list of texts.
fn one<'a>(dice: &mut Dice, list: &[&'a str]) -> &'a str {
    list[dice.roll(list.len())]
}

fn text_row(texts: &[&str]) -> Vec<Value> {
    texts.iter().map(|text| Value::from(*text)).collect()
}

/// A record as a text file.
fn stored((name, headers, rows): &Record, storing: Storing, dice: &mut Dice) -> PackFile {
    let mut lines: Vec<String> = Vec::new();
    if storing.hint {
        lines.push(format!("sep={}", char::from(storing.delimiter)));
    }
    for _ in 0..storing.titles {
        lines.push(line(&[one(dice, &TITLES)], storing.delimiter));
    }
    lines.push(line(headers, storing.delimiter));
    for row in rows {
        let cells = row.iter().map(|value| match value {
            Value::Text(text) => text.as_str(),
            _ => "",
        });
        lines.push(line(&cells.collect::<Vec<_>>(), storing.delimiter));
    }
    let text: String = lines.into_iter().map(|line| line + one(dice, storing.ends)).collect();
    let units = |swap: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(swap).collect()
    };
    let bytes = match storing.encoding {
        Encoding::Utf8 => text.into_bytes(),
        Encoding::Utf8Marked => ["\u{feff}", &text].concat().into_bytes(),
        Encoding::Windows1252 => {
            let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(&text);
            assert!(!lost, "{text}");
            bytes.into_owned()
        }
        Encoding::Utf16Little => units(u16::to_le_bytes),
        Encoding::Utf16Big => units(u16::to_be_bytes),
    };
    support::bytes_file(&format!("{name}.csv"), &bytes)
}

/// One line without its end; a title of nothing is a blank line.
fn line(cells: &[impl AsRef<[u8]>], delimiter: u8) -> String {
    if cells.len() == 1 && cells[0].as_ref().is_empty() {
        return String::new();
    }
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(cells).unwrap();
    String::from_utf8(writer.into_inner().unwrap()).unwrap().trim_end_matches('\n').to_owned()
}

fn told(records: &[Record], storing: Storing, seed: u64) -> String {
    let mut dice = Dice::new(seed);
    let files = records.iter().map(|record| stored(record, storing, &mut dice)).collect();
    without_addresses(&support::read(files).school)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn how_a_text_file_is_stored_changes_nothing_that_is_read(seed in any::<u64>()) {
        let records = records(&mut Dice::new(seed));
        let plain = told(&records, PLAIN, seed);
        for storing in storings(&mut Dice::new(seed)) {
            prop_assert_eq!(&told(&records, storing, seed), &plain, "{:?}", storing);
        }
    }
}

#[test]
fn the_plain_files_are_read_in_full() {
    // Staff with every name, and whatever rows the registers have: nothing is left out but repeated rows.
    for seed in 0..50 {
        let records = records(&mut Dice::new(seed));
        let school =
            support::read(records.iter().map(|record| stored(record, PLAIN, &mut Dice::new(seed))).collect())
                .school;
        assert_eq!(school.staff.len(), records[0].2.len());
        for (sheet, (name, _, rows)) in school.sources.sheets.iter().zip({
            let mut by_name = records.clone();
            by_name.sort_by(|a, b| a.0.cmp(&b.0));
            by_name
        }) {
            assert_eq!(
                sheet.taken_for.as_deref(),
                Some(name.as_str()),
                "{seed} {rows:?} {:?}",
                school.findings
            );
            let repeated = sheet.left_out.get("duplicate row").copied().unwrap_or(0);
            let blank = sheet.left_out.get("needed cell empty").copied().unwrap_or(0);
            assert_eq!(sheet.rows_used + repeated + blank, rows.len() as u64, "{name}: {:?}", sheet.left_out);
        }
    }
}

#[test]
fn each_way_of_storing_is_said() {
    let record = support::record("staff", &["Staff code", "Name", "FTE"], &[&["ZOE", "Zoë Park", "1"]]);
    let codes = |storing| {
        let file = stored(&record, storing, &mut Dice::new(1));
        let codes: Vec<&str> = support::read(vec![file]).school.findings.iter().map(|f| f.code).collect();
        codes.join(" ")
    };
    for (storing, expected) in [
        (PLAIN, ""),
        (Storing { encoding: Encoding::Utf8Marked, ..PLAIN }, ""),
        (Storing { encoding: Encoding::Windows1252, ..PLAIN }, "W-1252"),
        (Storing { encoding: Encoding::Utf16Big, delimiter: b';', ..PLAIN }, "W-UTF16 W-DELIM"),
        (Storing { delimiter: b'|', hint: true, ..PLAIN }, "W-DELIM"),
        (Storing { delimiter: b',', hint: true, ..PLAIN }, ""),
        (Storing { ends: &["\r"], titles: 5, ..PLAIN }, ""),
    ] {
        assert_eq!(codes(storing), expected, "{storing:?}");
    }
}
