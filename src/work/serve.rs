//! The side of the worker: it does what it is told, one task after the other.

use super::limits;
use super::{Brief, Failure, Order, Task, Word};
use crate::ingest::watch::Watch;
use crate::run::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{self, BufRead, Write as _};
use std::sync::mpsc::{Receiver, channel};

/// Does tasks of one kind until there are no more.
///
/// # Errors
/// If the brief cannot be followed.
pub fn serve<T: Task>() -> Result<(), Error> {
    limits::confine().map_err(|error| Error::Work(format!("a worker cannot be confined: {error}")))?;
    let lines = lines();
    let Some(brief) = next::<Brief>(&lines)? else { return Ok(()) };
    let tools = brief.tools()?;
    while let Some(Order { files, lost, task }) = next::<Order<T>>(&lines)? {
        let told = |path: Option<&str>| {
            limits::take(path.is_some());
            // Should nobody listen any more, this process ends with the next line that does not come.
            let _ = say::<()>(&Word::Reads(path.map(str::to_owned)));
        };
        let word = match task.work(&files, &tools, &Watch { told: &told, lost: &lost }) {
            Ok(answer) => Word::Done(answer),
            Err(failure) => Word::Failed(failure),
        };
        say(&word).map_err(|error| Error::Work(error.to_string()))?;
    }
    Ok(())
}

/// What the parent sends. When it ends, or dies, nobody waits for an answer, and the worker ends in the middle of its work.
fn lines() -> Receiver<String> {
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines() {
            if line.is_ok_and(|line| sender.send(line).is_ok()) {
                continue;
            }
            break;
        }
        #[expect(clippy::exit, reason = "the thread that works may be in an endless loop")]
        std::process::exit(0);
    });
    lines
}

fn next<T: DeserializeOwned>(lines: &Receiver<String>) -> Result<Option<T>, Error> {
    let Ok(line) = lines.recv() else { return Ok(None) };
    serde_json::from_str(&line).map(Some).map_err(|error| Error::Work(error.to_string()))
}

fn say<A: Serialize>(word: &Word<A>) -> io::Result<()> {
    let mut line = serde_json::to_vec(word)?;
    line.push(b'\n');
    let mut out = io::stdout().lock();
    out.write_all(&line)?;
    out.flush()
}

impl From<crate::write::Error> for Failure {
    fn from(error: crate::write::Error) -> Failure {
        match error {
            crate::write::Error::Stage(error) => Failure::NotSaved(error.to_string()),
            other => Failure::Fault(other.to_string()),
        }
    }
}
