//! How far a run is, for whoever waits for it.

use crate::model::finding::Level;
use crate::write::Line;
use std::fmt;
use std::sync::Arc;

/// What a run says while it goes on.
#[derive(Clone, Copy, Debug)]
pub enum News<'a> {
    /// It begins, with so many schools.
    Begins(usize),
    /// A school is done.
    School(&'a Line, Far),
    /// All are, and what stands above them is being made.
    Above,
}

/// How far it is with that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Far {
    /// Schools done.
    pub done: u64,
    /// Rows read in them.
    pub rows: u64,
    /// Errors and warnings in them.
    pub problems: u64,
    /// Schools that were kept as an earlier run wrote them.
    pub kept: u64,
}

/// Who is told; nobody, unless somebody asked.
#[derive(Clone, Default)]
pub struct Told(Option<Arc<Listener>>);

type Listener = dyn Fn(News) + Send + Sync;

impl Told {
    /// Somebody.
    pub fn who(told: impl Fn(News) + Send + Sync + 'static) -> Told {
        Told(Some(Arc::new(told)))
    }

    pub(crate) fn say(&self, news: News) {
        if let Some(told) = &self.0 {
            told(news);
        }
    }
}

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Told" } else { "Nobody" })
    }
}

/// The count of what is done.
#[derive(Debug, Default)]
pub(crate) struct Count {
    far: Far,
}

impl Count {
    /// Counts a school, and tells of it.
    pub fn school(&mut self, line: &Line, kept: bool, told: &Told) {
        let problems =
            [Level::Error, Level::Warning].map(|level| line.findings.get(&level).copied().unwrap_or(0));
        self.far.done += 1;
        self.far.rows += line.rows.read;
        self.far.problems += problems.iter().sum::<usize>() as u64;
        self.far.kept += u64::from(kept);
        told.say(News::School(line, self.far));
    }

    /// How many schools were kept.
    pub fn kept(&self) -> usize {
        usize::try_from(self.far.kept).unwrap_or(usize::MAX)
    }
}
