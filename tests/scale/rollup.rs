//! Several outputs become one: that of a single run over all their packs, byte for byte, in whatever order they are named.

use crate::trust::{files, job, packs, school};
use ringfence::model::figure::ChosenBy;
use ringfence::model::settings::{Chosen, Settings};
use ringfence::{Edition, Executable, Job, Rollup};
use std::fs;
use std::path::Path;

const NAMES: [&str; 9] = ["alder", "birch", "cedar", "damson", "elder", "fig", "gean", "hazel", "ivy"];

pub fn rollup(job: &Job, parts: &[&str], out: &str) -> Rollup {
    let home = job.out.parent().unwrap();
    Rollup {
        parts: parts.iter().map(|part| home.join(part)).collect(),
        out: home.join(out),
        since: Vec::new(),
        templates: job.templates.clone(),
        listed: job.listed,
        executable: job.executable.clone(),
        workers: job.workers.clone(),
    }
}

fn same(home: &Path, one: &str, other: &str) {
    let (one, other) = (files(&home.join(one)), files(&home.join(other)));
    let paths = one.keys().chain(other.keys());
    let differ: Vec<&String> = paths.filter(|path| one.get(*path) != other.get(*path)).collect();
    assert!(differ.is_empty(), "{differ:?}");
}

#[test]
fn eight_parts_make_what_one_run_writes_in_whatever_order_they_are_named() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    packs(at, &NAMES);
    // One that cannot be read is as much a part as the others.
    fs::create_dir(at.join("juniper")).unwrap();
    fs::write(at.join("juniper/list.csv"), "a,b\n1,2\n").unwrap();
    let of = |names: &[&str], out: &str| ringfence::run(&job(at, names, out)).unwrap();
    of(&[&["juniper"][..], &NAMES[..]].concat(), "whole");
    of(&["alder", "juniper"], "part-0");
    of(&["ivy", "birch"], "part-1");
    for (n, name) in NAMES[2..8].iter().enumerate() {
        of(&[name], &format!("part-{}", n + 2));
    }
    let parts: Vec<String> = (0..8).map(|n| format!("part-{n}")).collect();
    let usual = job(at, &[], "out");
    // Every part is first once, and the rest go on behind it, forwards and backwards.
    for turn in 0..8 {
        let mut order: Vec<&str> = parts.iter().map(String::as_str).collect();
        order.rotate_left(turn);
        if turn % 2 == 1 {
            order[1..].reverse();
        }
        let summary = ringfence::rollup(&rollup(&usual, &order, "out")).unwrap();
        assert_eq!(summary.sums.schools, 10);
        same(at, "whole", "out");
    }
    let halves = [&["part-0", "part-1", "part-2"][..], &["part-3", "part-4", "part-5", "part-6", "part-7"]];
    for (half, out) in halves.iter().zip(["half-0", "half-1"]) {
        ringfence::rollup(&rollup(&usual, half, out)).unwrap();
    }
    ringfence::rollup(&rollup(&usual, &["half-1", "half-0"], "out")).unwrap();
    same(at, "whole", "out");
}

#[test]
fn schools_of_one_name_that_look_different_stand_in_the_same_order_as_in_one_run() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    let names = ["one", "two", "three", "four", "five"];
    for (n, name) in names.iter().enumerate() {
        // Odd numbers have no URN.
        school(&at.join(name), 2 * n + 1, "Twin");
        if n % 2 == 1 {
            fs::write(at.join(name).join("ringfence.toml"), "[brand]\naccent = \"#7a1f3d\"\n").unwrap();
        }
    }
    let usual = job(at, &names, "whole");
    ringfence::run(&usual).unwrap();
    for name in names {
        ringfence::run(&job(at, &[name], &format!("part-{name}"))).unwrap();
    }
    let order = ["four", "one", "five", "three", "two"].map(|name| format!("part-{name}"));
    ringfence::rollup(&rollup(&usual, &order.each_ref().map(String::as_str), "out")).unwrap();
    same(at, "whole", "out");
    let kept = fs::read_to_string(at.join("out/schools.jsonl")).unwrap();
    let looks: Vec<bool> = kept.lines().map(|line| !line.contains("\"brand\":null")).collect();
    assert!(looks[0] && looks.contains(&false) && looks[1..].contains(&true), "{looks:?}");
}

#[test]
fn a_part_that_is_not_as_it_was_written_is_named_and_nothing_is_written() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    packs(at, &NAMES[..3]);
    let one = job(at, &["alder"], "one");
    ringfence::run(&one).unwrap();
    let refused = |parts: &[&str]| {
        let refused = ringfence::rollup(&rollup(&one, parts, "out")).unwrap_err().to_string();
        assert!(!at.join("out").exists());
        refused.replace(&format!("{}/", at.display()), "")
    };
    let two = |path: &str, change: &dyn Fn(&Path)| {
        ringfence::run(&Job { fresh: true, ..job(at, &["cedar"], "two") }).unwrap();
        change(&at.join("two").join(path));
        let said = refused(&["one", "two"]);
        fs::remove_dir_all(at.join("two")).unwrap();
        said
    };
    let flip = |path: &Path| {
        let mut bytes = fs::read(path).unwrap();
        bytes[40] ^= 1;
        fs::write(path, bytes).unwrap();
    };
    let gone = |path: &Path| fs::remove_file(path).unwrap();
    for path in ["900103-cedar-school/head.html", "schools.jsonl", "findings.csv"] {
        let ours = if path == "schools.jsonl" { "its schools.jsonl" } else { path };
        let said = format!("two: {ours} is not as manifest.json says");
        assert_eq!(two(path, &flip), said);
    }
    assert_eq!(
        two("900103-cedar-school/results.json", &gone),
        "two: 900103-cedar-school/results.json is not as manifest.json says"
    );
    assert!(two("schools.jsonl", &gone).starts_with("two: its schools.jsonl cannot be read"));
    assert!(two("manifest.json", &gone).starts_with("two: it holds no manifest.json"));
    assert_eq!(refused(&["one", "one"]), "one: is named twice");
    assert!(refused(&["one", "nowhere"]).starts_with("nowhere: there is no such folder"));
    let onto_itself = ringfence::rollup(&rollup(&one, &["one"], "one")).unwrap_err().to_string();
    assert!(onto_itself.contains("the rollup would replace what is in that folder"), "{onto_itself}");
    ringfence::run(&job(at, &["alder", "birch"], "more")).unwrap();
    assert_eq!(
        refused(&["one", "more"]),
        "more: has alder school, which one has from the same files, and it would count twice. Leave one of the two out"
    );
}

#[test]
fn parts_that_were_made_in_different_ways_do_not_stand_side_by_side() {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    packs(at, &NAMES[..2]);
    let one = job(at, &["alder"], "one");
    ringfence::run(&one).unwrap();
    let look = at.join("Look");
    fs::create_dir(&look).unwrap();
    fs::write(look.join("style.css"), "body { color: #333 }\n").unwrap();
    let two = job(at, &["birch"], "two");
    let october = Chosen { value: "2026-10-16".parse().unwrap(), by: ChosenBy::CommandLine };
    let october = Settings { as_of: Some(october), ..Settings::default() };
    let earlier = Job { overrides: october, ..job(at, &["birch"], "before") };
    ringfence::run(&earlier).unwrap();
    let before = earlier.out;
    let refused = |two: &Job| {
        ringfence::run(two).unwrap();
        let refused = ringfence::rollup(&rollup(&one, &["one", "two"], "out")).unwrap_err().to_string();
        assert!(!at.join("out").exists());
        refused.replace(&format!("{}/", at.display()), "")
    };
    for (other, what) in [
        (
            Job { editions: vec![Edition::Head], ..two.clone() },
            "another choice of term, day, editions or formats",
        ),
        (Job { executable: Executable::known(Some("1".repeat(64))), ..two.clone() }, "another program"),
        (Job { templates: Some(look.clone()), ..two.clone() }, "other templates"),
        (Job { since: vec![before.clone()], ..two.clone() }, "other earlier reports"),
    ] {
        let said = format!(
            "two: was made with {what} than one, so the two cannot stand side by side. Make both again in the same way"
        );
        assert_eq!(refused(&other), said);
    }
    let by_another =
        Rollup { executable: Executable::known(Some("1".repeat(64))), ..rollup(&one, &["one"], "out") };
    let refused = ringfence::rollup(&by_another).unwrap_err().to_string();
    assert!(refused.contains("was written by another build of it"), "{refused}");
    let since = Rollup { since: vec![before], ..rollup(&one, &["one"], "out") };
    let refused = ringfence::rollup(&since).unwrap_err().to_string();
    assert!(refused.contains("Name with --since the folders that were named then"), "{refused}");
    let with_a_look = Rollup { templates: Some(look), ..rollup(&one, &["one"], "out") };
    let refused = ringfence::rollup(&with_a_look).unwrap_err().to_string();
    assert!(refused.contains("Name with --templates the folder that was used then"), "{refused}");
}
