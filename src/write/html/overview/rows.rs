//! The rows of the page over all schools.

use super::super::link;
use super::filter::Groups;
use crate::model::units::Ratio;
use crate::tables::schools::{ByRule, Counts, Overview, School, change, per_cent, share_met, short};
use crate::tables::{titles, words};
use crate::write::template::Templates;
use minijinja::{Value, context};

/// Below this share the little line ends in a ring.
const SCALE: (i64, i64) = (1, 2);

fn number(n: u64) -> String {
    words::thousands(i64::try_from(n).unwrap_or(i64::MAX))
}

/// The report of a school to open first.
fn report(school: &School) -> Option<String> {
    school.opens().and_then(|path| link(&path))
}

/// Every report of a school but those of a person: words, address, and whether it is a workbook.
fn reports(templates: &Templates, school: &School) -> Vec<Value> {
    let mut all = Vec::new();
    for name in &school.reports {
        let Some((edition, ending @ ("html" | "xlsx"))) = name.split_once('.') else { continue };
        let Ok(edition) = templates.edition(edition) else { continue };
        let what = if ending == "xlsx" { "workbook" } else { "page" };
        all.extend(
            link(&format!("{}/{name}", school.folder))
                .map(|href| context! { href, text => &edition.title, what }),
        );
    }
    all
}

/// Where to act first: when, who, what, how strong.
pub(super) fn first(school: &School) -> Value {
    let rules = |test: fn(&Counts) -> bool| {
        let found = school.rules.iter().filter(|(_, counts)| test(counts)).map(|(rule, _)| rule);
        found.take(4).collect::<Vec<_>>().join(", ")
    };
    let (tag, icon, word, rules) = match (&school.failed, school.all) {
        (Some(_), _) => ("uns", "uns", "Could not be read", String::new()),
        (None, all) if all.breach > 0 => ("breach", "breach", "Breach", rules(|counts| counts.breach > 0)),
        (None, all) if all.not_met > 0 => ("expect", "not", "Not met", rules(|counts| counts.not_met > 0)),
        (None, _) => ("uns", "uns", "Cannot be shown", String::new()),
    };
    context! {
        by => school.by.map_or("no date set".to_owned(), words::day_in_short),
        name => &school.name,
        href => report(school),
        what => short(school),
        tag, icon, word, rules,
    }
}

/// One line of the matrix.
pub(super) fn heat(
    templates: &Templates,
    (overview, school): (&Overview, &School),
    rules: &[&String],
    groups: &Groups,
) -> Value {
    let read = school.failed.is_none();
    let cells = rules.iter().map(|rule| cell(school.rules.get(rule).unwrap_or_default()));
    let mut sub: Vec<String> = school.phase.iter().cloned().collect();
    if read {
        sub.push(words::tally(i64::try_from(school.ects).unwrap_or(0), "ECT", "ECTs"));
    }
    let sub = [sub.join(", "), school.urn.clone().unwrap_or_default()];
    let sub: Vec<&str> = sub.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    context! {
        marks => groups.marks(school),
        name => &school.name,
        sub => sub.join(" · "),
        href => report(school),
        failed => &school.failed,
        cells => if read { cells.collect::<Vec<_>>() } else { Vec::new() },
        not_met => number(school.all.not_met),
        not_shown => number(school.all.not_shown),
        met => share_met(school.all).map(per_cent),
        trend => if read { trend(overview, school) } else { None },
        reports => reports(templates, school),
    }
}

/// How a school stood before: its little line, and the change since.
fn trend(overview: &Overview, school: &School) -> Option<Value> {
    let then = overview.then(school);
    let last = then.last()?;
    let days = overview.days();
    let at = |day| then.iter().find(|then| then.as_of == day).and_then(|then| share_met(then.all));
    let mut shares: Vec<Option<Ratio>> = days.into_iter().map(at).collect();
    shares.push(share_met(school.all));
    let words = change(last.all, school.all);
    let sign = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    Some(context! {
        spark => spark(&school.name, &shares),
        words,
        value => sign(school.all.not_met) - sign(last.all.not_met),
    })
}

/// A line from half to all, on the same scale for every school; a time without a figure is a gap.
fn spark(name: &str, shares: &[Option<Ratio>]) -> Value {
    let half = Ratio::new(SCALE.0, SCALE.1).unwrap_or(Ratio::ZERO);
    let step = i64::try_from(shares.len().saturating_sub(1).max(1)).unwrap_or(1);
    let point = |n: usize, share: Ratio| {
        let x = Ratio::whole(5) + Ratio::whole(90 * i64::try_from(n).unwrap_or(0)) / step;
        let y = Ratio::whole(25) - (share.max(half) - half) * Ratio::whole(44);
        (x.decimal(1), y.decimal(1))
    };
    let mut lines: Vec<Vec<String>> = vec![Vec::new()];
    for (n, share) in shares.iter().enumerate() {
        match (share, lines.last_mut()) {
            (Some(share), Some(line)) => {
                let (x, y) = point(n, *share);
                line.push(format!("{x},{y}"));
            }
            _ => lines.push(Vec::new()),
        }
    }
    let last = shares.len() - 1;
    let end = shares[last].map(|share| {
        let (x, y) = point(last, share);
        context! { x, y, low => share < half }
    });
    let said: Vec<String> =
        shares.iter().map(|share| share.map_or("no figure".to_owned(), per_cent)).collect();
    let lines: Vec<String> = lines.iter().filter(|line| line.len() > 1).map(|line| line.join(" ")).collect();
    context! { label => format!("{name}: checks met, {} times: {}", said.len(), said.join(", ")), lines, end }
}

/// The line under the matrix.
pub(super) fn totals(overview: &Overview, rules: &[&String]) -> Value {
    let of = |rule: &&String| number(overview.totals.get(*rule).map_or(0, |counts| counts.not_met));
    context! {
        cells => rules.iter().map(of).collect::<Vec<_>>(),
        not_met => number(overview.all.not_met),
        not_shown => number(overview.all.not_shown),
        met => share_met(overview.all).map(per_cent),
    }
}

/// A count of failures; its ground says which share of those asked it is.
fn cell(counts: Counts) -> Value {
    let Counts { not_met, not_shown, .. } = counts;
    let asked = counts.asked();
    let cls = match (not_met, not_shown) {
        _ if asked == 0 => "h e",
        (0, 0) => "h z",
        (0, _) => "h q",
        (n, _) if n == asked => "h h4",
        (n, _) if n * 2 > asked => "h h3",
        (n, _) if n * 4 > asked => "h h2",
        _ => "h h1",
    };
    let (text, sub) = match (not_met, not_shown) {
        _ if asked == 0 => ("–".to_owned(), String::new()),
        (0, 0) => ("0".to_owned(), String::new()),
        (0, n) => (format!("{} ?", number(n)), format!("of {}", number(asked))),
        (n, 0) => (number(n), format!("of {}", number(asked))),
        (n, hidden) => (format!("{}, {} ?", number(n), number(hidden)), format!("of {}", number(asked))),
    };
    context! { cls, text, sub, breach => counts.breach > 0 }
}

/// A rule over all schools: how many fall short, as a bar and in numbers, then and now.
pub(super) fn by_rule(line: &ByRule) -> Value {
    let now = line.now;
    let asked = now.asked();
    let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let share = |n: u64| Ratio::new(whole(n) * 100, whole(asked.max(1))).map(|share| share.decimal(2));
    let most =
        line.then.iter().flatten().chain([&now]).map(|counts| counts.not_met).max().unwrap_or(0).max(1);
    let shares: Vec<Option<Ratio>> = (line.then.iter().map(|then| then.map(|counts| counts.not_met)))
        .chain([Some(now.not_met)])
        .map(|n| n.and_then(|n| Ratio::new(whole(n), whole(most))))
        .collect();
    let counts: Vec<String> = (line.then.iter())
        .map(|then| then.map_or("no figure".to_owned(), |counts| number(counts.not_met)))
        .chain([number(now.not_met)])
        .collect();
    context! {
        code => &line.rule,
        title => words::sentence(titles::title(&line.rule)),
        label => format!("{} of {} not met, {} cannot be shown", number(now.not_met), number(asked), number(now.not_shown)),
        lost => share(now.not_met),
        hidden => if now.not_shown > 0 { share(now.not_shown) } else { None },
        not_met => format!("{} of {}", number(now.not_met), number(asked)),
        not_shown => number(now.not_shown),
        schools => line.schools,
        line => if line.then.is_empty() { None } else { Some(counts_line(&counts, &shares)) },
        change => line.change.clone().unwrap_or_else(|| if line.then.is_empty() { String::new() } else { "not comparable".to_owned() }),
    }
}

/// How many were not met each time, from nothing to the most there ever were.
fn counts_line(counts: &[String], shares: &[Option<Ratio>]) -> Value {
    let step = i64::try_from(shares.len().saturating_sub(1).max(1)).unwrap_or(1);
    let at = |n: usize, share: Ratio| {
        let x = Ratio::whole(5) + Ratio::whole(90 * i64::try_from(n).unwrap_or(0)) / step;
        (x.decimal(1), (Ratio::whole(25) - share * Ratio::whole(22)).decimal(1))
    };
    let found: Vec<_> =
        shares.iter().enumerate().filter_map(|(n, share)| share.map(|share| at(n, share))).collect();
    let points: Vec<String> = found.iter().map(|(x, y)| format!("{x},{y}")).collect();
    let end = found.last().map(|(x, y)| context! { x, y });
    context! { label => format!("not met, {} times: {}", counts.len(), counts.join(", ")), points => points.join(" "), end }
}

/// What of a school could not be seen; nothing if all could.
pub(super) fn unseen(school: &School) -> Option<Value> {
    let rows = &school.rows;
    let mut missing = Vec::new();
    if let Some(why) = &school.failed {
        missing.push(why.clone());
    } else {
        let count = |n: u64, one: &str, many: &str| {
            (n > 0).then(|| words::tally(i64::try_from(n).unwrap_or(i64::MAX), one, many))
        };
        let left: Vec<String> =
            [count(rows.files_left_out, "file", "files"), count(rows.left_out, "row", "rows")]
                .into_iter()
                .flatten()
                .collect();
        missing.extend(count(school.all.not_shown, "check cannot be shown", "checks cannot be shown"));
        if !left.is_empty() {
            missing.push(format!("{} left out", words::names(&left)));
        }
    }
    if missing.is_empty() {
        return None;
    }
    let (named, more) = school.first_to_settle();
    let mut settle = named.to_vec();
    if more > 0 {
        settle.push(format!("and {more} more, in the school’s report"));
    }
    let settle = match (settle.is_empty(), &school.failed) {
        (false, _) => settle.join("; "),
        (true, Some(_)) => "See findings.csv".to_owned(),
        (true, None) => "See the school’s report".to_owned(),
    };
    Some(context! { name => &school.name, href => report(school), missing => missing.join("; "), settle })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(not_met: u64, not_shown: u64, met: u64) -> Counts {
        Counts { not_met, not_shown, met, ..Counts::default() }
    }

    fn said(value: &Value, name: &str) -> String {
        value.get_attr(name).unwrap().to_string()
    }

    #[test]
    fn the_ground_of_a_cell_is_the_share_of_those_asked() {
        for (found, cls, text, sub) in [
            (counts(0, 0, 0), "h e", "–", ""),
            (counts(0, 0, 9), "h z", "0", ""),
            (counts(0, 5, 0), "h q", "5 ?", "of 5"),
            (counts(1, 0, 3), "h h1", "1", "of 4"),
            (counts(2, 0, 5), "h h2", "2", "of 7"),
            (counts(2, 0, 2), "h h2", "2", "of 4"),
            (counts(3, 0, 2), "h h3", "3", "of 5"),
            (counts(2, 1, 3), "h h2", "2, 1 ?", "of 6"),
            (counts(4, 0, 0), "h h4", "4", "of 4"),
        ] {
            let cell = cell(found);
            assert_eq!(["cls", "text", "sub"].map(|name| said(&cell, name)), [cls, text, sub], "{found:?}");
        }
    }

    #[test]
    fn a_time_without_a_figure_is_a_gap_and_a_share_below_half_a_ring() {
        let share = |n| Ratio::new(n, 100);
        let line = spark("A", &[share(100), share(75), None, share(50), share(40)]);
        assert_eq!(said(&line, "lines"), "['5.0,3.0 27.5,14.0', '72.5,25.0 95.0,25.0']");
        assert_eq!(said(&line, "label"), "A: checks met, 5 times: 100%, 75%, no figure, 50%, 40%");
        assert!(line.get_attr("end").unwrap().get_attr("low").unwrap().is_true());
    }
}
