//! Every layout that is looked for, and which of them a row may be the header of.

use super::super::header::{plain_header, skeleton};
use super::{Layout, read, texts};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Every layout that is looked for, the user's own first.
#[derive(Clone, Debug, Default)]
pub struct Layouts {
    /// In a fixed order.
    pub all: Vec<Layout>,
    /// The user's own layout files, by name: each a name, and its text.
    pub own: Vec<(String, String)>,
    /// Places of the layouts that know a header, as it is compared.
    by_header: BTreeMap<String, Vec<usize>>,
    /// Places of those that a row may fit without a header they know, by what stands above it or is given.
    headless: Vec<usize>,
}

/// A layout file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: this layout cannot be read: {why}")]
pub struct Error {
    /// The file.
    pub file: String,
    /// Why, with line and column.
    pub why: String,
}

impl Layouts {
    /// Those inside the program.
    pub fn built_in() -> &'static Layouts {
        static ALL: OnceLock<Layouts> = OnceLock::new();
        ALL.get_or_init(|| {
            Layouts::of(
                texts().values().flat_map(|text| read(text).unwrap_or_default()).collect(),
                Vec::new(),
            )
        })
    }

    /// A school's own layout files, each a name and its text, before those inside the program.
    ///
    /// # Errors
    /// If one of them cannot be read.
    pub fn with(own: &[(String, String)]) -> Result<Layouts, Error> {
        let mut all = Vec::new();
        for (file, text) in own {
            let layouts = read(text).map_err(|error| Error {
                file: file.clone(),
                why: error.to_string().trim_end().to_owned(),
            })?;
            all.extend(layouts.into_iter().map(|layout| Layout { own: true, ..layout }));
        }
        all.extend(Layouts::built_in().all.iter().cloned());
        Ok(Layouts::of(all, own.to_vec()))
    }

    fn of(all: Vec<Layout>, own: Vec<(String, String)>) -> Layouts {
        let mut by_header: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, layout) in all.iter().enumerate() {
            for header in layout.known.keys() {
                by_header.entry(header.clone()).or_default().push(place);
            }
        }
        let is_headless = |layout: &Layout| {
            layout.needs.is_empty()
                || !(layout.given.is_empty() && layout.beside.is_empty() && layout.beneath.is_empty())
        };
        let headless = (0..all.len()).filter(|place| is_headless(&all[*place])).collect();
        Layouts { all, own, by_header, headless }
    }

    /// Places of the layouts whose header a row of these texts may be; most rows are nobody's.
    pub fn headed<'a>(&self, texts: impl Iterator<Item = &'a str>) -> BTreeSet<usize> {
        let mut places: BTreeSet<usize> = self.headless.iter().copied().collect();
        for text in texts {
            let knowing = |header: &str| self.by_header.get(header).into_iter().flatten();
            places.extend(knowing(&plain_header(text)));
            if !text.is_ascii() {
                places.extend(knowing(&skeleton(text).0));
            }
        }
        places
    }
}
