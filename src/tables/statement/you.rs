//! A sentence about somebody, said to them.

/// Verbs after a name, and after “you”.
const VERBS: [(&str, &str); 12] = [
    ("has", "have"),
    ("is", "are"),
    ("was", "were"),
    ("teaches", "teach"),
    ("does", "do"),
    ("starts", "start"),
    ("misses", "miss"),
    ("mentors", "mentor"),
    ("holds", "hold"),
    ("needs", "need"),
    ("serves", "serve"),
    ("leaves", "leave"),
];

/// `You teach 40 h a fortnight` for `Ruth Castellane teaches 40 h a fortnight`.
pub(super) fn you(text: &str, name: &str) -> String {
    let mut said = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(name).filter(|_| !name.is_empty()) {
        said.push_str(before);
        let begins = said.is_empty() || said.ends_with(". ") || said.ends_with("? ");
        let word = if begins { "You" } else { "you" };
        said.push_str(word);
        rest = match after.strip_prefix("’s") {
            Some(owned) => {
                said.push('r');
                owned
            }
            None => verb(after, &mut said),
        };
    }
    said + rest
}

/// Says the verb that follows, if one does, and gives what comes after it.
fn verb<'a>(after: &'a str, said: &mut String) -> &'a str {
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    for (theirs, yours) in VERBS {
        let rest = after.strip_prefix(' ').and_then(|after| after.strip_prefix(theirs));
        if let Some(rest) = rest.filter(|rest| ends(rest)) {
            said.push(' ');
            said.push_str(yours);
            return rest;
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_about_somebody_is_said_to_them() {
        for (text, said) in [
            ("Ana Ash teaches 18 h a week.", "You teach 18 h a week."),
            ("The mentor is Bo. Ana Ash is not.", "The mentor is Bo. You are not."),
            ("in week 3, Ana Ash’s mentor had none", "in week 3, your mentor had none"),
            ("Ana Ash’s timetable and Ana Ash", "Your timetable and you"),
            ("nothing says that Ana Ash was here", "nothing says that you were here"),
            ("Ana Ash issued", "You issued"),
            ("nobody", "nobody"),
        ] {
            assert_eq!(you(text, "Ana Ash"), said);
        }
        assert_eq!(you("a b", ""), "a b");
    }
}
