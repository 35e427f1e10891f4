//! Which layout a sheet follows.

use super::layout::{Layout, Layouts};
use super::shapes::grid::{self, Grids};
use super::shapes::list::{self, List};
use super::shapes::positions;
use super::sheet::{Cell, Row, Sheet};
use super::table::{Column, Unfolded};
use crate::model::source::SheetId;
use std::collections::BTreeSet;

/// Rows at the top of a sheet in which a header is looked for.
const HEADER_ROWS: usize = 30;

/// How a sheet fits a layout.
#[derive(Clone, Debug)]
pub struct Match<'a> {
    /// The layout.
    pub layout: &'a Layout,
    /// How its shape was found.
    how: How,
}

#[derive(Clone, Debug)]
enum How {
    List(List),
    /// Place of the first row.
    Positions(usize),
    Grid(Grids),
}

/// What became of a sheet.
#[derive(Clone, Debug)]
pub enum Recognised<'a> {
    /// It follows this layout, or several of one's own that share its rows.
    As(Vec<Match<'a>>),
    /// It follows two equally well.
    Tie(Vec<&'a Layout>),
    /// It would follow this layout, but for the header.
    Faulty(&'a Layout, List),
    /// It is a grid of this layout, but nothing says this.
    Unsaid(&'a Layout, &'static str),
    /// Its name says that it must follow this layout of one's own, and it does not.
    Unlike(&'a Layout),
    /// It follows none.
    Nothing,
}

/// How well a sheet fits a layout, the better the greater: a layout of one's own, one whose marks are there, headings
/// understood, and of these the very ones we write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score {
    own: bool,
    marked: bool,
    /// Headings understood.
    pub understood: usize,
    as_written: usize,
    /// Headings there are.
    pub headings: usize,
}

impl Score {
    /// True if another sheet could just as well have been meant: a heading more or less decides.
    pub fn is_close(&self, other: &Score) -> bool {
        (self.own, self.marked) == (other.own, other.marked)
            && self.understood.abs_diff(other.understood) <= 1
    }
}

impl<'a> Match<'a> {
    /// How well it fits.
    pub fn score(&self) -> Score {
        let (understood, as_written, headings) = match &self.how {
            How::List(list) => {
                (list.columns.len(), list.own_headings(self.layout), list.columns.len() + list.extra.len())
            }
            How::Positions(_) => (self.layout.positions.len(), 0, self.layout.positions.len()),
            How::Grid(grids) => (grids.understood(), 0, grids.headings()),
        };
        let marked = match &self.how {
            How::Grid(grids) => grids.marked,
            How::List(_) | How::Positions(_) => {
                !self.layout.marks.is_empty() || self.layout.section.is_some()
            }
        };
        Score { own: self.layout.own, marked, understood, as_written, headings }
    }

    /// The layout with the very headings of this sheet, all of them needed.
    pub fn as_found(&self) -> Layout {
        let mut layout = self.layout.clone();
        if let How::List(list) = &self.how {
            let heading = |(_, column): &(u32, Column)| (column.field.clone(), vec![column.header.clone()]);
            layout.columns = list.columns.iter().map(heading).collect();
            layout.needs = list.columns.iter().map(|(_, column)| column.field.clone()).collect();
            layout.marks.clear();
            layout.unread.clear();
        }
        layout
    }

    /// The sheet as entries.
    pub fn unfold(&self, id: SheetId, sheet: &'a Sheet) -> Unfolded<'a> {
        match &self.how {
            How::List(list) => list::unfold(id, sheet, self.layout, list),
            How::Positions(first) => positions::unfold(id, sheet, self.layout, *first),
            How::Grid(grids) => grid::unfold(id, sheet, self.layout, grids),
        }
    }

    /// True if both read the same record from the same columns.
    fn reads_as(&self, other: &Match) -> bool {
        match (&self.how, &other.how) {
            (How::List(one), How::List(two)) => {
                let (here, there) = (self.layout, other.layout);
                let told = !here.marks.is_empty() && here.marks == there.marks;
                told && here.record == there.record && one.columns == two.columns
            }
            _ => false,
        }
    }

    fn header(&self) -> Option<usize> {
        match &self.how {
            How::List(list) => Some(list.header),
            How::Positions(_) | How::Grid(_) => None,
        }
    }
}

/// Every layout a sheet fits, the best first, and what keeps it from fitting another.
#[derive(Debug)]
pub struct Candidates<'a> {
    /// The best match of each layout.
    pub complete: Vec<Match<'a>>,
    partial: Option<((bool, usize, usize), &'a Layout, List)>,
    unsaid: Option<(&'a Layout, &'static str)>,
    insisting: Option<&'a Layout>,
}

/// Looks at a sheet with every layout.
pub fn candidates<'a>(file: &str, sheet: &Sheet, layouts: &'a Layouts) -> Candidates<'a> {
    let mut found = Candidates { complete: Vec::new(), partial: None, unsaid: None, insisting: None };
    let may_be_grid = grid::may_be(sheet);
    let headed = |row: &Row| -> BTreeSet<usize> {
        layouts.headed(row.cells.iter().filter_map(|(_, cell)| match cell {
            Cell::Text(text) => Some(text.as_str()),
            _ => None,
        }))
    };
    let headed: Vec<BTreeSet<usize>> = sheet.rows.iter().take(HEADER_ROWS).map(headed).collect();
    let is_for = |(_, layout): &(usize, &Layout)| layout.is_for(file, sheet.name.as_deref());
    for (place, layout) in layouts.all.iter().enumerate().filter(is_for) {
        // A file that is to follow a layout of one's own, and does, is read by it alone.
        if !layout.own && found.complete.iter().any(|one| one.layout.insists()) {
            break;
        }
        found.insisting = found.insisting.or(layout.insists().then_some(layout));
        if !layout.columns.is_empty() && layout.grid.is_none() {
            found.look_for_header(layout, sheet, |at| headed[at].contains(&place));
        }
        if let Some(first) = positions::first(layout, sheet) {
            found.complete.push(Match { layout, how: How::Positions(first) });
        }
        match layout
            .grid
            .as_ref()
            .filter(|spec| may_be_grid || spec.unheaded)
            .map(|spec| grid::find(layout, spec, sheet))
        {
            Some(grid::Found::Grids(grids)) => found.complete.push(Match { layout, how: How::Grid(grids) }),
            Some(grid::Found::Unsaid(what)) => found.unsaid = found.unsaid.or(Some((layout, what))),
            Some(grid::Found::Nothing) | None => {}
        }
    }
    // The first row that matches best is the header; one further down is the header repeated.
    found.complete.sort_by_key(|one| (std::cmp::Reverse(one.score()), one.header()));
    let mut best: Vec<Match> = Vec::new();
    for one in found.complete {
        if !best.iter().any(|better| std::ptr::eq(better.layout, one.layout) || better.reads_as(&one)) {
            best.push(one);
        }
    }
    found.complete = best;
    found
}

impl<'a> Candidates<'a> {
    fn look_for_header(&mut self, layout: &'a Layout, sheet: &Sheet, may_fit: impl Fn(usize) -> bool) {
        for (at, row) in sheet.rows.iter().take(HEADER_ROWS).enumerate().filter(|(at, _)| may_fit(*at)) {
            if row.cells.iter().filter(|(_, cell)| matches!(cell, Cell::Text(_))).count() < 2 {
                continue;
            }
            let Some(mut list) = list::fit(layout, sheet, at) else { continue };
            if list.is_complete() {
                self.complete.push(Match { layout, how: How::List(list) });
                continue;
            }
            let marked = !layout.marks.is_empty();
            let headings = list.columns.len() + list.lookalike.len();
            let matched = (marked, headings, usize::MAX - list.missing.len());
            let insists = layout.insists() && headings > 0;
            let best = self
                .partial
                .as_ref()
                .is_none_or(|(most, held, _)| (insists, matched) > (held.insists(), *most));
            if !best || headings < 2 && !insists {
                continue;
            }
            list::find_nearest(layout, &mut list);
            // Two headers that fit are too little, unless a third one nearly does or the marks are there.
            let near = marked || list.missing.iter().any(|(_, near)| near.is_some());
            if insists || headings >= 3 || near || !list.twice.is_empty() || !list.lookalike.is_empty() {
                self.partial = Some((matched, layout, list));
            }
        }
    }

    /// What the sheet is.
    pub fn decide(mut self) -> Recognised<'a> {
        let most = self.complete.first().map(Match::score);
        if let Some(((_, matched, _), layout, list)) = self.partial {
            let understood = most.map_or(0, |most| most.understood);
            let headed = self.complete.iter().any(|one| matches!(one.how, How::List(_)));
            let insists = layout.insists() && most.is_none_or(|most| !most.own);
            let better = matched >= understood + 2 || !list.twice.is_empty() && matched >= understood;
            if insists || most.is_none() || headed && better && !most.is_some_and(|most| most.marked) {
                return Recognised::Faulty(layout, list);
            }
        }
        if let Some(layout) = self.insisting.filter(|_| most.is_none_or(|most| !most.own)) {
            return Recognised::Unlike(layout);
        }
        let Some(most) = most else {
            return self
                .unsaid
                .map_or(Recognised::Nothing, |(layout, what)| Recognised::Unsaid(layout, what));
        };
        if self.complete[0].layout.shares() {
            self.complete.retain(|one| one.layout.shares());
            return Recognised::As(self.complete);
        }
        let first = self.complete[0].header();
        self.complete.retain(|one| one.score() == most && one.header() == first);
        match self.complete.len() {
            1 => Recognised::As(self.complete),
            _ => Recognised::Tie(self.complete.iter().map(|one| one.layout).collect()),
        }
    }
}

/// Which layout a sheet follows; `file` is the name of its file.
pub fn recognise<'a>(file: &str, sheet: &Sheet, layouts: &'a Layouts) -> Recognised<'a> {
    candidates(file, sheet, layouts).decide()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let cells = (0_u32..)
            .zip(rows)
            .flat_map(|(r, row)| (0_u32..).zip(*row).map(move |(c, text)| ((r, c), Cell::text(text))))
            .collect();
        Sheet::from_cells("Sheet1", cells)
    }

    fn taken_for(rows: &[&[&str]]) -> String {
        match recognise("pack.xlsx", &sheet(rows), Layouts::built_in()) {
            Recognised::As(found) => found[0].layout.record.clone(),
            Recognised::Tie(layouts) => {
                layouts.iter().map(|layout| layout.record.as_str()).collect::<Vec<_>>().join(" = ")
            }
            Recognised::Faulty(layout, _) => format!("{} faulty", layout.record),
            Recognised::Unsaid(layout, what) => format!("{} without {what}", layout.record),
            Recognised::Unlike(layout) => format!("not like {}", layout.name),
            Recognised::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn every_list_is_recognised_by_its_own_headings() {
        let is_list = |one: &&Layout| one.grid.is_none() && one.section.is_none() && one.on_sheet.is_none();
        for layout in Layouts::built_in().all.iter().filter(is_list) {
            let mut headings: Vec<&str> = layout.columns.keys().map(|field| layout.heading(field)).collect();
            headings.extend(
                layout
                    .marks
                    .iter()
                    .map(|mark| mark.split(" | ").next().unwrap_or(mark))
                    .filter(|mark| !headings.contains(mark))
                    .collect::<Vec<_>>(),
            );
            if layout.positions.is_empty() || !headings.is_empty() {
                assert_eq!(taken_for(&[&headings]), layout.record, "{headings:?}");
            }
        }
    }

    #[test]
    fn headers_ignore_case_spaces_and_punctuation() {
        assert_eq!(taken_for(&[&["School timetable"], &["TEACHER", "week-day", "Lesson*"]]), "timetable");
        assert_eq!(taken_for(&[&["staff\u{a0}code", " Name ", "F.T.E."]]), "staff");
    }

    #[test]
    fn a_needed_header_that_is_not_there_is_a_fault() {
        for (headers, expected) in [
            (["Staff code", "Name", "FET", "Pay range"], "staff faulty"),
            (["Staff code", "Name", "FTE", "FTE"], "staff faulty"),
            (["Staff code", "Nam\u{435}", "FTE", "Pay range"], "staff faulty"),
            (["Menu", "Price", "Pudding", "Soup"], "nothing"),
        ] {
            assert_eq!(taken_for(&[&headers]), expected, "{headers:?}");
        }
    }
}
