//! The outputs of several runs → the one that a single run over all their packs would have written, byte for byte. Nothing
//! is worked again: each school is carried over as its run wrote it, if that run's manifest still holds.

mod hands;

use crate::executable::Executable;
use crate::overlay;
use crate::progress::{Count, News};
use crate::run::{
    Earlier, Edition, Entry, Error, Format, Hashed, Mark, Next, Refused, Settled, Summary, TOOL, Whole,
    Written, look, together,
};
use crate::since::{self, Since};
use crate::work::Workers;
use crate::write::html;
use crate::write::manifest::{self, Asked, Made};
use crate::write::stage::Stage;
use crate::write::template::Templates;
use crate::write::wings::Wings;
use crate::{asked, tables::words};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What to make one of.
#[derive(Clone, Debug)]
pub struct Rollup {
    /// Outputs of `report`, in any order.
    pub parts: Vec<PathBuf>,
    /// Where the one goes.
    pub out: PathBuf,
    /// Outputs of earlier terms, for the trend.
    pub since: Vec<PathBuf>,
    /// The folder of one's own templates, if the parts were made with one.
    pub templates: Option<PathBuf>,
    /// As in a run: [`crate::Job::listed`].
    pub listed: usize,
    /// The program itself.
    pub executable: Executable,
    /// How many files are looked at at once.
    pub workers: Workers,
}

/// An output that becomes a part.
struct Part {
    path: PathBuf,
    earlier: Earlier,
}

/// Makes one output of several.
///
/// # Errors
/// If a part is not as its manifest says, they were not all made in the same way and by this program, or the output could
/// not be committed.
pub fn rollup(job: &Rollup) -> Result<Summary, Error> {
    let since = since::read(&job.since, &job.out)?;
    let own = overlay::templates_of(overlay::read_templates(job.templates.as_deref())?.as_ref())?;
    let templates = match &own {
        Some(own) => own,
        None => Templates::built_in()?,
    };
    let parts = parts(job)?;
    let made = made(&parts, job, templates, &since)?;
    let (editions, formats) = reports(&made, &parts[0])?;
    once(&parts)?;
    let mut stage = Stage::beside(&job.out)?;
    let whole = Whole {
        editions: &editions,
        formats: &formats,
        templates,
        made,
        listed: job.listed,
        workers: &job.workers,
    };
    let wings = stage.wings().clone();
    let done =
        carry(&in_order(&parts)?, (job, &wings), |schools| together(&whole, &mut stage, schools, &since))?;
    job.workers.go_on()?;
    stage.commit()?;
    Ok(Summary {
        sums: done.sums,
        kept: 0,
        out: job.out.clone(),
        first: formats.contains(&Format::Html).then_some(html::FIRST),
        sample: false,
        seal: done.seal,
    })
}

impl Part {
    fn entry(&self, school: &Mark) -> Result<Entry, Error> {
        self.earlier.entry(school).map_err(|why| self.is_refused(why))
    }

    fn is_refused(&self, why: Refused) -> Error {
        match why {
            Refused::Differs(why) => self.refused(why),
            Refused::NotSaved(error) => error.into(),
        }
    }

    fn refused(&self, why: String) -> Error {
        Error::Part { path: self.path.display().to_string(), why }
    }
}

/// The parts, each as its manifest says as far as it is not about one school.
fn parts(job: &Rollup) -> Result<Vec<Part>, Error> {
    let refused = |path: &Path, why| Error::Part { path: path.display().to_string(), why };
    let mut seen: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    for path in &job.parts {
        let place = path.canonicalize().unwrap_or_else(|_| path.clone());
        if job.out.canonicalize().is_ok_and(|out| out == place) {
            let why = "the rollup would replace what is in that folder. Write to another one with --out";
            return Err(refused(path, why.to_owned()));
        }
        if seen.insert(place, path).is_some() {
            return Err(refused(path, "is named twice".to_owned()));
        }
    }
    let read = |_, path: &PathBuf| {
        job.workers.go_on()?;
        let earlier = Earlier::of(path).map_err(|why| refused(path, why))?;
        earlier.stands_above().map_err(|why| refused(path, why))?;
        Ok(Part { path: path.clone(), earlier })
    };
    hands::in_order(&job.parts, job.workers.jobs.get(), read, |parts| parts.collect())
}

/// What all of them were made with, which must be the same, and what this program makes the pages over all of them with.
fn made(parts: &[Part], job: &Rollup, templates: &Templates, since: &Since) -> Result<Made, Error> {
    let Some(first) = parts.first() else {
        return Err(Error::Part { path: "rollup".to_owned(), why: "no output was named".to_owned() });
    };
    let made = first.earlier.made.clone();
    if made.tool != TOOL || made.executable.as_deref() != job.executable.sha256() {
        let which = if made.tool == TOOL { "another build of it".to_owned() } else { made.tool };
        return Err(first.refused(format!(
            "was written by {which}, and this is {TOOL}. Use for the rollup the very program that wrote its parts"
        )));
    }
    for part in &parts[1..] {
        let differ = differ(&made, &part.earlier.made);
        if !differ.is_empty() {
            return Err(part.refused(format!(
                "was made with {} than {}, so the two cannot stand side by side. Make both again in the same way",
                words::names(&differ),
                first.path.display()
            )));
        }
    }
    if made.templates.as_ref() != Some(&manifest::Templates::of(templates)) {
        return Err(first.refused(
            "was made with other templates than these. Name with --templates the folder that was used then"
                .to_owned(),
        ));
    }
    if made.since != since.files {
        return Err(first.refused(
            "was compared with other earlier reports than these. Name with --since the folders that were named then"
                .to_owned(),
        ));
    }
    for part in parts {
        if part.earlier.made.asked.as_ref().is_none_or(|asked| asked.packs == 0) {
            return Err(part.refused(
                "is about the sample that comes with ringfence, so no folder was named".to_owned(),
            ));
        }
    }
    let packs = |part: &Part| part.earlier.made.asked.as_ref().map_or(0, |asked| asked.packs);
    let packs = parts.iter().map(packs).sum();
    Ok(Made { asked: made.asked.map(|asked| Asked { packs, ..asked }), ..made })
}

/// What is not the same in how two outputs were made.
fn differ(one: &Made, other: &Made) -> Vec<&'static str> {
    let (one, other) = (one.for_each_school(), other.for_each_school());
    let alike = [
        ((&one.tool, &one.executable) == (&other.tool, &other.executable), "another program"),
        (one.asked == other.asked, "another choice of term, day, editions or formats"),
        ((&one.rulebook, &one.overlay) == (&other.rulebook, &other.overlay), "another rulebook"),
        (one.layouts == other.layouts, "other layouts"),
        (one.templates == other.templates, "other templates"),
        (one.since == other.since, "other earlier reports"),
    ];
    alike.into_iter().filter(|(alike, _)| !alike).map(|(_, what)| what).collect()
}

/// The editions and formats of the parts.
fn reports(made: &Made, part: &Part) -> Result<(Vec<Edition>, Vec<Format>), Error> {
    let known = made.asked.as_ref().and_then(asked::reports);
    known.ok_or_else(|| part.refused("its manifest.json does not say for whom its reports are".to_owned()))
}

/// No school was worked in two of them from the same files: it would count twice.
fn once(parts: &[Part]) -> Result<(), Error> {
    let mut seen: BTreeMap<Hashed, &Part> = BTreeMap::new();
    for part in parts {
        for school in part.earlier.schools.iter().filter(|school| school.any) {
            if let Some(other) = seen.insert(school.inputs, part).filter(|other| !std::ptr::eq(*other, part))
            {
                let name = part.entry(school)?.line.name;
                return Err(part.refused(format!(
                    "has {name}, which {} has from the same files, and it would count twice. Leave one of the two out",
                    other.path.display()
                )));
            }
        }
    }
    Ok(())
}

/// Every school of every part, in the order of one run over all.
fn in_order(parts: &[Part]) -> Result<Vec<(&Part, &Mark)>, Error> {
    let mut all: Vec<_> =
        parts.iter().flat_map(|part| part.earlier.schools.iter().map(move |school| (part, school))).collect();
    all.sort_by(|(_, a), (_, b)| a.names.cmp(&b.names));
    for alike in all.chunk_by_mut(|(_, a), (_, b)| a.names == b.names).filter(|alike| alike.len() > 1) {
        let mut hashed = Vec::new();
        for (part, school) in &*alike {
            let Settled { hash, look: (_, look), .. } = Settled::of(&mut part.entry(school)?)?;
            hashed.push(((hash, look), (*part, *school)));
        }
        hashed.sort_by(|(a, _), (b, _)| a.cmp(b));
        for (place, (_, school)) in alike.iter_mut().zip(hashed) {
            *place = school;
        }
    }
    Ok(all)
}

/// Carries every school over, its reports into a wing, and gives them to `take` in order, while those behind are on their way.
fn carry<T>(
    all: &[(&Part, &Mark)],
    (job, wings): (&Rollup, &Wings),
    take: impl FnOnce(&mut dyn ExactSizeIterator<Item = Result<Next, Error>>) -> Result<T, Error>,
) -> Result<T, Error> {
    let told = &job.workers.told;
    told.say(News::Begins(all.len()));
    let (mut count, mut left) = (Count::default(), all.len());
    let work = |n: usize, school: &(&Part, &Mark)| one(*school, n, (job, wings));
    hands::in_order(all, job.workers.jobs.get(), work, |carried| {
        take(&mut carried.inspect(|next| {
            left -= 1;
            if let Ok(next) = next {
                count.school(&next.entry.line, true, told);
            }
            if left == 0 {
                told.say(News::Above);
            }
        }))
    })
}

fn one((part, school): (&Part, &Mark), n: usize, (job, wings): (&Rollup, &Wings)) -> Result<Next, Error> {
    job.workers.go_on()?;
    let entry = part.entry(school)?;
    let wing = wings.wing(n)?;
    let written = part.earlier.written(school, entry, &wing, &job.out).map_err(|why| part.is_refused(why))?;
    let Written { mut entry, outputs, key, .. } = written;
    let (_, look) = look(&entry)?;
    entry.stands_nowhere();
    Ok(Next { wing: n, entry, look: look.into(), outputs, key })
}
