//! Every place where a cell becomes a date, a time, a length, a number, a name or a word: rows of one record of the house
//! layout, in a school whose other records are well. The first byte chooses the record, the second whether the values
//! stand in a text file or, numbers as numbers and dates as dates, in a workbook.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfence::ingest::blank::{self, Record};
use ringfence::ingest::layout::Layouts;
use ringfence_fuzz::reports::{self, RULEBOOK};
use ringfence_fuzz::{files, seeds};
use std::fmt::Write as _;
use std::sync::LazyLock;

static RECORDS: LazyLock<Vec<Record>> = LazyLock::new(blank::records);

/// Records that are well.
const WELL: [(&str, &str); 7] = [
    ("school", "URN,School,Pay area\n900102,Larkrigg Academy,Outer London\n"),
    (
        "staff",
        "Staff code,Name,TRN,FTE,Pay range,QTS\nADW,Amelia Dwyer,9012017,1,M1,Yes\nEPA,Ewan Patel,9012059,1,M6,Yes\nKIM,Kim Ash,,1,M6,Yes\n",
    ),
    ("periods", "Period,Start,End,Teaching\nP1,08:50,09:50,yes\nP2,09:50,10:50,yes\n"),
    ("calendar", "From,To,Kind,Name\n01/09/2026,18/12/2026,term,Autumn 2026\n"),
    (
        "induction",
        "Staff code,Date of birth,Induction start,Registered on,QTS date,Programme\nADW,19/01/2004,01/09/2026,13/07/2026,03/07/2026,provider-led\n",
    ),
    ("mentorship", "ECT,Mentor,From\nADW,EPA,01/09/2026\n"),
    (
        "timetable",
        "Staff code,Day,Period,Activity,Class\nADW,Monday,P1,Teaching,8B\nEPA,Monday,P1,Teaching,8B\nKIM,Monday,P2,Teaching,8B\n",
    ),
];

/// Formats of cells by the second byte: as it comes, a date, a time of day, a length, a date and a time.
const FORMATS: u8 = 5;

fuzz_target!(
    init: seeds::if_asked(seeds::values),
    |data: &[u8]| {
        let [which, form, rest @ ..] = data else { return };
        let record = &RECORDS[usize::from(*which) % RECORDS.len()];
        let text = String::from_utf8_lossy(rest);
        let values: Vec<&str> = text.split('\n').collect();
        let rows: Vec<&[&str]> = values.chunks(record.columns.len()).take(40).collect();
        let written = if form % 2 == 0 { comma_separated(record, &rows) } else { workbook(record, &rows, form / 2) };
        let mut pack = vec![written];
        let others = WELL.iter().filter(|(name, _)| *name != record.name);
        pack.extend(others.map(|(name, text)| files::file(&format!("{name}.csv"), text.as_bytes().to_vec())));
        reports::of(pack, Layouts::built_in(), &RULEBOOK);
    }
);

fn comma_separated(record: &Record, rows: &[&[&str]]) -> ringfence::ingest::PackFile {
    let headings: Vec<&str> = record.columns.iter().map(|column| column.heading.as_str()).collect();
    let mut table = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    table.write_record(headings).expect("memory takes every byte");
    for row in rows {
        table.write_record(*row).expect("memory takes every byte");
    }
    files::file(&format!("{}.csv", record.name), table.into_inner().expect("memory takes every byte"))
}

fn workbook(record: &Record, rows: &[&[&str]], form: u8) -> ringfence::ingest::PackFile {
    let headings: Vec<&str> = record.columns.iter().map(|column| column.heading.as_str()).collect();
    let mut data = String::new();
    for (n, row) in (1..).zip([&headings[..]].into_iter().chain(rows.iter().copied())) {
        let _ = write!(data, "<row r=\"{n}\">");
        for (column, value) in (b'A'..=b'Z').map(char::from).zip(row) {
            // A number of a seed's form differs from cell to cell, so that a date stands beside a time.
            let style = (u32::from(form) + u32::from(column)) % u32::from(FORMATS);
            let number = value.parse::<f64>().ok().filter(|number| number.is_finite() && n > 1);
            let _ = match number {
                Some(number) => write!(data, "<c r=\"{column}{n}\" s=\"{style}\"><v>{number}</v></c>"),
                None => write!(
                    data,
                    "<c r=\"{column}{n}\" t=\"inlineStr\"><is><t>{}</t></is></c>",
                    escaped(value)
                ),
            };
        }
        data.push_str("</row>");
    }
    let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{data}</sheetData></worksheet>");
    let parts: [(&str, &str); 6] = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS),
        ("xl/styles.xml", STYLES),
        ("xl/worksheets/sheet1.xml", &sheet),
    ];
    let parts = parts.map(|(name, text)| (name.to_owned(), text.as_bytes()));
    files::file(&format!("{}.xlsx", record.name), files::archive(&parts))
}

/// Text as XML takes it: characters that it has no place for are left out.
fn escaped(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    kept.fold(String::new(), |mut all, c| {
        match c {
            '<' => all.push_str("&lt;"),
            '&' => all.push_str("&amp;"),
            c => all.push(c),
        }
        all
    })
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="164"/><xf numFmtId="22"/></cellXfs></styleSheet>"#;
