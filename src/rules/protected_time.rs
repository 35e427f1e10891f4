//! Protected time: less teaching, PPA, and time labelled for induction.

use super::case::Case;
use super::ledger::{ledger, needs_cover};
use super::ppa_kept;
use super::{CannotTell, Judgement, LooksAt, Outcome, Rule, Strength, Subject};
use crate::model::figure::Figure;
use crate::model::units::{Count, Minutes, Ratio, Share};

const SOURCE: &str = include_str!("protected_time.rs");

/// The rules of this family, in the order reports show them.
pub const RULES: &[Rule] = &[
    Rule {
        code: "PT01",
        title: "reduced timetable",
        question: "Does the ECT teach at most {teaching_cap_part_1} (part 1) or {teaching_cap_part_2} (part 2) of a comparable teacher’s timetable?",
        subject: Subject::Ect,
        strength: Strength::Statutory,
        clauses: &["teaching_cap_part_1", "teaching_cap_part_2"],
        looks_at: LooksAt::ReferenceDay,
        check: reduced_timetable,
        source: (SOURCE, "reduced_timetable"),
    },
    Rule {
        code: "PT02",
        title: "PPA",
        question: "Is PPA at least {ppa_share} of the teacher’s own taught time, in blocks of {ppa_block} or more?",
        subject: Subject::Ect,
        strength: Strength::Statutory,
        clauses: &["ppa_share"],
        looks_at: LooksAt::ReferenceDay,
        check: ppa,
        source: (SOURCE, "ppa"),
    },
    Rule {
        code: "PT03",
        title: "induction time named",
        question: "Does the timetable name {induction_share_part_1} (part 1) or {induction_share_part_2} (part 2) for induction, on top of PPA?",
        subject: Subject::Ect,
        strength: Strength::Guidance,
        clauses: &["induction_share_part_1", "induction_share_part_2"],
        looks_at: LooksAt::ReferenceDay,
        check: induction_time_named,
        source: (SOURCE, "induction_time_named"),
    },
    Rule {
        code: "PT04",
        title: "induction time kept",
        question: "Over the term, was the labelled induction time kept, or given back?",
        subject: Subject::Ect,
        strength: Strength::Guidance,
        clauses: &["induction_time_kept"],
        looks_at: LooksAt::Term,
        check: induction_time_kept,
        source: (SOURCE, "induction_time_kept"),
    },
    Rule {
        code: "PT05",
        title: "PPA kept",
        question: "Was PPA left free of cover, events and mentor meetings?",
        subject: Subject::Ect,
        strength: Strength::Statutory,
        clauses: &["ppa_taken"],
        looks_at: LooksAt::Term,
        check: ppa_left_free,
        source: (SOURCE, "ppa_left_free"),
    },
];

/// An ECT must not teach more than {teaching_cap_part_1} (part 1) or {teaching_cap_part_2} (part 2) of the timetable of
/// the school's existing teachers on the main pay range. Taught minutes of one whole timetable cycle are compared with
/// that share of the comparator, times the ECT's full-time equivalent; exactly at the limit is met. The comparator is
/// the median of full-time main-range teachers without responsibilities in the same timetable, or stated by the school.
///
/// It cannot be shown without the ECT's timetable with clock times, their FTE, their part, and someone to compare with.
pub fn reduced_timetable(case: &Case) -> Result<Judgement, CannotTell> {
    Ok(Judgement::at_most(&case.taught()?, &teaching_limit(case)?))
}

/// The most the ECT may teach in a cycle.
///
/// # Errors
/// If part, comparator or FTE is not known.
pub fn teaching_limit(case: &Case) -> Result<Figure<Minutes>, CannotTell> {
    let cap = case.by_part::<Share>("teaching_cap_part_1", "teaching_cap_part_2")?;
    case.of_comparator(&cap, "limit: comparator × share × full-time equivalent")
}

/// What the ECT would teach at most if the reduction were counted from the pupils’ week (definition R2): shown, never
/// judged.
///
/// # Errors
/// If periods, part, FTE or timetable are not known.
pub fn pupil_week(case: &Case) -> Result<Figure<Minutes>, CannotTell> {
    case.inquiry.needs_periods()?;
    let cap = case.by_part::<Share>("teaching_cap_part_1", "teaching_cap_part_2")?;
    let (hours, fte, ppa) = (case.inquiry.teaching_hours(), case.fte()?, ppa_needed(case)?);
    let value = hours.value() * cap.value() * fte.value() - ppa.value();
    let how = "teaching hours of the cycle × share × full-time equivalent, less the PPA required";
    Ok(Figure::derived(value, how, [hours.any(), cap.any(), fte.any(), ppa.any()]))
}

/// Planning, preparation and assessment time is at least {ppa_share} of the teacher's own taught time, inside the
/// teaching week, in blocks of {ppa_block} or more. PPA periods that touch are one block; a break is never bridged.
///
/// Law in maintained schools; elsewhere it rests on the contract, and a failure is "not as expected".
///
/// It cannot be shown without the timetable, the periods, or where no timetable of the school labels PPA. It does not
/// apply to someone who teaches nothing.
pub fn ppa(case: &Case) -> Result<Judgement, CannotTell> {
    case.inquiry.needs_periods()?;
    let taught = case.taught()?;
    if taught.value() == Ratio::ZERO {
        return Ok(Judgement::not_applicable());
    }
    Ok(Judgement::at_least(&case.ppa()?, &ppa_needed(case)?))
}

/// A tenth of one's own taught time.
///
/// # Errors
/// If the timetable is not known.
pub fn ppa_needed(case: &Case) -> Result<Figure<Minutes>, CannotTell> {
    let taught = case.taught()?;
    let share = case.inquiry.book.on::<Share>("ppa_share", case.reference())?;
    let needed = share.value() * taught.value();
    Ok(Figure::derived(needed, "PPA needed: taught × share", [taught.any(), share.any()]))
}

/// The timetable names time for induction: {induction_share_part_1} (part 1) or {induction_share_part_2} (part 2) of
/// the comparator, times the full-time equivalent, inside teaching hours and on top of PPA.
///
/// It cannot be shown without the timetable, the periods and a comparator, or where no timetable of the school labels
/// induction time: an empty slot is neither induction time nor its lack.
pub fn induction_time_named(case: &Case) -> Result<Judgement, CannotTell> {
    case.inquiry.needs_periods()?;
    let share = case.by_part::<Share>("induction_share_part_1", "induction_share_part_2")?;
    let required = case.of_comparator(&share, "induction time: comparator × share × full-time equivalent")?;
    Ok(Judgement::at_least(&case.protected()?, &required))
}

/// Over the term, the labelled induction time was kept: planned on the days the ECT was at work, less cover and events
/// that fell in it, plus time given back. A shortfall is pending until the last day of the term, since it can still be
/// given back.
///
/// It cannot be shown without a calendar, periods, weeks of the cycle, or a cover register that speaks for the term.
/// It does not apply where nothing was planned.
pub fn induction_time_kept(case: &Case) -> Result<Judgement, CannotTell> {
    let ledger = ledger(case)?;
    if ledger.planned.value() == Ratio::ZERO {
        return Ok(Judgement::not_applicable());
    }
    needs_cover(case)?;
    let share = case.inquiry.book.on::<Share>("induction_time_kept", case.reference())?;
    let how = "planned induction time that is to be kept or given back";
    let required = Figure::<Minutes>::derived(
        ledger.planned.value() * share.value(),
        how,
        [ledger.planned.any(), share.any()],
    );
    let met = ledger.kept.value() >= required.value();
    let short = if case.inquiry.as_of < case.inquiry.term.to { Outcome::Pending } else { Outcome::NotMet };
    Ok(Judgement::either(met, short, &ledger.kept, &required))
}

/// Nothing fell in PPA: no cover or event that the ECT took on in their own PPA, and no held meeting, coaching or drop-in
/// in the PPA of the ECT or of that meeting's mentor. Each such row of a teaching day on which the ECT was at work counts
/// once; giving the time back does not heal it. All labelled PPA counts that is not taught, however short and whenever it
/// is. Of cover that says how long but not when, only what must have fallen in PPA counts.
///
/// Law in maintained schools; elsewhere it rests on the contract, and a failure is "not as expected".
///
/// It cannot be shown without a calendar and the weeks of the cycle. That nothing fell in PPA also needs a cover register
/// that speaks for the term, a meetings register that names the ECT, times for each held meeting, and the timetables of
/// the ECT and of the mentors who met them, with PPA labelled in the school.
pub fn ppa_left_free(case: &Case) -> Result<Judgement, CannotTell> {
    let taken = ppa_kept::taken(case)?;
    if taken.rows.is_empty() {
        taken.hides_nothing(case)?;
    }
    let none = case.inquiry.book.on::<Count>("ppa_taken", case.reference())?;
    Ok(Judgement::at_most(&taken.figure(case), &none))
}
