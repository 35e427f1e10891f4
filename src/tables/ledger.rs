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

/// Whether anything is known of what was taken and given back. Where the cover register does not speak, only what was
/// planned is: nothing taken is not the same as nothing known.
pub(super) fn is_shown(assessed: &Assessed, ect: &EctWork) -> bool {
    answer(assessed, "PT04", ect.person).is_some_and(|answer| answer.outcome != Outcome::NotShown)
}

/// The ledger of which [more than the plan](is_shown) is known.
fn known<'a>(assessed: &Assessed, ect: &'a EctWork) -> Option<&'a Ledger> {
    ect.ledger.as_ref().ok().filter(|_| is_shown(assessed, ect))
}

/// Largest debt first; then those of whom only the plan is known, and those without a ledger.
pub(super) fn ordered<'a>(assessed: &'a Assessed) -> Vec<&'a EctWork> {
    let mut ects: Vec<&EctWork> = assessed.ects.iter().collect();
    ects.sort_by_key(|ect| {
        let debt = known(assessed, ect).map(|ledger| Ratio::ZERO - owed(ledger));
        (ect.ledger.is_err(), debt.is_none(), debt)
    });
    ects
}

/// The table `Ledger`: a row for each week of each teacher.
pub fn table(assessed: &Assessed, ids: &Ids) -> Table {
    let column = |header, kind, width| Column { header, kind, width };
    let (weeks, tallest) = (Weeks::of(assessed), tallest(assessed));
    let mut rows = Vec::new();
    for ect in ordered(assessed) {
        let Ok(ledger) = &ect.ledger else { continue };
        let first = rows.len();
        rows.extend(ledger.weeks.iter().map(|week| row(assessed, ect, ledger, week, ids)));
        // The strip shows all weeks, so it stands with the first of them.
        if let Some(row) = rows.get_mut(first) {
            row.picture = line(assessed, ect, &weeks, tallest).picture.map(Box::new);
        }
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
            column("Kept", Kind::Minutes, 10),
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
    let is_shown = is_shown(assessed, ect);
    let known = |cell: Cell| if is_shown { cell } else { Cell::Blank };
    Row {
        cells: vec![
            Cell::Text(assessed.school.person(ect.person).name.clone()),
            week.week.map_or(Cell::Blank, super::ordinal),
            Cell::Date(week.monday),
            label,
            of(week.planned, &ledger.planned.any()),
            known(kept(ledger, week)),
            known(of(week.lost, &ledger.lost.any())),
            known(of(week.repaid, &ledger.repaid.any())),
            known(of(week.repaid - week.lost, &ledger.balance.any())),
            Cell::Text(happened(week, is_shown)),
            answer.map_or(Cell::Blank, |answer| Cell::Outcome(answer.outcome)),
            Cell::figure_link(id),
        ],
        ..Row::default()
    }
}

/// What is left of the plan of a week, before anything is given back.
fn kept(ledger: &Ledger, week: &LedgerWeek) -> Cell {
    let how = format!("planned less taken, in the week of {}", words::date(week.monday));
    let parts = [ledger.planned.any(), ledger.lost.any()];
    Cell::Figure(Figure::<Minutes>::derived(week.planned - week.lost, how, parts).any())
}

fn happened(week: &LedgerWeek, is_shown: bool) -> String {
    let mut said = Vec::new();
    if !is_shown && week.planned > Ratio::ZERO {
        said.push("whether it was kept cannot be shown".to_string());
    }
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
    let ects = ordered(assessed);
    let debts: Vec<(&EctWork, Ratio)> =
        ects.iter().filter_map(|ect| known(assessed, ect).map(|ledger| (*ect, owed(ledger)))).collect();
    let owing: Vec<&(&EctWork, Ratio)> = debts.iter().filter(|(_, owed)| *owed > Ratio::ZERO).collect();
    let said = match (owing.as_slice(), debts.is_empty()) {
        (_, true) => return "Induction time kept: cannot be shown".to_string(),
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
    };
    match ects.len() - debts.len() {
        0 => said,
        unknown => {
            format!("{said}; of {} it cannot be shown", words::counted(unknown, "teacher", "teachers"))
        }
    }
}

/// Induction time kept, with a strip for each teacher.
pub fn section(assessed: &Assessed, ids: &Ids) -> Section {
    let weeks = Weeks::of(assessed);
    let tallest = tallest(assessed);
    let mut keys = vec![
        ("ind", "Induction time kept".into()),
        ("lost", "Taken for cover or an event".into()),
        ("back", "Repaid".into()),
        ("soon", "Planned, still to come".into()),
        ("rule", words::day_and_month(assessed.as_of)),
    ];
    if assessed.ects.iter().any(|ect| ect.ledger.is_ok() && !is_shown(assessed, ect)) {
        keys.insert(3, ("unknown", "Planned; whether it was kept is not known".into()));
    }
    Section {
        id: "ledger",
        nav: "Induction time kept",
        title: title(assessed),
        lede: "One column a week. A hatched part was taken; a block below the line was given back. Figures in the \
               strip are minutes."
            .to_string(),
        keys,
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
    let planned = words::down(ledger.planned.value());
    let seen = sentences::weeks_seen(assessed);
    let is_shown = is_shown(assessed, ect);
    let columns = ledger.weeks.iter().filter_map(|week| column(week, weeks, tallest, is_shown)).collect();
    if !is_shown {
        let label =
            format!("{who}, {seen}: induction time planned {planned}; whether it was kept cannot be shown.");
        let picture = Some(Picture::Ledger { columns, now: weeks.now(), label });
        let unknown = Fact::marked(words::outcome(outcome), outcome, strength);
        return Line {
            who,
            sub: None,
            picture,
            facts: vec![Fact::plain(planned), Fact::plain("no figure"), unknown],
        };
    }
    let (lost, repaid) = (ledger.lost.value(), ledger.repaid.value());
    let mut taken = Fact::plain(if lost > Ratio::ZERO { words::up(lost) } else { "none".to_string() });
    if repaid > Ratio::ZERO {
        taken = taken.under(format!("{} repaid", words::down(repaid)));
    }
    let balance = match (outcome, owed(ledger)) {
        (Outcome::NotApplicable, _) => words::outcome(outcome).to_string(),
        (_, owed) if owed > Ratio::ZERO => format!("owed {}", words::up(owed)),
        _ => "nothing owed".to_string(),
    };
    let label = format!(
        "{who}, {seen}: induction time planned {planned}, taken {}, repaid {}, owed {}.",
        words::up(lost),
        words::down(repaid),
        words::up(owed(ledger))
    );
    let facts = vec![Fact::plain(planned), taken, Fact::marked(balance, outcome, strength)];
    Line { who, sub: None, picture: Some(Picture::Ledger { columns, now: weeks.now(), label }), facts }
}

fn column(week: &LedgerWeek, weeks: &Weeks, tallest: Ratio, is_shown: bool) -> Option<LedgerColumn> {
    let (from, to) = weeks.week(week.monday)?;
    let share = |minutes: Ratio| minutes.checked_div(tallest).unwrap_or(Ratio::ZERO);
    let said = |sign: &str, minutes: Ratio| {
        if minutes > Ratio::ZERO {
            format!("{sign}{}", words::thousands(minutes.ceil()))
        } else {
            String::new()
        }
    };
    let planned = LedgerColumn {
        from,
        to,
        kept: Ratio::ZERO,
        unknown: Ratio::ZERO,
        lost: Ratio::ZERO,
        repaid: Ratio::ZERO,
        to_come: share(week.to_come),
        words: (String::new(), String::new()),
    };
    if !is_shown {
        return Some(LedgerColumn { unknown: share(week.planned), ..planned });
    }
    Some(LedgerColumn {
        kept: share((week.planned - week.lost).max(Ratio::ZERO)),
        lost: share(week.lost),
        repaid: share(week.repaid),
        words: (said("−", week.lost), said("+", week.repaid)),
        ..planned
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::sample;

    /// Silence of the cover register is not a term in which nothing was taken.
    #[test]
    fn where_the_cover_register_is_silent_only_the_plan_is_said() {
        let school = sample::school();
        let mut assessed = sample::assessed(&school);
        for answer in assessed.assessments.iter_mut().filter(|answer| answer.rule == "PT04") {
            (answer.outcome, answer.measured, answer.required) = (Outcome::NotShown, None, None);
        }
        let ids = Ids::of(&assessed);
        assert_eq!(title(&assessed), "Induction time kept: cannot be shown");
        let table = table(&assessed, &ids);
        let column = |header: &str| table.columns.iter().position(|column| column.header == header).unwrap();
        assert!(!table.rows.is_empty());
        for row in &table.rows {
            assert!(matches!(row.cells[column("Planned")], Cell::Figure(_)));
            for header in ["Kept", "Taken", "Repaid", "Balance"] {
                assert!(matches!(row.cells[column(header)], Cell::Blank), "{header}");
            }
            let Cell::Text(happened) = &row.cells[column("What happened")] else { panic!("words") };
            assert_ne!(happened, "Kept");
        }
        let section = section(&assessed, &ids);
        assert!(section.opened.is_empty());
        assert!(section.keys.iter().any(|(style, _)| *style == "unknown"));
        for line in &section.lines {
            let Some(Picture::Ledger { columns, label, .. }) = &line.picture else { continue };
            assert!(columns.iter().all(|column| column.kept == Ratio::ZERO && column.lost == Ratio::ZERO));
            assert!(label.ends_with("whether it was kept cannot be shown."), "{label}");
        }
    }

    #[test]
    fn a_debt_of_one_is_told_beside_what_is_not_known_of_another() {
        let school = sample::school();
        let mut assessed = sample::assessed(&school);
        let owing = ordered(&assessed)[0].person;
        assert!(owed(known(&assessed, ordered(&assessed)[0]).unwrap()) > Ratio::ZERO);
        for answer in &mut assessed.assessments {
            if answer.rule == "PT04" && answer.subject != owing {
                answer.outcome = Outcome::NotShown;
            }
        }
        let others = assessed.ects.len() - 1;
        let name = &assessed.school.person(owing).name;
        let title = title(&assessed);
        let told = words::counted(others, "teacher", "teachers");
        assert!(title.contains(&format!("is owed to {name}; of {told} it cannot be shown")), "{title}");
    }
}
