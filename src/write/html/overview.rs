//! Several schools on one page.

mod filter;
mod rows;

use super::super::template::{Error, Templates};
use super::{boxes_of, css, frame};
use crate::model::units::Ratio;
use crate::tables::schools::{self, Overview, change, per_cent, share_met};
use crate::tables::{titles, words};
use base64ct::{Base64, Encoding as _};
use filter::Groups;
use minijinja::{Value, context};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// The only script there is: it sorts and finds. It is the program's own and no template, and its hash stands in the
/// page's policy, so that nothing else can run in it.
const SCRIPT: &str = include_str!("overview/script.js");
/// Schools on the page; all of them are in the workbook.
const SCHOOLS_SHOWN: usize = 500;
/// Schools with something to put right that are named at the top.
const FIRST_SHOWN: usize = 10;
/// Schools of which not everything could be seen that are listed.
const UNSEEN_SHOWN: usize = 25;

/// Schools × rules, worst first, with links to each school's reports.
///
/// # Errors
/// If a template is at fault.
pub fn overview(templates: &Templates, overview: &Overview) -> Result<String, Error> {
    let edition = templates.edition("overview")?;
    let as_of = overview.as_of.map_or(String::new(), |day| format!(" · as of {}", words::day_in_full(day)));
    let shown = &overview.schools[..overview.schools.len().min(SCHOOLS_SHOWN)];
    let groups = Groups::of(shown);
    // What asks nothing of anyone, and what is met everywhere, need no column.
    let (across, met): (Vec<&String>, Vec<&String>) =
        overview.rules.iter().partition(|rule| overview.totals.get(*rule).is_none_or(|c| !c.is_clear()));
    let days = overview.days();
    let first: Vec<_> = overview.schools.iter().filter(|school| school.wants_something()).collect();
    let unseen: Vec<_> = overview.schools.iter().filter_map(rows::unseen).collect();
    // A browser hashes what it has read, and it reads every end of a line as this one.
    let script = SCRIPT.replace("\r\n", "\n");
    let when = as_of.trim_start_matches(" · ");
    let boxes = boxes_of(&css(&overview.title), &css(when), &css(&edition.title));
    let page = context! {
        title => &overview.title,
        meta => format!("{}{as_of}", overview.title),
        verdict => &overview.verdict,
        lede => &overview.lede,
        facts => facts(overview),
        compared => compared(overview),
        first => context! {
            caption => cut(first.len(), FIRST_SHOWN, "with something to put right or to show; the rest are in the matrix"),
            rows => first.iter().take(FIRST_SHOWN).map(|school| rows::first(school)).collect::<Vec<_>>(),
        },
        any_read => overview.schools.iter().any(|school| school.failed.is_none()),
        trend => !days.is_empty(),
        terms => days.len() + 1,
        heat => context! {
            caption => format!(
                "Checks not met in each school: those that could not be read, then breaches, then other checks not met, then \
                 what cannot be shown. {}",
                cut(overview.schools.len(), SCHOOLS_SHOWN, "; all are in overview.xlsx")
            ),
            least => rem(232 + 42 * across.len() + if days.is_empty() { 0 } else { 150 }),
            rules => across.iter().map(|rule| context! { code => *rule, title => titles::title(rule) }).collect::<Vec<_>>(),
            rows => shown.iter().map(|school| rows::heat(templates, (overview, school), &across, &groups)).collect::<Vec<_>>(),
            totals => rows::totals(overview, &across),
            shown => shown.len(),
        },
        met => met.iter().map(|rule| titles::coded(rule)).collect::<Vec<_>>(),
        groups => groups.choices(),
        hides => Value::from_safe_string(groups.hides()),
        by_rule => schools::by_rule(overview).iter().map(rows::by_rule).collect::<Vec<_>>(),
        points => points(overview),
        unseen => context! {
            caption => unseen_caption(overview, unseen.len()),
            rows => unseen.iter().take(UNSEEN_SHOWN).cloned().collect::<Vec<_>>(),
        },
        script_hash => Value::from_safe_string(csp_hash(&script)),
        script => Value::from_safe_string(script),
        ..frame(templates, edition, boxes, (&overview.tool, &overview.rulebook, &overview.brand))
    };
    templates.render("overview", &page)
}

/// The SHA-256 of a script as a policy names it.
fn csp_hash(script: &str) -> String {
    Base64::encode_string(&Sha256::digest(script.as_bytes()))
}

/// `Showing 10 of 41 schools with …`.
fn cut(n: usize, most: usize, which: &str) -> String {
    let thousands = |n: usize| words::thousands(i64::try_from(n).unwrap_or(i64::MAX));
    let space = if which.starts_with(';') { "" } else { " " };
    if n > most {
        format!("Showing {} of {} schools{space}{which}.", thousands(most), thousands(n))
    } else {
        let schools = words::tally(i64::try_from(n).unwrap_or(i64::MAX), "school", "schools");
        let which = which.split(';').next().unwrap_or_default().trim_end();
        format!("{schools}{}{which}.", if which.is_empty() { "" } else { " " })
    }
}

/// The large numbers at the top.
fn facts(overview: &Overview) -> Vec<Value> {
    let all = overview.all;
    let count = |test: &dyn Fn(&schools::School) -> bool| {
        overview.schools.iter().filter(|school| test(school)).count()
    };
    let within =
        |n: usize| format!("in {}", words::tally(i64::try_from(n).unwrap_or(0), "school", "schools"));
    let number = |n: u64| words::thousands(i64::try_from(n).unwrap_or(i64::MAX));
    let other = all.not_met - all.breach;
    let fact = |value: String, words: String| context! { value, words };
    let mut facts = vec![
        fact(
            number(all.breach),
            format!(
                "{}, {}",
                if all.breach == 1 { "breach" } else { "breaches" },
                within(count(&|s| s.all.breach > 0))
            ),
        ),
        fact(
            number(other),
            format!(
                "other {} not met, {}",
                if other == 1 { "check" } else { "checks" },
                within(count(&|s| s.all.not_met > s.all.breach))
            ),
        ),
        fact(number(all.not_shown), format!("cannot be shown, {}", within(count(&|s| s.all.not_shown > 0)))),
    ];
    if let Some(share) = share_met(all) {
        facts
            .push(fact(per_cent(share), format!("of the {} checks that are due are met", number(all.due()))));
    }
    facts
}

/// `In the 12 schools that were in the summer 2026 run too: 5 fewer not met.`
fn compared(overview: &Overview) -> Option<String> {
    let (n, then, now, term) = overview.compared()?;
    let schools = words::counted(n, "school that was", "schools that were");
    Some(format!("In the {schools} read for the {} too: {}.", words::term(&term), change(then, now)))
}

/// All schools together, at each time: a row of the trend.
fn points(overview: &Overview) -> Vec<Value> {
    let all = overview.points();
    let number = |n: u64| words::thousands(i64::try_from(n).unwrap_or(i64::MAX));
    let row = |point: &schools::Point| {
        let share = share_met(point.all);
        let met = share.map_or("none due".to_owned(), per_cent);
        context! {
            term => words::sentence(&words::term(&point.term)),
            as_of => point.as_of.map(words::date),
            schools => point.schools,
            due => number(point.all.due()),
            met => &met,
            width => share.map(|share| (share * Ratio::whole(100)).decimal(2)),
            not_met => number(point.all.not_met),
            not_shown => number(point.all.not_shown),
            label => format!("{met} of {} checks due are met", number(point.all.due())),
        }
    };
    if all.len() < 2 { Vec::new() } else { all.iter().map(row).collect() }
}

fn unseen_caption(overview: &Overview, n: usize) -> String {
    let all = overview.schools.len();
    let failed = overview.schools.iter().filter(|school| school.failed.is_some()).count();
    let rows = overview.rows();
    let number = |n: u64| words::thousands(i64::try_from(n).unwrap_or(i64::MAX));
    let part = overview
        .schools
        .iter()
        .filter(|s| s.failed.is_none() && s.rows.files_left_out + s.rows.left_out > 0)
        .count();
    let mut said = format!(
        "{} folders read: {} in full, {part} in part, {} not at all. {} rows read = {} used + {} left out.",
        words::thousands(i64::try_from(all).unwrap_or(0)),
        all - failed - part,
        if failed == 0 { "none".to_owned() } else { failed.to_string() },
        number(rows.read),
        number(rows.used),
        number(rows.left_out),
    );
    if n > UNSEEN_SHOWN {
        let _ =
            write!(said, " Showing {UNSEEN_SHOWN} of {n} schools; all are in overview.xlsx, sheet Coverage.");
    }
    said
}

/// `36.4` of 364 tenths.
fn rem(tenths: usize) -> Option<String> {
    Ratio::new(i64::try_from(tenths).unwrap_or(0), 10).map(|rem| rem.decimal(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_a_script_is_as_a_browser_works_it_out() {
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert_eq!(csp_hash("alert(1)"), "bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=");
        // What ends a script, or begins a comment in one, would make another of it than was hashed.
        assert!(!SCRIPT.contains('<'));
    }
}
