//! What may be typed after `ringfence`.

mod options;

pub use options::{FailOn, Hands, Look, Over, Own, Take, Tell, When};

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};
use options::day;
use ringfence::{Edition, Format};
use std::path::PathBuf;

/// Protected time, proved: checks what early career teachers and their mentors are entitled to, from the spreadsheets
/// a school already has, and writes reports that show where every figure comes from.
///
/// Nothing leaves this computer. To see what it does, type: ringfence report
#[derive(Debug, Parser)]
#[command(name = "ringfence", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(after_long_help = ENDS)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Report(Report),
    Rollup(Rollup),
    Check(Check),
    Inspect(Inspect),
    Explain(Explain),
    Rules(Rules),
    Init(Init),
    Templates(Templates),
    Verify(Verify),
    Completions(Completions),
    Man(Man),
    #[command(hide = true)]
    Work(Work),
}

/// Do one kind of work as another ringfence says
#[derive(Debug, Args)]
pub struct Work {
    /// Which
    pub kind: String,
}

/// Write the reports of a term
///
/// Reads the spreadsheets of one school, or of many, and writes a folder of reports: pages to read, workbooks to work
/// with, and the results as data.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  ringfence report                       the sample that comes with ringfence
  ringfence report \"Autumn 2026\"         the spreadsheets in the folder Autumn 2026
  ringfence report Trust --out Reports   a folder for each school in Trust; reports go to Reports
  ringfence report School --term \"Autumn 2026\" --as-of 04/12/2026
  ringfence report Trust --since \"Reports summer 2026\" --out \"Reports autumn 2026\"

Ends with 0 if all is well; 1 if --fail-on was reached; 2 if nothing could be read; 3 if reports
were written but a file or a row had to be left out; 4 if the reports could not be saved; 5 if
another run is writing to the same folder; 130 if it was stopped before the end.
ringfence --help has the complete list.")]
pub struct Report {
    /// Folders of spreadsheets: those of one school, or a folder for each school. Without any: the folder you are in,
    /// if it holds a ringfence.toml, or else the sample that comes with ringfence
    #[arg(value_name = "PACK")]
    pub packs: Vec<PathBuf>,
    /// Where the reports go; an earlier output there is replaced
    #[arg(long, value_name = "FOLDER", default_value = "ringfence-out")]
    pub out: PathBuf,
    #[command(flatten)]
    pub when: When,
    #[command(flatten)]
    pub over: Over,
    #[command(flatten)]
    pub own: Own,
    #[command(flatten)]
    pub look: Look,
    #[command(flatten)]
    pub take: Take,
    #[command(flatten)]
    pub hands: Hands,
    /// For whom the reports are. Default: everyone
    #[arg(long, value_name = "EDITION", value_delimiter = ',')]
    pub edition: Vec<Edition>,
    /// Pages, workbooks, or both
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', default_value = "html,xlsx")]
    pub format: Vec<Format>,
    /// Name nobody: “ECT 1” and “Mentor 2” in place of people, “file-03.xlsx” in place of files, in everything that is
    /// written and said
    #[arg(long)]
    pub pseudonyms: bool,
    /// With --pseudonyms, write who is who into this new file, outside the reports, for you alone
    #[arg(long, value_name = "FILE", requires = "pseudonyms")]
    pub pseudonyms_key: Option<PathBuf>,
    /// A folder of reports of an earlier term, for the trend in the overview and for governors; may be given several times
    #[arg(long, value_name = "FOLDER")]
    pub since: Vec<PathBuf>,
    #[command(flatten)]
    pub tell: Tell,
    /// Work every school anew, also one of which nothing has changed since the reports in --out were written
    #[arg(long)]
    pub fresh: bool,
    /// End with code 1 if there is a breach, or (concern) anything that is not met or cannot be shown
    #[arg(long, value_name = "WHAT")]
    pub fail_on: Option<FailOn>,
}

/// Make one folder of reports of several
///
/// Where many schools are shared out over several runs or computers, each with report, this makes of what they wrote the
/// folder that one run over all of them would have written, byte for byte. No spreadsheet is read again. Every part must be
/// as it was written, and all must have been made by this ringfence and in the same way.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  ringfence report Trust/A* --out part-1
  ringfence report Trust/B* --out part-2
  ringfence rollup part-1 part-2 --out Reports

Ends as report does, and with 2 if a part was changed, or made in another way than the others;
then nothing was written.")]
pub struct Rollup {
    /// Folders that ringfence report wrote, in any order
    #[arg(value_name = "PART", required = true)]
    pub parts: Vec<PathBuf>,
    /// Where the reports go; an earlier output there is replaced
    #[arg(long, value_name = "FOLDER", default_value = "ringfence-out")]
    pub out: PathBuf,
    #[command(flatten)]
    pub look: Look,
    #[command(flatten)]
    pub hands: Hands,
    #[command(flatten)]
    pub tell: Tell,
    /// A folder of reports of an earlier term, for the trend in the overview and for governors; may be given several times
    #[arg(long, value_name = "FOLDER")]
    pub since: Vec<PathBuf>,
    /// End with code 1 if there is a breach, or (concern) anything that is not met or cannot be shown
    #[arg(long, value_name = "WHAT")]
    pub fail_on: Option<FailOn>,
}

/// Look through the spreadsheets and say what is wrong in them
///
/// One line for each thing noticed: file, sheet and cell, what is there, and what to write instead. Nothing is written,
/// unless --annotate asks for copies with the problems marked.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  ringfence check \"Autumn 2026\"
  ringfence check \"Autumn 2026\" --annotate Marked

Ends with 0 if every row could be read; 3 if something was left out; 2 if nothing could be read;
4 if the copies could not be saved; 5 if another run is writing to the same folder.")]
pub struct Check {
    /// Folders of spreadsheets, as for report
    #[arg(value_name = "PACK")]
    pub packs: Vec<PathBuf>,
    /// Put a copy of each file with errors or warnings into this folder, each marked in its cell. A CSV file gets a last
    /// column “Error message”; a workbook gets notes and a list with links. No file is overwritten
    #[arg(long, value_name = "FOLDER")]
    pub annotate: Option<PathBuf>,
    #[command(flatten)]
    pub when: When,
    #[command(flatten)]
    pub over: Over,
    #[command(flatten)]
    pub own: Own,
    #[command(flatten)]
    pub take: Take,
    #[command(flatten)]
    pub hands: Hands,
}

/// Say what each sheet of a file is taken for, and why
///
/// The record and the layout, which column is what, the first rows as they are understood, and what is not read. Each
/// file is looked at by itself, without the rest of its folder.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  ringfence inspect timetable.xlsx
  ringfence inspect timetable.xlsx --save Layouts      keep what was found as a layout of your own
  ringfence report \"Autumn 2026\" --layouts Layouts    and use it: a heading that changes is an error

Ends with 0 if every sheet was recognised, 3 if one was not, 2 if none was.")]
pub struct Inspect {
    /// Spreadsheets
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Write what was found as a layout file into this folder
    #[arg(long, value_name = "FOLDER")]
    pub save: Option<PathBuf>,
    #[command(flatten)]
    pub own: Own,
}

/// Explain a rule, a code, or a figure of a report
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  ringfence explain PT01        what the rule asks, and the passages it rests on
  ringfence explain E-EMPTY     what a code in the findings means, and what to do
  ringfence explain f12         the arithmetic of a figure, down to the cells of your spreadsheets
  ringfence explain f12 --out Reports --school 123456")]
pub struct Explain {
    /// A rule (PT01), a code (E-EMPTY) or a figure (f12)
    #[arg(value_name = "RULE|CODE|FIGURE")]
    pub what: String,
    /// The reports the figure stands in
    #[arg(long, value_name = "FOLDER", default_value = "ringfence-out")]
    pub out: PathBuf,
    /// URN or name of the school, where the reports are of several
    #[arg(long, value_name = "URN")]
    pub school: Option<String>,
    #[command(flatten)]
    pub over: Over,
}

/// Show the rulebook: each value, the days it holds, and where it is written
///
/// Or, with --diff, whose answers change between two rulebooks, and by how much.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  ringfence rules --on 01/09/2026
  ringfence rules --markdown             the reference of every rule, as Markdown
  ringfence rules --diff embedded \"Hub values\" \"Autumn 2026\"")]
pub struct Rules {
    /// Only what is in force on this day
    #[arg(long, value_name = "DATE", value_parser = day, conflicts_with_all = ["diff", "markdown"])]
    pub on: Option<NaiveDate>,
    /// The reference: every rule in plain words, then every value
    #[arg(long, conflicts_with = "diff")]
    pub markdown: bool,
    /// Compare two rulebooks: embedded, or a folder as for --rulebook
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    pub diff: Vec<PathBuf>,
    /// With --diff, the folders of spreadsheets, as for report
    #[arg(value_name = "PACK", requires = "diff")]
    pub packs: Vec<PathBuf>,
    #[command(flatten)]
    pub when: When,
    #[command(flatten)]
    pub over: Over,
    #[command(flatten)]
    pub own: Own,
}

/// Write a blank pack: a workbook to fill in, the settings, and a page to read
///
/// The workbook has a sheet for each record, with lists to choose from, notes on the headers, and an example row that is
/// never counted. ringfence.toml has every setting, explained and switched off. No file is overwritten.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  ringfence init \"Autumn 2026\"

Ends with 0 if the pack was written, 4 if it was not, and 5 if another run is writing there; then
nothing was written.")]
pub struct Init {
    /// The folder; it is made if it is not there
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
}

/// Make the reports look like your own
///
/// Every page, its words and its colours come from templates. Write them into a folder, change what you like, leave out
/// what you do not change, and name the folder with --templates.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
#[command(after_long_help = "\
Examples:
  ringfence templates --export Ours      the templates of the program, to start from
  ringfence templates check Ours         every report of the sample is made with them
  ringfence report \"Autumn 2026\" --templates Ours

Ends with 0 if all is well, 2 if a template is at fault, and 4 or 5 if the files could not be saved.")]
pub struct Templates {
    /// Write the templates of the program into this folder. No file is overwritten
    #[arg(long, value_name = "FOLDER")]
    pub export: Option<PathBuf>,
    #[command(subcommand)]
    pub check: Option<OfTemplates>,
}

#[derive(Debug, Subcommand)]
pub enum OfTemplates {
    /// Make every report of the sample with your templates, and say what is wrong with them. Nothing is written
    Check {
        /// The folder of your templates
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
    },
}

/// Check that a folder of reports is still as it was written
///
/// Every file is compared with the SHA-256 that manifest.json lists. With --rerun the same run is done again from the
/// spreadsheets, and every byte compared: what differs is named, and why.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  ringfence verify Reports
  ringfence verify Reports --seal \"3fa9 1b2c 77d0 e4a5\"     the seal written down when they were made
  ringfence verify Reports --rerun \"Autumn 2026\"          and run again on the spreadsheets of then

Ends with 0 if everything agrees; 1 if something differs; 2 if there is no manifest to compare with, or
the spreadsheets cannot be read; 4 if there is no room beside the folder to run again.")]
pub struct Verify {
    /// The folder of reports
    #[arg(value_name = "FOLDER")]
    pub out: PathBuf,
    /// The seal that was printed when the reports were written, or at least its first 16 digits
    #[arg(long, value_name = "SEAL")]
    pub seal: Option<String>,
    /// Run again, on the folders of spreadsheets of then, and compare. Without any: as for report
    #[arg(long, value_name = "PACK", num_args = 0..)]
    pub rerun: Option<Vec<PathBuf>>,
    /// With --rerun, the folders that were named with --since then
    #[arg(long, value_name = "FOLDER", requires = "rerun")]
    pub since: Vec<PathBuf>,
    #[command(flatten)]
    pub over: Over,
    #[command(flatten)]
    pub own: Own,
    #[command(flatten)]
    pub look: Look,
}

/// How any command ends; `End` in main.rs is the same list.
const ENDS: &str = "\
Ends with:
  0    all is well
  1    what --fail-on names was found, or verify found that something does not hold
  2    the command was not understood, or nothing could be read
  3    done, but a file or a row had to be left out; the report says which
  4    the output could not be saved, or not so that it lasts; the message says which
  5    another run is writing to the same folder
  70   a fault in ringfence itself
  130  stopped before the end; nothing was written";

/// Print a script with which the Tab key completes commands and options
///
/// Put it where your shell looks for such files, then type “ringfence ” in a new window and press Tab.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  ringfence completions bash > ~/.local/share/bash-completion/completions/ringfence
  ringfence completions zsh > ~/.zfunc/_ringfence       a folder in your fpath
  ringfence completions fish > ~/.config/fish/completions/ringfence.fish
  ringfence completions powershell >> $PROFILE")]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// Write the man pages, for whoever installs or packs the program
#[derive(Debug, Args)]
#[command(hide = true)]
pub struct Man {
    /// The folder; it is made if it is not there. Pages of the same names in it are replaced
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_hold_together() {
        <Cli as clap::CommandFactory>::command().debug_assert();
    }
}
