//! The register of schools, “Get information about schools”: an extract of fifty thousand rows, one of which is the
//! school. It fills what the school's own record leaves blank. Its pay area is derived, since the register has none.

use super::entry::Entry;
use super::notes::Notes;
use super::official::Desk;
use super::parse::amount;
use super::parse::word::plain;
use super::row::Reader;
use super::table::Table;
use crate::model::finding::Place;
use crate::model::school::About;
use crate::model::source::{ANOTHER_SCHOOL, Field, SheetInfo, Span};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// The record of a sheet that is the register.
pub const RECORD: &str = "register";

/// The school as the register has it.
#[derive(Clone, Debug)]
pub struct Register {
    at: Span,
    about: About,
    area: Area,
}

/// What the register lets one say of the pay area.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Area {
    /// This one, by the local authority.
    Is(&'static str),
    /// This one, by the district: the local authority lies in the Fringe in part.
    ByDistrict(&'static str),
    /// The local authority lies in the Fringe in part, and the district does not settle it.
    PartlyFringe,
    /// Nothing.
    Unknown,
}

/// The columns to keep of a text file that begins with the register's header; nothing for another file. The whole
/// register has 140 columns, and would fill memory with what nobody asks.
pub fn columns<'a>(header: impl Iterator<Item = &'a str>) -> Option<Vec<bool>> {
    let layout = super::layout::Layouts::built_in().all.iter().find(|layout| layout.record == RECORD)?;
    let headers: Vec<&str> = header.collect();
    let known: Vec<bool> = headers.iter().map(|header| layout.knows(header)).collect();
    let is_register = headers.len() > 40 && headers[0].trim() == "URN" && headers[1].trim() == "LA (code)";
    is_register.then_some(known)
}

/// The URN that the register alone can tell: of the only school in the folder's own extract, or of the only school that
/// is named like the folder.
pub fn urn<'a>(tables: impl Iterator<Item = &'a Table<'a>>, folder: &str) -> Option<String> {
    let rows: Vec<(String, String, bool)> = tables
        .flat_map(|table| {
            table.sheet.entries.iter().filter_map(|row| {
                let urn = amount::urn(table.cell(row, "urn")).ok().flatten()?;
                Some((urn, table.text(row, "name").unwrap_or_default(), table.shared))
            })
        })
        .collect();
    let only =
        |urns: BTreeSet<&String>| (urns.len() == 1).then(|| urns.first().map(|urn| (*urn).clone())).flatten();
    let wanted = slug::slugify(folder);
    let is_named = |name: &str| !wanted.is_empty() && slug::slugify(name) == wanted;
    only(rows.iter().filter(|(.., shared)| !shared).map(|(urn, ..)| urn).collect())
        .or_else(|| only(rows.iter().filter(|(_, name, _)| is_named(name)).map(|(urn, ..)| urn).collect()))
}

/// Keeps the school's own row; the others are counted and looked at no further.
pub fn keep(tables: &mut [Table], urn: Option<&str>, infos: &mut [SheetInfo], notes: &mut Notes) {
    let (mut kept, mut others) = (0, None);
    for table in tables.iter_mut().filter(|table| table.record() == RECORD) {
        let Some(col) = table.column("urn") else { continue };
        let all = table.sheet.entries.len();
        if let Some(row) = table.sheet.entries.first() {
            let named = (all == 1).then(|| table.text(row, "name")).flatten();
            others.get_or_insert((row.source(col), named));
        }
        // Whose a torn row is, its columns cannot tell: one of thousands is counted, and not told of.
        let torn = if all > 1 { std::mem::take(&mut table.sheet.torn).len() } else { 0 };
        if torn > 0 {
            table.sheet.left_out.insert("wrong number of values".to_owned(), torn as u64);
        }
        let own = |row: &Entry| {
            urn.is_some() && amount::urn(row.cell(col)).is_ok_and(|found| found.as_deref() == urn)
        };
        table.sheet.entries.retain(own);
        let left = table.sheet.entries.len();
        kept += left;
        if all > left {
            let info = &mut infos[table.id.0 as usize];
            info.rows_read += (all - left) as u64;
            info.left_out.insert(ANOTHER_SCHOOL.to_owned(), (all - left) as u64);
        }
    }
    let (0, Some((at, named))) = (kept, others) else { return };
    match (urn, named) {
        (None, _) => notes.add(
            "W-URN",
            "This file is for several schools, but nothing says which URN this one has; none of its rows was used.",
            "Add the school's own record with its URN to its folder.",
            [Place::Cell(at)],
        ),
        (Some(urn), Some(name)) => notes.add(
            "R-GIAS",
            format!("This row of the school register is of “{name}”, not of the school with the URN {urn}."),
            "Correct the URN in the school’s own record, or put the right school’s row here.",
            [Place::Cell(at)],
        ),
        (Some(urn), None) => notes.add(
            "R-GIAS",
            format!("The school register has no school with the URN {urn}."),
            "Check the URN in the school’s own record; if the school is new, download the register again.",
            [Place::Cell(at)],
        ),
    }
}

/// The school's row.
pub fn register(row: &mut Reader) -> Option<Register> {
    let urn = row.need("urn", |cell, _| amount::urn(cell));
    let name = row.need_text("name");
    let (kind, group) = (row.text("kind"), row.text("group"));
    let (local_authority, region, district) =
        (row.text("local_authority"), row.text("region"), row.text("district"));
    let area = area(&local_authority, &region, &district);
    let pay_area = match area {
        Area::Is(name) => Field { value: Some(name.to_owned()), source: local_authority.source },
        Area::ByDistrict(name) => Field { value: Some(name.to_owned()), source: district.source },
        Area::PartlyFringe | Area::Unknown => Field::default(),
    };
    let kind = Field {
        value: kind_of(kind.get(), group.get()).map(str::to_owned),
        source: kind.source.or(group.source),
    };
    let (phase, trust) = (stated(row.text("phase")), stated(row.text("trust")));
    let urn = urn.map(|urn| Field { value: Some(urn.value), source: Some(urn.source) })?;
    let name = name.map(|name| Field { value: Some(name.value), source: Some(name.source) })?;
    Some(Register {
        at: row.at(),
        about: About { urn, name, phase, kind, local_authority, pay_area, trust, ..About::default() },
        area,
    })
}

/// “Not applicable” is the register's word for a blank.
fn stated(field: Field<String>) -> Field<String> {
    Field { value: field.value.filter(|text| text != "Not applicable"), source: field.source }
}

/// Joins it with the school's own record, which comes first.
pub fn settle(about: &mut About, registers: Vec<Register>, desk: &mut Desk) {
    let mut registers = registers.into_iter();
    let Some(Register { about: found, area, .. }) = registers.next() else { return };
    for other in registers {
        desk.leave_out(other.at, "second row of this school");
    }
    let own_area = about.pay_area.value.is_some();
    for (held, found) in [
        (&mut about.urn, &found.urn),
        (&mut about.name, &found.name),
        (&mut about.phase, &found.phase),
        (&mut about.kind, &found.kind),
        (&mut about.local_authority, &found.local_authority),
        (&mut about.pay_area, &found.pay_area),
        (&mut about.trust, &found.trust),
    ] {
        if held.value.is_none() && found.value.is_some() {
            held.clone_from(found);
        }
    }
    let authority = found.local_authority.value.unwrap_or_default();
    let derived = |area: &str, from: &str| {
        (
            format!("The register of schools names no pay area. “{area}” was derived from {from}."),
            "Nothing to do, if that is right; otherwise write the pay area in the school’s own record.",
        )
    };
    let said = match area {
        _ if own_area => None,
        Area::Is(area) => Some(derived(area, &format!("the local authority, {authority}"))),
        Area::ByDistrict(area) => {
            Some(derived(area, &format!("the district; of {authority} a part is in the Fringe")))
        }
        Area::PartlyFringe => Some((
            format!(
                "A part of {authority} is in the Fringe, and this row does not settle whether this school is."
            ),
            "Write the pay area (Fringe or Rest of England) in the school’s own record.",
        )),
        Area::Unknown => None,
    };
    if let Some((message, help)) = said {
        let at = found.pay_area.source.or(found.local_authority.source);
        desk.notes.add("I-PAYAREA", message, help, at.map(Place::Cell));
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PayAreas {
    inner_london: Vec<String>,
    outer_london: Vec<String>,
    fringe: Vec<String>,
    unsettled: Vec<String>,
    regions: Vec<String>,
    fringe_districts: BTreeMap<String, Vec<String>>,
}

fn pay_areas() -> Option<&'static PayAreas> {
    static ALL: OnceLock<Option<PayAreas>> = OnceLock::new();
    ALL.get_or_init(|| toml::from_str(include_str!("layouts/pay_areas.toml")).ok()).as_ref()
}

fn is_in(list: &[String], text: Option<&String>) -> bool {
    text.is_some_and(|text| list.iter().any(|one| plain(one) == plain(text)))
}

fn area(authority: &Field<String>, region: &Field<String>, district: &Field<String>) -> Area {
    let (Some(areas), Some(authority)) = (pay_areas(), authority.get()) else { return Area::Unknown };
    let district = district.get();
    if is_in(&areas.inner_london, Some(authority)) {
        return Area::Is("Inner London");
    }
    if is_in(&areas.outer_london, Some(authority)) {
        return Area::Is("Outer London");
    }
    if is_in(&areas.fringe, Some(authority)) {
        return Area::Is("Fringe");
    }
    let county = areas.fringe_districts.iter().find(|(county, _)| plain(county) == plain(authority));
    match county {
        Some((_, districts)) if is_in(districts, district) => Area::ByDistrict("Fringe"),
        // an authority that names itself as its district has none
        Some((county, _)) if district.is_none_or(|district| plain(district) == plain(county)) => {
            Area::PartlyFringe
        }
        Some(_) if is_in(&areas.unsettled, district) => Area::PartlyFringe,
        Some(_) if is_in(&areas.regions, region.get()) => Area::ByDistrict("Rest of England"),
        None if is_in(&areas.regions, region.get()) => Area::Is("Rest of England"),
        Some(_) | None => Area::Unknown,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Types {
    types: Vec<String>,
    groups: Vec<String>,
}

/// Maintained, Academy, Independent, FE or Other.
fn kind_of(kind: Option<&String>, group: Option<&String>) -> Option<&'static str> {
    static ALL: OnceLock<BTreeMap<String, Types>> = OnceLock::new();
    let all =
        ALL.get_or_init(|| toml::from_str(include_str!("layouts/school_types.toml")).unwrap_or_default());
    let by_type = all.iter().find(|(_, types)| is_in(&types.types, kind));
    by_type
        .or_else(|| all.iter().find(|(_, types)| is_in(&types.groups, group)))
        .map(|(name, _)| name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(text: &str) -> Field<String> {
        Field { value: (!text.is_empty()).then(|| text.to_owned()), source: None }
    }

    #[test]
    fn the_pay_area_follows_from_authority_district_and_region() {
        for (authority, district, region, expected) in [
            ("Camden", "Camden", "London", Area::Is("Inner London")),
            ("Ealing", "", "", Area::Is("Inner London")),
            ("Barnet", "Barnet", "London", Area::Is("Outer London")),
            ("Surrey", "Guildford", "South East", Area::Is("Fringe")),
            ("Slough", "Slough", "South East", Area::Is("Fringe")),
            ("Essex", "Harlow", "East of England", Area::ByDistrict("Fringe")),
            ("Essex", "Colchester", "East of England", Area::ByDistrict("Rest of England")),
            ("Essex", "", "East of England", Area::PartlyFringe),
            ("Buckinghamshire", "Buckinghamshire", "South East", Area::PartlyFringe),
            ("Buckinghamshire", "South Bucks", "South East", Area::ByDistrict("Fringe")),
            ("Hertfordshire", "East Hertfordshire", "East of England", Area::PartlyFringe),
            ("Leeds", "Leeds", "Yorkshire and the Humber", Area::Is("Rest of England")),
            // a name that is in no list is no proof that the school lies outside London
            ("Test LA Name", "Test LA Name", "London", Area::Unknown),
            ("Powys", "Powys", "Wales (pseudo)", Area::Unknown),
            ("", "", "North East", Area::Unknown),
        ] {
            let found = area(&field(authority), &field(region), &field(district));
            assert_eq!(found, expected, "{authority}, {district}, {region}");
        }
    }

    #[test]
    fn the_kind_of_school_follows_from_its_type_and_then_its_group() {
        for (kind, group, expected) in [
            ("Community school", "Local authority maintained schools", Some("Maintained")),
            ("Foundation special school", "Special schools", Some("Maintained")),
            ("Non-maintained special school", "Special schools", Some("Other")),
            ("Academy sponsor led", "Academies", Some("Academy")),
            ("Free schools special", "Free Schools", Some("Academy")),
            ("Other independent special school", "Independent schools", Some("Independent")),
            ("Sixth form centres", "Colleges", Some("FE")),
            ("Something new", "", None),
        ] {
            assert_eq!(kind_of(Some(&kind.to_owned()), Some(&group.to_owned())), expected, "{kind}");
        }
    }
}
