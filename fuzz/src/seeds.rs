//! Seeds of each target, made from the fixtures when asked for: no corpus is kept in the repository.

use crate::files::{FILE, Named, PART, file, joined, parts};
use ringfence::ingest::{blank, text_lines};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Names the folder into which a target writes its seeds instead of running.
const INTO: &str = "RINGFENCE_SEEDS";

/// Seeds of a record that are enough: each is read once before the fuzzer begins.
const OF_A_RECORD: usize = 8;

/// Folders with fixtures, beside this package.
const FIXTURES: [&str; 5] = ["tests/layouts", "tests/messages", "tests/packs", "tests/dfe", "sample-data"];

/// A fixture larger than this would only slow the fuzzer down.
const LARGEST: usize = 32 << 10;

/// Writes seeds and ends, if they are asked for.
///
/// # Panics
/// If a fixture cannot be read or a seed cannot be written.
pub fn if_asked(seeds: impl Fn() -> Vec<Vec<u8>>) {
    let Some(into) = env::var_os(INTO).map(PathBuf::from) else { return };
    fs::create_dir_all(&into).expect("a folder for seeds");
    let seeds = seeds();
    for (n, seed) in seeds.iter().enumerate() {
        fs::write(into.join(format!("seed-{n:04}")), seed).expect("a seed");
    }
    println!("{} seeds", seeds.len());
    std::process::exit(0);
}

/// Paths of all fixtures, in order.
fn fixtures() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut all = Vec::new();
    for folder in FIXTURES {
        walk(&root.join(folder), &mut all);
    }
    all.sort();
    all
}

fn walk(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of fixtures") {
        let path = entry.expect("an entry of a folder").path();
        if path.is_dir() { walk(&path, all) } else { all.push(path) }
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn ending(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// Name and bytes of each fixture with one of these endings.
pub fn with_ending(endings: &[&str]) -> Vec<Named> {
    let chosen = fixtures().into_iter().filter(|path| endings.contains(&ending(path).as_str()));
    let read = chosen.map(|path| (name(&path), fs::read(&path).expect("a fixture")));
    read.filter(|(_, bytes)| bytes.len() <= LARGEST).collect()
}

/// A workbook as its parts, or as it stands if it is no archive.
pub fn in_parts(bytes: &[u8]) -> Vec<u8> {
    parts(bytes).map_or_else(|| bytes.to_vec(), |parts| joined(&parts, PART))
}

/// A seed for each folder of fixtures: its files one after the other.
pub fn packs() -> Vec<Vec<u8>> {
    let mut folders: Vec<(PathBuf, Vec<Named>)> = Vec::new();
    for path in fixtures().into_iter().filter(|path| !["txt", "md", "py"].contains(&ending(path).as_str())) {
        let folder = path.parent().unwrap_or(&path).to_path_buf();
        let bytes = in_parts(&fs::read(&path).expect("a fixture"));
        match folders.last_mut() {
            Some((last, files)) if *last == folder => files.push((name(&path), bytes)),
            _ => folders.push((folder, vec![(name(&path), bytes)])),
        }
    }
    let joined = folders.iter().map(|(_, files)| joined(files, FILE));
    joined.filter(|seed| seed.len() <= LARGEST).collect()
}

/// Each layout of the program as if it were one's own, with the files of a fixture beside it: of its family if there is
/// one, otherwise of the next in turn.
pub fn layouts() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut packs: Vec<Named> = Vec::new();
    for path in fixtures().into_iter().filter(|path| path.starts_with(root.join("tests/layouts"))) {
        let folder = path.parent().map_or_else(String::new, name);
        if ending(&path) == "txt" {
            continue;
        }
        let bytes = in_parts(&fs::read(&path).expect("a fixture"));
        let file = joined(&[(name(&path), bytes)], FILE);
        match packs.last_mut() {
            Some((last, all)) if *last == folder => all.extend(file),
            _ => packs.push((folder, file)),
        }
    }
    packs.retain(|(_, files)| files.len() <= LARGEST);
    let mut files = Vec::new();
    walk(&root.join("src/ingest/layouts"), &mut files);
    files.sort();
    let mut seeds = Vec::new();
    for path in &files {
        let text = fs::read_to_string(path).expect("a layout file");
        let family = name(path).trim_end_matches(".toml").trim_end_matches('s').to_owned();
        for (n, layout) in text.split("[[layout]]").skip(1).enumerate() {
            let own: Vec<_> = packs.iter().filter(|(folder, _)| folder.starts_with(&family)).collect();
            let from = if own.is_empty() { packs.iter().collect() } else { own };
            let (_, pack) = from[n % from.len()];
            let layout = format!("[[layout]]{layout}").into_bytes();
            seeds.push([&joined(&[("layout.toml".to_owned(), layout)], FILE), &pack[..]].concat());
        }
    }
    seeds
}

/// Each value of the rulebook as an overlay, and settings.
pub fn rulebooks() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    walk(&root.join("src/rules"), &mut files);
    files.retain(|path| ending(path) == "toml");
    files.sort();
    let mut seeds = Vec::new();
    for path in files {
        let text = fs::read_to_string(path).expect("a family of the rulebook");
        for value in text.split("\n\n[").skip(1) {
            seeds.push(joined(&[("values.toml".to_owned(), format!("[{value}").into_bytes())], FILE));
        }
    }
    let settings = with_ending(&["toml"]).into_iter().map(|(_, bytes)| bytes);
    seeds.extend(
        settings.chain([SETTINGS.into()]).map(|text| joined(&[("ringfence.toml".to_owned(), text)], FILE)),
    );
    seeds
}

/// Every setting there is.
const SETTINGS: &str = r##"term = "Autumn 2026"
as_of = 2026-11-20
week_a_begins = 2026-09-07

[comparator]
minutes_per_cycle = 1320
reason = "timetable policy"

[vocabulary]
"8b" = "taught"

[local]
meeting_minutes = 50
part_time_meetings = "pro rata"
observations_per_term = 2
review_deadline = 2026-12-11

[brand]
trust = "Calder and Wharfe Learning Trust"
accent = "#225588"

[[periods]]
name = "P7"
start = "15:30"
end = "16:30"

[[calendar]]
from = 2026-10-26
to = 2026-10-30
kind = "holiday"
"##;

/// For each fixture and each record of the house layout whose headings it has: the values of a few of its rows, as the
/// target `parse` takes them.
pub fn values() -> Vec<Vec<u8>> {
    let records = blank::records();
    let (mut seeds, mut of_record) = (Vec::new(), vec![0; records.len()]);
    for (name, bytes) in with_ending(&["csv"]) {
        let Some(lines) = text_lines(&file(&name, bytes)) else { continue };
        let Some(headings) = lines.iter().find(|line| line.len() > 1) else { continue };
        for (n, record) in (0_u8..).zip(&records) {
            let places: Vec<Option<usize>> =
                record.columns.iter().map(|c| headings.iter().position(|h| *h == c.heading)).collect();
            let count = &mut of_record[usize::from(n)];
            if places.iter().flatten().count() * 2 < headings.len() || *count == OF_A_RECORD {
                continue;
            }
            // In turn as text and as cells of a workbook.
            let form = u8::from(*count % 2 == 1);
            *count += 1;
            let rows = lines.iter().skip_while(|line| *line != headings).skip(1).take(4);
            let values: Vec<&str> = rows
                .flat_map(|row| {
                    places.iter().map(|at| at.and_then(|at| row.get(at)).map_or("", String::as_str))
                })
                .collect();
            let mut seed = vec![n, form];
            seed.extend(values.join("\n").replace('\r', " ").bytes());
            seeds.push(seed);
        }
    }
    seeds
}
