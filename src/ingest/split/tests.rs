//! Files of many schools, and what each school reads of its part.

use super::*;
use crate::ingest::read_as;
use crate::model::settings::Settings;
use crate::model::source::{ANOTHER_SCHOOL, SheetInfo};
use rust_xlsxwriter::{Format, Workbook};

const SCHOOLS: &str = "URN,School\n900101,Alder\n900102,Birch\n900103,Cedar\n";
const STAFF: &str = "Staff code,Name,FTE,URN\nJSM,Jane Smith,1,\nKOD,Kwame Oduya,1,\n";
/// Titles above, blank lines, a comment of two lines, rows for all and for nobody, a bad day, and a last line that does
/// not end.
const MEETINGS: &str = "Meetings of the trust\n\nDate,ECT,Mentor,Minutes,Notes,URN\n\
    04/11/2026,JSM,KOD,60,,900101\n05/11/2026,JSM,KOD,60,\"one\nand, two\",900102\n\n\
    06/11/2026,JSM,KOD,60,for all,\n31/11/2026,JSM,KOD,60,\"said \"\"no\"\"\",\"900101\"\n\
    07/11/2026,JSM,KOD,45,,12\n10/11/2026,JSM,KOD,30,,900102\n11/11/2026,JSM,KOD,60,,900101";

fn files(folder: &str, name: &str, content: Content) -> SchoolFiles {
    let text = |path: &str, text: &str| PackFile {
        path: path.to_owned(),
        content: Content::InMemory(text.as_bytes().to_vec().into()),
    };
    let large = PackFile { path: name.to_owned(), content };
    let shared = vec![large, text("schools.csv", SCHOOLS), text("staff.csv", STAFF)];
    SchoolFiles { folder: folder.to_owned(), files: Vec::new(), shared }
}

/// The parts of a file that is put into this folder.
fn parts(home: &Path, name: &str, bytes: &[u8]) -> Option<Parts> {
    let (file, into) = (home.join(name), home.join("parts"));
    std::fs::write(&file, bytes).unwrap();
    std::fs::create_dir(&into).unwrap();
    split(&file, name, &into, (Layouts::built_in(), &Watch::NONE)).unwrap()
}

/// Each school reads the same, whether it has a part or all of the file; with the rows of other schools and the meetings
/// that are expected of it.
fn all_read_the_same(home: &Path, name: &str, split: &Split, expected: [(&str, u64, usize); 4]) {
    for (folder, elsewhere, meetings) in expected {
        let read = |content| {
            let (settings, layouts) = (Settings::default(), Layouts::built_in());
            read_as(&files(folder, name, content), &settings, layouts, &Watch::NONE).school
        };
        let whole = read(Content::OnDisk(home.join(name)));
        let part = read(Content::Split(split.clone()));
        assert_eq!(format!("{part:#?}"), format!("{whole:#?}"), "{folder}");
        let sheets = &part.sources.sheets;
        let is_of_it = |sheet: &&SheetInfo| part.sources.files[sheet.file.0 as usize].path == name;
        let left_out = |sheet: &SheetInfo| sheet.left_out.get(ANOTHER_SCHOOL).copied();
        let others: u64 = sheets.iter().filter(is_of_it).filter_map(left_out).sum();
        assert_eq!((others, part.meetings.len()), (elsewhere, meetings), "{folder}");
    }
}

#[test]
fn a_school_reads_of_its_part_what_it_reads_of_the_whole() {
    for text in [MEETINGS.to_owned(), format!("\u{feff}{}", MEETINGS.replace('\n', "\r\n").replace(',', ";"))]
    {
        let home = tempfile::tempdir().unwrap();
        let parts = parts(home.path(), "meetings.csv", text.as_bytes()).unwrap();
        assert_eq!(parts.urns, ["900101", "900102"]);
        assert!(!parts.is_beyond_one);
        // Rows of others: those with another URN, and the one whose URN is none.
        let expected = [("alder", 2 + 1, 3), ("birch", 3 + 1, 3), ("cedar", 5 + 1, 1), ("nowhere", 5 + 1, 1)];
        all_read_the_same(home.path(), "meetings.csv", &parts.split, expected);
    }
}

#[test]
fn a_school_of_which_the_file_has_no_row_is_not_told_that_it_is_empty() {
    let home = tempfile::tempdir().unwrap();
    let text = MEETINGS.replace("for all,\n", "for one,900102\n");
    let parts = parts(home.path(), "meetings.csv", text.as_bytes()).unwrap();
    let expected = [("alder", 3 + 1, 2), ("birch", 3 + 1, 3), ("cedar", 6 + 1, 0), ("nowhere", 6 + 1, 0)];
    all_read_the_same(home.path(), "meetings.csv", &parts.split, expected);
}

/// A title, a header in the third row, so many meetings of nobody here, then one of Alder and one for all; a list of rooms;
/// a hidden sheet. Two cells are merged.
fn workbook(of_others: u32) -> Vec<u8> {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet().set_name("Meetings").unwrap();
    sheet.merge_range(0, 0, 0, 2, "Meetings of the trust", &Format::new()).unwrap();
    sheet.write_row(2, 0, ["Date", "ECT", "Mentor", "Minutes", "URN"]).unwrap();
    for n in 0..of_others + 2 {
        let row = n + 3;
        sheet.write_number_with_format(row, 0, 46_330, &day).unwrap();
        sheet.write_row(row, 1, ["JSM", "KOD"]).unwrap();
        sheet.write_number(row, 3, 60).unwrap();
        let urn = if n == of_others { 900_101 } else { 800_000 + n % 97 };
        if n <= of_others {
            sheet.write_number(row, 4, urn).unwrap();
        }
    }
    let rooms = book.add_worksheet().set_name("Rooms").unwrap();
    rooms.write_row(0, 0, ["Room", "Seats"]).unwrap();
    rooms.set_hidden(true);
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_is_split_sheet_by_sheet_in_pieces() {
    for of_others in [40, 9_000] {
        let home = tempfile::tempdir().unwrap();
        let parts = parts(home.path(), "meetings.xlsx", &workbook(of_others)).unwrap();
        assert_eq!(parts.urns.len(), 1 + usize::try_from(of_others.min(97)).unwrap());
        let (all, one) = (u64::from(of_others), u64::from(of_others) + 1);
        let expected = [("alder", all, 2), ("birch", one, 1), ("cedar", one, 1), ("nowhere", one, 1)];
        all_read_the_same(home.path(), "meetings.xlsx", &parts.split, expected);
    }
}

#[test]
fn what_is_no_plain_list_of_many_schools_is_not_split() {
    for (what, text) in [
        ("no URN", MEETINGS.replace("URN", "Unit")),
        ("a quotation mark that is never closed", MEETINGS.replace("for all", "\"for all")),
        ("text behind a closed quotation mark", MEETINGS.replace("and, two\"", "and, two\"!")),
        ("two kinds of line ends", MEETINGS.replace("for all,\n", "for all,\r")),
        ("a hint of Excel’s above", format!("sep=,\n{MEETINGS}")),
        ("another record", "URN,School\n900101,Alder\n900102,Birch\n".to_owned()),
        ("no list at all", "a,b\n1,2\n".to_owned()),
        ("nothing", String::new()),
    ] {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(parts(home.path(), "meetings.csv", text.as_bytes()), None, "{what}");
    }
    let mut cut = workbook(40);
    cut.truncate(3_000);
    for (what, name, bytes) in [
        ("a workbook that was cut short", "meetings.xlsx", &cut[..]),
        ("text called a workbook", "meetings.xlsx", MEETINGS.as_bytes()),
        ("a workbook called text", "meetings.csv", &workbook(4)),
        ("a kind that is not read so", "meetings.ods", MEETINGS.as_bytes()),
    ] {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(parts(home.path(), name, bytes), None, "{what}");
    }
}
