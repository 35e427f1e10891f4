//! Folder → files → sheets → records → [`School`], and findings for everything that could not be read as it stands.
//!
//! ```text
//! pack ─► open ─► excel · text, csv ─► sheet ─► understand, layout ─► row, records ─► assemble ─► School
//!                                                                     └── parse: text becomes dates, times, numbers
//! ```

mod account;
mod accreditation;
mod apart;
mod archive;
mod asc;
mod assemble;
pub mod blank;
mod brand;
mod clock_change;
mod compound;
mod csv;
mod cycle;
mod declarations;
mod dfe;
mod disk;
mod doubts;
mod entry;
mod excel;
mod gias;
mod grid;
mod header;
mod ics;
pub mod inspect;
mod isams;
pub mod layout;
mod legacy;
mod listed;
mod logs;
mod names;
mod notes;
mod official;
mod open;
mod overlaps;
mod pack;
mod parse;
mod people;
mod recognise;
mod records;
mod registers;
mod roll;
mod row;
mod said;
mod same;
mod schemes;
mod separator;
mod sessions;
mod settings;
mod shapes;
pub mod sheet;
mod shelter;
mod split;
mod stated;
mod stored;
mod stray;
mod strict;
mod table;
mod text;
mod understand;
mod untis;
mod unusable;
mod vocabulary;
pub mod watch;

use crate::model::finding::Place;
use crate::model::pseudonyms::{self, Secret};
use crate::model::school::School;
use crate::model::settings::Settings;
use layout::Layouts;
use notes::Notes;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use watch::Watch;

pub use same::{hashed, is_as_it_was};
pub use split::{Part, Parts, Split, split};

/// Where the bytes of a file are.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Content {
    /// On disk.
    #[serde(with = "on_disk")]
    OnDisk(PathBuf),
    /// Parts of a file of many schools, of which the school has one.
    Split(Split),
    /// That one.
    Part(Part),
    /// In memory (the embedded sample, tests).
    InMemory(Cow<'static, [u8]>),
}

/// A file of a pack.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PackFile {
    /// Path inside the pack, with `/`.
    pub path: String,
    /// Its bytes.
    pub content: Content,
}

/// The files of one school.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SchoolFiles {
    /// Folder inside the pack; empty when the pack itself is the school.
    pub folder: String,
    /// Its own files, by path.
    pub files: Vec<PackFile>,
    /// Files at the top of a pack of several schools, for all of them, by path.
    pub shared: Vec<PackFile>,
}

/// A school as read, and the settings that hold for it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The school.
    pub school: School,
    /// Command line over the school's file over the pack's.
    pub settings: Settings,
    /// What its pseudonyms stand for, where it has any.
    pub key: Vec<Secret>,
}

/// Lists the schools of a pack on disk, in order of folder name.
///
/// # Errors
/// If the folder cannot be listed.
pub fn find(pack: &Path) -> std::io::Result<Vec<SchoolFiles>> {
    Ok(pack::group(pack::list(pack)?))
}

/// Sorts the files of a pack into schools, as [`find`] does.
pub fn group(files: Vec<PackFile>) -> Vec<SchoolFiles> {
    pack::group(files)
}

/// Reads one school with the layouts inside the program.
pub fn read(files: &SchoolFiles, command_line: &Settings) -> Reading {
    read_as(files, command_line, Layouts::built_in(), &Watch::NONE)
}

/// Reads one school. Never fails: what cannot be read becomes a finding.
pub fn read_as(files: &SchoolFiles, command_line: &Settings, layouts: &Layouts, watch: &Watch) -> Reading {
    let mut notes = Notes::default();
    let files = &*split::own_parts(files, command_line.modern_only, (layouts, watch));
    let own = files.files.iter().map(|file| (file, false));
    let mut all: Vec<(&PackFile, bool)> = own.chain(files.shared.iter().map(|file| (file, true))).collect();
    all.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
    let mut opened = open::open(&all, command_line.modern_only, watch, &mut notes);
    let stated = stated::sheets(&opened.settings);
    opened.sheets.extend(stated);
    let mut settings = chosen(&opened, command_line, &mut notes);
    let brand = brand::of(&all, &settings, &mut opened.files, &mut notes);
    let school = assemble::school(&files.folder, opened, &settings, (layouts, watch), notes);
    let mut school = School { brand, ..school };
    if let Some(trust) = &settings.trust {
        school.about.trust.value = Some(trust.value.clone());
    }
    if !settings.pseudonyms {
        return Reading { school, settings, key: Vec::new() };
    }
    // A layout of one’s own may be called as the file it is for.
    for layout in school.sources.sheets.iter_mut().filter_map(|sheet| sheet.layout.as_mut()) {
        if layouts.own.iter().any(|(_, text)| text.contains(layout.as_str())) {
            "a layout of your own".clone_into(layout);
        }
    }
    // Before anything else sees the school, so that nothing else can name anybody.
    let key = pseudonyms::hide(&mut school, &mut settings);
    Reading { school, settings, key }
}

/// The sheets of one file, in order; none if it cannot be opened.
pub fn open_sheets(file: &PackFile) -> Vec<sheet::Sheet> {
    let opened = open::open(&[(file, false)], false, &Watch::NONE, &mut Notes::default());
    opened.sheets.into_iter().map(|(_, _, sheet)| sheet).collect()
}

/// The lines of a text file as they stand, each in its fields, blank lines too; nothing if it is no such file.
pub fn text_lines(file: &PackFile) -> Option<Vec<Vec<String>>> {
    open::lines(file)
}

/// The names of all settings.
pub fn setting_names() -> Vec<String> {
    settings::names()
}

/// Settings as a text says them, and what is wrong with it.
pub fn settings_of(text: &str) -> (Settings, Vec<String>) {
    let (settings, faults) = settings::read(text, "ringfence.toml");
    (settings, faults.into_iter().map(|fault| fault.message).collect())
}

/// A path as the system keeps it, which need not be text.
mod on_disk {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::ffi::OsString;
    use std::path::{Path, PathBuf};

    pub fn serialize<S: Serializer>(path: &Path, to: S) -> Result<S::Ok, S::Error> {
        path.as_os_str().serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<PathBuf, D::Error> {
        OsString::deserialize(from).map(PathBuf::from)
    }
}

/// Command line over the school's file over the pack's.
fn chosen(opened: &open::Opened, command_line: &Settings, notes: &mut Notes) -> Settings {
    let mut chosen = command_line.clone();
    for of_the_pack in [false, true] {
        for (id, _, text) in opened.settings.iter().filter(|(_, shared, _)| *shared == of_the_pack) {
            let path = &opened.files[id.0 as usize].path;
            let (settings, faults) = settings::read(text, path);
            for fault in faults {
                notes.add(fault.code, fault.message, fault.help, [Place::File(*id)]);
            }
            chosen = settings::over(chosen, settings);
        }
    }
    chosen
}
