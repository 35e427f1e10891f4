//! The governors’ edition: counts and assurance, and nothing that identifies a person.
//!
//! ```text
//!   Assessed ─► Disclosed ─► words, tables, pictures
//! ```
//!
//! What may be said is decided once, in [`disclosed`]; every cell, sentence and picture of the edition is made from that
//! alone, so that no two of them can be laid side by side to find what a third withholds. [`attack`] tries.

#[cfg(test)]
mod attack;
pub mod disclosed;
pub mod entitlements;
mod rows;
mod said;

use super::section::Section;
use super::{Action, Report, masthead, words};
use crate::rules::Assessed;
pub use disclosed::{Disclosed, Standing};

/// Arranges one school’s answers for its governing body; `earlier` is how things stood before, oldest first, of which
/// this term's own is left out.
pub fn governors(assessed: &Assessed, earlier: &[Standing]) -> Report {
    report(assessed, &Disclosed::of(assessed), earlier)
}

fn report(assessed: &Assessed, disclosed: &Disclosed, earlier: &[Standing]) -> Report {
    let masthead = masthead(assessed);
    let mut tables =
        vec![rows::entitlements(disclosed), rows::actions(disclosed, &masthead), rows::capacity(disclosed)];
    let terms_before: Vec<&Standing> = earlier.iter().filter(|one| one.term != masthead.term).collect();
    if !terms_before.is_empty() {
        tables.push(rows::trend(disclosed, &masthead, &terms_before));
    }
    tables.push(rows::files(disclosed));
    // What nothing is asked of, or may be told of, has no table.
    tables.retain(|table| !table.rows.is_empty());
    Report {
        title: format!(
            "{}: report to governors on early career teachers, {}",
            masthead.school,
            words::term(&masthead.term)
        ),
        verdict: said::verdict(disclosed),
        lede: said::lede(disclosed, &masthead),
        tally: Vec::new(),
        tally_notes: Vec::new(),
        actions: Vec::<Action>::new(),
        verdicts: Vec::new(),
        tables,
        // The cover of the workbook has no other place for what the page says at its end.
        alerts: [said::coverage(disclosed), vec![said::assurance(disclosed, &masthead)]].concat(),
        matrices: Vec::new(),
        sections: sections(disclosed, &masthead),
        ids: super::origins::Ids::default(),
        facts: said::facts(disclosed),
        texts: said::texts(disclosed, &masthead),
        cards: Vec::new(),
        masthead,
    }
}

fn sections(disclosed: &Disclosed, masthead: &super::Masthead) -> Vec<Section> {
    let mut all = Vec::new();
    if !disclosed.lines.is_empty() {
        all.push(rows::drawn(disclosed));
    }
    all.extend(rows::to_do(disclosed, masthead));
    all
}
