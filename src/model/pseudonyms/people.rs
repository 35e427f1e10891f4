//! Who is called what, and in which order they stand.

use super::Secret;
use crate::model::school::{About, Person, PersonId, School};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Gives everybody a pseudonym, and everybody’s rows with it. Gives the key.
pub(super) fn rename(school: &mut School) -> Vec<Secret> {
    let order = order(school);
    let ects: BTreeSet<PersonId> = school.inductions.iter().map(|row| row.person).collect();
    let mentors: BTreeSet<PersonId> = (school.mentorships.iter().map(|row| row.mentor))
        .chain(school.mentors.iter().map(|row| row.person))
        .collect();
    let role = |id: &PersonId| match (ects.contains(id), mentors.contains(id)) {
        (true, _) => "ECT",
        (_, true) => "Mentor",
        _ => "Teacher",
    };
    let mut called: BTreeMap<&str, u32> = BTreeMap::new();
    let mut people: Vec<(String, PersonId)> = order
        .into_iter()
        .map(|id| {
            let n = called.entry(role(&id)).or_default();
            *n += 1;
            (format!("{} {n}", role(&id)), id)
        })
        .collect();
    // As everywhere: people stand in the order of their ids.
    people.sort();
    let key = people.iter().map(|(pseudonym, id)| {
        let Person { id, name, trn } = school.person(*id).clone();
        Secret { pseudonym: pseudonym.clone(), stands_for: id, name, trn: trn.unwrap_or_default() }
    });
    let key = key.collect();
    let now: BTreeMap<PersonId, PersonId> =
        people.iter().map(|(_, id)| *id).zip((0_u32..).map(PersonId)).collect();
    school.people = people
        .into_iter()
        .map(|(pseudonym, _)| Person { id: pseudonym.clone(), name: pseudonym, trn: None })
        .collect();
    for id in ids(school) {
        if let Some(new) = now.get(id) {
            *id = *new;
        }
    }
    key
}

/// Everybody, in an order that only those can find who know all that the files say of all of them.
fn order(school: &School) -> Vec<PersonId> {
    let mut all = Sha256::new();
    for person in &school.people {
        all.update(format!("{person:?}\n"));
    }
    for row in &school.inductions {
        all.update(format!("{:?}\n", row.date_of_birth.value));
    }
    let all = all.finalize();
    let drawn = |id: u32| {
        let mut lot = Sha256::new();
        lot.update(all);
        lot.update(&school.people[id as usize].id);
        lot.finalize().to_vec()
    };
    let mut order: Vec<(Vec<u8>, PersonId)> =
        (0..).zip(&school.people).map(|(id, _)| (drawn(id), PersonId(id))).collect();
    order.sort();
    order.into_iter().map(|(_, id)| id).collect()
}

/// Every place of a school that names a person. A record that is new has to be looked at here.
fn ids(school: &mut School) -> Vec<&mut PersonId> {
    let School {
        folder: _,
        about,
        brand: _,
        people: _,
        own_days: _,
        staff,
        service,
        inductions,
        mentorships,
        mentors,
        periods: _,
        timetable,
        calendar: _,
        cover,
        meetings,
        training,
        absences,
        reviews,
        observations,
        payments,
        sources: _,
        findings: _,
    } = school;
    let About { tutor, .. } = about;
    let mut all: Vec<&mut PersonId> = tutor.iter_mut().collect();
    all.extend(staff.iter_mut().map(|row| &mut row.person));
    all.extend(service.iter_mut().map(|row| &mut row.person));
    all.extend(inductions.iter_mut().map(|row| &mut row.person));
    all.extend(mentorships.iter_mut().flat_map(|row| [&mut row.ect, &mut row.mentor]));
    all.extend(mentors.iter_mut().map(|row| &mut row.person));
    all.extend(timetable.iter_mut().map(|row| &mut row.person));
    all.extend(cover.iter_mut().map(|row| &mut row.teacher));
    all.extend(meetings.iter_mut().flat_map(|row| [&mut row.ect, &mut row.mentor]));
    all.extend(training.iter_mut().map(|row| &mut row.person));
    all.extend(absences.iter_mut().map(|row| &mut row.person));
    all.extend(reviews.iter_mut().map(|row| &mut row.ect));
    all.extend(observations.iter_mut().map(|row| &mut row.ect));
    all.extend(payments.iter_mut().filter_map(|row| row.person.as_mut()));
    all
}
