//! The analyzer, in a dedicated worker (`www/worker/analyzer.ts`).

use wasm_bindgen::prelude::*;

use crate::tutor::analyze;

#[wasm_bindgen(start)]
fn start() {
    super::panics_throw();
}

/// Takes an `AnalyzeRequest` and gives an `Analysis`.
#[wasm_bindgen]
pub fn analyze(request: JsValue) -> Result<JsValue, JsValue> {
    super::js(super::request(request, "analyze").and_then(|request| analyze::analyze(&request)))
}
