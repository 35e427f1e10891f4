//! The schools of a run as they finish, in whatever order: they wait on the disk, so that memory holds of each only where
//! it is and what its place in the order goes by.

use super::Error;
use super::school::{Entry, Written};
use crate::model::brand::Brand;
use crate::model::pseudonyms::Secret;
use crate::write;
use crate::write::manifest::Output;
use crate::write::spool::{At, Spool};
use crate::write::stage::{self, Stage};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

/// What a run made of its schools.
#[derive(Debug)]
pub(crate) struct Gathered {
    spool: Spool,
    /// Looks by their hash: a logo is large, and many schools share one.
    brands: BTreeMap<String, At>,
    marks: Vec<Mark>,
    shown: PathBuf,
}

/// One of them.
#[derive(Debug)]
pub(crate) struct Mark {
    order: Order,
    /// The wing of the stage in which its reports are.
    pub wing: usize,
    /// The hash of its look; empty for a school that could not be read.
    pub brand: String,
    /// What its pseudonyms stand for; never on the disk.
    pub key: Vec<Secret>,
    entry: At,
    outputs: At,
}

/// Folder in its pack, URN, name; and of what is alike in all of these, its hash. So the order is the same whatever packs
/// were named in which order, and on however many machines.
type Order = (String, Option<String>, String, String);

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
        let look = entry.brand.take();
        let brand = look.map_or(Ok(String::new()), |look| self.look(&look))?;
        entry.stands_nowhere();
        let text = json(&entry)?;
        let hash = format!("{}{brand}", Output::of("", &text).sha256);
        let Entry { pack_folder, line, .. } = entry;
        let (entry, outputs) = (self.keep(&text)?, self.keep(&json(&outputs)?)?);
        let order = (pack_folder, line.urn, line.name, hash);
        self.marks.push(Mark { order, wing, brand, key, entry, outputs });
        Ok(())
    }

    /// Every school, in order.
    pub fn marks(&mut self) -> Vec<Mark> {
        let mut marks = std::mem::take(&mut self.marks);
        marks.sort_unstable_by(|a, b| a.order.cmp(&b.order));
        marks
    }

    /// A school, without its look, and what is in its wing.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn get(&mut self, mark: &Mark) -> Result<(Entry, Vec<Output>), Error> {
        Ok((self.piece(mark.entry)?, self.piece(mark.outputs)?))
    }

    /// The look of a school.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn brand(&mut self, mark: &Mark) -> Result<Brand, Error> {
        match self.brands.get(&mark.brand) {
            Some(at) => self.piece(*at),
            None => Ok(Brand::default()),
        }
    }

    /// Takes in a look, if it is the first of its kind; and gives its hash.
    fn look(&mut self, look: &Brand) -> Result<String, Error> {
        let look = json(look)?;
        let sha256 = Output::of("", &look).sha256;
        if !self.brands.contains_key(&sha256) {
            let at = self.keep(&look)?;
            self.brands.insert(sha256.clone(), at);
        }
        Ok(sha256)
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
