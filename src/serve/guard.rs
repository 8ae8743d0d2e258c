//! A panic in a handler must not be silence for the person who asked, nor put their words into the log.
//!
//! A panic's message can quote what was being worked on, so only its place is kept, and a message that is fixed text.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Once;

thread_local! {
    /// Set while a guarded call runs on this thread; the hook puts the panic's place here.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Calls `work`; a panic becomes the place where it happened.
///
/// # Errors
/// The source file and line of the panic, with its message where that is fixed text.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    install_hook();
    PLACE.with_borrow_mut(|place| *place = Some(String::new()));
    let result = catch_unwind(AssertUnwindSafe(work));
    let place = PLACE.take().unwrap_or_default();
    result.map_err(|_| place)
}

/// Replaces the panic hook, once, by one that keeps quiet inside [`guarded`].
fn install_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let guarded = PLACE.with_borrow_mut(|place| match place {
                Some(place) => {
                    *place = describe(info);
                    true
                }
                None => false,
            });
            if !guarded {
                usual(info);
            }
        }));
    });
}

fn describe(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map_or_else(String::new, |at| format!("{}:{}", at.file(), at.line()));
    match info.payload().downcast_ref::<&'static str>() {
        Some(fixed) => format!("{place}: {fixed}"),
        None => place,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_place_without_what_was_worked_on() {
        let secret = String::from("会社にバレる？");
        let place = guarded(|| assert!(secret.is_empty(), "unexpected {secret}")).unwrap_err();
        assert!(place.contains("guard.rs:") && !place.contains("バレる"), "{place}");
        let place = guarded(|| panic!("fixed")).unwrap_err();
        assert!(place.ends_with(": fixed"), "{place}");
        assert_eq!(guarded(|| 7), Ok(7));
    }
}
