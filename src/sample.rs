//! The sample that comes inside the program: a trust of invented schools.

use crate::ingest::{Content, PackFile};

#[derive(rust_embed::RustEmbed)]
#[folder = "sample-data/calder-and-wharfe/"]
struct Sample;

/// The files of the trust, paths counted from its folder. What lies beside that folder (how the sample is made, what
/// is wrong in it) is not part of the pack.
pub fn files() -> Vec<PackFile> {
    let mut paths: Vec<_> = Sample::iter().collect();
    paths.sort();
    paths
        .iter()
        .filter_map(|path| {
            let content = Content::InMemory(Sample::get(path)?.data);
            Some(PackFile { path: path.to_string(), content })
        })
        .collect()
}
