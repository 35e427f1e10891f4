//! What is wrong with a template: never with the data.

use super::near;
use minijinja::{ErrorKind, Value};
use std::fmt::Write as _;

/// A page that could not be written, or a template that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A template.
    #[error("templates › {path}{}: {why}", line.map_or(String::new(), |line| format!(" › line {line}")))]
    Template {
        /// Its path.
        path: String,
        /// Counted from 1.
        line: Option<usize>,
        /// What is wrong, and what to write instead.
        why: String,
    },
    /// The description of an edition.
    #[error("templates › {path}: {why}")]
    Edition {
        /// Its path.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// A file that no report uses.
    #[error(
        "templates › {path}: no report uses a file of this name{}",
        near.as_ref().map_or(String::new(), |near| format!("; did you mean {near}?"))
    )]
    NoSuchFile {
        /// Its path.
        path: String,
        /// A file there is.
        near: Option<String>,
    },
    /// A fault in the program.
    #[error("the templates inside ringfence cannot be used: {0}")]
    BuiltIn(String),
}

impl Error {
    /// What the engine says of a template, with the names that a page has.
    pub(super) fn template(path: &str, why: &minijinja::Error, page: Option<&Value>) -> Error {
        // The innermost is what went wrong; what is around it says only through which templates.
        let mut inner = why;
        while let Some(next) = std::error::Error::source(inner).and_then(|next| next.downcast_ref()) {
            inner = next;
        }
        Error::Template {
            path: inner.name().unwrap_or(path).to_owned(),
            line: inner.line(),
            why: match inner.kind() {
                ErrorKind::UndefinedError => no_such_name(inner, page),
                ErrorKind::OutOfFuel => {
                    "it takes too long: is there a loop in it that does not end?".to_owned()
                }
                kind => inner.detail().map_or_else(|| kind.to_string(), |detail| format!("{kind}: {detail}")),
            },
        }
    }
}

/// The name that is not there, the nearest that is, and all there are.
fn no_such_name(why: &minijinja::Error, page: Option<&Value>) -> String {
    let written = why.template_source().zip(why.range()).and_then(|(text, range)| text.get(range));
    let Some(written) = written.map(str::trim).filter(|name| !name.is_empty()) else {
        return "it uses a name that is not there".to_owned();
    };
    let mut said = format!("there is no “{written}”");
    let is_plain = written.chars().all(|c| c.is_alphanumeric() || c == '_');
    let names = page.filter(|_| is_plain).and_then(|page| page.try_iter().ok());
    let mut names: Vec<String> = names.into_iter().flatten().map(|name| name.to_string()).collect();
    names.sort();
    match near(written, names.iter()) {
        Some(near) => {
            let _ = write!(said, "; did you mean “{near}”?");
        }
        None if !names.is_empty() => said.push('.'),
        None => {}
    }
    if !names.is_empty() {
        let _ = write!(said, " There are: {}.", names.join(", "));
    }
    said
}
