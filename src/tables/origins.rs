//! Stand-in until the tables arrive: ids of figures.

use crate::model::figure::AnyFigure;

/// Figures and their ids, `f1` first.
#[derive(Clone, Debug, Default)]
pub struct Ids(Vec<(String, AnyFigure)>);

impl Ids {
    /// The ids of one school's answers, parts before the figure.
    pub fn of(assessed: &crate::rules::Assessed) -> Ids {
        let mut ids = Ids::default();
        for answer in &assessed.assessments {
            for figure in answer.measured.iter().chain(&answer.required) {
                ids.add(figure);
            }
        }
        ids
    }

    fn add(&mut self, figure: &AnyFigure) {
        if self.id(figure).is_some() {
            return;
        }
        for part in figure.from() {
            self.add(part);
        }
        self.0.push((format!("f{}", self.0.len() + 1), figure.clone()));
    }

    /// The id of a figure.
    pub fn id(&self, figure: &AnyFigure) -> Option<&str> {
        self.0.iter().find(|(_, known)| known == figure).map(|(id, _)| id.as_str())
    }

    /// All, in order of id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &AnyFigure)> {
        self.0.iter().map(|(id, figure)| (id.as_str(), figure))
    }
}
