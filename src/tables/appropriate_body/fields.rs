//! The fields of a term record, as forms of appropriate bodies ask for them.

use super::super::card::Group;
use super::super::origins::Ids;
use super::super::section::Fact;
use super::super::{Cell, Column, Kind, Row, Table, ordinal, words};
use crate::model::figure::{AnyFigure, Figure};
use crate::model::school::{Induction, PersonId, ReviewKind, Staff};
use crate::model::units::Ratio;
use crate::rules::{Assessed, Begins, EctWork, Pattern, TermRecord};
use chrono::{Datelike, NaiveDate};

/// What is not in the files is left for the tutor.
const BLANK: &str = "not in the files";

/// A kind of review in words.
pub(super) fn kind(kind: ReviewKind) -> &'static str {
    match kind {
        ReviewKind::Progress => "progress review",
        ReviewKind::Formal => "formal assessment",
        ReviewKind::Interim => "interim assessment",
    }
}

/// The form that a record ends with; a progress review where the kind is not known.
pub(super) fn form(ect: &EctWork) -> &'static str {
    match ect.record.as_ref().and_then(|record| record.kind) {
        Some(ReviewKind::Formal) => "formal",
        Some(ReviewKind::Interim) => "interim",
        Some(ReviewKind::Progress) | None => "progress",
    }
}

/// `Progress review, due by Friday 4 December`.
pub(super) fn due(assessed: &Assessed, ect: &EctWork) -> String {
    let Some(record) = &ect.record else { return "The review is not known".to_owned() };
    let what = record.kind.map_or("review", kind);
    let last = assessed.as_of;
    let said =
        |day: NaiveDate| if day.year() == last.year() { words::day(day) } else { words::day_in_full(day) };
    words::sentence(&match (record.held, record.due) {
        (Some(day), _) => format!("{what}, held on {}", said(day)),
        (None, Some(day)) if day < last => format!("{what}, was due by {}", said(day)),
        (None, Some(day)) => format!("{what}, due by {}", said(day)),
        (None, None) => format!("{what}, without a date"),
    })
}

fn induction<'a>(assessed: &'a Assessed, ect: &EctWork) -> Option<&'a Induction> {
    let rows = assessed.school.inductions.iter().filter(|row| row.person == ect.person);
    rows.filter(|row| *row.start == ect.started).min_by_key(|row| row.at)
}

fn staff<'a>(assessed: &'a Assessed, person: PersonId) -> Option<&'a Staff> {
    assessed.school.staff.iter().find(|row| row.person == person)
}

/// What the staff list says somebody does.
fn role(assessed: &Assessed, person: PersonId) -> String {
    let role = staff(assessed, person).and_then(|row| row.responsibilities.get());
    let said = role.map_or("", |role| role.trim());
    if matches!(said.to_lowercase().as_str(), "" | "none" | "no" | "-" | "–") {
        String::new()
    } else {
        said.to_owned()
    }
}

fn tutor(assessed: &Assessed) -> (String, String) {
    let about = &assessed.school.about;
    match (about.tutor, about.induction_tutor.get()) {
        (Some(person), _) => (assessed.school.person(person).name.clone(), role(assessed, person)),
        (None, Some(name)) => (name.clone(), String::new()),
        (None, None) => (String::new(), String::new()),
    }
}

fn mentors(assessed: &Assessed, ect: &EctWork) -> (String, String) {
    let name = |person: &PersonId| assessed.school.person(*person).name.clone();
    let names: Vec<String> = ect.mentors.iter().map(name).collect();
    let roles: Vec<String> =
        ect.mentors.iter().map(|person| role(assessed, *person)).filter(|r| !r.is_empty()).collect();
    (words::names(&names), roles.join(", "))
}

/// `Full-time` or `Part-time, 0.6`.
fn pattern(ect: &EctWork) -> String {
    match ect.fte.as_ref().map(Figure::value) {
        None => String::new(),
        Some(fte) if fte == Ratio::ONE => "Full-time, 1.0 FTE".to_owned(),
        Some(fte) => format!("Part-time, {} FTE", words::number(fte)),
    }
}

fn begins(record: &TermRecord) -> &'static str {
    match record.begins {
        Begins::AtReview(ReviewKind::Progress) => "from the day of the last progress review",
        Begins::AtReview(ReviewKind::Formal) => "from the day of the last formal assessment",
        Begins::AtReview(ReviewKind::Interim) => "from the day of the last interim assessment",
        Begins::AtStart => "from the first day here",
        Begins::AtTerm => "from the first day of term: no earlier review is in the files",
    }
}

fn ends(record: &TermRecord) -> &'static str {
    if record.held.is_some() { "to the day of the review" } else { "so far: the review is still to come" }
}

/// Whether somebody goes, as far as the files say.
fn leaving(assessed: &Assessed, record: &TermRecord) -> Fact {
    let Some(day) = record.leaves else {
        return Fact::plain("No last day is in the files")
            .under("if the ECT leaves, an interim assessment is due first");
    };
    let said =
        format!("{} {}", if day <= assessed.as_of { "Left on" } else { "Leaves on" }, words::date(day));
    match record.kind {
        Some(ReviewKind::Interim) => Fact::plain(said).under("so an interim assessment, by that day"),
        Some(ReviewKind::Formal) => Fact::plain(said).under("after the formal assessment"),
        _ => Fact::plain(said).under("an interim assessment is due before, unless a formal one comes first"),
    }
}

/// The fields of one ECT.
pub(super) fn groups(assessed: &Assessed, ect: &EctWork) -> Vec<Group> {
    let mut groups = vec![Group { title: "Who", fields: who(assessed, ect) }];
    if let Some(record) = &ect.record {
        groups.push(Group {
            title: "Statutory record (paragraph 2.74)",
            fields: statutory(assessed, ect, record),
        });
        groups.push(Group { title: "The period of this review", fields: period(assessed, ect, record) });
    }
    groups
}

fn field(label: &str, value: impl Into<String>) -> (String, Fact) {
    let value = value.into();
    (label.to_owned(), Fact::plain(if value.is_empty() { BLANK.to_owned() } else { value }))
}

fn under(label: &str, value: String, below: &str) -> (String, Fact) {
    let (label, fact) = field(label, value);
    (label, if below.is_empty() { fact } else { fact.under(below) })
}

fn who(assessed: &Assessed, ect: &EctWork) -> Vec<(String, Fact)> {
    let about = &assessed.school.about;
    let birth = induction(assessed, ect).and_then(|row| row.date_of_birth.value);
    let ((tutor, tutors_role), (mentor, mentors_role)) = (tutor(assessed), mentors(assessed, ect));
    let role = |role: String| if role.is_empty() { "role not in the files".to_owned() } else { role };
    vec![
        field("ECT", assessed.school.person(ect.person).name.clone()),
        field("TRN", assessed.school.person(ect.person).trn.clone().unwrap_or_default()),
        field("Date of birth", birth.map_or(String::new(), words::date)),
        under(
            "School",
            assessed.school.name().to_owned(),
            &about.urn.get().map_or(String::new(), |urn| format!("URN {urn}")),
        ),
        under("Induction tutor", tutor, &role(tutors_role)),
        under("Mentor", mentor, &role(mentors_role)),
    ]
}

fn period(assessed: &Assessed, ect: &EctWork, record: &TermRecord) -> Vec<(String, Fact)> {
    let term = ect.position.as_ref().map_or(String::new(), |at| format!("Term {} of 6", at.term_now));
    let days = |figure: &AnyFigure| words::exact(figure);
    let contracted = match &record.contracted {
        Some(figure) if figure.value() != record.employed.value() => {
            format!("{} at the contracted share", days(&figure.any()))
        }
        Some(_) => String::new(),
        None => "the share of full-time is not in the files".to_owned(),
    };
    let absent =
        record.absent.as_ref().map_or("no absence record supplied".to_owned(), |figure| days(&figure.any()));
    let range = format!("{} to {}", words::date(record.from), words::date(record.to));
    vec![
        field("Review", words::sentence(record.kind.map_or("not known", kind))),
        (
            "Review period".to_owned(),
            Fact::plain(range).under(format!("{}, {}", begins(record), ends(record))),
        ),
        under("Term of induction", term, &words::term(&assessed.term.name)),
        field("Contract", pattern(ect)),
        under("Days employed in the period", days(&record.employed.any()), &contracted),
        under("Days absent in the period", absent, &counting(record)),
        ("Leaving".to_owned(), leaving(assessed, record)),
    ]
}

/// How much of the absence of the period counts towards an extension.
fn counting(record: &TermRecord) -> String {
    let inside = record.absences.iter().filter(|one| one.in_period.value() > Ratio::ZERO);
    let not: Ratio = inside
        .filter(|one| one.counts == Some(false))
        .fold(Ratio::ZERO, |sum, one| sum + one.in_period.value());
    if not > Ratio::ZERO {
        format!("of which {} is statutory leave and extends nothing", words::number(not))
    } else {
        String::new()
    }
}

fn statutory(assessed: &Assessed, ect: &EctWork, record: &TermRecord) -> Vec<(String, Fact)> {
    let served = match &ect.position {
        Ok(at) => under(
            "Induction completed",
            format!("{} of 6 terms", words::terms(at.served.value())),
            &format!("to {}, full-time equivalent", words::date(ect.reference_day)),
        ),
        Err(cannot) => under("Induction completed", "cannot be shown".to_owned(), &cannot.why),
    };
    let absent = ect.position.as_ref().ok().filter(|at| at.absence_recorded);
    let absent = match absent {
        None => field("Absence that counts, this part", "no absence record supplied"),
        Some(at) => under(
            "Absence that counts, this part",
            words::exact(&at.absent.any()),
            if limit(assessed, ect).is_some_and(|limit| at.absent.value() >= limit) {
                "this part is extended by all of it"
            } else {
                "this part is not extended"
            },
        ),
    };
    let before = induction(assessed, ect).and_then(|row| row.terms_served_before.value);
    let mut fields = vec![
        field("Employment that counts began", words::date(ect.started)),
        served,
        absent,
        ("Working pattern".to_owned(), patterns(&record.patterns)),
    ];
    if let Some(terms) = before.filter(|terms| *terms > Ratio::ZERO) {
        fields.insert(1, field("Terms served before coming here", words::number(terms)));
    }
    if let Some(day) = induction(assessed, ect).and_then(|row| row.registered_on.value) {
        fields.insert(1, field("Registered with the appropriate body", words::date(day)));
    }
    fields
}

/// Days at which a part is extended.
fn limit(assessed: &Assessed, ect: &EctWork) -> Option<Ratio> {
    let answer = super::super::time::answer(assessed, "IN02", ect.person)?;
    answer.required.as_ref().map(AnyFigure::value)
}

fn patterns(patterns: &[Pattern]) -> Fact {
    let said = patterns.iter().map(|one| {
        let fte =
            one.fte.map_or("share not in the files".to_owned(), |fte| format!("{} FTE", words::number(fte)));
        let (since, to) = match one.to {
            Some(day) => ("from", format!(" to {}", words::date(day))),
            None => ("since", String::new()),
        };
        let elsewhere = if one.here { "" } else { ", at another school" };
        format!("{fte} {since} {}{to}{elsewhere}", words::date(one.from))
    });
    said.map(Fact::plain).reduce(Fact::and).unwrap_or_else(|| Fact::plain(BLANK))
}

/// The figures of a record, and what each is.
pub(super) fn figures(ect: &EctWork) -> Vec<(&'static str, AnyFigure)> {
    let Some(record) = &ect.record else { return Vec::new() };
    let mut all = vec![("Days employed", record.employed.any())];
    all.extend(record.contracted.iter().map(|figure| ("Days at the contracted share", figure.any())));
    all.extend(record.absent.iter().map(|figure| ("Days absent", figure.any())));
    all
}

const fn column(header: &'static str, kind: Kind, width: u16) -> Column {
    Column { header, kind, width }
}

/// The sheet `Term record`: a row for each ECT. The last columns are the tutor's.
pub(super) fn table(assessed: &Assessed, ids: &Ids) -> Table {
    let n = assessed.ects.len();
    Table {
        name: "Term record",
        title: format!(
            "{} for the tutor to complete",
            words::sentence(&words::counted(n, "term record", "term records"))
        ),
        note: "A period begins on the day of the last review, not with the term. The columns from “On track?” to \
               “Signed” are for the induction tutor and the ECT."
            .to_owned(),
        columns: vec![
            column("ECT", Kind::Text, 24),
            column("TRN", Kind::Text, 10),
            column("Date of birth", Kind::Date, 16),
            column("Induction tutor", Kind::Wrapped, 22),
            column("Role of tutor", Kind::Wrapped, 20),
            column("Mentor", Kind::Wrapped, 22),
            column("Role of mentor", Kind::Wrapped, 20),
            column("Review", Kind::Text, 20),
            column("Due by", Kind::Date, 16),
            column("Held on", Kind::Date, 16),
            column("Period from", Kind::Date, 16),
            column("Period to", Kind::Date, 16),
            column("Term", Kind::Text, 7),
            column("FTE", Kind::Share, 7),
            column("Days employed", Kind::Days, 11),
            column("Contracted days", Kind::Days, 12),
            column("Days absent", Kind::Days, 10),
            column("Started", Kind::Date, 16),
            column("Terms served", Kind::Terms, 10),
            column("Last day here", Kind::Date, 16),
            column("On track?", Kind::Input, 11),
            column("Reasons and evidence", Kind::Input, 44),
            column("Standards statement", Kind::Input, 32),
            column("Comments of the ECT", Kind::Input, 32),
            column("Contract next term", Kind::Input, 22),
            column("Signed: ECT, tutor, head", Kind::Input, 28),
            column("Figure", Kind::Figure, 9),
        ],
        rows: assessed.ects.iter().map(|ect| row(assessed, ect, ids)).collect(),
        axis: Vec::new(),
    }
}

fn row(assessed: &Assessed, ect: &EctWork, ids: &Ids) -> Row {
    let text = |text: String| if text.is_empty() { Cell::Blank } else { Cell::Text(text) };
    let date = |day: Option<NaiveDate>| day.map_or(Cell::Blank, Cell::Date);
    let figure = |figure: Option<AnyFigure>| figure.map_or(Cell::Blank, Cell::Figure);
    let record = ect.record.as_ref();
    let ((tutor, tutors_role), (mentor, mentors_role)) = (tutor(assessed), mentors(assessed, ect));
    let position = ect.position.as_ref().ok();
    let id = record.and_then(|record| ids.id(&record.employed.any()));
    let mut cells = vec![
        text(assessed.school.person(ect.person).name.clone()),
        text(assessed.school.person(ect.person).trn.clone().unwrap_or_default()),
        date(induction(assessed, ect).and_then(|row| row.date_of_birth.value)),
        text(tutor),
        text(tutors_role),
        text(mentor),
        text(mentors_role),
        text(record.and_then(|record| record.kind).map_or(String::new(), |one| words::sentence(kind(one)))),
        date(record.and_then(|record| record.due)),
        date(record.and_then(|record| record.held)),
        date(record.map(|record| record.from)),
        date(record.map(|record| record.to)),
        position.map_or(Cell::Blank, |at| ordinal(at.term_now)),
        figure(ect.fte.as_ref().map(Figure::any)),
        figure(record.map(|record| record.employed.any())),
        figure(record.and_then(|record| record.contracted.as_ref()).map(Figure::any)),
        figure(record.and_then(|record| record.absent.as_ref()).map(Figure::any)),
        Cell::Date(ect.started),
        figure(position.map(|at| at.served.any())),
        date(record.and_then(|record| record.leaves)),
    ];
    cells.extend(std::iter::repeat_n(Cell::Blank, 6));
    cells.push(Cell::figure_link(id));
    Row { cells, ..Row::default() }
}
