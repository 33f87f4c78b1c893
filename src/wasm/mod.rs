//! The wasm-bindgen shell: convert, delegate, map errors. The engine and the analyzer are builds of their own, for workers
//! of their own (`www/worker`): code is analysed while an answer is made, and none waits for the other's bytes.

#[cfg(feature = "analyze")]
mod analyze;
#[cfg(feature = "engine")]
mod code;
#[cfg(feature = "engine")]
mod engine;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use crate::{Error, Result};

/// The worker tells a panic (thrown with its message) from a bare trap (memory could not grow).
fn panics_throw() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        wasm_bindgen::throw_str(&info.to_string());
    }));
}

/// Reads what JavaScript asks; `what` names it in the error. Unpaired surrogates come as U+FFFD.
fn request<T: DeserializeOwned>(value: JsValue, what: &str) -> Result<T> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|error| Error::bad_request(format!("The {what} request is malformed: {error}.")))
}

fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value
        .serialize(&serializer)
        .map_err(|error| Error::internal(format!("A value could not be passed to JavaScript: {error}.")))
}

fn js<T: Serialize>(result: Result<T>) -> Result<JsValue, JsValue> {
    result.and_then(|value| to_js(&value)).map_err(|error| thrown(&error))
}

/// What JavaScript catches: `{code, message}`.
fn thrown(error: &Error) -> JsValue {
    #[derive(Serialize)]
    struct Thrown<'a> {
        code: &'a str,
        message: String,
    }
    to_js(&Thrown { code: error.code(), message: error.to_string() }).unwrap_or_else(|_| error.code().into())
}
