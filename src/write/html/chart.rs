//! Where the parts of a picture stand: percentages across, pixels down. The markup is in `macros.html.j2`.

use crate::model::units::Ratio;
use crate::tables::{LedgerColumn, Picture, Segment, StripCell, Tick};
use minijinja::{Value, context};

/// Height of the tallest column of a ledger, and the line it stands on.
const COLUMN: i64 = 38;
const GROUND: i64 = 52;
/// Pixels from one dot to the next.
const DOT: usize = 20;

/// `79.200%`.
pub fn percent(share: Ratio) -> String {
    format!("{}%", (share * Ratio::whole(100)).decimal(3))
}

fn pixels(share: Ratio) -> Ratio {
    share * Ratio::whole(COLUMN)
}

fn inset(thousandths: i64) -> Ratio {
    Ratio::new(thousandths, 10_000).unwrap_or(Ratio::ZERO)
}

/// A tick, perhaps a little to the right.
pub fn tick(tick: &Tick, shift: Option<Ratio>) -> Value {
    context! { at => percent(tick.at + shift.unwrap_or(Ratio::ZERO)), text => &tick.text }
}

/// A picture for its macro.
pub fn picture(picture: &Picture) -> Value {
    match picture {
        Picture::Bar { segments, limit, comparison, label } => context! {
            kind => "bar",
            segments => segments.iter().map(segment).collect::<Vec<_>>(),
            limit => limit.map(percent),
            comparison => comparison.map(percent),
            label,
        },
        Picture::Strip { cells, gap, label, .. } => context! {
            kind => "strip",
            height => if gap.is_some() { 58 } else { 36 },
            cells => cells.iter().map(cell).collect::<Vec<_>>(),
            gap => gap.as_ref().map(|(from, to, words)| context! {
                x1 => percent(*from + inset(40)),
                x2 => percent(*to - inset(40)),
                mid => percent((*from + *to) / 2),
                words,
            }),
            label,
        },
        Picture::Ledger { columns, label, .. } => {
            let repaid = columns.iter().any(|column| column.repaid > Ratio::ZERO);
            context! {
                kind => "ledger",
                height => if repaid { 86 } else { 60 },
                columns => columns.iter().map(column).collect::<Vec<_>>(),
                label,
            }
        }
        Picture::Dots { sure, of, label } => context! {
            kind => "dots",
            width => of * DOT,
            dots => (0..*of).map(|n| context! { x => n * DOT + DOT / 2 - 2, sure => n < *sure }).collect::<Vec<_>>(),
            label,
        },
        Picture::Training { segments, expected, threshold, label } => context! {
            kind => "training",
            segments => segments.iter().map(segment).collect::<Vec<_>>(),
            expected => expected.map(percent),
            threshold => threshold.map(percent),
            threshold_words => threshold.map(|share| format!("{}%", (share * Ratio::whole(100)).decimal(0))),
            label,
        },
    }
}

fn segment(segment: &Segment) -> Value {
    context! { style => segment.style, x => percent(segment.from), w => percent(segment.to - segment.from) }
}

fn cell(cell: &StripCell) -> Value {
    context! {
        state => cell.state,
        x => percent(cell.from + inset(20)),
        w => percent(cell.to - cell.from - inset(40)),
        mid => percent((cell.from + cell.to) / 2),
    }
}

fn column(column: &LedgerColumn) -> Value {
    let (kept, lost, back) = (pixels(column.kept), pixels(column.lost), pixels(column.repaid));
    let (soon, unknown) = (pixels(column.to_come), pixels(column.unknown));
    let ground = Ratio::whole(GROUND);
    let some = |height: Ratio, value: Value| if height > Ratio::ZERO { value } else { Value::from(()) };
    let above = ground - kept - unknown - lost;
    context! {
        x => percent(column.from + inset(25)),
        w => percent(column.to - column.from - inset(50)),
        mid => percent((column.from + column.to) / 2),
        kept => some(kept, context! { y => (ground - kept).decimal(1), h => kept.decimal(1) }),
        unknown => some(unknown, context! { y => (ground - unknown).decimal(1), h => unknown.decimal(1) }),
        lost => some(lost, context! {
            y => above.decimal(1),
            h => lost.decimal(1),
            text => (above - Ratio::whole(4)).decimal(1),
            words => &column.words.0,
        }),
        soon => some(soon, context! { y => (above - soon).decimal(1), h => soon.decimal(1) }),
        back => some(back, context! {
            y => GROUND + 2,
            h => back.decimal(1),
            text => (Ratio::whole(GROUND + 14) + back).decimal(1),
            words => &column.words.1,
        }),
    }
}
