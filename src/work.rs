//! The work on a school is done in a process of its own, so that a file which crashes its reader, fills the memory or
//! never ends costs that file and not the run.
//!
//! ```text
//!   crew ──► worker ··· lines of JSON ··· serve ──► Task::work
//!   hands out,          brief, tasks ►    this program again,
//!   in order            ◄ file in hand    with the command `work`
//!                       ◄ answer
//! ```
//!
//! A worker that stops, hangs or asks for too much memory is ended; the file it had in hand is left out, and the school
//! is worked again without it.

mod crew;
mod limits;
mod serve;
mod worker;

use crate::ingest::SchoolFiles;
use crate::ingest::layout::Layouts;
use crate::ingest::watch::{Losses, Watch};
use crate::model::finding::{Finding, Level};
use crate::model::school::School;
use crate::model::settings::Settings;
use crate::overlay::{self, Folder};
use crate::progress::Told;
use crate::rules::rulebook::Rulebook;
use crate::run::Error;
use crate::tables::governors::Standing;
use crate::tables::schools::Earlier;
use crate::write::template::{self, Templates};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub(crate) use crew::{as_they_finish, each};

/// The processes that do the work.
#[derive(Clone, Debug)]
pub struct Workers {
    /// This program, which knows the command `work`.
    pub program: PathBuf,
    /// How many at once.
    pub jobs: NonZeroUsize,
    /// How long a file may be in hand, whether it is worked on or waited for.
    pub patience: Duration,
    /// Becomes true when somebody wants the run to end.
    pub interrupted: Arc<AtomicBool>,
    /// Is told how far the work is.
    pub told: Told,
}

impl Workers {
    /// As many as the machine has processors.
    pub fn of(program: PathBuf) -> Workers {
        let jobs = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Workers {
            program,
            jobs,
            patience: limits::PATIENCE,
            interrupted: Arc::default(),
            told: Told::default(),
        }
    }

    /// Goes on, unless somebody wants the run to end.
    ///
    /// # Errors
    /// [`Error::Interrupted`].
    pub fn go_on(&self) -> Result<(), Error> {
        if self.interrupted.load(Ordering::SeqCst) { Err(Error::Interrupted) } else { Ok(()) }
    }
}

/// What holds for every task of a run; said to a worker once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Brief {
    /// What the command line chose.
    pub settings: Settings,
    /// What is laid over the rulebook; twice where two are compared.
    pub rulebooks: Vec<Option<Folder>>,
    /// Layouts of one's own.
    pub layouts: Option<Folder>,
    /// Templates of one's own.
    pub templates: Option<Folder>,
    /// What governors were told in earlier terms.
    pub told: Earlier<Standing>,
}

/// What a worker makes of its brief.
pub(crate) struct Tools {
    /// What the command line chose.
    pub settings: Settings,
    /// In the order of the brief.
    pub rulebooks: Vec<Rulebook>,
    layouts: Option<Layouts>,
    templates: Option<Templates>,
    /// What governors were told in earlier terms.
    pub told: Earlier<Standing>,
}

impl Brief {
    /// The tools.
    ///
    /// # Errors
    /// If a rulebook or a layout is not as it must be.
    pub fn tools(self) -> Result<Tools, Error> {
        let rulebooks = self.rulebooks.iter().map(|folder| overlay::rulebook_of(folder.as_ref()));
        Ok(Tools {
            rulebooks: rulebooks.collect::<Result<_, _>>()?,
            layouts: overlay::layouts_of(self.layouts.as_ref())?,
            templates: overlay::templates_of(self.templates.as_ref())?,
            settings: self.settings,
            told: self.told,
        })
    }
}

impl Tools {
    /// The only rulebook, or the first of two.
    pub fn rulebook(&self) -> &Rulebook {
        &self.rulebooks[0]
    }

    /// One's own before those of the program, or those alone, which are read when they are first asked for: the run that
    /// hands out the work never does.
    pub fn layouts(&self) -> &Layouts {
        self.layouts.as_ref().unwrap_or_else(|| Layouts::built_in())
    }

    /// One's own layouts: names and texts of their files.
    pub fn own_layouts(&self) -> &[(String, String)] {
        self.layouts.as_ref().map_or(&[], |layouts| &layouts.own)
    }

    /// One's own over those of the program, or those alone.
    ///
    /// # Errors
    /// If those of the program are at fault, which a test rules out.
    pub fn templates(&self) -> Result<&Templates, template::Error> {
        match &self.templates {
            Some(own) => Ok(own),
            None => Templates::built_in(),
        }
    }
}

/// Work on the files of one school, or on one file.
pub(crate) trait Task: Serialize + DeserializeOwned + Send {
    /// What comes after `work` on the command line of the worker.
    const NAME: &'static str;
    /// What comes of it.
    type Answer: Serialize + DeserializeOwned + Send;
    /// Does it.
    ///
    /// # Errors
    /// If something could not be written, or the program is at fault.
    fn work(self, files: &SchoolFiles, tools: &Tools, watch: &Watch) -> Result<Self::Answer, Failure>;
}

/// Why a worker has no answer.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Failure {
    /// The file system refused what was to be written.
    NotSaved(String),
    /// The program is at fault.
    Fault(String),
}

/// A school on which the work stopped with no file in hand.
#[derive(Debug)]
pub(crate) struct Halted {
    /// Folder of the school, inside its pack.
    pub folder: String,
    /// Where in the program, as far as that is known.
    pub at: String,
}

impl Halted {
    /// The school, of which nothing is known but this.
    pub fn school(self) -> School {
        let finding = Finding {
            code: "E-SCHOOL",
            level: Level::Error,
            message: format!("A fault in ringfence stopped the work on this school ({}).", self.at),
            help: "Please report it with the place in brackets. The other schools are not touched by it."
                .to_owned(),
            at: Vec::new(),
        };
        School { folder: self.folder, findings: vec![finding], ..School::default() }
    }
}

/// A task as it goes to a worker.
#[derive(Serialize, Deserialize)]
struct Order<T> {
    files: SchoolFiles,
    lost: Losses,
    task: T,
}

/// What a worker says.
#[derive(Serialize, Deserialize)]
enum Word<A> {
    /// The file in hand, or none.
    Reads(Option<String>),
    /// The task is done.
    Done(A),
    /// It cannot be.
    Failed(Failure),
}

/// The command `work`: does tasks of one kind until there are no more.
///
/// # Errors
/// If there is no such kind, or the brief cannot be followed.
pub fn work(kind: &str) -> Result<(), Error> {
    match kind {
        crate::run::Reports::NAME => serve::serve::<crate::run::Reports>(),
        crate::shares::Divide::NAME => serve::serve::<crate::shares::Divide>(),
        crate::check::Look::NAME => serve::serve::<crate::check::Look>(),
        crate::annotate::Notice::NAME => serve::serve::<crate::annotate::Notice>(),
        crate::annotate::mark::Mark::NAME => serve::serve::<crate::annotate::mark::Mark>(),
        crate::inspect::Inspect::NAME => serve::serve::<crate::inspect::Inspect>(),
        crate::diff::Compare::NAME => serve::serve::<crate::diff::Compare>(),
        _ => Err(Error::Work(format!("there is no work called {kind}"))),
    }
}
