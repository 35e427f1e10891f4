//! A layout file of one's own, and the files it is to read: `== layout.toml`, `== any.csv` …
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfence::ingest::layout::Layouts;
use ringfence::ingest::watch::Watch;
use ringfence::ingest::{Content, read_as};
use ringfence::model::settings::Settings;
use ringfence_fuzz::{files, holds, seeds};

fuzz_target!(
    init: seeds::if_asked(seeds::layouts),
    |data: &[u8]| {
        let (own, pack): (Vec<_>, Vec<_>) = files::pack(data).into_iter().partition(|file| file.path == "layout.toml");
        let text = |content: &Content| match content {
            Content::InMemory(bytes) => String::from_utf8(bytes.to_vec()).ok(),
            _ => None,
        };
        let own: Option<Vec<(String, String)>> =
            own.iter().map(|file| Some((file.path.clone(), text(&file.content)?))).collect();
        let Some(own) = own else { return };
        match Layouts::with(&own) {
            Ok(layouts) => holds::school(&read_as(&files::school(pack), &Settings::default(), &layouts, &Watch::NONE).school),
            Err(fault) => assert!(!fault.why.is_empty(), "a layout that cannot be read, and nobody says why"),
        }
    }
);
