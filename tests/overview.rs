//! The overview: hundreds of schools on one page, beside what earlier runs said, and the lists of what is to do.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

#[path = "overview/hundreds.rs"]
mod hundreds;

use base64ct::{Base64, Encoding as _};
use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty};
use ringfence::write::template::Templates;
use ringfence::write::{html, xlsx};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_ringfence")).args(args).current_dir(folder).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// Two schools of the sample.
fn two_schools(pack: &Path) {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/calder-and-wharfe");
    for school in ["larkrigg-academy", "millthorn-green-primary-school"] {
        fs::create_dir_all(pack.join(school)).unwrap();
        for file in fs::read_dir(sample.join(school)).unwrap().map(|entry| entry.unwrap().path()) {
            fs::copy(&file, pack.join(school).join(file.file_name().unwrap())).unwrap();
        }
    }
    fs::copy(sample.join("ringfence.toml"), pack.join("ringfence.toml")).unwrap();
}

/// What stands between two words, each time.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).map(|rest| rest.split(end).next().unwrap()).collect()
}

#[test]
fn three_hundred_schools_make_a_page_of_less_than_three_megabytes() {
    let page = html::overview(Templates::built_in().unwrap(), &hundreds::overview(300)).unwrap();
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    let matrix = between(&page, "<table class=\"heat\" id=\"heat\"", "</table>").remove(0);
    assert_eq!(matrix.matches("<tr data-s=").count(), 300);
    let read = between(matrix, "<th scope=\"row\"><a href=\"", "\"");
    let once: BTreeSet<&&str> = read.iter().collect();
    assert_eq!(
        (read.len(), once.len()),
        (297, 297),
        "three could not be read, and the others have one link each"
    );
}

#[test]
fn a_page_for_all_of_england_shows_the_first_schools_and_says_so() {
    let page = html::overview(Templates::built_in().unwrap(), &hundreds::overview(2000)).unwrap();
    assert!(page.len() < 5_000_000, "{} bytes", page.len());
    assert!(page.contains("Showing 500 of 2,000 schools; all are in overview.xlsx."));
}

#[test]
fn the_one_script_is_the_one_whose_hash_the_page_allows() {
    let page = html::overview(Templates::built_in().unwrap(), &hundreds::overview(3)).unwrap();
    let scripts = between(&page, "<script>", "</script>");
    assert_eq!((scripts.len(), page.matches("<script").count()), (1, 1));
    let hash = Base64::encode_string(&Sha256::digest(scripts[0].as_bytes()));
    let policy = between(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"").remove(0);
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
        )
    );
    assert!(!page.contains(" onclick=") && !page.contains("javascript:"));
}

#[test]
fn every_choice_has_its_rule_and_every_row_its_marks() {
    let page = html::overview(Templates::built_in().unwrap(), &hundreds::overview(60)).unwrap();
    let style = between(&page, "<style>", "</style>").remove(0);
    let chosen: BTreeSet<&str> = between(style, "main:has(#f-", ":checked)").into_iter().collect();
    let mut offered = BTreeSet::new();
    for list in between(&page, "<select id=\"f-", "</select>") {
        let id = &list[..1];
        offered.extend(
            between(list, "<option value=\"", "\"")
                .into_iter()
                .filter(|v| !v.is_empty())
                .map(|v| format!("{id} option[value=\"{v}\"]")),
        );
    }
    assert_eq!(chosen, offered.iter().map(String::as_str).collect());
    // with a breach, not met, not shown, clear, could not be read; three phases; six authorities
    assert!(offered.len() >= 13, "{offered:?}");
    for row in between(&page, "<tr data-s=\"", ">") {
        let failed = row.starts_with('f');
        assert_eq!(row.contains("data-p=") && row.contains("data-a="), !failed, "{row}");
    }
}

/// The parts of a workbook by their names.
fn parts(book: Vec<u8>) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut parts = BTreeMap::new();
    for n in 0..zip.len() {
        let mut entry = zip.by_index(n).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut entry, &mut text).unwrap();
        parts.insert(entry.name().unwrap().into_owned(), text);
    }
    parts
}

#[test]
fn the_workbook_has_its_sheets_and_its_charts_say_what_they_show() {
    let bytes = xlsx::overview(&hundreds::overview(40)).unwrap();
    assert_eq!(bytes, xlsx::overview(&hundreds::overview(40)).unwrap(), "the same bytes each time");
    let parts = parts(bytes);
    let sheets = between(&parts["xl/workbook.xml"], "<sheet name=\"", "\"");
    assert_eq!(sheets, ["Cover", "Actions", "Matrix", "Rules", "Trend", "Coverage", "Files"]);
    let drawings: Vec<&String> = parts
        .iter()
        .filter(|(name, _)| name.starts_with("xl/drawings/drawing"))
        .map(|(_, text)| text)
        .collect();
    let alts: Vec<&str> = drawings.iter().flat_map(|text| between(text, " descr=\"", "\"")).collect();
    assert_eq!((alts.len(), parts.keys().filter(|name| name.starts_with("xl/charts/chart")).count()), (2, 2));
    assert!(
        alts.iter().any(|alt| alt.contains("Summer 2026: "))
            && alts.iter().any(|alt| alt.contains(" not met, ")),
        "{alts:?}"
    );
    let matrix = &parts["xl/worksheets/sheet3.xml"];
    assert_eq!(matrix.matches("<x14:sparkline>").count(), 40);
    assert!(!matrix.contains("<mergeCell"));
}

#[test]
fn of_very_many_schools_each_has_its_row() {
    let (schools, overview) = (4_300, hundreds::overview(4_300));
    let parts = parts(xlsx::overview(&overview).unwrap());
    let matrix = &parts["xl/worksheets/sheet3.xml"];
    assert!(matrix.matches("<c r=").count() > 400_000, "as many cells as are packed piece by piece");
    let numbers: Vec<usize> =
        between(matrix, "<row r=\"", "\"").iter().map(|number| number.parse().unwrap()).collect();
    // title, note, header; the third row is empty
    assert_eq!(numbers, [1, 2, 4].into_iter().chain(5..=schools + 4).collect::<Vec<_>>());
    assert_eq!(matrix.matches("</row>").count(), numbers.len());
    let table = parts.values().find(|part| part.contains(" displayName=\"Matrix\"")).unwrap();
    let end = format!("{}", schools + 4);
    assert!(between(table, " ref=\"", "\"").iter().all(|block| block.ends_with(&end)), "{table}");
    let links = &parts["xl/worksheets/_rels/sheet3.xml.rels"];
    let reports = between(links, " Target=\"", "\"").iter().filter(|to| to.ends_with("/head.html")).count();
    assert_eq!(reports, overview.schools.iter().filter(|school| school.opens().is_some()).count());
    assert_eq!(matrix.matches("<hyperlink ").count(), reports);
}

#[test]
fn a_run_is_compared_with_earlier_ones_and_can_be_done_again() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    two_schools(&home.join("pack"));
    assert_eq!(run(home, &["report", "pack", "--as-of", "23/10/2026", "--out", "then"]).0, 0);
    let (code, _, err) = run(home, &["report", "pack", "--since", "then", "--out", "now"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let page = fs::read_to_string(home.join("now/overview.html")).unwrap();
    assert!(page.contains("In the two schools that were read for the autumn term 2026 too: "), "{page}");
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(home.join("now/manifest.json")).unwrap()).unwrap();
    let then = fs::read(home.join("then/results.json")).unwrap();
    assert_eq!(manifest["since"][0]["sha256"], base16ct::lower::encode_string(&Sha256::digest(&then)));
    let (code, out, err) = run(home, &["verify", "now", "--rerun", "pack", "--since", "then"]);
    assert_eq!(code, 0, "{out}{err}");
    let (code, _, err) = run(home, &["verify", "now", "--rerun", "pack"]);
    assert!(code == 2 && err.contains("Name the folders of those with --since"), "{err}");
    assert_eq!(run(home, &["report", "pack", "--as-of", "16/10/2026", "--out", "before"]).0, 0);
    let (code, out, _) = run(home, &["verify", "now", "--rerun", "pack", "--since", "before"]);
    assert!(code == 1 && out.contains("the earlier results it was compared with are not the same"), "{out}");
    let (code, _, err) = run(home, &["report", "pack", "--since", "now", "--out", "later"]);
    assert!(code == 2 && err.contains("Name outputs of earlier days only"), "{err}");
    assert!(!home.join("later").exists());
}

/// What governors were told in an earlier term stands beside what they are told now, and nothing of another school.
#[test]
fn governors_are_shown_what_they_were_told_before() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    assert_eq!(run(home, &["report", "--edition", "governors", "--out", "before"]).0, 3);
    let results = fs::read_to_string(home.join("before/results.json")).unwrap();
    let mut results: serde_json::Value = serde_json::from_str(&results).unwrap();
    let schools = results["schools"].as_array_mut().unwrap();
    schools.retain(|school| school["governors"].is_object());
    assert!(!schools.is_empty());
    schools.truncate(1);
    schools[0]["term"] = "Summer 2026".into();
    schools[0]["as_of"] = "2026-07-17".into();
    schools[0]["governors"] = serde_json::json!({"in_order": 2, "of": 17});
    let folder = schools[0]["folder"].as_str().unwrap().to_owned();
    fs::create_dir(home.join("summer")).unwrap();
    fs::write(home.join("summer/results.json"), results.to_string()).unwrap();
    let asked = ["report", "--edition", "governors", "--since", "summer", "--out", "now"];
    assert_eq!(run(home, &asked).0, 3);
    for entry in fs::read_dir(home.join("now")).unwrap() {
        let path = entry.unwrap().path();
        let Ok(page) = fs::read_to_string(path.join("governors.html")) else { continue };
        let has = path.file_name().unwrap() == folder.as_str();
        assert_eq!(page.contains("From term to term"), has, "{}", path.display());
        assert_eq!(page.contains("Summer 2026"), has, "{}", path.display());
    }
}

#[test]
fn what_is_to_do_stands_in_a_list_and_in_a_calendar() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(run(home.path(), &["report", "--format", "html", "--out", "out"]).0, 3);
    let out = home.path().join("out");
    let list = fs::read(out.join("actions.csv")).unwrap();
    let mut list = csv::Reader::from_reader(list.strip_prefix("\u{feff}".as_bytes()).unwrap());
    let lines: Vec<csv::StringRecord> = list.records().map(Result::unwrap).collect();
    let asked: usize = lines.iter().filter(|line| !line[0].is_empty()).count();
    assert!(asked > 4 && lines.iter().all(|line| out.join(&line[7]).is_file()));
    assert!(lines.iter().map(|line| line[0].is_empty()).is_sorted(), "without a day last");
    let ids = |path: &Path| -> Vec<String> {
        let calendar = ICalendar::parse(fs::read_to_string(path).unwrap()).unwrap();
        let events =
            calendar.components.iter().filter(|one| one.component_type == ICalendarComponentType::VEvent);
        let id = |event: &calcard::icalendar::ICalendarComponent| {
            event.property(&ICalendarProperty::Uid).unwrap().values[0].as_text().unwrap().to_owned()
        };
        events.map(id).collect()
    };
    let all = ids(&out.join("calendar.ics"));
    assert_eq!(all.len(), asked, "a day for each action that has one");
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), asked);
    let schools = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path().join("calendar.ics"));
    let mut of_schools: Vec<String> =
        schools.filter(|path| path.is_file()).flat_map(|path| ids(&path)).collect();
    let mut all = all;
    of_schools.sort();
    all.sort();
    assert_eq!(of_schools, all, "each school has its own in its folder");
}
