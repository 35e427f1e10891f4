//! The shapes an export can have; each unfolds a sheet into entries with a cell for every field.

pub mod grid;
pub mod label;
pub mod list;
pub mod positions;
pub mod rows;
