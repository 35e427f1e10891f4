//! `ringfence`: what was typed, the run, what it says, and the code it ends with.

mod cli;
mod manual;
mod terminal;
mod waiting;

use clap::{CommandFactory, Parser};
use cli::{Cli, Command, FailOn};
use ringfence::model::figure::ChosenBy;
use ringfence::model::settings::{Chosen, Settings, TermWanted};
use ringfence::model::text::visible_lines;
use ringfence::rules::Outcome;
use ringfence::write::stage;
use ringfence::{Check, Edition, Error, Format, Job, Rollup, Summary, Sums, Workers};
use ringfence::{explain, fault};
use std::io::{self, Write as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// How a run ends.
#[derive(Clone, Copy)]
enum End {
    Well = 0,
    Failed = 1,
    Usage = 2,
    LeftOut = 3,
    NotSaved = 4,
    Held = 5,
    Fault = 70,
    Interrupted = 130,
}

fn main() -> ExitCode {
    fault::say_where_only();
    let end = match Cli::try_parse() {
        Ok(cli) => std::panic::catch_unwind(|| follow(cli.command)).unwrap_or_else(|_| {
            complain(
                "This is a fault in ringfence, not in your files. Please report it with the lines above.",
            );
            End::Fault
        }),
        Err(asked) if asked.use_stderr() => {
            complain(&asked.render().to_string());
            End::Usage
        }
        Err(asked) => {
            say(&asked.render().to_string());
            End::Well
        }
    };
    ExitCode::from(end as u8)
}

fn follow(command: Command) -> End {
    match command {
        Command::Report(asked) => report(asked),
        Command::Rollup(asked) => rollup(asked),
        Command::Check(asked) => check(asked),
        Command::Inspect(asked) => inspect(&asked),
        Command::Explain(asked) => explained(&asked),
        Command::Rules(asked) => rules(asked),
        Command::Init(asked) => init(&asked),
        Command::Templates(asked) => templates(&asked),
        Command::Completions(asked) => {
            say(&manual::completions(&Cli::command(), asked.shell));
            End::Well
        }
        Command::Man(asked) => man(&asked),
        Command::Verify(asked) => verify(asked),
        Command::Work(asked) => match ringfence::work(&asked.kind) {
            Ok(()) => End::Well,
            Err(error) => failed(&error),
        },
    }
}

/// This program again, as often as asked for; ended with it when somebody wants the run to end.
fn workers(jobs: Option<NonZeroUsize>) -> Result<Workers, Error> {
    let refused = |error: &dyn std::fmt::Display| Error::Work(format!("no worker can be started: {error}"));
    let mut workers = Workers::of(std::env::current_exe().map_err(|error| refused(&error))?);
    workers.jobs = jobs.unwrap_or(workers.jobs);
    let interrupted = Arc::clone(&workers.interrupted);
    ctrlc::set_handler(move || interrupted.store(true, Ordering::SeqCst)).map_err(|error| refused(&error))?;
    Ok(workers)
}

fn report(asked: cli::Report) -> End {
    let Some(overrides) = overrides(&asked.when) else { return End::Usage };
    let overrides =
        Settings { modern_only: asked.take.modern_only, pseudonyms: asked.pseudonyms, ..overrides };
    let workers = match workers(asked.hands.jobs) {
        Ok(workers) => Workers { told: waiting::told(asked.tell.json), ..workers },
        Err(error) => return failed(&error),
    };
    // In their order, whatever the order they were named in; none named is all.
    let is_wanted = |edition: &Edition| asked.edition.is_empty() || asked.edition.contains(edition);
    let editions = Edition::ALL.iter().copied().filter(is_wanted).collect();
    let job = Job {
        packs: or_here(asked.packs),
        out: asked.out,
        rulebook: asked.over.rulebook,
        layouts: asked.own.layouts,
        since: asked.since,
        overrides,
        key: asked.pseudonyms_key,
        templates: asked.look.templates,
        editions,
        formats: Format::ALL.iter().copied().filter(|format| asked.format.contains(format)).collect(),
        executable: ringfence::Executable::running(),
        listed: ringfence::LISTED,
        fresh: asked.fresh,
        workers,
    };
    written(ringfence::run(&job), asked.fail_on, asked.tell.json)
}

fn rollup(asked: cli::Rollup) -> End {
    let workers = match workers(asked.hands.jobs) {
        Ok(workers) => Workers { told: waiting::told(asked.tell.json), ..workers },
        Err(error) => return failed(&error),
    };
    let job = Rollup {
        parts: asked.parts,
        out: asked.out,
        since: asked.since,
        templates: asked.look.templates,
        executable: ringfence::Executable::running(),
        listed: ringfence::LISTED,
        workers,
    };
    written(ringfence::rollup(&job), asked.fail_on, asked.tell.json)
}

fn written(done: Result<Summary, Error>, fail_on: Option<FailOn>, json: bool) -> End {
    match done {
        Ok(summary) => {
            if json {
                waiting::ended(&summary);
            } else {
                say(&terminal::report(&summary));
            }
            if fail_on.is_some_and(|what| is_reached(what, &summary.sums)) {
                End::Failed
            } else {
                ended(summary.sums.whole)
            }
        }
        Err(error) => failed(&error),
    }
}

fn check(asked: cli::Check) -> End {
    let Some(overrides) = overrides(&asked.when) else { return End::Usage };
    let overrides = Settings { modern_only: asked.take.modern_only, ..overrides };
    let workers = match workers(asked.hands.jobs) {
        Ok(workers) => workers,
        Err(error) => return failed(&error),
    };
    let (rulebook, layouts) = (asked.over.rulebook, asked.own.layouts);
    let check = Check { packs: or_here(asked.packs), overrides, rulebook, layouts, workers };
    let outcome = match &asked.annotate {
        Some(into) => ringfence::annotate(&check, into)
            .map(|(schools, marked)| (schools, terminal::marked(into, &marked))),
        None => ringfence::check(&check).map(|schools| (schools, String::new())),
    };
    match outcome {
        Ok((schools, marked)) => {
            say(&terminal::check(&schools));
            say(&marked);
            if schools.iter().all(|school| school.line.folder.is_none()) {
                return End::Usage;
            }
            ended(schools.iter().all(|school| school.line.whole()))
        }
        Err(error) => failed(&error),
    }
}

fn inspect(asked: &cli::Inspect) -> End {
    let answer = workers(None).and_then(|workers| {
        ringfence::inspected(&asked.files, asked.own.layouts.as_deref(), asked.save.as_deref(), &workers)
    });
    match answer {
        Ok(found) => {
            say(&terminal::folded(&found.text));
            match (found.any, found.whole) {
                (false, _) => End::Usage,
                (true, false) => End::LeftOut,
                (true, true) => End::Well,
            }
        }
        Err(error) => failed(&error),
    }
}

fn explained(asked: &cli::Explain) -> End {
    let is_figure = asked.what.strip_prefix('f').is_some_and(|n| n.parse::<u32>().is_ok());
    if is_figure {
        return told(explain::figure(&asked.what, &asked.out, asked.school.as_deref()));
    }
    match ringfence::rulebook(asked.over.rulebook.as_deref()) {
        Ok(rulebook) => told(explain::word(&asked.what, &rulebook)),
        Err(error) => failed(&error),
    }
}

fn rules(asked: cli::Rules) -> End {
    if let [a, b] = asked.diff.as_slice() {
        let Some(overrides) = overrides(&asked.when) else { return End::Usage };
        let answer = workers(None).and_then(|workers| {
            let layouts = asked.own.layouts.as_deref();
            ringfence::diff((a, b), &or_here(asked.packs), &overrides, (layouts, &workers))
        });
        return match answer {
            Ok(text) => {
                say(&terminal::folded(&text));
                End::Well
            }
            Err(error) => failed(&error),
        };
    }
    match ringfence::rulebook(asked.over.rulebook.as_deref()) {
        Ok(rulebook) if asked.markdown => {
            say(&explain::reference(&rulebook));
            End::Well
        }
        Ok(rulebook) => told(Ok(explain::rulebook(&rulebook, asked.on))),
        Err(error) => failed(&error),
    }
}

fn init(asked: &cli::Init) -> End {
    match ringfence::init(&asked.folder) {
        Ok(files) => {
            say(&terminal::init(&asked.folder, &files));
            End::Well
        }
        Err(error) => failed(&error),
    }
}

fn templates(asked: &cli::Templates) -> End {
    let answer = match (&asked.check, &asked.export) {
        (Some(cli::OfTemplates::Check { folder }), _) => {
            ringfence::check_templates(folder).map(|names| terminal::templates_hold(folder, &names))
        }
        (None, Some(folder)) => {
            ringfence::export_templates(folder).map(|names| terminal::templates_written(folder, &names))
        }
        (None, None) => return End::Usage,
    };
    match answer {
        Ok(text) => {
            say(&text);
            End::Well
        }
        Err(error) => failed(&error),
    }
}

fn verify(asked: cli::Verify) -> End {
    let workers = match workers(None) {
        Ok(workers) => workers,
        Err(error) => return failed(&error),
    };
    let rerun = asked.rerun.map(|packs| ringfence::Rerun {
        packs: or_here(packs),
        rulebook: asked.over.rulebook,
        layouts: asked.own.layouts,
        since: asked.since,
        templates: asked.look.templates,
        executable: ringfence::Executable::running(),
        workers,
    });
    match ringfence::verify(&ringfence::Verify { out: asked.out, seal: asked.seal, rerun }) {
        Ok(found) => {
            say(&terminal::folded(&found.text));
            if found.holds { End::Well } else { End::Failed }
        }
        Err(ringfence::Unverifiable::Run(error)) => failed(&error),
        Err(refused) => {
            complain(&refused.to_string());
            End::Usage
        }
    }
}

fn man(asked: &cli::Man) -> End {
    match manual::write_pages(&Cli::command(), &asked.out) {
        Ok(names) => {
            say(&format!("{}: {}\n", asked.out.display(), names.join(", ")));
            End::Well
        }
        Err(error) => {
            complain(&format!("{}: the man pages could not be saved: {error}", asked.out.display()));
            End::NotSaved
        }
    }
}

fn told(answer: Result<String, explain::Error>) -> End {
    match answer {
        Ok(text) => {
            say(&terminal::folded(&text));
            End::Well
        }
        Err(error) => {
            complain(&error.to_string());
            End::Usage
        }
    }
}

fn failed(error: &Error) -> End {
    complain(&error.to_string());
    match error {
        Error::Interrupted => End::Interrupted,
        Error::Pack { .. }
        | Error::NothingToRead { .. }
        | Error::Overlay(_)
        | Error::Since(_)
        | Error::Part { .. } => End::Usage,
        Error::Write(ringfence::write::Error::Stage(stage::Error::Held { .. })) => End::Held,
        Error::Write(ringfence::write::Error::Stage(_)) => End::NotSaved,
        Error::Write(_) | Error::Rulebook(_) | Error::Blank(_) | Error::Work(_) => End::Fault,
    }
}

fn ended(whole: bool) -> End {
    if whole { End::Well } else { End::LeftOut }
}

fn is_reached(what: FailOn, sums: &Sums) -> bool {
    let any = |outcome| sums.outcomes.contains_key(&outcome);
    match what {
        FailOn::Breach => sums.breaches > 0,
        FailOn::Concern => any(Outcome::NotMet) || any(Outcome::NotShown),
    }
}

/// The folders named, or this one if it is a pack.
fn or_here(packs: Vec<PathBuf>) -> Vec<PathBuf> {
    if packs.is_empty() && Path::new("ringfence.toml").is_file() { vec![PathBuf::from(".")] } else { packs }
}

/// The choices of the command line; nothing, with a word on stderr, if the term ends before it begins.
fn overrides(when: &cli::When) -> Option<Settings> {
    fn chosen<T>(value: T) -> Chosen<T> {
        Chosen { value, by: ChosenBy::CommandLine }
    }
    let term = match (when.term, when.from, when.to) {
        (Some(id), ..) => Some(TermWanted::Named(id)),
        (None, Some(from), Some(to)) if from > to => {
            complain("--from is later than --to: the first day of the term comes first");
            return None;
        }
        (None, Some(from), Some(to)) => Some(TermWanted::Between(from, to)),
        _ => None,
    };
    Some(Settings { term: term.map(chosen), as_of: when.as_of.map(chosen), ..Settings::default() })
}

/// To stdout, and nothing in it acts on the terminal. A reader that has closed the pipe has read enough.
fn say(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(visible_lines(text).as_bytes()).and_then(|()| out.flush());
}

/// To stderr, in the same way.
fn complain(text: &str) {
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "{}", visible_lines(text.trim_end()));
}
