//! What a worker may use: memory, and time for the file in hand. The system sees to both where it can; elsewhere the
//! checks before reading have to do, and the watch of the parent.

#[cfg(not(unix))]
pub use elsewhere::{confine, take, time_is_up};
#[cfg(unix)]
pub use unix::{confine, take, time_is_up};

use crate::ingest::watch::SECONDS;
use std::time::Duration;

/// How long the parent waits while a file is in hand: where the time of the processor is counted, as long as a file on a
/// slow drive may have to be waited for by a machine that is busy.
pub const PATIENCE: Duration = Duration::from_secs(if cfg!(unix) { 12 * SECONDS } else { SECONDS });

#[cfg(unix)]
mod unix {
    use crate::ingest::watch::{MEMORY, SECONDS};
    use rustix::io;
    use rustix::process::{Resource, Rlimit, Signal, getrlimit, setrlimit};
    use rustix::time::{ClockId, clock_gettime};
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::ExitStatus;

    /// What is written to, where that can be told from what is only set aside: each thread that writes a sheet sets aside
    /// 64 MiB, and uses little of it.
    const WRITTEN: Resource = if cfg!(target_os = "linux") { Resource::Data } else { Resource::As };

    /// No more memory than a worker may have, and no image of it on the disk should it crash: it would hold personal
    /// data.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn confine() -> io::Result<()> {
        let limit = |bytes| Rlimit { current: Some(bytes), maximum: Some(bytes) };
        setrlimit(WRITTEN, limit(MEMORY << 20))?;
        setrlimit(Resource::Core, limit(0))
    }

    /// Gives the file in hand its time; where none is, there is no limit.
    pub fn take(is_file: bool) {
        let spent = || u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or_default();
        let maximum = getrlimit(Resource::Cpu).maximum;
        let current = is_file.then(|| spent() + 1 + SECONDS);
        let current = match (current, maximum) {
            (Some(current), Some(maximum)) => Some(current.min(maximum)),
            (current, maximum) => current.or(maximum),
        };
        // Within what was allowed before, so that it cannot be refused; if it were, the parent still has its watch.
        let _ = setrlimit(Resource::Cpu, Rlimit { current, maximum });
    }

    /// True of a worker that was ended because the time of its file was up.
    pub fn time_is_up(status: ExitStatus) -> bool {
        status.signal() == Some(Signal::XCPU.as_raw())
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use std::process::Command;
        use std::sync::Barrier;

        /// Set in the process that is confined.
        const CONFINED: &str = "RINGFENCE_TEST_CONFINED";

        #[test]
        fn a_worker_may_have_many_threads_and_not_much_memory() {
            if std::env::var_os(CONFINED).is_none() {
                let name = "work::limits::unix::tests::a_worker_may_have_many_threads_and_not_much_memory";
                let mut this = Command::new(std::env::current_exe().unwrap());
                assert!(this.args(["--exact", name]).env(CONFINED, "yes").status().unwrap().success());
                return;
            }
            confine().unwrap();
            let together = Barrier::new(64);
            std::thread::scope(|scope| {
                for _ in 0..64 {
                    scope.spawn(|| {
                        let used = vec![1_u8; 1 << 20];
                        together.wait();
                        used.len()
                    });
                }
            });
            if cfg!(target_os = "linux") {
                let room = |mebibytes: usize| Vec::<u8>::new().try_reserve_exact(mebibytes << 20);
                assert!(room(500).is_ok());
                assert!(room(800).is_err());
            }
        }

        #[test]
        fn a_file_has_its_time_and_what_comes_after_it_has_all_there_is() {
            let before = getrlimit(Resource::Cpu);
            let limit = |is_file| {
                take(is_file);
                getrlimit(Resource::Cpu).current
            };
            let spent = clock_gettime(ClockId::ProcessCPUTime).tv_sec.cast_unsigned();
            assert!(limit(true).is_some_and(|limit| (spent + 11..spent + 13).contains(&limit)));
            assert_eq!(limit(false), before.maximum);
        }
    }
}

#[cfg(not(unix))]
mod elsewhere {
    use std::io;
    use std::process::ExitStatus;

    /// Nothing is confined.
    ///
    /// # Errors
    /// None.
    pub fn confine() -> io::Result<()> {
        Ok(())
    }

    /// The parent alone sees to the time.
    pub fn take(_is_file: bool) {}

    /// Never.
    pub fn time_is_up(_status: ExitStatus) -> bool {
        false
    }
}
