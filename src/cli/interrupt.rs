//! Ctrl-C as a flag: the first asks politely, a second one before it was heard ends the program.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{Error, Result};

static PENDING: AtomicBool = AtomicBool::new(false);

/// Turns Ctrl-C into the flag from now on.
pub fn install() -> Result<()> {
    ctrlc::set_handler(|| {
        if PENDING.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    })
    .map_err(|error| Error::internal(format!("Ctrl-C cannot be handled: {error}.")))
}

/// Whether Ctrl-C was pressed; forgets it.
pub fn take() -> bool {
    PENDING.swap(false, Ordering::SeqCst)
}
