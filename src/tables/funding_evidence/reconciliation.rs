//! Expected against received: by scheme, by cohort, and the payments that no line takes. The two schemes are never added
//! up together.

use super::super::ordinal;
use super::lines::{Keyed, is_compared, letter};
use super::live::live;
use super::registers::matched;
use super::{blank_or, column, words_or_blank};
use crate::model::figure::{AnyFigure, Figure, Origin, Origins};
use crate::model::school::Scheme;
use crate::model::units::{Pence, Ratio};
use crate::rules::Assessed;
use crate::tables::{Cell, Kind, Row, Table, funding, words};
use std::collections::BTreeSet;

/// Payments that no line takes: group, scheme, and words.
const LOOSE: [(&str, &str, &str); 4] = [
    ("A no line", "Year-2 grant", "Payments that no line takes; the sheet Payments says why"),
    ("B no line", "Mentor training", "Payments that no line takes; the sheet Payments says why"),
    ("no scheme", "", "Payments that name neither scheme, or both"),
    ("later", "", "Payments after the as-of date"),
];

/// Amounts of some lines of one scheme, added up.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    /// How many lines.
    pub lines: usize,
    /// How many of them have an amount.
    pub with_amount: usize,
    /// Expected.
    pub expected: Option<Figure<Pence>>,
    /// Of that, what is compared with payments.
    pub compared: Option<Figure<Pence>>,
    /// Received.
    pub received: Option<Figure<Pence>>,
    /// Received less compared.
    pub difference: Option<Figure<Pence>>,
    /// Expected less compared: not due yet, or nothing shows what came.
    pub open: Option<Figure<Pence>>,
}

fn total(figures: impl Iterator<Item = Figure<Pence>>, how: &str) -> Option<Figure<Pence>> {
    let all: Vec<Figure<Pence>> = figures.collect();
    let (first, rest) = all.split_first()?;
    let value = all.iter().fold(Ratio::ZERO, |sum, one| sum + one.value());
    Some(Figure::derived_with(value, how, first.any(), rest.iter().map(Figure::any), None))
}

/// The sums of these lines.
pub fn sums<'a>(lines: impl Iterator<Item = &'a Keyed<'a>> + Clone) -> Sums {
    let all = lines.map(|one| one.line);
    let compared = all.clone().filter(|line| is_compared(line));
    let expected = total(all.clone().filter_map(|line| line.expected.clone()), "expected, added up");
    let set = total(compared.filter_map(|line| line.expected.clone()), "compared, added up");
    let received = total(all.clone().filter_map(|line| line.received.clone()), "received, added up");
    let zero = |figure: &Option<Figure<Pence>>| figure.as_ref().map_or(Ratio::ZERO, Figure::value);
    let difference = set.as_ref().zip(received.as_ref()).map(|(set, received)| {
        let parts = [received.any(), set.any()];
        Figure::derived(received.value() - set.value(), "received − compared", parts)
    });
    let open = expected.as_ref().map(|expected| {
        let first = expected.any();
        Figure::derived_with(
            expected.value() - zero(&set),
            "expected − compared",
            first,
            set.as_ref().map(Figure::any),
            None,
        )
    });
    Sums {
        lines: all.clone().count(),
        with_amount: all.filter(|line| line.expected.is_some()).count(),
        expected,
        compared: set,
        received,
        difference,
        open,
    }
}

/// Lines of one scheme.
pub fn of_scheme<'a>(lines: &'a [Keyed<'a>], scheme: Scheme) -> impl Iterator<Item = &'a Keyed<'a>> + Clone {
    lines.iter().filter(move |one| one.line.scheme == scheme)
}

/// The table `Reconciliation`.
pub fn table(assessed: &Assessed, lines: &[Keyed]) -> Table {
    let mut rows = Vec::new();
    for scheme in [Scheme::Year2Grant, Scheme::MentorTraining] {
        let own = of_scheme(lines, scheme);
        if own.clone().next().is_none() {
            continue;
        }
        let words =
            [format!("{} all", letter(scheme)), "scheme".to_string(), funding::scheme(scheme).to_string()];
        rows.push(row(words, (None, None), &sums(own.clone()), "Scheme"));
        let groups: BTreeSet<&String> = own.clone().map(|one| &one.group).collect();
        for group in groups {
            let of_group = own.clone().filter(|one| one.group == *group);
            let line = of_group.clone().next().map(|one| one.line);
            let cohort = line.and_then(|line| line.cohort);
            let area = line.and_then(|line| line.pay_area.clone());
            let words = [group.clone(), "cohort".to_string(), funding::scheme(scheme).to_string()];
            rows.push(row(words, (cohort, area), &sums(of_group), "Group"));
        }
    }
    rows.extend(LOOSE.iter().filter_map(|loose| unmatched(assessed, lines, loose)));
    Table {
        name: "Reconciliation",
        title: "Expected and received, by scheme, cohort and pay area".to_string(),
        note: format!(
            "As of {}. Compared: expected of the lines for which something came or should have. Open: expected and not due yet, or nothing shows what came. The two schemes are not added up.",
            words::date(assessed.as_of)
        ),
        columns: vec![
            column("Group", Kind::Text, 12),
            column("Level", Kind::Text, 12),
            column("Scheme", Kind::Text, 18),
            column("Cohort", Kind::Text, 9),
            column("Pay area", Kind::Text, 16),
            column("Lines", Kind::Rows, 8),
            column("With amount", Kind::Rows, 9),
            column("Expected", Kind::Amount, 13),
            column("Compared", Kind::Amount, 13),
            column("Received", Kind::Amount, 13),
            column("Difference", Kind::Difference, 14),
            column("Open", Kind::Amount, 13),
            column("What", Kind::Wrapped, 44),
        ],
        rows,
        ..Table::default()
    }
}

fn row(words: [String; 3], (cohort, area): (Option<i64>, Option<String>), sums: &Sums, by: &str) -> Row {
    let live = |formula: String, value: Cell| live("Reconciliation", &formula, value);
    let of = |column: &str| format!("SUMIFS(Lines[{column}],Lines[{by}],[@{by}])");
    let money = |formula: String, figure: &Option<Figure<Pence>>| {
        blank_or(figure.as_ref(), |figure| live(formula.clone(), Cell::Figure(figure.any())))
    };
    let count = |n: usize| Cell::Rows(u64::try_from(n).unwrap_or(u64::MAX));
    let [group, level, scheme] = words.map(Cell::Text);
    let what = if by == "Scheme" { "All lines of the scheme" } else { "Lines of the cohort" };
    Row {
        cells: vec![
            group,
            level,
            scheme,
            cohort.map_or(Cell::Blank, ordinal),
            words_or_blank(area.as_deref()),
            live(format!("COUNTIFS(Lines[{by}],[@{by}])"), count(sums.lines)),
            live(format!("COUNTIFS(Lines[{by}],[@{by}],Lines[Expected],\">=0\")"), count(sums.with_amount)),
            money(format!("ROUND({},6)", of("Expected")), &sums.expected),
            money(format!("ROUND({},6)", of("Compared")), &sums.compared),
            money(format!("ROUND({},2)", of("Received")), &sums.received),
            blank_or(sums.difference.as_ref(), |figure| {
                let value = Cell::Difference { figure: figure.any(), over_is_bad: false };
                live("ROUND([@Received]-[@Compared],6)".to_string(), value)
            }),
            money("ROUND([@Expected]-[@Compared],6)".to_string(), &sums.open),
            Cell::Text(what.to_string()),
        ],
        ..Row::default()
    }
}

/// Payments that no line takes, of one group.
pub fn loose(assessed: &Assessed, lines: &[Keyed], group: &str) -> Option<AnyFigure> {
    let own = assessed.school.payments.iter();
    let own = own.filter(|one| matched(assessed, lines, one).is_err_and(|none| none.group == group));
    let value = own.clone().fold(Ratio::ZERO, |sum, one| sum + Ratio::whole(one.pence));
    let origins = Origins::of(own.map(|one| Origin::Cells(one.at)))?;
    Some(Figure::<Pence>::read(value, "received and set against no line", origins).any())
}

fn unmatched(
    assessed: &Assessed,
    lines: &[Keyed],
    (group, scheme, what): &(&str, &str, &str),
) -> Option<Row> {
    let figure = loose(assessed, lines, group)?;
    let mut cells = vec![Cell::Blank; 13];
    cells[0] = Cell::Text((*group).to_string());
    cells[1] = Cell::Text("no line".to_string());
    cells[2] = words_or_blank(Some(*scheme).filter(|scheme| !scheme.is_empty()));
    let formula = "ROUND(SUMIFS(Payments[Amount],Payments[Group],[@Group]),2)";
    cells[9] = live("Reconciliation", formula, Cell::Figure(figure));
    cells[12] = Cell::Text((*what).to_string());
    Some(Row { cells, ..Row::default() })
}
