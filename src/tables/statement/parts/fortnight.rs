//! One cycle of the timetable: teaching, PPA and induction time against what the rules ask.

use super::super::super::origins::Ids;
use super::super::super::section::{Fact, Head, Line, Section};
use super::super::super::{Cell, Kind, Row, Table, sentences, time, values, verdicts, words};
use super::super::answer;
use super::{bare, column, drawn, link, named, proofs};
use crate::model::figure::{AnyFigure, Figure};
use crate::rules::{Assessed, Assessment, EctWork, Outcome};

/// What is measured, the figure, what the rule asks in words, the figure of that, and the rule.
struct Share<'a> {
    what: &'static str,
    rule: &'static str,
    asks: String,
    answer: Option<&'a Assessment>,
    mine: Option<AnyFigure>,
    amount: Option<AnyFigure>,
}

fn shares<'a>(own: &'a Assessed, ect: &EctWork) -> Vec<Share<'a>> {
    let cycle = ect.cycle.as_ref().ok();
    let of = |at_most: bool, figure: &Option<Figure<crate::model::units::Minutes>>| {
        let share = figure.as_ref().map(Figure::any).and_then(|limit| {
            let share = limit
                .from()
                .iter()
                .find(|part| part.unit() == "ratio" && part.clause().is_some())
                .cloned()?;
            let base = limit.from().iter().find(|part| part.unit() == "minutes").cloned()?;
            Some(format!("{} of {}", words::exact(&share), words::amount(&base, false)))
        });
        let least = if at_most { "at most" } else { "at least" };
        share.map_or(format!("{least} a share of a comparable teacher’s"), |share| {
            format!("{least} {share}")
        })
    };
    vec![
        Share {
            what: "Teaching",
            rule: "PT01",
            asks: of(true, &ect.limit),
            answer: answer(own, ect, "PT01"),
            mine: cycle.map(|cycle| cycle.taught.any()),
            amount: ect.limit.as_ref().map(Figure::any),
        },
        Share {
            what: "PPA",
            rule: "PT02",
            asks: values::filled("at least {ppa_share} of your teaching", &own.values),
            answer: answer(own, ect, "PT02"),
            mine: cycle.and_then(|cycle| cycle.ppa.as_ref()).map(Figure::any),
            amount: ect.ppa_required.as_ref().map(Figure::any),
        },
        Share {
            what: "Induction time",
            rule: "PT03",
            asks: of(false, &ect.protected_required),
            answer: answer(own, ect, "PT03"),
            mine: cycle.and_then(|cycle| cycle.protected.as_ref()).map(Figure::any),
            amount: ect.protected_required.as_ref().map(Figure::any),
        },
    ]
}

fn cycle_title(own: &Assessed) -> String {
    format!("Your {}", sentences::cycle(own))
}

/// The sheet `Fortnight`: teaching, PPA and induction time of one cycle, whatever its length.
pub(in super::super) fn fortnight(own: &Assessed, ect: &EctWork, ids: &Ids) -> Table {
    let figure = |figure: Option<AnyFigure>| figure.map_or(Cell::Blank, Cell::Figure);
    let rows = shares(own, ect).into_iter().map(|share| {
        let fails = share.answer.filter(|one| one.outcome == Outcome::NotMet);
        Row {
            cells: vec![
                Cell::Text(share.what.to_owned()),
                figure(share.mine.clone()),
                Cell::Text(words::sentence(&share.asks)),
                figure(share.amount.clone()),
                share.answer.map_or(Cell::Blank, |one| Cell::Outcome(one.outcome)),
                fails.map_or(Cell::Blank, |one| verdicts::short(one.rule, one.strength)),
                Cell::Text(share.rule.to_owned()),
                link(share.mine.as_ref().or(share.amount.as_ref()), ids),
            ],
            ..Row::default()
        }
    });
    let columns = vec![
        column("Part", Kind::Text, 18),
        column("Yours", Kind::Minutes, 10),
        column("What the rule asks", Kind::Wrapped, 36),
        column("Amount in the rule", Kind::Minutes, 12),
        column("Outcome", Kind::Outcome, 18),
        column("Strength", Kind::Strength, words::STRENGTH_WIDTH),
        column("Rule", Kind::Text, 7),
        column("Figure", Kind::Figure, 9),
    ];
    let note = format!("Minutes in one {} of your timetable.", sentences::cycle(own));
    named(
        "Fortnight",
        &format!("{}: what you teach and what is kept free", cycle_title(own)),
        note,
        columns,
        rows.collect(),
    )
}

pub(super) fn part(own: &Assessed, ect: &EctWork, ids: &Ids) -> Section {
    let year = if sentences::part(Some(ect)) == 2 { "second" } else { "first" };
    let share =
        if sentences::part(Some(ect)) == 2 { "{teaching_cap_part_2}" } else { "{teaching_cap_part_1}" };
    let text = format!(
        "In your {year} year you teach at most {share} of what a comparable teacher here teaches. Induction time comes \
         on top of PPA."
    );
    let lede = values::filled(&text, &own.values);
    let mut mine = drawn(time::section(own, ids), bare("time", "Timetable", cycle_title(own), lede));
    mine.caption = String::from("The same figures");
    let head = |header, right| Head { header, width: 0, right };
    mine.columns = vec![
        head("Part", false),
        head("Yours", true),
        head("What the rule asks", false),
        head("Amount in the rule", true),
        head("Outcome", false),
    ];
    let need = |rule: &str| rule != "PT01";
    let rows = shares(own, ect).into_iter().map(|share| Line {
        who: share.what.to_owned(),
        sub: None,
        picture: None,
        facts: vec![
            Fact::plain(
                share.mine.as_ref().map_or("no figure".to_owned(), |f| words::amount(f, !need(share.rule))),
            ),
            Fact::plain(share.asks),
            Fact::plain(
                share.amount.as_ref().map_or("no figure".to_owned(), |f| words::amount(f, need(share.rule))),
            ),
            share.answer.map_or(Fact::default(), |one| {
                let word = match one.outcome {
                    Outcome::NotMet => words::falls_short(one.rule, one.strength),
                    other => words::outcome(other),
                };
                Fact::marked(word, one.outcome, one.strength)
            }),
        ],
    });
    mine.lines.extend(rows);
    mine.lines.extend(kept(own, ect));
    // what is compared is a number here; the pupils' week is the school's choice, not the ECT's figure
    Section { proofs: proofs(own, ids, &["PT01", "PT02", "PT03", "PT05"]), basis: Vec::new(), ..mine }
}

/// Whether PPA was left alone, as a row below the amounts.
fn kept(own: &Assessed, ect: &EctWork) -> Option<Line> {
    let one = answer(own, ect, "PT05").filter(|one| one.outcome != Outcome::NotApplicable)?;
    let shown = one.measured.as_ref().filter(|_| one.outcome != Outcome::NotShown);
    let word = match one.outcome {
        Outcome::NotMet => words::falls_short(one.rule, one.strength),
        other => words::outcome(other),
    };
    Some(Line {
        who: "Cover or meetings in your PPA".to_owned(),
        sub: None,
        picture: None,
        facts: vec![
            Fact::plain(shown.map_or("no figure".to_owned(), |found| words::number(found.value()))),
            Fact::plain("none"),
            Fact::plain("0"),
            Fact::marked(word, one.outcome, one.strength),
        ],
    })
}
