//! Rows as a sheet writes them, and what they are read as.

use super::*;

fn read_xml(xml: &str) -> Result<Found, Refusal> {
    let texts = ["Teacher", "Hours", "Jane Smith", "Tom Brown"];
    let formats = vec![Format::Plain, Format::Moment, Format::Length];
    let known = Known { texts: texts.map(Cell::text).to_vec(), formats, from_1904: false };
    read("Staff", "sheet1.xml", xml.as_bytes(), &known).map(Option::unwrap_or_default)
}

pub(super) fn found(rows: &str) -> Result<Found, Refusal> {
    read_xml(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"))
}

/// The cells of the sheet, by row and column from zero.
fn cells(rows: &str) -> Vec<(u32, u32, Cell)> {
    let rows = found(rows).map(|found| found.sheet.rows).unwrap_or_default();
    rows.into_iter()
        .flat_map(|row| row.cells.into_iter().map(move |(col, cell)| (row.index, col, cell)))
        .collect()
}

/// The code of the refusal and its words up to the first comma.
fn told(rows: &str) -> String {
    found(rows).map_or_else(
        |refusal| format!("{}: {}", refusal.code, refusal.message.split(", so the").next().unwrap_or("")),
        |_| "well".to_owned(),
    )
}

fn cell(attributes: &str, inside: &str) -> String {
    told(&format!("<row r=\"2\"><c {attributes}>{inside}</c></row>"))
}

#[test]
fn a_cell_stands_where_it_says() {
    assert_eq!(cell("r=\"XFD2\"", "<v>1</v>"), "well");
    assert_eq!(told("<row><c/></row><row><c/><c/></row>"), "well", "rows and cells may go without a name");
    for place in ["B4294967298", "XFE2", "AAAA2", "B0", "B02", "b2", "$B$2", "2"] {
        let expected =
            format!("E-CELLREF: The sheet “Staff” has a cell “{place}”, which lies outside every sheet");
        assert_eq!(cell(&format!("r=\"{place}\""), ""), expected);
    }
    for place in ["!!", "B", ""] {
        let expected =
            format!("E-SHEET: The sheet “Staff” is damaged: it has a cell “{place}”, which names no place");
        assert!(cell(&format!("r=\"{place}\""), "").starts_with(&expected), "{place}");
    }
    assert_eq!(cell("r=\"B7\"", ""), "E-CELLREF: The sheet “Staff” has the cell “B7” in its row 2");
    for row in ["4294967298", "1048577", "0", "-1"] {
        assert!(told(&format!("<row r=\"{row}\"/>")).starts_with("E-CELLREF"), "{row}");
    }
    assert!(told("<row r=\"x\"/>").starts_with("E-SHEET"));
    assert!(told("<row r=\"1048576\"/><row/>").starts_with("E-CELLREF"), "one row too many");
    assert!(cell("r=\"B2\" r=\"C2\"", "").starts_with("E-XML"), "two names");
    assert!(told("<row r=\"1\"><d><c/></d></row>").starts_with("E-XML"), "not in its row");
}

#[test]
fn a_value_is_what_it_says() {
    let number = |inside: &str| cell("r=\"B2\"", &format!("<v>{inside}</v>"));
    for well in ["19.5", "+19.5", "-0", "19.", "1e3", ""] {
        assert_eq!(number(well), "well", "{well}");
    }
    for (raw, shown) in [
        ("NaN", "NaN"),
        ("Infinity", "Infinity"),
        ("1e999", "1e999"),
        ("19,5", "19,5"),
        ("0x13", "0x13"),
        (" 19.5 ", " 19.5 "),
        ("abc", "abc"),
        ("1<!-- x -->9.5", "1<!-- x -->9.5"),
        ("<![CDATA[19.5]]>", "<![CDATA[19.5]]>"),
        ("1&#57;.5", "1&#57;.5"),
        ("1<a/>", "1<a/>"),
    ] {
        assert_eq!(
            number(raw),
            format!("E-NUMBER: The cell B2 of the sheet “Staff” holds “{shown}” as a number")
        );
    }
    assert_eq!(cell("r=\"B2\" t=\"s\"", "<v>3</v>"), "well");
    for index in ["4", "99", "abc", "-1"] {
        assert!(cell("r=\"B2\" t=\"s\"", &format!("<v>{index}</v>")).starts_with("E-STRING"), "{index}");
    }
    assert_eq!(cell("r=\"B2\" t=\"str\"", "<v>A &amp; B</v>"), "well");
    assert!(cell("r=\"B2\" t=\"str\"", "<v><![CDATA[A]]></v>").starts_with("E-STRING"));
    assert_eq!(cell("r=\"B2\" t=\"b\"", "<v>1</v>"), "well");
    assert!(
        cell("r=\"B2\" t=\"b\"", "<v>2</v>")
            .starts_with("E-SHEET: The cell B2 of the sheet “Staff” holds “2”")
    );
    assert!(cell("r=\"B2\" t=\"z\"", "").starts_with("E-SHEET"));
    assert_eq!(cell("r=\"B2\" s=\"1\"", ""), "well");
    assert!(cell("r=\"B2\" s=\"3\"", "").starts_with("E-STYLE: The cell B2"));
    assert!(cell("r=\"B2\"", "<v>1</v><v>2</v>").starts_with("E-CELLDUP"));
}

#[test]
fn hidden_rows_that_hold_anything_are_counted() {
    let rows = "<row r=\"1\" hidden=\"1\"/><row r=\"2\" hidden=\"1\"><c><v>1</v></c></row><row r=\"3\"><c><v>1</v></c></row><row r=\"4\" hidden=\"true\"><c t=\"inlineStr\"><is><t>a</t></is></c></row>";
    let found = found(rows).ok().map(|found| (found.hidden_rows, found.is_filtered));
    assert_eq!(found, Some((2, false)));
}

#[test]
fn merged_cells_are_gathered_whichever_corner_comes_first() {
    let merges = |blocks: [&str; 2]| {
        let cells = blocks.map(|block| format!("<mergeCell ref=\"{block}\"/>")).concat();
        let xml = format!("<worksheet><sheetData/><mergeCells>{cells}</mergeCells></worksheet>");
        read_xml(&xml).map(|found| found.sheet.merged).map_err(|refusal| refusal.code)
    };
    assert_eq!(merges(["A2:A4", "C4:B2"]), Ok(vec![((1, 0), (3, 0)), ((1, 1), (3, 2))]));
    assert_eq!(merges(["A2:A4", "A2:banana"]), Err("E-CELLREF"));
}

#[test]
fn what_makes_no_value_wrong_is_no_reason_to_refuse() {
    let xml = "<worksheet><dimension ref=\"banana!\"/><sheetData><row r=\"1\"><c r=\"A1\" t=\"e\"><v>#SPILL!</v></c><c><f t=\"shared\" si=\"99999999999\"/><v>1</v><extLst><ext/></extLst></c></row></sheetData></worksheet>";
    let rows =
        read_xml(xml).map(|found| found.sheet.rows.into_iter().map(|row| row.cells).collect::<Vec<_>>());
    assert_eq!(rows, Ok(vec![vec![(0, Cell::Fault("#SPILL!".into())), (1, Cell::Number(1.0))]]));
}

#[test]
fn a_cell_is_what_its_kind_and_its_format_say() {
    for (attributes, inside, cell) in [
        ("", "<v>19.50</v>", Cell::Number(19.5)),
        ("s=\"1\"", "<v>0.375</v>", Cell::Moment(9 * 3_600_000)),
        ("s=\"2\" t=\"n\"", "<v>1.5</v>", Cell::Elapsed(36 * 3_600_000)),
        ("s=\"1\" t=\"s\"", "<v>2</v>", Cell::Text("Jane Smith".into())),
        ("t=\"b\"", "<v>true</v>", Cell::Bool(true)),
        ("t=\"b\"", "<f>1=2</f><v>0</v>", Cell::Bool(false)),
        ("t=\"e\"", "<v>#N/A</v>", Cell::Fault("#N/A".into())),
        ("t=\"str\"", "<f>A1</f><v>A &amp;_x000D_\nB</v>", Cell::Text("A &\nB".into())),
        ("t=\"str\"", "<v>A<!-- x -->B</v>", Cell::Text("AB".into())),
        ("t=\"d\"", "<v>1900-01-01T12:00:00</v>", Cell::Moment(2 * 86_400_000 + 12 * 3_600_000)),
        ("t=\"d\"", "<v>next week</v>", Cell::Text("next week".into())),
        (
            "t=\"inlineStr\"",
            "<is><r><t>Jane</t></r><r><t xml:space=\"preserve\"> Smith</t></r></is>",
            Cell::Text("Jane Smith".into()),
        ),
        ("t=\"inlineStr\"", "<is><t>a</t></is><v>9</v>", Cell::Text("a".into())),
    ] {
        let row = format!("<row r=\"2\"><c {attributes}>{inside}</c></row>");
        assert_eq!(cells(&row), [(1, 0, cell)], "{row}");
    }
}

#[test]
fn a_formula_without_its_result_is_told_from_an_empty_one() {
    assert_eq!(cells("<row><c><f>A1</f></c></row>"), [(0, 0, Cell::NoValue)]);
    assert_eq!(cells("<row><c/><c><f>A1</f><v/></c></row>"), [(0, 1, Cell::NoValue)]);
    assert_eq!(cells("<row><c t=\"str\"><f>A1</f></c></row>"), [(0, 0, Cell::NoValue)]);
    assert_eq!(cells("<row><c t=\"str\"><f>A1</f><v></v></c></row>"), []);
    assert_eq!(cells("<row><c/><c><v/></c><c t=\"inlineStr\"><is/></c></row>"), []);
}

#[test]
fn a_cell_that_stands_twice_or_out_of_order_is_told_with_both_places() {
    let twice = "<row r=\"2\"><c r=\"B2\"><v>19.5</v></c><c r=\"B2\"><v>999</v></c></row>";
    assert_eq!(
        told(twice),
        "E-CELLDUP: The cell B2 of the sheet “Staff” stands twice, as “19.5” and as “999”"
    );
    let back = "<row r=\"5\"><c r=\"A5\"/></row><row r=\"2\"><c r=\"B2\"><v>1</v></c></row>";
    assert!(told(back).starts_with("E-CELLDUP: The cell B2 of the sheet “Staff” stands after A5"));
    assert!(cell("r=\"B2\"", "<is><t>a</t></is><v>1</v>").starts_with("E-CELLDUP"), "two values");
}

#[test]
fn what_is_no_part_of_a_cell_is_no_xml_of_a_sheet() {
    for inside in ["<w>1</w>", "19.5", "<![CDATA[19.5]]>", "&#49;", "<V>19.5</V>"] {
        assert!(cell("r=\"B2\"", inside).starts_with("E-XML"), "{inside}");
    }
    for rows in ["<Row r=\"2\"/>", "<row>19.5</row>", "<row><C><v>1</v></C></row>", "19.5"] {
        assert!(told(rows).starts_with("E-XML"), "{rows}");
    }
    assert_eq!(told("<row>\n<c>\t<v>1</v> </c><extLst><ext/></extLst></row>\r\n"), "well");
    let charts = "<chartsheet><drawing/></chartsheet>";
    let known = Known { texts: Vec::new(), formats: Vec::new(), from_1904: false };
    assert!(matches!(read("Chart", "sheet2.xml", charts.as_bytes(), &known), Ok(None)));
}
