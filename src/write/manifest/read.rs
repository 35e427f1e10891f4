//! A manifest that stands on disk. Anyone may have written it, so nothing in it is taken on trust.

use super::{Manifest, NAME};
use crate::write::json;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The largest manifest that is read: that of some eighty thousand schools.
pub const LARGEST: u64 = 256 << 20;

/// Why a manifest is of no use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// It is no JSON, or not of the shape of ours.
    #[error("manifest.json cannot be read ({0})")]
    Damaged(String),
    /// Another program wrote it.
    #[error("manifest.json is that of another program, not of ringfence")]
    Foreign,
    /// A later version wrote it.
    #[error("manifest.json is of format {0}, which a later ringfence wrote; this one reads up to format {ours}", ours = json::FORMAT)]
    Later(u32),
    /// It does not say that it is whole.
    #[error("manifest.json does not say that the output is complete")]
    Incomplete,
    /// A path in it leads out of the output, or is none.
    #[error("manifest.json lists {0:?}, which is no file inside the folder")]
    Astray(String),
    /// Its entries contradict each other or are impossible.
    #[error("manifest.json lists {path:?} {what}")]
    Entry {
        /// Of the entry.
        path: String,
        /// What is wrong.
        what: &'static str,
    },
}

/// What tells whose manifest it is.
#[derive(Deserialize)]
struct Kind {
    tool: Option<String>,
    format: Option<u32>,
    complete: Option<bool>,
}

/// What a reader of an existing manifest needs.
#[derive(Deserialize)]
struct Existing {
    tool: String,
    #[serde(default)]
    outputs: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    path: String,
}

fn is_ours(tool: &str) -> bool {
    tool.starts_with("ringfence")
}

/// The files an output of this program lists; nothing if it is not one.
pub fn listed(manifest: &[u8]) -> Option<Vec<String>> {
    let existing: Existing = serde_json::from_slice(manifest).ok()?;
    is_ours(&existing.tool).then(|| existing.outputs.into_iter().map(|output| output.path).collect())
}

/// A manifest whose entries can be relied on to name files inside the output, each once.
///
/// # Errors
/// If it is not one of this program, not complete, or not possible.
pub fn read(bytes: &[u8]) -> Result<Manifest, Unusable> {
    let damaged = |error: serde_json::Error| Unusable::Damaged(error.to_string());
    let kind: Kind = serde_json::from_slice(bytes).map_err(damaged)?;
    if !kind.tool.as_deref().is_some_and(is_ours) {
        return Err(Unusable::Foreign);
    }
    match kind.format {
        Some(format) if format > json::FORMAT => return Err(Unusable::Later(format)),
        Some(_) if kind.complete == Some(true) => {}
        _ => return Err(Unusable::Incomplete),
    }
    let manifest: Manifest = serde_json::from_slice(bytes).map_err(damaged)?;
    let mut seen = BTreeSet::new();
    for output in &manifest.outputs {
        let path = &output.path;
        let entry = |what| Err(Unusable::Entry { path: path.clone(), what });
        if !is_inside(path) || path == NAME {
            return Err(Unusable::Astray(path.clone()));
        }
        if !seen.insert(path.as_str()) {
            return entry("twice");
        }
        if !is_hash(&output.sha256) {
            return entry("without a SHA-256");
        }
    }
    for folder in manifest.schools.iter().filter_map(|school| school.folder.as_ref()) {
        if !is_inside(folder) {
            return Err(Unusable::Astray(folder.clone()));
        }
    }
    Ok(manifest)
}

/// True for the path of a file below a folder: no way up, no other root, no other drive or stream, on any system.
fn is_inside(path: &str) -> bool {
    path.len() < 1024
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && !path.contains(['\\', ':'])
        && !path.contains(char::is_control)
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    fn manifest(outputs: &str) -> String {
        format!(
            r#"{{"format": 1, "tool": "ringfence 0.1.0", "rulebook": "", "schools": [], "outputs": [{outputs}],
                "counts": {{"schools": 0, "inputs": 0, "outputs": 0}}, "complete": true}}"#
        )
    }

    fn entry(path: &str) -> String {
        format!(r#"{{"path": {path:?}, "bytes": 0, "sha256": "{HASH}"}}"#)
    }

    #[test]
    fn only_our_own_manifest_is_one() {
        assert_eq!(listed(br#"{"tool": "npm"}"#), None);
        assert_eq!(listed(b"{"), None);
        assert_eq!(listed(br#"{"tool": "ringfence 9.9.9"}"#), Some(vec![]));
        assert_eq!(read(br#"{"tool": "npm"}"#).unwrap_err(), Unusable::Foreign);
        assert_eq!(read(b"{}").unwrap_err(), Unusable::Foreign);
    }

    #[test]
    fn a_manifest_of_an_earlier_version_says_less_and_can_be_read() {
        let manifest = read(manifest(&entry("a/b.html")).as_bytes()).unwrap();
        assert_eq!(manifest.outputs[0].path, "a/b.html");
        assert!(manifest.executable.is_none() && manifest.settings.is_none() && manifest.layouts.is_none());
    }

    #[test]
    fn a_manifest_cut_short_or_of_a_later_format_is_refused() {
        let whole = manifest("");
        let said = |text: &str| read(text.as_bytes()).unwrap_err();
        assert!(matches!(said(&whole[..whole.len() - 30]), Unusable::Damaged(_)));
        assert_eq!(said(&whole.replace("true", "false")), Unusable::Incomplete);
        let end = whole.rfind(", \"complete\"").unwrap();
        assert_eq!(said(&format!("{}}}", &whole[..end])), Unusable::Incomplete);
        assert_eq!(said(&whole.replace(r#""format": 1"#, r#""format": 2"#)), Unusable::Later(2));
    }

    #[test]
    fn a_path_that_leads_out_of_the_folder_is_refused() {
        let long = "x".repeat(2000);
        for path in [
            "../a",
            "a/../../b",
            "/etc/passwd",
            "",
            "a//b",
            "./a",
            "C:a",
            "a\\b",
            "a\u{0}b",
            "manifest.json",
            &long,
        ] {
            let text = manifest(&serde_json::json!({"path": path, "bytes": 0, "sha256": HASH}).to_string());
            assert_eq!(read(text.as_bytes()).unwrap_err(), Unusable::Astray(path.to_owned()), "{path:?}");
        }
    }

    #[test]
    fn an_entry_that_stands_twice_or_has_no_hash_is_refused() {
        let twice = format!("{}, {}", entry("a"), entry("a"));
        assert!(matches!(read(manifest(&twice).as_bytes()), Err(Unusable::Entry { what: "twice", .. })));
        let bare = entry("a").replace(HASH, &HASH.to_uppercase());
        assert!(matches!(read(manifest(&bare).as_bytes()), Err(Unusable::Entry { .. })));
        let huge = entry("a").replace("\"bytes\": 0", "\"bytes\": 99999999999999999999999");
        assert!(matches!(read(manifest(&huge).as_bytes()), Err(Unusable::Damaged(_))));
    }

    #[test]
    fn deep_nesting_is_refused_and_not_followed() {
        let deep = format!("{{\"tool\": {}", "[".repeat(200_000));
        assert!(matches!(read(deep.as_bytes()), Err(Unusable::Damaged(_))));
    }
}
