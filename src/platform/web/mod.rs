//! The browser, seen from a dedicated worker: fetch, OPFS (the origin private file system) and the clock.

mod checkpoint;
pub mod clock;
pub mod download;
pub mod fetch;
pub mod opfs;

use js_sys::{JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::error::Error;

/// Whether this build shares its memory among threads.
pub const HAS_THREADS: bool = cfg!(target_feature = "atomics");

/// The crate's error for what JavaScript threw while the page was `doing` something ("storing the model").
#[must_use]
pub fn js_error(thrown: &JsValue, doing: &str) -> Error {
    let text = |key: &str| {
        let value = Reflect::get(thrown, &key.into()).ok();
        value.and_then(|value| value.dyn_into::<JsString>().ok()).map_or_else(String::new, String::from)
    };
    let (name, message) = (text("name"), text("message"));
    match name.as_str() {
        "AbortError" => Error::Cancelled,
        "QuotaExceededError" => Error::StorageFull(
            format!(
                "The browser's storage was full while {doing}. Delete a model, or free some disk space, and try again."
            )
            .into(),
        ),
        "NoModificationAllowedError" => Error::Busy(
            format!("Another tab was using the file while {doing}. Close it, or wait, and try again.").into(),
        ),
        "NotFoundError" => {
            Error::ModelNotFound(format!("The file was not there while {doing}. Download it again.").into())
        }
        "" => Error::internal(format!("The browser failed while {doing}: {thrown:?}")),
        _ => Error::internal(format!("The browser failed while {doing}: {name}: {message}")),
    }
}
