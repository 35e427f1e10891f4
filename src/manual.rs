//! The program as others need it told: a man page for each command, and what a shell completes.
//!
//! Both are made from the help texts of [`crate::cli`], so that neither can say anything else. A hidden command is for
//! the program itself or for whoever packs it, and is in neither.

use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};
use std::io;
use std::path::Path;

const NAME: &str = "ringfence";

/// The script with which `shell` completes what is typed after `ringfence`.
pub fn completions(all: &Command, shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut shown(all), NAME, &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// Writes a page for the program and one for each command into `folder`, which is made if it is not there; their names.
///
/// # Errors
/// The folder cannot be made, or a page not written.
pub fn write_pages(all: &Command, folder: &Path) -> io::Result<Vec<String>> {
    std::fs::create_dir_all(folder)?;
    let mut names = Vec::new();
    for (name, text) in pages(all)? {
        std::fs::write(folder.join(&name), text)?;
        names.push(name);
    }
    Ok(names)
}

/// The pages by their names: `ringfence.1`, then `ringfence-report.1` and so on, as `--help` lists the commands.
fn pages(all: &Command) -> io::Result<Vec<(String, String)>> {
    let mut program = shown(all);
    program.build();
    std::iter::once(&program).chain(program.get_subcommands()).map(page).collect()
}

fn page(command: &Command) -> io::Result<(String, String)> {
    let ending = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    let man = Man::new(command.clone().after_long_help(None))
        .date(concat!("Version ", env!("CARGO_PKG_VERSION"))) // a day would make every build another
        .source(NAME)
        .manual("ringfence manual");
    let mut text = Vec::new();
    man.render(&mut text)?;
    let text = String::from_utf8_lossy(&text).into_owned() + &sections(&ending);
    Ok((man.get_filename(), text))
}

/// What stands below the options in a help text. Its lines stand as they are where its first ends with a colon: those
/// of a table, or of something to type.
fn sections(ending: &str) -> String {
    let mut roff = Roff::new();
    for block in ending.split("\n\n").filter(|block| !block.is_empty()) {
        let first = block.lines().next().unwrap_or_default();
        let table = first.ends_with(':');
        let heading = if first.starts_with("Example") { "EXAMPLES" } else { "EXIT STATUS" };
        roff.control("SH", [heading]);
        if table {
            roff.control("nf", []);
        }
        for line in block.lines().skip(usize::from(table)) {
            roff.text([roman(line.trim_start())]);
        }
        if table {
            roff.control("fi", []);
        }
    }
    // What render puts first is there already, from the page this goes below.
    let text = roff.render();
    text.find(".SH").map_or_else(String::new, |at| text[at..].to_owned())
}

/// The program without its hidden commands.
fn shown(all: &Command) -> Command {
    let mut shown = Command::new(NAME)
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .subcommand_value_name("command")
        .subcommand_help_heading("COMMANDS")
        .disable_help_subcommand(true)
        .args(all.get_arguments().cloned())
        .subcommands(all.get_subcommands().filter(|command| !command.is_hide_set()).cloned());
    if let Some(about) = all.get_about() {
        shown = shown.about(about.clone());
    }
    if let Some(about) = all.get_long_about() {
        shown = shown.long_about(about.clone());
    }
    if let Some(ending) = all.get_after_long_help() {
        shown = shown.after_long_help(ending.clone());
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;
    use clap::{CommandFactory, ValueEnum};

    fn program() -> Command {
        Cli::command()
    }

    fn seen(program: &Command) -> impl Iterator<Item = &Command> {
        program.get_subcommands().filter(|command| !command.is_hide_set())
    }

    #[test]
    fn every_command_has_a_page_that_names_each_of_its_options() {
        let program = program();
        let pages = pages(&program).unwrap();
        assert_eq!(pages.len(), 1 + seen(&program).count());
        for command in std::iter::once(&program).chain(seen(&program)) {
            let name = if command.get_name() == NAME {
                format!("{NAME}.1")
            } else {
                format!("{NAME}-{}.1", command.get_name())
            };
            let (_, text) = pages.iter().find(|page| page.0 == name).unwrap_or_else(|| panic!("no {name}"));
            for option in command.get_arguments().filter_map(|arg| arg.get_long()) {
                let option = format!("\\fB\\-\\-{}\\fR", option.replace('-', "\\-"));
                assert!(text.contains(&option), "{name} has no {option}");
            }
            for value in command.get_positionals().flat_map(|arg| arg.get_value_names().unwrap_or_default()) {
                assert!(text.contains(value.as_str()), "{name} has no {value}");
            }
        }
        let (_, first) = &pages[0];
        for command in seen(&program) {
            let name = format!("ringfence\\-{}(1)", command.get_name());
            assert!(first.contains(&name), "ringfence.1 has no {name}");
        }
    }

    #[test]
    fn a_page_is_well_formed() {
        for (name, text) in pages(&program()).unwrap() {
            let requests: Vec<&str> = text
                .lines()
                .filter(|line| line.starts_with('.'))
                .map(|line| &line[..line.len().min(3)])
                .collect();
            for (opens, closes) in [(".nf", ".fi"), (".RS", ".RE")] {
                let count = |what| requests.iter().filter(|request| **request == what).count();
                assert_eq!(count(opens), count(closes), "{name}: {opens}");
            }
            assert_eq!(requests.iter().filter(|request| **request == ".TH").count(), 1, "{name}");
            let sections: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix(".SH ")).collect();
            assert!(
                sections.starts_with(&["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS"]),
                "{name}: {sections:?}"
            );
            for request in requests {
                let known =
                    [".TH", ".SH", ".TP", ".PP", ".RS", ".RE", ".IP", ".nf", ".fi", ".br", ".ie", ".el"];
                assert!(known.contains(&request), "{name}: {request}");
            }
        }
    }

    #[test]
    fn what_to_type_and_how_it_ends_stand_below_the_options() {
        let text = sections("Examples:\n  ringfence init .\n  .it's\n\nEnds with 0 if all\nis well.");
        let expected = "\
.SH EXAMPLES\n.nf\nringfence init .\n\\&.it\\*(Aqs\n.fi\n.SH \"EXIT STATUS\"\nEnds with 0 if all\nis well.\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn every_shell_completes_every_command_and_option() {
        let program = program();
        for shell in Shell::value_variants() {
            let script = completions(&program, *shell);
            for command in seen(&program) {
                assert!(script.contains(command.get_name()), "{shell}: {}", command.get_name());
                for option in command.get_arguments().filter_map(|arg| arg.get_long()) {
                    assert!(script.contains(option), "{shell}: {} --{option}", command.get_name());
                }
            }
        }
    }

    #[test]
    fn what_is_hidden_is_neither_told_nor_completed() {
        let program = program();
        let hidden: Vec<&Command> =
            program.get_subcommands().filter(|command| command.is_hide_set()).collect();
        assert!(!hidden.is_empty(), "ringfence man, at least");
        let pages = pages(&program).unwrap();
        for command in hidden {
            let name = command.get_name();
            assert!(pages.iter().all(|page| !page.1.contains(&format!("ringfence\\-{name}"))), "{name}");
            for shell in Shell::value_variants() {
                let script = completions(&program, *shell);
                let ways = ["subcmd__{}", "'{}'", "\"{}\"", "'{}:", ",{})", "cand {} "];
                for told in ways.map(|way| way.replace("{}", name)) {
                    assert!(!script.contains(&told), "{shell}: {told}");
                }
            }
        }
    }
}
