//! The two CSV files with which an appropriate body registers inductions and records how they ended, in DfE's service
//! “Record inductions as an appropriate body”: what the service accepts, in its own words.
//!
//! [`file`] and [`rows`] ask nothing but the file itself, so the same checks hold for a file that is read and for one
//! that is about to be sent. The service also looks every teacher up in the Teaching Record System (do TRN and date of
//! birth belong together, is QTS held, is the induction open, has another body claimed it): offline nobody can, so a
//! file that passes here may still have rows refused there.

pub mod file;
pub mod rows;
mod strict;

/// Which of the two files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// Inductions that begin.
    Claims,
    /// Inductions that end: passed, or released to another body.
    Outcomes,
}

/// The column in which the service says what is wrong with a row. It may be there or not.
pub const ERROR_MESSAGE: &str = "Error message";

impl Template {
    /// Both.
    pub const ALL: [Template; 2] = [Template::Claims, Template::Outcomes];

    /// The headings, as the service spells them, in the order of its template.
    pub fn headings(self) -> &'static [&'static str] {
        match self {
            Template::Claims => {
                &["TRN", "Date of birth", "Induction programme", "Induction period start date"]
            }
            Template::Outcomes => {
                &["TRN", "Date of birth", "Induction period end date", "Number of terms", "Outcome"]
            }
        }
    }

    /// The template that a text meant to follow, judged by its first line that is no comment: it has the headings of
    /// one, in any order and however separated or spaced, or nothing but some of them.
    pub fn meant(text: &str) -> Option<Template> {
        let line = text.split(['\r', '\n']).find(|line| !line.starts_with('#'))?;
        [',', ';', '\t', '|'].into_iter().find_map(|separator| {
            let odd = |c: char| c.is_whitespace() || matches!(c, '"' | '\u{feff}');
            let found: Vec<&str> = line.split(separator).map(|part| part.trim_matches(odd)).collect();
            let (whole, part): (Vec<Template>, Vec<Template>) = Template::ALL
                .into_iter()
                .filter(|template| {
                    let known = |one: &&str| template.headings().contains(one) || *one == ERROR_MESSAGE;
                    found.len() > 1 && found.contains(&"TRN") && found.iter().all(known)
                })
                .partition(|template| template.headings().iter().all(|heading| found.contains(heading)));
            whole.into_iter().chain(part).next()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headings_say_which_template_was_meant() {
        for (text, expected) in [
            ("TRN,Date of birth,Induction programme,Induction period start date\n", Some(Template::Claims)),
            (
                "# May\nOutcome;Number of terms;TRN;Date of birth;Induction period end date",
                Some(Template::Outcomes),
            ),
            (
                "\"TRN\"     ,\"Date of birth\" ,\"Induction programme\" ,\"Induction period start date\" ,\"Error message\"",
                Some(Template::Claims),
            ),
            ("\u{feff}TRN,Date of birth", Some(Template::Claims)),
            ("TRN,Date of birth,Outcome", Some(Template::Outcomes)),
            ("TRN,Date of birth,Induction programme,Induction period start date,Name", None),
            ("trn,date of birth,induction programme,induction period start date", None),
            ("TRN", None),
            ("Staff code,TRN,Date of birth", None),
            ("", None),
        ] {
            assert_eq!(Template::meant(text), expected, "{text}");
        }
    }
}
