//! Who watches over the reading: told which file is in hand, so that one which stops the program can be named, and
//! knowing those that stopped it before, so that they are left out.

use super::notes::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Seconds that may be spent on one file: of the processor where they can be counted, so that a file is read or not
/// whatever else the machine has to do.
pub const SECONDS: u64 = 10;

/// Memory that a worker may use, in MiB.
pub const MEMORY: u64 = 768;

/// How a file stopped the program that read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lost {
    /// The reader failed.
    Stopped,
    /// It took too long.
    TooLong,
    /// It needed too much memory.
    TooLarge,
    /// It took too long a second time, when only its bytes were wanted.
    Stuck,
}

/// Files that stopped the program, by path inside the pack.
pub type Losses = BTreeMap<String, Lost>;

/// The watch over one reading.
pub struct Watch<'a> {
    /// Is told the path of the file in hand, and nothing when none is.
    pub told: &'a dyn Fn(Option<&str>),
    /// Files that must not be read again.
    pub lost: &'a Losses,
}

impl Watch<'_> {
    /// Nobody is told.
    pub const NONE: Watch<'static> = Watch { told: &|_| {}, lost: &BTreeMap::new() };

    /// A file is in hand.
    pub fn takes(&self, path: &str) {
        (self.told)(Some(path));
    }

    /// No file is in hand.
    pub fn rests(&self) {
        (self.told)(None);
    }

    /// True for a file whose bytes cannot even be fetched.
    pub fn is_stuck(&self, path: &str) -> bool {
        self.lost.get(path) == Some(&Lost::Stuck)
    }

    /// Refuses a file that stopped the program before.
    ///
    /// # Errors
    /// `E-READER-STOPPED`, `E-TIME`, `E-MEMORY`.
    pub fn passes(&self, path: &str) -> Result<(), Refusal> {
        self.lost.get(path).map_or(Ok(()), |lost| Err(lost.refusal()))
    }
}

impl Lost {
    /// What is said of the file.
    pub fn refusal(self) -> Refusal {
        let help = "Delete sheets, rows and formatting that are not needed and save it anew, or export it again. If all of it is needed, split it into smaller files.";
        match self {
            Lost::Stopped => Refusal::new(
                "E-READER-STOPPED",
                "This file is damaged in a way that stopped the reader.",
                "Open it in Excel, save it under a new name, and use that file; or export it again.",
            ),
            Lost::TooLong | Lost::Stuck => Refusal::new(
                "E-TIME",
                format!("Reading this file took longer than {SECONDS} seconds, so it was left out."),
                help,
            ),
            Lost::TooLarge => Refusal::new(
                "E-MEMORY",
                format!("Reading this file needs more than {MEMORY} MiB of memory, so it was left out."),
                help,
            ),
        }
    }
}
