//! Service histories made by chance, as the second calculation reads them and as the program does.

use super::plain::{self, Absence, Asked, Calendar, Day, History, Says, Service};
use crate::support::dice::Dice;
use chrono::NaiveDate;
use ringfence::model::calendar::{self, Kind};
use ringfence::model::figure::ChosenBy;
use ringfence::model::registers;
use ringfence::model::school::{self, Person, PersonId, School, Staff};
use ringfence::model::settings::{Chosen, Settings, TermWanted};
use ringfence::model::source::{Field, FileId, FileInfo, SheetId, SheetInfo, Source, Sourced, Span};
use ringfence::model::units::Ratio;

/// People at one school and term.
pub struct Cohort {
    pub calendar: Calendar,
    pub asked: Asked,
    pub histories: Vec<History>,
    pub absence_recorded: bool,
}

const FTES: [(i128, i128); 8] = [(1, 1), (1, 1), (1, 1), (3, 5), (4, 5), (1, 2), (1, 3), (9, 10)];
const KINDS: [&str; 15] = [
    "sickness",
    "sickness",
    "sickness",
    "illness",
    "sickness",
    "sickness",
    "medical appointment",
    "neonatal care",
    "maternity",
    "paternity",
    "shared parental",
    "adoption",
    "parental bereavement",
    "carer's leave",
    "carer's leave",
];

/// A school with so many people.
pub fn cohort(seed: u64, people: usize) -> Cohort {
    let mut dice = Dice::new(seed);
    for _ in 0..4 {
        dice.roll(2);
    }
    let year = 2023 + within(&mut dice, 0, 3);
    let season = dice.roll(3);
    let calendar = Calendar { rows: calendar(&mut dice, year, season) };
    let (from, to) = reported(&mut dice, &calendar, year, season);
    let as_of = match dice.roll(4) {
        0 => to,
        1 => to + within(&mut dice, 1, 200),
        _ => from + within(&mut dice, 0, to - from),
    };
    let absence_recorded = dice.roll(6) > 0;
    let histories = (0..people).map(|_| history(&mut dice, from, as_of.min(to), absence_recorded)).collect();
    Cohort { calendar, asked: Asked { from, to, as_of }, histories, absence_recorded }
}

fn within(dice: &mut Dice, least: i64, most: i64) -> i64 {
    let sides = usize::try_from(most - least + 1).unwrap();
    least + i64::try_from(dice.roll(sides)).unwrap()
}

/// The dates a term usually has.
fn usual(year: i64, season: usize) -> (Day, Day) {
    match season {
        0 => (plain::number(year, 1, 5), plain::number(year, 3, 31)),
        1 => (plain::number(year, 4, 22), plain::number(year, 7, 21)),
        _ => (plain::number(year, 9, 1), plain::number(year, 12, 20)),
    }
}

/// Rows for no term, the one reported, or several before and after it.
fn calendar(dice: &mut Dice, year: i64, season: usize) -> Vec<(Day, Day, Says)> {
    let (before, after) = *dice.pick(&[(0, 0), (0, 0), (2, 0), (5, 1), (7, 3)]);
    if dice.roll(5) == 0 {
        return Vec::new();
    }
    let mut rows = Vec::new();
    let reported = year * 3 + i64::try_from(season).unwrap();
    for n in reported - before..=reported + after {
        let (from, to) = usual(n.div_euclid(3), usize::try_from(n.rem_euclid(3)).unwrap());
        let (from, to) = (from + within(dice, 0, 6), to - within(dice, 0, 9));
        let half = from + (to - from) / 2 + within(dice, -6, 6);
        if dice.roll(3) == 0 {
            rows.extend([(from, half, Says::Open), (half + 8, to, Says::Open)]);
        } else {
            rows.extend([(from, to, Says::Open), (half, half + within(dice, 2, 8), Says::Shut)]);
        }
        let closed = from + within(dice, 0, to - from);
        rows.push((closed, closed + within(dice, 0, 2), *dice.pick(&[Says::Shut, Says::Inset])));
        if dice.roll(2) == 0 {
            rows.push((from, from, Says::Inset));
        }
    }
    rows
}

/// The reported term as the calendar has it, as it usually is, or a half of it.
fn reported(dice: &mut Dice, calendar: &Calendar, year: i64, season: usize) -> (Day, Day) {
    let (from, to) = usual(year, season);
    let own = calendar.rows.iter().filter(|row| row.2 == Says::Open && row.0 <= to && from <= row.1);
    let (from, to) = match (own.clone().map(|row| row.0).min(), own.map(|row| row.1).max()) {
        (Some(from), Some(to)) => (from, to),
        _ => (from, to),
    };
    match dice.roll(6) {
        0 => (from + 45, to),
        1 => (from, from + 40),
        _ => (from, to),
    }
}

fn history(dice: &mut Dice, from: Day, limit: Day, absence_recorded: bool) -> History {
    let start = match dice.roll(8) {
        0 => within(dice, from - 10, limit + 5),
        1 => limit - within(dice, 0, 1300),
        _ => {
            let (year, ..) = plain::date(from - within(dice, 0, 1100));
            let (first, _) = usual(year, dice.roll(3));
            first + *dice.pick(&[-3, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 30])
        }
    };
    // the rulebook begins in September 2021
    let start = start.max(plain::number(2021, 9, 1));
    let half_terms_before =
        if dice.roll(4) == 0 { Some(*dice.pick(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11])) } else { None };
    let end = match dice.roll(6) {
        0 => Some(within(dice, from - 20, limit + 60).max(start)),
        1..=2 if limit - start > 650 => Some(within(dice, from.min(limit), limit)),
        _ => None,
    };
    let absences = if absence_recorded {
        (0..dice.roll(5)).map(|_| absence(dice, start, limit)).collect()
    } else {
        Vec::new()
    };
    History { start, end, half_terms_before, service: service(dice, start, limit), absences }
}

fn fte(dice: &mut Dice) -> Option<(i128, i128)> {
    if dice.roll(90) == 0 { None } else { Some(*dice.pick(&FTES)) }
}

/// One stretch or several: joined, apart, or overlapping; the earlier ones perhaps at another school.
fn service(dice: &mut Dice, start: Day, limit: Day) -> Vec<Service> {
    let mut from = match dice.roll(6) {
        0 => start + within(dice, 0, 12),
        1 if dice.roll(3) == 0 => start + within(dice, 0, 300),
        2 => start - within(dice, 0, 400),
        _ => start,
    };
    let count = *dice.pick(&[1, 1, 1, 2, 2, 3, 4]);
    let elsewhere = if dice.roll(3) == 0 { dice.roll(count) } else { 0 };
    let mut rows = Vec::new();
    for n in 0..count {
        let next = from + within(dice, 1, ((limit - from) / 2).max(60));
        let next = if dice.roll(3) == 0 {
            let (year, ..) = plain::date(next);
            usual(year, dice.roll(3)).0.max(from + 1) + within(dice, 0, 7)
        } else {
            next
        };
        let to = match (n + 1 == count, dice.roll(8)) {
            (true, 0) => Some(limit + within(dice, -40, 40)),
            (true, _) | (false, 0) => None,
            (false, 1) => Some(next + within(dice, 0, 30)),
            (false, 2) => Some((next - within(dice, 1, 60)).max(from)),
            (false, _) => Some(next - 1),
        };
        rows.push(Service { from, to: to.map(|to| to.max(from)), fte: fte(dice), here: n >= elsewhere });
        from = next;
    }
    rows
}

fn absence(dice: &mut Dice, start: Day, limit: Day) -> Absence {
    let from = within(dice, start.min(limit) - 5, limit.max(start) + 5);
    let long = *dice.pick(&[4, 20, 45, 45, 70, 110]);
    let to = match dice.roll(4) {
        0 => None,
        1 => Some(from),
        _ => Some(from + within(dice, 0, long)),
    };
    let half_days = match dice.roll(3) {
        0 => Some(within(dice, 1, 2 * long).into()),
        1 if to == Some(from) => Some(1),
        _ => None,
    };
    Absence { from, to, half_days, kind: dice.pick::<&str>(&KINDS) }
}

/// The date as the program holds it.
pub fn chrono(day: Day) -> NaiveDate {
    let (year, month, day) = plain::date(day);
    let part = |n: i64| u32::try_from(n).unwrap();
    NaiveDate::from_ymd_opt(i32::try_from(year).unwrap(), part(month), part(day)).unwrap()
}

/// What the command line would say.
pub fn settings(asked: Asked) -> Settings {
    let term = TermWanted::Between(chrono(asked.from), chrono(asked.to));
    Settings {
        term: Some(Chosen { value: term, by: ChosenBy::CommandLine }),
        as_of: Some(Chosen { value: chrono(asked.as_of), by: ChosenBy::CommandLine }),
        ..Settings::default()
    }
}

/// The sheets of the school, in order.
const SHEETS: [&str; 5] = ["calendar", "staff", "induction", "service", "absence"];

/// Rows written one below the other.
struct Pen {
    sheet: SheetId,
    row: u32,
}

impl Pen {
    fn on(sheet: u32) -> Pen {
        Pen { sheet: SheetId(sheet), row: 0 }
    }

    fn next_row(&mut self) -> Span {
        self.row += 1;
        Span { sheet: self.sheet, top: self.row, left: 0, bottom: self.row, right: 6 }
    }

    fn cell(&self, col: u32) -> Source {
        Source { sheet: self.sheet, row: self.row, col }
    }

    fn field<T>(&self, col: u32, value: Option<T>) -> Field<T> {
        Field { value, source: Some(self.cell(col)) }
    }

    fn date(&self, col: u32, day: Day) -> Sourced<NaiveDate> {
        Sourced { value: chrono(day), source: self.cell(col) }
    }
}

fn ratio((top, bottom): (i128, i128)) -> Ratio {
    Ratio::new(i64::try_from(top).unwrap(), i64::try_from(bottom).unwrap()).unwrap()
}

/// The cohort as the program reads it. Whoever has one row of service here has it in the staff list.
pub fn school(cohort: &Cohort) -> School {
    let mut school = School::default();
    for (n, record) in (0_u32..).zip(SHEETS) {
        if record == "absence" && !cohort.absence_recorded {
            continue;
        }
        let (path, sha256) = (format!("{record}.csv"), String::new());
        school.sources.files.push(FileInfo { path, sha256, bytes: 1, rejected: None });
        let data = Span { sheet: SheetId(n), top: 1, left: 0, bottom: 9999, right: 6 };
        school.sources.sheets.push(SheetInfo {
            file: FileId(n),
            name: None,
            taken_for: Some(record.to_owned()),
            layout: None,
            data: Some(data),
            rows_read: 1,
            rows_used: 1,
            left_out: std::collections::BTreeMap::new(),
        });
    }
    let [mut dates, mut staff, mut inductions, mut service, mut absences] = [0, 1, 2, 3, 4].map(Pen::on);
    school.about.urn = staff.field(9, Some("123456".to_owned()));
    for (from, to, says) in &cohort.calendar.rows {
        let kind = match says {
            Says::Open => Kind::Term,
            Says::Shut => [Kind::Holiday, Kind::BankHoliday, Kind::Closure]
                [usize::try_from(from.rem_euclid(3)).unwrap()],
            Says::Inset => Kind::Inset,
        };
        let at = dates.next_row();
        school.calendar.rows.push(calendar::Row {
            at,
            from: chrono(*from),
            to: chrono(*to),
            kind,
            name: None,
        });
    }
    for (n, history) in (0_u32..).zip(&cohort.histories) {
        let person = PersonId(n);
        let id = format!("T{n:03}");
        school.people.push(Person { name: id.clone(), id, trn: None });
        let in_staff_list = matches!(history.service.as_slice(), [only] if only.here);
        let at = staff.next_row();
        let own = in_staff_list.then(|| &history.service[0]);
        school.staff.push(Staff {
            person,
            at,
            fte: staff.field(1, own.and_then(|row| row.fte).map(ratio)),
            pay_range: Field::default(),
            responsibilities: Field::default(),
            qts: Field::default(),
            from: staff.field(2, own.filter(|row| row.from != history.start).map(|row| chrono(row.from))),
            to: staff.field(3, own.and_then(|row| row.to).map(chrono)),
        });
        for (n, row) in history.service.iter().enumerate().filter(|_| !in_staff_list) {
            let at = service.next_row();
            let urn = if row.here { [None, Some("123456")][n % 2] } else { Some("654321") };
            school.service.push(school::Service {
                person,
                at,
                from: service.date(1, row.from),
                to: service.field(2, row.to.map(chrono)),
                fte: service.field(3, row.fte.map(ratio)),
                urn: service.field(4, urn.map(str::to_owned)),
            });
        }
        let at = inductions.next_row();
        school.inductions.push(school::Induction {
            person,
            at,
            date_of_birth: Field::default(),
            start: inductions.date(1, history.start),
            end: inductions.field(2, history.end.map(chrono)),
            registered_on: Field::default(),
            qts_date: Field::default(),
            programme: Field::default(),
            lead_provider: Field::default(),
            delivery_partner: Field::default(),
            terms_served_before: inductions
                .field(6, history.half_terms_before.map(|halves| ratio((halves, 2)))),
        });
        for row in &history.absences {
            let at = absences.next_row();
            school.absences.push(registers::Absence {
                person,
                at,
                from: chrono(row.from),
                to: row.to.map(chrono),
                days: row.half_days.map(|halves| ratio((halves, 2))),
                kind: row.kind.to_owned(),
            });
        }
    }
    school
}
