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

use base64ct::{Base64, Encoding as _};
use outputs::{Book, Page};
use pack::{Form, pick};
use regex::{Captures, Regex};
use ringfence::model::text::{begins_like_a_formula, visible, visible_lines};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

const HARMLESS: &str = "Plain words";

static CANARY: LazyLock<Regex> = LazyLock::new(|| Regex::new("zq[a-z]+[0-9]*").unwrap());
static HANDLER: LazyLock<Regex> = LazyLock::new(|| Regex::new("(?:^| )on[a-z]+=").unwrap());
static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?:href|src|action|data)="([^"]*)""#).unwrap());
/// Places on the page, and files of the output.
static OWN_ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:#[a-z0-9-]+|[a-z0-9-]+/[a-z-]+\.(?:html|xlsx)|overview\.(?:html|xlsx)|actions\.csv)$")
        .unwrap()
});
/// Cell references and constants, and nothing else.
static OWN_FORMULA: LazyLock<Regex> = LazyLock::new(|| {
    let chart = r"'?Time'?!\$[A-Z]{1,3}\$\d+(?::\$[A-Z]{1,3}\$\d+)?";
    Regex::new(&format!(r"^(?:[A-Z]{{1,3}}\d+/1440|COUNTIFS\(Verdicts\[Outcome\],A\d+\)|{chart})$")).unwrap()
});
static OVERVIEW_FORMULA: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:SUM\(Matrix\[[A-Z][a-z ]+\]\)|'?Rules'?!\$[A-Z]\$\d+(?::\$[A-Z]\$\d+)?)$").unwrap()
});
/// A folder for each school, of plain letters.
static OWN_PATH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:(?:\d{6}|school-\d+)-[a-z0-9-]{1,53}/)?[a-z-]+\.(?:html|xlsx|json|csv|ics)$").unwrap()
});

#[test]
fn nothing_in_text_files_becomes_anything_but_text() {
    hold(Form::Csv, 0);
}

#[test]
fn nothing_in_a_workbook_becomes_anything_but_text() {
    hold(Form::Xlsx, 1);
}

/// The payloads, with what stands for characters that a line cannot hold put in.
fn payloads() -> Vec<String> {
    let lines = include_str!("injection/payloads.txt").lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with("# ")).map(unescaped).collect()
}

fn unescaped(line: &str) -> String {
    let code = Regex::new(r"\\(?:u\{([0-9a-f]+)\}|\*\{(\d+)\}\{(.*)\}|(.))").unwrap();
    code.replace_all(line, |found: &Captures| {
        if let Some(number) = found.get(1) {
            char::from_u32(u32::from_str_radix(number.as_str(), 16).unwrap()).unwrap().to_string()
        } else if let (Some(times), Some(what)) = (found.get(2), found.get(3)) {
            what.as_str().repeat(times.as_str().parse().unwrap())
        } else {
            match &found[4] {
                "t" => "\t".to_owned(),
                "r" => "\r".to_owned(),
                "n" => "\n".to_owned(),
                other => other.to_owned(),
            }
        }
    })
    .into_owned()
}

/// On one line, trimmed at its front, as a cell is read.
fn as_read(payload: &str) -> String {
    let line = payload.replace("\r\n", "\n");
    let line: String = line.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_owned()
}

/// A row that holds a control character is refused, whatever its columns.
fn is_refused(payload: &str) -> bool {
    as_read(payload).contains(char::is_control)
}

fn canaries(text: &str) -> BTreeSet<String> {
    CANARY.find_iter(text).map(|found| found.as_str().to_owned()).collect()
}

/// What the outputs of one school say, each as its reader sees it.
struct School {
    page: Page,
    book: Book,
    results: serde_json::Value,
    /// Lines of findings.csv.
    findings: Vec<Vec<String>>,
}

impl School {
    /// The same answers: a payload with a comma may be taken for a surname and a forename, and be someone else.
    fn reads_like(&self, other: &School) -> bool {
        let answers = |school: &School| {
            let all = school.results["assessments"].as_array().unwrap();
            all.iter().map(|answer| (answer["rule"].clone(), answer["outcome"].clone())).collect::<Vec<_>>()
        };
        let left_out =
            |school: &School| school.findings.iter().filter(|line| line[3].starts_with("E-")).count();
        answers(self) == answers(other) && left_out(self) == left_out(other)
    }

    fn said(&self) -> [(&'static str, BTreeSet<String>); 4] {
        let lines = self.findings.concat().join("\n");
        [
            ("head.html", canaries(&self.page.text)),
            ("head.xlsx", canaries(&self.book.texts.join("\n"))),
            ("results.json", canaries(&self.results.to_string())),
            ("findings.csv", canaries(&lines)),
        ]
    }
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
    let mut schools = read(&out);
    let named = chosen.values().filter(|payloads| !is_refused(payloads[0])).count() + 1;
    let mut faults = whole_run(&out, named);
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

/// The schools of an output, by the number in their URN.
fn read(out: &Path) -> BTreeMap<usize, School> {
    let mut findings: BTreeMap<usize, Vec<Vec<String>>> = BTreeMap::new();
    for line in lines_of(&fs::read(out.join("findings.csv")).unwrap()) {
        let number = number(&line[1]).or_else(|| line[0].get(..3)?.parse().ok()).unwrap_or(0);
        findings.entry(number).or_default().push(line);
    }
    let folders = files(out).into_iter().filter(|path| path.ends_with("head.html"));
    folders
        .map(|page| {
            let folder = page.parent().unwrap().to_owned();
            let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
            let number = number(&name).unwrap_or_else(|| panic!("a folder is called {name}"));
            let school = School {
                page: Page::of(&fs::read_to_string(page).unwrap()),
                book: Book::of(fs::read(folder.join("head.xlsx")).unwrap()),
                results: serde_json::from_slice(&fs::read(folder.join("results.json")).unwrap()).unwrap(),
                findings: findings.remove(&number).unwrap_or_default(),
            };
            (number, school)
        })
        .collect()
}

/// The number of a school from its URN; or from its place, where the row with the URN was refused.
fn number(name: &str) -> Option<usize> {
    match name.strip_prefix("school-") {
        Some(place) => Some(place.split('-').next()?.parse::<usize>().ok()? - 1),
        None => name.get(..6)?.parse::<usize>().ok()?.checked_sub(100_000),
    }
}

fn lines_of(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut lines = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    lines.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

/// What is wrong with the outputs of a school, beside those of one whose files say the same in plain words.
fn compare(payloads: &[&str], school: &School, harmless: &School) -> Vec<String> {
    let mut faults: Vec<String> =
        school.book.faults.iter().map(|fault| format!("head.xlsx {fault}")).collect();
    let mut differ = |what: &str, here: Vec<&String>, there: Vec<&String>| {
        if here != there {
            let at = here.iter().zip(&there).position(|(a, b)| a != b);
            let (a, b) = at.map_or((None, None), |at| (here.get(at), there.get(at)));
            faults.push(format!("{what}: {} and {}, first {a:?} and {b:?}", here.len(), there.len()));
        }
    };
    let alike = !is_refused(payloads[0]) && school.reads_like(harmless);
    if alike {
        differ("tags of head.html", school.page.tags.iter().collect(), harmless.page.tags.iter().collect());
        let formulas = |book: &'_ Book| book.formulas.iter().cloned().collect::<Vec<_>>();
        let (here, there) = (formulas(&school.book), formulas(&harmless.book));
        differ("formulas of head.xlsx", here.iter().collect(), there.iter().collect());
    }
    faults.extend(page_faults("head.html", &school.page));
    for formula in school.book.formulas.iter().filter(|formula| !OWN_FORMULA.is_match(formula)) {
        faults.push(format!("a formula {formula:?}"));
    }
    let mut strings = Vec::new();
    texts(&school.results, &mut strings);
    faults.extend(
        strings.iter().filter(|text| visible_lines(text) != ***text).map(|text| format!("JSON {text:?}")),
    );
    if is_refused(payloads[0]) {
        let told = school.findings.iter().any(|line| line[3] == "R-CONTROL" && line[7].contains("U+"));
        if !told {
            faults.push("is refused without a word".to_owned());
        }
        return faults;
    }
    let name = format!("{} zqectname", visible(&as_read(pick(payloads, "ectname"))));
    let cut: String = name.chars().take(31_000).collect();
    for (what, is_there) in [
        // a page may keep a number and its unit together, and what is read aloud is cut
        ("head.html", school.page.text.contains(&cut)),
        ("head.xlsx", school.book.texts.iter().any(|text| text.contains(&cut))),
        ("results.json", strings.iter().any(|text| **text == name)),
    ] {
        if !is_there {
            faults.push(format!("{what} does not say {name:?}"));
        }
    }
    if !alike {
        return faults;
    }
    // A message shows the beginning of a long value only; a page shows the first forty; and which of the cells that are no
    // record at all is told of depends on what they could be taken for.
    let all = |said: BTreeSet<String>| -> BTreeSet<String> {
        let short = payloads.iter().all(|payload| visible(payload).chars().count() < 36);
        said.into_iter()
            .filter(|word| {
                !word.starts_with("zqodd") && short
                    || matches!(word.as_str(), "zqectname" | "zqschool" | "zqmentorname")
            })
            .collect()
    };
    for ((what, here), (_, there)) in school.said().into_iter().zip(harmless.said()) {
        let (here, there) = (all(here), all(there));
        if here != there {
            let missing: Vec<_> = there.difference(&here).chain(here.difference(&there)).collect();
            faults.push(format!("{what} differs in {missing:?}"));
        }
    }
    faults
}

fn texts<'a>(value: &'a serde_json::Value, into: &mut Vec<&'a String>) {
    match value {
        serde_json::Value::String(text) => into.push(text),
        serde_json::Value::Array(all) => all.iter().for_each(|one| texts(one, into)),
        serde_json::Value::Object(all) => all.values().for_each(|one| texts(one, into)),
        _ => {}
    }
}

/// No tag holds a word of the input, none runs or loads anything, and every link stays inside.
fn page_faults(name: &str, page: &Page) -> Vec<String> {
    let mut faults = Vec::new();
    for tag in &page.tags {
        let (element, rest) = tag.split_once(' ').unwrap_or((tag, ""));
        let runs =
            ["script", "iframe", "object", "embed", "img", "link", "base", "form", "math", "foreignobject"];
        // the folder of a school is called after it, in plain letters and digits
        let rest = ADDRESS.replace_all(rest, |found: &Captures| {
            if OWN_ADDRESS.is_match(&found[1]) { String::new() } else { found[0].to_owned() }
        });
        if element.contains("zq")
            || rest.contains("zq")
            || runs.contains(&element) && (name, tag.as_str()) != ("overview.html", "script")
            || HANDLER.is_match(&rest)
            || element.starts_with("!--")
            || element == "error"
            || ADDRESS.is_match(&rest)
        {
            faults.push(format!("{name} has {tag}"));
        }
    }
    faults
}

/// What stands above the folders of the schools, and the names of all files.
fn whole_run(out: &Path, named: usize) -> Vec<String> {
    let mut faults = Vec::new();
    for name in ["index.html", "overview.html"] {
        let text = fs::read_to_string(out.join(name)).unwrap();
        assert!(
            text.contains("default-src 'none'; style-src 'unsafe-inline'"),
            "{name} lets in what it should not"
        );
        let page = Page::of(&text);
        assert_eq!(page.tags.iter().filter(|tag| *tag == "style").count(), 1);
        let scripts: Vec<&str> =
            text.split("<script>").skip(1).map(|rest| rest.split("</script>").next().unwrap()).collect();
        assert_eq!(
            scripts.len(),
            usize::from(name == "overview.html"),
            "{name}: the overview alone has a script, and one"
        );
        for script in scripts {
            let hash = Base64::encode_string(&Sha256::digest(script.as_bytes()));
            assert!(
                text.contains(&format!("; script-src 'sha256-{hash}'; base-uri 'none'")),
                "{name} runs more than its own script"
            );
        }
        assert!(
            page.text.matches("zqschool").count() >= named,
            "{name} names every school whose name was read"
        );
        faults.extend(page_faults(name, &page));
    }
    let book = Book::of(fs::read(out.join("overview.xlsx")).unwrap());
    faults.extend(book.faults.iter().map(|fault| format!("overview.xlsx {fault}")));
    let odd = book.formulas.iter().filter(|formula| !OVERVIEW_FORMULA.is_match(formula));
    faults.extend(odd.map(|formula| format!("overview.xlsx has a formula {formula}")));
    for name in ["results.json", "manifest.json"] {
        let json: serde_json::Value = serde_json::from_slice(&fs::read(out.join(name)).unwrap()).unwrap();
        let mut strings = Vec::new();
        texts(&json, &mut strings);
        assert!(strings.iter().any(|text| text.contains("zqschool")));
        faults.extend(
            strings
                .iter()
                .filter(|text| visible_lines(text) != ***text)
                .map(|text| format!("{name} {text:?}")),
        );
    }
    for name in ["findings.csv", "actions.csv"] {
        faults.extend(field_faults(name, &fs::read(out.join(name)).unwrap()));
    }
    for path in files(out) {
        if path.extension().is_some_and(|ending| ending == "ics") {
            faults.extend(calendar_faults(&fs::read_to_string(&path).unwrap()));
        }
        let path = path.strip_prefix(out).unwrap().to_str().unwrap().to_owned();
        if !OWN_PATH.is_match(&path) || path.len() > 80 {
            faults.push(format!("a file is called {path:?}"));
        }
    }
    faults
}

/// Every line of a calendar is one of ours, and there are as many events as there are days.
fn calendar_faults(text: &str) -> Vec<String> {
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:BEGIN|END|VERSION|PRODID|CALSCALE|METHOD|NAME|X-WR-CALNAME|UID|DTSTAMP|DTSTART;VALUE=DATE|DTEND;VALUE=DATE|SUMMARY|DESCRIPTION|TRANSP|CLASS):\P{Cc}*$")
            .unwrap()
    });
    let whole = text.replace("\r\n ", "");
    let lines: Vec<&str> = whole.split_terminator("\r\n").collect();
    let odd = lines
        .iter()
        .filter(|line| !LINE.is_match(line))
        .map(|line| format!("a calendar has the line {line:?}"));
    let count = |what: &str| lines.iter().filter(|line| line.starts_with(what)).count();
    let events = ["BEGIN:VEVENT", "END:VEVENT", "DTSTART;", "SUMMARY:"].map(count);
    let begun = count("BEGIN:");
    let uneven = (events.iter().any(|n| *n != events[0]) || begun != events[0] + 1)
        .then(|| format!("a calendar begins {begun} things, {events:?}"));
    odd.chain(uneven).collect()
}

/// No field begins as a formula does, or acts on whatever shows it.
fn field_faults(name: &str, bytes: &[u8]) -> Vec<String> {
    let lines = lines_of(bytes);
    let fields = lines.iter().enumerate().flat_map(|(n, line)| line.iter().map(move |field| (n, field)));
    fields
        .filter(|(n, field)| {
            // the mark at the front says that this is UTF-8
            let field = if *n == 0 { field.trim_start_matches('\u{feff}') } else { field };
            begins_like_a_formula(field) || visible_lines(field) != *field
        })
        .map(|(n, field)| format!("{name} line {n} {field:?}"))
        .collect()
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
