//! Workbooks as any program might write them: each way of storing a value that the format allows, and some it does not.

use super::Reason;
use crate::support::raw;
use proptest::prelude::*;
use proptest::sample::select;
use std::fmt::Write as _;

/// What stands in a cell: the kind it names, its XML, and why the two readings may part ways over it.
type Stored = (&'static str, String, Option<Reason>);

/// A workbook, and why the two readings may part ways over it, in the order in which it is met.
#[derive(Clone, Debug)]
pub struct Written {
    is_1904: bool,
    sheet: String,
    styles: String,
    texts: String,
    pub reasons: Vec<Reason>,
}

impl Written {
    /// The workbook.
    pub fn bytes(&self) -> Vec<u8> {
        raw::from_parts(
            if self.is_1904 { "date1904=\"1\"" } else { "" },
            &[
                ("xl/worksheets/sheet1.xml", &self.sheet),
                ("xl/styles.xml", &self.styles),
                ("xl/sharedStrings.xml", &self.texts),
            ],
        )
    }
}

/// Texts as people and programs write them, escaped for XML.
fn words() -> impl Strategy<Value = String> {
    let piece = select(vec![
        "Jane",
        "Smith",
        "10B/Ar1",
        " ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "&amp;",
        "&lt;",
        "&#233;",
        "&#x1F4F7;",
        "é",
        "東京",
        "\u{a0}",
        "\u{feff}",
        "\u{fffd}",
        "_",
        "_x000D_",
        "_x0041_",
        "_xD83D__xDCF7_",
        "_xD83D_",
        "_x005F_x0041_",
        "_x",
        "<!-- x -->",
        "=1+1",
        "'",
        "\"",
        "0.5",
        "#N/A",
        "07/09/2026",
    ]);
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// The inside of `si` or `is`.
fn runs() -> impl Strategy<Value = String> {
    let space = select(vec!["", " xml:space=\"preserve\"", " xml:space=\"default\""]);
    let text = (words(), space).prop_map(|(words, space)| format!("<t{space}>{words}</t>")).boxed();
    let run = text.clone().prop_map(|text| format!("<r><rPr><b/><rFont val=\"t\"/></rPr>{text}</r>"));
    let rich = prop::collection::vec(run, 1..4).prop_map(|runs| runs.concat());
    let spoken = text
        .clone()
        .prop_map(|text| format!("<rPh sb=\"0\" eb=\"1\">{text}</rPh><phoneticPr fontId=\"1\"/>"));
    let kept = (words(), words()).prop_map(|(a, b)| format!("<t>{a}<![CDATA[<{}>]]></t>", b.len()));
    let plain = prop_oneof![6 => text, 3 => rich, 1 => kept, 1 => Just(String::new())];
    (plain, prop::option::weighted(0.2, spoken))
        .prop_map(|(plain, spoken)| plain + &spoken.unwrap_or_default())
}

fn number() -> impl Strategy<Value = String> {
    let fixed = [
        "",
        "0",
        "-0",
        "19.5",
        "+19.5",
        "19.",
        ".5",
        "1e5",
        "1E-7",
        "0.1",
        "45000",
        "45000.375",
        "0.375",
        "0.999999999",
        "1",
        "59",
        "60",
        "61",
        "2958465",
        "-1",
        "1462",
        "123456789012345678",
        "0.30000000000000004",
        "1e300",
    ];
    prop_oneof![
        select(fixed.to_vec()).prop_map(str::to_owned),
        any::<i32>().prop_map(|n| format!("{:e}", f64::from(n) / 256.0))
    ]
}

/// A sound value: of every kind there is.
fn sound(texts: usize) -> impl Strategy<Value = Stored> {
    let value = |kind: &'static str, inside: String| (kind, format!("<v>{inside}</v>"), None);
    let formula = select(vec![
        "<f>A1</f>",
        "<f/>",
        "<f t=\"shared\" si=\"0\" ref=\"A1:B9\">A1</f>",
        "<f t=\"shared\" si=\"7\"/>",
    ]);
    let errors = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];
    prop_oneof![
        6 => number().prop_map(move |n| value("", n)),
        3 => number().prop_map(move |n| value("n", n)),
        6 => (0..texts).prop_map(move |n| value("s", n.to_string())),
        2 => select(vec!["0", "1", "true", "FALSE", ""]).prop_map(move |yes| value("b", yes.to_owned())),
        2 => select(errors.to_vec()).prop_map(move |error| value("e", error.to_owned())),
        3 => words().prop_map(move |words| value("str", words)),
        1 => select(vec!["2026-09-07", "2026-09-07T09:05:00", "2026-09-07T09:05:00Z", "next week"])
            .prop_map(move |day| value("d", day.to_owned())),
        4 => runs().prop_map(|runs| ("inlineStr", format!("<is>{runs}</is>"), None)),
        1 => Just(("inlineStr", "<is><t>a</t></is><v>b</v>".to_owned(), Some(Reason::TextBeforeValue))),
        1 => select(vec!["", "n", "s", "b", "e", "str", "inlineStr"]).prop_map(|kind| (kind, String::new(), None)),
        2 => (formula.clone(), select(vec!["", "n", "str", "b", "e"]), any::<bool>())
            .prop_map(|(formula, kind, is_told)| (kind, format!("{formula}{}", if is_told { "<v/>" } else { "" }), None)),
        2 => (formula.clone(), number()).prop_map(|(formula, n)| ("", format!("{formula}<v>{n}</v>"), None)),
        2 => (formula, words()).prop_map(|(formula, words)| ("str", format!("{formula}<v>{words}</v>"), None)),
    ]
}

/// A value over which the readings part ways.
fn odd(texts: usize) -> impl Strategy<Value = Stored> {
    let newer = ["#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!"];
    let numbers =
        ["abc", "NaN", "inf", "1e999", " 1", "1,5", "1_0", "0x10", "1<!-- -->2", "<![CDATA[1]]>", "1&#49;"];
    let refused = |kind: &'static str, code: &'static str| {
        move |inside: &str| (kind, format!("<v>{inside}</v>"), Some(Reason::Refused(code)))
    };
    prop_oneof![
        select(newer.to_vec()).prop_map(|error| ("e", format!("<v>{error}</v>"), Some(Reason::NewerError))),
        Just(("", "<v>1</v><extLst><ext/></extLst>".to_owned(), Some(Reason::MoreInCell))),
        select(numbers.to_vec()).prop_map(refused("", "E-NUMBER")),
        select(numbers.to_vec()).prop_map(refused("n", "E-NUMBER")),
        select(vec!["-1", "abc", "1.0", "0<!-- -->", "&#48;", "99"]).prop_map(refused("s", "E-STRING")),
        select(vec!["2", "yes", "-1"]).prop_map(refused("b", "E-SHEET")),
        select(vec!["N/A", "0"]).prop_map(refused("e", "E-SHEET")),
        Just(refused("str", "E-STRING")("<![CDATA[a]]>")),
        Just(refused("z", "E-SHEET")("1")),
        Just(("", "<v>1</v><v>2</v>".to_owned(), Some(Reason::Refused("E-CELLDUP")))),
        Just(("", "<f ref=\"A0\">A1</f>".to_owned(), Some(Reason::Refused("E-CELLREF")))),
        Just(("", "<w/>".to_owned(), Some(Reason::Refused("E-XML")))),
    ]
    .prop_map(move |stored| {
        assert!(texts < 99);
        stored
    })
}

/// Codes of formats, and the built-in ones by number.
fn formats() -> impl Strategy<Value = Vec<Result<u32, String>>> {
    let token = select(vec![
        "d",
        "dd",
        "mmm",
        "yyyy",
        "hh",
        "mm",
        "ss",
        "AM/PM",
        "A/P",
        "[h]",
        "[mm]",
        "[SS]",
        "[Red]",
        "[$-809]",
        "[>=100]",
        "0",
        "0.00",
        "#,##0",
        "@",
        "\\d",
        "_h",
        "*y",
        "\"hours\"",
        "\"d;\"",
        ";",
        " ",
        "/",
        ":",
        "-",
        "%",
    ]);
    let code = prop::collection::vec(token, 0..6).prop_map(|tokens| Err(tokens.concat()));
    // The library sees the “a” of General as the start of “am/pm” where a slash follows, as it never does.
    let general = select(vec!["General", "General;[Red]-General", "\"h\"General", "[>9]General"]);
    let general = general.prop_map(|code| Err(code.to_owned()));
    prop::collection::vec(prop_oneof![4 => (0..60_u32).prop_map(Ok), 4 => code, 1 => general], 1..6)
}

type Spot = (u32, bool, Option<usize>, Stored);

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Workbooks of one sheet; every eighth or so holds something odd.
pub fn workbooks() -> impl Strategy<Value = Written> {
    let texts = prop::collection::vec(runs(), 1..6);
    (texts, formats(), any::<bool>(), prop::bool::weighted(0.04)).prop_flat_map(
        |(texts, formats, is_1904, is_odd_size)| {
            let stored = prop_oneof![400 => sound(texts.len()).boxed(), 1 => odd(texts.len()).boxed()];
            let style = prop::option::weighted(0.6, 0..formats.len());
            let spot = (1..4_u32, any::<bool>(), style, stored);
            let row = (1..4_u32, any::<bool>(), prop::collection::vec(spot, 0..8));
            let blocks = prop::collection::vec((1..9_u32, 0..3_u32), 0..3);
            (Just((texts, formats, is_1904, is_odd_size)), prop::collection::vec(row, 0..10), blocks)
                .prop_map(|((texts, formats, is_1904, is_odd_size), rows, blocks)| {
                    book(&texts, &formats, is_1904, is_odd_size, &rows, &blocks)
                })
        },
    )
}

fn book(
    texts: &[String],
    formats: &[Result<u32, String>],
    is_1904: bool,
    is_odd_size: bool,
    rows: &[(u32, bool, Vec<Spot>)],
    blocks: &[(u32, u32)],
) -> Written {
    let mut reasons = Vec::new();
    if is_odd_size {
        reasons.push(Reason::StatedSize);
    }
    let (mut sheet, mut row) = (String::new(), 0);
    for (step, is_named, spots) in rows {
        row += step;
        let name = if *is_named || *step > 1 { format!(" r=\"{row}\"") } else { String::new() };
        let _ = writeln!(sheet, "<row{name} spans=\"1:9\">");
        let mut col = 0;
        for (step, is_named, style, (kind, inside, reason)) in spots {
            col += step;
            let letter = char::from(b'A' + u8::try_from(col - 1).unwrap());
            let name = if *is_named || *step > 1 { format!(" r=\"{letter}{row}\"") } else { String::new() };
            let style = style.map(|style| format!(" s=\"{style}\"")).unwrap_or_default();
            let kind = if kind.is_empty() { String::new() } else { format!(" t=\"{kind}\"") };
            let _ = write!(sheet, "<c{name}{style}{kind}>{inside}</c>");
            reasons.extend(*reason);
            reasons.extend(style.is_empty().then_some(Reason::FirstFormat));
        }
        sheet.push_str("</row>");
    }
    let merged = blocks.iter().map(|(row, more)| format!("<mergeCell ref=\"A{row}:B{}\"/>", row + more));
    let merged = merged.collect::<Vec<_>>().concat();
    let size = if is_odd_size { "banana!" } else { "A1" };
    let sheet = format!(
        "<worksheet><dimension ref=\"{size}\"/><sheetData>{sheet}</sheetData><mergeCells>{merged}</mergeCells></worksheet>"
    );
    let (mut codes, mut used) = (String::new(), String::new());
    for (number, format) in (164_u32..).zip(formats) {
        let number = match format {
            Ok(built_in) => *built_in,
            Err(code) => {
                let _ = write!(codes, "<numFmt numFmtId=\"{number}\" formatCode=\"{}\"/>", xml(code));
                number
            }
        };
        let _ = write!(used, "<xf numFmtId=\"{number}\"/>");
    }
    let styles = format!("<styleSheet><numFmts>{codes}</numFmts><cellXfs>{used}</cellXfs></styleSheet>");
    let texts = texts.iter().map(|text| format!("<si>{text}</si>")).collect::<Vec<_>>().concat();
    Written { is_1904, sheet, styles, texts: format!("<sst>{texts}</sst>"), reasons }
}
