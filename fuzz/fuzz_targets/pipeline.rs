//! From the files of a school to all that is written of it: `== staff.csv`, `== timetable.xlsx` with its `-- parts` …
//! Whatever they hold, every row is accounted for, what is written can be read, and the same files in another order give
//! the same bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfence::ingest::layout::Layouts;
use ringfence_fuzz::reports::{self, RULEBOOK};
use ringfence_fuzz::{files, seeds};

fuzz_target!(
    init: seeds::if_asked(seeds::packs),
    |data: &[u8]| {
        let pack = files::pack(data);
        if pack.is_empty() {
            return;
        }
        let reversed = pack.iter().rev().cloned().collect();
        let first = reports::of(pack, Layouts::built_in(), &RULEBOOK);
        first.hold();
        let again = reports::of(reversed, Layouts::built_in(), &RULEBOOK);
        assert!(first == again, "the same files give other bytes");
    }
);
