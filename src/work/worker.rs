//! The side of the parent: one worker, watched.

use super::limits;
use super::{Brief, Failure, Order, Task, Word, Workers};
use crate::fault::STOPPED;
use crate::ingest::watch::Lost;
use crate::run::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long the work may go on with no file in hand: only a fault of the program takes so long.
const REST: Duration = Duration::from_mins(5);

/// How often it is seen whether somebody wants the run to end.
const TICK: Duration = Duration::from_millis(100);

/// What a program of ours says when it gets no more memory.
const NO_MEMORY: &str = "memory allocation of";

/// A worker, ready or at work.
pub struct Worker<A> {
    child: Child,
    orders: ChildStdin,
    words: Receiver<Word<A>>,
    complaints: Option<JoinHandle<String>>,
}

/// How a task ended.
pub enum End<A> {
    /// With an answer.
    Done(A),
    /// Without one.
    Failed(Failure),
    /// The worker is gone, and the file it had in hand with it.
    Lost(String, Lost),
    /// The worker is gone, with no file in hand; and where it stopped.
    Halted(String),
}

impl<A: DeserializeOwned + Send + 'static> Worker<A> {
    /// Starts one.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn start<T: Task<Answer = A>>(workers: &Workers, brief: &Brief) -> Result<Worker<A>, Error> {
        let refused = |error: io::Error| Error::Work(format!("a worker cannot be started: {error}"));
        let mut child = Command::new(&workers.program)
            // The C library of Linux would keep memory for each thread, and a workbook has a thread a sheet.
            .env("MALLOC_ARENA_MAX", "1")
            .args(["work", T::NAME])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(refused)?;
        let gone = || refused(io::ErrorKind::BrokenPipe.into());
        let (Some(orders), Some(out), Some(err)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(gone());
        };
        let mut worker = Worker {
            child,
            orders,
            words: words(out),
            complaints: Some(std::thread::spawn(|| complaints(err))),
        };
        worker.send(brief).map_err(refused)?;
        Ok(worker)
    }

    /// Has a task done.
    ///
    /// # Errors
    /// [`Error::Interrupted`].
    pub fn does<T: Task<Answer = A>>(
        &mut self,
        order: &Order<T>,
        workers: &Workers,
    ) -> Result<End<A>, Error> {
        if self.send(order).is_err() {
            return Ok(self.gone(None));
        }
        let (mut in_hand, mut since) = (None, Instant::now());
        loop {
            workers.go_on()?;
            match self.words.recv_timeout(TICK) {
                Ok(Word::Reads(file)) => (in_hand, since) = (file, Instant::now()),
                Ok(Word::Done(answer)) => return Ok(End::Done(answer)),
                Ok(Word::Failed(failure)) => return Ok(End::Failed(failure)),
                Err(RecvTimeoutError::Timeout) => {
                    let limit = if in_hand.is_some() { workers.patience } else { REST };
                    if since.elapsed() > limit {
                        return Ok(match in_hand {
                            Some(file) => End::Lost(file, Lost::TooLong),
                            None => End::Halted(format!("no end after {} seconds", limit.as_secs())),
                        });
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    workers.go_on()?;
                    return Ok(self.gone(in_hand));
                }
            }
        }
    }

    fn send(&mut self, what: &impl Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(what)?;
        line.push(b'\n');
        self.orders.write_all(&line)?;
        self.orders.flush()
    }

    /// How it ended. It closed its end of the line, so it ends by itself in a moment, or is ended.
    fn ended(&mut self) -> io::Result<ExitStatus> {
        for _ in 0..100 {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        self.child.kill()?;
        self.child.wait()
    }

    /// Why the worker is gone.
    fn gone(&mut self, in_hand: Option<String>) -> End<A> {
        let ended = self.ended();
        let said = self.complaints.take().and_then(|said| said.join().ok()).unwrap_or_default();
        let memory = said.contains(NO_MEMORY);
        let Some(file) = in_hand else {
            let panic = said.lines().rev().find_map(|line| line.strip_prefix(STOPPED));
            let status = || ended.map_or_else(|error| error.to_string(), |status| status.to_string());
            return End::Halted(match panic {
                _ if memory => "out of memory".to_owned(),
                Some(panic) => panic.to_owned(),
                None => status(),
            });
        };
        let lost = match ended {
            _ if memory => Lost::TooLarge,
            Ok(status) if limits::time_is_up(status) => Lost::TooLong,
            _ => Lost::Stopped,
        };
        End::Lost(file, lost)
    }
}

impl<A> Drop for Worker<A> {
    fn drop(&mut self) {
        // It has nothing left to do, or must not go on; if it is gone already, both fail, which is as well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn words<A: DeserializeOwned + Send + 'static>(out: ChildStdout) -> Receiver<Word<A>> {
    let (sender, words) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(out).lines() {
            let word = line.ok().and_then(|line| serde_json::from_str(&line).ok());
            if word.is_none_or(|word| sender.send(word).is_err()) {
                break;
            }
        }
    });
    words
}

/// The end of what a worker says on stderr.
fn complaints(err: ChildStderr) -> String {
    const KEPT: usize = 1 << 16;
    let (mut kept, mut piece) = (Vec::new(), vec![0; 1 << 13]);
    let mut err = err;
    while let Ok(n @ 1..) = err.read(&mut piece) {
        kept.extend_from_slice(&piece[..n]);
        let surplus = kept.len().saturating_sub(KEPT);
        kept.drain(..surplus);
    }
    String::from_utf8_lossy(&kept).into_owned()
}
