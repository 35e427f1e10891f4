//! What could be done about an answer that falls short, computed from the timetable, the calendar and the registers. A
//! remedy proposes; it never changes an answer.

pub mod absence;
pub mod lessons;
pub mod repayment;
pub mod slots;
pub mod stretch;
pub mod warning;

use super::case::Case;
use super::workings::EctWork;
use super::{Assessment, CannotTell, Outcome, Subject};
use crate::model::figure::{AnyFigure, Figure};
use crate::model::school::PersonId;
use crate::model::units::Unit;
use absence::Forecast;
use lessons::{Label, Lessons};
use repayment::Repayment;
use slots::Slots;
use stretch::Stretch;
use warning::Warning;

/// A way to put something right, or to see it coming.
#[derive(Clone, Debug)]
pub enum Way {
    /// Slots in which ECT and mentor could meet, or why they cannot be shown.
    Meet(Result<Slots, CannotTell>),
    /// Where induction time can be given back.
    Repay(Repayment),
    /// Lessons to release.
    Release(Lessons),
    /// Time to label as induction time.
    Label(Label),
    /// Where training, or mentor support, leads at the rate so far.
    Warn(Warning),
    /// What absence does to the induction.
    Absence(Forecast),
}

/// A remedy for the answer of one rule about one person.
#[derive(Clone, Debug)]
pub struct Remedy {
    /// The rule.
    pub rule: &'static str,
    /// About whom.
    pub person: PersonId,
    /// What could be done.
    pub way: Way,
}

/// The remedies for all answers, in their order.
pub fn all(assessments: &[Assessment], ects: &[Case], mentors: &[Case], work: &[EctWork]) -> Vec<Remedy> {
    let mut all: Vec<Remedy> = Vec::new();
    for answer in assessments {
        let about_ects = super::rule(answer.rule).is_some_and(|rule| rule.subject == Subject::Ect);
        let cases = if about_ects { ects } else { mentors };
        let Some(case) = cases.iter().find(|case| case.person == answer.subject) else { continue };
        let (rule, person) = (answer.rule, answer.subject);
        let way = way(answer, case, work, &all);
        all.extend(way.map(|way| Remedy { rule, person, way }));
    }
    all
}

fn way(answer: &Assessment, case: &Case, work: &[EctWork], before: &[Remedy]) -> Option<Way> {
    match (answer.rule, answer.outcome) {
        ("PT01", Outcome::NotMet) => lessons::release(case, &missing(answer)?).map(Way::Release),
        ("PT03", Outcome::NotMet) => lessons::label(case, &missing(answer)?).map(Way::Label),
        ("PT04", Outcome::NotMet | Outcome::Pending) => {
            let ledger = work.iter().find(|ect| ect.person == answer.subject)?.ledger.as_ref().ok()?;
            repayment::find(case, ledger, &labelled(answer.subject, before)).map(Way::Repay)
        }
        ("MN01" | "MN02" | "MN03", Outcome::NotMet) => Some(Way::Meet(slots::find(case))),
        ("TR02", Outcome::Pending) => warning::engagement(case).map(Way::Warn),
        ("MN05", Outcome::Pending) => warning::support(case).map(Way::Warn),
        ("IN02", Outcome::Met | Outcome::NotMet) => absence::find(case).map(Way::Absence),
        _ => None,
    }
}

/// What is proposed for labelling already: it cannot also be given back.
fn labelled(person: PersonId, before: &[Remedy]) -> Vec<Stretch> {
    let own = before.iter().filter(|remedy| remedy.person == person);
    let stretches =
        own.filter_map(|remedy| if let Way::Label(label) = &remedy.way { Some(&label.free) } else { None });
    stretches.flatten().cloned().collect()
}

/// The size of what is over or short.
fn missing<U: Unit>(answer: &Assessment) -> Option<Figure<U>> {
    let (measured, required) = (answer.measured.as_ref()?, answer.required.as_ref()?);
    let value = (measured.value() - required.value()).abs();
    Some(Figure::derived(value, "difference", [measured.clone(), required.clone()]))
}

impl Remedy {
    /// The figures it rests on, for the list of figures.
    pub fn figures(&self) -> Vec<AnyFigure> {
        let of_lessons = |lessons: &Lessons| vec![lessons.missing.any(), lessons.enough.any()];
        match &self.way {
            Way::Meet(Err(_)) => Vec::new(),
            Way::Meet(Ok(slots)) => vec![slots.least.any(), slots.found.any()],
            Way::Repay(repay) => {
                let all = vec![repay.owed.any(), repay.days_left.any(), repay.found.any()];
                all.into_iter().chain(repay.lessons.iter().flat_map(of_lessons)).collect()
            }
            Way::Release(lessons) => of_lessons(lessons),
            Way::Label(label) => {
                let all = vec![label.missing.any(), label.found.any()];
                all.into_iter().chain(label.lessons.iter().flat_map(of_lessons)).collect()
            }
            Way::Warn(warning) => {
                let all = vec![warning.required.any(), warning.projected.any(), warning.short.any()];
                let closing = warning.closing.iter().flat_map(|closing| {
                    let a_month = closing.a_month.iter().map(Figure::any);
                    [closing.each.any(), closing.sessions.any()].into_iter().chain(a_month)
                });
                all.into_iter().chain(closing).chain(warning.a_month.iter().map(Figure::any)).collect()
            }
            Way::Absence(forecast) => {
                let all = vec![forecast.absent.any(), forecast.limit.any(), forecast.elapsed.any()];
                let rest =
                    forecast.left.iter().map(Figure::any).chain(forecast.share.iter().map(Figure::any));
                all.into_iter().chain(rest).collect()
            }
        }
    }
}
