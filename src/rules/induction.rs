//! Induction: where the ECT stands, absence, and what must come first.

use super::case::Case;
use super::{CannotTell, Judgement, LooksAt, Outcome, Rule, Strength, Subject};
use crate::model::figure::{Figure, Origin, Origins};
use crate::model::source::{Field, Source};
use crate::model::units::{Days, Ratio, Terms};
use chrono::NaiveDate;

const SOURCE: &str = include_str!("induction.rs");

/// The rules of this family, in the order reports show them.
pub const RULES: &[Rule] = &[
    Rule {
        code: "IN01",
        title: "position",
        question: "Where does the ECT stand in the {induction_terms} of induction?",
        subject: Subject::Ect,
        strength: Strength::Statutory,
        clauses: &["induction_terms"],
        looks_at: LooksAt::Induction,
        check: position,
        source: (SOURCE, "position"),
    },
    Rule {
        code: "IN02",
        title: "absence",
        question: "Is absence of {absence_days} or more in a part taken into account?",
        subject: Subject::Ect,
        strength: Strength::Statutory,
        clauses: &["absence_days"],
        looks_at: LooksAt::Induction,
        check: absence,
        source: (SOURCE, "absence"),
    },
    Rule {
        code: "IN03",
        title: "registered first",
        question: "Was the ECT registered with the appropriate body by the start?",
        subject: Subject::Ect,
        strength: Strength::Statutory,
        clauses: &["registered_first"],
        looks_at: LooksAt::Induction,
        check: registered_first,
        source: (SOURCE, "registered_first"),
    },
    Rule {
        code: "IN04",
        title: "QTS first",
        question: "Did the ECT hold qualified teacher status by the start?",
        subject: Subject::Ect,
        strength: Strength::Statutory,
        clauses: &["qts_first"],
        looks_at: LooksAt::Induction,
        check: qts_first,
        source: (SOURCE, "qts_first"),
    },
];

/// Where the ECT stands in the six terms of induction, counted from service, never from the school year. Met whenever
/// the position can be computed.
///
/// It cannot be shown without the full-time equivalent of every day served, or where nothing says what happened between
/// the induction start and the first day of known service.
pub fn position(case: &Case) -> Result<Judgement, CannotTell> {
    let position = case.position()?;
    let required = case.inquiry.book.on::<Terms>("induction_terms", *case.ect()?.induction.start)?;
    Ok(Judgement::either(true, Outcome::Met, &position.served, &required))
}

/// At {absence_days} of countable absence in a part, that part is extended by all of them. Absence is no breach; this
/// is not met only where an induction was ended although the extension was still to be served. Statutory leave does not
/// count; half-days do.
///
/// It cannot be shown without the position, or where an induction has ended and no absence record was supplied.
pub fn absence(case: &Case) -> Result<Judgement, CannotTell> {
    let position = case.position()?;
    let active = case.ect()?;
    let required = case.inquiry.book.on::<Days>("absence_days", *active.induction.start)?;
    let whole = case.inquiry.book.on::<Terms>("induction_terms", *active.induction.start)?.value();
    let ended = active.induction.end.value.is_some_and(|end| end <= case.inquiry.as_of);
    // an induction that goes on meets this whatever the absence; one that has ended does not without its record
    if ended && !position.absence_recorded {
        let why = "the induction has ended, and no absence record was supplied that shows whether it was to be extended";
        return Err(CannotTell::supply(why, "absence", "Staff code, From, To"));
    }
    let early = ended && position.gross >= whole && position.served.value() < whole;
    Ok(Judgement::either(!early, Outcome::NotMet, &position.absent, &required))
}

/// The ECT was registered with the appropriate body by the day induction started; the first day itself is in time.
///
/// It cannot be shown where the day of registration is blank.
pub fn registered_first(case: &Case) -> Result<Judgement, CannotTell> {
    let field = &case.ect()?.induction.registered_on;
    first(case, field, "registered_first", "Registered on", "the day of registration")
}

/// The ECT held qualified teacher status by the day induction started.
///
/// It cannot be shown where the day of the award is blank.
pub fn qts_first(case: &Case) -> Result<Judgement, CannotTell> {
    first(case, &case.ect()?.induction.qts_date, "qts_first", "QTS date", "the day of the QTS award")
}

fn first(
    case: &Case,
    field: &Field<NaiveDate>,
    value: &str,
    column: &'static str,
    words: &str,
) -> Result<Judgement, CannotTell> {
    let induction = case.ect()?.induction;
    let (Some(day), Some(cell)) = (field.value, field.source) else {
        let why = format!("{words} of {} is blank", case.name());
        return Err(CannotTell::blank(why, field.source.map(Source::span), "induction", column));
    };
    let required = case.inquiry.book.on::<Days>(value, *induction.start)?;
    let origins = Origins::of([Origin::from(cell), Origin::from(induction.start.source)]);
    let days = Ratio::whole((*induction.start - day).num_days());
    let measured = Figure::read(
        days,
        "days before the start of induction",
        origins.ok_or_else(|| CannotTell::supply(format!("{words} has no cell"), "induction", column))?,
    );
    Ok(Judgement::at_least(&measured, &required))
}
