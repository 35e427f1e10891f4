//! The meetings with the mentor, window by window.

use super::super::super::origins::Ids;
use super::super::super::section::Section;
use super::super::super::{Cell, Kind, Row, Table, meetings as windows, place, sentences, words};
use super::super::answer;
use super::{bare, checks, column, drawn, link, named, proofs, shown};
use crate::model::figure::Figure;
use crate::model::school::{Meeting, MeetingKind, Status};
use crate::rules::{Assessed, EctWork, Window};

/// The sheet `Meetings`: a row for each window.
pub(in super::super) fn meetings(own: &Assessed, ect: &EctWork, ids: &Ids) -> Table {
    let rows = ect.windows.iter().map(|window| Row {
        cells: vec![
            Cell::Text(words::sentence(&windows::named(window))),
            Cell::Date(window.from),
            Cell::Date(window.to),
            Cell::Text(windows::state(window.state).1.to_owned()),
            Cell::Text(days(own, window)),
            window.minutes.as_ref().map_or(Cell::Blank, |minutes| Cell::Figure(minutes.any())),
            Cell::Text(places(own, window)),
            link(window.minutes.as_ref().map(Figure::any).as_ref(), ids),
        ],
        ..Row::default()
    });
    let columns = vec![
        column("Window", Kind::Text, 16),
        column("From", Kind::Date, 16),
        column("To", Kind::Date, 16),
        column("State", Kind::Text, 14),
        column("Met on", Kind::Wrapped, 26),
        column("Minutes", Kind::Minutes, 9),
        column("Where it is recorded", Kind::Wrapped, 40),
        column("Figure", Kind::Figure, 9),
    ];
    let (window, _) = sentences::window(Some(ect));
    let note = format!("One meeting each {window}; minutes of meetings, coaching and drop-ins.");
    named("Meetings", &meetings_title(own, ect), note, columns, rows.collect())
}

/// The meetings of a window that were held.
fn held<'a>(own: &'a Assessed, window: &Window) -> Vec<&'a Meeting> {
    let all = own.school.meetings.iter().filter(|row| (window.from..=window.to).contains(&row.date));
    all.filter(|row| {
        row.date <= own.as_of && row.status == Status::Held && row.kind != MeetingKind::Observation
    })
    .collect()
}

fn days(own: &Assessed, window: &Window) -> String {
    let mut days: Vec<_> = held(own, window).into_iter().map(|row| row.date).collect();
    days.sort_unstable();
    days.dedup();
    words::names(&days.into_iter().map(words::day_in_short).collect::<Vec<_>>())
}

fn places(own: &Assessed, window: &Window) -> String {
    window.cells.iter().map(|span| place::cells(own.school, *span)).collect::<Vec<_>>().join(", ")
}

fn meetings_title(own: &Assessed, ect: &EctWork) -> String {
    let names: Vec<&str> = ect.mentors.iter().map(|id| own.school.person(*id).name.as_str()).collect();
    if names.is_empty() {
        "Your mentor meetings".to_owned()
    } else {
        format!("Your meetings with {}", words::names(&names))
    }
}

pub(super) fn part(own: &Assessed, ect: &EctWork, ids: &Ids) -> Section {
    let year = if sentences::part(Some(ect)) == 2 { "second" } else { "first" };
    let (window, _) = sentences::window(Some(ect));
    let mut lede = format!("One each {window} in your {year} year.");
    let support = answer(own, ect, "MN05").and_then(|one| one.measured.as_ref().zip(one.required.as_ref()));
    if let Some((had, funded)) = support {
        lede = format!(
            "{lede} Since your second year began you have had {} of mentoring; the grant has funded {} to date.",
            words::down(had.value()),
            words::up(funded.value())
        );
    }
    let table = meetings(own, ect, ids);
    let caption = format!("Your meetings, {}", sentences::weeks_seen(own));
    let mine = bare("meetings", "Meetings", table.title.clone(), lede);
    let mut mine = drawn(windows::section(own, ids), mine);
    let due = table.rows.len();
    mine.opened =
        if due > 0 { vec![(String::new(), shown(without_dates(table), caption))] } else { Vec::new() };
    if due == 0 {
        mine.lede =
            "No week or fortnight of this term can be shown: the calendar or your position is missing."
                .to_owned();
        (mine.keys, mine.lines, mine.axis) = (Vec::new(), Vec::new(), None);
    }
    let rules = &["MN01", "MN02", "MN03", "MN05", "MN06", "MN07"];
    checks(
        own,
        Section { proofs: proofs(own, ids, rules), ..mine },
        "Every check of your meetings and of who mentors you",
        rules,
    )
}

/// The page has the weeks and the days of the meetings, and no room for the ends of each window.
fn without_dates(mut table: Table) -> Table {
    let keep: Vec<bool> = table.columns.iter().map(|column| column.kind != Kind::Date).collect();
    let kept = |at: &usize| keep.get(*at).copied().unwrap_or(true);
    table.columns =
        table.columns.into_iter().enumerate().filter(|(at, _)| kept(at)).map(|(_, one)| one).collect();
    for row in &mut table.rows {
        let cells = std::mem::take(&mut row.cells);
        row.cells = cells.into_iter().enumerate().filter(|(at, _)| kept(at)).map(|(_, cell)| cell).collect();
    }
    table
}
