//! What the fuzz targets share: how bytes become files, what must hold whatever they are, and where the seeds come from.

pub mod files;
pub mod holds;
pub mod reports;
pub mod school;
pub mod seeds;

use cap::Cap;
use std::alloc::System;

/// The most a worker may take, in bytes; a target that asks for more is stopped, which is a find.
pub const MEMORY: usize = 768 << 20;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, MEMORY);
