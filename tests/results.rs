//! The results as data: the keys of the shape, in its order.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod made;

use ringfence::ingest::{self, Content, PackFile};
use ringfence::model::settings::Settings;
use ringfence::rules::assess;
use ringfence::rules::rulebook::Rulebook;
use ringfence::tables::schools;
use ringfence::write::{Line, csv, json, manifest};
use serde_json::Value;
use std::borrow::Cow;

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn results() -> Value {
    serde_json::from_slice(&json::school(&made::assessed(), &made::report()).unwrap()).unwrap()
}

#[test]
fn the_keys_stand_in_the_promised_order() {
    let all = results();
    let top = "format tool rulebook as_of term school people assessments figures funding findings coverage";
    assert_eq!(keys(&all).join(" "), top);
    assert_eq!(keys(&all["term"]), ["name", "from", "to"]);
    assert_eq!(keys(&all["school"]), ["urn", "name", "pay_area"]);
    let answer = "rule subject from to outcome strength measured required reason remedy";
    assert_eq!(keys(&all["assessments"][0]).join(" "), answer);
    assert_eq!(keys(&all["findings"][0]), ["code", "level", "message", "help", "at"]);
    assert_eq!(keys(&all["findings"][0]["at"][0]), ["file", "sheet", "cell"]);
    assert_eq!(keys(&all["coverage"]), ["rows_read", "rows_used", "rows_excluded"]);
}

/// The funding lines of a school with one of each status, and its figures.
fn funded() -> (Value, Value) {
    let file = |name: &str, text: &str| PackFile {
        path: name.into(),
        content: Content::InMemory(Cow::Owned(text.as_bytes().to_vec())),
    };
    let files = vec![
        file("ringfence.toml", "from = \"2026-09-01\"\nto = \"2026-12-18\"\n"),
        file("school.csv", "URN,School,Pay area\n123456,Calder High School,Rest of England\n"),
        file(
            "staff.csv",
            "Staff code,Name,FTE\nAMY,Amy Ash,1\nBOB,Bob Birch,1\nCAT,Cat Cedar,1\nDAN,Dan Dale,1\n\
             EVE,Eve Elm,0.6\nFAY,Fay Fern,1\nGUS,Gus Gorse,1\nHAL,Hal Holly,1\n",
        ),
        file(
            "induction.csv",
            "Staff code,Induction start,Registered on,Induction end\nAMY,2024-09-01,2024-07-01,\n\
             BOB,2024-09-01,2024-07-01,\nCAT,2024-09-01,2024-07-01,\nDAN,2025-09-01,2025-07-01,\n\
             EVE,2023-09-01,2023-07-01,\nFAY,2021-08-31,2021-07-01,2023-07-21\n",
        ),
        file(
            "mentors.csv",
            "Staff code,Training start,Programme\nGUS,2024-09-02,provider-led\nHAL,2026-09-01,provider-led\n",
        ),
        file(
            "payments.csv",
            "Paid on,Scheme,Amount,Person\n2026-11-24,year 2 grant,2100,AMY\n\
             2026-11-24,year 2 grant,2099.99,BOB\n2026-11-24,year 2 grant,2100.01,CAT\n",
        ),
    ];
    let schools = ingest::group(files);
    let reading = ingest::read(&schools[0], &Settings::default());
    let rulebook = Rulebook::embedded().unwrap();
    let assessed = assess(&reading.school, &reading.settings, &rulebook);
    let report = ringfence::tables::head(&assessed);
    let mut all: Value = serde_json::from_slice(&json::school(&assessed, &report).unwrap()).unwrap();
    (all["funding"].take(), all["figures"].take())
}

#[test]
fn a_funding_line_stands_as_what_came_says() {
    let (lines, figures) = funded();
    let first = "scheme person cohort pay_area rate expected received status reason";
    assert_eq!(keys(&lines[0]).join(" "), first);
    let said: Vec<String> = (lines.as_array().unwrap().iter())
        .map(|line| {
            let pence =
                |key: &str| line[key].as_str().map_or("-", |id| figures[id]["value"].as_str().unwrap());
            let text = |key: &str| line[key].as_str().unwrap();
            format!(
                "{} {} {}: {} of {} at {}, {}",
                text("scheme"),
                text("person"),
                line["cohort"],
                pence("received"),
                pence("expected"),
                pence("rate"),
                text("status")
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            "year-2-grant AMY 2024: 210000 of 210000 at 210000, paid",
            "year-2-grant BOB 2024: 209999 of 210000 at 210000, short",
            "year-2-grant CAT 2024: 210001 of 210000 at 210000, over",
            "year-2-grant DAN 2025: 0 of 180000 at 180000, expected",
            "year-2-grant EVE 2023: - of - at -, expected",
            "year-2-grant FAY null: - of - at -, not_eligible",
            "mentor-training GUS 2024: 0 of 157610 at 157610, short",
            "mentor-training HAL 2026: - of - at -, rate_not_configured",
        ]
    );
    let by_hand = lines[4]["reason"].as_str().unwrap();
    assert!(by_hand.contains("settled by hand: part of year 2 was worked part-time"), "{by_hand}");
    assert!(lines.as_array().unwrap().iter().all(|line| !line["reason"].as_str().unwrap().is_empty()));
    let unit = |id: &Value| figures[id.as_str().unwrap()]["unit"].clone();
    assert_eq!(unit(&lines[0]["expected"]), "pence");
}

#[test]
fn a_figure_has_its_exact_value_and_its_origins() {
    let all = results();
    let figures = all["figures"].as_object().unwrap();
    let of = |how: &str| figures.values().find(|f| f["how"].as_str().unwrap().starts_with(how)).unwrap();
    let comparator = of("median");
    assert_eq!(keys(comparator), ["value", "unit", "how", "from", "origins", "clause"]);
    assert_eq!(comparator["value"], "4751/2");
    assert_eq!(
        comparator["origins"][0],
        serde_json::json!({"file": "timetable.xlsx", "sheet": "Timetable", "cells": "A61:H141"})
    );
    assert_eq!(of("FTE")["origins"][0]["sheet"], "");
    let cap = &of("most of the timetable")["clause"];
    assert_eq!(
        keys(cap),
        ["rule", "title", "para", "url", "in_force", "quote", "evidence", "checked"],
        "an empty note is left out"
    );
    let first: Vec<&String> = figures.keys().take(3).collect();
    assert_eq!(first, ["f1", "f2", "f3"]);
}

#[test]
fn what_cannot_be_shown_says_what_would_settle_it() {
    let all = results();
    let settle = &all["assessments"][1]["settle"];
    assert_eq!(settle[0], "Fill timetable.xlsx › Timetable › A2:H41");
    assert_eq!(all["assessments"][1]["measured"], Value::Null);
}

#[test]
fn a_whole_file_has_no_sheet_and_no_cell() {
    let all = results();
    let at = |n: usize| all["findings"][n]["at"][0].clone();
    assert_eq!(at(0), serde_json::json!({"file": "cover.csv", "sheet": "", "cell": ""}));
    assert_eq!(at(1), serde_json::json!({"file": "timetable.xlsx", "sheet": "Timetable", "cell": "C7"}));
    assert_eq!(all["coverage"]["rows_excluded"]["duplicate row"], 2);
}

#[test]
fn two_runs_give_the_same_bytes_with_a_newline_at_the_end() {
    let bytes = json::school(&made::assessed(), &made::report()).unwrap();
    assert_eq!(bytes, json::school(&made::assessed(), &made::report()).unwrap());
    assert!(bytes.ends_with(b"}\n"));
}

#[test]
fn a_line_counts_what_its_school_shows() {
    let line = Line { folder: Some("123456-alderbrook".into()), ..Line::of(&made::assessed()) };
    let school = schools::school(&made::assessed(), &made::report());
    let around = json::run("ringfence 0.1.0", "ab").unwrap();
    let summary = json::summary(&line, &school, true).unwrap();
    let all: Value = serde_json::from_str(&[&*around[0], &*summary, &*around[1]].concat()).unwrap();
    let school = &all["schools"][0];
    let of_one = |outcome: &str| {
        school["rules"].as_object().unwrap().values().map(|c| c[outcome].as_u64().unwrap()).sum()
    };
    let counted: Vec<u64> = ["not_met", "not_shown", "met"].map(of_one).into();
    assert_eq!(counted, [1, 1, 2], "the counts by rule add up to those of all");
    assert_eq!(school["outcomes"], serde_json::json!({"not_met": 1, "not_shown": 1, "met": 2}));
    assert_eq!(school["findings"], serde_json::json!({"error": 1, "warning": 1}));
    assert_eq!(school["rejected"], serde_json::json!(["cover.csv"]));
}

#[test]
fn a_figure_is_explained_down_to_its_cells_and_clauses() {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().join("123456-alderbrook");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("results.json"), json::school(&made::assessed(), &made::report()).unwrap())
        .unwrap();
    let id = made::report().ids.id(&made::figures().over).unwrap().to_owned();
    let tree = ringfence::explain::figure(&id, out.path(), Some("123456")).unwrap();
    insta::assert_snapshot!(tree);
    let unknown = ringfence::explain::figure("f99", out.path(), None).unwrap_err().to_string();
    assert!(unknown.starts_with("Alderbrook & Son Academy has no figure f99"), "{unknown}");
}

#[test]
fn the_findings_open_in_a_spreadsheet_and_do_not_run() {
    assert_eq!(
        csv::start().unwrap(),
        "\u{feff}\"School\",\"URN\",\"Level\",\"Code\",\"File\",\"Sheet\",\"Cell\",\"Message\",\"What to do\"\r\n"
    );
    let text = csv::findings(made::school(), &made::school().findings).unwrap();
    let line = "\"Warning\",\"W-DUP\",\"timetable.xlsx\",\"Timetable\",\"C7\",\"'-2 rows twice\",\"Delete one.\"\r\n";
    assert!(text.contains(line), "{text}");
}

#[test]
fn the_manifest_lists_every_file_by_hash() {
    let line = Line { folder: Some("123456-alderbrook".into()), ..Line::of(&made::assessed()) };
    let outputs = [manifest::Output::of("index.html", b"x")];
    let own = [("own.toml".to_owned(), "x".to_owned())];
    let made = manifest::Made {
        tool: "ringfence 0.1.0".into(),
        executable: None,
        asked: Some(manifest::Asked { packs: 1, formats: vec!["html".into()], ..manifest::Asked::default() }),
        rulebook: Rulebook::embedded().unwrap().hash().to_owned(),
        overlay: None,
        layouts: Some(manifest::Known::of(std::iter::empty(), &own)),
        templates: Some(manifest::Templates::of(ringfence::write::template::Templates::built_in().unwrap())),
        since: Vec::new(),
    };
    let mut counts = manifest::Counts { outputs: 1, ..manifest::Counts::default() };
    counts.add(&line);
    let around = manifest::around(&made, counts).unwrap();
    let school = manifest::listed_school(&line, true).unwrap();
    let output = json::entry(&outputs[0], true).unwrap();
    let bytes = [&*around[0], &*school, &*around[1], &*output, &*around[2]].concat().into_bytes();
    let all: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(
        keys(&all),
        [
            "format",
            "tool",
            "executable",
            "settings",
            "rulebook",
            "layouts",
            "templates",
            "schools",
            "outputs",
            "counts",
            "complete"
        ]
    );
    assert_eq!(
        keys(&all["settings"]),
        ["packs", "term", "from", "to", "as_of", "modern_only", "editions", "formats"]
    );
    assert_eq!(all["schools"][0]["inputs"][2]["left_out"], "is empty (0 bytes)");
    assert_eq!(all["layouts"]["own"][0]["sha256"], manifest::Output::of("", b"x").sha256);
    let templates: Vec<_> =
        all["templates"]["files"].as_array().unwrap().iter().map(|f| &f["path"]).collect();
    assert!(
        templates.contains(&&Value::from("head/page.html.j2")) && templates.is_sorted_by_key(|p| p.as_str())
    );
    assert!(
        !templates.iter().any(|path| path.as_str().unwrap().starts_with("pack/")),
        "no report is made with it"
    );
    let counts = ["schools", "inputs", "outputs"].map(|key| all["counts"][key].as_u64());
    assert_eq!(counts, [Some(1), Some(3), Some(1)]);
    assert_eq!(all["complete"], true);
    assert_eq!(manifest::listed(&bytes), Some(vec!["index.html".to_owned()]));
    assert!(manifest::read(&bytes).is_ok());
}
