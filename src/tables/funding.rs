//! The two grants: what is expected, and what came. Never added up together, and never a claim: nothing is applied for.

use super::origins::Ids;
use super::section::{Fact, Head, Line, Section};
use super::{Cell, Column, Kind, Row, Table, proof, sentences, words};
use crate::model::figure::{AnyFigure, Evidence, Figure};
use crate::model::school::Scheme;
use crate::model::units::Pence;
use crate::rules::{Assessed, Assessment, FundingLine, LineStatus, Outcome, Strength};

const PAYS: &str = "DfE pays by its own service and the appropriate body’s records, not by this report; nothing has to be applied for.";

/// What DfE pays by; and whose pages the rates come from, where that is no official source.
pub fn lede(assessed: &Assessed) -> String {
    fn hub(figure: &AnyFigure) -> bool {
        let known = figure.clause().is_some_and(|clause| clause.evidence == Evidence::Secondary);
        known || figure.from().iter().any(hub)
    }
    let from_hubs =
        assessed.funding.iter().filter_map(|line| line.rate.as_ref()).any(|rate| hub(&rate.any()));
    if from_hubs {
        format!("{PAYS} The amounts are known from teaching school hubs’ pages, not from an official source.")
    } else {
        PAYS.to_string()
    }
}

/// `Year-2 grant`.
pub fn scheme(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Year2Grant => "Year-2 grant",
        Scheme::MentorTraining => "Mentor training",
    }
}

/// How a line stands.
pub fn status(status: LineStatus) -> &'static str {
    match status {
        LineStatus::Expected => "Expected",
        LineStatus::Paid => "Paid",
        LineStatus::Short => "Short",
        LineStatus::Over => "Over",
        LineStatus::RateNotConfigured => "Rate not configured",
        LineStatus::NotEligible => "Not eligible",
    }
}

/// The answer of FN03 for a line.
pub fn reconciled<'a>(assessed: &'a Assessed, line: &FundingLine) -> Option<&'a Assessment> {
    let mut answers = assessed.assessments.iter().filter(|answer| answer.rule == "FN03");
    answers.find(|answer| answer.scheme == Some(line.scheme) && answer.subject == line.person)
}

/// Why a line stands as it does, in a sentence or two.
pub fn reason(assessed: &Assessed, line: &FundingLine) -> String {
    match reconciled(assessed, line) {
        Some(answer) => sentences::reason(assessed, answer),
        None if line.reason.is_empty() => {
            let name = &assessed.school.person(line.person).name;
            sentences::funding::not_eligible(line.scheme, name)
        }
        None => words::stopped(&words::sentence(&line.reason)),
    }
}

/// The table `Funding`.
pub fn table(assessed: &Assessed, ids: &Ids) -> Table {
    let column = |header, kind, width| Column { header, kind, width };
    Table {
        name: "Funding",
        title: title(assessed),
        note: format!("Expected and received, as of {}. {PAYS}", words::date(assessed.as_of)),
        columns: vec![
            column("Person", Kind::Text, 24),
            column("Scheme", Kind::Text, 16),
            column("Cohort", Kind::Text, 9),
            column("Pay area", Kind::Text, 17),
            column("Rate", Kind::Amount, 12),
            column("Expected", Kind::Amount, 12),
            column("Received", Kind::Amount, 12),
            column("Status", Kind::Text, 20),
            column("Due", Kind::Date, 12),
            column("Why", Kind::Wrapped, 60),
            column("Figure", Kind::Figure, 9),
        ],
        rows: assessed.funding.iter().map(|line| row(assessed, line, ids)).collect(),
        axis: Vec::new(),
    }
}

fn row(assessed: &Assessed, line: &FundingLine, ids: &Ids) -> Row {
    let money = |figure: &Option<Figure<Pence>>| {
        figure.as_ref().map_or(Cell::Blank, |figure| Cell::Figure(figure.any()))
    };
    let text = |text: Option<String>| text.map_or(Cell::Blank, Cell::Text);
    let id = line.expected.as_ref().and_then(|figure| ids.id(&figure.any()));
    Row {
        cells: vec![
            Cell::Text(assessed.school.person(line.person).name.clone()),
            Cell::Text(scheme(line.scheme).to_string()),
            line.cohort.map_or(Cell::Blank, super::ordinal),
            text(line.pay_area.clone()),
            money(&line.rate),
            money(&line.expected),
            money(&line.received),
            Cell::Text(status(line.status).to_string()),
            line.due.map_or(Cell::Blank, Cell::Date),
            Cell::Text(reason(assessed, line)),
            Cell::figure_link(id),
        ],
        ..Row::default()
    }
}

fn title(assessed: &Assessed) -> String {
    let differ = |line: &&FundingLine| matches!(line.status, LineStatus::Short | LineStatus::Over);
    match (assessed.funding.len(), assessed.funding.iter().filter(differ).count()) {
        (0, _) => "Funding: no line has arisen".to_string(),
        (_, 0) => "Funding: what is expected and what came".to_string(),
        (_, n) => {
            let differs = words::counted(n, "line differs", "lines differ");
            format!("Funding: what is expected and what came; {differs}")
        }
    }
}

/// A line for each scheme and person, without pictures.
pub fn section(assessed: &Assessed, ids: &Ids) -> Section {
    let head = |header, right| Head { header, width: 0, right };
    Section {
        id: "funding",
        nav: "Funding",
        title: title(assessed),
        lede: lede(assessed),
        keys: Vec::new(),
        caption: format!("Expected and received, as of {}", words::date(assessed.as_of)),
        columns: vec![
            head("Person", false),
            head("Expected", true),
            head("Received", true),
            head("Due", false),
            head("Status", false),
        ],
        axis: None,
        lines: assessed.funding.iter().map(|line| fact(assessed, line)).collect(),
        opened: Vec::new(),
        proofs: proof::section(assessed, ids, |rule| rule.starts_with("FN")),
        basis: Vec::new(),
    }
}

fn fact(assessed: &Assessed, line: &FundingLine) -> Line {
    let money = |figure: &Option<Figure<Pence>>| {
        Fact::plain(figure.as_ref().map_or("no figure".to_string(), |figure| words::exact(&figure.any())))
    };
    let said = status(line.status);
    let stands = match reconciled(assessed, line) {
        Some(answer) => Fact::marked(said, answer.outcome, answer.strength),
        None if line.status == LineStatus::NotEligible => {
            Fact::marked(said, Outcome::NotApplicable, Strength::Grant)
        }
        None => Fact::marked(said, Outcome::NotShown, Strength::Grant),
    };
    let cohort = line.cohort.map_or_else(String::new, |year| format!(", cohort {year}"));
    Line {
        who: assessed.school.person(line.person).name.clone(),
        sub: Some(format!("{}{cohort}", scheme(line.scheme))),
        picture: None,
        facts: vec![
            money(&line.expected),
            money(&line.received),
            Fact::plain(line.due.map_or("no date".to_string(), words::date_in_short)),
            stands.under(reason(assessed, line)),
        ],
    }
}
