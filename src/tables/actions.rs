//! What to do, earliest first, then strongest: one action for a person and a subject.

use super::origins::Ids;
use super::{Action, Cell, Column, Kind, Row, Table, proof, sentences, unseen, verdicts, words};
use crate::rules::{Assessed, Assessment, Outcome, Strength};
use chrono::NaiveDate;

/// Answers that one thing done would settle.
struct Draft<'a> {
    family: &'static str,
    by: Option<NaiveDate>,
    answers: Vec<&'a Assessment>,
}

/// Rules that one visit to the timetable, the diary or the provider puts right.
fn family(rule: &'static str) -> &'static str {
    match rule {
        "PT01" | "PT02" | "PT03" => "timetable",
        "MN01" | "MN02" | "MN03" => "meetings",
        "TR01" | "TR02" => "training",
        "IN03" | "IN04" => "start",
        "FN03" => "payments",
        other => other,
    }
}

/// Everything to do.
pub fn actions(assessed: &Assessed, ids: &Ids) -> Vec<Action> {
    let mut drafts: Vec<Draft> = Vec::new();
    for answer in &assessed.assessments {
        let by = sentences::by(assessed, answer);
        let asks = answer.outcome == Outcome::NotMet || answer.outcome == Outcome::Pending && by.is_some();
        if !asks || sentences::remedy(assessed, answer).is_none() {
            continue;
        }
        let family = family(answer.rule);
        let same = |draft: &&mut Draft| {
            let person = draft.answers.iter().any(|other| other.subject == answer.subject);
            let one_visit = matches!(family, "training" | "payments") && draft.by == by;
            draft.family == family && (person || one_visit)
        };
        match drafts.iter_mut().find(same) {
            Some(draft) => {
                draft.by = earliest(draft.by, by);
                draft.answers.push(answer);
            }
            None => drafts.push(Draft { family, by, answers: vec![answer] }),
        }
    }
    let mut all: Vec<Action> = drafts.iter().map(|draft| action(assessed, draft, ids)).collect();
    all.sort_by_key(|action| (action.by.is_none(), action.by, strongest(action)));
    all.extend(send(assessed));
    all
}

fn earliest(a: Option<NaiveDate>, b: Option<NaiveDate>) -> Option<NaiveDate> {
    a.into_iter().chain(b).min()
}

/// What is proved short before what is still pending, then by strength.
fn strongest(action: &Action) -> Option<(Outcome, Strength)> {
    let failed = |(_, outcome, strength): &(_, Outcome, Strength)| (*outcome, *strength);
    action.rules.iter().map(failed).min()
}

fn action(assessed: &Assessed, draft: &Draft, ids: &Ids) -> Action {
    let answers = &draft.answers;
    let mut who: Vec<String> = Vec::new();
    let mut rules: Vec<(&'static str, Outcome, Strength)> = Vec::new();
    let mut why: Vec<String> = Vec::new();
    let mut ways: Vec<String> = Vec::new();
    for answer in answers {
        let name = &assessed.school.person(answer.subject).name;
        if !who.contains(name) {
            who.push(name.clone());
        }
        if !rules.iter().any(|(rule, outcome, _)| *rule == answer.rule && *outcome == answer.outcome) {
            rules.push((answer.rule, answer.outcome, answer.strength));
        }
        let reason = sentences::reason(assessed, answer);
        if !why.contains(&reason) {
            why.push(reason);
        }
        for way in sentences::remedies::ways(assessed, answer) {
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
    }
    // where several people share an action, each disclosure says whose it is
    let several = who.len() > 1;
    let named = |mut proof: proof::Proof| {
        if several {
            proof.summary = format!("{}, {}", proof.summary, std::mem::take(&mut proof.about));
        }
        proof
    };
    Action {
        by: draft.by,
        what: what(assessed, draft, &who),
        ways,
        why: why.join(" "),
        who,
        rules,
        figures: answers
            .iter()
            .filter_map(|answer| verdicts::figure(answer, ids))
            .map(str::to_owned)
            .collect(),
        proofs: answers.iter().filter_map(|answer| proof::of(assessed, answer, ids)).map(named).collect(),
        when: when(assessed, draft.by),
    }
}

fn what(assessed: &Assessed, draft: &Draft, who: &[String]) -> String {
    if draft.family == "training" {
        return format!("Book mentor training for {}", words::names(who));
    }
    if let ("payments", n @ 2..) = (draft.family, draft.answers.len()) {
        return format!(
            "Ask DfE why {} differ from what is expected",
            words::counted(n, "payment", "payments")
        );
    }
    let mut remedies: Vec<String> = Vec::new();
    for answer in &draft.answers {
        let Some(mut remedy) = sentences::remedy(assessed, answer) else { continue };
        if let Some(first) = remedies.first() {
            let name = &assessed.school.person(answer.subject).name;
            if answer.rule == "PT03" && first.starts_with("Release") {
                remedy = remedy
                    .replace(&format!(" a {} as induction time for {name}", sentences::cycle(assessed)), "");
                remedy = remedy.replace("Label ", "label ").replace(" more", "");
                remedy.push_str(" of it as induction time");
            }
            remedy = remedy.replace(&format!("{name}’s"), "their").replace(name.as_str(), "them");
            let mut letters = remedy.chars();
            remedy = letters.next().map_or_else(String::new, |c| c.to_lowercase().chain(letters).collect());
        }
        if !remedies.contains(&remedy) {
            remedies.push(remedy);
        }
    }
    match remedies.as_slice() {
        [first, last] => format!("{first}, and {last}"),
        all => words::names(all),
    }
}

fn when(assessed: &Assessed, by: Option<NaiveDate>) -> String {
    let Some(by) = by else { return "no date set".to_string() };
    match (by - assessed.as_of).num_days() {
        ..0 => "before the as-of date".to_string(),
        0 => "the as-of date".to_string(),
        1 => "in 1 day".to_string(),
        n => format!("in {} days", words::thousands(n)),
    }
}

/// The last action: what to send so that more can be shown.
fn send(assessed: &Assessed) -> Option<Action> {
    let hidden: Vec<_> = assessed.assessments.iter().filter(|a| a.outcome == Outcome::NotShown).collect();
    let things = unseen::things(assessed).len();
    if hidden.is_empty() {
        return None;
    }
    let mut rules: Vec<(&'static str, Outcome, Strength)> = Vec::new();
    for answer in &hidden {
        if !rules.iter().any(|(rule, ..)| *rule == answer.rule) {
            rules.push((answer.rule, answer.outcome, answer.strength));
        }
    }
    let checks = words::counted(hidden.len(), "more check can be shown", "more checks can be shown");
    let what = match things {
        0 => words::sentence(&checks),
        n => format!("Send {}, and {checks}", words::counted(n, "thing", "things")),
    };
    Some(Action {
        by: None,
        what,
        ways: Vec::new(),
        why: "Listed under “What this report could not see”.".to_string(),
        who: Vec::new(),
        rules,
        figures: Vec::new(),
        proofs: Vec::new(),
        when: "no date set".to_string(),
    })
}

/// The nearest dates, and what the report could not see.
pub fn lede(assessed: &Assessed, actions: &[Action]) -> String {
    let hidden = assessed.assessments.iter().filter(|a| a.outcome == Outcome::NotShown).count();
    let failed = assessed.assessments.iter().any(|a| a.outcome == Outcome::NotMet);
    let mut dates: Vec<(NaiveDate, usize)> = Vec::new();
    for by in actions.iter().filter_map(|action| action.by) {
        match dates.last_mut() {
            Some((date, n)) if *date == by => *n += 1,
            _ => dates.push((by, 1)),
        }
    }
    let said: Vec<String> = dates
        .iter()
        .enumerate()
        .map(|(i, (by, n))| match i {
            0 => format!("{} due by {}", words::counted(*n, "action is", "actions are"), words::day(*by)),
            _ if *by == assessed.term.to => format!("{} by the end of term", words::count(*n)),
            _ => format!("{} by {}", words::count(*n), words::day_and_month(*by)),
        })
        .collect();
    let mut lede = Vec::new();
    if !said.is_empty() {
        lede.push(format!("{}.", words::sentence(&words::names(&said))));
    } else if failed {
        lede.push(
            "The term had ended by the as-of date, so nothing below has a date; act when you can."
                .to_string(),
        );
    }
    let except = words::counted(
        hidden,
        "check that the files supplied cannot show",
        "checks that the files supplied cannot show",
    );
    match (assessed.assessments.is_empty(), said.is_empty() && !failed, hidden) {
        (true, ..) => {}
        (_, true, 0) => lede.push(format!("Nothing has to be done as of {}.", words::day(assessed.as_of))),
        (_, true, _) => lede.push(format!("Everything due so far is met, except {except}.")),
        (_, false, 0) => lede.push("Everything else due so far is met.".to_string()),
        (_, false, _) => lede.push(format!("Everything else due so far is met, except {except}.")),
    }
    lede.join(" ")
}

/// What to do, and then the ways to do it.
fn do_this(action: &Action) -> String {
    let what = words::stopped(&action.what);
    [what].into_iter().chain(action.ways.iter().cloned()).collect::<Vec<_>>().join(" ")
}

/// The table `Actions`.
pub fn table(actions: &[Action]) -> Table {
    let column = |header, kind, width| Column { header, kind, width };
    let rows = actions.iter().map(|action| {
        let failed = action.rules.iter().filter(|(_, outcome, _)| *outcome == Outcome::NotMet);
        let failed = failed.min_by_key(|(.., strength)| *strength);
        let rules: Vec<&str> = action.rules.iter().map(|(rule, ..)| *rule).collect();
        let figure = action.figures.first();
        Row {
            cells: vec![
                action.by.map_or(Cell::Blank, Cell::Date),
                failed.map_or(Cell::Blank, |(rule, _, strength)| verdicts::short(rule, *strength)),
                Cell::Text(do_this(action)),
                Cell::Text(action.who.join(", ")),
                Cell::Text(action.why.clone()),
                Cell::Text(rules.join(", ")),
                Cell::figure_link(figure.map(String::as_str)),
            ],
            ..Row::default()
        }
    });
    Table {
        name: "Actions",
        title: "What to do, and by when".to_string(),
        note: "Earliest first, then strongest. Without a date: when you can.".to_string(),
        columns: vec![
            column("By", Kind::Date, 12),
            column("Strength", Kind::Strength, words::STRENGTH_WIDTH),
            column("Do this", Kind::Wrapped, 58),
            column("Who it is about", Kind::Wrapped, 24),
            column("Why", Kind::Wrapped, 58),
            column("Rule", Kind::Text, 8),
            column("Figure", Kind::Figure, 9),
        ],
        rows: rows.collect(),
        axis: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::sample;

    #[test]
    fn one_action_for_a_person_and_a_subject_earliest_and_strongest_first() {
        let school = sample::school();
        let mut assessed = sample::assessed(&school);
        for answer in assessed.assessments.iter_mut().filter(|answer| answer.rule == "MN03") {
            answer.by = Some(sample::day(2026, 12, 4));
        }
        let all = actions(&assessed, &Ids::of(&assessed));
        let said: Vec<String> = all
            .iter()
            .map(|action| {
                let rules: Vec<&str> = action.rules.iter().map(|(rule, ..)| *rule).collect();
                let by = action.by.map_or("-".to_string(), words::day_in_short);
                format!("{by} {}: {}", rules.join("+"), action.what)
            })
            .collect();
        assert_eq!(said[0], "Fri 4 Dec MN03: Move Priya Raman’s mentor meetings into teaching hours");
        assert!(said[1].starts_with("Fri 18 Dec PT01+PT03: Release Daniel Whitcombe"), "{}", said[1]);
        assert!(said[1].ends_with("and label 24 min of it as induction time"), "{}", said[1]);
        assert!(said.last().unwrap().starts_with("- PT04+MN02+TR01: Send three things"));
        let asked: usize = all.iter().map(|action| action.rules.len()).sum();
        assert_eq!(asked, 10, "no failure is left without an action");
    }
}
