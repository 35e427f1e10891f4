//! Reports made again: what is said where the files, the values, the templates or the program are not those of then.

use super::{REPORTS, SCHOOL, change, forge, home, run, trust, verify, written};
use crate::support::dice::Dice;
use ringfence::ingest::{self, Content, PackFile};
use ringfence::model::settings::Settings;
use ringfence::rules::assess;
use ringfence::rules::rulebook::Rulebook;
use ringfence::write::json;
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

#[test]
fn one_cell_of_one_file_is_traced_to_the_figure_it_changed() {
    let home = written(&[]);
    // 30 hours were needed by then and 30 shown; now one hour less is.
    change(&home, "Files/larkrigg-academy/training.csv", "23/01/2025,BTI,6,", "23/01/2025,BTI,5,");
    let (code, said) = verify(&home, &["--rerun", "Files"]);
    assert_eq!(code, 1);
    for expected in [
        "The input files: larkrigg-academy/training.csv was changed",
        "As they were: the settings of the command line, the rulebook, the layouts, the templates, the program.",
        "Larkrigg Academy: calendar.ics, head.html and results.json differ.",
        "TR01 training hours, Bethan Tindall, measured: “attended since the training started” was 1800 minutes (30 h 00 \
         min) and is 1740 minutes (29 h 00 min) now.",
        "The answer was “met” and is “not met” now.",
        "Why: larkrigg-academy/training.csv was changed.",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
}

#[test]
fn files_that_came_and_went_are_named_and_a_renamed_one_is_known_by_its_bytes() {
    let home = written(&[]);
    let school = home.path().join("Files").join(SCHOOL);
    fs::rename(school.join("cover.csv"), school.join("cover log.csv")).unwrap();
    fs::remove_file(school.join("observations.csv")).unwrap();
    fs::write(school.join("notes.txt"), "a letter\n").unwrap();
    let (code, said) = verify(&home, &["--rerun", "Files"]);
    assert_eq!(code, 1);
    for expected in [
        "larkrigg-academy/cover.csv is called larkrigg-academy/cover log.csv now",
        "larkrigg-academy/observations.csv was removed",
        "larkrigg-academy/notes.txt was added",
        "The first figure that differs: OB01 observed, ",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
}

#[test]
fn settings_in_a_file_are_inputs_and_those_of_the_command_line_are_kept() {
    let chosen = ["--from", "2026-09-01", "--to", "2026-10-23", "--as-of", "2026-10-16", "--modern-only"];
    let home = written(&chosen);
    let (code, said) = verify(&home, &["--rerun", "Files"]);
    assert_eq!(code, 0, "{said}");
    let expected = "(1 September 2026 to 23 October 2026, as of 16 October 2026, no workbooks of the old and the binary \
                    kind)";
    assert!(said.contains(expected), "{said}");
    assert!(said.contains("The same 9 files, byte for byte."), "{said}");
    change(&home, "Files/ringfence.toml", "Learning Trust", "Schools");
    let (code, said) = verify(&home, &["--rerun", "Files"]);
    assert_eq!(code, 1);
    assert!(said.contains("The input files: ringfence.toml was changed"), "{said}");
    assert!(said.contains("Why: ringfence.toml was changed."), "{said}");
}

/// A stricter limit from a folder of one's own.
fn hub(home: &TempDir) {
    let folder = home.path().join("hub values");
    fs::create_dir(&folder).unwrap();
    let cap = "[[teaching_cap_part_1.from]]\ndate = \"2026-09-01\"\nvalue = \"8/10\"\ntitle = \"What the hub asks\"\n\
               checked = \"2026-11-01\"\n";
    fs::write(folder.join("caps.toml"), cap).unwrap();
}

#[test]
fn another_rulebook_is_named_with_the_first_figure_it_changed() {
    let home = written(&[]);
    hub(&home);
    let (code, said) = verify(&home, &["--rerun", "Files", "--rulebook", "hub values"]);
    assert_eq!(code, 1);
    for expected in [
        "The rulebook: values of your own are laid over it now (the folder “hub values”), and none were then",
        "The first figure that differs: PT01 reduced timetable, ",
        "Why: the value is one of the rulebook, which is not the one of then.",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
}

#[test]
fn values_and_layouts_of_ones_own_are_asked_for_where_they_were_used() {
    let home = home();
    hub(&home);
    fs::create_dir(home.path().join("Layouts")).unwrap();
    let layout = "[[layout]]\nrecord = \"staff\"\nname = \"Quill\"\nmarks = [\"Quill ref\"]\nneeds = [\"staff\"]\n[layout.columns]\nstaff = [\"Quill ref\"]\n";
    fs::write(home.path().join("Layouts/quill.toml"), layout).unwrap();
    let own = ["--rulebook", "hub values", "--layouts", "Layouts"];
    run(
        home.path(),
        &[&["report", "Files", "--out", "Out", "--edition", "head", "--format", "html"][..], &own].concat(),
    );
    assert_eq!(verify(&home, &[&["--rerun", "Files"][..], &own].concat()).0, 0);
    let (code, said) = verify(&home, &["--rerun", "Files"]);
    assert_eq!(code, 1);
    for expected in [
        "(the folder “hub values”: caps.toml), and none are now: name that folder with --rulebook",
        "layouts of your own were used then (quill.toml), and none are now: name their folder with --layouts",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    change(&home, "hub values/caps.toml", "8/10", "7/10");
    change(&home, "Layouts/quill.toml", "name = \"Quill\"", "name = \"Quillpad\"");
    let (_, said) = verify(&home, &[&["--rerun", "Files"][..], &own].concat());
    assert!(said.contains("The rulebook: your own values: caps.toml was changed"), "{said}");
    assert!(said.contains("The layouts: your own layouts: quill.toml was changed"), "{said}");
}

#[test]
fn another_template_or_program_changes_a_page_and_no_figure() {
    let home = written(&[]);
    let page = format!("{REPORTS}/head.html");
    change(&home, &format!("Out/{page}"), "</body>", "<p>As it was printed then.</p></body>");
    forge(&home, &page, |manifest| {
        manifest["templates"]["sha256"] = "0".repeat(64).into();
        let files = manifest["templates"]["files"].as_array_mut().unwrap();
        let head = files.iter_mut().find(|file| file["path"] == "head/page.html.j2").unwrap();
        head["sha256"] = "0".repeat(64).into();
    });
    let (code, said) = verify(&home, &["--rerun", "Files"]);
    assert_eq!(code, 1);
    for expected in [
        "All 9 files are as they were written",
        "The templates: head/page.html.j2 was changed",
        "Larkrigg Academy: head.html differs.",
        "No figure and no answer differs; only how they are shown does.",
        "Why: the templates are not those of then.",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    forge(&home, &page, |manifest| manifest["executable"] = "0".repeat(64).into());
    let (_, said) = verify(&home, &["--rerun", "Files"]);
    assert!(said.contains("The program: it is another build of ringfence "), "{said}");
    forge(&home, &page, |manifest| manifest["tool"] = "ringfence 0.0.9".into());
    let (_, said) = verify(&home, &["--rerun", "Files"]);
    assert!(said.contains("The program: it was ringfence 0.0.9 and is ringfence "), "{said}");
    assert!(
        said.contains("Why: one or more of these: the program is not as then; the templates are not"),
        "{said}"
    );
}

#[test]
fn a_difference_that_nothing_explains_is_said_to_be_one() {
    let home = written(&[]);
    let page = format!("{REPORTS}/head.html");
    change(&home, &format!("Out/{page}"), "</body>", "<p>From nowhere.</p></body>");
    forge(&home, &page, |_| {});
    let (code, said) = verify(&home, &["--rerun", "Files"]);
    assert_eq!(code, 1);
    assert!(said.contains("Why: this cannot be explained."), "{said}");
}

#[test]
fn another_build_that_gives_the_same_bytes_is_no_difference() {
    let home = written(&[]);
    forge(&home, "", |manifest| manifest["executable"] = "0".repeat(64).into());
    let (code, said) = verify(&home, &["--rerun", "Files"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("The same 9 files, byte for byte."), "{said}");
    assert!(
        said.contains("What is not as it was, and makes no difference: - The program: it is another build")
    );
}

#[test]
fn a_figure_changed_in_the_reports_themselves_is_found_by_running_again() {
    let home = written(&[]);
    let results = format!("Out/{REPORTS}/results.json");
    let of_tr01 = |results: &Value| {
        let answers = results["assessments"].as_array().unwrap();
        let tr01 = answers.iter().find(|answer| answer["rule"] == "TR01").unwrap();
        tr01["measured"].as_str().unwrap().to_owned()
    };
    let path = home.path().join(&results);
    let mut all: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let id = of_tr01(&all);
    all["figures"][&id]["value"] = "99999".into();
    fs::write(&path, serde_json::to_vec_pretty(&all).unwrap()).unwrap();
    let (code, said) = verify(&home, &["--rerun", "Files"]);
    assert_eq!(code, 1);
    assert!(said.contains("The same 9 files, byte for byte."), "the manifest is right: {said}");
    assert!(said.contains("TR01 training hours, ") && said.contains("was 99999 minutes"), "{said}");
}

#[test]
fn an_output_of_an_earlier_version_is_read_as_far_as_it_goes() {
    let home = written(&[]);
    let later = ["executable", "settings", "layouts", "templates"];
    forge(&home, "", |manifest| {
        let keys = manifest.as_object_mut().unwrap();
        for key in later {
            keys.remove(key);
        }
        keys["schools"][0].as_object_mut().unwrap().remove("rows");
        keys["counts"] = json!({"schools": 1, "inputs": 1, "outputs": 5});
    });
    let (code, said) = verify(&home, &["--rerun", "Files"]);
    assert_eq!(code, 0, "pages only, as its files tell: {said}");
    assert!(said.contains("since the manifest does not say which were used"), "{said}");
    let unsaid = "does not say what these were: the settings of the command line, the layouts, the templates, the program.";
    assert!(said.contains(unsaid), "{said}");
}

#[test]
fn a_run_that_cannot_be_done_again_ends_with_its_own_code() {
    let home = written(&[]);
    let (code, said) = verify(&home, &["--rerun", "nowhere"]);
    assert_eq!((code, said.as_str()), (2, "nowhere: there is no such folder"));
    let (code, said) = verify(&home, &["--rerun"]);
    assert_eq!(code, 2);
    assert!(said.contains("Name them after --rerun"), "{said}");
    fs::write(home.path().join(".Out-again"), "in the way").unwrap();
    let (code, said) = verify(&home, &["--rerun", "Files"]);
    assert_eq!(code, 4, "{said}");
}

#[test]
fn the_order_in_which_files_are_found_does_not_matter() {
    let mut files = Vec::new();
    for folder in [SCHOOL, "scarfold-bridge-school"] {
        for entry in fs::read_dir(trust().join(folder)).unwrap().flatten() {
            let path = format!("{folder}/{}", entry.file_name().into_string().unwrap());
            let content = Content::InMemory(fs::read(entry.path()).unwrap().into());
            files.push(PackFile { path, content });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let rulebook = Rulebook::embedded().unwrap();
    let results = |files: Vec<PackFile>, dice: &mut Dice| -> Vec<Vec<u8>> {
        let mut schools = ingest::group(files);
        for school in &mut schools {
            let order = dice.order(school.files.len());
            school.files = order.iter().map(|at| school.files[*at].clone()).collect();
        }
        let one = |school| {
            let reading = ingest::read(school, &Settings::default());
            let assessed = assess(&reading.school, &reading.settings, &rulebook);
            json::school(&assessed, &ringfence::tables::head(&assessed)).unwrap()
        };
        schools.iter().map(one).collect()
    };
    let expected = results(files.clone(), &mut Dice::new(0));
    assert_eq!(expected.len(), 2);
    for seed in 1..4 {
        let mut dice = Dice::new(seed);
        let order = dice.order(files.len());
        let shuffled = order.iter().map(|at| files[*at].clone()).collect();
        assert!(results(shuffled, &mut dice) == expected, "seed {seed}");
    }
}
