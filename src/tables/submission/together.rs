//! The rows of many schools in one file, as an appropriate body imports them: one for each body.

use super::Submission;
use crate::model::dfe::Template;
use std::collections::BTreeMap;

/// The rows of one school.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Rows {
    /// The school, for messages.
    pub school: String,
    /// Its appropriate body, as the files write it; empty: not in the files.
    pub body: String,
    /// Claims.
    pub claims: Vec<Vec<String>>,
    /// Outcomes.
    pub outcomes: Vec<Vec<String>>,
}

/// The rows for one appropriate body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// Which of the two.
    pub template: Template,
    /// What tells its files from those of another body: `pennine-edge-teaching-school-hub`; empty where there is one.
    pub whose: String,
    /// By TRN.
    pub rows: Vec<Vec<String>>,
}

/// A TRN for which two schools have different rows, so that neither is in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Which of the two.
    pub template: Template,
    /// The TRN.
    pub trn: String,
    /// The schools.
    pub schools: Vec<String>,
}

impl Rows {
    /// Those of a school.
    pub fn of(school: &str, body: Option<&str>, claims: &Submission, outcomes: &Submission) -> Rows {
        Rows {
            school: school.to_owned(),
            body: body.map_or(String::new(), |body| body.split_whitespace().collect::<Vec<_>>().join(" ")),
            claims: claims.rows(),
            outcomes: outcomes.rows(),
        }
    }

    fn rows(&self, template: Template) -> &[Vec<String>] {
        match template {
            Template::Claims => &self.claims,
            Template::Outcomes => &self.outcomes,
        }
    }
}

/// The files over all schools, by body, and what could not go into them. A row that two schools have alike stands once.
pub fn together(schools: &[Rows]) -> (Vec<Together>, Vec<Clash>) {
    let mut bodies: BTreeMap<String, Vec<&Rows>> = BTreeMap::new();
    for school in schools {
        bodies.entry(slug(school)).or_default().push(school);
    }
    let (mut all, mut clashes) = (Vec::new(), Vec::new());
    for template in Template::ALL {
        for (body, schools) in &bodies {
            let mut rows: BTreeMap<&str, Vec<(&str, &Vec<String>)>> = BTreeMap::new();
            for school in schools {
                for row in school.rows(template) {
                    rows.entry(&row[0]).or_default().push((&school.school, row));
                }
            }
            let mut kept = Vec::new();
            for (trn, found) in rows {
                if found.iter().all(|(_, row)| *row == found[0].1) {
                    kept.push(found[0].1.clone());
                } else {
                    let schools = found.iter().map(|(school, _)| (*school).to_owned()).collect();
                    clashes.push(Clash { template, trn: trn.to_owned(), schools });
                }
            }
            let whose = if bodies.len() > 1 { body.clone() } else { String::new() };
            all.push(Together { template, whose, rows: kept });
        }
    }
    (all, clashes)
}

/// One body, however it is written.
fn slug(school: &Rows) -> String {
    const LONGEST: usize = 60;
    let slug = slug::slugify(&school.body);
    let cut = slug[..slug.len().min(LONGEST)].trim_end_matches('-');
    if cut.is_empty() { "no-body-named".to_owned() } else { cut.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(trn: &str, start: &str) -> Vec<String> {
        [trn, "1998-05-17", "school-led", start].map(str::to_owned).to_vec()
    }

    fn school(name: &str, body: &str, claims: Vec<Vec<String>>) -> Rows {
        Rows { school: name.to_owned(), body: body.to_owned(), claims, outcomes: Vec::new() }
    }

    #[test]
    fn schools_of_one_body_share_a_file_and_a_second_body_gets_its_own() {
        let one = school("A", "Pennine Edge Hub", vec![row("2000000", "2026-09-01")]);
        let two = school("B", "pennine edge hub", vec![row("1000000", "2026-09-01")]);
        let (both, clashes) = together(&[one.clone(), two.clone()]);
        assert_eq!(clashes, []);
        let trns = |all: &Together| all.rows.iter().map(|row| row[0].clone()).collect::<Vec<_>>();
        assert_eq!(
            (both[0].whose.as_str(), trns(&both[0])),
            ("", vec!["1000000".to_owned(), "2000000".to_owned()])
        );
        let other = school("C", "Far Hub", vec![row("3000000", "2026-09-01")]);
        let (all, _) = together(&[one, two, other]);
        let named: Vec<(&str, usize)> = all.iter().map(|one| (one.whose.as_str(), one.rows.len())).collect();
        assert_eq!(named, [("far-hub", 1), ("pennine-edge-hub", 2), ("far-hub", 0), ("pennine-edge-hub", 0)]);
    }

    #[test]
    fn a_teacher_of_two_schools_stands_once_or_not_at_all() {
        let alike = row("1000000", "2026-09-01");
        let (all, clashes) =
            together(&[school("A", "", vec![alike.clone()]), school("B", "", vec![alike.clone()])]);
        assert_eq!((all[0].rows.len(), clashes.len()), (1, 0));
        let (all, clashes) =
            together(&[school("A", "", vec![alike]), school("B", "", vec![row("1000000", "2026-09-14")])]);
        assert_eq!(all[0].rows.len(), 0);
        assert_eq!(
            (clashes[0].trn.as_str(), &clashes[0].schools[..]),
            ("1000000", &["A".to_owned(), "B".to_owned()][..])
        );
    }
}
