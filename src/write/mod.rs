//! x

pub mod html;
pub mod template;
