//! What is said when the program itself is at fault: where, never what. The words of a panic may quote the text it was
//! about, such as a name; only words that stand in the program are repeated.

use std::io::Write as _;
use std::panic::{Location, PanicHookInfo, set_hook};

/// From now on a panic says where it happened, on stderr, and nothing of the files.
pub fn say_where_only() {
    set_hook(Box::new(|panic| {
        // There is nowhere else to say it if stderr is closed.
        let _ = writeln!(std::io::stderr().lock(), "{}", words(panic));
    }));
}

/// How the line begins.
pub const STOPPED: &str = "Stopped at ";

/// `Stopped at src/rules/case.rs:12: attempt to add with overflow`
pub fn words(panic: &PanicHookInfo) -> String {
    let place = panic.location().map_or_else(|| "an unknown place".to_owned(), place);
    match panic.payload().downcast_ref::<&'static str>() {
        Some(own) => format!("{STOPPED}{place}: {own}"),
        None => format!("{STOPPED}{place}"),
    }
}

/// A file of the crate at fault, without the folders of the machine it was built on.
fn place(at: &Location) -> String {
    let file = at.file().replace('\\', "/");
    let within = file.split_once("/registry/src/").and_then(|(_, rest)| rest.split_once('/'));
    format!("{}:{}", within.map_or(file.as_str(), |(_, file)| file), at.line())
}
