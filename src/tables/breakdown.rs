//! A mentor's hours by element beside what the lead provider says of its programme. Never a verdict.

use super::origins::Ids;
use super::proof::{self, Proof, Sum};
use super::words;
use crate::model::figure::{AnyFigure, Figure};
use crate::model::school::Element;
use crate::model::units::{Minutes, Ratio};
use crate::rules::rulebook::Breakdown;
use crate::rules::{Assessed, MentorWork};
use std::collections::{BTreeMap, BTreeSet};

/// `Ambition Institute: conference 24 h, coaching 6 h, clinic 6 h; 36 h in all.`
pub fn said(mentor: &MentorWork) -> Option<String> {
    let known = mentor.breakdown.as_ref()?;
    let parts: Vec<String> = (known.elements.iter())
        .map(|(element, figure)| format!("{} {}", element.name(), words::down(figure.value())))
        .collect();
    let whole = match &known.total {
        Some(total) => format!("; {} in all", words::down(total.value())),
        None => "; the whole is not stated".to_string(),
    };
    let differs = differs(mentor, known).map(|words| format!(" {words}")).unwrap_or_default();
    Some(format!("{}: {}{whole}.{differs}", known.provider, parts.join(", ")))
}

/// `That is 1 h less than the 36 h of the programme.`
fn differs(mentor: &MentorWork, known: &Breakdown) -> Option<String> {
    let (total, all) = (known.total.as_ref()?.value(), mentor.entitlement.as_ref()?.value());
    let word = if total < all { "less" } else { "more" };
    let by = words::duration((total - all).abs().ceil());
    (total != all).then(|| format!("That is {by} {word} than the {} of the programme.", words::down(all)))
}

/// Each mentor's hours beside the provider's own breakdown, to open.
pub fn proofs(assessed: &Assessed, ids: &Ids) -> Vec<Proof> {
    assessed.mentors.iter().filter_map(|mentor| proof(assessed, mentor, ids)).collect()
}

fn proof(assessed: &Assessed, mentor: &MentorWork, ids: &Ids) -> Option<Proof> {
    let (known, attended) = (mentor.breakdown.as_ref()?, mentor.attended.as_ref()?);
    let name = &assessed.school.person(mentor.person).name;
    let summary = format!("{name}: hours beside the breakdown of {}", known.provider);
    let mut proof = proof::alone(&attended.any(), &summary, assessed.school, ids);
    let elements: BTreeSet<Element> = mentor.elements.keys().chain(known.elements.keys()).copied().collect();
    let line = |element: &Element| {
        let value = |figures: &BTreeMap<Element, Figure<Minutes>>| figures.get(element).map(Figure::value);
        let had = value(&mentor.elements).unwrap_or(Ratio::ZERO);
        of(&words::sentence(element.name()), had, value(&known.elements), false)
    };
    proof.sums = elements.iter().map(line).collect();
    let total = known.total.as_ref().map(Figure::value);
    proof.sums.push(of("Attended in all, of the breakdown’s hours", attended.value(), total, true));
    let source: Option<AnyFigure> = known.elements.values().next().map(Figure::any);
    proof.clauses = source.map(|figure| proof::alone(&figure, "", assessed.school, ids).clauses)?;
    if let (Some(first), Some(words)) = (proof.clauses.first_mut(), differs(mentor, known)) {
        first.notes.push(words);
    }
    Some(proof)
}

fn of(words: &str, had: Ratio, all: Option<Ratio>, total: bool) -> Sum {
    let had = words::number(had);
    let amount = match all {
        Some(all) => format!("{had} of {} min", words::number(all)),
        None => format!("{had} min; hours not stated"),
    };
    Sum { words: words.to_string(), amount, total }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::sample;

    #[test]
    fn hours_stand_beside_the_providers_own_and_a_different_whole_is_noted() {
        let school = sample::school();
        let assessed = sample::assessed(&school);
        let said: Vec<String> = assessed.mentors.iter().filter_map(said).collect();
        let differs = "That is 1 h 30 min less than the 20 h of the programme.";
        assert_eq!(
            said,
            [format!(
                "Education Development Trust: self-study 8 h 30 min, other 10 h; 18 h 30 min in all. {differs}"
            )]
        );
        let proofs = proofs(&assessed, &Ids::of(&assessed));
        let amounts: Vec<&str> = proofs[0].sums.iter().map(|sum| sum.amount.as_str()).collect();
        assert_eq!(
            amounts,
            ["120 min; hours not stated", "0 of 510 min", "0 of 600 min", "120 of 1,110 min"]
        );
        assert_eq!(proofs[0].clauses[0].notes.last().map(String::as_str), Some(differs));
    }
}
