//! Folder → files → sheets → records → [`School`], and findings for everything that could not be read as it stands.
//!
//! ```text
//! pack ─► open ─► excel · text, csv ─► sheet ─► understand, layout ─► row, records ─► assemble ─► School
//!                                                                     └── parse: text becomes dates, times, numbers
//! ```

mod account;
mod archive;
mod asc;
mod assemble;
mod compound;
mod csv;
mod disk;
mod excel;
mod grid;
mod header;
pub mod inspect;
pub mod layout;
mod ics;
mod logs;
mod names;
mod notes;
mod open;
mod overlaps;
mod pack;
mod parse;
mod people;
mod recognise;
mod records;
mod registers;
mod row;
mod schemes;
mod sessions;
mod settings;
mod shapes;
mod sheet;
mod shelter;
mod stored;
mod stray;
mod strict;
mod table;
mod text;
mod understand;
mod vocabulary;

use crate::model::finding::Place;
use crate::model::school::School;
use crate::model::settings::Settings;
use layout::Layouts;
use notes::Notes;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Where the bytes of a file are.
#[derive(Clone, Debug)]
pub enum Content {
    /// On disk.
    OnDisk(PathBuf),
    /// In memory (the embedded sample, tests).
    InMemory(Cow<'static, [u8]>),
}

/// A file of a pack.
#[derive(Clone, Debug)]
pub struct PackFile {
    /// Path inside the pack, with `/`.
    pub path: String,
    /// Its bytes.
    pub content: Content,
}

/// The files of one school.
#[derive(Clone, Debug, Default)]
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
    read_as(files, command_line, Layouts::built_in())
}

/// Reads one school. Never fails: what cannot be read becomes a finding.
pub fn read_as(files: &SchoolFiles, command_line: &Settings, layouts: &Layouts) -> Reading {
    let mut notes = Notes::default();
    let own = files.files.iter().map(|file| (file, false));
    let mut all: Vec<(&PackFile, bool)> = own.chain(files.shared.iter().map(|file| (file, true))).collect();
    all.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
    let opened = open::open(&all, command_line.modern_only, &mut notes);
    let settings = chosen(&opened, command_line, &mut notes);
    let school = assemble::school(&files.folder, opened, &settings, layouts, notes);
    Reading { school, settings }
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
