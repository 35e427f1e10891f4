//! The edition as a page: the lines with what came, the hours in three ledgers, and the rows behind each.

use super::lines::{self, Keyed};
use super::reconciliation::{of_scheme, sums};
use super::{Keys, hours};
use crate::model::figure::{AnyFigure, Figure};
use crate::model::school::{PersonId, Scheme};
use crate::model::units::{Pence, Ratio};
use crate::rules::{Assessed, EctWork, FundingLine, LineStatus, Mentored, Outcome, Strength};
use crate::tables::origins::Ids;
use crate::tables::section::{Fact, Head, Line, Section};
use crate::tables::time::answer;
use crate::tables::{Big, Cell, Picture, Segment, Table, funding, proof, training, words};

const fn head(header: &'static str, width: u16, right: bool) -> Head {
    Head { header, width, right }
}

/// Some columns of a table, and the rows to keep, under a name of its own.
pub fn pick(table: &Table, name: &'static str, headers: &[&str], keep: impl Fn(&[Cell]) -> bool) -> Table {
    let at: Vec<usize> =
        headers.iter().filter_map(|header| table.columns.iter().position(|c| c.header == *header)).collect();
    let rows = table.rows.iter().filter(|row| keep(&row.cells)).map(|row| {
        let cells = at.iter().map(|i| row.cells[*i].clone()).collect();
        crate::tables::Row { cells, ..row.clone() }
    });
    Table {
        name,
        title: table.title.clone(),
        note: table.note.clone(),
        columns: at.iter().map(|i| table.columns[*i]).collect(),
        rows: rows.collect(),
        ..Table::default()
    }
}

/// True where a cell holds just these words.
fn says(cell: Option<&Cell>, words: &str) -> bool {
    matches!(cell, Some(Cell::Text(text)) if text == words)
}

/// How a line stands, as an outcome.
pub fn outcome(assessed: &Assessed, line: &FundingLine) -> Outcome {
    match line.status {
        LineStatus::Paid => Outcome::Met,
        LineStatus::Short | LineStatus::Over => Outcome::NotMet,
        LineStatus::NotEligible => Outcome::NotApplicable,
        LineStatus::Expected if lines::state(assessed, line) == "Not due yet" => Outcome::Pending,
        LineStatus::RateNotConfigured | LineStatus::Expected => Outcome::NotShown,
    }
}

/// A sentence for each scheme that has a line.
pub fn verdict(all: &[Keyed]) -> Vec<String> {
    let said = [Scheme::Year2Grant, Scheme::MentorTraining].into_iter().filter_map(|scheme| {
        let own = of_scheme(all, scheme);
        own.clone().next()?;
        let grant = scheme.name();
        let add = |status: LineStatus| {
            let lines = own.clone().filter(move |one| one.line.status == status);
            let value = lines.clone().filter_map(|one| lines::difference(one.line));
            let value = value.fold(Ratio::ZERO, |sum, one| sum + one.value());
            (lines.count(), words::pounds(value.abs()))
        };
        let short = match add(LineStatus::Short) {
            (0, _) => None,
            (n, pounds) => Some(format!(
                "{pounds} of the {grant} has not come, on {}",
                words::counted(n, "line", "lines")
            )),
        };
        let over = match add(LineStatus::Over) {
            (0, _) => None,
            (_, pounds) => Some(format!("{pounds} more of the {grant} came than is expected")),
        };
        Some(match (short, over) {
            (Some(short), Some(over)) => format!("{short}; {over}."),
            (Some(one), None) | (None, Some(one)) => format!("{one}."),
            (None, None) if own.clone().any(|one| lines::is_compared(one.line)) => {
                format!("What is due of the {grant} has come in full.")
            }
            (None, None) => format!("Nothing of the {grant} can be compared with payments yet."),
        })
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() { vec!["No funding line has arisen.".to_string()] } else { said }
}

/// What came of each scheme, and what has not; nothing for a scheme without an amount.
pub fn facts(all: &[Keyed]) -> Vec<Big> {
    let mut facts = Vec::new();
    let pounds = |figure: &Figure<Pence>| words::exact(&figure.any());
    for scheme in [Scheme::Year2Grant, Scheme::MentorTraining] {
        let (own, grant) = (sums(of_scheme(all, scheme)), scheme.name());
        if let Some((received, compared)) = own.received.as_ref().zip(own.compared.as_ref()) {
            let value = received.value() - compared.value();
            let (sub, mark) = match value.cmp(&Ratio::ZERO) {
                std::cmp::Ordering::Less => (format!("{} short", words::pounds(value.abs())), Some(Outcome::NotMet)),
                std::cmp::Ordering::Equal => ("in full".to_string(), Some(Outcome::Met)),
                std::cmp::Ordering::Greater => (format!("{} over", words::pounds(value)), Some(Outcome::NotMet)),
            };
            facts.push(Big {
                value: pounds(received),
                words: format!("received of the {grant}, of {} it is compared with", pounds(compared)),
                sub,
                mark: mark.map(|outcome| (outcome, Strength::Grant)),
            });
        }
        if let Some(open) = own.open.as_ref().filter(|open| open.value() > Ratio::ZERO) {
            let words = format!("more expected of the {grant}: not due yet, or nothing shows what came");
            facts.push(Big { value: pounds(open), words, sub: String::new(), mark: None });
        }
    }
    facts
}

/// The sections of the page.
pub fn sections(assessed: &Assessed, ids: &Ids, tables: &[Table]) -> Vec<Section> {
    let (all, keys) = (lines::keyed(assessed), Keys::of(assessed));
    let mut sections: Vec<Section> = [Scheme::Year2Grant, Scheme::MentorTraining]
        .into_iter()
        .filter_map(|scheme| grant(assessed, ids, &all, scheme))
        .collect();
    if !assessed.ects.is_empty() {
        sections.push(ect_time(assessed, &keys, tables));
    }
    if !assessed.evidence.mentored.is_empty() {
        sections.push(mentoring(assessed, ids, &keys, tables));
    }
    if !assessed.mentors.is_empty() {
        let own = training::section(assessed, ids);
        let mut people: Vec<PersonId> = assessed.evidence.trained.iter().map(|one| one.person).collect();
        people.retain(|person| keys.trained.contains_key(person));
        let columns = ["Date", "Element", "Counted minutes", "Provider", "File", "Sheet", "Cells"];
        let opened = people.iter().filter_map(|person| {
            let about = format!(
                "Register extract: {}{}",
                name(assessed, *person),
                behind(&all, *person, Scheme::MentorTraining)
            );
            extract(tables, "Register", &columns, keys.trained.get(person)?, about)
        });
        sections.push(Section { title: "3. Mentor training".to_string(), opened: opened.collect(), ..own });
    }
    sections
}

fn name<'a>(assessed: &'a Assessed, person: PersonId) -> &'a str {
    &assessed.school.person(person).name
}

/// `, behind line B1`.
fn behind(all: &[Keyed], person: PersonId, scheme: Scheme) -> String {
    let own = all.iter().filter(|one| one.line.person == person && one.line.scheme == scheme);
    let keys: Vec<&str> = own.map(|one| one.key.as_str()).collect();
    match keys.as_slice() {
        [] => String::new(),
        keys => format!(", behind line {}", words::names(keys)),
    }
}

/// The counted rows of one line, to open.
fn extract(
    tables: &[Table],
    sheet: &'static str,
    columns: &[&str],
    key: &str,
    about: String,
) -> Option<(String, Table)> {
    let table = tables.iter().find(|table| table.name == sheet)?;
    let line = table.columns.iter().position(|column| column.header == "Line")?;
    let mut rows = pick(table, sheet, columns, |cells| says(cells.get(line), key));
    rows.note = format!("Rows counted in line {key}; all rows are in the workbook, sheet {sheet}");
    (!rows.rows.is_empty()).then_some((about, rows))
}

fn grant(assessed: &Assessed, ids: &Ids, all: &[Keyed], scheme: Scheme) -> Option<Section> {
    let own = of_scheme(all, scheme);
    own.clone().next()?;
    let largest = |line: &FundingLine| {
        let figures = [&line.expected, &line.received].into_iter().flatten();
        figures.map(Figure::value).max().unwrap_or(Ratio::ZERO)
    };
    let whole = own.clone().map(|one| largest(one.line)).max().filter(|whole| *whole > Ratio::ZERO);
    let mut lines: Vec<&Keyed> = own.clone().collect();
    lines.sort_by_key(|one| (outcome(assessed, one.line), one.line.status));
    let sums = sums(own.clone());
    let money = |figure: &Option<Figure<Pence>>| {
        figure.as_ref().map_or("no figure".to_string(), |f| words::exact(&f.any()))
    };
    let (id, nav) = match scheme {
        Scheme::Year2Grant => ("year-2-grant", "Year-2 grant"),
        Scheme::MentorTraining => ("mentor-training-money", "Mentor training money"),
    };
    let lede = match &sums.expected {
        Some(_) => format!(
            "{} expected, of which {} is compared with payments; {} received. {}",
            money(&sums.expected),
            money(&sums.compared),
            money(&sums.received),
            "A rate that is not in the rulebook gives no figure."
        ),
        None => "No line has an amount. A rate that is not in the rulebook gives no figure.".to_string(),
    };
    let rules: fn(&str) -> bool = match scheme {
        Scheme::Year2Grant => |rule| rule == "FN01" || rule == "FN03",
        Scheme::MentorTraining => |rule| rule == "FN02" || rule == "FN03",
    };
    let of_scheme =
        assessed.assessments.iter().filter(|answer| rules(answer.rule) && answer.scheme == Some(scheme));
    let proofs = of_scheme.filter_map(|answer| {
        let mut one = proof::of(assessed, answer, ids)?;
        one.summary = format!("{}: {}", one.about, crate::tables::titles::coded(answer.rule));
        one.about = String::new();
        Some(one)
    });
    Some(Section {
        id,
        nav,
        title: format!("{}: expected and received", funding::scheme(scheme)),
        lede,
        keys: whole.map_or_else(Vec::new, |_| {
            [
                ("ind", "Received"),
                ("lost", "Due and not received"),
                ("soon", "Expected, not due yet or not shown"),
                ("over", "More than expected"),
            ]
            .map(|(style, words)| (style, words.to_string()))
            .to_vec()
        }),
        caption: format!(
            "{}, least complete first",
            words::sentence(&words::counted(lines.len(), "line", "lines"))
        ),
        columns: vec![
            head("Line", 1500, false),
            head("Share of the largest", 0, false),
            head("Expected", 650, true),
            head("Received", 650, true),
            head("State", 1550, false),
        ],
        axis: None,
        lines: lines.iter().map(|one| line(assessed, one, whole)).collect(),
        opened: Vec::new(),
        proofs: proofs.collect(),
        basis: Vec::new(),
    })
}

fn line(assessed: &Assessed, one: &Keyed, whole: Option<Ratio>) -> Line {
    let line = one.line;
    let who = name(assessed, line.person);
    let said = |figure: &Option<Figure<Pence>>, none: &str| {
        Fact::plain(figure.as_ref().map_or(none.to_string(), |figure| words::exact(&figure.any())))
    };
    let cohort = line.cohort.map_or_else(String::new, |year| format!(", cohort {year}"));
    let area = line.pay_area.as_ref().map_or_else(String::new, |area| format!(", {area}"));
    let basis = line
        .expected
        .as_ref()
        .map_or_else(String::new, |figure| format!(": {}", lines::basis(&figure.any())));
    let state = Fact::marked(lines::state(assessed, line), outcome(assessed, line), Strength::Grant);
    let none = if line.expected.is_some() { "not shown" } else { "none" };
    Line {
        who: who.to_string(),
        sub: Some(format!("Line {}{cohort}{area}{basis}", one.key)),
        picture: line
            .expected
            .as_ref()
            .zip(whole)
            .and_then(|(expected, whole)| bar(line, expected, whole, who)),
        facts: vec![
            said(&line.expected, "no figure"),
            said(&line.received, none),
            state.under(funding::reason(assessed, line)),
        ],
    }
}

fn bar(line: &FundingLine, expected: &Figure<Pence>, whole: Ratio, who: &str) -> Option<Picture> {
    let share = |value: Ratio| value.checked_div(whole);
    let received = line.received.as_ref().map_or(Ratio::ZERO, Figure::value);
    let came = received.min(expected.value());
    let mut segments = vec![Segment { style: "ind", from: Ratio::ZERO, to: share(came)? }];
    let rest = if lines::is_compared(line) { "lost" } else { "soon" };
    segments.push(Segment { style: rest, from: share(came)?, to: share(expected.value())? });
    segments.push(Segment {
        style: "over",
        from: share(expected.value())?,
        to: share(received.max(expected.value()))?,
    });
    segments.retain(|segment| segment.from < segment.to);
    let expected = words::exact(&expected.any());
    let label = match &line.received {
        Some(received) => format!("{who}: received {} of {expected} expected", words::exact(&received.any())),
        None => format!("{who}: {expected} expected; what came is not shown"),
    };
    Some(Picture::Bar { segments, limit: None, comparison: None, label })
}

/// `2 h 30 min`, or none.
fn time(figure: Option<&AnyFigure>, need: bool) -> String {
    figure.map_or("no figure".to_string(), |figure| words::amount(figure, need))
}

fn ect_time(assessed: &Assessed, keys: &Keys, tables: &[Table]) -> Section {
    let all = lines::keyed(assessed);
    let row = |ect: &EctWork| {
        let kept = ect.ledger.as_ref().ok().filter(|_| hours::is_shown(assessed, ect));
        let named = ect.cycle.as_ref().ok().and_then(|cycle| cycle.protected.as_ref()).map(Figure::any);
        let needed = ect.protected_required.as_ref().map(Figure::any);
        let said = kept.map_or("no figure".to_string(), |ledger| {
            format!("{} of {}", words::down(ledger.kept.value()), words::down(ledger.planned.value()))
        });
        let judged = answer(assessed, "PT04", ect.person);
        let state = judged.map_or_else(Fact::default, |judged| {
            let reason = crate::tables::sentences::reason(assessed, judged);
            Fact::marked(words::outcome(judged.outcome), judged.outcome, judged.strength).under(reason)
        });
        Line {
            who: name(assessed, ect.person).to_string(),
            sub: ect.position.as_ref().ok().map(|at| format!("Year {}", at.part)),
            picture: None,
            facts: vec![
                Fact::plain(time(named.as_ref(), false)),
                Fact::plain(time(needed.as_ref(), true)),
                Fact::plain(said),
                state,
            ],
        }
    };
    let timetable = ["Day", "Week", "When", "Minutes a cycle", "Minutes in term", "File", "Sheet", "Cells"];
    let cover = ["Date", "When", "Kind", "Taken", "Given back", "File", "Sheet", "Cells"];
    let opened = assessed.ects.iter().flat_map(|ect| {
        let key = keys.ects.get(&ect.person).map_or("", String::as_str);
        let about = |what: &str| {
            format!("{what}: {}{}", name(assessed, ect.person), behind(&all, ect.person, Scheme::Year2Grant))
        };
        let rows = extract(tables, "Timetable", &timetable, key, about("Timetable extract"));
        rows.into_iter().chain(extract(tables, "Cover log", &cover, key, about("Cover log extract")))
    });
    Section {
        id: "ect-time",
        nav: "1. ECT time",
        title: "1. ECT time".to_string(),
        lede: "The hours behind the money stand in three ledgers that never mix: an hour is counted in one of them only. The first is the time an early career teacher has for induction.".to_string(),
        keys: Vec::new(),
        caption: format!("Named in the timetable cycle, and kept in the term, as of {}", words::date(assessed.as_of)),
        columns: vec![
            head("Teacher", 0, false),
            head("Named", 0, true),
            head("Needed", 0, true),
            head("Kept", 0, true),
            head("State", 0, false),
        ],
        axis: None,
        lines: assessed.ects.iter().map(row).collect(),
        opened: opened.collect(),
        proofs: Vec::new(),
        basis: Vec::new(),
    }
}

fn mentoring(assessed: &Assessed, ids: &Ids, keys: &Keys, tables: &[Table]) -> Section {
    let lines = lines::keyed(assessed);
    let row = |one: &Mentored| {
        let funded = one.funded.as_ref().map(Figure::any);
        let whole = funded.as_ref().and_then(|funded| funded.from().first().cloned());
        let who = name(assessed, one.person);
        let held = one.held.any();
        let picture = whole.as_ref().and_then(|whole| {
            let share = |value: Ratio| value.checked_div(whole.value()).map(|share| share.min(Ratio::ONE));
            let segments = vec![Segment { style: "e1", from: Ratio::ZERO, to: share(held.value())? }];
            let expected = funded.as_ref().and_then(|funded| share(funded.value()));
            let label = format!(
                "{who}: {} of {} held; {} earned so far",
                words::amount(&held, false),
                words::amount(whole, true),
                time(funded.as_ref(), true)
            );
            Some(Picture::Training { segments, expected, threshold: None, label })
        });
        let judged = answer(assessed, "MN05", one.person);
        let state = judged.map_or_else(Fact::default, |judged| {
            let reason = crate::tables::sentences::reason(assessed, judged);
            Fact::marked(words::outcome(judged.outcome), judged.outcome, judged.strength).under(reason)
        });
        Line {
            who: who.to_string(),
            sub: Some(format!("Year 2 began on {}", words::date(one.since))),
            picture,
            facts: vec![
                Fact::plain(words::amount(&held, false)),
                Fact::plain(time(funded.as_ref(), true)),
                state,
            ],
        }
    };
    let columns = ["Date", "Mentor", "Kind", "Start", "End", "Counted minutes", "File", "Sheet", "Cells"];
    let opened = assessed.evidence.mentored.iter().filter_map(|one| {
        let who = name(assessed, one.person);
        let about = format!("Meetings counted: {who}{}", behind(&lines, one.person, Scheme::Year2Grant));
        extract(tables, "Mentoring", &columns, keys.mentored.get(&one.person)?, about)
    });
    Section {
        id: "mentoring",
        nav: "2. Mentoring",
        title: "2. Mentoring in year 2".to_string(),
        lede: "Meetings, coaching and drop-ins held since year 2 began, beside the hours that the grant pays for and the share of them earned by the terms served.".to_string(),
        keys: vec![("e1", "Held".to_string()), ("expected", "Earned so far".to_string())],
        caption: format!("Held since year 2 began, as of {}", words::date(assessed.as_of)),
        columns: vec![
            head("Teacher", 1300, false),
            head("Share of the funded hours", 0, false),
            head("Held", 650, true),
            head("Earned so far", 650, true),
            head("State", 1400, false),
        ],
        axis: None,
        lines: assessed.evidence.mentored.iter().map(row).collect(),
        opened: opened.collect(),
        proofs: proof::section(assessed, ids, |rule| rule == "MN05"),
        basis: Vec::new(),
    }
}

/// Tables of the page itself, cut to what a page can hold; the workbook has all columns.
pub fn tables(all: &[Table]) -> Vec<Table> {
    let of = |name: &str| all.iter().find(|table| table.name == name);
    let mut own = Vec::new();
    if let Some(table) = of("Reconciliation") {
        let headers = ["Group", "Lines", "Expected", "Compared", "Received", "Difference", "Open"];
        let mut by = pick(table, "By cohort", &headers, |_| true);
        for (row, full) in by.rows.iter_mut().zip(&table.rows) {
            row.cells[0] = Cell::Text(group_in_words(&full.cells));
        }
        by.columns[0].header = "Scheme, cohort, pay area";
        own.push(by);
    }
    if let Some(table) = of("Payments") {
        let headers =
            ["Paid on", "As written", "Amount", "Person", "Line", "Why not", "File", "Sheet", "Cells"];
        own.push(pick(table, "Remittances", &headers, |_| true));
    }
    if let Some(table) = of("Control totals") {
        let headers = ["What", "Sheet", "Total", "Compared with", "Parts", "Result"];
        own.push(pick(table, "Control", &headers, |_| true));
    }
    if let Some(table) = of("Rates") {
        let headers = ["What", "Amount", "Clause", "Paragraph", "In force", "How well known"];
        own.push(pick(table, "Rules used", &headers, |_| true));
    }
    own
}

/// `Year-2 grant, cohort 2024, Rest of England`.
fn group_in_words(cells: &[Cell]) -> String {
    let word = |n: usize| if let Cell::Text(word) = &cells[n] { word.as_str() } else { "" };
    match (word(1), word(2), word(3), word(4)) {
        ("scheme", scheme, ..) => format!("{scheme}, all cohorts"),
        ("cohort", scheme, "", _) => format!("{scheme}, no cohort"),
        ("cohort", scheme, cohort, "") => format!("{scheme}, cohort {cohort}"),
        ("cohort", scheme, cohort, area) => format!("{scheme}, cohort {cohort}, {area}"),
        (_, "", ..) => word(12).to_string(),
        (_, scheme, ..) => format!("{scheme}: payments that no line takes"),
    }
}
