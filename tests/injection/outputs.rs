//! Outputs taken apart by other means than those that made them.

use html5gum::{Token, Tokenizer};
use regex::{Captures, Regex};
use ringfence::model::text::begins_like_a_formula;
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{Cursor, Read as _};
use std::sync::LazyLock;

/// Attributes that hold words for a reader.
const WORDS: [&str; 1] = ["aria-label"];

static OWN_REPORT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[a-z0-9-]+/head\.(?:html|xlsx)$").unwrap());

/// A page: its tags with their attributes, those of words without their values, and its text.
pub struct Page {
    pub tags: Vec<String>,
    pub text: String,
}

impl Page {
    pub fn of(html: &str) -> Page {
        let mut page = Page { tags: Vec::new(), text: String::new() };
        for token in Tokenizer::new(html) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                    let mut said = lossy(&tag.name);
                    for (name, value) in &tag.attributes {
                        let (name, value) = (lossy(name), lossy(value));
                        if WORDS.contains(&name.as_str()) {
                            let _ = write!(page.text, " {value} ");
                            let _ = write!(said, " {name}");
                        } else {
                            let _ = write!(said, " {name}={value:?}");
                        }
                    }
                    page.tags.push(said);
                }
                Token::EndTag(tag) => page.tags.push(format!("/{}", String::from_utf8_lossy(&tag.name))),
                Token::String(text) => page.text.push_str(&String::from_utf8_lossy(&text)),
                Token::Comment(text) => page.tags.push(format!("!-- {text:?}")),
                Token::Doctype(_) => page.tags.push("!doctype".to_owned()),
                Token::Error(error) => page.tags.push(format!("error {error:?}")),
            }
        }
        page.text = page.text.replace('\u{a0}', " ").replace('\u{ad}', "");
        page
    }
}

/// A workbook: its texts, its formulas, and where else than in texts a canary stands.
#[derive(Default)]
pub struct Book {
    pub texts: Vec<String>,
    pub formulas: BTreeSet<String>,
    pub sheets: Vec<String>,
    pub faults: Vec<String>,
}

impl Book {
    pub fn of(bytes: Vec<u8>) -> Book {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = BTreeMap::new();
        for n in 0..zip.len() {
            let mut entry = zip.by_index(n).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            parts.insert(entry.name().unwrap().into_owned(), bytes);
        }
        let mut book = Book::default();
        let texts: BTreeMap<String, String> =
            parts.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect();
        let mut documents = BTreeMap::new();
        for (name, text) in &texts {
            match Document::parse(text) {
                Ok(document) => {
                    documents.insert(name.as_str(), document);
                }
                Err(error) => book.faults.push(format!("{name} is not well-formed: {error}")),
            }
            for kept_out in
                ["externalLinks", "embeddings", "vbaProject", "activeX", "connections", "queryTables"]
            {
                if name.contains(kept_out) {
                    book.faults.push(format!("there is a part {name}"));
                }
            }
        }
        book.sheets = documents
            .get("xl/workbook.xml")
            .into_iter()
            .flat_map(|document| document.descendants().filter(|node| node.has_tag_name_of("sheet")))
            .inspect(|sheet| assert_eq!(sheet.attribute("state"), None, "a sheet is hidden"))
            .filter_map(|sheet| sheet.attribute("name").map(str::to_owned))
            .collect();
        let strings = strings(documents.get("xl/sharedStrings.xml"));
        let quoted = quoted(documents.get("xl/styles.xml"));
        for (name, document) in &documents {
            for node in document.descendants().filter(Node::is_element) {
                book.element(name, node, (&strings, &quoted));
            }
        }
        book.texts.extend(strings);
        book
    }

    fn element(&mut self, part: &str, node: Node, (strings, quoted): (&[String], &[bool])) {
        let tag = node.tag_name().name();
        match tag {
            // The report of a school, in its folder beside the workbook.
            "Relationship"
                if node.attribute("TargetMode") == Some("External")
                    && !node.attribute("Target").is_some_and(|target| OWN_REPORT.is_match(target)) =>
            {
                self.faults.push(format!("{part} leads to {:?}", node.attribute("Target")));
            }
            "f" => {
                self.formulas.insert(node.text().unwrap_or_default().to_owned());
            }
            "hyperlink" => {
                let place = node.attribute("location").unwrap_or_default();
                let sheet = place
                    .rsplit_once('!')
                    .map_or("", |(sheet, _)| sheet)
                    .trim_matches('\'')
                    .replace("''", "'");
                // Where one leads out, its relationship says where to.
                let leads_out = node.attributes().any(|attribute| attribute.name() == "id");
                if !(leads_out && place.is_empty() || self.sheets.contains(&sheet)) {
                    self.faults.push(format!("{part} has a link to {place:?}"));
                }
            }
            "row" | "col" if node.attribute("hidden").is_some() => {
                self.faults.push(format!("{part} hides something"));
            }
            "c" if part.starts_with("xl/worksheets/") && node.attribute("t") == Some("s") => {
                let number = |text: Option<&str>| text.and_then(|text| text.parse::<usize>().ok());
                let value = node.children().find(|child| child.has_tag_name_of("v")).and_then(|v| v.text());
                let text = number(value).and_then(|place| strings.get(place)).map_or("", String::as_str);
                let style = number(node.attribute("s")).unwrap_or(0);
                if begins_like_a_formula(text) && !quoted.get(style).copied().unwrap_or(false) {
                    self.faults
                        .push(format!("{part} {:?} has no quote prefix: {text:?}", node.attribute("r")));
                }
                if text.encode_utf16().count() > 32_767 {
                    self.faults.push(format!("{part} {:?} is too long", node.attribute("r")));
                }
            }
            _ => {}
        }
        let told = |place: String, text: &str| text.contains("zq").then(|| format!("{place} says {text:?}"));
        let of_text = node.children().filter(Node::is_text).filter_map(|child| child.text());
        if !may_hold_words(part, tag) {
            self.faults.extend(of_text.filter_map(|text| told(format!("{part} <{tag}>"), text)));
        } else if part.starts_with("xl/comments") {
            self.texts.extend(of_text.map(str::to_owned));
        }
        for attribute in node.attributes().filter(|attribute| !may_name(part, tag, attribute.name())) {
            self.faults.extend(told(format!("{part} <{tag} {}>", attribute.name()), attribute.value()));
        }
    }
}

/// Elements whose text is shown to a reader, and never worked with.
fn may_hold_words(part: &str, tag: &str) -> bool {
    match tag {
        "t" => part == "xl/sharedStrings.xml" || part.starts_with("xl/comments"),
        "oddHeader" | "oddFooter" => part.starts_with("xl/worksheets/"),
        // the words a chart keeps of its cells
        "v" => part.starts_with("xl/charts/"),
        // names of the sheets of a copy, among them
        "lpstr" | "title" | "Company" | "keywords" => part.starts_with("docProps/"),
        "definedName" => part == "xl/workbook.xml",
        _ => false,
    }
}

/// Attributes that are shown to a reader; or that name a sheet, which in a copy has the name its owner gave it.
fn may_name(part: &str, tag: &str, attribute: &str) -> bool {
    match (tag, attribute) {
        ("cNvPr", "descr") => part.starts_with("xl/drawings/"),
        ("table", "altText" | "altTextSummary") => part.starts_with("xl/tables/"),
        // Where one leads is looked at by itself.
        ("hyperlink", "display" | "location") | ("Relationship", "Target") => true,
        ("sheet", "name") => part == "xl/workbook.xml",
        _ => false,
    }
}

trait Named {
    fn has_tag_name_of(&self, name: &str) -> bool;
}

impl Named for Node<'_, '_> {
    fn has_tag_name_of(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

fn strings(document: Option<&Document>) -> Vec<String> {
    let items =
        document.into_iter().flat_map(|document| document.descendants().filter(|n| n.has_tag_name_of("si")));
    items
        .map(|item| {
            let texts =
                item.descendants().filter(|node| node.has_tag_name_of("t")).filter_map(|node| node.text());
            as_excel_shows(&texts.collect::<String>())
        })
        .collect()
}

/// `_x0041_` is a letter A.
fn as_excel_shows(text: &str) -> String {
    static CODE: LazyLock<Regex> = LazyLock::new(|| Regex::new("_x([0-9A-Fa-f]{4})_").unwrap());
    CODE.replace_all(text, |found: &Captures| {
        let number = u32::from_str_radix(&found[1], 16).unwrap();
        char::from_u32(number).map_or_else(|| found[0].to_owned(), String::from)
    })
    .into_owned()
}

fn quoted(document: Option<&Document>) -> Vec<bool> {
    let formats = document
        .into_iter()
        .flat_map(|document| document.descendants().filter(|node| node.has_tag_name_of("cellXfs")))
        .flat_map(|all| all.children().filter(|node| node.has_tag_name_of("xf")).collect::<Vec<_>>());
    formats.map(|format| format.attribute("quotePrefix") == Some("1")).collect()
}
