//! What files say in words of their own.

use super::WITHHELD;
use crate::model::figure::ChosenBy;
use crate::model::school::{PersonId, School};
use crate::model::settings::Settings;
use crate::model::source::Field;
use std::collections::{BTreeMap, BTreeSet};

/// Words by which the people of a school are known.
pub(super) struct Known(BTreeSet<String>);

impl Known {
    /// Codes, TRNs, and each part of each name that is not an initial.
    pub(super) fn of(school: &School) -> Known {
        let mut words = BTreeSet::new();
        for person in &school.people {
            words.extend(words_of(&person.id));
            words.extend(words_of(&person.name));
            words.extend(person.trn.clone());
        }
        words.retain(|word| word.chars().count() > 1);
        Known(words)
    }

    fn are_in(&self, text: &str) -> bool {
        words_of(text).any(|word| self.0.contains(&word))
    }

    /// The text, unless it names someone.
    fn unless_in(&self, text: &mut String) {
        if self.are_in(text) {
            WITHHELD.clone_into(text);
        }
    }
}

fn words_of(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn out(field: &mut Field<String>) {
    if let Some(text) = &mut field.value {
        WITHHELD.clone_into(text);
    }
}

/// Notes about someone go; what an organisation, a day or a scheme is called stays, unless it names someone.
pub(super) fn withhold(school: &mut School, settings: &mut Settings, known: &Known) {
    let tutor = school.about.tutor.map(|PersonId(tutor)| school.people[tutor as usize].name.clone());
    if let Some(written) = &mut school.about.induction_tutor.value {
        *written = tutor.unwrap_or_else(|| WITHHELD.to_owned());
    }
    for row in &mut school.staff {
        // Whether there are any decides who is a comparable teacher.
        let none = |text: &str| matches!(text.trim().to_lowercase().as_str(), "" | "none" | "no" | "-" | "–");
        if row.responsibilities.value.as_ref().is_some_and(|text| !none(text)) {
            out(&mut row.responsibilities);
        }
    }
    for row in &mut school.inductions {
        row.date_of_birth.value = None;
    }
    let providers =
        school.inductions.iter_mut().flat_map(|row| [&mut row.lead_provider, &mut row.delivery_partner]);
    for provider in providers.chain(school.mentors.iter_mut().map(|row| &mut row.lead_provider)) {
        if let Some(text) = &mut provider.value {
            known.unless_in(text);
        }
    }
    for row in &mut school.mentors {
        out(&mut row.ineligible_reason);
        out(&mut row.itt_training);
    }
    for row in &mut school.timetable {
        if let Some(word) = &mut row.unknown {
            WITHHELD.clone_into(&mut word.value);
        }
    }
    for row in &mut school.cover {
        row.for_whom = None;
    }
    for row in &mut school.training {
        if let Some(text) = &mut row.provider {
            known.unless_in(text);
        }
    }
    for row in &mut school.reviews {
        if let Some(text) = &mut row.outcome.value {
            known.unless_in(text);
        }
        out(&mut row.author);
    }
    for row in &mut school.observations {
        out(&mut row.observer);
    }
    for row in &mut school.payments {
        out(&mut row.reference);
        known.unless_in(&mut row.written.value);
    }
    for row in &mut school.calendar.rows {
        if let Some(text) = &mut row.name {
            known.unless_in(text);
        }
    }
    for text in &mut school.own_days {
        known.unless_in(text);
    }
    // They were read with these; now they only say what was chosen, and a code may be a class or a person.
    let codes = std::mem::take(&mut settings.vocabulary);
    settings.vocabulary =
        (1..).zip(codes.into_values()).map(|(n, meaning)| (format!("‹withheld {n}›"), meaning)).collect();
    if let Some(stated) = &mut settings.comparator {
        WITHHELD.clone_into(&mut stated.value.reason);
    }
}

/// A choice says which file made it.
pub(super) fn say_where(settings: &mut Settings, called: &BTreeMap<&str, &str>) {
    let Settings {
        term,
        as_of,
        week_a_begins,
        comparator,
        vocabulary,
        meeting_minutes,
        part_time_meetings,
        observations_per_term,
        review_deadline,
        trust,
        logo,
        accent,
        modern_only: _,
        pseudonyms: _,
    } = settings;
    let mut all: Vec<&mut ChosenBy> = vocabulary.values_mut().map(|one| &mut one.by).collect();
    all.extend(term.iter_mut().map(|one| &mut one.by));
    all.extend(as_of.iter_mut().map(|one| &mut one.by));
    all.extend(week_a_begins.iter_mut().map(|one| &mut one.by));
    all.extend(comparator.iter_mut().map(|one| &mut one.by));
    all.extend(meeting_minutes.iter_mut().map(|one| &mut one.by));
    all.extend(part_time_meetings.iter_mut().map(|one| &mut one.by));
    all.extend(observations_per_term.iter_mut().map(|one| &mut one.by));
    all.extend(review_deadline.iter_mut().map(|one| &mut one.by));
    all.extend(trust.iter_mut().map(|one| &mut one.by));
    all.extend(logo.iter_mut().map(|one| &mut one.by));
    all.extend(accent.iter_mut().map(|one| &mut one.by));
    for by in all {
        if let ChosenBy::File(path) = by
            && let Some(new) = called.get(path.as_str())
        {
            *path = (*new).to_owned();
        }
    }
}
