//! ```text
//!   src/ingest/layouts/*.toml    src/rules/*.toml           templates/*/
//!   what exports look like       what guidance says, when   what reports look like
//!         │                            │                         │
//!   files ─► ingest ──► model ──► rules ──► tables ──► write ─► .xlsx .html .json .csv
//!            Sheet      School    Assessment Table      bytes
//! ```
//!
//! A pack is a folder of spreadsheets. [`ingest`] turns each school's files into a [`model::school::School`] whose
//! every value knows its cell; [`rules`] answer questions about it from figures that know their cells and clauses;
//! [`tables`] arrange the answers; [`write`] puts them into files. A stage imports only what stands to its left;
//! [`run()`] goes through all of them, and [`explain`] goes back from a figure to its cells.

mod annotate;
mod asked;
mod check;
mod diff;
mod executable;
pub mod explain;
pub mod fault;
pub mod ingest;
mod init;
mod inspect;
pub mod model;
mod overlay;
mod packs;
pub mod progress;
mod rollup;
pub mod rules;
mod run;
mod sample;
mod shares;
mod since;
pub mod tables;
mod templates;
mod verify;
mod work;
pub mod write;

pub use annotate::{Marked, annotate};
pub use check::{Check, Checked, check};
pub use diff::diff;
pub use executable::Executable;
pub use init::init;
pub use inspect::{Inspected, inspected};
pub use overlay::rulebook;
pub use rollup::{Rollup, rollup};
pub use run::{Edition, Error, Format, Job, LISTED, Summary, Sums, TOOL, run};
pub use templates::{export as export_templates, look_over as check_templates};
pub use verify::{Error as Unverifiable, Rerun, Verified, Verify, in_groups, verify};
pub use work::{Workers, work};
