//! A code model, in a worker of its own (`www/worker/code.ts`), so that no answer in chat keeps it waiting.

use std::cell::RefCell;
use std::io::BufReader;

use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::engine::{ModelFile, call};
use super::{js, request, thrown};
use crate::api::{Phase, Progress};
use crate::engine::bench::seq2seq_ms;
use crate::platform::web::clock;
use crate::tutor::insights::{Answering, Answers, CodeModel};
use crate::{Error, Result};

/// Tokens of a text that is written.
const WRITTEN_TOKENS: usize = 64;

/// A code model in memory.
#[wasm_bindgen]
pub struct WasmCodeModel {
    model: CodeModel,
    answering: RefCell<Option<Answering>>,
}

/// What came of a step: how far it is, or what came of all.
#[derive(Serialize)]
struct Stepped {
    done: usize,
    total: usize,
    answers: Option<Answers>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Measured {
    encode_ms: f64,
    decode_ms: f64,
}

#[wasm_bindgen]
impl WasmCodeModel {
    /// Reads a model into memory. `on_progress` is called with `Progress`.
    #[wasm_bindgen(constructor)]
    pub fn new(model: ModelFile, on_progress: &Function) -> std::result::Result<WasmCodeModel, JsValue> {
        let (id, file) = model.into_parts();
        let begun = clock::now_ms();
        let loaded = CodeModel::load(&id, &mut BufReader::with_capacity(1 << 20, file), &mut |bytes, total_bytes| {
            let bytes_per_second = bytes as f64 * 1000.0 / (clock::now_ms() - begun).max(1.0);
            call(on_progress, &Progress { phase: Phase::Load, bytes, total_bytes, bytes_per_second }).is_some()
        });
        Ok(Self { model: loaded.map_err(|error| thrown(&error))?, answering: RefCell::default() })
    }

    /// Its id.
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> String {
        self.model.id().to_owned()
    }

    /// Starts to answer `Questions`, in place of those before.
    pub fn begin(&self, questions: JsValue) -> std::result::Result<(), JsValue> {
        let begun = request(questions, "insights").and_then(|questions| self.model.begin(questions));
        self.answering.replace(Some(begun.map_err(|error| thrown(&error))?));
        Ok(())
    }

    /// Does the next bit of work: `{done, total, answers}`, the last with the `Answers`.
    pub fn step(&self) -> std::result::Result<JsValue, JsValue> {
        js(self.stepped())
    }

    fn stepped(&self) -> Result<Stepped> {
        let mut slot = self.answering.borrow_mut();
        let Some(answering) = slot.as_mut() else {
            return Err(Error::bad_request("No questions are being answered."));
        };
        let answers = answering.step(&self.model)?;
        let (done, total) = answering.progress();
        if answers.is_some() {
            *slot = None;
        }
        Ok(Stepped { done, total, answers })
    }

    /// What the model writes for a text, word by word the likeliest.
    pub fn write(&self, text: &str) -> std::result::Result<String, JsValue> {
        self.model.model().write(text, WRITTEN_TOKENS).map_err(|error| thrown(&error))
    }

    /// Milliseconds for reading so many tokens, and then for writing so many: `{encodeMs, decodeMs}`.
    #[wasm_bindgen(js_name = seq2seqMs)]
    pub fn seq2seq_ms(&self, input: usize, output: usize) -> std::result::Result<JsValue, JsValue> {
        let measured = seq2seq_ms(self.model.model(), input, output, clock::now_ms);
        js(measured.map(|(encode_ms, decode_ms)| Measured { encode_ms, decode_ms }))
    }
}
