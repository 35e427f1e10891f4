//! Years later: what `ringfence verify` says of reports that are as they were written, and of those that are not.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

#[path = "verify/again.rs"]
mod again;
mod support;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
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
    let args = [&["report", "Files", "--out", "Out", "--edition", "head", "--format", "html"], more].concat();
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
    let (code, out, _) = run(home.path(), &["report", "Files", "--out", "Out", "--edition", "head"]);
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
    run(home.path(), &["report", "Files", "--out", "Out", "--edition", "head"]);
    let out = home.path().join("Out");
    fs::write(out.join(REPORTS).join("head.xlsx"), "saved by somebody").unwrap();
    fs::remove_file(out.join("findings.csv")).unwrap();
    fs::write(out.join("my notes.txt"), "x").unwrap();
    fs::write(out.join(".DS_Store"), "x").unwrap();
    change(&home, "Out/index.html", "Larkrigg", "Larkrikk");
    let (code, said) = verify(&home, &[]);
    assert_eq!(code, 1, "{said}");
    for expected in [
        "Not as written: 3 of 10 files.",
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
    let (_, out, _) =
        run(home.path(), &["report", "Files", "--out", "Out", "--edition", "head", "--format", "html"]);
    let seal = out.lines().find_map(|line| line.strip_prefix("Seal: ")).unwrap().to_owned();
    let (code, said) = verify(&home, &["--seal", &seal]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains(&format!("Seal: {seal}")) && said.contains("It is the seal you gave"), "{said}");
    assert_eq!(verify(&home, &["--seal", &seal[..19]]).0, 0);
    forge(&home, "", |manifest| manifest["schools"][0]["name"] = "Another".into());
    let (code, said) = verify(&home, &["--seal", &seal]);
    assert_eq!(code, 1);
    assert!(
        said.contains("All 9 files are as they were written") && said.contains("It is not the seal you gave")
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
