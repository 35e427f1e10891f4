//! What an appropriate body uploads to DfE: the inductions that begin and those that end, each row checked as DfE's own
//! service will check it. A row that would be refused is not written; the sheets of checks say why, in DfE's words.

mod claims;
mod outcomes;
pub mod together;

pub use claims::claims;
pub use outcomes::outcomes;

use super::{Cell, Column, Kind, Row, Table, place, words};
use crate::model::dfe::Template;
use crate::model::dfe::file::{FileFault, ROWS};
use crate::model::dfe::rows::{self, RowFault};
use crate::model::school::PersonId;
use crate::model::source::{Source, Span};
use crate::rules::Assessed;
use std::collections::BTreeMap;

/// The rows of one template, and everyone who was looked at for them.
#[derive(Clone, Debug)]
pub struct Submission {
    /// Which of the two.
    pub template: Template,
    /// By TRN, those without one last.
    pub candidates: Vec<Candidate>,
}

/// Someone who was looked at for a row.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The ECT.
    pub person: PersonId,
    /// The row as it would stand in the file, in the order of the template.
    pub values: Vec<String>,
    /// What each value would be read from, and the record and column that would hold it.
    pub cells: Vec<(Option<Source>, (&'static str, &'static str))>,
    /// Why the ECT is in the file, or need not be.
    pub why: String,
    /// What DfE's checks of the row say.
    pub refused: Vec<(RowFault, usize)>,
    /// What DfE says only after looking the teacher up, in its words and ours.
    pub looked_up: Option<(String, String)>,
    /// Whether a row is wanted at all.
    pub wanted: Wanted,
}

/// Whether a row is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// It is.
    Yes,
    /// It has been sent, or is not due.
    No,
    /// The files cannot tell, and somebody must: what to decide.
    Decide(String),
}

impl Candidate {
    /// True if the row goes into the file.
    pub fn is_written(&self) -> bool {
        self.wanted == Wanted::Yes && self.refused.is_empty() && self.looked_up.is_none()
    }

    /// True if it is wanted, and DfE would refuse it.
    pub fn is_refused(&self) -> bool {
        self.wanted == Wanted::Yes && !self.is_written()
    }
}

impl Submission {
    /// Checks each row, puts them in order, and keeps back those of a TRN that stands in two.
    fn of(template: Template, mut candidates: Vec<Candidate>, assessed: &Assessed) -> Submission {
        for one in &mut candidates {
            let values: Vec<&str> = one.values.iter().map(String::as_str).collect();
            one.refused = rows::check(template, &values, Some(assessed.as_of));
        }
        candidates.sort_by(|a, b| {
            (a.values[0].is_empty(), &a.values[0], a.person).cmp(&(
                b.values[0].is_empty(),
                &b.values[0],
                b.person,
            ))
        });
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for one in candidates.iter().filter(|one| one.is_written()) {
            *seen.entry(one.values[0].clone()).or_default() += 1;
        }
        for one in candidates.iter_mut().filter(|one| seen.get(&one.values[0]).is_some_and(|n| *n > 1)) {
            let fault = FileFault::Duplicates(one.values[0].clone());
            one.looked_up.get_or_insert((fault.words().to_owned(), fault.meaning(template)));
        }
        Submission { template, candidates }
    }

    /// The rows of the file.
    pub fn rows(&self) -> Vec<Vec<String>> {
        self.candidates.iter().filter(|one| one.is_written()).map(|one| one.values.clone()).collect()
    }

    /// How many rows are written, would be refused, and need a decision.
    pub fn counts(&self) -> [usize; 3] {
        let count = |is: fn(&Candidate) -> bool| self.candidates.iter().filter(|one| is(one)).count();
        let undecided = |one: &Candidate| matches!(one.wanted, Wanted::Decide(_));
        [count(Candidate::is_written), count(Candidate::is_refused), count(undecided)]
    }

    /// The sheet of checks: everyone who was looked at.
    pub fn table(&self, assessed: &Assessed) -> Table {
        let column = |header, kind, width| Column { header, kind, width };
        let mut columns = vec![column("ECT", Kind::Text, 24)];
        columns.extend(self.template.headings().iter().map(|heading| column(heading, Kind::Text, 10)));
        columns.extend([
            column("In the file", Kind::Text, 22),
            column("Why", Kind::Wrapped, 30),
            column("What DfE would say", Kind::Wrapped, 34),
            column("What to fill in", Kind::Wrapped, 38),
        ]);
        let mut written = 0;
        let rows = self.candidates.iter().map(|one| {
            written += usize::from(one.is_written());
            self.row(assessed, one, written)
        });
        Table {
            name: match self.template {
                Template::Claims => "Claims check",
                Template::Outcomes => "Outcomes check",
            },
            title: self.title(),
            note: match self.template {
                Template::Claims => "DfE’s file and row checks, made before the upload. A claim is wanted for an \
                     induction that began, or was registered, in this term, and for one whose registration the files \
                     do not show."
                    .to_owned(),
                Template::Outcomes => "DfE’s file and row checks, made before the upload. An outcome is a judgement: \
                     it is taken as the reviews register has it, and never worked out."
                    .to_owned(),
            },
            columns,
            rows: rows.collect(),
            axis: Vec::new(),
        }
    }

    fn title(&self) -> String {
        let (one, many) = match self.template {
            Template::Claims => ("claim", "claims"),
            Template::Outcomes => ("outcome", "outcomes"),
        };
        let [written, refused, undecided] = self.counts();
        let mut said = vec![format!("{} to upload", words::counted(written, one, many))];
        if refused > 0 {
            said.push(words::counted(refused, "row that DfE would refuse", "rows that DfE would refuse"));
        }
        if undecided > 0 {
            said.push(format!("{} to decide on", words::counted(undecided, "row", "rows")));
        }
        words::sentence(&words::names(&said))
    }

    /// The same for a page: the row as it would stand in the file, and all that is said of it in one cell.
    pub fn in_short(&self, assessed: &Assessed, name: &'static str) -> Table {
        let column = |header, kind, width| Column { header, kind, width };
        let mut written = 0;
        let rows = self.candidates.iter().map(|one| {
            written += usize::from(one.is_written());
            let values: Vec<&str> =
                one.values.iter().map(|v| if v.is_empty() { "blank" } else { v.as_str() }).collect();
            let said = if one.wanted == Wanted::No { String::new() } else { Self::said(one) };
            let said = if said.is_empty() { said } else { format!("DfE: “{said}”.") };
            let all = [one.why.clone(), said, self.to_fill(assessed, one)];
            let all: Vec<String> = all.into_iter().filter(|part| !part.is_empty()).collect();
            let cells = [
                assessed.school.person(one.person).name.clone(),
                values.join(" · "),
                self.state(one, written),
                all.join(" "),
            ];
            Row { cells: cells.map(Cell::Text).to_vec(), ..Row::default() }
        });
        let rows: Vec<Row> = rows.collect();
        Table {
            name,
            title: self.title(),
            note: format!("{}. A row holds {}.", self.title(), self.template.headings().join(" · ")),
            columns: vec![
                column("ECT", Kind::Text, 24),
                column("Row", Kind::Text, 40),
                column("In the file", Kind::Text, 24),
                column("Why, and what to do", Kind::Wrapped, 60),
            ],
            rows,
            axis: Vec::new(),
        }
    }

    fn state(&self, one: &Candidate, written: usize) -> String {
        match &one.wanted {
            Wanted::No => "No, not wanted".to_owned(),
            Wanted::Decide(_) => "No, for you to decide".to_owned(),
            Wanted::Yes if one.is_written() => self.place(written),
            Wanted::Yes => "No, DfE would refuse it".to_owned(),
        }
    }

    fn row(&self, assessed: &Assessed, one: &Candidate, written: usize) -> Row {
        let text = |text: String| if text.is_empty() { Cell::Blank } else { Cell::Text(text) };
        let state = self.state(one, written);
        let mut cells = vec![Cell::Text(assessed.school.person(one.person).name.clone())];
        cells.extend(one.values.iter().cloned().map(text));
        cells.push(Cell::Text(state));
        cells.push(text(one.why.clone()));
        cells.push(text(if one.wanted == Wanted::No { String::new() } else { Self::said(one) }));
        cells.push(text(self.to_fill(assessed, one)));
        Row { cells, ..Row::default() }
    }

    /// `ab-claims.csv, line 2`.
    fn place(&self, written: usize) -> String {
        let (file, line) = (written.saturating_sub(1) / ROWS + 1, written.saturating_sub(1) % ROWS + 2);
        format!("{}, line {line}", self.name(file))
    }

    /// `ab-claims.csv`, `ab-claims-2.csv`.
    pub fn name(&self, number: usize) -> String {
        name(self.template, "", number)
    }

    /// DfE's words, as its column of errors would hold them.
    fn said(one: &Candidate) -> String {
        let mut said = Vec::new();
        if !one.refused.is_empty() {
            said.push(rows::sentence(&one.refused));
        }
        said.extend(one.looked_up.iter().map(|(words, _)| words.clone()));
        said.join("; ")
    }

    fn to_fill(&self, assessed: &Assessed, one: &Candidate) -> String {
        let mut said = Vec::new();
        match &one.wanted {
            Wanted::No => return String::new(),
            Wanted::Decide(what) => said.push(what.clone()),
            Wanted::Yes => {}
        }
        let blank = (0..one.values.len()).filter(|at| one.values[*at].trim().is_empty());
        let blank: Vec<usize> = blank.collect();
        said.extend(blank.iter().map(|at| self.fill(assessed, one, *at, "Fill in")));
        let rest = one.refused.iter().filter(|(_, at)| !blank.contains(at));
        said.extend(
            rest.map(|(fault, at)| format!("{} {}", self.fill(assessed, one, *at, "Correct"), fault.help())),
        );
        said.extend(one.looked_up.iter().map(|(_, ours)| ours.clone()));
        said.join(" ")
    }

    /// `Fill in Date of birth: induction.csv › C5.`
    fn fill(&self, assessed: &Assessed, one: &Candidate, at: usize, verb: &str) -> String {
        let heading = self.template.headings()[at];
        match one.cells[at] {
            (Some(cell), _) => format!("{verb} {heading}: {}.", place::cells(assessed.school, span(cell))),
            (None, (record, column)) => {
                format!("{verb} {heading}: column {column} of the {record} record.")
            }
        }
    }
}

fn span(cell: Source) -> Span {
    cell.span()
}

/// `ab-claims.csv`, `ab-outcomes-2.csv`, `ab-claims-pennine-edge.csv`.
pub fn name(template: Template, whose: &str, number: usize) -> String {
    let stem = match template {
        Template::Claims => "ab-claims",
        Template::Outcomes => "ab-outcomes",
    };
    let whose = if whose.is_empty() { String::new() } else { format!("-{whose}") };
    let number = if number > 1 { format!("-{number}") } else { String::new() };
    format!("{stem}{whose}{number}.csv")
}
