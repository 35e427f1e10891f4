//! Where each ECT stands in the induction.

use super::origins::Ids;
use super::section::{Fact, Head, Line, Section};
use super::time::answer;
use super::{Cell, Column, Kind, Row, Table, proof, sentences, titles, verdicts, words};
use crate::model::units::Ratio;
use crate::rules::{Assessed, Assessment, EctWork, Outcome, Position};

const NAME: &str = "Induction: where each teacher stands";

/// The table `Induction`.
pub fn table(assessed: &Assessed, ids: &Ids) -> Table {
    let column = |header, kind, width| Column { header, kind, width };
    let rows = assessed.ects.iter().map(|ect| {
        let at = ect.position.as_ref().ok();
        let answer = answer(assessed, "IN01", ect.person);
        let id = answer.and_then(|answer| verdicts::figure(answer, ids));
        let day = |day: Option<chrono::NaiveDate>| day.map_or(Cell::Blank, Cell::Date);
        Row {
            cells: vec![
                Cell::Text(assessed.school.person(ect.person).name.clone()),
                Cell::Date(ect.started),
                ect.fte.as_ref().map_or(Cell::Blank, |fte| Cell::Figure(fte.any())),
                at.map_or(Cell::Blank, |at| Cell::Figure(at.served.any())),
                at.map_or(Cell::Blank, |at| super::ordinal(at.term_now)),
                at.map_or(Cell::Blank, |at| super::ordinal(at.part)),
                at.map_or(Cell::Blank, |at| Cell::Figure(at.absent.any())),
                day(at.and_then(|at| at.part1_ended)),
                due(assessed, ect)
                    .map_or(Cell::Blank, |due| Cell::Text(words::sentence(titles::title(due.rule)))),
                day(due(assessed, ect).and_then(|due| due.by)),
                day(at.and_then(|at| at.expected_end)),
                Cell::Text(why(ect)),
                answer.map_or(Cell::Blank, |answer| Cell::Outcome(answer.outcome)),
                Cell::figure_link(id),
            ],
            ..Row::default()
        }
    });
    Table {
        name: "Induction",
        title: NAME.to_string(),
        note: format!("Counted from service to {}, not from the school year.", words::date(assessed.as_of)),
        columns: vec![
            column("Teacher", Kind::Text, 24),
            column("Started", Kind::Date, 12),
            column("FTE", Kind::Share, 7),
            column("Terms served", Kind::Terms, 12),
            column("Term now", Kind::Text, 10),
            column("Year", Kind::Text, 6),
            column("Days absent", Kind::Days, 10),
            column("Year 1 ended", Kind::Date, 12),
            column("Due this term", Kind::Text, 18),
            column("Due by", Kind::Date, 12),
            column("Expected end", Kind::Date, 12),
            column("Why", Kind::Wrapped, 44),
            column("Outcome", Kind::Outcome, 18),
            column("Figure", Kind::Figure, 9),
        ],
        rows: rows.collect(),
        axis: Vec::new(),
    }
}

/// Why there is no position, or on which default dates it rests.
fn why(ect: &EctWork) -> String {
    match &ect.position {
        Err(cannot) => words::stopped(&words::sentence(&cannot.why)),
        Ok(Position { default_terms, .. }) if !default_terms.is_empty() => {
            let terms: Vec<String> =
                default_terms.iter().map(|term| words::term(&term.to_string())).collect();
            format!("Usual dates stand in for {}, which the calendar does not hold.", words::names(&terms))
        }
        Ok(_) => String::new(),
    }
}

/// Where each teacher stands, without pictures.
pub fn section(assessed: &Assessed, ids: &Ids) -> Section {
    let mut lede = vec!["Counted from service, not from the school year.".to_string()];
    let mut defaults: Vec<_> = assessed
        .ects
        .iter()
        .filter_map(|ect| ect.position.as_ref().ok())
        .flat_map(|at| &at.default_terms)
        .collect();
    defaults.sort_unstable();
    defaults.dedup();
    if !defaults.is_empty() {
        let past: Vec<String> = defaults.iter().map(|term| words::term(&term.to_string())).collect();
        let said =
            if past.len() > 3 { format!("{} terms", words::count(past.len())) } else { words::names(&past) };
        lede.push(format!("Usual term dates stand in for {said}, which the calendar does not hold."));
    }
    lede.extend(sentences::remedies::absences(assessed));
    Section {
        id: "induction",
        nav: "Induction",
        title: NAME.to_string(),
        lede: lede.join(" "),
        keys: Vec::new(),
        caption: format!("Position as of {}", words::date(assessed.as_of)),
        columns: vec![
            Head { header: "Teacher", width: 0, right: false },
            Head { header: "Started", width: 0, right: false },
            Head { header: "Term now", width: 0, right: false },
            Head { header: "Terms served", width: 0, right: true },
            Head { header: "Year", width: 0, right: false },
            Head { header: "Days absent", width: 0, right: true },
            Head { header: "Due this term", width: 0, right: false },
            Head { header: "Expected end", width: 0, right: false },
        ],
        axis: None,
        lines: assessed.ects.iter().map(|ect| line(assessed, ect)).collect(),
        opened: Vec::new(),
        proofs: proof::section(assessed, ids, |rule| {
            !["PT", "MN", "TR", "FN"].contains(&titles::letters(rule))
        }),
        basis: Vec::new(),
    }
}

fn line(assessed: &Assessed, ect: &EctWork) -> Line {
    let who = assessed.school.person(ect.person).name.clone();
    let started = Fact::plain(words::date_in_short(ect.started));
    let Ok(at) = &ect.position else {
        let strength =
            answer(assessed, "IN01", ect.person).map_or(crate::rules::Strength::Statutory, |a| a.strength);
        let none = || Fact::plain("no figure");
        let unseen = Fact::marked(words::outcome(Outcome::NotShown), Outcome::NotShown, strength);
        return Line {
            who,
            sub: None,
            picture: None,
            facts: vec![started, unseen, none(), none(), none(), none(), none()],
        };
    };
    let absent = answer(assessed, "IN02", ect.person);
    let recorded = at.absence_recorded;
    let days = Fact::plain(if recorded { words::number(at.absent.value()) } else { "no record".to_owned() });
    let days = match absent.and_then(|answer| answer.required.as_ref()) {
        Some(limit) if at.absent.value() >= limit.value() => days.under("they extend it"),
        Some(limit) if at.absent.value() * Ratio::whole(2) >= limit.value() => {
            days.under(format!("{} would extend", words::number(limit.value())))
        }
        _ => days,
    };
    let end = match (at.part2_ended, at.expected_end) {
        (Some(day), _) => Fact::plain(words::date_in_short(day)).under("served in full"),
        (None, Some(day)) => Fact::plain(words::date_in_short(day)),
        (None, None) => Fact::plain("no figure"),
    };
    let facts = vec![
        started,
        Fact::plain(format!("{} of 6", at.term_now)),
        Fact::plain(words::terms(at.served.value())),
        Fact::plain(at.part.to_string()),
        days,
        due(assessed, ect).map_or(Fact::plain("nothing"), review),
        end,
    ];
    Line { who, sub: None, picture: None, facts }
}

/// The review that the term asks for.
fn due<'a>(assessed: &'a Assessed, ect: &EctWork) -> Option<&'a Assessment> {
    let reviews = ["RV02", "RV01"].into_iter().filter_map(|rule| answer(assessed, rule, ect.person));
    reviews.into_iter().find(|review| review.outcome != Outcome::NotApplicable)
}

/// What became of it, or by when it is due.
fn review(review: &Assessment) -> Fact {
    let said = match (review.outcome, review.by) {
        (Outcome::Met, _) => "held".to_string(),
        (Outcome::Pending, Some(by)) => format!("by {}", words::date_in_short(by)),
        (Outcome::Pending, None) => "on return from absence".to_string(),
        (Outcome::NotMet, Some(by)) => format!("was due by {}", words::date_in_short(by)),
        _ => words::outcome(review.outcome).to_lowercase(),
    };
    Fact::plain(words::sentence(titles::title(review.rule))).under(said)
}
