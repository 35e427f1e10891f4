//! Folders and schools: whose files and rows are whose.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use ringfence::ingest;
use ringfence::model::settings::Settings;

#[test]
fn a_shared_file_gives_each_school_its_own_rows() {
    let shared = support::text_file(
        "absence.csv",
        "URN,Staff code,From,Kind\n111111,AB,07/09/2026,illness\n222222,CD,08/09/2026,illness\n,AB,09/09/2026,illness\n",
    );
    let own = |folder: &str, urn: &str, code: &str| {
        vec![
            support::text_file(
                &format!("{folder}/school.csv"),
                &format!("URN,School\n{urn},School {folder}\n"),
            ),
            support::text_file(
                &format!("{folder}/staff.csv"),
                &format!("Staff code,Name,FTE\n{code},Ann Bell,1\n"),
            ),
        ]
    };
    let mut files = own("a", "111111", "AB");
    files.extend(own("b", "222222", "CD"));
    files.push(shared);
    let schools = ingest::group(files);
    let read: Vec<(usize, u64)> = schools
        .iter()
        .map(|files| {
            let school = ingest::read(files, &Settings::default()).school;
            let rows = school.sources.taken_for("absence").map(|(_, sheet)| sheet.rows_read).sum();
            (school.absences.len(), rows)
        })
        .collect();
    // Each counts all three rows, the other school's as left out. The row without a URN is read for both, and names somebody
    // only the first school knows.
    assert_eq!(read, [(2, 3), (1, 3)]);
}

#[test]
fn a_folder_with_the_folders_of_several_schools_is_not_one_school() {
    let read = |schools: &[(&str, &str)]| {
        let mut files = vec![support::text_file("north/staff.csv", "Staff code,Name,FTE\nAB,Ann Bell,1\n")];
        for (folder, urn) in schools {
            let path = format!("north/{folder}/school.csv");
            files.push(support::text_file(&path, &format!("URN,School\n{urn},A school\n")));
        }
        let [folder] = &ingest::group(files)[..] else { panic!("one folder") };
        let school = ingest::read(folder, &Settings::default()).school;
        let used: u64 = school.sources.sheets.iter().map(|sheet| sheet.rows_used).sum();
        let said: Vec<String> = school
            .findings
            .iter()
            .filter(|finding| finding.code == "E-FOLDER" || finding.code == "R-SCHOOL")
            .map(|finding| support::told::told(finding, &school.sources))
            .collect();
        (school.about.urn.value, used, said.concat())
    };
    let refused = "\
error E-FOLDER north/alder/school.csv › A2 and north/birch/school.csv › A2
  “north” holds the folders of 2 schools (alder and birch), so it is not the folder of one. Nothing in it was used.
  Name “north” itself instead of the folder it is in. If it is all one school, keep only one school record.
";
    assert_eq!(read(&[("alder", "111111"), ("birch", "222222")]), (None, 0, refused.to_owned()));
    // A school may keep its files in folders, and say twice who it is.
    assert_eq!(
        read(&[("timetables", "111111"), ("logs", "111111")]),
        (Some("111111".to_owned()), 2, String::new())
    );
}
