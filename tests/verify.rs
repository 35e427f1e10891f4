//! Years later: what `ringfence verify` says of reports that are as they were written, and of those that are not.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod support;

use ringfence::ingest::{self, Content, PackFile};
use ringfence::model::settings::Settings;
use ringfence::rules::assess;
use ringfence::rules::rulebook::Rulebook;
use ringfence::write::json;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::dice::Dice;
use tempfile::TempDir;

const SCHOOL: &str = "larkrigg-academy";
const REPORTS: &str = "900102-larkrigg-academy";

fn trust() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/calder-and-wharfe")
}

/// A folder with one school of the sample in `Files`.
fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let school = home.path().join("Files").join(SCHOOL);
    fs::create_dir_all(&school).unwrap();
    for entry in fs::read_dir(trust().join(SCHOOL)).unwrap().flatten() {
        fs::copy(entry.path(), school.join(entry.file_name())).unwrap();
    }
    fs::copy(trust().join("ringfence.toml"), home.path().join("Files/ringfence.toml")).unwrap();
    home
}

fn run(home: &Path, args: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_ringfence"))
        .args(args)
        .current_dir(home)
        .env_remove("COLUMNS")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A folder with reports on that school in `Out`; pages only, which is quicker.
fn written(more: &[&str]) -> TempDir {
    let home = home();
    let args = [&["report", "Files", "--out", "Out", "--format", "html"], more].concat();
    let (code, _, err) = run(home.path(), &args);
    assert!(code == 0 || code == 3, "{err}");
    home
}

/// What is said, its lines joined.
fn verify(home: &TempDir, args: &[&str]) -> (i32, String) {
    let (code, out, err) = run(home.path(), &[&["verify", "Out"], args].concat());
    (code, format!("{out}{err}").split_whitespace().collect::<Vec<_>>().join(" "))
}

fn change(home: &TempDir, path: &str, from: &str, to: &str) {
    let path = home.path().join(path);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{} has no {from}", path.display());
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
}

/// Changes the manifest, and with it the hash of a file that was changed: an output as another program would have
/// written it.
fn forge(home: &TempDir, changed: &str, edit: impl Fn(&mut Value)) {
    let path = home.path().join("Out/manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    for output in manifest["outputs"].as_array_mut().unwrap() {
        if output["path"] == changed {
            let bytes = fs::read(home.path().join("Out").join(changed)).unwrap();
            output["bytes"] = bytes.len().into();
            output["sha256"] = base16ct::lower::encode_string(&Sha256::digest(&bytes)).into();
        }
    }
    edit(&mut manifest);
    fs::write(path, serde_json::to_vec_pretty(&manifest).unwrap()).unwrap();
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn reports_nobody_touched_hold_and_come_out_again_byte_for_byte() {
    let home = home();
    let (code, out, _) = run(home.path(), &["report", "Files", "--out", "Out"]);
    assert_eq!(code, 0, "{out}");
    // Where the folders lie and what they are called does not matter.
    fs::rename(home.path().join("Files"), home.path().join("Files of 2026")).unwrap();
    fs::create_dir(home.path().join("Archive")).unwrap();
    fs::rename(home.path().join("Out"), home.path().join("Archive/Reports")).unwrap();
    let (code, out, err) = run(home.path(), &["verify", "Archive/Reports", "--rerun", "Files of 2026"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let seal: Vec<&str> = out.lines().filter(|line| line.starts_with("Seal: ")).collect();
    assert_eq!(seal[0].len(), "Seal: ".len() + 16 * 5 - 1);
    insta::assert_snapshot!("verify_same", out.replace(seal[0], "Seal: [seal]"));
    assert_eq!(names(home.path()), ["Archive", "Files of 2026"]);
    assert_eq!(names(&home.path().join("Archive")), ["Reports"], "nothing is left beside the reports");
}

#[test]
fn what_is_changed_missing_or_added_is_named_file_by_file() {
    let home = home();
    run(home.path(), &["report", "Files", "--out", "Out"]);
    let out = home.path().join("Out");
    fs::write(out.join(REPORTS).join("head.xlsx"), "saved by somebody").unwrap();
    fs::remove_file(out.join("findings.csv")).unwrap();
    fs::write(out.join("my notes.txt"), "x").unwrap();
    fs::write(out.join(".DS_Store"), "x").unwrap();
    change(&home, "Out/index.html", "Larkrigg", "Larkrikk");
    let (code, said) = verify(&home, &[]);
    assert_eq!(code, 1, "{said}");
    for expected in [
        "Not as written: 3 of 6 files.",
        "900102-larkrigg-academy/head.xlsx: was changed after it was written (",
        "Opening a workbook and saving it changes its bytes",
        "findings.csv: is missing",
        "index.html: was changed after it was written (of the same size,",
        "Added since, and not written by ringfence: - my notes.txt",
        "Note: .DS_Store,",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
}

#[test]
fn the_seal_printed_with_the_reports_proves_the_manifest() {
    let home = home();
    let (_, out, _) = run(home.path(), &["report", "Files", "--out", "Out", "--format", "html"]);
    let seal = out.lines().find_map(|line| line.strip_prefix("Seal: ")).unwrap().to_owned();
    let (code, said) = verify(&home, &["--seal", &seal]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains(&format!("Seal: {seal}")) && said.contains("It is the seal you gave"), "{said}");
    assert_eq!(verify(&home, &["--seal", &seal[..19]]).0, 0);
    forge(&home, "", |manifest| manifest["schools"][0]["name"] = "Another".into());
    let (code, said) = verify(&home, &["--seal", &seal]);
    assert_eq!(code, 1);
    assert!(
        said.contains("All 5 files are as they were written") && said.contains("It is not the seal you gave")
    );
}

#[test]
fn without_a_manifest_to_rely_on_nothing_is_verified() {
    let home = written(&[]);
    let refuse = |edit: &dyn Fn(&mut Value), expected: &str| {
        let path = home.path().join("Out/manifest.json");
        let whole = fs::read(&path).unwrap();
        forge(&home, "", edit);
        let (code, said) = verify(&home, &[]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(expected), "{said}");
        fs::write(path, whole).unwrap();
    };
    refuse(&|manifest| manifest["tool"] = "npm 11".into(), "that of another program");
    refuse(&|manifest| manifest["format"] = 2.into(), "a later ringfence wrote");
    refuse(&|manifest| manifest["complete"] = false.into(), "does not say that the output is complete");
    refuse(
        &|manifest| manifest["outputs"][0]["path"] = "../Files/ringfence.toml".into(),
        "no file inside the folder",
    );
    refuse(&|manifest| manifest["outputs"][0]["path"] = "/etc/hostname".into(), "no file inside the folder");
    refuse(&|manifest| manifest["outputs"][0]["bytes"] = json!(-1), "cannot be read");
    fs::write(home.path().join("Out/manifest.json"), "{").unwrap();
    assert_eq!(verify(&home, &[]).0, 2);
    fs::remove_file(home.path().join("Out/manifest.json")).unwrap();
    let (code, said) = verify(&home, &[]);
    assert_eq!(code, 2);
    assert!(said.contains("holds no manifest.json"), "{said}");
}

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
        "Larkrigg Academy: head.html and results.json differ.",
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
    assert!(said.contains("The same 5 files, byte for byte."), "{said}");
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
    run(home.path(), &[&["report", "Files", "--out", "Out", "--format", "html"][..], &own].concat());
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
        "All 5 files are as they were written",
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
    assert!(said.contains("The same 5 files, byte for byte."), "{said}");
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
    assert!(said.contains("The same 5 files, byte for byte."), "the manifest is right: {said}");
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
