//! Its answers.

use super::work::{comparator, ect};
use super::*;
use crate::model::figure::{ChosenBy, Evidence, Figure, Origins};
use crate::model::school::{Element, PersonId, School};
use crate::model::source::{SheetId, Span};
use crate::model::units::{Count, Days, Minutes, Ratio, Terms};
use crate::rules::{
    Assessed, Assessment, Choice, Comparator, EctWork, MentorWork, Outcome, Settle, Strength, Term,
};
use std::collections::BTreeMap;

/// Everything the rules would say of that school.
pub fn assessed(school: &School) -> Assessed<'_> {
    let ects: Vec<EctWork> = (0..4).map(ect).collect();
    let mut all = Vec::new();
    for ect in &ects {
        timetable(&mut all, ect);
    }
    for ect in &ects {
        over_the_term(&mut all, ect);
        position(&mut all, ect);
    }
    let mentors = mentors(&mut all);
    // Stable: by rule in the catalogue's order, then by person.
    let order = ["PT", "MN", "TR", "IN"];
    all.sort_by_key(|a| (order.iter().position(|letters| a.rule.starts_with(letters)), a.rule, a.subject));
    let spread = Some((Ratio::whole(2640), Ratio::whole(2580), Ratio::whole(2700)));
    let group = comparator()
        .any()
        .from()
        .iter()
        .zip([4, 5, 6])
        .map(|(f, id)| {
            (PersonId(id), Figure::read(f.value(), f.how(), Origins::of(f.origins().to_vec()).unwrap()))
        })
        .collect();
    Assessed {
        school,
        term: Term { name: "Autumn 2026".to_string(), from: day(2026, 9, 1), to: day(2026, 12, 18) },
        as_of: day(2026, 11, 27),
        cycle_weeks: 2,
        teaching_weeks: weeks(),
        assessments: all,
        comparator: Ok(Comparator { minutes: comparator(), group, spread }),
        ects,
        mentors,
        funding: Vec::new(),
        evidence: crate::rules::Evidence::default(),
        remedies: Vec::new(),
        choices: vec![
            Choice { what: "As of".into(), value: "27 November 2026".into(), by: ChosenBy::CommandLine },
            Choice {
                what: "Comparable teacher".into(),
                value: "Median of 3, from the timetable".into(),
                by: ChosenBy::Default,
            },
            Choice {
                what: "Week A begins".into(),
                value: "7 September 2026".into(),
                by: ChosenBy::File("ringfence.toml".into()),
            },
        ],
        findings: school.findings.clone(),
        values: crate::rules::rulebook::Rulebook::embedded().unwrap().in_force(day(2026, 11, 27)),
        rulebook_hash: "4f1c9d0277ae51b3".repeat(4),
        rulebook_edition: "2026-11".to_string(),
    }
}

fn answer(rule: &'static str, person: u32, outcome: Outcome, strength: Strength) -> Assessment {
    Assessment {
        rule,
        subject: PersonId(person),
        scheme: None,
        from: day(2026, 9, 1),
        to: day(2026, 11, 27),
        outcome,
        strength,
        measured: None,
        required: None,
        reason: String::new(),
        remedy: None,
        by: None,
        settle: Vec::new(),
        clause: None,
    }
}

fn cannot(mut answer: Assessment, why: &str, settle: Settle) -> Assessment {
    answer.reason = why.to_string();
    answer.settle = vec![settle];
    answer
}

fn timetable(all: &mut Vec<Assessment>, ect: &EctWork) {
    let cycle = ect.cycle.as_ref().unwrap();
    let any = |f: &Option<Figure<Minutes>>| f.as_ref().unwrap().any();
    for (rule, measured, required, strength) in [
        ("PT01", cycle.taught.any(), any(&ect.limit), Strength::Statutory),
        ("PT02", any(&cycle.ppa), any(&ect.ppa_required), Strength::Statutory),
        ("PT03", any(&cycle.protected), any(&ect.protected_required), Strength::Guidance),
    ] {
        let met = if rule == "PT01" {
            measured.value() <= required.value()
        } else {
            measured.value() >= required.value()
        };
        let mut one = answer(rule, ect.person.0, if met { Outcome::Met } else { Outcome::NotMet }, strength);
        one.measured = Some(measured);
        one.required = Some(required);
        all.push(one);
    }
}

fn counted(all: &mut Vec<Assessment>, rule: &'static str, person: u32, pair: (i64, i64), strength: Strength) {
    let (m, r) = pair;
    let mut one = answer(rule, person, if m >= r { Outcome::Met } else { Outcome::NotMet }, strength);
    let least: Figure<Minutes> = Figure::ruled(
        Ratio::whole(60),
        "least minutes in a window",
        clause("MN02", "", "", Evidence::Secondary),
    );
    let from = read::<Count>(m, "found in the register", MEETINGS, 14, 25).any();
    one.measured =
        Some(Figure::<Count>::derived(m, "windows that hold what is asked", [from, least.any()]).any());
    one.required = Some(read::<Count>(r, "windows that count", MEETINGS, 14, 25).any());
    all.push(one);
}

fn mentors(all: &mut Vec<Assessment>) -> Vec<MentorWork> {
    let whole: Figure<Minutes> = Figure::ruled(
        Ratio::whole(1200),
        "mentor training over one year",
        clause("TR01", "Annex A", "", Evidence::Secondary),
    );
    let expected: Figure<Minutes> = Figure::derived(400, "entitlement × terms ended ÷ 3", [whole.any()]);
    let mut mentors = Vec::new();
    for (person, hours) in [(4, 480), (5, 120), (6, 0)] {
        let attended = read::<Minutes>(hours, "attended", TRAINING, 9 + person, 12 + person);
        let mut work = MentorWork {
            person: PersonId(person),
            ects: vec![PersonId(person - 4)],
            training_start: Some(day(2026, 9, 1)),
            completed_on: None,
            entitlement: Some(whole.clone()),
            to_date: Some(expected.clone()),
            attended: Some(attended.clone()),
            elements: BTreeMap::from([(Element::Conference, attended.clone())]),
            threshold: Some(Figure::derived(900, "75% of the entitlement", [whole.any()])),
            breakdown: (person == 5)
                .then(|| {
                    crate::rules::rulebook::Rulebook::embedded().unwrap().breakdown("EDT", day(2026, 9, 1))
                })
                .flatten(),
        };
        let mut one = answer(
            "TR01",
            person,
            if hours >= 400 { Outcome::Met } else { Outcome::NotMet },
            Strength::Programme,
        );
        (one.measured, one.required) = (Some(attended.any()), Some(expected.any()));
        let mut two = answer("TR02", person, Outcome::Pending, Strength::Programme);
        (two.measured, two.required) = (Some(attended.any()), work.threshold.as_ref().map(Figure::any));
        if person == 6 {
            work.entitlement = None;
            work.attended = None;
            let settle = Settle::Do(
                "ask the provider for the register, or for the completion declaration".to_string(),
            );
            one = cannot(
                answer("TR01", 6, Outcome::NotShown, Strength::Programme),
                "the register does not name this mentor",
                settle,
            );
            two = answer("TR02", 6, Outcome::NotApplicable, Strength::Programme);
        }
        all.extend([one, two]);
        mentors.push(work);
    }
    mentors
}

fn over_the_term(all: &mut Vec<Assessment>, ect: &EctWork) {
    let person = ect.person.0;
    match &ect.ledger {
        Ok(ledger) => {
            let short = ledger.kept.value() < ledger.planned.value();
            let outcome = if short { Outcome::Pending } else { Outcome::Met };
            let mut one = answer("PT04", person, outcome, Strength::Guidance);
            (one.measured, one.required) = (Some(ledger.kept.any()), Some(ledger.planned.any()));
            all.push(one);
        }
        Err(why) => all.push(cannot(
            answer("PT04", person, Outcome::NotShown, Strength::Guidance),
            &why.why,
            why.settle[0].clone(),
        )),
    }
    let due = if person == 3 { 6 } else { 12 };
    counted(all, "MN01", person, (if person == 1 { 9 } else { due }, due), Strength::Programme);
    counted(all, "MN03", person, (if person == 2 { 9 } else { 11 }, 11), Strength::Local);
    counted(all, "MN06", person, (58, 58), Strength::Grant);
    if person == 0 {
        all.push(cannot(
            answer("MN02", 0, Outcome::NotShown, Strength::Programme),
            "5 of the 10 meetings have no minutes and no end time",
            Settle::Fill(Span { sheet: SheetId(MEETINGS), top: 57, left: 5, bottom: 61, right: 5 }),
        ));
    } else {
        counted(all, "MN02", person, (8, 8), Strength::Programme);
    }
}

fn position(all: &mut Vec<Assessment>, ect: &EctWork) {
    let person = ect.person.0;
    let mut at = answer("IN01", person, Outcome::Met, Strength::Statutory);
    let position = ect.position.as_ref().unwrap();
    at.measured = Some(position.served.any());
    at.required = Some(
        Figure::<Terms>::ruled(
            Ratio::whole(6),
            "terms of induction",
            clause("IN01", "1.1", "", Evidence::OfficialInPart),
        )
        .any(),
    );
    all.push(at);
    let mut absent = answer("IN02", person, Outcome::Met, Strength::Statutory);
    absent.measured = Some(position.absent.any());
    absent.required = Some(
        Figure::<Days>::ruled(
            Ratio::whole(30),
            "days that extend induction",
            clause("IN02", "3.1", "", Evidence::Official),
        )
        .any(),
    );
    all.push(absent);
    let mut first =
        answer("IN03", person, if person == 1 { Outcome::NotMet } else { Outcome::Met }, Strength::Grant);
    first.measured = Some(
        read::<Days>(
            if person == 1 { -3 } else { 10 },
            "days from registration to the start",
            INDUCTION,
            3,
            3,
        )
        .any(),
    );
    first.required = Some(
        Figure::<Days>::ruled(
            Ratio::ZERO,
            "registered by the start",
            clause("IN03", "2.1", "", Evidence::Official),
        )
        .any(),
    );
    all.push(first);
}
