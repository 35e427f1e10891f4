//! The README's recipe for a look of one's own, followed as it stands.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// The block of this kind below the heading of the recipe, without its comment.
fn shown(kind: &str, nth: usize) -> String {
    let readme = fs::read_to_string("README.md").unwrap();
    let below = readme.split_once("### Make it look like yours").unwrap().1;
    let block = below.split(&format!("```{kind}\n")).nth(nth).unwrap();
    block.split_once("```").unwrap().0.to_owned()
}

fn ringfence(home: &Path, words: &[&str]) -> i32 {
    let run = Command::new(env!("CARGO_BIN_EXE_ringfence")).current_dir(home).args(words).output().unwrap();
    run.status.code().unwrap()
}

#[test]
fn the_readmes_recipe_gives_a_report_with_ones_own_logo_colour_and_section() {
    let home = tempfile::tempdir().unwrap();
    let at = |path: &str| home.path().join(path);
    fs::create_dir(at("Autumn 2026")).unwrap();
    fs::write(at("Autumn 2026/school.csv"), "URN,School,Trust\n900101,Alder School,Example Learning Trust\n")
        .unwrap();
    fs::write(at("Autumn 2026/staff.csv"), "Staff code,Name,FTE\nJSM,Jane Smith,1\nKOD,Kwame Oduya,1\n")
        .unwrap();
    fs::write(at("Autumn 2026/induction.csv"), "Staff code,Induction start\nJSM,01/09/2026\n").unwrap();
    fs::write(at("Autumn 2026/mentorship.csv"), "ECT,Mentor,From\nJSM,KOD,01/09/2026\n").unwrap();
    fs::write(at("Autumn 2026/meetings.csv"), "Date,ECT,Mentor,Minutes\n07/09/2026,JSM,KOD,50\n").unwrap();
    fs::write(at("Autumn 2026/calendar.csv"), "From,To,Kind,Name\n01/09/2026,18/12/2026,term,Autumn 2026\n")
        .unwrap();
    fs::write(at("Autumn 2026/ringfence.toml"), shown("toml", 1).replace("logo.png", "logo.svg")).unwrap();
    let drawing = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>"#;
    fs::write(at("Autumn 2026/logo.svg"), drawing).unwrap();

    assert_eq!(ringfence(home.path(), &["templates", "--export", "Ours"]), 0);
    let page = fs::read_to_string(at("Ours/head/page.html.j2")).unwrap();
    let (before, after) = page.split_once("</main>").unwrap();
    fs::remove_dir_all(at("Ours")).unwrap();
    fs::create_dir_all(at("Ours/head")).unwrap();
    fs::write(at("Ours/head/page.html.j2"), format!("{before}{}</main>{after}", shown("jinja", 1))).unwrap();
    fs::write(at("Ours/head/report.toml"), shown("toml", 2)).unwrap();
    assert_eq!(ringfence(home.path(), &["templates", "check", "Ours"]), 0);
    assert_eq!(
        ringfence(home.path(), &["report", "Autumn 2026", "--templates", "Ours", "--out", "Reports"]),
        0
    );

    let head = fs::read_to_string(at("Reports/900101-alder-school/head.html")).unwrap();
    let ours =
        head.split_once("<h2 id=\"ours\">Every meeting</h2>").unwrap().1.split_once("</main>").unwrap().0;
    assert!(ours.contains("Questions to the induction lead of Example Learning Trust."));
    assert!(ours.contains("Jane Smith") && ours.contains("meetings.csv › A2:D2"));
    let logo = head.split_once("<img class=\"logo\" src=\"").unwrap().1;
    assert!(logo.starts_with("data:image&#x2f;svg+xml;base64,"), "{}", &logo[..60]);
    assert!(head.contains("--link: #5a2d82;"));
}
