//! Every rule, in the order reports show them.

use super::case::Case;
use super::{CannotTell, Judgement, Strength};
use super::{induction, mentoring, protected_time, training};

/// Whom a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Each active ECT.
    Ect,
    /// Each current mentor.
    Mentor,
}

/// A rule of the catalogue.
pub struct Rule {
    /// `PT01`.
    pub code: &'static str,
    /// `reduced timetable`.
    pub title: &'static str,
    /// Asked as a question.
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
    source: (&'static str, &'static str),
}

/// What span of time a rule judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LooksAt {
    /// The timetable in force on the reference day.
    ReferenceDay,
    /// The term, to the reference day.
    Term,
    /// Induction from its start to the reference day.
    Induction,
    /// Training from its start to the reference day.
    Training,
}

const PROTECTED_TIME: &str = include_str!("protected_time.rs");
const MENTORING: &str = include_str!("mentoring.rs");
const TRAINING: &str = include_str!("training.rs");
const INDUCTION: &str = include_str!("induction.rs");

/// The catalogue, in the order reports show it.
pub const RULES: &[Rule] = &[
    Rule {
        code: "PT01",
        title: "reduced timetable",
        question: "Does the ECT teach at most 90% (part 1) or 95% (part 2) of a comparable teacher’s timetable?",
        subject: Subject::Ect,
        strength: Strength::Statutory,
        clauses: &["teaching_cap_part_1", "teaching_cap_part_2"],
        looks_at: LooksAt::ReferenceDay,
        check: protected_time::reduced_timetable,
        source: (PROTECTED_TIME, "reduced_timetable"),
    },
    Rule {
        code: "PT02",
        title: "PPA",
        question: "Is PPA at least 10% of the teacher’s own taught time, in blocks of half an hour or more?",
        subject: Subject::Ect,
        strength: Strength::Statutory,
        clauses: &["ppa_share"],
        looks_at: LooksAt::ReferenceDay,
        check: protected_time::ppa,
        source: (PROTECTED_TIME, "ppa"),
    },
    Rule {
        code: "PT03",
        title: "induction time named",
        question: "Does the timetable name 10% (part 1) or 5% (part 2) for induction, on top of PPA?",
        subject: Subject::Ect,
        strength: Strength::Guidance,
        clauses: &["induction_share_part_1", "induction_share_part_2"],
        looks_at: LooksAt::ReferenceDay,
        check: protected_time::induction_time_named,
        source: (PROTECTED_TIME, "induction_time_named"),
    },
    Rule {
        code: "PT04",
        title: "induction time kept",
        question: "Over the term, was the labelled induction time kept, or given back?",
        subject: Subject::Ect,
        strength: Strength::Guidance,
        clauses: &["induction_time_kept"],
        looks_at: LooksAt::Term,
        check: protected_time::induction_time_kept,
        source: (PROTECTED_TIME, "induction_time_kept"),
    },
    Rule {
        code: "MN01",
        title: "meets regularly",
        question: "Was a mentor meeting held in every teaching week (part 1) or fortnight (part 2)?",
        subject: Subject::Ect,
        strength: Strength::Programme,
        clauses: &["meeting_weeks_part_1", "meeting_weeks_part_2"],
        looks_at: LooksAt::Term,
        check: mentoring::meets_regularly,
        source: (MENTORING, "meets_regularly"),
    },
    Rule {
        code: "MN02",
        title: "long enough",
        question: "Has each week or fortnight with meetings at least 60 minutes of them?",
        subject: Subject::Ect,
        strength: Strength::Programme,
        clauses: &["meeting_minutes"],
        looks_at: LooksAt::Term,
        check: mentoring::long_enough,
        source: (MENTORING, "long_enough"),
    },
    Rule {
        code: "MN03",
        title: "in teaching hours",
        question: "Was each held meeting inside the school’s teaching hours?",
        subject: Subject::Ect,
        strength: Strength::Guidance,
        clauses: &["meeting_in_teaching_hours"],
        looks_at: LooksAt::Term,
        check: mentoring::in_teaching_hours,
        source: (MENTORING, "in_teaching_hours"),
    },
    Rule {
        code: "MN06",
        title: "named mentor",
        question: "Had the ECT one mentor, another person, on every teaching day?",
        subject: Subject::Ect,
        strength: Strength::Guidance,
        clauses: &["named_mentor"],
        looks_at: LooksAt::Term,
        check: mentoring::named_mentor,
        source: (MENTORING, "named_mentor"),
    },
    Rule {
        code: "TR01",
        title: "training hours",
        question: "Has the mentor attended the training expected by now?",
        subject: Subject::Mentor,
        strength: Strength::Programme,
        clauses: &["training_minutes"],
        looks_at: LooksAt::Training,
        check: training::training_hours,
        source: (TRAINING, "training_hours"),
    },
    Rule {
        code: "TR02",
        title: "engagement",
        question: "Has the mentor reached the 75% at which training may be declared complete?",
        subject: Subject::Mentor,
        strength: Strength::Grant,
        clauses: &["training_engagement"],
        looks_at: LooksAt::Training,
        check: training::engagement,
        source: (TRAINING, "engagement"),
    },
    Rule {
        code: "IN01",
        title: "position",
        question: "Where does the ECT stand in the six terms of induction?",
        subject: Subject::Ect,
        strength: Strength::Statutory,
        clauses: &["induction_terms"],
        looks_at: LooksAt::Induction,
        check: induction::position,
        source: (INDUCTION, "position"),
    },
    Rule {
        code: "IN02",
        title: "absence",
        question: "Is absence of 30 days or more in a part taken into account?",
        subject: Subject::Ect,
        strength: Strength::Statutory,
        clauses: &["absence_days"],
        looks_at: LooksAt::Induction,
        check: induction::absence,
        source: (INDUCTION, "absence"),
    },
    Rule {
        code: "IN03",
        title: "registered first",
        question: "Was the ECT registered with the appropriate body by the start?",
        subject: Subject::Ect,
        strength: Strength::Statutory,
        clauses: &["registered_first"],
        looks_at: LooksAt::Induction,
        check: induction::registered_first,
        source: (INDUCTION, "registered_first"),
    },
    Rule {
        code: "IN04",
        title: "QTS first",
        question: "Did the ECT hold qualified teacher status by the start?",
        subject: Subject::Ect,
        strength: Strength::Statutory,
        clauses: &["qts_first"],
        looks_at: LooksAt::Induction,
        check: induction::qts_first,
        source: (INDUCTION, "qts_first"),
    },
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

/// The rule of this code, case ignored.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code.eq_ignore_ascii_case(code))
}
