//! Short names of the rules and of their families, as reports print them.

/// Code, short name, question.
const RULES: &[(&str, &str, &str)] = &[
    ("PT01", "reduced timetable", "Does the ECT teach no more than the limit?"),
    ("PT02", "PPA", "Is PPA at least 10% of the time taught, in blocks of 30 minutes or more?"),
    ("PT03", "induction time named", "Does the timetable name enough induction time, on top of PPA?"),
    ("PT04", "induction time kept", "Was the named induction time kept over the term?"),
    ("PT05", "PPA kept", "Did no cover and no mentor meeting fall in PPA?"),
    ("MN01", "meets regularly", "Was a mentor meeting held in every week (year 2: fortnight)?"),
    ("MN02", "long enough", "Were the meetings of each window long enough?"),
    ("MN03", "in teaching hours", "Was each meeting inside teaching hours?"),
    ("MN04", "mentor’s time", "Does the mentor’s timetable name time for mentoring?"),
    ("MN05", "year 2 mentor support", "Are the funded hours of year 2 being held?"),
    ("MN06", "named mentor", "Did every teaching day have one named mentor?"),
    ("MN07", "not the tutor", "Is the mentor someone other than the induction tutor?"),
    ("MN08", "mentor holds QTS", "Does the mentor hold QTS?"),
    ("TR01", "training hours", "Has the mentor attended the training expected by now?"),
    ("TR02", "engagement", "Has the mentor attended enough for completion?"),
    ("TR03", "every mentor in training", "Is each mentor enrolled, complete, or ineligible with a reason?"),
    ("TR04", "trained once", "Is nobody trained twice?"),
    ("IN01", "position", "Where does the ECT stand in induction?"),
    ("IN02", "absence under 30 days", "Does absence leave the length of induction as it is?"),
    ("IN03", "registered first", "Was the ECT registered before induction began?"),
    ("IN04", "QTS first", "Was QTS awarded before induction began?"),
    ("RV01", "progress review", "Was the progress review held?"),
    ("RV02", "formal assessment", "Was the formal assessment held?"),
    ("RV03", "sent in time", "Was the assessment sent in time?"),
    ("OB01", "observed", "Was the ECT observed?"),
];

/// `reduced timetable`; the code itself for a rule without a name here.
pub fn title(code: &str) -> &str {
    RULES.iter().find(|(c, ..)| *c == code).map_or(code, |(_, title, _)| title)
}

/// `PT01 reduced timetable`.
pub fn coded(code: &str) -> String {
    let title = title(code);
    if title == code { code.to_string() } else { format!("{code} {title}") }
}

/// The rule asked as a question.
pub fn question(code: &str) -> &str {
    RULES.iter().find(|(c, ..)| *c == code).map_or(code, |(.., question)| question)
}

/// The letters a rule's code begins with.
pub fn letters(code: &str) -> &str {
    code.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// `Protected time`, from the letters of a code.
pub fn group(letters: &str) -> &str {
    match letters {
        "PT" => "Protected time",
        "MN" => "Mentoring",
        "TR" => "Training",
        "IN" => "Induction",
        "RV" => "Reviews",
        "OB" => "Observation",
        "FN" => "Funding",
        other => other,
    }
}
