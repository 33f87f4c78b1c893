//! Time: milliseconds since the worker began, and a way to let the event loop turn.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, milliseconds: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// Milliseconds since the worker began; monotonic.
#[must_use]
pub fn now_ms() -> f64 {
    performance_now()
}

/// Resolves after that many milliseconds; messages and timers are served meanwhile.
pub async fn sleep_ms(milliseconds: f64) {
    let timer = Timer::new(milliseconds);
    // A promise whose executor only sets a timer never rejects.
    let _ = JsFuture::from(timer.promise.clone()).await;
}

/// A promise that resolves to undefined after a while; forgotten by the browser when it is dropped.
pub(super) struct Timer {
    pub(super) promise: Promise,
    id: JsValue,
}

impl Timer {
    pub(super) fn new(milliseconds: f64) -> Self {
        let mut id = JsValue::UNDEFINED;
        let promise = Promise::new(&mut |resolve, _| id = set_timeout(&resolve, milliseconds));
        Self { promise, id }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
    }
}
