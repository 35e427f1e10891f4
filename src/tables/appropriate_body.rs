//! The edition for the appropriate body: the record that each ECT's review asks for, ready for the tutor's judgement, and
//! the rows for DfE, checked.

mod evidence;
mod fields;

use super::card::Card;
use super::origins::{self, Ids};
use super::proof;
use super::submission::{self, Submission};
use super::{Big, Report, files, masthead, narrowed, titles, unseen, verdicts, words};
use crate::rules::{Assessed, EctWork, Outcome, Strength};
use std::collections::BTreeMap;

/// The families of rules an appropriate body asks about: the time, the mentoring and the reviews, neither a mentor's own
/// training nor money.
const ASKED: [&str; 5] = ["PT", "MN", "IN", "RV", "OB"];

/// Arranges one school's answers for its appropriate body.
pub fn appropriate_body(assessed: &Assessed) -> Report {
    let asked = |rule: &str| ASKED.contains(&titles::letters(rule));
    let own = narrowed::narrowed(assessed, assessed.school, |_| true, |answer| asked(answer.rule));
    let ids = narrowed::ids(&Ids::of(assessed), &own);
    let (claims, outcomes) = (submission::claims(&own), submission::outcomes(&own));
    let tables = vec![
        fields::table(&own, &ids),
        claims.table(&own),
        outcomes.table(&own),
        claims.in_short(&own, "Claims"),
        outcomes.in_short(&own, "Outcomes"),
        evidence::absence(&own, &ids),
        evidence::reviews(&own),
        unseen::table(&own),
        origins::table(&ids, own.school),
        files::table(own.school),
    ];
    let mast = masthead(&own);
    let whose = mast.appropriate_body.as_ref().map_or(String::new(), |body| format!(" for {body}"));
    Report {
        title: format!("{}: term records{whose}, {}", mast.school, words::term(&mast.term)),
        masthead: mast,
        verdict: verdict(&own, &claims, &outcomes),
        lede: lede(&own),
        tally: Vec::new(),
        tally_notes: Vec::new(),
        actions: Vec::new(),
        verdicts: verdicts::all(&own, &ids),
        tables,
        alerts: super::coverage::alerts(&own),
        matrices: Vec::new(),
        sections: Vec::new(),
        facts: facts(&own, &claims, &outcomes),
        texts: BTreeMap::from([("claims", said(&claims)), ("outcomes", said(&outcomes))]),
        cards: own.ects.iter().map(|ect| card(&own, ect, &ids)).collect(),
        ids,
    }
}

/// What is ready, and what is not.
fn verdict(assessed: &Assessed, claims: &Submission, outcomes: &Submission) -> Vec<String> {
    let records = match assessed.ects.len() {
        0 => "No early career teacher is in induction here this term.".to_owned(),
        n => {
            let waits = if n == 1 { "waits" } else { "wait" };
            let records = words::sentence(&words::counted(n, "term record", "term records"));
            format!("{records} {waits} for the induction tutor’s judgement.")
        }
    };
    let ([claimed, refused, open], [ended, also_refused, also_open]) = (claims.counts(), outcomes.counts());
    let rows = [words::counted(claimed, "claim", "claims"), words::counted(ended, "outcome", "outcomes")];
    let mut said = format!("{} can be uploaded", words::sentence(&words::names(&rows)));
    let held: Vec<String> =
        [(refused + also_refused, "would be refused"), (open + also_open, "for you to decide")]
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| format!("{} {what}", words::count(n)))
            .collect();
    if !held.is_empty() {
        said = format!("{said}; {}", words::names(&held));
    }
    vec![records, format!("{said}.")]
}

/// The nearest review that is still to be held.
fn lede(assessed: &Assessed) -> String {
    let records = assessed.ects.iter().filter_map(|ect| Some((ect, ect.record.as_ref()?)));
    let open = records.filter(|(_, record)| record.held.is_none());
    let due: Vec<_> = open.filter_map(|(ect, record)| Some((record.due?, ect, record))).collect();
    let Some(first) = due.iter().map(|(day, ..)| *day).filter(|day| *day > assessed.as_of).min() else {
        return "No review of this term is still to come.".to_owned();
    };
    let names: Vec<&str> = due
        .iter()
        .filter(|(day, ..)| *day == first)
        .map(|(_, ect, _)| assessed.school.person(ect.person).name.as_str())
        .collect();
    format!("The next review is due by {}: {}.", words::day(first), words::names(&names))
}

fn facts(assessed: &Assessed, claims: &Submission, outcomes: &Submission) -> Vec<Big> {
    let held = |ect: &&EctWork| ect.record.as_ref().is_some_and(|record| record.held.is_some());
    let all = assessed.ects.len();
    let held = assessed.ects.iter().filter(held).count();
    let fact =
        |value: String, words: &str, sub: String, mark| Big { value, words: words.to_owned(), sub, mark };
    let rows = |submission: &Submission, one: &str, many: &str| {
        let [written, refused, open] = submission.counts();
        let mut sub = Vec::new();
        if refused > 0 {
            sub.push(format!("{} DfE would refuse", words::count(refused)));
        }
        if open > 0 {
            sub.push(format!("{} to decide on", words::count(open)));
        }
        let mark = (refused + open > 0).then_some((Outcome::NotShown, Strength::Guidance));
        fact(
            written.to_string(),
            if written == 1 { one } else { many },
            words::sentence(&sub.join(", ")),
            mark,
        )
    };
    let to_come = match all - held {
        0 => String::new(),
        n => words::sentence(&format!("{} still to be held", words::count(n))),
    };
    vec![
        fact(all.to_string(), if all == 1 { "term record" } else { "term records" }, String::new(), None),
        fact(format!("{held} of {all}"), "reviews held this term", to_come, None),
        rows(claims, "claim to upload", "claims to upload"),
        rows(outcomes, "outcome to upload", "outcomes to upload"),
    ]
}

/// What became of the rows, and where the file is.
fn said(submission: &Submission) -> Vec<String> {
    let (file, [written, ..]) = (submission.name(1), submission.counts());
    match (written, submission.candidates.len()) {
        (_, 0) => vec!["There is nobody to list.".to_owned()],
        (0, _) => {
            vec![format!("No row can be sent, so there is no {file}: DfE refuses a file without rows.")]
        }
        (n, _) => vec![format!(
            "{file} stands beside this page and holds {}. It passes every check that can be made without DfE’s own \
             records.",
            words::counted(n, "row", "rows")
        )],
    }
}

fn card(assessed: &Assessed, ect: &EctWork, ids: &Ids) -> Card {
    let own = assessed.assessments.iter().filter(|answer| answer.subject == ect.person);
    let mut proofs: Vec<proof::Proof> = fields::figures(ect)
        .iter()
        .map(|(what, figure)| proof::alone(figure, what, assessed.school, ids))
        .collect();
    proofs.extend(own.filter_map(|answer| {
        let mut proof = proof::of(assessed, answer, ids)?;
        proof.summary = words::sentence(&titles::coded(answer.rule));
        Some(proof)
    }));
    Card {
        name: assessed.school.person(ect.person).name.clone(),
        sub: fields::due(assessed, ect),
        groups: fields::groups(assessed, ect),
        form: fields::form(ect),
        checks: evidence::checks(assessed, ect),
        tables: vec![
            ("Absence since induction began", evidence::absence_of(assessed, ect)),
            ("Reviews and assessments", evidence::reviews_of(assessed, ect)),
        ],
        proofs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{Cell, sample};

    #[test]
    fn the_comparable_teacher_is_a_number_and_her_figures_stay_at_school() {
        let school = sample::school();
        let assessed = sample::assessed(&school);
        let report = appropriate_body(&assessed);
        let origins = report.table("Origins").unwrap();
        let how = |row: &super::super::Row| format!("{:?}", row.cells[3]);
        let median = origins.rows.iter().find(|row| how(row).contains("median taught")).unwrap();
        assert!(median.cells[4..8].iter().all(|cell| matches!(cell, Cell::Blank)), "{:?}", median.cells);
        assert!(origins.rows.iter().all(|row| !how(row).contains("taught in one cycle")));
        let all = Ids::of(&assessed);
        for (id, figure) in report.ids.iter() {
            assert_eq!(all.id(figure), Some(id), "a figure is called the same in every edition");
        }
    }

    #[test]
    fn a_record_is_made_for_each_ect_and_asks_nothing_of_mentors_training() {
        let school = sample::school();
        let report = appropriate_body(&sample::assessed(&school));
        assert_eq!(report.cards.len(), 4);
        assert_eq!(report.table("Term record").unwrap().rows.len(), 4);
        assert!(report.verdicts.iter().all(|one| ASKED.contains(&titles::letters(one.rule))));
        assert_eq!(report.verdict[0], "Four term records wait for the induction tutor’s judgement.");
    }
}
