//! What is to do in every school. Of some schools memory holds it; of very many it waits on the disk, a piece for each day
//! of each school, and comes back in the order of the days.

use super::Error;
use crate::tables::schools::{self, Due, Overview, School, Todo};
use crate::write::spool::{At, Spool};
use crate::write::{self, stage};
use chrono::NaiveDate;
use std::io;
use std::path::PathBuf;

/// What is to do in the schools of a run, as far as memory does not hold it.
#[derive(Debug)]
pub(super) struct Agenda {
    spool: Spool,
    shown: PathBuf,
    days: Vec<Day>,
}

/// What one school has to do by one day, or whenever it can.
#[derive(Debug)]
struct Day {
    by: Option<NaiveDate>,
    /// The number of the school.
    school: usize,
    at: At,
}

impl Agenda {
    /// Nothing yet.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn beside(stage: &stage::Stage) -> Result<Agenda, Error> {
        let shown = stage.shown().to_owned();
        let refused = |source| stage::Error::Io { path: shown.display().to_string(), source };
        let spool = Spool::within(stage.room()).map_err(refused)?;
        Ok(Agenda { spool, shown, days: Vec::new() })
    }

    /// Takes what a school has to do, and leaves it without.
    ///
    /// # Errors
    /// If the file system refuses.
    pub fn take(&mut self, school: &mut School) -> Result<(), Error> {
        let mut todo = std::mem::take(&mut school.todo);
        todo.sort_by_key(|todo| todo.by);
        for of_a_day in todo.chunk_by(|a, b| a.by == b.by) {
            let piece = serde_json::to_vec(of_a_day).map_err(write::Error::Json)?;
            let at = self.spool.put(&piece).map_err(|error| self.refused(error))?;
            self.days.push(Day { by: of_a_day[0].by, school: school.number, at });
        }
        Ok(())
    }

    /// Everything that is to do, earliest first, then in the order of the schools, some at a time.
    ///
    /// # Errors
    /// If the file system refuses, or what `told` says.
    pub fn each(
        &mut self,
        overview: &Overview,
        mut told: impl FnMut(&[Due]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        told(&schools::due(&overview.schools))?;
        let mut places = vec![0; overview.schools.len()];
        for (place, school) in overview.schools.iter().enumerate() {
            places[school.number] = place;
        }
        let mut days = std::mem::take(&mut self.days);
        days.sort_by_key(|day| (day.by.is_none(), day.by, places[day.school]));
        for day in days {
            let piece = self.spool.get(day.at).map_err(|error| self.refused(error))?;
            let todo: Vec<Todo> = serde_json::from_slice(&piece).map_err(write::Error::Json)?;
            let school = &overview.schools[places[day.school]];
            let due: Vec<Due> = todo.iter().map(|todo| Due { school, todo }).collect();
            told(&due)?;
        }
        Ok(())
    }

    fn refused(&self, source: io::Error) -> Error {
        stage::Error::Io { path: self.shown.display().to_string(), source }.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::schools::History;
    use crate::write::stage::Stage;

    fn todo(day: u32, what: &str) -> Todo {
        Todo {
            by: NaiveDate::from_ymd_opt(2026, 12, day),
            what: what.to_owned(),
            who: Vec::new(),
            rules: Vec::new(),
            strength: String::new(),
        }
    }

    /// Three schools; the last stands worst. No month has a day 40.
    fn schools() -> Vec<School> {
        let school = |number, name: &str, todo, not_met| {
            let all = schools::Counts { not_met, ..schools::Counts::default() };
            School { number, name: name.to_owned(), todo, all, ..School::default() }
        };
        let birch = vec![
            todo(11, "Birch first"),
            todo(4, "Birch second"),
            todo(11, "Birch third"),
            todo(40, "whenever"),
        ];
        vec![
            school(0, "Alder", vec![todo(40, "whenever"), todo(4, "Alder")], 1),
            school(1, "Birch", birch, 2),
            school(2, "Cedar", vec![todo(18, "Cedar last"), todo(4, "Cedar")], 3),
        ]
    }

    fn told(agenda: &mut Agenda, schools: Vec<School>) -> Vec<String> {
        let overview = schools::overview(schools, None, false, History::default());
        let mut all = Vec::new();
        let say = |due: &Due| format!("{}: {}", due.school.name, due.todo.what);
        let mut tell = |due: &[Due]| {
            all.extend(due.iter().map(say));
            Ok(())
        };
        agenda.each(&overview, &mut tell).unwrap();
        all
    }

    #[test]
    fn what_waited_on_the_disk_comes_back_as_if_memory_had_held_it() {
        let home = tempfile::tempdir().unwrap();
        let stage = Stage::beside(&home.path().join("out")).unwrap();
        let mut agenda = Agenda::beside(&stage).unwrap();
        let held = told(&mut agenda, schools());
        let mut waiting = schools();
        for school in &mut waiting {
            agenda.take(school).unwrap();
            assert!(school.todo.is_empty());
        }
        assert_eq!(told(&mut agenda, waiting), held);
        assert_eq!(held[..4], ["Cedar: Cedar", "Birch: Birch second", "Alder: Alder", "Birch: Birch first"]);
    }
}
