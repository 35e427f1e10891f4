//! Options that several commands have, and what may stand after them.

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use ringfence::model::calendar::TermId;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// What is tried before the layouts of the program.
#[derive(Debug, Args)]
pub struct Own {
    /// A folder of your own layouts, tried before those of the program
    #[arg(long, value_name = "FOLDER")]
    pub layouts: Option<PathBuf>,
}

/// What is laid over the rulebook.
#[derive(Debug, Args)]
pub struct Over {
    /// A folder of your own values, laid over the rulebook: another edition of the guidance, or what your appropriate
    /// body asks. Every report names it
    #[arg(long, value_name = "FOLDER")]
    pub rulebook: Option<PathBuf>,
}

/// What reports look like.
#[derive(Debug, Args)]
pub struct Look {
    /// A folder of your own templates, used in place of those of the program
    #[arg(long, value_name = "FOLDER")]
    pub templates: Option<PathBuf>,
}

/// Which files are taken.
#[derive(Debug, Args)]
pub struct Take {
    /// Leave out workbooks of the old and the binary kind (.xls, .xlsb), in which less can be checked
    #[arg(long)]
    pub modern_only: bool,
}

/// How many processes work.
#[derive(Debug, Args)]
pub struct Hands {
    /// Schools worked on at the same time. Default: as many as this computer has processors
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
}

/// How it is told what a run does.
#[derive(Debug, Args)]
pub struct Tell {
    /// Tell programs how far the work is, and how it ended: one JSON object a line, in place of what people read
    #[arg(long)]
    pub json: bool,
}

/// Which days.
#[derive(Debug, Args)]
pub struct When {
    /// The term, by name: "Autumn 2026". Default: the one most of the dated rows fall in
    #[arg(long, value_name = "NAME", value_parser = term, conflicts_with_all = ["from", "to"])]
    pub term: Option<TermId>,
    /// Or its first day, as 01/09/2026 or 2026-09-01
    #[arg(long, value_name = "DATE", value_parser = day, requires = "to")]
    pub from: Option<NaiveDate>,
    /// And its last day
    #[arg(long, value_name = "DATE", value_parser = day, requires = "from")]
    pub to: Option<NaiveDate>,
    /// Count nothing after this day. Default: the last day of the term
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<NaiveDate>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Something the law or a "must" asks is not met
    Breach,
    /// Anything is not met, or cannot be shown
    Concern,
}

fn term(text: &str) -> Result<TermId, String> {
    TermId::named(text).ok_or_else(|| {
        "write the season and the year, as in \"Autumn 2026\", or use --from and --to".to_owned()
    })
}

pub(super) fn day(text: &str) -> Result<NaiveDate, String> {
    ["%Y-%m-%d", "%d/%m/%Y"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(text, format).ok())
        .filter(|day| (2000..2100).contains(&chrono::Datelike::year(day)))
        .ok_or_else(|| "write a date as 18/12/2026 or 2026-12-18".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_day_first_or_in_full() {
        let friday = NaiveDate::from_ymd_opt(2026, 12, 4);
        assert_eq!(day("04/12/2026").ok(), friday);
        assert_eq!(day("2026-12-04").ok(), friday);
        for text in ["12/13/2026", "4 Dec", "04/12/26", "31/02/2026", ""] {
            assert!(day(text).is_err(), "{text}");
        }
    }
}
