//! Chance that can be repeated: the same seed throws the same numbers.

use super::Record;

/// Headers a school might write instead.
const SYNONYMS: [(&str, &[&str]); 18] = [
    ("Staff code", &["staff\u{a0}code", "STAFF-CODE", "Code"]),
    ("Name", &["NAME*", " name "]),
    ("FTE", &["F.T.E.", "Full-time equivalent"]),
    ("Period", &["Lesson", "Slot"]),
    ("Day", &["Weekday", "Day of week"]),
    ("Start", &["Start time", "Starts"]),
    ("End", &["Finish", "End time"]),
    ("Minutes", &["Mins", "Duration (minutes)"]),
    ("Mentor", &["Mentor name", "mentor"]),
    ("ECT", &["Early career teacher", "Mentee"]),
    ("Kind", &["Type"]),
    ("Activity", &["Activity type", "activity"]),
    ("Covering teacher", &["Cover teacher", "covered by"]),
    ("Person", &["Teacher", "Staff"]),
    ("Attended", &["Present", "Attendance"]),
    ("Days", &["Days lost", "Working days lost"]),
    ("Status", &["Held"]),
    ("Effective from", &["Valid from", "Version from"]),
];

/// A die with any number of sides.
pub struct Dice(u64);

impl Dice {
    /// A die of its own for every seed.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// From zero to one less than its sides.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides
    }

    /// One of a list.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.roll(list.len())]
    }

    /// The numbers below `size` in another order.
    pub fn order(&mut self, size: usize) -> Vec<usize> {
        let mut left: Vec<usize> = (0..size).collect();
        let mut order = Vec::new();
        while !left.is_empty() {
            order.push(left.remove(self.roll(left.len())));
        }
        order
    }
}

/// Records, rows and columns in another order, headers by other names.
pub fn shuffled(records: &[Record], seed: u64) -> Vec<Record> {
    let mut dice = Dice::new(seed);
    let order = dice.order(records.len());
    let records = order.into_iter().map(|at| &records[at]);
    records
        .map(|(name, headers, rows)| {
            let columns = dice.order(headers.len());
            let row_order = dice.order(rows.len());
            let headers = columns
                .iter()
                .map(|c| {
                    let header = &headers[*c];
                    let others =
                        SYNONYMS.iter().find(|(own, _)| own == header).map_or(&[][..], |(_, all)| all);
                    let choice = dice.roll(others.len() + 1);
                    others.get(choice).map_or_else(|| header.clone(), |other| (*other).to_owned())
                })
                .collect();
            let rows =
                row_order.iter().map(|r| columns.iter().map(|c| rows[*r][*c].clone()).collect()).collect();
            (name.clone(), headers, rows)
        })
        .collect()
}
