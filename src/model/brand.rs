//! What makes a report the school’s or the trust’s own.

use serde::{Deserialize, Serialize};

/// The look a school or trust chose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brand {
    /// The logo, as a `data:` address that holds all of it.
    pub logo: Option<String>,
    /// The colour of links and headings, `#rrggbb`, dark enough to be read on the page.
    pub accent: Option<String>,
}
