//! The program that is running, by its hash: what another build of it wrote is not taken for what it would write itself.

use crate::write::manifest;
use std::sync::{Arc, OnceLock};
use std::thread;

/// A program.
#[derive(Clone, Debug)]
pub struct Executable(Arc<OnceLock<Option<String>>>);

impl Executable {
    /// The one that is running. Its file is read while whoever asks for it goes on.
    pub fn running() -> Executable {
        let running = Executable(Arc::default());
        let ahead = running.clone();
        // Where there is no thread to be had, it is read when its hash is asked for.
        let _ = thread::Builder::new().spawn(move || ahead.sha256().is_some());
        running
    }

    /// One of which this is known: SHA-256 in lower-case hex, if its file could be read.
    pub fn known(sha256: Option<String>) -> Executable {
        Executable(Arc::new(OnceLock::from(sha256)))
    }

    /// SHA-256 of its file, in lower-case hex; nothing if that cannot be read.
    pub fn sha256(&self) -> Option<&str> {
        self.0.get_or_init(read).as_deref()
    }
}

fn read() -> Option<String> {
    let path = std::env::current_exe().ok()?;
    manifest::hashed(&path, u64::MAX).ok().map(|(_, sha256)| sha256)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_known_by_the_hash_of_its_file() {
        let own = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        let hash = manifest::Output::of("", &own).sha256;
        let running = Executable::running();
        assert_eq!(running.sha256(), Some(hash.as_str()));
        assert_eq!(running.clone().sha256(), running.sha256());
    }

    #[test]
    fn one_that_cannot_be_read_is_told() {
        assert_eq!(Executable::known(None).sha256(), None);
    }
}
