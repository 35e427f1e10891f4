//! Mentors' training hours against their entitlement.

use super::origins::Ids;
use super::section::{Fact, Head, Line, Section};
use super::time::answer;
use super::{Cell, Column, Kind, Picture, Row, Segment, Table, breakdown, proof, sentences, verdicts, words};
use crate::model::figure::{AnyFigure, Figure};
use crate::model::school::Element;
use crate::model::units::{Minutes, Ratio, Share};
use crate::rules::{Assessed, Assessment, MentorWork, Outcome};
use std::fmt::Write as _;

/// Furthest behind first, then what cannot be shown, then the rest.
fn ordered<'a>(assessed: &'a Assessed) -> Vec<&'a MentorWork> {
    let behind = |mentor: &MentorWork| {
        let answer = answer(assessed, "TR01", mentor.person);
        let by = answer.and_then(sentences::difference).map(|d| d.figure.value());
        (answer.map(|answer| answer.outcome), by)
    };
    let mut mentors: Vec<&MentorWork> = assessed.mentors.iter().collect();
    mentors.sort_by_key(|mentor| behind(mentor));
    mentors
}

/// The table `Training`.
pub fn table(assessed: &Assessed, ids: &Ids) -> Table {
    let column = |header, kind, width| Column { header, kind, width };
    Table {
        name: "Training",
        title: title(assessed),
        note: format!(
            "Minutes attended as of {}. The provider’s own measure decides completion; these hours are an indication.",
            words::date(assessed.as_of)
        ),
        columns: vec![
            column("Mentor", Kind::Text, 24),
            column("Regime", Kind::Wrapped, 22),
            column("Entitlement", Kind::Minutes, 12),
            column("Conference", Kind::Minutes, 12),
            column("Clinic", Kind::Minutes, 9),
            column("Coaching", Kind::Minutes, 10),
            column("Self-study", Kind::Minutes, 11),
            column("Other", Kind::Minutes, 9),
            column("Attended", Kind::Minutes, 11),
            column("Expected to date", Kind::Minutes, 12),
            column("Share", Kind::Share, 8),
            column("Outcome", Kind::Outcome, 18),
            column("Figure", Kind::Figure, 9),
            column("Provider’s own breakdown", Kind::Wrapped, 44),
        ],
        rows: ordered(assessed).into_iter().map(|mentor| row(assessed, mentor, ids)).collect(),
        axis: Vec::new(),
    }
}

/// Minutes of these elements, as one figure.
fn sum(mentor: &MentorWork, elements: &[Element]) -> Option<AnyFigure> {
    let parts: Vec<AnyFigure> =
        elements.iter().filter_map(|element| mentor.elements.get(element)).map(Figure::any).collect();
    match parts.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        [first, rest @ ..] => {
            let value = parts.iter().fold(Ratio::ZERO, |sum, part| sum + part.value());
            let rest = rest.iter().cloned();
            Some(Figure::<Minutes>::derived_with(value, "sum", first.clone(), rest, None).any())
        }
    }
}

fn row(assessed: &Assessed, mentor: &MentorWork, ids: &Ids) -> Row {
    let name = &assessed.school.person(mentor.person).name;
    let figure = |figure: Option<AnyFigure>| figure.map_or(Cell::Blank, Cell::Figure);
    let of = |elements: &[Element]| figure(sum(mentor, elements));
    let minutes = |minutes: &Option<Figure<Minutes>>| figure(minutes.as_ref().map(Figure::any));
    let answer = answer(assessed, "TR01", mentor.person);
    let id = answer.and_then(|answer| verdicts::figure(answer, ids));
    let share = mentor.attended.as_ref().zip(mentor.entitlement.as_ref()).and_then(|(attended, all)| {
        let share = attended.value().checked_div(all.value())?;
        Some(Figure::<Share>::derived(share, "attended ÷ entitlement", [attended.any(), all.any()]).any())
    });
    Row {
        cells: vec![
            Cell::Text(name.clone()),
            Cell::Text(regime(mentor)),
            minutes(&mentor.entitlement),
            of(&[Element::Conference]),
            of(&[Element::Clinic]),
            of(&[Element::Coaching]),
            of(&[Element::SelfStudy]),
            of(&[Element::Induction, Element::Other]),
            minutes(&mentor.attended),
            minutes(&mentor.to_date),
            figure(share),
            answer.map_or(Cell::Blank, |answer| Cell::Outcome(answer.outcome)),
            Cell::figure_link(id),
            breakdown::said(mentor).map_or(Cell::Blank, Cell::Text),
        ],
        picture: bar(mentor, name, &words::day_and_month(assessed.as_of)).map(Box::new),
    }
}

/// `20 h from 1 Sept 2026`, and completion.
fn regime(mentor: &MentorWork) -> String {
    let hours = mentor.entitlement.as_ref().map(|all| words::down(all.value()));
    let said = match (hours, mentor.training_start) {
        (Some(hours), Some(start)) => format!("{hours} from {}", words::date_in_short(start)),
        (None, Some(start)) => format!("from {}", words::date_in_short(start)),
        (Some(hours), None) => hours,
        (None, None) => "no training start".to_string(),
    };
    match mentor.completed_on {
        Some(day) => format!("{said}; completed {}", words::date_in_short(day)),
        None => said,
    }
}

fn title(assessed: &Assessed) -> String {
    let answers: Vec<&Assessment> = assessed.assessments.iter().filter(|a| a.rule == "TR01").collect();
    let behind = answers.iter().filter(|a| a.outcome == Outcome::NotMet).count();
    let shown = answers.iter().filter(|a| matches!(a.outcome, Outcome::NotMet | Outcome::Met)).count();
    match (behind, shown) {
        (_, 0) if answers.iter().any(|a| a.outcome == Outcome::NotShown) => {
            "Mentor training: cannot be shown".to_string()
        }
        (_, 0) => "Mentor training: none is due".to_string(),
        (0, _) => "Mentor training: nobody is behind".to_string(),
        (n, 1) => {
            format!("Mentor training: {} is behind", words::counted(n, "mentor", "mentors"))
        }
        (n, all) => format!(
            "Mentor training: {} of {} {} behind",
            words::count(n),
            words::count(all),
            if n == 1 { "is" } else { "are" }
        ),
    }
}

/// Mentor training, with a bar for each mentor.
pub fn section(assessed: &Assessed, ids: &Ids) -> Section {
    let as_of = words::day_and_month(assessed.as_of);
    Section {
        id: "training",
        nav: "Mentor training",
        title: title(assessed),
        lede: "The full bar is the mentor’s whole entitlement. The provider’s own measure decides completion; these \
               hours are an indication."
            .to_string(),
        keys: vec![
            ("e1", "Conference".into()),
            ("e2", "Clinic".into()),
            ("e3", "Coaching".into()),
            ("e4", "Self-study and other".into()),
            ("expected", format!("Expected by {as_of}")),
            ("dot", "The provider’s mark for completion".into()),
        ],
        caption: format!("Hours attended against entitlement, as of {}", words::date(assessed.as_of)),
        columns: vec![
            Head { header: "Mentor", width: 1250, right: false },
            Head { header: "Share of the entitlement", width: 0, right: false },
            Head { header: "Attended", width: 750, right: true },
            Head { header: "To date", width: 1150, right: false },
        ],
        axis: None,
        lines: ordered(assessed).into_iter().map(|mentor| line(assessed, mentor, &as_of)).collect(),
        opened: Vec::new(),
        proofs: proof::section(assessed, ids, |rule| rule.starts_with("TR")),
        basis: breakdown::proofs(assessed, ids),
    }
}

fn line(assessed: &Assessed, mentor: &MentorWork, as_of: &str) -> Line {
    let who = assessed.school.person(mentor.person).name.clone();
    let attended = mentor.attended.as_ref().map_or("no figure".to_string(), |f| words::down(f.value()));
    let fact = answer(assessed, "TR01", mentor.person).map_or(Fact::default(), |answer| {
        let by = sentences::difference(answer).map(|d| d.figure.value());
        let said = match (answer.outcome, by) {
            (Outcome::Met, _) if mentor.completed_on.is_some() => "complete".to_string(),
            (Outcome::Met, _) => "on course".to_string(),
            (Outcome::NotMet, Some(by)) => format!("{} behind", words::up(by.abs())),
            (outcome, _) => words::outcome(outcome).to_string(),
        };
        Fact::marked(said, answer.outcome, answer.strength)
    });
    let picture = bar(mentor, &who, as_of);
    Line { who, sub: Some(regime(mentor)), picture, facts: vec![Fact::plain(attended), fact] }
}

fn bar(mentor: &MentorWork, who: &str, as_of: &str) -> Option<Picture> {
    let (all, attended) = (mentor.entitlement.as_ref()?.value(), mentor.attended.as_ref()?.value());
    // The bar ends at the entitlement, whatever was attended beyond it.
    let share = |minutes: Ratio| minutes.checked_div(all).unwrap_or(Ratio::ZERO).min(Ratio::ONE);
    let kinds: [(&'static str, &[Element]); 4] = [
        ("e1", &[Element::Conference]),
        ("e2", &[Element::Clinic]),
        ("e3", &[Element::Coaching]),
        ("e4", &[Element::SelfStudy, Element::Induction, Element::Other]),
    ];
    let mut at = Ratio::ZERO;
    let mut segments = Vec::new();
    for (style, elements) in kinds {
        let minutes = sum(mentor, elements).map_or(Ratio::ZERO, |f| f.value());
        if minutes > Ratio::ZERO && at < all {
            segments.push(Segment { style, from: share(at), to: share(at + minutes) });
            at = at + minutes;
        }
    }
    let expected = mentor.to_date.as_ref().map(Figure::value);
    let threshold = mentor.threshold.as_ref().map(Figure::value);
    let mut label = format!("{who}: {} of {} attended", words::down(attended), words::down(all));
    if let Some(expected) = expected {
        let _ = write!(label, "; {} expected by {as_of}", words::up(expected));
    }
    if let Some(threshold) = threshold {
        let _ = write!(label, "; {} is the provider’s mark for completion", words::up(threshold));
    }
    label.push('.');
    Some(Picture::Training {
        segments,
        expected: expected.map(share),
        threshold: threshold.map(share),
        label,
    })
}
