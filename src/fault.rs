//! What is said when the program itself is at fault: where, never what. The words of a panic may quote the text it was
//! about, such as a name; only words that stand in the program are repeated.

use std::io::Write as _;
use std::panic::{PanicHookInfo, set_hook};

/// From now on a panic says where it happened, on stderr, and nothing of the files.
pub fn say_where_only() {
    set_hook(Box::new(|panic| {
        // There is nowhere else to say it if stderr is closed.
        let _ = writeln!(std::io::stderr().lock(), "{}", words(panic));
    }));
}

/// `Stopped at src/rules/case.rs:12:5: attempt to add with overflow`
pub fn words(panic: &PanicHookInfo) -> String {
    let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    match panic.payload().downcast_ref::<&'static str>() {
        Some(own) => format!("Stopped at {place}: {own}"),
        None => format!("Stopped at {place}"),
    }
}
