//! Texts: the runs of one text, and the list of texts that the cells of a workbook share.

use super::escape::unescaped;
use super::glance::{BLANKS, Cursor};
use super::xml::{self, Walk, attributes, resolved};
use crate::ingest::notes::Refusal;
use crate::ingest::sheet::Cell;
use quick_xml::events::Event;

/// The list, each text as the cell that holds it.
///
/// # Errors
/// If the part is no XML.
pub fn list(part: &str, bytes: &[u8]) -> Result<Vec<Cell>, Refusal> {
    let (mut texts, mut text) = (Vec::new(), String::new());
    let mut walk = Walk::new(part, bytes)?;
    while let Some(event) = walk.next()? {
        let Event::Start(tag) = event else { continue };
        match (walk.depth(), tag.local_name().as_ref()) {
            (1, _) if !walk.slice(walk.last()).ends_with("/>") => plain_texts(&mut walk, &mut texts),
            (2, "si") => {
                runs(&mut walk, &mut text)?;
                texts.push(Cell::text(&text));
                plain_texts(&mut walk, &mut texts);
            }
            (_, "si") => return Err(walk.broken()),
            _ => {}
        }
    }
    texts.shrink_to_fit();
    Ok(texts)
}

/// Takes texts up to the first that is not written as `<si><t>Jane Smith</t></si>`, in letters that stand for themselves.
fn plain_texts(walk: &mut Walk, texts: &mut Vec<Cell>) {
    let mut rest = Cursor(walk.rest());
    let all = rest.left();
    // Where the last text taken ends.
    let mut end = 0;
    while let Some(text) = plain_text(&mut rest) {
        texts.push(text);
        end = all - rest.left();
    }
    walk.skip(end);
}

fn plain_text(rest: &mut Cursor) -> Option<Cell> {
    rest.blanks();
    rest.word("<si><t")?;
    let keeps_spaces = rest.word(" xml:space=\"preserve\"").is_some();
    rest.word(">")?;
    let written = rest.value()?;
    rest.word("</t></si>")?;
    let bare = if keeps_spaces { written } else { written.trim_matches(BLANKS) };
    Some(Cell::text(&unescaped(bare)))
}

/// Reads the element just begun up to its end, and puts the text of its runs together. What says how the text is spoken
/// (`rPh`) is left out.
///
/// # Errors
/// If the part is no XML.
pub fn runs(walk: &mut Walk, text: &mut String) -> Result<(), Refusal> {
    let outside = walk.depth() - 1;
    let (mut is_run, mut is_text, mut keeps_spaces) = (false, false, false);
    let mut piece = String::new();
    text.clear();
    while let Some(event) = walk.next()? {
        match event {
            Event::Start(_) if is_text => return Err(walk.broken()),
            Event::Start(tag) => {
                let (depth, name) = (walk.depth() - outside - 1, tag.local_name());
                match (depth, name.as_ref()) {
                    (1, name @ ("r" | "t" | "rPh" | "phoneticPr" | "extLst")) => is_run = name == "r",
                    (1, _) => return Err(walk.broken()),
                    _ => {}
                }
                if name.as_ref() == "t" && (depth == 1 || depth == 2 && is_run) {
                    let Some([space]) = attributes(&tag, ["xml:space"]) else { return Err(walk.broken()) };
                    (is_text, keeps_spaces) = (true, space == Some("preserve"));
                    piece.clear();
                }
            }
            Event::Text(words) if is_text => piece.push_str(&words.xml10_content()),
            Event::CData(words) if is_text => piece.push_str(&words.xml10_content()),
            Event::GeneralRef(name) if is_text => piece.extend(resolved(&name)),
            Event::End(_) if walk.depth() == outside => break,
            Event::End(tag) if is_text && tag.local_name().as_ref() == "t" => {
                is_text = false;
                let bare = if keeps_spaces { &piece } else { piece.trim_matches(BLANKS) };
                text.push_str(&unescaped(bare));
            }
            event if walk.depth() - outside <= 1 + u32::from(is_run) && xml::is_text(&event) => {
                return Err(walk.broken());
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn listed(items: &str) -> Result<Vec<Cell>, &'static str> {
        let xml = format!("<sst uniqueCount=\"99999999999\">{items}</sst>");
        list("xl/sharedStrings.xml", xml.as_bytes()).map_err(|refusal| refusal.code)
    }

    proptest! {
        #[test]
        fn what_is_taken_at_a_glance_is_what_the_walk_makes_of_it(
            pieces in proptest::collection::vec(
                proptest::sample::select(
                    &["<si>", "<t>", "</t>", "</si>", "<si><t>", "</t></si>", "<t xml:space=\"preserve\">", " ", "Jane", "é",
                        "\n", "\r\n", "&amp;", "_x0041_", "<!-- x -->", "<r>", "</r>", "<t/>", "<si/>", "<![CDATA[a]]>"][..],
                ),
                0..24,
            ),
        ) {
            let items = pieces.concat();
            // A space in the name of the tag, and the walk takes every text.
            prop_assert_eq!(listed(&items), listed(&items.replace("<si>", "<si >")));
        }
    }

    #[test]
    fn a_text_is_its_runs_on_end() {
        for (item, text) in [
            ("<si><t>Jane Smith</t></si>", "Jane Smith"),
            (
                "<si><r><t xml:space=\"preserve\">Jane </t></r><r><rPr><b/></rPr><t>Smith</t></r></si>",
                "Jane Smith",
            ),
            ("<si><r><t> Jane </t></r><r><t>\n Smith</t></r></si>", "JaneSmith"),
            (
                "<si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh><phoneticPr fontId=\"1\"/></si>",
                "東京",
            ),
            ("<si><t>A &amp; B &#8211; <![CDATA[<c>]]></t></si>", "A & B – <c>"),
            ("<si><t>one_x000D_\ntwo</t></si>", "one\ntwo"),
            ("<x:si xmlns:x=\"y\"><x:t>named</x:t></x:si>", "named"),
        ] {
            assert_eq!(listed(item), Ok(vec![Cell::Text(text.into())]), "{item}");
        }
        assert_eq!(listed("<si/><si><t/></si>"), Ok(vec![Cell::Empty, Cell::Empty]), "an empty one counts");
        for item in [
            "<si><si/></si>",
            "<a><si/></a>",
            "<si><t>a<t>b</t>c</t></si>",
            "<si>a</si>",
            "<si><r>a</r></si>",
            "<si><![CDATA[a]]><t/></si>",
            "<si><T>a</T></si>",
        ] {
            assert_eq!(listed(item), Err("E-XML"), "{item}");
        }
    }
}
