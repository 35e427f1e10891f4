//! The HTML templates: embedded, strict about names, and escaping everything.

use base64ct::{Base64, Encoding as _};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "templates"]
struct Files;

/// A page that could not be written: a fault of a template, never of the data.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The template engine refused.
    #[error("the template {0} cannot be used: {1}")]
    Template(String, String),
    /// An edition has no description, or it cannot be read.
    #[error("templates/{0}/report.toml cannot be read: {1}")]
    Edition(String, String),
}

/// What `templates/<edition>/report.toml` says.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// `Headteacher’s report`.
    pub title: String,
    /// Name of its page template.
    pub template: String,
    /// Printed landscape.
    pub landscape: bool,
}

fn text(name: &str) -> Option<String> {
    String::from_utf8(Files::get(name)?.data.into_owned()).ok()
}

/// What stands in the folder of the templates and goes into no report: the blank pack.
const NOT_OURS: &str = "pack/";

/// Every file that reports are made with: its path, and its bytes. By path.
pub fn files() -> impl Iterator<Item = (String, Vec<u8>)> {
    let paths: BTreeSet<_> = Files::iter().collect();
    let ours = paths.into_iter().filter(|path| !path.starts_with(NOT_OURS));
    ours.filter_map(|path| {
        let bytes = Files::get(&path)?.data.into_owned();
        Some((path.into_owned(), bytes))
    })
}

/// The description of an edition.
///
/// # Errors
/// If there is none, or it cannot be read.
pub fn edition(name: &str) -> Result<Edition, Error> {
    let fault = |why: String| Error::Edition(name.to_string(), why);
    let written = text(&format!("{name}/report.toml")).ok_or_else(|| fault("it is missing".to_string()))?;
    toml::from_str(&written).map_err(|why| fault(why.to_string()))
}

/// The style sheet that every page holds.
pub fn style() -> String {
    text("style.css").unwrap_or_default()
}

/// The only script there is: that of the overview, which sorts and finds. Its hash stands in the page's policy, so that
/// nothing else can run in it.
pub fn script() -> String {
    // A browser hashes what it has read, and it reads every end of a line as this one.
    text("overview/script.js").unwrap_or_default().replace("\r\n", "\n")
}

/// The SHA-256 of a script as a policy names it.
pub fn csp_hash(script: &str) -> String {
    Base64::encode_string(&Sha256::digest(script.as_bytes()))
}

/// Read once: a run writes thousands of pages.
static TEMPLATES: LazyLock<Result<Environment<'static>, minijinja::Error>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    // Before any template is added: each is compiled with the escaping in force then.
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    templates.add_filter("bound", |text: String| bound(&text));
    for name in Files::iter().filter(|name| name.ends_with(".html.j2")) {
        if let Some(source) = text(&name) {
            templates.add_template_owned(name.into_owned(), source)?;
        }
    }
    Ok(templates)
});

/// A number and the unit or month after it stay on one line: `2 h 12 min`, `18 December`.
fn bound(text: &str) -> String {
    const UNITS: [&str; 2] = ["h", "min"];
    const MONTHS: &str =
        "January February March April May June July August September October November December";
    let mut words = text.split(' ').peekable();
    let mut bound = String::with_capacity(text.len());
    while let Some(word) = words.next() {
        bound.push_str(word);
        if let Some(next) = words.peek() {
            let number = word.ends_with(|c: char| c.is_numeric());
            let name = next.trim_end_matches(|c: char| c.is_ascii_punctuation());
            let of_it = UNITS.contains(&name) || MONTHS.split(' ').any(|m| m == name);
            bound.push(if number && of_it { '\u{a0}' } else { ' ' });
        }
    }
    bound
}

/// The page of a template.
///
/// # Errors
/// If the template cannot be read or names something the page does not have.
pub fn render(template: &str, page: Value) -> Result<String, Error> {
    let fault = |why: &minijinja::Error| Error::Template(template.to_string(), format!("{why:#}"));
    let templates = TEMPLATES.as_ref().map_err(fault)?;
    let found = templates.get_template(template).map_err(|why| fault(&why))?;
    found.render(page).map_err(|why| fault(&why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_a_script_is_as_a_browser_works_it_out() {
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert_eq!(csp_hash("alert(1)"), "bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=");
        // What ends a script, or begins a comment in one, would make another of it than was hashed.
        assert!(!["</", "<!--", "<script", "\r"].iter().any(|cut| script().to_lowercase().contains(cut)));
    }

    #[test]
    fn a_number_keeps_its_unit_on_the_line() {
        assert_eq!(bound("so it is 2 h 12 min short."), "so it is 2\u{a0}h 12\u{a0}min short.");
        assert_eq!(bound("by 18 December, or 5 of 7"), "by 18\u{a0}December, or 5 of 7");
        assert_eq!(bound(""), "");
    }
}
