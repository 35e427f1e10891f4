//! Tasks are handed out to several workers at once; the answers come back as they are ready, or in the order of
//! the tasks.

use super::worker::{End, Worker};
use super::{Brief, Failure, Halted, Order, Task, Workers};
use crate::ingest::watch::{Losses, Lost};
use crate::ingest::{Content, PackFile, SchoolFiles};
use crate::run::Error;
use crate::write;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;

/// What came of one task.
type Outcome<A> = Result<A, Halted>;

/// Files that stopped a worker, by where they are: one that several schools share does so only once.
type Known = Mutex<BTreeMap<PathBuf, Lost>>;

/// Has every task done, and gives each outcome to `take`, in order.
///
/// # Errors
/// If no worker can be started, a report cannot be saved, somebody wants the run to end, or `take` fails.
pub fn each<T>(
    workers: &Workers,
    brief: &Brief,
    tasks: Vec<(SchoolFiles, T)>,
    mut take: impl FnMut(Outcome<T::Answer>) -> Result<(), Error>,
) -> Result<(), Error>
where
    T: Task,
    T::Answer: 'static,
{
    let (mut waiting, mut wanted) = (BTreeMap::new(), 0);
    as_they_finish(
        (workers, brief),
        tasks.into_iter().map(Ok),
        |_, _| Ok(None),
        |n, outcome| {
            waiting.insert(n, outcome);
            while let Some(outcome) = waiting.remove(&wanted) {
                take(outcome)?;
                wanted += 1;
            }
            Ok(())
        },
    )
}

/// Has every task done, and gives each outcome to `take` with the number of its task, as soon as it is there. Tasks are
/// made when a hand is free. A task to which `ready` knows the answer needs no worker.
///
/// # Errors
/// As [`each`]; or if a task cannot be made, or `ready` fails.
pub fn as_they_finish<T>(
    (workers, brief): (&Workers, &Brief),
    tasks: impl Iterator<Item = Result<(SchoolFiles, T), Error>> + Send,
    ready: impl Fn(&SchoolFiles, &T) -> Result<Option<T::Answer>, Error> + Sync,
    mut take: impl FnMut(usize, Outcome<T::Answer>) -> Result<(), Error>,
) -> Result<(), Error>
where
    T: Task,
    T::Answer: 'static,
{
    let jobs = workers.jobs.get();
    let hands = tasks.size_hint().1.map_or(jobs, |tasks| jobs.min(tasks));
    let tasks = Mutex::new(tasks.enumerate());
    let (known, over) = (Known::default(), AtomicBool::new(false));
    let (sender, outcomes) = sync_channel(hands);
    std::thread::scope(|scope| {
        for _ in 0..hands {
            let (sender, tasks, known, over, ready) = (sender.clone(), &tasks, &known, &over, &ready);
            scope.spawn(move || {
                let mut worker = None;
                let next = || tasks.lock().ok().and_then(|mut tasks| tasks.next());
                while let Some((n, task)) = next().filter(|_| !over.load(Ordering::SeqCst)) {
                    let going_on = task.and_then(|task| workers.go_on().map(|()| task));
                    let outcome = going_on.and_then(|(files, task)| match ready(&files, &task)? {
                        Some(answer) => Ok(Ok(answer)),
                        None => one(workers, brief, (files, task), (&mut worker, known)),
                    });
                    if sender.send((n, outcome)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let all = || {
            for (n, outcome) in outcomes {
                take(n, outcome?)?;
            }
            Ok(())
        };
        let done = all();
        over.store(true, Ordering::SeqCst);
        done
    })
}

/// Has one task done, by as many workers as it takes.
fn one<T>(
    workers: &Workers,
    brief: &Brief,
    (files, task): (SchoolFiles, T),
    (worker, known): (&mut Option<Worker<T::Answer>>, &Known),
) -> Result<Outcome<T::Answer>, Error>
where
    T: Task,
    T::Answer: 'static,
{
    let mut order = Order { lost: lost_before(&files, known), files, task };
    loop {
        let (mut hand, is_fresh) = match worker.take() {
            Some(hand) => (hand, false),
            None => (Worker::start::<T>(workers, brief)?, true),
        };
        let halted = |at: String| Halted { folder: order.files.folder.clone(), at };
        match hand.does(&order, workers)? {
            End::Done(answer) => {
                *worker = Some(hand);
                return Ok(Ok(answer));
            }
            End::Failed(Failure::NotSaved(why)) => {
                return Err(Error::Write(write::stage::Error::Worker(why).into()));
            }
            End::Failed(Failure::Fault(at)) | End::Halted(at) => return Ok(Err(halted(at))),
            // What other schools left behind in its memory is not the fault of this file.
            End::Lost(_, Lost::TooLarge) if !is_fresh => {}
            End::Lost(path, how) => {
                let how = match order.lost.get(&path) {
                    None => how,
                    Some(Lost::TooLong) => Lost::Stuck,
                    Some(_) => {
                        return Ok(Err(halted("a file that was left out stopped it again".to_owned())));
                    }
                };
                if let Some(place) = file(&order.files, &path).and_then(on_disk)
                    && let Ok(mut known) = known.lock()
                {
                    known.insert(place, how);
                }
                order.lost.insert(path, how);
            }
        }
    }
}

fn file<'a>(files: &'a SchoolFiles, path: &str) -> Option<&'a PackFile> {
    files.files.iter().chain(&files.shared).find(|file| file.path == path)
}

fn on_disk(file: &PackFile) -> Option<PathBuf> {
    match &file.content {
        Content::OnDisk(place) => Some(place.clone()),
        _ => None,
    }
}

fn lost_before(files: &SchoolFiles, known: &Known) -> Losses {
    let Ok(known) = known.lock() else { return Losses::default() };
    let lost = |file: &PackFile| Some((file.path.clone(), *known.get(&on_disk(file)?)?));
    files.files.iter().chain(&files.shared).filter_map(lost).collect()
}
