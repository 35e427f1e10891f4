//! Many schools: only what changed is worked again, and what several machines wrote becomes one.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod kept;
mod many;
mod rollup;
mod shares;
mod trust;
mod waiting;
