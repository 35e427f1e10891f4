//! The parts of a timetable of aSc TimeTables, joined by their ids.

use super::super::notes::Refusal;
use super::super::sheet::{Cell, Row};
use super::AGAIN;
use crate::model::units::Ratio;
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};

/// Most teachers of a card, and most days and weeks of a timetable.
const MOST: usize = 200;

/// What became of a card.
pub enum Placed {
    /// Its rows.
    Rows(Vec<Row>),
    /// It is on no day or period.
    Nowhere,
    /// It holds in some terms of the year only.
    SomeTerms,
    /// It names more teachers, days or weeks than any school has.
    TooMany,
}

type Elements<'a> = BTreeMap<&'a str, Node<'a, 'a>>;

/// The parts of the file, each by its id.
pub struct Export<'a> {
    /// Where each line ends.
    lines: Vec<usize>,
    /// In the order of the day.
    periods: Vec<Node<'a, 'a>>,
    days: Vec<Node<'a, 'a>>,
    weeks: Vec<Node<'a, 'a>>,
    teachers: Elements<'a>,
    classes: Elements<'a>,
    subjects: Elements<'a>,
    rooms: Elements<'a>,
    lessons: Elements<'a>,
    /// In the order of the file.
    pub cards: Vec<Node<'a, 'a>>,
    /// Lessons with as many cards a week as periods, by id: each of their cards stands for one period.
    single: BTreeSet<&'a str>,
}

impl<'a> Export<'a> {
    /// Finds them.
    ///
    /// # Errors
    /// `E-FORMAT` if there are no cards, or their days are told otherwise.
    pub fn new(text: &str, document: &'a Document<'a>) -> Result<Export<'a>, Refusal> {
        let all = |name: &str| -> Vec<Node<'a, 'a>> {
            document.descendants().filter(|node| node.has_tag_name(name)).collect()
        };
        let by_id = |name: &str| {
            all(name).into_iter().filter_map(|node| Some((node.attribute("id")?, node))).collect()
        };
        let cards = all("card");
        if cards.is_empty() || cards.iter().all(|card| !card.has_attribute("days")) {
            return Err(Refusal::new(
                "E-FORMAT",
                "This file is named as a timetable of aSc TimeTables, but has no cards with days, so nobody’s week can be told.",
                AGAIN,
            ));
        }
        let lessons: Elements = by_id("lesson");
        let mut a_week: BTreeMap<&str, Ratio> = BTreeMap::new();
        for card in &cards {
            let sum = a_week.entry(attribute(*card, "lessonid")).or_insert(Ratio::ZERO);
            *sum = *sum + share_of_weeks(*card);
        }
        let is_single = |id: &&str| {
            let periods = Ratio::parse(&attribute(lessons[id], "periodsperweek").replace(',', "."));
            periods.is_some() && periods.as_ref() == a_week.get(id)
        };
        let single = lessons.keys().copied().filter(is_single).collect();
        Ok(Export {
            lines: text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at).collect(),
            periods: all("period"),
            days: all("daysdef"),
            weeks: all("weeksdef"),
            teachers: by_id("teacher"),
            classes: by_id("class"),
            subjects: by_id("subject"),
            rooms: by_id("classroom"),
            lessons,
            cards,
            single,
        })
    }

    /// The rows of a card, or why it has none.
    pub fn placed(&self, card: Node) -> Placed {
        let (period, days) = (attribute(card, "period"), attribute(card, "days"));
        if period.is_empty() || !days.contains('1') {
            return Placed::Nowhere;
        }
        if attribute(card, "terms").contains('0') {
            return Placed::SomeTerms;
        }
        let id = attribute(card, "lessonid");
        let lesson = self.lessons.get(id).copied();
        let of_lesson = |name: &str| lesson.map_or("", |lesson| attribute(lesson, name));
        let line = self.lines.partition_point(|end| *end < card.range().start);
        let index = u32::try_from(line).unwrap_or(u32::MAX);
        // A lesson that is not there may have any teacher: its id stands in the row, so that the row is told of.
        let teachers = if lesson.is_none() { id } else { of_lesson("teacherids") };
        let teachers: Vec<&str> = list(teachers).collect();
        if [days.len(), attribute(card, "weeks").len(), teachers.len()].iter().any(|count| *count > MOST) {
            return Placed::TooMany;
        }
        let nobody = [""];
        let rooms = Some(attribute(card, "classroomids")).filter(|ids| !ids.is_empty());
        let rooms = names(&self.rooms, rooms.unwrap_or(of_lesson("classroomids")));
        let classes = names(&self.classes, of_lesson("classids"));
        let subject = names(&self.subjects, of_lesson("subjectid"));
        let mut rows = Vec::new();
        for teacher in if teachers.is_empty() { &nobody[..] } else { &teachers } {
            let known = self.teachers.get(teacher).copied();
            let short = known.map_or(*teacher, |known| first(known, ["short", "name"]));
            let name = known.map_or(String::new(), full_name);
            for day in named(&self.days, "days", days) {
                for (period, start, end) in self.periods(lesson, period) {
                    for week in self.weeks(card) {
                        rows.push(row(
                            index,
                            [short, &name, &day, &period, start, end, &week, &classes, &subject, &rooms],
                        ));
                    }
                }
            }
        }
        Placed::Rows(rows)
    }

    /// The periods of a card, with their times: as many as the lesson says, from that of the card.
    fn periods(&self, lesson: Option<Node<'a, 'a>>, first_of_card: &str) -> Vec<(String, &'a str, &'a str)> {
        let length =
            lesson.map_or("", |lesson| attribute(lesson, "periodspercard")).parse::<usize>().unwrap_or(1);
        let is_single = lesson.is_some_and(|lesson| self.single.contains(attribute(lesson, "id")));
        let length = if is_single { 1 } else { length.clamp(1, 20) };
        let from = self.periods.iter().position(|period| attribute(*period, "period") == first_of_card);
        (0..length)
            .map(|step| match from.and_then(|from| self.periods.get(from + step)) {
                Some(period) => (
                    first(*period, ["name", "short", "period"]).to_owned(),
                    attribute(*period, "starttime"),
                    attribute(*period, "endtime"),
                ),
                // A period the file does not tell of is named by its number, and never read as another.
                None => (
                    first_of_card
                        .parse::<usize>()
                        .map_or_else(|_| first_of_card.to_owned(), |number| (number + step).to_string()),
                    "",
                    "",
                ),
            })
            .collect()
    }

    /// The weeks of a card by name; one without a name if it is in every week.
    fn weeks(&self, card: Node) -> Vec<String> {
        let mask = attribute(card, "weeks");
        if union(mask).iter().all(|on| *on) { vec![String::new()] } else { named(&self.weeks, "weeks", mask) }
    }
}

/// How often a card stands in a week, on average: a day in one week of two is a half. One that is not placed counts as
/// one day.
fn share_of_weeks(card: Node) -> Ratio {
    let on = |mask: &str| union(mask).into_iter().filter(|on| *on).count().max(1);
    let weeks = attribute(card, "weeks");
    let number = |count: usize| i64::try_from(count).unwrap_or(1);
    let all = union(weeks).len().max(1);
    Ratio::new(number(on(attribute(card, "days")) * on(weeks)), number(all)).unwrap_or(Ratio::ONE)
}

/// The places of a mask that are set in any of its alternatives: `10,01` is both.
fn union(mask: &str) -> Vec<bool> {
    let mut union = Vec::new();
    for one in list(mask) {
        for (at, c) in one.chars().enumerate() {
            if at == union.len() {
                union.push(false);
            }
            union[at] |= c == '1';
        }
    }
    union
}

/// The names of the days or weeks of a mask; one that the file does not name is called by its number.
fn named(definitions: &[Node], attribute_name: &str, mask: &str) -> Vec<String> {
    let is_only = |mask: &str, at: usize| {
        mask.chars().enumerate().all(|(place, c)| (c == '1') == (place == at)) && mask.len() > at
    };
    let word = if attribute_name == "days" { "Day" } else { "Week" };
    let set = union(mask).into_iter().enumerate().filter(|(_, on)| *on);
    set.map(|(at, _)| {
        let definition =
            definitions.iter().find(|definition| is_only(attribute(**definition, attribute_name), at));
        match definition.map(|definition| first(*definition, ["name", "short"])) {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => format!("{word} {}", at + 1),
        }
    })
    .collect()
}

fn attribute<'a>(node: Node<'a, '_>, name: &str) -> &'a str {
    node.attribute(name).unwrap_or_default().trim()
}

/// The first of these attributes that holds anything.
fn first<'a, const N: usize>(node: Node<'a, '_>, names: [&str; N]) -> &'a str {
    names.into_iter().map(|name| attribute(node, name)).find(|text| !text.is_empty()).unwrap_or_default()
}

fn full_name(teacher: Node) -> String {
    let name = attribute(teacher, "name");
    if !name.is_empty() {
        return name.to_owned();
    }
    format!("{} {}", attribute(teacher, "firstname"), attribute(teacher, "lastname")).trim().to_owned()
}

fn list(ids: &str) -> impl Iterator<Item = &str> {
    ids.split(',').map(str::trim).filter(|id| !id.is_empty())
}

/// The names of these ids; an id that the file does not name stands for itself.
fn names(elements: &Elements, ids: &str) -> String {
    let name = |id| elements.get(id).map_or(id, |node| first(*node, ["name", "short"]));
    list(ids).map(name).collect::<Vec<_>>().join(", ")
}

/// A row of texts; those without any are no cells.
pub fn row<const N: usize>(index: u32, texts: [&str; N]) -> Row {
    let cells = (0_u32..).zip(texts.map(Cell::text)).filter(|(_, cell)| !cell.is_empty()).collect();
    Row { index, cells, fields: None }
}
