//! What a field says, as bytes, so that rows can be found that say the same.

use std::hash::Hasher;

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
