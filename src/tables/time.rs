//! Teaching, limit, PPA and induction time in one cycle of the timetable.

use super::origins::Ids;
use super::proof::{self, Sum};
use super::section::{Fact, Head, Line, Section};
use super::{Cell, Column, Kind, Picture, Row, Segment, Table, sentences, values, verdicts, words};
use crate::model::figure::{AnyFigure, Figure};
use crate::model::school::PersonId;
use crate::model::units::Ratio;
use crate::rules::{Assessed, Assessment, CycleTime, EctWork, Outcome};
use std::fmt::Write as _;

/// The answer of a rule about a person.
pub fn answer<'a>(assessed: &'a Assessed, rule: &str, person: PersonId) -> Option<&'a Assessment> {
    assessed.assessments.iter().find(|answer| answer.rule == rule && answer.subject == person)
}

/// Furthest over first; those without a figure last.
fn ordered<'a>(assessed: &'a Assessed) -> Vec<&'a EctWork> {
    let over = |ect: &EctWork| {
        let taught = ect.cycle.as_ref().ok().map(|cycle| cycle.taught.value());
        taught.zip(ect.limit.as_ref().map(Figure::value)).map(|(taught, limit)| limit - taught)
    };
    let mut ects: Vec<&EctWork> = assessed.ects.iter().collect();
    ects.sort_by_key(|ect| (over(ect).is_none(), over(ect)));
    ects
}

/// The rulebook's share of a limit: 9/10 or 19/20.
fn cap(limit: &AnyFigure) -> Option<AnyFigure> {
    limit.from().iter().find(|part| part.unit() == "ratio" && part.clause().is_some()).cloned()
}

/// The table `Time`.
pub fn table(assessed: &Assessed, ids: &Ids) -> Table {
    let column = |header, kind, width| Column { header, kind, width };
    Table {
        name: "Time",
        title: title(assessed),
        note: format!("Minutes in one {} of the timetable, furthest over first.", sentences::cycle(assessed)),
        columns: vec![
            column("Teacher", Kind::Text, 24),
            column("Year", Kind::Text, 6),
            column("FTE", Kind::Share, 7),
            column("Taught", Kind::Minutes, 11),
            column("Comparator", Kind::Minutes, 12),
            column("Cap", Kind::Share, 8),
            column("Limit", Kind::Minutes, 11),
            column("Against the limit", Kind::Difference, 16),
            column("PPA", Kind::Minutes, 9),
            column("PPA needed", Kind::Minutes, 11),
            column("Induction", Kind::Minutes, 11),
            column("Induction needed", Kind::Minutes, 16),
            column("Other", Kind::Minutes, 9),
            column("Outcome", Kind::Outcome, 18),
            column("Figure", Kind::Figure, 9),
        ],
        rows: ordered(assessed).into_iter().map(|ect| row(assessed, ect, ids)).collect(),
        axis: Vec::new(),
    }
}

fn row(assessed: &Assessed, ect: &EctWork, ids: &Ids) -> Row {
    let cycle = ect.cycle.as_ref().ok();
    let name = &assessed.school.person(ect.person).name;
    let figure = |figure: Option<AnyFigure>| figure.map_or(Cell::Blank, Cell::Figure);
    let answer = answer(assessed, "PT01", ect.person);
    let id = answer.and_then(|answer| verdicts::figure(answer, ids));
    let year = ect.position.as_ref().map_or(Cell::Blank, |position| super::ordinal(position.part));
    Row {
        cells: vec![
            Cell::Text(name.clone()),
            year,
            figure(ect.fte.as_ref().map(Figure::any)),
            figure(cycle.map(|c| c.taught.any())),
            figure(assessed.comparator.as_ref().ok().map(|c| c.minutes.any())),
            figure(ect.limit.as_ref().and_then(|limit| cap(&limit.any()))),
            figure(ect.limit.as_ref().map(Figure::any)),
            answer.map_or(Cell::Blank, verdicts::against),
            figure(cycle.and_then(|c| c.ppa.as_ref()).map(Figure::any)),
            figure(ect.ppa_required.as_ref().map(Figure::any)),
            figure(cycle.and_then(|c| c.protected.as_ref()).map(Figure::any)),
            figure(ect.protected_required.as_ref().map(Figure::any)),
            figure(cycle.and_then(|c| c.other.as_ref()).map(Figure::any)),
            answer.map_or(Cell::Blank, |answer| Cell::Outcome(answer.outcome)),
            Cell::figure_link(id),
        ],
        picture: cycle.map(|cycle| Box::new(picture(assessed, ect, cycle, scale(assessed), name))),
    }
}

fn title(assessed: &Assessed) -> String {
    let answers: Vec<&Assessment> = assessed.assessments.iter().filter(|a| a.rule == "PT01").collect();
    let over = answers.iter().filter(|a| a.outcome == Outcome::NotMet).count();
    let shown = answers.iter().filter(|a| matches!(a.outcome, Outcome::NotMet | Outcome::Met)).count();
    match (over, shown) {
        (_, 0) => "Teaching time: the limit cannot be shown".to_string(),
        (0, _) => "Teaching time: nobody is over the limit".to_string(),
        (n, all) if n == all && n > 1 => "Teaching time: all are over the limit".to_string(),
        (n, 1) => format!("Teaching time: {} is over the limit", words::counted(n, "teacher", "teachers")),
        (n, all) => format!(
            "Teaching time: {} of {} {} over the limit",
            words::count(n),
            words::count(all),
            if n == 1 { "is" } else { "are" }
        ),
    }
}

/// Teaching time, with a bar for each teacher.
pub fn section(assessed: &Assessed, ids: &Ids) -> Section {
    let cycle = sentences::cycle(assessed);
    let scale = scale(assessed);
    Section {
        id: "time",
        nav: "Teaching time",
        title: title(assessed),
        lede: format!(
            "Each bar is one {cycle}. The dark part is teaching and must end at or before the solid line. Induction \
             time comes on top of PPA."
        ),
        keys: vec![
            ("taught", "Taught".into()),
            ("over", "Taught beyond the limit".into()),
            ("ppa", "PPA".into()),
            ("ind", "Induction time".into()),
            ("other", "Other time in teaching hours (full-time)".into()),
            (
                "rule",
                values::filled("Limit ({teaching_cap_part_1} or {teaching_cap_part_2})", &assessed.values),
            ),
            ("dot", "What a comparable teacher teaches".into()),
        ],
        caption: format!("Teaching, limit and induction time in one {cycle}, furthest over first"),
        columns: vec![
            Head { header: "Teacher", width: 1050, right: false },
            Head {
                header: match assessed.cycle_weeks {
                    ..=1 => "The week",
                    2 => "The fortnight",
                    3.. => "The cycle",
                },
                width: 0,
                right: false,
            },
            Head { header: "Teaches", width: 800, right: true },
            Head { header: "Against the limit", width: 1275, right: false },
            Head { header: "Induction time", width: 850, right: true },
        ],
        axis: None,
        lines: ordered(assessed).into_iter().map(|ect| line(assessed, ect, scale)).collect(),
        opened: Vec::new(),
        proofs: proof::section(assessed, ids, |rule| rule.starts_with("PT") && rule != "PT04"),
        basis: basis(assessed, ids),
    }
}

/// What a comparable teacher of this FTE teaches.
fn comparison(assessed: &Assessed, ect: &EctWork) -> Option<Ratio> {
    let comparator = assessed.comparator.as_ref().ok()?.minutes.value();
    Some(comparator * ect.fte.as_ref()?.value())
}

fn parts(cycle: &CycleTime) -> [Ratio; 4] {
    let of = |figure: &Option<crate::model::figure::Figure<crate::model::units::Minutes>>| {
        figure.as_ref().map_or(Ratio::ZERO, Figure::value)
    };
    [cycle.taught.value(), of(&cycle.ppa), of(&cycle.protected), of(&cycle.other)]
}

/// The parts of a bar. What is left of a part-timer's teaching hours is mostly not working time, so it is not drawn.
fn drawn(ect: &EctWork, cycle: &CycleTime) -> [Ratio; 4] {
    let [taught, ppa, protected, other] = parts(cycle);
    let full_time = ect.fte.as_ref().is_some_and(|fte| fte.value() == Ratio::ONE);
    [taught, ppa, protected, if full_time { other } else { Ratio::ZERO }]
}

/// The minutes of the whole width: the longest bar or mark.
fn scale(assessed: &Assessed) -> Ratio {
    let mut most = Ratio::ONE;
    for ect in &assessed.ects {
        let whole = ect.cycle.as_ref().map_or(Ratio::ZERO, |cycle| {
            drawn(ect, cycle).into_iter().fold(Ratio::ZERO, |sum, part| sum + part)
        });
        let limit = ect.limit.as_ref().map_or(Ratio::ZERO, Figure::value);
        most = most.max(whole).max(limit).max(comparison(assessed, ect).unwrap_or(Ratio::ZERO));
    }
    most
}

fn line(assessed: &Assessed, ect: &EctWork, scale: Ratio) -> Line {
    let name = assessed.school.person(ect.person).name.clone();
    let fte = ect.fte.as_ref().map(Figure::value).filter(|fte| *fte != Ratio::ONE);
    let share = ect.limit.as_ref().and_then(|limit| cap(&limit.any())).map(|cap| words::exact(&cap));
    let sub = ect.position.as_ref().ok().map(|position| {
        let share = share.map_or(String::new(), |share| format!(": {share}"));
        let fte = fte.map_or(String::new(), |fte| format!(" × {}", words::number(fte)));
        format!("Year {}{share}{fte}", position.part)
    });
    let picture = ect.cycle.as_ref().ok().map(|cycle| picture(assessed, ect, cycle, scale, &name));
    Line { who: name, sub, picture, facts: vec![teaches(ect), against(assessed, ect), named(assessed, ect)] }
}

fn teaches(ect: &EctWork) -> Fact {
    let Ok(cycle) = &ect.cycle else { return Fact::plain("no figure") };
    let taught = Fact::plain(words::up(cycle.taught.value()));
    match &ect.limit {
        Some(limit) => taught.under(format!("limit {}", words::down(limit.value()))),
        None => taught.under("no limit known"),
    }
}

fn against(assessed: &Assessed, ect: &EctWork) -> Fact {
    let Some(answer) = answer(assessed, "PT01", ect.person) else { return Fact::default() };
    let difference = sentences::difference(answer).map(|d| d.figure.value());
    let said = match difference {
        Some(over) if over > Ratio::ZERO => format!("{} over", words::up(over)),
        Some(over) if over == Ratio::ZERO => "exactly at the limit".to_string(),
        Some(over) => format!("{} inside", words::down(over.abs())),
        None => words::outcome(answer.outcome).to_string(),
    };
    Fact::marked(said, answer.outcome, answer.strength)
}

fn named(assessed: &Assessed, ect: &EctWork) -> Fact {
    let protected = ect.cycle.as_ref().ok().and_then(|cycle| cycle.protected.as_ref());
    let had = protected.map_or("no figure".to_string(), |f| words::down(f.value()));
    let Some(answer) = answer(assessed, "PT03", ect.person) else { return Fact::plain(had) };
    match (answer.outcome, sentences::difference(answer)) {
        (Outcome::NotMet, Some(d)) => Fact::plain(had).and(Fact::marked(
            format!("{} short", words::up(d.figure.value().abs())),
            answer.outcome,
            answer.strength,
        )),
        _ => match &ect.protected_required {
            Some(need) => Fact::plain(had).under(format!("needs {}", words::up(need.value()))),
            None => Fact::plain(had),
        },
    }
}

fn picture(assessed: &Assessed, ect: &EctWork, cycle: &CycleTime, scale: Ratio, name: &str) -> Picture {
    let share = |minutes: Ratio| minutes.checked_div(scale).unwrap_or(Ratio::ZERO);
    let [taught, ppa, protected, other] = drawn(ect, cycle);
    let limit = ect.limit.as_ref().map(Figure::value);
    let inside = limit.map_or(taught, |limit| taught.min(limit));
    let mut segments = Vec::new();
    let mut at = Ratio::ZERO;
    let steps =
        [("taught", inside), ("over", taught - inside), ("ppa", ppa), ("ind", protected), ("other", other)];
    for (style, minutes) in steps {
        if minutes > Ratio::ZERO {
            segments.push(Segment { style, from: share(at), to: share(at + minutes) });
            at = at + minutes;
        }
    }
    let comparison = comparison(assessed, ect);
    let mut label = format!("{name}: teaches {} a {}", words::up(taught), sentences::cycle(assessed));
    if let Some(limit) = limit {
        let _ = write!(label, "; the limit is {}", words::down(limit));
    }
    if let Some(comparison) = comparison {
        let _ = write!(label, "; a comparable teacher teaches {}", words::down(comparison));
    }
    if cycle.protected.is_some() {
        let _ = write!(label, ". PPA {}, induction time {}", words::down(ppa), words::down(protected));
        if other > Ratio::ZERO {
            let _ = write!(label, ", other {}", words::down(other));
        }
    }
    label.push('.');
    Picture::Bar { segments, limit: limit.map(share), comparison: comparison.map(share), label }
}

/// How the comparable teacher was found.
fn basis(assessed: &Assessed, ids: &Ids) -> Vec<proof::Proof> {
    let Ok(comparator) = &assessed.comparator else { return Vec::new() };
    let minutes = comparator.minutes.any();
    let mut proof = proof::alone(&minutes, "How the comparable teacher was found", assessed.school, ids);
    if !comparator.group.is_empty() {
        proof.sums = comparator
            .group
            .iter()
            .map(|(id, taught)| Sum {
                words: assessed.school.person(*id).name.clone(),
                amount: words::exact(&taught.any()),
                total: false,
            })
            .collect();
        let n = i64::try_from(comparator.group.len()).unwrap_or(0);
        proof.sums.push(Sum {
            words: format!("Median of {} (used)", words::tally(n, "teacher", "teachers")),
            amount: words::exact(&minutes),
            total: true,
        });
    }
    if let Some((mean, least, most)) = comparator.spread {
        let plain = |words: &str, amount| Sum { words: words.to_string(), amount, total: false };
        proof.sums.push(plain("Mean (for information)", format!("{} min", words::number(mean))));
        let range = format!("{} to {} min", words::number(least), words::number(most));
        proof.sums.push(plain("Range (for information)", range));
    }
    let mut proofs = vec![proof];
    proofs.extend(pupil_week(assessed, ids));
    proofs
}

/// The other reading of the reduction, which some schools use: shown, never judged.
fn pupil_week(assessed: &Assessed, ids: &Ids) -> Option<proof::Proof> {
    let known = |ect: &&EctWork| ect.pupil_week.is_some();
    let first = ordered(assessed).into_iter().find(known)?.pupil_week.as_ref()?.any();
    let mut proof =
        proof::alone(&first, "For information: counted from the pupils’ week", assessed.school, ids);
    let limits =
        ordered(assessed).into_iter().filter_map(|ect| Some((ect.person, ect.pupil_week.as_ref()?.any())));
    proof.sums = limits
        .map(|(person, limit)| Sum {
            words: format!("{} would teach at most", assessed.school.person(person).name),
            amount: words::exact(&limit),
            total: false,
        })
        .collect();
    Some(proof)
}
