//! Names of sheets that a workbook can have, from names that anyone may have chosen.

use super::text;
use std::collections::BTreeSet;

/// Names that a workbook can have, as near to the owner's as can be, and no two alike.
pub(super) fn of<'a>(wanted: impl Iterator<Item = &'a str>, taken: &[&str]) -> Vec<String> {
    // Excel keeps this name for itself.
    let mut taken: BTreeSet<String> =
        taken.iter().chain(&["History"]).map(|name| name.to_lowercase()).collect();
    let cut = |text: &str, most: usize| {
        let mut units = 0;
        text.chars()
            .take_while(|c| {
                units += c.len_utf16();
                units <= most
            })
            .collect::<String>()
    };
    let mut names = Vec::new();
    for name in wanted {
        let plain: String = text::clean(name)
            .chars()
            .map(|c| if c.is_control() || "*?:[]\\/".contains(c) { ' ' } else { c })
            .collect();
        let plain = plain.trim_matches(|c: char| c == '\'' || c.is_whitespace());
        let plain = if plain.is_empty() { "Sheet" } else { plain };
        let mut name = cut(plain, 31);
        let mut n = 2;
        // A cut may leave an apostrophe at the end.
        while name.ends_with('\'') || !taken.insert(name.to_lowercase()) {
            name = format!("{} ({n})", cut(plain, 24));
            n += 1;
        }
        names.push(name);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_fit_a_workbook_and_differ() {
        let wanted = [
            "Autumn",
            "AUTUMN",
            "problems",
            "Mr O'Neil's",
            "'quoted'",
            "a/b\\c[d]:*?\u{7}",
            "",
            "A name that is far longer than a workbook allows",
            "A name that is far longer than a workbook could",
            "a name of thirty-one letters o'x",
        ];
        let names = of(wanted.into_iter(), &["Problems"]);
        assert_eq!(
            names[..7],
            ["Autumn", "AUTUMN (2)", "problems (2)", "Mr O'Neil's", "quoted", "a b c d    U+0007", "Sheet"]
        );
        let different: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(different.len(), names.len());
        for name in &names {
            assert!(rust_xlsxwriter::utility::check_sheet_name(name).is_ok(), "{name}");
        }
    }
}
