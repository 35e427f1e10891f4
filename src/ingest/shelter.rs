//! A shelter in which a library may panic: the file is lost, the run is not, and nothing is printed.

use std::cell::Cell;
use std::panic::{UnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// What the work gives; nothing if it panicked.
pub fn sheltered<T>(work: impl FnOnce() -> T + UnwindSafe) -> Option<T> {
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            // Outside, a panic is a fault of this program and is told as ever.
            if !INSIDE.get() {
                before(panic);
            }
        }));
    });
    INSIDE.set(true);
    let done = catch_unwind(work);
    INSIDE.set(false);
    done.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_inside_gives_nothing() {
        assert_eq!(sheltered(|| 1), Some(1));
        assert_eq!(sheltered(|| u8::try_from(999_u32).expect("a number that does not fit")), None);
        assert!(!INSIDE.get());
    }
}
