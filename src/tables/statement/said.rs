//! A statement in a few sentences and numbers: “you”, and nobody else.

use super::super::ledger::owed;
use super::super::{Big, sentences, titles, words};
use super::answer;
use crate::model::figure::Figure;
use crate::model::units::Ratio;
use crate::rules::{Assessed, Assessment, EctWork, Outcome, Strength};

/// Teaching and meetings in one sentence, induction time in the other.
pub(super) fn verdict(own: &Assessed, ect: &EctWork) -> Vec<String> {
    vec![
        words::sentence(&format!("{}, and {}.", teaching(own, ect), meetings(own, ect))),
        words::sentence(&format!("{}.", time_owed(own, ect))),
    ]
}

fn amount(figure: Option<&crate::model::figure::AnyFigure>) -> Ratio {
    figure.map_or(Ratio::ZERO, crate::model::figure::AnyFigure::value)
}

fn teaching(own: &Assessed, ect: &EctWork) -> String {
    let Some(one) = answer(own, ect, "PT01") else { return "your teaching was not looked at".to_owned() };
    let over = amount(one.measured.as_ref()) - amount(one.required.as_ref());
    match one.outcome {
        Outcome::Met if over == Ratio::ZERO => "your teaching is exactly at the limit".to_owned(),
        Outcome::Met => "your teaching is inside the limit".to_owned(),
        Outcome::NotMet => {
            format!("your teaching is {} over the limit a {}", words::up(over), sentences::cycle(own))
        }
        _ => "whether your teaching is inside the limit cannot be shown".to_owned(),
    }
}

fn meetings(own: &Assessed, ect: &EctWork) -> String {
    let (one_window, many) = sentences::window(Some(ect));
    let Some(one) = answer(own, ect, "MN01") else { return "no mentor meeting was looked for".to_owned() };
    let due = amount(one.required.as_ref()).floor();
    let without = due - amount(one.measured.as_ref()).floor();
    match one.outcome {
        Outcome::Met => "your mentor meetings were all held".to_owned(),
        Outcome::NotMet => {
            format!("{without} of {} had no mentor meeting", words::tally(due, one_window, many))
        }
        Outcome::NotApplicable | Outcome::Pending => "no mentor meeting has been due yet".to_owned(),
        Outcome::NotShown => "whether your mentor met you each ".to_owned() + one_window + " cannot be shown",
    }
}

fn time_owed(own: &Assessed, ect: &EctWork) -> String {
    match (&ect.ledger, answer(own, ect, "PT04").map(|one| one.outcome)) {
        (Ok(ledger), Some(Outcome::Met | Outcome::NotMet | Outcome::Pending)) => match owed(ledger) {
            owed if owed > Ratio::ZERO => {
                format!("{} of your induction time is owed to you", words::up(owed))
            }
            _ => "none of your induction time is owed to you".to_owned(),
        },
        (_, Some(Outcome::NotApplicable)) => "no induction time was planned on the days looked at".to_owned(),
        _ => "whether your induction time was kept cannot be shown".to_owned(),
    }
}

/// By when it is given back, and what is due next.
pub(super) fn lede(own: &Assessed, ect: &EctWork) -> String {
    let mut said = Vec::new();
    let is_owed = ect.ledger.as_ref().is_ok_and(|ledger| owed(ledger) > Ratio::ZERO);
    let judged = answer(own, ect, "PT04").is_some_and(|one| one.outcome != Outcome::NotShown);
    if is_owed && judged && own.as_of < own.term.to {
        said.push(format!("The school has until {} to give it back.", words::day(own.term.to)));
    }
    let review = ["RV02", "RV01"].into_iter().filter_map(|rule| answer(own, ect, rule));
    let due = review.filter(|one| one.outcome == Outcome::Pending).find_map(|one| Some((one, one.by?)));
    if let Some((one, day)) = due {
        said.push(format!("Your {} is due by {}.", titles::title(one.rule), words::day(day)));
    }
    said.extend(also(own));
    said.join(" ")
}

/// What else falls short, in a word for each.
fn also(own: &Assessed) -> Option<String> {
    let told = ["PT01", "PT04", "MN01"];
    let short =
        own.assessments.iter().filter(|one| one.outcome == Outcome::NotMet && !told.contains(&one.rule));
    let titles: Vec<&str> = short.map(|one| titles::title(one.rule)).collect();
    let (is, each) = if titles.len() == 1 {
        ("One other check falls short", "It is")
    } else {
        ("Other checks fall short", "Each is")
    };
    (!titles.is_empty()).then(|| format!("{is}: {}. {each} shown below.", words::names(&titles)))
}

fn mark(one: Option<&Assessment>) -> Option<(Outcome, Strength)> {
    one.map(|one| (one.outcome, one.strength))
}

/// Four numbers: teaching, induction time, meetings, term.
pub(super) fn facts(own: &Assessed, ect: &EctWork) -> Vec<Big> {
    vec![taught(own, ect), kept(own, ect), held(own, ect), term(own, ect)]
}

const NONE: &str = "No figure";

fn big(value: String, words: String, one: Option<&Assessment>) -> Big {
    Big { value, words, sub: String::new(), mark: mark(one) }
}

fn taught(own: &Assessed, ect: &EctWork) -> Big {
    let one = answer(own, ect, "PT01");
    let limit = match &ect.limit {
        Some(limit) => format!("your limit is {}", words::down(limit.value())),
        None => "no limit is known".to_owned(),
    };
    let taught = ect.cycle.as_ref().map_or(NONE.to_owned(), |cycle| words::up(cycle.taught.value()));
    big(taught, format!("taught each {}; {limit}", sentences::cycle(own)), one)
}

fn kept(own: &Assessed, ect: &EctWork) -> Big {
    let one = answer(own, ect, "PT04");
    let (value, words) = match &ect.ledger {
        Ok(ledger) if one.is_some_and(|one| one.outcome != Outcome::NotShown) => (
            words::down(ledger.kept.value()),
            format!("induction time kept, of {} planned so far", words::up(ledger.planned.value())),
        ),
        Ok(ledger) => (
            words::down(ledger.planned.value()),
            "induction time planned so far; whether it was kept is not in the files".to_owned(),
        ),
        Err(_) => (NONE.to_owned(), "of induction time planned and kept".to_owned()),
    };
    big(value, words, one)
}

fn held(own: &Assessed, ect: &EctWork) -> Big {
    let one = answer(own, ect, "MN01");
    let (window, _) = sentences::window(Some(ect));
    let shown = one.filter(|one| matches!(one.outcome, Outcome::Met | Outcome::NotMet));
    let value = shown.and_then(|one| one.measured.as_ref().zip(one.required.as_ref()));
    let value = value.map_or(NONE.to_owned(), |(m, r)| {
        format!("{} of {}", words::number(m.value()), words::number(r.value()))
    });
    big(value, format!("{window}s with a mentor meeting"), one)
}

fn term(own: &Assessed, ect: &EctWork) -> Big {
    let review = ["RV02", "RV01"].into_iter().filter_map(|rule| answer(own, ect, rule));
    let review = review.into_iter().find(|one| one.outcome != Outcome::NotApplicable);
    let Ok(at) = &ect.position else {
        return big(NONE.to_owned(), "of your term of induction".to_owned(), answer(own, ect, "IN01"));
    };
    let end = match (at.part2_ended, at.expected_end) {
        (Some(day), _) => format!("of 6; served in full on {}", words::date(day)),
        (None, Some(day)) => format!("of 6; induction is expected to end on {}", words::date(day)),
        (None, None) => "of 6".to_owned(),
    };
    let sub = review.map_or(String::new(), |one| words::sentence(titles::title(one.rule)));
    Big { sub, ..big(format!("Term {}", at.term_now), end, review) }
}

/// A figure in hours and minutes, or that there is none.
pub(super) fn hours<U: crate::model::units::Unit>(figure: Option<&Figure<U>>, need: bool) -> String {
    figure.map_or("no figure".to_owned(), |figure| words::amount(&figure.any(), need))
}
