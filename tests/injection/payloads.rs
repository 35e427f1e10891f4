//! What must stay text, as it is written and as it is read.

use regex::{Captures, Regex};

/// The payloads, with what stands for characters that a line cannot hold put in.
pub fn payloads() -> Vec<String> {
    let lines = include_str!("payloads.txt").lines();
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
pub fn as_read(payload: &str) -> String {
    let line = payload.replace("\r\n", "\n");
    let line: String = line.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_owned()
}

/// A row that holds a control character is refused, whatever its columns.
pub fn is_refused(payload: &str) -> bool {
    as_read(payload).contains(char::is_control)
}
