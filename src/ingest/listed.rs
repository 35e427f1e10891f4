//! What is said of the sheets that a workbook lists, whatever its format.

use super::notes::{Refusal, Remark};
use std::collections::BTreeMap;

/// Names of sheets, told apart as Excel tells them: without case or the spaces around them.
#[derive(Default)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// Adds one.
    ///
    /// # Errors
    /// `E-DUPSHEET`.
    pub fn add(&mut self, name: &str) -> Result<(), Refusal> {
        let Some(other) = self.0.insert(name.trim().to_lowercase(), name.to_owned()) else { return Ok(()) };
        Err(Refusal::new(
            "E-DUPSHEET",
            format!("Two sheets have the same name: “{other}” and “{name}”."),
            "Rename one of them and save the workbook.",
        ))
    }
}

/// Of a sheet that is a chart, a dialog or a macro.
pub fn rowless(name: &str) -> Remark {
    Remark::new(
        "I-CHART",
        format!("The sheet “{name}” is a chart, a dialog or a macro and holds no rows."),
        "Nothing to do.",
    )
}

/// Of a sheet that Excel does not show.
pub fn hidden(name: &str) -> Remark {
    Remark::new(
        "W-HIDDEN",
        format!("The sheet “{name}” is hidden; it was read all the same."),
        "If it should not count, delete it or move it to another workbook.",
    )
}

/// Of a workbook without any sheet that can hold rows.
pub fn nothing() -> Refusal {
    Refusal::new("E-NOTABLE", "This workbook has no sheets with rows.", "Check that it is the right file.")
}

/// Of a workbook whose first day is another.
pub fn from_1904() -> Remark {
    Remark::new(
        "W-1904",
        "This workbook counts its days from 1904, as old Macs did; its dates were converted.",
        "Check one or two dates in the report against the workbook.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_once_whatever_its_case() {
        let mut names = Names::default();
        assert_eq!(names.add("Week 1"), Ok(()));
        assert_eq!(names.add("Week 2"), Ok(()));
        let told = names.add("week 1 ").map_err(|refusal| refusal.message);
        assert_eq!(told, Err("Two sheets have the same name: “Week 1” and “week 1 ”.".to_owned()));
    }
}
