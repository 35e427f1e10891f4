//! Formats of cells: which numbers are dates, times or lengths of time.

use super::xml::{Walk, attribute, plain};
use crate::ingest::notes::Refusal;
use crate::ingest::stored::Format;
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// What each format of the workbook makes of a number.
///
/// # Errors
/// If the part is no XML.
pub fn list(part: &str, bytes: &[u8]) -> Result<Vec<Format>, Refusal> {
    let mut codes: BTreeMap<u32, Format> = BTreeMap::new();
    let mut used = Vec::new();
    let (mut are_codes, mut are_used) = (false, false);
    let mut walk = Walk::new(part, bytes)?;
    while let Some(event) = walk.next()? {
        let Event::Start(tag) = event else { continue };
        // A format that is no number could be that of a date.
        let number = || match attribute(&tag, "numFmtId").map(|number| number.parse::<u32>()) {
            None => Ok(0),
            Some(number) => number.map_err(|_| walk.broken()),
        };
        match (walk.depth(), tag.local_name().as_ref()) {
            (2, name) => (are_codes, are_used) = (name == "numFmts", name == "cellXfs"),
            (3, "numFmt") if are_codes => {
                let code = attribute(&tag, "formatCode").ok_or_else(|| walk.broken())?;
                codes.insert(number()?, of_code(&plain(&code)));
            }
            (3, "xf") if are_used => used.push(number()?),
            _ => {}
        }
    }
    Ok(used.iter().map(|number| codes.get(number).copied().unwrap_or_else(|| built_in(*number))).collect())
}

/// Formats that every workbook has without saying so; 27 to 36 and 50 to 58 are dates of East Asian Excels.
fn built_in(number: u32) -> Format {
    match number {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Format::Moment,
        46 => Format::Length,
        _ => Format::Plain,
    }
}

/// What `dd/mm/yyyy`, `[h]:mm` or `0.00` makes of a number, told by its first section.
fn of_code(code: &str) -> Format {
    let mut rest = code.chars();
    while let Some(sign) = rest.next() {
        match sign.to_ascii_lowercase() {
            // The next character is shown as it is, left as a gap, or repeated.
            '\\' | '_' | '*' => {
                rest.next();
            }
            '"' => {
                rest.find(|end| *end == '"');
            }
            '[' => {
                let Some((inside, after)) = rest.as_str().split_once(']') else { return Format::Plain };
                if is_elapsed(inside) {
                    return Format::Length;
                }
                rest = after.chars();
            }
            ';' => return Format::Plain,
            'd' | 'm' | 'h' | 'y' | 's' => return Format::Moment,
            'a' if rest.as_str().get(..2).is_some_and(|next| next.eq_ignore_ascii_case("/p")) => {
                return Format::Moment;
            }
            _ => {}
        }
    }
    Format::Plain
}

/// True for `h`, `hh`, `mm`, `ss`; a colour, a condition or a language stands in brackets too.
fn is_elapsed(inside: &str) -> bool {
    let mut letters = inside.chars().map(|letter| letter.to_ascii_lowercase());
    letters.next().is_some_and(|first| "hms".contains(first) && letters.all(|letter| letter == first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_code_tells_a_date_from_a_length_from_a_number() {
        for (code, format) in [
            ("dd/mm/yyyy", Format::Moment),
            ("H:MM AM/PM", Format::Moment),
            ("A/P", Format::Moment),
            ("[$-809]dd mmmm yyyy;@", Format::Moment),
            ("\"Day \"d", Format::Moment),
            ("*-yyyy", Format::Moment),
            ("[h]:mm", Format::Length),
            ("[HH]:mm:ss", Format::Length),
            ("[mm]", Format::Length),
            ("[Blue]\\+[h]:mm;[Red]\\-[h]:mm", Format::Length),
            ("General", Format::Plain),
            ("0.00", Format::Plain),
            ("0.0\" hours\"", Format::Plain),
            ("0\\h", Format::Plain),
            ("0_d", Format::Plain),
            ("0*y", Format::Plain),
            ("[Red]0;[Magenta]d", Format::Plain),
            ("[>=100]0", Format::Plain),
            ("\"h", Format::Plain),
            ("[h", Format::Plain),
            ("", Format::Plain),
        ] {
            assert_eq!(of_code(code), format, "{code}");
        }
    }

    #[test]
    fn a_format_that_is_no_number_is_not_taken_for_the_plain_one() {
        let xml = "<styleSheet><cellXfs><xf numFmtId=\"x14\"/></cellXfs></styleSheet>";
        assert_eq!(list("xl/styles.xml", xml.as_bytes()).map_err(|refusal| refusal.code), Err("E-XML"));
    }

    #[test]
    fn a_cell_format_is_told_by_its_number_and_a_number_by_its_code() {
        let xml = r#"<styleSheet>
            <numFmts><numFmt numFmtId="164" formatCode="&quot;d&quot;0"/><numFmt numFmtId="165" formatCode="[h]:mm"/>
                <numFmt numFmtId="15" formatCode="0.0"/></numFmts>
            <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
            <cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="46"/><xf numFmtId="15"/></cellXfs>
            <dxfs><dxf><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></dxf></dxfs></styleSheet>"#;
        assert_eq!(
            list("xl/styles.xml", xml.as_bytes()).ok(),
            Some(vec![
                Format::Plain,
                Format::Moment,
                Format::Plain,
                Format::Length,
                Format::Length,
                Format::Plain
            ])
        );
    }
}
