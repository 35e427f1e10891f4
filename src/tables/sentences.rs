//! What an answer says: why, what to do, and by when. Plain words with numbers; no praise and no alarm. A family writes
//! `{ppa_block}` where a value of the rulebook belongs.

pub mod funding;
mod induction;
mod mentoring;
mod protected_time;
pub mod remedies;
mod reviews;
mod training;

use super::{titles, values, words};
use crate::model::figure::{AnyFigure, Figure};
use crate::model::units::{Count, Days, Minutes, Pence, Ratio, Share, Terms};
use crate::rules::{Assessed, Assessment, EctWork, MentorWork, Outcome};
use chrono::NaiveDate;

/// Measured less required.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The difference itself.
    pub figure: AnyFigure,
    /// True where more than required is worse.
    pub over_is_bad: bool,
    /// `Over the limit`, `Short`, `To spare`.
    pub words: &'static str,
    /// Its size, exact, with the unit.
    pub exact: String,
}

/// Rules in which more than required is worse.
pub fn over_is_bad(rule: &str) -> bool {
    matches!(rule, "PT01" | "PT05" | "MN07" | "TR04" | "IN02" | "RV03")
}

/// The difference of an answer that compares two amounts of one unit.
pub fn difference(answer: &Assessment) -> Option<Difference> {
    let (measured, required) = (answer.measured.as_ref()?, answer.required.as_ref()?);
    let compared = matches!(answer.outcome, Outcome::NotMet | Outcome::Met | Outcome::Pending);
    if !compared || measured.unit() != required.unit() || answer.rule == "IN01" {
        return None;
    }
    let over_is_bad = over_is_bad(answer.rule);
    let figure = less(measured, required);
    let value = figure.value();
    let falls_short = if over_is_bad { value > Ratio::ZERO } else { value < Ratio::ZERO };
    if answer.outcome == Outcome::Met && falls_short {
        // something else decided: the provider's declaration, or an induction that goes on
        return None;
    }
    let words = match (over_is_bad, value > Ratio::ZERO, value == Ratio::ZERO) {
        (_, _, true) if measured.unit() == "pence" => "Exactly what is expected",
        (_, _, true) => "Exactly at the limit",
        (true, true, _) => "Over the limit",
        (true, false, _) => "Inside the limit",
        (false, true, _) if measured.unit() == "pence" => "Over",
        (false, true, _) => "To spare",
        (false, false, _) => "Short",
    };
    let size = if value < Ratio::ZERO { less(required, measured) } else { figure.clone() };
    Some(Difference { exact: words::exact(&size), figure, over_is_bad, words })
}

/// A difference of two figures of one unit, which is itself a figure.
pub fn less(a: &AnyFigure, b: &AnyFigure) -> AnyFigure {
    let value = a.value() - b.value();
    let (how, from) = ("difference", [a.clone(), b.clone()]);
    match a.unit() {
        "minutes" => Figure::<Minutes>::derived(value, how, from).any(),
        "days" => Figure::<Days>::derived(value, how, from).any(),
        "terms" => Figure::<Terms>::derived(value, how, from).any(),
        "pence" => Figure::<Pence>::derived(value, how, from).any(),
        "ratio" => Figure::<Share>::derived(value, how, from).any(),
        _ => Figure::<Count>::derived(value, how, from).any(),
    }
}

/// The workings of the ECT an answer is about.
pub fn ect<'a>(assessed: &'a Assessed, answer: &Assessment) -> Option<&'a EctWork> {
    assessed.ects.iter().find(|ect| ect.person == answer.subject)
}

fn mentor<'a>(assessed: &'a Assessed, answer: &Assessment) -> Option<&'a MentorWork> {
    assessed.mentors.iter().find(|mentor| mentor.person == answer.subject)
}

/// `week`, `fortnight` or `four-week cycle`: the cycle of the timetable.
pub fn cycle(assessed: &Assessed) -> &'static str {
    match assessed.cycle_weeks {
        ..=1 => "week",
        2 => "fortnight",
        3 => "three-week cycle",
        4.. => "four-week cycle",
    }
}

/// 1 or 2; 1 where it is not known.
pub fn part(ect: Option<&EctWork>) -> u8 {
    ect.and_then(|ect| ect.position.as_ref().ok()).map_or(1, |position| position.part)
}

/// `week` in part 1, `fortnight` in part 2: the window in which a meeting is due.
pub fn window(ect: Option<&EctWork>) -> (&'static str, &'static str) {
    if part(ect) == 2 { ("fortnight", "fortnights") } else { ("week", "weeks") }
}

/// `once`, `twice`, `3 times`.
pub fn often(n: i64) -> String {
    match n {
        1 => "once".to_string(),
        2 => "twice".to_string(),
        n => format!("{} times", words::thousands(n)),
    }
}

/// `weeks 1 to 12 of 15`: how much of the term a judgement over time has seen.
pub fn weeks_seen(assessed: &Assessed) -> String {
    let all = assessed.teaching_weeks.len();
    let seen = assessed.teaching_weeks.iter().filter(|(_, last)| *last <= assessed.as_of).count();
    match seen {
        0 if all == 0 => "the weeks of the term are not known".to_owned(),
        0 => format!("no week of {all} yet"),
        1 => format!("week 1 of {all}"),
        n => format!("weeks 1 to {n} of {all}"),
    }
}

/// The answer in a sentence or two, with the numbers in words.
pub fn reason(assessed: &Assessed, answer: &Assessment) -> String {
    if !answer.reason.is_empty() {
        return words::stopped(&words::sentence(&answer.reason));
    }
    let name = assessed.school.person(answer.subject).name.as_str();
    let Some((measured, required)) = answer.measured.as_ref().zip(answer.required.as_ref()) else {
        if let (Some(amount), "FN") = (&answer.measured, titles::letters(answer.rule)) {
            return funding::expected(answer, name, amount);
        }
        return values::filled(&without_figures(answer, name), &assessed.values);
    };
    if answer.outcome == Outcome::NotApplicable {
        return values::filled(&without_figures(answer, name), &assessed.values);
    }
    let (m, r) = (measured.value(), required.value());
    let mut text = match titles::letters(answer.rule) {
        "PT" => protected_time::reason(assessed, answer, name, m, r),
        "MN" => mentoring::reason(assessed, answer, name, m, r),
        "TR" => training::reason(assessed, answer, name, m, r),
        "IN" => induction::reason(assessed, answer, name, m, r),
        "RV" | "OB" => reviews::reason(assessed, answer, name, m, r),
        _ => funding::reason(assessed, answer, name, m, r),
    };
    let says_when = matches!(answer.rule, "PT04" | "TR02" | "RV01" | "RV02" | "RV03" | "OB01");
    if answer.outcome == Outcome::Pending && !says_when {
        text.push_str(" It is not due yet.");
    }
    values::filled(&text, &assessed.values)
}

fn without_figures(answer: &Assessment, name: &str) -> String {
    let asks_nothing = match titles::letters(answer.rule) {
        "PT" => protected_time::asks_nothing(answer.rule, name),
        "MN" => mentoring::asks_nothing(answer.rule, name),
        "TR" => training::asks_nothing(answer.rule, name),
        "RV" | "OB" => reviews::asks_nothing(answer.rule, name),
        "FN" => funding::asks_nothing(answer.rule, name),
        _ => None,
    };
    match answer.outcome {
        Outcome::Pending => "Not due by the as-of date.".to_string(),
        Outcome::Met => "Shown by the files supplied.".to_string(),
        _ => asks_nothing.unwrap_or_else(|| format!("This asks nothing of {name} in this term.")),
    }
}

/// What to do, in the imperative without a full stop; only where something falls short.
pub fn remedy(assessed: &Assessed, answer: &Assessment) -> Option<String> {
    if answer.remedy.is_some() {
        return answer.remedy.clone();
    }
    let name = assessed.school.person(answer.subject).name.as_str();
    let amounts = answer.measured.as_ref().zip(answer.required.as_ref());
    let (m, r) = match (amounts, answer.outcome) {
        (Some((m, r)), Outcome::NotMet | Outcome::Pending) => (m.value(), r.value()),
        (None, Outcome::NotMet) => {
            return Some(format!("Put right {} for {name}", titles::coded(answer.rule)));
        }
        _ => return None,
    };
    let short = if over_is_bad(answer.rule) { m > r } else { m < r };
    if answer.outcome == Outcome::Pending && !asks_while_pending(assessed, answer, short) {
        return None;
    }
    let remedy = match titles::letters(answer.rule) {
        "PT" => protected_time::remedy(assessed, answer, name, m, r),
        "MN" => mentoring::remedy(assessed, answer, name, m, r),
        "TR" => training::remedy(assessed, answer, name, m, r),
        "IN" => induction::remedy(assessed, answer, name, m, r),
        "RV" | "OB" => reviews::remedy(assessed, answer, name, m, r),
        _ => funding::remedy(assessed, answer, name, m, r),
    };
    let remedy = remedy.unwrap_or_else(|| format!("Put right {} for {name}", titles::coded(answer.rule)));
    Some(values::filled(&remedy, &assessed.values))
}

/// The same as sentences, followed by what would do it: slots, dates, sessions.
pub fn remedy_in_full(assessed: &Assessed, answer: &Assessment) -> Option<String> {
    let remedy = words::stopped(&remedy(assessed, answer)?);
    let ways = remedies::ways(assessed, answer);
    Some([remedy].into_iter().chain(ways).collect::<Vec<_>>().join(" "))
}

/// What is pending asks for something only where it is short: but a report still to be sent is inside its limit until the
/// deadline, money still to come is not late, and training or mentor support that keeps its pace gets there by itself.
fn asks_while_pending(assessed: &Assessed, answer: &Assessment, short: bool) -> bool {
    match answer.rule {
        "RV03" => true,
        "TR02" | "MN05" => short && remedies::is_warned(assessed, answer),
        rule => short && titles::letters(rule) != "FN",
    }
}

/// By when: the answer's own day; else the end of the term while that is still to come.
pub fn by(assessed: &Assessed, answer: &Assessment) -> Option<NaiveDate> {
    let ahead = || (assessed.as_of < assessed.term.to).then_some(assessed.term.to);
    match answer.outcome {
        Outcome::NotMet => answer.by.filter(|day| *day > assessed.as_of).or_else(ahead),
        Outcome::Pending => {
            let short = answer
                .measured
                .as_ref()
                .zip(answer.required.as_ref())
                .is_some_and(|(m, r)| m.value() < r.value());
            answer.by.or_else(|| if answer.rule == "PT04" && short { ahead() } else { None })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::school::PersonId;
    use crate::rules::Strength;
    use crate::tables::sample;

    fn lines(change: impl Fn(&mut Assessed)) -> String {
        let school = sample::school();
        let mut assessed = sample::assessed(&school);
        change(&mut assessed);
        let say = |answer: &Assessment| {
            let do_this = remedy(&assessed, answer).map_or(String::new(), |remedy| format!(" → {remedy}"));
            let by = by(&assessed, answer)
                .map_or(String::new(), |day| format!(" (by {})", words::day_in_short(day)));
            format!("{} {:?}: {}{do_this}{by}", answer.rule, answer.outcome, reason(&assessed, answer))
        };
        assessed.assessments.iter().map(say).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_answer_has_its_sentence() {
        insta::assert_snapshot!(lines(|_| {}));
    }

    #[test]
    fn after_the_term_a_debt_is_a_failure_without_a_date() {
        let text = lines(|assessed| {
            assessed.as_of = assessed.term.to;
            for answer in assessed.assessments.iter_mut().filter(|answer| answer.rule == "PT04") {
                if answer.outcome == Outcome::Pending {
                    answer.outcome = Outcome::NotMet;
                }
            }
        });
        let line = text.lines().find(|line| line.starts_with("PT04 NotMet")).unwrap();
        assert_eq!(
            line,
            "PT04 NotMet: In weeks 1 to 15 of 15, 3 h 30 min was taken for cover or events, and 1 h was repaid: \
             2 h 30 min is owed. → Give Ruth Castellane back 2 h 30 min of induction time"
        );
    }

    #[test]
    fn a_limit_rounds_down_and_what_is_over_it_up() {
        let school = sample::school();
        let mut assessed = sample::assessed(&school);
        let limit = Ratio::new(11_881, 5).unwrap();
        for (taught, said) in [
            (
                2377,
                "teaches 39 h 37 min a fortnight. The limit in year 1 is 39 h 36 min, so that is 1 min over.",
            ),
            (
                2376,
                "teaches 39 h 36 min a fortnight. The limit in year 1 is 39 h 36 min, so there is less than a minute to spare.",
            ),
        ] {
            let answer = assessed.assessments.iter_mut().find(|answer| answer.rule == "PT01").unwrap();
            (answer.measured, answer.required) = sample::pair(Ratio::whole(taught), limit);
            answer.outcome = if taught > 2376 { Outcome::NotMet } else { Outcome::Met };
            let answer = answer.clone();
            assert_eq!(reason(&assessed, &answer), format!("Amara Okafor {said}"));
        }
    }

    #[test]
    fn a_failure_without_figures_still_asks_for_something() {
        let school = sample::school();
        let assessed = sample::assessed(&school);
        let mut answer = assessed.assessments[0].clone();
        (answer.rule, answer.outcome, answer.strength) = ("TR03", Outcome::NotMet, Strength::Grant);
        (answer.measured, answer.required) = (None, None);
        assert_eq!(
            remedy(&assessed, &answer).as_deref(),
            Some("Put right TR03 every mentor enrolled for Amara Okafor")
        );
    }

    #[test]
    fn ppa_mentors_and_their_training_are_put_in_plain_words() {
        let school = sample::school();
        let mut assessed = sample::assessed(&school);
        assessed.ects[3].ppa_taken = vec![sample::day(2026, 10, 12), sample::day(2026, 11, 9)];
        let said = |rule, person: u32, outcome, (m, r): (i64, i64)| {
            let mut answer = assessed.assessments[0].clone();
            (answer.rule, answer.outcome, answer.subject) = (rule, outcome, PersonId(person));
            (answer.measured, answer.required) = sample::pair(Ratio::whole(m), Ratio::whole(r));
            let remedy = remedy(&assessed, &answer).map_or(String::new(), |remedy| format!(" → {remedy}"));
            format!("{rule} {outcome:?}: {}{remedy}", reason(&assessed, &answer))
        };
        let (met, short, pending) = (Outcome::Met, Outcome::NotMet, Outcome::Pending);
        let lines = [
            said("PT05", 3, met, (0, 0)),
            said("PT05", 3, short, (2, 0)),
            said("MN04", 4, met, (120, 120)),
            said("MN04", 4, short, (90, 120)),
            said("MN04", 4, short, (0, 120)),
            said("MN05", 3, met, (400, 400)),
            said("MN05", 3, pending, (360, 400)),
            said("MN05", 3, short, (1140, 1200)),
            said("MN07", 3, met, (0, 0)),
            said("MN07", 3, short, (1, 0)),
            said("MN08", 4, met, (1, 1)),
            said("MN08", 4, short, (0, 1)),
            said("TR03", 4, met, (1, 1)),
            said("TR03", 4, pending, (0, 1)),
            said("TR03", 4, short, (0, 1)),
            said("TR04", 4, met, (1, 1)),
            said("TR04", 4, short, (2, 1)),
        ];
        insta::assert_snapshot!(lines.join("\n"));
    }

    #[test]
    fn the_funded_hours_are_never_called_a_breach_or_a_block() {
        for strength in [Strength::Statutory, Strength::Grant] {
            assert_eq!(words::falls_short("MN05", strength), "Below the funded hours");
        }
        assert_eq!(words::falls_short("TR03", Strength::Grant), "Blocks a funding line");
    }
}
