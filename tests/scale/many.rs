//! With very many schools (here three, where it begins with the second) what is long of each is not held: what is to do waits
//! on the disk, and the workbook over all of them says where it stands.

use crate::rollup::rollup;
use crate::trust::{files, job, packs};
use calamine::{Data, Reader as _, Xlsx, open_workbook};
use ringfence::{Format, Job};
use std::path::Path;

const NAMES: [&str; 3] = ["alder", "birch", "cedar"];

/// A report on the three, held as those of some schools are, or as those of very many.
fn reports(home: &Path, listed: usize, out: &str) -> Job {
    let job = Job { listed, formats: Format::ALL.to_vec(), ..job(home, &NAMES, out) };
    ringfence::run(&job).unwrap();
    job
}

/// What the cells of a sheet of `overview.xlsx` show.
fn sheet(job: &Job, name: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook(job.out.join("overview.xlsx")).unwrap();
    book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

fn sheets(job: &Job) -> Vec<String> {
    let book: Xlsx<_> = open_workbook(job.out.join("overview.xlsx")).unwrap();
    book.sheet_names()
}

#[test]
fn every_file_but_the_workbook_is_as_if_they_were_few() {
    let home = tempfile::tempdir().unwrap();
    packs(home.path(), &NAMES);
    let [few, many] = [(1_000, "few"), (2, "many")].map(|(listed, out)| reports(home.path(), listed, out));
    let [few, many] = [few, many].map(|job| files(&job.out));
    assert!(few.keys().eq(many.keys()));
    let differ: Vec<&String> = few.keys().filter(|path| few[*path] != many[*path]).collect();
    // The manifest has the hash of the workbook.
    assert_eq!(differ, ["manifest.json", "overview.xlsx"]);
    let actions = String::from_utf8_lossy(&few["actions.csv"]);
    assert!(actions.lines().count() > NAMES.len(), "there is something to do:\n{actions}");
}

#[test]
fn the_workbook_says_what_it_leaves_out_and_has_the_rest() {
    let home = tempfile::tempdir().unwrap();
    packs(home.path(), &NAMES);
    let [few, many] = [(1_000, "few"), (2, "many")].map(|(listed, out)| reports(home.path(), listed, out));
    assert_eq!(sheets(&few), ["Cover", "Actions", "Matrix", "Rules", "Coverage", "Files"]);
    assert_eq!(sheets(&many), ["Cover", "Matrix", "Rules", "Coverage"]);
    for name in ["Matrix", "Rules"] {
        assert_eq!(sheet(&few, name), sheet(&many, name), "{name}");
    }
    let cover = |job| format!("{:?}", sheet(job, "Cover"));
    let left_out = "there is no sheet of what is to do, nor of their files: the one is in actions.csv";
    assert!(!cover(&few).contains(left_out) && cover(&many).contains(left_out), "{}", cover(&many));
    // The last column: of the things that would settle what cannot be shown the first three, and how many more there are.
    let all = |text: &str| text.split("; ").map(str::to_owned).collect::<Vec<_>>();
    let (few, many) = (sheet(&few, "Coverage"), sheet(&many, "Coverage"));
    for (few, many) in few.iter().zip(&many).skip(4) {
        let ([alike @ .., all_of_them], [others @ .., first]) = (few.as_slice(), many.as_slice()) else {
            panic!()
        };
        assert_eq!(alike, others);
        let (all_of_them, first) = (all(&all_of_them.to_string()), all(&first.to_string()));
        assert_eq!(all_of_them[..3], first[..3]);
        assert_eq!(first[3..], [format!("and {} more, in the school’s report", all_of_them.len() - 3)]);
    }
}

#[test]
fn a_rollup_of_very_many_is_one_run() {
    let home = tempfile::tempdir().unwrap();
    packs(home.path(), &NAMES);
    let whole = reports(home.path(), 2, "whole");
    for (name, out) in [("alder", "one"), ("birch", "two"), ("cedar", "three")] {
        ringfence::run(&Job {
            out: home.path().join(out),
            packs: vec![home.path().join(name)],
            ..whole.clone()
        })
        .unwrap();
    }
    ringfence::rollup(&rollup(&whole, &["two", "three", "one"], "out")).unwrap();
    assert_eq!(files(&whole.out), files(&home.path().join("out")));
}
