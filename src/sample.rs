//! The sample that comes inside the program: a trust of invented schools.

use crate::ingest::{Content, PackFile};

#[derive(rust_embed::RustEmbed)]
#[folder = "sample-data/"]
struct Sample;

/// The files of the trust, paths counted from its folder. What lies beside that folder (how the sample is made, what
/// is wrong in it) is not part of the pack.
pub fn files() -> Vec<PackFile> {
    let mut paths: Vec<_> = Sample::iter().filter(|path| path.contains('/')).collect();
    paths.sort();
    let trust = paths.first().and_then(|path| path.split_once('/')).map(|(trust, _)| trust.to_owned());
    let within = |path: &str| Some(path.strip_prefix(trust.as_deref()?)?.strip_prefix('/')?.to_owned());
    paths
        .iter()
        .filter_map(|path| {
            let content = Content::InMemory(Sample::get(path)?.data);
            Some(PackFile { path: within(path)?, content })
        })
        .collect()
}
