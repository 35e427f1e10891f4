//! What the outputs of one school say, beside those of a school in plain words.

use super::outputs::{Book, Page};
use super::pack::pick;
use super::payloads::{as_read, is_refused};
use super::telling::{files, lines_of, page_faults, texts};
use regex::Regex;
use ringfence::model::text::{visible, visible_lines};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

static CANARY: LazyLock<Regex> = LazyLock::new(|| Regex::new("zq[a-z]+[0-9]*").unwrap());
/// Cell references and constants, and nothing else.
static OWN_FORMULA: LazyLock<Regex> = LazyLock::new(|| {
    let chart = r"'?(?:Time|Ledger|Training)'?!\$[A-Z]{1,3}\$\d+(?::\$[A-Z]{1,3}\$\d+)?";
    Regex::new(&format!(r"^(?:[A-Z]{{1,3}}\d+/1440|COUNTIFS\(Verdicts\[Outcome\],A\d+\)|{chart})$")).unwrap()
});

fn canaries(text: &str) -> BTreeSet<String> {
    CANARY.find_iter(text).map(|found| found.as_str().to_owned()).collect()
}

/// What the outputs of one school say, each as its reader sees it.
pub struct School {
    page: Page,
    book: Book,
    results: serde_json::Value,
    /// Lines of findings.csv.
    findings: Vec<Vec<String>>,
}

impl School {
    /// The same answers: a payload with a comma may be taken for a surname and a forename, and be someone else.
    pub fn reads_like(&self, other: &School) -> bool {
        let answers = |school: &School| {
            let all = school.results["assessments"].as_array().unwrap();
            all.iter().map(|answer| (answer["rule"].clone(), answer["outcome"].clone())).collect::<Vec<_>>()
        };
        let left_out =
            |school: &School| school.findings.iter().filter(|line| line[3].starts_with("E-")).count();
        answers(self) == answers(other) && left_out(self) == left_out(other)
    }

    pub fn said(&self) -> [(&'static str, BTreeSet<String>); 4] {
        let lines = self.findings.concat().join("\n");
        [
            ("head.html", canaries(&self.page.text)),
            ("head.xlsx", canaries(&self.book.texts.join("\n"))),
            ("results.json", canaries(&self.results.to_string())),
            ("findings.csv", canaries(&lines)),
        ]
    }
}

/// The schools of an output, by the number in their URN.
pub fn read(out: &Path) -> BTreeMap<usize, School> {
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

/// What is wrong with the outputs of a school, beside those of one whose files say the same in plain words.
pub fn compare(payloads: &[&str], school: &School, harmless: &School) -> Vec<String> {
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
