//! Stand-in until the tables arrive: sentences of an answer.

use crate::rules::{Assessed, Assessment};

/// Why.
pub fn reason(_assessed: &Assessed, assessment: &Assessment) -> String {
    assessment.reason.clone()
}

/// What to do.
pub fn remedy(_assessed: &Assessed, assessment: &Assessment) -> Option<String> {
    assessment.remedy.clone()
}
