//! A school told in words: for people to read, and for comparing schools whose cells stand elsewhere.

use ringfence::model::finding::{Finding, Level, Place};
use ringfence::model::school::{School, Slot};
use ringfence::model::source::Sources;
use std::fmt::{Debug, Write as _};

/// Everything a school says, without the addresses of its cells and with rows in a fixed order.
pub fn without_addresses(school: &School) -> String {
    let mut all = String::new();
    let _ = writeln!(all, "about {}", bare(&school.about));
    let _ = writeln!(all, "own days {:?}", school.own_days);
    for person in &school.people {
        let _ = writeln!(all, "person {person:?}");
    }
    lines(&mut all, "staff", &school.staff);
    lines(&mut all, "service", &school.service);
    lines(&mut all, "induction", &school.inductions);
    lines(&mut all, "mentorship", &school.mentorships);
    lines(&mut all, "mentors", &school.mentors);
    lines(&mut all, "periods", &school.periods);
    lines(&mut all, "timetable", &school.timetable);
    lines(&mut all, "calendar", &school.calendar.rows);
    lines(&mut all, "cover", &school.cover);
    lines(&mut all, "meetings", &school.meetings);
    lines(&mut all, "training", &school.training);
    lines(&mut all, "absence", &school.absences);
    lines(&mut all, "reviews", &school.reviews);
    lines(&mut all, "observations", &school.observations);
    lines(&mut all, "payments", &school.payments);
    let mut accounts: Vec<String> = school
        .sources
        .sheets
        .iter()
        .map(|s| format!("sheet {:?} {} {} {:?}", s.taken_for, s.rows_read, s.rows_used, s.left_out))
        .collect();
    accounts.sort();
    let mut codes: Vec<&str> = school
        .findings
        .iter()
        .filter(|f| f.code.starts_with("R-") || matches!(f.code, "W-DUP" | "W-UNLISTED"))
        .map(|f| f.code)
        .collect();
    codes.sort_unstable();
    let _ = writeln!(all, "{}\nfindings {codes:?}", accounts.join("\n"));
    all
}

fn lines<T: Debug>(all: &mut String, name: &str, records: &[T]) {
    let mut lines: Vec<String> = records.iter().map(|record| format!("{name} {}", bare(record))).collect();
    lines.sort();
    for line in lines {
        let _ = writeln!(all, "{line}");
    }
}

/// The debug text without the spans and sources in it.
fn bare(value: &impl Debug) -> String {
    let mut text = format!("{value:?}");
    for kind in ["Span { ", "Source { "] {
        while let Some(from) = text.find(kind) {
            let to = text[from..].find('}').map_or(text.len(), |n| from + n + 1);
            text.replace_range(from..to, "@");
        }
    }
    // Whether the sheet has a column that is blank everywhere is a matter of address too.
    text.replace("Some(@)", "@").replace("source: None", "source: @")
}

/// What was understood, sheet by sheet and row by row.
pub fn understood(school: &School) -> String {
    let mut all = String::new();
    for sheet in &school.sources.sheets {
        let name = sheet.name.as_deref().map_or(String::new(), |name| format!(" › {name}"));
        let _ = writeln!(
            all,
            "{}{name}: {}, {} rows read, {} used",
            school.sources.files[sheet.file.0 as usize].path,
            sheet.taken_for.as_deref().unwrap_or("not recognised"),
            sheet.rows_read,
            sheet.rows_used
        );
        for (reason, count) in &sheet.left_out {
            let _ = writeln!(all, "  left out: {count} ({reason})");
        }
    }
    people(&mut all, school);
    timetable(&mut all, school);
    registers(&mut all, school);
    for finding in &school.findings {
        all.push_str(&told(finding, &school.sources));
    }
    all
}

fn people(all: &mut String, school: &School) {
    for row in &school.staff {
        let person = school.person(row.person);
        let fte = row.fte.value.map_or("?".to_owned(), |fte| fte.to_string());
        let _ = writeln!(all, "{} {}: full-time equivalent {fte}", person.id, person.name);
    }
    if school.about.urn.value.is_some() {
        let about = &school.about;
        let fields = [
            &about.urn,
            &about.name,
            &about.phase,
            &about.kind,
            &about.local_authority,
            &about.pay_area,
            &about.trust,
        ];
        let said: Vec<&str> = fields.iter().map(|field| field.value.as_deref().unwrap_or("?")).collect();
        let _ = writeln!(all, "the school: {}", said.join(", "));
    }
    for row in &school.inductions {
        let _ = writeln!(
            all,
            "{} in induction from {} to {}, {}, {} with {} ({})",
            school.person(row.person).id,
            row.start.value,
            row.end.value.map_or("?".to_owned(), |end| end.to_string()),
            row.programme.value.map_or("?".to_owned(), |programme| format!("{programme:?}")),
            row.lead_provider.value.as_deref().unwrap_or("?"),
            row.delivery_partner.value.as_deref().unwrap_or("?"),
            row.at.cells()
        );
    }
    for row in &school.mentors {
        let day = |day: Option<chrono::NaiveDate>| day.map_or("?".to_owned(), |day| day.to_string());
        let _ = writeln!(
            all,
            "{} trained as a mentor from {}, completed {}, {}, {} ({})",
            school.person(row.person).id,
            day(row.start.value),
            day(row.completed_on.value),
            row.programme.value.map_or("?".to_owned(), |programme| format!("{programme:?}")),
            row.lead_provider.value.as_deref().unwrap_or("?"),
            row.at.cells()
        );
    }
}

fn timetable(all: &mut String, school: &School) {
    for row in &school.periods {
        let day = row.day.map_or(String::new(), |day| format!(" on {}", school.day_name(day)));
        let week = row.week.map_or(String::new(), |week| format!(" week {week:?}"));
        let taught = if row.teaching { "" } else { ", no teaching" };
        let _ = writeln!(all, "{} is {}-{}{day}{week}{taught}", row.name.value, row.start, row.end);
    }
    for row in &school.timetable {
        let slot = match &row.slot {
            Slot::Times(start, end) => format!("{start}-{end}"),
            Slot::Period(name) => name.clone(),
            Slot::Unknown => "at no time".to_owned(),
        };
        let week = row.week.map_or(String::new(), |week| format!(" week {week:?}"));
        let from = row.effective_from.map_or(String::new(), |from| format!(" from {from}"));
        let _ = writeln!(
            all,
            "{} {}{week} {slot} {:?}{from} ({})",
            school.person(row.person).id,
            school.day_name(row.day),
            row.activity,
            row.at.cells()
        );
    }
}

fn registers(all: &mut String, school: &School) {
    for row in &school.meetings {
        let minutes = row.minutes.map_or(String::new(), |m| format!(" {} minutes", m.0));
        let times = match (row.start, row.end) {
            (Some(start), Some(end)) => format!(" {start}-{end}"),
            _ => String::new(),
        };
        let (ect, mentor) = (&school.person(row.ect).id, &school.person(row.mentor).id);
        let _ =
            writeln!(all, "{} {ect} with {mentor}{times}{minutes} {:?} {:?}", row.date, row.kind, row.status);
    }
    for row in &school.training {
        let (who, attended) =
            (&school.person(row.person).id, if row.attended { "" } else { " not attended" });
        let _ = writeln!(
            all,
            "{} {who} training {} minutes {}{attended} ({})",
            row.date,
            row.minutes.0,
            row.element.name(),
            row.at.cells()
        );
    }
    for row in &school.observations {
        let _ = writeln!(all, "{} {} observed", row.date, school.person(row.ect).id);
    }
}

/// A finding as it is printed.
pub fn told(finding: &Finding, sources: &Sources) -> String {
    let level = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    let places: Vec<String> = finding
        .at
        .iter()
        .map(|place| match place {
            Place::File(id) => sources.files[id.0 as usize].path.clone(),
            Place::Cell(at) => sources.place(at.span()),
        })
        .collect();
    format!("{level} {} {}\n  {}\n  {}\n", finding.code, places.join(" and "), finding.message, finding.help)
}
