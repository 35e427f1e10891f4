//! How much of what each school supplied is in the figures, and the files it supplied.

use super::{Long, Overview, School};
use crate::model::source::Sources;
use crate::tables::{Cell, Column, Kind, Row, Table, coverage, words};
use std::collections::BTreeMap;

/// What became of the files and rows of a school.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Rows {
    /// Files found.
    pub files: u64,
    /// Files that were not read.
    pub files_left_out: u64,
    /// Data rows that hold anything.
    pub read: u64,
    /// Rows that became records.
    pub used: u64,
    /// Rows left out.
    pub left_out: u64,
    /// `duplicate row: 12; no such period: 4`.
    pub why: String,
}

impl Rows {
    /// Those of all files of a school.
    pub fn of(sources: &Sources) -> Rows {
        let (read, used, left_out) = coverage::rows(sources);
        let mut why: BTreeMap<String, u64> = BTreeMap::new();
        for (reason, n) in sources.sheets.iter().flat_map(|sheet| &sheet.left_out) {
            *why.entry(reason.clone()).or_default() += n;
        }
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        Rows {
            files: count(sources.files.len()),
            files_left_out: count(sources.files.iter().filter(|file| file.rejected.is_some()).count()),
            read,
            used,
            left_out,
            why: coverage::reasons(&why),
        }
    }

    fn and(&self, more: &Rows) -> Rows {
        Rows {
            files: self.files + more.files,
            files_left_out: self.files_left_out + more.files_left_out,
            read: self.read + more.read,
            used: self.used + more.used,
            left_out: self.left_out + more.left_out,
            why: String::new(),
        }
    }
}

impl Overview {
    /// Of all schools.
    pub fn rows(&self) -> Rows {
        self.schools.iter().fold(Rows::default(), |all, school| all.and(&school.rows))
    }
}

/// The table `Coverage`.
pub(super) fn table(overview: &Overview) -> Long<'_> {
    let column = |header, kind, width| Column { header, kind, width };
    let all = overview.rows();
    let row = |n: usize| {
        let school: &School = &overview.schools[n];
        let Rows { files, files_left_out, read, used, left_out, why } = &school.rows;
        let text = |text: &str| if text.is_empty() { Cell::Blank } else { Cell::Text(text.to_owned()) };
        let mut cells =
            vec![Cell::Text(school.name.clone()), text(school.urn.as_deref().unwrap_or_default())];
        cells.extend([files, files_left_out, read, used, left_out].map(|n| Cell::Rows(*n)));
        cells.push(Cell::Rows(school.all.not_shown));
        cells.push(text(school.failed.as_deref().unwrap_or(why)));
        cells.push(text(&settle(school)));
        Row { cells, ..Row::default() }
    };
    let table = Table {
        name: "Coverage",
        title: format!(
            "{} rows read = {} used + {} left out",
            coverage::thousands(all.read),
            coverage::thousands(all.used),
            coverage::thousands(all.left_out)
        ),
        note: "Every row of every school is accounted for. The last column says what would settle the checks that cannot be shown."
            .to_owned(),
        columns: vec![
            column("School", Kind::Text, 34),
            column("URN", Kind::Text, 9),
            column("Files", Kind::Rows, 8),
            column("Files left out", Kind::Rows, 9),
            column("Rows read", Kind::Rows, 10),
            column("Used", Kind::Rows, 9),
            column("Left out", Kind::Rows, 9),
            column("Checks not shown", Kind::Rows, 10),
            column("Why", Kind::Wrapped, 50),
            column("What would settle it", Kind::Wrapped, 60),
        ],
        ..Table::default()
    };
    Long { table, rows: overview.schools.len(), row: Box::new(row) }
}

/// `Supply a cover file; fill sessions.csv › B4`
fn settle(school: &School) -> String {
    let all = school.settle.join("; ");
    match school.settle_more {
        0 => all,
        more => format!("{all}; and {more} more, in the school’s report"),
    }
}

/// The table `Files`; none if there are too many schools.
pub(super) fn files(overview: &Overview) -> Option<Long<'_>> {
    let column = |header, kind, width| Column { header, kind, width };
    let files = overview.files.as_ref()?;
    let row = |n: usize| {
        let (school, file) = &files[n];
        Row {
            cells: vec![
                Cell::Text(school.clone()),
                Cell::Text(file.path.clone()),
                Cell::Rows(file.bytes),
                file.rejected.clone().map_or(Cell::Blank, Cell::Text),
                if file.sha256.is_empty() { Cell::Blank } else { Cell::Text(file.sha256.clone()) },
            ],
            ..Row::default()
        }
    };
    let n = files.len();
    let table = Table {
        name: "Files",
        title: "Where this overview comes from".to_owned(),
        note: format!(
            "{} of all schools; one that several schools share stands with each.",
            words::sentence(&words::counted(n, "file", "files"))
        ),
        columns: vec![
            column("School", Kind::Text, 34),
            column("File", Kind::Text, 44),
            column("Bytes", Kind::Rows, 12),
            column("Left out because", Kind::Wrapped, 44),
            column("SHA-256", Kind::Text, 66),
        ],
        ..Table::default()
    };
    Some(Long { table, rows: n, row: Box::new(row) })
}
