//! What waits on the disk until its turn comes, so that memory need not hold it: a file without a name, which goes with
//! the process that made it.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

/// Pieces, one behind the other.
#[derive(Debug)]
pub struct Spool {
    file: File,
    end: u64,
}

/// Where a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    begin: u64,
    bytes: usize,
}

impl Spool {
    /// An empty one, in a private folder.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn within(folder: &Path) -> io::Result<Spool> {
        Ok(Spool { file: tempfile::tempfile_in(folder)?, end: 0 })
    }

    /// Puts a piece at the end.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn put(&mut self, piece: &[u8]) -> io::Result<At> {
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(piece)?;
        let at = At { begin: self.end, bytes: piece.len() };
        self.end += piece.len() as u64;
        Ok(at)
    }

    /// A piece.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn get(&mut self, at: At) -> io::Result<Vec<u8>> {
        piece(&mut self.file, at)
    }
}

impl At {
    /// So many bytes from there.
    pub fn of(begin: u64, bytes: usize) -> At {
        At { begin, bytes }
    }
}

/// A piece of a file.
///
/// # Errors
/// If the file system refuses, or the file ends before it.
pub fn piece(file: &mut File, at: At) -> io::Result<Vec<u8>> {
    let mut piece = vec![0; at.bytes];
    file.seek(SeekFrom::Start(at.begin))?;
    file.read_exact(&mut piece)?;
    Ok(piece)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_comes_back_as_it_was_whatever_was_put_or_read_since() {
        let home = tempfile::tempdir().unwrap();
        let mut spool = Spool::within(home.path()).unwrap();
        let first = spool.put(b"one").unwrap();
        let empty = spool.put(b"").unwrap();
        assert_eq!(spool.get(first).unwrap(), b"one");
        let last = spool.put(b"three").unwrap();
        assert_eq!(spool.get(empty).unwrap(), b"");
        assert_eq!(spool.get(last).unwrap(), b"three");
        assert_eq!(spool.get(first).unwrap(), b"one");
    }

    #[cfg(unix)]
    #[test]
    fn it_stands_under_no_name() {
        let home = tempfile::tempdir().unwrap();
        let _spool = Spool::within(home.path()).unwrap();
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
    }
}
