//! Literate rule tests. Every `## sentence` of `tests/rules/*.md` is a case: the files a school would send, and the
//! answers worked by hand.
//!
//! ````text
//! # Shared                       blocks for every case of the file
//! # PT01 reduced timetable       blocks for every case under this heading, on top of the shared ones
//! ## exactly at the limit is met
//! ```csv staff.csv               a file; it replaces a shared one of the same name
//! ```csv+ timetable.csv          rows added to the shared file
//! ```csv periods.csv             with nothing in it: the school does not send this file
//! ```toml                        ringfence.toml
//! ```expect
//! PT01 JSM met measured=1188 required=1188
//! PT02 JSM not_met strength=statutory
//! RV01 JSM pending by=2026-12-18
//! PT03 JSM not_shown reason~"periods" settle~"periods"
//! FN03 JSM met reason~"year-2 grant"     the answer of several whose reason says so
//! PT04 JSM pending by=2026-12-18 from=2026-09-01 to=2026-10-02 clause~"2.20"
//! no MN01 JSM
//! MN01 JSM not_met remedy~"Tuesday P2"          what to do, with its slots and dates; remedy=none: nothing
//! ```
//! ````
//!
//! Only the assessments listed are compared. In every case each figure must lead down to cells, settings or clauses,
//! and what would settle it must be said exactly where nothing can be shown.

use chrono::NaiveDate;
use ringfence::ingest::{self, Content, PackFile};
use ringfence::model::figure::AnyFigure;
use ringfence::model::finding::Level;
use ringfence::model::school::School;
use ringfence::model::settings::Settings;
use ringfence::rules::rulebook::Rulebook;
use ringfence::rules::{Assessed, Assessment, Outcome, Settle, assess};
use ringfence::tables::sentences;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::LazyLock;

/// Read once for all cases.
static RULEBOOK: LazyLock<Rulebook> =
    LazyLock::new(|| Rulebook::embedded().expect("the embedded rulebook can be read"));

/// A fenced block of a case.
#[derive(Clone)]
enum Block {
    /// The whole of a file.
    Whole { name: String, text: String },
    /// Rows added to the shared file.
    Rows { name: String, text: String },
}

/// One `## sentence` and what belongs to it.
struct Case {
    place: String,
    files: BTreeMap<String, String>,
    expected: Vec<Expected>,
}

/// One line of an `expect` block.
struct Expected {
    line: String,
    rule: String,
    person: String,
    answer: Option<Answer>,
}

/// What the line says of the assessment; a line that begins with `no` says there is none.
struct Answer {
    outcome: String,
    measured: Option<String>,
    required: Option<String>,
    strength: Option<String>,
    by: Option<String>,
    reason: Option<String>,
    settle: Option<String>,
    remedy: Option<String>,
    clause: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

#[test]
fn each_case_is_answered_as_worked_by_hand() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    let (mut cases, mut wrong) = (0, Vec::new());
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        for case in cases_of(&name, &text) {
            cases += 1;
            wrong.extend(check(&case).err());
        }
    }
    assert!(cases > 0, "there is no case in {}", folder.display());
    assert!(
        wrong.is_empty(),
        "{} of {cases} cases differ from what was worked by hand\n\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Compares one case, and says all that differs.
fn check(case: &Case) -> Result<(), String> {
    let mut differs = crooked(case);
    if case.expected.is_empty() {
        differs.push("the case expects nothing".into());
    }
    let mut notes = String::new();
    if differs.is_empty() {
        let files = case.files.iter().map(|(name, text)| PackFile {
            path: name.clone(),
            content: Content::InMemory(Cow::Owned(text.clone().into_bytes())),
        });
        let schools = ingest::group(files.collect());
        if let [files] = schools.as_slice() {
            let reading = ingest::read(files, &Settings::default());
            let answered =
                catch_unwind(AssertUnwindSafe(|| answers(case, &reading.school, &reading.settings)));
            differs = answered.unwrap_or_else(|_| vec!["the program stopped (see its message above)".into()]);
            notes = left_out(&reading.school);
        } else {
            differs.push(format!("the files were taken for {} schools", schools.len()));
        }
    }
    if differs.is_empty() {
        Ok(())
    } else {
        Err(format!("{}\n  {}\n{notes}", case.place, differs.join("\n  ")))
    }
}

/// Files whose rows are not as wide as their header: a slip in the case, not in the program.
fn crooked(case: &Case) -> Vec<String> {
    let tables = case.files.iter().filter(|(name, _)| *name != "ringfence.toml");
    tables
        .flat_map(|(name, text)| {
            let mut rows = csv::Reader::from_reader(text.as_bytes());
            let faults: Vec<String> =
                rows.records().filter_map(Result::err).map(|fault| format!("{name}: {fault}")).collect();
            faults
        })
        .collect()
}

/// What the expectations and the invariants find wrong.
fn answers(case: &Case, school: &School, settings: &Settings) -> Vec<String> {
    let assessed = assess(school, settings, &RULEBOOK);
    let mut differs = Vec::new();
    for expected in &case.expected {
        let mut found: Vec<&Assessment> = assessed
            .assessments
            .iter()
            .filter(|a| a.rule == expected.rule && school.person(a.subject).id == expected.person)
            .collect();
        // one person may have a line in two schemes: the reason tells which
        if let (Some(Answer { reason: Some(words), .. }), [_, _, ..]) = (&expected.answer, found.as_slice()) {
            found.retain(|a| says(words, &sentences::reason(&assessed, a)));
        }
        let as_expected = match (&expected.answer, found.as_slice()) {
            (None, []) => true,
            (Some(answer), [assessment]) => {
                agrees(answer, assessment, &assessed) && is_remedied(answer, &remedy(&assessed, assessment))
            }
            _ => false,
        };
        if !as_expected {
            let told =
                |a: &&Assessment| format!("{} remedy=\"{}\"", in_words(a, school), remedy(&assessed, a));
            let found: Vec<String> = found.iter().map(told).collect();
            let found = if found.is_empty() { "no such assessment".into() } else { found.join(" and ") };
            differs.push(format!("expected {}\n     found {found}", expected.line));
        }
    }
    differs.extend(rootless_figures(&assessed));
    differs.extend(unsettled(&assessed));
    differs
}

/// Capitals aside.
fn says(words: &str, text: &str) -> bool {
    text.to_lowercase().contains(&words.to_lowercase())
}

fn agrees(answer: &Answer, found: &Assessment, assessed: &Assessed) -> bool {
    let figure = |wanted: &Option<String>, figure: &Option<AnyFigure>| {
        wanted.as_ref().is_none_or(|wanted| value(figure.as_ref()).as_ref() == Some(wanted))
    };
    let told = |wanted: &Option<String>, text: &str| wanted.as_ref().is_none_or(|words| says(words, text));
    let day = |wanted: &Option<String>, day: Option<NaiveDate>| {
        wanted.as_ref().is_none_or(|wanted| day.is_some_and(|day| day.to_string() == *wanted))
    };
    answer.outcome == name(found.outcome)
        && figure(&answer.measured, &found.measured)
        && figure(&answer.required, &found.required)
        && told(&answer.strength, &format!("{:?}", found.strength))
        && told(&answer.reason, &sentences::reason(assessed, found))
        && told(&answer.settle, &settling(&found.settle, assessed.school))
        && told(&answer.clause, &clause(found))
        && day(&answer.by, found.by)
        && day(&answer.from, Some(found.from))
        && day(&answer.to, Some(found.to))
}

/// What a report would say to do, and what follows from absence; empty where it says nothing.
fn remedy(assessed: &Assessed, found: &Assessment) -> String {
    let first = sentences::remedy(assessed, found).map(|first| first + ".");
    let lines = sentences::remedies::lines(assessed, found);
    first.into_iter().chain(lines).collect::<Vec<_>>().join(" ")
}

fn is_remedied(answer: &Answer, remedy: &str) -> bool {
    match answer.remedy.as_deref() {
        None => true,
        Some("none") => remedy.is_empty(),
        Some(words) => remedy.contains(words),
    }
}

fn value(figure: Option<&AnyFigure>) -> Option<String> {
    figure.map(|figure| figure.value().to_string())
}

fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotMet => "not_met",
        Outcome::NotShown => "not_shown",
        Outcome::Pending => "pending",
        Outcome::Met => "met",
        Outcome::NotApplicable => "not_applicable",
    }
}

fn settling(settle: &[Settle], school: &School) -> String {
    let words: Vec<String> = settle
        .iter()
        .map(|one| match one {
            Settle::Fill(span) => format!("fill {}", school.sources.place(*span)),
            Settle::Supply { record, column } => format!("supply {record} {column}"),
            Settle::Do(words) => words.clone(),
        })
        .collect();
    words.join("; ")
}

/// The clause in force, by its rule, place and first day.
fn clause(found: &Assessment) -> String {
    let clause = found.clause.as_ref();
    clause.map_or("none".to_owned(), |c| format!("{} {}, {}, from {}", c.rule, c.title, c.para, c.in_force))
}

fn in_words(found: &Assessment, school: &School) -> String {
    let mut text = format!("{} {} {}", found.rule, school.person(found.subject).id, name(found.outcome));
    let _ = write!(text, " strength={:?}", found.strength);
    for (label, figure) in [("measured", &found.measured), ("required", &found.required)] {
        if let Some(value) = value(figure.as_ref()) {
            let _ = write!(text, " {label}={value}");
        }
    }
    let _ = write!(text, " from={} to={}", found.from, found.to);
    if let Some(by) = found.by {
        let _ = write!(text, " by={by}");
    }
    let (settle, clause) = (settling(&found.settle, school), clause(found));
    for (label, words) in [("reason", found.reason.as_str()), ("settle", &settle), ("clause", &clause)] {
        if !words.is_empty() {
            let _ = write!(text, " {label}=\"{words}\"");
        }
    }
    text
}

/// Figures with nothing under them.
fn rootless_figures(assessed: &Assessed) -> Vec<String> {
    let mut rootless = Vec::new();
    for assessment in &assessed.assessments {
        for figure in assessment.measured.iter().chain(&assessment.required) {
            dig(figure, assessment.rule, &mut rootless);
        }
    }
    rootless
}

fn dig(figure: &AnyFigure, rule: &str, rootless: &mut Vec<String>) {
    if figure.from().is_empty() && figure.origins().is_empty() && figure.clause().is_none() {
        rootless.push(format!("{rule}: `{}` = {} rests on nothing", figure.how(), figure.value()));
    }
    for part in figure.from() {
        dig(part, rule, rootless);
    }
}

/// Assessments that do not say what would settle them, or say it needlessly.
fn unsettled(assessed: &Assessed) -> Vec<String> {
    let wrong =
        assessed.assessments.iter().filter(|a| (a.outcome == Outcome::NotShown) == a.settle.is_empty());
    wrong
        .map(|a| {
            format!(
                "{} of {} is {} with {} ways to settle it",
                a.rule,
                a.subject.0,
                name(a.outcome),
                a.settle.len()
            )
        })
        .collect()
}

/// What reading left out, to help find a slip in the case.
fn left_out(school: &School) -> String {
    let mut text = String::new();
    for finding in school.findings.iter().filter(|finding| finding.level != Level::Note) {
        let _ = writeln!(text, "  (reading: {} {})", finding.code, finding.message);
    }
    text
}

/// The cases of one Markdown file.
fn cases_of(file: &str, text: &str) -> Vec<Case> {
    let (mut shared, mut group, mut cases): (Vec<Block>, Vec<Block>, Vec<Case>) = Default::default();
    let (mut in_shared, mut in_case) = (false, false);
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if let Some(heading) = line.strip_prefix("# ") {
            (in_shared, in_case) = (heading == "Shared", false);
            group.clear();
        } else if let Some(heading) = line.strip_prefix("## ") {
            in_case = true;
            let mut files = BTreeMap::new();
            shared.iter().chain(&group).for_each(|block| lay(block, &mut files));
            let place = format!("tests/rules/{file}:{} › {heading}", number + 1);
            cases.push(Case { place, files, expected: Vec::new() });
        } else if let Some(info) = line.strip_prefix("```") {
            let body: Vec<&str> =
                lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
            match (block(info, &body), cases.last_mut().filter(|_| in_case)) {
                (Some(block), Some(case)) => lay(&block, &mut case.files),
                (Some(block), None) if in_shared => shared.push(block),
                (Some(block), None) => group.push(block),
                (None, Some(case)) if info == "expect" => {
                    case.expected.extend(body.iter().map(|l| expectation(l)));
                }
                (None, _) => panic!("{file}:{}: a block of no known kind: {info}", number + 1),
            }
        }
    }
    cases
}

fn block(info: &str, body: &[&str]) -> Option<Block> {
    let text: String = body.iter().flat_map(|line| [line, "\n"]).collect();
    match info.split_once(' ') {
        Some(("csv", name)) => Some(Block::Whole { name: name.into(), text }),
        Some(("csv+", name)) => Some(Block::Rows { name: name.into(), text }),
        None if info == "toml" => Some(Block::Whole { name: "ringfence.toml".into(), text }),
        _ => None,
    }
}

fn lay(block: &Block, files: &mut BTreeMap<String, String>) {
    match block {
        Block::Whole { name, text } if text.is_empty() => {
            files.remove(name);
        }
        Block::Whole { name, text } => {
            files.insert(name.clone(), text.clone());
        }
        Block::Rows { name, text } => match files.get_mut(name) {
            Some(file) => file.push_str(text),
            None => panic!("there is no shared {name} to add rows to"),
        },
    }
}

fn expectation(line: &str) -> Expected {
    let words = split(line);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["no", rule, person] => {
            Expected { line: line.into(), rule: (*rule).into(), person: (*person).into(), answer: None }
        }
        [rule, person, outcome, rest @ ..] => {
            let mut answer = Answer {
                outcome: (*outcome).into(),
                measured: None,
                required: None,
                strength: None,
                by: None,
                reason: None,
                settle: None,
                remedy: None,
                clause: None,
                from: None,
                to: None,
            };
            for word in rest {
                let (field, text) = match word.split_once(['=', '~']) {
                    Some(("measured", text)) => (&mut answer.measured, text),
                    Some(("required", text)) => (&mut answer.required, text),
                    Some(("strength", text)) => (&mut answer.strength, text),
                    Some(("by", text)) => (&mut answer.by, text),
                    Some(("reason", text)) => (&mut answer.reason, text),
                    Some(("settle", text)) => (&mut answer.settle, text),
                    Some(("remedy", text)) => (&mut answer.remedy, text),
                    Some(("clause", text)) => (&mut answer.clause, text),
                    Some(("from", text)) => (&mut answer.from, text),
                    Some(("to", text)) => (&mut answer.to, text),
                    _ => panic!("`{word}` says nothing known in `{line}`"),
                };
                assert!(field.is_none(), "`{word}` comes a second time in `{line}`");
                *field = Some(text.into());
            }
            Expected {
                line: line.into(),
                rule: (*rule).into(),
                person: (*person).into(),
                answer: Some(answer),
            }
        }
        _ => panic!("`{line}` expects nothing"),
    }
}

/// Words between spaces; quotation marks keep words together and are dropped.
fn split(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty())),
            _ => word.push(c),
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

#[test]
fn a_case_is_the_shared_files_with_its_own_on_top() {
    let text = "# Shared\n```csv a.csv\nH\n1\n```\n# PT01 x\n```csv b.csv\nH\n```\n## first\n```csv+ a.csv\n2\n```\n\
                ```expect\nPT01 JSM not_shown settle~\"two words\"\n```\n# PT02 y\n## second\n```csv a.csv\nG\n```\n\
                ```expect\nno PT01 JSM\n```\n";
    let cases = cases_of("x.md", text);
    let files: Vec<_> = cases.iter().map(|case| format!("{:?}", case.files)).collect();
    assert_eq!(files, [r#"{"a.csv": "H\n1\n2\n", "b.csv": "H\n"}"#, r#"{"a.csv": "G\n"}"#]);
    let first = cases[0].expected[0].answer.as_ref().unwrap();
    assert_eq!((first.outcome.as_str(), first.settle.as_deref()), ("not_shown", Some("two words")));
    assert!(cases[1].expected[0].answer.is_none());
}
