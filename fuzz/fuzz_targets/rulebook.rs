//! One's own values over the rulebook, and settings: `== values.toml` of an overlay, `== ringfence.toml` of the school.
//! What can be read is put to use, on a small school of which every rule says something.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfence::ingest::layout::Layouts;
use ringfence::ingest::{Content, settings_of};
use ringfence_fuzz::reports::{self, RULEBOOK};
use ringfence_fuzz::{files, school, seeds};

fuzz_target!(
    init: seeds::if_asked(seeds::rulebooks),
    |data: &[u8]| {
        let mut overlay = Vec::new();
        let mut pack = school::small();
        for file in files::pack(data) {
            let Content::InMemory(bytes) = &file.content else { continue };
            let Ok(text) = String::from_utf8(bytes.to_vec()) else { continue };
            if file.path == "ringfence.toml" {
                let (_, faults) = settings_of(&text);
                assert!(faults.iter().all(|fault| !fault.is_empty()), "a fault of the settings, and nobody says which");
                pack.push(file);
            } else {
                overlay.push((file.path, text));
            }
        }
        match RULEBOOK.with("own", &overlay) {
            Ok(rulebook) => {
                if !overlay.is_empty() || pack.len() > school::small().len() {
                    reports::of(pack, Layouts::built_in(), &rulebook).hold();
                }
            }
            Err(fault) => assert!(fault.line > 0 && !fault.message.is_empty(), "{fault}"),
        }
    }
);
