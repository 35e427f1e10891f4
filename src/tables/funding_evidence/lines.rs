//! The lines of the two grants: rate, what is expected of it, what came, and how they compare.

use super::super::ordinal;
use super::live::{live, rate};
use super::{blank_or, column, words_or_blank};
use crate::model::figure::{AnyFigure, Figure};
use crate::model::school::Scheme;
use crate::model::units::{Pence, Ratio};
use crate::rules::{Assessed, FundingLine, LineStatus, Outcome};
use crate::tables::origins::Ids;
use crate::tables::{Cell, Kind, Row, Table, funding, words};

/// A line, its key in this edition, and the group it is added up in.
pub struct Keyed<'a> {
    /// `A1`.
    pub key: String,
    /// `A 2024`: scheme and cohort; the pay area is that of the school.
    pub group: String,
    /// The line.
    pub line: &'a FundingLine,
}

/// `A` for the year-2 grant, `B` for mentor training.
pub fn letter(scheme: Scheme) -> char {
    match scheme {
        Scheme::Year2Grant => 'A',
        Scheme::MentorTraining => 'B',
    }
}

/// Every line, in the order of the assessment.
pub fn keyed<'a>(assessed: &'a Assessed) -> Vec<Keyed<'a>> {
    let mut counts = [0, 0];
    let key = |line: &'a FundingLine| {
        let count = &mut counts[usize::from(line.scheme == Scheme::MentorTraining)];
        *count += 1;
        let letter = letter(line.scheme);
        let cohort = line.cohort.map_or("no cohort".to_string(), |year| year.to_string());
        Keyed { key: format!("{letter}{count}"), group: format!("{letter} {cohort}"), line }
    };
    assessed.funding.iter().map(key).collect()
}

/// Something came, or should have: what is expected stands against what came.
pub fn is_compared(line: &FundingLine) -> bool {
    matches!(line.status, LineStatus::Paid | LineStatus::Short | LineStatus::Over)
}

/// Received less expected, where the two are compared.
pub fn difference(line: &FundingLine) -> Option<Figure<Pence>> {
    let (received, expected) = line.received.as_ref().zip(line.expected.as_ref())?;
    is_compared(line).then(|| {
        let parts = [received.any(), expected.any()];
        Figure::derived(received.value() - expected.value(), "received − expected", parts)
    })
}

/// How a line stands, as this edition says it.
pub fn state(assessed: &Assessed, line: &FundingLine) -> &'static str {
    match line.status {
        LineStatus::Paid => "Paid in full",
        LineStatus::Short => "Short",
        LineStatus::Over => "Over",
        LineStatus::RateNotConfigured => "Rate not configured",
        LineStatus::NotEligible => "Not eligible",
        LineStatus::Expected => match funding::reconciled(assessed, line).map(|answer| answer.outcome) {
            Some(Outcome::Pending) => "Not due yet",
            _ => "Cannot be shown",
        },
    }
}

/// The table `Lines`.
pub fn table(assessed: &Assessed, lines: &[Keyed], ids: &Ids) -> Table {
    Table {
        name: "Lines",
        title: title(lines),
        note: format!(
            "As of {}. The Department pays from its own records: this is an expectation to compare with a remittance. A rate that the rulebook does not hold gives no figure.",
            words::date(assessed.as_of)
        ),
        columns: vec![
            column("Line", Kind::Text, 7),
            column("Scheme", Kind::Text, 18),
            column("Person", Kind::Text, 24),
            column("TRN", Kind::Text, 10),
            column("Cohort", Kind::Text, 9),
            column("Pay area", Kind::Text, 16),
            column("Group", Kind::Text, 9),
            column("Basis", Kind::Wrapped, 44),
            column("Rate", Kind::Amount, 12),
            column("Expected", Kind::Amount, 12),
            column("Due", Kind::Date, 12),
            column("Received", Kind::Amount, 12),
            column("Compared", Kind::Amount, 12),
            column("Difference", Kind::Difference, 14),
            column("State", Kind::Text, 20),
            column("Why", Kind::Wrapped, 50),
            column("Figure", Kind::Figure, 9),
        ],
        rows: lines.iter().map(|one| row(assessed, one, ids)).collect(),
        ..Table::default()
    }
}

/// What stands behind a state, in a sentence: received of expected for a line that is compared.
fn title(lines: &[Keyed]) -> String {
    let short = lines.iter().filter(|one| one.line.status == LineStatus::Short).count();
    match (lines.len(), short) {
        (0, _) => "No funding line has arisen".to_string(),
        (n, 0) => format!("{}: none is short", words::sentence(&words::counted(n, "line", "lines"))),
        (n, short) => {
            format!("{}: {} short", words::sentence(&words::counted(n, "line", "lines")), words::count(short))
        }
    }
}

fn row(assessed: &Assessed, one: &Keyed, ids: &Ids) -> Row {
    let line = one.line;
    let person = assessed.school.person(line.person);
    let money = |figure: &Option<Figure<Pence>>, formula: Option<String>| match (figure, formula) {
        (Some(figure), Some(formula)) => live("Lines", &formula, Cell::Figure(figure.any())),
        (Some(figure), None) => Cell::Figure(figure.any()),
        (None, _) => Cell::Blank,
    };
    let compared = line.expected.clone().filter(|_| is_compared(line));
    let id = line.expected.as_ref().and_then(|figure| ids.id(&figure.any()));
    Row {
        cells: vec![
            Cell::Text(one.key.clone()),
            Cell::Text(funding::scheme(line.scheme).to_string()),
            Cell::Text(person.name.clone()),
            words_or_blank(person.trn.as_deref()),
            line.cohort.map_or(Cell::Blank, ordinal),
            words_or_blank(line.pay_area.as_deref()),
            Cell::Text(one.group.clone()),
            blank_or(line.expected.as_ref(), |figure| Cell::Text(basis(&figure.any()))),
            money(&line.rate, summed(line.parts.iter().map(|(part, _)| (part.any(), Ratio::ONE)), ids)),
            money(&line.expected, summed(line.parts.iter().map(|(part, share)| (part.any(), *share)), ids)),
            line.due.map_or(Cell::Blank, Cell::Date),
            money(
                &line.received,
                Some(format!("ROUND({},2)", super::live::of_line("Payments", "Amount", &[]))),
            ),
            money(&compared, Some("[@Expected]".to_string())),
            blank_or(difference(line).as_ref(), |figure| {
                let value = Cell::Difference { figure: figure.any(), over_is_bad: false };
                live("Lines", "IF([@Compared]=\"\",\"\",ROUND([@Received]-[@Compared],6))", value)
            }),
            stands(assessed, line),
            Cell::Text(funding::reason(assessed, line)),
            Cell::figure_link(id),
        ],
        ..Row::default()
    }
}

/// How it was found, without the name of the grant, which stands beside it.
pub fn basis(expected: &AnyFigure) -> String {
    match expected.how().split_once(": ") {
        Some((_, how)) => words::sentence(how),
        None => "ECT element and mentor element, whole".to_string(),
    }
}

/// Shares of amounts on the sheet Rates, in pounds; empty where one of them is not there.
fn summed(parts: impl Iterator<Item = (AnyFigure, Ratio)>, ids: &Ids) -> Option<String> {
    let mut terms = Vec::new();
    for (part, share) in parts.filter(|(_, share)| *share != Ratio::ZERO) {
        let amount = rate(&part, ids)?;
        terms.push(match share.parts() {
            (1, 1) => amount,
            (n, d) => format!("{amount}*{n}/{d}"),
        });
    }
    (!terms.is_empty()).then(|| format!("IFERROR(ROUND({},6),\"\")", terms.join("+")))
}

/// The state; where there is an amount it follows from it.
fn stands(assessed: &Assessed, line: &FundingLine) -> Cell {
    let said = state(assessed, line);
    if line.expected.is_none() {
        return Cell::Text(said.to_string());
    }
    let given = if is_compared(line) {
        "IF([@Difference]=0,\"Paid in full\",IF([@Difference]<0,\"Short\",\"Over\"))".to_string()
    } else {
        format!("\"{said}\"")
    };
    let formula = format!("IF([@Expected]=\"\",\"Rate not configured\",{given})");
    live("Lines", &formula, Cell::Text(said.to_string()))
}
