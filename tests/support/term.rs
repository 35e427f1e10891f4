//! A school's term made by chance: two years of ECTs, part-time and late starters, a two-week cycle, registers with gaps.
//! Every seed is another school; every rule finds something to judge in some of them.

use super::dice::Dice;
use super::{Record, Value, looks_like};
use chrono::{Datelike as _, Days, NaiveDate, Weekday};

/// Columns whose cells are numbers in a workbook.
const NUMBERS: [&str; 5] = ["FTE", "Minutes", "Days", "Terms served before", "Amount"];
/// The ECTs: a first year, two second years (one at 0.6), one who began in November, one who came with terms served, and
/// one whose induction was ended in October.
pub const ECTS: [&str; 6] = ["AAB", "BEN", "CLO", "DIA", "EVA", "FAY"];
/// Their mentors: trained under both entitlements, complete, and on no programme.
pub const MENTORS: [&str; 4] = ["MAY", "NED", "OLA", "PIP"];
const COMPARED: [&str; 3] = ["KIM", "LEE", "LOU"];
const PERIODS: [&str; 5] = ["P1", "P2", "P3", "P4", "P5"];

/// Where days may lie: `01/09/2026` and so on.
pub fn day(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

/// Days after the first of September 2026.
pub fn after(days: usize) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 1).unwrap() + Days::new(days as u64)
}

/// A record from lines with commas; empty cells may be left away at the end.
pub fn lines(name: &str, headers: &str, lines: &[String]) -> Record {
    let headers: Vec<String> = headers.split(',').map(str::to_owned).collect();
    let rows = lines.iter().map(|line| row(&headers, line)).collect();
    (name.to_owned(), headers, rows)
}

/// A row for these headers from a line with commas.
pub fn row(headers: &[String], line: &str) -> Vec<Value> {
    let mut cells = line.split(',');
    let value = |header: &String| {
        let text = cells.next().unwrap_or("");
        let hundredths = || {
            let (whole, part) = text.split_once('.').unwrap_or((text, ""));
            format!("{whole}{part:0<2}").parse().ok().filter(|_| !text.is_empty())
        };
        match NUMBERS.contains(&header.as_str()).then(hundredths).flatten() {
            Some(number) => Value::Hundredths(number),
            None => looks_like(text),
        }
    };
    headers.iter().map(value).collect()
}

/// All records of one school and term.
pub fn school(seed: u64) -> Vec<Record> {
    let mut dice = Dice::new(seed);
    let mut all = people(&mut dice);
    all.extend([calendar(), periods(), timetable(&mut dice), cover(&mut dice), meetings(&mut dice)]);
    all.extend([training(&mut dice), absence(&mut dice), reviews(&mut dice), observations(&mut dice)]);
    all.push(payments(&mut dice));
    all
}

/// The same school with its two weeks written as four: A is A and C, B is B and D, and the calendar’s weeks have four
/// labels in turn.
pub fn in_four_weeks(records: &[Record]) -> Vec<Record> {
    let mut records = records.to_vec();
    for (name, _, rows) in &mut records {
        if name == "timetable" {
            for cell in rows.iter_mut().map(|row| &mut row[3]) {
                *cell = match &*cell {
                    Value::Text(week) if week == "A" => "A and C".into(),
                    Value::Text(week) if week == "B" => "2, 4".into(),
                    other => other.clone(),
                };
            }
        }
        if name == "calendar" {
            let labels = ["week A", "week B", "week C", "week D"];
            let is_label = |row: &&mut Vec<Value>| matches!(&row[2], Value::Text(kind) if labels.contains(&kind.as_str()));
            for (row, label) in rows.iter_mut().filter(is_label).zip(labels.into_iter().cycle()) {
                row[2] = label.into();
            }
        }
    }
    records
}

fn people(dice: &mut Dice) -> Vec<Record> {
    let mut staff = Vec::new();
    for (code, fte) in ECTS.iter().zip(["1", "1", "0.6", "1", "0.8", "1"]) {
        let qts = dice.pick(&["Yes", "01/07/2025", ""]);
        staff.push(format!("{code},{code} Young,{fte},Main,,{qts}"));
    }
    let status = MENTORS.iter().zip(["Yes", "01/10/2026", "No", ""]);
    staff.extend(status.map(|(code, qts)| format!("{code},{code} Guide,1,Upper,,{qts}")));
    staff.extend(COMPARED.iter().map(|code| format!("{code},{code} Peer,1,Main,,Yes")));
    let mut induction = Vec::new();
    let starts = ["01/09/2026", "01/09/2025", "01/09/2025", "02/11/2026", "01/09/2026", "02/09/2024"];
    for (ect, start) in ECTS.iter().zip(starts) {
        let registered = dice.pick(&["20/08/2025", "10/09/2026", ""]);
        let qts = dice.pick(&["01/07/2025", "15/12/2026", ""]);
        let before = if *ect == "EVA" { *dice.pick(&["1.5", "3", "4"]) } else { "" };
        let end = if *ect == "FAY" { "16/10/2026" } else { "" };
        induction.push(format!("{ect},{start},{end},{registered},{qts},provider-led,{before}"));
    }
    let mut mentorship = Vec::new();
    for (n, ect) in ECTS.iter().enumerate() {
        let (mentor, next) = (MENTORS[n % 4], MENTORS[(n + 1) % 4]);
        match dice.roll(4) {
            0 => mentorship.push(format!("{ect},{mentor},01/09/2025,{}", day(after(40 + dice.roll(40))))),
            1 => {
                let change = 30 + dice.roll(40);
                mentorship.push(format!("{ect},{mentor},01/09/2025,{}", day(after(change))));
                mentorship.push(format!("{ect},{next},{},", day(after(change + dice.roll(3)))));
            }
            _ => mentorship.push(format!("{ect},{mentor},01/09/2025,")),
        }
    }
    let completed = dice.pick(&["", "01/07/2026"]);
    let mentors = [
        "MAY,01/09/2024,provider-led,".to_owned(),
        "MAY,14/10/2024,provider-led,".to_owned(),
        format!("NED,{},provider-led,", dice.pick(&["15/09/2025", "15/09/2026"])),
        format!("OLA,20/09/2024,provider-led,{completed}"),
        format!("PIP,{},school-led,", dice.pick(&["", "10/09/2026"])),
    ];
    vec![
        lines(
            "school",
            "URN,School,Pay area,Induction tutor",
            &["123456,Ashgrove School,Rest of England,PIP".to_owned()],
        ),
        lines("staff", "Staff code,Name,FTE,Pay range,Responsibilities,QTS", &staff),
        lines(
            "induction",
            "Staff code,Induction start,Induction end,Registered on,QTS date,Programme,Terms served before",
            &induction,
        ),
        lines("mentorship", "ECT,Mentor,From,To", &mentorship),
        lines("mentors", "Staff code,Training start,Programme,Completed on", &mentors),
    ]
}

fn calendar() -> Record {
    let mut rows = vec![
        "01/09/2026,18/12/2026,term".to_owned(),
        "01/09/2026,,INSET".to_owned(),
        "26/10/2026,30/10/2026,holiday".to_owned(),
    ];
    for week in 0..16 {
        let monday = NaiveDate::from_ymd_opt(2026, 8, 31).unwrap() + Days::new(week * 7);
        let label = if week % 2 == 0 { "week A" } else { "week B" };
        rows.push(format!("{},{},{label}", day(monday), day(monday + Days::new(4))));
    }
    lines("calendar", "From,To,Kind", &rows)
}

fn periods() -> Record {
    let rows = [
        "P1,09:00,10:00,,yes",
        "P2,10:00,11:00,,",
        "P2,10:05,11:00,Friday,yes",
        "Break,11:00,11:20,,no",
        "P3,11:20,12:20,,yes",
        "P4,13:10,14:10,,yes",
        "P5,14:10,15:10,,yes",
    ];
    lines("periods", "Period,Start,End,Day,Teaching", &rows.map(str::to_owned))
}

fn timetable(dice: &mut Dice) -> Record {
    let days = ["Mon", "Tuesday", "Wed", "Thu", "Friday"];
    let mut rows = Vec::new();
    let mut plan = |who: &str, counts: [usize; 3], from: &str, dice: &mut Dice| {
        let slots = dice.order(25);
        let [taught, ppa, protected] = counts;
        for (n, slot) in slots.into_iter().take(taught + ppa + protected).enumerate() {
            let (activity, class) = match n {
                n if n < taught => (*dice.pick(&["Teaching", "Lesson", ""]), "7A"),
                n if n < taught + ppa => ("PPA", ""),
                _ => ("ECT time", ""),
            };
            let week = if n % 9 == 8 { *dice.pick(&["A", "B"]) } else { "" };
            rows.push(format!(
                "{who},{},{},{week},{activity},{class},{from}",
                days[slot / 5],
                PERIODS[slot % 5]
            ));
        }
    };
    for code in COMPARED {
        plan(code, [21 + dice.roll(2), 2, 0], "", dice);
    }
    // dice of their own, so that the rest of a school stays what its seed made it
    for (code, mentoring) in MENTORS.into_iter().zip([1, 2, 3]) {
        plan(code, [18, 2, mentoring], "", &mut Dice::new(mentoring as u64));
    }
    for code in ECTS.into_iter().filter(|_| dice.roll(12) > 0).collect::<Vec<_>>() {
        let full = if code == "CLO" { 11 } else { 18 };
        plan(code, [full + dice.roll(4), 1 + dice.roll(2), 1 + dice.roll(3)], "", dice);
        if dice.roll(3) == 0 {
            plan(code, [full + dice.roll(3), 2, 2], "05/10/2026", dice);
        }
    }
    lines("timetable", "Staff code,Day,Period,Week,Activity,Class,Effective from", &rows)
}

/// A weekday of the term.
fn weekday(dice: &mut Dice) -> NaiveDate {
    let date = after(dice.roll(105));
    if matches!(date.weekday(), Weekday::Sat | Weekday::Sun) { date + Days::new(2) } else { date }
}

fn cover(dice: &mut Dice) -> Record {
    let mut rows = Vec::new();
    for n in 0..30 {
        let (date, who, period) = (day(weekday(dice)), ECTS[n % 6], *dice.pick(&PERIODS));
        rows.push(match dice.roll(5) {
            0 => format!("{date},{who},,11:30,12:00,,cover"),
            1 => format!("{date},{who},{period},,,30,event"),
            2 => format!("{date},{who},,,,{},repaid", 20 + dice.roll(60)),
            _ => format!("{date},{who},{period},,,,{}", dice.pick(&["cover", ""])),
        });
    }
    lines("cover", "Date,Covering teacher,Period,Start,End,Minutes,Kind", &rows)
}

fn meetings(dice: &mut Dice) -> Record {
    let mut rows = Vec::new();
    for (n, ect) in ECTS.iter().enumerate() {
        // Some never miss a week, some do now and then, some often.
        let (miss, lengths) = (*dice.pick(&[1, 1, 8, 3]), dice.roll(3));
        for week in 0..16 {
            if miss > 1 && dice.roll(miss) == 0 {
                continue;
            }
            let date = day(after(week * 7 + 1 + dice.roll(3)));
            let mentor = MENTORS[if dice.roll(9) == 0 { dice.roll(4) } else { n % 4 }];
            let (kind, status) = if miss == 1 {
                ("", "held")
            } else {
                (*dice.pick(&["meeting", "coaching", "drop-in", ""]), *dice.pick(&["held", "", "cancelled"]))
            };
            rows.push(match if lengths == 0 { 0 } else { dice.roll(7) } {
                0 | 1 => format!("{date},{ect},{mentor},13:10,14:10,,{kind},{status}"),
                2 => format!("{date},{ect},{mentor},,,{},{kind},{status}", 40 + dice.roll(30)),
                3 => format!("{date},{ect},{mentor},15:30,16:30,,{kind},{status}"),
                4 if lengths == 2 => format!("{date},{ect},{mentor},,,,{kind},{status}"),
                _ => format!("{date},{ect},{mentor},09:00,,60,{kind},{status}"),
            });
        }
    }
    lines("meetings", "Date,ECT,Mentor,Start,End,Minutes,Kind,Status", &rows)
}

fn training(dice: &mut Dice) -> Record {
    let mut rows = Vec::new();
    for mentor in &MENTORS[..3] {
        for n in 0..dice.roll(8) {
            let date = NaiveDate::from_ymd_opt(2024, 10, 1).unwrap() + Days::new(n as u64 * 110);
            let attended = dice.pick(&["yes", "", "no"]);
            rows.push(format!("{},{mentor},{},conference,{attended}", day(date), 90 + 60 * dice.roll(6)));
        }
    }
    lines("training", "Date,Person,Minutes,Element,Attended", &rows)
}

fn absence(dice: &mut Dice) -> Record {
    let mut rows = vec![format!("FAY,01/10/2025,{},,illness", dice.pick(&["09/10/2025", "20/11/2025"]))];
    for ect in ECTS {
        for _ in 0..dice.roll(3) {
            let from = weekday(dice);
            let to = from + Days::new(dice.roll(50) as u64);
            let kind = dice.pick(&["illness", "maternity", "dentist"]);
            rows.push(match dice.roll(3) {
                0 => format!("{ect},{},,0.5,{kind}", day(from)),
                1 => format!("{ect},{},,,{kind}", day(from)),
                _ => format!("{ect},{},{},,{kind}", day(from), day(to)),
            });
        }
    }
    lines("absence", "Staff code,From,To,Days,Kind", &rows)
}

fn reviews(dice: &mut Dice) -> Record {
    let mut rows = Vec::new();
    for ect in ECTS {
        let (held, sent) = (10 + dice.roll(95), dice.roll(25));
        let kind = if matches!(ect, "BEN" | "FAY") { "formal assessment" } else { "progress review" };
        let sent = if dice.roll(4) == 0 { String::new() } else { day(after(held + sent)) };
        match dice.roll(4) {
            0 => rows.push(format!("{ect},{kind},,{},", day(after(held)))),
            1 => rows.push(format!("{ect},interim assessment,{},,{sent}", day(after(held)))),
            _ => rows.push(format!("{ect},{kind},{},,{sent}", day(after(held)))),
        }
    }
    lines("reviews", "ECT,Kind,Date,Due,Sent to AB", &rows)
}

fn observations(dice: &mut Dice) -> Record {
    let mut rows = Vec::new();
    for ect in ECTS {
        for _ in 0..dice.roll(4) {
            rows.push(format!("{},{ect},PIP", day(weekday(dice))));
        }
    }
    lines("observations", "Date,ECT,Observer", &rows)
}

fn payments(dice: &mut Dice) -> Record {
    let rows = [
        "28/11/2025,mentor training,788.05,MAY,R1".to_owned(),
        format!("24/11/2026,mentor training,{},MAY,R2", dice.pick(&["788.05", "788.04"])),
        format!("24/11/2026,year 2 grant,2100,{},R2", dice.pick(&["FAY", "FAY", ""])),
    ];
    lines("payments", "Paid on,Scheme,Amount,Person,Reference", &rows)
}
