//! Man pages and completions, as they are asked for.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use std::fs;
use std::path::Path;
use std::process::Command;

fn run_in(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_ringfence")).args(args).current_dir(folder).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The commands that `ringfence --help` lists.
fn listed(help: &str) -> Vec<String> {
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    list.lines().filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect()
}

#[test]
fn each_command_of_the_help_has_a_man_page() {
    let home = tempfile::tempdir().unwrap();
    let (code, help, _) = run_in(home.path(), &["--help"]);
    assert_eq!(code, 0);
    let mut expected: Vec<String> =
        listed(&help).iter().map(|command| format!("ringfence-{command}.1")).collect();
    assert!(expected.contains(&"ringfence-report.1".to_owned()), "{expected:?}");
    expected.push("ringfence.1".to_owned());
    expected.sort();

    let (code, out, err) = run_in(home.path(), &["man", "--out", "share/man/man1"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(expected.iter().all(|page| out.contains(page)), "{out}");
    let mut written: Vec<String> = fs::read_dir(home.path().join("share/man/man1"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    written.sort();
    assert_eq!(written, expected);
}

#[test]
fn man_pages_are_the_same_each_time() {
    let home = tempfile::tempdir().unwrap();
    for folder in ["one", "two"] {
        assert_eq!(run_in(home.path(), &["man", "--out", folder]).0, 0);
    }
    let text =
        |folder: &str| fs::read_to_string(home.path().join(folder).join("ringfence-report.1")).unwrap();
    assert_eq!(text("one"), text("two"));
    insta::assert_snapshot!(text("one"));
}

#[test]
fn man_pages_that_cannot_be_saved_end_with_4() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("taken"), "").unwrap();
    let (code, out, err) = run_in(home.path(), &["man", "--out", "taken"]);
    assert_eq!((code, out.as_str()), (4, ""));
    assert!(err.starts_with("taken: the man pages could not be saved"), "{err}");
}

#[test]
fn completions_are_printed_and_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    for (shell, first) in [
        ("bash", "_ringfence() {"),
        ("elvish", "use builtin;"),
        ("fish", "# Print an optspec for argparse"),
        ("powershell", "using namespace System.Management.Automation"),
        ("zsh", "#compdef ringfence"),
    ] {
        let (code, out, err) = run_in(home.path(), &["completions", shell]);
        assert_eq!((code, err.as_str()), (0, ""), "{shell}");
        assert!(out.trim_start().starts_with(first), "{shell}: {}", &out[..80]);
    }
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn a_shell_that_is_none_ends_with_2_and_the_ones_there_are() {
    let home = tempfile::tempdir().unwrap();
    let (code, out, err) = run_in(home.path(), &["completions", "cmd"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("bash, elvish, fish, powershell, zsh"), "{err}");
}
