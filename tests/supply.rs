//! What the program is built from: where it comes from, under which licence, and why it is there.
//!
//! Of a dependency's manifest, only those for the machine at hand are sure to be there. `RINGFENCE_TARGETS=all`, which
//! `.ci/supply` sets once all are fetched, looks at those for Windows and macOS too.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

#[test]
fn every_dependency_has_its_reason() {
    let text = read("Cargo.toml");
    let mut silent = Vec::new();
    let mut seen = 0;
    let mut section = "";
    for line in text.lines() {
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]") && !line.is_empty() {
            seen += 1;
            if line.split_once(" # ").is_none_or(|(_, reason)| reason.len() < 10) {
                silent.push(line);
            }
        }
    }
    assert_eq!(seen, dependencies().len(), "a dependency takes one line");
    assert!(silent.is_empty(), "no reason in Cargo.toml: {silent:#?}");
}

#[test]
fn a_dependency_is_named_by_its_version_alone() {
    for (name, asked) in dependencies() {
        let version = match &asked {
            toml::Value::Table(asked) => {
                let elsewhere: Vec<&String> =
                    asked.keys().filter(|key| ["git", "path", "registry"].contains(&key.as_str())).collect();
                assert!(elsewhere.is_empty(), "{name} comes from {elsewhere:?}");
                asked["version"].as_str()
            }
            asked => asked.as_str(),
        };
        assert!(version.unwrap().starts_with(|c: char| c.is_ascii_digit()), "{name} = {asked}");
    }
    let manifest = manifest();
    assert!(manifest.get("build-dependencies").is_none() && !root().join("build.rs").exists());
    assert!(manifest.get("patch").is_none(), "nothing is put in place of what the registry has");
}

#[test]
fn the_lock_file_of_the_fuzzer_names_what_the_program_needs() {
    let (lock, manifest): (toml::Table, _) = (read("fuzz/Cargo.lock").parse().unwrap(), manifest());
    let packages = lock["package"].as_array().unwrap();
    let program = packages.iter().find(|package| package["name"].as_str() == Some("ringfence")).unwrap();
    let named = program["dependencies"].as_array().unwrap().iter();
    let named: BTreeSet<&str> = named.map(|name| name.as_str().unwrap().split(' ').next().unwrap()).collect();
    let needed = manifest["dependencies"].as_table().unwrap().keys();
    let missing: Vec<&String> = needed.filter(|name| !named.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "`cargo metadata` in fuzz/ puts them there: {missing:?}");
}

#[test]
fn every_package_is_the_registrys_and_has_its_hash() {
    for package in packages() {
        let field = |key: &str| package.get(key).and_then(toml::Value::as_str).unwrap_or_default();
        let name = field("name");
        if name == "ringfence" {
            assert_eq!((field("source"), field("checksum")), ("", ""));
        } else {
            assert_eq!(field("source"), REGISTRY, "{name}");
            assert_eq!(field("checksum").len(), 64, "{name}");
        }
    }
}

#[test]
fn a_package_is_there_once_or_deny_toml_says_why_not() {
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages() {
        let field = |key: &str| package[key].as_str().unwrap().to_owned();
        versions.entry(field("name")).or_default().insert(field("version"));
    }
    let mut surplus: BTreeSet<String> = BTreeSet::new();
    for (name, mut versions) in versions {
        versions.pop_last();
        surplus.extend(versions.into_iter().map(|version| format!("{name}@{version}")));
    }
    let mut excused: BTreeSet<String> = BTreeSet::new();
    for entry in deny()["bans"]["skip"].as_array().unwrap() {
        assert!(entry["reason"].as_str().unwrap().len() > 20, "{entry}");
        excused.insert(entry["crate"].as_str().unwrap().to_owned());
    }
    assert_eq!(surplus, excused, "left: older versions in Cargo.lock; right: [bans] skip of deny.toml");
}

#[test]
fn every_licence_is_one_that_deny_toml_allows() {
    let deny = deny();
    let allowed: Vec<spdx::Licensee> = deny["licenses"]["allow"]
        .as_array()
        .unwrap()
        .iter()
        .map(|licence| spdx::Licensee::parse(licence.as_str().unwrap()).unwrap())
        .collect();
    let mut used = BTreeSet::new();
    let mut wrong = Vec::new();
    for package in metadata() {
        let text = package["license"].as_str().unwrap_or_default();
        let name = format!("{} {}", package["name"], package["version"]);
        match spdx::Expression::parse_mode(text, spdx::ParseMode::LAX) {
            Ok(licence)
                if licence.evaluate(|asked| {
                    let at = allowed.iter().position(|allowed| allowed.satisfies(asked));
                    used.extend(at);
                    at.is_some()
                }) => {}
            _ => wrong.push(format!("{name}: {text:?}")),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let idle: Vec<String> = (0..allowed.len())
        .filter(|at| !used.contains(at))
        .map(|at| deny["licenses"]["allow"][at].to_string())
        .collect();
    assert!(idle.is_empty(), "allowed, and nothing has it: {idle:?}");
}

#[test]
fn a_licence_outside_the_list_would_be_seen() {
    let mit = spdx::Licensee::parse("MIT").unwrap();
    for (text, expected) in [
        ("MIT/Apache-2.0", true),
        ("MIT OR GPL-3.0", true),
        ("MIT AND GPL-3.0", false),
        ("GPL-3.0-only", false),
        ("Apache-2.0 WITH LLVM-exception", false),
    ] {
        let licence = spdx::Expression::parse_mode(text, spdx::ParseMode::LAX).unwrap();
        assert_eq!(licence.evaluate(|asked| mit.satisfies(asked)), expected, "{text}");
    }
}

#[test]
fn no_package_needs_a_newer_compiler_than_cargo_toml_says() {
    let number = |text: &str| -> Vec<u32> { text.split('.').map(|part| part.parse().unwrap()).collect() };
    let manifest = manifest();
    let ours = number(manifest["package"]["rust-version"].as_str().unwrap());
    for package in metadata() {
        if let Some(theirs) = package["rust_version"].as_str() {
            let enough = number(theirs).iter().take(2).le(ours.iter().take(2));
            assert!(enough, "{} needs {theirs}", package["name"]);
        }
    }
}

#[test]
fn a_release_stops_at_a_wrapped_number_and_survives_a_panicking_reader() {
    let manifest = manifest();
    let release = &manifest["profile"]["release"];
    assert_eq!(release["overflow-checks"].as_bool(), Some(true));
    let panic = release.get("panic").and_then(toml::Value::as_str);
    assert!(panic.is_none_or(|how| how == "unwind"), "src/ingest/shelter.rs catches panics");
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}

fn manifest() -> toml::Table {
    read("Cargo.toml").parse().unwrap()
}

/// What Cargo.toml asks for, for every machine and for the tests.
fn dependencies() -> Vec<(String, toml::Value)> {
    let manifest = manifest();
    let own = ["dependencies", "dev-dependencies"].map(|section| &manifest[section]);
    let some = manifest.get("target").and_then(toml::Value::as_table).into_iter().flatten();
    let some = some.flat_map(|(_, target)| target.as_table().unwrap().values());
    own.into_iter().chain(some).flat_map(|section| section.as_table().unwrap().clone()).collect()
}

fn deny() -> toml::Table {
    read("deny.toml").parse().unwrap()
}

/// The packages of Cargo.lock, those for other machines among them.
fn packages() -> Vec<toml::Value> {
    let lock: toml::Table = read("Cargo.lock").parse().unwrap();
    let packages = lock["package"].as_array().unwrap().clone();
    assert!(packages.len() > 20);
    packages
}

/// The packages as their own manifests describe them.
fn metadata() -> Vec<serde_json::Value> {
    let mut asked = Command::new(env!("CARGO"));
    asked.args(["metadata", "--format-version=1", "--locked", "--offline"]).current_dir(root());
    if std::env::var("RINGFENCE_TARGETS").as_deref() != Ok("all") {
        asked.arg(format!("--filter-platform={}", host()));
    }
    let answer = asked.output().unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&answer.stdout).unwrap();
    let packages = answer["packages"].as_array().unwrap().clone();
    assert!(packages.len() > 20);
    packages
}

/// As `x86_64-unknown-linux-gnu`.
fn host() -> String {
    let answer = Command::new(env!("CARGO")).args(["-vV"]).output().unwrap();
    let answer = String::from_utf8(answer.stdout).unwrap();
    answer.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}
