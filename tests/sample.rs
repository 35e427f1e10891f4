//! The invented trust under `sample-data/`: what its README promises is what the program says, nothing more and nothing
//! less, and every cell a figure points at really holds it. The files are opened here without the program's reader.

use calamine::{Data, Reader as _};
use ringfence::ingest;
use ringfence::model::figure::{AnyFigure, Origin};
use ringfence::model::finding::Place;
use ringfence::model::school::{Scheme, School};
use ringfence::model::settings::Settings;
use ringfence::model::source::Span;
use ringfence::model::units::Ratio;
use ringfence::rules::rulebook::Rulebook;
use ringfence::rules::{Assessed, Assessment, Outcome, assess};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// Rows of a Markdown table, each by column heading.
type Table = Vec<BTreeMap<String, String>>;

#[test]
fn the_sample_says_what_its_readme_promises() {
    let promised = promises();
    let mut wrong = Vec::new();
    let mut read = BTreeSet::new();
    for_each_school(|_, folder, school, assessed| {
        read.insert(folder.to_owned());
        let of =
            |kind: &str| promised.get(&(kind.to_owned(), folder.to_owned())).cloned().unwrap_or_default();
        if !promised.contains_key(&("Expected".into(), folder.into())) {
            wrong.push(format!("{folder}: the README has no `### Expected: {folder}`"));
        }
        let mut promised = by_column(&[of("Expected"), of("Expected mentors")]);
        promised.extend(by_row(&of("Expected funding")));
        let mut differs = outcomes(promised, school, assessed);
        differs.extend(figures(&of("Expected figures"), school, assessed));
        differs.extend(findings(&of("Expected findings"), school));
        wrong.extend(differs.into_iter().map(|line| format!("{folder}: {line}")));
    });
    let named: BTreeSet<String> = promised.keys().map(|(_, folder)| folder.clone()).collect();
    wrong.extend(
        named.difference(&read).map(|folder| format!("{folder}: promised, but there is no such school")),
    );
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_cell_a_figure_points_at_holds_it() {
    let mut wrong = Vec::new();
    for_each_school(|pack, folder, school, assessed| {
        let mut files = Files::default();
        let mut say = |line: String| wrong.push(format!("{folder}: {line}"));
        for assessment in &assessed.assessments {
            for figure in assessment.measured.iter().chain(&assessment.required) {
                for leaf in leaves(figure) {
                    if leaf.origins().is_empty() && leaf.clause().is_none() {
                        say(format!("{}: `{}` rests on nothing", assessment.rule, leaf.how()));
                    }
                    for fault in faults(leaf, pack, school, &mut files) {
                        say(format!("{}: `{}` = {}: {fault}", assessment.rule, leaf.how(), leaf.value()));
                    }
                }
            }
        }
    });
    assert!(wrong.is_empty(), "{} figures point elsewhere\n{}", wrong.len(), wrong.join("\n"));
}

/// Reads and assesses every school of every pack under `sample-data`.
fn for_each_school(mut visit: impl FnMut(&Path, &str, &School, &Assessed)) {
    let rulebook = Rulebook::embedded().unwrap_or_else(|_| panic!("the embedded rulebook cannot be read"));
    let mut schools = 0;
    for pack in packs() {
        for files in ingest::find(&pack).expect("the pack can be listed") {
            let reading = ingest::read(&files, &Settings::default());
            let assessed = assess(&reading.school, &reading.settings, &rulebook);
            let folder = files.folder.rsplit('/').next().unwrap_or_default();
            visit(&pack, folder, &reading.school, &assessed);
            schools += 1;
        }
    }
    assert!(schools > 0, "no school was found under sample-data");
}

fn sample_data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data")
}

fn packs() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(sample_data()).expect("sample-data can be listed");
    let mut packs: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    packs.sort();
    packs
}

/// The tables of the README under `### Expected…: <folder>`, by kind and folder.
fn promises() -> BTreeMap<(String, String), Table> {
    let text = std::fs::read_to_string(sample_data().join("README.md")).expect("sample-data has a README.md");
    let mut tables: BTreeMap<(String, String), Table> = BTreeMap::new();
    let (mut place, mut header) = (None, Vec::new());
    for line in text.lines() {
        if line.starts_with('#') {
            let heading = line.trim_start_matches('#').trim();
            place = heading.split_once(": ").filter(|(kind, _)| kind.starts_with("Expected")).map(
                |(kind, folder)| {
                    let folder = plain(folder);
                    (
                        plain(kind),
                        folder.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned(),
                    )
                },
            );
            header = Vec::new();
            if let Some(place) = &place {
                tables.entry(place.clone()).or_default();
            }
        } else if let (Some(place), Some(row)) = (&place, line.trim().strip_prefix('|')) {
            let cells: Vec<String> = row.trim_end_matches('|').split('|').map(plain).collect();
            let is_rule =
                cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| "-: ".contains(c)));
            if header.is_empty() {
                header = cells;
            } else if !is_rule {
                let row = header.iter().cloned().zip(cells).collect();
                tables.entry(place.clone()).or_default().push(row);
            }
        }
    }
    tables
}

/// Without the marks of Markdown.
fn plain(text: &str) -> String {
    text.replace(['`', '*'], "").trim().to_owned()
}

/// Nothing is written where a rule asks nothing of a person.
fn is_blank(text: &str) -> bool {
    matches!(text, "" | "-" | "–" | "—")
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

/// One answer of a school: the person, the rule and, where a person can have two lines of money, the scheme.
type Line = (String, String, String);

fn line(assessment: &Assessment, school: &School) -> Line {
    let scheme = assessment.scheme.filter(|_| assessment.rule == "FN03").map_or("", |scheme| match scheme {
        Scheme::Year2Grant => "year-2 grant",
        Scheme::MentorTraining => "mentor training",
    });
    (school.person(assessment.subject).id.clone(), assessment.rule.to_owned(), scheme.to_owned())
}

/// The same from a row of a table with a column each.
fn line_of(row: &BTreeMap<String, String>) -> Line {
    let scheme = row.get("scheme").filter(|scheme| !is_blank(scheme)).cloned().unwrap_or_default();
    (row["person"].clone(), row["rule"].clone(), scheme)
}

/// What tables with a column for each rule promise.
fn by_column(tables: &[Table]) -> BTreeMap<Line, String> {
    let mut promised = BTreeMap::new();
    for row in tables.iter().flatten() {
        for (rule, outcome) in row.iter().filter(|(rule, outcome)| *rule != "person" && !is_blank(outcome)) {
            promised.insert((row["person"].clone(), rule.clone(), String::new()), outcome.replace(' ', "_"));
        }
    }
    promised
}

/// What a table with a row for each answer promises.
fn by_row(table: &Table) -> BTreeMap<Line, String> {
    table.iter().map(|row| (line_of(row), row["outcome"].replace(' ', "_"))).collect()
}

/// Every assessment is promised and every promise kept.
fn outcomes(mut promised: BTreeMap<Line, String>, school: &School, assessed: &Assessed) -> Vec<String> {
    let mut differs = Vec::new();
    for assessment in &assessed.assessments {
        let line = line(assessment, school);
        let (found, what) = (name(assessment.outcome), words_of(&line));
        match promised.remove(&line) {
            Some(outcome) if outcome == found => {}
            Some(outcome) => {
                differs.push(format!("{what} is promised {outcome} and is {found} ({})", assessment.reason));
            }
            None => differs.push(format!("{what} is {found}, and the README does not mention it")),
        }
    }
    differs.extend(promised.into_iter().map(|(line, outcome)| {
        format!("{} is promised {outcome}, and there is no such assessment", words_of(&line))
    }));
    differs
}

fn words_of((person, rule, scheme): &Line) -> String {
    format!("{rule} {person} {scheme}").trim_end().to_owned()
}

fn figures(table: &Table, school: &School, assessed: &Assessed) -> Vec<String> {
    let mut differs = Vec::new();
    for row in table {
        let what = line_of(row);
        let Some(found) = assessed.assessments.iter().find(|a| line(a, school) == what) else {
            differs.push(format!("{} has promised figures and no assessment", words_of(&what)));
            continue;
        };
        for (label, figure) in [("measured", &found.measured), ("required", &found.required)] {
            let promised = row.get(label).map_or("", String::as_str);
            let value = figure.as_ref().map_or(String::new(), |figure| figure.value().to_string());
            if !is_blank(promised) && promised != value {
                differs.push(format!("{}: {label} is promised {promised} and is {value}", words_of(&what)));
            }
        }
    }
    differs
}

fn findings(table: &Table, school: &School) -> Vec<String> {
    let mut differs = Vec::new();
    for row in table {
        let is_there = school.findings.iter().any(|finding| {
            finding.code == row["code"] && finding.at.iter().any(|place| stands(row, place, school))
        });
        if !is_there {
            let like: Vec<String> = school
                .findings
                .iter()
                .filter(|finding| finding.code == row["code"])
                .map(|finding| {
                    format!("{:?}", finding.at.iter().map(|p| words(p, school)).collect::<Vec<_>>())
                })
                .collect();
            differs.push(format!("the finding {row:?} is not there; found of this code: {}", like.join(" ")));
        }
    }
    differs
}

fn stands(row: &BTreeMap<String, String>, place: &Place, school: &School) -> bool {
    let [file, sheet, cell] = words(place, school);
    let agrees = |column: &str, found: &str| {
        row.get(column).is_none_or(|promised| is_blank(promised) || promised == found)
    };
    let file_agrees =
        row.get("file").is_none_or(|promised| is_blank(promised) || file.ends_with(promised.as_str()));
    file_agrees && agrees("sheet", &sheet) && agrees("cell", &cell)
}

fn words(place: &Place, school: &School) -> [String; 3] {
    match place {
        Place::File(id) => [school.sources.files[id.0 as usize].path.clone(), String::new(), String::new()],
        Place::Cell(source) => {
            let sheet = school.sources.sheet(source.sheet).name.clone().unwrap_or_default();
            [school.sources.file_of(source.sheet).path.clone(), sheet, source.cell()]
        }
    }
}

/// Figures with no figure behind them.
fn leaves(figure: &AnyFigure) -> Vec<&AnyFigure> {
    if figure.from().is_empty() { vec![figure] } else { figure.from().iter().flat_map(leaves).collect() }
}

/// What is wrong with the cells a leaf points at.
fn faults(leaf: &AnyFigure, pack: &Path, school: &School, files: &mut Files) -> Vec<String> {
    let mut faults = Vec::new();
    for origin in leaf.origins() {
        let Origin::Cells(span) = origin else { continue };
        let place = school.sources.place(*span);
        let sheet = school.sources.sheet(span.sheet).name.as_deref();
        let Some(grid) = files.grid(&pack.join(&school.sources.file_of(span.sheet).path), sheet) else {
            faults.push(format!("{place}: there is no such sheet"));
            continue;
        };
        for row in span.top..=span.bottom {
            if (span.left..=span.right).all(|col| grid.text(row, col).is_empty()) {
                faults.push(format!("{place}: row {} is blank", u64::from(row) + 1));
            }
        }
        if leaf.origins().len() == 1 && span.top == span.bottom && span.left == span.right {
            faults.extend(misread(leaf, *span, grid).map(|text| format!("{place} holds `{text}`")));
        }
    }
    faults
}

/// The cell's text, if it is a number and not the figure's. Hours stand for minutes.
fn misread(leaf: &AnyFigure, span: Span, grid: &Grid) -> Option<String> {
    let text = grid.text(span.top, span.left);
    let number = match text.strip_suffix('%') {
        Some(percent) => Ratio::parse(percent.trim())? / 100,
        None => Ratio::parse(&text)?,
    };
    let as_hours = number * Ratio::whole(60);
    let holds = match leaf.unit() {
        "ratio" | "terms" | "days" => number == leaf.value(),
        "minutes" => number == leaf.value() || as_hours == leaf.value(),
        _ => true,
    };
    (!holds).then_some(text)
}

/// The cells of one sheet, by row and column from zero.
#[derive(Default)]
struct Grid(BTreeMap<(u32, u32), String>);

impl Grid {
    fn text(&self, row: u32, col: u32) -> String {
        self.0.get(&(row, col)).cloned().unwrap_or_default()
    }
}

/// Sheets already opened, by file and name.
#[derive(Default)]
struct Files(BTreeMap<(PathBuf, Option<String>), Option<Grid>>);

impl Files {
    fn grid(&mut self, path: &Path, sheet: Option<&str>) -> Option<&Grid> {
        let key = (path.to_owned(), sheet.map(str::to_owned));
        self.0.entry(key).or_insert_with(|| open(path, sheet)).as_ref()
    }
}

fn open(path: &Path, sheet: Option<&str>) -> Option<Grid> {
    let bytes = std::fs::read(path).ok()?;
    let Some(sheet) = sheet else { return Some(text_grid(&String::from_utf8_lossy(&bytes))) };
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).ok()?;
    let range = book.worksheet_range(sheet).ok()?;
    let (top, left) = range.start()?;
    let mut grid = Grid::default();
    for (row, col, cell) in range.used_cells() {
        let place = (top + u32::try_from(row).ok()?, left + u32::try_from(col).ok()?);
        grid.0.insert(place, cell_text(cell));
    }
    Some(grid)
}

fn cell_text(cell: &Data) -> String {
    let mut text = String::new();
    match cell {
        Data::Empty => {}
        Data::Float(number) => {
            let _ = write!(text, "{number}");
        }
        Data::Int(number) => {
            let _ = write!(text, "{number}");
        }
        Data::String(words) => text.push_str(words.trim()),
        other => {
            let _ = write!(text, "{other:?}");
        }
    }
    text
}

/// A small reader of comma, semicolon or tab separated text; blank lines are rows as in a spreadsheet.
fn text_grid(text: &str) -> Grid {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let separator = [',', ';', '\t'].into_iter().max_by_key(|c| first.matches(*c).count()).unwrap_or(',');
    let mut grid = Grid::default();
    let (mut row, mut col, mut cell, mut quoted) = (0, 0, String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            '\r' if !quoted => {}
            '\n' if !quoted => {
                grid.0.insert((row, col), std::mem::take(&mut cell).trim().to_owned());
                (row, col) = (row + 1, 0);
            }
            _ if c == separator && !quoted => {
                grid.0.insert((row, col), std::mem::take(&mut cell).trim().to_owned());
                col += 1;
            }
            _ => cell.push(c),
        }
    }
    grid.0.insert((row, col), cell.trim().to_owned());
    grid
}

#[test]
fn quoted_separators_and_blank_lines_keep_their_places() {
    let grid = text_grid("a,\"b,\"\"c\"\"\"\r\n\r\nd,e");
    assert_eq!([grid.text(0, 1), grid.text(2, 0), grid.text(2, 1)], ["b,\"c\"", "d", "e"]);
}
