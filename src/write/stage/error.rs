//! Why an output did not come to stand where it was to.

use std::io;
use std::path::Path;

/// Why the output could not be committed. Nothing of it is visible then, except as the last of these says.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It holds something of someone else's.
    #[error("would overwrite {path}: {what}. Choose another folder with --out, or move it away")]
    Foreign {
        /// The output folder.
        path: String,
        /// What stands there.
        what: String,
    },
    /// Files stand there already, which someone may have worked in.
    #[error("would overwrite {names}; nothing was written. Move it away, or name another folder")]
    Taken {
        /// The files.
        names: String,
    },
    /// The key to pseudonyms cannot stand there.
    #[error("cannot write {path}: {what}. Name another file with --pseudonyms-key")]
    Key {
        /// The key file.
        path: String,
        /// Why.
        what: String,
    },
    /// Another run is at work there.
    #[error(
        "another run of ringfence is writing {path}: it holds {lock}. Wait until it has ended, or choose another folder"
    )]
    Held {
        /// The output folder.
        path: String,
        /// The lock file.
        lock: String,
    },
    /// There is nowhere to put it.
    #[error("cannot write {path}: the folder it is to stand in does not exist")]
    NoParent {
        /// The output folder.
        path: String,
    },
    /// A worker could not write; in its words.
    #[error("{0}")]
    Worker(String),
    /// The path ends in `.` or `..`, or is the root.
    #[error("cannot write {path}: this is no name for a new folder. Name one, such as --out ringfence-out")]
    Nameless {
        /// The output folder.
        path: String,
    },
    /// The file system refused.
    #[error("cannot write {path}: {}", reason(source))]
    Io {
        /// Where.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The output is there, whole, but something that goes with it could not be done.
    #[error("the reports are in {path}, but {what}: {}", reason(source))]
    Unfinished {
        /// The output folder.
        path: String,
        /// What was not done, and what to do.
        what: String,
        /// Why.
        source: io::Error,
    },
}

/// In plain words where there are some, and in the system's own.
fn reason(error: &io::Error) -> String {
    let plain = match error.kind() {
        io::ErrorKind::StorageFull => "the disk is full",
        io::ErrorKind::QuotaExceeded => "your share of the disk is full",
        io::ErrorKind::PermissionDenied => "you may not write there",
        io::ErrorKind::ReadOnlyFilesystem => "the disk can only be read",
        io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy => {
            "a disk of its own is there, or it is in use"
        }
        _ => return error.to_string(),
    };
    format!("{plain} ({error})")
}

/// What the file system said of a path.
pub(in super::super) fn at(path: &Path) -> impl FnOnce(io::Error) -> Error + use<> {
    let path = path.display().to_string();
    move |source| Error::Io { path, source }
}
