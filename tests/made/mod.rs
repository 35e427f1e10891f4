//! A school and a report made by hand, with every kind of cell.
#![allow(dead_code, missing_docs)] // each test file uses its own part of it

use chrono::NaiveDate;
use ringfence::model::figure::{AnyFigure, Clause, Evidence, Figure, Origins};
use ringfence::model::finding::{Finding, Level, Place};
use ringfence::model::school::{Person, PersonId, School};
use ringfence::model::settings::Settings;
use ringfence::model::source::{FileId, FileInfo, SheetInfo, Source, Sources};
use ringfence::model::source::{SheetId, Span};
use ringfence::model::units::{Minutes, Ratio, Share, Terms};
use ringfence::rules::rulebook::Rulebook;
use ringfence::rules::{Assessed, Assessment, Settle};
use ringfence::rules::{Outcome, Strength};
use ringfence::tables::origins::Ids;
use ringfence::tables::{self, Cell, Column, Kind, Picture, Report, Row, Segment, Table};
use std::sync::Arc;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn block(sheet: u32, top: u32, bottom: u32) -> Span {
    Span { sheet: SheetId(sheet), top, left: 0, bottom, right: 7 }
}

pub fn clause() -> Arc<Clause> {
    Arc::new(Clause {
        rule: "PT01".into(),
        title: "Induction for early career teachers".into(),
        para: "2.20".into(),
        url: "https://www.gov.uk/ect".into(),
        in_force: day("2021-09-01"),
        quote: "no more than 90%".into(),
        evidence: Evidence::Official,
        checked: day("2026-11-01"),
        note: String::new(),
    })
}

pub struct Figures {
    pub taught: AnyFigure,
    pub comparator: AnyFigure,
    pub limit: AnyFigure,
    pub over: AnyFigure,
    pub fte: AnyFigure,
    pub terms: AnyFigure,
}

pub fn figures() -> Figures {
    let read = |minutes: i64, how: &str, sheet, top| {
        Figure::<Minutes>::read(minutes, how, Origins::one(block(sheet, top, top + 40)))
    };
    let taught = read(1260, "taught minutes in the two-week cycle", 0, 1);
    let comparator = Figure::<Minutes>::read(
        Ratio::new(4751, 2).unwrap(),
        "median of two teachers",
        Origins::one(block(0, 60, 140)),
    );
    let cap =
        Figure::<Share>::ruled(Ratio::new(9, 10).unwrap(), "most of the timetable, first year", clause());
    let limit =
        Figure::<Minutes>::derived(1188, "9/10 of the comparator at this FTE", [cap.any(), comparator.any()]);
    let over = Figure::<Minutes>::derived(72, "taught less the limit", [taught.any(), limit.any()]);
    let fte = Figure::<Share>::read(Ratio::new(3, 5).unwrap(), "FTE", Origins::one(block(1, 3, 3)));
    let terms =
        Figure::<Terms>::read(Ratio::new(6, 5).unwrap(), "terms served", Origins::one(block(1, 3, 3)));
    Figures {
        taught: taught.any(),
        comparator: comparator.any(),
        limit: limit.any(),
        over: over.any(),
        fte: fte.any(),
        terms: terms.any(),
    }
}

const fn column(header: &'static str, kind: Kind, width: u16) -> Column {
    Column { header, kind, width }
}

fn text(words: &str) -> Cell {
    Cell::Text(words.into())
}

fn row(cells: Vec<Cell>) -> Row {
    Row { cells, ..Row::default() }
}

fn actions(f5: &str) -> Table {
    Table {
        name: "Actions",
        title: "Two things to do, the first by Friday 4 December".into(),
        note: "Earliest first, then the strongest rule.".into(),
        columns: vec![
            column("By", Kind::Date, 18),
            column("Strength", Kind::Strength, 26),
            column("Do this", Kind::Wrapped, 58),
            column("Who it is about", Kind::Text, 24),
            column("Why", Kind::Wrapped, 58),
            column("Rule", Kind::Text, 8),
            column("Figure", Kind::Figure, 9),
        ],
        rows: vec![row(vec![
            Cell::Date(day("2026-12-04")),
            Cell::Strength(Strength::Statutory),
            text(
                "Release 72 minutes of Jane Smith's timetable; Tuesday week A period 3 is one lesson of 60 minutes.",
            ),
            text("Jane Smith"),
            text("She teaches 1,260 minutes in a cycle; at most 1,188 are allowed in the first year."),
            text("PT01"),
            Cell::FigureLink(f5.into()),
        ])],
        axis: Vec::new(),
    }
}

fn verdicts(made: &Figures, ids: &Ids) -> Table {
    let link = |figure: &AnyFigure| Cell::FigureLink(ids.id(figure).unwrap().into());
    let difference = |figure: &AnyFigure| Cell::Difference { figure: figure.clone(), over_is_bad: true };
    Table {
        name: "Verdicts",
        title: "One of three verdicts is not met".into(),
        note: "Autumn 2026, as of Fri 18 Dec 2026.".into(),
        columns: vec![
            column("Person", Kind::Text, 24),
            column("Rule", Kind::Text, 8),
            column("Question", Kind::Text, 28),
            column("Outcome", Kind::Outcome, 18),
            column("Strength", Kind::Strength, 28),
            column("Measured", Kind::Amount, 14),
            column("Required", Kind::Amount, 14),
            column("Difference", Kind::Difference, 16),
            column("Reason", Kind::Wrapped, 60),
            column("From", Kind::Date, 18),
            column("Figure", Kind::Figure, 9),
        ],
        rows: vec![
            row(vec![
                text("Jane Smith"),
                text("PT01"),
                text("reduced timetable"),
                Cell::Outcome(Outcome::NotMet),
                Cell::Strength(Strength::Statutory),
                Cell::Figure(made.taught.clone()),
                Cell::Figure(made.limit.clone()),
                difference(&made.over),
                text("1 h 12 min over the limit of 19 h 48 min in a cycle."),
                Cell::Date(day("2026-09-01")),
                link(&made.over),
            ]),
            row(vec![
                text("=cmd|' /C calc'!A0"),
                text("MN01"),
                text("meets regularly"),
                Cell::Outcome(Outcome::NotShown),
                Cell::Blank,
                Cell::Blank,
                Cell::Blank,
                Cell::Blank,
                text("The meetings register says nothing of this teacher."),
                Cell::Date(day("2026-09-01")),
                Cell::Blank,
            ]),
            row(vec![
                text("Sam O'Neill"),
                text("IN01"),
                text("position"),
                Cell::Outcome(Outcome::Met),
                Cell::Blank,
                Cell::Figure(made.terms.clone()),
                Cell::Blank,
                Cell::Blank,
                text("Term 2 of 6."),
                Cell::Date(day("2026-09-01")),
                link(&made.terms),
            ]),
        ],
        axis: Vec::new(),
    }
}

fn time(made: &Figures, f5: &str) -> Table {
    let bar = |name: &str| {
        Some(Picture::Bar {
            segments: vec![Segment { style: "taught", from: Ratio::ZERO, to: Ratio::ONE }],
            limit: None,
            comparison: None,
            label: format!("{name} teaches 1,260 of at most 1,188 minutes."),
        })
    };
    let of = |figure: &AnyFigure| Cell::Figure(figure.clone());
    let small = |minutes: i64| {
        Cell::Figure(Figure::<Minutes>::read(minutes, "labelled", Origins::one(block(0, 1, 40))).any())
    };
    let teacher = |name: &str, ppa: Cell, outcome| Row {
        picture: bar(name).map(Box::new),
        ..row(vec![
            text(name),
            of(&made.fte),
            of(&made.taught),
            of(&made.comparator),
            of(&made.limit),
            Cell::Difference { figure: made.over.clone(), over_is_bad: true },
            ppa,
            small(150),
            small(90),
            Cell::Outcome(outcome),
            Cell::FigureLink(f5.into()),
        ])
    };
    Table {
        name: "Time",
        title: "Teaching time: one of two is over the limit".into(),
        note: "Minutes in the two-week cycle.".into(),
        columns: vec![
            column("Teacher", Kind::Text, 24),
            column("FTE", Kind::Share, 7),
            column("Taught", Kind::Minutes, 11),
            column("Comparator", Kind::Minutes, 14),
            column("Limit", Kind::Minutes, 11),
            column("Against the limit", Kind::Difference, 18),
            column("PPA", Kind::Minutes, 9),
            column("Induction", Kind::Minutes, 11),
            column("Other", Kind::Minutes, 9),
            column("Outcome", Kind::Outcome, 18),
            column("Figure", Kind::Figure, 9),
        ],
        rows: vec![
            teacher("Jane Smith", small(126), Outcome::NotMet),
            teacher("Sam O'Neill", Cell::Blank, Outcome::Pending),
        ],
        axis: Vec::new(),
    }
}

fn origins(ids: &Ids) -> Table {
    Table {
        name: "Origins",
        title: "Where every figure comes from".into(),
        note: "One row for each place a figure rests on.".into(),
        columns: vec![
            column("Figure", Kind::Figure, 9),
            column("Value", Kind::Text, 14),
            column("Unit", Kind::Text, 10),
            column("How", Kind::Wrapped, 44),
        ],
        rows: ids
            .iter()
            .map(|(id, figure)| {
                row(vec![
                    Cell::FigureLink(id.into()),
                    text(&figure.value().to_string()),
                    text(figure.unit()),
                    text(figure.how()),
                ])
            })
            .collect(),
        axis: Vec::new(),
    }
}

fn files() -> Table {
    Table {
        name: "Files",
        title: "Two files were read".into(),
        note: "Rows, and why some were left out.".into(),
        columns: vec![
            column("File", Kind::Text, 34),
            column("Rows read", Kind::Rows, 10),
            column("SHA-256", Kind::Text, 66),
        ],
        rows: vec![row(vec![text("timetable.xlsx"), Cell::Rows(1312), text(&"0a".repeat(32))])],
        axis: Vec::new(),
    }
}

/// Two teachers, a timetable and a staff list.
pub fn school() -> &'static School {
    let person = |id: &str, name: &str| Person { id: id.into(), name: name.into(), trn: None };
    let file = |path: &str, rejected: Option<&str>| FileInfo {
        path: path.into(),
        sha256: "0a".repeat(32),
        bytes: 1234,
        rejected: rejected.map(str::to_owned),
    };
    let sheet = |file, name: Option<&str>, rows_read, reasons: &[(&str, u64)]| SheetInfo {
        file: FileId(file),
        name: name.map(str::to_owned),
        taken_for: Some("timetable".into()),
        layout: None,
        data: None,
        rows_read,
        rows_used: rows_read - reasons.iter().map(|(_, n)| n).sum::<u64>(),
        left_out: reasons.iter().map(|(why, n)| ((*why).to_owned(), *n)).collect(),
    };
    let mut school = School {
        people: vec![person("JSM", "Jane Smith"), person("SON", "Sam O'Neill")],
        sources: Sources {
            files: vec![
                file("timetable.xlsx", None),
                file("staff.csv", None),
                file("cover.csv", Some("is empty (0 bytes)")),
            ],
            sheets: vec![sheet(0, Some("Timetable"), 140, &[("duplicate row", 2)]), sheet(1, None, 20, &[])],
        },
        findings: vec![
            Finding {
                code: "E-EMPTY",
                level: Level::Error,
                message: "cover.csv is empty (0 bytes)".into(),
                help: "Export it again.".into(),
                at: vec![Place::File(FileId(2))],
            },
            Finding {
                code: "W-DUP",
                level: Level::Warning,
                message: "-2 rows twice".into(),
                help: "Delete one.".into(),
                at: vec![Place::Cell(Source { sheet: SheetId(0), row: 6, col: 2 })],
            },
        ],
        ..School::default()
    };
    school.about.name.value = Some("Alderbrook & Son Academy".into());
    school.about.urn.value = Some("123456".into());
    Box::leak(Box::new(school))
}

/// One of each: not met, met, and cannot be shown.
pub fn assessed() -> Assessed<'static> {
    let made = figures();
    let rulebook = Rulebook::embedded().unwrap();
    let mut assessed = ringfence::rules::assess(school(), &Settings::default(), &rulebook);
    let answer = |rule, person, outcome, measured, required| Assessment {
        scheme: None,
        rule,
        subject: PersonId(person),
        from: day("2026-09-01"),
        to: day("2026-12-18"),
        outcome,
        strength: Strength::Statutory,
        measured,
        required,
        reason: "1 h 12 min over the limit".into(),
        remedy: None,
        by: None,
        settle: Vec::new(),
        clause: Some(clause()),
    };
    assessed.assessments = vec![
        answer("PT01", 0, Outcome::NotMet, Some(made.taught), Some(made.limit)),
        answer("PT01", 1, Outcome::NotShown, None, None),
        answer("IN01", 1, Outcome::Met, Some(made.terms), Some(made.over)),
        answer("IN02", 1, Outcome::Met, Some(made.fte), None),
    ];
    assessed.assessments[1].settle = vec![Settle::Fill(block(0, 1, 40))];
    assessed.as_of = day("2026-12-18");
    assessed
}

/// A report with every kind of cell.
pub fn report() -> Report {
    let made = figures();
    let mut report = tables::head(&assessed());
    let ids = &report.ids;
    let f5 = ids.id(&made.over).unwrap().to_owned();
    let nothing = Table {
        name: "Not seen",
        title: "Everything could be seen".into(),
        note: String::new(),
        columns: vec![column("Rule", Kind::Text, 8)],
        rows: Vec::new(),
        axis: Vec::new(),
    };
    report.tables =
        vec![actions(&f5), verdicts(&made, ids), time(&made, &f5), nothing, origins(ids), files()];
    report.masthead.urn = Some("123456".into());
    report.masthead.appropriate_body = Some("Calder Teaching School Hub".into());
    report.masthead.as_of = day("2026-12-18");
    report.masthead.dates = (day("2026-09-01"), day("2026-12-18"));
    report.masthead.rulebook = ("2026-11".into(), "ab".repeat(32));
    report.title = "Alderbrook & Son Academy: early career teachers, autumn term 2026".into();
    report.verdict =
        vec!["One of two teachers is over the limit.".into(), "One thing cannot be shown.".into()];
    report.alerts = vec!["cover.csv is empty and was left out.".into()];
    report.lede = "The nearest date is Friday 4 December.".into();
    report.tally = vec![(Outcome::NotMet, 1), (Outcome::NotShown, 1), (Outcome::Met, 1)];
    report.tally_notes = vec!["One of them is a breach.".into()];
    report
}
