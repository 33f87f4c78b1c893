//! The tutor's engine, in a dedicated worker (`www/worker/index.ts`).
//!
//! Everything takes `&self`: an asynchronous method holds its borrow until its promise settles, and must not bar the
//! others. The tutor itself is borrowed by synchronous methods alone.

use std::cell::RefCell;
use std::io::BufReader;

use js_sys::{Array, Function};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::api::{ChatEvent, ChatReply, ChatRequest, ModelInfo, Progress, StoredModel};
use crate::engine::Model;
use crate::engine::bench::Bench;
use crate::engine::kernels::pool;
use crate::engine::snapshot;
use crate::model::catalog;
use crate::platform;
use crate::platform::web::clock;
use crate::platform::web::download::download;
use crate::platform::web::opfs::{Store, StoreFile, Stored};
use crate::{Error, Result, Tutor};

use super::{js, panics_throw, thrown, to_js};

/// Whether this build shares its memory among threads.
#[wasm_bindgen(js_name = hasThreads)]
#[must_use]
pub fn has_threads() -> bool {
    platform::web::HAS_THREADS
}

/// What a helping worker starts from: this module and its memory.
#[wasm_bindgen(js_name = forHelpers)]
#[must_use]
pub fn for_helpers() -> Array {
    Array::of2(&wasm_bindgen::module(), &wasm_bindgen::memory())
}

/// Makes this worker a thread of the engine; never returns.
#[wasm_bindgen]
pub fn help() {
    pool::help()
}

/// The tutor of one worker.
#[wasm_bindgen]
pub struct WasmTutor {
    tutor: RefCell<Tutor>,
    bench: RefCell<Option<Bench>>,
    catalog: Vec<ModelInfo>,
    model_base_url: String,
}

/// A stored model, opened for loading; locked until it is loaded or freed.
#[wasm_bindgen]
pub struct ModelFile {
    id: String,
    file: StoreFile,
}

#[wasm_bindgen]
impl WasmTutor {
    /// `model_base_url` is absolute; `catalog` is JSON, an array of `ModelInfo`, and replaces the built-in one.
    #[wasm_bindgen(constructor)]
    pub fn new(model_base_url: String, catalog: Option<String>) -> Result<WasmTutor, JsValue> {
        panics_throw();
        let catalog = catalog.map_or_else(|| Ok(catalog::builtin()), |json| catalog::parse(&json));
        let catalog = catalog.map_err(|error| thrown(&error))?;
        let tutor = RefCell::new(Tutor::new(clock::now_ms));
        Ok(Self { tutor, bench: RefCell::default(), catalog, model_base_url })
    }

    /// The catalog and what is stored of it: `StoredModel[]`.
    pub async fn models(&self) -> Result<JsValue, JsValue> {
        js(self.stored_models().await)
    }

    /// Fetches a model into the store; does nothing if it is there. `on_progress` is called with `Progress`.
    pub async fn download(&self, id: &str, on_progress: Function, signal: Option<AbortSignal>) -> Result<(), JsValue> {
        let fetched = async {
            let (store, info) = (Store::open().await?, self.info(id)?);
            let mut tell = |progress| call(&on_progress, &progress).unwrap_or_default();
            download(&store, info, &self.model_base_url, signal.as_ref(), &mut tell).await
        };
        fetched.await.map_err(|error| thrown(&error))
    }

    /// Opens a stored model for [`WasmTutor::load`].
    pub async fn open(&self, id: &str) -> Result<ModelFile, JsValue> {
        let opened = async { Store::open().await?.read(self.info(id)?).await };
        let file = opened.await.map_err(|error| thrown(&error))?;
        Ok(ModelFile { id: id.to_owned(), file })
    }

    /// Deletes what is stored of a model, and the snapshots, whosesoever they are.
    pub async fn delete(&self, id: &str) -> Result<(), JsValue> {
        let deleted = async {
            let store = Store::open().await?;
            store.delete(&self.info(id)?.id).await?;
            for name in snapshot::file_names() {
                store.remove(&name).await?;
            }
            Ok(())
        };
        deleted.await.map_err(|error| thrown(&error))
    }

    /// Reads a model into memory, in place of the one before. `on_progress` is called with `Progress`.
    pub fn load(&self, model: ModelFile, on_progress: &Function) -> Result<(), JsValue> {
        let mut file = BufReader::with_capacity(1 << 20, model.file);
        let mut tell = |progress: Progress| call(on_progress, &progress).is_some();
        self.bench.take();
        js_unit(self.with(|tutor| tutor.load(&model.id, &mut file, &mut tell)))
    }

    /// The id of the model in memory.
    #[wasm_bindgen(getter)]
    pub fn loaded(&self) -> Option<String> {
        self.with(|tutor| Ok(tutor.loaded().map(str::to_owned))).ok().flatten()
    }

    /// Before [`WasmTutor::begin`]: what an earlier visit evaluated of the prompt need not be evaluated again.
    pub async fn recall(&self, request: JsValue) -> Result<(), JsValue> {
        let recalled = async {
            let request: ChatRequest = super::request(request, "chat")?;
            if let Some(name) = self.with(|tutor| tutor.wanted_snapshot(&request))?
                && let Some(snapshot) = Store::open().await?.snapshot(&name).await?
            {
                self.with(|tutor| tutor.restore(&snapshot))?;
            }
            Ok(())
        };
        recalled.await.map_err(|error| thrown(&error))
    }

    /// Starts an answer to a `ChatRequest`.
    pub fn begin(&self, request: JsValue) -> Result<(), JsValue> {
        js_unit(super::request(request, "chat").and_then(|request| self.with(|tutor| tutor.begin(&request))))
    }

    /// After an answer: keeps what [`WasmTutor::recall`] wants to find in a later visit.
    pub async fn keep(&self) -> Result<(), JsValue> {
        let kept = async {
            match self.with(|tutor| Ok(tutor.snapshot()))? {
                Some((name, bytes)) => Store::open().await?.keep_snapshot(&name, &bytes).await,
                None => Ok(()),
            }
        };
        kept.await.map_err(|error| thrown(&error))
    }

    /// Does the next bit of work and gives its `ChatEvent`.
    pub fn step(&self) -> Result<JsValue, JsValue> {
        js::<ChatEvent>(self.with(Tutor::step))
    }

    /// Ends the answer under way; gives what there is of it, a `ChatReply`, or undefined.
    pub fn cancel(&self) -> Result<JsValue, JsValue> {
        js::<Option<ChatReply>>(self.with(|tutor| Ok(tutor.cancel())))
    }

    /// Milliseconds that the loaded model takes for a prompt of `tokens`.
    pub fn prefill(&self, tokens: usize) -> Result<f64, JsValue> {
        self.measure(|bench, model| bench.prefill(model, tokens)).map_err(|error| thrown(&error))
    }

    /// Milliseconds that the loaded model takes for `tokens`, one after the other, after `context` others.
    pub fn decode(&self, context: usize, tokens: usize) -> Result<f64, JsValue> {
        self.measure(|bench, model| bench.decode(model, context, tokens)).map_err(|error| thrown(&error))
    }

    fn measure(&self, measure: impl FnOnce(&mut Bench, &Model) -> Result<f64>) -> Result<f64> {
        self.with(|tutor| {
            let model = tutor.model().ok_or_else(|| Error::ModelNotFound("No chat model is loaded.".into()))?;
            let mut bench = self.bench.borrow_mut();
            measure(bench.get_or_insert_with(|| Bench::new(model, clock::now_ms)), model)
        })
    }

    fn info(&self, id: &str) -> Result<&ModelInfo> {
        catalog::find(&self.catalog, id)
    }

    async fn stored_models(&self) -> Result<Vec<StoredModel>> {
        let store = Store::open().await?;
        let mut models = Vec::new();
        for info in &self.catalog {
            let (stored, stored_bytes) = match store.stored(info).await? {
                Stored::Whole(bytes) => (true, bytes),
                Stored::Part(bytes) => (false, bytes),
            };
            models.push(StoredModel { info: info.clone(), stored, stored_bytes });
        }
        Ok(models)
    }

    fn with<T>(&self, action: impl FnOnce(&mut Tutor) -> Result<T>) -> Result<T> {
        match self.tutor.try_borrow_mut() {
            Ok(mut tutor) => action(&mut tutor),
            Err(_) => Err(Error::Busy("The tutor is in the middle of another call. Wait for it to end.".into())),
        }
    }
}

/// Bytes of memory that this module holds. It only ever grows.
#[wasm_bindgen(js_name = memoryBytes)]
pub fn memory_bytes() -> Result<f64, JsValue> {
    let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let bytes = js_sys::Reflect::get(&memory.buffer(), &"byteLength".into())?;
    Ok(bytes.as_f64().unwrap_or_default())
}

impl ModelFile {
    /// Its id and its file.
    pub(super) fn into_parts(self) -> (String, StoreFile) {
        (self.id, self.file)
    }
}

/// Calls a JavaScript callback; `None` when it throws, which is how it says "stop".
pub(super) fn call(callback: &Function, argument: &impl Serialize) -> Option<()> {
    let argument = to_js(argument).ok()?;
    callback.call1(&JsValue::UNDEFINED, &argument).ok().map(drop)
}

fn js_unit(result: Result<()>) -> Result<(), JsValue> {
    result.map_err(|error| thrown(&error))
}
