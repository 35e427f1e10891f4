//! What a run says in the end: short, calm, at most a hundred columns.

use chrono::NaiveDate;
use ringfence::model::finding::Level;
use ringfence::rules::Outcome;
use ringfence::tables::coverage::LeftOut;
use ringfence::write::Line;
use ringfence::{Checked, Marked, Summary};
use std::fmt::Write as _;
use std::path::Path;

const WIDTH: usize = 100;

/// After `report`.
pub fn report(summary: &Summary) -> String {
    let mut text = String::new();
    if summary.sample {
        text.push_str("No pack was named, so this is the sample that comes with ringfence.\n\n");
    }
    let sums = &summary.sums;
    for line in &sums.first {
        school(&mut text, line, summary);
        text.push('\n');
    }
    if sums.schools > sums.first.len() {
        let more = sums.schools - sums.first.len();
        let _ = writeln!(text, "And {}, not listed here.\n", count(more, "more school", "more schools"));
    }
    match (summary.kept, sums.schools) {
        (0, _) => {}
        (kept, all) if kept == all => {
            text.push_str("Nothing has changed since the reports that were there, which were kept.\n");
        }
        (kept, all) => {
            let _ = writeln!(
                text,
                "Worked anew: {} of {all} schools. Of the others nothing has changed.",
                all - kept
            );
        }
    }
    let place = |name: &str| summary.out.join(name).display().to_string();
    match summary.first {
        Some(first) => {
            let _ = writeln!(text, "Start with {}", place(first));
        }
        None => {
            let _ = writeln!(text, "The reports are in {}", summary.out.display());
        }
    }
    if !sums.whole {
        let _ = writeln!(text, "What was left out, and why, is in {}", place("findings.csv"));
    }
    let _ = writeln!(text, "Seal: {}", ringfence::in_groups(&summary.seal));
    text
}

fn school(text: &mut String, line: &Line, summary: &Summary) {
    let urn = line.urn.as_ref().map(|urn| format!(" ({urn})")).unwrap_or_default();
    let _ = writeln!(text, "{}{urn}", line.name);
    match (&line.term, line.as_of, &line.folder) {
        (Some(term), Some(as_of), Some(folder)) => {
            wrapped(text, "  ", &format!("{}, as of {}: {}", term.name, long(as_of), outcomes(line)));
            for worst in &line.worst {
                wrapped(text, "  - ", worst);
            }
            if let Some(left_out) = left_out(line) {
                wrapped(text, "  ", &left_out);
            }
            let page = summary.out.join(line.opens.as_ref().unwrap_or(folder));
            let _ = writeln!(text, "  {}", page.display());
        }
        _ => text.push_str("  could not be read, so it has no report\n"),
    }
}

/// `2 not met (1 breach), 1 cannot be shown, 14 met`
fn outcomes(line: &Line) -> String {
    let words = [
        (Outcome::NotMet, "not met"),
        (Outcome::NotShown, "cannot be shown"),
        (Outcome::Pending, "pending"),
        (Outcome::Met, "met"),
    ];
    let mut parts = Vec::new();
    for (outcome, word) in words {
        let n = line.outcomes.get(&outcome).copied().unwrap_or(0);
        if n == 0 {
            continue;
        }
        let breaches = match line.breaches {
            0 => String::new(),
            n => format!(" ({})", count(n, "breach", "breaches")),
        };
        parts.push(format!("{n} {word}{}", if outcome == Outcome::NotMet { &breaches } else { "" }));
    }
    if parts.is_empty() { "nothing to assess".to_owned() } else { parts.join(", ") }
}

/// `Left out: cover.csv, 1 sheet, 8 rows.`
fn left_out(line: &Line) -> Option<String> {
    let LeftOut { files, .. } = &line.left_out;
    let parts: Vec<String> = files.iter().cloned().chain(line.left_out.unnamed()).collect();
    (!parts.is_empty()).then(|| format!("Left out: {}.", parts.join(", ")))
}

/// After `check`.
pub fn check(schools: &[Checked]) -> String {
    let mut text = String::new();
    for checked in schools {
        let Checked { line, noticed, rows: (read, used) } = checked;
        let _ = writeln!(text, "{}", line.name);
        for finding in noticed {
            let _ = writeln!(text, "  {finding}");
        }
        let n = |level| line.findings.get(&level).copied().unwrap_or(0);
        let _ = writeln!(
            text,
            "  {} read, {used} used; {}, {}, {}.\n",
            count(*read, "row", "rows"),
            count(n(Level::Error), "error", "errors"),
            count(n(Level::Warning), "warning", "warnings"),
            count(n(Level::Note), "note", "notes"),
        );
    }
    text
}

/// After `check --annotate`.
pub fn marked(folder: &Path, marked: &Marked) -> String {
    let Marked { files, elsewhere } = marked;
    let mut text = if files.is_empty() {
        "No cell has an error or a warning, so no copy was written.\n".to_owned()
    } else {
        let copies = count(files.len(), "marked copy", "marked copies");
        let (verb, folder) = (if files.len() == 1 { "is" } else { "are" }, folder.display());
        let mut text = format!("{copies} {verb} in {folder}:\n");
        for file in files {
            let _ = writeln!(text, "  {file}");
        }
        text
    };
    if *elsewhere > 0 {
        let said = count(*elsewhere, "error or warning", "errors or warnings");
        let _ = writeln!(text, "{said} about settings or whole files, listed above only.");
    }
    text
}

/// After `init`.
pub fn init(folder: &Path, files: &[String]) -> String {
    let folder = folder.display();
    let mut text = format!("A blank pack is in {folder}: {}.\n", files.join(", "));
    let _ = writeln!(text, "Fill in school.xlsx, then type: ringfence check \"{folder}\"");
    text
}

/// After `templates --export`.
pub fn templates_written(folder: &Path, files: &[String]) -> String {
    let folder = folder.display();
    let mut text = format!("The templates are in {folder}: {}.\n", count(files.len(), "file", "files"));
    let _ =
        writeln!(text, "README.md there says what each is for. Change what you like, delete what you do not");
    let _ = writeln!(text, "change, then type: ringfence templates check \"{folder}\"");
    text
}

/// After `templates check`.
pub fn templates_hold(folder: &Path, files: &[String]) -> String {
    let folder = folder.display();
    let mut text = format!("Every report of the sample can be made with {}.\n", files.join(", "));
    let _ = writeln!(text, "Use them with: ringfence report --templates \"{folder}\"");
    text
}

fn count(n: impl TryInto<u64>, one: &str, many: &str) -> String {
    let n = n.try_into().unwrap_or(u64::MAX);
    format!("{n} {}", if n == 1 { one } else { many })
}

fn long(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// Lines that are too long go on in the next one, under their own beginning.
pub fn folded(text: &str) -> String {
    let mut folded = String::new();
    for line in text.lines() {
        let words = line.trim_start();
        if line.chars().count() <= WIDTH || words.is_empty() {
            let _ = writeln!(folded, "{line}");
        } else {
            wrapped(&mut folded, &line[..line.len() - words.len()], words);
        }
    }
    folded
}

/// A paragraph, its further lines indented as far as the first.
fn wrapped(text: &mut String, first: &str, words: &str) {
    let mut line = first.to_owned();
    let indent = " ".repeat(first.len());
    for word in words.split_whitespace() {
        if line.trim_end().len() > first.trim_end().len().max(indent.len())
            && line.chars().count() + 1 + word.chars().count() > WIDTH
        {
            let _ = writeln!(text, "{}", line.trim_end());
            line.clone_from(&indent);
        }
        if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
        line.push_str(word);
    }
    let _ = writeln!(text, "{}", line.trim_end());
}

#[cfg(test)]
mod tests {
    use super::*;
    use ringfence::Sums;

    fn line() -> Line {
        Line {
            name: "Alderbrook Academy".into(),
            urn: Some("123456".into()),
            folder: Some("123456-alderbrook-academy".into()),
            opens: Some("123456-alderbrook-academy/head.html".into()),
            term: Some(ringfence::rules::Term {
                name: "Autumn 2026".into(),
                from: NaiveDate::MIN,
                to: NaiveDate::MAX,
            }),
            as_of: NaiveDate::from_ymd_opt(2026, 12, 18),
            outcomes: [(Outcome::NotMet, 2), (Outcome::NotShown, 1), (Outcome::Met, 14)].into(),
            breaches: 1,
            worst: vec!["Jane Smith, reduced timetable (PT01): Breach. 1 h 12 min over the limit of 19 h 48 min in a \
                cycle of two weeks."
                .into()],
            left_out: LeftOut { files: vec!["cover.csv".into()], sheets: 1, rows: 1_208 },
            ..Line::default()
        }
    }

    #[test]
    fn a_school_is_told_in_a_few_lines() {
        let unread = Line { name: "Scarfold Bridge".into(), ..Line::default() };
        let mut sums = Sums::default();
        for line in [line(), unread] {
            sums.add(line);
        }
        let summary = Summary {
            sums,
            kept: 1,
            out: "out".into(),
            first: Some("index.html"),
            sample: true,
            seal: "3fa91b2c".into(),
        };
        insta::assert_snapshot!(report(&summary).replace('\\', "/"));
    }

    #[test]
    fn a_long_line_goes_on_under_its_own_beginning() {
        let folded = folded(&format!("short\n    {}\n\n{}", "word ".repeat(30), "word ".repeat(30)));
        let lines: Vec<&str> = folded.lines().collect();
        assert_eq!((lines[0], lines[3]), ("short", ""));
        assert!(
            lines[2].starts_with("    word") && lines[4].starts_with("word") && lines[5].starts_with("word")
        );
    }

    #[test]
    fn no_line_is_wider_than_the_page() {
        let mut text = String::new();
        wrapped(&mut text, "  - ", &"word ".repeat(60));
        assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
    }
}
