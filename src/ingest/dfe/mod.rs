//! What a file of DfE's bulk upload ([`crate::model::dfe`]) says when it lies among a school's files.

pub(super) mod read;
pub(super) mod settle;

use super::notes::{Refusal, Remark};
use super::sheet::{Cell, Row, Sheet};
use crate::model::dfe::Template;
use crate::model::dfe::file::{self, FileFault};

/// The fields that the columns of a template have in the layouts, in its order.
fn fields(template: Template) -> &'static [&'static str] {
    match template {
        Template::Claims => &["trn", "date_of_birth", "programme", "start"],
        Template::Outcomes => &["trn", "date_of_birth", "end", "terms", "outcome"],
    }
}

/// Refuses a file that the service would refuse. One without rows is only empty: it says that nothing was registered.
pub(super) fn refuse(name: &str, bytes: &[u8], template: Template) -> Result<(), Refusal> {
    let Err(mut faults) = file::check(name, bytes, template) else { return Ok(()) };
    faults.retain(|fault| *fault != FileFault::Empty);
    if faults.is_empty() {
        return Ok(());
    }
    let said: Vec<String> =
        faults.iter().map(|fault| format!("“{}”. {}", fault.words(), fault.meaning(template))).collect();
    let help: Vec<&str> = faults.iter().map(FileFault::help).collect();
    Err(Refusal::new(
        "E-DFE",
        format!("DfE’s bulk upload would refuse this file: {}", said.join(" ")),
        help.join(" "),
    ))
}

/// Takes out the lines that begin with `#`, as the service does, and says how many.
pub(super) fn without_comments(sheet: &mut Sheet) -> Option<Remark> {
    let all = sheet.rows.len();
    let is_comment = |row: &Row| matches!(row.cell(0), Cell::Text(text) if text.starts_with('#'));
    sheet.rows.retain(|row| !is_comment(row));
    let lines = match all - sheet.rows.len() {
        0 => return None,
        1 => "One line that begins with # was".to_owned(),
        n => format!("{n} lines that begin with # were"),
    };
    let message = format!("{lines} passed over, as DfE’s bulk upload does.");
    Some(Remark::new("I-DFE", message, "Nothing to do, unless one should count: then take the # out."))
}
