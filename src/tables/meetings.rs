//! Mentor meetings held, window by window.

use super::origins::Ids;
use super::section::{Fact, Head, Line, Section};
use super::time::answer;
use super::weeks::Weeks;
use super::{Cell, Column, Kind, Picture, Row, StripCell, Table, place, proof, sentences, verdicts, words};
use crate::model::units::Ratio;
use crate::rules::{Assessed, Assessment, EctWork, Outcome, Window, WindowState};

fn missed(ect: &EctWork) -> usize {
    ect.windows.iter().filter(|window| window.state == WindowState::Missed).count()
}

/// Most missed first.
fn ordered<'a>(assessed: &'a Assessed) -> Vec<&'a EctWork> {
    let mut ects: Vec<&EctWork> = assessed.ects.iter().collect();
    ects.sort_by_key(|ect| std::cmp::Reverse(missed(ect)));
    ects
}

fn mentors(assessed: &Assessed, ect: &EctWork) -> Vec<String> {
    ect.mentors.iter().map(|id| assessed.school.person(*id).name.clone()).collect()
}

/// `week 6`, `weeks 3 and 4`.
pub(super) fn named(window: &Window) -> String {
    match window.weeks {
        (first, last) if first == last => format!("week {first}"),
        (first, last) => format!("weeks {first} and {last}"),
    }
}

pub(super) fn state(state: WindowState) -> (&'static str, &'static str) {
    match state {
        WindowState::Held => ("held", "Held"),
        WindowState::Missed => ("missed", "Missed"),
        WindowState::Absent => ("absent", "Absent"),
        WindowState::NotInService => ("none", "Not at work"),
        WindowState::NotDue => ("soon", "Not due yet"),
        WindowState::Unknown => ("unknown", "Not known"),
    }
}

/// The table `Meetings`: a row for each window of each teacher.
pub fn table(assessed: &Assessed, ids: &Ids) -> Table {
    let column = |header, kind, width| Column { header, kind, width };
    let mut rows = Vec::new();
    for ect in ordered(assessed) {
        rows.extend(ect.windows.iter().map(|window| row(assessed, ect, window, ids)));
    }
    Table {
        name: "Meetings",
        title: title(assessed),
        note: format!(
            "A window is a week in year 1 and a fortnight in year 2; {}. Minutes of meetings, coaching and drop-ins.",
            sentences::weeks_seen(assessed)
        ),
        columns: vec![
            column("Teacher", Kind::Text, 24),
            column("Mentor", Kind::Wrapped, 24),
            column("Window", Kind::Text, 14),
            column("From", Kind::Date, 12),
            column("To", Kind::Date, 12),
            column("State", Kind::Text, 12),
            column("Minutes", Kind::Minutes, 9),
            column("Cells", Kind::Wrapped, 34),
            column("Figure", Kind::Figure, 9),
        ],
        rows,
        axis: Vec::new(),
    }
}

fn row(assessed: &Assessed, ect: &EctWork, window: &Window, ids: &Ids) -> Row {
    let cells: Vec<String> = window.cells.iter().map(|span| place::cells(assessed.school, *span)).collect();
    let id = window.minutes.as_ref().and_then(|minutes| ids.id(&minutes.any()));
    let id = id.or_else(|| answer(assessed, "MN01", ect.person).and_then(|a| verdicts::figure(a, ids)));
    Row {
        cells: vec![
            Cell::Text(assessed.school.person(ect.person).name.clone()),
            Cell::Text(mentors(assessed, ect).join(", ")),
            Cell::Text(words::sentence(&named(window))),
            Cell::Date(window.from),
            Cell::Date(window.to),
            Cell::Text(state(window.state).1.to_string()),
            window.minutes.as_ref().map_or(Cell::Blank, |minutes| Cell::Figure(minutes.any())),
            if cells.is_empty() { Cell::Blank } else { Cell::Text(cells.join(", ")) },
            Cell::figure_link(id),
        ],
        ..Row::default()
    }
}

fn title(assessed: &Assessed) -> String {
    let answers: Vec<&Assessment> = assessed.assessments.iter().filter(|a| a.rule == "MN01").collect();
    let met = answers.iter().filter(|a| a.outcome == Outcome::Met).count();
    let shown = answers.iter().filter(|a| matches!(a.outcome, Outcome::NotMet | Outcome::Met)).count();
    match (met, shown) {
        (_, 0) => "Mentor meetings: cannot be shown".to_string(),
        (n, all) if n == all => "Mentor meetings: as often as they should be".to_string(),
        (0, 1) => "Mentor meetings: less often than they should be".to_string(),
        (0, _) => "Mentor meetings: nobody meets as often as they should".to_string(),
        (n, all) => format!(
            "Mentor meetings: {} of {} {} as often as they should",
            words::count(n),
            words::count(all),
            if n == 1 { "meets" } else { "meet" }
        ),
    }
}

/// Mentor meetings, with a strip for each teacher.
pub fn section(assessed: &Assessed, ids: &Ids) -> Section {
    let weeks = Weeks::of(assessed);
    Section {
        id: "meetings",
        nav: "Mentor meetings",
        title: title(assessed),
        lede:
            "One cell for each week in year 1, each fortnight in year 2. A holiday is a gap in the strip; no \
               meeting is due in it."
                .to_string(),
        keys: vec![
            ("held", "Held".into()),
            ("missed", "Missed".into()),
            ("absent", "Absent all the window: does not count".into()),
            ("none", "Not at work: none due".into()),
            ("soon", "Not due yet".into()),
            ("unknown", "Not known".into()),
            ("gap", "Longest run without a meeting".into()),
        ],
        caption: format!("Mentor meetings held, {}, most missed first", sentences::weeks_seen(assessed)),
        columns: vec![
            Head { header: "Teacher", width: 1050, right: false },
            Head { header: "Week of term", width: 0, right: false },
            Head { header: "Held of due", width: 825, right: false },
            Head { header: "Longest gap", width: 625, right: true },
        ],
        axis: Some(weeks.axis()),
        lines: ordered(assessed).into_iter().map(|ect| line(assessed, ect, &weeks)).collect(),
        opened: Vec::new(),
        proofs: proof::section(assessed, ids, |rule| rule.starts_with("MN")),
        basis: Vec::new(),
    }
}

/// The longest gap of an ECT in words: `2 weeks`.
fn gap(ect: &EctWork) -> Option<String> {
    let gap = ect.longest_gap.as_ref()?.value().floor();
    let (one, many) = sentences::window(Some(ect));
    Some(if gap == 0 { "none".to_string() } else { words::tally(gap, one, many) })
}

/// `6 h held, 6 h 40 min funded to date`: the hours of mentor support in year 2.
fn funded(assessed: &Assessed, ect: &EctWork) -> Option<String> {
    let answer = answer(assessed, "MN05", ect.person)?;
    let (held, funded) = answer.measured.as_ref().zip(answer.required.as_ref())?;
    Some(format!("{} held, {} funded to date", words::down(held.value()), words::up(funded.value())))
}

fn line(assessed: &Assessed, ect: &EctWork, weeks: &Weeks) -> Line {
    let who = assessed.school.person(ect.person).name.clone();
    let mentors = mentors(assessed, ect);
    let sub = if mentors.is_empty() {
        "no named mentor".into()
    } else {
        format!("with {}", words::names(&mentors))
    };
    let sub = match funded(assessed, ect) {
        Some(funded) => format!("{sub}; {funded}"),
        None => sub,
    };
    let answer = answer(assessed, "MN01", ect.person);
    let figures = answer.and_then(|answer| answer.measured.as_ref().zip(answer.required.as_ref()));
    let held = figures.map(|(m, r)| format!("{} of {}", words::number(m.value()), words::number(r.value())));
    let fact = answer.map_or(Fact::default(), |answer| {
        let said = match answer.outcome {
            Outcome::Met | Outcome::NotMet => held.clone(),
            _ => None,
        };
        Fact::marked(
            said.unwrap_or(words::outcome(answer.outcome).to_string()),
            answer.outcome,
            answer.strength,
        )
    });
    let picture = (!ect.windows.is_empty()).then(|| strip(ect, weeks, &who, held));
    let shown = answer.is_none_or(|answer| answer.outcome != Outcome::NotShown);
    let gap = gap(ect).filter(|_| shown).unwrap_or("no figure".to_string());
    Line { who, sub: Some(sub), picture, facts: vec![fact, Fact::plain(gap)] }
}

fn strip(ect: &EctWork, weeks: &Weeks, who: &str, held: Option<String>) -> Picture {
    let cell = |window: &Window| {
        let (from, to) = weeks.numbered(window.weeks)?;
        Some(StripCell { state: state(window.state).0, from, to })
    };
    let missed: Vec<String> =
        ect.windows.iter().filter(|window| window.state == WindowState::Missed).map(named).collect();
    let missed = if missed.is_empty() { "none".to_string() } else { missed.join(", ") };
    let held = held
        .map_or("no figure for meetings held".to_string(), |held| format!("{held} windows had a meeting"));
    let longest = gap(ect).map_or(String::new(), |gap| format!(" Longest run without: {gap}."));
    let bracket = run(ect).and_then(|(first, last)| {
        let (from, _) = weeks.numbered(first.weeks)?;
        let (_, to) = weeks.numbered(last.weeks)?;
        Some((from, to, gap(ect)?))
    });
    Picture::Strip {
        cells: ect.windows.iter().filter_map(cell).collect(),
        gap: bracket,
        now: weeks.now(),
        label: format!("{who}: {held}. Missed: {missed}.{longest}"),
    }
}

/// First and last window of the longest run without a meeting; windows that do not count neither add to it nor end it.
fn run(ect: &EctWork) -> Option<(&Window, &Window)> {
    let mut best: Option<(usize, &Window, &Window)> = None;
    let mut now: Option<(usize, &Window)> = None;
    for window in &ect.windows {
        match window.state {
            WindowState::Missed => {
                let (n, first) = now.map_or((1, window), |(n, first)| (n + 1, first));
                now = Some((n, first));
                if best.is_none_or(|(most, ..)| n > most) {
                    best = Some((n, first, window));
                }
            }
            WindowState::Held => now = None,
            _ => {}
        }
    }
    // A run is drawn only where the rules' own figure says there is one.
    let told = ect.longest_gap.as_ref().is_some_and(|gap| gap.value() > Ratio::ZERO);
    best.filter(|_| told).map(|(_, first, last)| (first, last))
}
