//! What a field says, as bytes, so that rows can be found that say the same.

use std::hash::Hasher;
use std::ops::Range;

/// What the fields of a row say, one after the other; lent to one row after the other.
#[derive(Debug, Default)]
pub struct Said {
    /// All of it.
    pub bytes: Bytes,
    /// Where in it each column has its own, if it was read.
    pub of_column: Vec<Option<Range<usize>>>,
}

impl Said {
    /// Forgets the row before, for one of so many columns.
    pub fn for_columns(mut self, columns: usize) -> Said {
        self.bytes.0.clear();
        self.of_column.clear();
        self.of_column.resize(columns, None);
        self
    }
}

/// The bytes by which a value is told from others of its type: all that it would have hashed.
#[derive(Debug, Default)]
pub struct Bytes(pub Vec<u8>);

impl Hasher for Bytes {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        self.0.len() as u64
    }
}
