//! Native host access: the models folder, downloads and the clock.

mod models;
mod part;
mod pip;
mod pull;

use std::sync::OnceLock;
use std::time::Instant;

pub use models::{ModelFile, ModelFolder};
pub use pull::{PullEvent, pull};

use crate::error::Error;

/// Milliseconds since the first call, monotonic: the clock that a [`crate::Tutor`] is given.
#[must_use]
pub fn now_ms() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64() * 1000.0
}

/// What a failed file operation means. `doing` completes "While …": "writing /models/x.gguf.part".
fn io_error(doing: &str, error: &std::io::Error) -> Error {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};
    match error.kind() {
        StorageFull | QuotaExceeded => {
            Error::StorageFull(format!("The disk is full while {doing}. Free some space and try again.").into())
        }
        _ => Error::internal(format!("While {doing}: {error}.")),
    }
}
