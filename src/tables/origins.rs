//! Every figure gets an id, and a row for each place it rests on.

use super::ledger::is_shown;
use super::{Cell, Column, Kind, Row, Table, words};
use crate::model::figure::{AnyFigure, Figure, Origin};
use crate::model::school::School;
use crate::rules::Assessed;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::hash::BuildHasher;

/// Ids of all figures of a report: `f1`, `f2`, … in the order of one walk over the assessments and then the workings,
/// the parts of a figure before the figure. Equal figures share an id.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    all: Vec<(String, AnyFigure)>,
    /// Places of those of the same value, unit and words, by a hash of these.
    like: HashMap<u64, Vec<usize>, RandomState>,
    closed: Vec<AnyFigure>,
}

impl Ids {
    /// The ids of one school's answers.
    pub fn of(assessed: &Assessed) -> Ids {
        let mut ids = Ids::default();
        for figure in answers(assessed).chain(workings(assessed)) {
            ids.add(&figure);
        }
        ids
    }

    /// The id of a figure; nothing if no walk met it.
    pub fn id(&self, figure: &AnyFigure) -> Option<&str> {
        self.place(figure).map(|i| self.all[i].0.as_str())
    }

    /// The ids of some of these answers, called as before. A closed figure is told as a number: what it was computed from
    /// and read from is somebody else’s, and has no id here.
    pub fn within(&self, assessed: &Assessed, closed: Vec<AnyFigure>) -> Ids {
        let mut ids = Ids { closed, ..Ids::default() };
        let mut open: Vec<AnyFigure> = answers(assessed).chain(workings(assessed)).collect();
        let mut wanted = vec![false; self.all.len()];
        while let Some(figure) = open.pop() {
            if let Some(at) = self.place(&figure).filter(|at| !wanted[*at]) {
                wanted[at] = true;
                open.extend(ids.parts(&figure).iter().cloned());
            }
        }
        for (id, figure) in self.all.iter().zip(wanted).filter(|(_, wanted)| *wanted).map(|(one, _)| one) {
            ids.named(id.clone(), figure);
        }
        ids
    }

    /// The figures it was computed from, unless it is closed.
    pub fn parts<'a>(&self, figure: &'a AnyFigure) -> &'a [AnyFigure] {
        if self.is_closed(figure) { &[] } else { figure.from() }
    }

    /// The places it was read from, unless it is closed.
    pub fn origins<'a>(&self, figure: &'a AnyFigure) -> &'a [Origin] {
        if self.is_closed(figure) { &[] } else { figure.origins() }
    }

    /// True for a figure that is told as a number.
    pub fn is_closed(&self, figure: &AnyFigure) -> bool {
        self.closed.contains(figure)
    }

    /// Ids and figures, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &AnyFigure)> {
        self.all.iter().map(|(id, figure)| (id.as_str(), figure))
    }

    fn place(&self, figure: &AnyFigure) -> Option<usize> {
        let like = self.like.get(&self.hash(figure))?;
        like.iter().copied().find(|i| self.all[*i].1 == *figure)
    }

    fn add(&mut self, figure: &AnyFigure) {
        if self.place(figure).is_some() {
            return;
        }
        for part in figure.from() {
            self.add(part);
        }
        self.named(format!("f{}", self.all.len() + 1), figure);
    }

    fn named(&mut self, id: String, figure: &AnyFigure) {
        self.like.entry(self.hash(figure)).or_default().push(self.all.len());
        self.all.push((id, figure.clone()));
    }

    fn hash(&self, figure: &AnyFigure) -> u64 {
        self.like.hasher().hash_one((figure.value(), figure.unit(), figure.how()))
    }
}

/// The figures of the answers, in order.
fn answers(assessed: &Assessed) -> impl Iterator<Item = AnyFigure> {
    assessed.assessments.iter().flat_map(|answer| answer.measured.iter().chain(&answer.required)).cloned()
}

/// The figures of the workings that tables show, in order.
fn workings(assessed: &Assessed) -> Vec<AnyFigure> {
    let mut all = Vec::new();
    if let Ok(comparator) = &assessed.comparator {
        all.push(comparator.minutes.any());
        all.extend(comparator.group.iter().map(|(_, minutes)| minutes.any()));
    }
    for ect in &assessed.ects {
        all.extend(ect.fte.as_ref().map(Figure::any));
        if let Ok(position) = &ect.position {
            all.extend([position.served.any(), position.absent.any()]);
        }
        if let Ok(cycle) = &ect.cycle {
            all.push(cycle.taught.any());
            all.extend([&cycle.ppa, &cycle.protected, &cycle.other].into_iter().flatten().map(Figure::any));
        }
        let needs = [&ect.limit, &ect.pupil_week, &ect.protected_required, &ect.ppa_required];
        all.extend(needs.into_iter().flatten().map(Figure::any));
        all.extend(ect.windows.iter().filter_map(|window| window.minutes.as_ref()).map(Figure::any));
        all.extend(ect.longest_gap.as_ref().map(Figure::any));
        if let Ok(ledger) = &ect.ledger {
            all.push(ledger.planned.any());
        }
        if let Ok(ledger) = &ect.ledger
            && is_shown(assessed, ect)
        {
            let sums = [&ledger.lost, &ledger.repaid, &ledger.kept];
            all.extend(sums.into_iter().chain([&ledger.opening, &ledger.balance]).map(Figure::any));
            all.extend(ledger.entries.iter().flat_map(|entry| {
                let parts = [&entry.planned, &entry.lost, &entry.repaid].into_iter().flatten();
                parts.chain([&entry.balance]).map(Figure::any).collect::<Vec<_>>()
            }));
        }
    }
    for mentor in &assessed.mentors {
        let hours = [&mentor.entitlement, &mentor.to_date, &mentor.attended, &mentor.threshold];
        all.extend(hours.into_iter().flatten().map(Figure::any));
        all.extend(mentor.elements.values().map(Figure::any));
        if let Some(known) = &mentor.breakdown {
            all.extend(known.elements.values().chain(&known.total).map(Figure::any));
        }
    }
    for line in &assessed.funding {
        let money = [&line.rate, &line.expected, &line.received];
        all.extend(money.into_iter().flatten().map(Figure::any));
    }
    all.extend(assessed.remedies.iter().flat_map(crate::rules::remedies::Remedy::figures));
    // Last, so that what they are called does not change what the others are.
    for record in assessed.ects.iter().filter_map(|ect| ect.record.as_ref()) {
        all.push(record.employed.any());
        all.extend(record.contracted.iter().chain(&record.absent).map(Figure::any));
        all.extend(record.absences.iter().flat_map(|one| [one.days.any(), one.in_period.any()]));
    }
    // what only the evidence for the grants shows comes last
    for one in &assessed.evidence.mentored {
        all.extend([Some(&one.held), one.funded.as_ref()].into_iter().flatten().map(Figure::any));
    }
    for mentor in &assessed.evidence.trained {
        let hours = [&mentor.entitlement, &mentor.to_date, &mentor.attended];
        all.extend(hours.into_iter().flatten().chain(mentor.elements.values()).map(Figure::any));
    }
    all.extend(assessed.funding.iter().flat_map(|line| line.parts.iter().map(|(part, _)| part.any())));
    all
}

const fn column(header: &'static str, kind: Kind, width: u16) -> Column {
    Column { header, kind, width }
}

/// The table `Origins`: a row for each figure and place.
pub fn table(ids: &Ids, school: &School) -> Table {
    let mut rows = Vec::new();
    for (id, figure) in ids.iter() {
        let parts: Vec<&str> = ids.parts(figure).iter().filter_map(|part| ids.id(part)).collect();
        let places: Vec<Option<&Origin>> = match ids.origins(figure) {
            [] => vec![None],
            some => some.iter().map(Some).collect(),
        };
        let parts = parts.join(", ");
        for place in places {
            rows.push(row(id, figure, &parts, place, school));
        }
    }
    Table {
        name: "Origins",
        title: "Where each figure comes from".to_string(),
        note: "A figure with several places has a row for each. “searched” means that these rows were looked through."
            .to_string(),
        columns: vec![
            column("Figure", Kind::Text, 9),
            column("Value", Kind::Amount, 14),
            column("Unit", Kind::Text, 10),
            column("How", Kind::Wrapped, 44),
            column("From figures", Kind::Text, 20),
            column("File", Kind::Text, 26),
            column("Sheet", Kind::Text, 18),
            column("Cells", Kind::Text, 16),
            column("Clause", Kind::Wrapped, 52),
            column("Paragraph", Kind::Text, 11),
            column("In force", Kind::Date, 12),
            column("How well known", Kind::Wrapped, 36),
        ],
        rows,
        ..Table::default()
    }
}

fn row(id: &str, figure: &AnyFigure, parts: &str, place: Option<&Origin>, school: &School) -> Row {
    let text = |words: &str| if words.is_empty() { Cell::Blank } else { Cell::Text(words.to_owned()) };
    let (file, sheet, cells) = match place {
        Some(Origin::Cells(span) | Origin::Searched(span)) => {
            let searched = matches!(place, Some(Origin::Searched(_)));
            let cells = if searched { format!("searched {}", span.cells()) } else { span.cells() };
            let file = super::place::path(school, &school.sources.file_of(span.sheet).path);
            (
                text(file),
                text(school.sources.sheet(span.sheet).name.as_deref().unwrap_or_default()),
                Cell::Text(cells),
            )
        }
        Some(Origin::Setting { key, by }) => (text(&super::proof::setting_file(by)), Cell::Blank, text(key)),
        None => (Cell::Blank, Cell::Blank, Cell::Blank),
    };
    let clause = figure.clause();
    Row {
        cells: vec![
            Cell::Text(id.to_string()),
            Cell::Figure(figure.clone()),
            text(if figure.unit() == "pence" { "pounds" } else { figure.unit() }),
            text(figure.how()),
            text(parts),
            file,
            sheet,
            cells,
            clause.map_or(Cell::Blank, |c| text(&c.title)),
            clause.map_or(Cell::Blank, |c| text(&c.para)),
            clause.map_or(Cell::Blank, |c| Cell::Date(c.in_force)),
            clause.map_or(Cell::Blank, |c| {
                text(words::evidence(c.evidence, &c.title).unwrap_or("Read in an official source."))
            }),
        ],
        ..Row::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::sample;

    #[test]
    fn a_part_comes_before_its_whole_and_equal_figures_share_an_id() {
        let school = sample::school();
        let assessed = sample::assessed(&school);
        let ids = Ids::of(&assessed);
        let number = |figure: &AnyFigure| ids.id(figure).unwrap()[1..].parse::<usize>().unwrap();
        for (i, (id, figure)) in ids.iter().enumerate() {
            assert_eq!((id, number(figure)), (format!("f{}", i + 1).as_str(), i + 1));
            assert!(figure.from().iter().all(|part| number(part) <= i));
        }
        let limits: Vec<_> = assessed
            .ects
            .iter()
            .filter_map(|ect| ect.limit.as_ref())
            .map(crate::model::figure::Figure::any)
            .collect();
        assert_eq!(ids.id(&limits[0]), ids.id(&limits[1]));
        assert_ne!(ids.id(&limits[0]), ids.id(&limits[2]));
    }

    #[test]
    fn every_cell_is_of_the_kind_of_its_column() {
        let school = sample::school();
        let report = crate::tables::head(&sample::assessed(&school));
        for table in &report.tables {
            for row in &table.rows {
                assert_eq!(row.cells.len(), table.columns.len(), "{}", table.name);
                for (cell, column) in row.cells.iter().zip(&table.columns) {
                    let fits = match (cell, column.kind) {
                        (Cell::Blank, _)
                        | (Cell::Text(_), Kind::Text | Kind::Wrapped | Kind::Strength)
                        | (Cell::Date(_), Kind::Date)
                        | (Cell::Outcome(_), Kind::Outcome)
                        | (Cell::Strength(_), Kind::Strength)
                        | (Cell::Difference { .. }, Kind::Difference)
                        | (Cell::Rows(_), Kind::Rows)
                        | (Cell::Ordinal(_), Kind::Text)
                        | (Cell::FigureLink(_), Kind::Figure)
                        | (Cell::Figure(_), Kind::Amount) => true,
                        (Cell::Figure(figure), Kind::Minutes) => figure.unit() == "minutes",
                        (Cell::Figure(figure), Kind::Days) => figure.unit() == "days",
                        (Cell::Figure(figure), Kind::Terms) => figure.unit() == "terms",
                        (Cell::Figure(figure), Kind::Share) => figure.unit() == "ratio",
                        (Cell::Figure(figure), Kind::Count) => figure.unit() == "count",
                        _ => false,
                    };
                    assert!(fits, "{} › {}: {cell:?}", table.name, column.header);
                }
            }
        }
    }
}
