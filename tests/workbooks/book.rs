//! Workbooks of the sample, taken apart: their sheets, cells and tables as the files hold them.

use roxmltree::{Document, Node};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

pub const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook, its parts as text.
pub struct Book {
    pub name: String,
    pub parts: BTreeMap<String, String>,
}

/// A sheet of it.
pub struct Sheet {
    pub name: String,
    pub state: String,
    pub path: String,
}

/// A filled cell: row and column from one, its words, whether it is text, and the place of its format.
pub struct Cell {
    pub at: (u32, u32),
    pub words: String,
    pub is_text: bool,
    pub format: usize,
}

/// Every workbook of a run over the sample with every edition, and the blank one of `init`.
pub fn books() -> &'static [Book] {
    static BOOKS: OnceLock<Vec<Book>> = OnceLock::new();
    BOOKS.get_or_init(|| {
        let home = tempfile::tempdir().unwrap();
        let run = |args: &[&str]| {
            let done =
                Command::new(env!("CARGO_BIN_EXE_ringfence")).args(args).current_dir(home.path()).output();
            let done = done.unwrap();
            // 3: written, and rows were left out, as the sample intends
            assert!(matches!(done.status.code(), Some(0 | 3)), "{args:?}: {done:?}");
        };
        run(&["report", "--format", "xlsx", "--out", "out"]);
        run(&["init", "blank"]);
        let mut found = Vec::new();
        gather(home.path(), "", &mut found);
        assert!(found.len() > 5, "a workbook for each school, the overview and the blank pack");
        found
    })
}

pub fn gather(folder: &Path, before: &str, found: &mut Vec<Book>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            gather(&entry.path(), &format!("{name}/"), found);
        } else if Path::new(&name).extension().is_some_and(|extension| extension == "xlsx") {
            found.push(Book { name, parts: parts(fs::read(entry.path()).unwrap()) });
        }
    }
}

pub fn parts(bytes: Vec<u8>) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let read = |name: String| {
        let mut text = String::new();
        zip.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        (name, text)
    };
    names.into_iter().map(read).collect()
}

pub fn all<'a>(node: Node<'a, 'a>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.descendants().filter(move |node| node.tag_name().name() == name)
}

impl Book {
    pub fn xml(&self, path: &str) -> Document<'_> {
        Document::parse(&self.parts[path]).unwrap()
    }

    /// What a part points to, by id.
    pub fn relations(&self, path: &str) -> BTreeMap<String, String> {
        let (folder, file) = path.rsplit_once('/').unwrap();
        let Some(text) = self.parts.get(&format!("{folder}/_rels/{file}.rels")) else {
            return BTreeMap::new();
        };
        let xml = Document::parse(text).unwrap();
        let pair = |relation: Node| {
            let target = relation.attribute("Target")?;
            let path = match target.strip_prefix("../") {
                Some(rest) => format!("xl/{rest}"),
                None => format!("{folder}/{target}"),
            };
            Some((relation.attribute("Id")?.to_owned(), path))
        };
        all(xml.root(), "Relationship").filter_map(pair).collect()
    }

    pub fn sheets(&self) -> Vec<Sheet> {
        let targets = self.relations("xl/workbook.xml");
        let xml = self.xml("xl/workbook.xml");
        let sheet = |node: Node| Sheet {
            name: node.attribute("name").unwrap().to_owned(),
            state: node.attribute("state").unwrap_or("visible").to_owned(),
            path: targets[node.attribute((RELATIONS, "id")).unwrap()].clone(),
        };
        all(xml.root(), "sheet").map(sheet).collect()
    }

    /// The filled cells of a sheet, row by row.
    pub fn cells(&self, sheet: &Sheet) -> Vec<Cell> {
        let shared = self.parts.get("xl/sharedStrings.xml").map(|text| Document::parse(text).unwrap());
        let strings: Vec<String> = shared
            .iter()
            .flat_map(|xml| xml.descendants().filter(|node| node.has_tag_name((MAIN, "si"))))
            .map(|si| all(si, "t").filter_map(|t| t.text()).collect())
            .collect();
        let xml = self.xml(&sheet.path);
        let cell = |node: Node| {
            let held = node.children().find(|child| child.has_tag_name((MAIN, "v")))?.text()?;
            let is_text = matches!(node.attribute("t"), Some("s" | "str" | "inlineStr"));
            let words = match node.attribute("t") {
                Some("s") => strings[held.parse::<usize>().unwrap()].clone(),
                _ => held.to_owned(),
            };
            let format = node.attribute("s").map_or(0, |s| s.parse().unwrap());
            Some(Cell { at: place(node.attribute("r")?), words, is_text, format })
        };
        all(xml.root(), "c").filter_map(cell).collect()
    }

    /// The tables of a sheet.
    pub fn tables(&self, sheet: &Sheet) -> Vec<Document<'_>> {
        let targets = self.relations(&sheet.path);
        targets.values().filter(|path| path.starts_with("xl/tables/")).map(|path| self.xml(path)).collect()
    }
}

pub const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// `C7` as row 7, column 3.
pub fn place(reference: &str) -> (u32, u32) {
    let letters = reference.chars().take_while(char::is_ascii_uppercase);
    let col = letters.fold(0, |col, letter| col * 26 + u32::from(letter) - u32::from('A') + 1);
    let row = reference.trim_start_matches(|c: char| c.is_ascii_uppercase()).parse().unwrap();
    (row, col)
}

/// Corners of `A4:W10`.
pub fn corners(range: &str) -> [(u32, u32); 2] {
    let (from, to) = range.split_once(':').unwrap_or((range, range));
    [place(from), place(to)]
}
