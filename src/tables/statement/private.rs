//! What a statement must not hold: the names, codes, numbers and figures of other people. They are taken out of the data
//! before anything is arranged, so that no table can show them.

use super::you::you;
use crate::model::school::{CoverKind, Person, PersonId, School};
use crate::model::source::Sources;
use crate::rules::{Assessed, Settle};

/// Instead of a name.
const COLLEAGUE: &str = "a colleague";

/// Everyone whom a statement does not name.
pub(super) struct Hidden<'a> {
    own: PersonId,
    name: &'a str,
    named: Vec<PersonId>,
    others: Vec<&'a Person>,
}

impl<'a> Hidden<'a> {
    /// All but the ECT, the mentors and the induction tutor.
    pub fn from(assessed: &Assessed<'a>, own: PersonId) -> Hidden<'a> {
        let school = assessed.school;
        let ect = assessed.ects.iter().find(|ect| ect.person == own);
        let mut named: Vec<PersonId> = ect.map_or(Vec::new(), |ect| ect.mentors.clone());
        named.extend(school.about.tutor);
        let is_other = |id: &u32| PersonId(*id) != own && !named.contains(&PersonId(*id));
        let people = (0_u32..).zip(&school.people);
        let others = people.filter(|(id, _)| is_other(id)).map(|(_, person)| person).collect();
        Hidden { own, name: &school.person(own).name, named, others }
    }

    /// The school without them: their names are gone, and of files and sheets those that name one of them.
    pub fn school(&self, school: &School) -> School {
        let people = (0_u32..).map(PersonId).zip(&school.people).map(|(id, person)| {
            if id == self.own {
                return person.clone();
            }
            let name = if self.named.contains(&id) { person.name.clone() } else { COLLEAGUE.to_owned() };
            Person { id: String::new(), name, trn: None }
        });
        let own = |id: PersonId| id == self.own;
        School {
            folder: school.folder.clone(),
            about: school.about.clone(),
            people: people.collect(),
            own_days: school.own_days.clone(),
            inductions: school.inductions.iter().filter(|row| own(row.person)).cloned().collect(),
            meetings: school.meetings.iter().filter(|row| own(row.ect)).cloned().collect(),
            reviews: school.reviews.iter().filter(|row| own(row.ect)).cloned().collect(),
            calendar: school.calendar.clone(),
            sources: self.sources(&school.sources),
            ..School::default()
        }
    }

    fn sources(&self, sources: &Sources) -> Sources {
        let mut sources = sources.clone();
        for file in &mut sources.files {
            if self.is_named_in(&file.path) {
                file.path = "a file that names a colleague".to_owned();
            }
        }
        for sheet in &mut sources.sheets {
            if sheet.name.as_ref().is_some_and(|name| self.is_named_in(name)) {
                sheet.name = Some("a colleague’s sheet".to_owned());
            }
        }
        sources
    }

    /// True if a word of it is somebody's code or part of a name.
    fn is_named_in(&self, text: &str) -> bool {
        let words: Vec<String> = words(text).collect();
        self.others.iter().any(|person| {
            let names = words_of(person);
            names.iter().any(|name| words.contains(name))
        })
    }

    /// Takes them out of what was put into words already.
    pub fn clear(&self, own: &mut Assessed) {
        for answer in &mut own.assessments {
            answer.reason = self.cleared(&answer.reason);
            answer.remedy = answer.remedy.as_deref().map(|remedy| self.cleared(remedy));
            for settle in &mut answer.settle {
                if let Settle::Do(words) = settle {
                    *words = self.cleared(words);
                }
            }
        }
        for ect in &mut own.ects {
            let unknown = [ect.position.as_mut().err(), ect.cycle.as_mut().err(), ect.ledger.as_mut().err()];
            for cannot in unknown.into_iter().flatten() {
                cannot.why = self.cleared(&cannot.why);
            }
            if let Ok(ledger) = &mut ect.ledger {
                for cause in ledger.entries.iter_mut().flat_map(|entry| &mut entry.rows) {
                    let whom = cause.for_whom.take();
                    cause.for_whom = match cause.kind {
                        CoverKind::Cover => whom.map(|_| COLLEAGUE.to_owned()),
                        CoverKind::Event | CoverKind::Repaid => whom.filter(|what| !self.is_named_in(what)),
                    };
                }
            }
        }
    }

    /// With `a colleague` for every full name, and “you” for one’s own.
    fn cleared(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for person in &self.others {
            text = text.replace(&person.name, COLLEAGUE);
        }
        you(&text, self.name)
    }
}

/// The words of a text, in small letters.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// The code, the number and the longer words of a name.
fn words_of(person: &Person) -> Vec<String> {
    let mut all: Vec<String> = words(&person.name).filter(|word| word.chars().count() > 2).collect();
    all.extend(words(&person.id).filter(|word| word.chars().count() > 1));
    all.extend(person.trn.clone());
    all
}
