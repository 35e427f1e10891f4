//! Induction time planned, taken and given back, week by week.

use super::origins::Ids;
use super::section::{Fact, Head, Line, Section};
use super::time::answer;
use super::weeks::Weeks;
use super::{Cell, Column, Kind, LedgerColumn, Picture, Row, Table, proof, sentences, verdicts, words};
use crate::model::calendar::Label;
use crate::model::figure::{AnyFigure, Figure};
use crate::model::units::{Minutes, Ratio};
use crate::rules::{Assessed, EctWork, Ledger, LedgerWeek, Outcome, Strength};

pub(super) fn owed(ledger: &Ledger) -> Ratio {
    (ledger.planned.value() - ledger.kept.value()).max(Ratio::ZERO)
}

/// Largest debt first; those without a ledger last.
pub(super) fn ordered<'a>(assessed: &'a Assessed) -> Vec<&'a EctWork> {
    let mut ects: Vec<&EctWork> = assessed.ects.iter().collect();
    ects.sort_by_key(|ect| (ect.ledger.is_err(), ect.ledger.as_ref().ok().map(|l| Ratio::ZERO - owed(l))));
    ects
}

/// The table `Ledger`: a row for each week of each teacher.
pub fn table(assessed: &Assessed, ids: &Ids) -> Table {
    let column = |header, kind, width| Column { header, kind, width };
    let mut rows = Vec::new();
    for ect in ordered(assessed) {
        let Ok(ledger) = &ect.ledger else { continue };
        rows.extend(ledger.weeks.iter().map(|week| row(assessed, ect, ledger, week, ids)));
    }
    Table {
        name: "Ledger",
        title: title(assessed),
        note: format!("Minutes of induction time, {}.", sentences::weeks_seen(assessed)),
        columns: vec![
            column("Teacher", Kind::Text, 24),
            column("Week", Kind::Text, 7),
            column("Week beginning", Kind::Date, 14),
            column(label_header(assessed), Kind::Text, 7),
            column("Planned", Kind::Minutes, 10),
            column("Taken", Kind::Minutes, 10),
            column("Repaid", Kind::Minutes, 10),
            column("Balance", Kind::Minutes, 11),
            column("What happened", Kind::Wrapped, 44),
            column("Outcome", Kind::Outcome, 18),
            column("Figure", Kind::Figure, 9),
        ],
        rows,
        axis: Vec::new(),
    }
}

/// What the column of labels holds.
fn label_header(assessed: &Assessed) -> &'static str {
    match assessed.cycle_weeks {
        ..=2 => "A or B",
        3 => "A to C",
        4.. => "A to D",
    }
}

fn row(assessed: &Assessed, ect: &EctWork, ledger: &Ledger, week: &LedgerWeek, ids: &Ids) -> Row {
    let of = |value: Ratio, whole: &AnyFigure| {
        let how = format!("{}, of which in the week of {}", whole.how(), words::date(week.monday));
        Cell::Figure(Figure::<Minutes>::derived(value, how, [whole.clone()]).any())
    };
    let label = match assessed.school.calendar.label(week.monday) {
        Label::One(week) => Cell::Text(week.letter().to_string()),
        Label::None => Cell::Blank,
    };
    let answer = answer(assessed, "PT04", ect.person);
    let id = answer.and_then(|answer| verdicts::figure(answer, ids));
    Row {
        cells: vec![
            Cell::Text(assessed.school.person(ect.person).name.clone()),
            week.week.map_or(Cell::Blank, |n| Cell::Text(n.to_string())),
            Cell::Date(week.monday),
            label,
            of(week.planned, &ledger.planned.any()),
            of(week.lost, &ledger.lost.any()),
            of(week.repaid, &ledger.repaid.any()),
            of(week.repaid - week.lost, &ledger.balance.any()),
            Cell::Text(happened(week)),
            answer.map_or(Cell::Blank, |answer| Cell::Outcome(answer.outcome)),
            id.clone().map_or(Cell::Blank, Cell::FigureLink),
        ],
        figures: id.into_iter().collect(),
        ..Row::default()
    }
}

fn happened(week: &LedgerWeek) -> String {
    let mut said = Vec::new();
    if week.lost > Ratio::ZERO {
        said.push(format!("{} taken", words::up(week.lost)));
    }
    if week.repaid > Ratio::ZERO {
        said.push(format!("{} given back", words::down(week.repaid)));
    }
    if week.to_come > Ratio::ZERO {
        said.push(format!("{} still to come", words::down(week.to_come)));
    }
    if said.is_empty() {
        let kept = if week.planned > Ratio::ZERO { "kept" } else { "nothing planned" };
        return words::sentence(kept);
    }
    words::sentence(&words::names(&said))
}

fn title(assessed: &Assessed) -> String {
    let debts: Vec<(&EctWork, Ratio)> = ordered(assessed)
        .into_iter()
        .filter_map(|ect| ect.ledger.as_ref().ok().map(|ledger| (ect, owed(ledger))))
        .collect();
    let owing: Vec<&(&EctWork, Ratio)> = debts.iter().filter(|(_, owed)| *owed > Ratio::ZERO).collect();
    match (owing.as_slice(), debts.is_empty()) {
        (_, true) => "Induction time kept: cannot be shown".to_string(),
        ([], _) => "Induction time kept: nothing is owed".to_string(),
        ([(ect, owed)], _) => {
            let name = &assessed.school.person(ect.person).name;
            format!("Induction time kept: {} is owed to {name}", words::up(*owed))
        }
        (all, _) => {
            let sum = all.iter().fold(Ratio::ZERO, |sum, (_, owed)| sum + *owed);
            let teachers = words::counted(all.len(), "teacher", "teachers");
            format!("Induction time kept: {} is owed to {teachers}", words::up(sum))
        }
    }
}

/// Induction time kept, with a strip for each teacher.
pub fn section(assessed: &Assessed, ids: &Ids) -> Section {
    let weeks = Weeks::of(assessed);
    let tallest = tallest(assessed);
    Section {
        id: "ledger",
        nav: "Induction time kept",
        title: title(assessed),
        lede: "One column a week. A hatched part was taken; a block below the line was given back. Figures in the \
               strip are minutes."
            .to_string(),
        keys: vec![
            ("ind", "Induction time kept".into()),
            ("lost", "Taken for cover or an event".into()),
            ("back", "Repaid".into()),
            ("soon", "Planned, still to come".into()),
            ("rule", words::day_and_month(assessed.as_of)),
        ],
        caption: format!(
            "Induction time planned, taken and repaid, {}, largest debt first",
            sentences::weeks_seen(assessed)
        ),
        columns: vec![
            Head { header: "Teacher", width: 1050, right: false },
            Head { header: "Week of term", width: 0, right: false },
            Head { header: "Planned", width: 625, right: true },
            Head { header: "Taken", width: 625, right: true },
            Head { header: "Balance", width: 1075, right: false },
        ],
        axis: Some(weeks.axis()),
        lines: ordered(assessed).into_iter().map(|ect| line(assessed, ect, &weeks, tallest)).collect(),
        opened: super::ledger_dates::opened(assessed),
        proofs: proof::section(assessed, ids, |rule| rule == "PT04"),
        basis: Vec::new(),
    }
}

/// Minutes of the tallest column of any teacher.
fn tallest(assessed: &Assessed) -> Ratio {
    let weeks = assessed.ects.iter().filter_map(|ect| ect.ledger.as_ref().ok()).flat_map(|l| &l.weeks);
    weeks.map(|week| (week.planned + week.to_come).max(week.repaid)).fold(Ratio::ONE, Ratio::max)
}

fn line(assessed: &Assessed, ect: &EctWork, weeks: &Weeks, tallest: Ratio) -> Line {
    let who = assessed.school.person(ect.person).name.clone();
    let (outcome, strength) = answer(assessed, "PT04", ect.person)
        .map_or((Outcome::NotShown, Strength::Guidance), |answer| (answer.outcome, answer.strength));
    let Ok(ledger) = &ect.ledger else {
        let facts = vec![
            Fact::plain("no figure"),
            Fact::plain("no figure"),
            Fact::marked(words::outcome(outcome), outcome, strength),
        ];
        return Line { who, sub: None, picture: None, facts };
    };
    let (planned, lost, repaid) = (ledger.planned.value(), ledger.lost.value(), ledger.repaid.value());
    let mut taken = Fact::plain(if lost > Ratio::ZERO { words::up(lost) } else { "none".to_string() });
    if repaid > Ratio::ZERO {
        taken = taken.under(format!("{} repaid", words::down(repaid)));
    }
    let balance = match (outcome, owed(ledger)) {
        (Outcome::NotShown | Outcome::NotApplicable, _) => words::outcome(outcome).to_string(),
        (_, owed) if owed > Ratio::ZERO => format!("owed {}", words::up(owed)),
        _ => "nothing owed".to_string(),
    };
    let facts = vec![Fact::plain(words::down(planned)), taken, Fact::marked(balance, outcome, strength)];
    let label = format!(
        "{who}, {}: induction time planned {}, taken {}, repaid {}, owed {}.",
        sentences::weeks_seen(assessed),
        words::down(planned),
        words::up(lost),
        words::down(repaid),
        words::up(owed(ledger))
    );
    let columns = ledger.weeks.iter().filter_map(|week| column(week, weeks, tallest)).collect();
    Line { who, sub: None, picture: Some(Picture::Ledger { columns, now: weeks.now(), label }), facts }
}

fn column(week: &LedgerWeek, weeks: &Weeks, tallest: Ratio) -> Option<LedgerColumn> {
    let (from, to) = weeks.week(week.monday)?;
    let share = |minutes: Ratio| minutes.checked_div(tallest).unwrap_or(Ratio::ZERO);
    let said = |sign: &str, minutes: Ratio| {
        if minutes > Ratio::ZERO {
            format!("{sign}{}", words::thousands(minutes.ceil()))
        } else {
            String::new()
        }
    };
    Some(LedgerColumn {
        from,
        to,
        kept: share((week.planned - week.lost).max(Ratio::ZERO)),
        lost: share(week.lost),
        repaid: share(week.repaid),
        to_come: share(week.to_come),
        words: (said("−", week.lost), said("+", week.repaid)),
    })
}
