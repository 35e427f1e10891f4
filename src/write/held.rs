//! The files of an output in little room: there are several for each of thousands of schools.

use super::manifest::Output;

/// A file, by what is in it.
#[derive(Clone, Debug)]
pub struct Held {
    path: Box<str>,
    bytes: u64,
    sha256: [u8; 32],
}

impl Held {
    /// A file by another path. Nothing for a hash that is none, which no manifest that could be read has.
    pub fn of(path: &str, output: &Output) -> Option<Held> {
        let mut sha256 = [0; 32];
        let is_whole = base16ct::lower::decode(&output.sha256, &mut sha256).ok()?.len() == 32;
        is_whole.then(|| Held { path: path.into(), bytes: output.bytes, sha256 })
    }

    /// Path inside its folder, with `/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// As a manifest has it.
    pub fn output(&self) -> Output {
        let (path, sha256) = (self.path.to_string(), base16ct::lower::encode_string(&self.sha256));
        Output { path, bytes: self.bytes, sha256 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_held_is_the_file_by_its_new_path() {
        let output = Output::of("head.html", b"x");
        let held = Held::of("school-1/head.html", &output).unwrap();
        assert_eq!(held.output(), Output { path: "school-1/head.html".to_owned(), ..output.clone() });
        for sha256 in ["", "2d", &"x".repeat(64), &output.sha256.to_uppercase()] {
            assert!(
                Held::of("a", &Output { sha256: sha256.to_owned(), ..output.clone() }).is_none(),
                "{sha256}"
            );
        }
    }
}
