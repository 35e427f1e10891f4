//! The HTML templates: those of the program, or a school’s own laid over them. Strict about names, and escaping
//! everything: no template can switch that off, read a file, or loop for ever.

mod edition;
mod fault;

pub use edition::Edition;
pub use fault::Error;

use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value};
use rust_embed::RustEmbed;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "templates"]
struct Files;

/// What stands in the folder of the templates and goes into no report: the blank pack.
const NOT_OURS: &str = "pack/";
/// How the names of templates end.
const ENDINGS: [&str; 3] = [".html.j2", ".css", "report.toml"];
/// Steps a page may take. The longest of the sample takes less than a hundredth of it.
const FUEL: u64 = 10_000_000;
/// The style sheet that every page holds.
const STYLE: &str = "style.css";

/// The files that reports are made with, read and compiled once: a run writes thousands of pages.
#[derive(Debug)]
pub struct Templates {
    files: BTreeMap<String, String>,
    editions: BTreeMap<String, Edition>,
    pages: Environment<'static>,
}

static BUILT_IN: LazyLock<Result<Templates, String>> =
    LazyLock::new(|| Templates::of(built_in()).map_err(|why| why.to_string()));

/// The files of the program, by path.
pub fn built_in() -> BTreeMap<String, String> {
    let is_template = |path: &str| ENDINGS.iter().any(|ending| path.ends_with(ending));
    let ours = Files::iter().filter(|path| !path.starts_with(NOT_OURS) && is_template(path));
    let text = |path: &str| String::from_utf8(Files::get(path)?.data.into_owned()).ok();
    ours.filter_map(|path| Some((path.to_string(), text(&path)?))).collect()
}

impl Templates {
    /// Those of the program.
    ///
    /// # Errors
    /// If one of them is at fault, which a test rules out.
    pub fn built_in() -> Result<&'static Templates, Error> {
        BUILT_IN.as_ref().map_err(|why| Error::BuiltIn(why.clone()))
    }

    /// Those of the program with one’s own over them: a page, the macros or the style sheet in place of the program’s; a
    /// `report.toml` line by line.
    ///
    /// # Errors
    /// If a file has no counterpart, or is not as it must be.
    pub fn with(own: &[(String, String)]) -> Result<Templates, Error> {
        let mut files = built_in();
        for (path, text) in own {
            let Some(there) = files.get(path) else {
                return Err(Error::NoSuchFile { path: path.clone(), near: near(path, files.keys()) });
            };
            let text =
                if path.ends_with("report.toml") { edition::over(path, there, text)? } else { text.clone() };
            files.insert(path.clone(), text);
        }
        Templates::of(files)
    }

    fn of(files: BTreeMap<String, String>) -> Result<Templates, Error> {
        let mut pages = Environment::new();
        pages.set_undefined_behavior(UndefinedBehavior::Strict);
        pages.set_debug(true);
        pages.set_fuel(Some(FUEL));
        // Before any template is added: each is compiled with the escaping in force then.
        pages.set_auto_escape_callback(|_| AutoEscape::Html);
        pages.remove_filter("safe");
        pages.set_formatter(|out, state, value| match state.auto_escape() {
            AutoEscape::Html => minijinja::escape_formatter(out, state, value),
            _ => Err(minijinja::Error::new(ErrorKind::InvalidOperation, "escaping cannot be switched off")),
        });
        pages.add_filter("bound", |text: String| bound(&text));
        let mut editions = BTreeMap::new();
        for (path, text) in &files {
            if let Some(name) = path.strip_suffix("/report.toml") {
                editions.insert(name.to_owned(), Edition::of(path, text)?);
            } else if path.ends_with(".html.j2") {
                let added = pages.add_template_owned(path.clone(), text.clone());
                added.map_err(|why| Error::template(path, &why, None))?;
            }
        }
        Ok(Templates { files, editions, pages })
    }

    /// Every file, by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The description of an edition.
    ///
    /// # Errors
    /// If there is none.
    pub fn edition(&self, name: &str) -> Result<&Edition, Error> {
        let missing =
            || Error::Edition { path: format!("{name}/report.toml"), why: "it is missing".to_owned() };
        self.editions.get(name).ok_or_else(missing)
    }

    /// The style sheet, as it goes into a page.
    pub fn style(&self) -> &str {
        self.files.get(STYLE).map_or("", String::as_str)
    }

    /// True if the page of an edition speaks of this name.
    pub fn mentions(&self, edition: &str, name: &str) -> bool {
        self.files.get(&format!("{edition}/page.html.j2")).is_some_and(|text| text.contains(name))
    }

    /// The page of an edition.
    ///
    /// # Errors
    /// If the template is not as it must be, or names something the page does not have.
    pub fn render(&self, edition: &str, page: &Value) -> Result<String, Error> {
        let path = format!("{edition}/page.html.j2");
        let template = self.pages.get_template(&path).map_err(|why| Error::template(&path, &why, None))?;
        template.render(page.clone()).map_err(|why| Error::template(&path, &why, Some(page)))
    }
}

/// The nearest of some names, if it is near.
fn near<'a>(name: &str, known: impl Iterator<Item = &'a String>) -> Option<String> {
    let alike = |known: &&String| strsim::damerau_levenshtein(name, known);
    known.min_by_key(alike).filter(|known| alike(known) * 2 <= name.len()).cloned()
}

/// An amount of time and a date stay on one line: `2 h 12 min`, `18 December`, `1 Sept 2025`.
fn bound(text: &str) -> String {
    const MONTHS: &str =
        "January February March April May June July August September October November December";
    const SHORT: &str = "Jan Feb Mar Apr May June July Aug Sept Oct Nov Dec";
    let is_one_of = |names: &str, word: &str| names.split(' ').any(|name| name == word);
    let is_number = |word: &str| word.ends_with(|c: char| c.is_numeric());
    let mut words = text.split(' ').peekable();
    let mut bound = String::with_capacity(text.len());
    let mut after_number = false;
    while let Some(word) = words.next() {
        bound.push_str(word);
        if let Some(next) = words.peek() {
            let name = next.trim_end_matches(|c: char| c.is_ascii_punctuation());
            let unit = || ["h", "min"].contains(&name) || is_one_of(MONTHS, name) || is_one_of(SHORT, name);
            let goes_on = || after_number && is_number(name) && (word == "h" || is_one_of(SHORT, word));
            bound.push(if is_number(word) && unit() || goes_on() { '\u{a0}' } else { ' ' });
        }
        after_number = is_number(word);
    }
    bound
}

#[cfg(test)]
mod tests {
    use super::*;
    use minijinja::context;

    fn own(path: &str, text: &str) -> Result<Templates, Error> {
        Templates::with(&[(path.to_owned(), text.to_owned())])
    }

    fn said(page: &str) -> String {
        let templates = own("index/page.html.j2", page).unwrap();
        let page = context! { title => "A & B", schools => vec!["x"; 3], verdict => "" };
        templates.render("index", &page).unwrap_or_else(|why| why.to_string())
    }

    #[test]
    fn a_number_keeps_its_unit_on_the_line() {
        assert_eq!(bound("so it is 2 h 12 min short."), "so it is 2\u{a0}h\u{a0}12\u{a0}min short.");
        assert_eq!(bound("from 1 Sept 2025, or 2 h"), "from 1\u{a0}Sept\u{a0}2025, or 2\u{a0}h");
        assert_eq!(bound("in h 5, May 2026"), "in h 5, May 2026");
        assert_eq!(bound("by 18 December, or 5 of 7"), "by 18\u{a0}December, or 5 of 7");
        assert_eq!(bound(""), "");
    }

    #[test]
    fn the_files_of_the_program_are_as_they_must_be() {
        let templates = Templates::built_in().unwrap();
        assert!(templates.files().all(|(path, _)| !path.starts_with(NOT_OURS)));
        assert!(templates.style().contains("@page"));
    }

    #[test]
    fn a_page_of_ones_own_takes_the_place_of_the_program_s() {
        assert_eq!(said("<b>{{ title }}</b>"), "<b>A &amp; B</b>");
    }

    #[test]
    fn escaping_cannot_be_switched_off() {
        let refused = said("\n{% autoescape false %}{{ title }}{% endautoescape %}");
        assert!(refused.contains("escaping cannot be switched off"), "{refused}");
        let refused = own("index/page.html.j2", "{{ title|safe }}").unwrap();
        let refused = refused.render("index", &context! { title => "<" }).unwrap_err().to_string();
        assert!(refused.contains("safe"), "{refused}");
    }

    #[test]
    fn a_loop_without_an_end_ends() {
        let nested = "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}";
        let refused = said(nested);
        assert!(refused.contains("takes too long"), "{refused}");
        assert!(said("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}").contains("index/page.html.j2"));
    }

    #[test]
    fn no_other_file_can_be_read() {
        for path in ["../Cargo.toml", "/etc/hostname", "pack/README.md"] {
            let refused = said(&format!("{{% include \"{path}\" %}}"));
            assert!(refused.contains("index/page.html.j2"), "{refused}");
        }
    }

    #[test]
    fn a_name_that_is_not_there_is_told_with_its_line_and_the_names_that_are() {
        let refused = said("<p>\n\n{{ titel }}");
        assert_eq!(
            refused,
            "templates › index/page.html.j2 › line 3: there is no “titel”; did you mean “title”? \
             There are: schools, title, verdict."
        );
    }

    #[test]
    fn a_slip_of_the_pen_is_told_with_its_line() {
        let refused = own("head/page.html.j2", "a\nb\n{% for x in %}").unwrap_err().to_string();
        assert!(refused.starts_with("templates › head/page.html.j2 › line 3: "), "{refused}");
        assert_eq!(
            own("haed/page.html.j2", "").unwrap_err().to_string(),
            "templates › haed/page.html.j2: no report uses a file of this name; did you mean head/page.html.j2?"
        );
    }

    #[test]
    fn a_description_of_ones_own_is_laid_over_line_by_line() {
        let templates = own("head/report.toml", "title = \"For Ms Hill\"").unwrap();
        let (own, built_in) = (templates.edition("head").unwrap(), Templates::built_in().unwrap());
        assert_eq!(own.title, "For Ms Hill");
        assert_eq!(own.sheets, built_in.edition("head").unwrap().sheets);
        let refused = own_fault("titel = \"For Ms Hill\"");
        assert!(refused.starts_with("templates › head/report.toml: "), "{refused}");
        assert!(refused.contains("titel"), "{refused}");
    }

    fn own_fault(text: &str) -> String {
        own("head/report.toml", text).unwrap_err().to_string()
    }
}
