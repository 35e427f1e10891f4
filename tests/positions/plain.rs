//! The second calculation of an ECT's position: it walks every date and counts whole numbers of tiny units of a term,
//! with a calendar of its own. It is written from the definitions (G3, G17, IN01a to IN02d) and shares nothing with the
//! program.

use std::collections::{BTreeMap, BTreeSet};

/// A date as the number of days since 1 March of the year 0.
pub type Day = i64;

/// The date as a number.
pub fn number(year: i64, month: i64, day: i64) -> Day {
    // the year begins in March, so that the leap day is its last
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1
}

/// The number as a year, month and day.
pub fn date(day: Day) -> (i64, i64, i64) {
    let mut year = day / 365;
    while number(year, 3, 1) > day {
        year -= 1;
    }
    let left = day - number(year, 3, 1);
    let month = (5 * left + 2) / 153;
    let day = left - (153 * month + 2) / 5 + 1;
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

/// Monday is 0.
pub fn weekday(day: Day) -> i64 {
    // 1 March of the year 0 was a Wednesday
    (day + 2) % 7
}

/// What a calendar row does to its days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Says {
    Open,
    Shut,
    Inset,
}

/// The calendar as it was sent.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    pub rows: Vec<(Day, Day, Says)>,
}

/// A stretch of service; the FTE is a fraction.
#[derive(Clone, Debug)]
pub struct Service {
    pub from: Day,
    pub to: Option<Day>,
    pub fte: Option<(i128, i128)>,
    pub here: bool,
}

/// A row of the absence register.
#[derive(Clone, Debug)]
pub struct Absence {
    pub from: Day,
    pub to: Option<Day>,
    pub half_days: Option<i128>,
    pub kind: &'static str,
}

/// All that is known of one ECT.
#[derive(Clone, Debug)]
pub struct History {
    pub start: Day,
    pub end: Option<Day>,
    pub half_terms_before: Option<i128>,
    pub service: Vec<Service>,
    pub absences: Vec<Absence>,
}

/// The term reported, and to when.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub from: Day,
    pub to: Day,
    pub as_of: Day,
}

/// A fraction in lowest terms.
pub type Fraction = (i128, i128);

/// Where the ECT stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    pub reference: Day,
    pub served: Fraction,
    pub gross: Fraction,
    pub absent: Fraction,
    pub part: u8,
    pub term_now: i64,
    pub part_1_ended: Option<Day>,
    pub part_2_ended: Option<Day>,
    pub expected_end: Option<Day>,
    pub ended_without_extension: bool,
}

/// The answer for one ECT.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    NotAssessed,
    CannotTell,
    At(Position),
}

/// The school days of every term from 2019 to 2045, term by term (definitions G3, IN01a, IN01b).
pub struct Terms {
    terms: Vec<Vec<Day>>,
    of: BTreeMap<Day, usize>,
}

impl Terms {
    pub fn of(calendar: &Calendar) -> Terms {
        let open: Vec<(Day, Day)> =
            calendar.rows.iter().filter(|row| row.2 == Says::Open).map(|row| (row.0, row.1)).collect();
        let mut terms = Vec::new();
        for year in 2019..=2045 {
            for (months, usual) in [
                (1..=3, (number(year, 1, 5), number(year, 3, 31))),
                (4..=7, (number(year, 4, 22), number(year, 7, 21))),
                (8..=12, (number(year, 9, 1), number(year, 12, 20))),
            ] {
                let begins_here = |from: Day| date(from).0 == year && months.contains(&date(from).1);
                let own: Vec<_> = open.iter().filter(|row| begins_here(row.0)).collect();
                let mut days = Vec::new();
                if own.is_empty() {
                    days.extend((usual.0..=usual.1).filter(|day| weekday(*day) < 5));
                } else {
                    let last = own.iter().map(|row| row.1).max().unwrap();
                    for day in own.iter().map(|row| row.0).min().unwrap()..=last {
                        let within = |says| {
                            calendar.rows.iter().any(|row| row.2 == says && row.0 <= day && day <= row.1)
                        };
                        if weekday(day) < 5 && within(Says::Open) && !within(Says::Shut) {
                            days.push(day);
                        }
                    }
                }
                terms.push(days);
            }
        }
        let of = (terms.iter().enumerate()).flat_map(|(n, days)| days.iter().map(move |day| (*day, n)));
        Terms { of: of.collect(), terms }
    }

    fn days_of_term(&self, day: Day) -> &[Day] {
        &self.terms[self.of[&day]]
    }

    fn between(&self, from: Day, to: Day) -> Vec<Day> {
        if from > to { Vec::new() } else { self.of.range(from..=to).map(|(day, _)| *day).collect() }
    }
}

/// A kind of absence that does not extend induction on that date (definition IN02c).
fn is_excluded(kind: &str, day: Day) -> bool {
    match kind {
        "maternity" | "paternity" | "shared parental" | "adoption" | "parental bereavement" => true,
        "carer's leave" => day >= number(2024, 4, 1),
        _ => false,
    }
}

fn common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

fn common_multiple(a: i128, b: i128) -> i128 {
    (a / common_divisor(a, b)).checked_mul(b).unwrap()
}

/// Answers for one ECT, date by date.
pub fn answer(terms: &Terms, history: &History, asked: Asked) -> Answer {
    // G1, G14: who is assessed, and to which day
    let here = history.service.iter().filter(|row| row.here);
    let Some(last_here) = here.map(|row| row.to.unwrap_or(Day::MAX)).max() else {
        return Answer::NotAssessed;
    };
    let reference = asked.as_of.min(asked.to).min(last_here).min(history.end.unwrap_or(Day::MAX));
    if history.start > reference || history.end.is_some_and(|end| end < asked.from) {
        return Answer::NotAssessed;
    }
    let stretches = stretches(terms, history);
    let serving = |day: Day| serving(&stretches, day);
    if !(asked.from..=reference).any(|day| serving(day).is_some_and(|row| row.here)) {
        return Answer::NotAssessed;
    }
    let Some(first) = stretches.iter().map(|(begins, _)| *begins).min() else { return Answer::NotAssessed };
    if history.half_terms_before.is_none() && !terms.between(history.start, first - 1).is_empty() {
        return Answer::CannotTell;
    }
    let days = terms.between(first, reference);

    // the unit: so small that every day, absence and FTE is a whole number of it
    let absences: Vec<(&Absence, Vec<Day>)> = (history.absences.iter())
        .filter(|row| row.from <= asked.as_of)
        .map(|row| (row, dates_of(terms, row)))
        .collect();
    let mut whole = 60;
    let ahead = terms.of.range(reference + 1..).next().map(|(day, _)| day);
    for day in days.iter().chain(ahead) {
        let step = 60 * terms.days_of_term(*day).len() as i128;
        whole = if whole % step == 0 { whole } else { common_multiple(whole, step) };
    }
    let spread: i128 = absences.iter().map(|(_, dates)| dates.len().max(1) as i128).fold(1, common_multiple);
    let whole = whole.checked_mul(spread).unwrap();
    let fraction = |units: i128| {
        let divisor = common_divisor(units.abs().max(1), whole).max(1);
        if units == 0 { (0, 1) } else { (units / divisor, whole / divisor) }
    };

    let before = history.half_terms_before.unwrap_or(0) * whole / 2;
    let mut gross = before;
    let (mut done, mut part_service, mut part_absent, mut part_weight) = (before, 0, 0, 0);
    // IN01f: part 1 ended before the first day here
    let mut part = if before >= 3 * whole { 2 } else { 1 };
    let mut part_1_ended = if part == 2 { Some(first - 1) } else { None };
    let mut part_2_ended = None;
    let mut at_start_of_term = None;
    let mut served = before;
    let mut absent_at_end = 0;
    let mut begins_next_part = false;
    for day in days {
        if day >= asked.from && at_start_of_term.is_none() {
            at_start_of_term = Some((part, served));
        }
        if begins_next_part && part < 3 {
            (part_absent, part_weight) = (0, 0);
            begins_next_part = false;
        }
        if let Some(row) = serving(day) {
            let Some((top, bottom)) = row.fte else { return Answer::CannotTell };
            let length = terms.days_of_term(day).len() as i128;
            let step = whole / bottom / length * top;
            gross += step;
            part_service += step;
            let away = away(&absences, day, whole, whole / bottom * top);
            // nothing extends an induction whose second part has ended
            if part < 3 {
                part_absent += away;
                part_weight += away / length;
            }
        }
        // IN02a: from thirty days on all of it is taken out
        let taken = if part < 3 && part_absent >= 30 * whole { part_weight } else { 0 };
        served = done + part_service - taken;
        absent_at_end = part_absent;
        if part < 3 && served >= 3 * i128::from(part) * whole {
            if part == 1 {
                part_1_ended = Some(day);
            } else {
                part_2_ended = Some(day);
            }
            part += 1;
            (done, part_service) = (served, 0);
            begins_next_part = true;
        }
    }
    let (part_then, served_then) = at_start_of_term.unwrap_or((part, served));
    let position = Position {
        reference,
        served: fraction(served),
        gross: fraction(gross),
        absent: fraction(absent_at_end),
        part: part_then.min(2),
        term_now: i64::try_from(served_then.div_euclid(whole) + 1).unwrap().min(6),
        part_1_ended,
        part_2_ended,
        expected_end: part_2_ended
            .or_else(|| expected_end(terms, reference, 6 * whole - served, whole, serving(reference)?.fte?)),
        ended_without_extension: history.end.is_some_and(|end| end <= asked.as_of)
            && gross >= 6 * whole
            && served < 6 * whole,
    };
    Answer::At(position)
}

/// How much of a date was lost, in units of a day: at most one day on one date (definition IN02b).
fn away(absences: &[(&Absence, Vec<Day>)], day: Day, whole: i128, at_work: i128) -> i128 {
    let counted = absences.iter().filter(|(row, dates)| dates.contains(&day) && !is_excluded(row.kind, day));
    let lost = counted.map(|(row, dates)| match (row.half_days, row.to) {
        (Some(halves), _) => halves * (whole / 2 / dates.len() as i128),
        (None, Some(to)) if to != row.from => at_work,
        (None, _) => whole,
    });
    lost.sum::<i128>().min(whole)
}

/// The stretches of service that count, each with the day from which it counts.
fn stretches<'a>(terms: &Terms, history: &'a History) -> Vec<(Day, &'a Service)> {
    // IN01e: terms served before stand for all that was served elsewhere
    let counted: Vec<&Service> =
        history.service.iter().filter(|row| row.here || history.half_terms_before.is_none()).collect();
    // IN01d: what begins on one of the first five school days of a term counts from its first
    let induction = from_the_first(terms, history.start, |_| false);
    let mut stretches = Vec::new();
    for (n, row) in counted.iter().enumerate().filter(|(_, row)| row.to.is_none_or(|to| induction <= to)) {
        // a change of pattern is not a beginning: a day that another row covers stays with that row
        let others = counted.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, other)| other);
        let covered =
            |day: Day| others.clone().any(|other| other.from <= day && other.to.is_none_or(|to| day <= to));
        stretches.push((from_the_first(terms, row.from, covered).max(induction), *row));
    }
    stretches
}

/// G17: of the stretches that cover a day, the one with the latest first day holds.
fn serving<'a>(stretches: &[(Day, &'a Service)], day: Day) -> Option<&'a Service> {
    let rows = stretches.iter().filter(|(begins, row)| *begins <= day && row.to.is_none_or(|to| day <= to));
    rows.max_by_key(|(_, row)| row.from).map(|(_, row)| *row)
}

/// The day itself, or the first of its term that no other row covers, if the day is among its first five school days.
fn from_the_first(terms: &Terms, day: Day, covered: impl Fn(Day) -> bool) -> Day {
    let Some((_, n)) = terms.of.range(day..).next() else { return day };
    let before: Vec<Day> = terms.terms[*n].iter().copied().take_while(|earlier| *earlier < day).collect();
    if before.len() > 4 {
        return day;
    }
    let apart = |earlier: &Day| !(*earlier..day).any(&covered);
    before.into_iter().find(apart).unwrap_or(day)
}

/// The dates of a row of the absence register (definition IN02b).
fn dates_of(terms: &Terms, row: &Absence) -> Vec<Day> {
    match (row.to, row.half_days) {
        (Some(to), _) => terms.between(row.from, to),
        (None, Some(halves)) => {
            let days = usize::try_from((halves + 1) / 2).unwrap();
            terms.between(row.from, row.from + 1000).into_iter().take(days).collect()
        }
        (None, None) => terms.between(row.from, row.from),
    }
}

/// The day on which the rest is served (definition IN01h). A whole term at work adds the FTE.
fn expected_end(
    terms: &Terms,
    reference: Day,
    mut left: i128,
    whole: i128,
    (top, bottom): (i128, i128),
) -> Option<Day> {
    let ahead: BTreeSet<usize> = terms.of.range(reference + 1..).map(|(_, n)| *n).collect();
    for n in ahead {
        let term = &terms.terms[n];
        let (length, days) =
            (term.len() as i128, term.iter().filter(|day| **day > reference).collect::<Vec<_>>());
        // days · top/bottom/length of a term, against what is left
        let needed = (left * bottom * length + top * whole - 1) / (top * whole);
        if needed <= days.len() as i128 {
            return usize::try_from(needed - 1).ok().map(|at| *days[at]);
        }
        let adds = days.len() as i128 * top * whole;
        assert_eq!(adds % (bottom * length), 0, "the unit divides every day");
        left -= adds / (bottom * length);
    }
    None
}
