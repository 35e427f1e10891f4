//! Places in the files of a school, without the folder that all its own files share.

use crate::model::school::School;
use crate::model::source::{SheetId, Span};

/// `Timetable.xlsx` for `alderbrook/Timetable.xlsx`, in the reports of Alderbrook.
pub fn path<'a>(school: &School, path: &'a str) -> &'a str {
    let own = path.strip_prefix(school.folder.as_str()).and_then(|rest| rest.strip_prefix('/'));
    own.unwrap_or(path)
}

/// `Timetable.xlsx › Staff timetable`, or `cover.csv`.
pub fn sheet(school: &School, id: SheetId) -> String {
    let file = path(school, &school.sources.file_of(id).path);
    match &school.sources.sheet(id).name {
        Some(name) => format!("{file} › {name}"),
        None => file.to_string(),
    }
}

/// `Timetable.xlsx › Staff timetable › A2:H61`.
pub fn cells(school: &School, span: Span) -> String {
    format!("{} › {}", sheet(school, span.sheet), span.cells())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_folder_of_the_school_itself_is_left_out() {
        let own = School { folder: "alderbrook".to_string(), ..School::default() };
        assert_eq!(path(&own, "alderbrook/Timetable.xlsx"), "Timetable.xlsx");
        assert_eq!(path(&own, "alderbrooks/Timetable.xlsx"), "alderbrooks/Timetable.xlsx");
        assert_eq!(path(&own, "calendar.csv"), "calendar.csv");
        assert_eq!(path(&School::default(), "a/b.csv"), "a/b.csv");
    }
}
