//! Reviews and observations.

use crate::model::figure::AnyFigure;
use crate::model::units::Ratio;
use crate::rules::{Assessed, Assessment};
use crate::tables::words;

/// The answer in a sentence or two.
pub(super) fn reason(_assessed: &Assessed, answer: &Assessment, _name: &str, _m: Ratio, _r: Ratio) -> String {
    let exact = |figure: &Option<AnyFigure>| figure.as_ref().map_or_else(String::new, words::exact);
    format!("Found: {}. Expected: {}.", exact(&answer.measured), exact(&answer.required))
}

/// Why the rule asks nothing of this person.
pub(super) fn asks_nothing(_rule: &str, _name: &str) -> Option<String> {
    None
}

/// What to do, in the imperative without a full stop.
pub(super) fn remedy(
    _assessed: &Assessed,
    _answer: &Assessment,
    _name: &str,
    _m: Ratio,
    _r: Ratio,
) -> Option<String> {
    None
}
