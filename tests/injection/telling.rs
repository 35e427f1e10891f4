//! What would tell that a text became something else: in a page, in the fields of a text file, in the names of files.

use super::outputs::Page;
use base64ct::{Base64, Encoding as _};
use regex::{Captures, Regex};
use ringfence::model::text::{begins_like_a_formula, visible_lines};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static HANDLER: LazyLock<Regex> = LazyLock::new(|| Regex::new("(?:^| )on[a-z]+=").unwrap());
static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?:href|src|action|data)="([^"]*)""#).unwrap());
/// Places on the page, and files of the output.
static OWN_ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:#[a-z0-9-]+|(?:[a-z0-9-]+/)?[a-z0-9-]+\.(?:html|xlsx|csv|ics))$").unwrap()
});
/// A folder for each school, of plain letters.
pub static OWN_PATH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:(?:\d{6}|school-\d+)-[a-z0-9-]{1,53}/)?[a-z0-9-]+\.(?:html|xlsx|jsonl?|csv|ics)$")
        .unwrap()
});

pub fn lines_of(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut lines = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    lines.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
}

pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

pub fn texts<'a>(value: &'a serde_json::Value, into: &mut Vec<&'a String>) {
    match value {
        serde_json::Value::String(text) => into.push(text),
        serde_json::Value::Array(all) => all.iter().for_each(|one| texts(one, into)),
        serde_json::Value::Object(all) => all.values().for_each(|one| texts(one, into)),
        _ => {}
    }
}

/// No tag holds a word of the input, none runs or loads anything, and every link stays inside.
pub fn page_faults(name: &str, page: &Page) -> Vec<String> {
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

/// No field begins as a formula does, or acts on whatever shows it.
pub fn field_faults(name: &str, bytes: &[u8]) -> Vec<String> {
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

/// The scripts of a page whose policy does not hold their hash; and one too many or too few of them.
pub fn script_faults(name: &str, html: &str) -> Vec<String> {
    let scripts: Vec<&str> =
        html.split("<script>").skip(1).map(|rest| rest.split("</script>").next().unwrap()).collect();
    let mut faults = Vec::new();
    if scripts.len() != usize::from(name == "overview.html") {
        faults.push(format!("{name} has {} scripts", scripts.len()));
    }
    for script in scripts {
        let hash = Base64::encode_string(&Sha256::digest(script.as_bytes()));
        if !html.contains(&format!("; script-src 'sha256-{hash}'; base-uri 'none'")) {
            faults.push(format!("{name} has a script that its policy does not name"));
        }
    }
    faults
}

/// Every line of a calendar is one of ours, and there are as many events as there are days.
pub fn calendar_faults(text: &str) -> Vec<String> {
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        let names = "BEGIN|END|VERSION|PRODID|CALSCALE|METHOD|NAME|X-WR-CALNAME|UID|DTSTAMP|DTSTART;VALUE=DATE|\
                     DTEND;VALUE=DATE|SUMMARY|DESCRIPTION|TRANSP|CLASS";
        Regex::new(&format!(r"^(?:{names}):\P{{Cc}}*$")).unwrap()
    });
    let whole = text.replace("\r\n ", "");
    let lines: Vec<&str> = whole.split_terminator("\r\n").collect();
    let odd = lines.iter().filter(|line| !LINE.is_match(line));
    let odd = odd.map(|line| format!("a calendar has the line {line:?}"));
    let count = |what: &str| lines.iter().filter(|line| line.starts_with(what)).count();
    let events = ["BEGIN:VEVENT", "END:VEVENT", "DTSTART;", "SUMMARY:"].map(count);
    let uneven = events.iter().any(|n| *n != events[0]) || count("BEGIN:") != events[0] + 1;
    odd.chain(uneven.then(|| format!("a calendar begins and ends {events:?}"))).collect()
}
