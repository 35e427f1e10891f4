//! Mentoring: how often, how long, when, and by whom.

use super::case::Case;
use super::ledger::weekday;
use super::windows::{count, counting, held, held_minutes, needs_register, origins_of, windows};
use super::workings::{Window, WindowState};
use super::{CannotTell, Judgement, LooksAt, Outcome, Rule, Strength, Subject};
use super::{mentor_support, mentors};
use crate::model::figure::{Figure, Origin, Origins};
use crate::model::school::{Meeting, PersonId};
use crate::model::settings::PartTimeMeetings;
use crate::model::source::Span;
use crate::model::units::{Count, Minutes, Ratio};
use chrono::NaiveDate;
use std::collections::BTreeSet;

const SOURCE: &str = include_str!("mentoring.rs");

/// The rules of this family, in the order reports show them.
pub const RULES: &[Rule] = &[
    Rule {
        code: "MN01",
        title: "meets regularly",
        question: "Was a mentor meeting held in every teaching week (part 1) or fortnight (part 2)?",
        subject: Subject::Ect,
        strength: Strength::Programme,
        clauses: &["meeting_weeks_part_1", "meeting_weeks_part_2"],
        looks_at: LooksAt::Term,
        check: meets_regularly,
        source: (SOURCE, "meets_regularly"),
    },
    Rule {
        code: "MN02",
        title: "long enough",
        question: "Has each week or fortnight with meetings at least {meeting_minutes} of them?",
        subject: Subject::Ect,
        strength: Strength::Programme,
        clauses: &["meeting_minutes"],
        looks_at: LooksAt::Term,
        check: long_enough,
        source: (SOURCE, "long_enough"),
    },
    Rule {
        code: "MN03",
        title: "in teaching hours",
        question: "Was each held meeting inside the school’s teaching hours?",
        subject: Subject::Ect,
        strength: Strength::Guidance,
        clauses: &["meeting_in_teaching_hours"],
        looks_at: LooksAt::Term,
        check: in_teaching_hours,
        source: (SOURCE, "in_teaching_hours"),
    },
    Rule {
        code: "MN04",
        title: "mentor’s time",
        question: "Does the mentor’s timetable name an hour a week (part 1) or fortnight (part 2) for each ECT?",
        subject: Subject::Mentor,
        strength: Strength::Programme,
        clauses: &["mentor_minutes_part_1", "mentor_minutes_part_2"],
        looks_at: LooksAt::ReferenceDay,
        check: mentors::mentors_time,
        source: (mentors::SOURCE, "mentors_time"),
    },
    Rule {
        code: "MN05",
        title: "year 2 mentor support",
        question: "Do the meetings held since part 2 began come up to the hours funded to date?",
        subject: Subject::Ect,
        strength: Strength::Grant,
        clauses: &["support_minutes"],
        looks_at: LooksAt::SecondPart,
        check: year_two_support,
        source: (SOURCE, "year_two_support"),
    },
    Rule {
        code: "MN06",
        title: "named mentor",
        question: "Had the ECT one mentor, another person, on every teaching day?",
        subject: Subject::Ect,
        strength: Strength::Guidance,
        clauses: &["named_mentor"],
        looks_at: LooksAt::Term,
        check: named_mentor,
        source: (SOURCE, "named_mentor"),
    },
    Rule {
        code: "MN07",
        title: "not the tutor",
        question: "Is the ECT’s mentor someone other than the induction tutor?",
        subject: Subject::Ect,
        strength: Strength::Guidance,
        clauses: &["mentors_who_are_tutor"],
        looks_at: LooksAt::ReferenceDay,
        check: mentors::not_the_tutor,
        source: (mentors::SOURCE, "not_the_tutor"),
    },
    Rule {
        code: "MN08",
        title: "mentor holds QTS",
        question: "Does the mentor hold qualified teacher status?",
        subject: Subject::Mentor,
        strength: Strength::Guidance,
        clauses: &["mentor_qts"],
        looks_at: LooksAt::ReferenceDay,
        check: mentors::mentor_holds_qts,
        source: (mentors::SOURCE, "mentor_holds_qts"),
    },
];

/// In part 1 one held meeting in every teaching week, in part 2 in every fortnight of teaching weeks. A week has at
/// least three teaching days; fortnights pair the weeks of the term in order. A window counts once it has ended, if the
/// ECT was at work on one of its teaching days. Meetings and coaching count, with any mentor; a blank status is held.
///
/// It cannot be shown without a calendar, the ECT's part, or a meetings register that names the ECT this term.
pub fn meets_regularly(case: &Case) -> Result<Judgement, CannotTell> {
    let windows = windows(case)?;
    let counting = counting(&windows);
    if counting.is_empty() {
        return Ok(Judgement::not_applicable());
    }
    needs_register(case)?;
    let held = counting.iter().filter(|w| w.state == WindowState::Held);
    let measured =
        count(case, held.clone().count(), "windows with a held meeting", held.flat_map(|w| w.cells.clone()));
    let mut required =
        count(case, counting.len(), &format!("{} that count", unit(case)?), calendar_rows(case));
    if case.inquiry.settings.part_time_meetings.as_ref().is_some_and(|c| c.value == PartTimeMeetings::ProRata)
    {
        let fte = case.fte()?;
        required = Figure::derived(
            required.value() * fte.value(),
            "windows that count × full-time equivalent",
            [required.any(), fte.any()],
        );
    }
    Ok(Judgement::at_least(&measured, &required))
}

/// Of the weeks (part 1) or fortnights (part 2) that have held meetings, each has at least {meeting_minutes}. A drop-in
/// and a coaching session in one window add up; meetings that overlap count once.
///
/// It cannot be shown if a window short of that holds a meeting whose length is not written. It does not apply where no
/// meeting was held.
pub fn long_enough(case: &Case) -> Result<Judgement, CannotTell> {
    let windows = windows(case)?;
    let counting = counting(&windows);
    if counting.is_empty() {
        return Ok(Judgement::not_applicable());
    }
    needs_register(case)?;
    let least = least_minutes(case)?;
    let (mut known, mut long, mut open) = (Vec::new(), Vec::new(), Vec::new());
    for window in counting {
        let (minutes, unknown) = held_minutes(case, window);
        let enough = minutes >= least.value();
        if !enough && !unknown.is_empty() {
            open.extend(unknown);
        } else if minutes > Ratio::ZERO {
            known.push(window);
            if enough {
                long.push(window);
            }
        }
    }
    if known.is_empty() && open.is_empty() {
        return Ok(Judgement::not_applicable());
    }
    if long.len() == known.len() && !open.is_empty() {
        let why =
            format!("{} of {}’s held meetings have neither minutes nor an end time", open.len(), case.name());
        return Err(CannotTell::fill(why, Span::join(open)));
    }
    let how = format!("windows with {} minutes or more", least.value());
    let cells = |of: &[&Window]| of.iter().flat_map(|w| w.cells.clone()).collect::<Vec<_>>();
    let plain = count(case, long.len(), &how, cells(&long));
    let measured =
        Figure::<Count>::derived_with(plain.value(), how.clone(), least.any(), [], origins_of(cells(&known)));
    let required = count(case, known.len(), "windows with held minutes", cells(&known));
    Ok(Judgement::at_least(&measured, &required))
}

/// Every held meeting lies wholly inside the school's teaching hours, on a teaching day. A meeting that runs across a
/// break is outside.
///
/// It cannot be shown without a calendar, the periods, weeks of the cycle, or if a held meeting has no times and none is
/// proved outside. It does not apply where no meeting was held.
pub fn in_teaching_hours(case: &Case) -> Result<Judgement, CannotTell> {
    let inquiry = case.inquiry;
    inquiry.needs_calendar()?;
    inquiry.needs_periods()?;
    inquiry.needs_labels(case.reference())?;
    needs_register(case)?;
    inquiry.book.entry("meeting_in_teaching_hours", case.reference())?;
    let held: Vec<&Meeting> = held(case, true).filter(|m| m.date >= inquiry.term.from).collect();
    if held.is_empty() {
        return Ok(Judgement::not_applicable());
    }
    let (timed, untimed): (Vec<&Meeting>, Vec<&Meeting>) =
        held.into_iter().partition(|m| m.start.is_some() && m.end.is_some());
    let inside: Vec<&Meeting> = timed.iter().copied().filter(|m| is_inside(case, m)).collect();
    if inside.len() == timed.len() && !untimed.is_empty() {
        let why = format!("{} of {}’s held meetings have no start and end", untimed.len(), case.name());
        return Err(CannotTell::fill(why, Span::join(untimed.iter().map(|m| m.at))));
    }
    let cells = |of: &[&Meeting]| of.iter().map(|m| m.at).collect::<Vec<_>>();
    let measured = count(case, inside.len(), "held meetings inside teaching hours", cells(&inside));
    let required = count(case, timed.len(), "held meetings with times", cells(&timed));
    Ok(Judgement::at_least(&measured, &required))
}

/// In part 2 a mentor's support is funded: {support_minutes} for each ECT, earned as the terms of part 2 are served.
/// The minutes of meetings, coaching and drop-ins held since part 2 began are compared with the share of those hours
/// earned so far. Below them it is pending until part 2 ends, and then below the funded hours; nothing in law sets that
/// number.
///
/// It cannot be shown without the ECT's part; nor, below the hours, if the first row of the meetings register comes
/// more than two weeks after part 2 began, or if part 2 has ended and a held meeting has no length. It does not apply
/// in part 1.
pub fn year_two_support(case: &Case) -> Result<Judgement, CannotTell> {
    let position = case.position()?;
    let Some(began) = position.part2_began.filter(|_| position.part == 2) else {
        return Ok(Judgement::not_applicable());
    };
    let required = mentor_support::funded_to_date(case, position)?;
    let support = mentor_support::held_since(case, began);
    let met = support.minutes.value() >= required.value();
    let short = if position.part2_ended.is_some() { Outcome::NotMet } else { Outcome::Pending };
    if !met {
        support.is_complete(case, began, short)?;
    }
    let judged = Judgement::either(met, short, &support.minutes, &required);
    Ok(match position.expected_end {
        Some(day) if judged.outcome == Outcome::Pending => judged.by(day),
        _ => judged,
    })
}

/// On every teaching day of the term the ECT has exactly one mentor, who is not the ECT. Absence does not matter; on a
/// day when one mentorship ends and another begins only the new one counts.
///
/// It cannot be shown without a calendar, or where no mentorship names the ECT.
pub fn named_mentor(case: &Case) -> Result<Judgement, CannotTell> {
    let inquiry = case.inquiry;
    inquiry.needs_calendar()?;
    let days: Vec<NaiveDate> =
        inquiry.teaching_days.iter().copied().filter(|day| case.is_own_day(*day)).collect();
    if days.is_empty() {
        return Ok(Judgement::not_applicable());
    }
    let rows = mentors::mentorship_rows(case)?;
    inquiry.book.entry("named_mentor", case.reference())?;
    let good = days.iter().filter(|day| has_one_mentor(case, **day)).count();
    let measured = count(case, good, "teaching days with exactly one mentor, another person", rows);
    let required = count(case, days.len(), "teaching days to date, in service", calendar_rows(case));
    Ok(Judgement::at_least(&measured, &required))
}

/// Teaching days so far on which there was not exactly one mentor, another person.
pub fn unmentored(case: &Case) -> Vec<NaiveDate> {
    let own = case.inquiry.teaching_days.iter().copied().filter(|day| case.is_own_day(*day));
    own.filter(|day| !has_one_mentor(case, *day)).collect()
}

fn has_one_mentor(case: &Case, day: NaiveDate) -> bool {
    let mentors: BTreeSet<PersonId> =
        case.inquiry.mentorships(case.person, day).iter().map(|m| m.mentor).collect();
    mentors.len() == 1 && !mentors.contains(&case.person)
}

fn is_inside(case: &Case, meeting: &Meeting) -> bool {
    let (Some(start), Some(end)) = (meeting.start, meeting.end) else { return false };
    let Some(week) = case.inquiry.week(meeting.date) else { return false };
    let set = case.inquiry.grid.interval(week, weekday(meeting.date), start, end);
    (&set - case.inquiry.grid.teaching()).is_empty()
}

/// 60 minutes, or what is set locally, for part-timers in proportion where that is set (definition MN02).
///
/// # Errors
/// If the rulebook has no value for the day, or the full-time equivalent it is multiplied with is not known.
pub fn least_minutes(case: &Case) -> Result<Figure<Minutes>, CannotTell> {
    let settings = case.inquiry.settings;
    let least = match &settings.meeting_minutes {
        Some(chosen) => {
            let origin = Origin::Setting { key: "local.meeting_minutes".to_owned(), by: chosen.by.clone() };
            Figure::read(chosen.value.0, "minutes of meetings in a window, set locally", Origins::one(origin))
        }
        None => case.inquiry.book.on::<Minutes>("meeting_minutes", case.reference())?,
    };
    match &settings.part_time_meetings {
        Some(chosen) if chosen.value == PartTimeMeetings::ProRata => {
            let fte = case.fte()?;
            let value = least.value() * fte.value();
            Ok(Figure::derived(value, "minutes × full-time equivalent", [least.any(), fte.any()]))
        }
        _ => Ok(least),
    }
}

fn unit(case: &Case) -> Result<&'static str, CannotTell> {
    Ok(if case.position()?.part == 1 { "teaching weeks" } else { "fortnights of teaching weeks" })
}

/// The calendar rows of the term.
fn calendar_rows(case: &Case) -> Vec<Span> {
    let term = &case.inquiry.term;
    let rows = case.inquiry.school.calendar.rows.iter();
    rows.filter(|row| row.from <= term.to && term.from <= row.to).map(|row| row.at).collect()
}
