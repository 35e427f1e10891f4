//! The cases of a Markdown file.

use std::collections::BTreeMap;

/// A fenced block of a case.
#[derive(Clone)]
enum Block {
    /// The whole of a file.
    Whole { name: String, text: String },
    /// Rows added to the shared file.
    Rows { name: String, text: String },
}

/// One `## sentence` and what belongs to it.
pub struct Case {
    pub place: String,
    pub files: BTreeMap<String, String>,
    pub expected: Vec<Expected>,
}

/// One line of an `expect` block.
pub struct Expected {
    pub line: String,
    pub rule: String,
    pub person: String,
    pub answer: Option<Answer>,
}

/// What the line says of the assessment; a line that begins with `no` says there is none.
pub struct Answer {
    pub outcome: String,
    pub measured: Option<String>,
    pub required: Option<String>,
    pub strength: Option<String>,
    pub by: Option<String>,
    pub reason: Option<String>,
    pub settle: Option<String>,
    pub remedy: Option<String>,
    pub clause: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
}

/// The cases of one Markdown file.
pub fn cases_of(file: &str, text: &str) -> Vec<Case> {
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

/// Files whose rows are not as wide as their header: a slip in the case, not in the program.
pub fn crooked(case: &Case) -> Vec<String> {
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
