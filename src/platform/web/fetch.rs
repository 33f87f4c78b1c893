//! Streaming HTTP: one body, chunk by chunk, from any offset.

use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, ReadableStreamDefaultReader, Request, RequestCache, RequestInit, Response, Url};

use super::{clock, js_error};
use crate::error::{Error, Result};

/// A server that sends nothing for this long has failed: every call ends.
const STALL_MS: f64 = 60_000.0;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch)]
    fn global_fetch(request: &Request) -> Promise;
}

/// The body of an answer.
pub struct Body {
    reader: ReadableStreamDefaultReader,
    signal: Option<AbortSignal>,
    /// True when the server left out the bytes before the offset that was asked for.
    pub partial: bool,
    /// Bytes that are to come, where the server says so.
    pub length: Option<u64>,
}

/// Resolves a relative address against an absolute one.
///
/// # Errors
/// `bad_request` when either is malformed.
pub fn resolve(url: &str, base: &str) -> Result<String> {
    let resolved = Url::new_with_base(url, base).map_err(|_| {
        Error::bad_request(format!(
            "\"{url}\" (from \"{base}\") is not an address. Correct modelBaseUrl or the catalog."
        ))
    })?;
    Ok(resolved.href())
}

/// Asks for the bytes of `url` from `offset` on; none where there are no more. The HTTP cache is passed by: OPFS is where models are
/// kept, once.
///
/// # Errors
/// `model_download_failed` (the server cannot be reached, or answers with an error), `cancelled`.
pub async fn get(url: &str, offset: u64, signal: Option<&AbortSignal>) -> Result<Option<Body>> {
    let init = RequestInit::new();
    init.set_cache(RequestCache::NoStore);
    init.set_signal(signal);
    if offset > 0 {
        let headers = Headers::new().map_err(|thrown| failed(&thrown))?;
        headers.set("Range", &format!("bytes={offset}-")).map_err(|thrown| failed(&thrown))?;
        init.set_headers_headers(&headers);
    }
    let request = Request::new_with_str_and_init(url, &init).map_err(|thrown| failed(&thrown))?;
    let response: Response = within(global_fetch(&request), signal).await?.unchecked_into();
    let partial = response.status() == 206;
    let header = |name: &str| response.headers().get(name).ok().flatten();
    if response.status() == 416 && header("Content-Range").is_some_and(|range| range == format!("bytes */{offset}")) {
        return Ok(None);
    }
    if !response.ok() || (partial && offset == 0) {
        return Err(Error::ModelDownloadFailed(format!("the server answered {}", response.status()).into()));
    }
    if partial && !starts_at(&response, offset) {
        return Err(Error::ModelDownloadFailed("the server sent another part of the file than was asked for".into()));
    }
    let Some(stream) = response.body() else {
        return Err(Error::ModelDownloadFailed("the server sent no body".into()));
    };
    // Of a compressed answer it is another length, and browsers then hide that it is.
    let is_plain = header("Content-Encoding").is_none();
    let length = header("Content-Length").filter(|_| is_plain).and_then(|length| length.parse().ok());
    Ok(Some(Body { reader: stream.get_reader().unchecked_into(), signal: signal.cloned(), partial, length }))
}

impl Body {
    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    /// `model_download_failed` when the connection breaks or stalls, `cancelled`.
    pub async fn chunk(&mut self) -> Result<Option<Vec<u8>>> {
        let next = within(self.reader.read(), self.signal.as_ref()).await?;
        let field = |key: &str| Reflect::get(&next, &key.into()).map_err(|thrown| failed(&thrown));
        if field("done")?.is_truthy() {
            return Ok(None);
        }
        Ok(Some(Uint8Array::new(&field("value")?).to_vec()))
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        // Tells the server to stop sending; after the end it does nothing. Nobody is left to hear of a failure.
        let ended = JsFuture::from(self.reader.cancel());
        wasm_bindgen_futures::spawn_local(async move {
            let _ = ended.await;
        });
    }
}

/// The promise's value, unless it takes longer than [`STALL_MS`] or the caller gives up.
async fn within(promise: Promise, signal: Option<&AbortSignal>) -> Result<JsValue> {
    let timer = clock::Timer::new(STALL_MS);
    let value = JsFuture::from(Promise::race(&Array::of2(&promise, &timer.promise))).await;
    drop(timer);
    if signal.is_some_and(AbortSignal::aborted) {
        return Err(Error::Cancelled);
    }
    let value = value.map_err(|thrown| failed(&thrown))?;
    if value.is_undefined() {
        return Err(Error::ModelDownloadFailed(format!("nothing came for {} seconds", STALL_MS / 1000.0).into()));
    }
    Ok(value)
}

/// Whether a 206 begins where it was asked to. Another origin may hide the header; the checksum then has the last word.
fn starts_at(response: &Response, offset: u64) -> bool {
    match response.headers().get("Content-Range") {
        Ok(Some(range)) => range.trim().starts_with(&format!("bytes {offset}-")),
        _ => true,
    }
}

fn failed(thrown: &JsValue) -> Error {
    match js_error(thrown, "fetching") {
        Error::Cancelled => Error::Cancelled,
        error => Error::ModelDownloadFailed(error.to_string().into()),
    }
}
