//! Sheets → records → [`School`]: who is who, what counts once, and an account of every row.

use super::layout::{self, HeaderFault, Recognised};
use super::notes::Notes;
use super::open::{self, Opened};
use super::pack::{extension, file_name};
use super::parse::amount;
use super::parse::word::weekday;
use super::people::{Listed, Mention, People};
use super::records::{self, Known, each_name, period_key};
use super::row::{Reader, Table};
use super::sheet::Sheet;
use super::vocabulary::Vocabulary;
use crate::model::calendar::Calendar;
use crate::model::finding::Place;
use crate::model::school::{About, School};
use crate::model::settings::Settings;
use crate::model::source::{FileId, FileInfo, SheetId, SheetInfo, Source, Sources, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Builds the school.
pub fn school(folder: &str, opened: Opened, settings: &Settings, mut notes: Notes) -> School {
    let layouts = layout::built_in();
    let mut files = opened.files;
    let mut infos: Vec<SheetInfo> = Vec::new();
    let mut tables: Vec<Table> = Vec::new();
    let mut faulty = BTreeSet::new();
    let mut of_file: BTreeMap<FileId, (bool, Vec<SheetId>)> = BTreeMap::new();
    for (file, shared, sheet) in &opened.sheets {
        let id = SheetId(u32::try_from(infos.len()).unwrap_or(u32::MAX));
        infos.push(SheetInfo {
            file: *file,
            name: sheet.name.clone(),
            taken_for: None,
            data: None,
            rows_read: 0,
            rows_used: 0,
            left_out: BTreeMap::new(),
        });
        let (understood, sheets) = of_file.entry(*file).or_default();
        sheets.push(id);
        let recognised = layout::recognise(sheet, layouts);
        if matches!(recognised, Recognised::Tie(_) | Recognised::Faulty(_)) {
            faulty.insert(id);
        }
        *understood |= !matches!(recognised, Recognised::Nothing);
        match recognised {
            Recognised::As(found) => {
                infos[id.0 as usize].taken_for = Some(found.layout.record.clone());
                tables.push(Table::new(id, sheet, found, *shared));
            }
            Recognised::Tie(records) => notes.add(
                "E-TIE",
                format!("The headers of this sheet fit {} equally well.", records.join(" and ")),
                "Add a column that only one of them has, or rename the columns as `ringfence init` writes them.",
                [Place::Cell(Source { sheet: id, row: 0, col: 0 })],
            ),
            Recognised::Faulty(fault) => header_fault(id, sheet, &fault, &mut notes),
            Recognised::Nothing => {}
        }
    }
    for (file, (understood, sheets)) in &of_file {
        unrecognised(*file, *understood, sheets, &opened.sheets, &mut files, &infos, &faulty, &mut notes);
    }
    let mut hall = Hall { notes, infos, tables, folder, seen: BTreeMap::new() };
    let urn = hall.keep_own_rows();
    let mut school = hall.fill(settings, urn.as_deref());
    folder.clone_into(&mut school.folder);
    school.sources = Sources { files, sheets: hall.infos };
    school.findings = hall.notes.all;
    school
}

fn header_fault(id: SheetId, sheet: &Sheet, fault: &HeaderFault, notes: &mut Notes) {
    let row = sheet.rows.get(fault.header).map_or(0, |row| row.index);
    let cell = |col: u32| Place::Cell(Source { sheet: id, row, col });
    let (mut said, mut help, mut at) = (Vec::new(), Vec::new(), Vec::new());
    for (wanted, near) in &fault.missing {
        said.push(format!("“{wanted}” is missing"));
        match near {
            Some((col, header)) => {
                help.push(format!("Is “{header}” meant to be “{wanted}”?"));
                at.push(cell(*col));
            }
            None => help.push(format!("Add a column “{wanted}”.")),
        }
    }
    for (col, header) in &fault.twice {
        said.push(format!("“{header}” stands twice"));
        help.push(format!("Rename or delete one of the columns “{header}”."));
        at.push(cell(*col));
    }
    for (col, header, points) in &fault.lookalike {
        said.push(format!("“{header}” holds {points}, which only looks right"));
        help.push(format!("Type the header “{header}” again."));
        at.push(cell(*col));
    }
    if at.is_empty() {
        at.push(cell(
            sheet.rows.get(fault.header).and_then(|row| row.cells.first()).map_or(0, |(col, _)| *col),
        ));
    }
    let message = format!("This looks like the record “{}”, but {}.", fault.record, said.join(", and "));
    notes.add("E-HEADER", message, help.join(" "), at);
}

/// Says which sheets hold no record; a file without any is rejected.
fn unrecognised(
    file: FileId,
    understood: bool,
    sheets: &[SheetId],
    all: &[(FileId, bool, Sheet)],
    files: &mut [FileInfo],
    infos: &[SheetInfo],
    faulty: &BTreeSet<SheetId>,
    notes: &mut Notes,
) {
    let info = &mut files[file.0 as usize];
    if !understood {
        let refusal = if extension(file_name(&info.path)) == "txt" {
            open::ignored()
        } else {
            let first = sheets.iter().find_map(|id| all[id.0 as usize].2.rows.first());
            let found: Vec<String> = first
                .into_iter()
                .flat_map(|row| &row.cells)
                .take(8)
                .map(|(_, cell)| super::parse::shown(cell))
                .collect();
            let found = if found.is_empty() {
                "nothing".to_owned()
            } else {
                format!("“{}”", found.join("”, “"))
            };
            super::notes::Refusal::new(
                "E-NOTABLE",
                format!(
                    "No sheet of this file has the headers of a record; the first row with anything holds {found}."
                ),
                "Give the columns the headers that `ringfence init` writes, or move the file out of the folder.",
            )
        };
        info.rejected = Some(refusal.message.clone());
        notes.add(refusal.code, refusal.message, refusal.help, [Place::File(file)]);
        return;
    }
    for id in sheets {
        let sheet = &all[id.0 as usize].2;
        let faulty = faulty.contains(id);
        if infos[id.0 as usize].taken_for.is_none() && !faulty && !sheet.rows.is_empty() {
            notes.add(
                "I-SHEET",
                "This sheet holds none of the records and was not read.",
                "Nothing to do, unless it should count: then see the headers that `ringfence init` writes.",
                [Place::Cell(Source { sheet: *id, row: 0, col: 0 })],
            );
        }
    }
}

/// Everything at hand while a school is put together.
struct Hall<'a> {
    notes: Notes,
    infos: Vec<SheetInfo>,
    tables: Vec<Table<'a>>,
    folder: &'a str,
    /// Rows so far, by record and what they say.
    seen: BTreeMap<(String, String), Span>,
}

impl<'a> Hall<'a> {
    fn of(&self, record: &'a str) -> impl Iterator<Item = &Table<'a>> {
        self.tables.iter().filter(move |table| table.record() == record)
    }

    /// Which school this is, and in shared files only its rows.
    fn keep_own_rows(&mut self) -> Option<String> {
        let rows = |shared: bool| {
            self.of("school").filter(move |table| table.shared == shared).flat_map(|table| {
                table.rows.iter().filter_map(|row| {
                    let urn = amount::urn(row.cell(table.column("urn")?.col)).ok().flatten()?;
                    Some((urn, table.text(row, "name").unwrap_or_default()))
                })
            })
        };
        let folder = self.folder;
        let numbers: BTreeSet<&str> = folder
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| (5..=6).contains(&part.len()))
            .collect();
        let urn = rows(false)
            .min()
            .or_else(|| rows(true).find(|(urn, _)| numbers.contains(urn.as_str())))
            .or_else(|| {
                rows(true)
                    .find(|(_, name)| !folder.is_empty() && slug::slugify(name) == slug::slugify(folder))
            })
            .map(|(urn, _)| urn)
            .or_else(|| numbers.first().map(|urn| (*urn).to_owned()));
        let mut nameless = Vec::new();
        for table in self.tables.iter_mut().filter(|table| table.shared && table.record() != "service") {
            let Some(col) = table.column("urn").map(|column| column.col) else { continue };
            if urn.is_none() && !table.rows.is_empty() {
                nameless.push(table.id);
            }
            table.rows.retain(|row| {
                let cell = row.cell(col);
                cell.is_empty() || amount::urn(cell).is_ok_and(|found| found == urn || found.is_none())
            });
        }
        for sheet in nameless {
            self.notes.add(
                "W-URN",
                "This file is for several schools, but nothing says which URN this one has; rows with a URN were not used.",
                "Add the school's own record with its URN to its folder.",
                [Place::Cell(Source { sheet, row: 0, col: 0 })],
            );
        }
        urn
    }

    /// Codes and names in the records that may know people whom the staff list does not.
    fn people(&self) -> People {
        let mut listed = Vec::new();
        for table in self.of("staff") {
            for row in &table.rows {
                let Some(code) = table.text(row, "staff") else { continue };
                let trn =
                    table.column("trn").and_then(|column| amount::trn(row.cell(column.col)).ok().flatten());
                let (name, email) = (table.text(row, "name"), table.text(row, "email"));
                listed.push(Listed { code, name, trn, email });
            }
        }
        let mut mentions = Vec::new();
        for (record, field) in [
            ("induction", "staff"),
            ("mentors", "staff"),
            ("timetable", "staff"),
            ("mentorship", "mentor"),
            ("meetings", "mentor"),
        ] {
            for table in self.of(record) {
                // A register shared by several schools names the people of all of them.
                for row in &table.rows {
                    let (Some(text), Some(at)) = (table.text(row, field), table.source(row, field)) else {
                        continue;
                    };
                    let trn = table
                        .column("trn")
                        .and_then(|column| amount::trn(row.cell(column.col)).ok().flatten());
                    for text in each_name(&text, &table.found.layout.joined_by) {
                        mentions.push(Mention { text, trn: trn.clone(), at });
                    }
                }
            }
        }
        People::gather(&listed, &mentions)
    }

    fn period_names(&self) -> BTreeMap<String, String> {
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for table in self.of("periods") {
            for name in table.rows.iter().filter_map(|row| table.text(row, "period")) {
                let held = names.entry(period_key(&name)).or_insert_with(|| name.clone());
                if name < *held {
                    *held = name;
                }
            }
        }
        names
    }

    fn own_days(&self) -> Vec<String> {
        let days: BTreeSet<String> = self
            .of("timetable")
            .filter(|table| table.found.layout.own_days)
            .flat_map(|table| table.rows.iter().filter_map(|row| table.text(row, "day")))
            .filter(|day| weekday(day).is_none())
            .collect();
        days.into_iter().collect()
    }

    fn fill(&mut self, settings: &Settings, urn: Option<&str>) -> School {
        let known = Known {
            people: self.people(),
            periods: self.period_names(),
            own_days: self.own_days(),
            vocabulary: Vocabulary::new(settings),
        };
        self.forget_strangers_service(&known);
        let abouts = self.read("school", &known, records::about);
        let school = School {
            about: self.this_school(abouts, urn),
            staff: self.read("staff", &known, records::staff),
            service: self.read("service", &known, records::service),
            inductions: self.read("induction", &known, records::induction),
            mentorships: self.read("mentorship", &known, records::mentorship),
            mentors: self.read("mentors", &known, records::mentor_training),
            periods: self.read("periods", &known, records::period),
            timetable: self.read("timetable", &known, records::lessons).into_iter().flatten().collect(),
            calendar: Calendar { rows: self.read("calendar", &known, records::calendar) },
            cover: self.read("cover", &known, records::cover),
            meetings: self.read("meetings", &known, records::meeting),
            training: self.read("training", &known, records::training),
            absences: self.read("absence", &known, records::absence),
            reviews: self.read("reviews", &known, records::review),
            observations: self.read("observations", &known, records::observation),
            payments: self.read("payments", &known, records::payment),
            own_days: known.own_days,
            people: known.people.all,
            ..School::default()
        };
        for (id, at) in known.people.unlisted {
            self.notes.add(
                "W-UNLISTED",
                format!("“{}” is not in the staff list.", school.person(id).id),
                "Add the person to the staff list, or correct the name here.",
                [Place::Cell(at)],
            );
        }
        school
    }

    /// In a shared service record the URN says where someone served; whose row it is, only the person can tell.
    fn forget_strangers_service(&mut self, known: &Known) {
        for table in self.tables.iter_mut().filter(|table| table.shared && table.record() == "service") {
            let Some(col) = table.column("staff").map(|column| column.col) else { continue };
            table.rows.retain(|row| {
                super::parse::word::text_of(row.cell(col))
                    .is_none_or(|text| known.people.find(&text, None) != super::people::Found::Nobody)
            });
        }
    }

    fn this_school(&mut self, mut abouts: Vec<About>, urn: Option<&str>) -> About {
        abouts.sort_by_key(|about| (about.urn.value.as_deref() != urn, format!("{:?}", about.name.value)));
        let mut abouts = abouts.into_iter();
        let chosen = abouts.next().unwrap_or_default();
        for other in abouts {
            let Some(at) = other.urn.source else { continue };
            self.notes.add(
                "R-SCHOOL",
                format!("“{}” is a second school in this folder.", other.name.value.unwrap_or_default()),
                "Keep one row for the school, or give each school a folder of its own.",
                [Place::Cell(at)],
            );
            let info = &mut self.infos[at.sheet.0 as usize];
            info.rows_used -= 1;
            *info.left_out.entry("second school in the folder".to_owned()).or_default() += 1;
        }
        chosen
    }

    /// Reads every row of a record, and accounts for it.
    fn read<T>(
        &mut self,
        record: &str,
        known: &Known,
        make: impl Fn(&mut Reader, &Known) -> Option<T>,
    ) -> Vec<T> {
        let mut records = Vec::new();
        for table in self.tables.iter().filter(|table| table.record() == record) {
            let info = &mut self.infos[table.id.0 as usize];
            let mut once = Once::default();
            if table.headers_again > 0 {
                info.rows_read += table.headers_again;
                info.left_out.insert("header repeated".to_owned(), table.headers_again);
            }
            for row in &table.torn {
                let (problem, at) = (table.torn(row), table.span(row.index, row.index));
                let cell = Source { sheet: at.sheet, row: at.top, col: at.left };
                info.rows_read += 1;
                *info.left_out.entry(reason(problem.code).to_owned()).or_default() += 1;
                self.notes.add(problem.code, problem.message, problem.help, [Place::Cell(cell)]);
            }
            for row in &table.rows {
                let mut reader = Reader::new(table, row);
                info.rows_read += 1;
                let value = make(&mut reader, known);
                match account(&reader, value.is_some(), record, &mut self.seen, &mut self.notes) {
                    None => {
                        info.rows_used += 1;
                        records.extend(value);
                    }
                    Some(reason) => *info.left_out.entry(reason).or_default() += 1,
                }
                once.note(&reader);
            }
            let indexes = || table.rows.iter().chain(&table.torn).map(|row| row.index);
            if let (Some(first), Some(last)) = (indexes().min(), indexes().max()) {
                info.data = Some(table.span(first, last));
            }
            once.say(table, info, &mut self.notes);
        }
        records
    }
}

/// Why a row is left out; nothing if it is used.
fn account(
    reader: &Reader,
    has_value: bool,
    record: &str,
    seen: &mut BTreeMap<(String, String), Span>,
    notes: &mut Notes,
) -> Option<String> {
    let at = reader.at();
    if let Some((first, _)) = reader.problems.first() {
        for (problem, col) in &reader.problems {
            let cell = Source { sheet: at.sheet, row: at.top, col: col.unwrap_or(at.left) };
            notes.add(problem.code, problem.message.clone(), problem.help.clone(), [Place::Cell(cell)]);
        }
        return Some(reason(first.code).to_owned());
    }
    if let (Some(reason), false) = (&reader.left_out, has_value) {
        return Some(reason.clone());
    }
    if let Some(first) = seen.get(&(record.to_owned(), reader.key())) {
        let cell = |span: &Span| Place::Cell(Source { sheet: span.sheet, row: span.top, col: span.left });
        notes.add(
            "W-DUP",
            "This row says the same as an earlier one in every column; it is counted once.",
            "Delete one of the two, or correct the one that is wrong.",
            [cell(&at), cell(first)],
        );
        return Some("duplicate row".to_owned());
    }
    seen.insert((record.to_owned(), reader.key()), at);
    (!has_value).then(|| "nothing to use".to_owned())
}

/// Why a row was left out, in plain words.
fn reason(code: &str) -> &'static str {
    match code {
        "R-BLANK" => "needed cell empty",
        "R-CONTROL" => "invisible character",
        "R-DATE" => "date not readable",
        "R-DAY" => "day not known",
        "R-DURATION" => "end not after start, or too long",
        "R-FIELDS" => "wrong number of values",
        "R-FORMULAERR" => "formula error",
        "R-IDENTITY" => "person not certain",
        "R-NOCACHE" => "formula without result",
        "R-NUMBER" => "number not readable",
        "R-PERSON" => "person not known",
        "R-TIME" => "time not readable",
        "R-TRN" => "teacher reference number not readable",
        "R-URN" => "URN not readable",
        "R-WORD" => "word not known",
        _ => "not readable",
    }
}

/// What is said once a sheet, however many rows it holds for.
#[derive(Default)]
struct Once {
    seconds: Option<Source>,
    hours: Option<Source>,
    bidi: Option<Source>,
    nobody: u64,
}

impl Once {
    fn note(&mut self, reader: &Reader) {
        let at = reader.at();
        let first = Source { sheet: at.sheet, row: at.top, col: at.left };
        let length = || ["duration", "minutes", "hours"].into_iter().find_map(|field| reader.source(field));
        if reader.seconds_dropped && self.seconds.is_none() {
            self.seconds = Some(length().unwrap_or(first));
        }
        self.hours = self.hours.or(reader.hours_assumed);
        self.bidi = self.bidi.or_else(|| reader.first_bidi());
        self.nobody += u64::from(reader.left_out.is_some() && reader.problems.is_empty());
    }

    fn say(&self, table: &Table, info: &SheetInfo, notes: &mut Notes) {
        let header = |row: u32| Place::Cell(Source { sheet: table.id, row, col: table.span(row, row).left });
        let top = table.header_row.unwrap_or(0);
        if let Some(at) = self.seconds {
            let message = "Lengths of time in this column have seconds; each was rounded down to the minute.";
            notes.add("I-SECONDS", message, "Nothing to do.", [Place::Cell(at)]);
        }
        if let Some(at) = self.hours {
            let message =
                "Times of this column have no am or pm; they were read as school hours, 07:00 to 18:59.";
            notes.add(
                "W-SCHOOLHOURS",
                message,
                "Write 13:05 in place of 1:05 if that is not right.",
                [Place::Cell(at)],
            );
        }
        if let Some(at) = self.bidi {
            let message =
                "A text here holds marks that change the direction of letters; they are shown as U+ numbers.";
            notes.add("W-BIDI", message, "Type the text again.", [Place::Cell(at)]);
        }
        if self.nobody > 0 {
            let (what, verb) = if self.nobody == 1 { ("row names", "was") } else { ("rows name", "were") };
            let message = format!("{} {what} nobody and {verb} left out.", self.nobody);
            notes.add("I-NOBODY", message, "Nothing to do, if nobody teaches them.", [header(top)]);
        }
        if info.rows_read == 0 && table.was_empty {
            notes.add(
                "W-NODATA",
                "This sheet has a header but no rows.",
                "Nothing to do, if that is right.",
                [header(top)],
            );
        }
        if !table.found.extra.is_empty() {
            let names: Vec<String> =
                table.found.extra.iter().map(|(_, text)| super::parse::visible(text)).collect();
            notes.add(
                "I-COLUMNS",
                format!("These columns are not needed and were not read: “{}”.", names.join("”, “")),
                "Nothing to do, unless one of them is meant: then give it the header that `ringfence init` writes.",
                table.found.extra.first().map(|(col, _)| {
                    Place::Cell(Source { sheet: table.id, row: top, col: *col })
                }),
            );
        }
    }
}
