//! Every rule, in the order reports show them.

use super::case::Case;
use super::{CannotTell, Judgement, Strength};
use super::{funding, induction, mentoring, protected_time, reviews, training};

/// Whom a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Each active ECT.
    Ect,
    /// Each current mentor.
    Mentor,
    /// Each row of the induction record, active or not.
    Induction,
    /// Each person in the mentors record, whether or not they mentor now.
    Trained,
    /// Each funding line with an amount: a scheme and a person.
    Line,
}

/// A rule of the catalogue.
pub struct Rule {
    /// `PT01`.
    pub code: &'static str,
    /// `reduced timetable`.
    pub title: &'static str,
    /// Asked as a question, with `{name}` for each value of the rulebook.
    pub question: &'static str,
    /// Whom it is about.
    pub subject: Subject,
    /// How binding.
    pub strength: Strength,
    /// The rulebook value whose clause is the rule's own; one for each part where they differ.
    pub clauses: &'static [&'static str],
    /// Days looked at: the reference day alone, or the term up to it.
    pub looks_at: LooksAt,
    pub(super) check: fn(&Case) -> Result<Judgement, CannotTell>,
    /// The text of its family’s file and the name of its function there: where its doc comment stands.
    pub(super) source: (&'static str, &'static str),
}

/// What span of time a rule judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LooksAt {
    /// The timetable in force on the reference day.
    ReferenceDay,
    /// The term, to the reference day.
    Term,
    /// The second part of induction, to the reference day.
    SecondPart,
    /// Induction from its start to the reference day.
    Induction,
    /// Training from its start to the reference day.
    Training,
    /// From the day a funding line arose to the as-of date.
    Payments,
}

/// The families, in the order reports show them.
const FAMILIES: [&[Rule]; 6] = [
    protected_time::RULES,
    mentoring::RULES,
    training::RULES,
    induction::RULES,
    reviews::RULES,
    funding::RULES,
];

impl Rule {
    /// What the rule checks and when it cannot tell: the doc comment of its function, in paragraphs.
    pub fn doc(&self) -> String {
        let (source, function) = self.source;
        let head = source.split(&format!("pub fn {function}(")).next().unwrap_or_default();
        let mut lines: Vec<&str> =
            head.trim_end().lines().rev().take_while(|line| line.starts_with("///")).collect();
        lines.reverse();
        let lines: Vec<&str> = lines.iter().map(|line| line.trim_start_matches("///").trim()).collect();
        lines.split(|line| line.is_empty()).map(|lines| lines.join(" ")).collect::<Vec<_>>().join("\n\n")
    }
}

/// Every rule, in the order reports show them.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.into_iter().flatten()
}

/// The rule of this code, case ignored.
pub fn rule(code: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.code.eq_ignore_ascii_case(code))
}
