//! `manifest.json`: what went in and what came out, by hash. Written last; where it stands, everything else does.

use super::{Error, Line, json};
use crate::model::source::FileInfo;
use crate::rules::rulebook::{Overlay, OverlayFile, Rulebook};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Its name.
pub const NAME: &str = "manifest.json";

/// A file that was written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Output {
    /// Path inside the output, with `/`.
    pub path: String,
    /// Size.
    pub bytes: u64,
    /// Lower-case hex.
    pub sha256: String,
}

impl Output {
    /// The entry of a file.
    pub fn of(path: &str, bytes: &[u8]) -> Output {
        let sha256 = base16ct::lower::encode_string(&Sha256::digest(bytes));
        Output { path: path.to_owned(), bytes: bytes.len() as u64, sha256 }
    }
}

#[derive(Serialize)]
struct Manifest<'a> {
    format: u32,
    tool: &'a str,
    rulebook: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    overlay: Option<Overlaid<'a>>,
    schools: Vec<School<'a>>,
    outputs: &'a [Output],
    counts: Counts,
    complete: bool,
}

/// The folder of one's own values that was laid over the rulebook.
#[derive(Serialize)]
struct Overlaid<'a> {
    name: &'a str,
    files: Vec<Output>,
}

impl Overlaid<'_> {
    fn of(overlay: &Overlay) -> Overlaid<'_> {
        let files = overlay.files.iter().cloned();
        let file = |file: OverlayFile| Output { path: file.path, bytes: file.bytes, sha256: file.sha256 };
        Overlaid { name: &overlay.name, files: files.map(file).collect() }
    }
}

#[derive(Serialize)]
struct School<'a> {
    name: &'a str,
    folder: Option<&'a str>,
    inputs: Vec<Input<'a>>,
}

#[derive(Serialize)]
struct Input<'a> {
    path: &'a str,
    bytes: u64,
    sha256: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<&'a str>,
}

impl Input<'_> {
    fn of(file: &FileInfo) -> Input<'_> {
        let FileInfo { path, sha256, bytes, rejected } = file;
        Input { path, bytes: *bytes, sha256, left_out: rejected.as_deref() }
    }
}

#[derive(Serialize)]
struct Counts {
    schools: usize,
    inputs: usize,
    outputs: usize,
}

/// The manifest of a run.
///
/// # Errors
/// If it cannot be put into JSON, which no input brings about.
pub fn of(tool: &str, rulebook: &Rulebook, schools: &[Line], outputs: &[Output]) -> Result<Vec<u8>, Error> {
    json::pretty(&Manifest {
        format: json::FORMAT,
        tool,
        rulebook: rulebook.hash(),
        overlay: rulebook.overlay().map(Overlaid::of),
        schools: schools
            .iter()
            .map(|line| School {
                name: &line.name,
                folder: line.folder.as_deref(),
                inputs: line.inputs.iter().map(Input::of).collect(),
            })
            .collect(),
        outputs,
        counts: Counts {
            schools: schools.len(),
            inputs: schools.iter().map(|line| line.inputs.len()).sum(),
            outputs: outputs.len(),
        },
        complete: true,
    })
}

/// What a reader of an existing manifest needs.
#[derive(Deserialize)]
struct Existing {
    tool: String,
    #[serde(default)]
    outputs: Vec<Output>,
}

/// The files an output of this program lists; nothing if it is not one.
pub fn listed(manifest: &[u8]) -> Option<Vec<String>> {
    let existing: Existing = serde_json::from_slice(manifest).ok()?;
    let ours = existing.tool.starts_with("ringfence");
    ours.then(|| existing.outputs.into_iter().map(|output| output.path).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_that_of_the_bytes() {
        let empty = Output::of("a", b"");
        assert_eq!(empty.sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn only_our_own_manifest_is_one() {
        assert_eq!(listed(br#"{"tool": "npm"}"#), None);
        assert_eq!(listed(b"{"), None);
        assert_eq!(listed(br#"{"tool": "ringfence 9.9.9"}"#), Some(vec![]));
    }
}
