//! The bytes of a file on disk: all of them, unchanged while they are read, without waiting for anyone and without
//! fetching anything.

use super::notes::Refusal;
use std::fs::{File, Metadata};
use std::io::{Error, Read, Result as Done};
use std::path::Path;
use std::time::SystemTime;

/// Largest file that is opened.
pub const LARGEST: u64 = 64 << 20;

/// The bytes of a file.
///
/// # Errors
/// `E-ACCESS`, `E-INUSE`, `E-OFFLINE`, `E-SIZE`, `E-CHANGED`.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Refusal> {
    steadily(path, |file| {
        let mut bytes = Vec::new();
        file.take(LARGEST + 1).read_to_end(&mut bytes).map(|_| bytes)
    })
}

/// Refuses a file that is too large.
///
/// # Errors
/// `E-SIZE`.
pub fn within(bytes: u64) -> Result<(), Refusal> {
    if bytes <= LARGEST {
        return Ok(());
    }
    Err(Refusal::new(
        "E-SIZE",
        format!("This file has {} MiB; up to {} MiB can be read.", bytes.div_ceil(1 << 20), LARGEST >> 20),
        "Remove pictures and unused sheets, or split it.",
    ))
}

/// What a reading gives, if the file is the same before it and after it.
fn steadily(path: &Path, read: impl FnOnce(&mut File) -> Done<Vec<u8>>) -> Result<Vec<u8>, Refusal> {
    // Opening a pipe would wait for whoever writes into it; asking what it is does not.
    let metadata = std::fs::metadata(path).map_err(|error| access(&error, cfg!(windows)))?;
    if !metadata.is_file() {
        return Err(Refusal::new(
            "E-ACCESS",
            "This is not an ordinary file.",
            "Put the spreadsheet itself in the folder.",
        ));
    }
    if is_elsewhere(attributes(&metadata)) {
        return Err(offline());
    }
    within(metadata.len())?;
    let before = stamp(&metadata);
    let read = || {
        let bytes = read(&mut File::open(path)?)?;
        Ok((bytes, stamp(&std::fs::metadata(path)?)))
    };
    let (bytes, after) = read().map_err(|error| access(&error, cfg!(windows)))?;
    if before != after || before.0 != bytes.len() as u64 {
        return Err(changed());
    }
    Ok(bytes)
}

/// Size of a file that is there to be read, and when it was last changed.
///
/// # Errors
/// If the system does not say; or if it is no ordinary file, or its bytes are elsewhere.
pub fn standing(path: &Path) -> Done<(u64, Option<SystemTime>)> {
    let metadata = std::fs::metadata(path)?;
    if !metadata.is_file() || is_elsewhere(attributes(&metadata)) {
        return Err(std::io::ErrorKind::InvalidInput.into());
    }
    Ok(stamp(&metadata))
}

/// Size, and when it was last changed.
fn stamp(metadata: &Metadata) -> (u64, Option<SystemTime>) {
    (metadata.len(), metadata.modified().ok())
}

/// What is said when the system does not let the file be read.
pub fn access(error: &Error, on_windows: bool) -> Refusal {
    // So Windows says that another program holds the file, or a part of it.
    if on_windows && matches!(error.raw_os_error(), Some(32 | 33)) {
        return Refusal::new(
            "E-INUSE",
            "This file is open in another program, which lets nobody else read it.",
            "Close it in Excel and run again.",
        );
    }
    Refusal::new(
        "E-ACCESS",
        format!("This file cannot be opened ({}).", in_words(error)),
        "Check that it is there and that you may read it.",
    )
}

/// By its kind; by what the system says, where it is of no kind.
fn in_words(error: &Error) -> String {
    let kind = error.kind().to_string();
    if kind == "uncategorized error" { error.to_string() } else { kind }
}

fn changed() -> Refusal {
    Refusal::new(
        "E-CHANGED",
        "This file was changed while it was being read, so nothing of it was used.",
        "Wait until it is saved or copied to the end, and run again.",
    )
}

fn offline() -> Refusal {
    Refusal::new(
        "E-OFFLINE",
        "This file is kept online only (OneDrive or the like) and is not on this computer; nothing was downloaded.",
        "In the file manager right-click it, choose “Always keep on this device”, and run again.",
    )
}

/// True for the attributes Windows gives to a file whose bytes are kept elsewhere.
fn is_elsewhere(attributes: u32) -> bool {
    const OFFLINE: u32 = 0x1000;
    const RECALL_ON_OPEN: u32 = 0x0004_0000;
    const RECALL_ON_DATA_ACCESS: u32 = 0x0040_0000;
    attributes & (OFFLINE | RECALL_ON_OPEN | RECALL_ON_DATA_ACCESS) != 0
}

#[cfg(windows)]
fn attributes(metadata: &Metadata) -> u32 {
    std::os::windows::fs::MetadataExt::file_attributes(metadata)
}

#[cfg(not(windows))]
fn attributes(_: &Metadata) -> u32 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn file(folder: &tempfile::TempDir, text: &str) -> std::path::PathBuf {
        let path = folder.path().join("staff.csv");
        std::fs::write(&path, text).expect("the file can be written");
        path
    }

    #[test]
    fn a_file_that_grows_while_it_is_read_gives_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = file(&folder, "Staff code,Name\n");
        assert_eq!(bytes(&path).as_deref(), Ok(b"Staff code,Name\n".as_slice()));
        let grown = steadily(&path, |file| {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            File::options().append(true).open(&path)?.write_all(b"AB,Ann Bell\n")?;
            Ok(bytes)
        });
        assert_eq!(grown.map_err(|refusal| refusal.code), Err("E-CHANGED"));
        let touched = steadily(&path, |file| {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            File::options().write(true).open(&path)?.set_modified(SystemTime::UNIX_EPOCH)?;
            Ok(bytes)
        });
        assert_eq!(touched.map_err(|refusal| refusal.code), Err("E-CHANGED"), "as large as before");
    }

    #[test]
    fn a_file_of_windows_may_be_online_only_or_open_elsewhere() {
        // Ordinary, read-only with archive, and compressed files are here.
        assert!([0x80, 0x21, 0x820].iter().all(|attributes| !is_elsewhere(*attributes)));
        // What OneDrive gives: sparse, offline, reparse point, recall on data access.
        assert!(
            [0x0040_1620, 0x0040_0020, 0x0004_0020, 0x1020]
                .iter()
                .all(|attributes| is_elsewhere(*attributes))
        );
        let refusal = |code| access(&Error::from_raw_os_error(code), true).code;
        assert_eq!(
            [refusal(32), refusal(33), refusal(5), refusal(2)],
            ["E-INUSE", "E-INUSE", "E-ACCESS", "E-ACCESS"]
        );
        assert_eq!(
            access(&Error::from_raw_os_error(32), false).code,
            "E-ACCESS",
            "elsewhere 32 means a closed pipe"
        );
    }

    #[test]
    fn what_is_said_tells_what_to_do() {
        let told = |refusal: Refusal| format!("{}: {} {}", refusal.code, refusal.message, refusal.help);
        assert_eq!(
            told(offline()),
            "E-OFFLINE: This file is kept online only (OneDrive or the like) and is not on this computer; nothing was downloaded. In the file manager right-click it, choose “Always keep on this device”, and run again."
        );
        assert_eq!(
            told(access(&Error::from_raw_os_error(32), true)),
            "E-INUSE: This file is open in another program, which lets nobody else read it. Close it in Excel and run again."
        );
        assert_eq!(
            told(access(&std::io::ErrorKind::PermissionDenied.into(), false)),
            "E-ACCESS: This file cannot be opened (permission denied). Check that it is there and that you may read it."
        );
        assert_eq!(in_words(&Error::from_raw_os_error(24)), Error::from_raw_os_error(24).to_string());
        assert_eq!(
            told(changed()),
            "E-CHANGED: This file was changed while it was being read, so nothing of it was used. Wait until it is saved or copied to the end, and run again."
        );
    }

    #[test]
    fn the_largest_file_is_64_mib() {
        assert_eq!(within(64 << 20), Ok(()));
        assert_eq!(
            within((64 << 20) + 1).map_err(|refusal| refusal.message),
            Err("This file has 65 MiB; up to 64 MiB can be read.".to_owned())
        );
    }
}
