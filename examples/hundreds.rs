//! The overview of hundreds of invented schools, to look at: `cargo run --example hundreds -- FOLDER [HOW MANY]`.

#[path = "../tests/overview/hundreds.rs"]
mod hundreds;

use ringfence::tables::schools;
use ringfence::write::template::Templates;
use ringfence::write::{csv, html, ics, xlsx};
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let folder = PathBuf::from(words.next().ok_or("name a folder to write to")?);
    let n = words.next().map_or(Ok(300), |n| n.parse())?;
    let overview = hundreds::overview(n);
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("overview.html"), html::overview(Templates::built_in()?, &overview)?)?;
    std::fs::write(folder.join("overview.xlsx"), xlsx::overview(&overview)?)?;
    let due = schools::due(&overview.schools);
    std::fs::write(folder.join("actions.csv"), [csv::start_of_actions()?, csv::actions(&due)?].concat())?;
    std::fs::write(folder.join(ics::NAME), ics::calendar(&due, &overview.tool)?.unwrap_or_default())?;
    Ok(())
}
