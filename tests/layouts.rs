//! Exports as they come, and what is understood of them: `tests/layouts/<name>/{input.*, expected.txt}`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

#[test]
fn every_export_is_understood_as_expected() {
    for folder in support::fixtures("layouts") {
        let reading = support::read(support::fixture(&folder));
        support::expect(&folder, &support::told::understood(&reading.school));
    }
}
