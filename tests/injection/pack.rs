//! A school with a payload in every text field, and in every cell of one more row of each record.

use std::fs;
use std::path::Path;

/// A record: its name, its headers, and its rows, in which `@word` stands for the payload with the canary `zqword`.
type Record = (&'static str, &'static str, &'static [&'static str]);

const RECORDS: [Record; 15] = [
    (
        "school",
        "URN|School|Phase|Type|Local authority|Pay area|Trust|Appropriate body|Induction tutor",
        &["URN|@school|@phase|@type|@authority|Rest of England|@schooltrust|@body|@tutor"],
    ),
    (
        "staff",
        "Staff code|Name|TRN|Email|FTE|Pay range|Responsibilities|QTS|From|To",
        &[
            "@ect|@ectname|1234567|@email|1|Main||Yes|01/09/2026|",
            "@mentor|@mentorname|1234568||1|@range|@responsibility|Yes|01/09/2020|",
        ],
    ),
    ("service", "Staff code|From|To|FTE|URN", &["@ect|01/09/2026||1|"]),
    (
        "induction",
        "Staff code|Induction start|Programme|Lead provider|Delivery partner|Registered on|QTS date",
        &["@ect|01/09/2026|provider-led|@lead|@partner|20/08/2026|01/07/2026"],
    ),
    ("mentorship", "ECT|Mentor|From|To", &["@ect|@mentor|01/09/2026|"]),
    (
        "mentors",
        "Staff code|Training start|Programme|Lead provider|Completed on|Ineligible reason|ITT mentor training",
        &["@mentor||provider-led|@mentorlead||@ineligible|@itt"],
    ),
    (
        "periods",
        "Period|Start|End|Teaching",
        &["@one|09:00|10:00|yes", "@two|10:00|11:00|yes", "@three|11:20|12:20|yes"],
    ),
    (
        "timetable",
        "Staff code|Day|Period|Activity|Class|Subject|Room",
        &[
            "@ect|Monday|@one|Teaching|@class|@subject|@room",
            "@ect|Monday|@two|PPA|||",
            "@ect|Tuesday|@two|induction|||",
            "@ect|Tuesday|@one|@activity|||",
            "@mentor|Monday|@three|Teaching|@class|@subject|@room",
            "@mentor|Tuesday|@three|mentoring|||",
        ],
    ),
    (
        "calendar",
        "From|To|Kind|Name",
        &["01/09/2026|18/12/2026|term|@term", "26/10/2026|30/10/2026|holiday|@holiday"],
    ),
    (
        "cover",
        "Date|Covering teacher|Period|Absent teacher|Class|Kind",
        &["05/10/2026|@ect|@two|@absent|@covered|cover", "06/10/2026|@ect|@two|@mentor|@covered|event"],
    ),
    (
        "meetings",
        "Date|ECT|Mentor|Start|End|Status|Notes",
        &[
            "08/09/2026|@ect|@mentor|11:20|12:20|held|@notes",
            "15/09/2026|@ect|@mentor|15:30|16:30|held|@late",
        ],
    ),
    (
        "training",
        "Date|Person|Minutes|Element|Provider|Attended",
        &["10/09/2026|@mentor|90|conference|@provider|yes"],
    ),
    ("absence", "Staff code|From|To|Kind", &["@ect|12/10/2026|13/10/2026|@absence"]),
    (
        "reviews",
        "ECT|Kind|Date|Due|Outcome|Author|Sent to AB",
        &["@ect|progress review|20/11/2026|04/12/2026|@outcome|@author|23/11/2026"],
    ),
    ("observations", "Date|ECT|Observer", &["01/10/2026|@ect|@mentor", "02/11/2026|@ect|@observer"]),
];

/// In what form the records are handed in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    /// A text file for each.
    Csv,
    /// A sheet for each, in one workbook.
    Xlsx,
}

/// The payload of a field: each of them stands in every field, or they take turns.
pub fn pick<'a>(payloads: &[&'a str], word: &str) -> &'a str {
    payloads[word.bytes().map(usize::from).sum::<usize>() % payloads.len()]
}

/// Writes the school into a new folder of the pack, called after a payload like everything in it.
pub fn write(pack: &Path, number: usize, payloads: &[&str], form: Form) {
    let name = |word: &str| as_name(pick(payloads, word), 60);
    let folder = pack.join(format!("{number:03} {}", name("folder")));
    fs::create_dir_all(&folder).unwrap();
    let records: Vec<(&str, Vec<Vec<String>>)> = RECORDS
        .iter()
        .map(|(name, headers, rows)| (*name, filled(name, headers, rows, number, payloads)))
        .collect();
    match form {
        Form::Csv => {
            for (record, rows) in &records {
                let mut file = csv::Writer::from_writer(Vec::new());
                for row in rows {
                    file.write_record(row).unwrap();
                }
                let path = folder.join(format!("a {} zqfile {record}.csv", name("file")));
                fs::write(path, file.into_inner().unwrap()).unwrap();
            }
        }
        Form::Xlsx => {
            let mut book = rust_xlsxwriter::Workbook::new();
            for (record, rows) in &records {
                let sheet = book.add_worksheet();
                sheet.set_name(sheet_name(pick(payloads, record), record)).unwrap();
                for (row, cells) in (0..).zip(rows) {
                    for (col, text) in (0..).zip(cells).filter(|(_, text)| !text.is_empty()) {
                        sheet.write_string(row, col, text).unwrap();
                    }
                }
            }
            book.save(folder.join(format!("a {} zqfile.xlsx", name("file")))).unwrap();
        }
    }
    fs::write(folder.join("ringfence.toml"), settings(payloads)).unwrap();
}

fn with(payloads: &[&str], word: &str) -> String {
    format!("{} zq{word}", pick(payloads, word))
}

/// The header with one more column, the rows, and a row in which every cell is the payload.
fn filled(name: &str, headers: &str, rows: &[&str], number: usize, payloads: &[&str]) -> Vec<Vec<String>> {
    let cell = |text: &str| match text.strip_prefix('@') {
        Some(word) => with(payloads, word),
        None if text == "URN" => format!("{}", 100_000 + number),
        None => text.to_owned(),
    };
    let mut header: Vec<String> = headers.split('|').map(str::to_owned).collect();
    let odd = header.iter().enumerate().map(|(col, _)| with(payloads, &format!("odd{name}{col}"))).collect();
    header.push(with(payloads, &format!("header{name}")));
    let mut all = vec![header];
    all.extend(rows.iter().map(|row| row.split('|').map(cell).collect()));
    // a second row of the school would be another school
    if name != "school" {
        all.push(odd);
    }
    let width = all[0].len();
    for row in &mut all {
        row.resize(width, String::new());
    }
    all
}

fn settings(payloads: &[&str]) -> String {
    let text = |word: &str| toml::Value::String(with(payloads, word)).to_string();
    let key = |word: &str| {
        let quoted = toml::Value::String(with(payloads, word)).to_string();
        if quoted.starts_with("\"\"\"") || quoted.starts_with('\'') {
            json(&with(payloads, word))
        } else {
            quoted
        }
    };
    format!(
        "term = \"Autumn 2026\"\nas_of = \"2026-11-27\"\nfrom = {}\n{} = 1\n[comparator]\nminutes_per_cycle = 120\nreason = {}\n\
         [vocabulary]\n{} = \"other\"\n{} = {}\n[local]\npart_time_meetings = {}\n[brand]\ntrust = {}\nlogo = {}\naccent = {}\n",
        text("from"),
        key("key"),
        text("reason"),
        key("meant"),
        key("word"),
        text("meaning"),
        text("pro"),
        text("trust"),
        text("logo"),
        text("accent"),
    )
}

/// A basic string of TOML: JSON's, with the control character that JSON leaves.
fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

/// What of a payload a file system takes.
fn as_name(payload: &str, most: usize) -> String {
    let taken = payload.chars().map(|c| if matches!(c, '/' | '\0') { '_' } else { c });
    let mut name = String::new();
    for c in taken {
        if name.len() + c.len_utf8() > most {
            break;
        }
        name.push(c);
    }
    name
}

/// What of a payload a workbook takes for the name of a sheet.
fn sheet_name(payload: &str, record: &str) -> String {
    let plain: String = payload
        .chars()
        .filter(|c| !"[]:*?/\\".contains(*c) && (!c.is_control() || matches!(c, '\u{80}'..='\u{9f}')))
        .filter(|c| c.len_utf16() == 1 && !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .take(14)
        .collect();
    format!("{} {record}", plain.trim_start_matches('\''))
}
