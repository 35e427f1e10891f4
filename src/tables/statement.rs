//! The statement of an ECT: their own time, meetings and position, told to them. Of anyone else it holds nothing but the
//! names of their mentors and of the induction tutor.

mod parts;
mod private;
mod said;
mod you;

use super::origins::{self, Ids};
use super::{Report, masthead, narrowed, time, titles, unseen, verdicts, words};
use crate::model::school::PersonId;
use crate::rules::Assessed;
use std::collections::{BTreeMap, BTreeSet};

/// The statements of a school, each with the end of its file name: `ruth-castellane`.
pub fn statements(assessed: &Assessed) -> Vec<(String, Report)> {
    let ids = Ids::of(assessed);
    let mut taken = BTreeSet::new();
    let statement = |ect: &crate::rules::EctWork| {
        let slug = slug(&assessed.school.person(ect.person).name, &mut taken);
        (slug, statement(assessed, ect.person, &ids))
    };
    assessed.ects.iter().map(statement).collect()
}

/// A few plain letters of a name, unlike those of all before it.
fn slug(name: &str, taken: &mut BTreeSet<String>) -> String {
    const LONGEST: usize = 40;
    let slug = slug::slugify(name);
    let plain = slug[..slug.len().min(LONGEST)].trim_end_matches('-');
    let plain = if plain.is_empty() { "ect" } else { plain };
    let mut own = plain.to_owned();
    let mut n = 2;
    while !taken.insert(own.clone()) {
        own = format!("{plain}-{n}");
        n += 1;
    }
    own
}

/// The statement of one ECT. `all` are the ids of the whole report, so that a figure is called the same everywhere.
pub fn statement(assessed: &Assessed, person: PersonId, all: &Ids) -> Report {
    let hidden = private::Hidden::from(assessed, person);
    let school = hidden.school(assessed.school);
    let mut own = narrowed::narrowed(assessed, &school, |one| one == person, |one| !money(one.rule));
    hidden.clear(&mut own);
    let ids = narrowed::ids(all, &own);
    let mast = masthead(&own);
    let name = &school.person(person).name;
    let ect = own.ects.first();
    let tables = match ect {
        None => Vec::new(),
        Some(ect) => vec![
            parts::ledger(&own, ect, &ids),
            parts::fortnight(&own, ect, &ids),
            parts::meetings(&own, ect, &ids),
            parts::position(&own, ect, &ids),
            unseen::table(&own),
            origins::table(&ids, &school),
        ],
    };
    let tutor = school.about.induction_tutor.get().filter(|_| school.about.tutor != Some(person));
    let tutor =
        tutor.map_or("your induction tutor".to_owned(), |tutor| format!("your induction tutor, {tutor},"));
    Report {
        title: format!("Statement for {name}, {}", words::term(&mast.term)),
        masthead: mast,
        verdict: ect.map_or(Vec::new(), |ect| said::verdict(&own, ect)),
        lede: ect.map_or(String::new(), |ect| said::lede(&own, ect)),
        tally: Vec::new(),
        tally_notes: Vec::new(),
        actions: Vec::new(),
        verdicts: verdicts::all(&own, &ids),
        alerts: Vec::new(),
        matrices: Vec::new(),
        sections: ect.map_or(Vec::new(), |ect| parts::sections(&own, ect, &ids)),
        facts: ect.map_or(Vec::new(), |ect| said::facts(&own, ect)),
        texts: BTreeMap::from([(
            "differs",
            vec![format!(
                "If your own record differs, tell {tutor} which line and why. You do not need to collect evidence."
            )],
        )]),
        cards: Vec::new(),
        tables,
        ids,
    }
}

/// Grants are the school's, though they are paid for the ECT.
fn money(rule: &str) -> bool {
    titles::letters(rule) == "FN"
}

/// The answer of a rule about the ECT.
fn answer<'a>(
    own: &'a Assessed,
    ect: &crate::rules::EctWork,
    rule: &str,
) -> Option<&'a crate::rules::Assessment> {
    time::answer(own, rule, ect.person)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::sample;

    #[test]
    fn two_of_one_name_get_two_files() {
        let mut taken = BTreeSet::new();
        let slugs = ["Ana Ré", "Ana Re", "ana re", "李", "../x", ""].map(|name| slug(name, &mut taken));
        assert_eq!(slugs, ["ana-re", "ana-re-2", "ana-re-3", "li", "x", "ect"]);
    }

    #[test]
    fn a_statement_tells_you_what_was_taken_and_what_is_owed() {
        let school = sample::school();
        let assessed = sample::assessed(&school);
        let report = statement(&assessed, PersonId(3), &Ids::of(&assessed));
        assert_eq!(report.title, "Statement for Ruth Castellane, autumn term 2026");
        assert_eq!(
            report.verdict,
            [
                "Your teaching is inside the limit, and your mentor meetings were all held.",
                "2 h 30 min of your induction time is owed to you."
            ]
        );
        let facts: Vec<&str> = report.facts.iter().map(|fact| fact.value.as_str()).collect();
        assert_eq!(facts, ["40 h", "9 h 30 min", "6 of 6", "Term 6"]);
    }

    #[test]
    fn of_anyone_else_it_holds_only_the_name_of_the_mentor() {
        let school = sample::school();
        let assessed = sample::assessed(&school);
        for ect in &assessed.ects {
            let report = format!("{:?}", statement(&assessed, ect.person, &Ids::of(&assessed)));
            let known = |id: usize| {
                ect.mentors.iter().any(|mentor| mentor.0 as usize == id) || ect.person.0 as usize == id
            };
            for (id, person) in school.people.iter().enumerate().filter(|(id, _)| !known(*id)) {
                assert!(!report.contains(&person.name), "{} stands in the statement of {id}", person.name);
            }
            assert!(!report.contains("MHE"), "whom was covered for");
        }
    }
}
