//! Folder names: a URN and a few plain letters, whatever the school is called.

use std::collections::BTreeSet;

const LONGEST: usize = 60;

/// Names given so far.
#[derive(Debug, Default)]
pub struct Folders(BTreeSet<String>);

impl Folders {
    /// A name for the next school, unlike all before it.
    pub fn name(&mut self, urn: Option<&str>, school: &str) -> String {
        let urn = urn.filter(|urn| (5..=8).contains(&urn.len()) && urn.bytes().all(|b| b.is_ascii_digit()));
        let first = urn.map_or_else(|| format!("school-{}", self.0.len() + 1), str::to_owned);
        let base = cut(&format!("{first}-{}", slug::slugify(school)), LONGEST);
        let mut name = base.clone();
        let mut n = 2;
        while !self.0.insert(name.clone()) {
            name = format!("{}-{n}", cut(&base, LONGEST - 6));
            n += 1;
        }
        name
    }
}

/// A slug is ASCII, so every byte is a place to cut.
fn cut(slug: &str, longest: usize) -> String {
    slug[..slug.len().min(longest)].trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_gives_a_safe_folder() {
        let mut folders = Folders::default();
        for (urn, name, folder) in [
            (Some("123456"), "Alderbrook Academy", "123456-alderbrook-academy"),
            (Some("123456"), "alderbrook academy", "123456-alderbrook-academy-2"),
            (None, "CON", "school-3-con"),
            (Some("../x"), "../x", "school-4-x"),
            (None, "", "school-5"),
            (Some("123457"), "Ysgol Gyfun Gŵyr", "123457-ysgol-gyfun-gwyr"),
        ] {
            assert_eq!(folders.name(urn, name), folder);
        }
        let long = folders.name(Some("123458"), &"é".repeat(300));
        assert!(long.len() <= 60 && long.is_ascii(), "{long}");
        let twin = folders.name(Some("123458"), &"é".repeat(300));
        assert!(twin.len() <= 60 && twin != long, "{twin}");
    }
}
