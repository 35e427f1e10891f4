//! What stands behind a count: the rows, or what was searched for them in vain.

use super::inquiry::Inquiry;
use crate::model::figure::{ChosenBy, Figure, Origin, Origins};
use crate::model::source::Span;
use crate::model::units::Count;

impl Inquiry<'_> {
    /// The block of data rows of every sheet taken for a record, or of one that may tell of the same: what was searched.
    pub fn searched<'s>(&'s self, record: &'s str) -> impl Iterator<Item = Origin> + 's {
        let logs: &[&str] = match record {
            "meetings" => &["attendance", "calendar-entries"],
            "training" => &["attendance"],
            _ => &[],
        };
        let sheets = [record].into_iter().chain(logs.iter().copied());
        let sheets = sheets.flat_map(|record| self.school.sources.taken_for(record));
        sheets.filter_map(|(_, sheet)| sheet.data).map(Origin::Searched)
    }

    /// What a count of rows rests on: the rows; where none counted, all that were searched; where nothing was supplied to
    /// search, that.
    pub fn rows_or_searched(&self, rows: impl IntoIterator<Item = Span>, records: &[&str]) -> Origins {
        Origins::of(rows.into_iter().map(Origin::Cells))
            .or_else(|| Origins::of(records.iter().flat_map(|record| self.searched(record))))
            .unwrap_or_else(|| nowhere(records))
    }

    /// How many rows of a record counted.
    pub fn counted(
        &self,
        number: usize,
        how: &str,
        rows: impl IntoIterator<Item = Span>,
        record: &str,
    ) -> Figure<Count> {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        Figure::read(number, how, self.rows_or_searched(rows, &[record]))
    }

    /// A sheet was taken for this record.
    pub fn is_supplied(&self, record: &str) -> bool {
        self.school.sources.taken_for(record).next().is_some()
    }
}

/// The origin of a figure for which no row was supplied at all: that none of these records was.
pub fn nowhere(records: &[&str]) -> Origins {
    let key = format!("no {} record supplied", records.join(" or "));
    Origins::one(Origin::Setting { key, by: ChosenBy::Default })
}
