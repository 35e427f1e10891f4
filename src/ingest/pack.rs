//! A folder → the files of each school.

use super::{Content, PackFile, SchoolFiles};
use crate::model::text::visible;
use std::collections::BTreeMap;
use std::path::Path;

const SPREADSHEETS: [&str; 12] =
    ["xlsx", "xlsm", "xlsb", "xls", "ods", "fods", "csv", "tsv", "tab", "dat", "xml", "ics"];

/// Extension of a path, in lower case.
pub fn extension(path: &str) -> String {
    let name = file_name(path);
    name.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_lowercase())
}

/// The last part of a path.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// True for the name of a spreadsheet.
pub fn is_spreadsheet(path: &str) -> bool {
    SPREADSHEETS.contains(&extension(path).as_str())
}

/// True for files that are never looked at nor listed.
fn is_silent(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') || part == "ringfence-out")
        || file_name(path).eq_ignore_ascii_case("readme.md")
}

/// A folder this program wrote.
fn is_output(folder: &Path) -> bool {
    let manifest = folder.join("manifest.json");
    folder.file_name().is_some_and(|name| name == "ringfence-out")
        // Reading a pipe of that name would wait for whoever writes into it.
        || manifest.is_file() && std::fs::read_to_string(manifest).is_ok_and(|text| {
            serde_json::from_str::<serde_json::Value>(&text).is_ok_and(|manifest| {
                manifest["tool"].as_str().is_some_and(|tool| tool.starts_with("ringfence"))
            })
        })
}

/// Every file of a pack on disk, by path.
pub fn list(pack: &Path) -> std::io::Result<Vec<PackFile>> {
    let mut files = Vec::new();
    if pack.is_file() {
        let path = pack.file_name().map(|name| visible(&name.to_string_lossy())).unwrap_or_default();
        return Ok(vec![PackFile { path, content: Content::OnDisk(pack.to_path_buf()) }]);
    }
    walk(pack, "", &mut files)?;
    Ok(files)
}

fn walk(folder: &Path, before: &str, files: &mut Vec<PackFile>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        // A name may hold what would act on a terminal; the file is opened by its real one.
        let path = format!("{before}{}", visible(&entry.file_name().to_string_lossy()));
        let kind = entry.file_type()?;
        // A link may lead out of the pack, or round in a circle.
        if is_silent(&path) || kind.is_symlink() && entry.path().is_dir() {
            continue;
        }
        if kind.is_dir() {
            // A folder that cannot be opened is listed as a file, which cannot be opened either and is told of as such.
            if std::fs::read_dir(entry.path()).is_err() {
                files.push(PackFile { path, content: Content::OnDisk(entry.path()) });
            } else if !is_output(&entry.path()) {
                walk(&entry.path(), &format!("{path}/"), files)?;
            }
        } else {
            files.push(PackFile { path, content: Content::OnDisk(entry.path()) });
        }
    }
    Ok(())
}

/// Sorts the files of a pack into schools: sub-folders with spreadsheets are a school each, and the files at the top are
/// for all of them; without such sub-folders the pack is one school.
pub fn group(files: Vec<PackFile>) -> Vec<SchoolFiles> {
    let (mut top, mut folders) = (Vec::new(), BTreeMap::<String, Vec<PackFile>>::new());
    for file in files.into_iter().filter(|file| !is_silent(&file.path)) {
        match file.path.split_once('/') {
            Some((folder, _)) => folders.entry(folder.to_owned()).or_default().push(file),
            None => top.push(file),
        }
    }
    top.sort_by(|a, b| a.path.cmp(&b.path));
    folders.retain(|_, files| files.iter().any(|file| is_spreadsheet(&file.path)));
    if folders.is_empty() {
        return if top.iter().any(|file| is_spreadsheet(&file.path)) {
            vec![SchoolFiles { folder: String::new(), files: top, shared: Vec::new() }]
        } else {
            Vec::new()
        };
    }
    folders
        .into_iter()
        .map(|(folder, mut files)| {
            files.sort_by(|a, b| a.path.cmp(&b.path));
            SchoolFiles { folder, files, shared: top.clone() }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schools(paths: &[&str]) -> Vec<String> {
        let files = paths
            .iter()
            .map(|path| PackFile { path: (*path).to_owned(), content: Content::InMemory(Vec::new().into()) });
        group(files.collect())
            .iter()
            .map(|school| {
                let names =
                    |files: &[PackFile]| files.iter().map(|f| f.path.clone()).collect::<Vec<_>>().join(" ");
                format!("{}: {} + {}", school.folder, names(&school.files), names(&school.shared))
            })
            .collect()
    }

    #[test]
    fn spreadsheets_at_the_top_are_one_school() {
        assert_eq!(schools(&["b.csv", "a.xlsx", "README.md", ".hidden.csv"]), [": a.xlsx b.csv + "]);
        assert_eq!(schools(&["notes.pdf"]), Vec::<String>::new());
    }

    #[test]
    fn each_folder_is_a_school_and_the_top_is_shared() {
        assert_eq!(
            schools(&[
                "calendar.csv",
                "b/x/cover.csv",
                "a/staff.csv",
                "pictures/logo.png",
                "ringfence-out/findings.csv"
            ]),
            ["a: a/staff.csv + calendar.csv", "b: b/x/cover.csv + calendar.csv"]
        );
    }
}
