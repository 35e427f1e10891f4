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
//! [`tables`] arrange the answers; [`write`] puts them into files. A stage imports only what stands to its left.

pub mod ingest;
pub mod model;
pub mod rules;
pub mod tables;
pub mod write;
