//! What `templates/<edition>/report.toml` says of a report.

use super::Error;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// A report, but for what is in it.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// `Headteacher’s report`.
    pub title: String,
    /// Printed landscape.
    #[serde(default)]
    pub landscape: bool,
    /// Holds data of persons, and says so.
    pub personal: bool,
    /// Names of the tables that become sheets of the workbook, in order.
    #[serde(default)]
    pub sheets: Vec<String>,
    /// Sentences and headings of the page, by the names its template knows them by.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
}

impl Edition {
    /// Reads the description at this path.
    pub(super) fn of(path: &str, text: &str) -> Result<Edition, Error> {
        toml::from_str(text).map_err(|why| Error::Edition { path: path.to_owned(), why: told(&why) })
    }
}

/// One’s own description over that of the program: what it does not say stays as it is.
pub(super) fn over(path: &str, there: &str, own: &str) -> Result<String, Error> {
    let read = |text: &str| -> Result<Table, Error> {
        text.parse().map_err(|why: toml::de::Error| Error::Edition { path: path.to_owned(), why: told(&why) })
    };
    let mut all = read(there)?;
    for (key, value) in read(own)? {
        match (all.get_mut(&key), value) {
            (Some(Value::Table(there)), Value::Table(own)) => there.extend(own),
            (_, value) => {
                all.insert(key, value);
            }
        }
    }
    Ok(all.to_string())
}

/// Without the picture of the line, which stands on several.
fn told(why: &toml::de::Error) -> String {
    why.message().to_owned()
}
