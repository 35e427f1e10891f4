//! What teachers and mentors are entitled to, in the words of a governing body: each a few rules of the catalogue.

/// Whom an entitlement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The early career teachers.
    Ects,
    /// Their mentors.
    Mentors,
    /// The money that is due, line by line.
    Funding,
    /// All of these but the money.
    Everyone,
}

/// An entitlement.
#[derive(Debug)]
pub struct Entitlement {
    /// Its name.
    pub name: &'static str,
    /// The rules behind it, all about the same people.
    pub rules: &'static [&'static str],
    /// Whom it is about.
    pub about: About,
    /// Said in the verdict where it is what falls short first.
    pub falls_short: &'static str,
    /// What puts it right, whoever it is about.
    pub remedy: &'static str,
    /// What is still to be done where it is only not due yet, if anything.
    pub while_pending: Option<&'static str>,
    /// What would show it where it cannot be shown.
    pub records: &'static str,
    /// Who usually puts it right.
    pub owner: &'static str,
}

/// One thing to do for all of them that cannot be shown.
const RECORDS: &str = "Complete the records behind what cannot be shown";

/// What is told where every group is too small for lines of its own.
pub static ALTOGETHER: Entitlement = Entitlement {
    name: "Every entitlement, taken together",
    rules: &[],
    about: About::Everyone,
    falls_short: "The headteacher’s report says what to do.",
    remedy: "Do what the headteacher’s report lists",
    while_pending: None,
    records: "Supply what the headteacher’s report asks for",
    owner: "Headteacher",
};

/// Rules that ask what the school is paid on, and not what a teacher or mentor is entitled to.
pub const ABOUT_MONEY: [&str; 3] = ["FN01", "FN02", "MN05"];

/// Every entitlement, in the order of the catalogue. No rule stands in two of them.
pub static ENTITLEMENTS: [Entitlement; 15] = [
    Entitlement {
        name: "Teaching inside the limit",
        rules: &["PT01"],
        about: About::Ects,
        falls_short: "The limit on teaching is not yet met for everyone.",
        remedy: "Release teaching time, so that nobody teaches more than the limit",
        while_pending: None,
        records: RECORDS,
        owner: "Headteacher",
    },
    Entitlement {
        name: "Induction time named and kept",
        rules: &["PT03", "PT04"],
        about: About::Ects,
        falls_short: "Induction time is not yet named and kept for everyone.",
        remedy: "Name induction time in the timetable, and give back what was taken",
        while_pending: Some("Give back the induction time that was taken"),
        records: RECORDS,
        owner: "Headteacher, cover manager",
    },
    Entitlement {
        name: "Planning time (PPA) given",
        rules: &["PT02"],
        about: About::Ects,
        falls_short: "Planning time is not yet given to everyone.",
        remedy: "Give the planning time that is short",
        while_pending: None,
        records: RECORDS,
        owner: "Headteacher",
    },
    Entitlement {
        name: "Planning time (PPA) kept",
        rules: &["PT05"],
        about: About::Ects,
        falls_short: "Planning time was not kept free for everyone.",
        remedy: "Keep cover and mentor meetings out of planning time",
        while_pending: None,
        records: RECORDS,
        owner: "Cover manager",
    },
    Entitlement {
        name: "Mentor meetings often and long enough",
        rules: &["MN01", "MN02"],
        about: About::Ects,
        falls_short: "Mentor meetings are not yet often and long enough for everyone.",
        remedy: "Hold mentor meetings as often and as long as expected",
        while_pending: None,
        records: RECORDS,
        owner: "Induction tutor",
    },
    Entitlement {
        name: "Mentor meetings in teaching hours",
        rules: &["MN03"],
        about: About::Ects,
        falls_short: "Mentor meetings are not yet in teaching hours for everyone.",
        remedy: "Move mentor meetings into teaching hours",
        while_pending: None,
        records: RECORDS,
        owner: "Induction tutor",
    },
    Entitlement {
        name: "A mentor, who is not the tutor",
        rules: &["MN06", "MN07"],
        about: About::Ects,
        falls_short: "Not everyone has had one mentor, other than the induction tutor, throughout.",
        remedy: "Name one mentor for each teacher, other than the induction tutor",
        while_pending: None,
        records: RECORDS,
        owner: "Headteacher",
    },
    Entitlement {
        name: "Registered, qualified, induction on record",
        rules: &["IN01", "IN02", "IN03", "IN04"],
        about: About::Ects,
        falls_short: "The record of induction is not yet in order for everyone.",
        remedy: "Put the record of induction in order with the appropriate body",
        while_pending: None,
        records: RECORDS,
        owner: "Induction tutor",
    },
    Entitlement {
        name: "Reviews and assessments",
        rules: &["RV01", "RV02", "RV03"],
        about: About::Ects,
        falls_short: "Reviews and assessments are not all held and sent.",
        remedy: "Hold the term’s reviews and assessments, and send them in time",
        while_pending: Some("Hold the reviews and assessments still due, and send them in time"),
        records: RECORDS,
        owner: "Induction tutor",
    },
    Entitlement {
        name: "Observed as often as expected",
        rules: &["OB01"],
        about: About::Ects,
        falls_short: "Not everyone was observed as often as expected.",
        remedy: "Observe lessons as often as expected",
        while_pending: Some("Observe the lessons still to be observed"),
        records: RECORDS,
        owner: "Induction tutor",
    },
    Entitlement {
        name: "Mentors have the time",
        rules: &["MN04"],
        about: About::Mentors,
        falls_short: "Not every mentor’s timetable names the time to mentor.",
        remedy: "Name the missing mentor time in the timetable",
        while_pending: None,
        records: RECORDS,
        owner: "Headteacher",
    },
    Entitlement {
        name: "Mentors are qualified teachers",
        rules: &["MN08"],
        about: About::Mentors,
        falls_short: "Not every mentor is shown to be a qualified teacher.",
        remedy: "Record qualified teacher status, or name another mentor",
        while_pending: None,
        records: RECORDS,
        owner: "Headteacher",
    },
    Entitlement {
        name: "Mentors’ training on course",
        rules: &["TR01", "TR02"],
        about: About::Mentors,
        falls_short: "Mentors’ training is not on course for everyone.",
        remedy: "Book mentor training",
        while_pending: None,
        records: RECORDS,
        owner: "Headteacher",
    },
    Entitlement {
        name: "Mentors enrolled, once only",
        rules: &["TR03", "TR04"],
        about: About::Mentors,
        falls_short: "Not every mentor is enrolled for training, once.",
        remedy: "Enrol mentors with the lead provider, once each, or record why not",
        while_pending: None,
        records: RECORDS,
        owner: "Induction tutor",
    },
    Entitlement {
        name: "Funding as expected",
        rules: &["FN03"],
        about: About::Funding,
        falls_short: "Not all of the funding due has come as expected.",
        remedy: "Ask DfE about the payments that differ from what is expected",
        while_pending: None,
        records: RECORDS,
        owner: "School business manager",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Subject, rules};

    #[test]
    fn every_rule_has_one_place_or_is_about_money() {
        for rule in rules() {
            let places: Vec<&Entitlement> =
                ENTITLEMENTS.iter().filter(|one| one.rules.contains(&rule.code)).collect();
            if ABOUT_MONEY.contains(&rule.code) {
                assert!(places.is_empty(), "{}", rule.code);
                continue;
            }
            assert_eq!(places.len(), 1, "{}", rule.code);
            let about = match rule.subject {
                Subject::Ect => About::Ects,
                Subject::Mentor => About::Mentors,
                _ => About::Funding,
            };
            assert_eq!(places[0].about, about, "{}", rule.code);
        }
    }
}
