//! Tables → records → [`School`]: who is who, whose rows count, and what counts once.

use super::account::{Once, Seen, account, reason, say_unfilled};
use super::accreditation;
use super::apart;
use super::clock_change;
use super::cycle;
use super::declarations::{self, Participants};
use super::dfe;
use super::doubts;
use super::gias;
use super::inspect::Sample;
use super::isams;
use super::layout::Layouts;
use super::logs;
use super::notes::Notes;
use super::official::Official;
use super::open::Opened;
use super::overlaps;
use super::parse::amount;
use super::parse::word::weekday;
use super::people::{Found, People};
use super::records::{self, Known, period_key};
use super::registers;
use super::roll;
use super::row::Reader;
use super::said::Said;
use super::schemes;
use super::stated;
use super::table::Table;
use super::understand::understand;
use super::untis;
use super::vocabulary::{self, Vocabulary};
use super::watch::Watch;
use crate::model::calendar::Calendar;
use crate::model::finding::Place;
use crate::model::school::{About, PersonId, School};
use crate::model::settings::Settings;
use crate::model::source::{SheetInfo, Source, Sources};
use std::collections::{BTreeMap, BTreeSet};

/// Builds the school.
pub fn school(
    folder: &str,
    opened: Opened,
    settings: &Settings,
    by: (&Layouts, &Watch),
    notes: Notes,
) -> School {
    build(folder, opened, settings, by, (notes, None)).0
}

/// Builds what a single file says, with every name in it taken for a person, and the first rows of each sheet.
pub fn alone(
    opened: Opened,
    settings: &Settings,
    by: (&Layouts, &Watch),
    notes: Notes,
) -> (School, Vec<Sample>) {
    build("", opened, settings, by, (notes, Some(Vec::new())))
}

fn build(
    folder: &str,
    opened: Opened,
    settings: &Settings,
    (layouts, watch): (&Layouts, &Watch),
    (mut notes, samples): (Notes, Option<Vec<Sample>>),
) -> (School, Vec<Sample>) {
    let mut files = opened.files;
    let understood = understand(&opened.sheets, &mut files, (layouts, watch), &mut notes);
    watch.rests();
    let (mut infos, mut tables) = (understood.infos, understood.tables);
    if apart::refused(folder, &tables, &mut infos, &files, &mut notes) {
        let sources = Sources { files, sheets: infos };
        let school = School { folder: folder.to_owned(), sources, findings: notes.all, ..School::default() };
        return (school, samples.unwrap_or_default());
    }
    stated::give_way(&mut tables, &infos, &files, &mut notes);
    untis::join(&mut tables);
    isams::join(&mut tables, &Vocabulary::new(settings));
    cycle::place(&mut tables, &mut notes);
    let mut hall = Hall { notes, infos, tables, folder, samples };
    let urn = hall.keep_own_rows();
    let mut school = hall.fill(settings, urn.as_deref());
    folder.clone_into(&mut school.folder);
    overlaps::say(&school, &mut hall.notes);
    clock_change::say(&school, &mut hall.notes);
    schemes::say(&school, &mut hall.notes);
    vocabulary::say(&school, &mut hall.notes);
    say_unfilled(&hall.infos, &mut hall.notes);
    // A row that is neither used nor left out for a reason is lost: no report may be written from such a reading.
    assert!(
        hall.infos.iter().all(SheetInfo::adds_up),
        "rows read are not all used or left out: {:?}",
        hall.infos
    );
    school.sources = Sources { files, sheets: hall.infos };
    school.findings = hall.notes.all;
    (school, hall.samples.unwrap_or_default())
}

/// Which school these files are of, as far as they say.
pub fn urn(folder: &str, opened: &Opened, (layouts, watch): (&Layouts, &Watch)) -> Option<String> {
    let (mut files, mut notes) = (opened.files.clone(), Notes::default());
    let understood = understand(&opened.sheets, &mut files, (layouts, watch), &mut notes);
    let (infos, tables) = (understood.infos, understood.tables);
    Hall { notes, infos, tables, folder, samples: None }.keep_own_rows()
}

/// Everything at hand while a school is put together.
struct Hall<'a> {
    notes: Notes,
    infos: Vec<SheetInfo>,
    tables: Vec<Table<'a>>,
    folder: &'a str,
    /// The first rows of each sheet, where a file is looked at by itself.
    samples: Option<Vec<Sample>>,
}

/// Rows of a sheet that are shown where a file is looked at by itself.
const SAMPLES: usize = 10;

impl<'a> Hall<'a> {
    fn of(&self, record: &'a str) -> impl Iterator<Item = &Table<'a>> {
        self.tables.iter().filter(move |table| table.record() == record)
    }

    /// Which school this is, and in shared files only its rows.
    fn keep_own_rows(&mut self) -> Option<String> {
        let rows = |shared: bool| {
            self.of("school").filter(move |table| table.shared == shared).flat_map(|table| {
                table.sheet.entries.iter().filter_map(|row| {
                    let urn = amount::urn(table.cell(row, "urn")).ok().flatten()?;
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
            .or_else(|| numbers.first().map(|urn| (*urn).to_owned()))
            .or_else(|| gias::urn(self.of(gias::RECORD), folder));
        gias::keep(&mut self.tables, urn.as_deref(), &mut self.infos, &mut self.notes);
        let mut nameless = Vec::new();
        // of these the rows of other schools are counted
        let counts = |table: &Table| {
            ["service", "declarations", "participants", gias::RECORD].contains(&table.record())
        };
        for table in self.tables.iter_mut().filter(|table| table.shared && !counts(table)) {
            let Some(col) = table.column("urn") else { continue };
            if urn.is_none() && !(table.sheet.entries.is_empty() && table.elsewhere == 0) {
                nameless.push(table.id);
            }
            table.keep(|row| {
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

    fn period_names(&self) -> BTreeMap<String, String> {
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for table in self.of("periods") {
            for name in table.sheet.entries.iter().filter_map(|row| table.text(row, "period")) {
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
            .filter(|table| table.layout.own_days)
            .flat_map(|table| table.sheet.entries.iter().filter_map(|row| table.text(row, "day")))
            .filter(|day| weekday(day).is_none())
            .collect();
        days.into_iter().collect()
    }

    fn fill(&mut self, settings: &Settings, urn: Option<&str>) -> School {
        let known = Known {
            people: roll::people(&self.tables, self.samples.is_some()),
            periods: self.period_names(),
            own_days: self.own_days(),
            vocabulary: Vocabulary::new(settings),
        };
        self.forget_strangers_service(&known);
        doubts::say(&known.people, &mut self.notes);
        let official = self.official(&known, settings, urn);
        let abouts = self.read("school", &known, records::about);
        let about = self.this_school(abouts, urn);
        let tutor = self.tutor(&about, &known.people);
        self.read("untis lessons", &known, untis::lesson);
        self.read("untis teachers", &known, untis::teacher);
        self.read(isams::WEEKS, &known, isams::row);
        self.read(isams::DAYS, &known, isams::row);
        self.read(accreditation::RECORD, &known, accreditation::row);
        for table in &self.tables {
            accreditation::say(table, &mut self.notes);
        }
        let mut school = School {
            about: About { tutor, ..about },
            staff: self.read("staff", &known, records::staff),
            service: self.read("service", &known, records::service),
            inductions: self.read("induction", &known, records::induction),
            mentorships: self.read("mentorship", &known, records::mentorship),
            mentors: self.read("mentors", &known, records::mentor_training),
            periods: self.read("periods", &known, records::period),
            timetable: self.read_all("timetable", &known, records::lessons),
            calendar: Calendar { rows: self.read("calendar", &known, records::calendar) },
            cover: self.read("cover", &known, registers::cover),
            meetings: self.read("meetings", &known, registers::meeting),
            training: self.read("training", &known, registers::training),
            absences: self.read("absence", &known, registers::absence),
            reviews: self.read("reviews", &known, registers::review),
            observations: self.read("observations", &known, registers::observation),
            payments: self.read("payments", &known, registers::payment),
            own_days: known.own_days.clone(),
            people: known.people.all.clone(),
            ..School::default()
        };
        let pairs = school.mentorships.iter().map(|one| (one.ect, one.mentor)).collect();
        let stays = self.read("attendance", &known, logs::stay);
        let entries = self.read("calendar-entries", &known, |row, known| logs::entry(row, known, &pairs));
        logs::add(&mut school, &stays, &entries, &pairs, (&mut self.infos, &mut self.notes));
        for (id, at) in known.people.unlisted {
            self.notes.add(
                "W-UNLISTED",
                format!("“{}” is not in the staff list.", school.person(id).id),
                "Add the person to the staff list, or correct the name here.",
                [Place::Cell(at)],
            );
        }
        official.join(&mut school, &mut self.infos, &mut self.notes);
        school
    }

    /// What DfE's own files say of this school.
    fn official(&mut self, known: &Known, settings: &Settings, urn: Option<&str>) -> Official {
        let as_of = settings.as_of.as_ref().map(|chosen| chosen.value);
        let participants =
            self.read("participants", known, |row, known| declarations::participant(row, known, urn));
        let ids = |table: &Table| {
            table.sheet.entries.iter().filter_map(|row| table.text(row, "participant")).collect()
        };
        let listed = self.of("participants").flat_map(|table| -> Vec<String> { ids(table) }).collect();
        let participants = Participants { own: participants.into_iter().collect(), listed };
        Official {
            claims: self.read("claims", known, |row, known| dfe::read::claim(row, known, as_of)),
            outcomes: self.read("outcomes", known, |row, known| dfe::read::outcome(row, known, as_of)),
            declarations: self.read("declarations", known, |row, known| {
                declarations::declaration(row, known, urn, &participants)
            }),
            register: self.read(gias::RECORD, known, |row, _| gias::register(row)),
        }
    }

    /// In a shared service record the URN says where someone served; whose row it is, only the person can tell.
    fn forget_strangers_service(&mut self, known: &Known) {
        for table in self.tables.iter_mut().filter(|table| table.shared && table.record() == "service") {
            let Some(col) = table.column("staff") else { continue };
            table.keep(|row| {
                super::parse::word::text_of(row.cell(col))
                    .is_none_or(|text| known.people.find(&text, None) != Found::Nobody)
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

    /// Who the induction tutor is, if that is one person of the school.
    fn tutor(&mut self, about: &About, people: &People) -> Option<PersonId> {
        let written = about.induction_tutor.value.as_ref()?;
        match people.find(written, None) {
            Found::One(person) => Some(person),
            Found::Several(several) => {
                self.notes.add(
                    "W-TUTOR",
                    format!("“{written}” as the induction tutor fits more than one person."),
                    format!("Write the staff code instead: {}.", people.listed(&several)),
                    about.induction_tutor.source.map(Place::Cell),
                );
                None
            }
            Found::Conflict(_) | Found::Nobody => None,
        }
    }

    /// Reads every row of a record, and accounts for it.
    fn read<T>(
        &mut self,
        record: &str,
        known: &Known,
        make: impl Fn(&mut Reader, &Known) -> Option<T>,
    ) -> Vec<T> {
        self.read_all(record, known, |row, known| make(row, known).map(Some))
    }

    /// The same where a row may make several records.
    fn read_all<T, All: IntoIterator<Item = T>>(
        &mut self,
        record: &str,
        known: &Known,
        make: impl Fn(&mut Reader, &Known) -> Option<All>,
    ) -> Vec<T> {
        let (mut records, mut seen) = (Vec::new(), Seen::default());
        for table in self.tables.iter().filter(|table| table.record() == record) {
            let info = &mut self.infos[table.id.0 as usize];
            let mut once = Once::default();
            let by_field = seen.by_field(table);
            seen.reserve(table.sheet.entries.len());
            records.reserve(table.sheet.entries.len());
            let mut said = Said::default();
            for (reason, rows) in &table.sheet.left_out {
                info.rows_read += rows;
                *info.left_out.entry(reason.clone()).or_default() += rows;
            }
            for (at, problem) in &table.sheet.torn {
                let cell = Source { sheet: at.sheet, row: at.top, col: at.left };
                info.rows_read += 1;
                *info.left_out.entry(reason(problem.code).to_owned()).or_default() += 1;
                let (message, help) = (problem.message.clone(), problem.help.clone());
                self.notes.add(problem.code, message, help, [Place::Cell(cell)]);
            }
            for row in &table.sheet.entries {
                let mut reader = Reader::new(table, row, said);
                let is_sample = self.samples.as_ref().is_some_and(|samples| {
                    samples.iter().filter(|sample| sample.at.sheet == table.id).count() < SAMPLES
                });
                if is_sample {
                    reader = reader.in_words();
                }
                info.rows_read += 1;
                let value = make(&mut reader, known);
                match account(&reader, value.is_some(), &by_field, &mut seen, &mut self.notes) {
                    None => {
                        info.rows_used += 1;
                        records.extend(value.into_iter().flatten());
                    }
                    Some(reason) => *info.left_out.entry(reason).or_default() += 1,
                }
                once.note(&reader);
                if let Some(samples) = self.samples.as_mut().filter(|_| is_sample) {
                    samples.push(Sample { at: reader.at(), said: reader.said() });
                }
                said = reader.end();
            }
            info.data = table.data();
            once.say(table, info, &mut self.notes);
        }
        records
    }
}
