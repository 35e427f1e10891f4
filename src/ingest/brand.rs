//! The logo that the settings name and the accent they choose: a picture that holds nothing but a picture, and a colour that
//! can be read on the page.

use super::notes::{Notes, Refusal};
use super::strict::xml::Walk;
use super::{PackFile, open, pack};
use crate::model::brand::Brand;
use crate::model::figure::ChosenBy;
use crate::model::finding::Place;
use crate::model::settings::{Chosen, Settings};
use crate::model::source::{FileId, FileInfo};
use base64ct::{Base64, Encoding as _};
use palette::Srgb;
use palette::color_difference::Wcag21RelativeContrast as _;
use quick_xml::events::{BytesStart, Event};
use sha2::{Digest, Sha256};

/// A logo stands in every page, so it must be small.
const LARGEST: usize = 200 << 10;
/// Wider or higher, it is no logo.
const LONGEST_SIDE: u32 = 4_000;
/// The paper of a report, and the panels on it.
const GROUNDS: [u32; 2] = [0xFD_FCF9, 0xF4_F1EA];
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
/// What an SVG may hold besides shapes, or what leads out of it.
const NOT_A_PICTURE: [&str; 9] =
    ["script", "foreignObject", "iframe", "object", "embed", "audio", "video", "a", "handler"];

/// The look that the settings choose. A logo that cannot be taken is a finding, and the report goes without.
pub fn of(
    files: &[(&PackFile, bool)],
    settings: &Settings,
    infos: &mut [FileInfo],
    notes: &mut Notes,
) -> Brand {
    let accent = settings.accent.as_ref().map(|accent| accent.value.clone());
    let Some(chosen) = &settings.logo else { return Brand { logo: None, accent } };
    let beside = beside(chosen);
    let place = infos.iter().position(|info| info.path == beside);
    let logo = match place.and_then(|n| Some((n, files.get(n)?.0))) {
        None => Err((missing(&chosen.value), settings_file(chosen, infos))),
        Some((n, file)) => {
            let id = FileId(u32::try_from(n).unwrap_or(u32::MAX));
            // It is no spreadsheet, and was looked at all the same.
            notes.all.retain(|note| note.code != "I-IGNORED" || note.at != [Place::File(id)]);
            read(file, &mut infos[n]).map_err(|refusal| (refusal, Some(id)))
        }
    };
    let logo = logo.map_err(|(refusal, at)| {
        if let Some(FileId(n)) = at.filter(|_| place.is_some()) {
            infos[n as usize].rejected = Some(refusal.message.clone());
        }
        notes.add(refusal.code, refusal.message, refusal.help, at.map(Place::File));
    });
    Brand { logo: logo.ok(), accent }
}

/// The path of the logo in the pack: beside the settings that name it.
fn beside(logo: &Chosen<String>) -> String {
    let folder = match &logo.by {
        ChosenBy::File(settings) => settings.rsplit_once('/').map(|(folder, _)| folder),
        _ => None,
    };
    folder.map_or_else(|| logo.value.clone(), |folder| format!("{folder}/{}", logo.value))
}

fn settings_file(logo: &Chosen<String>, infos: &[FileInfo]) -> Option<FileId> {
    let ChosenBy::File(settings) = &logo.by else { return None };
    let n = infos.iter().position(|info| info.path == *settings)?;
    u32::try_from(n).ok().map(FileId)
}

fn read(file: &PackFile, info: &mut FileInfo) -> Result<String, Refusal> {
    let bytes = open::bytes(file, info)?;
    info.bytes = bytes.len() as u64;
    info.sha256 = base16ct::lower::encode_string(&Sha256::digest(&bytes));
    info.rejected = None;
    if bytes.len() > LARGEST {
        return Err(refused(
            format!(
                "This logo has {} KiB; up to {} KiB are taken.",
                bytes.len().div_ceil(1 << 10),
                LARGEST >> 10
            ),
            "Save it smaller: 400 pixels across are enough.",
        ));
    }
    let kind = match pack::extension(&file.path).as_str() {
        "png" if is_png(&bytes) => "image/png",
        "svg" if is_svg(&bytes)? => "image/svg+xml",
        _ => {
            return Err(refused(
                "This logo is not a PNG or SVG picture that could be shown.",
                "Save it as a PNG, up to 4,000 pixels across.",
            ));
        }
    };
    Ok(format!("data:{kind};base64,{}", Base64::encode_string(&bytes)))
}

fn missing(logo: &str) -> Refusal {
    refused(
        format!("“brand.logo” names “{logo}”, and there is no such file beside these settings."),
        "Put the picture beside ringfence.toml, or correct its name there.",
    )
}

fn refused(message: impl Into<String>, help: &str) -> Refusal {
    Refusal::new("W-LOGO", message, help)
}

/// By its first chunk, which holds its width and height.
fn is_png(bytes: &[u8]) -> bool {
    let side =
        |at: usize| bytes.get(at..at + 4).and_then(|four| Some(u32::from_be_bytes(four.try_into().ok()?)));
    let fits = |side: Option<u32>| side.is_some_and(|side| (1..=LONGEST_SIDE).contains(&side));
    bytes.starts_with(PNG) && bytes.get(12..16) == Some(b"IHDR") && fits(side(16)) && fits(side(20))
}

/// True for an SVG that draws, and neither runs nor fetches anything.
fn is_svg(bytes: &[u8]) -> Result<bool, Refusal> {
    let broken =
        |_| refused("This logo is an SVG that cannot be read to its end.", "Save it again, or as a PNG.");
    let mut walk = Walk::new("logo", bytes).map_err(broken)?;
    let mut first = None;
    while let Some(event) = walk.next().map_err(broken)? {
        let fault = match &event {
            Event::Start(element) => {
                first.get_or_insert_with(|| element.local_name().as_ref() == "svg");
                not_drawn(element)
            }
            Event::PI(_) => Some("a processing instruction".to_owned()),
            Event::Text(text) if leads_out(text) => Some("an address".to_owned()),
            Event::CData(_) => Some("a block of raw text".to_owned()),
            _ => None,
        };
        if let Some(what) = fault {
            return Err(refused(
                format!("This logo is an SVG with {what} in it, so it is more than a picture."),
                "Save it as “plain SVG” without scripts and links, or as a PNG.",
            ));
        }
    }
    Ok(first == Some(true))
}

/// What in an element is more than drawing.
fn not_drawn(element: &BytesStart) -> Option<String> {
    let name = element.local_name().as_ref().to_owned();
    if NOT_A_PICTURE.iter().any(|other| name.eq_ignore_ascii_case(other)) {
        return Some(format!("<{name}>"));
    }
    for attribute in element.attributes() {
        let Ok(attribute) = attribute else { return Some("an attribute that cannot be read".to_owned()) };
        let key = attribute.key.local_name().as_ref().to_lowercase();
        let value = &attribute.value;
        let leads_away = (key == "href" || key == "src") && !value.starts_with('#');
        if key.starts_with("on") || leads_away || leads_out(value) {
            return Some(format!("“{key}”"));
        }
    }
    None
}

/// A style may fetch things, too.
fn leads_out(text: &str) -> bool {
    let text = text.to_lowercase();
    let inside = |rest: &str| rest.trim_start_matches([' ', '"', '\'']).starts_with('#');
    text.contains("@import")
        || text.contains("expression(")
        || text.split("url(").skip(1).any(|rest| !inside(rest))
}

/// Why an accent cannot be taken, and what to write instead; nothing if it can.
pub fn unfit(accent: &str) -> Option<(String, &'static str)> {
    if !is_colour(accent) {
        return Some(("“brand.accent” is not a colour.".to_owned(), "Write it as \"#0d4d5e\"."));
    }
    let message = format!("“brand.accent” {accent} is too light to be read on the page.");
    (!is_legible(accent)).then_some((message, "Choose a darker one: 4.5 to 1 against the paper #fdfcf9."))
}

/// True for `#rrggbb`.
fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && colour(text).is_some()
}

/// True if words in this colour can be read on the page: WCAG 2.2, success criterion 1.4.3.
fn is_legible(text: &str) -> bool {
    colour(text).is_some_and(|ink| {
        GROUNDS.iter().all(|ground| {
            let ground: Srgb<f32> = Srgb::<u8>::from(*ground).into_format();
            ink.has_min_contrast_text(ground)
        })
    })
}

fn colour(text: &str) -> Option<Srgb<f32>> {
    text.parse::<Srgb<u8>>().ok().map(Srgb::into_format)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_must_be_dark_enough_to_be_read() {
        for (colour, is_one, legible) in [
            ("#0d4d5e", true, true),
            ("#767676", true, false), // 4.54 on white, and less on our paper
            ("#ffcc00", true, false),
            ("#000000", true, true),
            ("0d4d5e", false, true),
            ("#0d4", false, false), // a bright green
            ("teal", false, false),
        ] {
            assert_eq!((is_colour(colour), is_legible(colour)), (is_one, legible), "{colour}");
        }
    }

    #[test]
    fn an_svg_that_only_draws_is_taken() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
                   viewBox=\"0 0 9 9\"><title>Logo</title><defs><path id=\"p\" d=\"M0 0h9v9z\"/></defs>\
                   <use xlink:href=\"#p\" fill=\"url(#g)\" style=\"fill:#0d4d5e\"/></svg>";
        assert_eq!(is_svg(svg.as_bytes()), Ok(true));
    }

    #[test]
    fn an_svg_that_does_more_is_refused_with_what_it_does() {
        for (inside, what) in [
            ("<script>alert(1)</script>", "<script>"),
            ("<SCRIPT/>", "<SCRIPT>"),
            ("<path onload=\"alert(1)\"/>", "“onload”"),
            ("<image href=\"https://example.org/x.png\"/>", "“href”"),
            ("<use xlink:href=\"other.svg#a\"/>", "“href”"),
            ("<style>@import 'x.css'</style>", "an address"),
            ("<path style=\"fill:url(https://example.org/x)\"/>", "“style”"),
            ("<foreignObject/>", "<foreignObject>"),
            ("<?php ?>", "a processing instruction"),
            ("<style><![CDATA[@import 'x']]></style>", "a block of raw text"),
        ] {
            let svg = format!("<svg xmlns:xlink=\"http://www.w3.org/1999/xlink\">{inside}</svg>");
            let refusal = is_svg(svg.as_bytes()).unwrap_err();
            assert_eq!(
                refusal.message,
                format!("This logo is an SVG with {what} in it, so it is more than a picture.")
            );
        }
        assert!(is_svg(b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>").is_err());
        assert!(is_svg(b"<svg>").is_err());
        assert_eq!(is_svg(b"<html/>"), Ok(false));
    }

    #[test]
    fn a_png_says_its_size_at_its_start() {
        let png = |width: u32, height: u32| {
            [PNG, &[0, 0, 0, 13], b"IHDR", &width.to_be_bytes(), &height.to_be_bytes()].concat()
        };
        assert!(is_png(&png(400, 4_000)));
        assert!(!is_png(&png(0, 10)) && !is_png(&png(10, 4_001)) && !is_png(b"GIF89a"));
    }
}
