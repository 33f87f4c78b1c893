//! Native host access: the models folder, downloads and the clock.

mod checkpoint;
mod models;
mod part;
mod pip;
mod pull;
mod snapshots;

use std::sync::OnceLock;
use std::time::Instant;

pub use models::{ModelFile, ModelFolder};
pub use pull::{PullEvent, pull};
pub use snapshots::Snapshots;

use crate::error::{Error, Result};

/// Any number of 32 bits, for who asks for no certain one.
///
/// # Errors
/// `internal` where the system has no random numbers.
pub fn random_seed() -> Result<u64> {
    getrandom::u32().map(u64::from).map_err(|error| Error::internal(format!("There are no random numbers: {error}.")))
}

/// Milliseconds since the first call, monotonic: the clock that a [`crate::Tutor`] is given.
#[must_use]
pub fn now_ms() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64() * 1000.0
}

/// Starts a thread for every processor but one, or as many as make `threads` with the caller, which help for good.
pub fn start_helpers(threads: Option<usize>, help: fn() -> !) {
    let threads = threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get));
    for _ in 1..threads {
        // Without it there is only less speed.
        let _ = std::thread::Builder::new().name("helper".into()).spawn(move || help());
    }
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
