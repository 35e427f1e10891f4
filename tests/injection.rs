//! Whatever a file says, it stays text: every payload of `injection/payloads.txt` in every text field of a school, handed
//! in as text files and as a workbook, and every output taken apart by other means than those that made it.
//!
//! Half of the payloads go in as text files and half as workbooks, four to a school, whose fields they share out; with
//! `RINGFENCE_INJECT=all` every one stands in every field, as both.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

#[path = "injection/outputs.rs"]
mod outputs;
#[path = "injection/pack.rs"]
mod pack;
#[path = "injection/payloads.rs"]
mod payloads;
#[path = "injection/school.rs"]
mod school;
#[path = "injection/telling.rs"]
mod telling;

use outputs::{Book, Page};
use pack::{Form, pick};
use payloads::{as_read, is_refused, payloads};
use regex::Regex;
use ringfence::model::text::{visible, visible_lines};
use school::compare;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use telling::{OWN_PATH, calendar_faults, field_faults, files, lines_of, page_faults, script_faults, texts};

const HARMLESS: &str = "Plain words";

/// Sums over the columns of the matrix, and the cells a chart draws.
static OVERVIEW_FORMULA: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:SUM\(Matrix\[[A-Z][a-z ]+\]\)|'?Rules'?!\$[A-Z]\$\d+(?::\$[A-Z]\$\d+)?)$").unwrap()
});

#[test]
fn nothing_in_text_files_becomes_anything_but_text() {
    hold(Form::Csv, 0);
}

#[test]
fn nothing_in_a_workbook_becomes_anything_but_text() {
    hold(Form::Xlsx, 1);
}

#[expect(
    clippy::print_stdout,
    reason = "how many payloads reached an output is for whoever asks with --nocapture"
)]
fn hold(form: Form, turn: usize) {
    let all = std::env::var("RINGFENCE_INJECT").is_ok_and(|which| which == "all");
    let payloads = payloads();
    assert!(payloads.len() >= 100);
    // Those that are refused by themselves, so that the other schools are read like the one with plain words.
    let (mut taken, refused): (Vec<&str>, Vec<&str>) = payloads
        .iter()
        .enumerate()
        .filter(|(n, _)| all || n % 2 == turn)
        .map(|(_, payload)| payload.as_str())
        .partition(|payload| !is_refused(payload));
    taken.sort_by_key(|payload| visible(payload).chars().count());
    let most = if all { 1 } else { 4 };
    let chosen: BTreeMap<usize, &[&str]> =
        (1..).zip(taken.chunks(most).chain(refused.chunks(most))).collect();
    // `.ci/inert` opens the outputs in a browser and in LibreOffice.
    let kept =
        std::env::var_os("RINGFENCE_INJECT_KEEP").map(|kept| Path::new(&kept).join(format!("{form:?}")));
    let own = tempfile::tempdir().unwrap();
    let home = kept.as_deref().unwrap_or(own.path());
    let pack = home.join("pack");
    pack::write(&pack, 0, &[HARMLESS], form);
    for (number, payloads) in &chosen {
        pack::write(&pack, *number, payloads, form);
    }
    run(home, &["report", "pack", "--out", "out"]);
    let out = home.join("out");
    let findings = lines_of(&fs::read(out.join("findings.csv")).unwrap());
    let slow = findings.iter().filter(|line| line[3] == "E-TIME").count();
    assert_eq!(slow, 0, "files took longer to read than they may: this machine has too much else to do");
    let mut schools = school::read(&out);
    let of_a_school = chosen.values().copied().filter(|payloads| !is_refused(payloads[0]));
    let names: Vec<String> = of_a_school
        .chain([&[HARMLESS][..]])
        .map(|payloads| format!("{} zqschool", visible(&as_read(pick(payloads, "school")))))
        .collect();
    let mut faults = whole_run(&out, &names);
    faults.extend(other_editions(&out));
    let harmless = schools.remove(&0).expect("the school with plain words has its reports");
    let (mut reached, mut otherwise) = (0, 0);
    for (number, payloads) in &chosen {
        let Some(school) = schools.get(number) else {
            faults.push(format!("{payloads:?} has no reports"));
            continue;
        };
        let found = compare(payloads, school, &harmless);
        faults.extend(found.into_iter().map(|fault| format!("{payloads:?}: {fault}")));
        otherwise += usize::from(!is_refused(payloads[0]) && !school.reads_like(&harmless));
        reached += school.said().iter().map(|(_, said)| said.len()).sum::<usize>();
    }
    faults.extend(marked_copies(home, &pack, form));
    println!(
        "{form:?}: {} payloads in {} schools; {reached} canaries reached an output; {} payloads have their rows refused \
         for a control character, which is said; {otherwise} schools are read otherwise than plain words",
        taken.len() + refused.len(),
        chosen.len(),
        refused.len(),
    );
    assert!(otherwise * 5 <= chosen.len(), "nearly all are read like plain words");
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults[..faults.len().min(60)].join("\n"));
}

/// Runs the program, and sees that nothing it says acts on a terminal.
fn run(home: &Path, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_ringfence")).args(args).current_dir(home).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert_eq!(output.status.code(), Some(3), "{args:?} {err}");
    assert_eq!((visible_lines(&out), visible_lines(&err)), (out.clone(), err.clone()));
    assert!(!out.contains(['\t', '\r']) && err.is_empty(), "{err}");
    out
}

/// The pages and workbooks of every edition but the head's, which is looked at more closely.
fn other_editions(out: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    let mut seen = 0;
    for path in files(out).iter().filter(|path| path.parent() != Some(out)) {
        let name = path.strip_prefix(out).unwrap().display().to_string();
        let ending = path.extension().unwrap();
        if path.file_stem().unwrap() == "head" {
            continue;
        }
        if ending == "html" {
            let text = fs::read_to_string(path).unwrap();
            faults.extend(page_faults(&name, &Page::of(&text)));
            faults.extend(script_faults(&name, &text));
            seen += 1;
        } else if ending == "xlsx" {
            let book = Book::of(fs::read(path).unwrap());
            faults.extend(book.faults.iter().map(|fault| format!("{name} {fault}")));
            let odd = book.formulas.iter().filter(|formula| !is_ours(formula));
            faults.extend(odd.map(|formula| format!("{name} has a formula {formula}")));
            seen += 1;
        }
    }
    assert!(seen >= 8, "{seen} reports of other editions");
    faults
}

/// A formula that calls nothing but what adds up and chooses, and holds no word of the input.
fn is_ours(formula: &str) -> bool {
    const CALLED: [&str; 11] =
        ["ABS", "COUNTIFS", "IF", "IFERROR", "INDEX", "MATCH", "MIN", "ROUND", "ROWS", "SUM", "SUMIFS"];
    static CALL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"([A-Z0-9.]+)\(").unwrap());
    !formula.contains("zq")
        && !formula.contains(['|', '{', ';'])
        && CALL.captures_iter(formula).all(|call| CALLED.contains(&&call[1]))
}

/// What stands above the folders of the schools, and the names of all files. Every school whose name was read is named.
fn whole_run(out: &Path, names: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    for name in ["index.html", "overview.html"] {
        let text = fs::read_to_string(out.join(name)).unwrap();
        assert!(
            text.contains("default-src 'none'; style-src 'unsafe-inline'"),
            "{name} lets in what it should not"
        );
        let page = Page::of(&text);
        assert_eq!(page.tags.iter().filter(|tag| *tag == "style").count(), 1);
        let unnamed = names.iter().filter(|school| !page.text.contains(school.as_str()));
        faults.extend(unnamed.map(|school| format!("{name} does not name {school:?}")));
        faults.extend(page_faults(name, &page));
        faults.extend(script_faults(name, &text));
    }
    let book = Book::of(fs::read(out.join("overview.xlsx")).unwrap());
    faults.extend(book.faults.iter().map(|fault| format!("overview.xlsx {fault}")));
    let odd = book.formulas.iter().filter(|formula| !OVERVIEW_FORMULA.is_match(formula));
    faults.extend(odd.map(|formula| format!("overview.xlsx has a formula {formula}")));
    for name in ["results.json", "manifest.json"] {
        let json: serde_json::Value = serde_json::from_slice(&fs::read(out.join(name)).unwrap()).unwrap();
        let mut strings = Vec::new();
        texts(&json, &mut strings);
        let unnamed = names.iter().filter(|school| !strings.contains(school));
        faults.extend(unnamed.map(|school| format!("{name} does not name {school:?}")));
        faults.extend(
            strings
                .iter()
                .filter(|text| visible_lines(text) != ***text)
                .map(|text| format!("{name} {text:?}")),
        );
    }
    // What is kept for the next run and for a rollup.
    for line in fs::read_to_string(out.join("schools.jsonl")).unwrap().lines() {
        let json: serde_json::Value = serde_json::from_str(line).unwrap();
        let mut strings = Vec::new();
        texts(&json, &mut strings);
        let odd = strings.iter().filter(|text| visible_lines(text) != ***text);
        faults.extend(odd.map(|text| format!("schools.jsonl {text:?}")));
    }
    for name in ["findings.csv", "actions.csv"] {
        faults.extend(field_faults(name, &fs::read(out.join(name)).unwrap()));
    }
    for calendar in files(out).iter().filter(|path| path.extension().is_some_and(|ending| ending == "ics")) {
        faults.extend(calendar_faults(&fs::read_to_string(calendar).unwrap()));
    }
    for path in files(out) {
        let path = path.strip_prefix(out).unwrap().to_str().unwrap().to_owned();
        // With a folder for the output as long as that, a path stays under 240.
        if !OWN_PATH.is_match(&path) || path.len() > 119 {
            faults.push(format!("a file is called {path:?}"));
        }
    }
    faults
}

/// The marked copies of a few schools hold what the files held, inert.
fn marked_copies(home: &Path, pack: &Path, form: Form) -> Vec<String> {
    let few = home.join("few");
    let mut schools: Vec<PathBuf> = fs::read_dir(pack).unwrap().map(|entry| entry.unwrap().path()).collect();
    schools.sort();
    fs::create_dir(&few).unwrap();
    for school in schools.iter().step_by(if form == Form::Csv { 4 } else { 2 }) {
        fs::rename(school, few.join(school.file_name().unwrap())).unwrap();
    }
    run(home, &["check", "few", "--annotate", "marked"]);
    let copies = files(&home.join("marked"));
    let (mut faults, mut names) = (Vec::new(), 0);
    for copy in &copies {
        let path = copy.strip_prefix(home).unwrap().to_string_lossy().into_owned();
        if visible(&path) != path {
            faults.push(format!("a copy is called {path:?}"));
        }
        let bytes = fs::read(copy).unwrap();
        let texts = match form {
            Form::Csv => {
                faults.extend(field_faults(&path, &bytes));
                lines_of(&bytes).concat().join("\n")
            }
            Form::Xlsx => {
                let book = Book::of(bytes);
                faults.extend(book.faults.iter().map(|fault| format!("{path} {fault}")));
                faults
                    .extend(book.formulas.iter().map(|formula| format!("{path} has a formula {formula:?}")));
                book.texts.join("\n")
            }
        };
        names += usize::from(texts.contains("zqectname"));
    }
    let schools = fs::read_dir(&few).unwrap().count();
    assert_eq!(names, schools, "each school has a copy with the name of its ECT, of {} copies", copies.len());
    faults
}
