//! Every answer, counted, in a sentence, in a matrix and in a table.

use super::origins::Ids;
use super::{Cell, Column, Kind, Row, Table, Verdict, sentences, titles, words};
use crate::model::figure::Figure;
use crate::model::school::{PersonId, Scheme};
use crate::rules::{Assessed, Assessment, Outcome, Strength};
use std::collections::BTreeMap;

/// People across at most, so that a matrix fits a page.
const ACROSS: usize = 6;
const OUTCOMES: [Outcome; 5] =
    [Outcome::NotMet, Outcome::NotShown, Outcome::Pending, Outcome::Met, Outcome::NotApplicable];

/// People across, rules down.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// What it holds.
    pub caption: String,
    /// Name and small words (`Year 1, 0.6`).
    pub people: Vec<(String, String)>,
    /// Rules by family.
    pub groups: Vec<Group>,
}

/// The rules of one family.
#[derive(Clone, Debug)]
pub struct Group {
    /// `Protected time`.
    pub name: String,
    /// Code, title, and one cell for each person; nothing where the rule was not asked.
    pub rules: Vec<(&'static str, String, Vec<Option<Verdict>>)>,
}

/// How many of each outcome.
pub fn tally(assessed: &Assessed) -> Vec<(Outcome, usize)> {
    let count = |outcome| assessed.assessments.iter().filter(|a| a.outcome == outcome).count();
    OUTCOMES.iter().map(|outcome| (*outcome, count(*outcome))).collect()
}

fn not_met<'a>(assessed: &'a Assessed) -> impl Iterator<Item = &'a Assessment> {
    assessed.assessments.iter().filter(|answer| answer.outcome == Outcome::NotMet)
}

/// The answer to the whole, in one or two sentences.
pub fn verdict(assessed: &Assessed) -> Vec<String> {
    let count = |outcome| assessed.assessments.iter().filter(|a| a.outcome == outcome).count();
    if assessed.assessments.is_empty() {
        return vec!["No check could be made: the files name no early career teacher.".to_string()];
    }
    let over = not_met(assessed).filter(|answer| answer.rule == "PT01").count();
    let others = count(Outcome::NotMet) - over;
    let unseen = count(Outcome::NotShown);
    let teacher = |n| words::sentence(&words::counted(n, "teacher is", "teachers are"));
    let second = match (over, others) {
        (0, 0) if unseen == 0 => return vec!["Everything due is met.".to_string()],
        (0, 0) => {
            let checks = words::counted(unseen, "check cannot be shown", "checks cannot be shown");
            return vec![format!("Nothing falls short, but {checks}.")];
        }
        (0, n) => {
            let falls = words::sentence(&words::counted(n, "check falls short", "checks fall short"));
            match not_met(assessed).filter(|answer| answer.strength == Strength::Statutory).count() {
                0 => falls,
                1 if n == 1 => format!("{falls}, and it is a breach"),
                1 => format!("{falls}, one of them a breach"),
                all if all == n => format!("{falls}, all of them breaches"),
                some => format!("{falls}, {} of them breaches", words::count(some)),
            }
        }
        (n, 0) => format!("{} over the teaching limit", teacher(n)),
        (n, 1) => format!("{} over the teaching limit, and one other check falls short", teacher(n)),
        (n, m) => {
            format!("{} over the teaching limit, and {} other checks fall short", teacher(n), words::count(m))
        }
    };
    vec!["Not everything is met.".to_string(), format!("{second}.")]
}

/// What the failures are called, and who was looked at.
pub fn notes(assessed: &Assessed) -> Vec<String> {
    let mut kinds: BTreeMap<(Strength, &str), i64> = BTreeMap::new();
    for answer in not_met(assessed) {
        let word = words::falls_short(answer.rule, answer.strength);
        *kinds.entry((answer.strength, word)).or_default() += 1;
    }
    let mut notes = Vec::new();
    if !kinds.is_empty() {
        let said: Vec<String> = kinds
            .iter()
            .map(|((strength, word), n)| match strength {
                Strength::Statutory => words::tally(*n, "breach", "breaches"),
                Strength::Grant if *word == words::strength(*strength) => {
                    format!("{n} blocking a funding line")
                }
                _ => format!("{n} {}", word.to_lowercase()),
            })
            .collect();
        notes.push(format!("The {} not met: {}.", kinds.values().sum::<i64>(), said.join(", ")));
    }
    let rules =
        |mentors| by_rule(assessed).filter(|(_, answers)| of_mentors(assessed, answers) == mentors).count();
    let people = [
        (assessed.ects.len(), "early career teacher (ECT)", "early career teachers (ECTs)", rules(false)),
        (assessed.mentors.len(), "mentor", "mentors", rules(true)),
    ];
    let looked: Vec<String> = people
        .iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, one, many, rules)| {
            let who = if *n == 1 { one } else { many };
            format!("{n} {who} on {rules} {}", if *rules == 1 { "rule" } else { "rules" })
        })
        .collect();
    if !looked.is_empty() {
        notes.push(format!("{}.", looked.join("; ")));
    }
    notes
}

/// The answers of each rule, in the catalogue's order; of a rule about two grants, each grant's apart.
fn by_rule<'a>(assessed: &'a Assessed) -> impl Iterator<Item = (&'static str, Vec<&'a Assessment>)> {
    let mut rules: Vec<(&'static str, Vec<&Assessment>)> = Vec::new();
    for answer in &assessed.assessments {
        let same = |(code, all): &&mut (&str, Vec<&Assessment>)| {
            *code == answer.rule && all.iter().all(|one| one.scheme == answer.scheme)
        };
        match rules.iter_mut().find(same) {
            Some((_, answers)) => answers.push(answer),
            None => rules.push((answer.rule, vec![answer])),
        }
    }
    rules.into_iter()
}

fn of_mentors(assessed: &Assessed, answers: &[&Assessment]) -> bool {
    answers.iter().all(|answer| !is_about_ect(assessed, answer))
}

/// A grant says whom it is for; another rule is about ECTs where its subject is one.
fn is_about_ect(assessed: &Assessed, answer: &Assessment) -> bool {
    match answer.scheme {
        Some(scheme) => scheme == Scheme::Year2Grant,
        None => assessed.ects.iter().any(|ect| ect.person == answer.subject),
    }
}

/// One line of the matrix for each answer.
pub fn all(assessed: &Assessed, ids: &Ids) -> Vec<Verdict> {
    assessed.assessments.iter().map(|answer| line(assessed, answer, ids)).collect()
}

fn line(assessed: &Assessed, answer: &Assessment, ids: &Ids) -> Verdict {
    Verdict {
        rule: answer.rule,
        subject: assessed.school.person(answer.subject).id.clone(),
        outcome: answer.outcome,
        strength: answer.strength,
        figure: figure(answer, ids).map(str::to_owned),
    }
}

/// The id a reader can open for an answer.
pub fn figure<'a>(answer: &Assessment, ids: &'a Ids) -> Option<&'a str> {
    ids.id(answer.measured.as_ref().or(answer.required.as_ref())?)
}

/// The matrix of the ECTs and the smaller one of the mentors, in slices that fit a page.
pub fn matrices(assessed: &Assessed, ids: &Ids) -> Vec<Matrix> {
    let ects: Vec<(PersonId, String)> = assessed
        .ects
        .iter()
        .map(|ect| {
            let fte = ect.fte.as_ref().map(Figure::value).filter(|fte| *fte != 1_i64.into());
            let fte = fte.map_or_else(String::new, |fte| format!(", {}", words::number(fte)));
            let year =
                ect.position.as_ref().map_or("Year not known".to_string(), |p| format!("Year {}", p.part));
            (ect.person, format!("{year}{fte}"))
        })
        .collect();
    let mentors: Vec<(PersonId, String)> = assessed
        .mentors
        .iter()
        .map(|mentor| {
            let n = i64::try_from(mentor.ects.len()).unwrap_or(0);
            (mentor.person, words::tally(n, "ECT", "ECTs"))
        })
        .collect();
    let mut all = Vec::new();
    for (people, who, is_mentors) in [(ects, "ECT", false), (mentors, "mentor", true)] {
        let rules = by_rule(assessed).filter(|(_, a)| of_mentors(assessed, a) == is_mentors);
        // a grant may be about people who are no longer looked at
        let here = |answer: &Assessment| people.iter().any(|(id, _)| *id == answer.subject);
        let rules: Vec<_> = rules.filter(|(_, answers)| answers.iter().any(|a| here(a))).collect();
        if rules.is_empty() {
            continue;
        }
        // Slices of nearly the same width: seven people are four and three.
        let across = people.len().div_ceil(people.len().div_ceil(ACROSS).max(1)).max(1);
        for (i, slice) in people.chunks(across).enumerate() {
            let cut = if people.len() > across {
                format!(" ({} to {} of {})", i * across + 1, i * across + slice.len(), people.len())
            } else {
                String::new()
            };
            let caption = format!("Every rule for every {who}{cut}, as of {}", words::date(assessed.as_of));
            all.push(matrix(assessed, ids, caption, slice, &rules));
        }
    }
    all
}

fn matrix(
    assessed: &Assessed,
    ids: &Ids,
    caption: String,
    people: &[(PersonId, String)],
    rules: &[(&'static str, Vec<&Assessment>)],
) -> Matrix {
    let mut groups: Vec<Group> = Vec::new();
    for (code, answers) in rules {
        let cell = |(id, _): &(PersonId, String)| {
            answers.iter().find(|answer| answer.subject == *id).map(|answer| line(assessed, answer, ids))
        };
        let name = titles::group(titles::letters(code));
        if groups.last().is_none_or(|group| group.name != name) {
            groups.push(Group { name: name.to_string(), rules: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            let title = words::sentence(titles::title(code));
            group.rules.push((code, title, people.iter().map(cell).collect()));
        }
    }
    let people =
        people.iter().map(|(id, sub)| (assessed.school.person(*id).name.clone(), sub.clone())).collect();
    Matrix { caption, people, groups }
}

/// The table `Verdicts`, what falls short first.
pub fn table(assessed: &Assessed, ids: &Ids) -> Table {
    let column = |header, kind, width| Column { header, kind, width };
    let mut answers: Vec<&Assessment> = assessed.assessments.iter().collect();
    answers.sort_by_key(|answer| (answer.outcome, answer.strength));
    Table {
        name: "Verdicts",
        title: verdict(assessed).join(" "),
        note: format!("Every check as of {}, what falls short first.", words::date(assessed.as_of)),
        columns: vec![
            column("Person", Kind::Text, 24),
            column("Role", Kind::Text, 8),
            column("Rule", Kind::Text, 8),
            column("Question", Kind::Wrapped, 28),
            column("Outcome", Kind::Outcome, 18),
            column("Strength", Kind::Strength, words::STRENGTH_WIDTH),
            column("Measured", Kind::Amount, 14),
            column("Required", Kind::Amount, 14),
            column("Difference", Kind::Difference, 14),
            column("Reason", Kind::Wrapped, 60),
            column("Remedy", Kind::Wrapped, 50),
            column("From", Kind::Date, 12),
            column("To", Kind::Date, 12),
            column("Figure", Kind::Figure, 9),
        ],
        rows: answers.into_iter().map(|answer| row(assessed, answer, ids)).collect(),
        axis: Vec::new(),
    }
}

fn row(assessed: &Assessed, answer: &Assessment, ids: &Ids) -> Row {
    let is_ect = is_about_ect(assessed, answer);
    let failed = answer.outcome == Outcome::NotMet;
    let figure = figure(answer, ids);
    Row {
        cells: vec![
            Cell::Text(assessed.school.person(answer.subject).name.clone()),
            Cell::Text(if is_ect { "ECT" } else { "Mentor" }.to_string()),
            Cell::Text(answer.rule.to_string()),
            Cell::Text(titles::question(answer.rule, &assessed.values)),
            Cell::Outcome(answer.outcome),
            if failed { short(answer.rule, answer.strength) } else { Cell::Blank },
            answer.measured.clone().map_or(Cell::Blank, Cell::Figure),
            answer.required.clone().map_or(Cell::Blank, Cell::Figure),
            against(answer),
            Cell::Text(sentences::reason(assessed, answer)),
            sentences::remedy(assessed, answer)
                .map_or(Cell::Blank, |remedy| Cell::Text(words::stopped(&remedy))),
            Cell::Date(answer.from),
            Cell::Date(answer.to),
            Cell::figure_link(figure),
        ],
        ..Row::default()
    }
}

/// What falling short of a rule is called, as a cell.
pub fn short(rule: &str, strength: Strength) -> Cell {
    match words::falls_short(rule, strength) {
        word if word == words::strength(strength) => Cell::Strength(strength),
        word => Cell::Text(word.to_string()),
    }
}

/// The difference of an answer as a cell.
pub fn against(answer: &Assessment) -> Cell {
    sentences::difference(answer)
        .map_or(Cell::Blank, |d| Cell::Difference { figure: d.figure, over_is_bad: d.over_is_bad })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::sample;

    fn told(keep: impl Fn(&Assessment) -> bool) -> (String, Vec<String>, String) {
        let school = sample::school();
        let mut assessed = sample::assessed(&school);
        assessed.assessments.retain(keep);
        let report = crate::tables::head(&assessed);
        (report.verdict.join(" "), report.tally_notes, report.lede)
    }

    #[test]
    fn the_verdict_says_what_was_found_and_no_more() {
        let (all_met, ..) = told(|answer| answer.outcome == Outcome::Met);
        assert_eq!(all_met, "Everything due is met.");
        let (hidden, _, lede) = told(|answer| matches!(answer.outcome, Outcome::Met | Outcome::NotShown));
        assert_eq!(hidden, "Nothing falls short, but three checks cannot be shown.");
        assert_eq!(
            lede,
            "Everything due so far is met, except three checks that the files supplied cannot show."
        );
        let (over, ..) = told(|answer| answer.rule == "PT01");
        assert_eq!(over, "Not everything is met. One teacher is over the teaching limit.");
        let (breach, ..) = told(|answer| matches!(answer.rule, "MN03" | "PT03"));
        assert_eq!(breach, "Not everything is met. Two checks fall short.");
        let (none, notes, lede) = told(|_| false);
        assert_eq!(none, "No check could be made: the files name no early career teacher.");
        assert_eq!((notes.len(), lede.as_str()), (1, ""));
    }

    #[test]
    fn a_matrix_never_grows_wider_than_a_page() {
        let school = sample::school();
        let mut assessed = sample::assessed(&school);
        let more: Vec<_> = assessed.ects.iter().cycle().take(18).cloned().collect();
        assessed.ects = more;
        let all = matrices(&assessed, &Ids::of(&assessed));
        let widths: Vec<usize> = all.iter().map(|matrix| matrix.people.len()).collect();
        assert_eq!(widths, [6, 6, 6, 3]);
    }
}
