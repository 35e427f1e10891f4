//! The schools of a run as they finish, in whatever order: they wait on the disk, so that memory holds of each only where
//! it is and what its place in the order goes by. Then they come one after the other, in that order.

use super::school::{Entry, Written};
use super::{Error, Hashed};
use crate::model::pseudonyms::Secret;
use crate::write;
use crate::write::manifest::Output;
use crate::write::spool::{At, Spool};
use crate::write::stage::{self, Stage};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// What a run made of its schools.
#[derive(Debug)]
pub(crate) struct Gathered {
    spool: Spool,
    /// Looks by their hash: a logo is large, and many schools share one.
    brands: BTreeMap<Arc<str>, At>,
    marks: Vec<Mark>,
    shown: PathBuf,
}

/// One of them.
#[derive(Debug)]
struct Mark {
    names: Names,
    hash: Hashed,
    wing: usize,
    look: Arc<str>,
    /// Never on the disk.
    key: Vec<Secret>,
    entry: At,
    outputs: At,
}

/// By what the schools are in order: the folder in its pack, URN, name; and of what is alike in all of these, the hash of
/// what was made of it, and that of its look.
/// So the order is the same whatever packs were named in which order, and on however many machines.
pub(crate) type Names = (String, Option<String>, String);

/// The next school in order.
pub(crate) struct Next {
    /// The wing of the stage in which its reports are.
    pub wing: usize,
    /// What is kept of it; its look only where it is not that of the school before.
    pub entry: Entry,
    /// The hash of its look; empty for a school that could not be read.
    pub look: Arc<str>,
    /// What is in its wing.
    pub outputs: Vec<Output>,
    /// What its pseudonyms stand for.
    pub key: Vec<Secret>,
}

/// What was made of a school, wherever its reports will stand: its look apart, since a logo is large and many schools share one.
pub(crate) struct Settled {
    /// What is kept of it, as JSON.
    pub text: Vec<u8>,
    /// Its look as JSON, and the hash of that; empty for a school that could not be read.
    pub look: (Vec<u8>, String),
    /// The hash of the first.
    pub hash: Hashed,
}

impl Settled {
    /// Takes the look out of an entry, and the folder of its reports.
    ///
    /// # Errors
    /// Never in practice: everything in an entry can be written as JSON.
    pub fn of(entry: &mut Entry) -> Result<Settled, Error> {
        let look = look(entry)?;
        entry.brand = None;
        entry.stands_nowhere();
        let text = json(entry)?;
        let hash = Sha256::digest(&text).into();
        Ok(Settled { text, look, hash })
    }
}

/// How the reports of a school look, as JSON, and the hash of that; both empty if it could not be read.
pub(crate) fn look(entry: &Entry) -> Result<(Vec<u8>, String), Error> {
    let Some(look) = &entry.brand else { return Ok(Default::default()) };
    let text = json(look)?;
    let hash = Output::of("", &text).sha256;
    Ok((text, hash))
}

impl Gathered {
    /// Nothing yet.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn beside(stage: &Stage) -> Result<Gathered, Error> {
        let shown = stage.shown().to_owned();
        let refused = |source| stage::Error::Io { path: shown.display().to_string(), source };
        let spool = Spool::within(stage.room()).map_err(refused)?;
        Ok(Gathered { spool, brands: BTreeMap::new(), marks: Vec::new(), shown })
    }

    /// Takes in a school whose reports are in a wing.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn put(&mut self, wing: usize, written: Written) -> Result<(), Error> {
        let Written { mut entry, outputs, key, .. } = written;
        let Settled { text, look: (brand, look), hash } = Settled::of(&mut entry)?;
        let look = self.look(&brand, look)?;
        let (at, outputs) = (self.keep(&text)?, self.keep(&json(&outputs)?)?);
        self.marks.push(Mark { names: entry.names(), hash, wing, look, key, entry: at, outputs });
        Ok(())
    }

    /// Every school, in order.
    pub fn in_order(mut self) -> impl ExactSizeIterator<Item = Result<Next, Error>> {
        let mut marks = std::mem::take(&mut self.marks);
        marks.sort_unstable_by(|a, b| (&a.names, a.hash, &a.look).cmp(&(&b.names, b.hash, &b.look)));
        let mut last = Arc::default();
        marks.into_iter().map(move |mark| {
            let Mark { wing, look, key, entry, outputs, .. } = mark;
            let (mut entry, outputs): (Entry, _) = (self.piece(entry)?, self.piece(outputs)?);
            if let Some(at) = self.brands.get(&look).filter(|_| look != last) {
                entry.brand = Some(self.piece(*at)?);
                last = Arc::clone(&look);
            }
            Ok(Next { wing, entry, look, outputs, key })
        })
    }

    /// Takes in a look, if it is the first of its kind; gives its hash, which many schools share.
    fn look(&mut self, brand: &[u8], hash: String) -> Result<Arc<str>, Error> {
        if let Some((known, _)) = self.brands.get_key_value(hash.as_str()) {
            return Ok(Arc::clone(known));
        }
        let hash: Arc<str> = hash.into();
        if !brand.is_empty() {
            let at = self.keep(brand)?;
            self.brands.insert(Arc::clone(&hash), at);
        }
        Ok(hash)
    }

    fn keep(&mut self, piece: &[u8]) -> Result<At, Error> {
        let refused = |source: io::Error| stage::Error::Io { path: self.shown.display().to_string(), source };
        Ok(self.spool.put(piece).map_err(refused)?)
    }

    fn piece<T: DeserializeOwned>(&mut self, at: At) -> Result<T, Error> {
        let refused = |source: io::Error| stage::Error::Io { path: self.shown.display().to_string(), source };
        let piece = self.spool.get(at).map_err(refused)?;
        Ok(serde_json::from_slice(&piece).map_err(write::Error::Json)?)
    }
}

fn json(what: &impl Serialize) -> Result<Vec<u8>, Error> {
    Ok(serde_json::to_vec(what).map_err(write::Error::Json)?)
}
