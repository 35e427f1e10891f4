//! The sections of the page: the lines of each grant with what came, the hours in three ledgers, and the rows behind each.

use super::Keys;
use super::lines::{self, Keyed};
use super::page::{outcome, pick, says};
use super::reconciliation::{of_scheme, sums};
use crate::model::figure::{AnyFigure, Figure};
use crate::model::school::{PersonId, Scheme};
use crate::model::units::{Pence, Ratio};
use crate::rules::{Assessed, EctWork, FundingLine, LineStatus, Mentored, Strength};
use crate::tables::ledger::is_shown;
use crate::tables::origins::Ids;
use crate::tables::section::{Fact, Head, Line, Section};
use crate::tables::time::answer;
use crate::tables::{Picture, Segment, Table, funding, proof, training, words};

const fn head(header: &'static str, width: u16, right: bool) -> Head {
    Head { header, width, right }
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
        let proofs = proof::section(assessed, ids, |rule| rule == "TR01" || rule == "TR02");
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
        sections.push(Section {
            nav: "3. Mentor training",
            title: "3. Mentor training".to_string(),
            proofs,
            opened: opened.collect(),
            ..own
        });
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
            "A rate that is not in the rulebook gives no figure; how well each is known stands under the rules used."
        ),
        None => "No line has an amount. A rate that is not in the rulebook gives no figure.".to_string(),
    };
    let proofs = lines.iter().filter_map(|one| {
        let answers = assessed.assessments.iter().filter(|answer| answer.subject == one.line.person);
        // what was expected is part of how it compares
        let own = answers.filter(|answer| answer.scheme == Some(scheme));
        let answer = own.max_by_key(|answer| (answer.measured.is_some(), answer.rule))?;
        let mut proof = proof::of(assessed, answer, ids)?;
        proof.summary = format!("Line {}: {}", one.key, proof.about);
        proof.about = String::new();
        // how well a rate is known stands once on this page, among the rules used
        proof.clauses.iter_mut().for_each(|clause| clause.notes.clear());
        Some(proof)
    });
    Some(Section {
        id,
        nav,
        title: finding(&lines, scheme),
        lede,
        keys: whole.map_or_else(Vec::new, |_| {
            [
                ("ind", "Received"),
                ("lost", "Due and not received"),
                ("soon", "Expected, not due yet or not shown"),
                ("abs", "More than expected"),
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

/// `Year-2 grant: of four lines, one is short`.
fn finding(lines: &[&Keyed], scheme: Scheme) -> String {
    let (all, name) = (lines.len(), funding::scheme(scheme));
    let of = |status: LineStatus| lines.iter().filter(|one| one.line.status == status).count();
    let say = |n: usize, word: &str| match n {
        0 => None,
        1 => Some(format!("one is {word}")),
        n => Some(format!("{} are {word}", words::count(n))),
    };
    let said = [say(of(LineStatus::Short), "short"), say(of(LineStatus::Over), "over")];
    let said: Vec<String> = said.into_iter().flatten().collect();
    let lines = words::counted(all, "line", "lines");
    match said.as_slice() {
        [] if of(LineStatus::Paid) == all => format!("{name}: {lines}, paid in full"),
        [] => format!("{name}: {lines}, none short"),
        said => format!("{name}: of {lines}, {}", said.join(" and ")),
    }
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
        style: "abs",
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
        let kept = ect.ledger.as_ref().ok().filter(|_| is_shown(assessed, ect));
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
