//! The hours behind the money: three ledgers, and no total over them.

use super::super::ordinal;
use super::live::{live, of_line, rate};
use super::{Keys, blank_or, column};
use crate::model::figure::{AnyFigure, Figure};
use crate::model::school::Element;
use crate::model::units::Minutes;
use crate::rules::{Assessed, EctWork, MentorWork, Mentored, Outcome};
use crate::tables::ledger::is_shown;
use crate::tables::origins::Ids;
use crate::tables::time::answer;
use crate::tables::{Cell, Kind, Row, Table, sentences, words};

/// Headers of the elements, and what each adds up.
pub const ELEMENTS: [(&str, &[Element]); 5] = [
    ("Conference", &[Element::Conference]),
    ("Clinic", &[Element::Clinic]),
    ("Coaching", &[Element::Coaching]),
    ("Self-study", &[Element::SelfStudy]),
    ("Other", &[Element::Induction, Element::Other]),
];

fn name(assessed: &Assessed, person: crate::model::school::PersonId) -> Cell {
    Cell::Text(assessed.school.person(person).name.clone())
}

fn link(figure: Option<&AnyFigure>, ids: &Ids) -> Cell {
    Cell::figure_link(figure.and_then(|figure| ids.id(figure)))
}

/// Nothing, rather than an error, where a rate is not there.
fn or_empty(formula: &str) -> String {
    format!("IFERROR({formula},\"\")")
}

/// The table `ECT time`.
pub fn ect_time(assessed: &Assessed, keys: &Keys, ids: &Ids) -> Table {
    let rows = assessed.ects.iter().map(|ect| {
        let live = |formula: &str, figure: Option<AnyFigure>| {
            blank_or(figure.as_ref(), |figure| live("ECTtime", formula, Cell::Figure(figure.clone())))
        };
        let needed = ect.protected_required.as_ref().map(Figure::any);
        let part = |n: usize| needed.as_ref().and_then(|needed| needed.from().get(n).cloned());
        let looked = |figure: Option<AnyFigure>| {
            let formula = figure.as_ref().and_then(|figure| rate(figure, ids));
            match formula {
                Some(formula) => live(&or_empty(&formula), figure),
                None => blank_or(figure.as_ref(), |figure| Cell::Figure(figure.clone())),
            }
        };
        let cycle = ect.cycle.as_ref().ok();
        let named = cycle.and_then(|cycle| cycle.protected.as_ref()).map(Figure::any);
        let ledger = ect.ledger.as_ref().ok();
        let kept = ledger.filter(|_| is_shown(assessed, ect));
        let of = |column| of_line("Timetable", column, &[]);
        let kept_figure = kept.map(|ledger| ledger.kept.any());
        let figure = link(kept_figure.as_ref(), ids);
        let judged = answer(assessed, "PT04", ect.person);
        Row {
            cells: vec![
                Cell::Text(keys.ects.get(&ect.person).cloned().unwrap_or_default()),
                name(assessed, ect.person),
                ect.position.as_ref().map_or(Cell::Blank, |at| ordinal(at.part)),
                blank_or(ect.fte.as_ref(), |fte| Cell::Figure(fte.any())),
                looked(part(0)),
                looked(part(1)),
                live(&or_empty("[@Comparable]*[@Share]*[@FTE]"), needed.clone()),
                live(&of("Minutes a cycle"), named),
                live(&of("Minutes in term"), ledger.map(|ledger| ledger.planned.any())),
                live(&of_line("Coverlog", "Taken", &[]), kept.map(|ledger| ledger.lost.any())),
                live(&of_line("Coverlog", "Given back", &[]), kept.map(|ledger| ledger.repaid.any())),
                live("[@Planned]-[@Taken]+[@Given back]", kept_figure),
                blank_or(kept.map(|ledger| ledger.balance.any()).as_ref(), |figure| {
                    let value = Cell::Difference { figure: figure.clone(), over_is_bad: false };
                    super::live::live("ECTtime", "[@Kept]-[@Planned]", value)
                }),
                judged.map_or(Cell::Blank, |answer| Cell::Outcome(answer.outcome)),
                judged.map_or(Cell::Blank, |answer| Cell::Text(sentences::reason(assessed, answer))),
                figure,
            ],
            ..Row::default()
        }
    });
    Table {
        name: "ECT time",
        title: "Induction time: named in the timetable, and kept".to_string(),
        note: format!(
            "Minutes. A cycle is the whole timetable; planned, taken and given back are of the term, as of {}. Needed: comparable teacher × share × full-time equivalent.",
            words::date(assessed.as_of)
        ),
        columns: vec![
            column("Line", Kind::Text, 7),
            column("Teacher", Kind::Text, 24),
            column("Year", Kind::Text, 7),
            column("FTE", Kind::Share, 7),
            column("Comparable", Kind::Amount, 13),
            column("Share", Kind::Share, 8),
            column("Needed", Kind::Amount, 11),
            column("Named", Kind::Amount, 11),
            column("Planned", Kind::Amount, 11),
            column("Taken", Kind::Amount, 10),
            column("Given back", Kind::Amount, 10),
            column("Kept", Kind::Minutes, 11),
            column("Balance", Kind::Difference, 16),
            column("Outcome", Kind::Outcome, 18),
            column("Why", Kind::Wrapped, 44),
            column("Figure", Kind::Figure, 9),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// The table `Hours`.
pub fn table(assessed: &Assessed, keys: &Keys, ids: &Ids) -> Table {
    let ects = assessed.ects.iter().map(|ect| time(assessed, ect, keys, ids));
    let mentored = assessed.evidence.mentored.iter().map(|one| mentoring(assessed, one, keys, ids));
    let trained = assessed.evidence.trained.iter().filter(|one| keys.trained.contains_key(&one.person));
    let trained = trained.map(|one| training(assessed, one, keys, ids));
    Table {
        name: "Hours",
        title: "The hours behind the money: three ledgers that never mix".to_string(),
        note: format!(
            "As of {}. An hour is counted in one ledger only, and the ledgers are not added up.",
            words::date(assessed.as_of)
        ),
        columns: vec![
            column("Line", Kind::Text, 7),
            column("Ledger", Kind::Text, 18),
            column("Person", Kind::Text, 24),
            column("What", Kind::Wrapped, 40),
            column("Conference", Kind::Amount, 12),
            column("Clinic", Kind::Amount, 10),
            column("Coaching", Kind::Amount, 10),
            column("Self-study", Kind::Amount, 11),
            column("Other", Kind::Amount, 10),
            column("Total", Kind::Minutes, 11),
            column("Expected to date", Kind::Amount, 13),
            column("Figure", Kind::Figure, 9),
        ],
        rows: ects.chain(mentored).chain(trained).collect(),
        ..Table::default()
    }
}

fn row(words: [Cell; 4], elements: Vec<Cell>, sums: [Cell; 2], figure: Option<&AnyFigure>, ids: &Ids) -> Row {
    Row {
        cells: words.into_iter().chain(elements).chain(sums).chain([link(figure, ids)]).collect(),
        ..Row::default()
    }
}

fn hours(formula: &str, figure: Option<&AnyFigure>) -> Cell {
    blank_or(figure, |figure| live("Hours", formula, Cell::Figure(figure.clone())))
}

fn time(assessed: &Assessed, ect: &EctWork, keys: &Keys, ids: &Ids) -> Row {
    let ledger = ect.ledger.as_ref().ok().filter(|_| is_shown(assessed, ect));
    let what = match ledger {
        Some(_) => "Induction time kept this term, of that planned".to_string(),
        None => "Induction time kept cannot be shown; see ECT time".to_string(),
    };
    let of = |column| format!("SUMIFS(ECTtime[{column}],ECTtime[Line],[@Line])");
    let (kept, planned) = (ledger.map(|l| l.kept.any()), ledger.map(|l| l.planned.any()));
    let key = keys.ects.get(&ect.person).cloned().unwrap_or_default();
    row(
        [Cell::Text(key), Cell::Text("ECT time".to_string()), name(assessed, ect.person), Cell::Text(what)],
        vec![Cell::Blank; ELEMENTS.len()],
        [hours(&of("Kept"), kept.as_ref()), hours(&of("Planned"), planned.as_ref())],
        kept.as_ref(),
        ids,
    )
}

fn mentoring(assessed: &Assessed, one: &Mentored, keys: &Keys, ids: &Ids) -> Row {
    let since = words::date(one.since);
    let what = match answer(assessed, "MN05", one.person) {
        Some(judged) if judged.outcome == Outcome::NotShown => {
            format!("Mentoring since year 2 began on {since}, as far as the register shows")
        }
        _ => format!("Mentoring since year 2 began on {since}, of the funded hours earned"),
    };
    let (held, funded) = (one.held.any(), one.funded.as_ref().map(Figure::any));
    let earned = funded.as_ref().and_then(|funded| {
        let [all, served, part] = funded.from() else { return None };
        let (n, d) = served.value().parts();
        Some(format!("{}*MIN(1,{n}/{d}/{})", rate(all, ids)?, rate(part, ids)?))
    });
    let key = keys.mentored.get(&one.person).cloned().unwrap_or_default();
    row(
        [Cell::Text(key), Cell::Text("Mentoring".to_string()), name(assessed, one.person), Cell::Text(what)],
        vec![Cell::Blank; ELEMENTS.len()],
        [
            hours(&of_line("Mentoring", "Counted minutes", &[]), Some(&held)),
            match earned {
                Some(formula) => hours(&or_empty(&formula), funded.as_ref()),
                None => blank_or(funded.as_ref(), |figure| Cell::Figure(figure.clone())),
            },
        ],
        Some(&held),
        ids,
    )
}

/// Minutes of some elements, as one figure.
fn sum(mentor: &MentorWork, elements: &[Element]) -> Option<AnyFigure> {
    let mut parts = elements.iter().filter_map(|element| mentor.elements.get(element)).map(Figure::any);
    let first = parts.next()?;
    let rest: Vec<AnyFigure> = parts.collect();
    if rest.is_empty() {
        return Some(first);
    }
    let value = rest.iter().fold(first.value(), |sum, part| sum + part.value());
    Some(Figure::<Minutes>::derived_with(value, "sum", first, rest, None).any())
}

fn training(assessed: &Assessed, mentor: &MentorWork, keys: &Keys, ids: &Ids) -> Row {
    let attended = mentor.attended.as_ref().map(Figure::any);
    let elements = ELEMENTS.iter().map(|(_, elements)| {
        let of = |element: &Element| of_line("Register", "Counted minutes", &[("Element", element.name())]);
        let formula: Vec<String> = elements.iter().map(of).collect();
        hours(&formula.join("+"), sum(mentor, elements).as_ref())
    });
    let (all, due) = (mentor.entitlement.as_ref().map(Figure::any), mentor.to_date.as_ref().map(Figure::any));
    let earned = all.as_ref().zip(due.as_ref()).and_then(|(all, due)| {
        let (n, d) = due.value().checked_div(all.value())?.parts();
        Some(format!("{}*{n}/{d}", rate(all, ids)?))
    });
    let what = match (&attended, mentor.training_start) {
        (Some(_), Some(start)) => format!("Training attended since {}, of that expected", words::date(start)),
        (None, Some(_)) => "No hours can be shown; see Register".to_string(),
        (_, None) => "No training start is recorded".to_string(),
    };
    let key = keys.trained.get(&mentor.person).cloned().unwrap_or_default();
    row(
        [
            Cell::Text(key),
            Cell::Text("Mentor training".to_string()),
            name(assessed, mentor.person),
            Cell::Text(what),
        ],
        elements.collect(),
        [
            hours(&of_line("Register", "Counted minutes", &[]), attended.as_ref()),
            match earned {
                Some(formula) => hours(&or_empty(&formula), due.as_ref()),
                None => blank_or(due.as_ref(), |figure| Cell::Figure(figure.clone())),
            },
        ],
        attended.as_ref(),
        ids,
    )
}
