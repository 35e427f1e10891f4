//! The funding edition: evidence and reconciliation for an auditor and a business manager. Nothing is applied for here;
//! the Department pays from its own records. Summaries are worked out live over the evidence, and hold the same figures.

mod control;
mod hours;
mod lines;
mod live;
mod page;
mod rates;
mod reconciliation;
mod registers;
mod sections;

use super::origins::Ids;
use super::{
    Action, Cell, Column, Kind, Report, Table, actions, coverage, files, funding, masthead, origins, place,
    settings, verdicts, words,
};
use crate::model::school::{PersonId, School};
use crate::model::source::Span;
use crate::rules::{Assessed, Outcome};
use std::collections::BTreeMap;

const fn column(header: &'static str, kind: Kind, width: u16) -> Column {
    Column { header, kind, width }
}

fn words_or_blank(words: Option<&str>) -> Cell {
    words.map_or(Cell::Blank, |words| Cell::Text(words.to_string()))
}

fn blank_or<T>(value: Option<&T>, cell: impl Fn(&T) -> Cell) -> Cell {
    value.map_or(Cell::Blank, cell)
}

/// File, sheet and cells.
fn places(school: &School, at: Span) -> [Cell; 3] {
    let sources = &school.sources;
    let file = place::path(school, &sources.file_of(at.sheet).path).to_string();
    [Cell::Text(file), words_or_blank(sources.sheet(at.sheet).name.as_deref()), Cell::Text(at.cells())]
}

/// The lines of the three ledgers of hours, by person: `T1`, `M1`, `H1`.
struct Keys {
    /// ECT time.
    ects: BTreeMap<PersonId, String>,
    /// Mentoring in the second year.
    mentored: BTreeMap<PersonId, String>,
    /// Mentor training.
    trained: BTreeMap<PersonId, String>,
}

impl Keys {
    fn of(assessed: &Assessed) -> Keys {
        fn numbered(letter: char, people: impl Iterator<Item = PersonId>) -> BTreeMap<PersonId, String> {
            people.zip(1..).map(|(person, n)| (person, format!("{letter}{n}"))).collect()
        }
        Keys {
            ects: numbered('T', assessed.ects.iter().map(|one| one.person)),
            mentored: numbered('M', assessed.evidence.mentored.iter().map(|one| one.person)),
            trained: numbered('H', assessed.evidence.trained.iter().map(|one| one.person)),
        }
    }
}

/// The tables of the edition, in reading order.
pub fn tables(assessed: &Assessed, ids: &Ids) -> Vec<Table> {
    let lines = lines::keyed(assessed);
    let keys = Keys::of(assessed);
    let mut tables = vec![
        lines::table(assessed, &lines, ids),
        hours::table(assessed, &keys, ids),
        hours::ect_time(assessed, &keys, ids),
        registers::mentoring(assessed, &keys),
        registers::register(assessed, &keys),
        registers::timetable(assessed, &keys),
        registers::cover_log(assessed, &keys),
        registers::payments(assessed, &lines),
        reconciliation::table(assessed, &lines),
    ];
    let control = control::table(assessed, &tables);
    let overrides = Table { name: "Overrides", ..settings::table(assessed) };
    tables.extend([
        control,
        rates::table(assessed, ids),
        overrides,
        origins::table(ids, assessed.school),
        files::table(assessed.school),
    ]);
    live::settle(&mut tables);
    tables
}

/// What DfE pays by, and what came that no line takes.
fn lede(assessed: &Assessed, all: &[lines::Keyed]) -> String {
    let pays = funding::lede(assessed);
    match page::loose(assessed, all) {
        Some(loose) => format!("{loose} came that no line takes. {pays}"),
        None => pays,
    }
}

/// Arranges one school's answers for the funding edition.
pub fn report(assessed: &Assessed) -> Report {
    let ids = Ids::of(assessed);
    let mut tables = tables(assessed, &ids);
    let lines = lines::keyed(assessed);
    let about_money = |action: &Action| action.rules.iter().any(|(rule, ..)| rule.starts_with("FN"));
    let mut actions = actions::actions(assessed, &ids);
    // what is missing altogether is told in the head’s edition, where it can be seen whole
    actions.retain(|action| about_money(action) && !action.who.is_empty());
    let count = |outcome: Outcome| {
        let own = lines.iter().filter(|one| page::outcome(assessed, one.line) == outcome);
        (outcome, own.count())
    };
    let outcomes =
        [Outcome::NotMet, Outcome::NotShown, Outcome::Pending, Outcome::Met, Outcome::NotApplicable];
    let mut states: BTreeMap<(Outcome, &str), i64> = BTreeMap::new();
    for one in &lines {
        let state = lines::state(assessed, one.line);
        *states.entry((page::outcome(assessed, one.line), state)).or_default() += 1;
    }
    let states: Vec<String> =
        states.iter().map(|((_, state), n)| format!("{n} {}", state.to_lowercase())).collect();
    let sections = sections::sections(assessed, &ids, &tables);
    tables.extend(page::tables(&tables));
    Report {
        masthead: masthead(assessed),
        title: format!(
            "{}: funding evidence and reconciliation, {}",
            assessed.school.name(),
            words::term(&assessed.term.name)
        ),
        verdict: page::verdict(&lines),
        lede: lede(assessed, &lines),
        tally: outcomes.into_iter().map(count).collect(),
        tally_notes: if states.is_empty() {
            Vec::new()
        } else {
            vec![format!("Lines: {}.", states.join(", "))]
        },
        actions,
        verdicts: verdicts::all(assessed, &ids),
        tables,
        alerts: coverage::alerts(assessed),
        matrices: Vec::new(),
        sections,
        ids,
        facts: page::facts(assessed, &lines),
        texts: BTreeMap::new(),
        cards: Vec::new(),
    }
}
