//! The analyzer and the challenges, in a dedicated worker (`www/worker/analyzer.ts`).

use wasm_bindgen::prelude::*;

use crate::tutor::{analyze, challenge, insights};

#[wasm_bindgen(start)]
fn start() {
    super::panics_throw();
}

/// Takes an `AnalyzeRequest` and gives an `Analysis`.
#[wasm_bindgen]
pub fn analyze(request: JsValue) -> Result<JsValue, JsValue> {
    super::js(super::request(request, "analyze").and_then(|request| analyze::analyze(&request)))
}

/// What to ask a code model about the code of an `AnalyzeRequest`: `Questions`, for `WasmCodeModel.begin`.
#[wasm_bindgen]
pub fn ask(request: JsValue) -> Result<JsValue, JsValue> {
    super::js(super::request(request, "analyze").and_then(|request| insights::ask(&request)))
}

/// What of the `Answers` is worth saying, about the same request: `Insights`.
#[wasm_bindgen]
pub fn conclude(request: JsValue, answers: JsValue) -> Result<JsValue, JsValue> {
    let read = || Ok((super::request(request, "analyze")?, super::request(answers, "insights")?));
    super::js(read().and_then(|(request, answers)| insights::conclude(&request, &answers)))
}

/// Takes a `ChallengeRequest` and gives a `Challenge`.
#[wasm_bindgen(js_name = challenge)]
pub fn choose_challenge(request: JsValue) -> Result<JsValue, JsValue> {
    super::js(super::request(request, "challenge").and_then(|request| challenge::challenge(&request)))
}

/// The calls of a challenge, for the sandbox: `TestRig`.
#[wasm_bindgen]
pub fn rig(id: &str) -> Result<JsValue, JsValue> {
    super::js(challenge::rig(id))
}

/// Takes a `GradeRequest` and gives a `Grade`.
#[wasm_bindgen]
pub fn grade(request: JsValue) -> Result<JsValue, JsValue> {
    super::js(super::request(request, "grade").and_then(|request| challenge::grade(&request)))
}

/// Takes a `GradeRequest` and gives the `ChatRequest` of a learner who is stuck.
#[wasm_bindgen]
pub fn stuck(request: JsValue) -> Result<JsValue, JsValue> {
    super::js(super::request(request, "grade").and_then(|request| challenge::stuck(&request)))
}

/// The `ChatRequest` that has a challenge's story told otherwise.
#[wasm_bindgen]
pub fn retelling(id: &str) -> Result<JsValue, JsValue> {
    super::js(challenge::retelling(id))
}

/// The description with what a chat model made of the story, if that drops nothing; else null.
#[wasm_bindgen]
pub fn retold(id: &str, text: &str) -> Result<JsValue, JsValue> {
    super::js(challenge::retold(id, text))
}
