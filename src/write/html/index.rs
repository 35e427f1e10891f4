//! The first page of the output folder; and where there are very many schools, the pages it leads to.

use super::super::template::{Error, Templates};
use super::{boxes_of, css, frame, link};
use crate::model::brand::Brand;
use crate::tables::words;
use minijinja::{Value, context};
use std::collections::BTreeMap;

/// A school, or all of them together, and the files there are of it.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Name.
    pub name: &'a str,
    /// Its verdict in a line.
    pub verdict: &'a str,
    /// Its folder inside the output folder; empty: the output folder.
    pub folder: &'a str,
    /// Names of the files in it.
    pub files: &'a [String],
}

/// The first page.
pub const FIRST: &str = "index.html";

/// Entries on one page, at most.
const SHOWN: usize = 1_000;
/// Schools on each of several pages.
const TOGETHER: usize = 500;

/// The reports of a folder, each with its verdict; `order`: names of editions, in the order of their links; `made` with what:
/// the program, and the rulebook, and in which look. Puts the pages on which the schools stand if they are too many for the
/// first, in the order of their names, each as it is made; and the first.
///
/// # Errors
/// If a template is at fault, or what `put` says of a page and its name.
pub fn index<E: From<Error>>(
    templates: &Templates,
    (entries, order): (&[Entry], &[&str]),
    (tool, (rulebook, brand)): (&str, (&(String, String), &Brand)),
    mut put: impl FnMut(&str, String) -> Result<(), E>,
) -> Result<(), E> {
    let edition = templates.edition("index")?;
    let row = |entry: &Entry| {
        let (reports, own) = reports(templates, entry, order);
        context! { name => entry.name, verdict => entry.verdict, reports, own, others => others(entry) }
    };
    let page = |title: String, verdict: &str, rows: Vec<Value>| {
        let page = context! {
            title,
            meta => "",
            verdict,
            caption => "Open a report, or its workbook",
            rows,
            ..frame(templates, edition, boxes_of("", "", &css(&edition.title)), (tool, rulebook, brand))
        };
        templates.render("index", &page)
    };
    let title = "Early career teacher reports";
    match entries {
        [one] => return put(FIRST, page(format!("{}: reports", one.name), one.verdict, vec![row(one)])?),
        few if few.len() <= SHOWN => {
            let rows = few.iter().map(row).collect();
            return put(FIRST, page(title.to_owned(), "Choose a report.", rows)?);
        }
        _ => {}
    }
    let (all, mut schools): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|entry| entry.folder.is_empty() && !entry.files.is_empty());
    schools.sort_by_key(|school| (school.name, school.folder));
    let mut first: Vec<Value> = all.into_iter().map(row).collect();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    for (n, these) in (1..).zip(schools.chunks(TOGETHER)) {
        let ([a, ..], [.., z]) = (these, these) else { continue };
        let (file, name) = (format!("schools-{n:02}.html"), format!("{} to {}", a.name, z.name));
        let tally = words::tally(count(these.len()), "school", "schools");
        first.push(leads(&name, &tally, "Reports of these schools", &file));
        let total = words::tally(count(schools.len()), "school", "schools");
        let back = leads("All schools", &format!("{total} by name"), "First page", FIRST);
        let rows = std::iter::once(back).chain(these.iter().map(|school| row(school))).collect();
        put(&file, page(name, "Choose a report.", rows)?)?;
    }
    put(FIRST, page(title.to_owned(), "Choose a report.", first)?)
}

/// A row that leads to another page.
fn leads(name: &str, verdict: &str, text: &str, page: &str) -> Value {
    let none = Vec::<Value>::new();
    let reports = vec![context! { text, page, workbook => None::<&str> }];
    context! { name, verdict, reports, own => none.clone(), others => none }
}

/// The reports of an entry: those there is one of, then, for each person, those of which everyone has their own.
fn reports(templates: &Templates, entry: &Entry, order: &[&str]) -> (Vec<Value>, Vec<Value>) {
    let mut found: BTreeMap<(usize, &str), BTreeMap<&str, String>> = BTreeMap::new();
    for name in entry.files {
        let Some((stem, ending @ ("html" | "xlsx"))) = name.rsplit_once('.') else { continue };
        let is_of =
            |edition: &&str| stem.strip_prefix(*edition).is_some_and(|r| r.is_empty() || r.starts_with('-'));
        let (Some(place), Some(href)) = (order.iter().position(is_of), link(&path(entry, name))) else {
            continue;
        };
        found.entry((place, stem)).or_default().insert(ending, href);
    }
    let (mut reports, mut own) = (Vec::new(), Vec::new());
    for ((place, stem), hrefs) in &found {
        let Ok(edition) = templates.edition(order[*place]) else { continue };
        let whose = stem[order[*place].len()..].trim_start_matches('-');
        let text = if whose.is_empty() { edition.title.clone() } else { person(whose) };
        let kind = if whose.is_empty() { &mut reports } else { &mut own };
        kind.push(context! { text, page => hrefs.get("html"), workbook => hrefs.get("xlsx") });
    }
    (reports, own)
}

/// What is for other programs: files to upload, to sort or to put into a calendar.
fn others(entry: &Entry) -> Vec<Value> {
    let is_other = |name: &&String| [".csv", ".ics"].iter().any(|ending| name.ends_with(ending));
    let others = entry.files.iter().filter(is_other);
    others.filter_map(|name| Some(context! { text => name, href => link(&path(entry, name))? })).collect()
}

fn path(entry: &Entry, name: &str) -> String {
    if entry.folder.is_empty() { name.to_owned() } else { format!("{}/{name}", entry.folder) }
}

/// `Hannah Birkwood`, of `hannah-birkwood`.
fn person(slug: &str) -> String {
    slug.split('-').map(words::sentence).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first page of so many schools, and those it leads to.
    fn pages(n: usize) -> (String, Vec<(String, String)>) {
        let of = |file: &str| [file.to_owned()];
        let (above, report) = (of("overview.html"), of("head.html"));
        // Worst first, which is no order of names.
        let named: Vec<(String, String)> =
            (0..n).rev().map(|n| (format!("School {n:04}"), n.to_string())).collect();
        let mut all = vec![Entry { name: "All schools", verdict: "", folder: "", files: &above }];
        all.extend(named.iter().map(|(name, folder)| Entry { name, verdict: "", folder, files: &report }));
        let (order, made) = (["overview", "head"], (&(String::new(), String::new()), &Brand::default()));
        let mut pages = Vec::new();
        index::<Error>(Templates::built_in().unwrap(), (&all, &order), ("ringfence", made), |name, page| {
            pages.push((name.to_owned(), page));
            Ok(())
        })
        .unwrap();
        let (name, first) = pages.pop().unwrap();
        assert_eq!(name, FIRST);
        (first, pages)
    }

    #[test]
    fn up_to_a_thousand_reports_stand_on_one_page() {
        let (first, pages) = pages(999);
        assert_eq!((first.matches("head.html").count(), pages.len()), (999, 0));
    }

    #[test]
    fn more_schools_stand_on_pages_in_the_order_of_their_names_to_which_the_first_leads() {
        let (first, pages) = pages(1_201);
        assert!(first.contains("overview.html") && !first.contains("head.html"));
        let expected =
            [("01", "0000", "0499", 500), ("02", "0500", "0999", 500), ("03", "1000", "1200", 201)];
        assert_eq!(pages.len(), expected.len());
        for ((name, page), (number, from, to, schools)) in pages.iter().zip(expected) {
            assert_eq!(*name, format!("schools-{number}.html"));
            assert!(first.contains(&format!("href=\"{name}\"")) && page.contains("href=\"index.html\""));
            assert!(first.contains(&format!("School {from} to School {to}")));
            assert_eq!(page.matches("head.html").count(), schools);
        }
    }
}
