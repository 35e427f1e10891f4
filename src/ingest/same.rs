//! Whether a file is as it was when it was read, so that reading it again would give the same.

use super::pack::file_name;
use super::{Content, PackFile, open};
use crate::model::source::FileInfo;
use sha2::{Digest as _, Sha256};

/// SHA-256 of a file as it stands, in lower-case hex, and its size; nothing if it cannot be had.
pub fn hashed(file: &PackFile) -> Option<(u64, String)> {
    if let Content::Split(split) = &file.content {
        return Some((split.bytes, split.sha256.clone()));
    }
    let mut info = FileInfo { path: file.path.clone(), sha256: String::new(), bytes: 0, rejected: None };
    let bytes = open::bytes(file, &mut info).ok()?;
    Some((bytes.len() as u64, base16ct::lower::encode_string(&Sha256::digest(&bytes))))
}

/// True for a file that was read then and has the same bytes now, or that is passed over for its name now as then. A file
/// that was refused may be no worse than the day was: that is for another reading to say. `hash` is asked if need be.
pub fn is_as_it_was<'a>(then: &FileInfo, hash: impl FnOnce() -> Option<&'a (u64, String)>) -> bool {
    let passed_over = match &then.rejected {
        None => false,
        Some(_) if file_name(&then.path).starts_with("~$") => true,
        Some(why) if *why == open::ignored().message => true,
        Some(_) => return false,
    };
    match hash() {
        _ if then.sha256.is_empty() && !passed_over => false,
        Some((bytes, sha256)) => then.sha256.is_empty() || (then.bytes, &then.sha256) == (*bytes, sha256),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_same(then: (&str, &str, Option<&str>), now: &[u8]) -> bool {
        let (path, bytes, rejected) = then;
        let content = |bytes: &[u8]| Content::InMemory(bytes.to_vec().into());
        let read = PackFile { path: path.to_owned(), content: content(bytes.as_bytes()) };
        let (size, sha256) = if bytes.is_empty() { (0, String::new()) } else { hashed(&read).unwrap() };
        let rejected = rejected.map(str::to_owned);
        let then = FileInfo { path: path.to_owned(), sha256, bytes: size, rejected };
        let now = hashed(&PackFile { path: path.to_owned(), content: content(now) });
        is_as_it_was(&then, || now.as_ref())
    }

    #[test]
    fn a_file_that_was_read_is_the_same_by_its_bytes() {
        assert!(is_same(("a/staff.csv", "x", None), b"x"));
        assert!(!is_same(("a/staff.csv", "x", None), b"y"));
        assert!(!is_same(("a/staff.csv", "", None), b"x"), "its bytes then are not known");
    }

    #[test]
    fn a_file_that_was_passed_over_for_its_name_may_change() {
        let ignored = open::ignored().message;
        assert!(is_same(("notes.docx", "", Some(&ignored)), b"y"));
        assert!(is_same(("~$staff.xlsx", "", Some("a mark")), b"y"));
        assert!(!is_same(("list.txt", "x", Some(&ignored)), b"y"), "it was looked into");
    }

    #[test]
    fn a_file_that_was_refused_is_read_again() {
        assert!(!is_same(("staff.xlsx", "x", Some("Reading this file took longer than 10 seconds")), b"x"));
    }

    #[test]
    fn a_file_that_cannot_be_had_is_not_as_it_was() {
        let read = FileInfo { path: "a".into(), sha256: "0".repeat(64), bytes: 1, rejected: None };
        assert!(!is_as_it_was(&read, || None));
    }
}
