//! The tables of the edition, and the same for a page.

use super::disclosed::{Disclosed, Extent, Line, Size, Standing};
use super::entitlements::About;
use super::said;
use crate::rules::{Outcome, Strength};
use crate::tables::section::{self, Fact, Head, Section};
use crate::tables::{Cell, Column, Kind, Masthead, Picture, Row, Table, words};

/// Most dots in a row; more people than that have no picture.
const DOTS: usize = 12;

fn column(header: &'static str, kind: Kind, width: u16) -> Column {
    Column { header, kind, width }
}

fn text(words: impl Into<String>) -> Cell {
    Cell::Text(words.into())
}

fn about(line: &Line) -> &'static str {
    match line.entitlement.about {
        About::Ects => "ECTs",
        About::Mentors => "Mentors",
        About::Funding => "Payments",
        About::Everyone => "ECTs and mentors",
    }
}

fn rules(line: &Line) -> String {
    line.entitlement.rules.join(", ")
}

fn extent(line: &Line) -> String {
    if line.outcome == Outcome::NotApplicable {
        return "not asked this term".to_string();
    }
    said::extent(line.extent)
}

fn mark(outcome: Outcome, strength: Option<Strength>) -> Fact {
    Fact::marked(said::word(outcome, strength), outcome, strength.unwrap_or(Strength::Local))
}

fn strength(line: &Line) -> Cell {
    line.strength.map_or(Cell::Blank, Cell::Strength)
}

const RANGES: &str =
    "Numbers of people are ranges wherever something is outstanding, so that no one can be picked out.";

/// The table `Entitlements`, what falls short first.
pub(super) fn entitlements(disclosed: &Disclosed) -> Table {
    let rows = disclosed.lines.iter().map(|line| Row {
        cells: vec![
            text(line.entitlement.name),
            text(about(line)),
            text(extent(line)),
            Cell::Outcome(line.outcome),
            strength(line),
            text(rules(line)),
        ],
        ..Row::default()
    });
    Table {
        name: "Entitlements",
        title: said::verdict(disclosed).join(" "),
        note: if disclosed.lines.is_empty() || disclosed.altogether {
            said::withheld(disclosed).join(" ")
        } else {
            format!("What falls short first. {RANGES}")
        },
        columns: vec![
            column("Entitlement", Kind::Text, 40),
            column("About", Kind::Text, 12),
            column("In order for", Kind::Text, 24),
            column("Outcome", Kind::Outcome, 18),
            column("Strength", Kind::Strength, words::STRENGTH_WIDTH),
            column("Rules", Kind::Text, 24),
        ],
        rows: rows.collect(),
        axis: Vec::new(),
    }
}

/// The same with a dot for each person, as a page shows it.
pub(super) fn drawn(disclosed: &Disclosed) -> Section {
    let lines = disclosed.lines.iter().map(|line| section::Line {
        who: line.entitlement.name.to_string(),
        sub: Some(match line.entitlement.about {
            About::Ects => rules(line),
            About::Mentors => format!("{}, of mentors", rules(line)),
            About::Funding => format!("{}, of payments", rules(line)),
            About::Everyone => "of ECTs and mentors".to_string(),
        }),
        picture: dots(line),
        facts: vec![Fact::plain(extent(line)), mark(line.outcome, line.strength)],
    });
    let head = |header, width| Head { header, width, right: false };
    Section {
        id: "entitlements",
        nav: "Entitlements",
        title: "Entitlement by entitlement".to_string(),
        lede: said::withheld(disclosed).join(" "),
        keys: vec![
            ("in-order", "In order: met, not yet due, or not asked".to_string()),
            ("among", "Among these, at least one is not met or cannot be shown".to_string()),
        ],
        caption: "What falls short first, then what cannot be shown".to_string(),
        columns: vec![
            head("Entitlement", 0),
            head("Teachers or mentors", dots_wide(disclosed)),
            head("In order for", 950),
            head("Outcome", 1700),
        ],
        axis: None,
        lines: lines.collect(),
        opened: Vec::new(),
        proofs: Vec::new(),
        basis: Vec::new(),
    }
}

/// Room for the longest row of dots, in hundredths of a rem.
fn dots_wide(disclosed: &Disclosed) -> u16 {
    let of = |line: &Line| match dots(line) {
        Some(Picture::Dots { of, .. }) => of,
        _ => 0,
    };
    let most = disclosed.lines.iter().map(of).max().unwrap_or(0).max(5);
    u16::try_from(most * 125 + 150).unwrap_or(u16::MAX)
}

fn dots(line: &Line) -> Option<Picture> {
    let (sure, of) = match line.extent {
        Extent::All(n) => (n, n),
        Extent::NotAll(n) | Extent::AtMost(_, n) => (0, n),
        Extent::AtLeast(k, n) | Extent::Exactly(k, n) => (k, n),
        Extent::Some | Extent::Every => return None,
    };
    let label = format!("In order for {}", extent(line));
    (of <= DOTS).then_some(Picture::Dots { sure, of, label })
}

/// Something to do, and what it answers.
struct Asked {
    what: String,
    owner: &'static str,
    rules: String,
    outcome: Outcome,
    strength: Option<Strength>,
}

/// What to do, by outcome and then by strength: one for each entitlement that falls short or is still due, and one for
/// all that cannot be shown.
fn asked(disclosed: &Disclosed) -> Vec<Asked> {
    let mut all: Vec<Asked> = Vec::new();
    for line in &disclosed.lines {
        let one = line.entitlement;
        let what = match line.outcome {
            Outcome::NotMet => one.remedy,
            Outcome::NotShown => one.records,
            Outcome::Pending => match one.while_pending {
                Some(what) => what,
                None => continue,
            },
            Outcome::Met | Outcome::NotApplicable => continue,
        };
        match all.iter_mut().find(|other| other.what == what) {
            Some(other) => other.rules = format!("{}, {}", other.rules, rules(line)),
            None => all.push(Asked {
                what: what.to_string(),
                owner: if line.outcome == Outcome::NotShown { "Headteacher" } else { one.owner },
                rules: rules(line),
                outcome: line.outcome,
                strength: line.strength,
            }),
        }
    }
    all
}

/// By the end of term, while that is still to come: any other day would be somebody’s.
fn by(masthead: &Masthead) -> Option<chrono::NaiveDate> {
    (masthead.as_of < masthead.dates.1).then_some(masthead.dates.1)
}

/// The table `Actions`.
pub(super) fn actions(disclosed: &Disclosed, masthead: &Masthead) -> Table {
    let day = by(masthead).map_or(Cell::Blank, Cell::Date);
    let rows = asked(disclosed).into_iter().map(|one| Row {
        cells: vec![
            day.clone(),
            one.strength.map_or(Cell::Blank, Cell::Strength),
            text(one.what),
            text(one.owner),
            Cell::Outcome(one.outcome),
            text(one.rules),
        ],
        ..Row::default()
    });
    Table {
        name: "Actions",
        title: "What is to be done".to_string(),
        note: "By the end of term; the headteacher’s report has the day of each action. Who does it is who usually does."
            .to_string(),
        columns: vec![
            column("By", Kind::Date, 16),
            column("Strength", Kind::Strength, words::STRENGTH_WIDTH),
            column("Action", Kind::Wrapped, 58),
            column("Usually with", Kind::Wrapped, 28),
            column("Outcome", Kind::Outcome, 18),
            column("Rules", Kind::Text, 24),
        ],
        rows: rows.collect(),
        axis: Vec::new(),
    }
}

/// The same as a page shows it.
pub(super) fn to_do(disclosed: &Disclosed, masthead: &Masthead) -> Option<Section> {
    let day = by(masthead)
        .map_or("Without delay".to_string(), |day| words::day_in_short(day).replace(' ', "\u{a0}"));
    let lines = asked(disclosed).into_iter().map(|one| section::Line {
        facts: vec![Fact::plain(&day), Fact::plain(one.owner), mark(one.outcome, one.strength)],
        who: one.what,
        sub: None,
        picture: None,
    });
    let head = |header, width| Head { header, width, right: false };
    let lines: Vec<section::Line> = lines.collect();
    (!lines.is_empty()).then(|| Section {
        id: "actions",
        nav: "Actions",
        title: "What is to be done".to_string(),
        lede: "The headteacher’s report has the day of each action, and whom it is about.".to_string(),
        keys: Vec::new(),
        caption: "Strongest first".to_string(),
        columns: vec![
            head("Action", 0),
            head("By", 900),
            head("Usually with", 1200),
            head("Outcome it answers", 1450),
        ],
        axis: None,
        lines,
        opened: Vec::new(),
        proofs: Vec::new(),
        basis: Vec::new(),
    })
}

/// The table `Capacity`.
pub(super) fn capacity(disclosed: &Disclosed) -> Table {
    let whole = |n: usize| Cell::Rows(u64::try_from(n).unwrap_or(u64::MAX));
    let row = |what: &str, number: Cell, note: Cell| Row {
        cells: vec![text(what), number, note],
        ..Row::default()
    };
    let sized = |what: &str, size: Size, few: &str| match size {
        Size::None => row(what, whole(0), Cell::Blank),
        Size::Few => row(what, Cell::Blank, text(few)),
        Size::Of(n) => row(what, whole(n), Cell::Blank),
    };
    let mut rows = vec![
        sized("Early career teachers on induction", disclosed.ects, "fewer than three"),
        sized("Their mentors", disclosed.mentors, "fewer than three, or none"),
    ];
    match disclosed.years {
        Some((first, second)) => {
            rows.push(row("In year 1", whole(first), Cell::Blank));
            rows.push(row("In year 2", whole(second), Cell::Blank));
        }
        None => rows.push(row("In year 1, in year 2", Cell::Blank, text("not told apart"))),
    }
    if let Some(line) = disclosed.lines.iter().find(|line| line.entitlement.rules.contains(&"MN04")) {
        let said = format!("{}: {}", said::word(line.outcome, line.strength), extent(line));
        rows.push(row("Timetables name the time to mentor", Cell::Blank, text(said)));
    }
    let sum = "not stated: a sum would tell how many are in which year";
    rows.push(row("Hours for mentoring", Cell::Blank, text(sum)));
    Table {
        name: "Capacity",
        title: "Have we the capacity to mentor?".to_string(),
        note: said::capacity(disclosed),
        columns: vec![
            column("What", Kind::Text, 40),
            column("How many", Kind::Rows, 12),
            column("Otherwise", Kind::Text, 56),
        ],
        rows,
        axis: Vec::new(),
    }
}

/// The table `Trend`: this term last.
pub(super) fn trend(disclosed: &Disclosed, masthead: &Masthead, terms_before: &[&Standing]) -> Table {
    let all = terms_before.iter().map(|one| (*one).clone()).chain(disclosed.standing(&masthead.term));
    Table {
        name: "Trend",
        title: "From term to term".to_string(),
        note: "Entitlements of which nothing is outstanding, of those that asked something of anybody."
            .to_string(),
        columns: vec![
            column("Term", Kind::Text, 18),
            column("In order", Kind::Rows, 12),
            column("Of", Kind::Rows, 12),
        ],
        rows: all
            .map(|one| Row {
                cells: vec![text(one.term), Cell::Rows(one.in_order), Cell::Rows(one.of)],
                ..Row::default()
            })
            .collect(),
        axis: Vec::new(),
    }
}

/// The table `Files`: which records were there. The names of files and the lengths of lists can tell of people.
pub(super) fn files(disclosed: &Disclosed) -> Table {
    Table {
        name: "Files",
        title: "What this report was made from".to_string(),
        note: "Which records were used. Names of files and lengths of lists are not told.".to_string(),
        columns: vec![column("Record", Kind::Text, 34), column("Used", Kind::Text, 40)],
        rows: disclosed
            .records
            .iter()
            .map(|(record, used)| Row {
                cells: vec![text(*record), text(if *used { "yes" } else { "no" })],
                ..Row::default()
            })
            .collect(),
        axis: Vec::new(),
    }
}
