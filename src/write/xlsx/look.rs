//! Fonts, colours and cell formats of every sheet.

use crate::rules::Outcome;
use foldhash::fast::RandomState;
use rust_xlsxwriter::{
    Color, ConditionalFormatText, ConditionalFormatTextRule, Format, FormatAlign, FormatBorder,
    FormatUnderline,
};
use std::borrow::Cow;
use std::collections::HashMap;

/// Every outcome, in the order reports sort them.
pub(super) const OUTCOMES: [Outcome; 5] =
    [Outcome::NotMet, Outcome::NotShown, Outcome::Pending, Outcome::Met, Outcome::NotApplicable];

pub(super) const INK: u32 = 0x1C_2226;
pub(super) const SECOND: u32 = 0x4A_5259;
pub(super) const HAIRLINE: u32 = 0xDC_D7CB;
/// Results.
pub(super) const TEAL: u32 = 0x12_706B;
/// Behind what is set apart from the rest.
pub(super) const PANEL: u32 = 0xF4_F1EA;
/// Behind what is wrong, and behind what to look at.
pub(super) const TINTS: [u32; 2] = [0xFA_E7E3, 0xF8_EFD9];
/// Behind the numbers of what is owed, light enough to read them on.
pub(super) const PALE_RED: u32 = 0xE8_A79F;
const LINK: u32 = 0x0D_4D5E;
pub(super) const RED: u32 = 0xA2_241B;
pub(super) const SANS: &str = "Segoe UI";
const SERIF: &str = "Palatino Linotype";

/// The colour of a tab marks the kind of sheet only; the name says it too.
pub(super) fn tab(sheet: &str) -> u32 {
    match sheet {
        "Cover" => INK,
        "Actions" => RED,
        "Not seen" => 0x6F_4C06,
        "Coverage" | "Findings" | "Settings" | "Origins" | "Files" | "Mentoring" | "Register"
        | "Timetable" | "Cover log" | "Payments" | "Control totals" | "Rates" | "Overrides" => 0x82_7C6D,
        _ => TEAL,
    }
}

/// Body text; the format the whole workbook starts from.
pub(super) fn body() -> Format {
    Format::new().set_font_name(SANS).set_font_size(10).set_font_color(INK).set_align(FormatAlign::Top)
}

/// A cell of a table, with the hairline below.
pub(super) fn cell() -> Format {
    body().set_border_bottom(FormatBorder::Thin).set_border_bottom_color(HAIRLINE)
}

/// To which side a cell of a table stands, if that is not its column's choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Side {
    /// As its column.
    #[default]
    Own,
    Left,
    Right,
}

/// How a cell of a table looks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "each is a thing of its own, and nearly all go together")]
pub(super) struct Look {
    /// It names its row.
    pub first: bool,
    /// Somebody is to write in it.
    pub input: bool,
    /// Its words take several lines.
    pub wraps: bool,
    pub side: Side,
    /// Format of the number it holds.
    pub number: Option<Cow<'static, str>>,
    pub link: bool,
    /// Its words begin like a formula.
    pub quoted: bool,
}

impl Look {
    /// True for a cell that looks as its column does.
    pub(super) fn is_plain(&self) -> bool {
        let Look { first: _, input: _, wraps, side, number, link, quoted } = self;
        !wraps && *side == Side::Own && number.is_none() && !link && !quoted
    }

    fn format(&self) -> Format {
        let mut format =
            if self.first { cell().set_bold() } else { cell().set_align(FormatAlign::Left).set_indent(1) };
        if self.input {
            format = format.set_text_wrap().set_background_color(Color::RGB(PANEL));
        }
        if self.wraps {
            format = format.set_text_wrap();
        }
        if let Some(number) = &self.number {
            format = format.set_num_format(number.as_ref());
        }
        format = match self.side {
            Side::Own => format,
            Side::Left => format.set_align(FormatAlign::Left),
            Side::Right => format.set_align(FormatAlign::Right),
        };
        if self.link {
            format = link(format);
        }
        if self.quoted { format.set_quote_prefix() } else { format }
    }
}

/// The looks of the cells of a workbook, each made into a format once.
#[derive(Default)]
pub(super) struct Looks {
    places: HashMap<Look, u16, RandomState>,
    formats: Vec<Format>,
}

impl Looks {
    /// The place of a look among the formats.
    pub(super) fn place(&mut self, look: Look) -> u16 {
        if let Some(place) = self.places.get(&look) {
            return *place;
        }
        // A workbook has room for 65,000 formats and a report for far fewer.
        let place = u16::try_from(self.formats.len()).unwrap_or(u16::MAX);
        self.formats.push(look.format());
        self.places.insert(look, place);
        place
    }

    /// All formats, by their places.
    pub(super) fn formats(&self) -> &[Format] {
        &self.formats
    }
}

/// A header of a table.
pub(super) fn header(right: bool) -> Format {
    Format::new()
        .set_font_name(SANS)
        .set_font_size(10)
        .set_font_color(INK)
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Bottom)
        .set_align(if right { FormatAlign::Right } else { FormatAlign::Left })
        .set_border_bottom(FormatBorder::Medium)
        .set_border_bottom_color(INK)
}

/// The finding at the top of a sheet.
pub(super) fn title() -> Format {
    serif(16, INK)
}

/// The line under it.
pub(super) fn note() -> Format {
    body().set_font_color(SECOND)
}

/// Large type of the cover.
pub(super) fn serif(size: u8, color: u32) -> Format {
    Format::new().set_font_name(SERIF).set_font_size(size).set_font_color(color).set_align(FormatAlign::Top)
}

/// A link, on any cell format.
pub(super) fn link(base: Format) -> Format {
    base.set_font_color(LINK).set_underline(FormatUnderline::Single)
}

/// How each word of an outcome or a strength is coloured. The word stays in the cell; the mark comes by number format.
const WORDS: [(&str, &str, u32, Option<u32>, bool); 17] = [
    ("Breach", "◆", 0xFF_FFFF, Some(RED), true),
    ("Not met", "◇", RED, Some(TINTS[0]), true),
    ("Not as expected", "◇", RED, Some(TINTS[0]), true),
    ("Blocks a funding line", "◇", RED, Some(TINTS[0]), true),
    ("Below", "◇", RED, None, false),
    ("Cannot be shown", "?", 0x6F_4C06, Some(TINTS[1]), false),
    ("Pending", "◷", 0x37_4C86, None, false),
    ("Met", "✓", 0x1D_6545, None, false),
    ("Not applicable", "–", 0x5B_6168, None, false),
    ("Short", "◇", RED, Some(TINTS[0]), true),
    ("Over", "◇", RED, Some(TINTS[0]), true),
    ("Differs", "◇", RED, Some(TINTS[0]), true),
    ("Paid in full", "✓", 0x1D_6545, None, false),
    ("Agrees", "✓", 0x1D_6545, None, false),
    ("Not due yet", "◷", 0x37_4C86, None, false),
    ("Not eligible", "–", 0x5B_6168, None, false),
    ("Rate not configured", "?", 0x6F_4C06, Some(TINTS[1]), false),
];

/// How a funding line stands, and what a control total says.
pub(super) const STATES: [&str; 9] = [
    "Short",
    "Over",
    "Differs",
    "Cannot be shown",
    "Rate not configured",
    "Not due yet",
    "Paid in full",
    "Agrees",
    "Not eligible",
];

/// The conditional formats of a column of outcomes or strengths, one a word.
pub(super) fn words(wanted: &[&str]) -> Vec<ConditionalFormatText> {
    WORDS
        .iter()
        .filter(|(word, ..)| wanted.iter().any(|w| w.starts_with(word)))
        .map(|(word, mark, color, fill, bold)| {
            let mut format = Format::new().set_font_color(*color).set_num_format(format!("\"{mark} \"@"));
            if let Some(fill) = fill {
                format = format.set_background_color(Color::RGB(*fill));
            }
            if *bold {
                format = format.set_bold();
            }
            ConditionalFormatText::new()
                .set_rule(ConditionalFormatTextRule::BeginsWith((*word).to_owned()))
                .set_format(format)
        })
        .collect()
}
