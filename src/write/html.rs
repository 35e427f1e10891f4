//! Stand-in until the pages arrive.

use super::{Error, Line};
use crate::tables::Report;

/// The head's page.
///
/// # Errors
/// None.
pub fn head(report: &Report) -> Result<String, Error> {
    Ok(format!("<!doctype html><title>{}</title>", report.masthead.urn.as_deref().unwrap_or_default()))
}

/// The page over all schools.
///
/// # Errors
/// None.
pub fn overview(schools: &[Line]) -> Result<String, Error> {
    Ok(format!("<!doctype html><title>{} schools</title>", schools.len()))
}

/// The first page.
///
/// # Errors
/// None.
pub fn index(schools: &[Line]) -> Result<String, Error> {
    overview(schools)
}
