//! Where the ECT stands in induction.

use super::super::super::origins::Ids;
use super::super::super::section::{Line, Section};
use super::super::super::{Cell, Kind, Picture, Row, Segment, Table, words};
use super::super::answer;
use super::{bare, checks, column, link, named, proofs, shown};
use crate::model::figure::{AnyFigure, Figure};
use crate::model::units::Ratio;
use crate::rules::{Assessed, EctWork, Outcome};

/// What, its words, and the figure behind it.
fn places_in_induction(own: &Assessed, ect: &EctWork) -> Vec<(&'static str, String, Option<AnyFigure>)> {
    let mut all = vec![("Induction began", words::date(ect.started), None)];
    let fte = ect.fte.as_ref().map(Figure::any);
    all.push((
        "Full-time equivalent",
        fte.as_ref().map_or("not known".to_owned(), |f| format!("{} of full time", words::number(f.value()))),
        fte,
    ));
    match &ect.position {
        Err(cannot) => all.push(("Terms served", words::stopped(&words::sentence(&cannot.why)), None)),
        Ok(at) => {
            let served = at.served.any();
            all.push(("Terms served", format!("{} of 6", words::terms(served.value())), Some(served)));
            all.push(("Term now", format!("{} of 6", at.term_now), None));
            all.push(("Year of induction", format!("Year {}", at.part), None));
            let days = at.absent.any();
            let absent = if at.absence_recorded { words::exact(&days) } else { "no record".to_owned() };
            all.push(("Days absent that count, this year of induction", absent, Some(days)));
            all.extend(at.part1_ended.map(|day| ("Year 1 ended", words::date(day), None)));
            all.extend(at.expected_end.map(|day| ("Induction is expected to end", words::date(day), None)));
        }
    }
    for rule in ["RV01", "RV02"] {
        let Some(one) = answer(own, ect, rule).filter(|one| one.outcome != Outcome::NotApplicable) else {
            continue;
        };
        let by = one.by.map_or(String::new(), |day| format!(", due by {}", words::date(day)));
        let what = if rule == "RV01" { "Progress review" } else { "Formal assessment" };
        all.push((what, format!("{}{by}", words::outcome(one.outcome)), one.measured.clone()));
    }
    all
}

/// The sheet `Position`.
pub(in super::super) fn position(own: &Assessed, ect: &EctWork, ids: &Ids) -> Table {
    let rows = places_in_induction(own, ect).into_iter().map(|(what, said, figure)| Row {
        cells: vec![Cell::Text(what.to_owned()), Cell::Text(said), link(figure.as_ref(), ids)],
        ..Row::default()
    });
    let columns = vec![
        column("What", Kind::Text, 44),
        column("Where you are", Kind::Wrapped, 60),
        column("Figure", Kind::Figure, 9),
    ];
    let note =
        format!("Counted from your service to {}, not from the school year.", words::date(ect.reference_day));
    named("Position", "Where you are in induction", note, columns, rows.collect())
}

pub(super) fn part(own: &Assessed, ect: &EctWork, ids: &Ids) -> Section {
    let table = position(own, ect, ids);
    let mut mine = bare("position", "Induction", table.title.clone(), table.note.clone());
    if let Ok(at) = &ect.position {
        let line =
            |picture| Line { who: String::new(), sub: None, picture: Some(picture), facts: Vec::new() };
        mine.lines.push(line(terms(at.served.value(), at.term_now)));
        mine.keys = vec![
            ("ind", "Served".into()),
            ("track", "Still to serve".into()),
            ("dot", "Where year 1 ends".into()),
        ];
    }
    mine.opened = vec![(String::new(), shown(table, "Your position".to_owned()))];
    let rules = &["IN02", "IN03", "IN04", "RV01", "RV02", "RV03", "OB01"];
    checks(
        own,
        Section { proofs: proofs(own, ids, rules), ..mine },
        "Every check of your induction and its reviews",
        rules,
    )
}

/// Six blocks, a term each, filled as far as they are served.
fn terms(served: Ratio, now: i64) -> Picture {
    const TERMS: i64 = 6;
    let served = served.max(Ratio::ZERO).min(Ratio::whole(TERMS));
    let mut segments = Vec::new();
    let mut add = |style, from: Ratio, to: Ratio| {
        if from < to {
            segments.push(Segment { style, from: from / TERMS, to: to / TERMS });
        }
    };
    for n in 0..TERMS {
        let (from, to) = (Ratio::whole(n), Ratio::whole(n + 1));
        let until = served.max(from).min(to);
        add("ind", from, until);
        add("track", until, to);
    }
    let label = format!("Induction: {} of six terms served, now in term {now}.", words::terms(served));
    Picture::Bar { segments, limit: None, comparison: Ratio::new(1, 2), label }
}
